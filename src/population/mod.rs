//! People: how many, how long they live, how long in good health.

pub mod abridged_life_table;
pub mod demography;
pub mod healthy_life;
pub mod life_table;
pub(crate) mod measures;
pub mod migration;
pub mod stratum;
