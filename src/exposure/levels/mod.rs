//! Exposures followed by the shares of three levels of rising risk: body weight, activity, alcohol.
//!
//! Two cumulative shares say it all: of people above the lowest level, and of people on the highest. The baseline's shares of
//! an area and quintile are London's odds at that sex, age and year times an odds ratio of the cell, the same at both
//! thresholds.

pub(crate) mod cell_odds;
pub(crate) mod delay;
pub(crate) mod path;
pub(crate) mod raking;
pub(crate) mod region;
pub(crate) mod risk;
pub(crate) mod steady;
pub(crate) mod survey_estimates;

use crate::component::Component;
use crate::disease::Disease;
use crate::mortality::Cause;
use crate::multistate::lanes::Lanes;
use crate::named::named_enum;
use serde::{Deserialize, Serialize};

named_enum! {
    /// An exposure followed by shares of three levels, the first without added risk.
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum Exposure {
        /// Healthy weight or underweight, overweight, obese.
        BodyWeight = "body weight",
        /// 150 minutes a week or more, 30 to 149, under 30.
        Activity = "physical activity",
        /// No drinking, up to 14 units a week, more.
        Alcohol = "alcohol",
    }
}

/// Number of exposures followed by shares.
pub(crate) const EXPOSURES: usize = Exposure::AXIS.len();

/// A pair by threshold: above the lowest level, on the highest. Shares or odds of people; for risks what each threshold adds,
/// `RR(middle) - 1` and `RR(highest) - RR(middle)`, so that the mean risk of people is `1 + sum of share x added`.
pub(crate) type Exceedance = [Lanes; 2];

/// A year of a run that moves an exposure, of one sex and age of a cell.
#[derive(Debug)]
pub(crate) struct Step<'a> {
    /// Age at its beginning.
    pub(crate) age: usize,
    /// The baseline's shares, and those a year later of those a year older.
    pub(crate) base: &'a Exceedance,
    pub(crate) next: &'a Exceedance,
    /// How far the shares of the run are from the baseline's.
    pub(crate) difference: &'a Exceedance,
    /// Share of a cohort's difference that is still there a year later, by age.
    pub(crate) kept: &'a [Lanes],
    /// Share of those a year later who lived in the cell before.
    pub(crate) stay: Lanes,
}

/// A subject that is an exposure followed by shares.
pub(crate) trait Shares: Component<Sample = ExposureDraws> {
    /// Which one.
    const EXPOSURE: Exposure;

    /// How far the shares of a run are from the baseline's a year later. `drivers` are the factors on the drivers that the subject
    /// adds, in its order.
    fn step(step: &Step<'_>, drivers: &[Lanes]) -> Exceedance;

    /// Share of people whose move up is certain, since its probability times the factor would be above 1.
    #[inline(always)]
    fn certain(_step: &Step<'_>, _drivers: &[Lanes]) -> Lanes {
        Lanes::ZERO
    }
}

/// Outcomes whose risk follows an exposure with one delay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lag {
    /// Deaths and cases of cancer.
    Cancers,
    /// All others.
    Others,
}

/// Number of delays.
pub(crate) const LAGS: usize = 2;

/// First ages of the bands with risks of their own; below the first nobody has one.
pub(crate) const LEVEL_RISK_STARTS: [usize; 6] = [20, 35, 45, 60, 70, 80];
/// Number of bands with risks of their own.
pub(crate) const LEVEL_RISK_BANDS: usize = LEVEL_RISK_STARTS.len();

/// Index of the risk band that holds an age; `None` below the first.
#[must_use]
pub(crate) fn level_risk_band(age: usize) -> Option<usize> {
    LEVEL_RISK_STARTS.iter().rposition(|&start| age >= start)
}

/// What an exposure adds to the risk of one outcome, by sex and risk band.
#[derive(Debug, Clone)]
pub(crate) struct AddedRisk<Outcome> {
    pub(crate) outcome: Outcome,
    pub(crate) lag: Lag,
    pub(crate) added: [[Exceedance; LEVEL_RISK_BANDS]; 2],
}

/// An exposure in a batch of draws.
#[derive(Debug, Clone)]
pub(crate) struct ExposureDraws {
    /// London's odds of being above each threshold at mid-year, raked so that the cells of the start add up to London; index
    /// `(year * 2 + sex) * AGES + age`, from the start on. 0 at ages at which the exposure is not followed.
    pub(crate) odds: Vec<Exceedance>,
    /// The same of the lagged shares at the start, which hold the history; by lag, then `sex * AGES + age`.
    pub(crate) lagged_at_start: [Vec<Exceedance>; LAGS],
    /// Odds ratio of each cell against London: of children (under 18) and of adults.
    pub(crate) cells: Vec<[Lanes; 2]>,
    /// Weight of the year before in the lagged share, `mean / (1 + mean)` of the mean delay in years; 0 without delay.
    pub(crate) carried: [Lanes; LAGS],
    /// Share of a cohort's difference from the baseline that is still there a year later, by age at its beginning.
    pub(crate) kept: Vec<Lanes>,
    /// What it adds to the risk of death, for each cause with a risk.
    pub(crate) deaths: Vec<AddedRisk<Cause>>,
    /// What it adds to the risk of falling ill, for each disease with a risk.
    pub(crate) cases: Vec<AddedRisk<Disease>>,
    /// What it adds to days off sick.
    pub(crate) absence: Exceedance,
}
