//! People: how long they live.

pub mod abridged_life_table;
pub mod demography;
pub mod life_table;
pub mod migration;
pub mod stratum;
