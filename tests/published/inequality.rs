//! Inequality indices against the English health agencies' test data and a vignette of distributional cost-effectiveness.

// Helpers outside a #[test] are tests all the same.
#![allow(clippy::unwrap_used, clippy::panic)]

use health_impact::inequality::{
    Index, RankedGroups, Scale, atkinson, concentration_index, equally_distributed_equivalent, gini, simulated_limits,
    slope_index,
};
use std::collections::BTreeMap;
use support::published::{Checks, json, table};

/// One case of the agencies' test data.
#[derive(Default)]
struct Case {
    error_scale: Option<Scale>,
    populations: Vec<f64>,
    values: Vec<f64>,
    errors: Vec<f64>,
}

fn cases() -> BTreeMap<String, Case> {
    let mut cases: BTreeMap<String, Case> = BTreeMap::new();
    for row in table("phe-slope-index/inputs.csv") {
        let number = |column: &str| row[column].parse::<f64>().unwrap();
        let case = cases.entry(row["case"].clone()).or_default();
        assert_eq!(number("quantile").to_bits(), (case.values.len() as f64 + 1.0).to_bits());
        case.error_scale = Some(match row["value_type"].as_str() {
            "0" => Scale::Linear,
            "1" => Scale::Log,
            "2" => Scale::Logit,
            other => panic!("{other}"),
        });
        case.populations.push(number("population"));
        case.values.push(number("value"));
        case.errors.push(number("standard_error"));
    }
    cases
}

#[test]
fn slope_and_relative_index_of_the_english_health_agencies() {
    let checks = Checks::read("phe-slope-index/expected.json");
    let cases = cases();
    assert_eq!(cases.len(), 10);
    for (name, case) in &cases {
        let groups = RankedGroups::new(&case.populations).unwrap();
        let found = slope_index(&groups, &case.values, Scale::Linear).unwrap();
        checks.number(&format!("{name}.sii"), found.slope);
        checks.number(&format!("{name}.rii"), found.relative().unwrap());
        assert_eq!(Index::Slope.of(&groups, &case.values).unwrap().to_bits(), found.slope.to_bits());
        if checks.ids().contains(&format!("{name}.intercept")) {
            checks.number(&format!("{name}.intercept"), found.at_most_deprived);
        }
        if !checks.ids().contains(&format!("{name}.sii_lowercl_1 (by simulation)")) {
            continue;
        }
        // The agencies simulate 100,000 times; 20,000 know a limit of 2.5% to a fiftieth of the standard error.
        let scales = (case.error_scale.unwrap(), Scale::Linear);
        let limits = simulated_limits(&groups, &case.values, &case.errors, scales, 0.95, (20_000, 2015)).unwrap();
        let relative = limits.relative.unwrap();
        checks.number(&format!("{name}.sii_lowercl_1 (by simulation)"), limits.slope.0);
        checks.number(&format!("{name}.sii_uppercl_1 (by simulation)"), limits.slope.1);
        checks.number(&format!("{name}.rii_lowercl_1 (by simulation)"), relative.0);
        checks.number(&format!("{name}.rii_uppercl_1 (by simulation)"), relative.1);
    }
    checks.done_with(54);
}

#[test]
fn indices_of_distributional_cost_effectiveness() {
    let checks = Checks::read("dcea-inequality-indices/expected.json");
    let inputs = json("dcea-inequality-indices/inputs.json");
    let list =
        |name: &str| -> Vec<f64> { inputs[name].as_array().unwrap().iter().map(|x| x.as_f64().unwrap()).collect() };
    let (groups, health) = (RankedGroups::new(&list("population_share")).unwrap(), list("health"));
    let slope = slope_index(&groups, &health, Scale::Linear).unwrap();
    let concentration = concentration_index(&groups, &health).unwrap();
    for (id, value) in
        [("sii", slope.slope), ("rii", slope.relative_to_mean().unwrap()), ("se_sii", slope.standard_error.unwrap())]
    {
        checks.number(id, value);
        checks.number(&format!("printed.{id}"), value);
    }
    checks.number("ci", concentration);
    checks.number("printed.concentration_index", concentration);
    checks.number("gini", gini(&groups, &health).unwrap());
    for epsilon in [0.5, 1.0, 2.0, 10.0] {
        checks.number(&format!("atkinson_{epsilon}"), atkinson(&groups, &health, epsilon).unwrap());
        let equivalent = equally_distributed_equivalent(&groups, &health, epsilon).unwrap();
        checks.number(&format!("ede_{epsilon}"), equivalent);
    }
    checks.done_with(17);
}
