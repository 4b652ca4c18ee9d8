//! Population attributable and potential impact fractions.
//!
//! A fraction is negative where the exposure protects; nothing is cut off at 0. Shares that are as near to 1 in sum as those of tables
//! must be ([`SHARE_TOLERANCE`], 0.0001) are divided by their sum; 0.333 three times is further off.

use crate::error::{Error, finite};
use crate::numerics::special::Z_95;
use crate::units::{Proportion, SHARE_TOLERANCE};
use serde::Serialize;

/// Mean relative risk of a population, over the levels of an exposure.
///
/// # Formula
/// ```text
/// sum of p(l) RR(l) / sum of p(l)
/// ```
/// # Errors
/// If the lists differ in length or are empty, a share is outside 0 to 1, the shares do not sum to 1 (to [`SHARE_TOLERANCE`]), or a
/// relative risk is not above 0 and finite.
pub fn mean_relative_risk(shares: &[f64], relative_risks: &[f64]) -> Result<f64, Error> {
    if shares.len() != relative_risks.len() {
        let rule = format!("must be as many as the relative risks, {}", relative_risks.len());
        return Err(Error::out_of_range("number of shares", shares.len(), rule));
    }
    let whole = check_weights("share", shares)?;
    relative_risks.iter().try_for_each(|&ratio| check_ratio(ratio))?;
    let sum: f64 = shares.iter().zip(relative_risks).map(|(share, ratio)| share * ratio).sum();
    finite("mean relative risk", sum / whole)
}

/// Population attributable fraction: the share of cases that would not be, had everyone a relative risk of 1.
///
/// # Formula
/// ```text
/// PAF = 1 - 1 / sum of p(l) RR(l)
/// ```
/// Negative if the exposure protects (mean relative risk below 1).
///
/// # Errors
/// As [`mean_relative_risk`]; if risks are so small that the fraction is not finite.
pub fn attributable_fraction(shares: &[f64], relative_risks: &[f64]) -> Result<f64, Error> {
    let mean = mean_relative_risk(shares, relative_risks)?;
    finite("attributable fraction", (mean - 1.0) / mean)
}

/// Potential impact fraction: the share of cases that would not be, had the levels the shares `counterfactual`.
///
/// # Formula
/// ```text
/// PIF = 1 - sum of p'(l) RR(l) / sum of p(l) RR(l)
/// ```
/// Negative if the change raises the mean risk; exactly 0 if the shares are the same.
///
/// # Errors
/// As [`mean_relative_risk`], for either list of shares; if risks are so small that the fraction is not finite.
pub fn impact_fraction(shares: &[f64], counterfactual: &[f64], relative_risks: &[f64]) -> Result<f64, Error> {
    let before = mean_relative_risk(shares, relative_risks)?;
    let after = mean_relative_risk(counterfactual, relative_risks)?;
    finite("impact fraction", (before - after) / before)
}

/// Levin's attributable fraction for one exposed level.
///
/// # Formula
/// ```text
/// PAF = p (RR - 1) / (1 + p (RR - 1))
/// ```
/// # Errors
/// If the relative risk is not above 0 and finite, or so small that the fraction is not finite.
///
/// # References
/// [Levin 1953] The occurrence of lung cancer in man.
pub fn levin_fraction(exposed: Proportion, relative_risk: f64) -> Result<f64, Error> {
    attributable_fraction(&[1.0 - exposed.get(), exposed.get()], &[1.0, relative_risk])
}

/// Relative risk some time after an exposure ended, when the part `remaining` of its excess risk is left.
///
/// # Formula
/// ```text
/// RR_former = 1 + (RR - 1) x remaining
/// ```
/// `remaining` is 1 at once and 0 when the risk is that of the never exposed. Fitted curves stray over these ends by
/// rounding, and those who quit because they are ill may carry more than 1; so it is not bounded here.
///
/// # Errors
/// If the relative risk, or the result, is not above 0 and finite.
pub fn former_relative_risk(relative_risk: f64, remaining: f64) -> Result<f64, Error> {
    check_ratio(relative_risk)?;
    let former = 1.0 + (relative_risk - 1.0) * remaining;
    if former > 0.0 && former.is_finite() {
        return Ok(former);
    }
    let rule = format!("gives the relative risk {former}, which must be above 0 and finite");
    Err(Error::out_of_range("remaining share of the excess risk", remaining, rule))
}

