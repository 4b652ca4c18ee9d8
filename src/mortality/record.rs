//! England's deaths and people by year, as series of death rates.

use super::broad_age::{BROAD_BANDS, broad_band};
use super::cause::{CAUSES, Cause};
use crate::data::integer;
use crate::data::{ReferenceData, TableName};
use crate::error::Error;
use crate::population::demography::year_columns;
use crate::population::stratum::{FIVE_YEAR_STARTS, Sex};
use crate::trend::Observation;
use ndarray::Array3;

/// A cause with fewer deaths than this in its smallest year follows all causes of its sex and age together.
pub(super) const LEAST_DEATHS_A_YEAR: f64 = 20.0;

/// England's deaths and population by year.
pub(super) struct DeathRecord {
    years: Vec<i32>,
    deaths: Vec<Array3<f64>>,
    population: Array3<f64>,
}

impl DeathRecord {
    /// The last year.
    pub(super) fn last_year(&self) -> i32 {
        self.years[self.years.len() - 1]
    }

    /// Deaths per year: axes cause of the table, sex, five-year group. Population: year, sex, group.
    pub(super) fn read(data: &ReferenceData, until: i32) -> Result<Self, Error> {
        let deaths_table = data.table(TableName::DEATHS_BY_CAUSE);
        let population_table = data.table(TableName::POPULATION_ENGLAND);
        let columns: Vec<(i32, String)> =
            year_columns(deaths_table, "y").into_iter().filter(|(year, _)| *year <= until).collect();
        if columns.len() < 5 {
            return Err(Error::Table {
                table: TableName::DEATHS_BY_CAUSE.to_string(),
                line: None,
                rule: format!("must hold at least five years up to {until}"),
            });
        }
        let groups = FIVE_YEAR_STARTS.len();
        let mut population = Array3::zeros((columns.len(), 2, groups));
        let mut deaths = Vec::with_capacity(columns.len());
        for (index, (_, column)) in columns.iter().enumerate() {
            let (sex, age) = (population_table.text("sex")?, population_table.number("age_from")?);
            let persons = population_table.number(column)?;
            for row in 0..population_table.rows() {
                let group = crate::population::stratum::five_year_group(integer(age[row]));
                population[[index, Sex::from_name(&sex[row])?.index(), group]] = persons[row];
            }
            deaths.push(read_deaths(data, column)?);
        }
        Ok(Self { years: columns.into_iter().map(|(year, _)| year).collect(), deaths, population })
    }

    /// Log death rate, standardised to the last year's people within the band; `None` for every cause together.
    pub(super) fn observations(&self, cause: Option<Cause>, sex: usize, band: usize) -> Vec<Observation> {
        let groups: Vec<usize> =
            (0..FIVE_YEAR_STARTS.len()).filter(|&g| broad_band(FIVE_YEAR_STARTS[g] as usize) == band).collect();
        let last = self.years.len() - 1;
        let total: f64 = groups.iter().map(|&g| self.population[[last, sex, g]]).sum();
        // Both respiratory causes hold all respiratory deaths: one of them stands for both in the sum.
        let all = || (0..CAUSES).filter(|&c| Cause::AXIS[c] != Cause::Copd).collect();
        let causes: Vec<usize> = cause.map_or_else(all, |c| vec![c.index()]);
        let mut observations = Vec::with_capacity(self.years.len());
        for (index, &year) in self.years.iter().enumerate() {
            let (mut rate, mut variance) = (0.0, 0.0);
            for &g in &groups {
                let weight = self.population[[last, sex, g]] / total;
                let people = self.population[[index, sex, g]];
                let count: f64 = causes.iter().map(|&c| self.deaths[index][[c, sex, g]]).sum();
                rate += weight * count / people;
                variance += weight * weight * count / (people * people);
            }
            observations.push(Observation {
                time: f64::from(year),
                value: libm::log(rate),
                variance: variance / (rate * rate),
            });
        }
        observations
    }

    /// Whether a cause has deaths enough in every year for a trend of its own.
    pub(super) fn enough(&self, cause: Cause, sex: usize, band: usize) -> bool {
        (0..self.years.len()).all(|index| {
            let count: f64 = (0..FIVE_YEAR_STARTS.len())
                .filter(|&g| broad_band(FIVE_YEAR_STARTS[g] as usize) == band)
                .map(|g| self.deaths[index][[cause.index(), sex, g]])
                .sum();
            count >= LEAST_DEATHS_A_YEAR
        })
    }

    /// Share of each cause in the deaths of its sex and band in the last three years; both respiratory causes share
    /// theirs in halves, which is of no matter because they have one trend.
    pub(super) fn shares(&self) -> Vec<f64> {
        let mut shares = Vec::with_capacity(CAUSES * 2 * BROAD_BANDS);
        let last = self.deaths.len().saturating_sub(3)..self.deaths.len();
        let count = |cause: usize, sex: usize, band: usize| -> f64 {
            let twice = matches!(Cause::AXIS[cause], Cause::Copd | Cause::OtherRespiratory);
            let sum: f64 = last
                .clone()
                .flat_map(|year| (0..FIVE_YEAR_STARTS.len()).map(move |g| (year, g)))
                .filter(|(_, g)| broad_band(FIVE_YEAR_STARTS[*g] as usize) == band)
                .map(|(year, g)| self.deaths[year][[cause, sex, g]])
                .sum();
            if twice { 0.5 * sum } else { sum }
        };
        for cause in 0..CAUSES {
            for sex in 0..2 {
                for band in 0..BROAD_BANDS {
                    let all: f64 = (0..CAUSES).map(|other| count(other, sex, band)).sum();
                    shares.push(count(cause, sex, band) / all);
                }
            }
        }
        shares
    }
}

/// One year's deaths; both respiratory causes hold all respiratory deaths, because they share one trend.
fn read_deaths(data: &ReferenceData, column: &str) -> Result<Array3<f64>, Error> {
    let table = data.table(TableName::DEATHS_BY_CAUSE);
    let mut deaths = Array3::zeros((CAUSES, 2, FIVE_YEAR_STARTS.len()));
    let (name, sex, age) = (table.text("cause")?, table.text("sex")?, table.number("age_from")?);
    let count = table.number(column)?;
    for row in 0..table.rows() {
        let sex = Sex::from_name(&sex[row])?.index();
        let group = crate::population::stratum::five_year_group(integer(age[row]));
        for cause in Cause::AXIS.into_iter().filter(|cause| cause.table_name() == name[row].as_str()) {
            deaths[[cause.index(), sex, group]] = count[row];
        }
    }
    Ok(deaths)
}
