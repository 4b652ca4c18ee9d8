//! The probabilistic Sick-Sicker model: each draw's costs and QALYs, all draws in one run, and what they say together.
//! The source is in `tests/fixtures/README.md`.

#![allow(clippy::unwrap_used, clippy::panic, clippy::float_cmp, reason = "a test may fail, and counts are exact")]

use health_impact::decision::{CostsAndEffects, DominanceStatus};
use health_impact::multistate::{Cohort, Model, Reward, Value, WithinCycle};
use support::published::{Checks, json, table};

const STRATEGIES: [(&str, bool, bool); 4] =
    [("SoC", false, false), ("A", true, false), ("B", false, true), ("AB", true, true)];

/// Costs and QALYs of the four strategies in the authors' 1,000 draws, all draws of a strategy in one run.
fn costs_and_effects() -> CostsAndEffects {
    let inputs = table("sick-sicker-psa/inputs.csv");
    assert_eq!(inputs.len(), 1_000);
    let number = |draw: usize, column: &str| inputs[draw][column].parse::<f64>().unwrap();
    let draws = |value: &dyn Fn(usize) -> f64| Value::Draws((0..inputs.len()).map(value).collect());
    let risk = |rate: f64| -libm::expm1(-rate);
    let mut all = CostsAndEffects::new();
    for (name, a, b) in STRATEGIES {
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
            .complement("H", "H")
            .transition("S1", "D", draws(&sick_death))
            .transition("S1", "H", draws(&|d| (1.0 - sick_death(d)) * risk(number(d, "r_S1H"))))
            .transition("S1", "S2", draws(&|d| (1.0 - sick_death(d)) * risk(worse(d))))
            .complement("S1", "S1")
            .transition("S2", "D", draws(&sicker_death))
            .complement("S2", "S2")
            .absorbing("D")
            .cohort(Cohort::new("all").aged(25.0).starting("H", 1.0))
            .reward(cost.discounted(0.03).within_cycle(WithinCycle::Simpson))
            .reward(qaly.discounted(0.03).within_cycle(WithinCycle::Simpson))
            .cycles(75)
            .draws(inputs.len())
            .build()
            .unwrap();
        let run = model.run();
        all = all.with(name, run.total("cost").unwrap(), run.total("qaly").unwrap()).unwrap();
    }
    all
}

#[test]
fn sick_sicker_draw_by_draw() {
    let all = costs_and_effects();
    let outputs = table("sick-sicker-psa/outputs.csv");
    assert_eq!(outputs.len(), all.draws());
    for (name, _, _) in STRATEGIES {
        // Net benefit at 0 is minus the cost.
        let costs = all.net_benefit(name, 0.0).unwrap();
        for (draw, row) in outputs.iter().enumerate() {
            let expected = |what: &str| row[&format!("{what}_{name}")].parse::<f64>().unwrap();
            let effect = all.effects(name).unwrap()[draw];
            assert_eq!(costs[draw], -all.costs(name).unwrap()[draw]);
            assert!((-costs[draw] / expected("cost") - 1.0).abs() <= 1e-9, "cost {name} {draw}");
            assert!((effect / expected("qaly") - 1.0).abs() <= 1e-9, "qaly {name} {draw}");
        }
    }
}

/// The number of draws that the authors' software (R's `max.col`, through their package dampack) takes as ties and breaks
/// at random: those whose two highest net benefits are within 1e-5 of each other, relative to the largest number.
fn close_draws(all: &CostsAndEffects, pay: f64) -> usize {
    let benefits = STRATEGIES.map(|(name, _, _)| all.net_benefit(name, pay).unwrap());
    let close = |draw: &usize| {
        let mut sorted = benefits.each_ref().map(|benefit| benefit[*draw]);
        sorted.sort_by(f64::total_cmp);
        let largest = sorted.iter().fold(0.0_f64, |largest, benefit| largest.max(benefit.abs()));
        sorted[3] - sorted[2] <= 1e-5 * largest
    };
    (0..all.draws()).filter(close).count()
}

/// The share of the authors' own outputs in which a strategy has the highest net benefit.
fn highest_share(name: &str, pay: f64) -> f64 {
    let rows = table("sick-sicker-psa/outputs.csv");
    let best = rows.iter().filter(|row| {
        let number = |what: &str, name: &str| row[&format!("{what}_{name}")].parse::<f64>().unwrap();
        let benefit = |name: &str| pay * number("qaly", name) - number("cost", name);
        STRATEGIES.iter().all(|(other, _, _)| benefit(other) <= benefit(name))
    });
    best.count() as f64 / rows.len() as f64
}

