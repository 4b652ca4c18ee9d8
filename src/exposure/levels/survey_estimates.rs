//! Survey estimates: shares and means by year, sex, age and group.

use crate::data::integer;
use crate::data::schema::{Cells, Cross, SEX_OR_ALL, Schema, list};
use crate::data::{ReferenceData, Rule, TableName};
use crate::error::Error;
use crate::population::stratum::Sex;

/// The layout of a table of survey estimates: shares, and mean body mass index in kg/m2.
pub(crate) const SURVEY_ESTIMATES: Schema = Schema {
    cross: &[Cross::AgesInOrder],
    ..list(
        &[
            ("area", Rule::OneOf(&["England", "Great Britain", "London"])),
            ("year", Rule::Year),
            ("sex", SEX_OR_ALL),
            ("age_from", Rule::Integer(0, 100)),
            ("age_to", Rule::OptionalAge),
            (
                "group",
                Rule::OneOf(&[
                    "all",
                    "quintile_1",
                    "quintile_5",
                    "income_1",
                    "income_2",
                    "income_3",
                    "income_4",
                    "income_5",
                ]),
            ),
            ("measure", Rule::Text),
            ("value", Rule::Positive),
        ],
        &["area", "year", "sex", "age_from", "age_to", "group", "measure"],
    )
};

/// Cells of some rows.
pub(crate) type Rows = [(&'static str, Cells); 7];

/// The rows of estimates of these areas, years, sexes, first and last ages, groups and measures.
pub(crate) const fn estimates(
    area: Words,
    year: Words,
    sex: Words,
    (from, to): (Words, Words),
    group: Words,
    measure: Words,
) -> Rows {
    [
        ("area", Cells::Is(area)),
        ("year", Cells::Is(year)),
        ("sex", Cells::Is(sex)),
        ("age_from", Cells::Is(from)),
        ("age_to", Cells::Is(to)),
        ("group", Cells::Is(group)),
        ("measure", Cells::Is(measure)),
    ]
}

/// Ages of 16 and over.
pub(crate) const FROM_16: (Words, Words) = (&["16"], &[""]);
/// The two sexes, apart.
pub(crate) const SEXES: Words = &["female", "male"];

type Words = &'static [&'static str];

/// Which estimate.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key<'a> {
    pub(crate) area: &'a str,
    pub(crate) year: i32,
    /// `None`: both sexes together.
    pub(crate) sex: Option<Sex>,
    pub(crate) ages: (usize, Option<usize>),
    pub(crate) group: &'a str,
    pub(crate) measure: &'a str,
}

/// A table of survey estimates.
#[derive(Debug)]
pub(crate) struct SurveyEstimates<'a> {
    name: TableName,
    area: &'a [String],
    sex: &'a [String],
    group: &'a [String],
    measure: &'a [String],
    year: &'a [f64],
    from: &'a [f64],
    to: &'a [f64],
    value: &'a [f64],
}

impl<'a> SurveyEstimates<'a> {
    /// Reads a table.
    ///
    /// # Errors
    /// If it is not one of survey estimates.
    pub(crate) fn read(data: &'a ReferenceData, name: TableName) -> Result<Self, Error> {
        let table = data.table(name);
        Ok(Self {
            name,
            area: table.text("area")?,
            sex: table.text("sex")?,
            group: table.text("group")?,
            measure: table.text("measure")?,
            year: table.number("year")?,
            from: table.number("age_from")?,
            to: table.number("age_to")?,
            value: table.number("value")?,
        })
    }

    /// The value of an estimate, if the table has it.
    pub(crate) fn find(&self, key: &Key<'_>) -> Option<f64> {
        let sex = key.sex.map_or("all", Sex::name);
        (0..self.value.len())
            .find(|&row| {
                let to = if self.to[row].is_finite() { Some(integer(self.to[row])) } else { None };
                self.area[row] == key.area
                    && integer(self.year[row]) as i32 == key.year
                    && self.sex[row] == sex
                    && (integer(self.from[row]), to) == key.ages
                    && self.group[row] == key.group
                    && self.measure[row] == key.measure
            })
            .map(|row| self.value[row])
    }

    /// The value of an estimate.
    ///
    /// # Errors
    /// If the table lacks it; the estimate is named.
    pub(crate) fn need(&self, key: &Key<'_>) -> Result<f64, Error> {
        self.find(key).ok_or_else(|| {
            let Key { area, year, ages, group, measure, .. } = *key;
            let to = ages.1.map_or_else(|| " and over".to_owned(), |to| format!(" to {to}"));
            self.error(format!(
                "needs {measure} of {area}, {year}, sex {}, from age {}{to}, group {group}",
                key.sex.map_or("all", Sex::name),
                ages.0
            ))
        })
    }

    /// An estimate that must be a share above 0 and below 1, on the logit scale.
    ///
    /// # Errors
    /// As [`SurveyEstimates::need`], or if it is no such share.
    pub(crate) fn logit(&self, key: &Key<'_>) -> Result<f64, Error> {
        let share = self.need(key)?;
        if share > 0.0 && share < 1.0 {
            Ok(crate::numerics::logit::logit(share))
        } else {
            Err(self.error(format!("{} {share} must lie between 0 and 1, both excluded", key.measure)))
        }
    }

    fn error(&self, rule: String) -> Error {
        Error::Table { table: self.name.to_string(), line: None, rule }
    }
}
