//! One measure of one group, all scenarios and years: read from the store and formed draw by draw.

use super::group::{Who, defined};
use super::run::Outcomes;
use super::source::GroupDraws;
use crate::catalogue::{Measure, MeasureRow};
use crate::error::Error;
use crate::named::named_enum;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

named_enum! {
    /// What a number says of its scenario.
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "lowercase")]
    #[non_exhaustive]
    pub enum Kind, unknown "kind of result" {
        /// The measure itself.
        Level = "level",
        /// Scenario less comparator, within each draw: deaths averted are negative.
        Difference = "difference",
        /// Running sum of the difference from the first year on; for the baseline, of its level.
        Cumulative = "cumulative",
    }
}

/// A line of results through the years: a scenario, perhaps against another, by their indices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) scenario: usize,
    /// Of a level only what is asked beyond the baseline has one.
    pub(crate) comparator: Option<usize>,
    pub(crate) kind: Kind,
}

/// One measure of one group, all scenarios and years; memory is that of one measure of one group.
#[derive(Debug, Clone)]
pub(crate) struct Series {
    /// Scenario x year; none where it has no value, as a share of nobody has none.
    values: Vec<Option<Vec<f64>>>,
    row: MeasureRow,
    scenarios: usize,
    /// Indices of the years kept, rising.
    years: Vec<usize>,
}

impl Series {
    /// Reads a measure of all these people together; `None` if it is not kept for them.
    ///
    /// What is no sum, like life expectancy, is read of a single kind of people only, or is a mean over areas.
    ///
    /// # Errors
    /// If there is no such measure, or the store cannot be read.
    pub(crate) fn load(outcomes: &Outcomes, people: &[Who], measure: Measure) -> Result<Option<Self>, Error> {
        let row = *outcomes.catalogue.measure(measure)?;
        let Some(from) = GroupDraws::read(outcomes, people, &row)? else { return Ok(None) };
        let scenarios = outcomes.layout.scenarios;
        let mut values = Vec::with_capacity(scenarios * from.years.len());
        for scenario in 0..scenarios {
            for &year in &from.years {
                let level =
                    defined(&row, scenario, year).then(|| row.level(&outcomes.catalogue, &from, scenario, year));
                values.push(level.flatten().map(|draws| draws.0));
            }
        }
        Ok(Some(Self { values, row, scenarios, years: from.years }))
    }

    /// Indices of the years kept, rising.
    pub(crate) fn years(&self) -> &[usize] {
        &self.years
    }

    /// The draws of a level; `None` where it has no value.
    pub(crate) fn level(&self, scenario: usize, year: usize) -> Option<&[f64]> {
        let which = self.years.iter().position(|&kept| kept == year)?;
        if scenario >= self.scenarios {
            return None;
        }
        self.values[scenario * self.years.len() + which].as_deref()
    }

    /// The draws of scenario less comparator in a year; of the scenario itself without a comparator.
    fn step(&self, line: Line, year: usize) -> Option<Cow<'_, [f64]>> {
        let scenario = self.level(line.scenario, year)?;
        match line.comparator {
            None => Some(Cow::Borrowed(scenario)),
            Some(comparator) => {
                let comparator = self.level(comparator, year)?;
                Some(Cow::Owned(scenario.iter().zip(comparator).map(|(x, y)| x - y).collect()))
            }
        }
    }

    /// The draws of a line in the years asked for, in the order of the years; those without a value are left out.
    pub(crate) fn line(&self, line: Line, wanted: &dyn Fn(usize) -> bool) -> Vec<(usize, Cow<'_, [f64]>)> {
        match line.kind {
            Kind::Level => {
                let value = |&year: &usize| self.level(line.scenario, year).map(|draws| (year, Cow::Borrowed(draws)));
                self.years.iter().filter(|&&year| wanted(year)).filter_map(value).collect()
            }
            Kind::Difference => {
                let value = |&year: &usize| self.step(line, year).map(|draws| (year, draws));
                self.years.iter().filter(|&&year| wanted(year)).filter_map(value).collect()
            }
            Kind::Cumulative => {
                // A running sum needs every year from the first one on.
                let consecutive = self.years.iter().enumerate().all(|(index, &year)| index == year);
                if !self.row.adds_up() || !consecutive {
                    return Vec::new();
                }
                let mut rows: Vec<(usize, Cow<'_, [f64]>)> = Vec::new();
                let mut running: Option<Vec<f64>> = None;
                for &year in &self.years {
                    let Some(step) = self.step(line, year) else { continue };
                    let sum = match running.take() {
                        None => step.into_owned(),
                        Some(sum) => sum.iter().zip(step.iter()).map(|(sum, x)| sum + x).collect(),
                    };
                    if wanted(year) {
                        rows.push((year, Cow::Owned(sum.clone())));
                    }
                    running = Some(sum);
                }
                rows
            }
        }
    }

    /// The draws of a line in one year; `None` where it has no value.
    pub(crate) fn at(&self, line: Line, year: usize) -> Option<Vec<f64>> {
        self.line(line, &|other| other == year).pop().map(|(_, draws)| draws.into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::outcomes;
    use super::*;
    use crate::catalogue::value::discount;

    /// Discounting at 0 leaves every bit; at any rate nothing grows, and a higher rate leaves less.
    #[test]
    fn discounting_never_adds() {
        let of = |measure| Series::load(outcomes(), &[Who::All], measure).unwrap().unwrap();
        let (plain, some, most) =
            (of(Measure::LIFE_YEARS), of(Measure::LIFE_YEARS_DISCOUNTED_1_5), of(Measure::LIFE_YEARS_DISCOUNTED_3_5));
        let mut seen = 0;
        for scenario in 0..4 {
            for year in 1..outcomes().layout.years {
                let [plain, some, most] = [&plain, &some, &most].map(|series| series.level(scenario, year).unwrap());
                for ((plain, some), most) in plain.iter().zip(some).zip(most) {
                    assert!(some < plain && most < some);
                    seen += 1;
                }
            }
        }
        assert!(seen > 1000);
        for rate in (1..40).map(|step| 0.005 * f64::from(step)) {
            for year in 1..50 {
                assert!(discount(rate, year) < 1.0 && discount(rate + 0.005, year) < discount(rate, year));
                assert_eq!(discount(0.0, year).to_bits(), 1.0_f64.to_bits());
            }
        }
    }
}
