//! Smoking: never, current, former by years since quitting.

pub mod borough;
pub(crate) mod chain;
pub(crate) mod hazard;
pub mod history;
pub mod risk;
pub mod states;
pub mod survey;
