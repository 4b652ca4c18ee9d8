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
//! [`Ambition::built_in`] reads London's ambitions from the table of ambitions.
//!
//! # Ideas
//!
//! - A **stratum** is who: an area, a sex and a deprivation quintile, by single year of age.
//! - An **ambition** is an indicator, a target, a deadline and a place. If met, it is met exactly, in each draw.
//! - A **scenario** is a named set of ambitions and interventions. Two are always run beside it: `baseline`, the present trend, and
//!   `frozen`, exposures as at the start.
//! - A **draw** is one set of values of everything uncertain, the same in every scenario. Differences are taken within a draw.
//! - An **outcome** is a measure of a group in a year, over all draws: mean, intervals, Monte Carlo error.
//!
//! # What it does not do
//!
//! - No model of five ambitions of the agreement: 6 (support with long-term conditions), 7 (access to general practice), 8b (weekends),
//!   9 (polling) and 10 (jobs). School readiness and alcohol-related admissions are followed without a path to health.
//! - Five diseases: heart attack, stroke, lung cancer, COPD, diabetes. Deaths come from causes of death, not from diseases.
//! - No path from alcohol to health unless you give relative risks; none was found open.
//! - No second-hand smoke. No benefit or harm of smoking, weight or activity below the ages where a source has a risk.
//! - Money carries the price year of its source, "not stated" for care. An intervention costs what you say ([`DeliveryCost`]; two published
//!   costs are built in); how an ambition is met is not said, so it has no cost of delivery.
//! - Inputs are drawn independently, but for trends that share scores and the curves after quitting; exposures are independent of each other
//!   within sex, age, quintile and area.
//! - The gradient over quintiles is derived. The City of London takes London's figures where it has none.
//! - Migration is neutral between scenarios. Projections start in 2015.
//!
//! What was assumed stands in the notes of each run ([`Outcomes::notes`]); why, and what it would change, in [`guide::design`].
//!
#![doc = include_str!("../docs/COOKBOOK.md")]
//!
//! # Glossary
//!
//! - **area**: a borough; all of them together are the whole, London.
//! - **stratum**: an area, a sex and a deprivation quintile. A *cell* of the model is an area and a quintile with people.
//! - **age**: age last birthday, 0 to 100, the last open.
//! - **exposure**: a risk factor and its levels. Smoking is followed by state (never, current, former by years since quitting), body
//!   weight, activity and alcohol by the shares above two thresholds each.
//! - **delay**: how long an exposure other than smoking takes to act: a lagged mean along the birth cohort.
//! - **tracking**: the part of a difference in weight that is kept from one age to the next.
//! - **case**: somebody who falls ill anew; *prevalent* are those who have the disease, *fatality* is their added hazard of death.
//! - **baseline**: the present trend, carried on with damping.
//! - **frozen**: exposures by age, sex, area and quintile kept as they are at the start.
//! - **driver**: something a policy moves: quitting, becoming heavier, not being active, days off sick, ... ([`Driver`]).
//! - **intervention**: a driver, an effect on it, years, a group, costs ([`Intervention`]).
//! - **group**: who is meant: any areas, quintiles, sexes and age bands, in scenarios and in results ([`Group`]).
//! - **ambition**: an indicator, a target, a deadline, a place.
//! - **indicator**: what an ambition is about, for example the share of adults who smoke.
//! - **scenario**: a named set of ambitions and interventions with their timing.
//! - **comparator**: the scenario another is set against: the baseline or frozen.
//! - **draw**: one set of values of all parameters; the unit of uncertainty.
//! - **range**: eight draws, run and kept together. A **run folder** holds the finished ranges of one run, a **part** is every n-th of them.
//! - **measure**: a quantity that comes out, with a unit. A *stock* is read at mid-year, a *flow* over the year to mid-year.
//! - **trace**: people by state, or a reward, at every point in time of a general model.
//! - **strategy**: one of the ways to act that a decision compares, with its cost and effect in each draw.
//! - **willingness to pay**: the money one unit of effect is worth. *Net benefit* is effect x willingness to pay - cost.
//! - **averted**: comparator less scenario. The tables hold scenario less comparator.
//! - **quit**: a first full year without smoking.
//! - **quintile**: fifth of national deprivation; 1 is the most deprived.
//! - **slope index**: the least less the most deprived person, by the line through the groups; the *relative index* is their ratio.
//! - **utility**: health of a year lived, 1 the best; a **QALY** is a year lived times it.
//! - **healthy life expectancy**: years of life expectancy in good health as people report it.
//! - **gap** of severe mental illness: life expectancy at 18 of the rest less that of those who have one, of two named populations.

pub mod catalogue;
pub(crate) mod component;
pub mod data;
pub mod decision;
mod delivery;
pub mod disease;
mod draws;
pub mod error;
pub mod estimate;
pub mod exposure;
pub mod forecast;
pub mod hindcast;
pub mod indicator;
pub mod inequality;
pub mod mental_illness;
pub mod mortality;
pub mod multistate;
mod named;
pub mod numerics;
pub mod outcomes;
mod parallel;
pub mod parameters;
pub mod population;
pub mod prelude;
pub mod projection;
pub mod random;
pub mod report;
pub mod run_folder;
pub mod sampling;
pub mod scenario;
mod subjects;
mod tables;
pub mod trend;
pub mod units;
pub mod work;

pub use catalogue::{Catalogue, Driver, Effect, Indicator, Measure, MeasureRow, Target, Timing};
pub use component::{Delay, Group};
pub use data::{ReferenceData, Source, Table, TableName};
pub use error::Error;
pub use estimate::Estimate;
pub use indicator::PublishedSeries;
pub use outcomes::{AmbitionRow, Averted, Chance, Outcomes, Quantity, Selection, Summary};
pub use population::stratum::{AgeBand, Quintile, Sex};
pub use projection::{PartRun, Progress, Projection, ProjectionBuilder, Settings};
pub use run_folder::{Part, RunFolder};
pub use sampling::Sampling;
pub use scenario::{Afterwards, Ambition, CostPer, DeliveryCost, Intervention, Payer, Scenario, Trajectory};
pub use units::{Age, Probability, Proportion, Rate, Year};

/// Pages of the repository: how the crate is laid out, why it is as it is, and published models built with it.
#[cfg(doc)]
pub mod guide {
    #[doc = include_str!("../ARCHITECTURE.md")]
    pub mod architecture {}

    /// Why the model is as it is: the list of questions; the answers are in the modules below.
    #[doc = include_str!("../DESIGN.md")]
    pub mod design {
        #[doc = include_str!("../docs/design/smoking.md")]
        pub mod smoking {}

        #[doc = include_str!("../docs/design/exposures.md")]
        pub mod exposures {}

        #[doc = include_str!("../docs/design/mortality.md")]
        pub mod mortality {}

        #[doc = include_str!("../docs/design/diseases.md")]
        pub mod diseases {}

        #[doc = include_str!("../docs/design/indicators.md")]
        pub mod indicators {}

        #[doc = include_str!("../docs/design/scenarios.md")]
        pub mod scenarios {}

        #[doc = include_str!("../docs/design/inequality.md")]
        pub mod inequality {}

        #[doc = include_str!("../docs/design/places.md")]
        pub mod places {}

        #[doc = include_str!("../docs/design/numbers.md")]
        pub mod numbers {}
    }

    #[doc = include_str!("../docs/PUBLISHED_MODELS.md")]
    pub mod published_models {}
}

/// The programs of the README, which must compile and hold.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
