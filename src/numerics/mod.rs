//! Numerics on `libm` alone, so that every number has the same bits on every processor.

pub(crate) mod interpolation;
pub(crate) mod logit;
pub(crate) mod root;
pub(crate) mod sample;
pub mod special;
