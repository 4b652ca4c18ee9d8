//! "If met": a target is met in every draw, to 1e-9, unless the trend meets it or nothing can; the comparators stay.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use health_impact::outcomes::{Measure, Outcomes};
use health_impact::population::{Quintile, RESULT_BANDS, Sex};
use health_impact::scenario::Group;
use health_impact::scenario::{AfterDeadline, Ambition, Driver, Effect, Indicator, Intervention, Scenario, Trajectory};
use std::sync::OnceLock;
use support::london::{difference, everyone, level, london, percent, smoking_at, year, years};
use support::measures::{additive, has};

const OUT_OF_REACH: [&str; 2] = ["to 0%", "all of it less"];

fn smoking(run: &Outcomes, scenario: &str, group: &Group, when: i32) -> Vec<f64> {
    level(run, scenario, Measure::SMOKING_PREVALENCE, group, year(when))
}

fn less(part: f64) -> Ambition {
    Ambition::relative_reduction(Indicator::ADULT_SMOKING, percent(part))
}

/// Ambitions of every kind, a year beyond the deadline of 2020, eight draws.
fn run() -> &'static Outcomes {
    static RUN: OnceLock<Outcomes> = OnceLock::new();
    RUN.get_or_init(|| {
        let points = Ambition::percentage_point_reduction(Indicator::ADULT_SMOKING, percent(4.0));
        let poorest = Group::quintiles([Quintile::new(1).unwrap()]);
        let starting = Intervention::new(Driver::STARTING, Effect::factor(0.5)).from(year(2016));
        let one = |name: &str, ambition: Ambition| Scenario::new(name).with(ambition);
        [
            one("some by trend", smoking_at(14.0)),
            one("reverting", smoking_at(13.0)),
            one("sustained", smoking_at(13.0).sustained()),
            one("late", smoking_at(13.0).starting(year(2018))),
            one("logistic", smoking_at(13.0).along(Trajectory::Logistic)),
            one("at once", smoking_at(13.0).along(Trajectory::Immediate)),
            one("a fifth less", less(20.0).relative_to(year(2016)).by(year(2019))),
            one("four points less", points),
            one("quintile 1", smoking_at(15.0).group(poorest)),
            one("two boroughs", smoking_at(14.0).group(Group::areas(["Hackney", "E09000007"]))),
            one("with an intervention", smoking_at(13.0)).doing(starting.clone()),
            Scenario::new("the intervention alone").doing(starting),
            one("two at once", smoking_at(15.0).group(Group::areas(["Hackney"])))
                .with(smoking_at(12.0).by(year(2021)).group(Group::areas(["Camden"]))),
            one(OUT_OF_REACH[0], smoking_at(0.0)),
            one(OUT_OF_REACH[1], less(100.0)),
        ]
        .into_iter()
        .fold(london(2021).draws(8), |builder, scenario| builder.scenario(scenario))
        .build()
        .unwrap()
        .run()
        .unwrap()
    })
}

fn assert_met(shares: &[f64], trend: &[f64], targets: &[f64], what: &str) {
    for ((share, trend), target) in shares.iter().zip(trend).zip(targets) {
        if trend <= target {
            assert_eq!(share.to_bits(), trend.to_bits(), "{what}: the trend meets {target} by itself");
        } else {
            assert!((share - target).abs() <= 1e-9, "{what}: {share} is not {target}");
        }
    }
}

#[test]
fn every_kind_of_target_is_met_in_every_draw() {
    let run = run();
    let all = Group::everybody();
    let mut by_trend = 0;
    for (scenario, target) in [
        ("some by trend", 0.14),
        ("reverting", 0.13),
        ("sustained", 0.13),
        ("late", 0.13),
        ("logistic", 0.13),
        ("at once", 0.13),
    ] {
        let trend = smoking(run, "baseline", &all, 2020);
        by_trend += trend.iter().filter(|share| **share <= target).count();
        assert_met(&smoking(run, scenario, &all, 2020), &trend, &[target; 8], scenario);
    }
    // Both answers must come up, or one of them is not tested.
    assert!((1..48).contains(&by_trend), "{by_trend}");
    let fifth: Vec<f64> = smoking(run, "baseline", &all, 2016).iter().map(|share| 0.8 * share).collect();
    assert_met(&smoking(run, "a fifth less", &all, 2019), &smoking(run, "baseline", &all, 2019), &fifth, "a fifth");
    let points: Vec<f64> = smoking(run, "baseline", &all, 2015).iter().map(|share| share - 0.04).collect();
    assert_met(&smoking(run, "four points less", &all, 2020), &smoking(run, "baseline", &all, 2020), &points, "points");
}

#[test]
fn targets_of_some_people_are_met_among_them() {
    let run = run();
    let of = |scenario, group: &Group, when| smoking(run, scenario, group, when);
    let poorest = Group::everybody().in_quintile(Quintile::new(1).unwrap());
    assert_met(&of("quintile 1", &poorest, 2020), &of("baseline", &poorest, 2020), &[0.15; 8], "quintile 1");
    for (borough, target, deadline) in [("Hackney", 0.15, 2020), ("Camden", 0.12, 2021)] {
        let group = Group::area(borough);
        assert_met(&of("two at once", &group, deadline), &of("baseline", &group, deadline), &[target; 8], borough);
    }
    let together = |scenario: &str| -> Vec<f64> {
        let sum = |measure| {
            let [one, other] =
                ["Hackney", "Camden"].map(|area| level(run, scenario, measure, &Group::area(area), year(2020)));
            one.iter().zip(&other).map(|(a, b)| a + b).collect::<Vec<f64>>()
        };
        sum(Measure::SMOKERS).iter().zip(sum(Measure::ADULTS)).map(|(smokers, adults)| smokers / adults).collect()
    };
    assert_met(&together("two boroughs"), &together("baseline"), &[0.14; 8], "two boroughs");
}

