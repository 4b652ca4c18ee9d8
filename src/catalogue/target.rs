//! Targets: what shall be reached, and when it is.

use super::{Ambition, Indicator};
use crate::units::Proportion;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What shall be reached.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", deny_unknown_fields)]
#[non_exhaustive]
pub enum Target {
    /// The share itself, for example 0.13: at most that, or at least where more is better.
    Level {
        /// The share.
        value: Proportion,
    },
    /// A part of the baseline year's value less: 0.1 takes 20% to 18%.
    RelativeReduction {
        /// The part.
        value: Proportion,
    },
    /// So many percentage points less than in the baseline year: 0.1 takes 20% to 10%.
    PercentagePointReduction {
        /// The points, as a share.
        value: Proportion,
    },
    /// Below the baseline year's value.
    Reduction,
    /// Below the baseline year's value, and falling in the last year.
    TrendReversed,
    /// So much less, added up over the years to the deadline, than had the start's rates stayed.
    CumulativeGain {
        /// How much, in the unit of the indicator.
        value: f64,
    },
    /// Below that of every world city with a rate on the same standard.
    LowestOfCities,
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Level { value } => write!(f, "a level of {value}"),
            Self::RelativeReduction { value } => write!(f, "a relative reduction by {value}"),
            Self::PercentagePointReduction { value } => {
                write!(f, "a reduction by {} percentage points", 100.0 * value.get())
            }
            Self::Reduction => f.write_str("a reduction"),
            Self::TrendReversed => f.write_str("a reversed trend"),
            Self::CumulativeGain { value } => write!(f, "a cumulative gain of {value}"),
            Self::LowestOfCities => f.write_str("the lowest of the cities"),
        }
    }
}

/// What "below" is to the search for a factor: this part less.
pub(crate) const BELOW: f64 = 1e-6;
/// A share that reads 100.0% is 100%.
const ALL_OF_THEM: f64 = 0.9995;
/// How far, as a part of the target or of 1 if that is more, an indicator may stand from its target and still meet it: the search
/// finds its factor more closely.
const MET: f64 = 1e-9;

/// What an indicator is held against.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Against {
    /// Its value in the baseline year.
    pub(crate) baseline: f64,
    /// Its value in the year before.
    pub(crate) before: f64,
    /// The lowest of comparable cities.
    pub(crate) cities: f64,
}

impl Ambition {
    /// Whether a higher value of what is held against the target is better.
    pub(crate) fn more_is_better(&self) -> bool {
        self.indicator.more_is_better() || self.indicator == Indicator::ABSENCE_DAYS
    }

    /// The value that is to be reached, or fallen below.
    pub(crate) fn aim(&self, baseline: f64, cities: f64) -> f64 {
        match self.target {
            Target::Level { value } if self.more_is_better() && value.get() >= 1.0 => ALL_OF_THEM,
            Target::Level { value } => value.get(),
            Target::RelativeReduction { value } => baseline * (1.0 - value.get()),
            Target::PercentagePointReduction { value } => baseline - value.get(),
            Target::Reduction | Target::TrendReversed => baseline,
            Target::CumulativeGain { value } => value,
            Target::LowestOfCities => cities,
        }
    }

    /// Whether the target is relative to a baseline year.
    pub(crate) fn is_relative(&self) -> bool {
        !matches!(self.target, Target::Level { .. } | Target::CumulativeGain { .. } | Target::LowestOfCities)
    }

    /// Whether the target has to be fallen below, and not only reached.
    pub(crate) fn is_strict(&self) -> bool {
        matches!(self.target, Target::Reduction | Target::TrendReversed | Target::LowestOfCities)
    }

    /// Whether a value meets the target.
    pub(crate) fn is_met(&self, value: f64, against: Against) -> bool {
        let aim = self.aim(against.baseline, against.cities);
        let room = MET * aim.abs().max(1.0);
        let falls = self.target != Target::TrendReversed || value < against.before;
        falls
            && if self.more_is_better() {
                value >= aim - room
            } else if self.is_strict() {
                value < aim
            } else {
                value <= aim + room
            }
    }
}
