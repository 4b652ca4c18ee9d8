//! Ambitions: an indicator, a target, a deadline, a place.

use super::Among;
use crate::data::{ReferenceData, TableName};
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
}

/// What shall be reached.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", deny_unknown_fields)]
#[non_exhaustive]
pub enum Target {
    /// The share itself, for example 0.13.
    Level {
        /// The share.
        value: Proportion,
    },
    /// A part of the baseline year's share less: 0.1 takes 20% to 18%.
    RelativeReduction {
        /// The part.
        value: Proportion,
    },
    /// So many percentage points less than in the baseline year: 0.1 takes 20% to 10%.
    PercentagePointReduction {
        /// The points, as a share.
        value: Proportion,
    },
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
/// "If met" moves one lever, a factor on the probability of quitting common to all ages and areas meant, found in every
/// draw so that the target is met exactly; where the trend meets it by itself the factor is 1.
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
    fn new(indicator: Indicator, target: Target) -> Self {
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

    /// Reduce by percentage points: 10 points less takes 20% to 10%.
    #[must_use]
    pub fn percentage_point_reduction(indicator: Indicator, points: Proportion) -> Self {
        Self::new(indicator, Target::PercentagePointReduction { value: points })
    }

    /// Adult smoking as the London Health and Care Collaboration Agreement has it: row `4a` of the table of ambitions.
    ///
    /// # Errors
    /// If the table has no such row, or its target is not a level in per cent.
    pub fn adult_smoking(data: &ReferenceData) -> Result<Self, Error> {
        const ID: &str = "4a";
        let table = data.table(TableName::Ambitions);
        let (ids, kinds, units) = (table.text("ambition")?, table.text("target_kind")?, table.text("unit")?);
        let (values, deadlines) = (table.number("target_value")?, table.number("deadline")?);
        let row = (0..table.rows()).find(|&row| ids[row] == ID && kinds[row] == "level" && units[row] == "percent");
        let row = row.ok_or_else(|| Error::Table {
            table: table.label().to_owned(),
            line: None,
            rule: format!("needs ambition {ID} with a level in percent"),
        })?;
        // The schema has checked that the deadline is a whole year.
        #[allow(clippy::cast_possible_truncation)]
        let deadline = Year::new(deadlines[row] as i32)?;
        Ok(Self::reach(Indicator::AdultSmoking, Proportion::percent(values[row])?).by(deadline).called(ID))
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
