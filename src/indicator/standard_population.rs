//! Standard populations: rates of regions whose people differ in age, made comparable.

use crate::data::agreement::{Agreement, Pair};
use crate::data::integer;
use crate::data::keyed::Keyed;
use crate::data::schema::{Cells, FIVE_YEARS, Schema, Unread, list};
use crate::data::{ReferenceData, Rule, TableName, table};
use crate::error::Error;
use crate::population::stratum::AgeBand;
use crate::units::Age;
use serde::Serialize;

/// The tables of this subject.
pub(crate) const TABLES: &[TableName] = &[TableName::STANDARD_POPULATION];

impl TableName {
    /// Standard populations by age.
    pub const STANDARD_POPULATION: Self = table!(
        "standard_population",
        Schema {
            // The European standard of what is written stands in the code, where age-standardised rates are formed.
            unread: &[Unread::Rows(&[("standard", Cells::Not(&["us2000"]))])],
            ..list(
                &[
                    ("standard", Rule::OneOf(&["esp2013", "us2000"])),
                    ("age_from", FIVE_YEARS),
                    ("persons", Rule::Positive),
                ],
                &["standard", "age_from"],
            )
        }
    );
}

/// What is compared. Ratios of the embedded tables stand behind each.
pub(crate) const AGREEMENTS: &[Agreement] = &[
    // 0.62 to 1.33
    Agreement {
        what: "share of an age group in the standard population of the cities against that in England",
        tables: &[TableName::STANDARD_POPULATION, TableName::POPULATION_ENGLAND],
        usual: 0.4..=2.5,
        possible: 1.0 / 6.0..=6.0,
        pairs: |data| {
            // Another table may lack the standard: the reader says so.
            let Ok(standard) = StandardPopulation::from_data(data, Standard::Us2000) else { return Ok(Vec::new()) };
            let people = Keyed::of(data, TableName::POPULATION_ENGLAND, &["age_from"], LATEST)?;
            let all = people.sum(|_| true);
            let mut pairs = Vec::new();
            for (index, (from, weight)) in standard.groups().enumerate() {
                let is_last = index + 1 == standard.starts.len();
                let holds = |age: usize| age / WIDTH == index || is_last && age / WIDTH > index;
                let here = people.sum(|key| key[0].parse().is_ok_and(holds));
                pairs.push(Pair::new(format!("from age {from}"), weight, here / all));
            }
            Ok(pairs)
        },
    },
];

/// The latest people of England.
const LATEST: &str = "y2015";

/// Years of an age group.
const WIDTH: usize = 5;

/// What rates of regions with people of other ages are brought to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Standard {
    /// European Standard Population 2013 (Eurostat 2013).
    Europe2013,
    /// The US standard million of 2000 (Klein & Schoenborn 2001).
    Us2000,
    /// The model population of Japan of 1985.
    Japan1985,
    /// None: deaths over people.
    Crude,
}

impl Standard {
    const ALL: [Self; 4] = [Self::Europe2013, Self::Us2000, Self::Japan1985, Self::Crude];

    /// Word used in the tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Europe2013 => "esp2013",
            Self::Us2000 => "us2000",
            Self::Japan1985 => "japan1985",
            Self::Crude => "crude",
        }
    }

    pub(super) fn from_name(name: &str) -> Result<Self, Error> {
        Self::ALL
            .into_iter()
            .find(|standard| standard.name() == name)
            .ok_or_else(|| Error::unknown("standard", name, Self::ALL.map(Self::name)))
    }
}

/// A standard population: what weight each age group has.
#[derive(Debug, Clone, PartialEq)]
pub struct StandardPopulation {
    /// First age of each group, in order; the last is open.
    starts: Vec<usize>,
    /// Weights, which sum to 1.
    weights: Vec<f64>,
}

impl StandardPopulation {
    /// Reads a standard population.
    ///
    /// # Errors
    /// If there is none of this name, or it does not begin at age 0 with groups of five years.
    pub fn from_data(data: &ReferenceData, standard: Standard) -> Result<Self, Error> {
        let table = data.table(TableName::STANDARD_POPULATION);
        let (names, ages, persons) = (table.text("standard")?, table.number("age_from")?, table.number("persons")?);
        let mut groups: Vec<(usize, f64)> = (0..table.rows())
            .filter(|&row| names[row] == standard.name())
            .map(|row| (integer(ages[row]), persons[row]))
            .collect();
        groups.sort_by_key(|(age, _)| *age);
        let is_regular = groups.iter().enumerate().all(|(index, (age, _))| *age == WIDTH * index);
        if groups.len() < 2 || !is_regular {
            return Err(Error::Table {
                table: table.label().to_owned(),
                line: None,
                rule: format!("needs the population {} from age 0 in steps of {WIDTH} years", standard.name()),
            });
        }
        let all: f64 = groups.iter().map(|(_, persons)| persons).sum();
        Ok(Self {
            starts: groups.iter().map(|(age, _)| *age).collect(),
            weights: groups.iter().map(|(_, persons)| persons / all).collect(),
        })
    }

