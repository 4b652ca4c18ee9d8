//! Prevalence at the start: London's from the past of each birth cohort, a cell's from London's.

use super::course::{Course, Fatality};
use super::{DISEASES, DiseaseDraws};
use crate::multistate::lanes::{LANES, Lanes, one_by_one};
use crate::units::AGES;

/// Prevalence of a sex from that `at_birth` on at rates that do not change, by age; `factor` on incidence.
pub(super) fn from_birth(
    course: &Course,
    incidence: &[Vec<Lanes>; DISEASES],
    fatality: &[[Fatality; DISEASES]],
    sex: usize,
    factor: &[f64; DISEASES],
    at_birth: &[f64; DISEASES],
) -> [[Lanes; DISEASES]; AGES] {
    let mut ages = [at_birth.map(Lanes::splat); AGES];
    for age in 0..AGES - 1 {
        let at = sex * AGES + age;
        let mut rates = [Lanes::ZERO; DISEASES];
        for d in one_by_one(0..DISEASES) {
            rates[d] = incidence[d][at] * factor[d];
        }
        ages[age + 1] = course.a_year(&ages[age], &rates, &fatality[at]).prevalence;
    }
    ages
}

/// Prevalence of a sex at the start, each birth cohort through its own past; `past` by years before the start, a factor on
/// incidence in the year that ended so many years and one before it.
pub(super) fn through_past(
    course: &Course,
    incidence: &[Vec<Lanes>; DISEASES],
    fatality: &[[Fatality; DISEASES]],
    sex: usize,
    past: &[[Lanes; DISEASES]],
    at_birth: &[f64; DISEASES],
) -> [[Lanes; DISEASES]; AGES] {
    let mut ages = [at_birth.map(Lanes::splat); AGES];
    for now in 1..AGES {
        let mut ill = ages[0];
        for age in 0..now {
            let at = sex * AGES + age;
            let mut rates = [Lanes::ZERO; DISEASES];
            for d in one_by_one(0..DISEASES) {
                rates[d] = incidence[d][at] * past[now - age - 1][d];
            }
            ill = course.a_year(&ill, &rates, &fatality[at]).prevalence;
        }
        ages[now] = ill;
    }
    ages
}

impl DiseaseDraws {
    /// Prevalence of a cell at the start by age, ages 0..=100.
    ///
    /// A disease whose incidence has always been that of the start: from birth at the cell's rates. One with a past: London's odds of having
    /// it, which hold that past, times the odds ratio of the cell against London from birth at the rates of the start.
    pub(crate) fn prevalence_at_start(&self, cell: usize, sex: usize) -> [[Lanes; DISEASES]; AGES] {
        let (factor, at_birth) = (&self.cells[2 * cell + sex], &self.at_birth[sex]);
        let mut ages = from_birth(&self.course, &self.incidence, &self.fatality, sex, factor, at_birth);
        let odds = |share: f64| share / (1.0 - share);
        for d in (0..DISEASES).filter(|&d| self.has_past[d]) {
            for (age, prevalence) in ages.iter_mut().enumerate() {
                let (london, level) = (&self.prevalence[d][sex * AGES + age], &self.from_birth[d][sex * AGES + age]);
                for lane in 0..LANES {
                    // Nobody has it at an age at which nobody has fallen ill yet.
                    if level.0[lane] > 0.0 {
                        let value = &mut prevalence[d].0[lane];
                        let odds = odds(london.0[lane]) * odds(*value) / odds(level.0[lane]);
                        *value = odds / (1.0 + odds);
                    }
                }
            }
        }
        ages
    }
}
