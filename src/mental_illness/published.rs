//! The published ratios and registers, as the tables have them.

use crate::data::integer;
use crate::data::{ReferenceData, TableName};
use crate::error::Error;
use crate::estimate::Estimate;
use crate::population::stratum::Sex;
use crate::trend::Observation;

/// Country whose register gives the share of people with severe mental illness, and whose figures say how many of them smoke.
pub(super) const COUNTRY_NAME: &str = "England";

/// Share of people on the register.
pub(super) fn register(data: &ReferenceData) -> Result<f64, Error> {
    let found = estimate_of_country(data, "register")?.filter(|(_, share)| *share > 0.0);
    found.map(|(_, share)| share).ok_or_else(|| Error::Table {
        table: data.table(TableName::MENTAL_ILLNESS_ESTIMATES).label().to_owned(),
        line: None,
        rule: format!("needs the share of people on {COUNTRY_NAME}'s register, above 0"),
    })
}

/// Year and value of the country's one estimate of a measure.
///
/// # Errors
/// If it has two: which is meant is not said.
pub(super) fn estimate_of_country(data: &ReferenceData, measure: &str) -> Result<Option<(i32, f64)>, Error> {
    let table = data.table(TableName::MENTAL_ILLNESS_ESTIMATES);
    let (measures, areas) = (table.text("measure")?, table.text("area")?);
    let (years, shares) = (table.number("year")?, table.number("share")?);
    let mut rows = (0..table.rows()).filter(|&row| measures[row] == measure && areas[row] == COUNTRY_NAME);
    let first = rows.next();
    if let (Some(first), Some(second)) = (first, rows.next()) {
        return Err(Error::Table {
            table: table.label().to_owned(),
            line: Some(table.line(second)),
            rule: format!("is of {measure} in {COUNTRY_NAME}, of which line {} is too: give one", table.line(first)),
        });
    }
    Ok(first.map(|row| (integer(years[row]) as i32, shares[row])))
}

/// Share of England's deaths from 15 on that are below an age: deaths expected, if the illness is as frequent at all ages.
pub(super) fn share_below(age: usize, data: &ReferenceData, sex: Sex, year: i32) -> Result<f64, Error> {
    let table = data.table(TableName::DEATHS_BY_CAUSE);
    let (sexes, ages, deaths) = (table.text("sex")?, table.number("age_from")?, table.number(&format!("y{year}"))?);
    let (mut young, mut all) = (0.0, 0.0);
    for row in (0..table.rows()).filter(|&row| sexes[row] == sex.name() && integer(ages[row]) >= 15) {
        all += deaths[row];
        young += if integer(ages[row]) < age { deaths[row] } else { 0.0 };
    }
    Ok(young / all)
}

/// Whose ratios at 18 to 74 are read.
pub(super) const SECONDARY_SERVICES: &str = "secondary_services";

/// A row of the table of ratios.
pub(super) struct PublishedRatio<'a> {
    line: u64,
    measure: &'a str,
    group: &'a str,
    sex: &'a str,
    year: i32,
    pub(super) value: f64,
    interval: Option<(f64, f64)>,
}

/// The table of ratios.
pub(super) struct PublishedRatios<'a> {
    label: &'a str,
    rows: Vec<PublishedRatio<'a>>,
}

impl<'a> PublishedRatios<'a> {
    pub(super) fn read(data: &'a ReferenceData) -> Result<Self, Error> {
        let table = data.table(TableName::MENTAL_ILLNESS_MORTALITY);
        let (measures, groups, sexes) = (table.text("measure")?, table.text("group")?, table.text("sex")?);
        let (years, values) = (table.number("year")?, table.number("value")?);
        let (lower, upper) = (table.number("lower")?, table.number("upper")?);
        let rows = (0..table.rows())
            .map(|row| PublishedRatio {
                line: table.line(row),
                measure: &measures[row],
                group: &groups[row],
                sex: &sexes[row],
                year: integer(years[row]) as i32,
                value: values[row],
                interval: (lower[row].is_finite() && upper[row].is_finite()).then(|| (lower[row], upper[row])),
            })
            .collect();
        Ok(Self { label: table.label(), rows })
    }

    pub(super) fn refused(&self, rule: String) -> Error {
        Error::Table { table: self.label.to_owned(), line: None, rule }
    }

    fn find(&self, measure: &str, group: &str, sex: &str) -> Result<&PublishedRatio<'a>, Error> {
        let mut rows = self.rows.iter().filter(|row| row.measure == measure && row.group == group && row.sex == sex);
        let first = rows.next().ok_or_else(|| self.refused(format!("needs {measure} of {group}, {sex}")))?;
        // Of two years one would change nothing and go unnoticed.
        match rows.next() {
            None => Ok(first),
            Some(second) => Err(Error::Table {
                table: self.label.to_owned(),
                line: Some(second.line),
                rule: format!("is {measure} of {group}, {sex}, as line {} is: give one", first.line),
            }),
        }
    }

    /// Year and estimate of the ratio of all ages.
    pub(super) fn estimate(&self, group: &str, sex: &str) -> Result<(i32, Estimate), Error> {
        let row = self.find("ratio_all_ages", group, sex)?;
        let estimate = match row.interval {
            Some((lower, upper)) => Estimate::log_normal_interval(row.value, lower, upper)
                .map_err(|error| error.in_table(self.label, None))?,
            None => Estimate::fixed(row.value)?,
        };
        Ok((row.year, estimate))
    }

    /// Log ratios of users of secondary services at 18 to 74 up to a year.
    pub(super) fn series(&self, sex: Sex, until: i32) -> Vec<Observation> {
        let mut series: Vec<Observation> = self
            .rows
            .iter()
            .filter(|row| row.measure == "ratio_18_74" && row.group == SECONDARY_SERVICES)
            .filter(|row| row.sex == sex.name() && row.year <= until)
            .map(|row| Observation { time: f64::from(row.year), value: libm::log(row.value), variance: 0.0 })
            .collect();
        series.sort_by(|a, b| a.time.total_cmp(&b.time));
        series
    }
}
