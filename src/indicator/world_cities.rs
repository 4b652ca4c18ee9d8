//! Death rates of world cities: who can be compared with London, on which standard, and who cannot.

use super::standard_population::Standard;
use crate::catalogue::driver::Scope;
use crate::catalogue::indicator::{FirstGuess, IndicatorRow};
use crate::catalogue::measure::{Form, Kept};
use crate::catalogue::rows::CatalogueRows;
use crate::catalogue::target::TargetKind;
use crate::catalogue::{Indicator, Measure, MeasureRow};
use crate::data::agreement::{Agreement, Pair, within};
use crate::data::integer;
use crate::data::schema::Cells::{Is, Not};
use crate::data::schema::{Cross, SEX_OR_ALL, STATUS, Schema, Unread, list};
use crate::data::{ReferenceData, Rule, TableName, table};
use crate::error::Error;
use crate::mortality::measures::DRIVERS;
use crate::units::{Age, Year};
use serde::Serialize;

impl Indicator {
    /// Deaths of cancer per 100,000, age-standardised as the world cities' rates it is set against.
    pub const CANCER_MORTALITY: Self = Self::fixed("cancer_mortality");
    /// Deaths of heart disease, stroke and other diseases of the circulation likewise.
    pub const CARDIOVASCULAR_MORTALITY: Self = Self::fixed("cardiovascular_mortality");
    /// Deaths of chronic obstructive pulmonary disease likewise: the cities publish chronic lower respiratory disease.
    pub const RESPIRATORY_MORTALITY: Self = Self::fixed("respiratory_mortality");
}

impl Measure {
    /// Deaths of cancer at all ages on the standard of the world cities.
    pub const MORTALITY_CANCER_CITY_STANDARD: Self = Self::fixed("mortality_cancer_city_standard");
    /// Deaths of cardiovascular disease likewise.
    pub const MORTALITY_CARDIOVASCULAR_CITY_STANDARD: Self = Self::fixed("mortality_cardiovascular_city_standard");
    /// Deaths of chronic obstructive pulmonary disease (J40-J44) likewise: the cities publish chronic lower respiratory disease.
    pub const MORTALITY_RESPIRATORY_CITY_STANDARD: Self = Self::fixed("mortality_respiratory_city_standard");
}

/// Indicators by group of causes, in the order of [`MajorCause`].
pub(crate) const INDICATORS: [Indicator; 3] =
    [Indicator::CANCER_MORTALITY, Indicator::CARDIOVASCULAR_MORTALITY, Indicator::RESPIRATORY_MORTALITY];
/// Their measures.
pub(crate) const MEASURES: [Measure; 3] = [
    Measure::MORTALITY_CANCER_CITY_STANDARD,
    Measure::MORTALITY_CARDIOVASCULAR_CITY_STANDARD,
    Measure::MORTALITY_RESPIRATORY_CITY_STANDARD,
];

/// A rate is that of a year, the first of which ends in 2016.
const fn mortality(group: usize, words: &'static str) -> IndicatorRow {
    IndicatorRow {
        first_guess: FirstGuess::InProportion,
        scope: Scope::Region,
        targets: &[TargetKind::LowestOfCities],
        baseline_after: 1,
        ambition: "8a",
        ..IndicatorRow::number(INDICATORS[group], words, MEASURES[group], DRIVERS[group], TableName::DEATHS_BY_CAUSE)
    }
}

const fn rate(group: usize) -> MeasureRow {
    MeasureRow::over_a_year(MEASURES[group], "per 100,000", Form::Value { kept: Kept::Region, by_sex: false })
}

pub(crate) const ADDS: CatalogueRows = CatalogueRows {
    indicators: &[
        mortality(0, "cancer mortality"),
        mortality(1, "cardiovascular mortality"),
        mortality(2, "respiratory mortality"),
    ],
    measures: &[rate(0), rate(1), rate(2)],
    ..CatalogueRows::NOTHING
};

/// The tables of this subject.
pub(crate) const TABLES: &[TableName] = &[TableName::CITY_DEATH_RATES];

