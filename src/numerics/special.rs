//! Special functions behind the quantiles of estimates: normal and gamma; the beta stands on them.
//!
//! All of them rest on [`libm`] only, so a quantile has the same bits on every processor.

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
pub(super) fn gamma_start(shape: f64, ln_below: f64, z: f64, ln_gamma: f64) -> f64 {
    let cube_root = 1.0 - 1.0 / (9.0 * shape) + z / (3.0 * libm::sqrt(shape));
    let first_term = libm::exp((ln_below + ln_gamma + libm::log(shape)) / shape);
    if shape < 1.0 || cube_root < 0.3 { first_term } else { shape * cube_root * cube_root * cube_root }
}

/// The smallest shape of a gamma.
pub(crate) const SMALLEST_GAMMA_SHAPE: f64 = 1e-9;
pub(super) const LARGE_SHAPE: f64 = 1e5;

/// Where a distribution function on 0 to `high` is `u`; `start` is where to look first.
pub(super) fn invert(u: f64, start: f64, high: f64, cdf: impl Fn(f64) -> f64, density: impl Fn(f64) -> f64) -> f64 {
    in_bracket(start, high, 1e-15, |x| (cdf(x) - u, density(x)))
}

/// The root on 0 to `high` of a function that rises, to a step of this part of it.
///
/// The bracket is halved geometrically, because quantiles of small shapes lie many orders of magnitude below 1: 200 halvings of the
/// exponent range and the mantissa are more than any pair of doubles needs.
pub(super) fn in_bracket(start: f64, high: f64, step: f64, f: impl Fn(f64) -> (f64, f64)) -> f64 {
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

/// Terms of a continued fraction, far above what shapes up to 100 000 need (a few thousand).
pub(super) const MAX_TERMS: u32 = 100_000;

/// Lentz's method divides by partial denominators, which may pass through 0.
const TINY: f64 = 1e-300;

pub(super) fn away_from_zero(x: f64) -> f64 {
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
    fn the_expansion_meets_the_iteration_where_it_takes_over() {
        for u in [1e-9, 0.025, 0.5, 0.9, 0.975, 1.0 - 1e-9] {
            let below = gamma_quantile(LARGE_SHAPE, u);
            let above = gamma_quantile(LARGE_SHAPE * (1.0 + 1e-12), u);
            close(below, above, 1e-10);
        }
    }
}
