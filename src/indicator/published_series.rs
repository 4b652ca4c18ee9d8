//! An indicator of an analyst's own: a table of figures by area and year, carried on like the published series of the crate.

use super::area_series::{AreaSeries, AreaSeriesDraws, Figure, Figures, Published, SeriesScale};
use crate::catalogue::driver::{ActsOn, DriverRow, Scope};
use crate::catalogue::indicator::{
    FirstGuess, IndicatorRow, LESS_OF_A_NUMBER_OR_IT, LESS_OF_A_SHARE, MORE_OF_A_NUMBER, MORE_OF_A_SHARE, Pathway,
    ValueOf,
};
use crate::catalogue::measure::Form;
use crate::catalogue::name::Words;
use crate::catalogue::rows::Catalogue;
use crate::catalogue::{Driver, Indicator, Measure, MeasureRow};
use crate::data::integer;
use crate::data::schema::{Cross, Schema, list};
use crate::data::{COUNTRY, Definition, REGION, ReferenceData, Rule, TableName};
use crate::draws::Draws;
use crate::error::Error;
use crate::numerics::logit::logit;
use crate::numerics::special::Z_95;
use crate::population::demography::Demography;
use serde::{Deserialize, Serialize};
use std::path::Path;

impl TableName {
    /// Figures of an indicator of one's own by area and year; no such table comes with the crate.
    pub const PUBLISHED_SERIES: Self = {
        static DEFINITION: Definition = Definition::new(
            "published_series",
            "published_series.csv",
            "",
            Schema {
                cross: &[Cross::Interval("value")],
                ..list(
                    &[
                        ("area_code", Rule::Area),
                        ("year", Rule::Year),
                        ("value", Rule::NonNegative),
                        ("lower", Rule::OptionalNonNegative),
                        ("upper", Rule::OptionalNonNegative),
                    ],
                    &["area_code", "year"],
                )
            },
        )
        .not_read();
        Self::new(&DEFINITION)
    };
}

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    area_code: String,
    #[serde(flatten)]
    figure: Figure,
}

/// An indicator of one's own, from a table of its figures by area and year.
///
/// The table has the columns `area_code`, `year`, `value`, `lower` and `upper` (the 95% interval; blank if none is published), one
/// row for each area and year; rows of the region stand under the code [`REGION`], those of its country, from which the spread of the
/// trend is learnt too, under [`COUNTRY`]. Without rows of the region it is the mean of the areas by their people of the start. An area
/// without rows takes the region's value. Three years or more are needed.
///
/// Its measure, its driver and its indicator all bear its name. It has no path to health: a target moves it and nothing else. The
/// driver is what is left of 1 where more of a share is better, else the indicator itself.
///
/// # Examples
/// ```
/// use health_impact::prelude::*;
///
/// let london = ReferenceData::embedded();
/// let mut table = String::from("area_code,year,value,lower,upper\n");
/// for area in london.table(TableName::AREAS).text("area_code")? {
///     for (year, value) in [(2012, 0.31), (2013, 0.30), (2014, 0.31), (2015, 0.28)] {
///         table.push_str(&format!("{area},{year},{value},,\n"));
///     }
/// }
/// let members = PublishedSeries::from_csv_str(&london, "library_members", &table)?
///     .words("adults who are members of a library")?
///     .more_is_better();
/// let third = Ambition::reach(members.indicator(), Proportion::percent(33.0)?).by(Year::new(2020)?);
/// let projection = Projection::builder(&london)
///     .years(Year::new(2015)?..=Year::new(2020)?)
///     .series(members.clone())
///     .scenario(Scenario::new("a third").with(third))
///     .draws(8)
///     .build()?;
/// let reached = projection.run()?.level("a third", members.measure(), &Group::everybody(), Year::new(2020)?)?;
/// assert!(reached.lower_95 > 0.33 - 1e-9);
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedSeries {
    name: Indicator,
    words: String,
    unit: String,
    more_is_better: bool,
    scale: SeriesScale,
    rows: Vec<Row>,
}

