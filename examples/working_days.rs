//! How many working days does London lose to sickness, is a million gained by 2020, and what could gain them?
//!
//! The value of a day is its pay (human capital). For the friction-cost method give `--friction-days` and `--elasticity`: no open
//! figure of either was found, so none is built in.

use clap::Parser;
use health_impact::Error;
use health_impact::data::{ReferenceData, TableName};
use health_impact::outcomes::{Measure, Outcomes, Quantity};
use health_impact::projection::Projection;
use health_impact::report::PrintedTable;
use health_impact::scenario::Group;
use health_impact::scenario::{Ambition, BASELINE, FROZEN, Indicator, Scenario};
use health_impact::units::Year;
use health_impact::work::Friction;
use health_impact::work::WORKING_DAYS;
use shared::tables::{Gain, best_and_worst, interval, of_effort, of_gains, standing, thousands};
use shared::{Options, Shares, say};
use std::process::ExitCode;

const MILLION: &str = "a million days";
const SMOKING: &str = "smoking to 13%";
const ACTIVITY: &str = "activity to 70%";
const WEIGHT: &str = "adult obesity no higher than in 2015";
const GAINS: [Gain; 3] = [
    Gain::Averted(Measure::ABSENCE_DAYS),
    Gain::Gained(Measure::WORKER_YEARS),
    Gain::Gained(Measure::PRODUCTIVITY_VALUE),
];

/// Projects the working days London loses to sickness, and what could gain them.
#[derive(Debug, Parser)]
struct Flags {
    #[command(flatten)]
    options: Options,
    #[command(flatten)]
    shares: Shares,
    /// Friction period in working days: after it the work of somebody absent is made good.
    #[arg(long, requires = "elasticity")]
    friction_days: Option<f64>,
    /// Loss of output per loss of working time, above 0 and at most 1.
    #[arg(long, requires = "friction_days")]
    elasticity: Option<f64>,
}

fn main() -> ExitCode {
    shared::end(run())
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let Flags { options, shares, friction_days, elasticity } = Flags::parse();
    options.use_threads()?;
    let friction = friction_days.zip(elasticity).map(|(days, loss)| Friction::new(days, loss)).transpose()?;
    let london = ReferenceData::embedded();
    let built_in = |id: &str| -> Result<Ambition, Error> { Ok(Ambition::built_in(&london, id)?.remove(0)) };
    let builder = Projection::builder(&london)
        .scenario(Scenario::new(MILLION).with(built_in("3")?))
        .scenario(Scenario::new(SMOKING).with(built_in("4a")?))
        .scenario(Scenario::new(ACTIVITY).with(built_in("2")?))
        .scenario(Scenario::new(WEIGHT).with(Ambition::reduction(Indicator::ADULT_OBESITY).called("obesity")));
    let Some((projection, outcomes, _draws)) = options.project(&shares, builder)? else { return Ok(()) };
    // What is to be kept is on the disk before the first word is said.
    let checks = check(&outcomes)?;
    options.write(&outcomes, &projection, &london, &checks)?;
    let (name, group) = options.group(&projection)?;
    let area = options.area(&projection)?;
    let last = outcomes.last()?;

    print_arithmetic(&london, &outcomes)?;
    print_where(&outcomes, area, friction)?;
    say!("Days gained against standing still, {name}: the present trend against ambition 3\n");
    let rows: Vec<_> = standing(&outcomes, name)?.into_iter().filter(|row| row.ambition == "3").collect();
    say!("{}", PrintedTable::of_ambitions(&rows));
    say!("What it takes: of ambition 3 a factor on days off sick, of the others on what they move\n");
    say!("{}", of_effort(&outcomes.required_effort()?));

    let against = |comparator| [MILLION, SMOKING, ACTIVITY, WEIGHT].map(|scenario| (scenario, comparator, true));
    for year in [Year::AMBITIONS, last] {
        say!("What each gives against the trend, {name}, added up to {year}\n");
        say!("{}", of_gains(&outcomes, &against(BASELINE), &GAINS, &group, year)?);
        if last == Year::AMBITIONS {
            break;
        }
    }
    say!("Of a million days by {}, the trend and each of the others give\n", Year::AMBITIONS);
    let mut shares = PrintedTable::new(["scenario", "against"], ["days gained"]);
    for (scenario, comparator) in [(BASELINE, FROZEN), (SMOKING, BASELINE), (ACTIVITY, BASELINE), (WEIGHT, BASELINE)] {
        let gained = Quantity::averted(scenario, Measure::ABSENCE_DAYS, Year::AMBITIONS).against(comparator);
        let days = interval(&outcomes.summary(&gained)?, thousands);
        shares.push([scenario.to_owned(), comparator.to_owned(), days]);
    }
    say!("{shares}");
    Ok(())
}

