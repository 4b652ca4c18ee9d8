//! How the trends would have done: forecasts made inside the history, from rolling origins, against what was observed.
//!
//! Origins are [`ORIGINS`], but for a subject whose history needs others, which says so itself: the mortality ratio of severe mental
//! illness ends in 2014/15, men's obesity has five observations in 21 years, and readiness for school has four years: fewer than the five
//! that a check needs to say much, as there are of women's obesity and of overweight. Activity, drinking, healthy life expectancy and the
//! diseases have one observation of their definition and no forecast.

mod mortality;

pub use crate::forecast::{Forecast, Subject, coverage, subjects};

use crate::component::OriginContext;
use crate::data::ReferenceData;
use crate::error::Error;
use crate::population::demography::Demography;
use crate::subjects::Subjects;

/// The last years of history that forecasts are made from.
pub const ORIGINS: [i32; 3] = [2012, 2013, 2014];

/// All forecasts from all origins.
///
/// # Errors
/// If a table lacks the history that is needed.
pub fn forecasts(data: &ReferenceData) -> Result<Vec<Forecast>, Error> {
    let demography = Demography::from_data(data)?;
    let mut all = Subjects::rolling_origins(&OriginContext { data, demography: &demography, origins: &ORIGINS })?;
    for origin in ORIGINS {
        mortality::from_origin(data, origin, &mut all)?;
    }
    Ok(all)
}
