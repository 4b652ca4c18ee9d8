//! Disease and death: how exposures raise them, and how incidence, prevalence and fatality hang together.

pub mod consistency;
pub mod impact_fraction;
