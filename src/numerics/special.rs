//! Special functions behind the quantiles of estimates: normal, gamma and beta.
//!
//! All of them rest on [`libm`] only, so a quantile has the same bits on every processor.

use super::logit::logistic;
use super::root::{Until, newton_in_bracket};

/// The normal score of a two-sided 95% interval: the quantile at 0.975.
pub const Z_95: f64 = 1.959_963_984_540_054;

/// Distribution function of the standard normal.
///
/// # Formula
/// ```text
/// Phi(z) = erfc(-z / sqrt(2)) / 2
/// ```
#[must_use]
pub fn normal_cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
}

/// Quantile of the standard normal at `u`: minus infinity at 0, infinity at 1, NaN outside 0 to 1.
///
/// # References
/// [Wichura 1988] Algorithm AS 241, routine PPND16 (relative accuracy about 1e-16). doi:10.2307/2347330
#[must_use]
pub fn normal_quantile(u: f64) -> f64 {
    if !(0.0..=1.0).contains(&u) {
        return f64::NAN;
    }
    let q = u - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * polynomial(&CENTRE_TOP, r) / polynomial(&CENTRE_BOTTOM, r);
    }
    let tail = if q < 0.0 { u } else { 1.0 - u };
    if tail <= 0.0 {
        return if q < 0.0 { f64::NEG_INFINITY } else { f64::INFINITY };
    }
    let r = libm::sqrt(-libm::log(tail));
    let z = if r <= 5.0 {
        polynomial(&NEAR_TOP, r - 1.6) / polynomial(&NEAR_BOTTOM, r - 1.6)
    } else {
        polynomial(&FAR_TOP, r - 5.0) / polynomial(&FAR_BOTTOM, r - 5.0)
    };
    if q < 0.0 { -z } else { z }
}

/// Quantile of the gamma distribution of unit scale at `u`: 0 at 0, infinity at 1, NaN outside 0 to 1.
///
/// `shape` must be 1e-9 or more and finite: with a smaller one nearly every quantile is 0. Above a shape of 100 000 the Cornish-Fisher expansion is exact to 1e-11
/// relative and replaces the iteration, whose cost grows with the root of the shape.
///
/// # References
/// [Abramowitz and Stegun 1964] 6.5 (incomplete gamma function) and 26.4.16 (expansion).
#[must_use]
pub fn gamma_quantile(shape: f64, u: f64) -> f64 {
    let valid = (SMALLEST_GAMMA_SHAPE..=f64::MAX).contains(&shape);
    if !valid || !(0.0..=1.0).contains(&u) {
        return f64::NAN;
    }
    if u <= 0.0 {
        return 0.0;
    }
    if u >= 1.0 {
        return f64::INFINITY;
    }
    let z = normal_quantile(u);
    if shape > LARGE_SHAPE {
        let root = libm::sqrt(shape);
        let z2 = z * z;
        return shape + root * z + (z2 - 1.0) / 3.0 + z * (z2 - 7.0) / (36.0 * root)
            - (3.0 * z2 * z2 + 7.0 * z2 - 16.0) / (810.0 * shape);
    }
    let ln_gamma = libm::lgamma(shape);
    let start = gamma_start(shape, libm::log(u), z, ln_gamma);
    let density = |x: f64| libm::exp((shape - 1.0) * libm::log(x) - x - ln_gamma);
    invert(u, start, f64::INFINITY, |x| gamma_cdf(shape, x, ln_gamma), density)
}

/// Where to look first for the quantile of a gamma, given the logarithm of what lies below it and its normal score.
///
/// Wilson and Hilferty (1931) starts within a few per cent, save in the lower tail of small shapes, where the first term of the
/// series, x^a / (a Gamma(a)), is the better start.
fn gamma_start(shape: f64, ln_below: f64, z: f64, ln_gamma: f64) -> f64 {
    let cube_root = 1.0 - 1.0 / (9.0 * shape) + z / (3.0 * libm::sqrt(shape));
    let first_term = libm::exp((ln_below + ln_gamma + libm::log(shape)) / shape);
    if shape < 1.0 || cube_root < 0.3 { first_term } else { shape * cube_root * cube_root * cube_root }
}

