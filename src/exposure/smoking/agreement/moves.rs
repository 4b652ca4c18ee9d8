//! Starting to smoke, and help to stop.

use crate::data::agreement::{Agreement, Pair, within};
use crate::data::keyed::Keyed;
use crate::data::{ReferenceData, TableName};
use crate::error::Error;
use crate::population::stratum::{QUINTILES, Sex};
use std::ops::RangeInclusive;

/// Ages at which people start.
const AGES: RangeInclusive<usize> = 11..=30;

/// What is compared. Ratios of the embedded tables stand behind each.
pub(crate) const AGREEMENTS: &[Agreement] = &[
    // 0.46 to 0.56
    Agreement {
        what: "share of people who ever start to smoke",
        tables: &[TableName::SMOKING_STARTING],
        usual: 0.25..=0.75,
        possible: 0.05..=0.9,
        pairs: |data| {
            let starting = Starting::of(data)?;
            let pair = |sex: Sex| {
                let never: f64 = AGES.map(|age| 1.0 - starting.mean(sex, age)).product();
                Pair::alone(sex.name(), 1.0 - never)
            };
            Ok(Sex::ALL.map(pair).to_vec())
        },
    },
    // 0.71 to 1.31
    Agreement {
        what: "starting to smoke in a quintile against the mean of all (0.01 added to both)",
        tables: &[TableName::SMOKING_STARTING],
        usual: within(2.5),
        possible: within(6.0),
        pairs: |data| {
            let starting = Starting::of(data)?;
            let pair = |sex, quintile, age| {
                let of = format!("{sex}, quintile {quintile}, age {age}");
                Pair::counts(of, starting.at(sex, quintile, age), starting.mean(sex, age), 0.01)
            };
            Ok(Starting::rows().map(|(sex, quintile, age)| pair(sex, quintile, age)).collect())
        },
    },
    // 0.75 to 1.18
    Agreement {
        what: "starting to smoke at an age against a year younger (0.01 added to both)",
        tables: &[TableName::SMOKING_STARTING],
        usual: within(2.0),
        possible: within(5.0),
        pairs: |data| {
            let starting = Starting::of(data)?;
            let pair = |sex, quintile, age| {
                let of = format!("{sex}, quintile {quintile}, age {age}");
                Pair::counts(of, starting.at(sex, quintile, age), starting.at(sex, quintile, age - 1), 0.01)
            };
            let rows = Starting::rows().filter(|(_, _, age)| age > AGES.start());
            Ok(rows.map(|(sex, quintile, age)| pair(sex, quintile, age)).collect())
        },
    },
    // 0.016 to 0.050
    Agreement {
        what: "share of smokers who use stop-smoking services in a year",
        tables: &[TableName::SMOKING_INTERVENTIONS],
        usual: 0.004..=0.2,
        possible: 4e-4..=0.6,
        pairs: |data| {
            let reach = Keyed::of(data, TableName::SMOKING_INTERVENTIONS, &["parameter", "sex", "age_from"], "mean")?;
            let rows = reach.iter().filter(|(key, _)| key[0] == "service_reach");
            Ok(rows.map(|(key, share)| Pair::alone(format!("{} from {}", key[1], key[2]), share)).collect())
        },
    },
    // 0.05
    Agreement {
        what: "abstinence at one year with stop-smoking services less that without",
        tables: &[TableName::SMOKING_INTERVENTIONS],
        usual: 0.005..=0.25,
        possible: -0.02..=0.6,
        pairs: |data| {
            let means = Keyed::of(data, TableName::SMOKING_INTERVENTIONS, &["parameter"], "mean")?;
            let [with, without] =
                ["abstinence_52w_service", "abstinence_52w_without_treatment"].map(|name| means.get(&[name]));
            let pair = with.zip(without).map(|(with, without)| Pair::alone("all smokers", with - without));
            Ok(pair.into_iter().collect())
        },
    },
];

/// Yearly probabilities of starting by sex, quintile and age.
struct Starting([[Vec<f64>; QUINTILES]; 2]);

impl Starting {
    fn of(data: &ReferenceData) -> Result<Self, Error> {
        let table = Keyed::of(data, TableName::SMOKING_STARTING, &["sex", "quintile", "age"], "probability")?;
        let table = table.sorted();
        let mut starting = Self(std::array::from_fn(|_| std::array::from_fn(|_| vec![0.0; AGES.end() + 1])));
        for (sex, quintile, age) in Self::rows() {
            let (quintile_name, age_name) = (quintile.to_string(), age.to_string());
            let key = vec![sex.name(), quintile_name.as_str(), age_name.as_str()];
            starting.0[sex.index()][quintile - 1][age] = table.get(&key).copied().unwrap_or(f64::NAN);
        }
        Ok(starting)
    }

    /// Sexes, quintiles and ages in order.
    fn rows() -> impl Iterator<Item = (Sex, usize, usize)> {
        Sex::ALL
            .into_iter()
            .flat_map(|sex| (1..=QUINTILES).flat_map(move |quintile| AGES.map(move |age| (sex, quintile, age))))
    }

    fn at(&self, sex: Sex, quintile: usize, age: usize) -> f64 {
        self.0[sex.index()][quintile - 1][age]
    }

    fn mean(&self, sex: Sex, age: usize) -> f64 {
        (1..=QUINTILES).map(|quintile| self.at(sex, quintile, age)).sum::<f64>() / QUINTILES as f64
    }
}
