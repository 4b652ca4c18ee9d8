//! The table of measures the other tests go by says what the library says: of all measures, for all groups it could be kept for.

#![allow(clippy::unwrap_used, clippy::panic)]

use health_impact::outcomes::{Measure, Outcomes, Quantity};
use health_impact::population::{Quintile, RESULT_BANDS, Sex};
use health_impact::scenario::Group;
use health_impact::scenario::Scenario;
use health_impact::units::Year;
use std::sync::OnceLock;
use support::london::{everyone, level, london, sexes, smoking_at, year};
use support::measures::HowItAddsUp::{Beyond, Share, Sum};
use support::measures::{MEASURES, PARTS, Row, has};

const AIM: &str = "to 16%";
const DEADLINE: i32 = 2017;
const LAST: i32 = 2018;
/// Nobody is moved in frozen, so nobody quits in it.
const NOT_IN_FROZEN: [Measure; 2] = [Measure::QUITS, Measure::EXTRA_QUITS_NEEDED];
/// The baseline needs nothing beyond itself.
const NOT_IN_BASELINE: [Measure; 1] = [Measure::EXTRA_QUITS_NEEDED];

fn run() -> &'static Outcomes {
    static RUN: OnceLock<Outcomes> = OnceLock::new();
    RUN.get_or_init(|| {
        let scenario = Scenario::new(AIM).with(smoking_at(16.0).by(year(DEADLINE)));
        london(LAST).draws(2).scenario(scenario).build().unwrap().run().unwrap()
    })
}

/// A borough by sex and by quintile, as far as people live there, beside everyone.
fn every_group(run: &Outcomes) -> Vec<Group> {
    let mut all = everyone(run);
    let area = Group::area(run.areas()[0]);
    all.extend(Sex::ALL.map(|sex| area.clone().of_sex(sex)));
    let lived_in = |group: &Group| {
        let adults = Quantity::level(AIM, Measure::ADULTS, year(LAST)).group(group.clone());
        run.draws_of(&adults).is_ok()
    };
    let cells: Vec<Group> =
        Quintile::ALL.map(|quintile| area.clone().in_quintile(quintile)).into_iter().filter(lived_in).collect();
    assert!(!cells.is_empty());
    all.extend(cells);
    all
}

fn is_told(run: &Outcomes, scenario: &str, group: &Group, measure: Measure, when: Year) -> bool {
    let of_scenario = match scenario {
        "baseline" => !NOT_IN_BASELINE.contains(&measure),
        "frozen" => !NOT_IN_FROZEN.contains(&measure),
        _ => true,
    };
    let is_cell = !group.areas.is_empty() && !group.quintiles.is_empty();
    let kept_year = !is_cell || when == year(DEADLINE) || Ok(when) == run.last();
    of_scenario && kept_year && has(group, measure, when)
}

#[test]
fn each_measure_has_one_row() {
    let mut known: Vec<&str> = Measure::ALL.iter().map(|measure| measure.name()).collect();
    let mut written: Vec<&str> = MEASURES.iter().map(|row| row.name).collect();
    known.sort_unstable();
    written.sort_unstable();
    let without: Vec<_> = known.iter().filter(|name| !written.contains(name)).collect();
    let unknown: Vec<_> = written.iter().filter(|name| !known.contains(name)).collect();
    assert!(without.is_empty() && unknown.is_empty(), "without a row: {without:?}; no measure: {unknown:?}");
    assert_eq!(known, written, "a row stands there twice");
    for row in MEASURES {
        for part in row.by.split(", ").filter(|part| !part.is_empty()) {
            assert!(PARTS.contains(&part), "{} is by {part:?}", row.name);
        }
    }
}

#[test]
fn a_measure_is_read_when_its_row_says() {
    for &measure in Measure::ALL {
        assert_eq!(measure.row().unwrap().timing(), Row::of(measure).timing, "{measure}");
    }
}

#[test]
fn a_measure_is_kept_for_whom_its_row_says() {
    let run = run();
    let mut wrong = Vec::new();
    for scenario in run.scenarios() {
        for group in every_group(run) {
            for &measure in Measure::ALL {
                for when in [2015, 2016, DEADLINE, LAST].map(year) {
                    let found = run.draws_of(&Quantity::level(scenario, measure, when).group(group.clone())).is_ok();
                    if found != is_told(run, scenario, &group, measure, when) {
                        let what = if found { "is kept" } else { "is not kept" };
                        wrong.push(format!("{measure} of {scenario} {what} in {when} for {group:?}"));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "not as in tests/support/measures.rs: {wrong:#?}");
}

#[test]
fn no_other_groups_are_kept() {
    let run = run();
    let (area, band, poorest) = (Group::area(run.areas()[0]), RESULT_BANDS[3], Quintile::ALL[0]);
    for group in [
        area.clone().aged(band),
        area.clone().in_quintile(poorest).of_sex(Sex::Male),
        Group::everybody().aged(band).in_quintile(poorest),
    ] {
        for &measure in Measure::ALL {
            let found = run.draws_of(&Quantity::level(AIM, measure, year(LAST)).group(group.clone()));
            assert!(found.is_err() && !has(&group, measure, year(LAST)), "{measure} of {group:?}");
        }
    }
}

#[test]
fn a_measure_adds_up_as_its_row_says() {
    let run = run();
    for &measure in Measure::ALL {
        let row = Row::of(measure);
        assert_eq!(
            row.adds_up == Share,
            measure.row().unwrap().unit() == "share",
            "{measure} in {}",
            measure.row().unwrap().unit()
        );
        // Running sums are of flows that add up.
        let sums = run.draws_of(&Quantity::cumulative(AIM, measure, year(LAST)));
        let is_flow = row.timing == health_impact::outcomes::Timing::Flow;
        let is_sum = [Sum, Beyond].contains(&row.adds_up);
        // What is told beyond the baseline is so in the scenario alone, which is no difference of two.
        if measure != Measure::EXTRA_QUITS_NEEDED {
            assert_eq!(sums.is_ok(), is_flow && is_sum, "{measure}: {sums:?}");
        }
        if !row.is_by("sex") {
            assert!(!is_sum, "{measure} is a sum, but not kept by sex");
            continue;
        }
        let total = level(run, AIM, measure, &Group::everybody(), year(LAST));
        let parts = sexes().into_iter().map(|group| level(run, AIM, measure, &group, year(LAST)));
        let sum = parts.reduce(|men, women| men.iter().zip(&women).map(|(m, w)| m + w).collect()).unwrap();
        for (sum, total) in sum.iter().zip(&total) {
            // Beyond the baseline a small number is left of large ones.
            let tolerance = if row.adds_up == Beyond { 1e-6 * total.abs() + 1e-3 } else { 1e-9 * total.abs() };
            assert_eq!((sum - total).abs() <= tolerance, is_sum, "{measure}: {sum} {total}");
        }
    }
}
