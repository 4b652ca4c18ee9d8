//! Cases with an exact answer, evaluated with 40 digits.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::float_cmp,
    reason = "a test may fail, and may ask for the same bits"
)]

use health_impact::multistate::lanes::Lanes;
use health_impact::multistate::survival::mean_survival;
use health_impact::multistate::{Cohort, EventTime, Model, Reward, WithinCycle};
use health_impact::units::{Probability, Rate};
use support::published::Checks;

/// Years lived under a constant yearly hazard. A year's value is the mean of the survival curve over the year, with
/// discounting inside the year if there is any, so person-years are integrated exactly.
fn life_years(hazard: f64, discount: f64, cycles: usize) -> f64 {
    let death = Rate::new(hazard).unwrap().probability_over(1.0).unwrap().get();
    let year = mean_survival(Lanes::splat(hazard + libm::log1p(discount))).0[0];
    let model = Model::builder()
        .state("alive")
        .state("dead")
        .transition("alive", "dead", death)
        .complement("alive", "alive")
        .absorbing("dead")
        .cohort(Cohort::new("all").starting("alive", 1.0))
        .reward(Reward::new("years").discounted(discount).within_cycle(WithinCycle::Start).state("alive", year))
        .cycles(cycles)
        .build()
        .unwrap();
    model.run().total("years").unwrap()[0]
}

fn present_value(within: WithinCycle) -> f64 {
    let model = Model::builder()
        .state("alive")
        .absorbing("alive")
        .cohort(Cohort::new("all").starting("alive", 1.0))
        .reward(Reward::new("money").discounted(0.035).within_cycle(within).state("alive", 100.0))
        .cycles(20)
        .build()
        .unwrap();
    model.run().total("money").unwrap()[0]
}

fn share_sick(cycles: usize) -> f64 {
    let model = Model::builder()
        .state("well")
        .state("sick")
        .transition("well", "sick", 0.1)
        .complement("well", "well")
        .transition("sick", "well", 0.3)
        .complement("sick", "sick")
        .cohort(Cohort::new("all").starting("well", 1.0))
        .cycles(cycles)
        .build()
        .unwrap();
    model.run().people("all", "sick", cycles).unwrap()[0]
}

fn geometric(within: WithinCycle) -> f64 {
    let model = Model::builder()
        .state("alive")
        .state("dead")
        .transition("alive", "dead", 0.1)
        .complement("alive", "alive")
        .absorbing("dead")
        .cohort(Cohort::new("all").starting("alive", 1.0))
        .reward(Reward::new("cycles").within_cycle(within).state("alive", 1.0))
        .cycles(400)
        .build()
        .unwrap();
    model.run().total("cycles").unwrap()[0]
}

#[test]
fn closed_forms() {
    let checks = Checks::read("closed-form/expected.json");
    checks.number("life_expectancy.constant_hazard_0.02", life_years(0.02, 0.0, 2_000));
    checks.number("life_expectancy.temporary_30y.hazard_0.02", life_years(0.02, 0.0, 30));
    checks.number("life_years_discounted_continuous_3pc.hazard_0.02", life_years(0.02, 0.03, 2_000));
    let rate = Rate::new(0.15).unwrap();
    checks.number("annual_probability.rate_0.15", rate.probability_over(1.0).unwrap().get());
    let annual = Probability::new(0.2).unwrap();
    checks.number("monthly_probability_from_annual_0.2", annual.over(12.0, 1.0).unwrap().get());
    let five_years = Probability::new(0.1).unwrap();
    checks.number("rate_from_probability_0.1_over_5y", five_years.rate_over(5.0).unwrap().get());
    checks.number("present_value.100_a_year_for_20y_at_3.5pc_end_of_year", present_value(WithinCycle::End));
    checks.number("present_value.100_a_year_for_20y_at_3.5pc_start_of_year", present_value(WithinCycle::Start));
    checks.number("two_state.steady_state_share_sick (p_sick .1, p_recover .3)", share_sick(200));
    checks.number("two_state.share_sick_after_5_cycles_from_0", share_sick(5));
    let id = "geometric_survival.expected_cycles (death prob .1, no half-cycle; counting cycle 0)";
    checks.number(id, geometric(WithinCycle::Start));
    checks.number("geometric_survival.expected_years_half_cycle", geometric(WithinCycle::HalfCycle));

    let all = Rate::new(0.08).unwrap().probability_over(1.0).unwrap().get();
    let model = Model::builder()
        .state("alive")
        .state("dead of 1")
        .state("dead of 2")
        .transition("alive", "dead of 1", 0.03 / 0.08 * all)
        .transition("alive", "dead of 2", 0.05 / 0.08 * all)
        .complement("alive", "alive")
        .absorbing("dead of 1")
        .absorbing("dead of 2")
        .cohort(Cohort::new("all").starting("alive", 1.0))
        .reward(Reward::new("deaths of 1").events(EventTime::Start).transition("alive", "dead of 1", 1.0))
        .cycles(10)
        .build()
        .unwrap();
    let run = model.run();
    let share = |state: &str| run.people("all", state, 10).unwrap()[0];
    checks.number("competing_risks.cumulative_incidence_1_at_10 (hazards .03,.05)", share("dead of 1"));
    checks.number("competing_risks.cumulative_incidence_2_at_10", share("dead of 2"));
    checks.number("competing_risks.survival_at_10", share("alive"));
    assert!((run.total("deaths of 1").unwrap()[0] - share("dead of 1")).abs() < 1e-15);
    checks.done();
}