impl PublishedSeries {
    /// A share of people from the text of a table.
    ///
    /// # Errors
    /// If the name is not one, or the table breaks a rule: the line and column are named.
    pub fn from_csv_str(data: &ReferenceData, name: &str, text: &str) -> Result<Self, Error> {
        Self::read(name, &data.read_csv_str(TableName::PUBLISHED_SERIES, text)?)
    }

    /// A share of people from a table in a file, whose name without `.csv` is that of the indicator.
    ///
    /// # Errors
    /// As [`PublishedSeries::from_csv_str`], and if the file cannot be read.
    pub fn from_csv_path(data: &ReferenceData, path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        Self::read(&name, &data.read_csv_path(TableName::PUBLISHED_SERIES, path)?)
    }

    fn read(name: &str, table: &crate::data::Table) -> Result<Self, Error> {
        let name = Indicator::named(name)?;
        let (codes, years, values) = (table.text("area_code")?, table.number("year")?, table.number("value")?);
        let (lower, upper) = (table.number("lower")?, table.number("upper")?);
        let mut rows = Vec::with_capacity(table.rows());
        for row in 0..table.rows() {
            let (low, high) = (lower[row], upper[row]);
            if low.is_finite() != high.is_finite() {
                let rule = "has half an interval: lower and upper are given both or neither".to_owned();
                return Err(Error::Table { table: table.label().to_owned(), line: Some(table.line(row)), rule });
            }
            // The width of the interval as it is published; which scale it is put on is said later.
            let variance =
                if low.is_finite() { ((high - low) / (2.0 * Z_95)) * ((high - low) / (2.0 * Z_95)) } else { 0.0 };
            let figure = Figure { year: integer(years[row]) as i32, value: values[row], variance, weight: 1.0 };
            rows.push(Row { area_code: codes[row].clone(), figure });
        }
        let words = name.name().replace('_', " ");
        Ok(Self { name, words, unit: "share".into(), more_is_better: false, scale: SeriesScale::Logit, rows })
    }

    /// What it is in a sentence and in tables; its name if not said.
    ///
    /// # Errors
    /// If that is nothing, or longer than 95 characters.
    pub fn words(mut self, words: &str) -> Result<Self, Error> {
        Words::new("words of an indicator", words)?;
        words.clone_into(&mut self.words);
        Ok(self)
    }

    /// It is no share of people but a rate or a number above 0 in this unit, and moves on the logarithmic scale.
    ///
    /// # Errors
    /// If the unit is nothing, or longer than 95 characters.
    pub fn unit(mut self, unit: &str) -> Result<Self, Error> {
        Words::new("unit of an indicator", unit)?;
        unit.clone_into(&mut self.unit);
        self.scale = SeriesScale::Log;
        Ok(self)
    }

    /// More of it is better.
    #[must_use]
    pub fn more_is_better(mut self) -> Self {
        self.more_is_better = true;
        self
    }

    /// The indicator that ambitions may be about.
    #[must_use]
    pub fn indicator(&self) -> Indicator {
        self.name
    }

    /// The measure of results.
    ///
    /// It bears the indicator's name, which is always one of a measure too.
    #[must_use]
    pub fn measure(&self) -> Measure {
        Measure::of(self.name.0)
    }

    /// The driver of interventions.
    #[must_use]
    pub fn driver(&self) -> Driver {
        Driver::of(self.name.0)
    }

    fn is_share(&self) -> bool {
        self.scale == SeriesScale::Logit
    }

    /// Whether its driver moves what is left of 1.
    fn is_share_left(&self) -> bool {
        self.is_share() && self.more_is_better
    }

