//! An input of the model: a value, or a distribution with its source.
//!
//! One uniform number makes one draw, through the quantile, so changing the distribution of one input moves no other.

mod correlated;
mod deserialise;
mod distribution;

pub use correlated::CorrelatedGroup;
pub use distribution::Distribution;

use crate::error::{Error, finite};
use crate::numerics::logit::logit;
use crate::numerics::special::Z_95;
use crate::sampling::Sampling;
use distribution::positive;

/// Most that an end of an interval may be missed by, as a part of the interval's width, where a point in its middle (on the scale of
/// the fit) meets both ends exactly.
const MOST_MISSED: f64 = 0.1;
/// On scales of logarithms any interval may be missed by this, a tenth of a ratio or of odds: narrow ones are rounded by as much.
const ALWAYS_MISSED: f64 = 0.095_310_179_804_324_87;
/// The same of a fit by mean and standard deviation, which no skewed distribution meets exactly: a point in the middle of an interval
/// that begins at 0 misses by 0.133.
const MOST_MISSED_BY_MOMENTS: f64 = 0.15;

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

    /// Normal with the given 95% interval.
    ///
    /// # Formula
    /// ```text
    /// mean = (lower + upper) / 2        sd = (upper - lower) / (2 x 1.959964)
    /// ```
    /// # Errors
    /// If the ends are not finite or `lower` is not below `upper`.
    pub fn normal_interval(lower: f64, upper: f64) -> Result<Self, Error> {
        interval(lower, upper)?;
        Self::normal(lower + 0.5 * (upper - lower), (upper - lower) / (2.0 * Z_95))
    }

    /// Log-normal with the given median and 95% interval, for example a relative risk.
    ///
    /// # Formula
    /// ```text
    /// mu = ln(median)        sigma = (ln(upper) - ln(lower)) / (2 x 1.959964)
    /// ```
    /// The published point is the median; where it is not in the middle of the interval on the log scale, the
    /// interval's width is kept and its position is not.
    ///
    /// # Errors
    /// Unless 0 < lower <= median <= upper and lower < upper, all finite; if an end would be missed by more than a tenth of itself and of
    /// the interval's width on the log scale.
    pub fn log_normal_interval(median: f64, lower: f64, upper: f64) -> Result<Self, Error> {
        positive("lower limit of a log-normal", lower)?;
        brackets(median, lower, upper)?;
        let sigma = (libm::log(upper) - libm::log(lower)) / (2.0 * Z_95);
        let fit = Self::new(Distribution::LogNormal { mu: libm::log(median), sigma })?;
        let instead = "give the interval without its point (log_normal_ends)";
        fit.meeting(median, (lower, upper), (MOST_MISSED, ALWAYS_MISSED), instead)
    }

    /// Log-normal with the given 95% interval, both ends met exactly; its median is their geometric mean.
    ///
    /// # Formula
    /// ```text
    /// mu = (ln(lower) + ln(upper)) / 2        sigma = (ln(upper) - ln(lower)) / (2 x 1.959964)
    /// ```
    /// # Errors
    /// Unless 0 < lower < upper, both finite.
    pub fn log_normal_ends(lower: f64, upper: f64) -> Result<Self, Error> {
        positive("lower limit of a log-normal", lower)?;
        interval(lower, upper)?;
        let (low, high) = (libm::log(lower), libm::log(upper));
        Self::new(Distribution::LogNormal { mu: 0.5 * (low + high), sigma: (high - low) / (2.0 * Z_95) })
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

    /// Beta with the given mean and the standard deviation that a 95% interval of this width has on the normal scale.
    ///
    /// # Formula
    /// ```text
    /// sd = (upper - lower) / (2 x 1.959964), then as beta_moments
    /// ```
    /// The interval's width is kept; its ends are met nearly, not exactly, since a beta is skewed.
    ///
    /// # Errors
    /// Unless 0 <= lower <= mean <= upper <= 1 and lower < upper; as [`Estimate::beta_moments`]; if an end would be missed by more
    /// than 15% of the interval's width.
    pub fn beta_interval(mean: f64, lower: f64, upper: f64) -> Result<Self, Error> {
        if !(lower >= 0.0 && upper <= 1.0) {
            let rule = "must lie in 0 to 1";
            return Err(Error::out_of_range("interval of a beta", format!("{lower} to {upper}"), rule));
        }
        brackets(mean, lower, upper)?;
        let fit = Self::beta_moments(mean, (upper - lower) / (2.0 * Z_95))?;
        let instead = "give the interval without its point (logit_normal_ends)";
        fit.meeting(mean, (lower, upper), (MOST_MISSED_BY_MOMENTS, 0.0), instead)
    }

    /// A share whose log-odds are normal, with the given median and 95% interval, for example a survey prevalence.
    ///
    /// # Formula
    /// ```text
    /// mu = logit(value)        sigma = (logit(upper) - logit(lower)) / (2 x 1.959964)
    /// ```
    /// # Errors
    /// Unless 0 < lower <= value <= upper < 1 and lower < upper; if an end would be missed by more than a tenth of its odds and
    /// of the interval's width on the scale of log odds.
    pub fn logit_normal_interval(value: f64, lower: f64, upper: f64) -> Result<Self, Error> {
        let fit = Self::logit_normal_width(value, lower, upper)?;
        let instead = "give the interval without its point (logit_normal_ends)";
        fit.meeting(value, (lower, upper), (MOST_MISSED, ALWAYS_MISSED), instead)
    }

    /// The same, wherever the ends fall: only for who tells of it.
    ///
    /// # Errors
    /// Unless 0 < lower <= value <= upper < 1 and lower < upper.
    pub(crate) fn logit_normal_width(value: f64, lower: f64, upper: f64) -> Result<Self, Error> {
        shares(lower, upper)?;
        brackets(value, lower, upper)?;
        let sigma = (logit(upper) - logit(lower)) / (2.0 * Z_95);
        Self::new(Distribution::LogitNormal { mu: logit(value), sigma })
    }

    /// A share whose log-odds are normal with the given 95% interval, both ends met exactly; its median is the middle of their log odds.
    ///
    /// # Formula
    /// ```text
    /// mu = (logit(lower) + logit(upper)) / 2        sigma = (logit(upper) - logit(lower)) / (2 x 1.959964)
    /// ```
    /// # Errors
    /// Unless 0 < lower < upper < 1.
    pub fn logit_normal_ends(lower: f64, upper: f64) -> Result<Self, Error> {
        shares(lower, upper)?;
        interval(lower, upper)?;
        let (low, high) = (logit(lower), logit(upper));
        Self::new(Distribution::LogitNormal { mu: 0.5 * (low + high), sigma: (high - low) / (2.0 * Z_95) })
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

    /// Gamma with the given mean and the standard deviation that a 95% interval of this width has on the normal scale.
    ///
    /// # Formula
    /// ```text
    /// sd = (upper - lower) / (2 x 1.959964), then as gamma_moments
    /// ```
    /// The interval's width is kept; its ends are met nearly, not exactly, since a gamma is skewed.
    ///
    /// # Errors
    /// Unless 0 <= lower <= mean <= upper and lower < upper, all finite, and the mean is above 0; if an end would be missed by more than
    /// 15% of the interval's width.
    pub fn gamma_interval(mean: f64, lower: f64, upper: f64) -> Result<Self, Error> {
        if !(lower >= 0.0) {
            return Err(Error::out_of_range("lower limit of a gamma", lower, "must be 0 or more"));
        }
        brackets(mean, lower, upper)?;
        let fit = Self::gamma_moments(mean, (upper - lower) / (2.0 * Z_95))?;
        let instead = "give the interval without its point (log_normal_ends)";
        fit.meeting(mean, (lower, upper), (MOST_MISSED_BY_MOMENTS, 0.0), instead)
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

    /// How far the 2.5% and 97.5% points lie from a published 95% interval: the larger of the two distances over the interval's width, on
    /// the scale of the logarithm for a log-normal, of log odds for a logit-normal. 0 if both are met.
    ///
    /// # Errors
    /// If the ends are not finite and in order, or, on their scale, not above 0 (log-normal) or within 0 to 1 (logit-normal).
    pub fn misfit(&self, lower: f64, upper: f64) -> Result<f64, Error> {
        interval(lower, upper)?;
        let scale = self.scale();
        let miss = |u: f64, end: f64| (scale(self.quantile(u)) - scale(end)).abs();
        let missed = miss(0.025, lower).max(miss(0.975, upper)) / (scale(upper) - scale(lower));
        finite(format!("misfit to the interval {lower} to {upper}"), missed)
    }

    /// The scale on which intervals are fitted.
    fn scale(&self) -> fn(f64) -> f64 {
        match self.distribution {
            Distribution::LogNormal { .. } => libm::log,
            Distribution::LogitNormal { .. } => logit,
            _ => |x| x,
        }
    }

    /// Itself, if it meets the interval from which it was made: to a part of its width, or to what may always be missed on its scale.
    fn meeting(
        self,
        point: f64,
        (lower, upper): (f64, f64),
        (part, always): (f64, f64),
        instead: &str,
    ) -> Result<Self, Error> {
        let width = self.scale()(upper) - self.scale()(lower);
        if self.misfit(lower, upper)? <= part.max(always / width) {
            return Ok(self);
        }
        let [from, to] = [0.025, 0.975].map(|u| three_digits(self.quantile(u)));
        let rule = format!(
            "is not in the middle of its 95% interval {lower} to {upper}, which a {} would draw as {from} to {to}: {instead}, or another \
             distribution",
            self.distribution.name()
        );
        Err(Error::out_of_range("point estimate", point, rule))
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

/// For messages.
fn three_digits(value: f64) -> f64 {
    format!("{value:.2e}").parse().unwrap_or(value)
}

fn shares(lower: f64, upper: f64) -> Result<(), Error> {
    if lower > 0.0 && upper < 1.0 {
        return Ok(());
    }
    let rule = "must lie strictly between 0 and 1";
    Err(Error::out_of_range("interval of a logit-normal", format!("{lower} to {upper}"), rule))
}

fn interval(lower: f64, upper: f64) -> Result<(), Error> {
    finite("lower limit", lower)?;
    finite("upper limit", upper)?;
    if lower < upper {
        Ok(())
    } else {
        Err(Error::out_of_range("upper limit", upper, format!("must be above the lower limit {lower}")))
    }
}

fn brackets(point: f64, lower: f64, upper: f64) -> Result<(), Error> {
    interval(lower, upper)?;
    if point >= lower && point <= upper {
        Ok(())
    } else {
        Err(Error::out_of_range("point estimate", point, format!("must lie within its interval {lower} to {upper}")))
    }
}
