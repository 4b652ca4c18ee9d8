//! Inequality between groups, and the rates it is told in: pure functions, which know nothing of draws or scenarios.
//!
//! Groups stand in the order of deprivation, **the most deprived first**, so that their rank runs from 0 at the most deprived
//! person to 1 at the least deprived. Every difference is the least deprived less the most deprived, every ratio the least over
//! the most deprived: of life expectancy the slope index is positive and the relative index above 1, of smoking negative and
//! below 1.

mod concentration;
pub(crate) mod deprivation;
mod groups;
mod index;
pub(crate) mod rate;
mod slope;
pub(crate) mod standardised;
mod welfare;

pub use concentration::{concentration_index, gini};
pub use deprivation::areas_by_deprivation;
pub use groups::RankedGroups;
pub use index::{Index, gap, ratio};
pub use rate::{WithLimits, byar_limits, count_limits, exact_limits, proportion, rate};
pub use slope::{Scale, SimulatedLimits, SlopeIndex, simulated_limits, slope_index};
pub use standardised::{
    BandEvents, EUROPEAN_STANDARD_2013, STANDARD_STARTS, directly_standardised, directly_standardised_with_limits,
};
pub use welfare::{atkinson, equally_distributed_equivalent, equity_weights, kolm};
