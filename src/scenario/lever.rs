//! Levers: what a policy moves, from when, for whom.

use super::{Among, DeliveryCost};
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
    /// Children's probability of becoming overweight, and of becoming obese, in a year of age, times a factor.
    ChildWeightGain {
        /// Factor; 1 changes nothing.
        factor: f64,
    },
    /// Adults' (18 and over) probability of becoming overweight, and of becoming obese, times a factor.
    AdultWeightGain {
        /// Factor; 1 changes nothing.
        factor: f64,
    },
    /// Share of adults below 150 active minutes a week, and of those below 30, times a factor.
    Inactivity {
        /// Factor; 1 changes nothing.
        factor: f64,
    },
    /// Share of adults who drink over 14 units a week times a factor; the others drink up to 14.
    DrinkingOver14Units {
        /// Factor; 1 changes nothing.
        factor: f64,
    },
    /// Alcohol-related admissions times a factor. No path to death or disease.
    AlcoholAdmissions {
        /// Factor; 1 changes nothing.
        factor: f64,
    },
    /// Share of children not ready for school times a factor. No path to health.
    NotReadyForSchool {
        /// Factor; 1 changes nothing.
        factor: f64,
    },
    /// Days off sick of a worker times a factor. No path to health.
    Absence {
        /// Factor; 1 changes nothing.
        factor: f64,
    },
    /// Days off sick for poor mental health times a factor. No path to health beyond them.
    AbsenceForMentalHealth {
        /// Factor; 1 changes nothing.
        factor: f64,
    },
    /// Share of people with severe mental illness who smoke times a factor; on everybody with such an illness in the place.
    SmokingWithMentalIllness {
        /// Factor, 0 to 1; 1 changes nothing.
        factor: f64,
    },
    /// Share of people with severe mental illness who get the help to stop smoking of the trials, beyond today's; on everybody
    /// with such an illness in the place.
    ChecksWithMentalIllness {
        /// Share, 0 to 1; 0 changes nothing.
        share: f64,
    },
    /// Death rates of cancer times a factor.
    CancerDeaths {
        /// Factor; 1 changes nothing.
        factor: f64,
    },
    /// Death rates of heart disease, stroke and other diseases of the circulation times a factor.
    CardiovascularDeaths {
        /// Factor; 1 changes nothing.
        factor: f64,
    },
    /// Death rates of respiratory disease times a factor.
    RespiratoryDeaths {
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
    /// What it costs to deliver. Without any, results have no cost of its delivery, and their notes say so.
    #[serde(default)]
    pub costs: Vec<DeliveryCost>,
}

impl Lever {
    /// A lever that acts from a year on, on everybody.
    #[must_use]
    pub fn new(what: LeverKind, from: Year) -> Self {
        Self { what, from, until: None, among: Among::everybody(), costs: Vec::new() }
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
    /// A cost of delivering it; several may be given, for example of two payers.
    #[must_use]
    pub fn costing(mut self, cost: DeliveryCost) -> Self {
        self.costs.push(cost);
        self
    }
}
