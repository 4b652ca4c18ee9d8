//! What must hold of body weight, activity, alcohol, diseases, work, mental illness and the other indicators: nothing done changes
//! nothing, parts add up, shares are shares, effects come in their order.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use health_impact::data::{ReferenceData, Table, TableName};
use health_impact::outcomes::{Measure, Outcomes};
use health_impact::projection::Delay;
use health_impact::projection::Projection;
use health_impact::scenario::Group;
use health_impact::scenario::{Ambition, Driver, Effect, Indicator, Intervention, Scenario};
use health_impact::units::Year;
use std::sync::OnceLock;
use support::london::{
    assert_unchanged, bands, boroughs, difference, everyone, level, london, percent, quintiles, sexes, smoking_at,
    year, years,
};
use support::measures::{additive, has, shares};
use support::top;

const NULLS: [&str; 5] = [
    "null interventions",
    "null interventions on areas",
    "null interventions on deaths",
    "null ambitions",
    "null for children",
];

fn of_smoking(factor: f64) -> Vec<(Driver, Effect)> {
    vec![
        (Driver::STOP_SMOKING_REACH, Effect::factor(factor)),
        (Driver::QUITTING, Effect::factor(factor)),
        (Driver::STARTING, Effect::factor(factor)),
    ]
}

/// The interventions on other shares and counts of people, which may be of some areas, all with one factor: less is better.
fn of_areas(factor: f64) -> Vec<(Driver, Effect)> {
    vec![
        (Driver::CHILD_WEIGHT_GAIN, Effect::factor(factor)),
        (Driver::ADULT_WEIGHT_GAIN, Effect::factor(factor)),
        (Driver::INACTIVITY, Effect::factor(factor)),
        (Driver::DRINKING_OVER_14_UNITS, Effect::factor(factor)),
        (Driver::ALCOHOL_ADMISSIONS, Effect::factor(factor)),
        (Driver::NOT_READY_FOR_SCHOOL, Effect::factor(factor)),
        (Driver::ABSENCE, Effect::factor(factor)),
        (Driver::ABSENCE_FOR_MENTAL_HEALTH, Effect::factor(factor)),
    ]
}

fn of_deaths(factor: f64) -> Vec<(Driver, Effect)> {
    vec![
        (Driver::CANCER_DEATHS, Effect::factor(factor)),
        (Driver::CARDIOVASCULAR_DEATHS, Effect::factor(factor)),
        (Driver::RESPIRATORY_DEATHS, Effect::factor(factor)),
    ]
}

fn of_mental_illness(factor: f64) -> Vec<(Driver, Effect)> {
    let share = 1.0 - factor;
    vec![
        (Driver::SMOKING_WITH_MENTAL_ILLNESS, Effect::factor(factor)),
        (Driver::CHECKS_WITH_MENTAL_ILLNESS, Effect::share(share)),
    ]
}

fn pulling(name: &str, interventions: Vec<(Driver, Effect)>, among: Option<&str>) -> Scenario {
    interventions.into_iter().fold(Scenario::new(name), |scenario, what| {
        let intervention = Intervention::new(what.0, what.1).from(year(2016));
        scenario.doing(match among {
            Some(area) => intervention.group(Group::areas([area])),
            None => intervention,
        })
    })
}

fn reach(indicator: Indicator, value: f64) -> Ambition {
    Ambition::reach(indicator, percent(value))
}

/// Interventions that do nothing, targets that are met already, interventions that do something; eight draws, a year beyond 2020.
fn run() -> &'static Outcomes {
    static RUN: OnceLock<Outcomes> = OnceLock::new();
    RUN.get_or_init(|| {
        let on_people = [of_smoking(1.0), of_areas(1.0)].concat();
        let all = [on_people.clone(), of_deaths(1.0), of_mental_illness(1.0)].concat();
        let asked = [
            reach(Indicator::CHILD_OBESITY_YEAR6, 99.0),
            reach(Indicator::ADULT_OBESITY, 99.0),
            reach(Indicator::PHYSICALLY_ACTIVE, 1.0),
            reach(Indicator::ALCOHOL_OVER_14_UNITS, 99.0),
            reach(Indicator::SCHOOL_READY, 1.0),
            smoking_at(99.0),
        ];
        let met = asked.into_iter().fold(Scenario::new(NULLS[3]), Scenario::with);
        let children = Scenario::new(NULLS[4]).with(reach(Indicator::CHILD_EXCESS_WEIGHT_YEAR6, 99.0));
        london(2021)
            .draws(8)
            .scenario(pulling(NULLS[0], all, None))
            .scenario(pulling(NULLS[1], on_people, None))
            .scenario(pulling(NULLS[2], of_deaths(1.0), None))
            .scenario(met)
            .scenario(children)
            .scenario(pulling("in Hackney", of_areas(0.5), Some("Hackney")))
            .scenario(pulling("nothing left", [of_areas(0.0), of_mental_illness(0.0)].concat(), None))
            .scenario(pulling("fewer deaths", of_deaths(0.9), None))
            .build()
            .unwrap()
            .run()
            .unwrap()
    })
}

