//! Indices with a stated aversion to inequality: Atkinson, Kolm, the equally distributed equivalent and its equity weights.

use super::groups::RankedGroups;
use crate::error::{Error, finite};

/// Equally distributed equivalent: the value which, if everybody had it, would be worth as much as the values given, in their unit.
///
/// # Formula
/// ```text
/// EDE = (sum of a y^(1 - epsilon))^(1 / (1 - epsilon))        the geometric mean at epsilon = 1
/// ```
/// It is the mean at an aversion of 0 and nears the smallest value as the aversion grows.
///
/// # Errors
/// Unless there is one finite value above 0 for each group, and `epsilon`, the aversion to relative inequality, is 0 or more and
/// finite; if values are so many orders of magnitude apart that the sum is beyond the largest number.
///
/// # References
/// [Atkinson 1970] On the measurement of inequality. doi:10.1016/0022-0531(70)90039-6
/// [Asaria, Griffin and Cookson 2016] Distributional cost-effectiveness analysis: a tutorial. doi:10.1177/0272989X15583266
pub fn equally_distributed_equivalent(groups: &RankedGroups, values: &[f64], epsilon: f64) -> Result<f64, Error> {
    check_aversion("aversion to relative inequality", epsilon)?;
    groups.check_positive(values, "an equally distributed equivalent")?;
    let power = 1.0 - epsilon;
    // Relative to the smallest value, whose term is the largest where the aversion is strong, and less the 1 that all terms have
    // where the power is small, so that no digits are lost near the geometric mean.
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let mean = |form: &dyn Fn(f64) -> f64| -> f64 {
        groups.shares().iter().zip(values).map(|(share, value)| share * form(libm::log(value / least))).sum()
    };
    let growth =
        if power.abs() < 1e-12 { mean(&|log| log) } else { libm::log1p(mean(&|log| libm::expm1(power * log))) / power };
    finite("equally distributed equivalent", least * libm::exp(growth))
}

/// Atkinson index: the share of the mean that could be given up for equality.
///
/// # Formula
/// ```text
/// A = 1 - EDE / mean        EDE of equally_distributed_equivalent
/// ```
/// # Errors
/// As [`equally_distributed_equivalent`].
pub fn atkinson(groups: &RankedGroups, values: &[f64], epsilon: f64) -> Result<f64, Error> {
    let equivalent = equally_distributed_equivalent(groups, values, epsilon)?;
    // The equivalent of nearly equal values may be above their mean by rounding.
    Ok((1.0 - equivalent / groups.mean_of(values)).max(0.0))
}

/// Kolm index: the amount of the mean that could be given up for equality, in the unit of the values.
///
/// # Formula
/// ```text
/// K = ln(sum of a exp(alpha (mean - y))) / alpha        equally distributed equivalent = mean - K
/// ```
/// # Errors
/// Unless there is one finite value for each group, and `alpha`, the aversion to absolute inequality (per unit of the values), is
/// above 0 and finite.
///
/// # References
/// [Kolm 1976] Unequal inequalities. doi:10.1016/0022-0531(76)90037-5
pub fn kolm(groups: &RankedGroups, values: &[f64], alpha: f64) -> Result<f64, Error> {
    if !(alpha > 0.0 && alpha.is_finite()) {
        return Err(Error::out_of_range("aversion to absolute inequality", alpha, "must be above 0 and finite"));
    }
    groups.check(values)?;
    let mean = groups.mean_of(values);
    // Around the smallest value, whose term is the largest, so that no exponential overflows; and less the 1 that all terms have where
    // the aversion is small, so that no digits are lost.
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let terms = groups.shares().iter().zip(values).map(|(share, value)| share * libm::expm1(alpha * (least - value)));
    // Of nearly equal values the difference may be below 0 by rounding.
    Ok(((mean - least) + libm::log1p(terms.sum::<f64>()) / alpha).max(0.0))
}

