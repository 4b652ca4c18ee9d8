//! Incidence, remission and case fatality against prevalence, to the digits of an evaluation with 40 of them.
//! The source is in `tests/fixtures/README.md`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use health_impact::disease::{DiseaseRates, Diseased, from_birth};
use health_impact::multistate::transition_probabilities;
use health_impact::multistate::{Cohort, Context, Model};
use ndarray::array;
use proptest::prelude::*;
use std::sync::Arc;
use support::published::{Checks, table};

fn rates_by_age() -> Vec<DiseaseRates> {
    let number = |text: &String| text.parse::<f64>().unwrap();
    let rows = table("disease-consistency/inputs.csv");
    let rates = rows.iter().map(|row| {
        let [i, r, f, o] =
            ["incidence", "remission", "case_fatality", "other_mortality"].map(|column| number(&row[column]));
        DiseaseRates::new(i, r, f, o).unwrap()
    });
    rates.collect()
}

#[test]
fn prevalence_of_the_disease_model() {
    let checks = Checks::read("disease-consistency/expected.json");
    let ages = from_birth(&rates_by_age());
    assert_eq!(ages.len(), 101);
    for age in [20, 40, 60, 80, 95] {
        checks.number(&format!("prevalence_at_exact_age_{age}"), ages[age].prevalence().unwrap());
        checks.number(&format!("susceptible_at_{age}"), ages[age].susceptible);
        checks.number(&format!("cases_at_{age}"), ages[age].cases);
    }
    let balanced = DiseaseRates::new(0.02, 0.01, 0.03, 0.0).unwrap().balanced_prevalence().unwrap();
    checks.number("printed.stationary_ratio_i/(i+r+f) (i .02, r .01, f .03)", balanced);
    for (start, given, [i, r, f]) in [
        ([900.0, 100.0], "(S0=900,C0=100,i=0.02,f=0.05,r=0.01)", [0.02, 0.01, 0.05]),
        ([999.0, 1.0], "(S0=999,C0=1,i=0.0005,f=0.3,r=0)", [0.0005, 0.0, 0.3]),
        ([500.0, 500.0], "(S0=500,C0=500,i=0.1,f=0.02,r=0.2)", [0.1, 0.2, 0.02]),
        ([1000.0, 0.0], "(S0=1000,C0=0,i=0.01,f=0.01,r=0)", [0.01, 0.0, 0.01]),
    ] {
        let year = DiseaseRates::new(i, r, f, 0.0).unwrap().year();
        let after = year.step(Diseased { susceptible: start[0], cases: start[1] }).unwrap();
        checks.number(&format!("one_year.S {given}"), after.susceptible);
        checks.number(&format!("one_year.C {given}"), after.cases);
    }
    checks.done();
}

/// The general engine, by rates, gives the same cohort: in years and in months.
#[test]
fn the_general_engine_agrees() {
    let rates = Arc::new(table("disease-consistency/inputs.csv"));
    let at = |column: &'static str| {
        let rows = Arc::clone(&rates);
        move |c: &Context| rows[c.age as usize][column].parse::<f64>().unwrap()
    };
    let closed = from_birth(&rates_by_age());
    for (cycle_length, cycles) in [(1.0, 100), (1.0 / 16.0, 1600)] {
        let model = Model::builder()
            .state("susceptible")
            .state("case")
            .state("dead")
            .rate("susceptible", "case", at("incidence"))
            .rate("case", "susceptible", at("remission"))
            .rate("susceptible", "dead", at("other_mortality"))
            .rate("case", "dead", {
                let (fatality, others) = (at("case_fatality"), at("other_mortality"));
                move |c: &Context| fatality(c) + others(c)
            })
            .absorbing("dead")
            .cohort(Cohort::new("all").starting("susceptible", 1.0))
            .cycle_length(cycle_length)
            .cycles(cycles)
            .build()
            .unwrap();
        let run = model.run();
        for (age, exact) in closed.iter().enumerate() {
            let cycle = age * cycles / 100;
            for (state, exact) in [("susceptible", exact.susceptible), ("case", exact.cases)] {
                let people = run.people("all", state, cycle).unwrap()[0];
                assert!((people - exact).abs() <= 1e-11 * exact, "{state} {age}: {people} {exact}");
            }
        }
    }
}

/// A year by the general matrix exponential, with a state for the dead.
fn by_matrix(i: f64, r: f64, f: f64, o: f64) -> [f64; 4] {
    let p = transition_probabilities(&array![[0.0, i, o], [r, 0.0, f + o], [0.0, 0.0, 0.0]], 1.0).unwrap();
    [p[[0, 0]], p[[0, 1]], p[[1, 0]], p[[1, 1]]]
}

fn closed(i: f64, r: f64, f: f64, o: f64) -> [f64; 4] {
    let year = DiseaseRates::new(i, r, f, o).unwrap().year();
    [year.stay_susceptible, year.fall_ill, year.recover, year.stay_case]
}

proptest! {
    #[test]
    fn equals_the_matrix_exponential(
        rates in prop::array::uniform4(prop_oneof![Just(0.0), 1e-9..1e-3_f64, 1e-3..1.0_f64, 1.0..30.0_f64])
    ) {
        let [i, r, f, o] = rates;
        for (closed, matrix) in closed(i, r, f, o).into_iter().zip(by_matrix(i, r, f, o)) {
            prop_assert!((closed - matrix).abs() <= 1e-12 * matrix, "{rates:?}: {closed:e} {matrix:e}");
        }
    }
}
