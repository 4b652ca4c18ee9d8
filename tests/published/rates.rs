//! Proportions and rates with their limits against the English health agencies' test data.

// Helpers outside a #[test] are tests all the same.
#![allow(clippy::unwrap_used, clippy::panic)]

use health_impact::inequality::EUROPEAN_STANDARD_2013;
use health_impact::inequality::{BandEvents, directly_standardised_with_limits};
use health_impact::inequality::{proportion, rate};
use support::published::{Checks, table};

#[test]
fn proportions_and_rates_of_the_english_health_agencies() {
    let checks = Checks::read("phe-proportions-rates/expected.json");
    for row in table("phe-proportions-rates/inputs.csv") {
        let id = &row["id"];
        let number = |column: &str| row[column].parse::<f64>().unwrap();
        let (count, total) = (number("numerator"), number("denominator"));
        let of = |confidence: f64| match row["kind"].as_str() {
            "proportion" => proportion(count, total, confidence).unwrap().per(number("multiplier")).unwrap(),
            "rate" => {
                let statistic = checks.field(&format!("{id}.value"), "statistic");
                let multiplier: f64 = statistic.strip_prefix("rate per ").unwrap().parse().unwrap();
                assert_eq!(
                    checks.field(&format!("{id}.value"), "method"),
                    if count < 10.0 { "Exact" } else { "Byars" }
                );
                rate(count, total, confidence).unwrap().per(multiplier).unwrap()
            }
            other => panic!("{other}"),
        };
        checks.number(&format!("{id}.value"), of(0.95).value);
        for (name, confidence) in [("95_0", 0.95), ("99_8", 0.998)] {
            let found = of(confidence);
            checks.number(&format!("{id}.lower{name}cl"), found.lower);
            checks.number(&format!("{id}.upper{name}cl"), found.upper);
        }
    }
    checks.done_with(165);
}

/// No outside value: rates that rise with age alike in two regions have one standardised rate, however old their people.
#[test]
fn standardised_rates_do_not_see_the_age_of_the_people() {
    let of = |people: fn(f64) -> f64| {
        let bands: Vec<BandEvents> = (0..19)
            .map(|index| {
                let (age, weight) = (5.0 * f64::from(index), EUROPEAN_STANDARD_2013[index as usize]);
                let person_years = people(age);
                BandEvents { count: 1e-4 * libm::exp(0.07 * age) * person_years, person_years, weight }
            })
            .collect();
        let crude = bands.iter().map(|b| b.count).sum::<f64>() / bands.iter().map(|b| b.person_years).sum::<f64>();
        (directly_standardised_with_limits(&bands, 0.95).unwrap(), crude)
    };
    let (young, crude_young) = of(|age| 1e4 * libm::exp(-0.05 * age));
    let (old, crude_old) = of(|age| 1e4 + 50.0 * age);
    assert!(crude_old > 2.0 * crude_young);
    assert!((young.value / old.value - 1.0).abs() < 1e-12);
    assert!(young.lower < young.value && young.value < young.upper);
    // Fewer of the old, on whom the rate rests, tell it less well.
    assert!(young.upper - young.lower > old.upper - old.lower);
}
