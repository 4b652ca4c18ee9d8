//! London as published: people, smoking, deaths and life expectancy within what is known of them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use health_impact::calibration::{FittedQuantity, fitted_values};
use health_impact::data::{ReferenceData, TableName};
use health_impact::outcomes::{Measure, Outcomes};
use health_impact::population::Quintile;
use health_impact::scenario::{BASELINE, Group};
use health_impact::units::Year;
use std::collections::BTreeMap;
use std::sync::OnceLock;
use support::london::{level, london, quintiles, sexes, year, years};

fn run() -> &'static Outcomes {
    static RUN: OnceLock<Outcomes> = OnceLock::new();
    RUN.get_or_init(|| london(2018).draws(40).build().unwrap().run().unwrap())
}

/// Central parameters to 2040.
fn central() -> &'static Outcomes {
    static RUN: OnceLock<Outcomes> = OnceLock::new();
    RUN.get_or_init(|| london(2040).build().unwrap().run_central().unwrap())
}

fn mean(draws: &[f64]) -> f64 {
    draws.iter().sum::<f64>() / draws.len() as f64
}

fn mean_of(measure: Measure, group: &Group, when: i32) -> f64 {
    mean(&level(run(), "baseline", measure, group, year(when)))
}

/// Published smoking of 2015 by area code: value, lower, upper.
fn published_smoking() -> BTreeMap<String, [f64; 3]> {
    let data = ReferenceData::embedded();
    let table = data.table(TableName::SMOKING_AREA);
    let (code, when) = (table.text("area_code").unwrap(), table.number("year").unwrap());
    let [value, lower, upper] = ["prevalence", "lower", "upper"].map(|column| table.number(column).unwrap());
    (0..table.rows())
        .filter(|&row| when[row].to_bits() == 2015.0_f64.to_bits())
        .map(|row| (code[row].to_string(), [value[row], lower[row], upper[row]]))
        .collect()
}

#[test]
fn people_of_2015() {
    // ONS mid-2015 estimate as first published.
    for people in level(run(), "baseline", Measure::POPULATION, &Group::everybody(), Year::START) {
        assert!((people / 8_673_713.0 - 1.0).abs() < 1e-9, "{people}");
    }
}

#[test]
fn smoking_of_2015() {
    let published = published_smoking();
    let [_, lower, upper] = published["E12000007"];
    assert_eq!((lower.to_bits(), upper.to_bits()), (0.156_f64.to_bits(), 0.169_f64.to_bits()));
    let london = mean_of(Measure::SMOKING_PREVALENCE, &Group::everybody(), 2015);
    assert!((lower..=upper).contains(&london), "{london}");
    let data = ReferenceData::embedded();
    let mut outside = Vec::new();
    let mut compared = 0;
    for area in data.areas() {
        // The City of London has no published figure.
        let Some([_, lower, upper]) = published.get(&area.code) else { continue };
        compared += 1;
        let central =
            level(central(), "baseline", Measure::SMOKING_PREVALENCE, &Group::area(&area.name), Year::START)[0];
        if !(*lower..=*upper).contains(&central) {
            outside.push(format!("{} {central} not in {lower} to {upper}", area.name));
        }
    }
    assert_eq!(compared, 32);
    assert!(outside.len() <= 2, "{outside:?}");
}

#[test]
fn deaths_of_2016() {
    let deaths = mean_of(Measure::DEATHS, &Group::everybody(), 2016);
    assert!((48_000.0..50_000.0).contains(&deaths), "{deaths}");
    // 8,400 in 2014 at 35 and over by the publication in smoking_attributable_estimates.csv.
    let smoking = mean_of(Measure::DEATHS_SMOKING_ATTRIBUTABLE, &Group::everybody(), 2016);
    assert!((6_000.0..9_000.0).contains(&smoking), "{smoking}");
}

#[test]
fn births_of_2016() {
    // 128,602 from mid-2014 to mid-2015 by births.csv.
    let births = mean_of(Measure::BIRTHS, &Group::everybody(), 2016);
    assert!((births / 128_602.0 - 1.0).abs() < 0.05, "{births}");
}

#[test]
fn life_expectancy_of_boroughs() {
    let mut compared = 0;
    let all = fitted_values(&ReferenceData::embedded()).unwrap();
    for one in all.iter().filter(|one| one.quantity == FittedQuantity::LifeExpectancy) {
        let Some(published) = one.published else { continue };
        assert!((one.fitted - published).abs() < 0.5, "{one:?}");
        compared += 1;
    }
    assert_eq!(compared, 64);
}