#[test]
fn sick_sicker_decisions() {
    let all = costs_and_effects();
    let checks = Checks::read("sick-sicker-psa/expected.json");
    for mean in all.means() {
        checks.number(&format!("mean_cost.{}", mean.name), mean.cost);
        checks.number(&format!("mean_qaly.{}", mean.name), mean.effect);
    }
    let statuses = all.cost_effectiveness().unwrap();
    assert_eq!(statuses[1], DominanceStatus::Dominated { by: "B".into() });
    for (index, against) in [(2, "SoC"), (3, "B")] {
        let name = STRATEGIES[index].0;
        let DominanceStatus::Frontier { against: before, icer } = &statuses[index] else {
            panic!("{:?}", statuses[index])
        };
        assert_eq!(before, against);
        checks.number(&format!("icer.{name}_vs_{against}"), *icer);
        assert!((all.increment(name, against).unwrap().icer().unwrap() / icer - 1.0).abs() < 1e-12);
    }
    let frontier: Vec<(String, bool)> = json("sick-sicker-psa/expected.json")["checks"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|check| Some((check["id"].as_str()?.to_owned(), check["on_frontier"].as_bool()?)))
        .collect();
    assert_eq!(frontier.len(), 16);
    for id in checks.ids() {
        let (what, pay) = id.split_once('@').unwrap();
        let decision = all.at(pay.parse().unwrap()).unwrap();
        let prospect = |name: &str| decision.prospects().iter().find(|one| one.name == name).unwrap();
        match what.split_once('.') {
            None => checks.number(&id, decision.evpi()),
            Some(("expected_loss", name)) => checks.number(&id, prospect(name).expected_loss),
            Some((_, name)) => {
                let (found, published) = (prospect(name).probability_best, checks.take(&id));
                let close = close_draws(&all, decision.willingness_to_pay);
                assert_eq!(close, if pay == "75000" { 2 } else { 0 });
                assert!((found - published).abs() <= close as f64 / 1_000.0 + 1e-9, "{id}: {found} {published}");
                assert_eq!(found, highest_share(name, decision.willingness_to_pay), "{id}");
                assert!(frontier.contains(&(id.clone(), decision.best().name == name)), "{id}");
            }
        }
    }
    checks.done();
}

/// The published example of a two-arm decision: vaccination against influenza.
#[test]
fn vaccine() {
    let rows = table("vaccine/psa.csv");
    let column = |name: &str| rows.iter().map(|row| row[name].parse().unwrap()).collect::<Vec<f64>>();
    let all = CostsAndEffects::new()
        .with("1", column("cost_1"), column("eff_1"))
        .and_then(|all| all.with("2", column("cost_2"), column("eff_2")))
        .unwrap();
    assert_eq!(all.draws(), 1_000);
    let increment = all.increment("2", "1").unwrap();
    let checks = Checks::read("vaccine/expected.json");
    checks.number("icer.arm2_vs_1", increment.icer().unwrap());
    // A fifth of the draws is not in the north-east: the ratio has no interval.
    let quadrants = increment.quadrants();
    assert!((quadrants.north_east - 0.811).abs() < 1e-9 && quadrants.south_west > 0.0, "{quadrants:?}");
    assert_eq!(increment.icer_interval(), None);
    let best = |pay: f64| all.at(pay).unwrap().best().name.clone();
    let switches: Vec<f64> =
        (1..=500).map(|step| f64::from(step) * 100.0).filter(|pay| best(*pay) != best(pay - 100.0)).collect();
    checks.numbers("switching_thresholds (grid step Kmax/500)", &switches);
    for id in checks.ids() {
        let (what, pay) = id.rsplit_once(".k").unwrap();
        let decision = all.at(pay.parse().unwrap()).unwrap();
        let gain = decision.prospects()[1].net_benefit - decision.prospects()[0].net_benefit;
        let value = match what {
            "evpi" => decision.evpi(),
            "best_arm" => decision.best().name.parse().unwrap(),
            "ceac.arm2_vs_1" => decision.prospects()[1].probability_best,
            "eib.arm2_vs_1" => gain,
            _ => panic!("{id}"),
        };
        checks.number(&id, value);
    }
    checks.done();
}
