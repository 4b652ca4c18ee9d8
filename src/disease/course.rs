//! The step of the hot loop: prevalence and new cases over a year, five diseases and eight draws at once.
//!
//! The exact two-state solution without remission. Deaths of other causes take the well and the ill alike, so they
//! cancel in the prevalence of those who live. With s well and c ill at the beginning, incidence i and added hazard of death f,
//! and a share k of new cases who survive the onset:
//!
//! ```text
//! s' = s e^-i        c' = c e^-f + s k i (e^-f - e^-i) / (i - f)        prevalence' = c' / (s' + c')        new cases = s (1 - e^-i)
//! ```
//! The quotient is `e^(-(i + f) / 2) sinhc((i - f) / 2)` with `sinhc(x) = sinh(x) / x`, a power series of x^2: nothing cancels and
//! nothing is divided where i and f meet. `e^(-f / 2)` is worked out once per draw, since fatality is the same in every cell,
//! year and scenario.
//!
//! ```
//! use health_impact::disease::DISEASES;
//! use health_impact::disease::{Course, Fatality};
//! use health_impact::multistate::lanes::Lanes;
//!
//! // Nobody is ill, 1% fall ill in the year and nobody dies of it.
//! let course = Course::up_to([0.01; DISEASES], [0.0; DISEASES]);
//! let none = [Fatality::new(Lanes::ZERO, 0.0); DISEASES];
//! let year = course.a_year(&[Lanes::ZERO; DISEASES], &[Lanes::splat(0.01); DISEASES], &none);
//! assert!((year.prevalence[0].0[0] - (1.0 - (-0.01_f64).exp())).abs() < 1e-15);
//! ```

use super::DISEASES;
use crate::multistate::lanes::{Lanes, one_by_one, reciprocals};
use crate::multistate::survival::Survival;

/// Largest incidence a year for which the step is exact to rounding; half as much again is still exact to 1e-10.
pub const INCIDENCE_LIMIT: f64 = 0.3;
/// Largest added hazard of death a year for which it is.
pub const FATALITY_LIMIT: f64 = 5.0;

/// Coefficients of `sinhc(x)` in x^2, 1 / (2 n + 1)!, from the highest power down.
const SINHC: [f64; 13] = {
    let mut coefficients = [0.0; 13];
    let (mut n, mut coefficient) = (0, 1.0);
    while n < 13 {
        coefficients[12 - n] = coefficient;
        coefficient /= ((2 * n + 2) * (2 * n + 3)) as f64;
        n += 1;
    }
    coefficients
};

/// What stays the same in a draw: of one disease at one sex and age.
#[derive(Debug, Clone, Copy)]
pub struct Fatality {
    /// Added hazard of death of those with the disease, f.
    pub hazard: Lanes,
    /// `exp(-f / 2)`.
    half: Lanes,
    /// Share of new cases who survive the onset, k.
    survive_onset: Lanes,
}

impl Fatality {
    /// Of an added hazard of death per year, 0 to [`FATALITY_LIMIT`], and the share of new cases who die at once.
    #[must_use]
    pub fn new(hazard: Lanes, die_at_onset: f64) -> Self {
        let half = Lanes(hazard.0.map(|f| libm::exp(-0.5 * f)));
        Self { hazard, half, survive_onset: Lanes::splat(1.0 - die_at_onset) }
    }
}

/// A year's end.
#[derive(Debug, Clone, Copy)]
pub struct CourseYear {
    /// Share of those who live a year later who have each disease.
    pub prevalence: [Lanes; DISEASES],
    /// New cases of each over the year per person at its beginning, those who die at once among them and before other
    /// deaths: who dies of other causes in between cannot fall ill afterwards, so multiply by the share of the year lived.
    pub new_cases: [Lanes; DISEASES],
}

/// The forms of the series for the rates of a run, by disease.
#[derive(Debug, Clone, Copy)]
pub struct Course([DiseaseForm; DISEASES]);

/// The forms of the series for the rates of a disease.
#[derive(Debug, Clone, Copy)]
struct DiseaseForm {
    /// `exp(-i / 2)`.
    survival: Survival,
    /// Where the series of `sinhc((i - f) / 2)` begins, and that of `sinhc(i / 2)`.
    first: [usize; 2],
}

impl DiseaseForm {
    fn up_to(incidence: f64, fatality: f64) -> Self {
        let difference = incidence.max(fatality);
        Self { survival: Survival::up_to(0.5 * incidence), first: [first_term(difference), first_term(incidence)] }
    }
}

