//! The table of results: one row for each scenario, measure, group and year.

use super::group::Who;
use super::interval::Summary;
use super::run::Outcomes;
use super::selection::{Selection, SelectionPlan};
use super::series::{Kind, Line, Series};
use crate::catalogue::Measure;
use crate::error::Error;
use crate::parallel;
use crate::population::stratum::{AgeBand, Quintile, Sex};
use crate::units::Year;
use serde::Serialize;
use std::borrow::Cow;

/// A row of the table of results.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ResultRow<'a> {
    /// Name of the scenario.
    pub scenario: &'a str,
    /// Name of the scenario it is set against; none for levels, but for the quits needed beyond the baseline.
    pub comparator: Option<&'a str>,
    /// What is counted.
    pub measure: Measure,
    /// Unit of `summary`.
    pub unit: &'a str,
    /// Name of the area, or of all areas together; several put together are parted by semicolons.
    pub area: Cow<'a, str>,
    /// Sex; none means both.
    pub sex: Option<Sex>,
    /// Age band; none means all ages the measure is defined on, or several put together.
    pub ages: Option<AgeBand>,
    /// Deprivation quintile; none means all, or several put together.
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
        mut take: impl FnMut(ResultRow<'a>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let plan = SelectionPlan::new(self, selection)?;
        for people in &plan.people {
            for row in &plan.measures {
                let lines = plan.lines(people, row);
                if lines.is_empty() || !people.iter().all(|who| self.has(*who, row)) {
                    continue;
                }
                let Some(series) = Series::load(self, people, row.id)? else { continue };
                let rows = parallel::each(&lines, |line| self.rows(&plan, people, row.id, &series, *line))?;
                rows.into_iter().flatten().try_for_each(&mut take)?;
            }
        }
        Ok(())
    }

    /// The rows of a selection, in the order of the table.
    ///
    /// # Errors
    /// As [`Outcomes::for_each_row`].
    pub fn table(&self, selection: &Selection) -> Result<Vec<ResultRow<'_>>, Error> {
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
        Ok(SelectionPlan::new(self, selection)?.rows(self))
    }

    /// The rows of a line.
    fn rows(
        &self,
        plan: &SelectionPlan,
        people: &[Who],
        measure: Measure,
        series: &Series,
        line: Line,
    ) -> Result<Vec<ResultRow<'_>>, Error> {
        let years = series.line(line, &|year| plan.wants(people, year));
        let unit = self.catalogue.measure(measure)?.unit();
        let alike = |of: &dyn Fn(Who) -> Option<usize>| {
            let first = people.first().and_then(|who| of(*who));
            first.filter(|first| people.iter().all(|who| of(*who) == Some(*first)))
        };
        let sex = alike(&|who| who.sex().map(Sex::index)).map(|sex| Sex::ALL[sex]);
        let ages =
            people.first().and_then(|who| who.ages()).filter(|ages| people.iter().all(|who| who.ages() == Some(*ages)));
        let quintile = alike(&|who| self.quintile_of(who).map(Quintile::index)).map(|at| Quintile::ALL[at]);
        parallel::each(&years, |(year, draws)| {
            let year = self.year_at(*year)?;
            Ok(ResultRow {
                scenario: &self.scenarios[line.scenario],
                comparator: line.comparator.map(|comparator| self.scenarios[comparator].as_str()),
                measure,
                unit,
                area: self.areas_of(people),
                sex,
                ages,
                quintile,
                year,
                kind: line.kind,
                summary: self.summarise(draws, measure, people, line.scenario, year)?,
            })
        })
    }

    /// Names of the areas of people, each once.
    fn areas_of(&self, people: &[Who]) -> Cow<'_, str> {
        let mut names: Vec<&str> = Vec::new();
        for who in people {
            let name = self.area_of(*who);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        match names.as_slice() {
            [one] => Cow::Borrowed(*one),
            several => Cow::Owned(several.join("; ")),
        }
    }

    /// A summary whose error says what was summarised.
    fn summarise(
        &self,
        draws: &[f64],
        measure: Measure,
        people: &[Who],
        scenario: usize,
        year: Year,
    ) -> Result<Summary, Error> {
        Summary::of(draws, self.sampling).map_err(|error| match error {
            Error::OutOfRange { what, value, rule } => {
                let (scenario, area) = (&self.scenarios[scenario], self.areas_of(people));
                Error::OutOfRange { what: format!("{what} of {measure} in {area}, {scenario} {year}:"), value, rule }
            }
            other => other,
        })
    }
}
