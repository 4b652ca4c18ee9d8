//! Your own region and your own targets: two areas, tables of your own, adult smoking at 10% and activity at 75% by 2025.
//!
//! Give a folder of your tables with `--tables DIR`: `areas.csv`, and every table by area under its own name, in the layout of
//! `data/README.md`. Without one, a city of two of London's boroughs is written as such a folder and read back, so that all its
//! figures are published ones.

#[path = "shared/city.rs"]
mod city;

use city::OwnArea;
use clap::Parser;
use health_impact::Error;
use health_impact::data::{ReferenceData, TableName};
use health_impact::outcomes::{Measure, Outcomes};
use health_impact::projection::Projection;
use health_impact::report::PrintedTable;
use health_impact::scenario::Group;
use health_impact::scenario::{Ambition, BASELINE, FROZEN, Indicator, Scenario};
use health_impact::units::{Proportion, Year};
use shared::tables::{GAINS, interval, of_effort, of_gains, percent, thousands};
use shared::{Options, Shares, say, tell, temporary::Temporary};
use std::path::PathBuf;
use std::process::ExitCode;

const SMOKING: &str = "smoking to 10%";
const ACTIVITY: &str = "activity to 75%";
const BOTH: &str = "both";
/// The areas of the city: boroughs under codes and names of its own.
const AREAS: [OwnArea; 2] = [
    OwnArea { borough: "E09000007", code: "west", name: "West (Camden)" },
    OwnArea { borough: "E09000019", code: "east", name: "East (Islington)" },
];

/// Projects a region of your own towards your own targets.
#[derive(Debug, Parser)]
struct Flags {
    #[command(flatten)]
    options: Options,
    #[command(flatten)]
    shares: Shares,
    /// Folder of your own tables.
    #[arg(long)]
    tables: Option<PathBuf>,
    /// Name of the region.
    #[arg(long, default_value = "Twin City")]
    city: String,
}

fn main() -> ExitCode {
    shared::end(run())
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let Flags { options, shares, tables, city } = Flags::parse();
    options.use_threads()?;
    let built_in = ReferenceData::embedded();
    let data = if let Some(folder) = tables {
        built_in.with_folder(folder)?
    } else {
        let folder = Temporary::new()?;
        city::write(&built_in, &AREAS, folder.path())?;
        tell!("the tables of the city, as an analyst would bring them, stood in {}", folder.path().display());
        built_in.with_folder(folder.path())?
    };

    let deadline = Year::new(2025)?.min(options.last_year()?);
    let reach = |indicator, level| Ok::<_, Error>(Ambition::reach(indicator, Proportion::percent(level)?).by(deadline));
    let smoking = reach(Indicator::ADULT_SMOKING, 10.0)?.called("smoking");
    let activity = reach(Indicator::PHYSICALLY_ACTIVE, 75.0)?.called("activity");
    let builder = Projection::builder(&data)
        .region(city)
        .scenario(Scenario::new(SMOKING).with(smoking.clone()))
        .scenario(Scenario::new(ACTIVITY).with(activity.clone()))
        .scenario(Scenario::new(BOTH).with(smoking).with(activity));
    let Some((projection, outcomes, _draws)) = options.project(&shares, builder)? else { return Ok(()) };
    // What is to be kept is on the disk before the first word is said.
    let checks = check(&outcomes, deadline)?;
    options.write(&outcomes, &projection, &data, &checks)?;
    let (name, group) = options.group(&projection)?;
    let last = outcomes.last()?;

    print_group(&outcomes, deadline)?;
    say!("Probability that the present trend meets the targets by itself, {name}\n");
    let mut rows = outcomes.ambitions()?;
    rows.retain(|row| row.scenario == BASELINE && row.quintile == "all");
    say!("{}", PrintedTable::of_ambitions(&rows));
    say!("What it takes\n\n{}", of_effort(&outcomes.required_effort()?));
    say!("What it brings, {name}, added up to {last} (mean and 95% interval)\n");
    let scenarios = [
        (SMOKING, BASELINE, true),
        (ACTIVITY, BASELINE, true),
        (BOTH, BASELINE, true),
        (BASELINE, FROZEN, true),
        (BOTH, FROZEN, true),
    ];
    say!("{}", of_gains(&outcomes, &scenarios, &GAINS, &group, last)?);
    print_tables(&data);
    Ok(())
}

/// The region and its areas at the start and at the deadline.
fn print_group(outcomes: &Outcomes, deadline: Year) -> Result<(), Error> {
    say!("\n{}: the present trend\n", outcomes.region());
    let mut table =
        PrintedTable::new(["where"], ["year", "people", "adults who smoke", "adults active", "life expectancy"]);
    let mut groups = vec![(outcomes.region(), Group::everybody())];
    groups.extend(outcomes.areas().into_iter().map(|area| (area, Group::area(area))));
    for (name, group) in groups {
        for year in [outcomes.start(), deadline] {
            let level = |measure| outcomes.level(BASELINE, measure, &group, year);
            table.push([
                name.to_owned(),
                year.to_string(),
                thousands(level(Measure::POPULATION)?.mean),
                interval(&level(Measure::SMOKING_PREVALENCE)?, percent),
                interval(&level(Measure::PHYSICALLY_ACTIVE)?, percent),
                interval(&level(Measure::LIFE_EXPECTANCY)?, |years| format!("{years:.1}")),
            ]);
        }
    }
    say!("{table}");
    Ok(())
}

/// Which tables are the region's own.
fn print_tables(data: &ReferenceData) {
    let own: Vec<&str> = TableName::ALL
        .iter()
        .filter(|name| data.hash(**name) != ReferenceData::embedded().hash(**name))
        .map(|name| name.file())
        .collect();
    say!("Tables of the region's own: {}.\nAll others are those built in, London's or England's.", own.join(", "));
}

/// Asserts what must hold, in every draw, and says it in words.
fn check(outcomes: &Outcomes, deadline: Year) -> Result<Vec<&'static str>, Error> {
    let effort = outcomes.required_effort()?;
    for row in outcomes.ambitions()?.iter().filter(|row| row.area == outcomes.region() && row.quintile == "all") {
        let beyond: f64 =
            effort.iter().filter(|one| one.ambition == row.ambition).map(|one| one.out_of_reach.probability).sum();
        let met = row.met.as_ref().map_or(0.0, |met| met.probability);
        let own = row.scenario == BOTH;
        assert!(!own || beyond > 0.0 || met >= 1.0, "{} is met in every draw of {BOTH}", row.ambition);
    }
    let everybody = outcomes.level(BASELINE, Measure::DEATHS, &Group::everybody(), deadline)?.mean;
    let mut parts = 0.0;
    for area in outcomes.areas() {
        parts += outcomes.level(BASELINE, Measure::DEATHS, &Group::area(area), deadline)?.mean;
    }
    assert!((everybody / parts - 1.0).abs() < 1e-9, "areas add up to the region: {everybody}, {parts}");
    Ok(vec!["targets in reach are met in every draw", "areas add up to the region, to 1e-9"])
}
