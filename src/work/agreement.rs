//! What tables of work must agree in.

use super::absence::WORKING_DAYS;
use super::tables::{KINGDOM, MENTAL};
use super::workers::WORKING_AGES;
use crate::data::agreement::{Agreement, Pair, within};
use crate::data::keyed::Keyed;
use crate::data::{COUNTRY, REGION, ReferenceData, TableName};
use crate::error::Error;
use crate::population::agreement::People;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// What is compared. Ratios of the embedded tables stand behind each.
pub(crate) const AGREEMENTS: &[Agreement] = &[
    // 1.000 and 1.009
    Agreement {
        what: "employment and pay, the mean of the areas against the region",
        tables: &[TableName::WORK_AREA],
        usual: within(1.06),
        possible: within(1.4),
        pairs: |data| mean_against(data, REGION),
    },
    // 0.99 and 1.24
    Agreement {
        what: "employment and pay, the mean of the areas against the country",
        tables: &[TableName::WORK_AREA],
        usual: within(1.6),
        possible: within(4.0),
        pairs: |data| mean_against(data, COUNTRY),
    },
    // 0.88 to 1.09
    Agreement {
        what: "employment rate of an area against the mean of the areas",
        tables: &[TableName::WORK_AREA],
        usual: within(1.35),
        possible: within(2.0),
        pairs: |data| against_mean(data, "employment_rate"),
    },
    // 0.79 to 1.26
    Agreement {
        what: "weekly pay of an area against the mean of the areas",
        tables: &[TableName::WORK_AREA],
        usual: within(1.8),
        possible: within(4.0),
        pairs: |data| against_mean(data, "weekly_pay"),
    },
    // 0.73
    Agreement {
        what: "employment rate, the mean of the areas",
        tables: &[TableName::WORK_AREA],
        usual: 0.45..=0.9,
        possible: 0.2..=0.99,
        pairs: |data| mean(data, "employment_rate"),
    },
    // 532
    Agreement {
        what: "weekly pay in pounds, the mean of the areas",
        tables: &[TableName::WORK_AREA],
        usual: 150.0..=2000.0,
        possible: 30.0..=10_000.0,
        pairs: |data| mean(data, "weekly_pay"),
    },
    // 0.91 to 1.12
    Agreement {
        what: "days off sick of a worker against the share of hours lost of 230 working days",
        tables: &[TableName::SICKNESS_ABSENCE],
        usual: within(1.3),
        possible: within(3.0),
        pairs: |data| {
            let rows = Absence::of(data)?;
            let of = |year: &str| {
                let rate = rows.rate(KINGDOM, "all", year)?;
                Some(Pair::new(year, rows.days_per_worker(year)?, rate * WORKING_DAYS))
            };
            Ok(rows.years(of))
        },
    },
    // 0.94 to 1.06
    Agreement {
        what: "days off sick of a worker against the year before",
        tables: &[TableName::SICKNESS_ABSENCE],
        usual: within(1.3),
        possible: within(2.5),
        pairs: |data| {
            let of_worker = |key: &[String]| key[0] == "days_per_worker" && key[1] == KINGDOM;
            let rows = Absence::of(data)?;
            let years = rows.0.year_on_year(YEAR).into_iter().filter(|(key, ..)| of_worker(key));
            Ok(years.map(|(key, now, before)| Pair::new(&key[YEAR], now, before)).collect())
        },
    },
    // 0.71
    Agreement {
        what: "share of hours lost in London against the United Kingdom",
        tables: &[TableName::SICKNESS_ABSENCE],
        usual: within(2.0),
        possible: within(5.0),
        pairs: |data| {
            let rows = Absence::of(data)?;
            let of =
                |year: &str| Some(Pair::new(year, rows.rate("London", "all", year)?, rows.rate(KINGDOM, "all", year)?));
            Ok(rows.years(of))
        },
    },
    // 1.00 to 1.06
    Agreement {
        what: "share of hours lost, the mean of the sexes against all",
        tables: &[TableName::SICKNESS_ABSENCE],
        usual: within(1.2),
        possible: within(2.0),
        pairs: |data| {
            let rows = Absence::of(data)?;
            let of = |year: &str| {
                let of = |sex| rows.rate(KINGDOM, sex, year);
                Some(Pair::new(year, 0.5 * (of("male")? + of("female")?), of("all")?))
            };
            Ok(rows.years(of))
        },
    },
    // 1.32 to 1.63
    Agreement {
        what: "share of hours lost of women against men",
        tables: &[TableName::SICKNESS_ABSENCE],
        usual: 0.8..=2.2,
        possible: within(4.0),
        pairs: |data| {
            let rows = Absence::of(data)?;
            let of = |year: &str| {
                Some(Pair::new(year, rows.rate(KINGDOM, "female", year)?, rows.rate(KINGDOM, "male", year)?))
            };
            Ok(rows.years(of))
        },
    },
    // 0.55: workers of the United Kingdom for each of England's people
    Agreement {
        what: "workers, from all days off sick by those of a worker, against England's people",
        tables: &[TableName::SICKNESS_ABSENCE, TableName::POPULATION_ENGLAND],
        usual: 0.25..=1.2,
        possible: 0.08..=4.0,
        pairs: |data| {
            let rows = Absence::of(data)?;
            let people = |year: &str| {
                let people = Keyed::of(data, TableName::POPULATION_ENGLAND, &[], &format!("y{year}")).ok()?;
                Some(people.sum(|_| true))
            };
            let of = |year: &str| {
                Some(Pair::new(year, rows.days_lost("", year)? / rows.days_per_worker(year)?, people(year)?))
            };
            Ok(rows.years(of))
        },
    },
    // 0.10
    Agreement {
        what: "days off sick for stress, depression, anxiety against all",
        tables: &[TableName::SICKNESS_ABSENCE],
        usual: 0.02..=0.5,
        possible: 0.004..=1.0,
        pairs: |data| {
            let rows = Absence::of(data)?;
            Ok(rows.years(|year| Some(Pair::new(year, rows.days_lost(MENTAL, year)?, rows.days_lost("", year)?))))
        },
    },
    // 1.14 to 1.33
    Agreement {
        what: "relative risk of absence of those who smoke, or smoked, against those who do or did less",
        tables: &[TableName::ABSENCE_RELATIVE_RISK],
        usual: 1.0..=2.5,
        possible: 0.5..=6.0,
        pairs: |data| {
            let risks = Keyed::of(data, TableName::ABSENCE_RELATIVE_RISK, &["level"], "relative_risk")?;
            Ok(risks.iter().map(|(key, risk)| Pair::alone(&key[0], risk)).collect())
        },
    },
];

