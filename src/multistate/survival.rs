//! Surviving a cycle under a hazard that is constant within it, eight draws at once.
//!
//! Where rates change with age, time and draw, this is most of the arithmetic. It uses only products and sums, so every
//! instruction set gives the same bits, and no table, division or case apart.

use super::lanes::Lanes;

/// The largest hazard for which [`mean_survival`] is exact to rounding.
pub const HAZARD_LIMIT: f64 = 8.0;

/// Most coefficients of a polynomial.
const MOST: usize = 12;

/// Degree of the series that the polynomials are made from; what it leaves out is below rounding up to 1.
const SERIES: usize = 17;

/// Survival under hazards up to a largest one, with no more arithmetic than that one needs.
///
/// Hazards are per cycle, one value a lane, from 0 to the largest; **the caller checks the domain**. Above it digits
/// are lost: at one and a half times the largest hazard the error is at most 1e-10; below 0 it is the growth of a negative hazard.
///
/// # Formula
/// ```text
/// phi(h) = (1 - exp(-h)) / h,  phi(0) = 1        survival = 1 - h phi(h) = exp(-h)
/// y = h / 2^k:  phi(y) = c0 + c1 y + ... + cd y^d        k times:  phi(2 y) = phi(y) (1 - y phi(y) / 2)
/// ```
/// The polynomial is the series sum of (-y)^n / (n + 1)!, economised on 0 to the largest y: its last term is replaced by the multiple
/// of a Chebyshev polynomial that is nearest to it, as long as all that is given up stays below an eighth of a unit in the last
/// place. k and d are the cheapest pair.
///
/// # References
/// [Lanczos 1956] Applied analysis, chapter VII: economisation of power series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Survival {
    /// From the highest power down, ending at the last place.
    coefficients: [f64; MOST],
    /// Index of the highest power.
    first: usize,
    /// 1 / 2^k.
    scale: f64,
    doublings: u32,
}

impl Survival {
    /// For every hazard up to [`HAZARD_LIMIT`]: the plain series.
    pub const GENERAL: Self = {
        let mut coefficients = [0.0; MOST];
        let (mut n, mut coefficient) = (0, 1.0);
        while n < MOST {
            coefficients[MOST - 1 - n] = coefficient;
            coefficient /= -((n + 2) as f64);
            n += 1;
        }
        Self { coefficients, first: 0, scale: 1.0 / 32.0, doublings: 5 }
    };

    /// For hazards up to `largest`; [`GENERAL`](Self::GENERAL) if that is not a number from 0 to [`HAZARD_LIMIT`].
    #[must_use]
    pub fn up_to(largest: f64) -> Self {
        let mut best = Self::GENERAL;
        if !(0.0..=HAZARD_LIMIT).contains(&largest) {
            return best;
        }
        let mut scale = 1.0;
        for doublings in 0..=best.doublings {
            if let Some((coefficients, first)) = economised(largest * scale) {
                let form = Self { coefficients, first, scale, doublings };
                if form.cost() < best.cost() {
                    best = form;
                }
            }
            scale *= 0.5;
        }
        best
    }

    /// Operations.
    fn cost(&self) -> usize {
        2 * (MOST - self.first) + 4 * self.doublings as usize
    }

    #[inline(always)]
    fn polynomial(&self, y: Lanes) -> Lanes {
        let mut phi = Lanes::splat(self.coefficients[self.first]);
        for coefficient in &self.coefficients[self.first + 1..] {
            phi = phi * y + *coefficient;
        }
        phi
    }

    /// The share of the cycle lived: the mean of the survival curve. The probability of death is `hazard` times it.
    #[inline(always)]
    #[must_use]
    pub fn mean(&self, hazard: Lanes) -> Lanes {
        if self.doublings == 0 {
            return self.polynomial(hazard);
        }
        let y = hazard * self.scale;
        let mut phi = self.polynomial(y);
        let mut half = y * 0.5;
        for _ in 0..self.doublings {
            phi *= Lanes::ONE - half * phi;
            half = half * 2.0;
        }
        phi
    }

    /// The probability of surviving the cycle.
    ///
    /// Against a reference of 28 digits, on a grid and at random, the absolute error is at most 3.4e-16 for hazards of 0
    /// to 8. In units in the last place of the result, worst found: 0.6 for hazards up to 0.05, 1.1 up to 0.3, 2.2 up to
    /// 0.69 where half survive; beyond, where few survive, it grows as the result falls: 12 up to 2, 5,800 up to 8.
    #[inline(always)]
    #[must_use]
    pub fn to_end(&self, hazard: Lanes) -> Lanes {
        Lanes::ONE - hazard * self.mean(hazard)
    }

