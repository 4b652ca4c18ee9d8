//! Rates of diseases, published totals and England's people and deaths, for holding tables against each other.

use super::{DISEASES, Disease};
use crate::data::agreement::Pair;
use crate::data::{ReferenceData, Table, TableName, integer};
use crate::error::Error;
use crate::mortality::counted::Yearly;
use crate::mortality::england_rates_of_all_quintiles;
use crate::population::stratum::{Sex, five_year_group};
use crate::units::AGES;
use std::ops::Range;

/// The figures of a band, and where each stands.
pub(super) const FIGURES: [&str; 3] = ["incidence", "prevalence", "fatality"];
pub(super) const INCIDENCE: usize = 0;
pub(super) const PREVALENCE: usize = 1;
pub(super) const FATALITY: usize = 2;

/// A row of the table of rates.
#[derive(Debug)]
pub(super) struct Band {
    pub(super) disease: Disease,
    pub(super) sex: Sex,
    pub(super) ages: Range<usize>,
    /// Not numbers where none is given.
    pub(super) figures: [f64; 3],
    pub(super) die_at_onset: f64,
}

impl Band {
    pub(super) fn read(table: &Table) -> Result<Vec<Self>, Error> {
        let (names, sexes, die) = (table.text("disease")?, table.text("sex")?, table.number("die_at_onset")?);
        let (from, to) = (table.number("age_from")?, table.number("age_to")?);
        let [incidence, prevalence, fatality] = FIGURES.map(|what| table.number(what));
        let (incidence, prevalence, fatality) = (incidence?, prevalence?, fatality?);
        let band = |row: usize| {
            Ok(Self {
                disease: Disease::from_name(&names[row])?,
                sex: Sex::from_name(&sexes[row])?,
                ages: ages(from[row], to[row]),
                figures: [incidence[row], prevalence[row], fatality[row]],
                die_at_onset: die[row],
            })
        };
        (0..table.rows()).map(band).collect()
    }

    pub(super) fn is_of(&self, disease: Disease, sex: Sex) -> bool {
        self.disease == disease && self.sex == sex
    }

    pub(super) fn of(&self) -> String {
        format!("{}, {}, from age {}", self.disease.name(), self.sex, self.ages.start)
    }
}

/// Figures of a band of men over those of women of the same ages; none of a band of women.
pub(super) fn men_over_women(bands: &[Band], men: &Band) -> Option<[f64; 3]> {
    let women = bands.iter().find(|other| other.is_of(men.disease, Sex::Female) && other.ages == men.ages)?;
    (men.sex == Sex::Male).then(|| std::array::from_fn(|at| men.figures[at] / women.figures[at]))
}

fn ages(from: f64, to: f64) -> Range<usize> {
    integer(from)..if to.is_finite() { (integer(to) + 1).min(AGES) } else { AGES }
}

/// A row of published totals.
#[derive(Debug)]
pub(super) struct Estimate {
    pub(super) disease: Disease,
    pub(super) measure: String,
    /// None of both together.
    pub(super) sex: Option<Sex>,
    pub(super) ages: Range<usize>,
    pub(super) year: f64,
    pub(super) value: f64,
}

impl Estimate {
    pub(super) fn sexes(&self) -> impl Iterator<Item = Sex> {
        Sex::ALL.into_iter().filter(|sex| self.sex.is_none_or(|own| own == *sex))
    }

    pub(super) fn of(&self) -> String {
        let sex = self.sex.map_or("all", Sex::name);
        format!("{} of {}, {sex}, from age {} in {}", self.measure, self.disease.name(), self.ages.start, self.year)
    }
}