    /// First age and weight of each group.
    pub fn groups(&self) -> impl Iterator<Item = (Age, f64)> + '_ {
        self.starts.iter().map(|start| Age::checked(*start)).zip(self.weights.iter().copied())
    }

    /// Weighted sum of rates by group; 0 for groups that begin outside `ages`.
    ///
    /// # Formula
    /// ```text
    /// sum over groups of weight x rate        weights sum to 1 over all ages
    /// ```
    pub fn standardise(&self, ages: AgeBand, rate: impl Fn(Age) -> f64) -> f64 {
        self.groups().filter(|(from, _)| ages.contains(from.get())).map(|(from, weight)| weight * rate(from)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::population::demography::Demography;
    use crate::population::stratum::Sex;
    use crate::units::AGES;

    fn under_75() -> AgeBand {
        AgeBand::new(30, Some(75)).unwrap()
    }

    fn london_rate(data: &ReferenceData, cause: &str, sex: Sex, year: i32, age: usize) -> f64 {
        let table = data.table(TableName::MORTALITY_LONDON_ENGLAND);
        let (causes, areas, sexes) =
            (table.text("cause").unwrap(), table.text("area").unwrap(), table.text("sex").unwrap());
        let (ages, years) = (table.number("age_from").unwrap(), table.number("year").unwrap());
        (0..table.rows())
            .find(|&row| {
                causes[row] == cause
                    && areas[row] == "London"
                    && sexes[row] == sex.name()
                    && integer(ages[row]) == age
                    && integer(years[row]) as i32 == year
            })
            .map_or(0.0, |row| table.number("rate_per_100000").unwrap()[row])
    }

    #[test]
    fn cancer_at_30_to_74_is_the_derived_figure() {
        // Computed elsewhere from the same rates with the weights of 2013 over ages 30-74: 233.70 men, 182.94 women in 2013.
        let data = ReferenceData::embedded();
        let europe = StandardPopulation::from_data(&data, Standard::Europe2013).unwrap();
        for (sex, published) in [(Sex::Male, 233.70), (Sex::Female, 182.94)] {
            let sum = europe.standardise(under_75(), |age| london_rate(&data, "cancer", sex, 2013, age.get() as usize));
            let weights = europe.standardise(under_75(), |_| 1.0);
            assert!((sum / weights - published).abs() < 0.006, "{}", sum / weights);
        }
    }

    #[test]
    fn london_on_the_us_standard_is_the_derived_figure() {
        // London 2015, ages 30 and over: 169.6 cancer, 166.8 cardiovascular. The sexes are joined by the people of mid-2015 as
        // first published, which moves the last digits.
        let data = ReferenceData::embedded();
        let demography = Demography::from_data(&data).unwrap();
        let us = StandardPopulation::from_data(&data, Standard::Us2000).unwrap();
        let people = |sex: usize, age: usize| -> f64 {
            (0..demography.cells().len()).map(|cell| demography.persons()[[cell, sex, age]]).sum()
        };
        for (cause, published) in [("cancer", 169.6), ("cardiovascular", 166.8)] {
            let deaths = |age: usize| -> f64 {
                let group = (age / 5 * 5).min(90);
                Sex::ALL
                    .map(|sex| people(sex.index(), age) * london_rate(&data, cause, sex, 2015, group) / 1e5)
                    .iter()
                    .sum()
            };
            let starts: Vec<usize> = us.groups().map(|(from, _)| from.get() as usize).collect();
            let rate = us.standardise(AgeBand::new(30, None).unwrap(), |from| {
                let from = from.get() as usize;
                let to = starts.iter().copied().find(|start| *start > from).unwrap_or(AGES);
                let (alive, died) = (from..to).fold((0.0, 0.0), |(alive, died), age| {
                    (alive + people(0, age) + people(1, age), died + deaths(age))
                });
                1e5 * died / alive
            });
            assert!((rate / published - 1.0).abs() < 0.01, "{cause} {rate}");
        }
    }

    #[test]
    fn weights_sum_to_one() {
        let data = ReferenceData::embedded();
        for standard in [Standard::Europe2013, Standard::Us2000] {
            let sum = StandardPopulation::from_data(&data, standard)
                .unwrap()
                .standardise(AgeBand::new(0, None).unwrap(), |_| 1.0);
            assert!((sum - 1.0).abs() < 1e-12);
        }
        let message = StandardPopulation::from_data(&data, Standard::Crude).unwrap_err().to_string();
        assert!(message.contains("crude"), "{message}");
    }
}
