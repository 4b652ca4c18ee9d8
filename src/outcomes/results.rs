//! The table of results: one row for each scenario, measure, group and year.

use super::group::Who;
use super::interval::Summary;
use super::measure::Measure;
use super::run::Outcomes;
use super::selection::{Plan, Selection};
use super::series::{Kind, Line, Series};
use crate::error::Error;
use crate::parallel;
use crate::population::stratum::{AgeBand, Quintile, Sex};
use crate::units::Year;

/// A row of the table of results.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row<'a> {
    /// Name of the scenario.
    pub scenario: &'a str,
    /// Name of the scenario it is set against; none for levels, but for the quits needed beyond the baseline.
    pub comparator: Option<&'a str>,
    /// What is counted; [`Measure::unit`] tells the unit of `summary`.
    pub measure: Measure,
    /// Name of the area, or of all areas together.
    pub area: &'a str,
    /// Sex; none means both.
    pub sex: Option<Sex>,
    /// Age band; none means all ages the measure is defined on.
    pub ages: Option<AgeBand>,
    /// Deprivation quintile; none means all.
    pub quintile: Option<Quintile>,
    /// Mid-year of a stock, year to mid-year of a flow.
    pub year: Year,
    /// Level, difference or running sum.
    pub kind: Kind,
    /// What the draws say.
    pub summary: Summary,
}

impl Outcomes {
    /// Hands every row of a selection to `take`, in the order of the table: by group, measure, line, year. The rows of
    /// one measure of one group are in memory at a time.
    ///
    /// What has no value has no row: a flow at the start, quits of the frozen comparator, a share of nobody.
    ///
    /// # Errors
    /// If a name of the selection is unknown, a year was not run, the draws cannot be read or one is not finite, or
    /// what `take` returns.
    pub fn for_each_row<'a>(
        &'a self,
        selection: &Selection,
        mut take: impl FnMut(Row<'a>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let plan = Plan::new(self, selection)?;
        for &who in &plan.people {
            for &measure in plan.measures.iter().filter(|&&measure| who.has(measure)) {
                let lines = plan.lines(who, measure);
                if lines.is_empty() {
                    continue;
                }
                let Some(series) = Series::load(self, &[who], measure)? else { continue };
                let rows = parallel::each(&lines, |line| self.rows(&plan, who, measure, &series, *line))?;
                rows.into_iter().flatten().try_for_each(&mut take)?;
            }
        }
        Ok(())
    }

    /// The rows of a selection, in the order of the table.
    ///
    /// # Errors
    /// As [`Outcomes::for_each_row`].
    pub fn table(&self, selection: &Selection) -> Result<Vec<Row<'_>>, Error> {
        let mut rows = Vec::new();
        self.for_each_row(selection, |row| {
            rows.push(row);
            Ok(())
        })?;
        Ok(rows)
    }

    /// Hands the draws of a measure of everybody to `take`, scenario by scenario and year by year.
    pub(crate) fn for_each_level(
        &self,
        measure: Measure,
        mut take: impl FnMut(&str, Year, &[f64]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let Some(series) = Series::load(self, &[Who::All], measure)? else { return Ok(()) };
        for (scenario, name) in self.scenarios.iter().enumerate() {
            for &year in series.years() {
                if let Some(draws) = series.level(scenario, year) {
                    take(name, self.year_at(year)?, draws)?;
                }
            }
        }
        Ok(())
    }

    /// How many rows a selection has at most: shares of nobody have none.
    ///
    /// # Errors
    /// If a name of the selection is unknown or a year was not run.
    pub fn count_rows(&self, selection: &Selection) -> Result<usize, Error> {
        Ok(Plan::new(self, selection)?.rows(&self.layout))
    }

    /// The rows of a line.
    fn rows(
        &self,
        plan: &Plan,
        who: Who,
        measure: Measure,
        series: &Series,
        line: Line,
    ) -> Result<Vec<Row<'_>>, Error> {
        let years = series.line(line, &|year| plan.wants(who, year));
        parallel::each(&years, |(year, draws)| {
            let year = self.year_at(*year)?;
            Ok(Row {
                scenario: &self.scenarios[line.scenario],
                comparator: line.comparator.map(|comparator| self.scenarios[comparator].as_str()),
                measure,
                area: self.area_of(who),
                sex: who.sex(),
                ages: who.ages(),
                quintile: self.quintile_of(who),
                year,
                kind: line.kind,
                summary: self.summarise(draws, measure, who, line.scenario, year)?,
            })
        })
    }

    /// A summary whose error says what was summarised.
    pub(crate) fn summarise(
        &self,
        draws: &[f64],
        measure: Measure,
        who: Who,
        scenario: usize,
        year: Year,
    ) -> Result<Summary, Error> {
        Summary::of(draws, self.sampling).map_err(|error| match error {
            Error::OutOfRange { what, value, rule } => {
                let (scenario, area) = (&self.scenarios[scenario], self.area_of(who));
                Error::OutOfRange { what: format!("{what} of {measure} in {area}, {scenario} {year}:"), value, rule }
            }
            other => other,
        })
    }
}
