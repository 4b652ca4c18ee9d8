//! Does the model return what it was fitted to, and how would its trends have done?
//!
//! Prints a Markdown page of fitted against observed for every calibrated series, and of forecasts from rolling origins
//! inside the history. `--out DIR` writes it to `DIR/VALIDATION.md`.

#![allow(clippy::disallowed_methods)] // what it prints is rounded far above the last bits

#[path = "shared/fitted.rs"]
mod fitted;

use clap::Parser;
use health_impact::Error;
use health_impact::calibration::{FittedQuantity, FittedValue, fitted_values};
use health_impact::data::{REGION, ReferenceData, TableName};
use health_impact::hindcast::{
    Forecast, Resampled, Subject, coverage, error_ratios, forecasts, scores, sickness_absence,
};
use health_impact::outcomes::{Measure, Outcomes};
use health_impact::population::Sex;
use health_impact::projection::Projection;
use health_impact::sampling::Sampling;
use health_impact::scenario::BASELINE;
use health_impact::scenario::Group;
use health_impact::units::Year;
use shared::{Options, say};
use std::fmt::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    shared::end(run())
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let mut options = Options::parse();
    options.use_threads()?;
    options.without_area();
    // Only the page goes to the folder: the draws are for it alone.
    let page_folder = options.out.take();
    let london = ReferenceData::embedded();
    let until = Year::new(options.until.min(2020))?;
    // Two hundred plain draws are enough for a page; the other samplings need their own numbers.
    let most = if Sampling::from(options.sampling) == Sampling::Random { 200 } else { options.draws };
    let projection = Projection::builder(&london)
        .years(Year::START..=until)
        .draws(options.draws.min(most))
        .seed(options.seed)
        .sampling(options.sampling.into())
        .build()?;
    let (outcomes, _draws) = options.run(&projection)?;

    let fitted = fitted_values(&london)?;
    let mut page = String::from("# Fitted against observed\n\n");
    writeln!(
        page,
        "Made by `cargo run --release --example validation -- --draws {} --out docs`; do not edit by hand. Intervals are over {} draws of seed {}.\n",
        outcomes.draws(),
        outcomes.draws(),
        options.seed
    )?;
    smoking(&london, &fitted, &outcomes, &mut page)?;
    life_expectancy(&fitted, &mut page)?;
    levels(&london, &outcomes, &mut page)?;
    fitted::sections(&london, &fitted, &outcomes, &mut page)?;
    hindcast(&london, &mut page)?;
    if let Some(folder) = page_folder {
        shared::whole::write(&folder.join("VALIDATION.md"), page.as_bytes())?;
    }
    say!("{page}");
    Ok(())
}

type Done = Result<(), Box<dyn std::error::Error>>;

fn smoking(data: &ReferenceData, values: &[FittedValue], outcomes: &Outcomes, page: &mut String) -> Done {
    let table = data.table(TableName::SMOKING_AREA);
    let (codes, years) = (table.text("area_code")?, table.number("year")?);
    let (share, lower, upper) = (table.number("prevalence")?, table.number("lower")?, table.number("upper")?);
    let row = |code: &str| (0..table.rows()).find(|&row| codes[row] == code && (years[row] - 2015.0).abs() < 0.5);
    page.push_str("## Adults who smoke, 2015\n\n");
    page.push_str("Fitted: mean and 95% interval over draws of the true share. Observed: the survey's estimate and its 95% interval. Boroughs are shrunk to London, so the fitted value may leave an extreme observation on purpose.\n\n");
    page.push_str("| area | fitted | interval | observed | interval | inside |\n|---|---|---|---|---|---|\n");
    let mut groups = vec![("London".to_owned(), REGION.to_owned(), Group::everybody())];
    for area in data.areas() {
        groups.push((area.name.clone(), area.code.clone(), Group::area(&area.name)));
    }
    let (mut inside, mut all) = (0, 0);
    for (name, code, group) in groups {
        let fitted = outcomes.level(BASELINE, Measure::SMOKING_PREVALENCE, &group, Year::START)?;
        let interval = format!("{} to {}", percent(fitted.lower_95), percent(fitted.upper_95));
        match row(&code) {
            Some(row) => {
                let within = (lower[row]..=upper[row]).contains(&fitted.mean);
                inside += usize::from(within);
                all += 1;
                writeln!(
                    page,
                    "| {name} | {} | {interval} | {} | {} to {} | {} |",
                    percent(fitted.mean),
                    percent(share[row]),
                    percent(lower[row]),
                    percent(upper[row]),
                    if within { "yes" } else { "no" }
                )?;
            }
            None => writeln!(
                page,
                "| {name} | {} | {interval} | none published: takes London's | | |",
                percent(fitted.mean)
            )?,
        }
    }
    writeln!(page, "\n{inside} of {all} fitted values lie within the survey's interval.\n")?;

    trend(data, values, page)?;

    page.push_str("## Smoking by sex and age, London\n\nFitted: the mean of the five years, each moved to 2015 along the common drift. The bands have no published interval.\n\n| sex | ages | fitted 2015 | 2011 | 2012 | 2013 | 2014 | 2015 |\n|---|---|---|---|---|---|---|---|\n");
    let table = data.table(TableName::SMOKING_AGE_SEX);
    let (codes, sexes, years) = (table.text("area_code")?, table.text("sex")?, table.number("year")?);
    let (from, to, share) = (table.number("age_from")?, table.number("age_to")?, table.number("prevalence")?);
    let starts = [18_u32, 25, 35, 45, 55, 65];
    for sex in Sex::ALL {
        for (index, &start) in starts.iter().enumerate() {
            let end = starts.get(index + 1).copied();
            let fitted = band_share(outcomes, sex, start, end)?;
            let label = end.map_or_else(|| format!("{start}+"), |end| format!("{start}-{}", end - 1));
            write!(page, "| {sex} | {label} | {} |", percent(fitted))?;
            for year in 2011..=2015 {
                let observation = (0..table.rows()).find(|&row| {
                    codes[row] == REGION
                        && sexes[row] == sex.name()
                        && (years[row] - f64::from(year)).abs() < 0.5
                        && (from[row] - f64::from(start)).abs() < 0.5
                        && (start != 18 || to[row].is_finite())
                });
                write!(page, " {} |", observation.map_or_else(String::new, |row| percent(share[row])))?;
            }
            page.push('\n');
        }
    }
    page.push('\n');
    Ok(())
}

