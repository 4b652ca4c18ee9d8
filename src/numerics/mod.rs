//! Numerics on `libm` alone, so that every number has the same bits on every processor.

pub(crate) mod beta;
pub(crate) mod interpolation;
pub(crate) mod logit;
pub(crate) mod root;
pub(crate) mod sample;
pub(crate) mod special;

use crate::error::{Error, finite};

pub use beta::beta_quantile;
pub use logit::{logistic, logit};
pub use special::{Z_95, gamma_quantile, normal_cdf, normal_quantile};

/// The mean of a sample.
///
/// # Errors
/// If there are no values, or one is not finite.
pub fn mean(values: &[f64]) -> Result<f64, Error> {
    check_sample(values, 1)?;
    finite("mean", sample::mean(values))
}

/// The variance of a sample, with the divisor n - 1.
///
/// # Errors
/// If there are fewer than two values, one is not finite, or the variance is beyond the largest number.
pub fn variance(values: &[f64]) -> Result<f64, Error> {
    check_sample(values, 2)?;
    finite("variance", sample::variance(values))
}

fn check_sample(values: &[f64], fewest: usize) -> Result<(), Error> {
    if values.len() < fewest {
        return Err(Error::out_of_range("number of values", values.len(), format!("must be {fewest} or more")));
    }
    values.iter().try_for_each(|value| finite("value of a sample", *value).map(drop))
}
