//! Which treatment of the Sick-Sicker model is worth its cost, how sure is that, and what would it be worth to know more?
//!
//! The time-independent cohort model of Alarid-Escudero F, Krijkamp E, Enns EA and others, An introductory tutorial on cohort
//! state-transition models in R using a cost-effectiveness analysis example, Med Decis Making 2023;43:3-20
//! (doi:10.1177/0272989X221103163), with its base case and its probabilistic analysis. People aged 25 are healthy (H), sick
//! (S1), sicker (S2) or dead (D), in cycles of a year up to age 100. Treatment A makes life with S1 better, treatment B slows
//! the step from S1 to S2; nobody can tell S1 from S2, so both are treated.

#![allow(clippy::print_stdout, clippy::print_stderr)] // an example talks to its reader

#[path = "shared/mod.rs"]
mod shared;

use health_impact::decision::{CostsAndEffects, Standing};
use health_impact::multistate::{Cohort, Model, Reward, Value, WithinCycle};
use health_impact::report::PrintedTable;
use health_impact::{Error, Estimate, estimate::Distribution, parameters::Parameters};
use std::collections::BTreeMap;
use std::path::Path;

/// The strategies: no treatment, treatment A, treatment B, both.
const STRATEGIES: [(&str, bool, bool); 4] =
    [("standard of care", false, false), ("A", true, false), ("B", false, true), ("AB", true, true)];
const STATES: [&str; 4] = ["H", "S1", "S2", "D"];

/// Values of each parameter, one a draw, under the tutorial's names.
type Inputs = BTreeMap<&'static str, Vec<f64>>;

/// The parameters of one draw by name.
type Draw<'a> = dyn Fn(&str) -> f64 + 'a;

/// Name, value of the base case and distribution: r rates a year, hr hazard ratios, c costs and u utilities of a year.
fn parameters() -> Result<Vec<(&'static str, f64, Estimate)>, Error> {
    let gamma = |shape, scale| Estimate::new(Distribution::Gamma { shape, scale });
    let beta = |alpha, beta| Estimate::new(Distribution::Beta { alpha, beta });
    let log_normal = |median, sigma| Estimate::new(Distribution::LogNormal { mu: libm::log(median), sigma });
    Ok(vec![
        ("r_HD", 0.002, gamma(20.0, 1.0 / 10_000.0)?),
        ("r_HS1", 0.15, gamma(30.0, 1.0 / 200.0)?),
        ("r_S1H", 0.5, gamma(60.0, 1.0 / 120.0)?),
        ("r_S1S2", 0.105, gamma(84.0, 1.0 / 800.0)?),
        ("hr_S1", 3.0, log_normal(3.0, 0.01)?),
        ("hr_S2", 10.0, log_normal(10.0, 0.02)?),
        ("hr_S1S2_trtB", 0.6, log_normal(0.6, 0.02)?),
        ("c_H", 2_000.0, gamma(100.0, 20.0)?),
        ("c_S1", 4_000.0, gamma(177.8, 22.5)?),
        ("c_S2", 15_000.0, gamma(225.0, 66.7)?),
        ("c_trtA", 12_000.0, gamma(73.5, 163.3)?),
        ("c_trtB", 13_000.0, gamma(86.2, 150.8)?),
        ("u_H", 1.0, beta(200.0, 3.0)?),
        ("u_S1", 0.75, beta(130.0, 45.0)?),
        ("u_S2", 0.5, beta(230.0, 230.0)?),
        ("u_trtA", 0.95, beta(300.0, 15.0)?),
    ])
}

