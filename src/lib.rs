//! health-impact: what health ambitions bring.

pub mod data;
pub mod disease;
mod draws;
pub mod error;
pub mod estimate;
pub mod exposure;
pub mod hindcast;
pub mod mortality;
pub mod multistate;
pub mod outcomes;
pub mod parameters;
pub mod population;
pub mod projection;
pub mod random;
pub mod report;
pub mod scenario;
pub mod special;
pub mod trend;
pub mod units;

pub use error::Error;