impl TableName {
    /// Death rates of world cities by cause, with the standard they are on.
    pub const CITY_DEATH_RATES: Self = table!(
        "city_death_rates",
        Schema {
            cross: &[Cross::AgesInOrder],
            unread: &[
                Unread::RowsBut(&[&[
                    ("city", Not(&[LONDON])),
                    ("cause", Is(&["cancer", "cerebrovascular", "chronic_lower_respiratory", "heart"])),
                    ("standard", Is(&["us2000"])),
                    ("sex", Is(&["all"])),
                    ("age_from", Is(&["0"])),
                ]]),
                Unread::Column("age_to"),
            ],
            ..list(
                &[
                    ("city", Rule::Text),
                    (
                        "cause",
                        Rule::OneOf(&[
                            "cancer",
                            "cardiovascular",
                            "cerebrovascular",
                            "chronic_lower_respiratory",
                            "chronic_respiratory",
                            "heart",
                            "pneumonia",
                        ]),
                    ),
                    ("standard", Rule::OneOf(&["crude", "japan1985", "us2000"])),
                    ("sex", SEX_OR_ALL),
                    ("age_from", Rule::Integer(0, 100)),
                    ("age_to", Rule::OptionalAge),
                    ("year", Rule::Year),
                    ("rate_per_100000", Rule::Positive),
                    ("source", Rule::Text),
                    ("status", STATUS),
                ],
                &["city", "cause", "standard", "sex", "age_from", "year"],
            )
        }
    );
}

const LONDON: &str = "London";

/// What is compared. Ratios of the embedded tables stand behind each.
pub(crate) const AGREEMENTS: &[Agreement] = &[
    // 0.83 to 1.20
    Agreement {
        what: "deaths of cancer and of the circulation in a comparable city against London's",
        tables: &[TableName::CITY_DEATH_RATES],
        usual: within(2.0),
        possible: within(5.0),
        pairs: |data| {
            against_london(data, &[(MajorCause::Cancer, "cancer"), (MajorCause::Cardiovascular, "cardiovascular")])
        },
    },
    // 0.45
    Agreement {
        what: "deaths of the airways in a comparable city against London's",
        tables: &[TableName::CITY_DEATH_RATES],
        usual: 0.2..=2.0,
        possible: 0.06..=6.0,
        pairs: |data| against_london(data, &[(MajorCause::Respiratory, "chronic_respiratory")]),
    },
];

/// The latest rates of comparable cities, each against London's latest of a cause as the table has it.
fn against_london(data: &ReferenceData, groups: &[(MajorCause, &str)]) -> Result<Vec<Pair>, Error> {
    let known = WorldCities::from_data(data)?;
    let mut pairs = Vec::new();
    for (group, cause) in groups {
        let of_london = known.cities.iter().filter(|city| city.name == LONDON && city.cause == *cause);
        let latest = of_london.filter(|city| city.standard == Standard::Us2000).max_by_key(|city| city.year);
        // Without a comparable city there is nothing to compare; that one is needed is said when the model is fitted.
        let cities = known.compare(*group).map_or(Vec::new(), |comparison| comparison.comparable);
        for (name, year, rate) in cities {
            pairs
                .extend(latest.map(|london| Pair::new(format!("{name}, {}, {year}", group.name()), rate, london.rate)));
        }
    }
    Ok(pairs)
}

/// A cause of death that the ambition names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MajorCause {
    /// Malignant neoplasms.
    Cancer,
    /// Diseases of the circulation. New York publishes diseases of the heart and cerebrovascular diseases, which are summed.
    Cardiovascular,
    /// Chronic lower respiratory diseases (ICD-10 J40-J47): the only respiratory group on a common standard.
    Respiratory,
}

impl MajorCause {
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

/// A published rate of a city.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
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
    pub age_from: Age,
    /// Year.
    pub year: Year,
    /// Deaths per 100,000.
    pub rate: f64,
    /// Where it was published.
    pub source: String,
}

