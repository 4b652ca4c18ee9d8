//! The life table of a whole population: New Zealand's non-Maori, with and without less mortality.
//! The source is in `tests/fixtures/README.md`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use health_impact::multistate::{Cohort, Context, Model};
use std::collections::BTreeMap;
use support::published::{Checks, alive_or_dead, json, table};

/// A row of the New Zealand table: mortality rate, its yearly change, years lived with disability per year.
#[derive(Clone, Copy)]
struct Row {
    rate: f64,
    change: f64,
    disability: f64,
}

/// All-cause mortality rate of those aged `age` in 2011 + `years`. The trend stops in 2026, when a cohort keeps the
/// multiplier it has; at 110 the rate of 109 is used.
fn mortality(rows: &[Row], age: usize, years: usize) -> f64 {
    let age = age.min(109);
    let age_in_2026 = age.saturating_sub(years.saturating_sub(15));
    rows[age].rate * libm::exp(rows[age_in_2026].change * years.min(15) as f64)
}

fn nz_model(sexes: &BTreeMap<String, Vec<Row>>, people: &[(String, usize, f64)], scale: f64) -> Model {
    let cohorts: Vec<Vec<Row>> = people.iter().map(|(sex, _, _)| sexes[sex].clone()).collect();
    let (for_deaths, for_disability) = (cohorts.clone(), cohorts);
    let death = move |c: &Context| -libm::expm1(-scale * mortality(&for_deaths[c.cohort], c.age as usize, c.cycle));
    let healthy = move |c: &Context| 1.0 - for_disability[c.cohort][(c.age as usize).min(109)].disability;
    let mut builder = alive_or_dead(death, healthy);
    for (sex, age, number) in people {
        let cohort = Cohort::new(format!("{sex} {}", 2011 - age)).aged(*age as f64).cycles(111 - age);
        builder = builder.cohort(cohort.starting("alive", *number));
    }
    builder.build().unwrap()
}

#[test]
fn new_zealand_life_table() {
    let mut sexes: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    let mut people = Vec::new();
    for row in table("nz-life-table/population.csv") {
        let number = |column: &str| row[column].parse::<f64>().unwrap();
        let rows = sexes.entry(row["sex"].clone()).or_default();
        assert_eq!(row["age"], rows.len().to_string());
        if !row["population_2011"].is_empty() {
            people.push((row["sex"].clone(), rows.len(), number("population_2011")));
        }
        let (rate, change) = (number("mortality_rate"), number("mortality_apc"));
        rows.push(Row { rate, change, disability: number("pyld_rate") });
    }
    assert_eq!(people.len(), 44);
    let scale = json("nz-life-table/inputs.json")["mortality_scale"].as_f64().unwrap();
    let models = [("", scale), ("bau_", 1.0)].map(|(prefix, scale)| (prefix, scale, nz_model(&sexes, &people, scale)));
    let runs = models.each_ref().map(|(prefix, scale, model)| (*prefix, *scale, model.run()));

    // Each column of the table by cohort and cycle.
    let cell = |column: &str, sex: &str, born: usize, cycle: usize| {
        let (prefix, scale, run) = &runs[usize::from(column.starts_with("bau_"))];
        let cohort = format!("{sex} {born}");
        let sum = |reward: &str| -> f64 {
            let years = (cycle..run.cycles(&cohort).unwrap()).rev();
            years.map(|cycle| run.at_cycle(reward, &cohort, cycle).unwrap()[0]).sum()
        };
        let alive = run.people(&cohort, "alive", cycle).unwrap()[0];
        match &column[prefix.len()..] {
            "prev_population" => alive,
            "acmr" => scale * mortality(&sexes[sex], 2011 - born + cycle, cycle),
            "LE" => sum("person_years") / alive,
            "HALE" => sum("HALY") / alive,
            reward => run.at_cycle(reward, &cohort, cycle).unwrap()[0],
        }
    };
    let rows = table("nz-life-table/expected.csv");
    assert!(rows.len() >= 290);
    for row in rows {
        let (sex, born, year) = (&row["sex"], row["year_of_birth"].parse().unwrap(), &row["year"]);
        let cycle = year.parse::<usize>().unwrap() - 2011;
        for column in row.keys().filter(|c| !["sex", "year_of_birth", "year", "age"].contains(&c.as_str())) {
            let (value, expected) = (cell(column, sex, born, cycle), row[column].parse::<f64>().unwrap());
            let tolerance = 1e-9 * expected.abs().max(1.0);
            assert!((value - expected).abs() <= tolerance, "{column} {sex} {born} {year}: {value} {expected}");
        }
    }

    let checks = Checks::read("nz-life-table/expected.json");
    let total = |column: &str| {
        let (prefix, _, run) = &runs[usize::from(column.starts_with("bau_"))];
        run.total(&column[prefix.len()..]).unwrap()[0]
    };
    for id in checks.ids() {
        let value = match id.split('.').collect::<Vec<_>>()[..] {
            ["total", "HALY_gain"] => total("HALY") - total("bau_HALY"),
            ["total", "LY_gain"] => total("person_years") - total("bau_person_years"),
            ["total", column] => total(column),
            [sex, born, age, column] => {
                let (born, age): (usize, usize) = (born[4..].parse().unwrap(), age[3..].parse().unwrap());
                cell(column, sex, born, born + age - 2011)
            }
            _ => panic!("{id}"),
        };
        checks.number(&id, value);
    }
    checks.done();
}
