//! The rows a subject adds, and all rows of a run.

use super::driver::{Driver, DriverRow};
use super::indicator::{Indicator, IndicatorRow};
use super::measure::{Measure, MeasureRow, Timing};
use crate::error::Error;

/// What a subject adds to the words of the model.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CatalogueRows {
    pub(crate) drivers: &'static [DriverRow],
    pub(crate) indicators: &'static [IndicatorRow],
    pub(crate) measures: &'static [MeasureRow],
}

impl CatalogueRows {
    /// Nothing.
    pub(crate) const NOTHING: Self = Self { drivers: &[], indicators: &[], measures: &[] };
}

/// All measures of these rows, those that are added up first, stocks before flows: the order of the draw store.
pub(crate) const fn in_order<const COUNT: usize>(of: &[CatalogueRows]) -> [MeasureRow; COUNT] {
    let mut all = [of[0].measures[0]; COUNT];
    let mut count = 0;
    let mut class = 0;
    while class < 3 {
        let mut subject = 0;
        while subject < of.len() {
            let rows = of[subject].measures;
            let mut at = 0;
            while at < rows.len() {
                let own = match (rows[at].sum(), rows[at].timing) {
                    (Some(_), Timing::Stock) => 0,
                    (Some(_), Timing::Flow) => 1,
                    (None, _) => 2,
                };
                if own == class {
                    all[count] = rows[at];
                    count += 1;
                }
                at += 1;
            }
            subject += 1;
        }
        class += 1;
    }
    all
}

/// How many measures these rows have, how many of them are added up, and how many of those are stocks.
pub(crate) const fn count_measures(of: &[CatalogueRows]) -> [usize; 3] {
    let (mut all, mut kept, mut stocks) = (0, 0, 0);
    let mut subject = 0;
    while subject < of.len() {
        let rows = of[subject].measures;
        let mut at = 0;
        while at < rows.len() {
            all += 1;
            if rows[at].sum().is_some() {
                kept += 1;
                if matches!(rows[at].timing, Timing::Stock) {
                    stocks += 1;
                }
            }
            at += 1;
        }
        subject += 1;
    }
    [all, kept, stocks]
}

/// All drivers of these rows.
pub(crate) const fn all_drivers<const COUNT: usize>(of: &[CatalogueRows]) -> [DriverRow; COUNT] {
    let mut first = 0;
    while of[first].drivers.is_empty() {
        first += 1;
    }
    let mut all = [of[first].drivers[0]; COUNT];
    let (mut count, mut subject) = (0, 0);
    while subject < of.len() {
        let mut at = 0;
        while at < of[subject].drivers.len() {
            all[count] = of[subject].drivers[at];
            count += 1;
            at += 1;
        }
        subject += 1;
    }
    all
}

/// How many drivers these rows have.
pub(crate) const fn count_drivers(of: &[CatalogueRows]) -> usize {
    let (mut count, mut subject) = (0, 0);
    while subject < of.len() {
        count += of[subject].drivers.len();
        subject += 1;
    }
    count
}

/// How many indicators these rows have.
pub(crate) const fn count_indicators(of: &[CatalogueRows]) -> usize {
    let (mut count, mut subject) = (0, 0);
    while subject < of.len() {
        count += of[subject].indicators.len();
        subject += 1;
    }
    count
}

/// All indicators of these rows.
pub(crate) const fn all_indicators<const COUNT: usize>(of: &[CatalogueRows]) -> [Indicator; COUNT] {
    let mut all = [Indicator::fixed("none"); COUNT];
    let (mut count, mut subject) = (0, 0);
    while subject < of.len() {
        let mut at = 0;
        while at < of[subject].indicators.len() {
            all[count] = of[subject].indicators[at].id;
            count += 1;
            at += 1;
        }
        subject += 1;
    }
    all
}

/// The index of the driver of a subject among all drivers; one that is not there does not compile.
pub(crate) const fn driver_at(drivers: &[DriverRow], driver: Driver) -> usize {
    let mut at = 0;
    while !drivers[at].id.is(&driver) {
        at += 1;
    }
    at
}

