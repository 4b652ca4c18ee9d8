//! What must hold in every draw of every run: nothing done changes nothing, people are conserved, parts add up.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use health_impact::data::{ReferenceData, TableName};
use health_impact::estimate::Estimate;
use health_impact::outcomes::{Measure, Outcomes, Quantity};
use health_impact::population::Migration;
use health_impact::population::{RESULT_BANDS, Sex};
use health_impact::scenario::Group;
use health_impact::scenario::{DeliveryCost, Driver, Effect, Intervention, Payer, Scenario};
use health_impact::units::Year;
use std::sync::OnceLock;
use support::london::{
    assert_unchanged, bands, boroughs, difference, everyone, level, london, quintiles, sexes, smoking_at, year, years,
};
use support::measures::{additive, has, shares};

const NULLS: [&str; 2] = ["null intervention", "null ambition"];
/// From the shallowest target to the deepest.
const TARGETS: [&str; 3] = ["to 14%", "to 13%", "to 12%"];
const DOUBLED: &str = "reach doubled";
/// What interventions cost to deliver.
const DELIVERY: [Measure; 6] = [
    Measure::DELIVERY_COST_NHS,
    Measure::DELIVERY_COST_LOCAL_AUTHORITY,
    Measure::DELIVERY_COST_EMPLOYER,
    Measure::DELIVERY_COST,
    Measure::DELIVERY_COST_DISCOUNTED_1_5,
    Measure::DELIVERY_COST_DISCOUNTED_3_5,
];
const HACKNEY: &str = "quitting in Hackney";

/// Interventions on everybody from the first year on, all with one factor; of services as much of it as there are smokers to reach.
fn interventions(name: &str, factor: f64) -> Scenario {
    let reach = (Driver::STOP_SMOKING_REACH, Effect::factor(factor.min(10.0)));
    [reach, (Driver::QUITTING, Effect::factor(factor)), (Driver::STARTING, Effect::factor(factor))]
        .into_iter()
        .fold(Scenario::new(name), |scenario, what| scenario.doing(Intervention::new(what.0, what.1).from(year(2016))))
}

/// A year beyond the deadline of 2020, sixteen draws: two batches.
fn open() -> &'static Outcomes {
    static RUN: OnceLock<Outcomes> = OnceLock::new();
    RUN.get_or_init(|| {
        let pounds = |value| Estimate::fixed(value).unwrap();
        let reach = Intervention::new(Driver::STOP_SMOKING_REACH, Effect::factor(2.0))
            .from(year(2016))
            .costing(DeliveryCost::per_person_reached(Payer::LocalAuthority, pounds(121.09)))
            .costing(DeliveryCost::per_year(Payer::Nhs, pounds(1e6)))
            .costing(DeliveryCost::per_year(Payer::Employer, pounds(1e5)));
        let in_hackney =
            Intervention::new(Driver::QUITTING, Effect::factor(3.0)).from(year(2016)).group(Group::areas(["Hackney"]));
        let mut builder = london(2021)
            .draws(16)
            .scenario(interventions(NULLS[0], 1.0))
            .scenario(Scenario::new(NULLS[1]).with(smoking_at(99.0)))
            .scenario(Scenario::new(DOUBLED).doing(reach))
            .scenario(Scenario::new(HACKNEY).doing(in_hackney))
            .scenario(interventions("nobody starts or quits", 0.0))
            .scenario(interventions("as much as may be", 100.0));
        for (name, target) in TARGETS.into_iter().zip([14.0, 13.0, 12.0]) {
            builder = builder.scenario(Scenario::new(name).with(smoking_at(target)));
        }
        builder.build().unwrap().run().unwrap()
    })
}

/// Today's people for four years.
fn closed() -> &'static Outcomes {
    static RUN: OnceLock<Outcomes> = OnceLock::new();
    RUN.get_or_init(|| {
        let builder = london(2019).migration(Migration::Closed).draws(8);
        builder.scenario(interventions("as much as may be", 100.0)).build().unwrap().run().unwrap()
    })
}

fn assert_near(one: &[f64], other: &[f64], scale: &[f64], what: &str) {
    for ((a, b), scale) in one.iter().zip(other).zip(scale) {
        assert!((a - b).abs() <= 1e-9 * scale.abs(), "{what}: {a} is not {b}");
    }
}

fn add(sum: &mut [f64], more: &[f64]) {
    for (sum, more) in sum.iter_mut().zip(more) {
        *sum += more;
    }
}

