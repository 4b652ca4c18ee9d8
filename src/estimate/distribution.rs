//! The distributions an estimate can have: their rules, quantiles and moments.

use crate::error::{Error, finite};
use crate::numerics::beta::{SMALLEST_BETA_SHAPE, beta_quantile};
use crate::numerics::logit::logistic;
use crate::numerics::special::{SMALLEST_GAMMA_SHAPE, gamma_quantile, normal_cdf, normal_quantile};
use crate::random::SMALLEST_UNIFORM;

/// The draws' range must be wider than this part of their size: below, doubles have too few digits left for the spread.
const LEAST_WIDTH: f64 = 1e-12;
/// Correlated members add up their scores: a hundred of them reach this one, at which values must still be finite.
const LARGEST_SCORE: f64 = 100.0;

/// How an estimate is spread, in the units of the estimate.
///
/// The fields are the distribution's own parameters. They are checked when an [`Estimate`](crate::estimate::Estimate)
/// is made of it; until then they may hold anything.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Distribution {
    /// A value without spread.
    Fixed {
        /// The value.
        value: f64,
    },
    /// Normal.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation, above 0.
        sd: f64,
    },
    /// The logarithm is normal.
    LogNormal {
        /// Mean of the logarithm, so that the median is exp(mu).
        mu: f64,
        /// Standard deviation of the logarithm, above 0.
        sigma: f64,
    },
    /// The log-odds are normal.
    LogitNormal {
        /// Mean of the log-odds, so that the median is 1 / (1 + exp(-mu)).
        mu: f64,
        /// Standard deviation of the log-odds, above 0 and at most 100.
        sigma: f64,
    },
    /// Beta on 0 to 1.
    Beta {
        /// First shape, 1e-6 or more.
        alpha: f64,
        /// Second shape, 1e-6 or more.
        beta: f64,
    },
    /// Gamma.
    Gamma {
        /// Shape, 1e-9 or more.
        shape: f64,
        /// Scale, above 0; the mean is shape x scale.
        scale: f64,
    },
    /// Every value from `low` to `high` equally likely.
    Uniform {
        /// Lower end.
        low: f64,
        /// Upper end, above the lower.
        high: f64,
    },
    /// Triangular.
    Triangular {
        /// Lower end.
        low: f64,
        /// Most likely value, within the ends.
        mode: f64,
        /// Upper end, above the lower.
        high: f64,
    },
}

