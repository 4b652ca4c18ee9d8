//! Where is London's adult smoking heading, how likely is 13% by 2020, and what does reaching it bring?
//!
//! Prints the answer for London, its deprivation quintiles and boroughs; `--area Lewisham` prints a borough's page.

use clap::Parser;
use health_impact::Error;
use health_impact::data::ReferenceData;
use health_impact::numerics::normal_quantile;
use health_impact::outcomes::{AmbitionRow, Measure, Outcomes, Quantity, Summary};
use health_impact::population::Quintile;
use health_impact::projection::Projection;
use health_impact::report::PrintedTable;
use health_impact::scenario::Group;
use health_impact::scenario::{Ambition, BASELINE, DeliveryCost, Driver, Effect, FROZEN, Intervention, Scenario};
use health_impact::units::Year;
use shared::tables::{Gain, best_and_worst, of_occupations, percent, thousands};
use shared::{Flags, say};
use std::process::ExitCode;

const MET: &str = "smoking to 13%";
const LATE: &str = "smoking to 13%, begun a year late";
const SERVICES: &str = "stop-smoking reach doubled";

fn main() -> ExitCode {
    shared::end(run())
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let Flags { options, shares } = Flags::parse();
    options.use_threads()?;
    let london = ReferenceData::embedded();
    let ambition = Ambition::built_in(&london, "4a")?.remove(0);
    let (first, second) = (Year::new(2016)?, Year::new(2017)?);
    let deadline = ambition.deadline;
    let service = Intervention::new(Driver::STOP_SMOKING_REACH, Effect::factor(2.0))
        .from(first)
        .costing(DeliveryCost::built_in(&london, "stop_smoking_service")?);
    let builder = Projection::builder(&london)
        .scenario(Scenario::new(MET).with(ambition.clone()))
        .scenario(Scenario::new(LATE).with(ambition.starting(second)))
        .scenario(Scenario::new(SERVICES).doing(service));
    let Some((projection, outcomes, _draws)) = options.project(&shares, builder)? else { return Ok(()) };
    // What is to be kept is on the disk before the first word is said.
    let checks = check(&outcomes, deadline)?;
    options.write(&outcomes, &projection, &london, &checks)?;
    let (name, group) = options.group(&projection)?;
    let area = options.area(&projection)?;
    print_trend(&outcomes, name, &group, deadline)?;
    if area.is_none() {
        say!("{}", of_occupations(&outcomes)?);
    }
    print_chances(&outcomes, area)?;
    print_gains(&outcomes, name, &group)?;
    print_payers(&outcomes, name, &group)?;
    if area.is_none() {
        print_who_gains(&outcomes)?;
    }
    print_effort(&outcomes, area)?;
    if area.is_none() && outcomes.draws() >= 20 {
        print_tornado(&outcomes)?;
    }
    Ok(())
}

/// The present trend beside frozen smoking.
fn print_trend(outcomes: &Outcomes, name: &str, group: &Group, deadline: Year) -> Result<(), Error> {
    say!("\nAdults who smoke, {name}: the present trend (mean and 95% interval of the true share)\n");
    let mut table = PrintedTable::new(["year"], ["mean", "lower 95%", "upper 95%", "smokers", "deaths in the year"]);
    for year in years(outcomes, deadline)? {
        let share = outcomes.level(BASELINE, Measure::SMOKING_PREVALENCE, group, year)?;
        let smokers = outcomes.level(BASELINE, Measure::SMOKERS, group, year)?;
        let deaths = if year > outcomes.start() {
            thousands(outcomes.level(BASELINE, Measure::DEATHS, group, year)?.mean)
        } else {
            String::new()
        };
        table.push(
            [year.to_string()]
                .into_iter()
                .chain([share.mean, share.lower_95, share.upper_95].map(percent))
                .chain([thousands(smokers.mean), deaths]),
        );
    }
    say!("{table}");
    Ok(())
}

/// Chances of the trend: the region, quintiles, and the best and worst areas, or one area.
fn print_chances(outcomes: &Outcomes, area: Option<&str>) -> Result<(), Error> {
    let rows: Vec<AmbitionRow<'_>> = outcomes.ambitions()?.into_iter().filter(|row| row.scenario == BASELINE).collect();
    let mut chosen: Vec<AmbitionRow<'_>> = rows.iter().filter(|row| row.area == outcomes.region()).cloned().collect();
    match area {
        Some(area) => chosen.extend(rows.iter().filter(|row| row.area == area).cloned()),
        None => {
            let mut areas: Vec<AmbitionRow<'_>> =
                rows.iter().filter(|row| row.area != outcomes.region()).cloned().collect();
            areas.sort_by(|a, b| mean_of(a).total_cmp(&mean_of(b)));
            chosen.extend(best_and_worst(&areas));
        }
    }
    say!("Probability that the present trend meets the target by itself\n");
    say!("{}", PrintedTable::of_ambitions(&chosen));
    Ok(())
}

