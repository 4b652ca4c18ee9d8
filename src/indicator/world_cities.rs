//! Death rates of world cities: who can be compared with London, on which standard, and who cannot.

use crate::data::{ReferenceData, TableName};
use crate::error::Error;
use crate::multistate::lanes::Lanes;
use crate::population::demography::whole;
use crate::units::AGES;

const LONDON: &str = "London";
/// Groups of the tables of rates per five years.
const WIDTH: usize = 5;

/// A cause of death that the ambition names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CauseGroup {
    /// Malignant neoplasms.
    Cancer,
    /// Diseases of the circulation. New York publishes diseases of the heart and cerebrovascular diseases, which are summed.
    Cardiovascular,
    /// Chronic lower respiratory diseases (ICD-10 J40-J47): the only respiratory group on a common standard.
    Respiratory,
}

impl CauseGroup {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Cancer, Self::Cardiovascular, Self::Respiratory];

    /// Name used in results.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cancer => "cancer",
            Self::Cardiovascular => "cardiovascular",
            Self::Respiratory => "respiratory",
        }
    }

    /// The causes of the table that make up the group in a city other than London.
    const fn parts(self) -> &'static [&'static str] {
        match self {
            Self::Cancer => &["cancer"],
            Self::Cardiovascular => &["heart", "cerebrovascular"],
            Self::Respiratory => &["chronic_lower_respiratory"],
        }
    }
}

/// What rates of places with people of other ages are brought to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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

    fn from_name(name: &str) -> Result<Self, Error> {
        Self::ALL
            .into_iter()
            .find(|standard| standard.name() == name)
            .ok_or_else(|| Error::unknown("standard", name, Self::ALL.map(Self::name)))
    }
}

/// A published rate of a city.
#[derive(Debug, Clone, PartialEq)]
pub struct City {
    /// Name of the city, or of a part of it after a colon.
    pub name: String,
    /// Cause as the table has it.
    pub cause: String,
    /// What the rate is standardised to.
    pub standard: Standard,
    /// `male`, `female` or `all`.
    pub sex: String,
    /// First age whose deaths count.
    pub age_from: usize,
    /// Year.
    pub year: i32,
    /// Deaths per 100,000.
    pub rate: f64,
    /// Where it was published.
    pub source: String,
}

/// Who can be compared with London in a group of causes.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The group.
    pub group: CauseGroup,
    /// Cities on the US 2000 standard, both sexes, with their latest rate per 100,000 and its year.
    pub comparable: Vec<(String, i32, f64)>,
    /// The lowest of their rates: London has to be below it.
    pub lowest: f64,
    /// Which cities are not comparable and why; what differs between those that are.
    pub remarks: Vec<String>,
}

/// The rates of the cities.
#[derive(Debug, Clone)]
pub struct WorldCities {
    cities: Vec<City>,
}

impl WorldCities {
    /// Reads the table.
    ///
    /// # Errors
    /// If it lacks a column.
    pub fn from_data(data: &ReferenceData) -> Result<Self, Error> {
        let table = data.table(TableName::CityDeathRates);
        let (names, causes, standards) = (table.text("city")?, table.text("cause")?, table.text("standard")?);
        let (sexes, sources) = (table.text("sex")?, table.text("source")?);
        let (ages, years, rates) = (table.number("age_from")?, table.number("year")?, table.number("rate_per_100000")?);
        let cities = (0..table.rows())
            .map(|row| {
                Ok(City {
                    name: names[row].clone(),
                    cause: causes[row].clone(),
                    standard: Standard::from_name(&standards[row])?,
                    sex: sexes[row].clone(),
                    age_from: whole(ages[row]),
                    year: whole(years[row]) as i32,
                    rate: rates[row],
                    source: sources[row].clone(),
                })
            })
            .collect::<Result<_, Error>>()?;
        Ok(Self { cities })
    }

    /// All rates of the table.
    #[must_use]
    pub fn cities(&self) -> &[City] {
        &self.cities
    }

