//! An input of the model: a value, or a distribution with its source.
//!
//! One uniform number makes one draw, through the quantile, so changing the distribution of one input moves no other.

mod correlated;
mod deserialise;
mod distribution;
mod interval;

pub use correlated::CorrelatedGroup;
pub use distribution::Distribution;

use crate::error::Error;
use crate::sampling::Sampling;
use distribution::positive;

/// A value or a distribution, and where it comes from.
///
/// In a file a number is a fixed value and a table a distribution, given by its own parameters, by its moments or by
/// a 95% interval; an unknown key is an error:
///
/// ```text
/// cost = 120.0
/// prevalence = { distribution = "beta", mean = 0.08, sd = 0.01, source = "survey of 2014" }
/// ratio = { distribution = "log_normal", value = 1.59, lower = 1.15, upper = 2.20 }
/// skewed = { distribution = "log_normal", lower = 0.3, upper = 0.95 }
/// ```
///
/// # A point that is not in the middle of its interval
///
/// Of a point and an interval two numbers are fitted by three, so that the distribution's own 2.5% and 97.5% points may not be those
/// published. Where one of them is missed by more than a tenth of the interval's width on the scale of the fit (logarithm, log odds), and
/// by more than a tenth of itself (of its odds), the constructor refuses; of a beta or gamma by more than 15% of the width: 0.8 (0.3 to 0.95) would be drawn from 0.45 to 1.42. What is
/// right then is told by who published it: the ends alone ([`Estimate::log_normal_ends`], [`Estimate::logit_normal_ends`]), with
/// another centre than the published one, or another distribution. [`Estimate::misfit`] tells how much is missed.
///
/// # Examples
/// ```
/// use health_impact::estimate::Estimate;
///
/// let ratio = Estimate::log_normal_interval(1.59, 1.15, 2.20)?.with_source("Smith 2010, table 2");
/// assert!((ratio.central() - 1.59).abs() < 1e-12);
/// assert!(!ratio.is_fixed());
/// # Ok::<(), health_impact::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate {
    distribution: Distribution,
    source: Option<String>,
}

impl Estimate {
    /// An estimate with the given distribution.
    ///
    /// # Errors
    /// If a parameter breaks its rule; if the spread is so wide that a draw, the mean or the standard deviation is not finite, or so
    /// narrow (1e-12 of the values) that draws have no digits for it.
    pub fn new(distribution: Distribution) -> Result<Self, Error> {
        distribution.check()?;
        Ok(Self { distribution, source: None })
    }

    /// A value without spread.
    ///
    /// # Errors
    /// If `value` is not finite.
    pub fn fixed(value: f64) -> Result<Self, Error> {
        Self::new(Distribution::Fixed { value })
    }

    /// Normal with the given mean and standard deviation.
    ///
    /// # Errors
    /// If `mean` is not finite or `sd` is not above 0 and finite (a value without spread is [`Estimate::fixed`]).
    pub fn normal(mean: f64, sd: f64) -> Result<Self, Error> {
        Self::new(Distribution::Normal { mean, sd })
    }

    /// Log-normal with the given mean and standard deviation (of the value, not of its logarithm).
    ///
    /// # Formula
    /// ```text
    /// sigma^2 = ln(1 + (sd / mean)^2)        mu = ln(mean) - sigma^2 / 2
    /// ```
    /// # Errors
    /// If `mean` or `sd` is not above 0 and finite.
    pub fn log_normal_moments(mean: f64, sd: f64) -> Result<Self, Error> {
        positive("mean of a log-normal", mean)?;
        positive("standard deviation of a log-normal", sd)?;
        let ratio = sd / mean;
        let variance = libm::log1p(ratio * ratio);
        Self::new(Distribution::LogNormal { mu: libm::log(mean) - 0.5 * variance, sigma: libm::sqrt(variance) })
    }

