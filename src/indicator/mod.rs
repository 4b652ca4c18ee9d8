//! Indicators without a disease model: a short published series carried on, with no path to health unless one is shown.

pub mod alcohol_admissions;
pub(crate) mod area_series;
pub(crate) mod pooled;
pub mod published_series;
pub mod school_readiness;
pub mod short_series;
pub mod standard_population;
pub mod world_cities;

pub use area_series::SeriesScale;
pub use published_series::PublishedSeries;
