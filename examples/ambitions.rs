//! Where does each of London's ambitions stand, what does meeting it bring, and what does it take?
//!
//! All ambitions of the agreement that have a model, one scenario each. `--area Lewisham` prints a borough's page.

use clap::Parser;
use health_impact::Error;
use health_impact::data::ReferenceData;
use health_impact::indicator::AlcoholRelatedDeaths;
use health_impact::outcomes::{Measure, Outcomes, Quantity};
use health_impact::projection::Projection;
use health_impact::report::PrintedTable;
use health_impact::scenario::{Ambition, BASELINE, FROZEN, Indicator, Scenario};
use shared::tables::{GAINS, of_effort, of_gains, of_occupations, standing};
use shared::{Flags, say};
use std::process::ExitCode;

const IDS: [&str; 9] = ["1a", "1b", "1c", "2", "3", "4a", "4b", "5", "8a"];

/// An ambition as a scenario: its name, what it is about, and whether any of that has a health pathway.
struct Row {
    scenario: String,
    indicators: Vec<Indicator>,
    pathway: bool,
}

fn main() -> ExitCode {
    shared::end(run())
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let Flags { options, shares } = Flags::parse();
    options.use_threads()?;
    let london = ReferenceData::embedded();
    let mut builder = Projection::builder(&london);
    let mut rows = Vec::new();
    for id in IDS {
        let name = format!("{id} met");
        let ambitions = Ambition::built_in(&london, id)?;
        let indicators: Vec<Indicator> = ambitions.iter().map(|ambition| ambition.indicator).collect();
        let pathway = indicators.iter().any(|one| one.health_pathway(&london));
        builder = builder.scenario(ambitions.into_iter().fold(Scenario::new(&name), Scenario::with));
        rows.push(Row { scenario: name, indicators, pathway });
    }
    let Some((projection, outcomes, _draws)) = options.project(&shares, builder)? else { return Ok(()) };
    // What is to be kept is on the disk before the first word is said.
    let checks = check(&outcomes, &rows)?;
    options.write(&outcomes, &projection, &london, &checks)?;
    let (name, group) = options.group(&projection)?;
    let area = options.area(&projection)?;
    let last = outcomes.last()?;

    say!("\nWhere each ambition stands, {name}: the present trend\n");
    let standing = standing(&outcomes, name)?;
    say!("{}", PrintedTable::of_ambitions(&standing));
    for row in rows.iter().flat_map(|row| &row.indicators).filter(|one| !standing.iter().any(|s| s.indicator == **one))
    {
        say!("{}: of London as a whole only", row.name());
    }
    say!("Days off sick are those gained since {} against standing still.\n", outcomes.start());
    if area.is_none() {
        say!("{}", of_occupations(&outcomes)?);
        print_alcohol_deaths(&london)?;
        print_sources(&rows, &london);
    }

    say!("What each brings, {name}, added up to {last} (mean and 95% interval)\n");
    let against = |comparator: &'static str| {
        rows.iter().map(move |row| (row.scenario.as_str(), comparator, row.pathway)).collect::<Vec<_>>()
    };
    say!("{}", of_gains(&outcomes, &against(BASELINE), &GAINS, &group, last)?);
    say!("Against frozen, which holds every exposure at its level of the start: the trends of all are in it,");
    say!("as the first row says, which is the trend alone.\n");
    let mut frozen = vec![(BASELINE, FROZEN, true)];
    frozen.extend(against(FROZEN));
    say!("{}", of_gains(&outcomes, &frozen, &GAINS, &group, last)?);

    if area.is_none() {
        say!("What it takes\n");
        let mut effort = outcomes.required_effort()?;
        // Ambitions with several components have a row for each, in their order.
        for (one, indicator) in effort.iter_mut().zip(rows.iter().flat_map(|row| &row.indicators)) {
            one.ambition = format!("{}: {}", one.ambition, indicator.words().unwrap_or_default());
        }
        say!("{}", of_effort(&effort));
    }
    Ok(())
}

/// Deaths related to alcohol, which no ambition names and nothing here moves: the latest published year.
fn print_alcohol_deaths(data: &ReferenceData) -> Result<(), Error> {
    let published = AlcoholRelatedDeaths::from_data(data)?;
    let Some((year, london)) = published.of_region().pop() else { return Ok(()) };
    let mut areas: Vec<(f64, &str)> = published
        .rates()
        .iter()
        .filter(|one| one.year == year)
        .filter_map(|one| {
            let area = data.areas().iter().find(|area| area.code == one.area_code)?;
            Some((one.rate, area.name.as_str()))
        })
        .collect();
    areas.sort_by(|one, other| one.0.total_cmp(&other.0));
    if let [(lowest, least), .., (highest, most)] = areas[..] {
        say!(
            "Beside 4b: deaths related to alcohol in {year}, per 100,000: {london:.1} (mean of the boroughs by people),"
        );
        say!(
            "from {lowest:.1} in {least} to {highest:.1} in {most}. Published figures: no open dose response was found, so a"
        );
        say!("path from drinking to disease needs a table of relative risks of your own.\n");
    }
    Ok(())
}

/// The publications behind the baselines.
fn print_sources(rows: &[Row], data: &ReferenceData) {
    let mut table = PrintedTable::new(["indicator", "publisher", "title", "status"], ["year"]);
    for indicator in rows.iter().flat_map(|row| &row.indicators) {
        let (Some(words), Some(of)) = (indicator.words(), indicator.table()) else { continue };
        for source in data.sources_of(of) {
            let cells = [&words, &source.publisher, &source.title, &source.status.to_string(), &source.year];
            table.push(cells.map(|cell| cell.chars().take(60).collect()));
        }
    }
    say!("Where the baselines are read\n\n{table}");
}

/// Asserts what must hold, in every draw, and says it in words.
fn check(outcomes: &Outcomes, rows: &[Row]) -> Result<Vec<&'static str>, Error> {
    let last = outcomes.last()?;
    for row in rows {
        for measure in [Measure::DEATHS, Measure::NHS_COST] {
            let averted = outcomes.draws_of(&Quantity::averted(&row.scenario, measure, last))?;
            let none = averted.iter().all(|value| value.abs() < 1e-9);
            assert!(row.pathway || none, "{}: {measure} averted without a health pathway", row.scenario);
        }
    }
    for row in outcomes.ambitions()? {
        let own = rows.iter().any(|one| one.scenario == row.scenario && one.indicators.contains(&row.indicator));
        if let (true, Some(met), "all") = (own && row.area == outcomes.region(), &row.met, row.quintile.as_str()) {
            let effort = outcomes.required_effort()?;
            let beyond = effort.iter().any(|one| one.scenario == row.scenario && one.out_of_reach.probability > 0.0);
            assert!(beyond || met.probability >= 1.0, "{} is met in every draw in which it can be", row.scenario);
        }
    }
    Ok(vec!["without a health pathway no death and no cost is averted", "an ambition in reach is met in every draw"])
}
