//! The builder of a projection, which reads like a sentence.

use super::{FailedDraws, Projection, Settings};
use crate::component::Delay;
use crate::data::ReferenceData;
use crate::error::Error;
use crate::indicator::PublishedSeries;
use crate::population::migration::Migration;
use crate::sampling::Sampling;
use crate::scenario::Scenario;
use crate::units::Year;
use std::ops::RangeInclusive;

impl Projection {
    /// Begins a projection of a region.
    pub fn builder(data: &ReferenceData) -> ProjectionBuilder {
        ProjectionBuilder::new(data.clone())
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
    fn new(data: ReferenceData) -> Self {
        Self { data, settings: Settings::default() }
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

    /// What becomes of draws whose numbers cannot be true; the run stops if not said.
    pub fn failed_draws(mut self, failed_draws: FailedDraws) -> Self {
        self.settings.failed_draws = failed_draws;
        self
    }

    /// Name of all areas together; London if not said.
    pub fn region(mut self, name: impl Into<String>) -> Self {
        self.settings.region = name.into();
        self
    }

    /// Whether people come and go; open if not said.
    pub fn migration(mut self, migration: Migration) -> Self {
        self.settings.migration = migration;
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
