//! Targets: what shall be reached, and how far a value is short of it.

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
    /// The value itself of a rate or a number: at most that, or at least where more is better.
    Number {
        /// In the unit of the indicator.
        value: f64,
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

/// A kind of target, whatever its value: which of them an indicator can have stands in its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TargetKind {
    Level,
    Number,
    RelativeReduction,
    PercentagePointReduction,
    Reduction,
    TrendReversed,
    CumulativeGain,
    LowestOfCities,
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Level { value } => write!(f, "a level of {value}"),
            Self::Number { value } => write!(f, "a value of {value}"),
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

/// What "below" is to the search for a factor: this part less. To a report it is any less.
pub(crate) const BELOW: f64 = 1e-6;
/// A share that reads 100.0% is 100%.
const ALL_OF_THEM: f64 = 0.9995;
/// How far, as a part of the target or of 1 if that is more, an indicator may stand from its target and still meet it: the search
/// finds its factor more closely.
const MET: f64 = 1e-9;

/// What an indicator is held against. What is not known, or does not matter to a target, is not a number.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Against {
    /// Whether more of it is better.
    pub(crate) more_is_better: bool,
    /// Its value in the baseline year.
    pub(crate) baseline: f64,
    /// Its value in the year before.
    pub(crate) before: f64,
    /// The lowest of comparable cities.
    pub(crate) cities: f64,
}

impl Target {
    /// Which kind it is.
    pub(crate) const fn kind(self) -> TargetKind {
        match self {
            Self::Level { .. } => TargetKind::Level,
            Self::Number { .. } => TargetKind::Number,
            Self::RelativeReduction { .. } => TargetKind::RelativeReduction,
            Self::PercentagePointReduction { .. } => TargetKind::PercentagePointReduction,
            Self::Reduction => TargetKind::Reduction,
            Self::TrendReversed => TargetKind::TrendReversed,
            Self::CumulativeGain { .. } => TargetKind::CumulativeGain,
            Self::LowestOfCities => TargetKind::LowestOfCities,
        }
    }

    /// The value that is to be reached, or fallen below.
    pub(crate) fn aim(self, against: Against) -> f64 {
        match self {
            Self::Level { value } if against.more_is_better && value.get() >= 1.0 => ALL_OF_THEM,
            Self::Level { value } => value.get(),
            Self::RelativeReduction { value } => against.baseline * (1.0 - value.get()),
            Self::PercentagePointReduction { value } => against.baseline - value.get(),
            Self::Reduction | Self::TrendReversed => against.baseline,
            Self::Number { value } | Self::CumulativeGain { value } => value,
            Self::LowestOfCities => against.cities,
        }
    }

    /// The value aimed at; where it has to be fallen below, by the part `margin` of itself.
    pub(crate) fn aim_below(self, against: Against, margin: f64) -> f64 {
        let aim = self.aim(against);
        if self.is_strict() { aim * (1.0 - margin) } else { aim }
    }

    /// Whether it is relative to a baseline year.
    pub(crate) const fn is_relative(self) -> bool {
        !matches!(self, Self::Level { .. } | Self::Number { .. } | Self::CumulativeGain { .. } | Self::LowestOfCities)
    }

    /// Whether the parts of those it is for have the same target, as they have not if it is a number of all together.
    pub(crate) const fn is_of_each_part(self) -> bool {
        !matches!(self, Self::CumulativeGain { .. })
    }

    /// Whether it is met or not by the year before too.
    pub(crate) const fn needs_the_year_before(self) -> bool {
        matches!(self, Self::TrendReversed)
    }

    /// Whether it has to be fallen below, and not only reached.
    const fn is_strict(self) -> bool {
        matches!(self, Self::Reduction | Self::TrendReversed | Self::LowestOfCities)
    }

    /// How far a value is short of the target: above 0 if it is missed. A target that has to be fallen below is fallen below by the
    /// part `margin` of itself where this is 0.
    pub(crate) fn shortfall(self, value: f64, against: Against, margin: f64) -> f64 {
        let aim = self.aim_below(against, margin);
        let short = if against.more_is_better { aim - value } else { value - aim };
        if !self.needs_the_year_before() {
            return short;
        }
        // Falling in the last year too; not known where the year before is not.
        let rise = value - against.before * (1.0 - margin);
        if rise.is_nan() { rise } else { short.max(rise) }
    }

    /// Whether a value meets it.
    pub(crate) fn is_met(self, value: f64, against: Against) -> bool {
        let short = self.shortfall(value, against, 0.0);
        if self.is_strict() { short < 0.0 } else { short <= MET * self.aim(against).abs().max(1.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AGAINST: Against = Against { more_is_better: false, baseline: 0.2, before: f64::NAN, cities: 100.0 };

    fn share(value: f64) -> Proportion {
        Proportion::new(value).unwrap()
    }

    #[test]
    fn a_target_is_met_where_nothing_is_short() {
        let less = Target::RelativeReduction { value: share(0.1) };
        assert!((less.aim(AGAINST) - 0.18).abs() < 1e-15);
        assert!(less.is_met(0.18, AGAINST) && !less.is_met(0.1801, AGAINST));
        assert!((less.shortfall(0.19, AGAINST, 0.0) - 0.01).abs() < 1e-15);
        let all = Target::Level { value: share(1.0) };
        let more = Against { more_is_better: true, ..AGAINST };
        assert!(all.is_met(0.9995, more) && !all.is_met(0.9994, more));
        assert!(!Target::Reduction.is_met(0.2, AGAINST) && Target::Reduction.is_met(0.2 - 1e-12, AGAINST));
        assert!(Target::LowestOfCities.is_met(99.9, AGAINST));
    }

    #[test]
    fn the_search_goes_a_little_below_what_must_be_fallen_below() {
        let at = 0.2 * (1.0 - BELOW);
        assert!(Target::Reduction.shortfall(at, AGAINST, BELOW).abs() < 1e-15);
        assert!(Target::Reduction.is_met(at, AGAINST));
    }

    #[test]
    fn a_trend_is_reversed_if_it_falls_in_the_last_year_too() {
        let fallen = Against { before: 0.16, ..AGAINST };
        assert!(Target::TrendReversed.is_met(0.15, fallen) && !Target::TrendReversed.is_met(0.17, fallen));
        assert!(!Target::TrendReversed.is_met(0.15, AGAINST), "the year before is not known");
    }
}
