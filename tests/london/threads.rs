//! Same seed, same bytes: on any number of threads, alone or within a larger run, in memory or in a folder.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use health_impact::Error;
use health_impact::outcomes::{Measure, Outcomes, Quantity, Timing};
use health_impact::population::Quintile;
use health_impact::projection::{Progress, Projection};
use health_impact::scenario::Group;
use health_impact::scenario::{Driver, Effect, Intervention, Scenario};
use health_impact::units::Year;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock};
use support::london::{everyone, level, london, smoking_at, year, years};
use support::measures::{additive, has};

const UNTIL: i32 = 2017;
const AIM: &str = "to 15%";

fn aim() -> Scenario {
    Scenario::new(AIM).with(smoking_at(15.0).by(year(UNTIL)))
}

fn projection(draws: usize, seed: u64) -> Projection {
    london(UNTIL).draws(draws).seed(seed).scenario(aim()).build().unwrap()
}

/// Twenty-four draws: three batches.
fn complete_projection() -> &'static Projection {
    static PROJECTION: OnceLock<Projection> = OnceLock::new();
    PROJECTION.get_or_init(|| projection(24, 2015))
}

fn complete() -> &'static Outcomes {
    static RUN: OnceLock<Outcomes> = OnceLock::new();
    RUN.get_or_init(|| complete_projection().run().unwrap())
}

/// The bits of the first draws of everything these scenarios have, and of the required effort.
fn bits(run: &Outcomes, scenarios: &[&str], first: usize) -> Vec<u64> {
    let mut bits = Vec::new();
    let mut take = |draws: Vec<f64>| bits.extend(draws[..first].iter().map(|value| value.to_bits()));
    for scenario in scenarios {
        for group in everyone(run) {
            for &measure in Measure::ALL.iter().filter(|measure| **measure != Measure::EXTRA_QUITS_NEEDED) {
                if *scenario == "frozen" && measure == Measure::QUITS {
                    continue;
                }
                for when in years(run).into_iter().filter(|&when| has(&group, measure, when)) {
                    take(level(run, scenario, measure, &group, when));
                }
            }
        }
        for quintile in &Quintile::ALL[..3] {
            let cell = Group::area("Hackney").in_quintile(*quintile);
            take(level(run, scenario, Measure::SMOKERS, &cell, year(UNTIL)));
        }
    }
    bits
}

const ALL: [&str; 3] = ["baseline", "frozen", AIM];

fn assert_same(run: &Outcomes, scenarios: &[&str], first: usize, what: &str) {
    let (one, other) = (bits(run, scenarios, first), bits(complete(), scenarios, first));
    // Some 79 groups, 60 measures, 2 or 3 years of each scenario and draw.
    assert!(one.len() > 7_000 * scenarios.len() * first, "{}", one.len());
    assert!(one == other, "{what}: the bits differ");
}

fn pool(threads: usize) -> rayon::ThreadPool {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap()
}

#[test]
fn any_number_of_threads() {
    for threads in [1, 2, 8] {
        let run = pool(threads).install(|| complete_projection().run().unwrap());
        assert_same(&run, &ALL, 24, &format!("{threads} threads"));
        assert_eq!(run.required_effort().unwrap(), complete().required_effort().unwrap());
        assert_eq!(run.ambitions().unwrap(), complete().ambitions().unwrap());
    }
}

#[test]
fn the_first_draws_of_a_run_are_a_smaller_run() {
    // 13 and 1 do not fill their batches of eight.
    for draws in [16, 13, 1] {
        let run = projection(draws, 2015).run().unwrap();
        assert_eq!(run.draws(), draws);
        assert_same(&run, &ALL, draws, &format!("{draws} of 24 draws"));
    }
}

#[test]
fn in_a_folder_as_in_memory() {
    let folder = tempfile::tempdir().unwrap();
    let run = complete_projection().run_in(&folder).unwrap();
    assert_same(&run, &ALL, 24, "a folder");
    assert!(std::fs::read_dir(&folder).unwrap().count() > 0);
}