/// London's adults year by year: the fitted line through the observations.
fn trend(data: &ReferenceData, values: &[FittedValue], page: &mut String) -> Done {
    let table = data.table(TableName::SMOKING_AREA);
    let (codes, years) = (table.text("area_code")?, table.number("year")?);
    let (lower, upper) = (table.number("lower")?, table.number("upper")?);
    page.push_str("## London's adults who smoke, 2011-2015\n\nFitted: level of 2015 and drift, without the yearly innovations.\n\n| year | fitted | observed | interval |\n|---|---|---|---|\n");
    for line in values.iter().filter(|one| one.quantity == FittedQuantity::AdultSmoking) {
        let is_of = |row: &usize| codes[*row] == REGION && (years[*row] - f64::from(line.year.get())).abs() < 0.5;
        if let (Some(row), Some(observed)) = ((0..table.rows()).find(is_of), line.published) {
            let interval = format!("{} to {}", percent(lower[row]), percent(upper[row]));
            writeln!(page, "| {} | {} | {} | {interval} |", line.year, percent(line.fitted), percent(observed))?;
        }
    }
    for former in values.iter().filter(|one| one.quantity == FittedQuantity::FormerSmokers) {
        writeln!(
            page,
            "\nFormer smokers of England's chain are scaled to the published share of {}, {}, which they meet by construction.\n",
            former.year,
            percent(former.fitted)
        )?;
    }
    Ok(())
}

/// Smokers over adults of the result bands that make up a survey band.
fn band_share(outcomes: &Outcomes, sex: Sex, from: u32, to: Option<u32>) -> Result<f64, Error> {
    let (mut smokers, mut adults) = (0.0, 0.0);
    for band in health_impact::population::RESULT_BANDS {
        if band.from >= from && to.is_none_or(|to| band.to.is_some_and(|end| end <= to)) {
            let group = Group::everybody().of_sex(sex).aged(band);
            smokers += outcomes.level(BASELINE, Measure::SMOKERS, &group, Year::START)?.mean;
            adults += outcomes.level(BASELINE, Measure::ADULTS, &group, Year::START)?.mean;
        }
    }
    Ok(smokers / adults)
}

fn life_expectancy(values: &[FittedValue], page: &mut String) -> Done {
    let (mut met, mut none, mut worst) = (0, Vec::new(), 0.0_f64);
    for one in values.iter().filter(|one| one.quantity == FittedQuantity::LifeExpectancy) {
        match one.published {
            Some(years) => (met, worst) = (met + 1, worst.max((one.fitted - years).abs())),
            None => none.extend(one.area.as_deref()),
        }
    }
    none.dedup();
    writeln!(
        page,
        "## Life expectancy at birth, 2013\n\nFitted at central rates of 2013 to the published one of 2012-14 of each borough and sex: {met} figures, the largest difference {worst:.4} years. None is published for {}, which takes London's.\n",
        none.join(", ")
    )?;
    Ok(())
}

