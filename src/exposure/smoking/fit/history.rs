//! How former smokers came to be: England's cohorts run from 1974 to 2015 on the long surveys.

use super::survey::{band_observations, totals};
use crate::data::integer;
use crate::data::{COUNTRY, ReferenceData, TableName};
use crate::error::Error;
use crate::numerics::interpolation::{Outside, straight};
use crate::numerics::logit::{logistic, logit};
use crate::numerics::sample::mean;
use crate::population::demography::year_columns;
use crate::population::stratum::{FIVE_YEAR_STARTS, Sex, five_year_group};
use crate::trend::Observation;
use crate::units::AGES;
use ndarray::Array3;

/// First year of the long surveys by age.
pub(crate) const FIRST_YEAR: i32 = 1974;
/// Age from which prevalence is taken from the surveys; below it the chain of starting gives it.
pub(crate) const SURVEYED_FROM: usize = super::survey::ADULT;
/// Youngest age in the general surveys.
pub(crate) const YOUNGEST: f64 = 16.0;

/// England's smoking by sex, age and year as the surveys have it.
#[derive(Debug, Clone)]
pub(crate) struct History {
    pub(crate) last_year: i32,
    pub(crate) current: Array3<f64>,
    pub(crate) quit_ratio_slope: f64,
    pub(crate) former_target: (i32, f64),
    pub(crate) weights: [Vec<f64>; 2],
}

impl History {
    /// Reads the surveys up to `until`.
    ///
    /// Prevalence by age is the total of each sex (straight lines in the logit between the survey years) plus the
    /// pattern over age: that of men of 1974-1992 for both sexes, and England's own by sex of 2011-2015, with
    /// straight lines between.
    ///
    /// # Errors
    /// If a table lacks a year or band that is needed.
    pub(crate) fn from_data(data: &ReferenceData, until: i32) -> Result<Self, Error> {
        let years = usize::try_from(until - FIRST_YEAR + 1)
            .map_err(|_| Error::out_of_range("last year of the history", until, "must not lie before 1974"))?;
        let mut current = Array3::zeros((2, AGES, years));
        for sex in Sex::ALL {
            let level = totals(data, sex)?;
            let early = early_patterns(data, &totals(data, Sex::Male)?)?;
            let late = late_pattern(data, sex)?;
            for year in 0..years {
                let calendar = f64::from(FIRST_YEAR) + year as f64;
                for age in 0..AGES {
                    let middle = age as f64 + 0.5;
                    let pattern = blend(&early, &late, calendar, middle);
                    current[[sex.index(), age, year]] = logistic(interpolate(&level, calendar) + pattern);
                }
            }
        }
        Ok(Self {
            last_year: until,
            current,
            quit_ratio_slope: quit_ratio_slope(data)?,
            former_target: former_target(data, until)?,
            weights: england_weights(data, until)?,
        })
    }

    /// Published share of former smokers at 16 and over and its year, which the chain is scaled to.
    #[must_use]
    pub(crate) fn former_target(&self) -> (i32, f64) {
        self.former_target
    }
}

/// Survey years and nodes (middle of the band, logit over the total).
type Pattern = (f64, Vec<(f64, f64)>);

/// Men's pattern over age in each year of the general household survey.
fn early_patterns(data: &ReferenceData, men: &[Observation]) -> Result<Vec<Pattern>, Error> {
    let table = data.table(TableName::SMOKING_LONG_SERIES);
    let (sexes, status) = (table.text("sex")?, table.text("status")?);
    let (year, from, to) = (table.number("year")?, table.number("age_from")?, table.number("age_to")?);
    let share = table.number("prevalence")?;
    let mut patterns: Vec<Pattern> = Vec::new();
    for row in 0..table.rows() {
        let all_adults = integer(from[row]) == 16 && !to[row].is_finite();
        if sexes[row] != "male" || status[row] != "current" || all_adults {
            continue;
        }
        // The open band from 60 stands at the middle of 60 to 84, where nearly all of its people are.
        let middle = 0.5 * (from[row] + if to[row].is_finite() { to[row] + 1.0 } else { 85.0 });
        let node = (middle, logit(share[row]) - interpolate(men, year[row]));
        match patterns.iter_mut().find(|(known, _)| (*known - year[row]).abs() < 0.5) {
            Some((_, nodes)) => nodes.push(node),
            None => patterns.push((year[row], vec![node])),
        }
    }
    patterns.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (_, nodes) in &mut patterns {
        nodes.sort_by(|a, b| a.0.total_cmp(&b.0));
    }
    if patterns.is_empty() {
        return Err(Error::Table {
            table: TableName::SMOKING_LONG_SERIES.to_string(),
            line: None,
            rule: "needs current smokers of men by age band".into(),
        });
    }
    Ok(patterns)
}

/// England's pattern over age of a sex, mean of the years of the annual population survey.
fn late_pattern(data: &ReferenceData, sex: Sex) -> Result<Pattern, Error> {
    let all = all_adults(data, sex)?;
    let mut nodes = Vec::new();
    let mut middle_year = 0.0;
    for (band, &from) in super::survey::SURVEY_STARTS.iter().enumerate() {
        let observations = band_observations(data, COUNTRY, sex, from)?;
        let pairs: Vec<(f64, f64)> = observations
            .iter()
            .filter_map(|(year, share)| {
                let (_, total) = all.iter().find(|(y, _)| y == year)?;
                Some((f64::from(*year), logit(*share) - logit(*total)))
            })
            .collect();
        if pairs.is_empty() {
            return Err(Error::Table {
                table: TableName::SMOKING_AGE_SEX.to_string(),
                line: None,
                rule: format!("needs England ({COUNTRY}), {sex}, from age {from}"),
            });
        }
        let n = pairs.len() as f64;
        middle_year = pairs.iter().map(|p| p.0).sum::<f64>() / n;
        let to = super::survey::SURVEY_STARTS.get(band + 1).map_or(85.0, |&next| next as f64);
        nodes.push((0.5 * (from as f64 + to), pairs.iter().map(|p| p.1).sum::<f64>() / n));
    }
    Ok((middle_year, nodes))
}

