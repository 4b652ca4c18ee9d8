//! Forecasts of children's weight: London and the boroughs, both years of school and both thresholds.

use super::children::{BoroughChildren, LondonChildren, SchoolGroup, WeightClass, readings};
use crate::component::History;
use crate::data::WHOLE;
use crate::error::Error;
use crate::forecast::{Forecast, Subject};
use crate::numerics::logit::logistic;
use crate::trend::Reading;

/// Last school year compared with: 2015/16, in which the model starts.
const LAST_MEASURED: i32 = 2016;

/// Forecasts from the origins, school years by their ends. A borough's interval holds the walk of its own difference from London
/// too.
///
/// # Errors
/// If a table lacks the history that is needed.
pub(super) fn child_weight(of: &History<'_>) -> Result<Vec<Forecast>, Error> {
    let mut all = Vec::new();
    for &origin in of.origins {
        from_origin(of, origin, &mut all)?;
    }
    Ok(all)
}

fn from_origin(of: &History<'_>, origin: i32, all: &mut Vec<Forecast>) -> Result<(), Error> {
    let History { data, demography, .. } = *of;
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
                forecast(Subject::CHILD_WEIGHT_LONDON, "London", reading, 0.0, 0.0);
            }
            let boroughs = BoroughChildren::fit(data, demography, group, class, origin)?;
            for (area, effect) in demography.areas().iter().zip(boroughs.levels.effects()) {
                let own = effect.effect.sd() * effect.effect.sd();
                for reading in readings(data, &area.code, group, class, LAST_MEASURED)?.iter().filter(later) {
                    let walk = boroughs.walk_sd * boroughs.walk_sd * (reading.time - trend.origin());
                    forecast(Subject::CHILD_WEIGHT_BOROUGH, &area.name, reading, effect.effect.mean(), own + walk);
                }
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::component::testing::Fitted;
    use crate::exposure::body_weight::BodyWeight;
    use crate::forecast::coverage;

    #[test]
    fn intervals_cover_what_they_claim() {
        let all = child_weight(&Fitted::<BodyWeight>::london(0).history()).unwrap();
        let (boroughs, count) = coverage(&all, Subject::CHILD_WEIGHT_BOROUGH);
        assert!(count > 1_000 && (0.65..=0.95).contains(&boroughs), "{boroughs} of {count}");
        let (london, count) = coverage(&all, Subject::CHILD_WEIGHT_LONDON);
        assert!(count == 36 && london >= 0.65, "{london} of {count}");
    }
}
