//! The general engine.

pub mod kernel;
pub mod lanes;
pub mod structure;