#[test]
fn nothing_done_changes_nothing() {
    let run = open();
    let compared = assert_unchanged(run, &NULLS);
    // 79 groups, 2 scenarios, 16 draws, some 380 measures and years.
    assert!(compared > 800_000, "{compared}");
}

#[test]
fn an_intervention_in_one_borough_leaves_the_others_alone() {
    let run = open();
    for group in boroughs(run) {
        let moved = |measure| difference(run, HACKNEY, measure, &group, year(2021));
        let (smokers, deaths) = (moved(Measure::SMOKERS), moved(Measure::DEATHS));
        if group.areas == ["Hackney"] {
            assert!(smokers.iter().chain(&deaths).all(|change| *change < 0.0));
        } else {
            assert!(smokers.iter().chain(&deaths).all(|change| change.to_bits() == 0.0_f64.to_bits()), "{group:?}");
        }
    }
}

#[test]
fn boroughs_quintiles_sexes_and_ages_add_up() {
    let run = open();
    let mut splits = vec![(Group::everybody(), boroughs(run)), (Group::everybody(), quintiles())];
    splits.extend([(Group::everybody(), sexes()), (Group::everybody(), bands())]);
    for sex in sexes() {
        let of_sex = |groups: Vec<Group>| groups.into_iter().map(|group| group.of_sex(sex.sexes[0])).collect();
        splits.push((sex.clone(), of_sex(bands())));
        splits.push((sex.clone(), of_sex(quintiles())));
    }
    for scenario in run.scenarios() {
        for measure in additive() {
            if scenario == "frozen" && measure == Measure::QUITS {
                continue;
            }
            for when in years(run).into_iter().filter(|&when| has(&Group::everybody(), measure, when)) {
                for (total, parts) in &splits {
                    let by_age = !parts[0].ages.is_empty();
                    if measure == Measure::BIRTHS && by_age {
                        continue;
                    }
                    let all = level(run, scenario, measure, total, when);
                    let mut sum = vec![0.0; all.len()];
                    // Under 18 there are no adults to add.
                    for part in parts.iter().filter(|part| has(part, measure, when)) {
                        add(&mut sum, &level(run, scenario, measure, part, when));
                    }
                    // Only one scenario has costs, from the year after its intervention begins to act.
                    let costed = scenario == DOUBLED && when > year(2016);
                    let nothing = if DELIVERY.contains(&measure) { !costed } else { scenario.starts_with("nobody") };
                    assert!(all.iter().all(|value| *value > 0.0) || nothing, "{measure} of {scenario} in {when}");
                    assert_near(&sum, &all, &all, &format!("{measure} of {scenario} in {when}, {total:?}"));
                }
            }
        }
    }
}

/// Population less the year before's, less births, plus deaths: who came and went.
fn net_migration(run: &Outcomes, scenario: &str, group: &Group, when: Year) -> Vec<f64> {
    let of = |measure, when| level(run, scenario, measure, group, when);
    let before = of(Measure::POPULATION, year(when.get() - 1));
    let (births, deaths) = (of(Measure::BIRTHS, when), of(Measure::DEATHS, when));
    let mut net = of(Measure::POPULATION, when);
    for (draw, net) in net.iter_mut().enumerate() {
        *net += deaths[draw] - births[draw] - before[draw];
    }
    net
}

#[test]
fn the_same_people_come_and_go_in_every_scenario() {
    let run = open();
    let mut groups = boroughs(run);
    groups.push(Group::everybody());
    for group in &groups {
        for when in years(run).into_iter().skip(1) {
            let baseline = net_migration(run, "baseline", group, when);
            let people = level(run, "baseline", Measure::POPULATION, group, when);
            for null in NULLS {
                let net = net_migration(run, null, group, when);
                assert!(net.iter().zip(&baseline).all(|(a, b)| a.to_bits() == b.to_bits()));
            }
            // As many come as in the baseline; of those alive only there, no more can leave than there are.
            for (scenario, more_people) in [("to 12%", true), (DOUBLED, true), ("frozen", false)] {
                let net = net_migration(run, scenario, group, when);
                let alive = difference(run, scenario, Measure::POPULATION, group, when);
                for draw in 0..net.len() {
                    let rounding = 1e-9 * people[draw];
                    let (extra, left) = (alive[draw], baseline[draw] - net[draw]);
                    let (extra, left) = if more_people { (extra, left) } else { (-extra, -left) };
                    assert!(extra >= -rounding, "{scenario} {when} {group:?}: {extra} more people");
                    assert!(
                        (-rounding..=extra + rounding).contains(&left),
                        "{scenario} {when} {group:?}: {left} of {extra} more people left"
                    );
                }
            }
        }
    }
}

