//! What tables of school readiness must agree in.

use crate::data::agreement::{Agreement, Pair, within};
use crate::data::keyed::Keyed;
use crate::data::{COUNTRY, REGION, ReferenceData, TableName};
use crate::error::Error;
use crate::population::agreement::People;

/// What is compared. Ratios of the embedded tables stand behind each.
pub(crate) const AGREEMENTS: &[Agreement] = &[
    // 1.000
    Agreement {
        what: "children, and those ready for school, in all areas against the region",
        tables: &[TableName::SCHOOL_READINESS],
        usual: within(1.02),
        possible: within(1.25),
        pairs: |data| {
            let all = Children::of(data)?;
            let mut pairs = Vec::new();
            for (key, _) in all.children.iter().filter(|(key, _)| key[0] == REGION) {
                let [_, year, sex] = words(key);
                for (what, counts) in [("children", &all.children), ("ready", &all.ready)] {
                    let of = |code: &str| counts.get(&[code, year, sex]);
                    let known = all.people.are_nearly_all(&(4..=5), |code| of(code).is_some());
                    if let Some(region) = of(REGION).filter(|_| known) {
                        let sum = all.people.areas.iter().filter_map(|(code, _)| of(code)).sum();
                        pairs.push(Pair::new(format!("{what}, {sex}, {year}"), sum, region));
                    }
                }
            }
            Ok(pairs)
        },
    },
    // 1.01 to 1.05
    Agreement {
        what: "share of the region's children who are ready for school against the country's",
        tables: &[TableName::SCHOOL_READINESS],
        usual: within(1.6),
        possible: within(2.5),
        pairs: |data| {
            let all = Children::of(data)?;
            let pair = |[code, year, sex]: [&str; 3]| {
                let of = |code| all.share([code, year, sex]);
                if code == REGION { Some(Pair::new(format!("{sex}, {year}"), of(REGION)?, of(COUNTRY)?)) } else { None }
            };
            Ok(all.each(pair))
        },
    },
    // 0.72 to 1.37
    Agreement {
        what: "share of an area's children who are ready for school against the region's (5 of 10 added)",
        tables: &[TableName::SCHOOL_READINESS],
        usual: within(1.8),
        possible: within(3.0),
        pairs: |data| {
            let all = Children::of(data)?;
            let pair = |key: [&str; 3]| {
                let of_region = [REGION, key[1], key[2]];
                Some(Pair::new(all.named(key), all.share_with_more(key)?, all.share_with_more(of_region)?))
            };
            Ok(all.each(|key| pair(key).filter(|_| all.is_area(key[0]))))
        },
    },
    // 0.83 to 1.51
    Agreement {
        what: "share of girls who are ready for school against boys (5 of 10 added)",
        tables: &[TableName::SCHOOL_READINESS],
        usual: 0.7..=2.0,
        possible: 0.5..=3.0,
        pairs: |data| {
            let all = Children::of(data)?;
            let pair = |key: [&str; 3]| {
                let [code, year, sex] = key;
                let girls = all.share_with_more([code, year, "female"])?;
                let of = format!("{}, {year}", all.people.name(code));
                if sex == "male" { Some(Pair::new(of, girls, all.share_with_more(key)?)) } else { None }
            };
            Ok(all.each(pair))
        },
    },
    // 0.87 to 1.31
    Agreement {
        what: "children at the end of Reception against the year before (20 added to both)",
        tables: &[TableName::SCHOOL_READINESS],
        usual: within(1.5),
        possible: within(3.0),
        pairs: |data| {
            let all = Children::of(data)?;
            let pair =
                |(key, now, before): (&[String], f64, f64)| Pair::counts(all.named(words(key)), now, before, 20.0);
            Ok(all.children.year_on_year(1).into_iter().map(pair).collect())
        },
    },
    // 0.52 to 1.06
    Agreement {
        what: "children at the end of Reception against people of age 4 in 2015 (20 added to both)",
        tables: &[TableName::SCHOOL_READINESS, TableName::POPULATION],
        usual: 0.4..=1.5,
        possible: 0.1..=4.0,
        pairs: |data| {
            let all = Children::of(data)?;
            let pair = |key: [&str; 3]| {
                let [code, _, sex] = key;
                let people = all.people.at(code, sex, 4);
                Some(Pair::counts(all.named(key), all.children.get(&key)?, people, 20.0))
            };
            Ok(all.each(|key| pair(key).filter(|_| all.is_area(key[0]))))
        },
    },
    // 1.02 to 1.40
    Agreement {
        what: "children at the end of Reception against those measured there (20 added to both)",
        tables: &[TableName::SCHOOL_READINESS, TableName::CHILD_WEIGHT_AREA],
        usual: 0.8..=1.6,
        possible: within(3.0),
        pairs: |data| {
            let all = Children::of(data)?;
            let key = ["area_code", "year", "school_group"];
            let measured = Keyed::of(data, TableName::CHILD_WEIGHT_AREA, &key, "measured")?;
            let pair = |(key, measured): (&[String], f64)| {
                let [code, year, group] = words(key);
                let of = |sex| all.children.get(&[code, year, sex]);
                let children = of("male")? + of("female")?;
                let name = format!("{}, {year}", all.people.name(code));
                (group == "reception").then(|| Pair::counts(name, children, measured, 20.0))
            };
            Ok(measured.iter().filter_map(pair).collect())
        },
    },
    // 0.48 to 1.01
    Agreement {
        what: "share ready for school of children with free school meals against all",
        tables: &[TableName::SCHOOL_READINESS_FREE_MEALS, TableName::SCHOOL_READINESS],
        usual: 0.35..=1.15,
        possible: 0.15..=2.0,
        pairs: |data| {
            let all = Children::of(data)?;
            let key = ["area_code", "year"];
            let meals = Keyed::of(data, TableName::SCHOOL_READINESS_FREE_MEALS, &key, "ready")?;
            let pair = |(key, share): (&[String], f64)| {
                let (code, year) = (key[0].as_str(), key[1].as_str());
                let both = |of: &Keyed| Some(of.get(&[code, year, "male"])? + of.get(&[code, year, "female"])?);
                let against = both(&all.ready)? / both(&all.children)?;
                Some(Pair::new(format!("{}, {year}", all.people.name(code)), share, against))
            };
            Ok(meals.iter().filter_map(pair).collect())
        },
    },
];

