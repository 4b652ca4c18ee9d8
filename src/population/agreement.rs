//! What tables of people must agree in.

use crate::data::agreement::{Agreement, Pair, within};
use crate::data::keyed::Keyed;
use crate::data::{COUNTRY, ReferenceData, TableName};
use crate::error::Error;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// What is compared. Ratios of the embedded tables stand behind each.
pub(crate) const AGREEMENTS: &[Agreement] = &[
    // 0.98 to 1.07
    Agreement {
        what: "people of an area against the first year of their projection",
        tables: &[TableName::POPULATION, TableName::POPULATION_PROJECTION],
        usual: within(1.1),
        possible: within(1.5),
        pairs: |data| {
            let (people, projected) = (People::of(data)?, Projected::of(data)?);
            Ok(people.each_area(|area| (people.of_area(area, 0..=90), projected.of_area(area, 0))))
        },
    },
    // 1.001
    Agreement {
        what: "people of all areas against the first year of their projection",
        tables: &[TableName::POPULATION, TableName::POPULATION_PROJECTION],
        usual: within(1.05),
        possible: within(1.25),
        pairs: |data| {
            let (people, projected) = (People::of(data)?, Projected::of(data)?);
            Ok(vec![Pair::new("all areas", people.all(0..=90), projected.all(0))])
        },
    },
    // 0.63 to 1.52
    Agreement {
        what: "people of an age against the first year of their projection (20 added to both)",
        tables: &[TableName::POPULATION, TableName::POPULATION_PROJECTION],
        usual: within(2.0),
        possible: within(4.0),
        pairs: |data| {
            let (people, projected) = (People::of(data)?, Projected::of(data)?);
            let mut pairs = Vec::new();
            for (code, name) in &people.areas {
                for age in 0..=90 {
                    let [now, then] = [people.of_area(code, age..=age), projected.at(code, age, 0)];
                    pairs.push(Pair::counts(format!("{name}, age {age}"), now, then, 20.0));
                }
            }
            Ok(pairs)
        },
    },
    // 0.58 to 1.70
    Agreement {
        what: "people of a sex and age against the median of the ages around (20 added to both)",
        tables: &[TableName::POPULATION],
        usual: 0.4..=2.5,
        possible: within(6.0),
        pairs: |data| {
            let people = People::of(data)?;
            let mut pairs = Vec::new();
            for (code, name) in &people.areas {
                for sex in ["male", "female"] {
                    for age in 0..90_usize {
                        let around = (age.saturating_sub(2)..=(age + 2).min(89)).filter(|other| *other != age);
                        let mut around: Vec<f64> = around.map(|age| people.at(code, sex, age)).collect();
                        around.sort_by(f64::total_cmp);
                        let middle = 0.5 * (around[(around.len() - 1) / 2] + around[around.len() / 2]);
                        let of = format!("{name}, {sex}, age {age}");
                        pairs.push(Pair::counts(of, people.at(code, sex, age), middle, 20.0));
                    }
                }
            }
            Ok(pairs)
        },
    },
    // 0.39 to 0.79
    Agreement {
        what: "people of 90 and over against those of 85 to 89 (20 added to both)",
        tables: &[TableName::POPULATION],
        usual: 0.2..=1.3,
        possible: 0.05..=4.0,
        pairs: |data| {
            let people = People::of(data)?;
            let mut pairs = Vec::new();
            for (code, name) in &people.areas {
                for sex in ["male", "female"] {
                    let younger = (85..90).map(|age| people.at(code, sex, age)).sum();
                    pairs.push(Pair::counts(format!("{name}, {sex}"), people.at(code, sex, 90), younger, 20.0));
                }
            }
            Ok(pairs)
        },
    },
    // 0.92 to 1.27
    Agreement {
        what: "men against women",
        tables: &[TableName::POPULATION],
        usual: within(1.35),
        possible: within(2.0),
        pairs: |data| {
            let people = People::of(data)?;
            let of_sex = |area: &str, sex: &str| (0..=90).map(|age| people.at(area, sex, age)).sum();
            Ok(people.each_area(|area| (of_sex(area, "male"), of_sex(area, "female"))))
        },
    },
    // 0.42 to 0.70
    Agreement {
        what: "men against women of 80 and over (20 added to both)",
        tables: &[TableName::POPULATION],
        usual: 0.25..=1.1,
        possible: 0.1..=1.5,
        pairs: |data| {
            let people = People::of(data)?;
            let of_sex = |area: &str, sex: &str| (80..=90).map(|age| people.at(area, sex, age)).sum::<f64>() + 20.0;
            Ok(people.each_area(|area| (of_sex(area, "male"), of_sex(area, "female"))))
        },
    },
    // 1.00 to 1.03
    Agreement {
        what: "projected people of an area against the year before",
        tables: &[TableName::POPULATION_PROJECTION],
        usual: within(1.08),
        possible: within(1.5),
        pairs: |data| {
            let (people, projected) = (People::of(data)?, Projected::of(data)?);
            let mut pairs = Vec::new();
            for (code, name) in &people.areas {
                for year in 1..projected.years() {
                    let [now, before] = [year, year - 1].map(|year| projected.of_area(code, year));
                    pairs.push(Pair::new(format!("{name} in {}", projected.names[year]), now, before));
                }
            }
            Ok(pairs)
        },
    },
    // 1.00 to 1.01
    Agreement {
        what: "projected people of all areas against the year before",
        tables: &[TableName::POPULATION_PROJECTION],
        usual: within(1.05),
        possible: within(1.25),
        pairs: |data| {
            let projected = Projected::of(data)?;
            let pair = |year: usize| Pair::new(projected.names[year], projected.all(year), projected.all(year - 1));
            Ok((1..projected.years()).map(pair).collect())
        },
    },
    // 0.76 to 1.56
    Agreement {
        what: "projected people of an age against those a year younger the year before (20 added to both)",
        tables: &[TableName::POPULATION_PROJECTION],
        usual: within(1.8),
        possible: within(4.0),
        pairs: |data| {
            let (people, projected) = (People::of(data)?, Projected::of(data)?);
            let mut pairs = Vec::new();
            for (code, name) in &people.areas {
                for year in 1..projected.years() {
                    for age in 1..90 {
                        let [now, before] = [projected.at(code, age, year), projected.at(code, age - 1, year - 1)];
                        let of = format!("{name}, age {age} in {}", projected.names[year]);
                        pairs.push(Pair::counts(of, now, before, 20.0));
                    }
                }
            }
            Ok(pairs)
        },
    },
    // 0.98 to 1.21
    Agreement {
        what: "projected people of age 0 and of 90 and over against the year before (20 added to both)",
        tables: &[TableName::POPULATION_PROJECTION],
        usual: within(1.5),
        possible: within(3.0),
        pairs: |data| {
            let (people, projected) = (People::of(data)?, Projected::of(data)?);
            let mut pairs = Vec::new();
            for (code, name) in &people.areas {
                for year in 1..projected.years() {
                    for age in [0, 90] {
                        let [now, before] = [year, year - 1].map(|year| projected.at(code, age, year));
                        let of = format!("{name}, age {age} in {}", projected.names[year]);
                        pairs.push(Pair::counts(of, now, before, 20.0));
                    }
                }
            }
            Ok(pairs)
        },
    },
    // 0.87 to 1.04
    Agreement {
        what: "births of an area against its people of age 0 (20 added to both)",
        tables: &[TableName::BIRTHS, TableName::POPULATION],
        usual: within(1.4),
        possible: within(3.0),
        pairs: |data| {
            let (people, births) = (People::of(data)?, births(data)?);
            let of = |code: &str| births.get(code).copied().unwrap_or(0.0);
            Ok(people.each_area(|area| (of(area) + 20.0, people.of_area(area, 0..=0) + 20.0)))
        },
    },
    // 1.009
    Agreement {
        what: "births of all areas against their people of age 0",
        tables: &[TableName::BIRTHS, TableName::POPULATION],
        usual: within(1.08),
        possible: within(1.5),
        pairs: |data| {
            let births: f64 = births(data)?.values().sum();
            Ok(vec![Pair::new("all areas", births, People::of(data)?.all(0..=0))])
        },
    },
    // 0 to 0.23
    Agreement {
        what: "births a woman of an age in a year, where twenty or more live",
        tables: &[TableName::BIRTHS, TableName::POPULATION],
        usual: 0.0..=0.4,
        possible: 0.0..=1.0,
        pairs: |data| {
            let people = People::of(data)?;
            let births = Keyed::of(data, TableName::BIRTHS, &["area_code", "mother_age"], "births")?;
            let mut pairs = Vec::new();
            for (key, births) in births.iter() {
                let age: usize = key[1].parse().unwrap_or(0);
                let women = people.at(&key[0], "female", age);
                if (20..45).contains(&age) && women >= 20.0 {
                    pairs.push(Pair::alone(format!("{}, age {age}", people.name(&key[0])), births / women));
                }
            }
            Ok(pairs)
        },
    },
    // 0.019
    Agreement {
        what: "share of births to mothers under 20",
        tables: &[TableName::BIRTHS],
        usual: 0.005..=0.15,
        possible: 0.001..=0.5,
        pairs: |data| {
            let births = Keyed::of(data, TableName::BIRTHS, &["mother_age"], "births")?;
            let young = births.sum(|key| key[0] == "15");
            Ok(vec![Pair::alone("all areas", young / births.sum(|_| true))])
        },
    },
    // -0.21 to 0.30
    Agreement {
        what: "share of a deprivation quintile at an age less that at all ages",
        tables: &[TableName::DEPRIVATION_SHARES, TableName::POPULATION],
        usual: -0.4..=0.4,
        possible: -0.7..=0.7,
        pairs: |data| {
            let people = People::of(data)?;
            let shares =
                Keyed::of(data, TableName::DEPRIVATION_SHARES, &["area_code", "age_from", "quintile"], "share")?;
            let of_ages = |area: &str, from: usize| people.of_area(area, from..=if from < 90 { from + 4 } else { 90 });
            let mut whole: BTreeMap<(&str, &str), f64> = BTreeMap::new();
            for (key, share) in shares.iter() {
                let from = key[1].parse().unwrap_or(0);
                let weight = of_ages(&key[0], from) / people.of_area(&key[0], 0..=90);
                *whole.entry((&key[0], &key[2])).or_default() += share * weight;
            }
            let pair = |(key, share): (&[String], f64)| {
                let all = whole.get(&(key[0].as_str(), key[2].as_str())).copied().unwrap_or(0.0);
                Pair::alone(format!("{}, quintile {}, age {}", people.name(&key[0]), key[2], key[1]), share - all)
            };
            // An area without people has no shares that count.
            Ok(shares.iter().filter(|(key, _)| people.of_area(&key[0], 0..=90) > 0.0).map(pair).collect())
        },
    },
];

