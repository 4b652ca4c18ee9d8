//! Exposures: risk factors and their levels.

pub mod levels;
pub mod smoking;
