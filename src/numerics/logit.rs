//! Shares and their log odds.

/// The log odds of a share strictly between 0 and 1.
#[must_use]
pub fn logit(share: f64) -> f64 {
    libm::log(share / (1.0 - share))
}

/// The share whose log odds are `x`.
#[must_use]
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_the_other_way_round() {
        assert!(logit(0.5).abs() < 1e-300 && (logistic(0.0) - 0.5).abs() < 1e-300);
        for share in [1e-12, 0.01, 0.3, 0.77, 1.0 - 1e-9] {
            assert!((logistic(logit(share)) / share - 1.0).abs() < 1e-14, "{share}");
        }
        // Far out a share is 0 or 1 and not a number never.
        assert!(logistic(-800.0) >= 0.0 && logistic(800.0) <= 1.0);
    }
}
