//! Numerics on `libm` alone, so that every number has the same bits on every processor.

pub(crate) mod interpolation;
pub(crate) mod logit;
pub(crate) mod root;
pub(crate) mod sample;
pub(crate) mod special;

pub use logit::{logistic, logit};
pub use sample::{mean, variance};
pub use special::{Z_95, beta_quantile, gamma_quantile, normal_cdf, normal_quantile};