/// People by area, sex and single year of age, 90 and over together.
#[derive(Debug)]
pub(crate) struct People {
    /// Codes and names of the areas.
    pub(crate) areas: Vec<(String, String)>,
    persons: BTreeMap<(String, String, usize), f64>,
}

impl People {
    /// Those of the table of people.
    ///
    /// # Errors
    /// If the table lacks a column.
    pub(crate) fn of(data: &ReferenceData) -> Result<Self, Error> {
        let persons = Keyed::of(data, TableName::POPULATION, &["area_code", "sex", "age"], "persons")?;
        let cell = |(key, persons): (&[String], f64)| {
            ((key[0].clone(), key[1].clone(), key[2].parse().unwrap_or(usize::MAX)), persons)
        };
        Ok(Self {
            areas: data.areas().iter().map(|area| (area.code.clone(), area.name.clone())).collect(),
            persons: persons.iter().map(cell).collect(),
        })
    }

    /// People of an area, sex and age.
    pub(crate) fn at(&self, area: &str, sex: &str, age: usize) -> f64 {
        self.persons.get(&(area.to_owned(), sex.to_owned(), age)).copied().unwrap_or(0.0)
    }

    /// Both sexes of an area.
    pub(crate) fn of_area(&self, area: &str, ages: RangeInclusive<usize>) -> f64 {
        ages.map(|age| self.at(area, "male", age) + self.at(area, "female", age)).sum()
    }

