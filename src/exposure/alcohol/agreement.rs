//! What survey estimates of drinking must agree in.

use crate::data::agreement::{Agreement, Pair, within};
use crate::data::keyed::Keyed;
use crate::data::{ReferenceData, TableName};
use crate::error::Error;

/// What is compared. Ratios of the embedded tables stand behind each.
pub(crate) const AGREEMENTS: &[Agreement] = &[
    // 0.20 to 0.36
    Agreement {
        what: "share of drinkers who drink over 14 units",
        tables: &[TableName::ALCOHOL_ESTIMATES],
        usual: 0.05..=0.7,
        possible: 0.01..=1.0,
        pairs: |data| {
            let estimates = Estimates::of(data)?;
            let share = |sex: &'static str| {
                let of = |measure| estimates.of_england(2015, sex, "all", measure);
                Some(Pair::alone(sex, of("over_14")? / (1.0 - of("none")?)))
            };
            Ok(SEXES.into_iter().filter_map(share).collect())
        },
    },
    // 0.88 to 1.52
    Agreement {
        what: "drinking in London against Great Britain",
        tables: &[TableName::ALCOHOL_ESTIMATES],
        usual: within(2.2),
        possible: within(4.0),
        pairs: |data| {
            let estimates = Estimates::of(data)?;
            let against = |(year, measure): (i32, &'static str)| {
                let of = |area| estimates.of_all(area, year, measure);
                Some(Pair::new(format!("{measure}, {year}"), of("London")?, of(BRITAIN)?))
            };
            Ok([(2013, "teetotal"), (2014, "last_week")].into_iter().filter_map(against).collect())
        },
    },
    // 1.36
    Agreement {
        what: "those not teetotal in Great Britain 2013 against those who drank in the last week in 2014",
        tables: &[TableName::ALCOHOL_ESTIMATES],
        usual: 1.0..=3.0,
        possible: 0.8..=8.0,
        pairs: |data| {
            let estimates = Estimates::of(data)?;
            let pair = || {
                let drinkers = 1.0 - estimates.of_all(BRITAIN, 2013, "teetotal")?;
                Some(Pair::new("16 and over", drinkers, estimates.of_all(BRITAIN, 2014, "last_week")?))
            };
            Ok(pair().into_iter().collect())
        },
    },
    // 0.86 to 1.09
    Agreement {
        what: "drinking of the outer fifths of income and deprivation, their mean, against all",
        tables: &[TableName::ALCOHOL_ESTIMATES],
        usual: within(1.5),
        possible: within(3.0),
        pairs: |data| {
            let estimates = Estimates::of(data)?;
            let mut pairs = Vec::new();
            for sex in SEXES {
                let mean = |year, measure, [first, last]: [&str; 2]| {
                    let of = |group| estimates.of_england(year, sex, group, measure);
                    Some(0.5 * (of(first)? + of(last)?))
                };
                let of_income = mean(2015, "over_14", ["income_1", "income_5"]);
                if let (Some(mean), Some(all)) = (of_income, estimates.of_england(2015, sex, "all", "over_14")) {
                    pairs.push(Pair::new(format!("{sex}, over_14 by income"), mean, all));
                }
                let of_deprivation = mean(2012, "last_week", ["quintile_1", "quintile_5"]);
                if let (Some(mean), Some(all)) = (of_deprivation, estimates.of_all(BRITAIN, 2014, "last_week")) {
                    pairs.push(Pair::new(format!("{sex}, last_week by deprivation"), mean, all));
                }
            }
            Ok(pairs)
        },
    },
];

const SEXES: [&str; 2] = ["male", "female"];
const BRITAIN: &str = "Great Britain";

/// Estimates of people of 16 and over.
struct Estimates(Keyed);

impl Estimates {
    fn of(data: &ReferenceData) -> Result<Self, Error> {
        let key = ["age_from", "age_to", "area", "year", "sex", "group", "measure"];
        Ok(Self(Keyed::of(data, TableName::ALCOHOL_ESTIMATES, &key, "value")?))
    }

    fn get(&self, area: &str, year: i32, sex: &str, group: &str, measure: &str) -> Option<f64> {
        self.0.get(&["16", "", area, &year.to_string(), sex, group, measure])
    }

    fn of_england(&self, year: i32, sex: &str, group: &str, measure: &str) -> Option<f64> {
        self.get("England", year, sex, group, measure)
    }

    fn of_all(&self, area: &str, year: i32, measure: &str) -> Option<f64> {
        self.get(area, year, "all", "all", measure)
    }
}