fn mean_of(row: &AmbitionRow<'_>) -> f64 {
    row.projected.as_ref().map_or(f64::NAN, |summary| summary.mean)
}

/// What the scenarios bring against both comparators, added up to the last year.
fn print_gains(outcomes: &Outcomes, name: &str, group: &Group) -> Result<(), Error> {
    let last = outcomes.last()?;
    say!("What it brings, {name}, added up to {last} (mean and 95% interval)\n");
    let mut table = PrintedTable::new(["scenario", "against", "measure"], ["mean", "lower 95%", "upper 95%"]);
    let averted = [
        Measure::DEATHS,
        Measure::DEATHS_CANCER,
        Measure::DEATHS_CARDIOVASCULAR,
        Measure::DEATHS_RESPIRATORY,
        Measure::DEATHS_LUNG_CANCER,
        Measure::DEATHS_ISCHAEMIC_HEART_DISEASE,
        Measure::DEATHS_STROKE,
        Measure::DEATHS_COPD,
    ];
    for (scenario, comparator) in [(MET, BASELINE), (MET, FROZEN), (SERVICES, BASELINE)] {
        for measure in averted {
            let result = outcomes.averted_among(scenario, measure, group)?.against(comparator)?.cumulative(last)?;
            push_gain(&mut table, scenario, comparator, &format!("{measure} averted"), &result);
        }
        for measure in [Measure::LIFE_YEARS, Measure::QALYS, Measure::QALYS_DISCOUNTED_3_5] {
            let gained = Quantity::cumulative(scenario, measure, last).against(comparator).group(group.clone());
            push_gain(&mut table, scenario, comparator, &format!("{measure} gained"), &outcomes.summary(&gained)?);
        }
        let longer =
            Quantity::difference(scenario, Measure::LIFE_EXPECTANCY, last).against(comparator).group(group.clone());
        let label = format!("life expectancy gained in {last}, years");
        push_gain(&mut table, scenario, comparator, &label, &outcomes.summary(&longer)?);
    }
    say!("{table}");
    Ok(())
}

/// Who pays for the doubled reach of services, and whose costs fall.
fn print_payers(outcomes: &Outcomes, name: &str, group: &Group) -> Result<(), Error> {
    let last = outcomes.last()?;
    say!(
        "Who pays for {SERVICES:?} and what it changes for them, {name}, added up to {last}, million pounds (mean and 95% interval)\n"
    );
    let payers = [
        ("NHS", Measure::DELIVERY_COST_NHS, "NHS care saved", Gain::Averted(Measure::NHS_COST)),
        (
            "local authority",
            Measure::DELIVERY_COST_LOCAL_AUTHORITY,
            "social care saved",
            Gain::Averted(Measure::SOCIAL_CARE_COST),
        ),
        (
            "employer",
            Measure::DELIVERY_COST_EMPLOYER,
            "value of days worked gained",
            Gain::Gained(Measure::PRODUCTIVITY_VALUE),
        ),
    ];
    let mut table = PrintedTable::new(["payer", "what changes"], ["cost of delivery", "change"]);
    for (payer, delivery, what, gain) in payers {
        let [paid, gained] = [Gain::Gained(delivery), gain]
            .map(|gain| Ok::<_, Error>(gain.shown(&outcomes.summary(&gain.to(SERVICES, BASELINE, group, last))?)));
        table.push([payer.to_owned(), what.to_owned(), paid?, gained?]);
    }
    say!("{table}");
    say!("Without medication, and without what longer lives cost otherwise. Undiscounted.\n");
    Ok(())
}

fn push_gain(table: &mut PrintedTable, scenario: &str, comparator: &str, what: &str, result: &Summary) {
    let digits = if result.mean.abs() < 10.0 { 3 } else { 0 };
    let number = |value: f64| if digits == 0 { thousands(value) } else { format!("{value:.digits$}") };
    table.push(
        [scenario, comparator, what]
            .map(str::to_owned)
            .into_iter()
            .chain([result.mean, result.lower_95, result.upper_95].map(number)),
    );
}