/// Who can be compared with London in a group of causes.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Comparison {
    /// The group.
    pub group: MajorCause,
    /// Cities on the US 2000 standard, both sexes, with their latest rate per 100,000 and its year.
    pub comparable: Vec<(String, Year, f64)>,
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
        let table = data.table(TableName::CITY_DEATH_RATES);
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
                    age_from: Age::checked(integer(ages[row])),
                    year: Year::checked(integer(years[row]) as i32),
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
    pub fn compare(&self, group: MajorCause) -> Result<Comparison, Error> {
        let mut names: Vec<&str> =
            self.cities.iter().map(|city| city.name.as_str()).filter(|name| *name != LONDON).collect();
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
                        _ => "not all parts of the group, not both sexes together, or not all ages",
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
            remarks.push(format!(
                "{parts_of_cities} boroughs of New York City are parts of a city that counts as a whole"
            ));
        }
        remarks
            .push("Paris, Sydney, Singapore and others: no rates by cause on a standard of London's were found".into());
        remarks.push(
            match group {
                MajorCause::Cancer => "New York's rate is of malignant neoplasms, London's of all neoplasms (C00-D48): London is held to more",
                MajorCause::Cardiovascular => {
                    "New York's rate is of diseases of the heart and cerebrovascular diseases, London's of all diseases of the circulation: London is held to more"
                }
                MajorCause::Respiratory => {
                    "New York's rate is of chronic lower respiratory diseases (J40-J47), London's of COPD (J40-J44): London is held to less; London's published chronic respiratory rate (J30-J98) is wider and is not compared"
                }
            }
            .into(),
        );
        let lowest = comparable.iter().map(|(_, _, rate)| *rate).fold(f64::INFINITY, f64::min);
        if !lowest.is_finite() {
            return Err(Error::Table {
                table: TableName::CITY_DEATH_RATES.to_string(),
                line: None,
                rule: format!("needs a city beside London with {} deaths on the US 2000 standard", group.name()),
            });
        }
        Ok(Comparison { group, comparable, lowest, remarks })
    }

    /// Latest year in which a city has all parts of a group, both sexes and all ages, on the US 2000 standard, and their sum.
    fn latest(&self, name: &str, group: MajorCause) -> Option<(Year, f64)> {
        let of = |cause: &'static str| {
            self.cities.iter().filter(move |city| {
                city.name == name
                    && city.cause == cause
                    && city.standard == Standard::Us2000
                    && city.sex == "all"
                    && city.age_from.get() == 0
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Table;

    #[test]
    fn new_york_is_the_city_to_beat() {
        // New York State Vital Statistics 2014, Table 40: cancer 140.7, heart 179.2 + cerebrovascular 20.8, CLRD 20.4.
        let cities = WorldCities::from_data(&ReferenceData::embedded()).unwrap();
        for (group, lowest) in MajorCause::ALL.into_iter().zip([140.7, 200.0, 20.4]) {
            let comparison = cities.compare(group).unwrap();
            assert_eq!(comparison.comparable.len(), 1);
            assert_eq!(comparison.comparable[0].0, "New York City");
            assert!((comparison.lowest - lowest).abs() < 1e-9);
        }
        let said = cities.compare(MajorCause::Cancer).unwrap().remarks.join("\n");
        for words in
            ["Hong Kong: not comparable, crude", "Tokyo (prefecture): not comparable, rates on Japan", "5 boroughs"]
        {
            assert!(said.contains(words), "{words}: {said}");
        }
    }

    #[test]
    fn bad_tables_are_refused() {
        let text = std::fs::read_to_string("data/city_death_rates.csv").unwrap();
        let table = |text: &str| Table::from_csv_str(TableName::CITY_DEATH_RATES, text);
        let without = text.lines().filter(|line| !line.starts_with("New York")).collect::<Vec<_>>().join("\n");
        let data = ReferenceData::embedded().with_table(table(&without).unwrap()).unwrap();
        let message = WorldCities::from_data(&data).unwrap().compare(MajorCause::Respiratory).unwrap_err().to_string();
        assert!(message.contains("respiratory"), "{message}");
        let message = table(&text.replacen("us2000", "us2001", 1)).unwrap_err().to_string();
        assert!(message.contains("us2000"), "{message}");
    }
}
