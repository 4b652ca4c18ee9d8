//! Incidence before the start: what the prevalence of the start has grown from.

use super::consistency::prevalence_after;
use crate::units::AGES;

/// How incidence stood in the years before the start, against the start.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Past {
    /// As at the start.
    Same,
    /// It has changed by `change` a year (log scale) for `years` years up to the start, and was level before.
    Changed { change: f64, years: f64 },
}

impl Past {
    /// Incidence so many years before the start over that of the start.
    pub(super) fn factor(self, years_before: f64) -> f64 {
        match self {
            Self::Same => 1.0,
            Self::Changed { change, years } => libm::exp(-change * years_before.min(years)),
        }
    }
}

/// The rates of a disease and sex over the year that follows each age last birthday at mid-year.
#[derive(Debug, Clone)]
pub(super) struct YearRates {
    /// New cases of a person without the disease.
    pub(super) incidence: Vec<f64>,
    /// Added hazard of death of those with it.
    pub(super) fatality: Vec<f64>,
    /// Share of new cases who die at once.
    pub(super) die_at_onset: Vec<f64>,
}

impl YearRates {
    /// Prevalence at the start by age last birthday: each birth cohort from birth through the years before.
    pub(super) fn prevalence(&self, past: Past) -> Vec<f64> {
        let step = |ill: f64, age: usize, factor: f64| {
            prevalence_after(ill, self.incidence[age] * factor, self.fatality[age], 1.0 - self.die_at_onset[age])
        };
        if past == Past::Same {
            let mut ages = vec![0.0; AGES];
            for age in 0..AGES - 1 {
                ages[age + 1] = step(ages[age], age, 1.0);
            }
            return ages;
        }
        let factors: Vec<f64> = (0..AGES).map(|years| past.factor(years as f64 - 0.5)).collect();
        (0..AGES).map(|now| (0..now).fold(0.0, |ill, age| step(ill, age, factors[now - age]))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rates(fatality: f64) -> YearRates {
        YearRates { incidence: vec![0.01; AGES], fatality: vec![fatality; AGES], die_at_onset: vec![0.0; AGES] }
    }

    #[test]
    fn without_deaths_prevalence_is_what_was_lived_through() {
        let ages = rates(0.0).prevalence(Past::Same);
        assert!((ages[40] - (1.0 - libm::exp(-0.4))).abs() < 1e-14);
        // Twice the incidence before ten years ago, the change spread over those ten years.
        let change = -core::f64::consts::LN_2 / 10.0;
        let past = Past::Changed { change, years: 10.0 };
        let sum: f64 = (0..10).map(|years| past.factor(f64::from(years) + 0.5)).sum();
        let ages = rates(0.0).prevalence(past);
        assert!((ages[40] - (1.0 - libm::exp(-0.01 * (sum + 60.0)))).abs() < 1e-13);
    }

    #[test]
    fn a_past_without_change_is_the_same() {
        let none = Past::Changed { change: 0.0, years: 20.0 };
        for (a, b) in rates(0.05).prevalence(none).into_iter().zip(rates(0.05).prevalence(Past::Same)) {
            assert!((a - b).abs() < 1e-15);
        }
    }
}