/// Attributable fraction of a population made of subgroups: the mean of the groups' fractions.
///
/// `weights` are the subgroups' shares of the cases (of the population, where cases are spread like it).
///
/// # Errors
/// If the lists differ in length, the weights are no shares that sum to 1 (to [`SHARE_TOLERANCE`]), or a fraction is not finite or above 1.
pub fn fraction_of_subgroups(weights: &[f64], fractions: &[f64]) -> Result<f64, Error> {
    check_fractions(weights, fractions)?;
    let whole = check_weights("weight of a subgroup", weights)?;
    let sum: f64 = weights.iter().zip(fractions).map(|(weight, fraction)| weight * fraction).sum();
    finite("fraction of subgroups", sum / whole)
}

/// Attributable fraction of several exposures together, independent of each other in the population and
/// multiplying in risk.
///
/// `weights` are 1 for exposures that are fully independent, and less for the part of an exposure that it does not
/// share with the others.
///
/// # Formula
/// ```text
/// PAF = 1 - product of (1 - w(k) PAF(k))
/// ```
/// # Errors
/// If the lists differ in length, a weight is outside 0 to 1, a fraction is not finite or above 1, or what they make together is not
/// finite.
pub fn fraction_of_exposures(weights: &[f64], fractions: &[f64]) -> Result<f64, Error> {
    check_fractions(weights, fractions)?;
    for &weight in weights {
        if !(0.0..=1.0).contains(&weight) {
            return Err(Error::out_of_range("weight of an exposure", weight, "must lie in 0 to 1"));
        }
    }
    let left: f64 = weights.iter().zip(fractions).map(|(weight, fraction)| 1.0 - weight * fraction).product();
    finite("fraction of exposures", 1.0 - left)
}

/// A value and its variance, as a published estimate gives them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WithVariance {
    value: f64,
    variance: f64,
}

impl WithVariance {
    /// A value and its variance, 0 if it is taken as known.
    ///
    /// # Errors
    /// If the value is not finite or the variance is negative or not finite.
    pub fn new(value: f64, variance: f64) -> Result<Self, Error> {
        if !value.is_finite() {
            return Err(Error::out_of_range("value", value, "must be finite"));
        }
        if !(variance >= 0.0 && variance.is_finite()) {
            return Err(Error::out_of_range("variance", variance, "must be 0 or more and finite"));
        }
        Ok(Self { value, variance })
    }

    /// The logarithm of a ratio with the given interval, which reaches `z` standard deviations to each side
    /// (1.959964 for 95%; many publications round it to 1.96).
    ///
    /// # Formula
    /// ```text
    /// value = ln(ratio)        variance = ((ln(upper) - ln(lower)) / (2 z))^2
    /// ```
    /// # Errors
    /// Unless 0 < lower <= ratio <= upper, all finite, and z is above 0 and finite.
    pub fn log_ratio(ratio: f64, lower: f64, upper: f64, z: f64) -> Result<Self, Error> {
        check_ratio(lower)?;
        check_ratio(upper)?;
        if !(ratio >= lower && ratio <= upper) {
            let rule = format!("must lie within its interval {lower} to {upper}");
            return Err(Error::out_of_range("ratio", ratio, rule));
        }
        if !(z > 0.0 && z.is_finite()) {
            return Err(Error::out_of_range("number of standard deviations", z, "must be above 0 and finite"));
        }
        let sd = (libm::log(upper) - libm::log(lower)) / (2.0 * z);
        Self::new(libm::log(ratio), sd * sd)
    }

    /// The value.
    #[must_use]
    pub fn value(self) -> f64 {
        self.value
    }

    /// The variance.
    #[must_use]
    pub fn variance(self) -> f64 {
        self.variance
    }
}

/// A fraction with its standard deviation and 95% limits by the delta method.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct FractionInterval {
    /// The fraction.
    pub fraction: f64,
    /// Its standard deviation.
    pub sd: f64,
    /// Lower 95% limit, formed on the scale ln(1 - fraction).
    pub lower_95: f64,
    /// Upper 95% limit.
    pub upper_95: f64,
}

