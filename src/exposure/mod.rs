//! Exposures: risk factors and their levels.

pub(crate) mod activity;
pub(crate) mod alcohol;
pub(crate) mod area_effect;
pub(crate) mod body_weight;
pub(crate) mod levels;
pub(crate) mod smoking;
