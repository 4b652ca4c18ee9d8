//! What tables of physical activity must agree in.

use super::{BANDS, FIRST_AGE};
use crate::data::agreement::{Agreement, Pair, within};
use crate::data::keyed::Keyed;
use crate::data::{COUNTRY, ReferenceData, TableName};
use crate::error::Error;
use crate::population::agreement::People;
use std::ops::RangeInclusive;

/// What is compared. Ratios of the embedded tables stand behind each.
pub(crate) const AGREEMENTS: &[Agreement] = &[
    // 0.994 to 0.996
    Agreement {
        what: "activity of adults, the mean of the areas against the country",
        tables: &[TableName::ACTIVITY_AREA],
        usual: within(1.6),
        possible: within(3.0),
        pairs: |data| {
            let people = People::of(data)?;
            let mut pairs = Vec::new();
            for column in COLUMNS {
                let shares = shares(data, column)?;
                pairs.extend(people.mean_against((column, COUNTRY), &ADULTS, |code| shares.get(&[code])));
            }
            Ok(pairs)
        },
    },
    // 0.68 to 1.45
    Agreement {
        what: "activity of adults in an area against the mean of the areas",
        tables: &[TableName::ACTIVITY_AREA],
        usual: within(2.0),
        possible: within(4.0),
        pairs: |data| {
            let people = People::of(data)?;
            let mut pairs = Vec::new();
            for column in COLUMNS {
                let shares = shares(data, column)?;
                pairs.extend(people.against_mean(column, &ADULTS, |code| shares.get(&[code])));
            }
            Ok(pairs)
        },
    },
    // 0.97 to 1.09
    Agreement {
        what: "activity of adults in the country against England's survey of 2012",
        tables: &[TableName::ACTIVITY_AREA, TableName::ACTIVITY_ESTIMATES],
        usual: within(1.4),
        possible: within(2.5),
        pairs: |data| {
            let survey = Survey::of(data)?;
            let mut pairs = Vec::new();
            for column in COLUMNS {
                if let (Some(country), Some(all)) = (shares(data, column)?.get(&[COUNTRY]), survey.all(column)) {
                    pairs.push(Pair::new(column, country, all));
                }
            }
            Ok(pairs)
        },
    },
    // 0.13 to 3.32, women of 85 and over both
    Agreement {
        what: "activity at an age in 2012 against that at all ages",
        tables: &[TableName::ACTIVITY_ESTIMATES],
        usual: 0.1..=4.0,
        possible: 0.03..=8.0,
        pairs: |data| {
            let survey = Survey::of(data)?;
            let mut pairs = Vec::new();
            for column in COLUMNS {
                let all = survey.all(column);
                for (sex, band) in survey.groups() {
                    if let (Some(share), Some(all)) = (survey.share(sex, band, "all", column), all) {
                        pairs.push(Pair::new(format!("{column}, {sex}, from {}", band.0), share, all));
                    }
                }
            }
            Ok(pairs)
        },
    },
    // 0.81 to 1.13
    Agreement {
        what: "active adults of a fifth of income against the mean of the fifths",
        tables: &[TableName::ACTIVITY_ESTIMATES],
        usual: within(1.6),
        possible: within(3.0),
        pairs: |data| {
            let survey = Survey::of(data)?;
            let mut pairs = Vec::new();
            for sex in SEXES {
                let fifth = |fifth: usize| survey.share(sex, (16, None), &format!("income_{fifth}"), "active");
                let fifths: Option<Vec<f64>> = (1..=5).map(fifth).collect();
                for (at, share) in fifths.iter().flatten().enumerate() {
                    let mean = fifths.iter().flatten().sum::<f64>() / 5.0;
                    pairs.push(Pair::new(format!("{sex}, fifth {}", at + 1), *share, mean));
                }
            }
            Ok(pairs)
        },
    },
    // 0.60 to 0.92
    Agreement {
        what: "relative risk of those who do more against those who do less",
        tables: &[TableName::ACTIVITY_RELATIVE_RISK],
        usual: 0.3..=1.0,
        possible: 0.05..=2.0,
        pairs: |data| {
            let key = ["outcome", "measure", "sex", "age_from", "level"];
            let ratios = Keyed::of(data, TableName::ACTIVITY_RELATIVE_RISK, &key, "relative_risk")?;
            // The other levels are against the recommended one.
            let pair = |(key, ratio): (&[String], f64)| {
                let is_of_active = key[4] == "recommended_against_inactive";
                Pair::alone(key.join(", "), if is_of_active { ratio } else { 1.0 / ratio })
            };
            Ok(ratios.iter().map(pair).collect())
        },
    },
];

const COLUMNS: [&str; 2] = ["active", "inactive"];
const SEXES: [&str; 2] = ["male", "female"];
const ADULTS: RangeInclusive<usize> = FIRST_AGE..=90;

type Band = (usize, Option<usize>);

fn shares(data: &ReferenceData, column: &str) -> Result<Keyed, Error> {
    Keyed::of(data, TableName::ACTIVITY_AREA, &["area_code"], column)
}

/// England's survey of 2012, and its people of that year.
struct Survey {
    shares: Keyed,
    people: Keyed,
}

impl Survey {
    fn of(data: &ReferenceData) -> Result<Self, Error> {
        let key = ["area", "year", "sex", "age_from", "age_to", "group", "measure"];
        Ok(Self {
            shares: Keyed::of(data, TableName::ACTIVITY_ESTIMATES, &key, "value")?,
            people: Keyed::of(data, TableName::POPULATION_ENGLAND, &["sex", "age_from"], "y2012")?,
        })
    }

    fn groups(&self) -> impl Iterator<Item = (&'static str, Band)> + use<> {
        SEXES.into_iter().flat_map(|sex| BANDS.into_iter().map(move |band| (sex, band)))
    }

    fn share(&self, sex: &str, (from, to): Band, group: &str, measure: &str) -> Option<f64> {
        let [from, to] = [from.to_string(), to.map(|to| to.to_string()).unwrap_or_default()];
        self.shares.get(&["England", "2012", sex, &from, &to, group, measure])
    }

    /// All adults, from the bands by their people; none if a band is missing.
    fn all(&self, measure: &str) -> Option<f64> {
        let (mut sum, mut weights) = (0.0, 0.0);
        for (sex, band) in self.groups() {
            let weight = self.people(sex, band);
            sum += weight * self.share(sex, band, "all", measure)?;
            weights += weight;
        }
        (weights > 0.0).then(|| sum / weights)
    }

    fn people(&self, sex: &str, (from, to): Band) -> f64 {
        let of = |(key, people): (&[String], f64)| {
            let age = key[1].parse().unwrap_or(0);
            let is_in = key[0] == sex && age >= 15 && age.max(16) >= from && to.is_none_or(|to| age <= to);
            // Of the group 15-19 four ages of five are adults of the survey.
            let share = if age == 15 { 0.8 } else { 1.0 };
            if is_in { share * people } else { 0.0 }
        };
        self.people.iter().map(of).sum()
    }
}