impl Distribution {
    /// The name used in files, for example `log_normal`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Fixed { .. } => "fixed",
            Self::Normal { .. } => "normal",
            Self::LogNormal { .. } => "log_normal",
            Self::LogitNormal { .. } => "logit_normal",
            Self::Beta { .. } => "beta",
            Self::Gamma { .. } => "gamma",
            Self::Uniform { .. } => "uniform",
            Self::Triangular { .. } => "triangular",
        }
    }

    /// Whether the parameters obey their rules, every draw, the mean and the standard deviation are finite, and the draws have the
    /// digits to tell their spread.
    pub(super) fn check(&self) -> Result<(), Error> {
        match *self {
            Self::Fixed { value } => return finite("fixed value", value).map(drop),
            Self::Normal { mean, sd } => {
                finite("mean of a normal", mean)?;
                positive("standard deviation of a normal", sd)?;
            }
            Self::LogNormal { mu, sigma } => {
                finite("mu of a log-normal", mu)?;
                positive("sigma of a log-normal", sigma)?;
            }
            Self::LogitNormal { mu, sigma } => {
                finite("mu of a logit-normal", mu)?;
                positive("sigma of a logit-normal", sigma)?;
                // The moments are sums whose length grows with sigma; no survey is anywhere near as unsure.
                if sigma > 100.0 {
                    return Err(Error::out_of_range("sigma of a logit-normal", sigma, "must be at most 100"));
                }
            }
            Self::Beta { alpha, beta } => {
                check_shape("alpha of a beta", alpha, SMALLEST_BETA_SHAPE)?;
                check_shape("beta of a beta", beta, SMALLEST_BETA_SHAPE)?;
            }
            Self::Gamma { shape, scale } => {
                check_shape("shape of a gamma", shape, SMALLEST_GAMMA_SHAPE)?;
                positive("scale of a gamma", scale)?;
            }
            Self::Uniform { low, high } => ordered("uniform", low, high)?,
            Self::Triangular { low, mode, high } => {
                ordered("triangular", low, high)?;
                if !(mode >= low && mode <= high) {
                    let rule = format!("must lie within its ends {low} and {high}");
                    return Err(Error::out_of_range("mode of a triangular", mode, rule));
                }
            }
        }
        let refused =
            |rule: &str| Err(Error::out_of_range(format!("{} distribution", self.name()), format!("{self:?}"), rule));
        let (low, high) = (self.quantile(SMALLEST_UNIFORM), self.quantile(1.0 - SMALLEST_UNIFORM));
        let far = [-LARGEST_SCORE, LARGEST_SCORE].map(|z| self.at_score(z));
        let sane = [low, high, self.quantile(0.5), self.mean(), self.sd(), far[0], far[1]];
        if !sane.iter().all(|x| x.is_finite()) {
            return refused("has draws or moments beyond the largest number: its spread must be smaller");
        }
        let size = low.abs().max(high.abs());
        if !(high - low > LEAST_WIDTH * size && size >= f64::MIN_POSITIVE) {
            return refused("has a spread below the digits of its draws: it must be wider, or a fixed value");
        }
        Ok(())
    }

    /// The quantile at `u`; NaN if `u` is not within 0 to 1. At 0 and 1 it is the end of the support, maybe infinite.
    #[must_use]
    pub fn quantile(&self, u: f64) -> f64 {
        match *self {
            _ if !(0.0..=1.0).contains(&u) => f64::NAN,
            Self::Fixed { .. } | Self::Normal { .. } | Self::LogNormal { .. } | Self::LogitNormal { .. } => {
                self.direct(normal_quantile(u)).unwrap_or(f64::NAN)
            }
            Self::Beta { alpha, beta } => beta_quantile(alpha, beta, u),
            Self::Gamma { shape, scale } => scale * gamma_quantile(shape, u),
            Self::Uniform { low, high } => (low + (high - low) * u).min(high),
            Self::Triangular { low, mode, high } => {
                let (left, right, width) = (mode - low, high - mode, high - low);
                // In parts of the width, whose square may be no number.
                if u * width <= left {
                    low + width * libm::sqrt(u * (left / width))
                } else {
                    high - width * libm::sqrt((1.0 - u) * (right / width))
                }
            }
        }
    }

    /// The value at a normal score: the quantile at Phi(z), and for the normal family the formula itself, so that
    /// nothing is lost through Phi far out in the tails.
    #[must_use]
    pub fn at_score(&self, z: f64) -> f64 {
        // Beyond 8.2 standard deviations Phi rounds to 1, where a gamma has no finite quantile.
        self.direct(z).unwrap_or_else(|| self.quantile(normal_cdf(z).clamp(SMALLEST_UNIFORM, 1.0 - SMALLEST_UNIFORM)))
    }

    /// The value at a normal score where it has a formula of its own.
    fn direct(&self, z: f64) -> Option<f64> {
        match *self {
            Self::Fixed { value } => Some(value),
            Self::Normal { mean, sd } => Some(mean + sd * z),
            Self::LogNormal { mu, sigma } => Some(libm::exp(mu + sigma * z)),
            Self::LogitNormal { mu, sigma } => Some(logistic(mu + sigma * z)),
            _ => None,
        }
    }

    /// The mean.
    ///
    /// Of a logit-normal, which has no closed form, by the trapezium rule over the normal score (error below 1e-14).
    #[must_use]
    pub fn mean(&self) -> f64 {
        match *self {
            Self::Fixed { value } => value,
            Self::Normal { mean, .. } => mean,
            Self::LogNormal { mu, sigma } => libm::exp(mu + 0.5 * sigma * sigma),
            Self::LogitNormal { mu, sigma } => logit_normal_moments(mu, sigma).0,
            Self::Beta { alpha, beta } => alpha / (alpha + beta),
            Self::Gamma { shape, scale } => shape * scale,
            Self::Uniform { low, high } => low + 0.5 * (high - low),
            Self::Triangular { low, mode, high } => low + ((mode - low) + (high - low)) / 3.0,
        }
    }

    /// The standard deviation.
    #[must_use]
    pub fn sd(&self) -> f64 {
        match *self {
            Self::Fixed { .. } => 0.0,
            Self::Normal { sd, .. } => sd,
            Self::LogNormal { mu, sigma } => {
                libm::exp(mu + 0.5 * sigma * sigma) * libm::sqrt(libm::expm1(sigma * sigma))
            }
            Self::LogitNormal { mu, sigma } => logit_normal_moments(mu, sigma).1,
            Self::Beta { alpha, beta } => {
                let sum = alpha + beta;
                libm::sqrt(alpha / sum * (beta / sum) / (sum + 1.0))
            }
            Self::Gamma { shape, scale } => libm::sqrt(shape) * scale,
            Self::Uniform { low, high } => (high - low) / libm::sqrt(12.0),
            Self::Triangular { low, mode, high } => {
                let width = high - low;
                let left = (mode - low) / width;
                width * libm::sqrt((1.0 - left * (1.0 - left)) / 18.0)
            }
        }
    }
}

/// Mean and standard deviation of a logit-normal.
///
/// The trapezium rule converges exponentially here; its error is exp(-2 pi^2 / (sigma step)), so the step shrinks
/// with sigma.
fn logit_normal_moments(mu: f64, sigma: f64) -> (f64, f64) {
    let step = 0.25 / sigma.max(1.0);
    let (mut weights, mut first) = (0.0, 0.0);
    let mut nodes = Vec::new();
    let mut z = -9.0;
    while z <= 9.0 {
        let weight = libm::exp(-0.5 * z * z);
        let value = logistic(mu + sigma * z);
        weights += weight;
        first += weight * value;
        nodes.push((weight, value));
        z += step;
    }
    let mean = first / weights;
    let second: f64 = nodes.iter().map(|(weight, value)| weight * (value - mean) * (value - mean)).sum();
    (mean, libm::sqrt(second / weights))
}

pub(super) fn positive(what: &str, value: f64) -> Result<(), Error> {
    if value > 0.0 && value.is_finite() {
        Ok(())
    } else {
        Err(Error::out_of_range(what, value, "must be above 0 and finite"))
    }
}

fn check_shape(what: &str, value: f64, smallest: f64) -> Result<(), Error> {
    if (smallest..=f64::MAX).contains(&value) {
        return Ok(());
    }
    Err(Error::out_of_range(what, value, format!("must be {smallest:e} or more and finite")))
}

fn ordered(name: &str, low: f64, high: f64) -> Result<(), Error> {
    finite(format!("lower end of a {name}"), low)?;
    finite(format!("upper end of a {name}"), high)?;
    if low < high {
        Ok(())
    } else {
        let rule = format!("must be above its lower end {low}");
        Err(Error::out_of_range(format!("upper end of a {name}"), high, rule))
    }
}
