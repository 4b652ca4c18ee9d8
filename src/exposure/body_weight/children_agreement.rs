//! What tables of children's weight must agree in.

use super::children::SchoolGroup;
use crate::data::agreement::{Agreement, Pair, within};
use crate::data::keyed::Keyed;
use crate::data::{COUNTRY, REGION, ReferenceData, TableName};
use crate::error::Error;
use crate::population::agreement::People;
use std::ops::RangeInclusive;

/// What is compared. Ratios of the embedded tables stand behind each.
pub(crate) const AGREEMENTS: &[Agreement] = &[
    // 1.000
    Agreement {
        what: "children measured in all areas against the region",
        tables: &[TableName::CHILD_WEIGHT_AREA],
        usual: within(1.02),
        possible: within(1.25),
        pairs: |data| Measured::of(data)?.of_region(|_, measured| measured),
    },
    // 0.9997 to 1.0006
    Agreement {
        what: "overweight and obese children of all areas against the region, as counts",
        tables: &[TableName::CHILD_WEIGHT_AREA],
        usual: within(1.03),
        possible: within(1.3),
        pairs: |data| {
            let all = Measured::of(data)?;
            let mut pairs = Vec::new();
            for (class, shares) in CLASSES.iter().zip(&all.shares) {
                let counts = all.of_region(|key, measured| measured * shares.get(key).unwrap_or(0.0))?;
                pairs.extend(counts.into_iter().map(|pair| Pair { of: format!("{}, {class}", pair.of), ..pair }));
            }
            Ok(pairs)
        },
    },
    // 0.45 to 1.36
    Agreement {
        what: "overweight or obese children of an area against the region",
        tables: &[TableName::CHILD_WEIGHT_AREA],
        usual: within(2.7),
        possible: within(5.0),
        pairs: |data| {
            let all = Measured::of(data)?;
            Ok(all.pairs(
                |all, [code, year, group], shares| {
                    if all.is_area(code) { shares.get(&[REGION, year, group]) } else { None }
                },
            ))
        },
    },
    // 0.91 to 1.19
    Agreement {
        what: "overweight or obese children of the region against the country",
        tables: &[TableName::CHILD_WEIGHT_AREA],
        usual: within(1.7),
        possible: within(3.0),
        pairs: |data| {
            let all = Measured::of(data)?;
            let of_region = |[code, year, group]: [&str; 3], shares: &Keyed| {
                if code == REGION { shares.get(&[COUNTRY, year, group]) } else { None }
            };
            Ok(all.pairs(|_, key, shares| of_region(key, shares)))
        },
    },
    // 0.65 to 1.50
    Agreement {
        what: "overweight or obese children against the year before",
        tables: &[TableName::CHILD_WEIGHT_AREA],
        usual: within(2.0),
        possible: within(3.5),
        pairs: |data| {
            let all = Measured::of(data)?;
            Ok(all.pairs(|all, [code, year, group], shares| {
                let before = (year.parse::<i32>().ok()? - 1).to_string();
                let key = [code, before.as_str(), group];
                if all.is_enough(&key) { shares.get(&key) } else { None }
            }))
        },
    },
    // 1.61 to 3.06
    Agreement {
        what: "obese children of Year 6 against Reception",
        tables: &[TableName::CHILD_WEIGHT_AREA],
        usual: 1.1..=5.0,
        possible: 0.6..=9.0,
        pairs: |data| {
            let all = Measured::of(data)?;
            let obese = &all.shares[1];
            let pair = |(key, share): (&[String], f64)| {
                let [code, year, group] = words(key);
                let reception = [code, year, "reception"];
                if group != "year6" || !all.is_enough(&[code, year, group]) || !all.is_enough(&reception) {
                    return None;
                }
                Some(Pair::new(format!("{}, {year}", all.people.name(code)), share, obese.get(&reception)?))
            };
            Ok(obese.iter().filter_map(pair).collect())
        },
    },
    // 0.83 to 1.32
    Agreement {
        what: "children measured against the year before (20 added to both)",
        tables: &[TableName::CHILD_WEIGHT_AREA],
        usual: within(1.6),
        possible: within(3.0),
        pairs: |data| {
            let all = Measured::of(data)?;
            let pair = |(key, now, before)| Pair::counts(all.named(words(key)), now, before, 20.0);
            Ok(all.measured.year_on_year(1).into_iter().map(pair).collect())
        },
    },
    // 0.47 to 1.00; private schools measure none
    Agreement {
        what: "children measured in 2015 and 2016 against people of their age in 2015 (20 added to both)",
        tables: &[TableName::CHILD_WEIGHT_AREA, TableName::POPULATION],
        usual: 0.35..=1.3,
        possible: 0.1..=2.5,
        pairs: |data| {
            let all = Measured::of(data)?;
            let pair = |(key, measured): (&[String], f64)| {
                let [code, year, group] = words(key);
                let age = if group == "reception" { 4 } else { 10 };
                (all.is_area(code) && ["2015", "2016"].contains(&year)).then(|| {
                    let people = all.people.of_area(code, age..=age);
                    Pair::counts(all.named([code, year, group]), measured, people, 20.0)
                })
            };
            Ok(all.measured.iter().filter_map(pair).collect())
        },
    },
    // 0.95 to 0.97
    Agreement {
        what: "obese children of England by decile, their mean, against the country",
        tables: &[TableName::CHILD_WEIGHT_ENGLAND, TableName::CHILD_WEIGHT_AREA],
        usual: within(1.25),
        possible: within(1.8),
        pairs: |data| {
            let (all, england) = (Measured::of(data)?, england(data)?);
            let mut pairs = Vec::new();
            for year in ["2015", "2016"] {
                for group in ["reception", "year6"] {
                    // Of Year 6 only the two ends are published.
                    let deciles = if group == "year6" { vec![1, 10] } else { (1..=10).collect() };
                    let decile = |at: &i32| england.get(&[year, group, "all", &at.to_string(), "obese"]);
                    let deciles: Option<Vec<f64>> = deciles.iter().map(decile).collect();
                    if let (Some(of), Some(country)) = (deciles, all.shares[1].get(&[COUNTRY, year, group])) {
                        let mean = of.iter().sum::<f64>() / of.len() as f64;
                        pairs.push(Pair::new(format!("{group}, {year}"), mean, country));
                    }
                }
            }
            Ok(pairs)
        },
    },
    // 0.998 to 1.000
    Agreement {
        what: "children of England in 2016 by sex, their mean, against the country",
        tables: &[TableName::CHILD_WEIGHT_ENGLAND, TableName::CHILD_WEIGHT_AREA],
        usual: within(1.1),
        possible: within(1.5),
        pairs: |data| {
            let (all, england) = (Measured::of(data)?, england(data)?);
            let mut pairs = Vec::new();
            for group in ["reception", "year6"] {
                let of = |sex, class| england.get(&["2016", group, sex, "all", class]);
                let mean = |class| Some(0.5 * (of("male", class)? + of("female", class)?));
                let [overweight, obese] = all.shares.each_ref().map(|shares| shares.get(&[COUNTRY, "2016", group]));
                if let (Some(mean), Some(country)) = (mean("obese"), obese) {
                    pairs.push(Pair::new(format!("{group}, obese"), mean, country));
                }
                if let (Some(mean), Some(overweight), Some(obese)) = (mean("excess"), overweight, obese) {
                    pairs.push(Pair::new(format!("{group}, overweight or obese"), mean, overweight + obese));
                }
            }
            Ok(pairs)
        },
    },
    // 0.997 to 1.03
    Agreement {
        what: "obese children of the cohort that was followed against the mean of the country's years",
        tables: &[TableName::BODY_WEIGHT_TRACKING, TableName::CHILD_WEIGHT_AREA],
        usual: within(1.2),
        possible: within(2.0),
        pairs: |data| {
            let all = Measured::of(data)?;
            let tracking = Keyed::of(data, TableName::BODY_WEIGHT_TRACKING, &["parameter"], "value")?;
            let mut pairs = Vec::new();
            for (group, until) in [("reception", "2013"), ("year6", "2016")] {
                let of_country = |key: &[String]| key[0] == COUNTRY && key[2] == group && key[1].as_str() <= until;
                let years = all.shares[1].iter().filter(|(key, _)| of_country(key)).count();
                let name = format!("obese_in_{group}_england_2007_to_2013");
                if let Some(share) = tracking.get(&[&name]).filter(|_| years > 0) {
                    pairs.push(Pair::new(group, share, all.shares[1].sum(of_country) / years as f64));
                }
            }
            Ok(pairs)
        },
    },
];

