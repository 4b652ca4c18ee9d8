//! One way to say who: areas together, by name or code, in results and in scenarios.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use health_impact::prelude::*;
use health_impact::scenario::BASELINE;
use std::sync::OnceLock;
use support::london::{level, london, year};

const CARE: &str = "three boroughs";
const PILOT: [&str; 3] = ["Barking and Dagenham", "Havering", "Redbridge"];

fn pilot() -> Group {
    // Redbridge by its code.
    Group::areas([PILOT[0], PILOT[1], "E09000026"])
}

fn run() -> &'static Outcomes {
    static RUN: OnceLock<Outcomes> = OnceLock::new();
    RUN.get_or_init(|| {
        let services = Intervention::new(Driver::STOP_SMOKING_REACH, Effect::factor(2.0)).group(pilot());
        let less = Ambition::relative_reduction(Indicator::ALCOHOL_ADMISSIONS, Proportion::percent(10.0).unwrap())
            .group(pilot())
            .by(year(2018));
        let scenarios = [Scenario::new(CARE).doing(services), Scenario::new("admissions").with(less)];
        let builder = scenarios.into_iter().fold(london(2018), |builder, one| builder.scenario(one));
        builder.draws(8).build().unwrap().run().unwrap()
    })
}

fn sum(of: impl Fn(&Group) -> Vec<f64>) -> Vec<f64> {
    let parts = PILOT.map(|area| of(&Group::area(area)));
    (0..parts[0].len()).map(|draw| parts.iter().map(|part| part[draw]).sum()).collect()
}

fn near(one: &[f64], other: &[f64]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(x, y)| (x - y).abs() <= 1e-12 * y.abs().max(1e-9))
}

#[test]
fn counts_of_several_boroughs_are_the_sum_of_each() {
    let run = run();
    for measure in [Measure::POPULATION, Measure::DEATHS, Measure::QALYS, Measure::NHS_COST, Measure::DELIVERY_COST] {
        let of = |group: &Group| level(run, CARE, measure, group, year(2018));
        assert!(near(&of(&pilot()), &sum(of)), "{measure}");
    }
    let averted = |group: &Group| {
        run.draws_of(&Quantity::averted(CARE, Measure::DEATHS, year(2018)).group(group.clone())).unwrap()
    };
    // A difference is as exact as the numbers it is of.
    let size = level(run, CARE, Measure::DEATHS, &pilot(), year(2018));
    for ((one, other), size) in averted(&pilot()).iter().zip(sum(averted)).zip(size) {
        assert!((one - other).abs() <= 1e-12 * size && *one > 0.0, "{one} {other}");
    }
}

#[test]
fn shares_are_formed_from_sums_and_rates_weighted_by_people() {
    let run = run();
    let of = |measure| move |group: &Group| level(run, BASELINE, measure, group, year(2017));
    let (smokers, adults) = (sum(of(Measure::SMOKERS)), sum(of(Measure::ADULTS)));
    let share: Vec<f64> = smokers.iter().zip(&adults).map(|(part, total)| part / total).collect();
    assert!(near(&of(Measure::SMOKING_PREVALENCE)(&pilot()), &share));
    let people = |group: &Group| level(run, BASELINE, Measure::POPULATION, group, Year::START);
    let rate = of(Measure::ALCOHOL_ADMISSIONS);
    let weighted = sum(|group| rate(group).iter().zip(people(group)).map(|(rate, people)| rate * people).collect());
    let all = sum(people);
    let mean: Vec<f64> = weighted.iter().zip(&all).map(|(sum, all)| sum / all).collect();
    assert!(near(&rate(&pilot()), &mean));
}

