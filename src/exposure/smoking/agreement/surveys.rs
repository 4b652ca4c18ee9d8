//! The surveys of recent years: areas, ages, occupations.

use super::{by_age, by_area};
use crate::data::agreement::{Agreement, Pair, within};
use crate::data::keyed::Keyed;
use crate::data::{COUNTRY, REGION, ReferenceData, TableName};
use crate::error::Error;
use crate::exposure::smoking::fit::survey::{ADULT, SURVEY_STARTS};
use crate::numerics::special::Z_95;
use crate::population::agreement::People;
use crate::population::stratum::Sex;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// Adults of the table of people, whose last age is open.
const ADULTS: RangeInclusive<usize> = ADULT..=90;
/// How `smoking_age_sex` has all adults: from 18 on, no last age.
const ALL_ADULTS: [&str; 2] = ["18", ""];

/// What is compared. Ratios of the embedded tables stand behind each.
pub(crate) const AGREEMENTS: &[Agreement] = &[
    // 1.000 to 1.004
    Agreement {
        what: "smoking of the areas, the mean of their adults, against the region's",
        tables: &[TableName::SMOKING_AREA, TableName::POPULATION],
        usual: within(1.03),
        possible: within(1.25),
        pairs: |data| {
            let (people, shares) = (People::of(data)?, by_area(data)?);
            let pair = |year: String| {
                let region = shares.get(&[REGION, &year])?;
                let mean = people.mean(&ADULTS, |code| shares.get(&[code, &year]));
                mean.is_finite().then(|| Pair::new(year, mean, region))
            };
            Ok(years(&shares).into_iter().filter_map(pair).collect())
        },
    },
    // 0.93 to 0.97
    Agreement {
        what: "smoking of the region against its country's",
        tables: &[TableName::SMOKING_AREA],
        usual: within(1.8),
        possible: within(3.0),
        pairs: |data| {
            let shares = by_area(data)?;
            let pair = |year: String| {
                let (region, country) = (shares.get(&[REGION, &year])?, shares.get(&[COUNTRY, &year])?);
                Some(Pair::new(year, region, country))
            };
            Ok(years(&shares).into_iter().filter_map(pair).collect())
        },
    },
    // 0.64 to 1.48
    Agreement {
        what: "smoking of an area against the region's",
        tables: &[TableName::SMOKING_AREA],
        usual: within(2.0),
        possible: within(3.5),
        pairs: |data| {
            let shares = by_area(data)?;
            let pair = |(key, share): (&[String], f64)| {
                let region = shares.get(&[REGION, &key[1]])?;
                Some(Pair::new(format!("{} in {}", area(data, &key[0])?, key[1]), share, region))
            };
            Ok(shares.iter().filter_map(pair).collect())
        },
    },
    // 0.64 to 1.31
    Agreement {
        what: "smoking of an area, the region or its country against the year before",
        tables: &[TableName::SMOKING_AREA],
        usual: within(1.8),
        possible: within(3.0),
        pairs: |data| Ok(against_year_before(&by_area(data)?)),
    },
    // 243 to 95700
    Agreement {
        what: "people asked, as many as the interval of smoking is as wide as",
        tables: &[TableName::SMOKING_AREA],
        usual: 60.0..=3e5,
        possible: 8.0..=5e6,
        pairs: |data| {
            let bound = |name: &str| Keyed::of(data, TableName::SMOKING_AREA, &["area_code", "year"], name);
            let (shares, lower, upper) = (by_area(data)?, bound("lower")?, bound("upper")?);
            let pair = |(key, share): (&[String], f64)| {
                let key = [key[0].as_str(), &key[1]];
                let error = (upper.get(&key)? - lower.get(&key)?) / (2.0 * Z_95);
                // No width at all is told with its line by the reader.
                (error > 0.0).then(|| Pair::alone(key.join(", "), share * (1.0 - share) / (error * error)))
            };
            Ok(shares.iter().filter_map(pair).collect())
        },
    },
    // 1.00
    Agreement {
        what: "smoking of all adults in the table by age against that by area",
        tables: &[TableName::SMOKING_AGE_SEX, TableName::SMOKING_AREA],
        usual: within(1.02),
        possible: within(2.5),
        pairs: |data| {
            let (ages, shares) = (by_age(data)?, by_area(data)?);
            let pair = |(key, share): (&[String], f64)| {
                let all = ages.get(&[&key[0], &key[1], "all", ALL_ADULTS[0], ALL_ADULTS[1]])?;
                Some(Pair::new(key.join(", "), all, share))
            };
            Ok(shares.iter().filter_map(pair).collect())
        },
    },
    // 0.995 to 1.004
    Agreement {
        what: "smoking of the ages or sexes of the region, the mean of its people, against that of them together",
        tables: &[TableName::SMOKING_AGE_SEX, TableName::POPULATION],
        usual: within(1.03),
        possible: within(1.25),
        pairs: |data| {
            let (people, shares) = (ByAge::of(data)?, by_age(data)?);
            let mut pairs = Vec::new();
            for year in years(&shares) {
                let all = |sex: &str| shares.get(&[REGION, &year, sex, ALL_ADULTS[0], ALL_ADULTS[1]]);
                for sex in Sex::ALL {
                    if let (Some(mean), Some(all)) = (people.of_bands(&shares, &year, sex), all(sex.name())) {
                        pairs.push(Pair::new(format!("ages of {sex}, {year}"), mean, all));
                    }
                }
                if let (Some(men), Some(women), Some(all)) = (all("male"), all("female"), all("all")) {
                    let [m, w] = Sex::ALL.map(|sex| people.count(sex, ADULTS));
                    pairs.push(Pair::new(format!("sexes, {year}"), (m * men + w * women) / (m + w), all));
                }
            }
            Ok(pairs)
        },
    },
    // 0.46 to 1.39
    Agreement {
        what: "smoking of an age band against that of all adults",
        tables: &[TableName::SMOKING_AGE_SEX],
        usual: within(3.0),
        possible: within(6.0),
        pairs: |data| {
            let shares = by_age(data)?;
            let pair = |(key, share): (&[String], f64)| {
                let all = shares.get(&[&key[0], &key[1], &key[2], ALL_ADULTS[0], ALL_ADULTS[1]])?;
                Some(Pair::new(words(key), share, all))
            };
            Ok(shares.iter().filter_map(pair).collect())
        },
    },
    // 0.80 to 1.17
    Agreement {
        what: "smoking of an age band against the year before",
        tables: &[TableName::SMOKING_AGE_SEX],
        usual: within(1.6),
        possible: within(3.0),
        pairs: |data| Ok(against_year_before(&by_age(data)?)),
    },
    // 1.10 to 1.86
    Agreement {
        what: "smoking of men against that of women of an age band",
        tables: &[TableName::SMOKING_AGE_SEX],
        usual: 0.7..=3.0,
        possible: 0.3..=6.0,
        pairs: |data| {
            let shares = by_age(data)?;
            let pair = |(key, share): (&[String], f64)| {
                let women = shares.get(&[&key[0], &key[1], "female", &key[3], &key[4]])?;
                (key[2] == "male").then(|| Pair::new(words(key), share, women))
            };
            Ok(shares.iter().filter_map(pair).collect())
        },
    },
    // 0.86 to 2.31
    Agreement {
        what: "smoking in routine and manual occupations against that of all adults of an area",
        tables: &[TableName::SMOKING_ROUTINE_MANUAL, TableName::SMOKING_AREA],
        usual: 0.6..=3.2,
        possible: 0.4..=5.0,
        pairs: |data| {
            let key = ["area_code", "year"];
            let manual = Keyed::of(data, TableName::SMOKING_ROUTINE_MANUAL, &key, "prevalence")?;
            let shares = by_area(data)?;
            let pair = |(key, share): (&[String], f64)| {
                let all = shares.get(&[&key[0], &key[1]])?;
                Some(Pair::new(key.join(", "), share, all))
            };
            Ok(manual.iter().filter_map(pair).collect())
        },
    },
];

