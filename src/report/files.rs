//! The tables of a run as files: `results.csv`, `ambitions.csv`, `inequality.csv`, `tornado.csv`, `draws.csv`.

use super::manifest::Written;
use crate::atomic_file::AtomicFile;
use crate::error::Error;
use crate::outcomes::{Measure, Outcomes, Quantity, Selection, Stratifier, Summary};
use std::fmt::Display;
use std::io::Write;
use std::path::Path;
use twox_hash::XxHash3_128;

/// Columns of `results.csv`.
const RESULTS: [&str; 18] = [
    "scenario",
    "comparator",
    "measure",
    "unit",
    "area",
    "sex",
    "age_group",
    "deprivation_quintile",
    "year",
    "kind",
    "mean",
    "median",
    "lower_95",
    "upper_95",
    "lower_80",
    "upper_80",
    "mc_error",
    "draws",
];

/// Columns of `ambitions.csv`.
const AMBITIONS: [&str; 18] = [
    "ambition",
    "scenario",
    "indicator",
    "area",
    "deprivation_quintile",
    "target",
    "deadline",
    "baseline_year",
    "baseline_value",
    "projected_mean",
    "projected_lower_95",
    "projected_upper_95",
    "probability_met",
    "probability_mc_error",
    "probability_lowest",
    "probability_highest",
    "median_year_met",
    "draws",
];

/// Columns of `inequality.csv`.
const INEQUALITY: [&str; 17] = [
    "scenario",
    "comparator",
    "measure",
    "unit",
    "index",
    "stratifier",
    "area",
    "year",
    "kind",
    "mean",
    "median",
    "lower_95",
    "upper_95",
    "lower_80",
    "upper_80",
    "mc_error",
    "draws",
];

/// Columns of `tornado.csv`.
const TORNADO: [&str; 7] =
    ["result", "input", "rank_correlation", "mean_at_lowest_fifth", "mean_at_highest_fifth", "change", "draws"];

/// Columns of `draws.csv`.
const DRAWS: [&str; 5] = ["scenario", "measure", "year", "draw", "value"];

/// Measures of `draws.csv`, of everybody.
const HEADLINE: [Measure; 13] = [
    Measure::POPULATION,
    Measure::SMOKING_PREVALENCE,
    Measure::QUITS,
    Measure::DEATHS,
    Measure::DEATHS_SMOKING_ATTRIBUTABLE,
    Measure::LIFE_YEARS,
    Measure::QALYS,
    Measure::QALYS_DISCOUNTED_3_5,
    Measure::LIFE_EXPECTANCY,
    Measure::ABSENCE_DAYS,
    Measure::NHS_COST_DISCOUNTED_3_5,
    Measure::SOCIAL_CARE_COST_DISCOUNTED_3_5,
    Measure::DELIVERY_COST_DISCOUNTED_3_5,
];

/// A table file being written.
struct TableFile<'a> {
    path: &'a Path,
    writer: csv::Writer<Summed>,
}

impl<'a> TableFile<'a> {
    fn create(path: &'a Path, header: &[&str]) -> Result<Self, Error> {
        let file = Summed { file: AtomicFile::create(path)?, bytes: 0, hasher: XxHash3_128::new() };
        let mut table = Self { path, writer: csv::Writer::from_writer(file) };
        table.row(header)?;
        Ok(table)
    }

    fn row<T: AsRef<[u8]>>(&mut self, fields: impl IntoIterator<Item = T>) -> Result<(), Error> {
        self.writer.write_record(fields).map_err(|error| Error::file(self.path, error))
    }

    fn finish(self) -> Result<Written, Error> {
        let summed = self.writer.into_inner().map_err(|error| Error::file(self.path, error.into_error()))?;
        summed.file.finish()?;
        Ok(Written { bytes: summed.bytes, checksum: format!("{:032x}", summed.hasher.finish_128()) })
    }
}

/// A file that is summed up as it is written.
struct Summed {
    file: AtomicFile,
    bytes: u64,
    hasher: XxHash3_128,
}

