//! Slope and relative index of inequality: the regression of a value on the rank of deprivation.

use super::groups::RankedGroups;
use crate::error::{Error, finite};
use crate::numerics::sample::between;
use crate::numerics::special::normal_quantile;
use crate::random::standard_normal;
use serde::Serialize;

/// The scale a value is regressed on, or its error is normal on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// The value itself, for example life expectancy.
    Linear,
    /// Its logarithm, for rates; values must be above 0.
    Log,
    /// Its log odds, for shares; values must lie strictly between 0 and 1.
    Logit,
}

impl Scale {
    fn to(self, value: f64) -> f64 {
        match self {
            Self::Linear => value,
            Self::Log => libm::log(value),
            Self::Logit => libm::log(value / (1.0 - value)),
        }
    }

    fn back(self, value: f64) -> f64 {
        match self {
            Self::Linear => value,
            Self::Log => libm::exp(value),
            Self::Logit => 1.0 / (1.0 + libm::exp(-value)),
        }
    }

    fn check(self, values: &[f64]) -> Result<(), Error> {
        let (inside, rule): (fn(f64) -> bool, _) = match self {
            Self::Linear => return Ok(()),
            Self::Log => (|value| value > 0.0, "must be above 0 on the log scale"),
            Self::Logit => (|value| value > 0.0 && value < 1.0, "must lie strictly between 0 and 1 on the logit scale"),
        };
        match values.iter().position(|value| !inside(*value)) {
            Some(position) => {
                Err(Error::out_of_range(format!("value of group {}", position + 1), values[position], rule))
            }
            None => Ok(()),
        }
    }
}

/// A slope index of inequality and what it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SlopeIndex {
    /// Value predicted at rank 0, the most deprived person: the intercept.
    pub at_most_deprived: f64,
    /// Value predicted at rank 1, the least deprived person.
    pub at_least_deprived: f64,
    /// Slope index of inequality: the least less the most deprived, in the unit of the value.
    pub slope: f64,
    /// Standard error of the slope on the scale of the regression, from its residuals with n - 2 degrees of freedom; none of two
    /// groups.
    pub standard_error: Option<f64>,
    /// Mean of the values over all people.
    pub mean: f64,
}

impl SlopeIndex {
    /// Relative index of inequality as the English health agencies have it: the value predicted at the least deprived over that
    /// at the most deprived.
    ///
    /// # Errors
    /// If either is not above 0, where the ratio says nothing, or the ratio is beyond the largest number.
    pub fn relative(&self) -> Result<f64, Error> {
        for (which, value) in [("most", self.at_most_deprived), ("least", self.at_least_deprived)] {
            if !(value > 0.0) {
                let rule = "must be above 0 for a relative index of inequality";
                return Err(Error::out_of_range(format!("value predicted at the {which} deprived"), value, rule));
            }
        }
        finite("relative index of inequality", self.at_least_deprived / self.at_most_deprived)
    }

    /// Relative index of inequality as distributional cost-effectiveness analysis has it: the slope over the mean.
    ///
    /// # Errors
    /// If the mean is not above 0, or the ratio beyond the largest number.
    pub fn relative_to_mean(&self) -> Result<f64, Error> {
        if !(self.mean > 0.0) {
            let rule = "must be above 0 for a relative index of inequality";
            return Err(Error::out_of_range("mean of the values", self.mean, rule));
        }
        finite("relative index of inequality", self.slope / self.mean)
    }
}

