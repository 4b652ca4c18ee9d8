//! "If met" for the ambitions of the agreement: each is met in every draw in which that is within reach, and where the trend meets
//! it nothing changes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use health_impact::data::{ReferenceData, Table, TableName};
use health_impact::outcomes::{Measure, Outcomes};
use health_impact::population::RESULT_BANDS;
use health_impact::projection::Projection;
use health_impact::scenario::Group;
use health_impact::scenario::{Ambition, Indicator, Scenario};
use health_impact::units::Year;
use std::sync::OnceLock;
use support::london::{difference, everyone, level, london, percent, year, years};
use support::measures::has;
use support::top;

const DRAWS: usize = 8;
const IDS: [&str; 9] = ["1a", "1b", "1c", "2", "3", "4a", "4b", "5", "8a"];
const TOGETHER: [(&str, &[&str]); 3] =
    [("4a and 2", &["4a", "2"]), ("1b and 5", &["1b", "5"]), ("4a, 2, 5 and 8a", &["4a", "2", "5", "8a"])];
const DEEPER: &str = "active 75%";

/// Every ambition alone, some together, a year beyond the deadline of 2020.
fn run() -> &'static Outcomes {
    static RUN: OnceLock<Outcomes> = OnceLock::new();
    RUN.get_or_init(|| {
        let data = ReferenceData::embedded();
        let holding = |name: &str, ids: &[&str]| {
            let of = |id: &&str| Ambition::built_in(&data, id).unwrap();
            ids.iter().flat_map(of).fold(Scenario::new(name), Scenario::with)
        };
        let mut builder = london(2021).draws(DRAWS);
        for id in IDS {
            builder = builder.scenario(holding(id, &[id]));
        }
        for (name, ids) in TOGETHER {
            builder = builder.scenario(holding(name, ids));
        }
        let deeper = Ambition::reach(Indicator::PHYSICALLY_ACTIVE, percent(75.0));
        builder.scenario(Scenario::new(DEEPER).with(deeper)).build().unwrap().run().unwrap()
    })
}

fn of(run: &Outcomes, scenario: &str, measure: Measure, when: i32) -> Vec<f64> {
    level(run, scenario, measure, &Group::everybody(), year(when))
}

/// How far a scenario is short of each component of an ambition, by draw: above 0 if the target is missed, and the target itself.
fn short(run: &Outcomes, scenario: &str, id: &str) -> Vec<(Vec<f64>, Vec<f64>)> {
    let value = |measure| of(run, scenario, measure, 2020);
    let base = |measure, when| of(run, "baseline", measure, when);
    let below = |value: Vec<f64>, target: Vec<f64>| {
        (value.iter().zip(&target).map(|(value, target)| value - target).collect(), target)
    };
    let above =
        |value: Vec<f64>, target: f64| (value.iter().map(|value| target - value).collect(), vec![target; DRAWS]);
    let times = |part: f64, of: Vec<f64>| of.into_iter().map(|value| part * value).collect::<Vec<f64>>();
    match id {
        // A share that reads 100.0%.
        "1a" => vec![above(value(Measure::SCHOOL_READY), 0.9995)],
        "1b" => vec![below(value(Measure::CHILD_OBESITY_YEAR6), times(0.9, base(Measure::CHILD_OBESITY_YEAR6, 2016)))],
        "1c" => {
            let before = of(run, scenario, Measure::CHILD_EXCESS_WEIGHT_YEAR6, 2019);
            let observation = || value(Measure::CHILD_EXCESS_WEIGHT_YEAR6);
            vec![below(observation(), base(Measure::CHILD_EXCESS_WEIGHT_YEAR6, 2016)), below(observation(), before)]
        }
        "2" => vec![above(value(Measure::PHYSICALLY_ACTIVE), 0.7)],
        "3" => {
            let mut gained = vec![0.0; DRAWS];
            for when in 2016..=2020 {
                let frozen = of(run, "frozen", Measure::ABSENCE_DAYS, when);
                let days = of(run, scenario, Measure::ABSENCE_DAYS, when);
                gained.iter_mut().zip(frozen.iter().zip(days)).for_each(|(gained, (was, is))| *gained += was - is);
            }
            vec![above(gained, 1_000_000.0)]
        }
        "4a" => vec![below(value(Measure::SMOKING_PREVALENCE), vec![0.13; DRAWS])],
        "4b" => [(Measure::ALCOHOL_OVER_14_UNITS, 2015), (Measure::ALCOHOL_ADMISSIONS, 2016)]
            .map(|(measure, when)| below(value(measure), base(measure, when)))
            .to_vec(),
        "5" => {
            vec![below(
                value(Measure::SMI_LIFE_EXPECTANCY_GAP),
                times(0.95, base(Measure::SMI_LIFE_EXPECTANCY_GAP, 2015)),
            )]
        }
        "8a" => [
            (Measure::MORTALITY_CANCER_CITY_STANDARD, Indicator::CANCER_MORTALITY),
            (Measure::MORTALITY_CARDIOVASCULAR_CITY_STANDARD, Indicator::CARDIOVASCULAR_MORTALITY),
            (Measure::MORTALITY_RESPIRATORY_CITY_STANDARD, Indicator::RESPIRATORY_MORTALITY),
        ]
        .map(|(measure, indicator)| {
            let rows = run.ambitions().unwrap();
            let row = rows.iter().find(|row| row.ambition == "8a" && row.indicator == indicator).unwrap();
            below(value(measure), vec![row.target.unwrap(); DRAWS])
        })
        .to_vec(),
        _ => panic!("{id}"),
    }
}