/// Years of a table whose second key is the year.
fn years(shares: &Keyed) -> BTreeSet<String> {
    shares.iter().map(|(key, _)| key[1].clone()).collect()
}

/// The name of an area; none of the region and the country.
fn area<'a>(data: &'a ReferenceData, code: &str) -> Option<&'a str> {
    data.areas().iter().find(|area| area.code == code).map(|area| area.name.as_str())
}

/// What a row of the table by age is of.
fn words(key: &[String]) -> String {
    format!("{}, {}, {} from {}", key[0], key[1], key[2], key[3])
}

/// Each row against that of the year before, its second key.
fn against_year_before(shares: &Keyed) -> Vec<Pair> {
    let pair = |(key, share): (&[String], f64)| {
        let year: i32 = key[1].parse().ok()?;
        let year = (year - 1).to_string();
        let mut of: Vec<&str> = key.iter().map(String::as_str).collect();
        of[1] = &year;
        let before = shares.get(&of)?;
        Some(Pair::new(if key.len() > 2 { words(key) } else { key.join(", ") }, share, before))
    };
    shares.iter().filter_map(pair).collect()
}

/// People of all areas by sex and age.
struct ByAge([Vec<f64>; 2]);

impl ByAge {
    fn of(data: &ReferenceData) -> Result<Self, Error> {
        let people = People::of(data)?;
        let at = |sex: Sex, age: usize| people.areas.iter().map(|(code, _)| people.at(code, sex.name(), age)).sum();
        Ok(Self(Sex::ALL.map(|sex| (0..=90).map(|age| at(sex, age)).collect())))
    }

    fn count(&self, sex: Sex, ages: RangeInclusive<usize>) -> f64 {
        self.0[sex.index()][ages].iter().sum()
    }

    /// The mean of the bands of the survey, each weighted by its people; none if one is missing.
    fn of_bands(&self, shares: &Keyed, year: &str, sex: Sex) -> Option<f64> {
        let mut sum = 0.0;
        for (band, from) in SURVEY_STARTS.into_iter().enumerate() {
            let to = SURVEY_STARTS.get(band + 1).map(|next| next - 1);
            let last = to.map(|to| to.to_string()).unwrap_or_default();
            let share = shares.get(&[REGION, year, sex.name(), &from.to_string(), &last])?;
            sum += share * self.count(sex, from..=to.unwrap_or(*ADULTS.end()));
        }
        Some(sum / self.count(sex, ADULTS))
    }
}
