//! What the tables of smoking must agree in.

mod long_series;
mod moves;
mod risks;
mod surveys;

pub(crate) use long_series::AGREEMENTS as LONG_SERIES;
pub(crate) use moves::AGREEMENTS as MOVES;
pub(crate) use risks::AGREEMENTS as RISKS;
pub(crate) use surveys::AGREEMENTS as SURVEYS;

use crate::data::keyed::Keyed;
use crate::data::{ReferenceData, TableName};
use crate::error::Error;

/// Share of adults who smoke, by area and year.
fn by_area(data: &ReferenceData) -> Result<Keyed, Error> {
    Keyed::of(data, TableName::SMOKING_AREA, &["area_code", "year"], "prevalence")
}

/// The same by area, year, sex and first and last age.
fn by_age(data: &ReferenceData) -> Result<Keyed, Error> {
    let key = ["area_code", "year", "sex", "age_from", "age_to"];
    Keyed::of(data, TableName::SMOKING_AGE_SEX, &key, "prevalence")
}