/// Slope index of inequality of `values`, one for each group, the most deprived first.
///
/// # Formula
/// ```text
/// least squares of g(y_i) on the ridit b_i with weights a_i (equally: sqrt(a) g(y) on sqrt(a) and sqrt(a) b, without intercept)
/// slope index = g^-1(fit at 1) - g^-1(fit at 0)        g: identity, logarithm or logit
/// standard error^2 = sum of a (residual)^2 / (n - 2) / sum of a (b - mean b)^2
/// ```
/// Equal values have a slope of exactly 0.
///
/// # Errors
/// Unless there is one finite value for each group within the domain of the scale; if what is found is beyond the largest number.
///
/// # References
/// [Mackenbach and Kunst 1997] Measuring the magnitude of socio-economic inequalities in health. doi:10.1016/S0277-9536(96)00073-1
/// [PHEindicatormethods 2.1] Office for Health Improvement and Disparities, function `phe_sii`.
pub fn slope_index(groups: &RankedGroups, values: &[f64], scale: Scale) -> Result<SlopeIndex, Error> {
    groups.check(values)?;
    scale.check(values)?;
    regress(groups, values, scale)
}

/// The regression, of checked values.
fn regress(groups: &RankedGroups, values: &[f64], scale: Scale) -> Result<SlopeIndex, Error> {
    let (shares, ridits) = (groups.shares(), groups.ridits());
    let transformed: Vec<f64> = values.iter().map(|value| scale.to(*value)).collect();
    let (middle, mean) = (groups.mean_of(ridits), groups.mean_of(&transformed));
    let (mut spread, mut together) = (0.0, 0.0);
    for ((share, ridit), value) in shares.iter().zip(ridits).zip(&transformed) {
        spread += share * (ridit - middle) * (ridit - middle);
        together += share * (ridit - middle) * (value - mean);
    }
    let slope = together / spread;
    let fit = |rank: f64| mean + slope * (rank - middle);
    let mut residual = 0.0;
    for ((share, ridit), value) in shares.iter().zip(ridits).zip(&transformed) {
        residual += share * (value - fit(*ridit)) * (value - fit(*ridit));
    }
    #[allow(clippy::cast_precision_loss)] // a few groups
    let freedom = values.len() as f64 - 2.0;
    let (low, high) = (scale.back(fit(0.0)), scale.back(fit(1.0)));
    let error = |freedom: f64| finite("standard error of the slope", libm::sqrt(residual / freedom / spread));
    Ok(SlopeIndex {
        at_most_deprived: finite("value predicted at the most deprived", low)?,
        at_least_deprived: finite("value predicted at the least deprived", high)?,
        slope: finite("slope index", if scale == Scale::Linear { slope } else { high - low })?,
        standard_error: (freedom > 0.0).then(|| error(freedom)).transpose()?,
        mean: groups.mean_of(values),
    })
}

/// Fewer simulations tell no limits.
const LEAST_SIMULATIONS: u32 = 100;
/// So many take 160 MB.
const MOST_SIMULATIONS: u32 = 10_000_000;

/// Confidence limits of the slope and relative index, by simulation.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SimulatedLimits {
    /// Lower and upper limit of the slope index, in the unit of the value.
    pub slope: (f64, f64),
    /// Lower and upper limit of the relative index (ratio); none if the value predicted at one end was not above 0 in some
    /// simulation.
    pub relative: Option<(f64, f64)>,
}

