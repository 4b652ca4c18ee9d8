//! The hot loop's step of a disease against the two-state model it stands for.

use health_impact::disease::DISEASES;
use health_impact::disease::{Course, FATALITY_LIMIT, Fatality, INCIDENCE_LIMIT};
use health_impact::disease::{DiseaseRates, Diseased};
use health_impact::multistate::lanes::Lanes;
use proptest::prelude::*;

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

proptest! {
    #[test]
    fn equals_the_two_state_model(
        ill in 0.0..1.0_f64,
        rate in prop_oneof![Just(0.0), 1e-9..1e-3_f64, 1e-3..INCIDENCE_LIMIT],
        hazard in prop_oneof![Just(0.0), 1e-9..1e-3_f64, 1e-3..0.4_f64, 0.4..FATALITY_LIMIT],
    ) {
        let exact = DiseaseRates::new(rate, 0.0, hazard, 0.2).unwrap().year();
        let expected = exact.step(Diseased { susceptible: 1.0 - ill, cases: ill }).unwrap().prevalence().unwrap();
        for course in [up_to(INCIDENCE_LIMIT, FATALITY_LIMIT), up_to(rate, hazard)] {
            let (prevalence, new) = step(&course, ill, rate, hazard, 0.0);
            prop_assert!((prevalence - expected).abs() <= 1e-12 * expected.max(1e-300), "{prevalence:e} {expected:e}");
            let cases = (1.0 - ill) * -libm::expm1(-rate);
            prop_assert!((new - cases).abs() <= 1e-13 * cases, "{new:e} {cases:e}");
        }
    }

    #[test]
    fn who_dies_at_onset_is_a_case_and_is_not_ill(ill in 0.0..1.0_f64, rate in 0.0..0.3_f64, hazard in 0.0..2.0_f64) {
        let course = up_to(INCIDENCE_LIMIT, FATALITY_LIMIT);
        let (none, new) = step(&course, ill, rate, hazard, 1.0);
        let (living_well, living_ill) = ((1.0 - ill) * libm::exp(-rate), ill * libm::exp(-hazard));
        prop_assert!((none - living_ill / (living_well + living_ill)).abs() < 1e-13);
        prop_assert!((new - step(&course, ill, rate, hazard, 0.0).1).abs() == 0.0);
    }
}