/// Children by area, year and sex.
struct Children {
    people: People,
    children: Keyed,
    ready: Keyed,
}

impl Children {
    fn of(data: &ReferenceData) -> Result<Self, Error> {
        let of = |column| Keyed::of(data, TableName::SCHOOL_READINESS, &["area_code", "year", "sex"], column);
        Ok(Self { people: People::of(data)?, children: of("children")?, ready: of("ready")? })
    }

    fn is_area(&self, code: &str) -> bool {
        self.people.areas.iter().any(|(known, _)| known == code)
    }

    fn named(&self, [code, year, sex]: [&str; 3]) -> String {
        format!("{}, {sex}, {year}", self.people.name(code))
    }

    fn each(&self, pair: impl Fn([&str; 3]) -> Option<Pair>) -> Vec<Pair> {
        self.children.iter().filter_map(|(key, _)| pair(words(key))).collect()
    }

    fn share(&self, key: [&str; 3]) -> Option<f64> {
        Some(self.ready.get(&key)? / self.children.get(&key)?)
    }

    /// With ten more children, half of them ready: the share of a few children varies by chance.
    fn share_with_more(&self, key: [&str; 3]) -> Option<f64> {
        Some((self.ready.get(&key)? + 5.0) / (self.children.get(&key)? + 10.0))
    }
}

/// Three parts of a key.
fn words(key: &[String]) -> [&str; 3] {
    [&key[0], &key[1], &key[2]]
}