const CLASSES: [&str; 2] = ["overweight", "obese"];
/// Of fewer children measured a share is too uncertain to be held against another.
const ENOUGH: f64 = 300.0;

/// Children measured by area, year and group.
struct Measured {
    people: People,
    measured: Keyed,
    /// Overweight, obese.
    shares: [Keyed; 2],
}

impl Measured {
    fn of(data: &ReferenceData) -> Result<Self, Error> {
        let of = |column| Keyed::of(data, TableName::CHILD_WEIGHT_AREA, &["area_code", "year", "school_group"], column);
        Ok(Self { people: People::of(data)?, measured: of("measured")?, shares: [of("overweight")?, of("obese")?] })
    }

    fn named(&self, [code, year, group]: [&str; 3]) -> String {
        format!("{}, {group}, {year}", self.people.name(code))
    }

    fn is_area(&self, code: &str) -> bool {
        self.people.areas.iter().any(|(known, _)| known == code)
    }

    fn is_enough(&self, key: &[&str]) -> bool {
        self.measured.get(key).is_some_and(|measured| measured >= ENOUGH)
    }

    /// The areas together against the region, by year and group, where it and nearly all of them have a row.
    fn of_region(&self, count: impl Fn(&[&str], f64) -> f64) -> Result<Vec<Pair>, Error> {
        let known = self.measured.sorted();
        let mut pairs = Vec::new();
        for (key, of_region) in self.measured.iter().filter(|(key, _)| key[0] == REGION) {
            let [_, year, group] = words(key);
            let of = |code: &str| {
                let measured = known.get(&vec![code, year, group])?;
                Some(count(&[code, year, group], *measured))
            };
            if self.people.are_nearly_all(&ages(group), |code| of(code).is_some()) {
                let sum = self.people.areas.iter().filter_map(|(code, _)| of(code)).sum();
                pairs.push(Pair::new(format!("{group}, {year}"), sum, count(&[REGION, year, group], of_region)));
            }
        }
        Ok(pairs)
    }

    /// Shares of both classes where enough children were measured, against what is found for each.
    fn pairs(&self, against: impl Fn(&Self, [&str; 3], &Keyed) -> Option<f64>) -> Vec<Pair> {
        let mut pairs = Vec::new();
        for (class, shares) in CLASSES.iter().zip(&self.shares) {
            for (key, share) in shares.iter().filter(|(key, _)| self.is_enough(&words(key))) {
                if let Some(against) = against(self, words(key), shares) {
                    pairs.push(Pair::new(format!("{}, {class}", self.named(words(key))), share, against));
                }
            }
        }
        pairs
    }
}

fn england(data: &ReferenceData) -> Result<Keyed, Error> {
    let key = ["year", "school_group", "sex", "decile", "weight_class"];
    Keyed::of(data, TableName::CHILD_WEIGHT_ENGLAND, &key, "share")
}

fn ages(group: &str) -> RangeInclusive<usize> {
    if group == SchoolGroup::Reception.table_name() { SchoolGroup::Reception.ages() } else { SchoolGroup::Year6.ages() }
}

/// Area, year and group.
fn words(key: &[String]) -> [&str; 3] {
    [&key[0], &key[1], &key[2]]
}
