//! Published cohort models through the general engine. The sources are in `tests/fixtures/README.md`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::float_cmp,
    reason = "a test may fail, and may ask for the same bits"
)]

use health_impact::decision::{DominanceStatus, Strategy, cost_effectiveness};
use health_impact::multistate::{Cohort, Context, Model, Reward, WithinCycle};
use support::published::{Checks, json, table};

/// The Sick-Sicker model's settings that its variants change.
#[derive(Clone, Copy)]
struct SickSicker {
    discount_cost: f64,
    discount_effect: f64,
    cycles: usize,
    hazard_ratio_b: f64,
}

const BASE: SickSicker = SickSicker { discount_cost: 0.03, discount_effect: 0.03, cycles: 75, hazard_ratio_b: 0.6 };

fn sick_sicker(settings: SickSicker, a: bool, b: bool) -> Model {
    let inputs = json("sick-sicker/inputs.json");
    let number = |group: &str, name: &str| inputs[group][name].as_f64().unwrap();
    let probability = |rate: f64| -libm::expm1(-rate);
    let rate = number("rates_per_year", "H->D");
    let death =
        [probability(rate), probability(rate * number("hr_death", "S1")), probability(rate * number("hr_death", "S2"))];
    let worse = number("rates_per_year", "S1->S2") * if b { settings.hazard_ratio_b } else { 1.0 };
    let cost = |state: &str| {
        let treated = state == "S1" || state == "S2";
        number("cost_per_year", state)
            + if a && treated { number("cost_per_year", "treatment_A") } else { 0.0 }
            + if b && treated { number("cost_per_year", "treatment_B") } else { 0.0 }
    };
    let utility = |state: &str| number("utility", if a && state == "S1" { "S1_under_A" } else { state });
    let (mut costs, mut qalys) = (Reward::new("cost"), Reward::new("qaly"));
    let mut alive = Reward::new("alive").within_cycle(WithinCycle::EveryPoint);
    for state in ["H", "S1", "S2"] {
        costs = costs.state(state, cost(state));
        qalys = qalys.state(state, utility(state));
        alive = alive.state(state, 1.0);
    }
    Model::builder()
        .state("H")
        .state("S1")
        .state("S2")
        .state("D")
        .transition("H", "D", death[0])
        .transition("H", "S1", (1.0 - death[0]) * probability(number("rates_per_year", "H->S1")))
        .complement("H", "H")
        .transition("S1", "D", death[1])
        .transition("S1", "H", (1.0 - death[1]) * probability(number("rates_per_year", "S1->H")))
        .transition("S1", "S2", (1.0 - death[1]) * probability(worse))
        .complement("S1", "S1")
        .transition("S2", "D", death[2])
        .complement("S2", "S2")
        .absorbing("D")
        .cohort(Cohort::new("all").starting("H", 1.0))
        .reward(costs.discounted(settings.discount_cost).within_cycle(WithinCycle::Simpson))
        .reward(qalys.discounted(settings.discount_effect).within_cycle(WithinCycle::Simpson))
        .reward(alive)
        .cycles(settings.cycles)
        .build()
        .unwrap()
}

const STRATEGIES: [(&str, bool, bool); 4] =
    [("SoC", false, false), ("A", true, false), ("B", false, true), ("AB", true, true)];

#[test]
fn sick_sicker_totals_and_ratios() {
    let checks = Checks::read("sick-sicker/expected.json");
    let variants = [
        ("", BASE),
        ("variant.undiscounted.", SickSicker { discount_cost: 0.0, discount_effect: 0.0, ..BASE }),
        // 5% for costs and 1.5% for effects as the authors' code reads them: it weights costs by the rate for effects and
        // effects by the rate for costs, which shows only where the two differ.
        ("variant.disc_5_15.", SickSicker { discount_cost: 0.015, discount_effect: 0.05, ..BASE }),
        ("variant.age40_to_90.", SickSicker { cycles: 50, ..BASE }),
        ("variant.hr05.", SickSicker { hazard_ratio_b: 0.5, ..BASE }),
    ];
    let mut base = Vec::new();
    for (prefix, settings) in variants {
        for (name, a, b) in STRATEGIES {
            let model = sick_sicker(settings, a, b);
            let run = model.run();
            let (cost, effect) = (run.total("cost").unwrap()[0], run.total("qaly").unwrap()[0]);
            checks.number(&format!("{prefix}cost.{name}"), cost);
            checks.number(&format!("{prefix}qaly.{name}"), effect);
            if prefix.is_empty() {
                if name == "SoC" {
                    let id = "life_expectancy_cycles.SoC (sum of survival over cycles 0..75)";
                    checks.number(id, run.total("alive").unwrap()[0]);
                }
                base.push(Strategy { name: name.into(), cost, effect });
            }
        }
    }
    for strategy in [&base[0], &base[2]] {
        checks.number(&format!("printed.cost.{}", strategy.name), strategy.cost);
        checks.number(&format!("printed.qaly.{}", strategy.name), strategy.effect);
    }
    checks.number("printed.inc_cost.B_vs_SoC", base[2].cost - base[0].cost);
    checks.number("printed.inc_qaly.B_vs_SoC", base[2].effect - base[0].effect);
    let statuses = cost_effectiveness(&base).unwrap();
    assert_eq!(statuses[0], DominanceStatus::Reference);
    match &statuses[1] {
        DominanceStatus::Dominated { by } => {
            // AB brings more than A too, but costs more: only B dominates.
            checks.text("status.A", &format!("strongly dominated (by {by})"));
        }
        other => panic!("{other:?}"),
    }
    for (index, pair, before) in [(2, "B_vs_SoC", "SoC"), (3, "AB_vs_B", "B")] {
        match &statuses[index] {
            DominanceStatus::Frontier { against, icer } => {
                assert_eq!(against, before);
                checks.number(&format!("icer.{pair}"), *icer);
                checks.number(&format!("printed.icer.{pair}"), *icer);
            }
            other => panic!("{other:?}"),
        }
    }
    checks.done();
}

