//! Concentration index and Gini coefficient.

use super::groups::RankedGroups;
use crate::error::Error;

/// Concentration index of `values`, one for each group, the most deprived first: from -1, where the most deprived have it all, to 1.
///
/// # Formula
/// ```text
/// C = 2 sum of a (y - mean) (b - 1/2) / mean        a shares, b ridits
/// ```
/// Equal values have an index of exactly 0.
///
/// # Errors
/// Unless there is one finite value, 0 or more, for each group, and their mean is above 0.
///
/// # References
/// [Kakwani, Wagstaff and van Doorslaer 1997] Socioeconomic inequalities in health. doi:10.1016/S0304-4076(96)01807-6
pub fn concentration_index(groups: &RankedGroups, values: &[f64]) -> Result<f64, Error> {
    let mean = mean_above_0(groups, values, "a concentration index")?;
    Ok(covariance(groups.shares().iter().zip(groups.ridits()), values, mean))
}

/// Gini coefficient of `values`, one for each group: the concentration index in the order of the values themselves, 0 or more.
///
/// # Formula
/// ```text
/// as concentration_index, with the ridits of the groups put in rising order of their values
/// ```
/// # Errors
/// As [`concentration_index`].
pub fn gini(groups: &RankedGroups, values: &[f64]) -> Result<f64, Error> {
    let mean = mean_above_0(groups, values, "a Gini coefficient")?;
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|one, other| values[*one].total_cmp(&values[*other]));
    let ordered: Vec<f64> = order.iter().map(|position| values[*position]).collect();
    let mut below = 0.0;
    let mut ranks = Vec::with_capacity(order.len());
    for position in order {
        let share = groups.shares()[position];
        ranks.push((share, below + 0.5 * share));
        below += share;
    }
    // Of nearly equal values the sum may be below 0 by rounding.
    Ok(covariance(ranks.iter().map(|(share, ridit)| (share, ridit)), &ordered, mean).max(0.0))
}

fn mean_above_0(groups: &RankedGroups, values: &[f64], index: &str) -> Result<f64, Error> {
    groups.check(values)?;
    if let Some(position) = values.iter().position(|value| *value < 0.0) {
        let what = format!("value of group {}", position + 1);
        return Err(Error::out_of_range(what, values[position], format!("must be 0 or more for {index}")));
    }
    let mean = groups.mean_of(values);
    if !(mean >= f64::MIN_POSITIVE) {
        return Err(Error::out_of_range("mean of the values", mean, format!("must be above 0 for {index}")));
    }
    Ok(mean)
}

fn covariance<'a>(ranks: impl Iterator<Item = (&'a f64, &'a f64)>, values: &[f64], mean: f64) -> f64 {
    2.0 * ranks.zip(values).map(|((share, ridit), value)| share * (value - mean) * (ridit - 0.5)).sum::<f64>() / mean
}

#[cfg(test)]
mod tests {
    use super::*;

    /// If everything is with one end, the index is the share of all others.
    #[test]
    fn everything_in_one_group() {
        let groups = RankedGroups::new(&[30.0, 50.0, 20.0]).unwrap();
        let close = |one: f64, other: f64| (one - other).abs() < 1e-15;
        assert!(close(concentration_index(&groups, &[0.0, 0.0, 5.0]).unwrap(), 0.8));
        assert!(close(concentration_index(&groups, &[5.0, 0.0, 0.0]).unwrap(), -0.7));
        assert!(close(gini(&groups, &[5.0, 0.0, 0.0]).unwrap(), 0.7));
        assert!(close(gini(&groups, &[0.0, 5.0, 0.0]).unwrap(), 0.5));
        assert_eq!(concentration_index(&groups, &[0.3; 3]).unwrap().to_bits(), 0);
    }

    #[test]
    fn the_scale_does_not_matter_and_the_order_does_not_to_gini() {
        let groups = RankedGroups::new(&[30.0, 50.0, 20.0]).unwrap();
        let values = [3.0, 1.0, 2.0];
        let ten: Vec<f64> = values.iter().map(|value| 10.0 * value).collect();
        assert!((gini(&groups, &values).unwrap() - gini(&groups, &ten).unwrap()).abs() < 1e-15);
        let turned = RankedGroups::new(&[20.0, 30.0, 50.0]).unwrap();
        assert!((gini(&groups, &values).unwrap() - gini(&turned, &[2.0, 3.0, 1.0]).unwrap()).abs() < 1e-15);
        // Half the mean difference between two people over the mean.
        let mut difference = 0.0;
        for (one, x) in groups.shares().iter().zip(&values) {
            for (other, y) in groups.shares().iter().zip(&values) {
                difference += one * other * (x - y).abs();
            }
        }
        let mean = groups.mean(&values).unwrap();
        assert!((gini(&groups, &values).unwrap() - difference / (2.0 * mean)).abs() < 1e-15);
    }

    #[test]
    fn negative_values_and_a_mean_of_0_are_refused() {
        let groups = RankedGroups::new(&[1.0, 1.0]).unwrap();
        assert_eq!(
            gini(&groups, &[-1.0, 2.0]).unwrap_err().to_string(),
            "value of group 1 -1 must be 0 or more for a Gini coefficient"
        );
        assert_eq!(
            concentration_index(&groups, &[0.0, 0.0]).unwrap_err().to_string(),
            "mean of the values 0 must be above 0 for a concentration index"
        );
    }
}