fn is_strict(id: &str) -> bool {
    ["1c", "4b", "8a"].contains(&id)
}

/// Asserts that a scenario meets an ambition in every draw but `out_of_reach` of them; returns how often it is met exactly.
fn assert_met(run: &Outcomes, scenario: &str, id: &str, out_of_reach: usize) -> usize {
    let mut missed = [false; DRAWS];
    let mut exactly = 0;
    for (component, (short, target)) in short(run, scenario, id).into_iter().enumerate() {
        let trend = self::short(run, "baseline", id).swap_remove(component).0;
        for draw in 0..DRAWS {
            let room = 1e-9 * target[draw].abs().max(1.0);
            let met = if is_strict(id) { short[draw] < 0.0 } else { short[draw] <= room };
            missed[draw] |= !met;
            // Below by the millionth part that the search is for, and no further.
            let close = room + if is_strict(id) { 2e-6 * target[draw] } else { 0.0 };
            let on_target = met && short[draw].abs() <= close;
            exactly += usize::from(on_target && trend[draw] > 0.0);
        }
    }
    assert_eq!(missed.iter().filter(|missed| **missed).count(), out_of_reach, "{id} in {scenario}: {missed:?}");
    exactly
}

#[test]
fn each_ambition_is_met_in_every_draw_within_reach() {
    let run = run();
    let effort = run.required_effort().unwrap();
    for id in IDS {
        let of_id: Vec<_> = effort.iter().filter(|row| row.scenario == id).collect();
        assert_eq!(of_id.len(), if id == "8a" { 3 } else { 1 + usize::from(id == "4b") }, "{id}");
        // The components that are no single number of draws are never out of reach.
        let out: Vec<f64> = of_id.iter().map(|row| row.out_of_reach.probability * DRAWS as f64).collect();
        assert!(out.len() == 1 || out.iter().all(|draws| draws.abs() < 0.5), "{id}: {out:?}");
        let by_trend: f64 = of_id.iter().map(|row| row.by_trend.probability * DRAWS as f64).sum();
        let exactly = assert_met(run, id, id, out[0].round() as usize);
        let searched = (of_id.len() * DRAWS) as f64 - by_trend - out.iter().sum::<f64>();
        // Every draw that was searched ends on the target, of 1c on the one or the other of its two.
        assert!(exactly as f64 >= searched, "{id}: {exactly} of {searched}");
    }
}

#[test]
fn where_the_trend_meets_an_ambition_every_difference_is_0() {
    let run = run();
    let mut by_trend = 0;
    for id in IDS {
        let misses = short(run, "baseline", id);
        let met: Vec<usize> = (0..DRAWS)
            .filter(|&draw| {
                misses.iter().all(|(short, _)| if is_strict(id) { short[draw] < 0.0 } else { short[draw] <= 0.0 })
            })
            .collect();
        by_trend += met.len();
        if met.is_empty() {
            continue;
        }
        for group in everyone(run) {
            for &measure in Measure::ALL.iter().filter(|measure| **measure != Measure::EXTRA_QUITS_NEEDED) {
                for when in years(run).into_iter().filter(|&when| has(&group, measure, when)) {
                    let changes = difference(run, id, measure, &group, when);
                    for &draw in &met {
                        assert_eq!(changes[draw].to_bits(), 0.0_f64.to_bits(), "{id} {measure} {when} {group:?}");
                    }
                }
            }
        }
    }
    // Both answers must come up, or one of them is not tested.
    assert!((1..IDS.len() * DRAWS).contains(&by_trend), "{by_trend}");
}

