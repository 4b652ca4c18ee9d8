//! Surviving a cycle under a hazard that is constant within it, eight draws at once.
//!
//! Where rates change with age, time and draw, this is most of the arithmetic. It uses only products and sums, so every
//! instruction set gives the same bits, and no table, division or case apart.

use super::lanes::Lanes;

/// The largest hazard for which [`mean_survival`] is exact to rounding.
pub const HAZARD_LIMIT: f64 = 8.0;

/// (-1)^n / (n + 1)! from n = 11 down to 0.
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

/// Survival under hazards up to a largest one, with no more arithmetic than that one needs.
///
/// Hazards are per cycle, one value a lane, from 0 to the largest; **the caller checks the domain**. Above it digits
/// are lost: at twice the largest hazard the error is at most 1e-12; below 0 it is the growth of a negative hazard.
///
/// # Formula
/// ```text
/// phi(h) = (1 - exp(-h)) / h,  phi(0) = 1        survival = 1 - h phi(h) = exp(-h)
/// y = h / 2^k:  phi(y) = sum over n = 0..d of (-y)^n / (n + 1)!
/// k times:  phi(2 y) = phi(y) (1 - y phi(y) / 2)
/// ```
/// k and d are the cheapest pair for which the first term left out is below half a unit in the last place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Survival {
    /// Terms of the series are `TAYLOR[first..]`.
    first: usize,
    /// 1 / 2^k.
    scale: f64,
    doublings: u32,
}

impl Survival {
    /// For every hazard up to [`HAZARD_LIMIT`].
    pub const GENERAL: Self = Self { first: 0, scale: 1.0 / 32.0, doublings: 5 };

    /// For hazards up to `largest`; [`GENERAL`](Self::GENERAL) if that is not a number below [`HAZARD_LIMIT`].
    #[must_use]
    pub fn up_to(largest: f64) -> Self {
        let mut best = Self::GENERAL;
        let mut scale = 1.0;
        for doublings in 0..best.doublings {
            let y = largest * scale;
            // The first term left out by a series of so many terms is y^terms / (terms + 1)!.
            let mut term = 1.0;
            for terms in 1..=TAYLOR.len() {
                term *= y / (terms + 1) as f64;
                if term <= 0.25 * f64::EPSILON {
                    let form = Self { first: TAYLOR.len() - terms, scale, doublings };
                    if form.cost() < best.cost() {
                        best = form;
                    }
                    break;
                }
            }
            scale *= 0.5;
        }
        best
    }

    /// Operations.
    fn cost(self) -> usize {
        2 * (TAYLOR.len() - self.first) + 4 * self.doublings as usize
    }

    /// The share of the cycle lived: the mean of the survival curve. The probability of death is `hazard` times it.
    #[inline(always)]
    #[must_use]
    pub fn mean(self, hazard: Lanes) -> Lanes {
        let y = hazard * self.scale;
        let mut phi = Lanes::splat(TAYLOR[self.first]);
        for coefficient in &TAYLOR[self.first + 1..] {
            phi = phi * y + *coefficient;
        }
        let mut half = y * 0.5;
        for _ in 0..self.doublings {
            phi *= Lanes::ONE - half * phi;
            half = half * 2.0;
        }
        phi
    }

    /// The probability of surviving the cycle.
    ///
    /// The absolute error stays near 1e-15; for large hazards, where few survive, the relative error grows in step.
    #[inline(always)]
    #[must_use]
    pub fn to_end(self, hazard: Lanes) -> Lanes {
        Lanes::ONE - hazard * self.mean(hazard)
    }
}

/// [`Survival::mean`] for hazards up to [`HAZARD_LIMIT`].
#[inline(always)]
#[must_use]
pub fn mean_survival(hazard: Lanes) -> Lanes {
    Survival::GENERAL.mean(hazard)
}

/// [`Survival::to_end`] for hazards up to [`HAZARD_LIMIT`].
#[inline(always)]
#[must_use]
pub fn survival(hazard: Lanes) -> Lanes {
    Survival::GENERAL.to_end(hazard)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Largest relative error of the mean survival over hazards up to `largest`, half of them evenly spread, half over
    /// the orders of magnitude.
    fn worst(form: Survival, largest: f64) -> f64 {
        let hazards = (0..=100_000_u32).flat_map(|i| {
            let share = f64::from(i) / 100_000.0;
            [largest * share, largest * libm::pow(10.0, -12.0 * share)]
        });
        let miss = |h: f64| {
            let exact = if h > 0.0 { -libm::expm1(-h) / h } else { 1.0 };
            (form.mean(Lanes::splat(h)).0[3] / exact - 1.0).abs()
        };
        hazards.map(miss).fold(0.0, f64::max)
    }

    #[test]
    fn the_general_form_is_exact_over_its_domain() {
        assert_eq!(mean_survival(Lanes::ZERO), Lanes::ONE);
        let worst = worst(Survival::GENERAL, HAZARD_LIMIT);
        assert!(worst <= 4e-15, "{worst:e}");
    }

    #[test]
    fn every_form_is_exact_up_to_its_largest_hazard() {
        for largest in [1e-6, 1e-4, 0.003, 0.01, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 4.0, 8.0] {
            let form = Survival::up_to(largest);
            assert!(form.cost() <= Survival::GENERAL.cost());
            let worst = worst(form, largest);
            assert!(worst <= 4e-15, "{largest}: {worst:e} by {form:?}");
        }
        assert!(Survival::up_to(0.01).cost() < Survival::up_to(0.1).cost());
        assert!(Survival::up_to(0.1).cost() < Survival::GENERAL.cost() / 2 + 4);
        for beyond in [9.0, f64::INFINITY, f64::NAN] {
            assert_eq!(Survival::up_to(beyond), Survival::GENERAL);
        }
    }

    #[test]
    fn twice_the_largest_hazard_is_still_close() {
        for largest in [0.003, 0.05, 0.3, 1.0, 4.0] {
            let worst = worst(Survival::up_to(largest), 2.0 * largest);
            assert!(worst <= 1e-12, "{largest}: {worst:e}");
        }
    }

    #[test]
    fn survival_is_the_exponential() {
        for i in 0..=800_u32 {
            let h = f64::from(i) / 100.0;
            assert!((survival(Lanes::splat(h)).0[0] - libm::exp(-h)).abs() < 2e-15, "{h}");
        }
    }

    #[test]
    fn survival_holds_to_1e_9_up_to_a_hazard_of_32() {
        for i in 0..=3_200_u32 {
            let h = f64::from(i) / 100.0;
            let miss = survival(Lanes::splat(h)).0[0] - libm::exp(-h);
            assert!(miss.abs() <= 1e-9, "{h}: {miss}");
        }
    }
}