    /// Cities with all parts of a group on the standard that London can be put on, and why the others are not.
    ///
    /// # Errors
    /// If no city has the group on the US 2000 standard.
    pub fn compare(&self, group: CauseGroup) -> Result<Comparison, Error> {
        let mut names: Vec<&str> = self.cities.iter().map(|city| city.name.as_str()).filter(|name| *name != LONDON).collect();
        names.sort_unstable();
        names.dedup();
        let mut comparable = Vec::new();
        let mut remarks = Vec::new();
        let mut parts_of_cities = 0;
        for name in names {
            let of = |city: &&City| city.name == name && group.parts().contains(&city.cause.as_str());
            if !self.cities.iter().any(|city| of(&city)) {
                remarks.push(format!("{name}: no {} rate found", group.name()));
                continue;
            }
            let Some((year, rate)) = self.latest(name, group) else {
                let mut standards: Vec<&str> = self
                    .cities
                    .iter()
                    .filter(of)
                    .map(|city| match (city.standard, city.sex.as_str()) {
                        (Standard::Crude, _) => "crude rates only",
                        (Standard::Japan1985, _) => "rates on Japan's population of 1985, of men only",
                        _ => "not all parts of the group, or not both sexes together",
                    })
                    .collect();
                standards.dedup();
                remarks.push(format!("{name}: not comparable, {}", standards.join("; ")));
                continue;
            };
            if name.contains(':') {
                parts_of_cities += 1;
            } else {
                comparable.push((name.to_owned(), year, rate));
            }
        }
        if parts_of_cities > 0 {
            remarks.push(format!("{parts_of_cities} boroughs of New York City are parts of a city that counts as a whole"));
        }
        remarks.push("Paris, Sydney, Singapore and others: no rates by cause on a standard of London's were found".into());
        remarks.push(
            match group {
                CauseGroup::Cancer => "London's published figure leaves out deaths below 30",
                CauseGroup::Cardiovascular => {
                    "New York's rate is of diseases of the heart and cerebrovascular diseases, London's of all diseases of the circulation: London is held to more"
                }
                CauseGroup::Respiratory => {
                    "chronic lower respiratory diseases (J40-J47) on both sides; London's published chronic respiratory rate (J30-J98) is wider and is not compared"
                }
            }
            .into(),
        );
        let lowest = comparable.iter().map(|(_, _, rate)| *rate).fold(f64::INFINITY, f64::min);
        if !lowest.is_finite() {
            return Err(Error::Table {
                table: TableName::CityDeathRates.to_string(),
                line: None,
                rule: format!("needs a city beside London with {} deaths on the US 2000 standard", group.name()),
            });
        }
        Ok(Comparison { group, comparable, lowest, remarks })
    }

    /// Latest year in which a city has all parts of a group, both sexes, on the US 2000 standard, and their sum.
    fn latest(&self, name: &str, group: CauseGroup) -> Option<(i32, f64)> {
        let of = |cause: &'static str| {
            self.cities.iter().filter(move |city| {
                city.name == name && city.cause == cause && city.standard == Standard::Us2000 && city.sex == "all"
            })
        };
        let (first, rest) = group.parts().split_first()?;
        of(first)
            .filter_map(|city| {
                let mut sum = city.rate;
                for part in rest {
                    sum += of(part).find(|other| other.year == city.year)?.rate;
                }
                Some((city.year, sum))
            })
            .max_by_key(|(year, _)| *year)
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
        let table = data.table(TableName::StandardPopulation);
        let (names, ages, persons) = (table.text("standard")?, table.number("age_from")?, table.number("persons")?);
        let mut groups: Vec<(usize, f64)> = (0..table.rows())
            .filter(|&row| names[row] == standard.name())
            .map(|row| (whole(ages[row]), persons[row]))
            .collect();
        groups.sort_by_key(|(age, _)| *age);
        let whole_ages = groups.iter().enumerate().all(|(place, (age, _))| *age == WIDTH * place);
        if groups.len() < 2 || !whole_ages {
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
    pub fn groups(&self) -> impl Iterator<Item = (usize, f64)> + '_ {
        self.starts.iter().copied().zip(self.weights.iter().copied())
    }

    /// Weighted sum of rates by group; 0 for groups that begin outside `ages`.
    ///
    /// # Formula
    /// ```text
    /// sum over groups of weight x rate        weights sum to 1 over all ages
    /// ```
    pub fn standardise(&self, ages: std::ops::Range<usize>, rate: impl Fn(usize) -> f64) -> f64 {
        self.groups().filter(|(from, _)| ages.contains(from)).map(|(from, weight)| weight * rate(from)).sum()
    }

