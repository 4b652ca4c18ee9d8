//! What tables of diseases, of utility and of the cost of care must agree in.

use super::counted::{Band, England, Estimate, FATALITY, FIGURES, INCIDENCE, PREVALENCE, estimates, men_over_women};
use crate::data::agreement::{Agreement, Pair, within};
use crate::data::keyed::Keyed;
use crate::data::{ReferenceData, Table, TableName};
use crate::error::Error;
use crate::population::stratum::Sex;

/// The rates, and the tables that deaths of England's people by cause are counted from.
const RATES_AND_DEATHS: &[TableName] = &[
    TableName::DISEASE_RATES,
    TableName::POPULATION_ENGLAND,
    TableName::DEATHS_BY_CAUSE_QUINTILE,
    TableName::DEATHS_COPD_QUINTILE,
    TableName::POPULATION_ENGLAND_QUINTILE,
];

/// Steps of cost between bands of age are compared where the bands begin no further apart.
const NEXT_BAND: f64 = 10.0;

/// What is compared. Ratios of the embedded tables stand behind each.
pub(crate) const AGREEMENTS: &[Agreement] = &[
    // 1.00
    Agreement {
        what: "first events that the rates of a disease give against those published (20 added to both)",
        tables: &[TableName::DISEASE_RATES, TableName::DISEASE_ESTIMATES, TableName::POPULATION_ENGLAND],
        usual: within(1.1),
        possible: within(1.5),
        pairs: |data| England::of(data)?.events(data, "first_events"),
    },
    // 0.99 to 1.00
    Agreement {
        what: "new cases that the rates of a disease give against those published (20 added to both)",
        tables: &[TableName::DISEASE_RATES, TableName::DISEASE_ESTIMATES, TableName::POPULATION_ENGLAND],
        usual: within(1.25),
        possible: within(2.0),
        pairs: |data| England::of(data)?.events(data, "new_cases"),
    },
    // 0.94 to 1.06
    Agreement {
        what: "mean incidence or prevalence of the rates of a disease against that published",
        tables: &[TableName::DISEASE_RATES, TableName::DISEASE_ESTIMATES, TableName::POPULATION_ENGLAND],
        usual: within(1.4),
        possible: within(2.5),
        pairs: |data| {
            let england = England::of(data)?;
            let mut pairs = Vec::new();
            for estimate in estimates(data)? {
                let column = match estimate.measure.as_str() {
                    "incidence" => INCIDENCE,
                    "prevalence" => PREVALENCE,
                    _ => continue,
                };
                let year = england.counted.year(estimate.year).unwrap_or(england.latest());
                let sum = |of: &dyn Fn(&Band) -> f64| -> f64 {
                    england.bands(&estimate).map(|(band, ages)| england.people(band, ages, year) * of(band)).sum()
                };
                let (rate, people) = (sum(&|band| band.figures[column]), sum(&|_| 1.0));
                if people > 0.0 && !rate.is_nan() {
                    pairs.push(Pair::new(estimate.of(), rate / people, estimate.value));
                }
            }
            Ok(pairs)
        },
    },
    // 0.21 to 0.76
    Agreement {
        what: "deaths at onset that the rates of a disease give against all of its cause",
        tables: RATES_AND_DEATHS,
        usual: 0.08..=0.9,
        possible: 0.03..=1.3,
        pairs: |data| Ok(England::of(data)?.deaths(|band| band.figures[INCIDENCE] * band.die_at_onset)),
    },
    // 1.00
    Agreement {
        what: "deaths that prevalence and fatality of a disease give against those of its cause",
        tables: RATES_AND_DEATHS,
        usual: within(1.3),
        possible: within(2.5),
        pairs: |data| Ok(England::of(data)?.deaths(|band| band.figures[PREVALENCE] * band.figures[FATALITY])),
    },
    // 0.074 to 0.075
    Agreement {
        what: "published deaths of those who outlived the onset against all of the cause",
        tables: &[
            TableName::DISEASE_ESTIMATES,
            TableName::POPULATION_ENGLAND,
            TableName::DEATHS_BY_CAUSE_QUINTILE,
            TableName::POPULATION_ENGLAND_QUINTILE,
        ],
        usual: 0.01..=0.4,
        possible: 0.002..=1.0,
        pairs: |data| {
            let (england, mut pairs) = (England::of(data)?, Vec::new());
            for estimate in estimates(data)?.iter().filter(|estimate| estimate.measure == "later_deaths") {
                let deaths: f64 = estimate.sexes().map(|sex| england.deaths_of(estimate.disease, sex)).sum();
                pairs.push(Pair::new(estimate.of(), estimate.value, deaths));
            }
            Ok(pairs)
        },
    },
    // -0.048 to -0.045
    Agreement {
        what: "yearly change of incidence",
        tables: &[TableName::DISEASE_ESTIMATES],
        usual: -0.12..=0.12,
        possible: -0.3..=0.3,
        pairs: |data| alone(data, "yearly_change_of_incidence"),
    },
    // 1.26
    Agreement {
        what: "hazard ratio of death with a disease",
        tables: &[TableName::DISEASE_ESTIMATES],
        usual: 1.02..=3.0,
        possible: 1.0..=8.0,
        pairs: |data| alone(data, "hazard_ratio"),
    },
    // 0.006 to 0.090
    Agreement {
        what: "published prevalence",
        tables: &[TableName::DISEASE_ESTIMATES],
        usual: 0.002..=0.2,
        possible: 0.0002..=0.4,
        pairs: |data| alone(data, "prevalence"),
    },
    // 1.00
    Agreement {
        what: "men's rate over women's against that in the embedded table",
        tables: &[TableName::DISEASE_RATES],
        usual: within(2.0),
        possible: within(6.0),
        pairs: |data| {
            let table = data.table(TableName::DISEASE_RATES);
            let (own, known) = (Band::read(table)?, Band::read(&table.embedded()?)?);
            let mut pairs = Vec::new();
            for (band, ratios) in own.iter().filter_map(|band| Some((band, men_over_women(&own, band)?))) {
                let at = known.iter().find(|other| {
                    other.disease == band.disease && other.sex == Sex::Male && other.ages.contains(&band.ages.start)
                });
                let Some(known) = at.and_then(|other| men_over_women(&known, other)) else { continue };
                for (what, (ratio, known)) in FIGURES.into_iter().zip(ratios.into_iter().zip(known)) {
                    if ratio > 0.0 && known > 0.0 && ratio.is_finite() && known.is_finite() {
                        let of = format!("{what} of {}, from age {}", band.disease.name(), band.ages.start);
                        pairs.push(Pair::new(of, ratio, known));
                    }
                }
            }
            Ok(pairs)
        },
    },
    // 0.42 to 8.98
    Agreement {
        what: "rate of a band of age against that of the band before, from age 30",
        tables: &[TableName::DISEASE_RATES],
        usual: within(12.0),
        possible: within(40.0),
        pairs: |data| {
            let bands = Band::read(data.table(TableName::DISEASE_RATES))?;
            let mut pairs = Vec::new();
            for band in bands.iter().filter(|band| band.ages.start > 30) {
                let before = |other: &&Band| {
                    other.is_of(band.disease, band.sex) && other.ages.start >= 30 && other.ages.end == band.ages.start
                };
                let Some(before) = bands.iter().find(before) else { continue };
                for (at, what) in FIGURES.into_iter().enumerate() {
                    let (now, before) = (band.figures[at], before.figures[at]);
                    if now > 0.0 && before > 0.0 {
                        pairs.push(Pair::new(format!("{what} of {}", band.of()), now, before));
                    }
                }
            }
            Ok(pairs)
        },
    },
    // 0.66 to 0.97
    Agreement {
        what: "mean utility",
        tables: &[TableName::UTILITY_NORMS],
        usual: 0.5..=1.0,
        possible: 0.2..=1.0,
        pairs: |data| {
            let norms = Keyed::of(data, TableName::UTILITY_NORMS, &["sex", "age"], "utility")?;
            Ok(norms.iter().map(|(key, utility)| Pair::alone(of_age(key), utility)).collect())
        },
    },
    // 0.001 to 0.006
    Agreement {
        what: "fall of mean utility in a year of age",
        tables: &[TableName::UTILITY_NORMS],
        usual: -0.01..=0.03,
        possible: -0.1..=0.1,
        pairs: |data| {
            let norms = Keyed::of(data, TableName::UTILITY_NORMS, &["sex", "age"], "utility")?;
            let sorted = norms.sorted();
            let pair = |(key, utility): (&[String], f64)| {
                let next = (key[1].parse::<u32>().ok()? + 1).to_string();
                Some(Pair::alone(of_age(key), utility - sorted.get([key[0].as_str(), &next].as_slice())?))
            };
            Ok(norms.iter().filter_map(pair).collect())
        },
    },
    // 0.021
    Agreement {
        what: "mean utility of men less that of women",
        tables: &[TableName::UTILITY_NORMS],
        usual: -0.1..=0.1,
        possible: -0.3..=0.3,
        pairs: |data| {
            let norms = Keyed::of(data, TableName::UTILITY_NORMS, &["sex", "age"], "utility")?;
            let sorted = norms.sorted();
            let pair = |(key, utility): (&[String], f64)| {
                let women = sorted.get(["female", key[1].as_str()].as_slice())?;
                (key[0] == Sex::Male.name()).then(|| Pair::alone(format!("age {}", key[1]), utility - women))
            };
            Ok(norms.iter().filter_map(pair).collect())
        },
    },
    // 586 to 16,356
    Agreement {
        what: "pounds a year of care of a case, where it costs anything",
        tables: &[TableName::CARE_COSTS],
        usual: 100.0..=60_000.0,
        possible: 10.0..=1e6,
        pairs: |data| {
            costs(data.table(TableName::CARE_COSTS), &["disease", "payer", "year_since_diagnosis", "age_from"])
        },
    },
    // 34 to 3,953
    Agreement {
        what: "pounds a year of care a head, where it costs anything",
        tables: &[TableName::CARE_COST_PER_HEAD],
        usual: 10.0..=20_000.0,
        possible: 1.0..=2e5,
        pairs: |data| costs(data.table(TableName::CARE_COST_PER_HEAD), &["payer", "people", "age_from"]),
    },
    // 0.94 to 1.97
    Agreement {
        what: "cost of care a head from an age on against that of the band of ages before",
        tables: &[TableName::CARE_COST_PER_HEAD],
        usual: within(3.0),
        possible: within(10.0),
        pairs: |data| {
            let table = data.table(TableName::CARE_COST_PER_HEAD);
            let heads = Keyed::of_table(table, &["choice", "payer", "people", "age_from"], "cost")?;
            let mut bands: Vec<([&str; 2], f64, f64)> = heads
                .iter()
                .filter(|(key, cost)| key[0] == "used" && *cost > 0.0)
                .filter_map(|(key, cost)| Some(([key[1].as_str(), &key[2]], key[3].parse().ok()?, cost)))
                .collect();
            bands.sort_by(|one, other| one.0.cmp(&other.0).then(one.1.total_cmp(&other.1)));
            let are_next =
                |pair: &&[([&str; 2], f64, f64)]| pair[0].0 == pair[1].0 && pair[1].1 - pair[0].1 <= NEXT_BAND;
            let pair = |pair: &[([&str; 2], f64, f64)]| {
                Pair::new(format!("{}, from age {}", pair[1].0.join(", "), pair[1].1), pair[1].2, pair[0].2)
            };
            Ok(bands.windows(2).filter(are_next).map(pair).collect())
        },
    },
];

/// A sex and age in words.
fn of_age(key: &[String]) -> String {
    format!("{}, age {}", key[0], key[1])
}

/// Costs in use above 0, named by some columns.
fn costs(table: &Table, named: &[&str]) -> Result<Vec<Pair>, Error> {
    let key: Vec<&str> = std::iter::once("choice").chain(named.iter().copied()).collect();
    let costs = Keyed::of_table(table, &key, "cost")?;
    let used = costs.iter().filter(|(key, cost)| key[0] == "used" && *cost > 0.0);
    let words = |key: &[String]| key[1..].iter().filter(|word| !word.is_empty()).cloned().collect::<Vec<_>>();
    Ok(used.map(|(key, cost)| Pair::alone(words(key).join(", "), cost)).collect())
}

/// Published values of a measure, which nothing else is held against.
fn alone(data: &ReferenceData, measure: &str) -> Result<Vec<Pair>, Error> {
    let wanted = |estimate: &Estimate| estimate.measure == measure;
    Ok(estimates(data)?.into_iter().filter(wanted).map(|one| Pair::alone(one.of(), one.value)).collect())
}