/// Those with a value.
pub(super) fn estimates(data: &ReferenceData) -> Result<Vec<Estimate>, Error> {
    let table = data.table(TableName::DISEASE_ESTIMATES);
    let (names, measures, sexes) = (table.text("disease")?, table.text("measure")?, table.text("sex")?);
    let (from, to) = (table.number("age_from")?, table.number("age_to")?);
    let (years, values) = (table.number("year")?, table.number("value")?);
    let estimate = |row: usize| {
        Ok(Estimate {
            disease: Disease::from_name(&names[row])?,
            measure: measures[row].clone(),
            sex: if sexes[row] == "all" { None } else { Some(Sex::from_name(&sexes[row])?) },
            ages: ages(from[row], to[row]),
            year: years[row],
            value: values[row],
        })
    };
    (0..table.rows()).filter(|row| values[*row].is_finite()).map(estimate).collect()
}

/// England's people, deaths and rates of diseases.
pub(super) struct England {
    pub(super) counted: Yearly,
    bands: Vec<Band>,
    /// Deaths in the latest year at the rates by cause; sex, disease.
    deaths: [[f64; DISEASES]; 2],
}

impl England {
    pub(super) fn of(data: &ReferenceData) -> Result<Self, Error> {
        let (counted, rates) = (Yearly::of(data)?, england_rates_of_all_quintiles(data)?);
        let latest = counted.years.len().saturating_sub(1);
        let deaths = Sex::ALL.map(|sex| {
            Disease::AXIS.map(|disease| {
                let at = |age: usize| [disease.cause().index(), sex.index(), five_year_group(age)];
                (0..AGES).map(|age| rates[at(age)] * counted.between(sex.index(), age..age + 1, latest)).sum()
            })
        });
        Ok(Self { counted, bands: Band::read(data.table(TableName::DISEASE_RATES))?, deaths })
    }

    pub(super) fn latest(&self) -> usize {
        self.counted.years.len().saturating_sub(1)
    }

    pub(super) fn people(&self, band: &Band, ages: Range<usize>, year: usize) -> f64 {
        self.counted.between(band.sex.index(), ages, year)
    }

    pub(super) fn deaths_of(&self, disease: Disease, sex: Sex) -> f64 {
        self.deaths[sex.index()][disease.index()]
    }

    /// The bands that an estimate is of, and their ages among its own.
    pub(super) fn bands<'a>(&'a self, estimate: &'a Estimate) -> impl Iterator<Item = (&'a Band, Range<usize>)> {
        let is_of = |band: &&Band| band.disease == estimate.disease && estimate.sex.is_none_or(|sex| sex == band.sex);
        self.bands.iter().filter(is_of).map(|band| {
            let (start, end) = (band.ages.start.max(estimate.ages.start), band.ages.end.min(estimate.ages.end));
            (band, start..end.max(start))
        })
    }

    /// Cases at the incidence given, of the people of its year, against those published; where incidence is solved nothing.
    pub(super) fn events(&self, data: &ReferenceData, measure: &str) -> Result<Vec<Pair>, Error> {
        let mut pairs = Vec::new();
        for estimate in estimates(data)?.iter().filter(|estimate| estimate.measure == measure) {
            let Some(year) = self.counted.year(estimate.year) else { continue };
            let cases: f64 =
                self.bands(estimate).map(|(band, ages)| self.people(band, ages, year) * band.figures[INCIDENCE]).sum();
            if !cases.is_nan() {
                pairs.push(Pair::counts(estimate.of(), cases, estimate.value, 20.0));
            }
        }
        Ok(pairs)
    }

    /// Deaths a year among the latest people at the rates of a disease, against those of its cause; nothing where a figure is not given, or
    /// nobody dies so.
    pub(super) fn deaths(&self, rate: impl Fn(&Band) -> f64) -> Vec<Pair> {
        let mut pairs = Vec::new();
        for disease in Disease::AXIS {
            let of = self.bands.iter().filter(|band| band.disease == disease);
            let deaths: f64 = of.map(|band| self.people(band, band.ages.clone(), self.latest()) * rate(band)).sum();
            if deaths > 0.0 {
                let all = Sex::ALL.into_iter().map(|sex| self.deaths_of(disease, sex)).sum();
                pairs.push(Pair::new(disease.name(), deaths, all));
            }
        }
        pairs
    }
}
