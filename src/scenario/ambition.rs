//! Ambitions: an indicator, a target, a deadline, a group.

use crate::catalogue::{Indicator, Target};
use crate::component::Group;
use crate::units::{Proportion, Year};
use serde::{Deserialize, Serialize};

/// How the driver's effect rises from the start to the deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Trajectory {
    /// In equal steps a year.
    #[default]
    Linear,
    /// Slow, then fast, then slow, along a logistic curve.
    Logistic,
    /// At full strength from the first year.
    Immediate,
}

/// What happens to the effect after the deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AfterDeadline {
    /// Rates return to the baseline's.
    #[default]
    Revert,
    /// The effect stays as it is in the last year.
    Sustain,
}

/// A target for an indicator by a deadline.
///
/// "If met" moves one driver, by a factor common to all ages and areas of the group, found in every draw so that the target is met
/// exactly; where the trend meets it by itself the factor is 1. Which driver that is depends on the indicator: quitting, becoming
/// heavier, not being active, ... ([`Driver`](super::Driver)).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Ambition {
    /// Its identifier in results, for example `4a`; the scenario's name if not given.
    #[serde(default)]
    pub id: Option<String>,
    /// What it is about.
    pub indicator: Indicator,
    /// What shall be reached.
    pub target: Target,
    /// The year the target is read at.
    pub deadline: Year,
    /// The year a relative target is relative to; the start year if not given.
    #[serde(default)]
    pub baseline_year: Option<Year>,
    /// First year in which something is done; the year after the start if not given.
    #[serde(default)]
    pub starting: Option<Year>,
    /// Whom the target is for and on whom the driver acts.
    #[serde(default)]
    pub group: Group,
    /// How the driver's effect rises.
    #[serde(default)]
    pub trajectory: Trajectory,
    /// What happens after the deadline.
    #[serde(default)]
    pub after_deadline: AfterDeadline,
}

impl Ambition {
    pub(super) fn new(indicator: Indicator, target: Target) -> Self {
        Self {
            id: None,
            indicator,
            target,
            deadline: Year::AMBITIONS,
            baseline_year: None,
            starting: None,
            group: Group::everybody(),
            trajectory: Trajectory::Linear,
            after_deadline: AfterDeadline::Revert,
        }
    }

    /// Reach a level, for example adult smoking at 13%. The deadline is 2020 until [`by`](Self::by) sets another.
    #[must_use]
    pub fn reach(indicator: Indicator, level: Proportion) -> Self {
        Self::new(indicator, Target::Level { value: level })
    }

    /// Reach a value of a rate or a number, in the unit of the indicator.
    #[must_use]
    pub fn reach_number(indicator: Indicator, value: f64) -> Self {
        Self::new(indicator, Target::Number { value })
    }

    /// Reduce by a part of the baseline year's share: 10% less takes 20% to 18%.
    #[must_use]
    pub fn relative_reduction(indicator: Indicator, part: Proportion) -> Self {
        Self::new(indicator, Target::RelativeReduction { value: part })
    }

    /// Bring below the baseline year's value.
    #[must_use]
    pub fn reduction(indicator: Indicator) -> Self {
        Self::new(indicator, Target::Reduction)
    }

    /// Bring below the baseline year's value, and falling in the last year.
    #[must_use]
    pub fn trend_reversed(indicator: Indicator) -> Self {
        Self::new(indicator, Target::TrendReversed)
    }

    /// So much less, added up over the years to the deadline, than had the start's rates stayed: a million days off sick.
    #[must_use]
    pub fn cumulative_gain(indicator: Indicator, value: f64) -> Self {
        Self::new(indicator, Target::CumulativeGain { value })
    }

    /// Bring below that of every world city with a rate on the same standard.
    #[must_use]
    pub fn lowest_of_cities(indicator: Indicator) -> Self {
        Self::new(indicator, Target::LowestOfCities)
    }

    /// Reduce by percentage points: 10 points less takes 20% to 10%.
    #[must_use]
    pub fn percentage_point_reduction(indicator: Indicator, points: Proportion) -> Self {
        Self::new(indicator, Target::PercentagePointReduction { value: points })
    }

    /// Its identifier in results.
    #[must_use]
    pub fn called(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// The year the target is read at.
    #[must_use]
    pub fn by(mut self, deadline: Year) -> Self {
        self.deadline = deadline;
        self
    }

    /// The year a relative target is relative to.
    #[must_use]
    pub fn relative_to(mut self, year: Year) -> Self {
        self.baseline_year = Some(year);
        self
    }

    /// First year in which something is done.
    #[must_use]
    pub fn starting(mut self, year: Year) -> Self {
        self.starting = Some(year);
        self
    }

    /// Whom it is for.
    #[must_use]
    pub fn group(mut self, group: Group) -> Self {
        self.group = group;
        self
    }

    /// How the driver's effect rises.
    #[must_use]
    pub fn along(mut self, trajectory: Trajectory) -> Self {
        self.trajectory = trajectory;
        self
    }

    /// Keep the effect after the deadline.
    #[must_use]
    pub fn sustained(mut self) -> Self {
        self.after_deadline = AfterDeadline::Sustain;
        self
    }
}
