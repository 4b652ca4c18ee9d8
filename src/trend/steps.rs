//! What a drift adds up to over years, and its innovations.

use crate::error::Error;

/// Years that are added up one by one; beyond them sums are formed at once.
const MOST_STEPS: f64 = 1e4;

/// Years of the drift's distance from the long run in `years` of change: 1 + phi + ... ; a part of a year counts as that part of its
/// change.
pub(super) fn damped_years(damping: f64, years: f64) -> f64 {
    if !(years > 0.0) {
        return years;
    }
    let (whole, part) = (years.floor(), years - years.floor());
    if damping >= 1.0 {
        return years;
    }
    let left = libm::pow(damping, whole);
    (1.0 - left) / (1.0 - damping) + part * left
}

/// Variance that yearly innovations of the drift, of variance 1, add to the level: the sum of squares of [`damped_years`] of 1, 2,
/// ... years less than `years`.
pub(super) fn drift_noise(damping: f64, years: f64) -> f64 {
    if !(years > 1.0) {
        return 0.0;
    }
    let (whole, part) = (years.floor(), years - years.floor());
    let up_to = if whole <= MOST_STEPS {
        let (mut sum, mut damped, mut power, mut year) = (0.0, 0.0, 1.0, 1.0);
        while year < whole {
            damped += power;
            power *= damping;
            sum += damped * damped;
            year += 1.0;
        }
        sum
    } else {
        let n = whole - 1.0;
        let rest = 1.0 - damping;
        if rest * n < 1e-3 {
            n * (n + 1.0) * (2.0 * n + 1.0) / 6.0
        } else {
            let once = damping * (1.0 - libm::pow(damping, n)) / rest;
            let twice = damping * damping * (1.0 - libm::pow(damping, 2.0 * n)) / (1.0 - damping * damping);
            (n - 2.0 * once + twice) / (rest * rest)
        }
    };
    let last = damped_years(damping, whole);
    up_to + part * last * last
}

/// A number of years from 1 on without a fraction.
///
/// # Errors
/// If it is none.
pub(super) fn whole_years(years: f64) -> Result<u32, Error> {
    let whole = years.round();
    if (1.0..=MOST_STEPS).contains(&whole) && (years - whole).abs() < 1e-9 {
        // Between 1 and ten thousand.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        return Ok(whole as u32);
    }
    Err(Error::out_of_range("years between observations of a trend", years, "must be whole, 1 to 10,000"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_those_of_the_years_one_by_one() {
        for damping in [0.0, 0.3, 0.9, 0.999_999_9, 1.0] {
            let (mut drift, mut level, mut noise) = (1.0, 0.0, 0.0);
            for year in 1..=30 {
                level += drift;
                drift *= damping;
                assert!((damped_years(damping, f64::from(year)) / level - 1.0).abs() < 1e-8, "{damping} {year}");
                assert!((drift_noise(damping, f64::from(year)) - noise).abs() <= 1e-9 * noise, "{damping} {year}");
                noise += level * level;
            }
        }
        assert!((damped_years(0.5, 1.5) - 1.25).abs() < 1e-15 && damped_years(0.5, 0.0).abs() < 1e-15);
    }

    #[test]
    fn far_sums_go_on_from_near_ones() {
        for damping in [0.5, 0.99, 0.99999, 1.0] {
            let near = drift_noise(damping, 10_000.0);
            let d = damped_years(damping, 10_000.0);
            let next = drift_noise(damping, 10_001.0);
            assert!(((near + d * d) / next - 1.0).abs() < 1e-6, "{damping}: {near} {next}");
        }
        assert!(drift_noise(0.9, 1e18).is_finite() && drift_noise(0.9, f64::NAN) <= 0.0);
    }

    #[test]
    fn parts_of_years_between_observations_are_refused() {
        assert_eq!(whole_years(3.0).unwrap(), 3);
        for years in [0.0, 0.5, -1.0, f64::NAN, 1e18] {
            assert!(whole_years(years).is_err(), "{years}");
        }
    }
}