/// Equity weights: what a little more of the value is worth in each group per person, relative to giving the same to everybody's
/// equally distributed equivalent.
///
/// # Formula
/// ```text
/// weight_i = (1 / a_i) dEDE / dy_i = (y_i / EDE)^(-epsilon)
/// ```
/// Groups below the equivalent weigh more than 1; without aversion all weigh 1.
///
/// # Errors
/// As [`equally_distributed_equivalent`]; if a weight is beyond the largest number.
pub fn equity_weights(groups: &RankedGroups, values: &[f64], epsilon: f64) -> Result<Vec<f64>, Error> {
    let equivalent = equally_distributed_equivalent(groups, values, epsilon)?;
    values.iter().map(|value| finite("equity weight", libm::pow(value / equivalent, -epsilon))).collect()
}

fn check_aversion(what: &str, epsilon: f64) -> Result<(), Error> {
    if epsilon >= 0.0 && epsilon.is_finite() {
        Ok(())
    } else {
        Err(Error::out_of_range(what, epsilon, "must be 0 or more and finite"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups() -> RankedGroups {
        RankedGroups::new(&[30.0, 50.0, 20.0]).unwrap()
    }

    const VALUES: [f64; 3] = [50.0, 60.0, 70.0];

    #[test]
    fn aversion_runs_from_the_mean_to_the_smallest() {
        let ede = |epsilon| equally_distributed_equivalent(&groups(), &VALUES, epsilon).unwrap();
        assert!((ede(0.0) - 59.0).abs() < 1e-12);
        let harmonic = 1.0 / (0.3 / 50.0 + 0.5 / 60.0 + 0.2 / 70.0);
        assert!((ede(2.0) - harmonic).abs() < 1e-12);
        let rising = [0.0, 0.5, 1.0 - 1e-7, 1.0, 1.0 + 1e-7, 2.0, 10.0, 100.0, 1e4];
        assert!(rising.windows(2).all(|pair| ede(pair[0]) > ede(pair[1])));
        assert!((ede(1e4) - 50.0).abs() < 0.01 && ede(1e4) >= 50.0);
        let none = equally_distributed_equivalent(&groups(), &[7.0; 3], 10.0).unwrap();
        assert!((none - 7.0).abs() < 1e-12);
    }

    #[test]
    fn kolm_does_not_see_what_is_added_to_all() {
        let shifted = VALUES.map(|value| value - 1_000.0);
        let of = |values: [f64; 3], alpha| kolm(&groups(), &values, alpha).unwrap();
        assert!((of(VALUES, 0.1) - of(shifted, 0.1)).abs() < 1e-10);
        // A little aversion: half of it times the variance.
        assert!((of(VALUES, 1e-4) / (0.5e-4 * 49.0) - 1.0).abs() < 1e-3);
        // A lot: the distance of the smallest value from the mean.
        assert!((of(VALUES, 1e3) - 9.0).abs() < 0.01);
        assert!(of([5.0; 3], 1.0).abs() < 1e-15);
    }

    #[test]
    fn equity_weights_are_the_slopes_of_the_equivalent() {
        for epsilon in [0.0, 0.5, 1.0, 3.0] {
            let weights = equity_weights(&groups(), &VALUES, epsilon).unwrap();
            for (position, weight) in weights.iter().enumerate() {
                let at = |step: f64| {
                    let mut values = VALUES;
                    values[position] += step;
                    equally_distributed_equivalent(&groups(), &values, epsilon).unwrap()
                };
                let slope = (at(1e-4) - at(-1e-4)) / 2e-4 / groups().shares()[position];
                assert!((slope - weight).abs() < 1e-7, "{epsilon} {slope} {weight}");
            }
        }
    }

    #[test]
    fn bad_values_and_aversions_are_refused() {
        let groups = groups();
        assert_eq!(
            atkinson(&groups, &[1.0, 0.0, 1.0], 1.0).unwrap_err().to_string(),
            "value of group 2 0 must be above 0 for an equally distributed equivalent"
        );
        assert_eq!(
            atkinson(&groups, &VALUES, -1.0).unwrap_err().to_string(),
            "aversion to relative inequality -1 must be 0 or more and finite"
        );
        assert_eq!(
            kolm(&groups, &VALUES, 0.0).unwrap_err().to_string(),
            "aversion to absolute inequality 0 must be above 0 and finite"
        );
        assert!(equity_weights(&groups, &VALUES, f64::NAN).is_err());
    }
}