#[test]
fn interventions_of_the_same_scenario_count_as_its_trend() {
    let run = run();
    let all = Group::everybody();
    let alone = smoking(run, "the intervention alone", &all, 2020);
    assert_met(&smoking(run, "with an intervention", &all, 2020), &alone, &[0.13; 8], "with an intervention");
    let effort = run.required_effort().unwrap();
    let factor = |name: &str| effort.iter().find(|one| one.scenario == name).unwrap().factor.unwrap().mean;
    // Fewer who start leave less to do.
    assert!(1.0 < factor("with an intervention") && factor("with an intervention") < factor("reverting"));
    assert!(factor("late") > factor("reverting") && factor("reverting") > factor("at once"));
}

#[test]
fn where_the_trend_meets_the_target_every_difference_is_0() {
    let run = run();
    let trend = smoking(run, "baseline", &Group::everybody(), 2020);
    let met: Vec<usize> = (0..8).filter(|&draw| trend[draw] <= 0.14).collect();
    assert!(!met.is_empty() && met.len() < 8, "{met:?}");
    for group in everyone(run) {
        for &measure in Measure::ALL.iter().filter(|measure| **measure != Measure::EXTRA_QUITS_NEEDED) {
            for when in years(run).into_iter().filter(|&when| has(&group, measure, when)) {
                let changes = difference(run, "some by trend", measure, &group, when);
                for &draw in &met {
                    assert_eq!(changes[draw].to_bits(), 0.0_f64.to_bits(), "{measure} {when} {group:?}");
                }
            }
        }
    }
    let effort = run.required_effort().unwrap();
    let row = effort.iter().find(|row| row.scenario == "some by trend").unwrap();
    assert_eq!(row.by_trend.probability.to_bits(), (met.len() as f64 / 8.0).to_bits());
    let moved = difference(run, "some by trend", Measure::SMOKERS, &Group::everybody(), year(2020));
    assert!((0..8).all(|draw| met.contains(&draw) || moved[draw] < 0.0));
}

#[test]
fn out_of_reach_is_an_answer() {
    let run = run();
    let effort = run.required_effort().unwrap();
    for row in &effort {
        let never = OUT_OF_REACH.contains(&row.scenario);
        assert_eq!(row.out_of_reach.probability.to_bits(), f64::from(u8::from(never)).to_bits(), "{}", row.scenario);
        assert_eq!(row.factor.is_none(), never);
    }
    for scenario in OUT_OF_REACH {
        let left = smoking(run, scenario, &Group::everybody(), 2020);
        // As much quitting as there may be, and still somebody smokes.
        let kept = smoking(run, "sustained", &Group::everybody(), 2020);
        assert!(left.iter().zip(&kept).all(|(left, kept)| 0.0 < *left && left < kept), "{scenario}: {left:?}");
    }
    for row in run.ambitions().unwrap().iter().filter(|row| OUT_OF_REACH.contains(&row.ambition.as_str())) {
        assert_eq!(row.met.unwrap().probability.to_bits(), 0.0_f64.to_bits());
    }
}

#[test]
fn after_the_deadline_the_intervention_reverts_or_is_sustained() {
    assert_eq!(smoking_at(13.0).after_deadline, AfterDeadline::Revert);
    let run = run();
    for group in everyone(run) {
        for measure in additive() {
            for when in years(run).into_iter().filter(|&when| has(&group, measure, when) && when < year(2021)) {
                let (one, other) =
                    (level(run, "reverting", measure, &group, when), level(run, "sustained", measure, &group, when));
                assert!(one.iter().zip(&other).all(|(a, b)| a.to_bits() == b.to_bits()), "{measure} {when} {group:?}");
            }
        }
    }
    let all = Group::everybody();
    let trend = smoking(run, "baseline", &all, 2020);
    let (reverting, kept) = (smoking(run, "reverting", &all, 2021), smoking(run, "sustained", &all, 2021));
    for draw in (0..8).filter(|&draw| trend[draw] > 0.13) {
        assert!(kept[draw] < reverting[draw]);
    }
    // An intervention that starts in 2018 has moved nothing before.
    for when in [2016, 2017] {
        let moved = difference(run, "late", Measure::QUITS, &all, year(when));
        assert!(moved.iter().all(|quits| quits.to_bits() == 0.0_f64.to_bits()));
    }
    assert!(difference(run, "late", Measure::QUITS, &all, year(2018)).iter().any(|quits| *quits > 0.0));
}

#[test]
fn frozen_smoking_does_not_fall() {
    let run = run();
    for group in [Group::everybody(), Group::everybody().of_sex(Sex::Male), Group::everybody().aged(RESULT_BANDS[4])] {
        let start = smoking(run, "baseline", &group, 2015);
        let (trend, frozen) = (smoking(run, "baseline", &group, 2021), smoking(run, "frozen", &group, 2021));
        for draw in 0..8 {
            // What is left of a change is that of ages within the group.
            assert!((frozen[draw] - start[draw]).abs() < 0.25 * (trend[draw] - start[draw]).abs(), "{group:?}");
            assert!(frozen[draw] > trend[draw]);
        }
    }
}
