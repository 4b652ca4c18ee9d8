//! Deaths and people of England as they were counted, for holding tables against each other.

use super::broad_age::broad_band;
use super::england::GROUPS;
use super::rates::ages_of;
use crate::data::{ReferenceData, Table, TableName, integer};
use crate::error::Error;
use crate::population::demography::year_columns;
use crate::population::stratum::{FIVE_YEAR_STARTS, QUINTILES, Sex, five_year_group};
use ndarray::{Array3, Axis};
use std::collections::BTreeMap;
use std::ops::Range;

/// Years that the tables by deprivation hold together.
const TOGETHER: usize = 3;

/// Deaths by cause, and people, of each year.
#[derive(Debug)]
pub(crate) struct Yearly {
    pub(crate) years: Vec<i32>,
    /// Axes sex, five-year group, year.
    pub(crate) people: Array3<f64>,
    pub(super) causes: BTreeMap<String, Array3<f64>>,
}

impl Yearly {
    /// # Errors
    /// If a table lacks a column.
    pub(crate) fn of(data: &ReferenceData) -> Result<Self, Error> {
        let deaths = data.table(TableName::DEATHS_BY_CAUSE);
        let columns = year_columns(deaths, "y");
        let people = data.table(TableName::POPULATION_ENGLAND);
        let rows: Vec<usize> = (0..people.rows()).collect();
        let mut causes = BTreeMap::new();
        let names = deaths.text("cause")?;
        for name in names {
            if !causes.contains_key(name) {
                let rows: Vec<usize> = (0..deaths.rows()).filter(|row| names[*row] == *name).collect();
                causes.insert(name.clone(), by_year(deaths, &rows, &columns)?);
            }
        }
        let people = by_year(people, &rows, &columns)?;
        Ok(Self { years: columns.into_iter().map(|(year, _)| year).collect(), people, causes })
    }

    /// Deaths of some causes together.
    pub(crate) fn deaths(&self, wanted: impl Fn(&str) -> bool) -> Array3<f64> {
        let mut sum = Array3::zeros(self.people.raw_dim());
        for deaths in self.causes.iter().filter(|(cause, _)| wanted(cause)).map(|(_, deaths)| deaths) {
            sum += deaths;
        }
        sum
    }

    /// The sum of the latest years of a sex and group.
    pub(super) fn latest(&self, counts: &Array3<f64>, sex: usize, group: usize) -> f64 {
        let from = self.years.len().saturating_sub(TOGETHER);
        (from..self.years.len()).map(|year| counts[[sex, group, year]]).sum()
    }

    /// Index of a year; none of another.
    pub(crate) fn year(&self, year: f64) -> Option<usize> {
        self.years.iter().position(|known| f64::from(*known).total_cmp(&year).is_eq())
    }

    /// People of a sex and some ages in a year, those of a group spread evenly over its ages.
    pub(crate) fn between(&self, sex: usize, ages: Range<usize>, year: usize) -> f64 {
        let people = |age: usize| {
            let group = five_year_group(age);
            self.people[[sex, group, year]] / ages_of(group).len() as f64
        };
        ages.map(people).sum()
    }
}

/// Five-year groups of a broad band.
pub(super) fn groups_of(band: usize) -> impl Iterator<Item = usize> {
    (0..GROUPS).filter(move |group| broad_band(FIVE_YEAR_STARTS[*group] as usize) == band)
}

/// Some rows of a table with a column a year; axes sex, five-year group, year.
fn by_year(table: &Table, rows: &[usize], columns: &[(i32, String)]) -> Result<Array3<f64>, Error> {
    let (sexes, ages) = (table.text("sex")?, table.number("age_from")?);
    let mut counts = Array3::zeros((2, GROUPS, columns.len()));
    for (year, (_, column)) in columns.iter().enumerate() {
        let values = table.number(column)?;
        for row in rows {
            let at = [Sex::from_name(&sexes[*row])?.index(), five_year_group(integer(ages[*row])), year];
            counts[at] = values[*row];
        }
    }
    Ok(counts)
}

/// Deaths by cause, and people, of three years by deprivation; axes quintile, sex, five-year group.
#[derive(Debug)]
pub(super) struct ByQuintile {
    pub(super) people: Array3<f64>,
    pub(super) copd: Array3<f64>,
    pub(super) causes: BTreeMap<String, Array3<f64>>,
}

impl ByQuintile {
    /// # Errors
    /// If a table lacks a column.
    pub(super) fn of(data: &ReferenceData) -> Result<Self, Error> {
        let whole = |name: TableName, column: &str| {
            let table = data.table(name);
            by_quintile(table, &(0..table.rows()).collect::<Vec<_>>(), column)
        };
        let people = whole(TableName::POPULATION_ENGLAND_QUINTILE, "persons")?;
        let copd = whole(TableName::DEATHS_COPD_QUINTILE, "deaths")?;
        let deaths = data.table(TableName::DEATHS_BY_CAUSE_QUINTILE);
        let mut causes = BTreeMap::new();
        let names = deaths.text("cause")?;
        for name in names {
            if !causes.contains_key(name) {
                let rows: Vec<usize> = (0..deaths.rows()).filter(|row| names[*row] == *name).collect();
                causes.insert(name.clone(), by_quintile(deaths, &rows, "deaths")?);
            }
        }
        Ok(Self { people, copd, causes })
    }

    /// Deaths of all causes.
    pub(super) fn all(&self) -> Array3<f64> {
        self.causes.values().fold(Array3::zeros(self.people.raw_dim()), |sum, deaths| sum + deaths)
    }

    /// Deaths there would be at the rates of all quintiles together.
    pub(super) fn expected(&self, deaths: &Array3<f64>) -> Array3<f64> {
        let (all, people) = (deaths.sum_axis(Axis(0)), self.people.sum_axis(Axis(0)));
        let rate = |at: [usize; 2]| if people[at] > 0.0 { all[at] / people[at] } else { 0.0 };
        Array3::from_shape_fn(self.people.raw_dim(), |(quintile, sex, group)| {
            self.people[[quintile, sex, group]] * rate([sex, group])
        })
    }
}

/// A column of some rows of a table by deprivation.
fn by_quintile(table: &Table, rows: &[usize], column: &str) -> Result<Array3<f64>, Error> {
    let (quintiles, sexes) = (table.number("quintile")?, table.text("sex")?);
    let (ages, values) = (table.number("age_from")?, table.number(column)?);
    let mut counts = Array3::zeros((QUINTILES, 2, GROUPS));
    for row in rows {
        let (sex, group) = (Sex::from_name(&sexes[*row])?.index(), five_year_group(integer(ages[*row])));
        counts[[integer(quintiles[*row]) - 1, sex, group]] = values[*row];
    }
    Ok(counts)
}
