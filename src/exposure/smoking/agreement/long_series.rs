//! The long series of the country, and its fifths of income.

use super::{by_age, by_area};
use crate::data::agreement::{Agreement, Pair, within};
use crate::data::keyed::Keyed;
use crate::data::{COUNTRY, TableName};
use crate::exposure::smoking::fit::survey::totals;
use crate::numerics::logit::logistic;
use crate::population::stratum::Sex;

/// What is compared. Ratios of the embedded tables stand behind each.
pub(crate) const AGREEMENTS: &[Agreement] = &[
    // 0.99 to 1.16
    Agreement {
        what: "smoking at 16 and over in the long series against that of the country's adults",
        tables: &[TableName::SMOKING_LONG_SERIES, TableName::SMOKING_AGE_SEX],
        usual: within(1.4),
        possible: within(2.5),
        pairs: |data| {
            let ages = by_age(data)?;
            let mut pairs = Vec::new();
            for sex in Sex::ALL {
                for one in totals(data, sex)? {
                    let year = one.time.to_string();
                    if let Some(adults) = ages.get(&[COUNTRY, &year, sex.name(), "18", ""]) {
                        pairs.push(Pair::new(format!("{sex}, {year}"), logistic(one.value), adults));
                    }
                }
            }
            Ok(pairs)
        },
    },
    // 0.69 to 1.00
    Agreement {
        what: "smoking in the long series against the observation before",
        tables: &[TableName::SMOKING_LONG_SERIES],
        usual: within(1.7),
        possible: within(3.0),
        pairs: |data| {
            let mut pairs = Vec::new();
            for sex in Sex::ALL {
                for two in totals(data, sex)?.windows(2) {
                    let of = format!("{sex}, {} and {}", two[1].time, two[0].time);
                    pairs.push(Pair::new(of, logistic(two[1].value), logistic(two[0].value)));
                }
            }
            Ok(pairs)
        },
    },
    // 1.00 to 1.01
    Agreement {
        what: "current, former and never smokers together",
        tables: &[TableName::SMOKING_LONG_SERIES],
        usual: 0.97..=1.03,
        possible: 0.9..=1.1,
        pairs: |data| {
            let key = ["area", "year", "sex", "age_from", "age_to", "series", "status"];
            let shares = Keyed::of(data, TableName::SMOKING_LONG_SERIES, &key, "prevalence")?;
            let pair = |(key, current): (&[String], f64)| {
                let of = |status| {
                    let mut of: Vec<&str> = key.iter().map(String::as_str).collect();
                    of[6] = status;
                    shares.get(&of)
                };
                let all = current + of("ex")? + of("never")?;
                let name = format!("{}, {}, {} from {}", key[0], key[1], key[2], key[3]);
                (key[6] == "current").then(|| Pair::alone(name, all))
            };
            Ok(shares.iter().filter_map(pair).collect())
        },
    },
    // 1.69 to 1.72
    Agreement {
        what: "smoking of the lowest fifth of income against all adults', and theirs against the highest fifth's",
        tables: &[TableName::SMOKING_INCOME_FIFTH, TableName::SMOKING_AREA],
        usual: 1.0..=4.0,
        possible: 0.7..=10.0,
        pairs: |data| {
            let fifths = Keyed::of(data, TableName::SMOKING_INCOME_FIFTH, &["fifth", "year"], "prevalence")?;
            let adults = by_area(data)?;
            let pair = |(key, share): (&[String], f64)| {
                let all = adults.get(&[COUNTRY, &key[1]])?;
                let (more, less) = if key[0] == "lowest" { (share, all) } else { (all, share) };
                Some(Pair::new(key.join(", "), more, less))
            };
            Ok(fifths.iter().filter_map(pair).collect())
        },
    },
];