    /// Deaths per 100,000 of a batch of draws, from people and deaths at each age from 0 to 100; only groups that begin
    /// within `ages` count. A group without people counts nothing.
    pub(crate) fn death_rate(
        &self,
        ages: std::ops::Range<usize>,
        people: impl Fn(usize) -> Lanes,
        deaths: impl Fn(usize) -> Lanes,
    ) -> Lanes {
        let mut rate = Lanes::ZERO;
        for (place, (from, weight)) in self.groups().enumerate().filter(|(_, (from, _))| ages.contains(from)) {
            let to = self.starts.get(place + 1).copied().unwrap_or(AGES);
            let (mut alive, mut died) = (Lanes::ZERO, Lanes::ZERO);
            for age in from..to {
                alive += people(age);
                died += deaths(age);
            }
            for lane in 0..alive.0.len() {
                if alive.0[lane] > 0.0 {
                    rate.0[lane] += 1e5 * weight * died.0[lane] / alive.0[lane];
                }
            }
        }
        rate
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Table;
    use crate::population::demography::Demography;
    use crate::population::stratum::Sex;

    fn london_rate(data: &ReferenceData, cause: &str, sex: Sex, year: i32, age: usize) -> f64 {
        let table = data.table(TableName::MortalityLondonEngland);
        let (causes, areas, sexes) =
            (table.text("cause").unwrap(), table.text("area").unwrap(), table.text("sex").unwrap());
        let (ages, years) = (table.number("age_from").unwrap(), table.number("year").unwrap());
        (0..table.rows())
            .find(|&row| {
                causes[row] == cause
                    && areas[row] == LONDON
                    && sexes[row] == sex.name()
                    && whole(ages[row]) == age
                    && whole(years[row]) as i32 == year
            })
            .map_or(0.0, |row| table.number("rate_per_100000").unwrap()[row])
    }

    #[test]
    fn cancer_at_30_to_74_is_the_derived_figure() {
        // Computed elsewhere from the same rates with the weights of 2013 over ages 30-74: 233.70 men, 182.94 women in 2013.
        let data = ReferenceData::embedded();
        let europe = StandardPopulation::from_data(&data, Standard::Europe2013).unwrap();
        for (sex, published) in [(Sex::Male, 233.70), (Sex::Female, 182.94)] {
            let sum = europe.standardise(30..75, |age| london_rate(&data, "cancer", sex, 2013, age));
            let weights = europe.standardise(30..75, |_| 1.0);
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
            let rate = us.death_rate(
                30..AGES,
                |age| Lanes::splat(people(0, age) + people(1, age)),
                |age| Lanes::splat(deaths(age)),
            );
            assert!((rate.0[0] / published - 1.0).abs() < 0.01, "{cause} {}", rate.0[0]);
        }
    }

    #[test]
    fn weights_sum_to_one() {
        let data = ReferenceData::embedded();
        for standard in [Standard::Europe2013, Standard::Us2000] {
            let sum = StandardPopulation::from_data(&data, standard).unwrap().standardise(0..AGES, |_| 1.0);
            assert!((sum - 1.0).abs() < 1e-12);
        }
        let message = StandardPopulation::from_data(&data, Standard::Crude).unwrap_err().to_string();
        assert!(message.contains("crude"), "{message}");
    }

    #[test]
    fn new_york_is_the_city_to_beat() {
        // New York State Vital Statistics 2014, Table 40: cancer 140.7, heart 179.2 + cerebrovascular 20.8, CLRD 20.4.
        let cities = WorldCities::from_data(&ReferenceData::embedded()).unwrap();
        for (group, lowest) in CauseGroup::ALL.into_iter().zip([140.7, 200.0, 20.4]) {
            let comparison = cities.compare(group).unwrap();
            assert_eq!(comparison.comparable.len(), 1);
            assert_eq!(comparison.comparable[0].0, "New York City");
            assert!((comparison.lowest - lowest).abs() < 1e-9);
        }
        let said = cities.compare(CauseGroup::Cancer).unwrap().remarks.join("\n");
        for words in ["Hong Kong: not comparable, crude", "Tokyo (prefecture): not comparable, rates on Japan", "5 boroughs"] {
            assert!(said.contains(words), "{words}: {said}");
        }
    }

    #[test]
    fn bad_tables_are_refused() {
        let text = std::fs::read_to_string("data/city_death_rates.csv").unwrap();
        let table = |text: &str| Table::from_csv_str(TableName::CityDeathRates, text);
        let without = text.lines().filter(|line| !line.starts_with("New York")).collect::<Vec<_>>().join("\n");
        let data = ReferenceData::embedded().with_table(table(&without).unwrap()).unwrap();
        let message = WorldCities::from_data(&data).unwrap().compare(CauseGroup::Respiratory).unwrap_err().to_string();
        assert!(message.contains("respiratory"), "{message}");
        let message = table(&text.replacen("us2000", "us2001", 1)).unwrap_err().to_string();
        assert!(message.contains("us2000"), "{message}");
    }
}