/// Quantile of the beta distribution at `u`: 0 at 0, 1 at 1, NaN outside 0 to 1.
///
/// `alpha` and `beta` must be 1e-6 or more and finite: with smaller ones nearly every quantile is 0 or 1. When both exceed 100 000 the Cornish-Fisher expansion of the
/// log-odds is exact to 1e-9 relative and replaces the iteration. When one does, and nearer than 1e-9 to either end, the smaller of the
/// two tails is met in its logarithm.
///
/// # References
/// [Abramowitz and Stegun 1964] 26.5 (incomplete beta function and its continued fraction).
/// [NIST 2010] Handbook of mathematical functions, 8.17.8 and 15.7.5 (continued fraction of the upper tail). https://dlmf.nist.gov
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

/// The smallest shape of a gamma.
pub(crate) const SMALLEST_GAMMA_SHAPE: f64 = 1e-9;
/// The smallest shape of a beta: below, its tails are differences of numbers too near 1.
pub(crate) const SMALLEST_BETA_SHAPE: f64 = 1e-6;
const LARGE_SHAPE: f64 = 1e5;
const HUGE_SHAPE: f64 = 1e290;
const FAR_OUT: f64 = 1e-9;

/// Where a distribution function on 0 to `high` is `u`; `start` is where to look first.
fn invert(u: f64, start: f64, high: f64, cdf: impl Fn(f64) -> f64, density: impl Fn(f64) -> f64) -> f64 {
    in_bracket(start, high, 1e-15, |x| (cdf(x) - u, density(x)))
}

/// The root on 0 to `high` of a function that rises, to a step of this part of it.
///
/// The bracket is halved geometrically, because quantiles of small shapes lie many orders of magnitude below 1: 200 halvings of the
/// exponent range and the mantissa are more than any pair of doubles needs.
fn in_bracket(start: f64, high: f64, step: f64, f: impl Fn(f64) -> (f64, f64)) -> f64 {
    let start = match start {
        start if start > 0.0 && start < high => start,
        _ if high.is_finite() => 0.5 * high,
        _ => 1.0,
    };
    let middle = |low: f64, high: f64| {
        if high.is_infinite() {
            2.0 * low
        } else if low > 0.0 {
            libm::sqrt(low) * libm::sqrt(high)
        } else {
            // Nothing below is known yet: go down fast, since the answer may be 1e-300.
            let down = high * (0.5_f64).min(libm::sqrt(high));
            if high > f64::MIN_POSITIVE { down.max(f64::MIN_POSITIVE) } else { down }
        }
    };
    newton_in_bracket(start, [0.0, high], middle, Until::Step(step), f)
}

/// Regularised lower incomplete gamma function P(shape, x): series below the mode, continued fraction above.
fn gamma_cdf(shape: f64, x: f64, ln_gamma: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let front = libm::exp(shape * libm::log(x) - x - ln_gamma);
    if x < shape + 1.0 {
        let mut term = 1.0 / shape;
        let mut sum = term;
        let mut n = shape;
        while term > 1e-17 * sum {
            n += 1.0;
            term *= x / n;
            sum += term;
        }
        return front * sum;
    }
    let mut b = x + 1.0 - shape;
    let (mut c, mut d) = (1.0 / TINY, 1.0 / b);
    let mut fraction = d;
    for i in 1..MAX_TERMS {
        let i = f64::from(i);
        let a = -i * (i - shape);
        b += 2.0;
        d = 1.0 / away_from_zero(a * d + b);
        c = away_from_zero(b + a / c);
        fraction *= d * c;
        if (d * c - 1.0).abs() < 1e-16 {
            break;
        }
    }
    1.0 - front * fraction
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

/// Terms of a continued fraction, far above what shapes up to 100 000 need (a few thousand).
const MAX_TERMS: u32 = 100_000;

/// Lentz's method divides by partial denominators, which may pass through 0.
const TINY: f64 = 1e-300;

fn away_from_zero(x: f64) -> f64 {
    if x.abs() < TINY { TINY } else { x }
}

fn polynomial(coefficients: &[f64; 8], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, c| sum * x + c)
}

