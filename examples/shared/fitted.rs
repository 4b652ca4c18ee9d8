//! Fitted against observed, beyond smoking and life expectancy: weight, activity, healthy life, diseases, deaths by cause, work and
//! severe mental illness.

use health_impact::Error;
use health_impact::calibration::{FittedQuantity, FittedValue};
use health_impact::data::{REGION, ReferenceData, Table, TableName};
use health_impact::disease::Disease;
use health_impact::outcomes::{Measure, Outcomes, Summary};
use health_impact::population::{RESULT_BANDS, Sex};
use health_impact::scenario::BASELINE;
use health_impact::scenario::Group;
use health_impact::units::{Age, Year};
use std::fmt::Write;

type Done = Result<(), Box<dyn std::error::Error>>;

/// Half of the width of a 95% interval, in standard deviations.
const Z_95: f64 = 1.96;

/// All sections.
pub(crate) fn sections(data: &ReferenceData, fitted: &[FittedValue], outcomes: &Outcomes, page: &mut String) -> Done {
    weight_and_activity(data, outcomes, page)?;
    healthy_life(data, outcomes, page)?;
    diseases(data, fitted, outcomes, page)?;
    causes(data, outcomes, page)?;
    work(data, fitted, outcomes, page)?;
    mental_illness(data, outcomes, page)
}

/// Rows of a table whose columns of text hold these words.
fn rows(table: &Table, wanted: &[(&str, &str)]) -> Result<Vec<usize>, Error> {
    let mut rows: Vec<usize> = (0..table.rows()).collect();
    for (column, word) in wanted {
        let words = table.text(column)?;
        rows.retain(|&row| words[row] == *word);
    }
    Ok(rows)
}

fn percent(share: f64) -> String {
    format!("{:.1}%", 100.0 * share)
}

fn interval(summary: &Summary) -> String {
    format!("{} ({} to {})", percent(summary.mean), percent(summary.lower_95), percent(summary.upper_95))
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 0.5
}

fn weight_and_activity(data: &ReferenceData, outcomes: &Outcomes, page: &mut String) -> Done {
    page.push_str("## Weight and activity by borough, 2015\n\nFitted: mean and 95% interval over draws of the true share. Observed: Year 6, children measured in 2014/15 with the binomial 95% interval; adults, Active Lives 2015/16 (obesity with its interval; none is published for activity). Boroughs are shrunk to London; London has no published figure of activity.\n\n");
    page.push_str("| area | obese in Year 6, fitted | observed | adults obese, fitted | observed | active, fitted | observed |\n|---|---|---|---|---|---|---|\n");
    let children = data.table(TableName::CHILD_WEIGHT_AREA);
    let (years, obese, measured) = (children.number("year")?, children.number("obese")?, children.number("measured")?);
    let adults = data.table(TableName::ADULT_WEIGHT_AREA);
    let (share, lower, upper) = (adults.number("obese")?, adults.number("lower")?, adults.number("upper")?);
    let activity = data.table(TableName::ACTIVITY_AREA);
    let active = activity.number("active")?;
    let mut groups = vec![("London", REGION, Group::everybody())];
    groups.extend(data.areas().iter().map(|area| (area.name.as_str(), area.code.as_str(), Group::area(&area.name))));
    let mut inside = [0; 2];
    let mut all = [0; 2];
    let (mut missed, mut counted) = (0.0, 0.0);
    for (name, code, group) in groups {
        let level = |measure| outcomes.level(BASELINE, measure, &group, Year::START);
        let (of_children, of_adults) = (level(Measure::CHILD_OBESITY_YEAR6)?, level(Measure::ADULT_OBESITY)?);
        let of_activity = level(Measure::PHYSICALLY_ACTIVE)?;
        let row = rows(children, &[("area_code", code), ("school_group", "year6")])?;
        let child = row.into_iter().find(|&row| near(years[row], 2015.0)).map_or("none".to_owned(), |row| {
            let half = Z_95 * (obese[row] * (1.0 - obese[row]) / measured[row]).sqrt();
            all[0] += 1;
            inside[0] += usize::from((obese[row] - of_children.mean).abs() <= half);
            format!("{} ({} to {})", percent(obese[row]), percent(obese[row] - half), percent(obese[row] + half))
        });
        let adult = rows(adults, &[("area_code", code)])?.first().map_or("none".to_owned(), |&row| {
            if !lower[row].is_finite() {
                return percent(share[row]);
            }
            all[1] += 1;
            inside[1] += usize::from((lower[row]..=upper[row]).contains(&of_adults.mean));
            format!("{} ({} to {})", percent(share[row]), percent(lower[row]), percent(upper[row]))
        });
        let moving = rows(activity, &[("area_code", code)])?.first().map_or("none".to_owned(), |&row| {
            missed += (active[row] - of_activity.mean).powi(2);
            counted += 1.0;
            percent(active[row])
        });
        writeln!(
            page,
            "| {name} | {} | {child} | {} | {adult} | {} | {moving} |",
            interval(&of_children),
            interval(&of_adults),
            interval(&of_activity)
        )?;
    }
    writeln!(
        page,
        "\nWithin the interval of the observation: {} of {} for Year 6, {} of {} for adults' obesity. Activity misses its observations by {:.1} points (root mean square).\n",
        inside[0],
        all[0],
        inside[1],
        all[1],
        100.0 * f64::sqrt(missed / counted)
    )?;
    Ok(())
}

