//! Eight draws side by side: the number type of the kernel.
//!
//! Every operation does the same to each lane and never mixes lanes, so a draw's numbers do not depend on the draws
//! beside it. Products and sums are rounded one after the other (no fused multiply-add), so every instruction set gives
//! the same bits.

use std::ops::{Add, AddAssign, Div, Mul, MulAssign, Sub};

/// Number of draws side by side.
pub const LANES: usize = 8;

/// One quantity in [`LANES`] draws.
///
/// Aligned to 64 bytes, a cache line, so that no load of the hot loop crosses two lines.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[repr(align(64))]
pub struct Lanes(pub [f64; LANES]);

impl Lanes {
    /// 0 in every lane.
    pub const ZERO: Self = Self([0.0; LANES]);
    /// 1 in every lane.
    pub const ONE: Self = Self([1.0; LANES]);

    /// The same value in every lane.
    #[inline(always)]
    #[must_use]
    pub const fn splat(value: f64) -> Self {
        Self([value; LANES])
    }

    /// Lanes `first..first + LANES` of a list of draws; lanes past its end repeat the last value.
    ///
    /// Padding with a real draw rather than with 0 keeps the padded lanes inside the domain of every function.
    /// An empty list gives 0.
    #[must_use]
    pub fn gather(draws: &[f64], first: usize) -> Self {
        let last = draws.last().copied().unwrap_or(0.0);
        Self(std::array::from_fn(|lane| draws.get(first + lane).copied().unwrap_or(last)))
    }

    /// Whether every lane is `>= low` and `<= high`; not a number is outside.
    #[must_use]
    pub fn within(self, low: f64, high: f64) -> bool {
        self.0.iter().all(|x| (low..=high).contains(x))
    }
}

macro_rules! lane_by_lane {
    ($trait:ident, $method:ident, $op:tt) => {
        impl $trait for Lanes {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                let mut out = [0.0; LANES];
                for i in 0..LANES {
                    out[i] = self.0[i] $op other.0[i];
                }
                Self(out)
            }
        }

        impl $trait<f64> for Lanes {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: f64) -> Self {
                let mut out = [0.0; LANES];
                for i in 0..LANES {
                    out[i] = self.0[i] $op other;
                }
                Self(out)
            }
        }
    };
}

lane_by_lane!(Add, add, +);
lane_by_lane!(Sub, sub, -);
lane_by_lane!(Mul, mul, *);
lane_by_lane!(Div, div, /);

impl AddAssign for Lanes {
    #[inline(always)]
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl MulAssign for Lanes {
    #[inline(always)]
    fn mul_assign(&mut self, other: Self) {
        *self = *self * other;
    }
}

/// The largest hazard for which [`mean_survival`] is exact to rounding.
pub const HAZARD_LIMIT: f64 = 8.0;

/// The share of a year lived by people under a constant hazard over the year: the mean of the survival curve.
///
/// `hazard` is per year, one value per lane, from 0 to [`HAZARD_LIMIT`]. **The caller checks the domain**: above
/// it the polynomial loses digits (still below 1e-12 at 16), far above it the result is meaningless, and below 0 it is
/// the growth of a negative hazard, exact down to about -1.
///
/// The probability of death is `hazard * phi` and that of survival `1 - hazard * phi`; see [`survival`].
///
/// # Formula
/// ```text
/// phi(h) = (1 - exp(-h)) / h,  phi(0) = 1
/// y = h / 32:  phi(y) = sum over n = 0..11 of (-y)^n / (n + 1)!
/// five times:  phi(2 y) = phi(y) * (1 - y * phi(y) / 2)
/// ```
/// Only products and sums, so the bits are the same on every instruction set, and no case apart at 0.
#[inline(always)]
#[must_use]
pub fn mean_survival(hazard: Lanes) -> Lanes {
    // (-1)^n / (n + 1)!, from n = 11 down to 0.
    const TAYLOR: [f64; 12] = [
        -1.0 / 479_001_600.0,
        1.0 / 39_916_800.0,
        -1.0 / 3_628_800.0,
        1.0 / 362_880.0,
        -1.0 / 40_320.0,
        1.0 / 5_040.0,
        -1.0 / 720.0,
        1.0 / 120.0,
        -1.0 / 24.0,
        1.0 / 6.0,
        -1.0 / 2.0,
        1.0,
    ];
    let y = hazard * (1.0 / 32.0);
    let mut phi = Lanes::splat(TAYLOR[0]);
    for coefficient in &TAYLOR[1..] {
        phi = phi * y + *coefficient;
    }
    let mut half = y * 0.5;
    for _ in 0..5 {
        phi *= Lanes::ONE - half * phi;
        half = half * 2.0;
    }
    phi
}

/// The probability of surviving a year under a constant yearly hazard: `1 - h * phi(h)`, which is `exp(-h)`.
///
/// Domain as [`mean_survival`]. The absolute error stays near 1e-15; for large hazards, where few survive, the
/// relative error grows in step.
#[inline(always)]
#[must_use]
pub fn survival(hazard: Lanes) -> Lanes {
    Lanes::ONE - hazard * mean_survival(hazard)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn survival_holds_to_1e_9_up_to_a_hazard_of_32() {
        for i in 0..=3_200_u32 {
            let h = f64::from(i) / 100.0;
            let miss = survival(Lanes::splat(h)).0[0] - libm::exp(-h);
            assert!(miss.abs() <= 1e-9, "{h}: {miss}");
        }
    }

    #[test]
    fn mean_survival_matches_expm1_over_the_domain() {
        assert_eq!(mean_survival(Lanes::ZERO), Lanes::ONE);
        let mut worst = 0.0_f64;
        for i in 0..=200_000_u32 {
            // Half of the points evenly over the domain, half over the orders of magnitude down to 1e-12.
            let h = if i % 2 == 0 {
                HAZARD_LIMIT * f64::from(i) / 200_000.0
            } else {
                HAZARD_LIMIT * libm::pow(10.0, -12.0 * f64::from(i) / 200_000.0)
            };
            let exact = if h > 0.0 { -libm::expm1(-h) / h } else { 1.0 };
            worst = worst.max((mean_survival(Lanes::splat(h)).0[3] / exact - 1.0).abs());
        }
        assert!(worst <= 4e-15, "{worst:e}");
    }

    #[test]
    fn survival_is_the_exponential() {
        for i in 0..=800_u32 {
            let h = f64::from(i) / 100.0;
            assert!((survival(Lanes::splat(h)).0[0] - libm::exp(-h)).abs() < 2e-15, "{h}");
        }
    }

    #[test]
    fn gather_pads_with_the_last_draw() {
        let draws: Vec<f64> = (0..11).map(f64::from).collect();
        assert_eq!(Lanes::gather(&draws, 0), Lanes([0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]));
        assert_eq!(Lanes::gather(&draws, 8), Lanes([8.0, 9.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0]));
        assert_eq!(Lanes::gather(&[], 0), Lanes::ZERO);
    }

    #[test]
    fn within_refuses_not_a_number() {
        let mut x = Lanes::splat(0.5);
        assert!(x.within(0.0, 1.0));
        x.0[7] = f64::NAN;
        assert!(!x.within(0.0, 1.0));
    }
}
