//! How far behind others is the life expectancy of people with severe mental illness, and what would bring it 5% nearer?
//!
//! Two populations side by side: users of secondary mental-health services, and people on the registers of general practices.

use clap::Parser;
use health_impact::Error;
use health_impact::data::{ReferenceData, TableName};
use health_impact::outcomes::{Measure, Outcomes, Quantity};
use health_impact::population::Sex;
use health_impact::projection::Projection;
use health_impact::report::PrintedTable;
use health_impact::scenario::Group;
use health_impact::scenario::{Ambition, BASELINE, Driver, Effect, Indicator, Intervention, Scenario};
use health_impact::units::{Proportion, Year};
use shared::tables::{Gain, interval, number, of_effort, of_gains, standing};
use shared::{Flags, say};
use std::process::ExitCode;

const SERVICES: &str = "5 met, users of services";
const REGISTERS: &str = "5 met, people on registers";
const FEWER: &str = "half as many smoke";
const NOBODY: &str = "nobody smokes";
const HELPED: &str = "help to stop for all, in 2016";
const GAPS: [(&str, Measure); 2] = [
    ("users of secondary services", Measure::SMI_LIFE_EXPECTANCY_GAP),
    ("people on practices' registers", Measure::SMI_LIFE_EXPECTANCY_GAP_GP_REGISTERS),
];

fn main() -> ExitCode {
    shared::end(run())
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let Flags { options, shares } = Flags::parse();
    options.use_threads()?;
    let london = ReferenceData::embedded();
    let of_services = Ambition::built_in(&london, "5")?.remove(0);
    let mut of_registers = of_services.clone().called("5 on registers");
    of_registers.indicator = Indicator::SMI_GAP_GP_REGISTERS;
    let first = Year::new(Year::START.get() + 1)?;
    let smoking = |factor| Intervention::new(Driver::SMOKING_WITH_MENTAL_ILLNESS, Effect::factor(factor)).from(first);
    let help = Intervention::new(Driver::CHECKS_WITH_MENTAL_ILLNESS, Effect::share(1.0)).from(first).until(first);
    let builder = Projection::builder(&london)
        .scenario(Scenario::new(SERVICES).with(of_services))
        .scenario(Scenario::new(REGISTERS).with(of_registers))
        .scenario(Scenario::new(FEWER).doing(smoking(0.5)))
        .scenario(Scenario::new(NOBODY).doing(smoking(0.0)))
        .scenario(Scenario::new(HELPED).doing(help));
    let Some((projection, outcomes, _draws)) = options.project(&shares, builder)? else { return Ok(()) };
    // What is to be kept is on the disk before the first word is said.
    let checks = check(&outcomes)?;
    options.write(&outcomes, &projection, &london, &checks)?;
    if let Some(area) = options.area(&projection)? {
        say!("the gap is known of London as a whole: {area} has no page");
    }

    print_gap(&outcomes)?;
    say!("The present trend against a gap 5% smaller\n");
    say!("{}", PrintedTable::of_ambitions(&standing(&outcomes, outcomes.region())?));
    say!("What it takes: a factor on the share of people with such an illness who smoke\n");
    say!("{}", of_effort(&outcomes.required_effort()?));
    print_interventions(&outcomes)?;
    print_trials(&london)?;
    say!("What each brings against the trend, everybody, added up to {}\n", outcomes.last()?);
    let rows = [SERVICES, REGISTERS, FEWER, NOBODY, HELPED].map(|scenario| (scenario, BASELINE, true));
    let gains = [Gain::Averted(Measure::DEATHS), Gain::Gained(Measure::LIFE_YEARS), Gain::Gained(Measure::QALYS)];
    say!("{}", of_gains(&outcomes, &rows, &gains, &Group::everybody(), outcomes.last()?)?);
    Ok(())
}

/// Years that are shown: the start, the deadline and the last.
fn years(outcomes: &Outcomes) -> Result<Vec<Year>, Error> {
    let mut years = vec![outcomes.start(), Year::AMBITIONS, outcomes.last()?];
    years.dedup();
    Ok(years)
}

