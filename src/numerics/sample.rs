//! Statistics of a sample.

/// The mean; not a number of no values.
#[allow(clippy::cast_precision_loss)] // samples are far smaller than 2^53
#[must_use]
pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The variance, with the divisor n - 1; not a number of less than two values.
#[must_use]
#[allow(clippy::cast_precision_loss)]
pub fn variance(values: &[f64]) -> f64 {
    let mean = mean(values);
    values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (values.len() as f64 - 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mean_and_variance_of_known_values() {
        let values = [1.0, 2.0, 4.0, 9.0];
        assert!((mean(&values) - 4.0).abs() < 1e-15);
        assert!((variance(&values) - 38.0 / 3.0).abs() < 1e-14);
        assert!(mean(&[]).is_nan() && variance(&[1.0]).is_nan());
    }
}
