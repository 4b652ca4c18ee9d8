//! Where is the weight of London's children heading, between whom does it differ, and what does meeting ambitions 1b and 1c bring?
//!
//! Gains come late: `--until 2080` shows them by decade.

use clap::Parser;
use health_impact::Error;
use health_impact::data::ReferenceData;
use health_impact::inequality::Index;
use health_impact::outcomes::{AmbitionRow, InequalityOf, Measure, Outcomes};
use health_impact::population::Quintile;
use health_impact::projection::Projection;
use health_impact::report::PrintedTable;
use health_impact::scenario::Group;
use health_impact::scenario::{Ambition, BASELINE, Scenario};
use health_impact::units::Year;
use shared::tables::{Gain, best_and_worst, interval, of_effort, percent};
use shared::{Flags, say};
use std::process::ExitCode;

const OBESITY: &str = "1b met";
const EXCESS: &str = "1c met";
const GAINS: [Gain; 6] = [
    Gain::Averted(Measure::CASES_DIABETES),
    Gain::Averted(Measure::DEATHS),
    Gain::Gained(Measure::LIFE_YEARS),
    Gain::Gained(Measure::QALYS),
    Gain::Averted(Measure::NHS_COST),
    Gain::Averted(Measure::SOCIAL_CARE_COST),
];

fn main() -> ExitCode {
    shared::end(run())
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let Flags { options, shares } = Flags::parse();
    options.use_threads()?;
    let london = ReferenceData::embedded();
    let met = |id: &str, name: &str| -> Result<Scenario, Error> {
        Ok(Scenario::new(name).with(Ambition::built_in(&london, id)?.remove(0)))
    };
    let builder = Projection::builder(&london).scenario(met("1b", OBESITY)?).scenario(met("1c", EXCESS)?);
    let Some((projection, outcomes, _draws)) = options.project(&shares, builder)? else { return Ok(()) };
    // What is to be kept is on the disk before the first word is said.
    let checks = check(&outcomes)?;
    options.write(&outcomes, &projection, &london, &checks)?;
    let (name, group) = options.group(&projection)?;
    let area = options.area(&projection)?;

    print_standing(&outcomes, area)?;
    if area.is_none() {
        print_inequality(&outcomes)?;
    }
    print_gains(&outcomes, name, &group)?;
    say!("What it takes: a factor on children's yearly chance of becoming overweight and of becoming obese\n");
    say!("{}", of_effort(&outcomes.required_effort()?));
    say!("No table holds the effect of a measure (a levy on soft drinks, a programme in schools) on the weight of");
    say!("children. The driver for one is there, Driver::CHILD_WEIGHT_GAIN; no size of it is evidenced here.");
    Ok(())
}

/// Both ambitions under the present trend: the region, quintiles, the boroughs with least and most; or one area.
fn print_standing(outcomes: &Outcomes, area: Option<&str>) -> Result<(), Error> {
    let all = outcomes.ambitions()?;
    for id in ["1b", "1c"] {
        let rows: Vec<&AmbitionRow<'_>> =
            all.iter().filter(|row| row.scenario == BASELINE && row.ambition == id).collect();
        let mut chosen: Vec<AmbitionRow<'_>> =
            rows.iter().filter(|row| row.area == outcomes.region()).map(|row| (*row).clone()).collect();
        let mut areas: Vec<AmbitionRow<'_>> =
            rows.iter().filter(|row| row.area != outcomes.region()).map(|row| (*row).clone()).collect();
        let mean = |row: &AmbitionRow<'_>| row.projected.as_ref().map_or(f64::NAN, |summary| summary.mean);
        areas.sort_by(|one, other| mean(one).total_cmp(&mean(other)));
        match area {
            Some(area) => chosen.extend(areas.into_iter().filter(|row| row.area == area)),
            None => chosen.extend(best_and_worst(&areas)),
        }
        say!("\nAmbition {id} under the present trend; areas and quintiles against the same target\n");
        say!("{}", PrintedTable::of_ambitions(&chosen));
    }
    Ok(())
}

/// Obesity at Year 6 between quintiles, with and without the ambition.
fn print_inequality(outcomes: &Outcomes) -> Result<(), Error> {
    say!("Obesity at Year 6 between deprivation quintiles (slope: the least less the most deprived child)\n");
    let quintiles = [1, 5].map(Quintile::new);
    let mut table =
        PrintedTable::new(["scenario"], ["year", "quintile 1", "quintile 5", "slope index, points", "relative index"]);
    for (scenario, year) in [(BASELINE, outcomes.start()), (BASELINE, Year::AMBITIONS), (OBESITY, Year::AMBITIONS)] {
        let mut cells = vec![scenario.to_owned(), year.to_string()];
        for quintile in &quintiles {
            let group = Group::everybody().in_quintile(quintile.clone()?);
            let share = outcomes.level(scenario, Measure::CHILD_OBESITY_YEAR6, &group, year)?;
            cells.push(interval(&share, percent));
        }
        let index = |index| InequalityOf::level(scenario, Measure::CHILD_OBESITY_YEAR6, year, index);
        let points = |value: f64| format!("{:.1}", 100.0 * value);
        cells.push(interval(&outcomes.inequality(&index(Index::Slope))?, points));
        cells.push(interval(&outcomes.inequality(&index(Index::Relative))?, |value| format!("{value:.2}")));
        table.push(cells);
    }
    say!("{table}");
    Ok(())
}

/// What it brings by decade against the trend.
fn print_gains(outcomes: &Outcomes, name: &str, group: &Group) -> Result<(), Error> {
    say!("What it brings against the trend, {name}, added up to the year (mean and 95% interval)\n");
    let mut table = PrintedTable::new(["scenario".to_owned(), "to".to_owned()], GAINS.map(|gain| gain.heading()));
    let (start, last) = (outcomes.start().get(), outcomes.last()?.get());
    for scenario in [OBESITY, EXCESS] {
        for year in (start + 1..=last).filter(|year| year % 10 == 0 || *year == last) {
            let at = Year::new(year)?;
            let mut cells = vec![scenario.to_owned(), at.to_string()];
            for gain in GAINS {
                cells.push(gain.shown(&outcomes.summary(&gain.to(scenario, BASELINE, group, at))?));
            }
            table.push(cells);
        }
    }
    say!("{table}");
    Ok(())
}

/// Asserts what must hold, in every draw, and says it in words.
fn check(outcomes: &Outcomes) -> Result<Vec<&'static str>, Error> {
    let rows = outcomes.ambitions()?;
    let own = |row: &&AmbitionRow<'_>| {
        row.area == outcomes.region() && row.quintile == "all" && row.scenario.starts_with(row.ambition.as_str())
    };
    for row in rows.iter().filter(own) {
        assert!(row.met.as_ref().is_some_and(|met| met.probability >= 1.0), "{} meets its target", row.scenario);
    }
    Ok(vec!["each ambition is met in every draw of its scenario"])
}