#[test]
fn ambitions_of_one_scenario_are_all_met() {
    let run = run();
    let effort = run.required_effort().unwrap();
    for (name, ids) in TOGETHER {
        for id in ids {
            let of_id = effort.iter().filter(|row| row.scenario == name && row.ambition == *id);
            let out = of_id.map(|row| row.out_of_reach.probability).fold(0.0, f64::max);
            assert_met(run, name, id, (out * DRAWS as f64).round() as usize);
        }
    }
}

/// Those who do not die of one cause die of others, so a target that the trend just meets is missed beside another ambition, unless its own
/// intervention acts.
#[test]
fn a_trend_that_another_ambition_spoils_gets_a_factor() {
    const MEASURE: Measure = Measure::MORTALITY_CANCER_CITY_STANDARD;
    let trend = of(run(), "baseline", MEASURE, 2020);
    let highest = trend.iter().copied().fold(0.0, f64::max);
    let path = top().join("data/city_death_rates.csv");
    let text = std::fs::read_to_string(path).unwrap();
    let row = "New York City,cancer,us2000,all,0,,2014,";
    assert!(text.contains(&format!("{row}140.7")));
    let lowest = highest * (1.0 + 1e-5);
    let text = text.replacen(&format!("{row}140.7"), &format!("{row}{lowest}"), 1);
    let table = Table::from_csv_str(TableName::CITY_DEATH_RATES, &text).unwrap();
    let data = ReferenceData::embedded().with_table(table).unwrap();
    let [cancer, lungs] =
        [Indicator::CANCER_MORTALITY, Indicator::RESPIRATORY_MORTALITY].map(Ambition::lowest_of_cities);
    let own = Projection::builder(&data)
        .years(Year::START..=year(2020))
        .draws(DRAWS)
        .scenario(Scenario::new("lungs").with(lungs.clone()))
        .scenario(Scenario::new("both").with(cancer).with(lungs))
        .build()
        .unwrap()
        .run()
        .unwrap();
    let rates = |scenario: &str| of(&own, scenario, MEASURE, 2020);
    assert!(rates("baseline").iter().all(|rate| *rate < lowest));
    assert!(rates("lungs").iter().any(|rate| *rate > lowest));
    assert!(rates("both").iter().all(|rate| *rate < lowest), "{:?} {lowest}", rates("both"));
    let effort = own.required_effort().unwrap();
    let by_trend: Vec<f64> =
        effort.iter().filter(|row| row.scenario == "both").map(|row| row.by_trend.probability).collect();
    assert!(by_trend.len() == 2 && by_trend[0] < 1.0 && by_trend[1] == 0.0, "{by_trend:?}");
}

/// The same of quitting: who does not die of cancer smokes more often than others.
#[test]
fn a_trend_of_smoking_that_another_ambition_spoils_gets_quitters() {
    const MEASURE: Measure = Measure::SMOKING_PREVALENCE;
    let highest = of(run(), "baseline", MEASURE, 2020).into_iter().fold(0.0, f64::max);
    let target = highest * (1.0 + 1e-7);
    let data = ReferenceData::embedded();
    let smoking = Ambition::reach(Indicator::ADULT_SMOKING, percent(100.0 * target));
    let cancer = Ambition::lowest_of_cities(Indicator::CANCER_MORTALITY);
    let own = Projection::builder(&data)
        .years(Year::START..=year(2020))
        .draws(DRAWS)
        .scenario(Scenario::new("cancer").with(cancer.clone()))
        .scenario(Scenario::new("both").with(smoking).with(cancer))
        .build()
        .unwrap()
        .run()
        .unwrap();
    assert!(of(&own, "cancer", MEASURE, 2020).iter().any(|share| *share > target));
    let both = of(&own, "both", MEASURE, 2020);
    assert!(both.iter().all(|share| *share <= target + 1e-9), "{both:?} {target}");
    let effort = own.required_effort().unwrap();
    let smoking = effort.iter().find(|row| row.scenario == "both" && row.factor.is_some()).unwrap();
    assert!(smoking.by_trend.probability < 1.0 && smoking.out_of_reach.probability <= 0.0);
}

/// A million days are London's: a borough has its days, and no target, chance or year.
#[test]
fn a_number_of_all_together_is_no_target_of_a_part() {
    let rows = run().ambitions().unwrap();
    let days = || rows.iter().filter(|row| row.indicator == Indicator::ABSENCE_DAYS);
    let (total, parts): (Vec<_>, Vec<_>) = days().partition(|row| row.area == "London" && row.quintile == "all");
    assert!(total.iter().all(|row| row.target.is_some() && row.met.is_some()) && !total.is_empty());
    assert!(parts.iter().all(|row| row.target.is_none() && row.met.is_none() && row.median_year_met.is_none()));
    assert!(parts.len() == 38 * total.len() && parts.iter().all(|row| row.projected.is_some()));
}

