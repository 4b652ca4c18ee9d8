//! Forecasts of children's weight: London and the boroughs, both years of school and both thresholds.

use super::children::{BoroughChildren, RegionChildren, SchoolGroup, WeightClass, observations};
use crate::component::OriginContext;
use crate::data::REGION;
use crate::error::Error;
use crate::forecast::{Forecast, Origin, Subject};
use crate::numerics::logit::logistic;
use crate::trend::Observation;

/// Last school year compared with: 2015/16, in which the model starts.
const LAST_MEASURED: i32 = 2016;

/// Forecasts from the origins, school years by their ends. A borough's interval holds the walk of its own difference from London
/// too.
///
/// # Errors
/// If a table lacks the history that is needed.
pub(super) fn child_weight(of: &OriginContext<'_>) -> Result<Vec<Forecast>, Error> {
    let mut all = Vec::new();
    for &origin in of.origins {
        from_origin(of, origin, &mut all)?;
    }
    Ok(all)
}

fn from_origin(of: &OriginContext<'_>, origin: i32, all: &mut Vec<Forecast>) -> Result<(), Error> {
    let OriginContext { data, demography, .. } = *of;
    let region = RegionChildren::fit(data, origin)?;
    for group in SchoolGroup::AXIS {
        for class in WeightClass::AXIS {
            let trend = region.trend(group, class);
            let what = match class {
                WeightClass::Excess => "overweight or obese",
                WeightClass::Obese => "obese",
            };
            let mut forecast =
                |subject, location: &str, read: &[Observation], shift: f64, walk_variance: f64, own: f64| {
                    for observation in read.iter().filter(|one| one.time > f64::from(origin)) {
                        let ahead = observation.time - trend.origin();
                        let series = format!("{location}, {}, {what}", group.name());
                        let variance = trend.variance(ahead) + own + walk_variance * ahead;
                        let of = Origin { subject, series: &series, year: origin, read };
                        all.push(Forecast::of(of, observation, (trend.central(ahead) + shift, variance), logistic));
                    }
                };
            let region = observations(data, REGION, group, class, LAST_MEASURED)?;
            forecast(Subject::CHILD_WEIGHT_LONDON, "London", &region, 0.0, 0.0, 0.0);
            let boroughs = BoroughChildren::fit(data, demography, group, class, origin)?;
            for (area, effect) in demography.areas().iter().zip(boroughs.levels.effects()) {
                let own = effect.effect.sd() * effect.effect.sd();
                let read = observations(data, &area.code, group, class, LAST_MEASURED)?;
                let walk = boroughs.walk_sd * boroughs.walk_sd;
                forecast(Subject::CHILD_WEIGHT_BOROUGH, &area.name, &read, effect.effect.mean(), walk, own);
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
        let (region, count) = coverage(&all, Subject::CHILD_WEIGHT_LONDON);
        assert!(count == 36 && region >= 0.65, "{region} of {count}");
    }
}