#[test]
fn what_is_no_sum_is_told_of_one_area_at_a_time() {
    let run = run();
    let expectancy = Quantity::level(BASELINE, Measure::LIFE_EXPECTANCY, year(2018));
    assert!(run.draws_of(&expectancy.clone().group(Group::area("Havering"))).is_ok());
    let message = run.draws_of(&expectancy.group(pilot())).unwrap_err().to_string();
    assert_eq!(
        message,
        "life_expectancy is no sum over people and no mean over areas: it is told of one group at a time, not of several together"
    );
}

#[test]
fn an_ambition_of_several_boroughs_is_met_by_them_together() {
    let run = run();
    let rows = run.ambitions().unwrap();
    let together = rows.iter().find(|row| row.scenario == "admissions" && row.area == PILOT.join("; ")).unwrap();
    let (target, projected) = (together.target.unwrap(), together.projected.unwrap());
    assert!((projected.mean / target - 1.0).abs() < 1e-9 || projected.mean < target, "{together:?}");
    let one = rows.iter().filter(|row| row.scenario == "admissions" && PILOT.contains(&row.area.as_str()));
    assert_eq!(one.count(), 3);
}

#[test]
fn several_boroughs_have_a_row_of_their_own() {
    let run = run();
    let selection = Selection::full().measure(Measure::DEATHS).group(pilot()).scenario(CARE).year(year(2018));
    let rows = run.table(&selection).unwrap();
    assert!(!rows.is_empty());
    for row in &rows {
        assert_eq!(row.area, PILOT.join("; "));
    }
    let level = rows.iter().find(|row| row.kind.name() == "level").unwrap();
    assert_eq!(level.summary, run.level(CARE, Measure::DEATHS, &pilot(), year(2018)).unwrap());
    assert_eq!(run.count_rows(&selection).unwrap(), rows.len());
}

#[test]
fn a_quintile_by_sex_and_two_age_bands_add_up() {
    use health_impact::population::RESULT_BANDS;
    let run = run();
    let of = |group: &Group| level(run, CARE, Measure::DEATHS, group, year(2018));
    let [young, old] = [RESULT_BANDS[3], RESULT_BANDS[4]].map(|band| Group::everybody().aged(band));
    let both = Group::everybody().aged(RESULT_BANDS[3]).aged(RESULT_BANDS[4]);
    let parts: Vec<f64> = of(&young).iter().zip(of(&old)).map(|(x, y)| x + y).collect();
    assert!(near(&of(&both), &parts));
    let poor = Group::quintiles([1, 2].map(|quintile| Quintile::new(quintile).unwrap()));
    let (men, women) = (of(&poor.clone().of_sex(Sex::Male)), of(&poor.clone().of_sex(Sex::Female)));
    let parts: Vec<f64> = men.iter().zip(&women).map(|(x, y)| x + y).collect();
    assert!(near(&of(&poor), &parts));
}

#[test]
fn an_unknown_comparator_is_an_error_even_of_a_level() {
    let run = run();
    for quantity in [
        Quantity::level(CARE, Measure::DEATHS, year(2018)),
        Quantity::difference(CARE, Measure::DEATHS, year(2018)),
        Quantity::averted(CARE, Measure::DEATHS, year(2018)),
    ] {
        let message = run.draws_of(&quantity.against("frozn")).unwrap_err().to_string();
        assert_eq!(message, "unknown scenario \"frozn\": did you mean \"frozen\"?");
    }
    // A level has nothing it is against.
    let level = Quantity::level(CARE, Measure::DEATHS, year(2018));
    assert_eq!(run.draws_of(&level).unwrap(), run.draws_of(&level.against("frozen")).unwrap());
}

#[test]
fn scenarios_are_for_areas_and_quintiles() {
    let women = Group::everybody().of_sex(Sex::Female);
    let quitting = Intervention::new(Driver::QUITTING, Effect::factor(1.1)).group(women);
    let message = london(2018).scenario(Scenario::new("women").doing(quitting)).build().unwrap_err().to_string();
    assert_eq!(
        message,
        "scenario \"women\": an intervention on quitting: for people of areas and quintiles, not of some sexes or ages: female"
    );
}
