//! Incidence, remission, case fatality and prevalence made consistent: the two-state disease model, solved exactly.
//!
//! People are susceptible or cases. Rates are constant within a year of age; all die of other causes at one rate:
//!
//! ```text
//! dS/dt = -(i + o) S + r C        dC/dt = i S - (r + f + o) C
//! ```
//! with incidence i, remission r, case fatality f and other mortality o, all per person-year.
//!
//! ```
//! use health_impact::disease::{DiseaseRates, from_birth};
//!
//! // Nobody recovers or dies: everyone still well falls ill at 1% a year.
//! let rates = DiseaseRates::new(0.01, 0.0, 0.0, 0.0)?;
//! let ages = from_birth(&[rates; 50]);
//! let prevalence = ages[50].prevalence().unwrap_or(0.0);
//! assert!((prevalence - (1.0 - (-0.5_f64).exp())).abs() < 1e-14);
//! # Ok::<(), health_impact::Error>(())
//! ```
//!
//! # References
//! [Barendregt 2003] A generic model for the assessment of disease epidemiology: the computational basis of DisMod II.
//! doi:10.1186/1478-7954-1-4

use crate::error::Error;
use serde::Serialize;

/// The rates of a disease at one age, per person-year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DiseaseRates {
    incidence: f64,
    remission: f64,
    case_fatality: f64,
    other_mortality: f64,
}

impl DiseaseRates {
    /// Rates per person-year: incidence among the susceptible, remission and case fatality among cases, mortality from
    /// other causes among both.
    ///
    /// # Errors
    /// If a rate is negative, not finite or above 1e150, where squares are no longer numbers.
    pub fn new(incidence: f64, remission: f64, case_fatality: f64, other_mortality: f64) -> Result<Self, Error> {
        let rates = [
            ("incidence", incidence),
            ("remission", remission),
            ("case fatality", case_fatality),
            ("other mortality", other_mortality),
        ];
        for (what, rate) in rates {
            if !(0.0..=1e150).contains(&rate) {
                return Err(Error::out_of_range(what, rate, "must lie in 0 to 1e150 per person-year"));
            }
        }
        Ok(Self { incidence, remission, case_fatality, other_mortality })
    }

    /// What a year at these rates does to the susceptible and to cases.
    ///
    /// # Formula
    /// ```text
    /// h = (r + f - i) / 2        q = sqrt(h^2 + i r)        b = (i + r + f) / 2 + q
    /// g = exp(-i f / b) phi(2 q) with phi(x) = (1 - exp(-x)) / x        e = exp(-b)
    /// susceptible -> susceptible  e + g (q + h)        susceptible -> case  g i
    /// case -> susceptible  g r                         case -> case         e + g (q - h)
    /// ```
    /// each times exp(-o). It is exp(M) of the matrix M of the equations, by its two eigenvalues, arranged so that no term
    /// is negative: nothing cancels, also where the eigenvalues meet (q = 0) or a rate is 0, and no case is set apart.
    #[must_use]
    pub fn year(&self) -> DiseaseYear {
        let Self { incidence: i, remission: r, case_fatality: f, other_mortality: o } = *self;
        let h = 0.5 * (r + f - i);
        let q = libm::sqrt(h * h + i * r);
        // Of q + h and q - h one is a sum; their product is i r, which gives the other without a difference.
        let long = q + h.abs();
        let short = i * r / (long + f64::MIN_POSITIVE);
        let (plus, minus) = if h < 0.0 { (short, long) } else { (long, short) };
        let fast = 0.5 * (i + r + f) + q;
        let others = libm::exp(-o);
        let e = others * libm::exp(-fast);
        let g = others * libm::exp(-i * f / (fast + f64::MIN_POSITIVE)) * mean_decay(2.0 * q);
        DiseaseYear { stay_susceptible: e + g * plus, fall_ill: g * i, recover: g * r, stay_case: e + g * minus }
    }

    /// The prevalence at which new cases make up for those who recover or die of the disease; `None` if all three rates
    /// are 0.
    ///
    /// # Formula
    /// ```text
    /// i / (i + r + f)
    /// ```
    /// The prevalence of a cohort under constant rates tends to it if fatality is small; else to a higher one, since the
    /// deaths of cases also leave fewer people.
    #[must_use]
    pub fn balanced_prevalence(&self) -> Option<f64> {
        let all = self.incidence + self.remission + self.case_fatality;
        (all > 0.0).then(|| self.incidence / all)
    }
}

/// Probabilities over a year of age; who is in neither state at its end has died.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct DiseaseYear {
    /// Susceptible at the beginning and at the end.
    pub stay_susceptible: f64,
    /// Susceptible at the beginning, a case at the end.
    pub fall_ill: f64,
    /// A case at the beginning, susceptible at the end.
    pub recover: f64,
    /// A case at the beginning and at the end.
    pub stay_case: f64,
}

impl DiseaseYear {
    /// People a year later.
    ///
    /// # Errors
    /// If a number of people, now or a year later, is negative or not finite.
    pub fn step(&self, now: Diseased) -> Result<Diseased, Error> {
        now.checked("")?;
        self.stepped(now).checked(" a year later")
    }