/// Deaths averted by quintile and in the areas that gain most and least for their size.
fn print_who_gains(outcomes: &Outcomes) -> Result<(), Error> {
    let last = outcomes.last()?;
    say!("Deaths averted to {last} by {MET:?} against the trend: for whom and where\n");
    let mut table = PrintedTable::new(["who"], ["mean", "lower 95%", "upper 95%", "per 100,000 people of 2015"]);
    let mut rows: Vec<(String, Summary, f64)> = Vec::new();
    for quintile in Quintile::ALL {
        let group = Group::everybody().in_quintile(quintile);
        rows.push(row_of(outcomes, &format!("quintile {quintile}"), &group, last)?);
    }
    let mut areas = Vec::new();
    for area in outcomes.areas() {
        areas.push(row_of(outcomes, area, &Group::area(area), last)?);
    }
    areas.sort_by(|a, b| b.2.total_cmp(&a.2));
    rows.extend(best_and_worst(&areas));
    for (who, result, rate) in rows {
        table.push(
            [who]
                .into_iter()
                .chain([result.mean, result.lower_95, result.upper_95].map(thousands))
                .chain([format!("{rate:.1}")]),
        );
    }
    say!("{table}");
    Ok(())
}

fn row_of(outcomes: &Outcomes, name: &str, group: &Group, last: Year) -> Result<(String, Summary, f64), Error> {
    let averted = outcomes.averted_among(MET, Measure::DEATHS, group)?.cumulative(last)?;
    let people = outcomes.level(BASELINE, Measure::POPULATION, group, outcomes.start())?;
    let rate = 1e5 * averted.mean / people.mean;
    Ok((name.to_owned(), averted, rate))
}

/// What it takes: extra quitters a year, and the price of a year's delay.
fn print_effort(outcomes: &Outcomes, area: Option<&str>) -> Result<(), Error> {
    say!("What it takes\n");
    let effort = outcomes.required_effort()?;
    say!("{}", PrintedTable::of_required_effort(&effort));
    let mut table = PrintedTable::new(["extra quitters a year", "where"], ["mean", "lower 95%", "upper 95%"]);
    for one in &effort {
        let mut groups: Vec<(&str, Summary)> =
            one.extra_quits_a_year.iter().map(|all| (outcomes.region(), *all)).collect();
        let mut areas = one.extra_quits_by_area.clone();
        areas.sort_by(|a, b| b.1.mean.total_cmp(&a.1.mean));
        match area {
            Some(area) => groups.extend(areas.into_iter().filter(|(name, _)| *name == area)),
            None => groups.extend(best_and_worst(&areas)),
        }
        for (group, extra) in groups {
            table.push(
                [one.scenario.to_owned(), group.to_owned()]
                    .into_iter()
                    .chain([extra.mean, extra.lower_95, extra.upper_95].map(thousands)),
            );
        }
    }
    say!("{table}");
    Ok(())
}

/// The inputs that move the deaths averted most.
fn print_tornado(outcomes: &Outcomes) -> Result<(), Error> {
    let result = Quantity::averted(MET, Measure::DEATHS, outcomes.last()?);
    // With so many inputs the largest of pure chance would reach about this (Bonferroni at 5%, large samples).
    let inputs = outcomes.inputs() as f64;
    let chance = normal_quantile(1.0 - 0.025 / inputs) / (outcomes.draws() as f64 - 1.0).sqrt();
    say!(
        "What moves the deaths averted by {MET:?} most; of {inputs} inputs, a correlation below {chance:.2} may be chance\n"
    );
    say!("{}", PrintedTable::of_sensitivity(&outcomes.tornado(&result)?));
    Ok(())
}

/// Asserts what must hold, in every draw, and says it in words.
fn check(outcomes: &Outcomes, deadline: Year) -> Result<Vec<&'static str>, Error> {
    let trend = outcomes.draws_of(&Quantity::level(BASELINE, Measure::SMOKING_PREVALENCE, deadline))?;
    let met = outcomes.draws_of(&Quantity::level(MET, Measure::SMOKING_PREVALENCE, deadline))?;
    for (trend, met) in trend.iter().zip(&met) {
        assert!((met - 0.13_f64.min(*trend)).abs() < 1e-9, "13% is met in every draw: {met}, trend {trend}");
    }
    let region = outcomes.draws_of(&Quantity::level(BASELINE, Measure::DEATHS, deadline))?;
    let mut parts = vec![0.0; region.len()];
    for area in outcomes.areas() {
        let deaths = Quantity::level(BASELINE, Measure::DEATHS, deadline).group(Group::area(area));
        for (sum, value) in parts.iter_mut().zip(outcomes.draws_of(&deaths)?) {
            *sum += value;
        }
    }
    for (region, parts) in region.iter().zip(&parts) {
        assert!((region / parts - 1.0).abs() < 1e-9, "boroughs add up to London: {region}, {parts}");
    }
    Ok(vec!["the target is met in every draw, to 1e-9", "boroughs add up to London in every draw, to 1e-9"])
}

fn years(outcomes: &Outcomes, deadline: Year) -> Result<Vec<Year>, Error> {
    let (start, last) = (outcomes.start().get(), outcomes.last()?.get());
    (start..=last).filter(|year| *year <= deadline.get() || year % 5 == 0 || *year == last).map(Year::new).collect()
}