/// Confidence limits of a slope index whose values have errors: every value is drawn anew from a normal distribution around it,
/// and the limits are quantiles of the indices found.
///
/// `errors` are standard errors on `error_scale`, which may differ from the scale of the regression: the English health agencies draw
/// rates on the log scale and shares on the logit scale and regress the values themselves. The numbers drawn are those of the seed
/// and the index of the group.
///
/// # Formula
/// ```text
/// y*_i = g^-1(g(y_i) + z se_i), z standard normal        limits: quantiles at (1 - confidence) / 2 and (1 + confidence) / 2
/// ```
/// # Errors
/// As [`slope_index`], for values and scales; if an error is negative or not finite, there is not one for each group, the confidence
/// is not strictly between 0 and 1, or there are fewer than 100 simulations or more than 10 million; if a value drawn leaves the numbers or the scale.
pub fn simulated_limits(
    groups: &RankedGroups,
    values: &[f64],
    errors: &[f64],
    (error_scale, scale): (Scale, Scale),
    confidence: f64,
    (simulations, seed): (u32, u64),
) -> Result<SimulatedLimits, Error> {
    groups.check(values)?;
    scale.check(values)?;
    error_scale.check(values)?;
    if errors.len() != values.len() {
        let rule = format!("must be {}, one for each group", values.len());
        return Err(Error::out_of_range("number of standard errors", errors.len(), rule));
    }
    if let Some(position) = errors.iter().position(|error| !(*error >= 0.0 && error.is_finite())) {
        let what = format!("standard error of group {}", position + 1);
        return Err(Error::out_of_range(what, errors[position], "must be 0 or more and finite"));
    }
    if !(confidence > 0.0 && confidence < 1.0) {
        return Err(Error::out_of_range("confidence", confidence, "must lie strictly between 0 and 1"));
    }
    if !(LEAST_SIMULATIONS..=MOST_SIMULATIONS).contains(&simulations) {
        return Err(Error::out_of_range("number of simulations", simulations, "must lie in 100 to 10,000,000"));
    }
    let names: Vec<String> = (0..values.len()).map(|group| format!("inequality simulation, group {group}")).collect();
    let (mut slopes, mut relatives) = (Vec::new(), Vec::new());
    for draw in 0..u64::from(simulations) {
        let drawn: Vec<f64> = values
            .iter()
            .zip(errors)
            .zip(&names)
            .map(|((value, error), name)| {
                error_scale.back(error_scale.to(*value) + error * standard_normal(seed, name, draw))
            })
            .collect();
        groups.check(&drawn)?;
        scale.check(&drawn)?;
        let found = regress(groups, &drawn, scale)?;
        slopes.push(found.slope);
        relatives.extend(found.relative().ok());
    }
    let all = relatives.len() == slopes.len();
    Ok(SimulatedLimits {
        slope: limits(&mut slopes, confidence),
        relative: all.then(|| limits(&mut relatives, confidence)),
    })
}

/// Two-sided limits by linear interpolation between order statistics; there are at least 100 values.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 0 <= h < n
fn limits(values: &mut [f64], confidence: f64) -> (f64, f64) {
    values.sort_unstable_by(f64::total_cmp);
    let at = |u: f64| {
        let h = (values.len() - 1) as f64 * u;
        let below = h.floor() as usize;
        let above = (below + 1).min(values.len() - 1);
        between(values[below], values[above], h - h.floor())
    };
    (at(0.5 * (1.0 - confidence)), at(0.5 * (1.0 + confidence)))
}

