//! Models by rates, and one model that drives another.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::float_cmp,
    reason = "a test may fail, and may ask for the same bits"
)]

use health_impact::multistate::transition_probabilities;
use health_impact::multistate::{Cohort, Context, Model, ModelBuilder, Reward, Value, WithinCycle};
use ndarray::Array2;
use proptest::prelude::*;

fn illness(ill: impl Into<Value>, die: impl Into<Value>) -> ModelBuilder {
    Model::builder()
        .state("well")
        .state("ill")
        .state("dead")
        .rate("well", "ill", ill)
        .rate("ill", "well", 0.5)
        .rate("ill", "dead", die)
        .absorbing("dead")
        .cohort(Cohort::new("all").aged(40.0).starting("well", 100.0))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Rows sum to 1, nothing is negative, and a span is its two parts one after the other.
    #[test]
    fn probabilities_of_any_rates(
        cells in prop::collection::vec(prop_oneof![2 => Just(0.0), 3 => 1e-6..40.0_f64], 25),
        first in 0.0..2.0_f64,
        second in 0.0..2.0_f64,
    ) {
        let mut rates = Array2::from_shape_vec((5, 5), cells).unwrap();
        rates.diag_mut().fill(0.0);
        let over = |years| transition_probabilities(&rates, years).unwrap();
        let (total, parts) = (over(first + second), over(first).dot(&over(second)));
        for row in total.outer_iter() {
            prop_assert!((row.sum() - 1.0).abs() < 1e-14);
            prop_assert!(row.iter().all(|p| (0.0..=1.0).contains(p)));
        }
        prop_assert!((&total - &parts).iter().all(|miss| miss.abs() < 1e-12));
    }
}

#[test]
fn rates_follow_age_cycle_draw_and_cohort() {
    let by_draw = Value::Draws(vec![0.1, 0.2, 0.3]);
    let by_age = |c: &Context| 0.01 * (c.age - 39.0) + if c.cohort == 1 { 0.1 } else { 0.0 };
    let model = illness(by_draw, by_age)
        .cohort(Cohort::new("frail").aged(40.0).starting("well", 100.0))
        .cycles(2)
        .draws(3)
        .build()
        .unwrap();
    let run = model.run();
    for (cohort, extra) in [("all", 0.0), ("frail", 0.1)] {
        for (draw, ill) in [0.1, 0.2, 0.3].into_iter().enumerate() {
            let mut people = ndarray::array![100.0, 0.0, 0.0];
            for die in [0.01 + extra, 0.02 + extra] {
                let rates = ndarray::array![[0.0, ill, 0.0], [0.5, 0.0, die], [0.0, 0.0, 0.0]];
                people = people.dot(&transition_probabilities(&rates, 1.0).unwrap());
            }
            let dead = run.people(cohort, "dead", 2).unwrap()[draw];
            assert!((dead - people[2]).abs() < 1e-12 * people[2], "{cohort} {draw}: {dead} {people}");
        }
    }
    // Cycles may differ by a list as well.
    let model = illness(0.1, Value::Cycles(vec![0.3, 0.0])).cycles(2).build().unwrap();
    let run = model.run();
    assert_eq!(run.people("all", "dead", 1).unwrap(), run.people("all", "dead", 2).unwrap());
}

/// Monthly cycles: rewards are per year and discounts count years, whatever the length of a cycle.
#[test]
fn a_month_is_a_twelfth_of_a_year() {
    let (hazard, discount, months) = (0.3_f64, 0.035_f64, 120);
    let years = Reward::new("years").discounted(discount).state("alive", 1.0);
    let model = Model::builder()
        .state("alive")
        .state("dead")
        .rate("alive", "dead", hazard)
        .absorbing("dead")
        .cohort(Cohort::new("all").aged(70.0).starting("alive", 1.0))
        .reward(years)
        .reward(Reward::new("age").within_cycle(WithinCycle::End).state("alive", |c: &Context| c.age))
        .cycle_length(1.0 / 12.0)
        .cycles(months)
        .build()
        .unwrap();
    let run = model.run();
    let step = libm::exp(-hazard / 12.0) * libm::pow(1.0 + discount, -1.0 / 12.0);
    let end = libm::pow(step, f64::from(120));
    let half_cycle = ((1.0 - end) / (1.0 - step) - 0.5 + 0.5 * end) / 12.0;
    assert!((run.total("years").unwrap()[0] / half_cycle - 1.0).abs() < 1e-12);
    let alive = run.people("all", "alive", months).unwrap()[0];
    assert!((alive - libm::exp(-10.0 * hazard)).abs() < 1e-14);
    let last = run.at_cycle("age", "all", months).unwrap()[0];
    assert!((last - 80.0 * alive / 12.0).abs() < 1e-12);
}

