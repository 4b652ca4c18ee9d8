//! Disease and death: how exposures raise them.

pub mod impact_fraction;