impl Write for Summed {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.bytes += written as u64;
        self.hasher.write(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

/// The shortest text that reads back as the same number; blank for one that a single draw cannot tell.
fn number(value: f64) -> String {
    // Adding 0 takes the sign off -0.
    if value.is_nan() { String::new() } else { (value + 0.0).to_string() }
}

fn number_or_blank(value: Option<f64>) -> String {
    value.map(number).unwrap_or_default()
}

fn all_or(value: Option<impl Display>) -> String {
    value.map_or_else(|| "all".to_owned(), |value| value.to_string())
}

/// Writes the rows of a selection, for example to `results.csv`. Memory does not grow with the rows.
///
/// # Errors
/// If the file cannot be written, or as [`Outcomes::for_each_row`].
pub fn write_results(outcomes: &Outcomes, selection: &Selection, path: impl AsRef<Path>) -> Result<Written, Error> {
    let mut file = TableFile::create(path.as_ref(), &RESULTS)?;
    outcomes.for_each_row(selection, |row| {
        let Summary { mean, median, lower_95, upper_95, lower_80, upper_80, mc_error, draws } = row.summary;
        let (sex, ages, quintile) = (all_or(row.sex), all_or(row.ages), all_or(row.quintile));
        let numbers = [mean, median, lower_95, upper_95, lower_80, upper_80, mc_error].map(number);
        let (year, draws) = (row.year.to_string(), draws.to_string());
        let comparator = row.comparator.unwrap_or_default();
        let words = [row.scenario, comparator, row.measure.name(), row.unit, &row.area, &sex, &ages, &quintile];
        let end = [year.as_str(), row.kind.name()].into_iter().chain(numbers.iter().map(String::as_str));
        file.row(words.into_iter().chain(end).chain([draws.as_str()]))
    })?;
    file.finish()
}

/// Writes the table of ambitions, for example to `ambitions.csv`. What has no value is blank.
///
/// # Errors
/// If the file cannot be written, or as [`Outcomes::ambitions`].
pub fn write_ambitions(outcomes: &Outcomes, path: impl AsRef<Path>) -> Result<Written, Error> {
    let mut file = TableFile::create(path.as_ref(), &AMBITIONS)?;
    for row in outcomes.ambitions()? {
        let projected = |part: fn(&Summary) -> f64| number_or_blank(row.projected.as_ref().map(part));
        file.row([
            row.ambition.clone(),
            row.scenario.to_owned(),
            row.words.clone(),
            row.area.clone(),
            row.quintile.clone(),
            number_or_blank(row.target),
            row.deadline.to_string(),
            row.baseline_year.to_string(),
            number_or_blank(row.baseline_value),
            projected(|summary| summary.mean),
            projected(|summary| summary.lower_95),
            projected(|summary| summary.upper_95),
            number_or_blank(row.met.map(|met| met.probability)),
            number_or_blank(row.met.map(|met| met.mc_error)),
            number_or_blank(row.met.map(|met| met.range().0)),
            number_or_blank(row.met.map(|met| met.range().1)),
            number_or_blank(row.median_year_met),
            row.draws.to_string(),
        ])?;
    }
    file.finish()
}

/// Writes the table of inequality between these groups, for example to `inequality.csv`. An index that has no value in some draw is
/// blank.
///
/// # Errors
/// If the file cannot be written, or as [`Outcomes::inequalities`].
pub fn write_inequality(
    outcomes: &Outcomes,
    stratifiers: &[Stratifier],
    path: impl AsRef<Path>,
) -> Result<Written, Error> {
    let mut file = TableFile::create(path.as_ref(), &INEQUALITY)?;
    for stratifier in stratifiers {
        for row in outcomes.inequalities(stratifier)? {
            let of = |part: fn(&Summary) -> f64| number_or_blank(row.summary.as_ref().map(part));
            file.row([
                row.scenario.to_owned(),
                row.comparator.unwrap_or_default().to_owned(),
                row.measure.to_string(),
                row.unit.clone(),
                row.index.to_string(),
                row.stratifier.to_owned(),
                row.area.to_owned(),
                row.year.to_string(),
                row.kind.to_string(),
                of(|summary| summary.mean),
                of(|summary| summary.median),
                of(|summary| summary.lower_95),
                of(|summary| summary.upper_95),
                of(|summary| summary.lower_80),
                of(|summary| summary.upper_80),
                of(|summary| summary.mc_error),
                outcomes.draws().to_string(),
            ])?;
        }
    }
    file.finish()
}

/// Writes which inputs move some results most, for example to `tornado.csv`.
///
/// # Errors
/// If the file cannot be written, or as [`Outcomes::tornado`].
pub fn write_tornado(outcomes: &Outcomes, results: &[Quantity], path: impl AsRef<Path>) -> Result<Written, Error> {
    let mut file = TableFile::create(path.as_ref(), &TORNADO)?;
    for result in results {
        let name = result.to_string();
        for mover in outcomes.tornado(result)? {
            let numbers = [mover.correlation, mover.at_lowest, mover.at_highest, mover.change()].map(number);
            let draws = outcomes.draws().to_string();
            let words = [name.as_str(), mover.input].into_iter().chain(numbers.iter().map(String::as_str));
            file.row(words.chain([draws.as_str()]))?;
        }
    }
    file.finish()
}

/// Writes the draws of everybody's headline measures, for example to `draws.csv`: every scenario and year, one line a
/// draw, the draws numbered from 0. For value of information, acceptability curves and the like.
///
/// # Errors
/// If the file cannot be written or the draws cannot be read.
pub fn write_draws(outcomes: &Outcomes, path: impl AsRef<Path>) -> Result<Written, Error> {
    let mut file = TableFile::create(path.as_ref(), &DRAWS)?;
    for measure in HEADLINE {
        outcomes.for_each_level(measure, |scenario, year, draws| {
            let year = year.to_string();
            draws.iter().enumerate().try_for_each(|(draw, value)| {
                file.row([scenario, measure.name(), &year, &draw.to_string(), &number(*value)])
            })
        })?;
    }
    file.finish()
}