// The coefficients of AS 241, |u - 1/2| <= 0.425, then the tail up to exp(-25), then beyond.
const CENTRE_TOP: [f64; 8] = [
    3.387_132_872_796_366_5,
    1.331_416_678_917_843_8e2,
    1.971_590_950_306_551_3e3,
    1.373_169_376_550_946e4,
    4.592_195_393_154_987e4,
    6.726_577_092_700_87e4,
    3.343_057_558_358_813e4,
    2.509_080_928_730_122_7e3,
];
const CENTRE_BOTTOM: [f64; 8] = [
    1.0,
    4.231_333_070_160_091e1,
    6.871_870_074_920_579e2,
    5.394_196_021_424_751e3,
    2.121_379_430_158_659_7e4,
    3.930_789_580_009_271e4,
    2.872_908_573_572_194_3e4,
    5.226_495_278_852_854e3,
];
const NEAR_TOP: [f64; 8] = [
    1.423_437_110_749_683_5,
    4.630_337_846_156_546,
    5.769_497_221_460_691,
    3.647_848_324_763_204_5,
    1.270_458_252_452_368_4,
    2.417_807_251_774_506e-1,
    2.272_384_498_926_918_4e-2,
    7.745_450_142_783_414e-4,
];
const NEAR_BOTTOM: [f64; 8] = [
    1.0,
    2.053_191_626_637_759,
    1.676_384_830_183_803_8,
    6.897_673_349_851e-1,
    1.481_039_764_274_800_8e-1,
    1.519_866_656_361_645_7e-2,
    5.475_938_084_995_345e-4,
    1.050_750_071_644_416_9e-9,
];
const FAR_TOP: [f64; 8] = [
    6.657_904_643_501_103,
    5.463_784_911_164_114,
    1.784_826_539_917_291_3,
    2.965_605_718_285_048_7e-1,
    2.653_218_952_657_612_4e-2,
    1.242_660_947_388_078_4e-3,
    2.711_555_568_743_487_6e-5,
    2.010_334_399_292_288_1e-7,
];
const FAR_BOTTOM: [f64; 8] = [
    1.0,
    5.998_322_065_558_879e-1,
    1.369_298_809_227_358e-1,
    1.487_536_129_085_061_5e-2,
    7.868_691_311_456_133e-4,
    1.846_318_317_510_054_8e-5,
    1.421_511_758_316_446e-7,
    2.044_263_103_389_939_8e-15,
];

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64, relative: f64) {
        assert!((a - b).abs() <= relative * b.abs(), "{a} is not {b}");
    }

    #[test]
    fn normal_quantile_of_known_values() {
        close(normal_quantile(0.975), Z_95, 1e-15);
        close(normal_quantile(0.5 + 1e-10), 2.506_628_274_631e-10, 1e-6);
        close(normal_quantile(1e-20), -9.262_340_089_798_408, 1e-14);
        assert!(normal_quantile(0.5).abs() < 1e-300);
        assert_eq!(normal_quantile(0.0).to_bits(), f64::NEG_INFINITY.to_bits());
        assert!(normal_quantile(1.1).is_nan() && normal_quantile(f64::NAN).is_nan());
    }

    #[test]
    fn expansions_meet_the_iteration_where_they_take_over() {
        for u in [1e-9, 0.025, 0.5, 0.9, 0.975, 1.0 - 1e-9] {
            let below = gamma_quantile(LARGE_SHAPE, u);
            let above = gamma_quantile(LARGE_SHAPE * (1.0 + 1e-12), u);
            close(below, above, 1e-10);
            let below = beta_quantile(LARGE_SHAPE, 3.0 * LARGE_SHAPE, u);
            let above = beta_quantile(LARGE_SHAPE * (1.0 + 1e-12), 3.0 * LARGE_SHAPE, u);
            close(below, above, 1e-9);
        }
    }
}
