//! Quantiles of the beta distribution.

use super::logit::logistic;
use super::special::{LARGE_SHAPE, MAX_TERMS, away_from_zero, gamma_start, in_bracket, invert, normal_quantile};

/// The smallest shape of a beta: below, its tails are differences of numbers too near 1.
pub(crate) const SMALLEST_BETA_SHAPE: f64 = 1e-6;
/// Products of a larger shape are no numbers.
const HUGE_SHAPE: f64 = 1e290;
/// So near to the ends of 0 to 1 the difference of a distribution function and a level loses digits that their logarithms keep.
const FAR_OUT: f64 = 1e-9;

/// Quantile of the beta distribution at `u`: 0 at 0, 1 at 1, NaN outside 0 to 1.
///
/// `alpha` and `beta` must be 1e-6 or more and finite: with smaller ones nearly every quantile is 0 or 1. When both exceed 100 000 the Cornish-Fisher expansion of the
/// log-odds is exact to 1e-9 relative and replaces the iteration. When one does, and nearer than 1e-9 to either end, the smaller of the
/// two tails is met in its logarithm.
///
/// # References
/// [Abramowitz and Stegun 1964] 26.5 (incomplete beta function and its continued fraction).
/// [NIST 2010] Handbook of mathematical functions, 8.17.8 and 15.7.5 (continued fraction of the upper tail). <https://dlmf.nist.gov>
#[must_use]
pub fn beta_quantile(alpha: f64, beta: f64, u: f64) -> f64 {
    let valid = |shape: f64| (SMALLEST_BETA_SHAPE..=f64::MAX).contains(&shape);
    if !(0.0..=1.0).contains(&u) || !valid(alpha) || !valid(beta) {
        return f64::NAN;
    }
    if u <= 0.0 || u >= 1.0 {
        return u;
    }
    if alpha.min(beta) > LARGE_SHAPE {
        return beta_quantile_large(alpha, beta, u);
    }
    if alpha > LARGE_SHAPE {
        return 1.0 - beta_quantile_by_tail(beta, alpha, Tail::Upper(u));
    }
    if beta > LARGE_SHAPE || !(FAR_OUT..=1.0 - FAR_OUT).contains(&u) {
        return beta_quantile_by_tail(alpha, beta, Tail::Lower(u));
    }
    let ln_beta = libm::lgamma(alpha) + libm::lgamma(beta) - libm::lgamma(alpha + beta);
    let mean = alpha / (alpha + beta);
    let first_term = libm::exp((libm::log(u) + libm::log(alpha) + ln_beta) / alpha);
    let start = if alpha < 1.0 && first_term < mean { first_term } else { mean };
    let density = |x: f64| libm::exp((alpha - 1.0) * libm::log(x) + (beta - 1.0) * libm::log1p(-x) - ln_beta);
    invert(u, start, 1.0, |x| beta_cdf(alpha, beta, x, ln_beta), density)
}

/// The log-odds of a beta are a difference of two log-gammas, whose cumulants are polygammas.
fn beta_quantile_large(alpha: f64, beta: f64, u: f64) -> f64 {
    let digamma = |a: f64| libm::log(a) - 0.5 / a - 1.0 / (12.0 * a * a);
    let trigamma = |a: f64| (1.0 + (0.5 + 1.0 / (6.0 * a)) / a) / a;
    let third = |a: f64| -(1.0 + 1.0 / a) / (a * a);
    let fourth = |a: f64| (2.0 + 3.0 / a) / (a * a * a);
    let variance = trigamma(alpha) + trigamma(beta);
    let sd = libm::sqrt(variance);
    let z = normal_quantile(u);
    if alpha.min(beta) > 1e40 {
        // What corrects the normal is below the last digit, and its powers are below the smallest number.
        return logistic(digamma(alpha) - digamma(beta) + sd * z);
    }
    let skewness = (third(alpha) - third(beta)) / (variance * sd);
    let kurtosis = (fourth(alpha) + fourth(beta)) / (variance * variance);
    let z2 = z * z;
    let score = z + skewness * (z2 - 1.0) / 6.0 + kurtosis * z * (z2 - 3.0) / 24.0
        - skewness * skewness * z * (2.0 * z2 - 5.0) / 36.0;
    let log_odds = digamma(alpha) - digamma(beta) + sd * score;
    logistic(log_odds)
}

/// What lies below a quantile, or above it.
#[derive(Debug, Clone, Copy)]
enum Tail {
    Lower(f64),
    Upper(f64),
}

