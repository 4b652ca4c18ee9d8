//! People: how many, how long they live, how long in good health.

pub(crate) mod abridged_life_table;
pub(crate) mod agreement;
pub(crate) mod demography;
pub(crate) mod healthy_life;
mod kitagawa;
pub(crate) mod life_agreement;
pub(crate) mod life_expectancy;
pub(crate) mod life_table;
pub(crate) mod measures;
pub(crate) mod migration;
pub(crate) mod stratum;
mod tables;

pub use abridged_life_table::{AgeBandDeaths, BandLifeExpectancy, abridged_life_expectancy};
pub use healthy_life::healthy_life_expectancies;
pub use kitagawa::{ChangeOfEvents, GroupEvents};
pub use life_table::{LifeTable, WithinYear, cohort_life_expectancy, life_expectancy_at_birth};
pub use migration::Migration;
pub use stratum::{AgeBand, QUINTILES, Quintile, RESULT_BANDS, Sex};
pub(crate) use tables::TABLES;