/// The gap under the present trend by sex.
fn print_gap(outcomes: &Outcomes) -> Result<(), Error> {
    say!(
        "\nYears of life expectancy at 18 by which they lag behind others: the present trend (mean and 95% interval)\n"
    );
    let mut table = PrintedTable::new(["who"], ["year", "both sexes", "women", "men"]);
    for (who, measure) in GAPS {
        for year in years(outcomes)? {
            let mut cells = vec![who.to_owned(), year.to_string()];
            let everybody = Group::everybody();
            for group in [everybody.clone(), everybody.clone().of_sex(Sex::Female), everybody.clone().of_sex(Sex::Male)]
            {
                cells.push(interval(&outcomes.level(BASELINE, measure, &group, year)?, |gap| format!("{gap:.1}")));
            }
            table.push(cells);
        }
    }
    say!("{table}");
    Ok(())
}

/// What interventions do to the gap year by year.
fn print_interventions(outcomes: &Outcomes) -> Result<(), Error> {
    say!("Years of life expectancy by which an intervention narrows the gap (mean and 95% interval)\n");
    let (start, last) = (outcomes.start().get(), outcomes.last()?.get());
    let shown: Vec<i32> = (start + 1..=start + 5).filter(|year| *year <= last).chain([last]).collect();
    let mut shown: Vec<Year> = shown.into_iter().map(Year::new).collect::<Result<_, _>>()?;
    shown.dedup();
    let header = ["intervention", "who"].map(str::to_owned);
    let mut table = PrintedTable::new(header, shown.iter().map(Year::to_string).collect::<Vec<_>>());
    for scenario in [FEWER, NOBODY, HELPED] {
        for (who, measure) in GAPS {
            let mut cells = vec![scenario.to_owned(), who.to_owned()];
            for year in &shown {
                let wider = outcomes.summary(&Quantity::difference(scenario, measure, *year))?;
                // What narrows the gap is shown above 0: the interval turns round.
                let narrower = |value: f64| number(0.0 - value);
                cells.push(format!(
                    "{} ({} to {})",
                    narrower(wider.mean),
                    narrower(wider.upper_95),
                    narrower(wider.lower_95)
                ));
            }
            table.push(cells);
        }
    }
    say!("{table}");
    Ok(())
}

/// What trials say of help to stop smoking.
fn print_trials(data: &ReferenceData) -> Result<(), Error> {
    let table = data.table(TableName::MENTAL_ILLNESS_TRIALS);
    let (trials, months, odds) = (table.text("trial")?, table.number("months")?, table.number("odds_ratio")?);
    let (lower, upper, status) = (table.number("lower")?, table.number("upper")?, table.text("status")?);
    say!("Trials of help to stop smoking: odds ratio of having stopped, and its published interval\n");
    let mut printed = PrintedTable::new(["trial", "figures"], ["months", "odds ratio", "lower", "upper"]);
    for row in 0..table.rows() {
        let numbers = [odds[row], lower[row], upper[row]].map(|value| format!("{value:.2}"));
        printed.push([trials[row].clone(), status[row].clone(), months[row].to_string()].into_iter().chain(numbers));
    }
    say!("{printed}");
    Ok(())
}

/// Asserts what must hold, in every draw, and says it in words.
fn check(outcomes: &Outcomes) -> Result<Vec<&'static str>, Error> {
    let at = outcomes.last()?;
    for (_, measure) in GAPS {
        let gap = |scenario| outcomes.draws_of(&Quantity::level(scenario, measure, at));
        for ((trend, fewer), nobody) in gap(BASELINE)?.into_iter().zip(gap(FEWER)?).zip(gap(NOBODY)?) {
            assert!(
                nobody <= fewer && fewer <= trend,
                "the fewer smoke, the smaller the gap: {trend}, {fewer}, {nobody}"
            );
        }
    }
    let five = Proportion::percent(5.0)?.get();
    let start = outcomes.draws_of(&Quantity::level(BASELINE, Measure::SMI_LIFE_EXPECTANCY_GAP, outcomes.start()))?;
    let met = outcomes.draws_of(&Quantity::level(SERVICES, Measure::SMI_LIFE_EXPECTANCY_GAP, Year::AMBITIONS))?;
    let effort = outcomes.required_effort()?;
    let beyond: f64 =
        effort.iter().filter(|one| one.scenario == SERVICES).map(|one| one.out_of_reach.probability).sum();
    let short = start.iter().zip(&met).filter(|(start, met)| **met > (1.0 - five) * **start + 1e-6).count();
    assert!(
        short as f64 <= beyond * start.len() as f64 + 0.5,
        "the gap is 5% smaller where that is in reach: {short} draws are short"
    );
    Ok(vec![
        "the fewer people with such an illness smoke, the smaller the gap",
        "where it is in reach, the gap is 5% smaller",
    ])
}