    /// [`to_end`](Self::to_end) of several cohorts, to the bit. Side by side they do not wait for each other's sums, so
    /// that it pays from three or four on. Written out beside [`mean`](Self::mean): one body for both took a tenth longer.
    #[inline(always)]
    #[must_use]
    pub fn to_end_of<const B: usize>(&self, hazards: [Lanes; B]) -> [Lanes; B] {
        // Without doublings the scale is 1.
        let mut y = if self.doublings == 0 { hazards } else { hazards.map(|hazard| hazard * self.scale) };
        let mut phi = [Lanes::splat(self.coefficients[self.first]); B];
        for coefficient in &self.coefficients[self.first + 1..] {
            for cohort in 0..B {
                phi[cohort] = phi[cohort] * y[cohort] + *coefficient;
            }
        }
        if self.doublings > 0 {
            for cohort in 0..B {
                y[cohort] = y[cohort] * 0.5;
            }
            for _ in 0..self.doublings {
                for cohort in 0..B {
                    phi[cohort] *= Lanes::ONE - y[cohort] * phi[cohort];
                    y[cohort] = y[cohort] * 2.0;
                }
            }
        }
        for cohort in 0..B {
            phi[cohort] = Lanes::ONE - hazards[cohort] * phi[cohort];
        }
        phi
    }
}

/// The economised series of phi on 0 to `largest`, highest power first, and where it begins; `None` if it is too long or
/// `largest` beyond the reach of the series.
fn economised(largest: f64) -> Option<([f64; MOST], usize)> {
    if largest > 1.0 {
        return None;
    }
    // In t = y / largest from 0 to 1.
    let mut series = [0.0; SERIES + 1];
    let mut term = 1.0;
    for (n, coefficient) in series.iter_mut().enumerate() {
        *coefficient = term;
        term *= -largest / (n + 2) as f64;
    }
    let (mut degree, mut given_up) = (SERIES, 0.0);
    while degree > 0 {
        let nearest = &CHEBYSHEV[degree];
        let share = series[degree] / nearest[degree];
        given_up += share.abs();
        if given_up > 0.125 * f64::EPSILON {
            break;
        }
        for n in 0..degree {
            series[n] -= share * nearest[n];
        }
        degree -= 1;
    }
    if degree >= MOST {
        return None;
    }
    let mut coefficients = [0.0; MOST];
    let mut power = 1.0;
    for n in 0..=degree {
        coefficients[MOST - 1 - n] = if n == 0 { 1.0 } else { series[n] / power };
        power *= largest;
    }
    Some((coefficients, MOST - 1 - degree))
}

/// The coefficients of the Chebyshev polynomials of 0 to 1, whole numbers: `[n][k]` of t^k.
const CHEBYSHEV: [[f64; SERIES + 1]; SERIES + 1] = {
    let mut all = [[0.0; SERIES + 1]; SERIES + 1];
    all[0][0] = 1.0;
    (all[1][0], all[1][1]) = (-1.0, 2.0);
    let mut n = 2;
    while n <= SERIES {
        all[n][0] = -2.0 * all[n - 1][0] - all[n - 2][0];
        let mut k = 1;
        while k <= n {
            all[n][k] = 4.0 * all[n - 1][k - 1] - 2.0 * all[n - 1][k] - all[n - 2][k];
            k += 1;
        }
        n += 1;
    }
    all
};

/// [`Survival::mean`] for hazards up to [`HAZARD_LIMIT`].
#[inline(always)]
#[must_use]
pub fn mean_survival(hazard: Lanes) -> Lanes {
    const GENERAL: &Survival = &Survival::GENERAL;
    GENERAL.mean(hazard)
}