const AT_WORK: RangeInclusive<usize> = WORKING_AGES.start..=WORKING_AGES.end - 1;
const MEASURES: [&str; 2] = ["employment_rate", "weekly_pay"];

/// Figures of work by measure and area.
fn figures(data: &ReferenceData) -> Result<Keyed, Error> {
    Keyed::of(data, TableName::WORK_AREA, &["measure", "area_code"], "value")
}

fn mean_against(data: &ReferenceData, whole: &str) -> Result<Vec<Pair>, Error> {
    let (people, figures) = (People::of(data)?, figures(data)?);
    let against =
        |measure: &&str| people.mean_against((measure, whole), &AT_WORK, |code| figures.get(&[measure, code]));
    Ok(MEASURES.iter().filter_map(against).collect())
}

fn against_mean(data: &ReferenceData, measure: &str) -> Result<Vec<Pair>, Error> {
    let figures = figures(data)?;
    Ok(People::of(data)?.against_mean(measure, &AT_WORK, |code| figures.get(&[measure, code])))
}

/// The mean of the areas that have a figure; nothing if none has.
fn mean(data: &ReferenceData, measure: &str) -> Result<Vec<Pair>, Error> {
    let (people, figures) = (People::of(data)?, figures(data)?);
    let of = |code: &str| figures.get(&[measure, code]);
    let is_known = people.areas.iter().any(|(code, _)| of(code).is_some());
    Ok(is_known.then(|| Pair::alone("all areas", people.mean(&AT_WORK, of))).into_iter().collect())
}

/// Place of the year in the key of absence.
const YEAR: usize = 4;

/// Figures of absence by measure, area, sex, reason and year.
struct Absence(Keyed);

impl Absence {
    fn of(data: &ReferenceData) -> Result<Self, Error> {
        let key = ["measure", "area", "sex", "reason", "year"];
        Ok(Self(Keyed::of(data, TableName::SICKNESS_ABSENCE, &key, "value")?))
    }

    fn rate(&self, area: &str, sex: &str, year: &str) -> Option<f64> {
        self.0.get(&["absence_rate", area, sex, "", year])
    }

    fn days_per_worker(&self, year: &str) -> Option<f64> {
        self.0.get(&["days_per_worker", KINGDOM, "all", "", year])
    }

    fn days_lost(&self, reason: &str, year: &str) -> Option<f64> {
        self.0.get(&["days_lost", KINGDOM, "all", reason, year])
    }

    /// A pair for every year that has what it is of.
    fn years(&self, pair: impl Fn(&str) -> Option<Pair>) -> Vec<Pair> {
        let years: BTreeSet<&str> = self.0.iter().map(|(key, _)| key[YEAR].as_str()).collect();
        years.into_iter().filter_map(pair).collect()
    }
}