    /// Both sexes of all areas.
    pub(crate) fn all(&self, ages: RangeInclusive<usize>) -> f64 {
        self.areas.iter().map(|(code, _)| self.of_area(code, ages.clone())).sum()
    }

    /// The name of an area.
    pub(crate) fn name(&self, code: &str) -> &str {
        let whole = if code == COUNTRY { "the country" } else { "the region" };
        self.areas.iter().find(|(known, _)| known == code).map_or(whole, |(_, name)| name)
    }

    /// A pair for every area, from its code.
    pub(crate) fn each_area(&self, pair: impl Fn(&str) -> (f64, f64)) -> Vec<Pair> {
        let of = |(code, name): &(String, String)| {
            let (value, against) = pair(code);
            Pair::new(name.clone(), value, against)
        };
        self.areas.iter().map(of).collect()
    }

    /// The mean of what areas have, each weighted by its people of some ages; areas without a value are left out.
    pub(crate) fn mean(&self, ages: &RangeInclusive<usize>, value: impl Fn(&str) -> Option<f64>) -> f64 {
        let (mut sum, mut weights) = (0.0, 0.0);
        for (code, _) in &self.areas {
            if let Some(value) = value(code) {
                let weight = self.of_area(code, ages.clone());
                sum += weight * value;
                weights += weight;
            }
        }
        sum / weights
    }

