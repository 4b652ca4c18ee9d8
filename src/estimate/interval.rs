//! Estimates from a published 95% interval, and how well they meet it.

use super::distribution::positive;
use super::{Distribution, Estimate};
use crate::error::{Error, finite};
use crate::numerics::logit::logit;
use crate::numerics::special::Z_95;

/// Most that an end of an interval may be missed by, as a part of the interval's width, where a point in its middle (on the scale of
/// the fit) meets both ends exactly.
const MOST_MISSED: f64 = 0.1;
/// On scales of logarithms any interval may be missed by this, a tenth of a ratio or of odds: narrow ones are rounded by as much.
const ALWAYS_MISSED: f64 = 0.095_310_179_804_324_87;
/// The same of a fit by mean and standard deviation, which no skewed distribution meets exactly: a point in the middle of an interval
/// that begins at 0 misses by 0.133.
const MOST_MISSED_BY_MOMENTS: f64 = 0.15;

impl Estimate {
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
