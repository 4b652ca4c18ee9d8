//! Forecasts of children's weight: London and the boroughs, both years of school and both thresholds.

use crate::data::{ReferenceData, WHOLE};
use crate::error::Error;
use crate::exposure::body_weight::children::{BoroughChildren, LondonChildren, SchoolGroup, WeightClass, readings};

use crate::forecast::{Forecast, Subject};
use crate::numerics::logit::logistic;
use crate::population::demography::Demography;
use crate::trend::Reading;

/// Last school year compared with: 2015/16, in which the model starts.
const LAST_MEASURED: i32 = 2016;

/// Forecasts from one origin, a school year by its end. A borough's interval holds the walk of its own difference from London too.
pub(super) fn child_weight(
    data: &ReferenceData,
    demography: &Demography,
    origin: i32,
    all: &mut Vec<Forecast>,
) -> Result<(), Error> {
    let london = LondonChildren::fit(data, origin)?;
    for group in SchoolGroup::ALL {
        for class in WeightClass::ALL {
            let trend = london.trend(group, class);
            let what = match class {
                WeightClass::Excess => "overweight or obese",
                WeightClass::Obese => "obese",
            };
            let mut forecast = |subject, place: &str, reading: &Reading, shift: f64, variance: f64| {
                let ahead = reading.time - trend.origin();
                let series = format!("{place}, {}, {what}", group.name());
                let expected = (trend.central(ahead) + shift, trend.variance(ahead) + variance);
                all.push(Forecast::of((subject, &series, origin), reading, expected, logistic));
            };
            let later = |reading: &&Reading| reading.time > f64::from(origin);
            for reading in readings(data, WHOLE, group, class, LAST_MEASURED)?.iter().filter(later) {
                forecast(Subject::ChildWeightLondon, "London", reading, 0.0, 0.0);
            }
            let boroughs = BoroughChildren::fit(data, demography, group, class, origin)?;
            for (area, effect) in demography.areas().iter().zip(boroughs.levels.effects()) {
                let own = effect.effect.sd() * effect.effect.sd();
                for reading in readings(data, &area.code, group, class, LAST_MEASURED)?.iter().filter(later) {
                    let walk = boroughs.walk_sd * boroughs.walk_sd * (reading.time - trend.origin());
                    forecast(Subject::ChildWeightBorough, &area.name, reading, effect.effect.mean(), own + walk);
                }
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hindcast::{ORIGINS, coverage};

    #[test]
    fn intervals_cover_what_they_claim() {
        let data = ReferenceData::embedded();
        let demography = Demography::from_data(&data).unwrap();
        let mut all = Vec::new();
        for origin in ORIGINS {
            child_weight(&data, &demography, origin, &mut all).unwrap();
        }
        let (boroughs, count) = coverage(&all, Subject::ChildWeightBorough);
        assert!(count > 1_000 && (0.65..=0.95).contains(&boroughs), "{boroughs} of {count}");
        let (london, count) = coverage(&all, Subject::ChildWeightLondon);
        assert!(count == 36 && london >= 0.65, "{london} of {count}");
    }
}
