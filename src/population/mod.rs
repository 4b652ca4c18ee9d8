//! People: how long they live.

pub mod abridged_life_table;
pub mod life_table;
pub mod demography;
pub mod migration;
pub mod stratum;
