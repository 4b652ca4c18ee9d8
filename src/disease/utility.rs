//! Utility lost by disease: published decrements as shares of the norm of an age and sex.

use super::{DISEASES, Disease};
use crate::data::integer;
use crate::data::schema::{SEX, grid};
use crate::data::{ReferenceData, Rule, TableName, table};
use crate::draws::Draws;
use crate::error::Error;
use crate::estimate::Estimate;
use crate::multistate::lanes::Lanes;
use crate::population::stratum::Sex;
use crate::units::AGES;

/// The norms, which are everybody's, whatever ails them.
pub(crate) const TABLES: &[TableName] = &[TableName::UTILITY_NORMS];

impl TableName {
    /// Mean utility (EQ-5D) of the population by sex and age.
    pub const UTILITY_NORMS: Self = table!(
        "utility_norms",
        grid(&[("sex", SEX), ("age", Rule::Integer(11, 89)), ("utility", Rule::Share)], &["sex", "age"])
    );
}

/// Utility lost by disease, as estimates, and the population's norms.
#[derive(Debug, Clone)]
pub(super) struct UtilityLost {
    decrements: Vec<Estimate>,
    /// By sex and age.
    norms: [Vec<f64>; 2],
}

impl UtilityLost {
    /// # Errors
    /// If a disease has no decrement that is used, or the norms lack an age from 11 to 89.
    pub(super) fn read(data: &ReferenceData) -> Result<Self, Error> {
        let table = data.table(TableName::UTILITY_DECREMENTS);
        let (name, choice, value) = (table.text("disease")?, table.text("choice")?, table.number("decrement")?);
        let (lower, upper) = (table.number("lower")?, table.number("upper")?);
        let mut decrements = Vec::with_capacity(DISEASES);
        for disease in Disease::AXIS {
            let row = (0..table.rows()).find(|&row| name[row] == disease.name() && choice[row] == "used");
            let row = row.ok_or_else(|| Error::Table {
                table: table.label().to_owned(),
                line: None,
                rule: format!("needs a decrement of {} that is used", disease.name()),
            })?;
            decrements.push(if lower[row] < upper[row] {
                Estimate::beta_interval(value[row], lower[row], upper[row])
                    .map_err(|error| error.in_table(table.label(), table.line(row)))?
            } else {
                Estimate::fixed(value[row])?
            });
        }
        let table = data.table(TableName::UTILITY_NORMS);
        let (sexes, age, utility) = (table.text("sex")?, table.number("age")?, table.number("utility")?);
        let mut norms = [vec![0.0; AGES], vec![0.0; AGES]];
        for row in 0..table.rows() {
            let sex = Sex::from_name(&sexes[row])?.index();
            // Below the first age of the norms that of the first, above the last that of the last.
            let own = integer(age[row]);
            let ages = if own == 11 {
                0..12
            } else if own == 89 {
                89..AGES
            } else {
                own..own + 1
            };
            norms[sex][ages].fill(utility[row]);
        }
        for (sex, norms) in Sex::ALL.into_iter().zip(&norms) {
            for disease in Disease::AXIS {
                let most = decrements[disease.index()].central();
                if let Some(age) = norms.iter().position(|norm| !(*norm > most)) {
                    let what = format!("utility norm of {sex}, age {age}");
                    let rule = format!("must be above the decrement of {}, {most}", disease.name());
                    return Err(Error::out_of_range(what, norms[age], rule));
                }
            }
        }
        Ok(Self { decrements, norms })
    }

    /// Share of utility lost by those with each disease, index `sex * AGES + age`.
    ///
    /// # Errors
    /// If an estimate cannot be drawn.
    pub(super) fn draw(&self, draws: &mut Draws<'_>) -> Result<[Vec<Lanes>; DISEASES], Error> {
        let mut lost: [Vec<Lanes>; DISEASES] = std::array::from_fn(|_| Vec::with_capacity(2 * AGES));
        for disease in Disease::AXIS {
            let name = || format!("utility lost by {}", disease.name());
            let decrement = draws.value(name, &self.decrements[disease.index()])?;
            for norms in &self.norms {
                lost[disease.index()].extend(norms.iter().map(|norm| decrement * (1.0 / norm)));
            }
        }
        Ok(lost)
    }
}