/// The index of a measure among all measures; one that is not there does not compile.
pub(crate) const fn measure_at(measures: &[MeasureRow], measure: Measure) -> usize {
    let mut at = 0;
    while !measures[at].id.is(&measure) {
        at += 1;
    }
    at
}

/// The first index of measures that stand one after the other; those that do not, do not compile.
pub(crate) const fn measures_from(measures: &[MeasureRow], wanted: &[Measure]) -> usize {
    let first = measure_at(measures, wanted[0]);
    let mut at = 0;
    while at < wanted.len() {
        assert!(measures[first + at].id.is(&wanted[at]), "measures that are added up together stand together");
        at += 1;
    }
    first
}

/// All drivers, indicators and measures of a run: those of the crate and the analyst's own.
#[derive(Debug, Clone, PartialEq)]
pub struct Catalogue {
    drivers: Vec<DriverRow>,
    indicators: Vec<IndicatorRow>,
    measures: Vec<MeasureRow>,
}

impl Catalogue {
    /// Of these rows; the measures that are added up stand first, in the order of the draw store.
    pub(crate) fn new(drivers: &[DriverRow], indicators: Vec<IndicatorRow>, measures: &[MeasureRow]) -> Self {
        Self { drivers: drivers.to_vec(), indicators, measures: measures.to_vec() }
    }

    /// The same with an indicator of an analyst's own.
    ///
    /// # Errors
    /// If its name is taken.
    pub(crate) fn with(
        mut self,
        driver: DriverRow,
        indicator: IndicatorRow,
        measure: MeasureRow,
    ) -> Result<Self, Error> {
        let taken = |kind: &str, name: &str| Err(Error::Duplicate { kind: kind.into(), name: name.into() });
        if self.indicators.iter().any(|row| row.id == indicator.id) {
            return taken("indicator", indicator.id.name());
        }
        if self.measures.iter().any(|row| row.id == measure.id) {
            return taken("measure", measure.id.name());
        }
        if self.drivers.iter().any(|row| row.id == driver.id) {
            return taken("driver", driver.id.name());
        }
        self.drivers.push(driver);
        self.indicators.push(indicator);
        self.measures.push(measure);
        Ok(self)
    }

    pub(crate) fn drivers(&self) -> &[DriverRow] {
        &self.drivers
    }

    pub(crate) fn indicators(&self) -> &[IndicatorRow] {
        &self.indicators
    }

    /// All measures, those that are added up over people first.
    #[must_use]
    pub fn measures(&self) -> &[MeasureRow] {
        &self.measures
    }

    /// The index of a driver.
    ///
    /// # Errors
    /// If there is none; the nearest is offered.
    pub(crate) fn driver_index(&self, driver: Driver) -> Result<usize, Error> {
        let known = || self.drivers.iter().map(|row| row.id.name());
        let index = self.drivers.iter().position(|row| row.id == driver);
        index.ok_or_else(|| Error::unknown("driver", driver.name(), known()))
    }

    /// The row of an indicator.
    ///
    /// # Errors
    /// If there is none; the nearest is offered.
    pub(crate) fn indicator(&self, indicator: Indicator) -> Result<&IndicatorRow, Error> {
        let known = || self.indicators.iter().map(|row| row.id.name());
        let row = self.indicators.iter().find(|row| row.id == indicator);
        row.ok_or_else(|| Error::unknown("indicator", indicator.name(), known()))
    }

    /// The row of a measure.
    ///
    /// # Errors
    /// If there is none; the nearest is offered.
    pub fn measure(&self, measure: Measure) -> Result<&MeasureRow, Error> {
        self.measures.iter().find(|row| row.id == measure).ok_or_else(|| self.unknown(measure.name()))
    }

    /// The index of a measure.
    ///
    /// # Errors
    /// If there is none; the nearest is offered.
    pub(crate) fn measure_index(&self, measure: Measure) -> Result<usize, Error> {
        self.measures.iter().position(|row| row.id == measure).ok_or_else(|| self.unknown(measure.name()))
    }

    fn unknown(&self, name: &str) -> Error {
        Error::unknown("measure", name, self.measures.iter().map(MeasureRow::name))
    }
}
