//! Stop-smoking services: whom they reach and what that adds to quitting.

use crate::data::integer;
use crate::data::{ReferenceData, TableName};
use crate::error::Error;
use crate::population::stratum::Sex;
use crate::units::AGES;

/// Reach of the services and abstinence at one year with and without them.
#[derive(Debug, Clone)]
pub(crate) struct StopSmokingService {
    reach: [Vec<f64>; 2],
    effect: f64,
}

impl StopSmokingService {
    /// Reads reach and effect.
    ///
    /// # Errors
    /// If the table lacks the reach of an age from 12 on, or one of the two abstinences, or has it twice.
    pub(crate) fn from_data(data: &ReferenceData) -> Result<Self, Error> {
        let table = data.table(TableName::SMOKING_INTERVENTIONS);
        let (names, sexes) = (table.text("parameter")?, table.text("sex")?);
        let (from, to, mean) = (table.number("age_from")?, table.number("age_to")?, table.number("mean")?);
        // One row alone is read, so that a second would change nothing and go unnoticed.
        let only = |what: String, wanted: &dyn Fn(usize) -> bool| {
            let rows: Vec<usize> = (0..table.rows()).filter(|&row| wanted(row)).collect();
            match rows[..] {
                [row] => Ok(mean[row]),
                [] => Err(Error::Table {
                    table: TableName::SMOKING_INTERVENTIONS.to_string(),
                    line: None,
                    rule: format!("needs {what}"),
                }),
                [first, second, ..] => Err(Error::Table {
                    table: table.label().to_owned(),
                    line: Some(table.line(second)),
                    rule: format!("has {what}, which line {} has too: give one", table.line(first)),
                }),
            }
        };
        let single = |name: &str| only(name.into(), &|row| names[row] == name);
        let effect = single("abstinence_52w_service")? - single("abstinence_52w_without_treatment")?;
        let mut reach = [vec![0.0; AGES], vec![0.0; AGES]];
        for sex in Sex::ALL {
            for age in 12..AGES {
                reach[sex.index()][age] = only(format!("service_reach of {sex} at age {age}"), &|row| {
                    names[row] == "service_reach"
                        && sexes[row] == sex.name()
                        && integer(from[row]) <= age
                        && (!to[row].is_finite() || age <= integer(to[row]))
                })?;
            }
        }
        Ok(Self { reach, effect })
    }

    /// Quits added to the yearly probability of quitting when reach is doubled, by sex and age: reach times the
    /// difference between one-year abstinence with the service and without.
    #[must_use]
    pub(crate) fn added(&self, sex: usize, age: usize) -> f64 {
        self.reach[sex][age] * self.effect
    }

    /// Share of smokers who use the services in a year, by sex and age.
    #[must_use]
    pub(crate) fn reach(&self, sex: usize, age: usize) -> f64 {
        self.reach[sex][age]
    }

    /// The largest share of smokers who use them in a year, over sexes and ages.
    #[must_use]
    pub(crate) fn largest_reach(&self) -> f64 {
        self.reach.iter().flatten().copied().fold(0.0, f64::max)
    }

    /// What is assumed, in words.
    #[must_use]
    pub(crate) fn notes(&self) -> Vec<String> {
        vec!["reach and effect of stop-smoking services have no published interval: they are fixed (Webster 2018; Dobbie 2015)".into()]
    }
}
