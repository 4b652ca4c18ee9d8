//! Indicators without a disease model: a short published series carried on, with no path to health unless one is shown.

pub(crate) mod alcohol_admissions;
pub(crate) mod area_series;
pub(crate) mod pooled;
pub(crate) mod published_series;
pub(crate) mod school_readiness;
pub(crate) mod short_series;
pub(crate) mod standard_population;
pub(crate) mod world_cities;

pub use alcohol_admissions::{AlcoholRelatedDeaths, AreaRate};
pub use area_series::SeriesScale;
pub use published_series::PublishedSeries;
pub use school_readiness::{FreeMealsGap, free_meals_gaps};
pub use short_series::{ShortSeries, ShortTrend};
pub use standard_population::{Standard, StandardPopulation};
pub use world_cities::{City, Comparison, MajorCause, WorldCities};
