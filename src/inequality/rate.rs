//! Proportions and crude rates with their confidence limits, as the English health agencies publish them.

use super::slope::score;
use crate::error::{Error, finite};
use crate::numerics::special::{SMALLEST_GAMMA_SHAPE, gamma_quantile};
use serde::Serialize;

/// Counts below this have exact limits, others Byar's.
const EXACT_BELOW: f64 = 10.0;

/// A figure and its confidence limits, in its unit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct WithLimits {
    /// The figure.
    pub value: f64,
    /// Lower limit.
    pub lower: f64,
    /// Upper limit.
    pub upper: f64,
}

impl WithLimits {
    /// The same per `multiplier`: a share per 100, a rate per 100,000.
    ///
    /// # Errors
    /// Unless the multiplier is above 0 (a negative one would turn the limits round) and the products finite.
    pub fn per(self, multiplier: f64) -> Result<Self, Error> {
        if !(multiplier > 0.0) {
            return Err(Error::out_of_range("multiplier of a figure", multiplier, "must be above 0"));
        }
        Self { value: self.value * multiplier, lower: self.lower * multiplier, upper: self.upper * multiplier }
            .checked()
    }
}

impl WithLimits {
    /// Itself, if all are numbers.
    pub(super) fn checked(self) -> Result<Self, Error> {
        finite("figure", self.value)?;
        finite("lower limit", self.lower)?;
        finite("upper limit", self.upper)?;
        Ok(self)
    }
}

/// The proportion `count` of `total`, with Wilson's score limits of a confidence such as 0.95.
///
/// # Formula
/// ```text
/// p = x / n        limits = (2 x + z^2 -+ z sqrt(z^2 + 4 x (1 - p))) / (2 (n + z^2))
/// ```
/// # Errors
/// Unless 0 <= count <= total, total is above 0, both finite, and the confidence lies strictly between 0 and 1.
///
/// # References
/// [Wilson 1927] Probable inference. doi:10.1080/01621459.1927.10502953
/// [Newcombe and Altman 2000] Proportions and their differences, in Statistics with confidence, second edition.
pub fn proportion(count: f64, total: f64, confidence: f64) -> Result<WithLimits, Error> {
    let z = score(confidence)?;
    check_total("total of a proportion", total)?;
    if !(count >= 0.0 && count <= total) {
        return Err(Error::out_of_range(
            "count of a proportion",
            count,
            format!("must lie in 0 to its total, {total}"),
        ));
    }
    let value = count / total;
    let half = z * libm::sqrt(z * z + 4.0 * count * (1.0 - value));
    let (middle, width) = (2.0 * count + z * z, finite("twice the total of a proportion", 2.0 * (total + z * z))?);
    // At a count of nothing or of all a limit is 0 or 1, up to rounding.
    WithLimits { value, lower: ((middle - half) / width).max(0.0), upper: ((middle + half) / width).min(1.0) }.checked()
}

/// The rate of `count` events in `person_years`, with limits of a confidence such as 0.95: exact below 10 events, Byar's from there on.
///
/// # Errors
/// Unless the count is 0 or more, the person-years above 0, both finite, and the confidence lies strictly between 0 and 1.
pub fn rate(count: f64, person_years: f64, confidence: f64) -> Result<WithLimits, Error> {
    check_total("person-years of a rate", person_years)?;
    let (lower, upper) = count_limits(count, confidence)?;
    WithLimits { value: count, lower, upper }.per(1.0 / person_years)
}

/// Limits of a count that follows a Poisson distribution: exact below 10, Byar's from there on.
///
/// # Errors
/// If the count is negative or not finite, or the confidence not strictly between 0 and 1.
pub fn count_limits(count: f64, confidence: f64) -> Result<(f64, f64), Error> {
    if count < EXACT_BELOW { exact_limits(count, confidence) } else { byar_limits(count, confidence) }
}

/// Exact limits of a count that follows a Poisson distribution.
///
/// # Formula
/// ```text
/// lower = chi-square quantile at alpha / 2 with 2 x degrees of freedom / 2, 0 at 0
/// upper = chi-square quantile at 1 - alpha / 2 with 2 x + 2 degrees of freedom / 2
/// ```
/// # Errors
/// As [`count_limits`].
///
/// # References
/// [Garwood 1936] Fiducial limits for the Poisson distribution. doi:10.1093/biomet/28.3-4.437
pub fn exact_limits(count: f64, confidence: f64) -> Result<(f64, f64), Error> {
    score(confidence)?;
    check_count(count)?;
    let tail = 0.5 * (1.0 - confidence);
    // Of so little of an event the quantile is below the smallest number.
    let lower = if count >= SMALLEST_GAMMA_SHAPE { gamma_quantile(count, tail) } else { 0.0 };
    Ok((lower, gamma_quantile(count + 1.0, 1.0 - tail)))
}