/// England's adults of a sex by year.
fn all_adults(data: &ReferenceData, sex: Sex) -> Result<Vec<(i32, f64)>, Error> {
    let table = data.table(TableName::SMOKING_AGE_SEX);
    let (codes, sexes) = (table.text("area_code")?, table.text("sex")?);
    let (year, age, to) = (table.number("year")?, table.number("age_from")?, table.number("age_to")?);
    let share = table.number("prevalence")?;
    Ok((0..table.rows())
        .filter(|&row| {
            codes[row] == COUNTRY && sexes[row] == sex.name() && integer(age[row]) == 18 && !to[row].is_finite()
        })
        .map(|row| (integer(year[row]) as i32, share[row]))
        .collect())
}

/// Straight lines between observations, flat outside them.
fn interpolate(observations: &[Observation], time: f64) -> f64 {
    straight(observations.iter().map(|observation| (observation.time, observation.value)), time, Outside::Held)
}

/// The pattern at a time and age: between the survey years straight lines, and from the last early to the late one.
fn blend(early: &[Pattern], late: &Pattern, time: f64, age: f64) -> f64 {
    let patterns = early.iter().chain([late]);
    let over_time = patterns.map(|(year, nodes)| (*year, straight(nodes.iter().copied(), age, Outside::Extended)));
    straight(over_time, time, Outside::Held)
}

/// Rise of the share of former among ever smokers with each year over 16 in 1974, from men aged 50-59.
fn quit_ratio_slope(data: &ReferenceData) -> Result<f64, Error> {
    let table = data.table(TableName::SMOKING_LONG_SERIES);
    let (sexes, status) = (table.text("sex")?, table.text("status")?);
    let (year, from) = (table.number("year")?, table.number("age_from")?);
    let share = table.number("prevalence")?;
    let find = |wanted: &str| {
        (0..table.rows())
            .find(|&row| {
                integer(year[row]) as i32 == FIRST_YEAR
                    && sexes[row] == "male"
                    && status[row] == wanted
                    && integer(from[row]) == 50
            })
            .map(|row| share[row])
            .ok_or_else(|| Error::Table {
                table: TableName::SMOKING_LONG_SERIES.to_string(),
                line: None,
                rule: format!("needs {wanted} of men from age 50 in {FIRST_YEAR}"),
            })
    };
    let (never, current) = (find("never")?, find("current")?);
    Ok((1.0 - current / (1.0 - never)) / (55.0 - YOUNGEST))
}

/// The last published share of former smokers of all adults up to a year; figures of one year are averaged.
fn former_target(data: &ReferenceData, until: i32) -> Result<(i32, f64), Error> {
    let table = data.table(TableName::SMOKING_LONG_SERIES);
    let (sexes, status) = (table.text("sex")?, table.text("status")?);
    let (from, to) = (table.number("age_from")?, table.number("age_to")?);
    let (year, share) = (table.number("year")?, table.number("prevalence")?);
    let figures: Vec<(i32, f64)> = (0..table.rows())
        .filter(|&row| sexes[row] == "all" && status[row] == "ex")
        .filter(|&row| integer(from[row]) == YOUNGEST as usize && !to[row].is_finite())
        .filter(|&row| (FIRST_YEAR + 1..=until).contains(&(integer(year[row]) as i32)))
        .map(|row| (integer(year[row]) as i32, share[row]))
        .collect();
    let latest = figures.iter().map(|(year, _)| *year).max().ok_or_else(|| Error::Table {
        table: TableName::SMOKING_LONG_SERIES.to_string(),
        line: None,
        rule: format!("needs former smokers (ex) of both sexes in some year after {FIRST_YEAR} up to {until}"),
    })?;
    let of_latest: Vec<f64> = figures.into_iter().filter(|(year, _)| *year == latest).map(|(_, share)| share).collect();
    Ok((latest, mean(&of_latest)))
}

/// England's people by sex and single year of age in the last year: five-year groups shared equally.
fn england_weights(data: &ReferenceData, until: i32) -> Result<[Vec<f64>; 2], Error> {
    let table = data.table(TableName::POPULATION_ENGLAND);
    let columns = year_columns(table, "y");
    let (_, column) = columns.iter().rev().find(|(year, _)| *year <= until).ok_or_else(|| Error::Table {
        table: TableName::POPULATION_ENGLAND.to_string(),
        line: None,
        rule: format!("needs a year up to {until}"),
    })?;
    let (sexes, age, persons) = (table.text("sex")?, table.number("age_from")?, table.number(column)?);
    let mut weights = [vec![0.0; AGES], vec![0.0; AGES]];
    for row in 0..table.rows() {
        let group = five_year_group(integer(age[row]));
        let from = FIVE_YEAR_STARTS[group] as usize;
        let to = FIVE_YEAR_STARTS.get(group + 1).map_or(AGES, |&next| next as usize);
        for one in from..to {
            weights[Sex::from_name(&sexes[row])?.index()][one] = persons[row] / (to - from) as f64;
        }
    }
    Ok(weights)
}