#[test]
fn people_of_2040_as_projected() {
    let data = ReferenceData::embedded();
    let table = data.table(TableName::POPULATION_PROJECTION);
    let code = table.text("area_code").unwrap();
    let estimates = data.table(TableName::POPULATION);
    let (estimated, persons) = (estimates.text("area_code").unwrap(), estimates.number("persons").unwrap());
    // The projection was made before the estimates of 2015: each borough's is scaled to them.
    let mut scaled = 0.0;
    for area in data.areas() {
        let sum = |column: &str| -> f64 {
            let persons = table.number(column).unwrap();
            (0..table.rows()).filter(|&row| code[row].as_str() == area.code).map(|row| persons[row]).sum()
        };
        let start: f64 = (0..estimates.rows()).filter(|&row| estimated[row] == area.code).map(|row| persons[row]).sum();
        scaled += sum("y2040") * start / sum("y2015");
    }
    let people = level(central(), "baseline", Measure::POPULATION, &Group::everybody(), Year::HORIZON)[0];
    assert!((people / scaled - 1.0).abs() < 0.02, "{people}, projected {scaled}");
}

#[test]
fn smoking_falls_from_the_poorest_to_the_richest() {
    for when in years(run()) {
        let shares: Vec<f64> =
            quintiles().iter().map(|group| mean_of(Measure::SMOKING_PREVALENCE, group, when.get())).collect();
        assert!(shares.windows(2).all(|pair| pair[0] > pair[1]), "{when}: {shares:?}");
    }
}

#[test]
fn men_smoke_more_and_die_younger() {
    let [men, women] = sexes().try_into().unwrap();
    for when in years(run()) {
        let of = |measure, group: &Group| level(run(), "baseline", measure, group, when);
        assert!(
            of(Measure::SMOKING_PREVALENCE, &men)
                .iter()
                .zip(of(Measure::SMOKING_PREVALENCE, &women))
                .all(|(men, women)| *men > women)
        );
        assert!(
            of(Measure::LIFE_EXPECTANCY, &men)
                .iter()
                .zip(of(Measure::LIFE_EXPECTANCY, &women))
                .all(|(men, women)| (2.0..6.0).contains(&(women - men)))
        );
    }
}

#[test]
fn the_poorest_die_younger() {
    let [poorest, richest] = [1, 5].map(|quintile| Group::everybody().in_quintile(Quintile::new(quintile).unwrap()));
    let (poor, rich) =
        (mean_of(Measure::LIFE_EXPECTANCY, &poorest, 2015), mean_of(Measure::LIFE_EXPECTANCY, &richest, 2015));
    assert!((2.0..9.0).contains(&(rich - poor)), "{poor} {rich}");
}

#[test]
fn the_trend_of_smoking_is_down() {
    let share = |when: Year| level(central(), "baseline", Measure::SMOKING_PREVALENCE, &Group::everybody(), when)[0];
    let path: Vec<f64> = years(central()).into_iter().map(share).collect();
    assert!(path.windows(2).all(|pair| pair[1] < pair[0]), "{path:?}");
    assert!(path[path.len() - 1] > 0.04, "{path:?}");
}

/// Of everybody at central parameters.
fn of(measure: Measure, when: i32) -> f64 {
    level(central(), "baseline", measure, &Group::everybody(), year(when))[0]
}

#[test]
fn weight_of_children_and_adults_in_2015() {
    // NCMP, London, 2014/15: 22.6% obese and 37.2% above a healthy weight in Year 6, 10.1% obese in Reception.
    for (measure, published) in [
        (Measure::CHILD_OBESITY_YEAR6, 0.226),
        (Measure::CHILD_EXCESS_WEIGHT_YEAR6, 0.372),
        (Measure::CHILD_OBESITY_RECEPTION, 0.101),
    ] {
        let share = of(measure, 2015);
        assert!((share - published).abs() < 0.005, "{measure}: {share}, published {published}");
    }
    // Active Lives 2015/16, London: 18.4% obese (adult_weight_area.csv).
    let obese = of(Measure::ADULT_OBESITY, 2016);
    assert!((obese - 0.184).abs() < 0.01, "{obese}");
    let rises: Vec<f64> = quintiles()
        .iter()
        .map(|group| level(central(), "baseline", Measure::CHILD_OBESITY_YEAR6, group, Year::START)[0])
        .collect();
    assert!(rises.windows(2).all(|pair| pair[0] > pair[1]), "{rises:?}");
}

