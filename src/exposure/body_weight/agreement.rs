//! What tables of adults' weight must agree in.

use crate::data::agreement::{Agreement, Pair, within};
use crate::data::keyed::Keyed;
use crate::data::{COUNTRY, REGION, ReferenceData, TableName};
use crate::error::Error;
use crate::population::agreement::People;
use std::ops::RangeInclusive;

const ADULTS: RangeInclusive<usize> = 18..=90;

/// What is compared. Ratios of the embedded tables stand behind each.
pub(crate) const AGREEMENTS: &[Agreement] = &[
    // 1.002
    Agreement {
        what: "weight of adults, the mean of the areas against the region",
        tables: &[TableName::ADULT_WEIGHT_AREA],
        usual: within(1.05),
        possible: within(1.3),
        pairs: |data| mean_against(data, REGION),
    },
    // 0.81 to 0.90
    Agreement {
        what: "weight of adults, the mean of the areas against the country",
        tables: &[TableName::ADULT_WEIGHT_AREA],
        usual: within(1.8),
        possible: within(3.0),
        pairs: |data| mean_against(data, COUNTRY),
    },
    // 0.56 to 1.61
    Agreement {
        what: "obese adults of an area against the mean of the areas",
        tables: &[TableName::ADULT_WEIGHT_AREA],
        usual: within(2.2),
        possible: within(4.0),
        pairs: |data| against_mean(data, "obese"),
    },
    // 0.79 to 1.24
    Agreement {
        what: "adults with excess weight of an area against the mean of the areas",
        tables: &[TableName::ADULT_WEIGHT_AREA],
        usual: within(1.6),
        possible: within(2.5),
        pairs: |data| against_mean(data, "excess"),
    },
    // 2.30 to 4.47
    Agreement {
        what: "adults with excess weight against the obese",
        tables: &[TableName::ADULT_WEIGHT_AREA],
        usual: 1.5..=7.0,
        possible: 1.0..=15.0,
        pairs: |data| {
            let people = People::of(data)?;
            let [excess, obese] = ["excess", "obese"].map(|column| shares(data, column));
            let (excess, obese) = (excess?, obese?);
            let pair = |(key, excess): (&[String], f64)| {
                Some(Pair::new(people.name(&key[0]), excess, obese.get(&[key[0].as_str()])?))
            };
            Ok(excess.iter().filter_map(pair).collect())
        },
    },
    // 0.88 to 0.98
    Agreement {
        what: "weight of adults in the country against England's survey of 2014",
        tables: &[TableName::ADULT_WEIGHT_AREA, TableName::ADULT_WEIGHT_ESTIMATES],
        usual: within(1.5),
        possible: within(3.0),
        pairs: |data| {
            let surveys = surveys(data)?;
            let mut pairs = Vec::new();
            for column in ["obese", "excess"] {
                if let (Some(country), Some(of_2014)) =
                    (shares(data, column)?.get(&[COUNTRY]), of_2014(&surveys, column))
                {
                    pairs.push(Pair::new(column, country, of_2014));
                }
            }
            Ok(pairs)
        },
    },
    // 23.4 to 27.5
    Agreement {
        what: "mean body mass index, kg/m2",
        tables: &[TableName::ADULT_WEIGHT_ESTIMATES],
        usual: 20.0..=33.0,
        possible: 15.0..=45.0,
        pairs: |data| {
            let surveys = surveys(data)?;
            let of_mass = surveys.iter().filter(|(key, _)| key[MEASURE] == "mean_bmi");
            Ok(of_mass.map(|(key, mean)| Pair::alone(words(key), mean)).collect())
        },
    },
    // 0.35 to 1.36
    Agreement {
        what: "a share of adults of a survey against that of 2014",
        tables: &[TableName::ADULT_WEIGHT_ESTIMATES],
        usual: within(3.5),
        possible: within(8.0),
        pairs: |data| {
            let surveys = surveys(data)?;
            // No survey of 2014 has overweight alone; excess weight is about as much.
            let measures = [("obese", "obese"), ("excess", "excess"), ("overweight", "excess")];
            let pair = |(key, share): (&[String], f64)| {
                let (_, against) = measures.iter().find(|(measure, _)| key[MEASURE] == *measure)?;
                Some(Pair::new(words(key), share, of_2014(&surveys, against)?))
            };
            Ok(surveys.iter().filter_map(pair).collect())
        },
    },
];

/// Place of the measure in the key of surveys.
const MEASURE: usize = 6;

fn shares(data: &ReferenceData, column: &str) -> Result<Keyed, Error> {
    Keyed::of(data, TableName::ADULT_WEIGHT_AREA, &["area_code"], column)
}

fn mean_against(data: &ReferenceData, whole: &str) -> Result<Vec<Pair>, Error> {
    let people = People::of(data)?;
    let mut pairs = Vec::new();
    for column in ["obese", "excess"] {
        let shares = shares(data, column)?;
        pairs.extend(people.mean_against((column, whole), &ADULTS, |code| shares.get(&[code])));
    }
    Ok(pairs)
}

fn against_mean(data: &ReferenceData, column: &str) -> Result<Vec<Pair>, Error> {
    let shares = shares(data, column)?;
    Ok(People::of(data)?.against_mean(column, &ADULTS, |code| shares.get(&[code])))
}

fn surveys(data: &ReferenceData) -> Result<Keyed, Error> {
    let key = ["area", "year", "sex", "age_from", "age_to", "group", "measure"];
    Keyed::of(data, TableName::ADULT_WEIGHT_ESTIMATES, &key, "value")
}

/// The mean of the sexes in England 2014.
fn of_2014(surveys: &Keyed, measure: &str) -> Option<f64> {
    let of = |sex| surveys.get(&["England", "2014", sex, "16", "", "all", measure]);
    Some(0.5 * (of("male")? + of("female")?))
}

/// What a row is of.
fn words(key: &[String]) -> String {
    let words: Vec<&str> = key.iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
    words.join(", ")
}