/// Levin's attributable fraction with its interval, from the exposed share and the log relative risk.
///
/// # Errors
/// As [`impact_fraction_interval`].
pub fn levin_interval(exposed: WithVariance, log_relative_risk: WithVariance) -> Result<FractionInterval, Error> {
    impact_fraction_interval(exposed, WithVariance { value: 0.0, variance: 0.0 }, log_relative_risk)
}

/// Impact fraction of a change in the exposed share with its interval, the three inputs being independent.
///
/// # Formula
/// ```text
/// r = RR - 1        D = 1 + p r        PIF = (p - p') r / D
/// var(PIF) = ((p - p') RR / D^2)^2 var(ln RR) + (r (1 + p' r) / D^2)^2 var(p) + (r / D)^2 var(p')
/// limits = 1 - (1 - PIF) exp(+- 1.959964 sd / (1 - PIF))
/// ```
/// # Errors
/// If a share is outside 0 to 1, or the fraction or its variance is not finite.
///
/// # References
/// [Lee 2022] Variation in population attributable fraction of dementia associated with potentially modifiable risk
/// factors (the published example of the tests). doi:10.1001/jamanetworkopen.2022.19672
pub fn impact_fraction_interval(
    exposed: WithVariance,
    counterfactual: WithVariance,
    log_relative_risk: WithVariance,
) -> Result<FractionInterval, Error> {
    let p = Proportion::new(exposed.value)?.get();
    let p_after = Proportion::new(counterfactual.value)?.get();
    let ratio = libm::exp(log_relative_risk.value);
    check_ratio(ratio)?;
    let excess = ratio - 1.0;
    // As sums of what is above 0, so that a ratio near 0 keeps its digits.
    let mean_of = |p: f64| (1.0 - p) + p * ratio;
    let mean = mean_of(p);
    let fraction = (p - p_after) * excess / mean;
    let by_risk = (p - p_after) * ratio / (mean * mean);
    let by_share = excess * mean_of(p_after) / (mean * mean);
    let by_counterfactual = excess / mean;
    let sd = libm::sqrt(
        by_risk * by_risk * log_relative_risk.variance
            + by_share * by_share * exposed.variance
            + by_counterfactual * by_counterfactual * counterfactual.variance,
    );
    // 1 - PIF is the mean risk after over the mean risk before, above 0 save where everyone's risk is.
    let kept = 1.0 - fraction;
    let reach = libm::exp(Z_95 * sd / kept);
    let result = FractionInterval { fraction, sd, lower_95: 1.0 - kept * reach, upper_95: 1.0 - kept / reach };
    if [fraction, sd, result.lower_95, result.upper_95].iter().all(|x| x.is_finite()) {
        return Ok(result);
    }
    Err(Error::out_of_range("variance of the impact fraction", sd * sd, "must give finite limits"))
}

fn check_ratio(ratio: f64) -> Result<(), Error> {
    if ratio > 0.0 && ratio.is_finite() {
        return Ok(());
    }
    Err(Error::out_of_range("relative risk", ratio, "must be above 0 and finite"))
}

/// The sum of the weights.
fn check_weights(what: &str, weights: &[f64]) -> Result<f64, Error> {
    for &weight in weights {
        if !(0.0..=1.0).contains(&weight) {
            return Err(Error::out_of_range(what, weight, "must lie in 0 to 1"));
        }
    }
    let sum: f64 = weights.iter().sum();
    if (sum - 1.0).abs() > SHARE_TOLERANCE {
        // Shown without the rounding of the sum.
        let shown = (sum * 1e9).round() / 1e9;
        return Err(Error::out_of_range(
            format!("sum of {what}s"),
            shown,
            format!("must be 1 to within {SHARE_TOLERANCE}"),
        ));
    }
    Ok(sum)
}

fn check_fractions(weights: &[f64], fractions: &[f64]) -> Result<(), Error> {
    if weights.len() != fractions.len() {
        let rule = format!("must be as many as the fractions, {}", fractions.len());
        return Err(Error::out_of_range("number of weights", weights.len(), rule));
    }
    for &fraction in fractions {
        if !(fraction <= 1.0 && fraction.is_finite()) {
            return Err(Error::out_of_range("attributable fraction", fraction, "must be finite and at most 1"));
        }
    }
    Ok(())
}
