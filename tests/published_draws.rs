//! The probabilistic Sick-Sicker model: each draw's costs and QALYs, all draws in one run.
//! The source is in `tests/fixtures/README.md`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod support;

use health_impact::multistate::{Cohort, Model, Reward, Value, WithinCycle};
use support::table;

#[test]
fn sick_sicker_draw_by_draw() {
    let inputs = table("sick-sicker-psa/inputs.csv");
    let outputs = table("sick-sicker-psa/outputs.csv");
    assert_eq!((inputs.len(), outputs.len()), (43, 43));
    let number = |draw: usize, column: &str| inputs[draw][column].parse::<f64>().unwrap();
    let draws = |value: &dyn Fn(usize) -> f64| Value::Draws((0..inputs.len()).map(value).collect());
    let risk = |rate: f64| -libm::expm1(-rate);
    for (name, a, b) in [("SoC", false, false), ("A", true, false), ("B", false, true), ("AB", true, true)] {
        let well_death = |d| risk(number(d, "r_HD"));
        let sick_death = |d| risk(number(d, "r_HD") * number(d, "hr_S1"));
        let sicker_death = |d| risk(number(d, "r_HD") * number(d, "hr_S2"));
        let worse = |d| number(d, "r_S1S2") * if b { number(d, "hr_S1S2_trtB") } else { 1.0 };
        let treatment = |d| if a { number(d, "c_trtA") } else { 0.0 } + if b { number(d, "c_trtB") } else { 0.0 };
        let cost = Reward::new("cost")
            .state("H", draws(&|d| number(d, "c_H")))
            .state("S1", draws(&|d| number(d, "c_S1") + treatment(d)))
            .state("S2", draws(&|d| number(d, "c_S2") + treatment(d)))
            .state("D", draws(&|d| number(d, "c_D")));
        let qaly = Reward::new("qaly")
            .state("H", draws(&|d| number(d, "u_H")))
            .state("S1", draws(&|d| number(d, if a { "u_trtA" } else { "u_S1" })))
            .state("S2", draws(&|d| number(d, "u_S2")))
            .state("D", draws(&|d| number(d, "u_D")));
        let model = Model::builder()
            .state("H")
            .state("S1")
            .state("S2")
            .state("D")
            .transition("H", "D", draws(&well_death))
            .transition("H", "S1", draws(&|d| (1.0 - well_death(d)) * risk(number(d, "r_HS1"))))
            .rest("H", "H")
            .transition("S1", "D", draws(&sick_death))
            .transition("S1", "H", draws(&|d| (1.0 - sick_death(d)) * risk(number(d, "r_S1H"))))
            .transition("S1", "S2", draws(&|d| (1.0 - sick_death(d)) * risk(worse(d))))
            .rest("S1", "S1")
            .transition("S2", "D", draws(&sicker_death))
            .rest("S2", "S2")
            .absorbing("D")
            .cohort(Cohort::new("all").aged(25.0).starting("H", 1.0))
            .reward(cost.discounted(0.03).within_cycle(WithinCycle::Simpson))
            .reward(qaly.discounted(0.03).within_cycle(WithinCycle::Simpson))
            .cycles(75)
            .draws(inputs.len())
            .build()
            .unwrap();
        let run = model.run();
        for reward in ["cost", "qaly"] {
            for (value, expected) in run.total(reward).unwrap().iter().zip(&outputs) {
                let expected: f64 = expected[&format!("{reward}_{name}")].parse().unwrap();
                assert!((value / expected - 1.0).abs() <= 1e-9, "{reward} {name}: {value} {expected}");
            }
        }
    }
}