    /// Beta with the given mean and standard deviation, for example a utility.
    ///
    /// # Formula
    /// ```text
    /// n = mean (1 - mean) / sd^2 - 1        alpha = mean n        beta = (1 - mean) n
    /// ```
    /// # Errors
    /// If `mean` is not strictly between 0 and 1, or `sd^2` is not above 0 and below `mean (1 - mean)`.
    pub fn beta_moments(mean: f64, sd: f64) -> Result<Self, Error> {
        if !(mean > 0.0 && mean < 1.0) {
            return Err(Error::out_of_range("mean of a beta", mean, "must lie strictly between 0 and 1"));
        }
        positive("standard deviation of a beta", sd)?;
        let size = mean * (1.0 - mean) / (sd * sd) - 1.0;
        if size.is_nan() || size <= 0.0 {
            let limit = libm::sqrt(mean * (1.0 - mean));
            let rule = format!("must be below {limit} at a mean of {mean}");
            return Err(Error::out_of_range("standard deviation of a beta", sd, rule));
        }
        Self::new(Distribution::Beta { alpha: mean * size, beta: (1.0 - mean) * size })
    }

    /// Gamma with the given mean and standard deviation, for example a cost.
    ///
    /// # Formula
    /// ```text
    /// shape = (mean / sd)^2        scale = sd^2 / mean
    /// ```
    /// # Errors
    /// If `mean` or `sd` is not above 0 and finite.
    pub fn gamma_moments(mean: f64, sd: f64) -> Result<Self, Error> {
        positive("mean of a gamma", mean)?;
        positive("standard deviation of a gamma", sd)?;
        Self::new(Distribution::Gamma { shape: (mean / sd) * (mean / sd), scale: sd * (sd / mean) })
    }

    /// Every value from `low` to `high` equally likely.
    ///
    /// # Errors
    /// If an end is not finite or `low` is not below `high`.
    pub fn uniform(low: f64, high: f64) -> Result<Self, Error> {
        Self::new(Distribution::Uniform { low, high })
    }

    /// Triangular, most likely at `mode`.
    ///
    /// # Errors
    /// Unless low <= mode <= high and low < high, all finite.
    pub fn triangular(low: f64, mode: f64, high: f64) -> Result<Self, Error> {
        Self::new(Distribution::Triangular { low, mode, high })
    }

    /// The same estimate with a note of where it comes from.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<String>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Where the estimate comes from, if it was said.
    #[must_use]
    pub fn source(&self) -> Option<&str> {
        self.source.as_deref()
    }

    /// The distribution.
    #[must_use]
    pub fn distribution(&self) -> &Distribution {
        &self.distribution
    }

    /// Whether the value has no spread.
    #[must_use]
    pub fn is_fixed(&self) -> bool {
        matches!(self.distribution, Distribution::Fixed { .. })
    }

    /// The value of the central run: the median, so that a published relative risk stays what was published.
    #[must_use]
    pub fn central(&self) -> f64 {
        self.distribution.quantile(0.5)
    }

    /// The mean.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.distribution.mean()
    }

    /// The standard deviation; 0 if fixed.
    #[must_use]
    pub fn sd(&self) -> f64 {
        self.distribution.sd()
    }

    /// The quantile at `u`; NaN if `u` is not within 0 to 1. At 0 and 1 it is the end of the support, maybe infinite.
    #[must_use]
    pub fn quantile(&self, u: f64) -> f64 {
        self.distribution.quantile(u)
    }

    /// The value at a normal score `z` (from a group of correlated estimates): the quantile at Phi(z). Finite for scores of -100 to 100.
    #[must_use]
    pub fn at_score(&self, z: f64) -> f64 {
        self.distribution.at_score(z)
    }

    /// Draw number `draw` of this estimate under the name `name`: the quantile at [`Sampling::uniform`].
    #[must_use]
    pub fn draw(&self, seed: u64, sampling: Sampling, name: &str, draw: u64) -> f64 {
        match self.distribution {
            Distribution::Fixed { value } => value,
            _ => self.quantile(sampling.uniform(seed, name, draw)),
        }
    }
}