#[test]
fn runs_leave_no_trace_in_later_runs() {
    let (a, b) = (projection(8, 2015), projection(8, 99));
    let first = a.run().unwrap();
    let other = b.run().unwrap();
    assert_same(&first, &ALL, 8, "the first run");
    assert_same(&a.run().unwrap(), &ALL, 8, "the run after another");
    // Another seed gives other numbers in every draw, but of the people of the start.
    for measure in [Measure::DEATHS, Measure::SMOKERS, Measure::QUITS, Measure::DEATHS_SMOKING_ATTRIBUTABLE] {
        let of = |run: &Outcomes| level(run, AIM, measure, &Group::everybody(), year(UNTIL));
        assert!(of(&first).iter().zip(of(&other)).all(|(a, b)| a.to_bits() != b.to_bits()), "{measure}");
    }
    let start = |run: &Outcomes| level(run, AIM, Measure::POPULATION, &Group::everybody(), Year::START);
    assert!(start(&first).iter().zip(start(&other)).all(|(a, b)| (a / b - 1.0).abs() < 1e-12));
}

#[test]
fn draws_differ_from_each_other() {
    for measure in [Measure::DEATHS, Measure::SMOKERS, Measure::LIFE_EXPECTANCY] {
        let mut seen: Vec<u64> = level(complete(), "baseline", measure, &Group::everybody(), year(UNTIL))
            .into_iter()
            .map(f64::to_bits)
            .collect();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 24, "{measure}");
    }
}

#[test]
fn another_scenario_moves_no_number_of_the_others() {
    let reach = Intervention::new(Driver::STOP_SMOKING_REACH, Effect::factor(2.0)).from(year(2016));
    let deeper = smoking_at(17.0).by(year(UNTIL)).group(Group::areas(["Hackney"]));
    let run = london(UNTIL)
        .draws(16)
        .scenario(Scenario::new("reach").doing(reach))
        .scenario(aim())
        .scenario(Scenario::new("Hackney").with(deeper))
        .build()
        .unwrap()
        .run()
        .unwrap();
    assert_same(&run, &ALL, 16, "among other scenarios");
}

#[test]
fn a_cancelled_run_stops() {
    let cancel = AtomicBool::new(true);
    let progress = Progress::none().until_cancelled(&cancel);
    let run = complete_projection();
    assert_eq!(run.run_watched(None, &progress).unwrap_err(), Error::Cancelled);
    // Cancelled while it runs: after the first batch of one thread no other is begun.
    cancel.store(false, Ordering::Relaxed);
    let told = Mutex::new(Vec::new());
    let tell = |done, all| {
        told.lock().unwrap().push((done, all));
        cancel.store(true, Ordering::Relaxed);
    };
    let progress = Progress::tell(&tell).until_cancelled(&cancel);
    let folder = tempfile::tempdir().unwrap();
    let error = pool(1).install(|| run.run_watched(Some(folder.path()), &progress)).unwrap_err();
    assert_eq!(error.to_string(), "the run was cancelled by the caller");
    assert_eq!(*told.lock().unwrap(), [(8, 24)]);
}

#[test]
fn progress_reaches_all_draws() {
    let told = Mutex::new(Vec::new());
    let tell = |done, all| told.lock().unwrap().push((done, all));
    projection(13, 2015).run_watched(None, &Progress::tell(&tell)).unwrap();
    let mut told = told.into_inner().unwrap();
    told.sort_unstable();
    // Batches of eight and five, in either order.
    assert!(told == [(8, 13), (13, 13)] || told == [(5, 13), (13, 13)], "{told:?}");
}

#[test]
fn the_central_run_is_one_draw_without_spread() {
    let run = complete_projection().run_central().unwrap();
    assert_eq!(run.draws(), 1);
    for measure in additive().into_iter().filter(|measure| measure.row().unwrap().timing() == Timing::Stock) {
        let central = level(&run, "baseline", measure, &Group::everybody(), year(UNTIL))[0];
        let draws = complete().draws_of(&Quantity::level("baseline", measure, year(UNTIL))).unwrap();
        let (low, high) = draws.iter().fold((f64::INFINITY, 0.0_f64), |(low, high), x| (low.min(*x), high.max(*x)));
        assert!(low < central && central < high, "{measure}: {low} {central} {high}");
    }
}
