//! Nothing wrong leaves as `Ok`: a search whose driver has no grip, tables that no rule of a cell refuses and no people can have.

#![allow(clippy::unwrap_used)]

use health_impact::Error;
use health_impact::data::{ReferenceData, TableName};
use health_impact::outcomes::{Measure, Quantity};
use health_impact::projection::Projection;
use health_impact::scenario::{BASELINE, Driver, Effect, Intervention, Scenario};
use health_impact::units::Year;
use support::london::{london, smoking_at, year};

/// Nobody quits at all, so that no factor on quitting can meet a target: out of reach, and people as they are.
#[test]
fn a_driver_without_grip_is_out_of_reach() {
    let none = Intervention::new(Driver::QUITTING, Effect::factor(0.0)).from(year(2016));
    let scenario = Scenario::new("nobody quits").doing(none).with(smoking_at(13.0).by(year(2018)));
    let run = london(2018).draws(8).scenario(scenario).build().unwrap().run().unwrap();
    let effort = run.required_effort().unwrap();
    assert_eq!((effort[0].out_of_reach.probability, effort[0].by_trend.probability), (1.0, 0.0));
    assert!(effort[0].factor.is_none());
    let people = run.draws_of(&Quantity::level("nobody quits", Measure::POPULATION, year(2018))).unwrap();
    let trend = run.draws_of(&Quantity::level(BASELINE, Measure::POPULATION, year(2018))).unwrap();
    assert!(people.iter().zip(&trend).all(|(people, trend)| people.is_finite() && people < trend));
    assert!(run.ambitions().is_ok());
}

/// The text of a table with another value in a column of some of its rows.
fn with(name: TableName, column: &str, value: &str, of: impl Fn(&[&str]) -> bool) -> ReferenceData {
    let data = ReferenceData::embedded();
    let text = std::fs::read_to_string(support::top().join("data").join(name.file())).unwrap();
    let header: Vec<&str> = text.lines().next().unwrap().split(',').collect();
    let at = header.iter().position(|known| *known == column).unwrap();
    let lines = text.lines().enumerate().map(|(line, row)| {
        let mut cells: Vec<&str> = row.split(',').collect();
        if line > 0 && of(&cells) {
            cells[at] = value;
        }
        cells.join(",") + "\n"
    });
    let table = data.read_csv_str(name, &lines.collect::<String>()).unwrap();
    data.with_table(table).unwrap()
}

fn run_error(data: &ReferenceData) -> String {
    let built = Projection::builder(data).years(Year::START..=year(2018)).draws(8).build();
    match built.and_then(|projection| projection.run()) {
        Ok(_) => "it ran".to_owned(),
        Err(error) => error.to_string(),
    }
}

/// Where nearly everybody starts, the chain has no way to few smokers: the table is named before any draw.
#[test]
fn nobody_is_fewer_than_nobody() {
    for probability in ["0.9", "1"] {
        let data = with(TableName::SMOKING_STARTING, "probability", probability, |_| true);
        let message = run_error(&data);
        let share = "smoking_starting.csv: share of people who ever start to smoke, ";
        assert!(message.starts_with(share) && message.contains("where 0.05 to 0.9 may be"), "{message}");
    }
    let error = Error::Draw { draw: 3, rule: "smokers is -1 and must be 0 or more".into(), furthest: Vec::new() };
    assert_eq!(error.to_string(), "draw 3: smokers is -1 and must be 0 or more");
}

/// Where nobody lives in a quintile, its life expectancy is no number and no fault: everything else runs as it does.
#[test]
fn the_life_of_nobody_is_no_fault() {
    let data = ReferenceData::embedded();
    let text = std::fs::read_to_string(support::top().join("data").join(TableName::DEPRIVATION_SHARES.file())).unwrap();
    let shares = data.table(TableName::DEPRIVATION_SHARES).number("share").unwrap();
    let header: Vec<&str> = text.lines().next().unwrap().split(',').collect();
    let at = |name: &str| header.iter().position(|known| *known == name).unwrap();
    let rows: Vec<Vec<String>> = text.lines().skip(1).map(|row| row.split(',').map(str::to_owned).collect()).collect();
    let whose = |row: &[String]| {
        let others = (0..row.len()).filter(|cell| ![at("quintile"), at("share")].contains(cell));
        others.map(|cell| row[cell].clone()).collect::<Vec<_>>()
    };
    let mut made_up = header.join(",") + "\n";
    for (index, row) in rows.iter().enumerate() {
        let third = rows.iter().position(|other| whose(other) == whose(row) && other[at("quintile")] == "3");
        let more = if row[at("quintile")] == "2" { third.map_or(0.0, |third| shares[third]) } else { 0.0 };
        let share = if row[at("quintile")] == "3" { 0.0 } else { shares[index] + more };
        let mut row = row.clone();
        row[at("share")] = share.to_string();
        made_up += &(row.join(",") + "\n");
    }
    let data = data.clone().with_table(data.read_csv_str(TableName::DEPRIVATION_SHARES, &made_up).unwrap()).unwrap();
    assert_eq!(run_error(&data), "it ran");
}
