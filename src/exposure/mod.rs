//! Exposures: risk factors and their levels.

pub mod activity;
pub mod alcohol;
pub mod area_effect;
pub mod body_weight;
pub mod levels;
pub mod smoking;