fn is_zero(value: f64) -> bool {
    value.to_bits() == 0.0_f64.to_bits()
}

#[test]
fn no_intervention_with_nothing_to_do_and_no_target_already_met_changes_anything() {
    let run = run();
    let compared = assert_unchanged(run, &NULLS);
    // 79 groups, 5 scenarios, 8 draws, some 380 measures and years.
    assert!(compared > 1_000_000, "{compared}");
    for row in run.required_effort().unwrap() {
        assert_eq!(row.by_trend.probability.to_bits(), 1.0_f64.to_bits(), "{}", row.ambition);
    }
}

#[test]
fn interventions_in_one_borough_leave_the_others_alone() {
    let run = run();
    let moved = [
        Measure::OBESE_YEAR6,
        Measure::OBESE_ADULTS,
        Measure::INACTIVE_ADULTS,
        Measure::DRINKERS_OVER_14_UNITS,
        Measure::CASES_DIABETES,
        Measure::PREVALENT_DIABETES,
        Measure::DEATHS,
        Measure::ABSENCE_DAYS,
        Measure::NHS_COST_OF_DISEASE,
        Measure::ALCOHOL_ADMISSIONS,
    ];
    for group in boroughs(run) {
        for measure in moved {
            let changes = difference(run, "in Hackney", measure, &group, year(2021));
            if group.areas == ["Hackney"] {
                assert!(changes.iter().all(|change| *change < 0.0), "{measure}: {changes:?}");
            } else {
                assert!(changes.iter().all(|change| is_zero(*change)), "{measure} {group:?}: {changes:?}");
            }
        }
    }
}

