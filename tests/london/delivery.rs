//! What it costs to deliver an intervention: people reached times the price, by payer, and nothing else moves.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use health_impact::data::{ReferenceData, Table, TableName};
use health_impact::estimate::Estimate;
use health_impact::outcomes::{Measure, Outcomes, Timing};
use health_impact::population::Sex;
use health_impact::prelude::{DeliveryCost, Payer};
use health_impact::projection::Projection;
use health_impact::scenario::Group;
use health_impact::scenario::{Driver, Effect, Intervention, Scenario};
use health_impact::units::Year;
use std::sync::OnceLock;
use support::london::{everyone, level, london, year};
use support::measures::has;

const DRAWS: usize = 8;
/// What services spent in England in 2012/13 over quit dates set with them (data/delivery_costs.csv).
const QUIT_DATE: f64 = 121.09;
fn service(factor: f64) -> Intervention {
    Intervention::new(Driver::STOP_SMOKING_REACH, Effect::factor(factor)).from(year(2016))
}

fn built_in(help: &str) -> DeliveryCost {
    DeliveryCost::built_in(&ReferenceData::embedded(), help).unwrap()
}

fn pounds(value: f64) -> Estimate {
    Estimate::fixed(value).unwrap()
}

fn run() -> &'static Outcomes {
    static RUN: OnceLock<Outcomes> = OnceLock::new();
    RUN.get_or_init(|| {
        let advice = Intervention::new(Driver::INACTIVITY, Effect::factor(0.9)).from(year(2016));
        let checks = Intervention::new(Driver::CHECKS_WITH_MENTAL_ILLNESS, Effect::share(0.2)).from(year(2017));
        let campaign = Intervention::new(Driver::STARTING, Effect::factor(0.9)).from(year(2017)).until(year(2018));
        let here = Group::areas(["Hackney", "Camden"]);
        london(2019)
            .draws(DRAWS)
            .scenario(Scenario::new("service").doing(service(2.0).costing(built_in("stop_smoking_service"))))
            .scenario(Scenario::new("service, no cost").doing(service(2.0)))
            .scenario(Scenario::new("more of it").doing(service(3.0).costing(built_in("stop_smoking_service"))))
            .scenario(Scenario::new("advice").doing(advice.costing(built_in("brief_advice_physical_activity"))))
            .scenario(
                Scenario::new("checks")
                    .doing(checks.costing(DeliveryCost::per_person_reached(Payer::Nhs, pounds(100.0)))),
            )
            .scenario(
                Scenario::new("campaign").doing(
                    campaign.group(here).costing(DeliveryCost::per_year(Payer::Employer, pounds(4e5))).costing(
                        DeliveryCost::per_year(Payer::LocalAuthority, Estimate::gamma_moments(1e6, 2e5).unwrap()),
                    ),
                ),
            )
            .build()
            .unwrap()
            .run()
            .unwrap()
    })
}

fn of(scenario: &str, measure: Measure, group: &Group, when: i32) -> Vec<f64> {
    level(run(), scenario, measure, group, year(when))
}

fn assert_close(values: &[f64], expected: impl IntoIterator<Item = f64>, tolerance: f64) {
    let mut compared = 0;
    for (value, expected) in values.iter().zip(expected) {
        assert!((value - expected).abs() <= tolerance * expected.abs(), "{value} is not {expected}");
        compared += 1;
    }
    assert_eq!(compared, DRAWS);
}

#[test]
fn a_service_costs_its_price_for_every_smoker_it_reaches_beyond_today() {
    // One share of smokers of every adult age of a sex, since half of a year's costs is of the age at its beginning, half of the next; and
    // few of those under 18, who are no smokers of the results.
    let text = std::fs::read_to_string("../data/smoking_interventions.csv").unwrap();
    let run = |under_18: &str| {
        let reach = |line: &str| {
            let mut cells: Vec<&str> = line.split(',').collect();
            if cells[0] == "service_reach" {
                cells[4] = match cells[1] {
                    _ if cells[2] == "12" => under_18,
                    "male" => "0.03",
                    _ => "0.04",
                };
            }
            cells.join(",") + "\n"
        };
        let table = Table::from_csv_str(TableName::SMOKING_INTERVENTIONS, &text.lines().map(reach).collect::<String>());
        Projection::builder(&ReferenceData::embedded().with_table(table.unwrap()).unwrap())
            .years(Year::START..=year(2019))
            .draws(DRAWS)
            .scenario(Scenario::new("service").doing(service(2.0).costing(built_in("stop_smoking_service"))))
            .scenario(Scenario::new("more of it").doing(service(3.0).costing(built_in("stop_smoking_service"))))
            .build()
            .unwrap()
            .run()
            .unwrap()
    };
    let (few, twice) = (run("0.004"), run("0.008"));
    for (sex, reach) in [(Sex::Male, 0.03), (Sex::Female, 0.04)] {
        let group = Group::everybody().of_sex(sex);
        for when in 2016..=2019 {
            for (scenario, more) in [("service", 1.0), ("more of it", 2.0)] {
                let smokers = level(&few, scenario, Measure::SMOKERS, &group, year(when - 1));
                let expected = smokers.iter().map(|smokers| smokers * reach * more * QUIT_DATE);
                let cost = |run| level(run, scenario, Measure::DELIVERY_COST_LOCAL_AUTHORITY, &group, year(when));
                let (one, other) = (cost(&few), cost(&twice));
                assert_close(&one, expected.clone(), 1e-2);
                if when == 2016 {
                    // Without the young, in the year in which nobody has yet been helped to stop.
                    let adults: Vec<f64> = one.iter().zip(&other).map(|(one, other)| 2.0 * one - other).collect();
                    assert_close(&adults, expected, 1e-12);
                }
            }
        }
    }
}