/// Two-sided normal score of a confidence.
pub(super) fn score(confidence: f64) -> Result<f64, Error> {
    if !(confidence > 0.0 && confidence < 1.0) {
        return Err(Error::out_of_range("confidence", confidence, "must lie strictly between 0 and 1"));
    }
    finite(format!("normal score of the confidence {confidence}"), normal_quantile(0.5 * (1.0 + confidence)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups() -> RankedGroups {
        RankedGroups::new(&[20.0, 35.0, 10.0, 15.0, 20.0]).unwrap()
    }

    /// Values on a line of the rank, on each scale, have that line.
    #[test]
    fn a_line_is_found_again() {
        let groups = groups();
        for (scale, low, high) in [(Scale::Linear, 4.0, -1.0), (Scale::Log, 8.0, 0.5), (Scale::Logit, 0.4, 0.05)] {
            let (a, b) = (scale.to(low), scale.to(high));
            let values: Vec<f64> = groups.ridits().iter().map(|rank| scale.back(a + (b - a) * rank)).collect();
            let found = slope_index(&groups, &values, scale).unwrap();
            assert!((found.at_most_deprived - low).abs() < 1e-13 && (found.at_least_deprived - high).abs() < 1e-13);
            assert!((found.slope - (high - low)).abs() < 1e-13 && found.standard_error.unwrap() < 1e-13);
            let relative = found.relative();
            assert!(if high > 0.0 { (relative.unwrap() - high / low).abs() < 1e-13 } else { relative.is_err() });
        }
    }

    #[test]
    fn equal_values_have_no_slope_at_all() {
        for value in [0.1, -3.7, 1e-9] {
            let found = slope_index(&groups(), &[value; 5], Scale::Linear).unwrap();
            assert_eq!(found.slope.to_bits(), 0);
            assert_eq!(found.at_most_deprived.to_bits(), value.to_bits());
        }
    }

    /// An error of 0 leaves the index itself; limits grow in proportion to the errors where all is linear.
    #[test]
    fn limits_follow_the_errors() {
        let (groups, values) = (groups(), [0.3, 0.25, 0.2, 0.22, 0.1]);
        let limits =
            |errors: [f64; 5], scales| simulated_limits(&groups, &values, &errors, scales, 0.95, (2_000, 1)).unwrap();
        let linear = (Scale::Linear, Scale::Linear);
        let exact = slope_index(&groups, &values, Scale::Linear).unwrap();
        let none = limits([0.0; 5], linear);
        assert!((none.slope.0 - exact.slope).abs() < 1e-15 && (none.slope.1 - exact.slope).abs() < 1e-15);
        let (one, two) = (limits([0.01; 5], linear).slope, limits([0.02; 5], linear).slope);
        assert!(((two.1 - two.0) / (one.1 - one.0) - 2.0).abs() < 1e-9);
        // The standard error of a weighted sum of independent values.
        let middle: f64 = groups.shares().iter().zip(groups.ridits()).map(|(a, b)| a * b).sum();
        let parts: Vec<f64> = groups.shares().iter().zip(groups.ridits()).map(|(a, b)| a * (b - middle)).collect();
        let spread: f64 = parts.iter().zip(groups.ridits()).map(|(part, b)| part * (b - middle)).sum();
        let sd = 0.01 * libm::sqrt(parts.iter().map(|part| (part / spread) * (part / spread)).sum::<f64>());
        // Limits of 2,000 simulations are known to about 4% of their distance.
        assert!(((one.1 - one.0) / (2.0 * 1.96 * sd) - 1.0).abs() < 0.06, "{one:?} {sd}");
        assert!(limits([0.1; 5], (Scale::Logit, Scale::Logit)).relative.is_some());
    }

    #[test]
    fn what_has_no_index_is_refused() {
        let groups = groups();
        let message = |values: [f64; 5], scale| slope_index(&groups, &values, scale).unwrap_err().to_string();
        assert_eq!(
            message([0.1, 0.0, 0.1, 0.1, 0.1], Scale::Log),
            "value of group 2 0 must be above 0 on the log scale"
        );
        assert_eq!(
            message([0.1, 0.1, 1.0, 0.1, 0.1], Scale::Logit),
            "value of group 3 1 must lie strictly between 0 and 1 on the logit scale"
        );
        let of = |values: [f64; 5]| slope_index(&groups, &values, Scale::Linear).unwrap();
        let steep = of([0.5, 0.3, 0.1, 0.0, -0.2]);
        assert!(steep.relative().unwrap_err().to_string().starts_with("value predicted at the least deprived -"));
        assert_eq!(
            of([0.0; 5]).relative_to_mean().unwrap_err().to_string(),
            "mean of the values 0 must be above 0 for a relative index of inequality"
        );
        let values = [0.1; 5];
        let linear = (Scale::Linear, Scale::Linear);
        let message = |errors: &[f64], confidence, many| {
            simulated_limits(&groups, &values, errors, linear, confidence, (many, 1)).unwrap_err().to_string()
        };
        assert_eq!(message(&[0.1; 4], 0.95, 100), "number of standard errors 4 must be 5, one for each group");
        assert_eq!(
            message(&[0.1, 0.1, -0.1, 0.1, 0.1], 0.95, 100),
            "standard error of group 3 -0.1 must be 0 or more and finite"
        );
        assert_eq!(message(&[0.1; 5], 95.0, 100), "confidence 95 must lie strictly between 0 and 1");
        assert_eq!(message(&[0.1; 5], 0.95, 99), "number of simulations 99 must lie in 100 to 10,000,000");
    }
}
