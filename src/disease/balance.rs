//! Of incidence, prevalence and fatality by age, two given: the third that fits them; all three given: whether they fit.
//!
//! Everything is by age last birthday, from 0 on without a gap. Prevalence is of people of an age at mid-year; incidence (new cases per
//! year of a person without the disease) and fatality (added hazard of death of those with it) are those of the year that
//! follows. Nobody recovers. The year is the exact one of [`consistency`](super::consistency).
//!
//! ```
//! use health_impact::population::Sex;
//! use health_impact::disease::Disease;
//! use health_impact::disease::{KnownRates, check_consistent, solve_third};
//!
//! let known = KnownRates { incidence: Some(0.01), prevalence: None, fatality: Some(0.0), die_at_onset: 0.0 };
//! let solved = solve_third(Disease::Copd, Sex::Male, &[known; 51])?;
//! assert!((solved[50].prevalence - (1.0 - (-0.5_f64).exp())).abs() < 1e-14);
//!
//! // The prevalence found gives the incidence back.
//! let known: Vec<_> = solved
//!     .iter()
//!     .map(|rates| KnownRates { incidence: None, prevalence: Some(rates.prevalence), fatality: Some(0.0), die_at_onset: 0.0 })
//!     .collect();
//! assert!((solve_third(Disease::Copd, Sex::Male, &known)?[20].incidence - 0.01).abs() < 1e-12);
//! check_consistent(Disease::Copd, Sex::Male, &solved, &[0.0; 51], 1e-9)?;
//! # Ok::<(), health_impact::Error>(())
//! ```

use super::Disease;
use super::consistency::prevalence_after;
use crate::error::Error;
use crate::numerics::root::bisect;
use crate::population::stratum::Sex;
use serde::Serialize;

/// Largest rate that is looked for, a year.
const MOST: f64 = 5.0;

/// What is known of a disease at one age.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KnownRates {
    /// New cases per year of a person without the disease.
    pub incidence: Option<f64>,
    /// Share of people with the disease.
    pub prevalence: Option<f64>,
    /// Added hazard of death of those with the disease, a year.
    pub fatality: Option<f64>,
    /// Share of new cases who die at once.
    pub die_at_onset: f64,
}

/// Incidence, prevalence and fatality at one age that fit each other.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ConsistentRates {
    /// New cases per year of a person without the disease.
    pub incidence: f64,
    /// Share of people with the disease.
    pub prevalence: f64,
    /// Added hazard of death of those with the disease, a year.
    pub fatality: f64,
}

/// What is told of where a value stands.
fn at(what: &str, disease: Disease, sex: Sex, age: usize) -> String {
    format!("{what} of {}, {sex}, age {age}", disease.name())
}

fn check(known: &KnownRates, disease: Disease, sex: Sex, age: usize) -> Result<(), Error> {
    for (what, rate) in [("incidence", known.incidence), ("fatality", known.fatality)] {
        if let Some(rate) = rate
            && !(0.0..=MOST).contains(&rate)
        {
            return Err(Error::out_of_range(
                at(what, disease, sex, age),
                rate,
                format!("must lie in 0 to {MOST} a year"),
            ));
        }
    }
    let shares = [("prevalence", known.prevalence), ("share who die at onset", Some(known.die_at_onset))];
    for (what, share) in shares {
        if let Some(share) = share
            && !(0.0..=1.0).contains(&share)
        {
            return Err(Error::out_of_range(at(what, disease, sex, age), share, "must lie in 0 to 1"));
        }
    }
    Ok(())
}