#[test]
fn sick_sicker_trace_and_weights() {
    let (without, with) = (sick_sicker(BASE, false, false), sick_sicker(BASE, false, true));
    let (without, with) = (without.run(), with.run());
    let rows = table("sick-sicker/trace.csv");
    assert_eq!(rows.len(), 152);
    for row in rows {
        let run = if row["strategy"] == "SoC_and_A" { &without } else { &with };
        let cycle = row["cycle"].parse().unwrap();
        for state in ["H", "S1", "S2", "D"] {
            let expected: f64 = row[state].parse().unwrap();
            let people = run.people("all", state, cycle).unwrap()[0];
            assert!((people - expected).abs() < 1e-12, "{cycle} {state}: {people} {expected}");
        }
    }
    let weights = WithinCycle::Simpson.weights(75).unwrap();
    for (row, weight) in table("sick-sicker/wcc.csv").iter().zip(weights) {
        assert!((weight - row["weight"].parse::<f64>().unwrap()).abs() < 1e-14);
    }
}

/// The cohort whose people the microsimulation of Krijkamp and others draws: its expectation, without noise.
#[test]
fn sick_sicker_as_microsimulated() {
    let checks = Checks::read("sick-sicker-microsimulation/expected.json");
    let inputs = json("sick-sicker-microsimulation/inputs.json");
    let number = |group: &str, name: &str| inputs[group][name].as_f64().unwrap();
    let death = number("p", "HD");
    let sick_death = |state: &str| -libm::expm1(number("rr_death", state) * libm::log1p(-death));
    let mut totals = Vec::new();
    for (id, treated) in [("no_treatment", false), ("treatment", true)] {
        let treatment = if treated { number("cost", "treatment_in_S1_S2") } else { 0.0 };
        let cost = Reward::new("cost")
            .state("H", number("cost", "H"))
            .state("S1", number("cost", "S1") + treatment)
            .state("S2", number("cost", "S2") + treatment);
        let qaly = Reward::new("qaly")
            .state("H", number("utility", "H"))
            .state("S1", number("utility", if treated { "S1_treated" } else { "S1" }))
            .state("S2", number("utility", "S2"));
        let every_point = |reward: Reward| reward.discounted(0.03).within_cycle(WithinCycle::EveryPoint);
        let model = Model::builder()
            .state("H")
            .state("S1")
            .state("S2")
            .state("D")
            .transition("H", "S1", number("p", "HS1"))
            .transition("H", "D", death)
            .complement("H", "H")
            .transition("S1", "H", number("p", "S1H"))
            .transition("S1", "S2", number("p", "S1S2"))
            .transition("S1", "D", sick_death("S1"))
            .complement("S1", "S1")
            .transition("S2", "D", sick_death("S2"))
            .complement("S2", "S2")
            .absorbing("D")
            .cohort(Cohort::new("all").starting("H", 1.0))
            .reward(every_point(cost))
            .reward(every_point(qaly))
            .cycles(30)
            .build()
            .unwrap();
        let run = model.run();
        let (cost, qaly) = (run.total("cost").unwrap()[0], run.total("qaly").unwrap()[0]);
        // The authors' simulated figures are compared too: the expectation lies within their error.
        for source in ["exact", "montecarlo"] {
            checks.number(&format!("{source}.cost.{id}"), cost);
            checks.number(&format!("{source}.qaly.{id}"), qaly);
        }
        if !treated {
            let shares = ["H", "S1", "S2", "D"].map(|state| run.people("all", state, 30).unwrap()[0]);
            checks.numbers("exact.state_shares.cycle30.untreated", &shares);
        }
        totals.push((cost, qaly));
    }
    checks.number("montecarlo.inc_cost", totals[1].0 - totals[0].0);
    checks.number("montecarlo.inc_qaly", totals[1].1 - totals[0].1);
    checks.done();
}