#[test]
fn a_reward_counts_who_ends_a_cycle_elsewhere() {
    let died = Reward::new("died well").transition("well", "dead", 1.0);
    let model = illness(0.4, 0.6).reward(died).cycles(1).build().unwrap();
    let run = model.run();
    assert_eq!(run.total("died well").unwrap(), run.people("all", "dead", 1).unwrap());
}

#[test]
fn a_trace_is_the_run() {
    let alive = Reward::new("alive").within_cycle(WithinCycle::EveryPoint).state("well", 1.0).state("ill", 1.0);
    let model = illness(0.4, 0.6)
        .cohort(Cohort::new("short").cycles(1).starting("ill", 7.0))
        .reward(alive)
        .cycles(3)
        .draws(9)
        .build()
        .unwrap();
    let run = model.run();
    let (ill, alive) = (run.trace("ill").unwrap(), run.reward_trace("alive").unwrap());
    for (cohort, name, cycles) in [(0, "all", 3), (1, "short", 1)] {
        for cycle in 0..=cycles {
            let dead = run.people(name, "dead", cycle).unwrap();
            for draw in 0..9 {
                assert_eq!(ill.at(cohort, cycle, draw), run.people(name, "ill", cycle).unwrap()[draw]);
                let all = if cohort == 0 { 100.0 } else { 7.0 };
                assert!((alive.at(cohort, cycle, draw) + dead[draw] - all).abs() < 1e-12);
            }
        }
    }
    for (cohort, cycle, draw) in [(0, 4, 0), (1, 2, 0), (2, 0, 0), (0, 0, 9), (usize::MAX, 0, 0)] {
        assert!(ill.at(cohort, cycle, draw).is_nan());
    }
    // A point that is not there is refused where it is used.
    let error = Model::builder()
        .state("alive")
        .state("dead")
        .transition("alive", "dead", move |c: &Context| ill.at(c.cohort, c.cycle + 1, c.draw) / 100.0)
        .complement("alive", "alive")
        .absorbing("dead")
        .cohort(Cohort::new("all").starting("alive", 1.0))
        .cycles(4)
        .build()
        .unwrap_err()
        .to_string();
    let index = "probability \"alive\" -> \"dead\" in cohort \"all\", cycle 3, draw 0 NaN must lie in 0 to 1";
    assert_eq!(error, index);
}

#[test]
fn slips_are_told() {
    let message = |builder: ModelBuilder| builder.build().unwrap_err().to_string();
    let both = message(illness(0.1, 0.1).transition("well", "dead", 0.1));
    assert_eq!(both, "\"well\" -> \"dead\" is by probability in a model by rates: it may be by one of them");
    let negative = message(illness(0.1, |c: &Context| 40.5 - c.age).cycles(2));
    assert_eq!(
        negative,
        "rate \"ill\" -> \"dead\" in cohort \"all\", cycle 1, draw 0 -0.5 must be 0 or more and finite"
    );
    assert!(message(illness(f64::INFINITY, 0.1)).contains("must be 0 or more and finite"));
    assert!(message(illness(1e16, 0.1)).contains("must be at most 1e15 over 1 years"));
    assert!(message(illness(Value::Cycles(vec![0.1]), 0.1).cycles(2)).contains("must be given for every cycle"));
    assert!(message(illness(Value::Draws(vec![0.1]), 0.1).draws(2)).contains("number of draws of rate"));
    assert!(message(illness(0.1, 0.1).absorbing("ill")).contains("is absorbing and has a rate out of it"));
    assert!(message(illness(0.1, 0.1).state("lost")).contains("\"lost\" has no way out"));
    assert!(message(illness(0.1, 0.1).rate("ill", "ill", 0.1)).contains("staying in \"ill\" is no transition"));
    assert!(message(illness(0.1, 0.1).rate("well", "ill", 0.1)).contains("given twice"));
    assert!(message(illness(0.1, 0.1).tunnel("new", 3)).contains("tunnel \"new\" counts whole cycles"));
    assert!(message(illness(0.1, 0.1).rate("well", "dad", 0.1)).contains("did you mean \"dead\""));
}
