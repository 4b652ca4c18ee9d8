//! How the trends would have done: forecasts made inside the history, from rolling origins, against what was observed.
//!
//! Origins are [`ORIGINS`], but for a subject whose history needs others, which says so itself: the mortality ratio of severe mental
//! illness ends in 2014/15, men's obesity has five observations in 21 years, and readiness for school has four years: fewer than the five
//! that a check needs to say much, as there are of women's obesity and of overweight. Activity, drinking, healthy life expectancy and the
//! diseases have one observation of their definition and no forecast.

mod mortality;
mod naive;
mod score;

pub use crate::forecast::{Forecast, Subject, coverage, subjects};
pub use score::{ErrorRatios, LEAST_ORIGINS, LEAST_SERIES, Resampled, Score, error_ratios, scores};

use crate::component::OriginContext;
use crate::data::ReferenceData;
use crate::error::Error;
use crate::population::demography::Demography;
use crate::subjects::Subjects;
use crate::units::Year;
use crate::work::absence;

/// The last years of history that forecasts are made from.
pub const ORIGINS: &[Year] = &[Year::checked(2012), Year::checked(2013), Year::checked(2014)];

/// Those of England's mortality: all that leave five years of history and one to forecast.
pub const MORTALITY_ORIGINS: &[Year] = &[
    Year::checked(2006),
    Year::checked(2007),
    Year::checked(2008),
    Year::checked(2009),
    Year::checked(2010),
    Year::checked(2011),
    Year::checked(2012),
    Year::checked(2013),
    Year::checked(2014),
];

/// All forecasts from all origins.
///
/// # Errors
/// If a table lacks the history that is needed.
pub fn forecasts(data: &ReferenceData) -> Result<Vec<Forecast>, Error> {
    let demography = Demography::from_data(data)?;
    let origins: Vec<i32> = ORIGINS.iter().map(|year| year.get()).collect();
    let mut all = Subjects::rolling_origins(&OriginContext { data, demography: &demography, origins: &origins })?;
    all.extend(mortality(data, MORTALITY_ORIGINS)?);
    Ok(all)
}

/// Forecasts of England's mortality from origins of one's own, one to four years ahead: its history begins in 2001.
///
/// # Errors
/// If the tables hold fewer than five years up to an origin.
pub fn mortality(data: &ReferenceData, origins: &[Year]) -> Result<Vec<Forecast>, Error> {
    let mut all = Vec::new();
    for origin in origins {
        mortality::from_origin(data, origin.get(), &mut all)?;
    }
    Ok(all)
}

/// Forecasts of sickness absence from origins of one's own: days per worker of the United Kingdom go back to 1993.
///
/// # Errors
/// If the table lacks the history that is needed.
pub fn sickness_absence(data: &ReferenceData, origins: &[Year]) -> Result<Vec<Forecast>, Error> {
    let origins: Vec<i32> = origins.iter().map(|year| year.get()).collect();
    absence::rolling_origin(data, &origins)
}
