//! Risks of the levels of an exposure: from published ratios to what each threshold adds.

use super::{AddedRisk, Exceedance, LEVEL_RISK_BANDS, LEVEL_RISK_STARTS, Lag};
use crate::data::integer;
use crate::data::schema::{Column, Cross, Schema, Usual, list};
use crate::data::{ReferenceData, TableName};
use crate::draws::Draws;
use crate::error::Error;
use crate::estimate::Estimate;
use crate::mortality::{Cause, CauseGroup};
use crate::multistate::lanes::Lanes;
use crate::population::stratum::Sex;

/// A layout of relative risks with these columns.
pub(crate) const fn relative_risks(columns: &'static [Column]) -> Schema {
    Schema {
        cross: &[Cross::Interval("relative_risk")],
        usual: USUAL,
        ..list(columns, &["outcome", "measure", "sex", "age_from", "level"])
    }
}

/// A risk that is known by now is not twice what it was.
const USUAL: &[Usual] = &[Usual::new("relative_risk", 1.8, 5.0)];

/// A relative risk: a published ratio raised to a power.
#[derive(Debug, Clone)]
pub(crate) struct PublishedRatio {
    pub(crate) parameter: String,
    pub(crate) estimate: Estimate,
    pub(crate) power: f64,
}

impl PublishedRatio {
    fn draw(&self, draws: &mut Draws<'_>) -> Result<Lanes, Error> {
        let value = draws.value(|| self.parameter.clone(), &self.estimate)?;
        Ok(Lanes(value.0.map(|value| libm::pow(value, self.power))))
    }
}

/// The relative risks of the middle and the highest level against the lowest; `None` is 1.
pub(crate) type Levels = [Option<PublishedRatio>; 2];

/// What the thresholds add in a batch of draws.
pub(crate) fn added(levels: &Levels, draws: &mut Draws<'_>) -> Result<Exceedance, Error> {
    let mut risks = [Lanes::ONE; 2];
    for (risk, ratio) in risks.iter_mut().zip(levels) {
        if let Some(ratio) = ratio {
            *risk = ratio.draw(draws)?;
        }
    }
    Ok([risks[0] - Lanes::ONE, risks[1] - risks[0]])
}

/// The relative risks of one outcome by sex and band of ages.
#[derive(Debug, Clone)]
pub(crate) struct OutcomeRisk<Outcome> {
    pub(crate) outcome: Outcome,
    pub(crate) lag: Lag,
    pub(crate) levels: [[Levels; LEVEL_RISK_BANDS]; 2],
}

impl<Outcome: Copy> OutcomeRisk<Outcome> {
    /// Of an outcome whose relative risks `levels` gives by sex and first age of a band.
    pub(crate) fn new(
        outcome: Outcome,
        lag: Lag,
        mut levels: impl FnMut(Sex, usize) -> Result<Levels, Error>,
    ) -> Result<Self, Error> {
        let mut by_sex: [[Levels; LEVEL_RISK_BANDS]; 2] = Default::default();
        for sex in Sex::ALL {
            for (band, start) in LEVEL_RISK_STARTS.into_iter().enumerate() {
                by_sex[sex.index()][band] = levels(sex, start)?;
            }
        }
        Ok(Self { outcome, lag, levels: by_sex })
    }

    /// In a batch of draws.
    pub(crate) fn draw(&self, draws: &mut Draws<'_>) -> Result<AddedRisk<Outcome>, Error> {
        let mut all = [[[Lanes::ZERO; 2]; LEVEL_RISK_BANDS]; 2];
        for (sex, bands) in all.iter_mut().enumerate() {
            for (band, value) in bands.iter_mut().enumerate() {
                *value = added(&self.levels[sex][band], draws)?;
            }
        }
        Ok(AddedRisk { outcome: self.outcome, lag: self.lag, added: all })
    }
}

/// The lag of a cause of death.
pub(crate) fn lag_of(cause: Cause) -> Lag {
    if cause.group() == CauseGroup::Cancer { Lag::Cancers } else { Lag::Others }
}

/// Rows of a table of relative risks.
#[derive(Debug)]
pub(crate) struct RiskTable {
    table: TableName,
    rows: Vec<PublishedRisk>,
}

/// One row.
#[derive(Debug)]
pub(crate) struct PublishedRisk {
    pub(crate) outcome: String,
    pub(crate) measure: String,
    pub(crate) level: String,
    pub(crate) sex: Option<Sex>,
    pub(crate) age_from: usize,
    /// Log-normal in the published interval; fixed without one.
    pub(crate) ratio: Estimate,
    pub(crate) unverified: bool,
}

impl RiskTable {
    /// Reads a table.
    ///
    /// # Errors
    /// If an interval is no interval of its ratio.
    pub(crate) fn read(data: &ReferenceData, name: TableName) -> Result<Self, Error> {
        let table = data.table(name);
        let (outcome, measure, sex) = (table.text("outcome")?, table.text("measure")?, table.text("sex")?);
        let (level, status, from) = (table.text("level")?, table.text("status")?, table.number("age_from")?);
        let (ratio, lower, upper) = (table.number("relative_risk")?, table.number("lower")?, table.number("upper")?);
        let mut rows = Vec::with_capacity(table.rows());
        for row in 0..table.rows() {
            rows.push(PublishedRisk {
                outcome: outcome[row].clone(),
                measure: measure[row].clone(),
                level: level[row].clone(),
                sex: if sex[row] == "all" { None } else { Some(Sex::from_name(&sex[row])?) },
                age_from: integer(from[row]),
                ratio: if lower[row].is_finite() && upper[row].is_finite() {
                    Estimate::log_normal_interval(ratio[row], lower[row], upper[row])
                        .map_err(|error| error.in_table(table.label(), table.line(row)))?
                } else {
                    Estimate::fixed(ratio[row])?
                },
                unverified: status[row] == "unverified",
            });
        }
        Ok(Self { table: name, rows })
    }

    /// All rows.
    pub(crate) fn all(&self) -> &[PublishedRisk] {
        &self.rows
    }

    /// The row that holds for a sex and age: of those that begin at or below it the last.
    pub(crate) fn find(
        &self,
        outcome: &str,
        measure: &str,
        level: &str,
        sex: Sex,
        age: usize,
    ) -> Option<&PublishedRisk> {
        self.rows
            .iter()
            .filter(|row| row.outcome == outcome && row.measure == measure && row.level == level)
            .filter(|row| row.sex.is_none_or(|own| own == sex) && row.age_from <= age)
            .max_by_key(|row| row.age_from)
    }

    /// As [`RiskTable::find`].
    ///
    /// # Errors
    /// If there is no such row; it is named.
    pub(crate) fn need(
        &self,
        outcome: &str,
        measure: &str,
        level: &str,
        sex: Sex,
        age: usize,
    ) -> Result<&PublishedRisk, Error> {
        self.find(outcome, measure, level, sex, age).ok_or_else(|| {
            self.error(format!("needs a row for {outcome}, {measure}, level {level}, {sex}, at age {age}"))
        })
    }

    /// An error of this table.
    pub(crate) fn error(&self, rule: String) -> Error {
        Error::Table { table: self.table.to_string(), line: None, rule }
    }

    /// Outcomes with a row that is still to be checked, each once.
    pub(crate) fn unverified(&self) -> Vec<&str> {
        let mut names: Vec<&str> =
            self.rows.iter().filter(|row| row.unverified).map(|row| row.outcome.as_str()).collect();
        names.dedup();
        names
    }
}