#[test]
fn hiv_combination_therapy() {
    let checks = Checks::read("hiv/expected.json");
    let inputs = json("hiv/inputs.json");
    let states = ["A", "B", "C", "D"];
    let mut totals = Vec::new();
    for combination in [false, true] {
        let mut builder = Model::builder().cycles(20).cohort(Cohort::new("all").starting("A", 1.0));
        let mut cost = Reward::new("cost").discounted(0.06).within_cycle(WithinCycle::End);
        let mut years = Reward::new("years").within_cycle(WithinCycle::End);
        for (i, state) in states.into_iter().enumerate() {
            builder = builder.state(state).complement(state, state);
            let counts: Vec<f64> =
                inputs["transition_counts"][state].as_array().unwrap().iter().map(|n| n.as_f64().unwrap()).collect();
            let sum: f64 = counts.iter().sum();
            for (to, count) in states.into_iter().zip(counts) {
                if to > state {
                    builder = builder.transition(state, to, move |c: &Context| {
                        count / sum * if combination && c.cycle < 2 { 0.509 } else { 1.0 }
                    });
                }
            }
            if i < 3 {
                years = years.state(state, 1.0);
                let drugs = inputs["cost_zidovudine"].as_f64().unwrap();
                let per_year = inputs["state_cost"][state].as_f64().unwrap() + drugs;
                let extra = inputs["cost_lamivudine"].as_f64().unwrap();
                cost = cost.state(state, move |c: &Context| {
                    // The cycle just ended, counted from 1, as membership is read at its end.
                    per_year + if combination && c.cycle <= 2 { extra } else { 0.0 }
                });
            }
        }
        let model = builder.reward(cost).reward(years).build().unwrap();
        let run = model.run();
        totals.push((run.total("cost").unwrap()[0], run.total("years").unwrap()[0]));
    }
    for (name, (cost, years)) in ["mono", "comb"].into_iter().zip(&totals) {
        checks.number(&format!("cost.{name}"), *cost);
        checks.number(&format!("life_years.{name}"), *years);
    }
    checks.number("icer.comb_vs_mono", (totals[1].0 - totals[0].0) / (totals[1].1 - totals[0].1));
    checks.done();
}

#[test]
fn prosthetic_heart_valve() {
    let checks = Checks::read("heart-valve/expected.json");
    let utility = |name: &str, within| {
        Reward::new(name).within_cycle(within).state("Well", 1.0 / 10_000.0).state("Disabled", 0.7 / 10_000.0)
    };
    let model = Model::builder()
        .state("Well")
        .state("Disabled")
        .state("Dead")
        .transition("Well", "Disabled", 0.2)
        .transition("Well", "Dead", 0.2)
        .transition("Well", "Well", 0.6)
        .transition("Disabled", "Dead", 0.4)
        .complement("Disabled", "Disabled")
        .absorbing("Dead")
        .cohort(Cohort::new("all").starting("Well", 10_000.0))
        .reward(utility("end", WithinCycle::End))
        .reward(utility("half", WithinCycle::HalfCycle))
        .reward(Reward::new("cost").within_cycle(WithinCycle::Mean).state("Disabled", 2_000.0 / 10_000.0))
        .reward(Reward::new("disabled").transition("Well", "Disabled", 1.0))
        .reward(Reward::new("deaths").transition("Disabled", "Dead", 1.0))
        .cycles(24)
        .build()
        .unwrap();
    let run = model.run();
    let people = |cycle| ["Well", "Disabled", "Dead"].map(|state| run.people("all", state, cycle).unwrap()[0]);
    checks.numbers("pop.cycle1", &people(1));
    checks.numbers("pop.cycle2", &people(2));
    checks.number("pop.cycle24.Dead", people(24)[2]);
    let (start, first) = (people(0), people(1));
    checks.numbers("pop.cycle1.hcc", &std::array::from_fn::<_, 3, _>(|i| (start[i] + first[i]) / 2.0));
    checks.number("flow.Well->Disabled.cycle2", run.at_cycle("disabled", "all", 2).unwrap()[0]);
    checks.number("flow.Disabled->Dead.cycle2", run.at_cycle("deaths", "all", 2).unwrap()[0]);
    checks.number("qaly.cycle1.no_hcc", run.at_cycle("end", "all", 1).unwrap()[0]);
    let cost = run.at_cycle("cost", "all", 0).unwrap()[0];
    checks.number("cost_per_person.cycle1.hcc (2000 a year in Disabled)", cost);
    for (id, reward) in [("no_hcc", "end"), ("hcc", "half")] {
        let total = run.total(reward).unwrap()[0];
        checks.number(&format!("qaly.total.24cycles.{id}"), total);
        checks.number(&format!("qaly.total.24cycles.{id}.exact"), total);
    }
    checks.done();
}