    /// Whether the areas that have a value hold all but a hundredth of the people of some ages: they then tell of all areas.
    pub(crate) fn are_nearly_all(&self, ages: &RangeInclusive<usize>, has: impl Fn(&str) -> bool) -> bool {
        let those = self.areas.iter().filter(|(code, _)| has(code));
        let known: f64 = those.map(|(code, _)| self.of_area(code, ages.clone())).sum();
        known > 0.0 && known >= 0.99 * self.all(ages.clone())
    }

    /// The mean of the areas against a whole they are in, where it has a value and nearly all areas have one.
    pub(crate) fn mean_against(
        &self,
        (of, whole): (&str, &str),
        ages: &RangeInclusive<usize>,
        value: impl Fn(&str) -> Option<f64>,
    ) -> Option<Pair> {
        let known = self.are_nearly_all(ages, |code| value(code).is_some());
        Some(Pair::new(of, known.then(|| self.mean(ages, &value))?, value(whole)?))
    }

    /// Each area that has a value against the mean of all.
    pub(crate) fn against_mean(
        &self,
        of: &str,
        ages: &RangeInclusive<usize>,
        value: impl Fn(&str) -> Option<f64>,
    ) -> Vec<Pair> {
        let mean = self.mean(ages, &value);
        let pair = |(code, name): &(String, String)| Some(Pair::new(format!("{name}, {of}"), value(code)?, mean));
        self.areas.iter().filter_map(pair).collect()
    }
}

/// Projected people by area and single year of age.
struct Projected {
    /// Names of the columns of years, from the first on.
    names: Vec<&'static str>,
    persons: BTreeMap<(String, usize), Vec<f64>>,
}

impl Projected {
    fn of(data: &ReferenceData) -> Result<Self, Error> {
        let table = data.table(TableName::POPULATION_PROJECTION);
        let names: Vec<&'static str> = table.columns().filter(|column| column.starts_with('y')).collect();
        let columns = names.iter().map(|name| table.number(name)).collect::<Result<Vec<_>, _>>()?;
        let (areas, ages) = (table.text("area_code")?, table.number("age")?);
        let cell = |row: usize| {
            let key = (areas[row].clone(), crate::data::integer(ages[row]));
            (key, columns.iter().map(|column| column[row]).collect())
        };
        Ok(Self { names, persons: (0..table.rows()).map(cell).collect() })
    }

    fn years(&self) -> usize {
        self.names.len()
    }

    fn at(&self, area: &str, age: usize, year: usize) -> f64 {
        self.persons.get(&(area.to_owned(), age)).map_or(0.0, |years| years[year])
    }

    fn of_area(&self, area: &str, year: usize) -> f64 {
        (0..=90).map(|age| self.at(area, age, year)).sum()
    }

    fn all(&self, year: usize) -> f64 {
        self.persons.values().map(|years| years[year]).sum()
    }
}

/// Births of each area.
fn births(data: &ReferenceData) -> Result<BTreeMap<String, f64>, Error> {
    let mut sums = BTreeMap::new();
    for (key, births) in Keyed::of(data, TableName::BIRTHS, &["area_code"], "births")?.iter() {
        *sums.entry(key[0].clone()).or_insert(0.0) += births;
    }
    Ok(sums)
}
