//! What tables of life expectancy and healthy life expectancy must agree in.

use super::agreement::People;
use super::healthy_life::PERIOD;
use super::stratum::Sex;
use crate::data::agreement::{Agreement, Pair, within};
use crate::data::keyed::Keyed;
use crate::data::{REGION, ReferenceData, TableName};
use crate::error::Error;

/// What is compared. Ratios of the embedded tables stand behind each.
pub(crate) const AGREEMENTS: &[Agreement] = &[
    // 2.50 to 5.00
    Agreement {
        what: "years that women live longer than men",
        tables: &[TableName::LIFE_EXPECTANCY_BOROUGH],
        usual: 0.0..=9.0,
        possible: -5.0..=15.0,
        pairs: |data| {
            let (people, life) = (People::of(data)?, Life::of(data)?);
            let pair = |(code, name): &(String, String)| {
                let [men, women] = Sex::ALL.map(|sex| life.whole(code, sex));
                Some(Pair::alone(name.clone(), women? - men?))
            };
            Ok(people.areas.iter().filter_map(pair).collect())
        },
    },
    // 0.70 to 0.85
    Agreement {
        what: "healthy life expectancy of an area against its life expectancy",
        tables: &[TableName::HEALTHY_LIFE_EXPECTANCY, TableName::LIFE_EXPECTANCY_BOROUGH],
        usual: 0.6..=0.95,
        possible: 0.3..=1.0,
        pairs: |data| {
            let life = Life::of(data)?;
            by_area(data, |code, sex| Some((life.healthy(code, sex)?, life.whole(code, sex)?)))
        },
    },
    // 0.90 to 1.10
    Agreement {
        what: "healthy life expectancy of an area against the region's",
        tables: &[TableName::HEALTHY_LIFE_EXPECTANCY],
        usual: within(1.25),
        possible: within(1.6),
        pairs: |data| {
            let life = Life::of(data)?;
            by_area(data, |code, sex| Some((life.healthy(code, sex)?, life.healthy(REGION, sex)?)))
        },
    },
    // 1.00
    Agreement {
        what: "healthy life expectancy of all areas, weighted by people, against the region's",
        tables: &[TableName::HEALTHY_LIFE_EXPECTANCY],
        usual: within(1.03),
        possible: within(1.15),
        pairs: |data| {
            let (people, life) = (People::of(data)?, Life::of(data)?);
            let pair = |sex: Sex| {
                let region = life.healthy(REGION, sex)?;
                let is_known = people.areas.iter().any(|(code, _)| life.healthy(code, sex).is_some());
                is_known
                    .then(|| Pair::new(sex.to_string(), people.mean(&(0..=90), |code| life.healthy(code, sex)), region))
            };
            Ok(Sex::ALL.into_iter().filter_map(pair).collect())
        },
    },
];

/// Years of life and of healthy life at birth by area and sex, of the periods that are read.
struct Life {
    whole: Keyed,
    healthy: Keyed,
}

impl Life {
    fn of(data: &ReferenceData) -> Result<Self, Error> {
        let healthy = TableName::HEALTHY_LIFE_EXPECTANCY;
        Ok(Self {
            whole: Keyed::of(data, TableName::LIFE_EXPECTANCY_BOROUGH, &["area_code", "sex"], "life_expectancy")?,
            healthy: Keyed::of(data, healthy, &["area_code", "sex", "period"], "healthy_life_expectancy")?,
        })
    }

    fn whole(&self, code: &str, sex: Sex) -> Option<f64> {
        self.whole.get(&[code, sex.name()])
    }

    fn healthy(&self, code: &str, sex: Sex) -> Option<f64> {
        self.healthy.get(&[code, sex.name(), PERIOD])
    }
}

/// A pair for each area and sex of which both are known.
fn by_area(data: &ReferenceData, known: impl Fn(&str, Sex) -> Option<(f64, f64)>) -> Result<Vec<Pair>, Error> {
    let mut pairs = Vec::new();
    for (code, name) in &People::of(data)?.areas {
        for sex in Sex::ALL {
            if let Some((value, against)) = known(code, sex) {
                pairs.push(Pair::new(format!("{name}, {sex}"), value, against));
            }
        }
    }
    Ok(pairs)
}
