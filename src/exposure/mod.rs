//! Exposures: risk factors and their levels.

pub mod smoking;