/// The third of incidence, prevalence and fatality at each age, of which the same two must be known at every age.
///
/// Prevalence begins with 0 at age 0 where it is solved. Where it is known, the prevalence a year after the last age is taken to be that of the
/// last age. A fatality that acts on nobody (prevalence 0 at both ends and no incidence) is 0.
///
/// # Errors
/// If no age is given; a value is out of range; not the same two are known everywhere; or no rate from 0 to 5 a year
/// fits, for example where prevalence falls faster than fatality lets it. Disease, sex and age are named.
pub fn solve_third(disease: Disease, sex: Sex, known: &[KnownRates]) -> Result<Vec<ConsistentRates>, Error> {
    let given = |rates: &KnownRates| [rates.incidence, rates.prevalence, rates.fatality].map(|rate| rate.is_some());
    let Some(first) = known.first().map(given) else {
        return Err(Error::out_of_range(
            format!("number of ages of {}, {sex}", disease.name()),
            0,
            "must be 1 or more",
        ));
    };
    for (age, rates) in known.iter().enumerate() {
        check(rates, disease, sex, age)?;
        let count = given(rates).into_iter().filter(|given| *given).count();
        if count != 2 || given(rates) != first {
            let rule = "must be two of incidence, prevalence and fatality, the same at every age";
            return Err(Error::out_of_range(at("number of known rates", disease, sex, age), count, rule));
        }
    }
    let mut solved = Vec::with_capacity(known.len());
    let mut ill = known[0].prevalence.unwrap_or(0.0);
    for (age, rates) in known.iter().enumerate() {
        let survive = 1.0 - rates.die_at_onset;
        let next = known.get(age + 1).unwrap_or(rates).prevalence;
        let (incidence, fatality) = match (rates.incidence, next, rates.fatality) {
            (Some(incidence), None, Some(fatality)) => (incidence, fatality),
            (None, Some(next), Some(fatality)) => {
                let after = |incidence| prevalence_after(ill, incidence, fatality, survive);
                let without = after(0.0);
                if next < without * (1.0 - 1e-12) {
                    let rule = format!(
                        "must not be below {without}, which those ill a year earlier leave at a fatality of {fatality}"
                    );
                    return Err(Error::out_of_range(at("prevalence", disease, sex, age + 1), next, rule));
                }
                (root(|incidence| after(incidence) - next, &at("incidence", disease, sex, age), next)?, fatality)
            }
            (Some(incidence), Some(next), _) => {
                let after = |fatality| prevalence_after(ill, incidence, fatality, survive);
                let without = after(0.0);
                if next > without * (1.0 + 1e-12) {
                    let rule = format!(
                        "must not be above {without}, which an incidence of {incidence} gives where nobody dies of it"
                    );
                    return Err(Error::out_of_range(at("prevalence", disease, sex, age + 1), next, rule));
                }
                let nobody = ill <= 0.0 && next <= 0.0 && incidence <= 0.0;
                let name = at("fatality", disease, sex, age);
                (incidence, if nobody { 0.0 } else { root(|fatality| next - after(fatality), &name, next)? })
            }
            _ => (0.0, 0.0),
        };
        solved.push(ConsistentRates { incidence, prevalence: ill, fatality });
        ill = next.unwrap_or_else(|| prevalence_after(ill, incidence, fatality, survive));
    }
    Ok(solved)
}

/// The rate from 0 to [`MOST`] at which a rising function is 0; below 0 at 0 but for rounding.
fn root(miss: impl Fn(f64) -> f64, what: &str, prevalence: f64) -> Result<f64, Error> {
    if miss(0.0) >= 0.0 {
        return Ok(0.0);
    }
    if !(miss(MOST) >= 0.0) {
        let rule = format!("is not enough to give a prevalence of {prevalence} a year later");
        return Err(Error::out_of_range(what, MOST, rule));
    }
    Ok(bisect([0.0, MOST], |rate| miss(rate) < 0.0))
}