impl Course {
    /// For incidence and fatality per year up to these, by disease; for any if they are no numbers from 0 to the limits. **The caller
    /// checks that rates are below the limits.**
    #[must_use]
    pub fn up_to(incidence: [f64; DISEASES], fatality: [f64; DISEASES]) -> Self {
        Self(std::array::from_fn(|disease| DiseaseForm::up_to(incidence[disease], fatality[disease])))
    }

    /// A year on of those who live: prevalence at its beginning, new cases per year of a person without the disease, fatality.
    #[inline(always)]
    #[must_use]
    pub fn a_year(
        &self,
        prevalence: &[Lanes; DISEASES],
        incidence: &[Lanes; DISEASES],
        fatality: &[Fatality; DISEASES],
    ) -> CourseYear {
        let mut year = CourseYear { prevalence: [Lanes::ZERO; DISEASES], new_cases: [Lanes::ZERO; DISEASES] };
        let mut living = [Lanes::ONE; DISEASES];
        for d in one_by_one(0..DISEASES) {
            let (ill, rate, of, form) = (prevalence[d], incidence[d], &fatality[d], &self.0[d]);
            let well = Lanes::ONE - ill;
            let half = form.survival.to_end(rate * 0.5);
            let difference = (rate - of.hazard) * 0.5;
            let at_rate = well * rate * half;
            let fallen_ill = at_rate * of.survive_onset * of.half * sinhc(form.first[0], difference * difference);
            let cases = ill * of.half * of.half + fallen_ill;
            let x = rate * 0.5;
            year.new_cases[d] = at_rate * sinhc(form.first[1], x * x);
            year.prevalence[d] = cases;
            living[d] = well * half * half + cases;
        }
        // Each is at least exp(-5), so the product is far from every limit.
        let mut per_living = [Lanes::ZERO; DISEASES];
        reciprocals(&living, &mut per_living);
        for (prevalence, per_living) in one_by_one(year.prevalence.iter_mut().zip(per_living)) {
            *prevalence *= per_living;
        }
        year
    }
}

/// `sinhc(x)` of a square.
#[inline(always)]
fn sinhc(first: usize, square: Lanes) -> Lanes {
    let mut sum = Lanes::splat(SINHC[first]);
    for coefficient in &SINHC[first + 1..] {
        sum = sum * square + *coefficient;
    }
    sum
}

/// Where the series may begin for differences up to this one: what is left out is below an eighth of a unit in the last place.
fn first_term(largest: f64) -> usize {
    let square = 0.25 * largest * largest;
    let mut power = 1.0;
    for n in 1..SINHC.len() {
        power *= square;
        if SINHC[12 - n] * power < 0.125 * f64::EPSILON {
            return 12 - (n - 1);
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(value: f64) -> [Lanes; DISEASES] {
        [Lanes::splat(value); DISEASES]
    }

    fn up_to(incidence: f64, fatality: f64) -> Course {
        Course::up_to([incidence; DISEASES], [fatality; DISEASES])
    }

    fn step(course: &Course, ill: f64, rate: f64, hazard: f64, die: f64) -> (f64, f64) {
        let year = course.a_year(&all(ill), &all(rate), &[Fatality::new(Lanes::splat(hazard), die); DISEASES]);
        (year.prevalence[3].0[5], year.new_cases[3].0[5])
    }

    #[test]
    fn a_ratio_of_one_gives_the_same_bits() {
        let course = up_to(0.1, 0.6);
        let fatality: [Fatality; DISEASES] =
            std::array::from_fn(|d| Fatality::new(Lanes::splat(0.1 * d as f64), 0.05 * d as f64));
        let prevalence: [Lanes; DISEASES] = std::array::from_fn(|d| Lanes::splat(0.03 + 0.02 * d as f64));
        let incidence: [Lanes; DISEASES] = std::array::from_fn(|d| Lanes::splat(0.001 + 0.013 * d as f64));
        let bits = |year: CourseYear| (year.prevalence, year.new_cases);
        let times_one = incidence.map(|rate| rate * Lanes::ONE);
        let [once, again] = [incidence, times_one].map(|rates| bits(course.a_year(&prevalence, &rates, &fatality)));
        assert_eq!(once, again);
    }

    #[test]
    fn nobody_falls_ill_without_incidence() {
        let course = up_to(0.1, 0.6);
        assert_eq!(step(&course, 0.0, 0.0, 0.5, 0.0), (0.0, 0.0));
        // Without deaths of the ill prevalence stays.
        assert!((step(&course, 0.25, 0.0, 0.0, 0.0).0 - 0.25).abs() < 1e-16);
    }
}
