//! Draws whose numbers cannot be true stop a run, or are left out if that is chosen: never kept.

#![allow(clippy::unwrap_used)]

use health_impact::Error;
use health_impact::outcomes::{Measure, Quantity};
use health_impact::projection::{FailedDraws, Projection};
use health_impact::report::PrintedTable;
use health_impact::sampling::Sampling;
use health_impact::scenario::{Driver, Effect, Intervention, Scenario};
use support::london::{london, smoking_at, year};

/// More than 365 days off sick a year in some draws, and not in others.
const FACTOR: f64 = 82.0;

fn projection(failed: FailedDraws) -> Projection {
    let ill = Intervention::new(Driver::ABSENCE, Effect::factor(FACTOR)).from(year(2016));
    let aim = Scenario::new("an aim").with(smoking_at(16.0).by(year(2017)));
    let builder = london(2017).draws(24).failed_draws(failed).scenario(Scenario::new("ill").doing(ill)).scenario(aim);
    builder.build().unwrap()
}

#[test]
fn failed_draws_stop_a_run_or_are_left_out_and_told() {
    let error = projection(FailedDraws::Stop).run().unwrap_err();
    let Error::Draw { rule, furthest, .. } = &error else { panic!("{error}") };
    assert!(rule.contains("a year has 365 days") && !furthest.is_empty(), "{error}");

    let run = projection(FailedDraws::LeaveOut).run().unwrap();
    let left_out = run.left_out().to_vec();
    assert!(!left_out.is_empty() && left_out.len() < 24, "{left_out:?}");
    assert_eq!(run.draws(), 24 - left_out.len());
    let note = run.notes().iter().find(|note| note.contains("were left out")).unwrap();
    assert!(note.starts_with(&format!("{} of 24 draws were left out", left_out.len())), "{note}");

    // The others are the draws of a run in which nothing fails.
    let whole = london(2017).draws(24).build().unwrap().run().unwrap();
    let smokers = Quantity::level("baseline", Measure::SMOKERS, year(2017));
    let mut all = whole.draws_of(&smokers).unwrap();
    for draw in left_out.iter().rev() {
        all.remove(*draw);
    }
    assert_eq!(run.draws_of(&smokers).unwrap(), all);

    let rows = run.ambitions().unwrap();
    let met = rows.iter().find(|row| row.scenario == "baseline").unwrap().met.unwrap();
    let (least, most) = met.range();
    assert_eq!((met.draws, met.left_out), (run.draws(), left_out.len()));
    let hits = met.probability * met.draws as f64;
    assert!((least - hits / 24.0).abs() < 1e-12 && (most - (hits + left_out.len() as f64) / 24.0).abs() < 1e-12);
    let shown = PrintedTable::of_ambitions(&rows).to_string();
    let range = format!("({:.1}% to {:.1}%)", 100.0 * least, 100.0 * most);
    assert!(shown.contains(&range), "{shown}");
}

/// The choice changes no draw that is kept, so that a folder serves both; but who stops at failures is not given such draws.
#[test]
fn a_folder_with_failed_draws_is_for_those_who_leave_them_out() {
    let folder = tempfile::tempdir().unwrap();
    let run = projection(FailedDraws::LeaveOut).run_in(folder.path()).unwrap();
    assert!(!run.left_out().is_empty());
    let error = projection(FailedDraws::Stop).run_in(folder.path()).unwrap_err();
    assert!(matches!(&error, Error::Draw { rule, .. } if rule.contains("does not leave such draws out")), "{error}");
    assert_eq!(projection(FailedDraws::LeaveOut).run_in(folder.path()).unwrap().left_out(), run.left_out());
}

#[test]
fn draws_that_hang_together_are_not_left_out_one_by_one() {
    let builder = london(2016).draws(128).sampling(Sampling::Sobol).failed_draws(FailedDraws::LeaveOut);
    let error = builder.build().unwrap_err().to_string();
    assert!(error.starts_with("failed draws can be left out of random draws alone"), "{error}");
}