/// [`Survival::to_end`] for hazards up to [`HAZARD_LIMIT`].
#[inline(always)]
#[must_use]
pub fn survival(hazard: Lanes) -> Lanes {
    const GENERAL: &Survival = &Survival::GENERAL;
    GENERAL.to_end(hazard)
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
    fn half_as_much_again_is_still_close() {
        for largest in [0.003, 0.05, 0.3, 1.0, 4.0] {
            let worst = worst(Survival::up_to(largest), 1.5 * largest);
            assert!(worst <= 1e-10, "{largest}: {worst:e}");
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

    /// A number as the sum of two, the second below half a unit in the last place of the first: some 32 digits.
    #[derive(Clone, Copy)]
    struct Double(f64, f64);

    impl Double {
        /// Exact where the first is the larger in size (Dekker 1971).
        fn of(large: f64, small: f64) -> Self {
            let sum = large + small;
            Self(sum, small - (sum - large))
        }

        /// The exact product of two numbers (Dekker 1971, split after Veltkamp).
        fn product(a: f64, b: f64) -> Self {
            let halves = |x: f64| {
                let high = 134_217_729.0 * x - (134_217_729.0 * x - x);
                (high, x - high)
            };
            let (product, (a1, a2), (b1, b2)) = (a * b, halves(a), halves(b));
            Self(product, ((a1 * b1 - product) + a1 * b2 + a2 * b1) + a2 * b2)
        }

        fn times(self, other: Self) -> Self {
            let Self(product, rest) = Self::product(self.0, other.0);
            Self::of(product, rest + (self.0 * other.1 + self.1 * other.0))
        }

        fn over(self, n: f64) -> Self {
            let quotient = self.0 / n;
            let Self(back, rest) = Self::product(quotient, n);
            Self::of(quotient, ((self.0 - back) - rest + self.1) / n)
        }

        fn plus_one(self) -> Self {
            let Self(sum, rest) = Self::of(1.0, self.0);
            Self::of(sum, rest + self.1)
        }

        /// exp(-h) for h from 0 to 8, some 28 digits: the series of h / 1024, squared ten times.
        fn exp_of_minus(h: f64) -> Self {
            let y = Self(-h / 1024.0, 0.0);
            let series = (1..=16_u32).rev().fold(Self(1.0, 0.0), |sum, n| y.times(sum).over(f64::from(n)).plus_one());
            (0..10).fold(series, |power, _| power.times(power))
        }
    }

    #[test]
    fn the_reference_is_the_exponential() {
        // 1 / e as the nearest number and what is left of it.
        let Double(high, low) = Double::exp_of_minus(1.0);
        assert_eq!(high.to_bits(), 0.367_879_441_171_442_33_f64.to_bits());
        assert!((low + 1.242_875_367_278_836_2e-17).abs() < 1e-27, "{low:e}");
        // exp(-a) exp(-b) = exp(-a - b), a + b without rounding.
        for (a, b) in [(0.375, 2.0), (3.25, 4.5), (7.0, 0.0625)] {
            let product = Double::exp_of_minus(a).times(Double::exp_of_minus(b));
            let Double(high, low) = Double::exp_of_minus(a + b);
            assert!((product.0 - high + (product.1 - low)).abs() < 1e-27 * high);
        }
    }

    /// Largest error of the survival over hazards up to `largest`, a grid and as many at random: absolute, and in units
    /// in the last place of the result.
    fn errors(form: Survival, largest: f64) -> [f64; 2] {
        let mut rng = crate::random::stream(2015, "hazards", 0);
        let mut worst = [0.0_f64; 2];
        for i in 0..=100_000_u32 {
            let grid = largest * f64::from(i) / 100_000.0;
            let random = largest * rand::RngExt::random::<f64>(&mut rng);
            for h in [grid, random] {
                let Double(high, low) = Double::exp_of_minus(h);
                let error = ((form.to_end(Lanes::splat(h)).0[5] - high) - low).abs();
                let unit = f64::from_bits(high.to_bits() & (0x7ff << 52)) * f64::EPSILON;
                worst = [worst[0].max(error), worst[1].max(error / unit)];
            }
        }
        worst
    }

    #[test]
    fn survival_against_a_reference_of_28_digits() {
        // Twice the worst found here would be another polynomial.
        for (largest, absolute, units) in [(0.69, 2.5e-16, 2.2), (2.0, 3.5e-16, 12.0), (8.0, 3.5e-16, 6e3)] {
            let [error, in_units] = errors(Survival::GENERAL, largest);
            assert!(error <= absolute && in_units <= units, "general, {largest}: {error:e}, {in_units}");
        }
        for (largest, units) in [(1e-4, 0.51), (0.003, 0.51), (0.05, 0.56), (0.3, 1.1), (0.69, 1.8)] {
            let [error, in_units] = errors(Survival::up_to(largest), largest);
            assert!(in_units <= units, "up to {largest}: {error:e}, {in_units}");
        }
    }

    #[test]
    fn cohorts_side_by_side_are_as_alone() {
        for largest in [0.001, 0.1, 2.0, 8.0] {
            let form = Survival::up_to(largest);
            let hazards: [Lanes; 5] =
                std::array::from_fn(|c| Lanes(std::array::from_fn(|l| largest * (8 * c + l) as f64 / 39.0)));
            let bits = |lanes: Lanes| lanes.0.map(f64::to_bits);
            assert_eq!(form.to_end_of(hazards).map(bits), hazards.map(|hazard| bits(form.to_end(hazard))));
        }
    }
}
