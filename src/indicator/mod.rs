//! Indicators without a disease model: a short published series carried on, with no path to health unless one is shown.

pub mod alcohol_admissions;
pub(crate) mod pooled;
pub mod school_readiness;
pub mod short_series;
pub mod standard_population;
pub mod world_cities;