fn healthy_life(data: &ReferenceData, outcomes: &Outcomes, page: &mut String) -> Done {
    page.push_str("## Healthy life expectancy at birth\n\nFitted: mid-2015, mean and 95% interval. Published: 2013-15 with its 95% interval. The fit is to the middle of those years, 2014; the trend of mortality lies between.\n\n| area | men, fitted | published | women, fitted | published |\n|---|---|---|---|---|\n");
    let table = data.table(TableName::HEALTHY_LIFE_EXPECTANCY);
    let years = table.number("healthy_life_expectancy")?;
    let (lower, upper) = (table.number("lower")?, table.number("upper")?);
    let mut groups = vec![("London", REGION, Group::everybody())];
    groups.extend(data.areas().iter().map(|area| (area.name.as_str(), area.code.as_str(), Group::area(&area.name))));
    let (mut inside, mut all, mut worst) = (0, 0, 0.0_f64);
    for (name, code, group) in groups {
        write!(page, "| {name} |")?;
        for sex in Sex::ALL {
            let group = group.clone().of_sex(sex);
            let fitted = outcomes.level(BASELINE, Measure::HEALTHY_LIFE_EXPECTANCY, &group, Year::START)?;
            let known = rows(table, &[("area_code", code), ("sex", sex.name())])?.first().copied();
            let text = known.map_or("none".to_owned(), |row| {
                all += 1;
                inside += usize::from((lower[row]..=upper[row]).contains(&fitted.mean));
                worst = worst.max((fitted.mean - years[row]).abs());
                format!("{:.1} ({:.1} to {:.1})", years[row], lower[row], upper[row])
            });
            write!(page, " {:.1} ({:.1} to {:.1}) | {text} |", fitted.mean, fitted.lower_95, fitted.upper_95)?;
        }
        page.push('\n');
    }
    writeln!(
        page,
        "\n{inside} of {all} lie within the published interval; the largest difference is {worst:.2} years.\n"
    )?;
    Ok(())
}

fn diseases(data: &ReferenceData, values: &[FittedValue], outcomes: &Outcomes, page: &mut String) -> Done {
    page.push_str("## People with a disease, and new cases\n\nEngland: what the fitted rates give for 2015, all ages. London: mid-2015, and new cases in the year to mid-2016, mean and 95% interval. London's people are younger than England's.\n\n| disease | England, share | England, new cases a year | London, share | London, new cases |\n|---|---|---|---|---|\n");
    let fitted = |quantity| values.iter().find(|one| one.quantity == quantity).map_or(f64::NAN, |one| one.fitted);
    let everybody = Group::everybody();
    let people = outcomes.level(BASELINE, Measure::POPULATION, &everybody, Year::START)?;
    let share = |x: f64| format!("{:.2}%", 100.0 * x);
    for &disease in Disease::ALL {
        let with = outcomes.level(BASELINE, Measure::prevalent(disease), &everybody, Year::START)?;
        let cases = outcomes.level(BASELINE, Measure::cases(disease), &everybody, Year::new(2016)?)?;
        let of = |x: f64| share(x / people.mean);
        writeln!(
            page,
            "| {} | {} | {:.0} | {} ({} to {}) | {:.0} ({:.0} to {:.0}) |",
            disease.name().replace('_', " "),
            share(fitted(FittedQuantity::Prevalence(disease, Age::new(0)?))),
            fitted(FittedQuantity::NewCases(disease)),
            of(with.mean),
            of(with.lower_95),
            of(with.upper_95),
            cases.mean,
            cases.lower_95,
            cases.upper_95
        )?;
    }
    page.push_str("\nPublished shares of people with a disease (registers and general practice), near the start. All coronary disease is wider than heart attack:\n\n| disease | ages | year | published | of | England, fitted 2015 | met or compared |\n|---|---|---|---|---|---|---|\n");
    let table = data.table(TableName::DISEASE_ESTIMATES);
    let (names, measures, notes) = (table.text("disease")?, table.text("measure")?, table.text("note")?);
    let (from, years, values) = (table.number("age_from")?, table.number("year")?, table.number("value")?);
    let is_near = |&row: &usize| measures[row].starts_with("prevalence") && years[row] > 2007.0;
    for row in (0..table.rows()).filter(is_near) {
        let disease = Disease::from_name(&names[row])?;
        // Ages are whole.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let age = from[row] as u32;
        let what = match measures[row].as_str() {
            "prevalence" => names[row].replace('_', " "),
            other => other.trim_start_matches("prevalence_of_").replace('_', " "),
        };
        let is_met = (disease == Disease::Diabetes && near(years[row], 2014.0)) || disease == Disease::Copd;
        writeln!(
            page,
            "| {what} | {age}+ | {} | {} | {} | {} | {} |",
            years[row],
            share(values[row]),
            notes[row],
            share(fitted(FittedQuantity::Prevalence(disease, Age::new(age)?))),
            if is_met { "met" } else { "compared" }
        )?;
    }
    page.push('\n');
    Ok(())
}