fn levels(data: &ReferenceData, outcomes: &Outcomes, page: &mut String) -> Done {
    let everybody = Group::everybody();
    let first = Year::new(2016)?;
    page.push_str("## London in total\n\n| measure | model | known |\n|---|---|---|\n");
    let people = outcomes.level(BASELINE, Measure::POPULATION, &everybody, Year::START)?;
    let estimate: f64 = data.table(TableName::POPULATION).number("persons")?.iter().sum();
    writeln!(page, "| population, mid-2015 | {:.0} | {estimate:.0} (Office for National Statistics) |", people.mean)?;
    let table = data.table(TableName::POPULATION_PROJECTION);
    let projected = |year: i32| -> Result<f64, Error> { Ok(table.number(&format!("y{year}"))?.iter().sum()) };
    for year in (2016..=outcomes.last()?.get()).step_by(4) {
        let people = outcomes.level(BASELINE, Measure::POPULATION, &everybody, Year::new(year)?)?;
        let scaled = projected(year)? / projected(2015)? * estimate;
        writeln!(
            page,
            "| population, mid-{year} | {:.0} | {scaled:.0} (Greater London Authority 2014 round, scaled to the estimate of 2015 as a whole; the model scales each cohort of each borough) |",
            people.mean
        )?;
    }
    let births = outcomes.level(BASELINE, Measure::BIRTHS, &everybody, first)?;
    let born: f64 = data.table(TableName::BIRTHS).number("births")?.iter().sum();
    writeln!(page, "| births, year to mid-2016 | {:.0} | {born:.0} in the year to mid-2015 |", births.mean)?;
    let deaths = outcomes.level(BASELINE, Measure::DEATHS, &everybody, first)?;
    writeln!(
        page,
        "| deaths, year to mid-2016 | {:.0} ({:.0} to {:.0}) | about 50,150 in the year to mid-2015 (births less natural change, Greater London Authority borough profiles) |",
        deaths.mean, deaths.lower_95, deaths.upper_95
    )?;
    let smoking = outcomes.level(BASELINE, Measure::DEATHS_SMOKING_ATTRIBUTABLE, &everybody, first)?;
    let table = data.table(TableName::SMOKING_ATTRIBUTABLE_ESTIMATES);
    let (areas, years, points) = (table.text("area")?, table.number("year")?, table.number("deaths")?);
    for row in (0..table.rows()).filter(|&row| areas[row] == "London") {
        writeln!(
            page,
            "| deaths attributable to smoking, year to mid-2016 | {:.0} ({:.0} to {:.0}) | {:.0} ({}, quoted) |",
            smoking.mean, smoking.lower_95, smoking.upper_95, points[row], years[row]
        )?;
    }
    page.push_str("\nThe published figure for smoking counts causes that have no ratio here (parts of the heart and vessel diseases, other causes) and stands on earlier, higher smoking; the model counts against never smokers with cohort ratios by cause.\n\n");
    Ok(())
}

