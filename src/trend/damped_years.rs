//! The years of drift that damping leaves.

/// Years that are added up one by one; beyond them the sum is formed at once.
const MOST_STEPS: f64 = 1e4;

pub(super) fn damped_years(damping: f64, years_ahead: f64) -> f64 {
    if years_ahead <= 0.0 {
        return years_ahead;
    }
    // Neither a horizon that is not a number nor one beyond all years would end by steps of a year.
    if years_ahead.is_nan() || (damping >= 1.0 && years_ahead > MOST_STEPS) {
        return years_ahead;
    }
    if years_ahead > MOST_STEPS {
        // damping + ... + damping^n = damping (1 - damping^n) / (1 - damping), and a part of the year begun.
        let whole = years_ahead.floor();
        let left = -libm::expm1(whole * libm::log(damping));
        let begun = (1.0 - left) * damping * (years_ahead - whole);
        return if damping > 0.0 { damping * left / (1.0 - damping) + begun.max(0.0) } else { 0.0 };
    }
    let (mut sum, mut power, mut left) = (0.0, damping, years_ahead);
    while left > 0.0 {
        let more = sum + power * left.min(1.0);
        // What is left beyond here is below the last digit of the sum.
        if more <= sum {
            break;
        }
        sum = more;
        power *= damping;
        left -= 1.0;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn far_years_are_those_added_up_one_by_one() {
        for damping in [0.5, 0.9, 0.9999, 1.0 - 1e-9] {
            for years in [10_001.0, 12_345.25, 30_000.75_f64] {
                let (mut sum, mut power) = (0.0, damping);
                for _ in 0..years as usize {
                    sum += power;
                    power *= damping;
                }
                sum += power * years.fract();
                let found = damped_years(damping, years);
                assert!((found / sum - 1.0).abs() < 1e-9, "{damping}, {years}: {found}, {sum}");
            }
        }
        assert!((damped_years(1.0 - 1e-12, 1e18) - (1.0 - 1e-12) / 1e-12).abs() < 1e9);
        assert!((damped_years(0.9, f64::INFINITY) - 9.0).abs() < 1e-9);
        assert_eq!(damped_years(0.0, 1e18).to_bits(), 0.0_f64.to_bits());
    }
}
