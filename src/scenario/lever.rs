//! Levers: what a policy moves, from when, for whom.

use super::Among;
use crate::units::Year;
use serde::{Deserialize, Serialize};

/// What is moved.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", deny_unknown_fields)]
#[non_exhaustive]
pub enum LeverKind {
    /// Reach of stop-smoking services times a factor. Those reached beyond today's quit with the difference between
    /// one-year abstinence with the service and without, by sex and age.
    StopSmokingReach {
        /// Factor on the share of smokers reached in a year; 1 changes nothing.
        factor: f64,
    },
    /// Probability of quitting times a factor.
    Quitting {
        /// Factor; 1 changes nothing.
        factor: f64,
    },
    /// Probability of starting times a factor.
    Starting {
        /// Factor; 1 changes nothing.
        factor: f64,
    },
}

/// Something done, whatever it reaches.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lever {
    /// What is moved, and how far.
    pub what: LeverKind,
    /// First year in which it acts.
    pub from: Year,
    /// Last year in which it acts; without one it goes on.
    #[serde(default)]
    pub until: Option<Year>,
    /// On whom it acts.
    #[serde(default)]
    pub among: Among,
}

impl Lever {
    /// A lever that acts from a year on, on everybody.
    #[must_use]
    pub fn new(what: LeverKind, from: Year) -> Self {
        Self { what, from, until: None, among: Among::everybody() }
    }

    /// Last year in which it acts.
    #[must_use]
    pub fn until(mut self, year: Year) -> Self {
        self.until = Some(year);
        self
    }

    /// On whom it acts.
    #[must_use]
    pub fn among(mut self, among: Among) -> Self {
        self.among = among;
        self
    }
}
