//! A trend carried on: local level with drift in the past, damped drift in the future.
//!
//! The value is on a scale where changes add up: logit for shares, log for rates and counts.

mod averaged;
mod damped_years;
mod innovation;
mod local_level;
mod reverting;
mod spread_and_damping;
mod steps;

pub(crate) use averaged::{AveragedTrend, Choice, chosen, weights_of_dampings};
pub(crate) use innovation::{pooled_innovations, spreads};
pub use local_level::{DriftPrior, Observation, Trend, TrendScores};
pub(crate) use reverting::{Breaks, Motion, RevertingScores, RevertingTrend};
pub use spread_and_damping::{damping_by_rolling_origin, mean_innovation_sd};