#[test]
fn without_migration_people_only_die() {
    let run = closed();
    let mut groups = boroughs(run);
    groups.extend([quintiles(), sexes(), vec![Group::everybody()]].concat());
    for scenario in run.scenarios() {
        for group in &groups {
            for when in years(run).into_iter().skip(1) {
                let of = |measure, when| level(run, scenario, measure, group, when);
                let before = of(Measure::POPULATION, year(when.get() - 1));
                let (now, deaths) = (of(Measure::POPULATION, when), of(Measure::DEATHS, when));
                assert!(of(Measure::BIRTHS, when).iter().all(|births| births.to_bits() == 0.0_f64.to_bits()));
                let left: Vec<f64> = before.iter().zip(&deaths).map(|(people, deaths)| people - deaths).collect();
                assert_near(&now, &left, &before, &format!("{scenario} {when} {group:?}"));
                let lived = of(Measure::LIFE_YEARS, when);
                for draw in 0..now.len() {
                    assert!(deaths[draw] > 0.0);
                    assert!(now[draw] < lived[draw] && lived[draw] < before[draw]);
                }
            }
        }
    }
}

#[test]
fn shares_stay_in_0_to_1() {
    for run in [open(), closed()] {
        for scenario in run.scenarios() {
            for (group, measure) in everyone(run).iter().flat_map(|group| shares().into_iter().map(move |m| (group, m)))
            {
                for when in years(run).into_iter().filter(|&when| has(group, measure, when)) {
                    for share in level(run, scenario, measure, group, when) {
                        assert!((0.0..=1.0).contains(&share), "{measure} {scenario} {when} {group:?}: {share}");
                    }
                }
            }
        }
    }
}

#[test]
fn discounted_is_never_more() {
    let run = open();
    for (plain, discounted, rate) in [
        (Measure::LIFE_YEARS, Measure::LIFE_YEARS_DISCOUNTED_1_5, 0.015),
        (Measure::LIFE_YEARS, Measure::LIFE_YEARS_DISCOUNTED_3_5, 0.035),
        (Measure::QALYS, Measure::QALYS_DISCOUNTED_1_5, 0.015),
        (Measure::QALYS, Measure::QALYS_DISCOUNTED_3_5, 0.035),
    ] {
        for group in everyone(run) {
            for when in years(run).into_iter().skip(1) {
                // A year's flow lies half a year before its mid-year.
                let weight = libm::pow(1.0 + rate, 0.5 - f64::from(when.since(Year::START)));
                let full = level(run, "baseline", plain, &group, when);
                let less = level(run, "baseline", discounted, &group, when);
                for (less, full) in less.iter().zip(&full) {
                    assert!(less < full && (less / full / weight - 1.0).abs() < 1e-12);
                }
            }
        }
        for scenario in TARGETS {
            let gain = |measure| run.draws_of(&Quantity::cumulative(scenario, measure, year(2021))).unwrap();
            let by_trend = trend_meets(run, scenario);
            for ((less, full), met) in gain(discounted).iter().zip(gain(plain)).zip(by_trend) {
                let sound = if met { less.to_bits() == full.to_bits() } else { 0.0 < *less && *less < full };
                assert!(sound, "{scenario}: {less} {full}");
            }
        }
    }
}

/// Whether the trend of each draw meets the target of a scenario in 2020 by itself.
fn trend_meets(run: &Outcomes, scenario: &str) -> Vec<bool> {
    let target = [0.14, 0.13, 0.12][TARGETS.iter().position(|name| *name == scenario).unwrap()];
    let trend = level(run, "baseline", Measure::SMOKING_PREVALENCE, &Group::everybody(), year(2020));
    trend.into_iter().map(|share| share <= target).collect()
}

#[test]
fn a_deeper_target_never_averts_fewer_deaths() {
    let run = open();
    for measure in
        [Measure::DEATHS, Measure::DEATHS_LUNG_CANCER, Measure::DEATHS_SMOKING_ATTRIBUTABLE, Measure::SMOKERS]
    {
        // Who quits in the first year is counted at its end: deaths and the rest move from the second on.
        let first = if measure == Measure::SMOKERS { 1 } else { 2 };
        for when in years(run).into_iter().skip(first) {
            let mut shallower: Vec<f64> = vec![0.0; run.draws()];
            for scenario in TARGETS {
                let changes = difference(run, scenario, measure, &Group::everybody(), when);
                let averted: Vec<f64> = changes.into_iter().map(|change| 0.0 - change).collect();
                for ((deep, shallow), met) in averted.iter().zip(&shallower).zip(trend_meets(run, scenario)) {
                    let sound = if met { deep.to_bits() == shallow.to_bits() } else { deep > shallow };
                    assert!(sound, "{measure} {scenario} {when}: {deep} after {shallow}");
                }
                shallower = averted;
            }
        }
    }
}

