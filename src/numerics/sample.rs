//! Statistics of a sample.

/// The mean; not a number of no values.
#[allow(clippy::cast_precision_loss)] // samples are far smaller than 2^53
#[must_use]
pub(crate) fn mean(values: &[f64]) -> f64 {
    let (sum, count) = (values.iter().sum::<f64>(), values.len() as f64);
    if sum.is_infinite() {
        // The sum may be beyond the largest number where the mean is not.
        let (least, most) = range(values);
        return values.iter().map(|x| x / count).sum::<f64>().max(least).min(most);
    }
    sum / count
}

/// The slope of the least-squares line through points; 0 if all are at one place.
pub(crate) fn slope(points: &[(f64, f64)]) -> f64 {
    let place = mean(&points.iter().map(|point| point.0).collect::<Vec<_>>());
    let (mut xy, mut xx) = (0.0, 0.0);
    for (x, y) in points {
        xy += (x - place) * y;
        xx += (x - place) * (x - place);
    }
    if xx > 0.0 { xy / xx } else { 0.0 }
}

/// The smallest and the largest of values.
pub(crate) fn range(values: &[f64]) -> (f64, f64) {
    values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), &x| (least.min(x), most.max(x)))
}

/// The value at a part of the way from one to another, also where their difference is beyond the largest number.
pub(crate) fn between(from: f64, to: f64, part: f64) -> f64 {
    let way = to - from;
    if way.is_finite() { from + part * way } else { (1.0 - part) * from + part * to }
}

/// The variance, with the divisor n - 1; not a number of less than two values, infinite where it is beyond the largest number (of values
/// around 1e154).
#[must_use]
#[allow(clippy::cast_precision_loss)]
pub(crate) fn variance(values: &[f64]) -> f64 {
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
