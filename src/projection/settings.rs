//! What a projection is asked to do, as plain data, and the builder that reads like a sentence.

use super::Projection;
use crate::component::Delay;
use crate::data::ReferenceData;
use crate::error::Error;
use crate::indicator::PublishedSeries;
use crate::population::migration::Borders;
use crate::sampling::Sampling;
use crate::scenario::Scenario;
use crate::units::Year;
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;
use std::sync::atomic::AtomicBool;

/// Last year a run may reach: everybody of the start is then past the open age.
const LAST_YEAR: i32 = 2130;
/// First year a run may start: its tables are those of 2015.
const ONLY_START: i32 = 2015;
/// Most draws of one run.
const MOST_DRAWS: usize = 10_000_000;

/// Settings of a projection, as they stand in a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Mid-year the projection starts from.
    #[serde(default = "start")]
    pub start: Year,
    /// Last mid-year.
    #[serde(default = "until")]
    pub until: Year,
    /// Number of draws.
    pub draws: usize,
    /// Seed of the draws.
    pub seed: u64,
    /// How the draws of each parameter are spread.
    #[serde(default)]
    pub sampling: Sampling,
    /// Whether people come and go.
    #[serde(default)]
    pub borders: Borders,
    /// How long body weight, activity and alcohol take to act.
    #[serde(default)]
    pub delay: Delay,
    /// Name of all areas together.
    #[serde(default = "london")]
    pub whole: String,
    /// Indicators of one's own, each a published series.
    #[serde(default)]
    pub series: Vec<PublishedSeries>,
    /// Scenarios beside the baseline and frozen, which are always run.
    #[serde(default)]
    pub scenarios: Vec<Scenario>,
}

fn start() -> Year {
    Year::START
}

fn until() -> Year {
    Year::HORIZON
}

fn london() -> String {
    "London".into()
}

impl Settings {
    /// Checks everything but the scenarios; returns the number of years.
    pub(super) fn check(&self) -> Result<usize, Error> {
        if self.start.get() != ONLY_START {
            return Err(Error::out_of_range(
                "start year",
                self.start,
                format!("must be {ONLY_START}, the year of the tables"),
            ));
        }
        if self.until <= self.start || self.until.get() > LAST_YEAR {
            return Err(Error::out_of_range(
                "last year",
                self.until,
                format!("must lie in {} to {LAST_YEAR}", self.start.get() + 1),
            ));
        }
        if !(1..=MOST_DRAWS).contains(&self.draws) {
            return Err(Error::out_of_range("number of draws", self.draws, format!("must lie in 1 to {MOST_DRAWS}")));
        }
        self.sampling.check(self.draws)?;
        if self.whole.trim().is_empty() {
            return Err(Error::out_of_range("name of all areas together", "\"\"", "must not be empty"));
        }
        Ok((self.until.get() - self.start.get()) as usize)
    }
}

/// Builds a [`Projection`]. Everything that can be wrong is reported by [`build`](Self::build).
#[derive(Debug, Clone)]
#[must_use]
pub struct ProjectionBuilder {
    data: ReferenceData,
    settings: Settings,
}

impl ProjectionBuilder {
    pub(super) fn new(data: ReferenceData) -> Self {
        let settings = Settings {
            start: start(),
            until: until(),
            draws: 1_000,
            seed: 2015,
            sampling: Sampling::Random,
            borders: Borders::Open,
            delay: Delay::Published,
            whole: london(),
            series: Vec::new(),
            scenarios: Vec::new(),
        };
        Self { data, settings }
    }

    /// Takes all settings at once, for example from a file.
    pub fn settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// First and last mid-year; 2015 to 2040 if not said.
    pub fn years(mut self, years: RangeInclusive<Year>) -> Self {
        self.settings.start = *years.start();
        self.settings.until = *years.end();
        self
    }

    /// Adds a scenario. The baseline and the frozen comparator are always run.
    pub fn scenario(mut self, scenario: Scenario) -> Self {
        self.settings.scenarios.push(scenario);
        self
    }

    /// Adds an indicator of one's own, which ambitions may then be about.
    pub fn series(mut self, series: PublishedSeries) -> Self {
        self.settings.series.push(series);
        self
    }

    /// Number of draws; 1,000 if not said.
    pub fn draws(mut self, draws: usize) -> Self {
        self.settings.draws = draws;
        self
    }

    /// Seed of the draws; 2015 if not said.
    pub fn seed(mut self, seed: u64) -> Self {
        self.settings.seed = seed;
        self
    }

    /// How long body weight, activity and alcohol take to act; as in published models if not said.
    pub fn delay(mut self, delay: Delay) -> Self {
        self.settings.delay = delay;
        self
    }

    /// How the draws of each parameter are spread; plain draws if not said. Latin hypercube needs a multiple of 100
    /// draws from 1,000 on, Sobol a multiple of 16 from 128 on.
    pub fn sampling(mut self, sampling: Sampling) -> Self {
        self.settings.sampling = sampling;
        self
    }

    /// Name of all areas together; London if not said.
    pub fn whole(mut self, name: impl Into<String>) -> Self {
        self.settings.whole = name.into();
        self
    }

    /// Whether people come and go; open if not said.
    pub fn borders(mut self, borders: Borders) -> Self {
        self.settings.borders = borders;
        self
    }

    /// Checks the settings and fits the model.
    ///
    /// # Errors
    /// Whatever is wrong with settings, scenarios or tables: what, where, the value and the rule.
    pub fn build(self) -> Result<Projection, Error> {
        Projection::resolve(&self.data, self.settings)
    }
}

/// Tells a caller how a run goes on, and lets it stop the run.
#[derive(Clone, Copy, Default)]
pub struct Progress<'a> {
    pub(super) tell: Option<&'a (dyn Fn(usize, usize) + Sync)>,
    pub(super) cancel: Option<&'a AtomicBool>,
}

impl<'a> Progress<'a> {
    /// Tells nobody.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Calls `tell(draws done, draws in all)` after each batch of draws, from whichever thread ran it.
    #[must_use]
    pub fn tell(tell: &'a (dyn Fn(usize, usize) + Sync)) -> Self {
        Self { tell: Some(tell), cancel: None }
    }

    /// Stops the run with [`Error::Cancelled`] soon after `cancel` becomes true.
    #[must_use]
    pub fn until_cancelled(mut self, cancel: &'a AtomicBool) -> Self {
        self.cancel = Some(cancel);
        self
    }
}

impl std::fmt::Debug for Progress<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Progress")
            .field("tells", &self.tell.is_some())
            .field("cancels", &self.cancel.is_some())
            .finish()
    }
}
