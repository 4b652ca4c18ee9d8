//! Scenarios resolved against a region and its years: for each cell and year, what is multiplied and what is added.

pub(crate) mod delivery;
pub(crate) mod effects;
pub(crate) mod price;
pub(crate) mod resolve;
pub(crate) mod scenario;
