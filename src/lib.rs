//! health-impact tells what a public-health ambition brings: where the present trend leads, how likely the target is met
//! in time, and what is averted if it is, by area, deprivation quintile, sex and age. London in 2015 is built in.
//!
//! ```
//! use health_impact::prelude::*;
//!
//! let london = ReferenceData::embedded();
//! let deadline = Year::new(2020)?;
//! let smoking = Ambition::reach(Indicator::AdultSmoking, Proportion::percent(13.0)?).by(deadline);
//!
//! let projection = Projection::builder(&london)
//!     .years(Year::new(2015)?..=deadline)
//!     .scenario(Scenario::new("smoking to 13%").with(smoking))
//!     .draws(8) // few, to be quick; 1,000 if not said
//!     .seed(2015)
//!     .build()?; // everything that can be wrong with what was given is reported here
//! let outcomes = projection.run()?;
//!
//! let averted = outcomes.averted("smoking to 13%", Measure::Deaths)?;
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
//! [`Ambition::adult_smoking`] reads London's ambition from the table of ambitions.
//!
//! # Ideas
//!
//! - A **stratum** is who: an area, a sex and a deprivation quintile, by single year of age.
//! - An **ambition** is an indicator, a target, a deadline and a place. If met, it is met exactly, in each draw.
//! - A **scenario** is a named set of ambitions and levers. Two are always run beside it: `baseline`, the present trend, and
//!   `frozen`, exposures as at the start.
//! - A **draw** is one set of values of everything uncertain, the same in every scenario. Differences are taken within a draw.
//! - An **outcome** is a measure of a group in a year, over all draws: mean, intervals, Monte Carlo error.
//!
//! # What it does not do
//!
//! - Smoking is the only exposure, adult smoking the only ambition with a model.
//! - No disease states, cases or costs: deaths by cause, life years, and QALYs that are life years times the population norm of
//!   age and sex.
//! - No second-hand smoke. No benefit or harm of smoking below age 35, where no source has a risk.
//! - Inputs are drawn independently, but for the trends of mortality and the curves after quitting; smoking is taken as
//!   independent of other risks within sex, age, quintile and area.
//! - The gradient over quintiles is derived. The City of London takes London's smoking and life expectancy.
//! - Migration is neutral between scenarios. Projections start in 2015.
//!
//! What was assumed stands in the notes of each run ([`Outcomes::notes`]); why, and what it would change, in DESIGN.md.
//!
//! # Cookbook
//!
//! ## Replace a table
//!
//! The rules of the embedded table hold for yours, and a message says where they do not.
//!
//! ```
//! use health_impact::prelude::*;
//!
//! let fifths = "year,sex,fifth,prevalence\n2015,all,lowest,0.30\n2015,all,highest,0.09\n";
//! let mine = Table::from_csv_str(TableName::SmokingIncomeFifth, fifths)?;
//! let data = ReferenceData::embedded().with_table(mine)?;
//! assert_eq!(data.table(TableName::SmokingIncomeFifth).number("prevalence")?, [0.30, 0.09]);
//!
//! let wrong = Table::from_csv_str(TableName::SmokingIncomeFifth, &fifths.replace("0.09", "1.09"));
//! let message = wrong.map_or_else(|error| error.to_string(), |_| String::new());
//! assert_eq!(message, "smoking_income_fifth.csv line 3: prevalence \"1.09\" must lie in 0 to 1");
//! # Ok::<(), Error>(())
//! ```
//!
//! ## Ask for a borough
//!
//! Any number by area, sex, age band or quintile, in any scenario.
//!
//! ```
//! use health_impact::prelude::*;
//!
//! let (start, last) = (Year::new(2015)?, Year::new(2016)?);
//! let projection = Projection::builder(&ReferenceData::embedded()).years(start..=last).draws(8).build()?;
//! let outcomes = projection.run()?;
//!
//! let smoking = |area: &str| outcomes.level("baseline", Measure::SmokingPrevalence, &Group::area(area), start);
//! assert!(smoking("Barking and Dagenham")?.mean > smoking("Harrow")?.mean);
//!
//! // A misspelt name is an error that offers the nearest.
//! let error = smoking("Hackny").map_or_else(|error| error.to_string(), |_| String::new());
//! assert!(error.contains("Hackney"), "{error}");
//!
//! // The rows of one borough's table.
//! let rows = outcomes.table(&Selection::full().area("Hackney").measure(Measure::Deaths).year(last))?;
//! assert!(rows.iter().all(|row| row.area == "Hackney"));
//! # Ok::<(), Error>(())
//! ```
//!
//! ## Pull a lever
//!
//! A lever is something done, whatever it reaches: here twice as many smokers of three boroughs with a stop-smoking service.
//!
//! ```
//! use health_impact::prelude::*;
//!
//! let last = Year::new(2018)?;
//! let twice = Lever::new(LeverKind::StopSmokingReach { factor: 2.0 }, Year::new(2016)?)
//!     .among(Among::areas(["Barking and Dagenham", "Havering", "Redbridge"]));
//! let outcomes = Projection::builder(&ReferenceData::embedded())
//!     .years(Year::new(2015)?..=last)
//!     .scenario(Scenario::new("twice the reach").pull(twice))
//!     .draws(8)
//!     .build()?
//!     .run()?;
//!
//! let fewer_smokers = |area: &str| {
//!     outcomes.draws_of(&Quantity::difference("twice the reach", Measure::Smokers, last).among(Group::area(area)))
//! };
//! assert!(fewer_smokers("Havering")?.iter().all(|change| *change < 0.0));
//! // Elsewhere nothing changes, not even in the last digit.
//! assert!(fewer_smokers("Hackney")?.iter().all(|change| *change == 0.0));
//! # Ok::<(), Error>(())
//! ```
//!
//! ## What is averted against standing still
//!
//! ```
//! use health_impact::prelude::*;
//!
//! let last = Year::new(2017)?;
//! let outcomes = Projection::builder(&ReferenceData::embedded())
//!     .years(Year::new(2015)?..=last)
//!     .scenario(Scenario::new("nothing new"))
//!     .draws(8)
//!     .build()?
//!     .run()?;
//!
//! let averted = Quantity::averted("nothing new", Measure::DeathsLungCancer, last);
//! assert!(outcomes.draws_of(&averted)?.iter().all(|deaths| *deaths == 0.0)); // against the trend
//! assert!(outcomes.summary(&averted.against("frozen"))?.mean > 0.0);
//! # Ok::<(), Error>(())
//! ```
//!
//! ## A textbook model
//!
//! The engine under London runs any cohort model. Zidovudine alone against HIV, by Chancellor and others (1997), as in
//! exercise 2.5 of Briggs, Claxton and Sculpher (2006):
//!
//! ```
//! use health_impact::multistate::{Cohort, Model, Reward, WithinCycle};
//!
//! let (from_a, from_b, from_c) = (1251.0 + 350.0 + 116.0 + 17.0, 731.0 + 512.0 + 15.0, 1312.0 + 437.0);
//! let model = Model::builder()
//!     .state("A")
//!     .state("B")
//!     .state("C")
//!     .state("dead")
//!     .transition("A", "B", 350.0 / from_a)
//!     .transition("A", "C", 116.0 / from_a)
//!     .transition("A", "dead", 17.0 / from_a)
//!     .rest("A", "A")
//!     .transition("B", "C", 512.0 / from_b)
//!     .transition("B", "dead", 15.0 / from_b)
//!     .rest("B", "B")
//!     .transition("C", "dead", 437.0 / from_c)
//!     .rest("C", "C")
//!     .absorbing("dead")
//!     .cohort(Cohort::new("patients").starting("A", 1.0))
//!     .reward(Reward::new("life years").within_cycle(WithinCycle::End).state("A", 1.0).state("B", 1.0).state("C", 1.0))
//!     .cycles(20)
//!     .build()?;
//! let life_years = model.run().total("life years")?[0];
//! assert!((life_years - 7.991_206_6).abs() < 6e-8);
//! # Ok::<(), health_impact::Error>(())
//! ```
//!
//! More published models, with their figures: [`guide::published_models`].
//!
//! ## A life table
//!
//! ```
//! use health_impact::population::life_table::{LifeTable, WithinYear};
//! use health_impact::prelude::*;
//!
//! // A constant hazard of 2% a year leaves 50 years at every age.
//! let table = LifeTable::new(&[0.02; 101], WithinYear::ConstantHazard)?;
//! assert!((table.life_expectancy(Age::new(0)?) - 50.0).abs() < 1e-9);
//! assert!((table.life_expectancy(Age::new(65)?) - 50.0).abs() < 1e-9);
//! # Ok::<(), Error>(())
//! ```
//!
//! ## An impact fraction
//!
//! ```
//! use health_impact::disease::impact_fraction::{attributable_fraction, impact_fraction};
//!
//! // Never, former, current smokers, with their risks; then three points of current smokers quit.
//! let (risks, now, then) = ([1.0, 4.0, 20.0], [0.60, 0.22, 0.18], [0.60, 0.25, 0.15]);
//! assert!((attributable_fraction(&now, &risks)? - (1.0 - 1.0 / 5.08)).abs() < 1e-12);
//! assert!((impact_fraction(&now, &then, &risks)? - 0.48 / 5.08).abs() < 1e-12);
//! # Ok::<(), health_impact::Error>(())
//! ```
//!
//! ## Prevalence from incidence and case fatality
//!
//! ```
//! use health_impact::disease::consistency::{DiseaseRates, from_birth};
//!
//! // By year of age: nobody falls ill before 40; cases never recover and die at 5% a year more than others.
//! let rates = |age| DiseaseRates::new(if age < 40 { 0.0 } else { 0.01 }, 0.0, 0.05, 0.01);
//! let rates: Vec<_> = (0..80).map(rates).collect::<Result<_, _>>()?;
//! let ages = from_birth(&rates);
//! assert_eq!(ages[40].prevalence(), Some(0.0));
//! assert!(ages[80].prevalence() > ages[60].prevalence());
//! # Ok::<(), health_impact::Error>(())
//! ```
//!
//! ## Is it worth its cost?
//!
//! ```
//! use health_impact::decision::CostsAndEffects;
//!
//! // Costs and QALYs in the same four draws.
//! let compared = CostsAndEffects::new()
//!     .with("nothing", vec![0.0; 4], vec![0.0; 4])?
//!     .with("service", vec![900.0, 1_000.0, 1_100.0, 1_000.0], vec![0.02, 0.06, 0.08, 0.04])?;
//! let service = compared.increment("service", "nothing")?;
//! assert!(service.icer().is_some_and(|ratio| (ratio - 20_000.0).abs() < 1e-6));
//!
//! let decision = compared.at(30_000.0)?;
//! assert_eq!(decision.best().name, "service");
//! assert_eq!(decision.best().probability_best, 0.75);
//! # Ok::<(), health_impact::Error>(())
//! ```
//!
//! ## Read settings from a file
//!
//! Settings, scenarios, ambitions and levers are plain serde data. An unknown key is an error.
//!
//! ```
//! use health_impact::prelude::*;
//!
//! let text = r#"{
//!     "until": 2020, "draws": 8, "seed": 7,
//!     "scenarios": [{
//!         "name": "poorest fifth first",
//!         "ambitions": [{
//!             "indicator": "adult_smoking",
//!             "target": { "kind": "relative_reduction", "value": 0.3 },
//!             "deadline": 2020,
//!             "among": { "quintiles": [1] },
//!             "trajectory": "logistic"
//!         }]
//!     }]
//! }"#;
//! let settings: Settings = serde_json::from_str(text)?;
//! assert_eq!(settings.scenarios[0].ambitions[0].among, Among::quintiles([Quintile::new(1)?]));
//! let projection = Projection::builder(&ReferenceData::embedded()).settings(settings).build()?;
//! assert_eq!(projection.settings().draws, 8);
//!
//! assert!(serde_json::from_str::<Settings>(&text.replace("seed", "sead")).is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! ## Spread draws evenly
//!
//! Latin hypercube and Sobol draws find most means with fewer draws; how many fewer for London: `docs/SAMPLING.md`.
//!
//! ```
//! use health_impact::Summary;
//! use health_impact::prelude::*;
//!
//! let last = Year::new(2016)?;
//! let outcomes = Projection::builder(&ReferenceData::embedded())
//!     .years(Year::new(2015)?..=last)
//!     .sampling(Sampling::Sobol)
//!     .draws(128) // a multiple of 128 is best
//!     .build()?
//!     .run()?;
//! let smokers = Quantity::level("baseline", Measure::Smokers, last);
//! let as_if_plain = Summary::of(&outcomes.draws_of(&smokers)?, Sampling::Random)?;
//! assert!(outcomes.summary(&smokers)?.mc_error < as_if_plain.mc_error);
//! # Ok::<(), Error>(())
//! ```
//!
//! ## Run inside a thread pool of your own
//!
//! Draws run on the rayon pool they are called in; their number of threads changes no bit.
//!
//! ```
//! # #[cfg(feature = "parallel")] {
//! use health_impact::prelude::*;
//!
//! let last = Year::new(2016)?;
//! let projection =
//!     Projection::builder(&ReferenceData::embedded()).years(Year::new(2015)?..=last).draws(16).build()?;
//! let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build()?;
//! let deaths = Quantity::level("baseline", Measure::Deaths, last);
//! let inside = pool.install(|| projection.run())?.draws_of(&deaths)?;
//! assert_eq!(inside, projection.run()?.draws_of(&deaths)?);
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! ## Follow a run, and stop it
//!
//! ```
//! use health_impact::prelude::*;
//! use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
//!
//! let projection = Projection::builder(&ReferenceData::embedded())
//!     .years(Year::new(2015)?..=Year::new(2016)?)
//!     .draws(80)
//!     .build()?;
//! let (stop, seen) = (AtomicBool::new(false), AtomicUsize::new(0));
//! let tell = |done: usize, _all: usize| {
//!     seen.fetch_max(done, Ordering::Relaxed);
//!     stop.store(true, Ordering::Relaxed); // after the first batch
//! };
//! let ended = projection.run_watched(None, &Progress::tell(&tell).until_cancelled(&stop));
//! assert_eq!(ended.err(), Some(Error::Cancelled));
//! assert!(seen.into_inner() > 0);
//! # Ok::<(), Error>(())
//! ```
//!
//! ## Stop a long run and go on
//!
//! In a folder every eight finished draws are kept. A run that was stopped, even by a power cut, goes on where it was; see
//! [`run_folder`] for parts on several machines.
//!
//! ```
//! use health_impact::prelude::*;
//! use std::sync::atomic::{AtomicBool, Ordering};
//!
//! let folder = std::env::temp_dir().join(format!("health-impact-resume-{}", std::process::id()));
//! let projection = Projection::builder(&ReferenceData::embedded())
//!     .years(Year::new(2015)?..=Year::new(2016)?)
//!     .draws(80)
//!     .build()?;
//! let stop = AtomicBool::new(false);
//! let tell = |_done: usize, _all: usize| stop.store(true, Ordering::Relaxed);
//! let ended = projection.run_watched(Some(&folder), &Progress::tell(&tell).until_cancelled(&stop));
//! assert_eq!(ended.err(), Some(Error::Cancelled));
//! let kept = RunFolder::open(&folder)?.ranges()?.len();
//! assert!((1..10).contains(&kept));
//!
//! let outcomes = projection.run_in(&folder)?; // the rest
//! assert_eq!(outcomes.draws(), 80);
//! # std::fs::remove_dir_all(&folder).map_err(|_| Error::Cancelled)?;
//! # Ok::<(), Error>(())
//! ```
//!
//! # Glossary
//!
//! - **area**: a borough; all of them together are the whole, London.
//! - **stratum**: an area, a sex and a deprivation quintile. A *cell* of the model is an area and a quintile with people.
//! - **age**: age last birthday, 0 to 100, the last open.
//! - **exposure**: a risk factor and its levels, here smoking: never, current, former by years since quitting.
//! - **baseline**: the present trend, carried on with damping.
//! - **frozen**: exposures by age, sex, area and quintile kept as they are at the start.
//! - **lever**: something a policy moves: quitting, starting, the reach of a service.
//! - **ambition**: an indicator, a target, a deadline, a place.
//! - **indicator**: what an ambition is about, for example the share of adults who smoke.
//! - **scenario**: a named set of ambitions and levers with their timing.
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

pub mod data;
pub mod decision;
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
pub mod special;
pub mod trend;
pub mod units;
pub mod work;

pub use data::{ReferenceData, Source, Table, TableName};
pub use error::Error;
pub use estimate::Estimate;
pub use outcomes::{AmbitionRow, Averted, Chance, Group, Measure, Outcomes, Quantity, Selection, Summary};
pub use population::stratum::{AgeBand, Quintile, Sex};
pub use projection::{PartRun, Progress, Projection, ProjectionBuilder, Settings};
pub use run_folder::{Part, RunFolder};
pub use sampling::Sampling;
pub use scenario::{Afterwards, Ambition, Among, Indicator, Lever, LeverKind, Scenario, Target, Trajectory};
pub use units::{Age, Probability, Proportion, Rate, Year};

/// Pages of the repository: how the crate is laid out, why it is as it is, and published models built with it.
#[cfg(doc)]
pub mod guide {
    #[doc = include_str!("../ARCHITECTURE.md")]
    pub mod architecture {}

    #[doc = include_str!("../DESIGN.md")]
    pub mod design {}

    #[doc = include_str!("../docs/PUBLISHED_MODELS.md")]
    pub mod published_models {}
}

/// The programs of the README, which must compile and hold.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
