//! Which treatment of the Sick-Sicker model is worth its cost, how sure is that, and what would it be worth to know more?
//!
//! The time-independent cohort model of Alarid-Escudero F, Krijkamp E, Enns EA and others, An introductory tutorial on cohort
//! state-transition models in R using a cost-effectiveness analysis example, Med Decis Making 2023;43:3-20
//! (doi:10.1177/0272989X221103163), with its base case and its probabilistic analysis. People aged 25 are healthy (H), sick
//! (S1), sicker (S2) or dead (D), in cycles of a year up to age 100. Treatment A makes life with S1 better, treatment B slows
//! the step from S1 to S2; nobody can tell S1 from S2, so both are treated.
//! The model is in `shared/sick_sicker.rs`.

#[path = "shared/sick_sicker.rs"]
mod sick_sicker;

use health_impact::Error;
use health_impact::decision::{CostsAndEffects, DominanceStatus};
use health_impact::parameters::Parameters;
use health_impact::report::PrintedTable;
use shared::{say, tell, whole};
use sick_sicker::{Inputs, STATES, STRATEGIES, compare, model, parameters};
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    shared::end(run())
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let options = shared::ModelOptions::read()?;

    let base: Inputs = parameters()?.into_iter().map(|(name, value, _)| (name, vec![value])).collect();
    let standard = compare(&base)?;

    let mut uncertain = Parameters::new();
    for (name, _, estimate) in parameters()? {
        uncertain.add(name, estimate)?;
    }
    let sample = uncertain.sample(options.seed, options.sampling.into(), 0..options.draws as u64)?;
    let draws: Inputs =
        parameters()?.into_iter().zip(sample.outer_iter()).map(|((name, _, _), row)| (name, row.to_vec())).collect();
    let compared = compare(&draws)?;
    if let Some(folder) = &options.out {
        write(&compared, folder)?;
        tell!("written to {}", folder.display());
    }
    say!("\nStandard of care: where the cohort is, per cent\n");
    let (model, mut trace) = (model(&base, false, false)?, PrintedTable::new(["age"], STATES));
    let run = model.run();
    for cycle in [0, 10, 25, 50, 75] {
        let mut row = vec![(25 + cycle).to_string()];
        for state in STATES {
            row.push(format!("{:.1}", 100.0 * run.people("cohort", state, cycle)?[0]));
        }
        trace.push(row);
    }
    say!("{trace}\nBase case, per person, discounted at 3%\n");
    print_ratios(&standard)?;
    let ratio = standard.increment("B", "standard of care")?.icer();
    assert_eq!(ratio.map(f64::round), Some(72_988.0), "as printed in the tutorial");
    say!("Probabilistic analysis, {} draws\n", compared.draws());
    print_ratios(&compared)?;
    print_decisions(&compared)?;
    Ok(())
}

/// Mean costs and QALYs, dominance, and incremental cost-effectiveness ratios.
fn print_ratios(compared: &CostsAndEffects) -> Result<(), Error> {
    let mut table = PrintedTable::new(["strategy", "status"], ["cost", "QALYs", "cost per QALY gained"]);
    for (mean, status) in compared.means().into_iter().zip(compared.cost_effectiveness()?) {
        let (words, ratio) = match status {
            DominanceStatus::Reference => ("reference".to_owned(), String::new()),
            DominanceStatus::Frontier { against, icer } => (format!("against {against}"), format!("{icer:.0}")),
            DominanceStatus::Dominated { by } => (format!("dominated by {by}"), String::new()),
            DominanceStatus::ExtendedlyDominated => ("extendedly dominated".to_owned(), String::new()),
        };
        table.push([mean.name, words, format!("{:.0}", mean.cost), format!("{:.3}", mean.effect), ratio]);
    }
    say!("{table}");
    Ok(())
}

/// Acceptability curve, frontier and the value of perfect information at a few thresholds.
fn print_decisions(compared: &CostsAndEffects) -> Result<(), Error> {
    say!(
        "Probability that a strategy has the highest net benefit; the best on average; what perfect information is worth\n"
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
    say!("{table}");
    Ok(())
}

/// `costs_and_effects.csv`, one row a strategy and draw, and `ceac.csv`, one row a strategy and threshold.
fn write(compared: &CostsAndEffects, folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let mut draws = csv::Writer::from_writer(Vec::new());
    draws.write_record(["strategy", "draw", "cost", "qaly"])?;
    for name in compared.strategies() {
        for (draw, (cost, qaly)) in compared.costs(name)?.iter().zip(compared.effects(name)?).enumerate() {
            draws.serialize((name, draw, cost, qaly))?;
        }
    }
    whole::write(&folder.join("costs_and_effects.csv"), &draws.into_inner()?)?;
    let mut curve = csv::Writer::from_writer(Vec::new());
    curve.write_record("willingness_to_pay strategy net_benefit probability_best expected_loss frontier".split(' '))?;
    for pay in (0..=200).map(|thousands| f64::from(thousands) * 1_000.0) {
        let decision = compared.at(pay)?;
        for one in decision.prospects() {
            let frontier = one == decision.best();
            curve.serialize((pay, &one.name, one.net_benefit, one.probability_best, one.expected_loss, frontier))?;
        }
    }
    whole::write(&folder.join("ceac.csv"), &curve.into_inner()?)?;
    Ok(())
}
