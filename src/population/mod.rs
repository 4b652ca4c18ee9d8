//! People: how many, how long they live, how long in good health.

pub mod abridged_life_table;
pub mod demography;
pub mod healthy_life;
pub(crate) mod life_expectancy;
pub mod life_table;
pub(crate) mod measures;
pub mod migration;
pub mod stratum;
mod tables;

pub(crate) use tables::TABLES;
