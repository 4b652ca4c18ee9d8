//! The published relative risks of smoking, one row a risk.

use crate::data::integer;
use crate::data::{ReferenceData, TableName};
use crate::error::Error;
use crate::estimate::{Distribution, Estimate};
use crate::numerics::special::Z_95;
use crate::population::stratum::Sex;

/// One row of the table of relative risks.
pub(super) struct PublishedRisk {
    outcome: String,
    mortality: bool,
    sex: Option<Sex>,
    age_from: usize,
    former: bool,
    ratio: f64,
    limits: Option<(f64, f64)>,
    line: u64,
}

/// The table of them.
pub(super) struct PublishedRisks {
    label: String,
    rows: Vec<PublishedRisk>,
}

impl PublishedRisks {
    pub(super) fn read(data: &ReferenceData) -> Result<Self, Error> {
        let table = data.table(TableName::SMOKING_RELATIVE_RISK);
        let (outcome, measure, sex) = (table.text("outcome")?, table.text("measure")?, table.text("sex")?);
        let (level, age) = (table.text("level")?, table.number("age_from")?);
        let (ratio, lower, upper) = (table.number("relative_risk")?, table.number("lower")?, table.number("upper")?);
        let mut rows = Vec::with_capacity(table.rows());
        for row in 0..table.rows() {
            rows.push(PublishedRisk {
                outcome: outcome[row].to_string(),
                mortality: measure[row].as_str() == "mortality",
                sex: if sex[row].as_str() == "all" { None } else { Some(Sex::from_name(&sex[row])?) },
                age_from: integer(age[row]),
                former: level[row].as_str() == "former",
                ratio: ratio[row],
                limits: (lower[row].is_finite() && upper[row].is_finite()).then(|| (lower[row], upper[row])),
                line: table.line(row),
            });
            // Risks of people who quit at stated ages are another level: they are not read here.
            if !matches!(level[row].as_str(), "current" | "former") {
                rows.pop();
            }
        }
        Ok(Self { label: table.label().to_owned(), rows })
    }

    fn of(&self, outcome: &str, mortality: bool, former: bool, sex: Sex, age_from: usize) -> Vec<&PublishedRisk> {
        let wanted = |row: &&PublishedRisk| {
            row.outcome == outcome
                && row.mortality == mortality
                && row.former == former
                && row.age_from == age_from
                && row.sex.is_none_or(|s| s == sex)
        };
        self.rows.iter().filter(wanted).collect()
    }

    pub(super) fn has(&self, outcome: &str, mortality: bool, former: bool, sex: Sex, age_from: usize) -> bool {
        !self.of(outcome, mortality, former, sex, age_from).is_empty()
    }

    pub(super) fn need(
        &self,
        outcome: &str,
        mortality: bool,
        former: bool,
        sex: Sex,
        age_from: usize,
    ) -> Result<&PublishedRisk, Error> {
        let what = || {
            let measure = if mortality { "mortality" } else { "incidence" };
            let level = if former { "former" } else { "current" };
            format!("{outcome}, {measure}, {sex}, from age {age_from}, {level}")
        };
        let refused = |line: Option<u64>, rule: String| Error::Table { table: self.label.clone(), line, rule };
        match self.of(outcome, mortality, former, sex, age_from)[..] {
            [row] => Ok(row),
            [] => Err(refused(None, format!("needs a row for {}", what()))),
            // The same risk from another source, or to another last age, would change nothing and go unnoticed.
            [first, second, ..] => {
                let rule = format!("is of {}, of which line {} is too: give one", what(), first.line);
                Err(refused(Some(second.line), rule))
            }
        }
    }

    /// Spread on the log scale of a row with an interval.
    fn log_sd(row: &PublishedRisk) -> Option<f64> {
        row.limits.map(|(low, high)| (libm::log(high) - libm::log(low)) / (2.0 * Z_95))
    }

    /// A cohort's mortality ratio; where it has no interval, with the spread of a named sibling.
    pub(super) fn cohort(row: &PublishedRisk, sibling: Option<&PublishedRisk>) -> Result<Estimate, Error> {
        if let Some((low, high)) = row.limits {
            return Estimate::log_normal_interval(row.ratio, low, high)
                .map_err(|error| error.in_table(TableName::SMOKING_RELATIVE_RISK.file(), row.line));
        }
        match sibling.and_then(Self::log_sd) {
            Some(sd) => Estimate::new(Distribution::LogNormal { mu: libm::log(row.ratio), sigma: sd }),
            None => Estimate::fixed(row.ratio),
        }
    }

    /// Excess of former over excess of current smokers, from published ratios against never smokers.
    pub(super) fn former_share(&self, outcome: &str) -> Result<f64, Error> {
        let mortality = self.has(outcome, true, true, Sex::Male, 35);
        let former = self.need(outcome, mortality, true, Sex::Male, 35)?;
        let current = self.need(outcome, mortality, false, Sex::Male, 35)?;
        Ok((former.ratio - 1.0) / (current.ratio - 1.0))
    }
}
