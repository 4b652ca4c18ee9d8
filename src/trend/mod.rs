//! A trend carried on: local level with drift in the past, damped drift in the future.
//!
//! The value is on a scale where changes add up: logit for shares, log for rates and counts.

mod damped_years;
mod local_level;
mod spread_and_damping;

pub use local_level::{DriftPrior, Observation, Trend, TrendScores};
pub use spread_and_damping::{damping_by_rolling_origin, mean_innovation_sd};
