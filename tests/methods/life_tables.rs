//! Life tables against the English health agencies' and closed forms, and laws that hold for any rates.

// Helpers outside a #[test] are tests all the same.
#![allow(clippy::unwrap_used, clippy::panic)]

use health_impact::population::{AgeBandDeaths, abridged_life_expectancy};
use health_impact::population::{LifeTable, WithinYear, cohort_life_expectancy, life_expectancy_at_birth};
use health_impact::units::{AGES, Age};
use proptest::prelude::*;
use support::published::{Checks, table};

fn bands() -> Vec<AgeBandDeaths> {
    let number = |text: &str| text.parse::<f64>().unwrap();
    table("phe-life-expectancy/inputs.csv")
        .iter()
        .map(|row| AgeBandDeaths {
            start_age: row["start_age"].parse().unwrap(),
            population: number(&row["population"]),
            deaths: number(&row["deaths"]),
        })
        .collect()
}

#[test]
fn abridged_table_of_the_english_health_agencies() {
    let checks = Checks::read("phe-life-expectancy/expected.json");
    for at in abridged_life_expectancy(&bands()).unwrap() {
        let age = at.start_age;
        checks.number(&format!("e{age}"), at.value);
        checks.number(&format!("e{age}.full"), at.value);
        checks.number(&format!("e{age}.lower95"), at.lower_95);
        checks.number(&format!("e{age}.lower95.full"), at.lower_95);
        checks.number(&format!("e{age}.upper95.full"), at.upper_95);
    }
    checks.done_with(100);
}

#[test]
fn abridged_tables_refuse_bad_bands() {
    let message = |change: fn(&mut Vec<AgeBandDeaths>)| {
        let mut bands = bands();
        change(&mut bands);
        abridged_life_expectancy(&bands).unwrap_err().to_string()
    };
    assert_eq!(message(|b| b[2].population = 0.0), "population at ages from 5 0 must be above 0 and finite");
    assert!(message(|b| b[3].deaths = f64::NAN).contains("deaths at ages from 10 NaN must lie in 0 to"));
    assert!(message(|b| b[19].deaths = 0.0).contains("life has no end"));
    assert!(message(|b| b[18].deaths = 11_936.0).contains("exceeds 1"));
    assert!(message(|b| b.swap(4, 5)).contains("must be above the age before it"));
    assert!(message(|b| b.truncate(1)).contains("must be 2 or more"));
}

#[test]
fn bands_without_deaths_are_no_error() {
    let mut bands = bands();
    bands[1].deaths = 0.0;
    let result = abridged_life_expectancy(&bands).unwrap();
    assert!(result.iter().all(|at| at.value.is_finite() && at.standard_error > 0.0));
}

#[test]
fn constant_hazard_has_its_closed_form() {
    let checks = Checks::read("closed-form/expected.json");
    let rates = [0.02; AGES];
    let table = LifeTable::new(&rates, WithinYear::ConstantHazard).unwrap();
    let id = "life_expectancy.constant_hazard_0.02";
    checks.number(id, life_expectancy_at_birth(&rates).unwrap());
    checks.number(id, table.person_years().iter().sum());
    for age in [0, 37, 100] {
        checks.number(id, table.life_expectancy(Age::new(age).unwrap()));
        checks.number(id, cohort_life_expectancy(Age::new(age).unwrap(), |_, _| 0.02).unwrap());
    }
    let temporary =
        |from: u32| table.temporary_life_expectancy(Age::new(from).unwrap(), Age::new(from + 30).unwrap()).unwrap();
    checks.number("life_expectancy.temporary_30y.hazard_0.02", temporary(0));
    checks.number("life_expectancy.temporary_30y.hazard_0.02", temporary(50));
}

