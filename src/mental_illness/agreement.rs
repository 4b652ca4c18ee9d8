//! What the tables of severe mental illness must agree in.

use super::published::{COUNTRY_NAME, SECONDARY_SERVICES};
use crate::data::agreement::{Agreement, Pair, within};
use crate::data::keyed::Keyed;
use crate::data::{COUNTRY, ReferenceData, TableName};
use crate::error::Error;
use crate::population::stratum::Sex;

/// What is compared. Ratios of the embedded tables stand behind each.
pub(crate) const AGREEMENTS: &[Agreement] = &[
    // 1.79 to 3.71
    Agreement {
        what: "mortality ratio of people with severe mental illness",
        tables: &[TableName::MENTAL_ILLNESS_MORTALITY],
        usual: 1.0..=6.0,
        possible: 0.5..=20.0,
        pairs: |data| {
            let key = ["measure", "group", "sex", "year"];
            let ratios = Keyed::of(data, TableName::MENTAL_ILLNESS_MORTALITY, &key, "value")?;
            let rows = ratios.iter().filter(|(key, _)| key[0].starts_with("ratio_"));
            Ok(rows.map(|(key, ratio)| Pair::alone(key.join(", "), ratio)).collect())
        },
    },
    // 0.98 to 1.07
    Agreement {
        what: "mortality ratio at 18 to 74 against the year before",
        tables: &[TableName::MENTAL_ILLNESS_MORTALITY],
        usual: within(1.25),
        possible: within(2.5),
        pairs: |data| {
            let key = ["measure", "group", "sex", "year"];
            let ratios = Keyed::of(data, TableName::MENTAL_ILLNESS_MORTALITY, &key, "value")?;
            let of = |sex: Sex, year: &str| ratios.get(&["ratio_18_74", SECONDARY_SERVICES, sex.name(), year]);
            let mut pairs = Vec::new();
            for (key, ratio) in ratios.iter().filter(|(key, _)| key[0] == "ratio_18_74" && key[1] == SECONDARY_SERVICES)
            {
                let before = key[3].parse::<i32>().map_or(String::new(), |year| (year - 1).to_string());
                let sex = Sex::ALL.into_iter().find(|sex| sex.name() == key[2]);
                if let Some(before) = sex.and_then(|sex| of(sex, &before)) {
                    pairs.push(Pair::new(format!("{} in {}", key[2], key[3]), ratio, before));
                }
            }
            Ok(pairs)
        },
    },
    // 0.0084
    Agreement {
        what: "share of people on the register of severe mental illness",
        tables: &[TableName::MENTAL_ILLNESS_ESTIMATES],
        usual: 0.001..=0.03,
        possible: 1e-5..=0.2,
        pairs: |data| {
            let shares = estimates(data)?;
            let rows = shares.iter().filter(|(key, _)| key[0] == "register" && key[1] == COUNTRY_NAME);
            Ok(rows.map(|(key, share)| Pair::alone(format!("{} {}", key[1], key[2]), share)).collect())
        },
    },
    // 0.98
    Agreement {
        what: "share of people on the register of severe mental illness against the mean of the other countries'",
        tables: &[TableName::MENTAL_ILLNESS_ESTIMATES],
        usual: within(1.5),
        possible: within(4.0),
        pairs: |data| {
            let shares = estimates(data)?;
            let registers = || shares.iter().filter(|(key, _)| key[0] == "register");
            let others: Vec<f64> =
                registers().filter(|(key, _)| key[1] != COUNTRY_NAME).map(|(_, share)| share).collect();
            if others.is_empty() {
                return Ok(Vec::new());
            }
            let mean = others.iter().sum::<f64>() / others.len() as f64;
            let own = registers().filter(|(key, _)| key[1] == COUNTRY_NAME);
            Ok(own.map(|(key, share)| Pair::new(key[1].clone(), share, mean)).collect())
        },
    },
    // 2.28
    Agreement {
        what: "smoking of people with severe mental illness against that of all adults",
        tables: &[TableName::MENTAL_ILLNESS_ESTIMATES, TableName::SMOKING_AREA],
        usual: 1.0..=4.0,
        possible: 0.4..=5.5,
        pairs: |data| {
            let shares = estimates(data)?;
            let adults = Keyed::of(data, TableName::SMOKING_AREA, &["area_code", "year"], "prevalence")?;
            let pair = |(key, share): (&[String], f64)| {
                let all = adults.get(&[COUNTRY, &key[2]])?;
                (key[0] == "smoking" && key[1] == COUNTRY_NAME).then(|| Pair::new(key[1..].join(" "), share, all))
            };
            Ok(shares.iter().filter_map(pair).collect())
        },
    },
];

/// Estimates by measure, area and year.
fn estimates(data: &ReferenceData) -> Result<Keyed, Error> {
    Keyed::of(data, TableName::MENTAL_ILLNESS_ESTIMATES, &["measure", "area", "year"], "share")
}