/// The days of a worker by hand, beside those of the run.
fn print_arithmetic(data: &ReferenceData, outcomes: &Outcomes) -> Result<(), Error> {
    let table = data.table(TableName::SICKNESS_ABSENCE);
    let (measures, areas, sexes) = (table.text("measure")?, table.text("area")?, table.text("sex")?);
    let (values, sources) = (table.number("value")?, table.text("source")?);
    let published =
        (0..table.rows()).find(|&row| measures[row] == "absence_rate" && areas[row] == "London" && sexes[row] == "all");
    if let Some(row) = published {
        say!("\nDays lost by a worker in a year: share of hours lost times working days\n");
        say!(
            "    {:.1}% x {WORKING_DAYS} = {:.2} days   [{}]",
            100.0 * values[row],
            values[row] * WORKING_DAYS,
            sources[row]
        );
    }
    let first = Year::new(outcomes.start().get() + 1)?;
    let days = outcomes.level(BASELINE, Measure::ABSENCE_DAYS_PER_WORKER, &Group::everybody(), first)?;
    say!("    the run in {first}: {}\n", interval(&days, |value| format!("{value:.2}")));
    Ok(())
}

/// Days lost and what they are worth, by borough.
fn print_where(outcomes: &Outcomes, area: Option<&str>, friction: Option<Friction>) -> Result<(), Error> {
    let first = Year::new(outcomes.start().get() + 1)?;
    let mut rows = Vec::with_capacity(outcomes.areas().len());
    for name in outcomes.areas() {
        rows.push(row_of(outcomes, name, &Group::area(name), first, friction)?);
    }
    rows.sort_by(|one, other| one.0.total_cmp(&other.0));
    let chosen = match area {
        Some(area) => rows.into_iter().filter(|(_, cells)| cells[0] == area).collect(),
        None => best_and_worst(&rows),
    };
    say!("Days lost in {first} and their value, by days of a worker (mean and 95% interval)\n");
    let numbers = ["days of a worker", "days", "pounds a day", "million pounds, human capital", "friction cost"];
    let mut table = PrintedTable::new(["where"], numbers);
    let region = row_of(outcomes, outcomes.region(), &Group::everybody(), first, friction)?;
    for (_, cells) in [region].into_iter().chain(chosen) {
        table.push(cells);
    }
    say!("{table}");
    say!("No absence is published by borough: they differ by the sex, smoking, weight and activity of their people.\n");
    if friction.is_none() {
        say!("Friction cost: give --friction-days and --elasticity; no open figure was found.\n");
    }
    Ok(())
}

fn row_of(
    outcomes: &Outcomes,
    name: &str,
    group: &Group,
    year: Year,
    friction: Option<Friction>,
) -> Result<(f64, Vec<String>), Error> {
    let level = |measure| outcomes.level(BASELINE, measure, group, year);
    let (per_worker, days) = (level(Measure::ABSENCE_DAYS_PER_WORKER)?, level(Measure::ABSENCE_DAYS)?);
    let workers = level(Measure::WORKER_YEARS)?.mean;
    // The value of the days worked, spread over them.
    let of_a_day = level(Measure::PRODUCTIVITY_VALUE)?.mean / (workers * WORKING_DAYS - days.mean);
    let cost = friction.map(|friction| friction.cost(per_worker.mean, of_a_day)).transpose()?;
    let cells = vec![
        name.to_owned(),
        interval(&per_worker, |value| format!("{value:.2}")),
        interval(&days, thousands),
        thousands(of_a_day),
        thousands(1e-6 * days.mean * of_a_day),
        cost.map(|cost| thousands(1e-6 * workers * cost)).unwrap_or_default(),
    ];
    Ok((per_worker.mean, cells))
}

/// Asserts what must hold, in every draw, and says it in words.
fn check(outcomes: &Outcomes) -> Result<Vec<&'static str>, Error> {
    let gained = Quantity::averted(MILLION, Measure::ABSENCE_DAYS, Year::AMBITIONS).against(FROZEN);
    let by_trend = Quantity::averted(BASELINE, Measure::ABSENCE_DAYS, Year::AMBITIONS).against(FROZEN);
    for (gained, by_trend) in outcomes.draws_of(&gained)?.into_iter().zip(outcomes.draws_of(&by_trend)?) {
        let missed = gained - by_trend.max(1e6);
        assert!(missed.abs() < 1.0, "a million days, or the trend's if they are more: {gained}, trend {by_trend}");
    }
    Ok(vec!["a million days are gained in every draw, to a day"])
}