#[test]
fn smoking_of_2015_is_the_published_share() {
    // Annual Population Survey, London, 2015: 16.3% (smoking_area.csv).
    let share = of(Measure::SMOKING_PREVALENCE, 2015);
    assert!((share - 0.163).abs() < 0.003, "{share}");
}

#[test]
fn days_off_sick_of_2016() {
    // Almost 14 million days were lost in London in a year by the agreement's own account; 1.5% of working hours make 14.9 million.
    let days = of(Measure::ABSENCE_DAYS, 2016);
    assert!((13.0e6..15.5e6).contains(&days), "{days}");
}

#[test]
fn prevalence_is_of_the_order_of_the_registers() {
    let people = of(Measure::POPULATION, 2015);
    // CPRD 2014 (Zghebi 2017): 5.26% of those from 16 on in the United Kingdom; London is younger, and more prone.
    let diabetes = of(Measure::PREVALENT_DIABETES, 2015) / of(Measure::ADULTS, 2015);
    assert!((0.04..0.07).contains(&diabetes), "{diabetes}");
    // The register of all coronary disease 2013/14 has 3% of England (Bhatnagar 2016), attacks are a part of it; ten years of first
    // events in England are 0.85% (Smolina 2012), of a population with half as many people again from 65 on.
    let attack = of(Measure::PREVALENT_HEART_ATTACK, 2015) / people;
    assert!((0.0085 / 1.6..0.03).contains(&attack), "{attack}");
    // General practices 2008 (Lee 2011) 0.72%, survivors in the United Kingdom 1.7%; the same younger people.
    let stroke = of(Measure::PREVALENT_STROKE, 2015) / people;
    assert!((0.0072 / 1.6..0.017).contains(&stroke), "{stroke}");
    // THIN 2012 (Snell 2016): 2.0% of the United Kingdom.
    let copd = of(Measure::PREVALENT_COPD, 2015) / people;
    assert!((0.02 / 1.6..0.02).contains(&copd), "{copd}");
}

#[test]
fn the_gap_of_severe_mental_illness() {
    // Between 5 and 18 years whichever of the two populations is meant, and longer for users of secondary services.
    let [services, practices] = [Measure::SMI_LIFE_EXPECTANCY_GAP, Measure::SMI_LIFE_EXPECTANCY_GAP_GP_REGISTERS];
    for group in [sexes(), vec![Group::everybody()]].concat() {
        let [wide, narrow] =
            [services, practices].map(|measure| level(central(), "baseline", measure, &group, Year::START)[0]);
        assert!(5.0 < narrow && narrow < wide && wide < 18.0, "{group:?}: {narrow} {wide}");
    }
}

/// A fit that keeps a published point and leaves its interval is told.
#[test]
fn misfits_to_published_intervals_are_told() {
    let told =
        "the curve copd keeps the published points and widths of intervals: ends are missed by up to 32% of the width";
    assert!(run().notes().iter().any(|note| note.contains(told)));
}

#[test]
fn a_change_in_deaths_is_people_ageing_and_rates() {
    let run = london(2025).draws(16).build().unwrap().run().unwrap();
    let (from, to) = (year(2016), year(2025));
    let split = run.change(BASELINE, Measure::DEATHS, from, to).unwrap();
    let sum = split.people.mean + split.ageing.mean + split.rates.mean;
    assert!((sum - split.change.mean).abs() < 1e-6 * split.change.mean.abs().max(1.0), "{split:?}");
    let level = |when| run.level(BASELINE, Measure::DEATHS, &Group::everybody(), when).unwrap().mean;
    assert!((level(to) - level(from) - split.change.mean).abs() < 1e-6 * level(from));
    // London grows by a tenth in nine years; death rates fall by about 1% a year.
    assert!(split.people.mean > 0.05 * level(from) && split.people.mean < 0.15 * level(from), "{split:?}");
    assert!(split.rates.mean < 0.0 && split.rates.mean > -0.2 * level(from), "{split:?}");
    // A year lived per year lived is one by definition.
    let years = run.change(BASELINE, Measure::LIFE_YEARS, from, to).unwrap();
    assert!(years.rates.mean.abs() < 1e-6 && years.ageing.mean.abs() < 1e-6, "{years:?}");
    let message = run.change(BASELINE, Measure::SMOKING_PREVALENCE, from, to).unwrap_err().to_string();
    assert_eq!(message, "smoking_prevalence is no count: its change has no people, ageing and rates");
}
