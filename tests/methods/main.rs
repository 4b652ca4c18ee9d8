//! Methods apart from any region: draws, distributions, life tables, impact fractions, diseases in balance; finite in, finite out.

mod disease_consistency;
mod disease_course;
mod distributions;
mod finite;
mod impact_fractions;
mod intervals;
mod life_tables;
mod quantiles;
mod randomness;