/// Byar's limits of a count that follows a Poisson distribution.
///
/// # Formula
/// ```text
/// lower = x (1 - 1 / (9 x) - z / (3 sqrt(x)))^3, 0 where the bracket is below 0        upper = y (1 - 1 / (9 y) + z / (3 sqrt(y)))^3, y = x + 1
/// ```
/// # Errors
/// As [`count_limits`].
///
/// # References
/// [Breslow and Day 1987] Statistical methods in cancer research, volume II, page 69.
pub fn byar_limits(count: f64, confidence: f64) -> Result<(f64, f64), Error> {
    let z = score(confidence)?;
    check_count(count)?;
    let limit = |x: f64, z: f64| {
        let root = 1.0 - 1.0 / (9.0 * x) + z / (3.0 * libm::sqrt(x));
        // Below about one event the approximation has no lower limit above 0.
        if root > 0.0 { x * root * root * root } else { 0.0 }
    };
    let lower = if count > 0.0 { limit(count, -z) } else { 0.0 };
    Ok((lower, finite("upper limit of a count", limit(count + 1.0, z))?))
}

fn check_count(count: f64) -> Result<(), Error> {
    if count >= 0.0 && count.is_finite() {
        Ok(())
    } else {
        Err(Error::out_of_range("count of events", count, "must be 0 or more and finite"))
    }
}

pub(super) fn check_total(what: &str, total: f64) -> Result<(), Error> {
    if total > 0.0 && total.is_finite() {
        Ok(())
    } else {
        Err(Error::out_of_range(what, total, "must be above 0 and finite"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The exact limits put half of what is left on each side: sums of Poisson probabilities, in closed form.
    #[test]
    fn exact_limits_by_poisson_sums() {
        let tail = |mean: f64, up_to: u32| {
            let mut term = libm::exp(-mean);
            let mut sum = term;
            for k in 1..=up_to {
                term *= mean / f64::from(k);
                sum += term;
            }
            sum
        };
        for count in [1_u32, 4, 9] {
            let (lower, upper) = exact_limits(f64::from(count), 0.95).unwrap();
            assert!((1.0 - tail(lower, count - 1) - 0.025).abs() < 1e-12);
            assert!((tail(upper, count) - 0.025).abs() < 1e-12);
        }
        let (lower, upper) = exact_limits(0.0, 0.95).unwrap();
        assert!(lower.abs() < f64::MIN_POSITIVE && (upper + libm::log(0.025)).abs() < 1e-12);
    }

    /// Byar's limits are near the exact ones from ten events on.
    #[test]
    fn byars_limits_are_near_the_exact_ones() {
        for count in [10.0, 30.0, 1_000.0] {
            let (byar, exact) = (byar_limits(count, 0.95).unwrap(), exact_limits(count, 0.95).unwrap());
            assert!((byar.0 / exact.0 - 1.0).abs() < 2e-3 && (byar.1 / exact.1 - 1.0).abs() < 2e-3);
        }
    }

    #[test]
    fn limits_of_nothing_and_of_all() {
        let none = proportion(0.0, 40.0, 0.95).unwrap();
        assert!(none.lower.abs() < 1e-15 && none.upper > 0.0);
        let all = proportion(40.0, 40.0, 0.95).unwrap();
        assert!((all.upper - 1.0).abs() < 1e-15 && (all.lower - (1.0 - none.upper)).abs() < 1e-15);
    }

    #[test]
    fn bad_counts_are_refused() {
        let message = |result: Result<WithLimits, Error>| result.unwrap_err().to_string();
        assert_eq!(message(proportion(5.0, 4.0, 0.95)), "count of a proportion 5 must lie in 0 to its total, 4");
        assert_eq!(message(proportion(0.0, 0.0, 0.95)), "total of a proportion 0 must be above 0 and finite");
        assert_eq!(message(rate(-1.0, 4.0, 0.95)), "count of events -1 must be 0 or more and finite");
        assert_eq!(message(rate(1.0, f64::NAN, 0.95)), "person-years of a rate NaN must be above 0 and finite");
        assert_eq!(message(rate(1.0, 4.0, 1.0)), "confidence 1 must lie strictly between 0 and 1");
    }
}