#[test]
fn reach_doubled_from_2016_adds_quits() {
    let run = open();
    for group in [boroughs(run), sexes(), quintiles(), vec![Group::everybody()]].concat() {
        for when in years(run).into_iter().skip(1) {
            let more = difference(run, DOUBLED, Measure::QUITS, &group, when);
            let fewer = difference(run, DOUBLED, Measure::SMOKERS, &group, when);
            assert!(more.iter().all(|quits| *quits > 0.0) && fewer.iter().all(|smokers| *smokers < 0.0), "{group:?}");
        }
    }
}

#[test]
fn causes_are_parts_of_all_deaths() {
    let run = open();
    for scenario in run.scenarios() {
        for group in everyone(run) {
            for when in years(run).into_iter().skip(1) {
                let of = |measure| level(run, scenario, measure, &group, when);
                let at_most = |parts: &[Measure], total: Measure| {
                    let mut sum = vec![0.0; run.draws()];
                    parts.iter().for_each(|part| add(&mut sum, &of(*part)));
                    for (part, total) in sum.into_iter().zip(of(total)) {
                        assert!(0.0 <= part && part < total, "{parts:?} of {scenario} in {when}, {group:?}: {part}");
                    }
                };
                at_most(
                    &[Measure::DEATHS_CANCER, Measure::DEATHS_CARDIOVASCULAR, Measure::DEATHS_RESPIRATORY],
                    Measure::DEATHS,
                );
                at_most(
                    &[Measure::DEATHS_ISCHAEMIC_HEART_DISEASE, Measure::DEATHS_STROKE],
                    Measure::DEATHS_CARDIOVASCULAR,
                );
                at_most(&[Measure::DEATHS_LUNG_CANCER], Measure::DEATHS_CANCER);
                at_most(&[Measure::DEATHS_COPD], Measure::DEATHS_RESPIRATORY);
                at_most(&[Measure::DEATHS_SMOKING_ATTRIBUTABLE], Measure::DEATHS);
                // No risk is told for the ages below 35.
                let young = group.ages.first().is_some_and(|ages| ages.to.is_some_and(|to| to <= 35));
                assert!(of(Measure::DEATHS_SMOKING_ATTRIBUTABLE).iter().all(|deaths| (*deaths > 0.0) != young));
            }
        }
    }
}

#[test]
fn qalys_of_the_baseline_are_life_years_times_the_norms() {
    let data = ReferenceData::embedded();
    let norms = data.table(TableName::UTILITY_NORMS);
    let (sex, age, value) =
        (norms.text("sex").unwrap(), norms.number("age").unwrap(), norms.number("utility").unwrap());
    let run = open();
    // A scenario's people have other diseases, and so not the norm.
    for scenario in ["baseline", NULLS[0], NULLS[1]] {
        for of_sex in Sex::ALL {
            let known: Vec<(f64, f64)> = (0..norms.rows())
                .filter(|&row| sex[row].as_str() == of_sex.name())
                .map(|row| (age[row], value[row]))
                .collect();
            let (first, last) = (known[0].0, known[known.len() - 1].0);
            for band in RESULT_BANDS {
                // A year is lived half at the age it begins with and half at the next.
                let from = f64::from(band.from).clamp(first, last);
                let to = band.to.map_or(last, |to| f64::from(to).clamp(first, last));
                let in_band = known.iter().filter(|(age, _)| (from..=to).contains(age)).map(|(_, value)| *value);
                let low = in_band.clone().fold(f64::INFINITY, f64::min);
                let high = in_band.fold(0.0, f64::max);
                let group = Group::everybody().of_sex(of_sex).aged(band);
                for when in years(run).into_iter().skip(1) {
                    let lived = level(run, scenario, Measure::LIFE_YEARS, &group, when);
                    for (qalys, lived) in level(run, scenario, Measure::QALYS, &group, when).iter().zip(lived) {
                        let mean = qalys / lived;
                        assert!(low - 1e-12 <= mean && mean <= high + 1e-12, "{group:?}: {low} {mean} {high}");
                    }
                }
            }
        }
    }
}