fn causes(data: &ReferenceData, outcomes: &Outcomes, page: &mut String) -> Done {
    page.push_str("## Deaths under 75 by cause\n\nModel: London, ages 35 to 74, year to mid-2016, mean and 95% interval. Published: London's rates by sex and five years of age, mean of 2013 to 2015, times the people of mid-2015 (Office for National Statistics, UK SDG indicator 3.4.1). The rates published for chronic lower respiratory disease (J40-J47) are complete from 45 and set against COPD (J40-J44) from 45 to 74.\n\n| cause | ages | model | published |\n|---|---|---|---|\n");
    let table = data.table(TableName::MORTALITY_LONDON_ENGLAND);
    let (ages, rates) = (table.number("age_from")?, table.number("rate_per_100000")?);
    let population = data.table(TableName::POPULATION);
    let (sexes, age, persons) = (population.text("sex")?, population.number("age")?, population.number("persons")?);
    for (measure, cause, first) in [
        (Measure::DEATHS_CANCER, "cancer", 35.0),
        (Measure::DEATHS_CARDIOVASCULAR, "cardiovascular", 35.0),
        (Measure::DEATHS_COPD, "chronic_respiratory", 45.0),
    ] {
        let mut published = 0.0;
        for sex in Sex::ALL {
            for row in rows(table, &[("cause", cause), ("area", "London"), ("sex", sex.name())])? {
                if (first..74.0).contains(&ages[row]) {
                    let people: f64 = (0..population.rows())
                        .filter(|&at| sexes[at] == sex.name() && (ages[row]..ages[row] + 4.5).contains(&age[at]))
                        .map(|at| persons[at])
                        .sum();
                    published += rates[row] / 100_000.0 * people / 3.0;
                }
            }
        }
        let mut draws = vec![0.0; outcomes.draws()];
        for band in RESULT_BANDS.into_iter().filter(|band| f64::from(band.from) >= first && band.from < 75) {
            let group = Group::everybody().aged(band);
            let quantity = health_impact::outcomes::Quantity::level(BASELINE, measure, Year::new(2016)?).group(group);
            for (sum, deaths) in draws.iter_mut().zip(outcomes.draws_of(&quantity)?) {
                *sum += deaths;
            }
        }
        let model = Summary::of(&draws, outcomes.sampling())?;
        writeln!(
            page,
            "| {} | {first}-74 | {:.0} ({:.0} to {:.0}) | {published:.0} |",
            cause.replace('_', " "),
            model.mean,
            model.lower_95,
            model.upper_95
        )?;
    }
    page.push_str("\nOn the standard of the world cities (US standard of 2000), per 100,000. Definitions differ: cancer is C00-D48 at all ages in the model (benign and uncertain growths are among it), from 30 on in London's figure, malignant in the city's; respiratory is COPD (J40-J44) in the model, J30-J98 in London's figure, J40-J47 in the city's.\n\n| cause | model, year to mid-2016 | London 2015 | lowest comparable city |\n|---|---|---|---|\n");
    let table = data.table(TableName::CITY_DEATH_RATES);
    let (years, rates) = (table.number("year")?, table.number("rate_per_100000")?);
    let cities = health_impact::indicator::WorldCities::from_data(data)?;
    for (measure, cause, group) in [
        (Measure::MORTALITY_CANCER_CITY_STANDARD, "cancer", 0),
        (Measure::MORTALITY_CARDIOVASCULAR_CITY_STANDARD, "cardiovascular", 1),
        (Measure::MORTALITY_RESPIRATORY_CITY_STANDARD, "chronic_respiratory", 2),
    ] {
        let model = outcomes.level(BASELINE, measure, &Group::everybody(), Year::new(2016)?)?;
        let known = rows(table, &[("city", "London"), ("cause", cause), ("standard", "us2000")])?;
        let known = known.into_iter().find(|&row| near(years[row], 2015.0)).map_or(f64::NAN, |row| rates[row]);
        let lowest = cities.compare(health_impact::indicator::MajorCause::ALL[group])?.lowest;
        writeln!(
            page,
            "| {} | {:.1} ({:.1} to {:.1}) | {known:.1} | {lowest:.1} |",
            cause.replace('_', " "),
            model.mean,
            model.lower_95,
            model.upper_95
        )?;
    }
    page.push('\n');
    Ok(())
}

