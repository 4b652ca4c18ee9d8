//! One measure of one group, all scenarios and years: read from the store and formed draw by draw.

use super::group::{BASELINE_AT, Who, defined};
use super::measure::{KEPT, Measure, Timing};
use super::run::Outcomes;
use super::store::Columns;
use crate::error::Error;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;

/// What a number says of its scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The measure itself.
    Level,
    /// Scenario less comparator, within each draw: deaths averted are negative.
    Difference,
    /// Running sum of the difference from the first year on; for the baseline, of its level.
    Cumulative,
}

impl Kind {
    /// Name in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Level => "level",
            Self::Difference => "difference",
            Self::Cumulative => "cumulative",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A line of results through the years: a scenario, perhaps against another, by their places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) scenario: usize,
    /// Of a level only [`Measure::ExtraQuitsNeeded`] has one.
    pub(crate) comparator: Option<usize>,
    pub(crate) kind: Kind,
}

/// One measure of one group, all scenarios and years; memory is that of one measure of one place.
#[derive(Debug, Clone)]
pub(crate) struct Series {
    columns: Columns,
    measure: Measure,
    scenarios: usize,
    /// Places of the years kept, rising.
    years: Vec<usize>,
    /// Columns without a value: a share of nobody.
    empty: Vec<bool>,
}

impl Series {
    /// Reads a measure of all these people together; `None` if it is not kept for them.
    ///
    /// Life expectancy is no sum, so it is read of a single group only.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub(crate) fn load(outcomes: &Outcomes, people: &[Who], measure: Measure) -> Result<Option<Self>, Error> {
        if people.is_empty() || !people.iter().all(|who| who.has(measure)) {
            return Ok(None);
        }
        let layout = &outcomes.layout;
        let in_cells = people.iter().any(|who| matches!(who, Who::Cell(_)));
        let years = if in_cells { layout.cell_years.clone() } else { (0..layout.years).collect() };
        let width = years.len();
        let mut empty = vec![false; layout.scenarios * width];
        let columns = match measure {
            Measure::LifeExpectancy => match people {
                [who] => life_expectancy(outcomes, *who)?,
                _ => None,
            },
            Measure::SmokingPrevalence => {
                let smokers = sum(outcomes, people, Measure::Smokers)?;
                let adults = sum(outcomes, people, Measure::Adults)?;
                match (smokers, adults) {
                    (Some(mut smokers), Some(adults)) => {
                        for (at, empty) in empty.iter_mut().enumerate() {
                            *empty = adults.column(at).contains(&0.0);
                            for (share, adults) in smokers.column_mut(at).iter_mut().zip(adults.column(at)) {
                                *share /= adults;
                            }
                        }
                        Some(smokers)
                    }
                    _ => None,
                }
            }
            Measure::ExtraQuitsNeeded => {
                let mut quits = sum(outcomes, people, Measure::Quits)?;
                if let Some(quits) = &mut quits {
                    for year in 0..width {
                        let baseline = quits.column(BASELINE_AT * width + year).to_vec();
                        for scenario in 0..layout.scenarios {
                            for (extra, trend) in quits.column_mut(scenario * width + year).iter_mut().zip(&baseline) {
                                *extra -= trend;
                            }
                        }
                    }
                }
                quits
            }
            _ => match measure.discounting() {
                Some((undiscounted, rate)) => {
                    sum(outcomes, people, undiscounted)?.map(|columns| discounted(columns, &years, rate))
                }
                None => sum(outcomes, people, measure)?,
            },
        };
        Ok(columns.map(|columns| Self { columns, measure, scenarios: layout.scenarios, years, empty }))
    }

    /// Places of the years kept, rising.
    pub(crate) fn years(&self) -> &[usize] {
        &self.years
    }

    /// The draws of a level; `None` where it has no value.
    pub(crate) fn level(&self, scenario: usize, year: usize) -> Option<&[f64]> {
        let which = self.years.iter().position(|&kept| kept == year)?;
        let at = scenario * self.years.len() + which;
        let known = scenario < self.scenarios && defined(self.measure, scenario, year) && !self.empty[at];
        known.then(|| self.columns.column(at))
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
                let whole = self.years.iter().enumerate().all(|(place, &year)| place == year);
                if self.measure.timing() == Timing::Stock || !whole {
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

/// A kept measure of all these people together: scenario x year.
fn sum(outcomes: &Outcomes, people: &[Who], measure: Measure) -> Result<Option<Columns>, Error> {
    debug_assert!(KEPT.contains(&measure));
    let (layout, Some(kept)) = (&outcomes.layout, measure.kept()) else { return Ok(None) };
    let mut total: Option<Columns> = None;
    for &who in people {
        let mut ranges = Vec::new();
        if let Who::Cell(cell) = who {
            let kept = match measure {
                Measure::Adults => 0,
                Measure::Smokers => 1,
                Measure::Deaths => 2,
                _ => return Ok(None),
            };
            let start = layout.cell_at(cell, kept, 0, 0);
            ranges.push(start..start + layout.scenarios * layout.cell_years.len());
        }
        for place in who.places() {
            let start = layout.at(place, kept, 0, 0);
            ranges.push(start..start + layout.scenarios * layout.years);
        }
        for range in ranges {
            let part = outcomes.store.read(range)?;
            match &mut total {
                None => total = Some(part),
                Some(total) => total.add(&part),
            }
        }
    }
    Ok(total)
}

fn life_expectancy(outcomes: &Outcomes, who: Who) -> Result<Option<Columns>, Error> {
    let layout = &outcomes.layout;
    let Some((place, column)) = who.life() else { return Ok(None) };
    let start = layout.life_at(place, column, 0, 0);
    outcomes.store.read(start..start + layout.scenarios * layout.years).map(Some)
}

/// Discounted at a rate a year to the start; a flow labelled Y lies in the middle of the year to mid-Y.
///
/// ```text
/// weight of year Y = (1 + rate)^-(Y - start - 1/2)
/// ```
/// The start itself, which has no flows, is left as it is.
#[allow(clippy::cast_precision_loss)] // a few hundred years
fn discounted(mut columns: Columns, years: &[usize], rate: f64) -> Columns {
    let weight = |year: usize| if year == 0 { 1.0 } else { libm::pow(1.0 + rate, 0.5 - year as f64) };
    let weights: Vec<f64> = years.iter().map(|&year| weight(year)).collect();
    for at in 0..columns.len() {
        for value in columns.column_mut(at) {
            *value *= weights[at % weights.len()];
        }
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::super::fixture::outcomes;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Discounting at 0 leaves every bit; at any rate nothing grows, and a higher rate leaves less.
        #[test]
        fn discounting_never_adds(rate in 1e-6..0.2_f64, more in 1e-6..0.2_f64) {
            let run = outcomes();
            let years: Vec<usize> = (0..run.layout.years).collect();
            let plain = sum(run, &[Who::All], Measure::LifeYears).unwrap().unwrap();
            let at = |rate: f64| discounted(plain.clone(), &years, rate);
            let (none, some, most) = (at(0.0), at(rate), at(rate + more));
            for column in 0..plain.len() {
                for (draw, value) in plain.column(column).iter().enumerate() {
                    prop_assert_eq!(none.column(column)[draw].to_bits(), value.to_bits());
                    if column % years.len() > 0 {
                        prop_assert!(some.column(column)[draw] < *value);
                        prop_assert!(most.column(column)[draw] < some.column(column)[draw]);
                    }
                }
            }
        }
    }
}