/// The model of one strategy in all draws of the inputs.
fn model(inputs: &Inputs, a: bool, b: bool) -> Result<Model, Error> {
    let draws = inputs["r_HD"].len();
    // A value worked out in each draw d from the parameters p of that draw.
    let each =
        |value: &dyn Fn(&Draw<'_>) -> f64| Value::Draws((0..draws).map(|d| value(&|name| inputs[name][d])).collect());
    let risk = |rate: f64| -libm::expm1(-rate);
    let slowed = |p: &Draw<'_>| if b { p("hr_S1S2_trtB") } else { 1.0 };
    let treated = |p: &Draw<'_>| if a { p("c_trtA") } else { 0.0 } + if b { p("c_trtB") } else { 0.0 };
    let cost = Reward::new("cost")
        .state("H", each(&|p| p("c_H")))
        .state("S1", each(&|p| p("c_S1") + treated(p)))
        .state("S2", each(&|p| p("c_S2") + treated(p)));
    let qaly = Reward::new("QALY")
        .state("H", each(&|p| p("u_H")))
        .state("S1", each(&|p| p(if a { "u_trtA" } else { "u_S1" })))
        .state("S2", each(&|p| p("u_S2")));
    Model::builder()
        .state("H")
        .state("S1")
        .state("S2")
        .state("D")
        .transition("H", "D", each(&|p| risk(p("r_HD"))))
        .transition("H", "S1", each(&|p| (1.0 - risk(p("r_HD"))) * risk(p("r_HS1"))))
        .rest("H", "H")
        .transition("S1", "D", each(&|p| risk(p("r_HD") * p("hr_S1"))))
        .transition("S1", "H", each(&|p| (1.0 - risk(p("r_HD") * p("hr_S1"))) * risk(p("r_S1H"))))
        .transition("S1", "S2", each(&|p| (1.0 - risk(p("r_HD") * p("hr_S1"))) * risk(p("r_S1S2") * slowed(p))))
        .rest("S1", "S1")
        .transition("S2", "D", each(&|p| risk(p("r_HD") * p("hr_S2"))))
        .rest("S2", "S2")
        .absorbing("D")
        .cohort(Cohort::new("cohort").aged(25.0).starting("H", 1.0))
        .reward(cost.discounted(0.03).within_cycle(WithinCycle::Simpson))
        .reward(qaly.discounted(0.03).within_cycle(WithinCycle::Simpson))
        .cycles(75)
        .draws(draws)
        .build()
}

/// Costs and QALYs of all strategies in the same draws.
fn compare(inputs: &Inputs) -> Result<CostsAndEffects, Error> {
    let mut compared = CostsAndEffects::new();
    for (name, a, b) in STRATEGIES {
        let model = model(inputs, a, b)?;
        let run = model.run();
        compared = compared.with(name, run.total("cost")?, run.total("QALY")?)?;
    }
    Ok(compared)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let options = shared::ModelOptions::read()?;

    let base: Inputs = parameters()?.into_iter().map(|(name, value, _)| (name, vec![value])).collect();
    println!("\nStandard of care: where the cohort is, per cent\n");
    let (model, mut trace) = (model(&base, false, false)?, PrintedTable::new(["age"], STATES));
    let run = model.run();
    for cycle in [0, 10, 25, 50, 75] {
        let mut row = vec![(25 + cycle).to_string()];
        for state in STATES {
            row.push(format!("{:.1}", 100.0 * run.people("cohort", state, cycle)?[0]));
        }
        trace.push(row);
    }
    println!("{trace}\nBase case, per person, discounted at 3%\n");
    let base = compare(&base)?;
    print_ratios(&base)?;
    let ratio = base.increment("B", "standard of care")?.icer();
    assert_eq!(ratio.map(f64::round), Some(72_988.0), "as printed in the tutorial");

    let mut uncertain = Parameters::new();
    for (name, _, estimate) in parameters()? {
        uncertain.add(name, estimate)?;
    }
    let sample = uncertain.sample(options.seed, options.sampling.into(), 0..options.draws as u64);
    let draws: Inputs =
        parameters()?.into_iter().zip(sample.outer_iter()).map(|((name, _, _), row)| (name, row.to_vec())).collect();
    let compared = compare(&draws)?;
    println!("Probabilistic analysis, {} draws\n", compared.draws());
    print_ratios(&compared)?;
    print_decisions(&compared)?;
    if let Some(folder) = &options.out {
        write(&compared, folder)?;
        println!("\nwritten to {}", folder.display());
    }
    Ok(())
}

/// Mean costs and QALYs, dominance, and incremental cost-effectiveness ratios.
fn print_ratios(compared: &CostsAndEffects) -> Result<(), Error> {
    let mut table = PrintedTable::new(["strategy", "standing"], ["cost", "QALYs", "cost per QALY gained"]);
    for (mean, standing) in compared.means().into_iter().zip(compared.cost_effectiveness()?) {
        let (words, ratio) = match standing {
            Standing::Reference => ("reference".to_owned(), String::new()),
            Standing::Frontier { against, icer } => (format!("against {against}"), format!("{icer:.0}")),
            Standing::Dominated { by } => (format!("dominated by {by}"), String::new()),
            Standing::ExtendedlyDominated => ("extendedly dominated".to_owned(), String::new()),
        };
        table.push([mean.name, words, format!("{:.0}", mean.cost), format!("{:.3}", mean.effect), ratio]);
    }
    println!("{table}");
    Ok(())
}

/// Acceptability curve, frontier and the value of perfect information at a few thresholds.
fn print_decisions(compared: &CostsAndEffects) -> Result<(), Error> {
    println!(
        "Chance that a strategy has the highest net benefit; the best on average; what perfect information is worth\n"
    );
    let columns = STRATEGIES.map(|(name, _, _)| name).into_iter().chain(["EVPI per person"]);
    let mut table = PrintedTable::new(["worth of a QALY", "best on average"], columns);
    for pay in [50_000.0, 75_000.0, 100_000.0, 120_000.0, 150_000.0, 200_000.0] {
        let decision = compared.at(pay)?;
        let mut row = vec![format!("{pay:.0}"), decision.best().name.clone()];
        row.extend(decision.prospects().iter().map(|one| format!("{:.1}%", 100.0 * one.probability_best)));
        row.push(format!("{:.0}", decision.evpi()));
        table.push(row);
    }
    println!("{table}");
    Ok(())
}

/// `costs_and_effects.csv`, one row a strategy and draw, and `ceac.csv`, one row a strategy and threshold.
fn write(compared: &CostsAndEffects, folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    std::fs::create_dir_all(folder)?;
    let mut draws = csv::Writer::from_path(folder.join("costs_and_effects.csv"))?;
    draws.write_record(["strategy", "draw", "cost", "qaly"])?;
    for name in compared.strategies() {
        for (draw, (cost, qaly)) in compared.costs(name)?.iter().zip(compared.effects(name)?).enumerate() {
            draws.serialize((name, draw, cost, qaly))?;
        }
    }
    draws.flush()?;
    let mut curve = csv::Writer::from_path(folder.join("ceac.csv"))?;
    curve.write_record("willingness_to_pay strategy net_benefit probability_best expected_loss frontier".split(' '))?;
    for pay in (0..=200).map(|thousands| f64::from(thousands) * 1_000.0) {
        let decision = compared.at(pay)?;
        for one in decision.prospects() {
            let frontier = one == decision.best();
            curve.serialize((pay, &one.name, one.net_benefit, one.probability_best, one.expected_loss, frontier))?;
        }
    }
    curve.flush()?;
    Ok(())
}