#[test]
fn boroughs_quintiles_sexes_and_ages_add_up() {
    let run = run();
    let splits = [boroughs(run), quintiles(), sexes(), bands()];
    for scenario in ["baseline", "frozen", "in Hackney", "nothing left", "fewer deaths"] {
        for measure in additive().into_iter().filter(|measure| (scenario, *measure) != ("frozen", Measure::QUITS)) {
            for when in [2015, 2018, 2021].map(year) {
                if !has(&Group::everybody(), measure, when) {
                    continue;
                }
                let total = level(run, scenario, measure, &Group::everybody(), when);
                for parts in &splits {
                    if measure == Measure::BIRTHS && !parts[0].ages.is_empty() {
                        continue;
                    }
                    let mut sum = vec![0.0; total.len()];
                    for part in parts.iter().filter(|part| has(part, measure, when)) {
                        for (sum, one) in sum.iter_mut().zip(level(run, scenario, measure, part, when)) {
                            *sum += one;
                        }
                    }
                    for (sum, total) in sum.iter().zip(&total) {
                        assert!(
                            (sum - total).abs() <= 1e-9 * total.abs(),
                            "{measure} {scenario} {when}: {sum} {total}"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn quintiles_of_boroughs_add_up_to_the_boroughs() {
    let run = run();
    for measure in [
        Measure::OBESE_YEAR6,
        Measure::EXCESS_WEIGHT_YEAR6,
        Measure::CHILDREN_YEAR6,
        Measure::SCHOOL_READY_CHILDREN,
        Measure::OBESE_ADULTS,
        Measure::ACTIVE_ADULTS,
        Measure::ADULTS_19,
        Measure::DRINKERS_OVER_14_UNITS,
    ] {
        for borough in boroughs(run) {
            let total = level(run, "in Hackney", measure, &borough, year(2021));
            let mut sum = vec![0.0; total.len()];
            for quintile in health_impact::population::Quintile::ALL {
                use health_impact::outcomes::Quantity;
                let cell = borough.clone().in_quintile(quintile);
                // Where nobody lives in a quintile of a borough there is no row.
                if let Ok(part) = run.draws_of(&Quantity::level("in Hackney", measure, year(2021)).group(cell)) {
                    sum.iter_mut().zip(part).for_each(|(sum, part)| *sum += part);
                }
            }
            for (sum, total) in sum.iter().zip(&total) {
                assert!((sum - total).abs() <= 1e-9 * total, "{measure} {borough:?}: {sum} {total}");
            }
        }
    }
}

#[test]
fn shares_and_prevalences_stay_in_0_to_1() {
    use health_impact::disease::Disease;
    let run = run();
    for scenario in run.scenarios() {
        for group in everyone(run) {
            for when in years(run) {
                for measure in shares().into_iter().filter(|&measure| has(&group, measure, when)) {
                    let draws = level(run, scenario, measure, &group, when);
                    assert!(
                        draws.iter().all(|share| (0.0..=1.0).contains(share)),
                        "{measure} {scenario} {when} {group:?}: {draws:?}"
                    );
                }
                let people = level(run, scenario, Measure::POPULATION, &group, when);
                for &disease in Disease::ALL {
                    let ill = level(run, scenario, Measure::prevalent(disease), &group, when);
                    assert!(
                        ill.iter().zip(&people).all(|(ill, all)| 0.0 <= *ill && ill < all),
                        "{disease:?} {group:?}"
                    );
                }
            }
        }
    }
}

/// However strong an intervention on becoming heavier: no more than all become so, and nobody is obese who is not overweight.
#[test]
fn nobody_is_heavier_than_everybody() {
    let intervention = |what: (Driver, Effect)| Intervention::new(what.0, what.1).from(year(2016));
    let mut builder = london(2021).draws(8);
    for factor in [2.0, 25.0, 100.0] {
        let child = intervention((Driver::CHILD_WEIGHT_GAIN, Effect::factor(factor)));
        let adult = intervention((Driver::ADULT_WEIGHT_GAIN, Effect::factor(factor)));
        builder = builder.scenario(Scenario::new(factor.to_string()).doing(child).doing(adult));
    }
    let run = builder.build().unwrap().run().unwrap();
    let pairs = [
        (Measure::OBESE_YEAR6, Measure::EXCESS_WEIGHT_YEAR6, Measure::CHILDREN_YEAR6),
        (Measure::OBESE_ADULTS, Measure::EXCESS_WEIGHT_ADULTS, Measure::ADULTS),
    ];
    for group in quintiles().into_iter().chain([Group::area("Hackney"), Group::everybody()]) {
        for when in years(&run).into_iter().skip(1) {
            for (obese, heavy, all) in pairs {
                let mut before = level(&run, "baseline", obese, &group, when);
                for scenario in ["2", "25", "100"] {
                    let of = |measure| level(&run, scenario, measure, &group, when);
                    let (obese, heavy, all) = (of(obese), of(heavy), of(all));
                    for draw in 0..8 {
                        let rounding = 1.0 + 1e-12;
                        assert!(before[draw] <= obese[draw] * rounding, "{scenario} {when} {group:?}");
                        assert!(obese[draw] <= heavy[draw] * rounding && heavy[draw] <= all[draw] * rounding);
                    }
                    before = obese;
                }
            }
            let deaths = level(&run, "100", Measure::DEATHS, &group, when);
            assert!(deaths.iter().all(|deaths| *deaths > 0.0 && deaths.is_finite()));
        }
    }
}

/// No absence is published by area: the days of a worker differ by exposures, and London's mean is the published one.
#[test]
fn where_more_smoke_and_fewer_are_active_more_days_are_lost() {
    let run = run();
    let first = year(2016);
    let days = |group: &Group| level(run, "frozen", Measure::ABSENCE_DAYS_PER_WORKER, group, first);
    let total = days(&Group::everybody());
    let [poorest, .., richest] = &quintiles()[..] else { panic!("five quintiles") };
    for ((poorest, richest), total) in days(poorest).into_iter().zip(days(richest)).zip(&total) {
        assert!(richest < *total && *total < poorest, "{richest} {total} {poorest}");
    }
    let mut sum = vec![0.0; total.len()];
    for area in boroughs(run) {
        let lost = level(run, "frozen", Measure::ABSENCE_DAYS, &area, first);
        sum.iter_mut().zip(lost).for_each(|(sum, lost)| *sum += lost);
    }
    let all = level(run, "frozen", Measure::ABSENCE_DAYS, &Group::everybody(), first);
    assert!(sum.iter().zip(&all).all(|(sum, all)| (sum / all - 1.0).abs() < 1e-12));
}

#[test]
fn the_same_births_and_no_fewer_people_where_exposures_fall() {
    let run = run();
    for when in years(run).into_iter().skip(1) {
        for group in boroughs(run) {
            for scenario in ["in Hackney", "nothing left", "fewer deaths"] {
                let people = level(run, "baseline", Measure::POPULATION, &group, when);
                let more = difference(run, scenario, Measure::POPULATION, &group, when);
                let sound = |(more, people): (&f64, &f64)| *more >= -1e-9 * people;
                assert!(more.iter().zip(&people).all(sound), "{scenario} {when} {group:?}: {more:?}");
            }
        }
    }
}

#[test]
fn care_costs_of_the_baseline_are_those_of_heads() {
    let run = run();
    for (total, heads, added) in [
        (Measure::NHS_COST, Measure::NHS_COST_OF_HEADS, Measure::NHS_COST_OF_ADDED_YEARS),
        (Measure::SOCIAL_CARE_COST, Measure::SOCIAL_CARE_COST_OF_HEADS, Measure::SOCIAL_CARE_COST_OF_ADDED_YEARS),
    ] {
        for group in everyone(run) {
            for when in years(run).into_iter().skip(1) {
                let [all, of_heads] = [total, heads].map(|measure| level(run, "baseline", measure, &group, when));
                assert!(all.iter().zip(&of_heads).all(|(all, heads)| all.to_bits() == heads.to_bits()));
                assert!(level(run, "baseline", added, &group, when).into_iter().all(is_zero));
            }
        }
        let all = Group::everybody();
        let less = difference(run, "nothing left", total, &all, year(2021));
        assert!(less.iter().all(|change| *change < 0.0), "{total}: {less:?}");
        // Lives are longer, and what they cost stands apart.
        let added = level(run, "nothing left", added, &all, year(2021));
        assert!(added.iter().all(|cost| *cost > 0.0), "{added:?}");
    }
}

/// A table of relative risks in which every ratio is 1 without interval.
fn without_risk(name: TableName) -> Table {
    let path = top().join("data").join(name.file());
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines = text.lines();
    let mut flat = format!("{}\n", lines.next().unwrap());
    for line in lines {
        // Outcome, measure, sex, age and level hold no commas.
        let mut cells: Vec<&str> = line.splitn(9, ',').collect();
        cells.splice(5..8, ["1", "", ""]);
        flat.push_str(&format!("{}\n", cells.join(",")));
    }
    Table::from_csv_str(name, &flat).unwrap()
}

#[test]
fn exposures_add_nothing_to_the_baseline() {
    let data = ReferenceData::embedded();
    let tables = [TableName::BODY_WEIGHT_RELATIVE_RISK, TableName::ACTIVITY_RELATIVE_RISK];
    let flat = tables.into_iter().fold(data.clone(), |data, name| data.with_table(without_risk(name)).unwrap());
    let [with, without] = [data, flat].map(|data| {
        let half = pulling("half", of_areas(0.5), None);
        let builder = Projection::builder(&data).years(Year::START..=year(2019)).draws(8);
        builder.scenario(half).build().unwrap().run().unwrap()
    });
    for group in everyone(&with) {
        for measure in [Measure::DEATHS, Measure::DEATHS_CARDIOVASCULAR, Measure::POPULATION, Measure::QALYS] {
            for when in years(&with).into_iter().filter(|&when| has(&group, measure, when)) {
                let [one, other] = [&with, &without].map(|run| level(run, "baseline", measure, &group, when));
                for (one, other) in one.iter().zip(&other) {
                    assert!((one / other - 1.0).abs() <= 1e-12, "{measure} {when} {group:?}: {one} {other}");
                }
            }
        }
    }
    // The risks are there: what is done about exposures averts deaths of the heart with them alone.
    let all = Group::everybody();
    let [one, other] = [&with, &without].map(|run| difference(run, "half", Measure::CASES_DIABETES, &all, year(2019)));
    assert!(one.iter().all(|change| *change < 0.0) && other.iter().all(|change| is_zero(*change)), "{one:?} {other:?}");
}

#[test]
fn gains_come_sooner_without_delay() {
    let run = |delay| {
        let pulled = [("activity", Driver::INACTIVITY), ("weight", Driver::ADULT_WEIGHT_GAIN)];
        let builder =
            pulled.into_iter().fold(london(2019).draws(8).seed(2015).delay(delay), |builder, (name, driver)| {
                builder.scenario(pulling(name, vec![(driver, Effect::factor(0.5))], None))
            });
        builder.build().unwrap().run().unwrap()
    };
    let [published, none] = [run(Delay::Published), run(Delay::None)];
    let all = Group::everybody();
    for scenario in ["activity", "weight"] {
        for measure in [Measure::DEATHS, Measure::DEATHS_CARDIOVASCULAR, Measure::DEATHS_CANCER, Measure::CASES_STROKE]
        {
            // Who is active from the first year on is so at its end: risks move from the second on.
            for when in [2017, 2018, 2019].map(year) {
                let [late, soon] = [&published, &none].map(|run| difference(run, scenario, measure, &all, when));
                let sound = |(late, soon): (&f64, &f64)| soon < late && *late < 0.0;
                assert!(late.iter().zip(&soon).all(sound), "{measure} {scenario} {when}: {late:?} {soon:?}");
            }
        }
        for measure in [Measure::ACTIVE_ADULTS, Measure::OBESE_ADULTS, Measure::DEATHS] {
            let [late, soon] = [&published, &none].map(|run| level(run, "baseline", measure, &all, year(2019)));
            for (late, soon) in late.iter().zip(&soon) {
                assert!((late / soon - 1.0).abs() <= 1e-12, "{measure}: {late} {soon}");
            }
        }
    }
}