/// The quantile of a beta whose first shape is not large, by the logarithm of its smaller tail.
///
/// Where the second shape is large the plain form would lose its digits: the logarithm of the beta function is a difference of numbers
/// as large as the shape, and the continued fraction of the upper tail one of numbers near 1.
fn beta_quantile_by_tail(alpha: f64, beta: f64, tail: Tail) -> f64 {
    if beta > HUGE_SHAPE {
        // In proportion, to far more than the last digit; products with larger shapes are no numbers.
        return beta_quantile_by_tail(alpha, HUGE_SHAPE, tail) * (HUGE_SHAPE / beta);
    }
    // The smaller of the two, which the other's complement would round away; from a half on the difference is exact.
    let tail = match tail {
        Tail::Lower(u) if u > 0.5 => Tail::Upper(1.0 - u),
        Tail::Upper(u) if u > 0.5 => Tail::Lower(1.0 - u),
        tail => tail,
    };
    let ln_gamma = libm::lgamma(alpha);
    let large = beta > LARGE_SHAPE;
    let rise = if large { ln_gamma_rise(beta, alpha) } else { libm::lgamma(alpha + beta) - libm::lgamma(beta) };
    let ln_beta = ln_gamma - rise;
    // The beta nears a gamma of its first shape.
    let (ln_below, z) = match tail {
        Tail::Lower(u) => (libm::log(u), normal_quantile(u)),
        Tail::Upper(u) => (libm::log1p(-u), -normal_quantile(u)),
    };
    let start = -libm::expm1(-gamma_start(alpha, ln_below, z, ln_gamma) / (beta + 0.5 * (alpha - 1.0)).max(beta));
    let density = |x: f64| libm::exp((alpha - 1.0) * libm::log(x) + (beta - 1.0) * libm::log1p(-x) - ln_beta);
    let below = |x: f64| {
        libm::exp(alpha * libm::log(x) + beta * libm::log1p(-x) - ln_beta) * beta_fraction(alpha, beta, x) / alpha
    };
    let above = |x: f64| {
        let part = if large { upper_fraction(alpha, beta, x) } else { x * beta_fraction(beta, alpha, 1.0 - x) };
        density(x) * (1.0 - x) * part / beta
    };
    let in_body = |x: f64| x < (alpha + 1.0) / (alpha + beta + 2.0);
    // Above 0 by rounding too, so that it has a logarithm.
    let left_of_one = |p: f64| (1.0 - p).max(f64::MIN_POSITIVE);
    in_bracket(start, 1.0, 1e-15, |x| match tail {
        Tail::Lower(u) => {
            let p = if in_body(x) { below(x) } else { left_of_one(above(x)) };
            (libm::log(p / u), density(x) / p)
        }
        Tail::Upper(u) => {
            let p = if in_body(x) { left_of_one(below(x)) } else { above(x) };
            (libm::log(u / p), density(x) / p)
        }
    })
}

/// ln Gamma(x + by) - ln Gamma(x) of an x above 100 000, by Stirling's series, whose further terms are below 1e-17.
fn ln_gamma_rise(x: f64, by: f64) -> f64 {
    let ln_ratio = libm::log1p(by / x);
    by * libm::log(x) + ((x * ln_ratio - by) + (by - 0.5) * ln_ratio) + (1.0 / (x + by) - 1.0 / x) / 12.0
}

/// Regularised incomplete beta function by its continued fraction (modified Lentz).
fn beta_cdf(alpha: f64, beta: f64, x: f64, ln_beta: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let front = libm::exp(alpha * libm::log(x) + beta * libm::log1p(-x) - ln_beta);
    if x < (alpha + 1.0) / (alpha + beta + 2.0) {
        front * beta_fraction(alpha, beta, x) / alpha
    } else {
        1.0 - front * beta_fraction(beta, alpha, 1.0 - x) / beta
    }
}

fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    fraction(-(a + b) * x / (a + 1.0), |m| {
        [
            m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0)),
        ]
    })
}

/// What lies above x over x^(a - 1) (1 - x)^b / (b B(a, b)): Gauss's fraction of the hypergeometric function F(1 - a, 1; b + 1; 1 - 1 / x),
/// which becomes that of the incomplete gamma function as b grows.
fn upper_fraction(a: f64, b: f64, x: f64) -> f64 {
    let odds = (1.0 - x) / x;
    fraction(odds * (1.0 - a) / (b + 1.0), |m| {
        [
            odds * m / (b + 2.0 * m) * ((b + a + m - 1.0) / (b + 2.0 * m - 1.0)),
            odds * (m + 1.0 - a) / (b + 2.0 * m + 1.0) * ((b + m) / (b + 2.0 * m)),
        ]
    })
}

/// The continued fraction 1 / (1 + first / (1 + c2 / (1 + c3 / ...))), its numerators from the second on in pairs.
fn fraction(first: f64, pair: impl Fn(f64) -> [f64; 2]) -> f64 {
    let (mut c, mut d) = (1.0, 1.0 / away_from_zero(1.0 + first));
    let mut fraction = d;
    for m in 1..MAX_TERMS {
        let [even, odd] = pair(f64::from(m));
        d = 1.0 / away_from_zero(1.0 + even * d);
        c = away_from_zero(1.0 + even / c);
        fraction *= d * c;
        d = 1.0 / away_from_zero(1.0 + odd * d);
        c = away_from_zero(1.0 + odd / c);
        fraction *= d * c;
        if (d * c - 1.0).abs() < 1e-16 {
            break;
        }
    }
    fraction
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_forms_meet_the_iteration_where_they_take_over() {
        // So far out the levels themselves are known to 1e-7 of their tail.
        let close = |a: f64, b: f64| assert!((a - b).abs() <= 1e-7 * b.abs(), "{a} is not {b}");
        let above = |x: f64| x * (1.0 + 1e-12);
        for u in [1e-9, 0.025, 0.5, 0.9, 0.975, 1.0 - 1e-9] {
            for smaller in [LARGE_SHAPE, 30.0, 0.5] {
                close(beta_quantile(smaller, LARGE_SHAPE, u), beta_quantile(smaller, above(LARGE_SHAPE), u));
                close(beta_quantile(LARGE_SHAPE, smaller, u), beta_quantile(above(LARGE_SHAPE), smaller, u));
            }
            close(
                beta_quantile(LARGE_SHAPE, 3.0 * LARGE_SHAPE, u),
                beta_quantile(above(LARGE_SHAPE), 3.0 * LARGE_SHAPE, u),
            );
        }
        for u in [FAR_OUT, 1.0 - FAR_OUT] {
            close(beta_quantile(2.5, 30.0, u * (1.0 - 1e-15)), beta_quantile(2.5, 30.0, u));
        }
    }
}