#[test]
fn a_deeper_target_never_averts_fewer_deaths() {
    let run = run();
    let trend = of(run, "baseline", Measure::PHYSICALLY_ACTIVE, 2020);
    for measure in [Measure::DEATHS, Measure::DEATHS_CARDIOVASCULAR, Measure::CASES_DIABETES, Measure::ABSENCE_DAYS] {
        for when in [2018, 2019, 2020, 2021].map(year) {
            let of = |scenario| difference(run, scenario, measure, &Group::everybody(), when);
            for ((draw, shallow), deep) in of("2").into_iter().enumerate().zip(of(DEEPER)) {
                let sound = if trend[draw] < 0.7 { deep < shallow && shallow < 0.0 } else { deep <= shallow };
                assert!(sound, "{measure} {when}: {deep} after {shallow}");
            }
        }
    }
}

#[test]
fn discounted_gains_are_smaller() {
    use health_impact::outcomes::Quantity;
    let run = run();
    for (plain, discounted) in [
        (Measure::QALYS, Measure::QALYS_DISCOUNTED_1_5),
        (Measure::QALYS_DISCOUNTED_1_5, Measure::QALYS_DISCOUNTED_3_5),
        (Measure::LIFE_YEARS, Measure::LIFE_YEARS_DISCOUNTED_1_5),
        (Measure::LIFE_YEARS_DISCOUNTED_1_5, Measure::LIFE_YEARS_DISCOUNTED_3_5),
    ] {
        for scenario in ["2", "4a", "8a", DEEPER] {
            let gain = |measure| run.draws_of(&Quantity::cumulative(scenario, measure, year(2021))).unwrap();
            for (less, full) in gain(discounted).into_iter().zip(gain(plain)) {
                assert!(
                    0.0 <= less && (less < full || full.to_bits() == 0.0_f64.to_bits()),
                    "{scenario} {plain}: {less} {full}"
                );
            }
        }
    }
}

#[test]
fn activity_returns_at_once_after_the_deadline_and_weight_does_not() {
    let run = run();
    let all = Group::everybody();
    // Of the young few die, so that nearly the same people are compared: more of the inactive live, which is the rest.
    let young = Group::everybody().aged(RESULT_BANDS[2]);
    for scenario in ["2", DEEPER] {
        let change = |when| difference(run, scenario, Measure::PHYSICALLY_ACTIVE, &young, year(when));
        let (then, after) = (change(2020), change(2021));
        assert!(then.iter().any(|more| *more > 0.01), "{then:?}");
        assert!(then.iter().zip(&after).all(|(then, after)| after.abs() <= 1e-5 * then), "{then:?} {after:?}");
    }
    let change = |measure, when| difference(run, "1b", measure, &all, year(when));
    let moved = |draw: &usize| change(Measure::CHILD_OBESITY_YEAR6, 2020)[*draw] < 0.0;
    let moved: Vec<usize> = (0..DRAWS).filter(moved).collect();
    assert!(!moved.is_empty());
    for draw in moved {
        let (then, after) =
            (change(Measure::CHILD_OBESITY_YEAR6, 2020)[draw], change(Measure::CHILD_OBESITY_YEAR6, 2021)[draw]);
        // A year's new moves are gone, those of the years before are kept for the larger part.
        assert!(after < 0.5 * then && then < 0.0, "{then} {after}");
        assert!(change(Measure::OBESE_ADULTS, 2021)[draw] < 0.0);
    }
}

#[test]
fn children_of_a_late_deadline_may_be_unborn_today() {
    // Those who finish primary school in 2030 were born from 2018 on.
    let ambition = Ambition::relative_reduction(Indicator::CHILD_OBESITY_YEAR6, percent(10.0)).relative_to(year(2016));
    let scenario = Scenario::new("late").with(ambition.by(year(2030)));
    let run = london(2030).draws(DRAWS).scenario(scenario).build().unwrap().run().unwrap();
    let of = |scenario, when| level(&run, scenario, Measure::CHILD_OBESITY_YEAR6, &Group::everybody(), year(when));
    let (reached, trend, start) = (of("late", 2030), of("baseline", 2030), of("baseline", 2016));
    for draw in 0..DRAWS {
        let target = 0.9 * start[draw];
        assert!(reached[draw] <= target + 1e-9 && reached[draw] > 0.0, "{draw}: {} {target}", reached[draw]);
        assert!(trend[draw] <= target || (reached[draw] - target).abs() < 1e-9, "{draw}: {}", reached[draw]);
    }
    assert!(trend.iter().zip(&start).any(|(trend, start)| *trend > 0.9 * start));
}