    /// The words of a run with those of this indicator.
    ///
    /// # Errors
    /// If its name is taken, or its words are none.
    pub(crate) fn added_to(&self, catalogue: Catalogue) -> Result<Catalogue, Error> {
        let words = Words::new("words of an indicator", &self.words)?;
        let unit = Words::new("unit of an indicator", &self.unit)?;
        let driver =
            DriverRow { words, ..DriverRow::factor(self.driver(), "the indicator", ActsOn::Itself).of(Scope::Area) };
        let driver = if self.is_share() { driver.up_to(1.0) } else { driver };
        let targets = match (self.is_share(), self.more_is_better) {
            (true, false) => LESS_OF_A_SHARE,
            (true, true) => MORE_OF_A_SHARE,
            (false, false) => LESS_OF_A_NUMBER_OR_IT,
            (false, true) => MORE_OF_A_NUMBER,
        };
        let indicator = IndicatorRow {
            id: self.name,
            words,
            measure: self.measure(),
            value: ValueOf::Level,
            more_is_better: self.more_is_better,
            is_share: self.is_share(),
            driver: self.driver(),
            first_guess: if self.is_share_left() { FirstGuess::ShareLeft } else { FirstGuess::InProportion },
            scope: Scope::Area,
            targets,
            ambition: "",
            baseline_after: 0,
            table: None,
            pathway: Pathway::None,
        };
        let measure = MeasureRow { unit, ..MeasureRow::at_mid_year(self.measure(), "share", Form::Mean) };
        catalogue.with(driver, indicator, measure)
    }

    /// Fits it for a projection of `years` years.
    ///
    /// # Errors
    /// If a value is not one of its scale, an area is not one of the region, or there are too few years.
    pub(crate) fn fit(
        &self,
        demography: &Demography,
        start: i32,
        years: usize,
        catalogue: &Catalogue,
    ) -> Result<FittedSeries, Error> {
        let mut areas: Vec<Figures> = Vec::with_capacity(demography.areas().len());
        for (index, area) in demography.areas().iter().enumerate() {
            areas.push(self.figures(&area.code, demography.persons_of_area(index).sum())?);
        }
        let published = Published {
            what: self.words.clone(),
            scale: self.scale,
            region: vec![self.figures(REGION, 1.0)?],
            country: vec![self.figures(COUNTRY, 1.0)?],
            areas: vec![areas],
        };
        Ok(FittedSeries {
            measure: catalogue.measure_index(self.measure())?,
            driver: catalogue.driver_index(self.driver())?,
            share_left: self.is_share_left(),
            words: self.words.clone(),
            series: AreaSeries::fit(published, demography, start, years)?,
        })
    }

    /// The figures of an area in order of year, of what the driver moves and with variances on the scale.
    fn figures(&self, code: &str, weight: f64) -> Result<Figures, Error> {
        let mut figures = Figures::new();
        for row in self.rows.iter().filter(|row| row.area_code == code) {
            let Figure { year, value, variance, .. } = row.figure;
            let (inside, rule) = match self.scale {
                SeriesScale::Logit => (value > 0.0 && value < 1.0, "must lie between 0 and 1, as a share does"),
                SeriesScale::Log => (value > 0.0 && value.is_finite(), "must be above 0"),
            };
            if !inside {
                return Err(Error::out_of_range(format!("{} of {code} in {year}", self.name), value, rule));
            }
            // The delta method: the slope of the scale at the value.
            let slope = match self.scale {
                SeriesScale::Logit => 1.0 / (value * (1.0 - value)),
                SeriesScale::Log => 1.0 / value,
            };
            let value = if self.is_share_left() { 1.0 - value } else { value };
            debug_assert!(self.scale == SeriesScale::Log || logit(value).is_finite());
            figures.push(Figure { year, value, variance: variance * slope * slope, weight });
        }
        figures.sort_by_key(|figure| figure.year);
        Ok(figures)
    }
}

/// An indicator of one's own as fitted.
#[derive(Debug)]
pub(crate) struct FittedSeries {
    /// Indices of its measure and its driver.
    pub(crate) measure: usize,
    pub(crate) driver: usize,
    /// Whether its driver moves what is left of 1.
    pub(crate) share_left: bool,
    words: String,
    series: AreaSeries,
}

impl FittedSeries {
    /// The series in a batch of draws.
    ///
    /// # Errors
    /// If a parameter cannot be drawn.
    pub(crate) fn sample(&self, draws: &mut Draws<'_>) -> Result<AreaSeriesDraws, Error> {
        self.series.sample(draws)
    }

    /// What an analyst should know of it, in words.
    pub(crate) fn notes(&self) -> Vec<String> {
        let words = &self.words;
        let mut notes =
            vec![format!("{words}: no health pathway modelled; an indicator given by the caller, as are its figures")];
        notes.extend(self.series.notes(&format!("has no figures of {words}")));
        notes
    }
}