#[test]
fn advice_costs_its_price_for_every_adult_made_active() {
    let everybody = Group::everybody();
    let adults = of("baseline", Measure::ADULTS_19, &everybody, 2015);
    let active = of("baseline", Measure::ACTIVE_ADULTS, &everybody, 2015);
    let expected = adults.iter().zip(&active).map(|(adults, active)| 0.1 * (adults - active) * 541.0);
    assert_close(&of("advice", Measure::DELIVERY_COST_NHS, &everybody, 2016), expected, 1e-12);
}

#[test]
fn help_for_severe_mental_illness_costs_its_price_for_everybody_helped() {
    let data = ReferenceData::embedded();
    let points = data.table(TableName::MENTAL_ILLNESS_ESTIMATES);
    let (measures, areas) = (points.text("measure").unwrap(), points.text("area").unwrap());
    let of_england = |row: &usize| measures[*row] == "register" && areas[*row] == "England";
    let register = points.number("share").unwrap()[(0..points.rows()).find(of_england).unwrap()];
    let everybody = Group::everybody();
    assert_eq!(of("checks", Measure::DELIVERY_COST, &everybody, 2016), [0.0; DRAWS], "it begins in 2017");
    let adults = of("checks", Measure::ADULTS, &everybody, 2017);
    let cost = of("checks", Measure::DELIVERY_COST_NHS, &everybody, 2018);
    assert_close(&cost, adults.iter().map(|adults| adults * register * 0.2 * 100.0), 1e-9);
}

#[test]
fn a_cost_of_a_year_is_paid_in_each_year_of_the_intervention_and_where_it_acts() {
    let everybody = Group::everybody();
    let boroughs = ["Hackney", "Camden"].map(Group::area);
    for (when, paid) in [(2016, 0.0), (2017, 4e5), (2018, 4e5), (2019, 0.0)] {
        assert_close(&of("campaign", Measure::DELIVERY_COST_EMPLOYER, &everybody, when), [paid; DRAWS], 1e-12);
        let [one, other] = boroughs.clone().map(|group| of("campaign", Measure::DELIVERY_COST_EMPLOYER, &group, when));
        assert_close(&one, other.iter().map(|other| paid - other), 1e-9);
        assert_eq!(of("campaign", Measure::DELIVERY_COST_EMPLOYER, &Group::area("Barnet"), when), [0.0; DRAWS]);
    }
    // An uncertain price is one number a draw, in all years.
    let [first, second] =
        [2017, 2018].map(|when| of("campaign", Measure::DELIVERY_COST_LOCAL_AUTHORITY, &everybody, when));
    assert_close(&first, second, 1e-12);
    assert!(first.windows(2).all(|pair| (pair[0] - pair[1]).abs() > 1.0), "{first:?}");
    let mean = first.iter().sum::<f64>() / first.len() as f64;
    assert!((mean - 1e6).abs() < 4.0 * 2e5 / (DRAWS as f64).sqrt(), "{mean}");
}

#[test]
fn payers_add_up_and_discounting_takes_off() {
    for group in everyone(run()) {
        for scenario in ["baseline", "frozen", "service", "advice", "campaign"] {
            let all = of(scenario, Measure::DELIVERY_COST, &group, 2018);
            let parts =
                [Measure::DELIVERY_COST_NHS, Measure::DELIVERY_COST_LOCAL_AUTHORITY, Measure::DELIVERY_COST_EMPLOYER]
                    .map(|measure| of(scenario, measure, &group, 2018));
            assert_close(&all, (0..DRAWS).map(|draw| parts.iter().map(|part| part[draw]).sum()), 1e-15);
            if ["baseline", "frozen"].contains(&scenario) {
                assert_eq!(all, [0.0; DRAWS]);
            }
            let discounted = of(scenario, Measure::DELIVERY_COST_DISCOUNTED_3_5, &group, 2018);
            assert_close(&discounted, all.iter().map(|cost| cost / libm::pow(1.035, 2.5)), 1e-12);
        }
    }
}

#[test]
fn a_cost_moves_nothing_else() {
    let mut compared = 0;
    for &measure in Measure::ALL.iter().filter(|measure| !measure.name().starts_with("delivery_cost")) {
        let when = if measure.row().unwrap().timing() == Timing::Stock { 2019 } else { 2018 };
        for group in [Group::everybody(), Group::area("Newham")] {
            if has(&group, measure, year(when)) {
                let [with, without] = ["service", "service, no cost"].map(|name| of(name, measure, &group, when));
                assert_eq!(with, without, "{measure}");
                compared += 1;
            }
        }
    }
    assert!(compared > 100, "{compared}");
}

#[test]
fn notes_name_the_interventions_without_a_cost() {
    let notes: Vec<&String> = run().notes().iter().filter(|note| note.contains("delivery_cost")).collect();
    assert_eq!(
        notes,
        [
            "service, no cost: no cost of delivery was given for its interventions at the positions 1; delivery_cost leaves it out"
        ]
    );
}
