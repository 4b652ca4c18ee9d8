//! What a projection is asked to do, as plain data, and how a caller follows a run.

use crate::component::Delay;
use crate::error::Error;
use crate::indicator::PublishedSeries;
use crate::population::migration::Migration;
use crate::sampling::Sampling;
use crate::scenario::Scenario;
use crate::units::Year;
use serde::{Deserialize, Serialize};
use std::sync::atomic::AtomicBool;

/// Last year a run may reach: everybody of the start is then past the open age.
const LAST_YEAR: i32 = 2130;
/// First year a run may start: its tables are those of 2015.
const ONLY_START: i32 = 2015;
/// Most draws of one run.
const MOST_DRAWS: usize = 10_000_000;

/// What becomes of a draw whose numbers cannot be true: not finite, fewer than no people, shares beyond 1, sums that differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FailedDraws {
    /// The run stops with [`Error::Draw`].
    #[default]
    Stop,
    /// It is left out, and told: failures sit in the tails, so that chances are given with the range if all of them had met a
    /// target and if none had. Means and intervals are those of the other draws.
    LeaveOut,
}

/// Settings of a projection, as they stand in a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
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
    pub migration: Migration,
    /// How long body weight, activity and alcohol take to act.
    #[serde(default)]
    pub delay: Delay,
    /// What becomes of draws whose numbers cannot be true.
    #[serde(default)]
    pub failed_draws: FailedDraws,
    /// Name of all areas together.
    #[serde(default = "london")]
    pub region: String,
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

impl Default for Settings {
    fn default() -> Self {
        Self {
            start: start(),
            until: until(),
            draws: 1_000,
            seed: 2015,
            sampling: Sampling::Random,
            migration: Migration::Projected,
            delay: Delay::Published,
            failed_draws: FailedDraws::Stop,
            region: london(),
            series: Vec::new(),
            scenarios: Vec::new(),
        }
    }
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
        if self.failed_draws == FailedDraws::LeaveOut && self.sampling != Sampling::Random {
            let rule =
                format!("failed draws can be left out of random draws alone: {} draws hang together", self.sampling);
            return Err(Error::Conflict { rule });
        }
        if self.region.trim().is_empty() {
            return Err(Error::out_of_range("name of all areas together", "\"\"", "must not be empty"));
        }
        Ok((self.until.get() - self.start.get()) as usize)
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
