//! Smoking in routine and manual occupations against all adults.

use super::area_survey::area_observations;
use super::survey::{RegionSmoking, adults_by_band};
use crate::data::integer;
use crate::data::{ReferenceData, TableName};
use crate::error::Error;
use crate::estimate::Estimate;
use crate::forecast::{Forecast, Origin, Subject};
use crate::numerics::logit::{logistic, logit};
use crate::numerics::sample::{mean, variance};
use crate::population::demography::Demography;
use crate::trend::Observation;
use std::collections::BTreeMap;
use std::ops::Range;

/// Name of the log odds ratio among the parameters of a run.
pub(crate) const ROUTINE_MANUAL: &str = "smoking in routine and manual occupations against all adults";

/// Ages the figures are of.
const WORKING_AGE: Range<usize> = 18..65;

/// Smoking of people aged 18 to 64 in routine and manual occupations, as a difference of the log odds from all adults.
#[derive(Debug, Clone)]
pub(crate) struct RoutineManual {
    difference: Estimate,
    /// First and last year of the figures.
    years: [i32; 2],
}

impl RoutineManual {
    /// Fits the years up to and including `until`.
    ///
    /// The region has no figure of its own: it is the mean of the areas weighted by their people of 18 to 64. The difference is
    /// the mean over the years, its spread that of the single years, since no interval is published.
    ///
    /// # Errors
    /// If fewer than two years have areas with both figures, or all years have the same difference.
    pub(crate) fn fit(data: &ReferenceData, demography: &Demography, until: i32) -> Result<Self, Error> {
        let mut shares = shares(data, demography)?;
        shares.retain(|one| one.year <= until);
        let differences: Vec<f64> = shares.iter().map(|one| logit(one.manual) - logit(one.all)).collect();
        let refused = |rule: String| Error::Table {
            table: data.table(TableName::SMOKING_ROUTINE_MANUAL).label().to_owned(),
            line: None,
            rule,
        };
        let [first, .., last] = &shares[..] else {
            let rule = format!("needs two years up to {until} in which areas of smoking_area have a figure");
            return Err(refused(rule));
        };
        let variance = variance(&differences);
        if !(variance > 0.0) {
            return Err(refused("needs years that differ: their spread is all that is known of the error".into()));
        }
        Ok(Self {
            difference: Estimate::normal(mean(&differences), libm::sqrt(variance))?,
            years: [first.year, last.year],
        })
    }

    /// Difference of the log odds from all adults.
    #[must_use]
    pub(crate) fn difference(&self) -> &Estimate {
        &self.difference
    }

    /// What is assumed, in words.
    #[must_use]
    pub(crate) fn notes(&self) -> Vec<String> {
        let [first, last] = self.years;
        vec![format!(
            "smoking in routine and manual occupations keeps its odds ratio of {first}-{last} against all adults, in every scenario (derived: areas weighted by people of 18 to 64, for want of a figure of the region and of occupations)"
        )]
    }
}

/// Shares who smoke in a year: in routine and manual occupations, and of all adults, in the areas that have both figures.
struct OccupationShares {
    year: i32,
    manual: f64,
    all: f64,
}

/// All years, in order.
fn shares(data: &ReferenceData, demography: &Demography) -> Result<Vec<OccupationShares>, Error> {
    let table = data.table(TableName::SMOKING_ROUTINE_MANUAL);
    let (codes, years, shares) = (table.text("area_code")?, table.number("year")?, table.number("prevalence")?);
    // Sums of people, of those who smoke in these occupations and of all who smoke, by year.
    let mut sums: BTreeMap<i32, [f64; 3]> = BTreeMap::new();
    for (area, people) in demography.areas().iter().zip(demography.persons_of_areas(WORKING_AGE)) {
        let observations = area_observations(data, &area.code)?;
        for row in (0..table.rows()).filter(|&row| codes[row].as_str() == area.code) {
            let year = integer(years[row]) as i32;
            if let Some(everybody) = observations.iter().find(|observation| observation.year == year) {
                let sums = sums.entry(year).or_default();
                for (sum, more) in sums.iter_mut().zip([1.0, shares[row], everybody.share]) {
                    *sum += people * more;
                }
            }
        }
    }
    let mean = |(year, [people, manual, all]): (i32, [f64; 3])| OccupationShares {
        year,
        manual: manual / people,
        all: all / people,
    };
    Ok(sums.into_iter().map(mean).collect())
}

/// Forecasts of London from the origins, against what came: the trend of all adults with the difference of the years until then.
///
/// # Errors
/// As [`RoutineManual::fit`] and [`RegionSmoking::fit`].
pub(crate) fn rolling_origin(
    data: &ReferenceData,
    demography: &Demography,
    origins: &[i32],
) -> Result<Vec<Forecast>, Error> {
    let observations = shares(data, demography)?;
    // The error of an observation is in the spread of the single years.
    let read =
        |one: &OccupationShares| Observation { time: f64::from(one.year), value: logit(one.manual), variance: 0.0 };
    let known: Vec<Observation> = observations.iter().map(read).collect();
    let mut found = Vec::new();
    for &origin in origins {
        let difference = RoutineManual::fit(data, demography, origin)?.difference;
        let region = RegionSmoking::fit(data, origin, &adults_by_band(demography))?;
        let trend = region.trend();
        for one in observations.iter().filter(|one| one.year > origin) {
            let read = read(one);
            let ahead = read.time - trend.origin();
            let middle = trend.central(ahead) + difference.central();
            let variance = trend.variance(ahead) + difference.sd() * difference.sd();
            let subject = Subject::ROUTINE_MANUAL_LONDON;
            let of = Origin { subject, series: "London", year: origin, read: &known };
            found.push(Forecast::of(of, &read, (middle, variance), logistic));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::coverage;

    #[test]
    fn routine_and_manual_workers_smoke_more() {
        let data = ReferenceData::embedded();
        let demography = Demography::from_data(&data).unwrap();
        let fitted = RoutineManual::fit(&data, &demography, 2015).unwrap();
        // England 2015: 28.1% against 16.9% of all adults (Public Health England), a difference of the log odds of 0.65.
        assert!((0.4..0.9).contains(&fitted.difference().central()), "{:?}", fitted.difference());
        assert!(fitted.difference().sd() < 0.2);
        let message = RoutineManual::fit(&data, &demography, 2011).unwrap_err().to_string();
        assert!(message.contains("needs two years up to 2011"), "{message}");
    }

    #[test]
    fn forecasts_hold_what_came() {
        let data = ReferenceData::embedded();
        let demography = Demography::from_data(&data).unwrap();
        let all = rolling_origin(&data, &demography, &[2012, 2013, 2014]).unwrap();
        let (share, count) = coverage(&all, Subject::ROUTINE_MANUAL_LONDON);
        assert_eq!(count, 3 + 2 + 1);
        assert!(share >= 0.5, "{all:?}");
    }
}
