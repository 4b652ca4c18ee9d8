//! health-impact tells what a public-health ambition brings: where the present trend leads, how likely the target is met
//! in time, and what is averted if it is, by area, deprivation quintile, sex and age. London in 2015 is built in.
//!
//! ```
//! use health_impact::prelude::*;
//!
//! let london = ReferenceData::embedded();
//! let deadline = Year::new(2020)?;
//! let smoking = Ambition::reach(Indicator::ADULT_SMOKING, Proportion::percent(13.0)?).by(deadline);
//!
//! let projection = Projection::builder(&london)
//!     .years(Year::new(2015)?..=deadline)
//!     .scenario(Scenario::new("smoking to 13%").with(smoking))
//!     .draws(8) // few, to be quick; 1,000 if not said
//!     .seed(2015)
//!     .build()?; // everything that can be wrong with what was given is reported here
//! let outcomes = projection.run()?;
//!
//! let averted = outcomes.averted("smoking to 13%", Measure::DEATHS)?;
//! let against_trend = averted.cumulative(deadline)?;
//! let against_standing_still = averted.against("frozen")?.cumulative(deadline)?;
//! assert!(against_standing_still.mean > against_trend.mean);
//!
//! // London's row of the table of ambitions, for the present trend and if met.
//! let rows = outcomes.ambitions()?;
//! let met = |scenario: &str| rows.iter().find(|row| row.scenario == scenario).and_then(|row| row.met);
//! assert!(met("baseline").is_some_and(|chance| chance.probability < 1.0));
//! assert!(met("smoking to 13%").is_some_and(|chance| chance.probability == 1.0));
//! # Ok::<(), Error>(())
//! ```
//!
//! [`Ambition::built_in`](scenario::Ambition::built_in) reads London's ambitions from the table of ambitions.
//!
//! # Ideas
//!
//! - A **stratum** is who: an area, a sex and a deprivation quintile, by single year of age.
//! - An **ambition** is an indicator, a target, a deadline and a group. If met, it is met exactly, in each draw.
//! - A **scenario** is a named set of ambitions and interventions. Two are always run beside it: `baseline`, the present trend, and
//!   `frozen`, exposures as at the start.
//! - A **draw** is one set of values of everything uncertain, the same in every scenario. Differences are taken within a draw.
//! - An **outcome** is a measure of a group in a year, over all draws: mean, intervals, Monte Carlo error.
//!
//! What is modelled is on one page, [`guide::model`]; what is not, in [`guide::limits`]; the words in [`guide::glossary`]. What was assumed in
//! a run stands in its notes ([`Outcomes::notes`](outcomes::Outcomes::notes)).
//!
//! [published models]: guide::published_models
//! [long runs]: guide::long_runs
#![doc = include_str!("../docs/COOKBOOK.md")]

// What an analyst calls.
pub mod calibration;
pub mod data;
pub mod decision;
pub mod disease;
pub mod estimate;
pub mod hindcast;
pub mod indicator;
pub mod inequality;
pub mod mental_illness;
pub mod multistate;
pub mod numerics;
pub mod outcomes;
pub mod parameters;
pub mod population;
pub mod prelude;
pub mod projection;
pub mod random;
pub mod report;
pub mod run_folder;
pub mod sampling;
pub mod scenario;
pub mod trend;
pub mod units;
pub mod work;

// Pages to read.
#[cfg(doc)]
pub mod guide;

// What it stands on; what of it an analyst calls is shown by the modules above.
mod atomic_file;
mod catalogue;
mod component;
mod delivery;
mod draws;
mod error;
mod exposure;
mod forecast;
mod mortality;
mod named;
mod parallel;
mod revision;
mod subjects;
mod tables;

pub use error::{Error, FileCause};
/// Its arrays stand in the signatures of [`parameters`], [`multistate`] and [`estimate`].
pub use ndarray;
pub use revision::REVISION;

/// The programs of the README, which must compile and hold.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
