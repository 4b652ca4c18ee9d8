//! Mortality by cause: levels, trends, areas.

mod area_factor;
pub mod cause;
mod england;
pub(crate) mod measures;
pub mod rates;
mod tables;
pub mod trend;

pub use cause::{CAUSES, Cause, CauseGroup};
pub(crate) use england::england_rates_of_all_quintiles;
pub use rates::Mortality;
pub(crate) use tables::TABLES;
pub use trend::MortalityTrend;
