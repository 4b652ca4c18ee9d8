//! Ambitions: an indicator, a target, a deadline, a place.

use super::{Among, built_in};
use crate::data::ReferenceData;
use crate::error::Error;
use crate::units::{Proportion, Year};
use serde::{Deserialize, Serialize};

/// What an ambition is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Indicator {
    /// Share of adults (18 and over) who smoke.
    AdultSmoking,
    /// Share of children obese at the end of primary school, Year 6.
    ChildObesityYear6,
    /// Share of children overweight or obese at the end of primary school, Year 6.
    ChildExcessWeightYear6,
    /// Share of adults (18 and over) who are obese.
    AdultObesity,
    /// Share of adults (19 and over) active for 150 minutes a week or more.
    PhysicallyActive,
    /// Share of adults (18 and over) who drink more than 14 units a week.
    AlcoholOver14Units,
    /// Alcohol-related hospital admissions per 100,000, age-standardised.
    AlcoholAdmissions,
    /// Share of children with a good level of development at the end of Reception.
    SchoolReady,
    /// Days off sick of people in work.
    AbsenceDays,
    /// Years by which life expectancy at 18 of users of secondary mental-health services lags behind that of the rest.
    SmiGapSecondaryServices,
    /// The same of people on the general practices' registers of severe mental illness.
    SmiGapGpRegisters,
    /// Deaths of cancer per 100,000, age-standardised as the world cities' rates it is set against.
    CancerMortality,
    /// Deaths of heart disease, stroke and other diseases of the circulation likewise.
    CardiovascularMortality,
    /// Deaths of respiratory disease likewise.
    RespiratoryMortality,
}

impl Indicator {
    /// All indicators.
    pub const ALL: [Self; 14] = [
        Self::AdultSmoking,
        Self::ChildObesityYear6,
        Self::ChildExcessWeightYear6,
        Self::AdultObesity,
        Self::PhysicallyActive,
        Self::AlcoholOver14Units,
        Self::AlcoholAdmissions,
        Self::SchoolReady,
        Self::AbsenceDays,
        Self::SmiGapSecondaryServices,
        Self::SmiGapGpRegisters,
        Self::CancerMortality,
        Self::CardiovascularMortality,
        Self::RespiratoryMortality,
    ];

    /// Name in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::AdultSmoking => "adult smoking prevalence",
            Self::ChildObesityYear6 => "children obese at Year 6",
            Self::ChildExcessWeightYear6 => "children overweight or obese at Year 6",
            Self::AdultObesity => "adults obese",
            Self::PhysicallyActive => "adults physically active",
            Self::AlcoholOver14Units => "adults drinking over 14 units a week",
            Self::AlcoholAdmissions => "alcohol-related admissions",
            Self::SchoolReady => "children ready for school",
            Self::AbsenceDays => "days off sick",
            Self::SmiGapSecondaryServices => "life expectancy gap of severe mental illness, secondary services",
            Self::SmiGapGpRegisters => "life expectancy gap of severe mental illness, registers of general practices",
            Self::CancerMortality => "cancer mortality",
            Self::CardiovascularMortality => "cardiovascular mortality",
            Self::RespiratoryMortality => "respiratory mortality",
        }
    }

    /// Whether more of it is better.
    #[must_use]
    pub const fn more_is_better(self) -> bool {
        matches!(self, Self::PhysicallyActive | Self::SchoolReady)
    }

    /// Whether it is a share of people, so that a target is a share or a change in points.
    #[must_use]
    pub const fn is_share(self) -> bool {
        matches!(
            self,
            Self::AdultSmoking
                | Self::ChildObesityYear6
                | Self::ChildExcessWeightYear6
                | Self::AdultObesity
                | Self::PhysicallyActive
                | Self::AlcoholOver14Units
                | Self::SchoolReady
        )
    }

    /// Whether the lever that moves it acts on the whole of a place and nothing smaller.
    #[must_use]
    pub const fn is_of_the_whole(self) -> bool {
        matches!(
            self,
            Self::SmiGapSecondaryServices
                | Self::SmiGapGpRegisters
                | Self::CancerMortality
                | Self::CardiovascularMortality
                | Self::RespiratoryMortality
        )
    }
}

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

/// How the lever rises from the start to the deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trajectory {
    /// In equal steps a year.
    #[default]
    Linear,
    /// Slow, then fast, then slow, along a logistic curve.
    Logistic,
    /// At full strength from the first year.
    Immediate,
}

/// What happens to the lever after the deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Afterwards {
    /// Rates return to the baseline's.
    #[default]
    Released,
    /// The lever stays as it is in the last year.
    Kept,
}

/// A target for an indicator by a deadline.
///
/// "If met" moves one lever, a factor common to all ages and areas meant, found in every draw so that the target is met
/// exactly; where the trend meets it by itself the factor is 1. Which lever that is depends on the indicator: quitting, becoming
/// heavier, not being active, ... ([`LeverKind`](super::LeverKind)).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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
    /// Whom the target is for and on whom the lever acts.
    #[serde(default)]
    pub among: Among,
    /// How the lever rises.
    #[serde(default)]
    pub trajectory: Trajectory,
    /// What happens after the deadline.
    #[serde(default)]
    pub afterwards: Afterwards,
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
            among: Among::everybody(),
            trajectory: Trajectory::Linear,
            afterwards: Afterwards::Released,
        }
    }

    /// Reach a level, for example adult smoking at 13%. The deadline is 2020 until [`by`](Self::by) sets another.
    #[must_use]
    pub fn reach(indicator: Indicator, level: Proportion) -> Self {
        Self::new(indicator, Target::Level { value: level })
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

    /// An ambition of the London Health and Care Collaboration Agreement by its identifier in the table of ambitions, for
    /// example `4a`. One that has several components, like `4b`, gives several.
    ///
    /// # Errors
    /// If the table has no such row, or its target is not one the indicator can have; or if the ambition has no model (6, 7, 8b,
    /// 9 and 10).
    pub fn built_in(data: &ReferenceData, id: &str) -> Result<Vec<Self>, Error> {
        built_in::read(data, id)
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
    pub fn among(mut self, among: Among) -> Self {
        self.among = among;
        self
    }

    /// How the lever rises.
    #[must_use]
    pub fn along(mut self, trajectory: Trajectory) -> Self {
        self.trajectory = trajectory;
        self
    }

    /// Keep the lever after the deadline.
    #[must_use]
    pub fn kept_afterwards(mut self) -> Self {
        self.afterwards = Afterwards::Kept;
        self
    }
}