/// Whether incidence, prevalence and fatality fit each other: whether the prevalence that incidence and fatality give from the first
/// age on is the one given, to a relative `tolerance` (0.05 means 5%) or a millionth of all people.
///
/// # Errors
/// If they do not; disease, sex, age, the prevalence given and the one the other two imply are named. If the lists differ in length or a
/// value is out of range.
pub fn check_consistent(
    disease: Disease,
    sex: Sex,
    rates: &[ConsistentRates],
    die_at_onset: &[f64],
    tolerance: f64,
) -> Result<(), Error> {
    if rates.len() != die_at_onset.len() {
        let rule = format!("must be as many as the ages with rates, {}", rates.len());
        return Err(Error::out_of_range("number of shares who die at onset", die_at_onset.len(), rule));
    }
    if !(tolerance >= 0.0 && tolerance.is_finite()) {
        return Err(Error::out_of_range("tolerance", tolerance, "must be 0 or more and finite"));
    }
    let mut implied = rates.first().map_or(0.0, |first| first.prevalence);
    for (age, (rates, &die_at_onset)) in rates.iter().zip(die_at_onset).enumerate() {
        let ConsistentRates { incidence, prevalence, fatality } = *rates;
        let known = KnownRates {
            incidence: Some(incidence),
            prevalence: Some(prevalence),
            fatality: Some(fatality),
            die_at_onset,
        };
        check(&known, disease, sex, age)?;
        if (prevalence - implied).abs() > (tolerance * implied).max(1e-6) {
            let rule =
                format!("must be within {}% of {implied}, which its incidence and fatality imply", 100.0 * tolerance);
            return Err(Error::out_of_range(at("prevalence", disease, sex, age), prevalence, rule));
        }
        implied = prevalence_after(implied, incidence, fatality, 1.0 - die_at_onset);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use Disease::{Copd, Diabetes};
    use Sex::Male;

    fn known(incidence: Option<f64>, prevalence: Option<f64>, fatality: Option<f64>) -> KnownRates {
        KnownRates { incidence, prevalence, fatality, die_at_onset: 0.0 }
    }

    fn message(known: &[KnownRates]) -> String {
        solve_third(Copd, Male, known).unwrap_err().to_string()
    }

    /// Rates that rise with age, and a tenth of new cases who die at once.
    fn rising(ages: usize) -> Vec<ConsistentRates> {
        let known: Vec<KnownRates> = (0..ages)
            .map(|age| KnownRates {
                incidence: Some(1e-5 * libm::exp(0.08 * age as f64)),
                prevalence: None,
                fatality: Some(0.02 + 0.001 * age as f64),
                die_at_onset: 0.1,
            })
            .collect();
        solve_third(Diabetes, Male, &known).unwrap()
    }

    #[test]
    fn each_third_is_found_again() {
        let rates = rising(101);
        let solve = |drop: usize| {
            let known: Vec<KnownRates> = rates
                .iter()
                .map(|rates| {
                    let mut all = [Some(rates.incidence), Some(rates.prevalence), Some(rates.fatality)];
                    all[drop] = None;
                    let [incidence, prevalence, fatality] = all;
                    KnownRates { incidence, prevalence, fatality, die_at_onset: 0.1 }
                })
                .collect();
            solve_third(Diabetes, Male, &known).unwrap()
        };
        // The last age has no prevalence after it, so there the third is another one.
        for (age, rates) in rates.iter().enumerate().take(100) {
            assert!((solve(0)[age].incidence / rates.incidence - 1.0).abs() < 1e-9, "incidence at {age}");
            assert!((solve(1)[age].prevalence - rates.prevalence).abs() < 1e-15, "prevalence at {age}");
            // Where next to nobody is ill fatality is all but free.
            if age >= 20 {
                assert!((solve(2)[age].fatality / rates.fatality - 1.0).abs() < 1e-9, "fatality at {age}");
            }
        }
    }

    #[test]
    fn sets_that_fit_pass_and_others_do_not() {
        let mut rates = rising(101);
        let onset = [0.1; 101];
        check_consistent(Diabetes, Male, &rates, &onset, 1e-12).unwrap();
        rates[60].prevalence *= 1.04;
        check_consistent(Diabetes, Male, &rates, &onset, 0.05).unwrap();
        let error = check_consistent(Diabetes, Male, &rates, &onset, 0.02).unwrap_err().to_string();
        assert!(error.starts_with("prevalence of diabetes, male, age 60 0.0"), "{error}");
        assert!(error.contains("must be within 2% of 0.0") && error.ends_with("imply"), "{error}");
        assert!(check_consistent(Diabetes, Male, &rates, &onset[..3], 0.05).is_err());
        assert!(check_consistent(Diabetes, Male, &rates, &onset, f64::NAN).is_err());
    }

    #[test]
    fn slips_are_errors() {
        assert_eq!(message(&[]), "number of ages of copd, male 0 must be 1 or more");
        assert_eq!(
            message(&[known(Some(-0.1), None, Some(0.0))]),
            "incidence of copd, male, age 0 -0.1 must lie in 0 to 5 a year"
        );
        assert_eq!(
            message(&[known(Some(0.1), Some(1.5), None)]),
            "prevalence of copd, male, age 0 1.5 must lie in 0 to 1"
        );
        assert!(message(&[known(Some(f64::NAN), None, Some(0.0))]).contains("NaN"));
        assert!(
            message(&[known(None, Some(0.1), Some(f64::INFINITY))]).starts_with("fatality of copd, male, age 0 inf")
        );
        let two = "must be two of incidence, prevalence and fatality, the same at every age";
        assert_eq!(
            message(&[known(Some(0.1), None, None)]),
            format!("number of known rates of copd, male, age 0 1 {two}")
        );
        assert_eq!(
            message(&[known(Some(0.1), Some(0.1), Some(0.1))]),
            format!("number of known rates of copd, male, age 0 3 {two}")
        );
        let mixed = [known(Some(0.1), None, Some(0.1)), known(None, Some(0.1), Some(0.1))];
        assert_eq!(message(&mixed), format!("number of known rates of copd, male, age 1 2 {two}"));
        let falls = [known(None, Some(0.5), Some(0.0)), known(None, Some(0.4), Some(0.0))];
        assert_eq!(
            message(&falls),
            "prevalence of copd, male, age 1 0.4 must not be below 0.5, which those ill a year earlier leave at a fatality of 0"
        );
        let rises = [known(Some(0.0), Some(0.4), None), known(Some(0.0), Some(0.5), None)];
        assert_eq!(
            message(&rises),
            "prevalence of copd, male, age 1 0.5 must not be above 0.4, which an incidence of 0 gives where nobody dies of it"
        );
        let jump = [known(None, Some(0.0), Some(0.0)), known(None, Some(0.999), Some(0.0))];
        assert!(message(&jump).starts_with("incidence of copd, male, age 0 5 is not enough"));
        let mut onset = known(Some(0.1), None, Some(0.0));
        onset.die_at_onset = 1.1;
        assert!(message(&[onset]).contains("share who die at onset of copd, male, age 0 1.1 must lie in 0 to 1"));
    }
}
