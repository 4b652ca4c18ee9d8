//! Mortality by cause: levels, trends, areas.

pub(crate) mod agreement;
mod area_factor;
pub(crate) mod broad_age;
pub(crate) mod cause;
mod common;
pub(crate) mod counted;
mod england;
pub(crate) mod measures;
pub(crate) mod rates;
mod reconciled;
mod record;
mod tables;
pub(crate) mod trend;

pub(crate) use cause::{CAUSES, Cause, CauseGroup};
pub(crate) use england::england_rates_of_all_quintiles;
#[cfg(test)]
pub(crate) use england::region_target;
pub(crate) use rates::Mortality;
pub(crate) use tables::TABLES;
