//! Methods apart from any region: draws, distributions, life tables, impact fractions, diseases in balance.

mod disease_consistency;
mod disease_course;
mod distributions;
mod impact_fractions;
mod life_tables;
mod quantiles;
mod randomness;
