//! The chain of a batch of draws: hazards and moves, former smokers since 1974, calibration to London, smokers of the cells.

pub(crate) mod calibration;
pub(crate) mod chain;
pub(crate) mod former;
pub(crate) mod hazard;
pub(crate) mod stock;