#[test]
fn a_cohort_lives_through_the_calendar() {
    // Hazard 0.1 for ten years, then 0.2: (1 - exp(-1)) / 0.1 + exp(-1) / 0.2.
    let hazard = |_: Age, years_on: u32| if years_on < 10 { 0.1 } else { 0.2 };
    let expected = (1.0 - libm::exp(-1.0)) / 0.1 + libm::exp(-1.0) / 0.2;
    let cohort = cohort_life_expectancy(Age::new(20).unwrap(), hazard).unwrap();
    assert!((cohort - expected).abs() < 1e-12);
    assert!(cohort_life_expectancy(Age::new(20).unwrap(), |_, _| -1.0).is_err());
    assert!(cohort_life_expectancy(Age::new(20).unwrap(), |_, _| 0.0).is_err());
}

#[test]
fn tables_refuse_bad_rates() {
    let message = |age: usize, rate: f64, within: WithinYear| {
        let mut rates = vec![0.02; AGES];
        rates[age] = rate;
        LifeTable::new(&rates, within).unwrap_err().to_string()
    };
    let (constant, actuarial) = (WithinYear::ConstantHazard, WithinYear::Actuarial);
    assert_eq!(message(3, f64::NAN, constant), "death rate at age 3 NaN must be 0 or more and finite");
    assert!(message(100, 0.0, constant).contains("life has no end"));
    assert!(message(50, 2.5, actuarial).contains("exceeds 1"));
    assert!(LifeTable::new(&[0.1; 3], constant).unwrap_err().to_string().contains("must be 101"));
    let table = LifeTable::new(&[0.02; AGES], constant).unwrap();
    assert!(table.temporary_life_expectancy(Age::new(5).unwrap(), Age::new(4).unwrap()).is_err());
}

fn rates() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(prop_oneof![Just(0.0), 0.0..2.0, 0.0..0.01], AGES).prop_map(|mut rates| {
        rates[AGES - 1] += 1e-3;
        rates
    })
}

proptest! {
    #[test]
    fn laws_of_life_tables(rates in rates(), age in 0..AGES, more in 0.0..0.5) {
        for within in [WithinYear::ConstantHazard, WithinYear::Actuarial] {
            let table = LifeTable::new(&rates, within).unwrap();
            prop_assert!(table.survivors().windows(2).all(|pair| pair[1] <= pair[0]), "survivors rise");
            prop_assert!(table.death_probabilities().iter().all(|q| (0.0..=1.0).contains(q)));
            // People live between the number who start and the number who end the year.
            for (pair, lived) in table.survivors().windows(2).zip(table.person_years()) {
                prop_assert!(*lived <= pair[0] * (1.0 + 1e-15) && *lived >= pair[1] * (1.0 - 1e-15));
            }
            let total: f64 = table.person_years().iter().sum();
            let at_birth = table.life_expectancies()[0];
            prop_assert!((total - at_birth).abs() <= 1e-12 * total);
            let mut higher = rates.clone();
            higher[age] += more;
            if let Ok(other) = LifeTable::new(&higher, within) {
                prop_assert!(other.life_expectancies()[0] <= at_birth * (1.0 + 1e-14), "more deaths, longer life");
            }
        }
        let table = LifeTable::new(&rates, WithinYear::ConstantHazard).unwrap();
        let fast = life_expectancy_at_birth(&rates).unwrap();
        prop_assert!((fast - table.life_expectancies()[0]).abs() <= 1e-12 * fast);
        let period = cohort_life_expectancy(Age::new(0).unwrap(), |age, _| rates[age.get() as usize]).unwrap();
        prop_assert!((fast - period).abs() <= 1e-12 * fast, "a cohort at unchanging rates lives the period table");
    }

    #[test]
    fn any_rates_give_an_error_or_finite_years(rate in any::<f64>(), age in 0..AGES) {
        let mut rates = vec![0.02; AGES];
        rates[age] = rate;
        for within in [WithinYear::ConstantHazard, WithinYear::Actuarial] {
            if let Ok(table) = LifeTable::new(&rates, within) {
                prop_assert!(table.life_expectancies().iter().all(|years| years.is_finite() && *years >= 0.0));
            }
        }
    }
}