fn work(data: &ReferenceData, fitted: &[FittedValue], outcomes: &Outcomes, page: &mut String) -> Done {
    let first = Year::new(2016)?;
    let everybody = Group::everybody();
    let days = outcomes.level(BASELINE, Measure::ABSENCE_DAYS, &everybody, first)?;
    let each = outcomes.level(BASELINE, Measure::ABSENCE_DAYS_PER_WORKER, &everybody, first)?;
    let workers = outcomes.level(BASELINE, Measure::WORKER_YEARS, &everybody, first)?;
    let table = data.table(TableName::SICKNESS_ABSENCE);
    let published = rows(table, &[("measure", "days_lost"), ("area", "London")])?;
    let published = published.first().map_or(f64::NAN, |&row| table.number("value").map_or(f64::NAN, |all| all[row]));
    let in_work = fitted.iter().filter(|one| one.quantity == FittedQuantity::PeopleInWork).map(|one| one.fitted);
    let central: f64 = in_work.sum();
    page.push_str("## Days lost to sickness\n\nYear to mid-2016, mean and 95% interval. The published total is rounded, without a stated method, and not fitted.\n\n| measure | model | known |\n|---|---|---|\n");
    writeln!(
        page,
        "| people in work, aged 16 to 64, millions | {:.2} | {:.2} at the published employment rates, mid-2015 |",
        workers.mean / 1e6,
        central / 1e6
    )?;
    writeln!(
        page,
        "| days lost of a worker | {:.2} ({:.2} to {:.2}) | 3.45: 1.5% of 230 days (2013) |",
        each.mean, each.lower_95, each.upper_95
    )?;
    writeln!(
        page,
        "| days lost, millions | {:.1} ({:.1} to {:.1}) | almost {:.0} |\n",
        days.mean / 1e6,
        days.lower_95 / 1e6,
        days.upper_95 / 1e6,
        published / 1e6
    )?;
    Ok(())
}

fn mental_illness(data: &ReferenceData, outcomes: &Outcomes, page: &mut String) -> Done {
    page.push_str("## Severe mental illness: years of life expectancy\n\nModel: London, mid-2015, at 18, against others, mean and 95% interval. Published: south-east London, at birth, lowest and highest of the diagnoses (Chang 2011).\n\n| sex | users of secondary services | registers of general practices | published |\n|---|---|---|---|\n");
    let table = data.table(TableName::MENTAL_ILLNESS_MORTALITY);
    let values = table.number("value")?;
    for sex in Sex::ALL {
        let group = Group::everybody().of_sex(sex);
        let level = |measure| outcomes.level(BASELINE, measure, &group, Year::START);
        let text = |gap: Summary| format!("{:.1} ({:.1} to {:.1})", gap.mean, gap.lower_95, gap.upper_95);
        let known = |measure: &str| -> Result<f64, Error> {
            Ok(rows(table, &[("measure", measure), ("sex", sex.name())])?.first().map_or(f64::NAN, |&row| values[row]))
        };
        writeln!(
            page,
            "| {sex} | {} | {} | {:.1} to {:.1} |",
            text(level(Measure::SMI_LIFE_EXPECTANCY_GAP)?),
            text(level(Measure::SMI_LIFE_EXPECTANCY_GAP_GP_REGISTERS)?),
            known("years_lost_low")?,
            known("years_lost_high")?
        )?;
    }
    page.push('\n');
    Ok(())
}