    fn stepped(&self, now: Diseased) -> Diseased {
        Diseased {
            susceptible: now.susceptible * self.stay_susceptible + now.cases * self.recover,
            cases: now.susceptible * self.fall_ill + now.cases * self.stay_case,
        }
    }
}

/// The living of a cohort at an exact age, in any unit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Diseased {
    /// Without the disease.
    pub susceptible: f64,
    /// With the disease.
    pub cases: f64,
}

impl Diseased {
    fn checked(self, when: &str) -> Result<Self, Error> {
        for (what, people) in [("susceptible people", self.susceptible), ("cases", self.cases)] {
            if !(people >= 0.0 && people.is_finite()) {
                return Err(Error::out_of_range(format!("{what}{when}"), people, "must be 0 or more and finite"));
            }
        }
        Ok(self)
    }

    /// The share of the living who are cases; `None` if nobody lives.
    #[must_use]
    pub fn prevalence(&self) -> Option<f64> {
        let living = self.susceptible + self.cases;
        // In halves where the sum is beyond the largest number.
        let half = 0.5 * self.susceptible + 0.5 * self.cases;
        (living > 0.0).then(|| if living.is_finite() { self.cases / living } else { 0.5 * self.cases / half })
    }
}

/// A cohort of 1 born without the disease, at the exact ages 0, 1, ... up to the number of `rates`, which are by age
/// last birthday.
#[must_use]
pub fn from_birth(rates: &[DiseaseRates]) -> Vec<Diseased> {
    let mut now = Diseased { susceptible: 1.0, cases: 0.0 };
    let mut ages = vec![now];
    for rates in rates {
        now = rates.year().stepped(now);
        ages.push(now);
    }
    ages
}

/// The prevalence among those who live a year later, of a share `ill` now, without remission; of new cases the share
/// `survive_onset` lives on. Deaths of other causes cancel. Rates of 0 or more.
pub(super) fn prevalence_after(ill: f64, incidence: f64, fatality: f64, survive_onset: f64) -> f64 {
    let rates = DiseaseRates { incidence, remission: 0.0, case_fatality: fatality, other_mortality: 0.0 };
    let year = rates.year();
    let well = (1.0 - ill) * year.stay_susceptible;
    let cases = ill * year.stay_case + (1.0 - ill) * year.fall_ill * survive_onset;
    cases / (well + cases)
}

/// `(1 - exp(-x)) / x`, 1 at 0.
fn mean_decay(x: f64) -> f64 {
    if x > 0.0 { -libm::expm1(-x) / x } else { 1.0 }
}

#[cfg(test)]
#[allow(clippy::float_cmp)] // without rates nothing may move at all
mod tests {
    use super::*;

    fn closed(i: f64, r: f64, f: f64, o: f64) -> [f64; 4] {
        let year = DiseaseRates::new(i, r, f, o).unwrap().year();
        [year.stay_susceptible, year.fall_ill, year.recover, year.stay_case]
    }

    #[test]
    fn edges_are_exact() {
        assert_eq!(closed(0.0, 0.0, 0.0, 0.0), [1.0, 0.0, 0.0, 1.0]);
        // The eigenvalues meet: i = f without remission, where C = i t exp(-i t) per susceptible.
        let [_, ill, _, _] = closed(0.3, 0.0, 0.3, 0.0);
        assert!((ill / (0.3 * libm::exp(-0.3)) - 1.0).abs() < 1e-15);
        // Only deaths: exp(-50) is not lost beside 1.
        let [_, _, _, case] = closed(0.0, 0.0, 50.0, 0.0);
        assert!((case / libm::exp(-50.0) - 1.0).abs() < 1e-14);
        assert!(closed(1e150, 1e150, 1e150, 1e150).iter().all(|p| p.is_finite()));
    }

    #[test]
    fn slips_are_errors() {
        let error = DiseaseRates::new(0.1, -0.1, 0.0, 0.0).unwrap_err();
        assert_eq!(error.to_string(), "remission -0.1 must lie in 0 to 1e150 per person-year");
        assert!(DiseaseRates::new(f64::NAN, 0.0, 0.0, 0.0).is_err());
        assert!(DiseaseRates::new(0.0, 0.0, f64::INFINITY, 0.0).is_err());
        let year = DiseaseRates::new(0.1, 0.2, 0.0, 0.0).unwrap().year();
        let error = |susceptible, cases| year.step(Diseased { susceptible, cases }).unwrap_err().to_string();
        assert_eq!(error(-1.0, 0.0), "susceptible people -1 must be 0 or more and finite");
        assert_eq!(error(0.0, f64::NAN), "cases NaN must be 0 or more and finite");
        assert!(error(f64::MAX, f64::MAX).starts_with("susceptible people a year later inf"));
    }

    #[test]
    fn nothing_to_divide_by_is_none() {
        assert_eq!(DiseaseRates::new(0.0, 0.0, 0.0, 1.0).unwrap().balanced_prevalence(), None);
        assert_eq!(Diseased { susceptible: 0.0, cases: 0.0 }.prevalence(), None);
    }
}