fn hindcast(data: &ReferenceData, page: &mut String) -> Done {
    let all = forecasts(data)?;
    page.push_str("## Rolling origins\n\nTrends fitted to the years up to an origin, and what was read afterwards, up to 2015 (2015/16 for children's weight and admissions, called 2016). Origins are 2012, 2013 and 2014, for England's deaths 2006 to 2014 with one to four years ahead. Three series have origins of their own: the mortality ratio of severe mental illness ends in 2014/15 (called 2014; origins 2010 to 2013), men's obesity has five observations since 1993 (origins 2008 and 2011), and school readiness has four years only, fewer than the five a check needs to say much (origin 2015, 2014/15). Women's obesity has four observations and overweight two, so neither is checked. Not forecast at all, for want of a second observation of the same definition: activity, drinking over 14 units, healthy life expectancy, the diseases (but for the yearly change of heart attacks, which is published).\n\nErrors are on the scale of the trend: logarithms of rates and numbers, log odds of shares, years of life expectancy. The score (CRPS) is set against that of forecasts that need no model, each with the width of its own errors before the origin: the last value, and the best of last value, line through five and damped line, named at each origin by its errors before it; below 1 is better. The intervals are for the observation: the survey's or count's own error is added. In brackets the 95% interval of samples of series and origins with replacement. Families of ten series and three origins are judged; six forecasts of one series share their observations and are one, so the rest is shown and not judged.\n\n| what | series | origins | forecasts | bias | mean absolute error | score over last value | score over best | within 80% | within 95% | judged |\n|---|---|---|---|---|---|---|---|---|---|---|\n");
    let scored = scores(&all)?;
    let ratio = |one: Option<Resampled>| {
        one.map_or("none".to_owned(), |one| format!("{:.2} ({:.2} to {:.2})", one.value, one.lower, one.upper))
    };
    let mut logs = [Vec::new(), Vec::new()];
    for score in &scored {
        let origins = all.iter().filter(|one| one.subject == score.subject).map(|one| one.origin);
        let (first, last) = (origins.clone().min(), origins.max());
        let origins = match (first, last) {
            (Some(first), Some(last)) if first != last => format!("{first}-{last}"),
            (first, _) => first.map_or_else(String::new, |first| first.to_string()),
        };
        let covered = score.coverage_80;
        writeln!(
            page,
            "| {} | {} | {origins} | {} | {:+.3} | {:.3} | {} | {} | {} ({} to {}) | {} | {} |",
            score.subject,
            score.series,
            score.forecasts,
            score.bias,
            score.mean_absolute_error,
            ratio(score.against_last_value),
            ratio(score.against_best_naive),
            percent(covered.value),
            percent(covered.lower),
            percent(covered.upper),
            percent(score.coverage_95),
            if score.is_judged { "yes" } else { "no" }
        )?;
        for (logs, one) in logs.iter_mut().zip([score.against_last_value, score.against_best_naive]) {
            logs.extend(one.map(|one| one.value.ln()));
        }
    }
    let [last, best] = logs.map(|logs| (logs.iter().sum::<f64>() / logs.len() as f64).exp());
    let causes = error_ratios(&all, Subject::CAUSE_ENGLAND)?;
    let together = error_ratios(&all, Subject::MORTALITY_ENGLAND)?;
    writeln!(
        page,
        "\nGeometric mean over the families: {last:.2} of the score of the last value, {best:.2} of that of the best. Root mean square error of England's causes, weighted by deaths: {:.2} of that of no change and {:.2} of that of the line through five; of all causes together {:.2} and {:.2}.",
        causes.last_value, causes.line, together.last_value, together.line
    )?;
    by_cause(&all, page)?;
    let early = sickness_absence(data, &[Year::new(2003)?])?;
    let held = early.iter().filter(|one| one.covers()).count();
    writeln!(
        page,
        "\nFrom 2003 days off sick were forecast too high in every year: {held} of {} observations are held. Their fall sped up after 2003, which no series told before.",
        early.len()
    )?;
    page.push_str("\nFrom 2008 men's obesity was forecast too high: its rise of fifteen years slowed, which three observations could not tell before.\n");
    page.push_str("\nSubjects with eight forecasts or fewer, one by one:\n\n| series | origin | year | forecast | 80% interval | observed |\n|---|---|---|---|---|---|\n");
    let is_small = |subject: Subject| coverage(&all, subject).1 <= 8;
    for one in all.iter().filter(|one| is_small(one.subject)) {
        let number = |x: f64| match one.subject {
            subject if subject.is_share() => percent(x),
            Subject::ALCOHOL_ADMISSIONS_LONDON => format!("{x:.0}"),
            _ => format!("{x:.2}"),
        };
        writeln!(
            page,
            "| {}, {} | {} | {} | {} | {} to {} | {} |",
            one.subject,
            one.series,
            one.origin,
            one.year,
            number(one.central),
            number(one.lower_80),
            number(one.upper_80),
            number(one.observed)
        )?;
    }
    Ok(())
}

/// Coverage and bias of each cause: what one figure over all of them would hide.
fn by_cause(all: &[Forecast], page: &mut String) -> Done {
    page.push_str("\nEngland's deaths cause by cause, one to four years ahead:\n\n| cause | forecasts | bias of the logarithm | within 80% |\n|---|---|---|---|\n");
    let name = |one: &Forecast| one.series.split(',').next().unwrap_or_default().to_owned();
    let of: Vec<&Forecast> = all.iter().filter(|one| one.subject == Subject::CAUSE_ENGLAND).collect();
    let mut names: Vec<String> = of.iter().map(|one| name(one)).collect();
    names.sort_unstable();
    names.dedup();
    for cause in names {
        let here: Vec<&&Forecast> = of.iter().filter(|one| name(one) == cause).collect();
        let count = here.len() as f64;
        let bias = here.iter().map(|one| (one.observed / one.central).ln()).sum::<f64>() / count;
        let held = here.iter().filter(|one| one.covers()).count() as f64 / count;
        writeln!(page, "| {} | {} | {bias:+.3} | {} |", cause.replace('_', " "), here.len(), percent(held))?;
    }
    page.push_str("\nDementia rose by how deaths were coded and by what doctors came to write down, faster than its history told at any origin; its intervals are too narrow and its forecasts too low, and the trend of all causes together keeps the sum.\n");
    Ok(())
}

fn percent(share: f64) -> String {
    format!("{:.1}%", 100.0 * share)
}
