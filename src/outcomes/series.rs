//! One measure of one group, all scenarios and years: read from the store and formed draw by draw.

use super::group::{BASELINE_AT, KeptValue, Who, defined};
use super::layout::CELL_KEPT;
use super::measure::{Form, Measure, ValueOf};
use super::run::Outcomes;
use super::store::Columns;
use crate::error::Error;
use crate::exposure::smoking::fit::occupation::ROUTINE_MANUAL;
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
    /// Of a level only [`Measure::EXTRA_QUITS_NEEDED`] has one.
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
    /// What is no sum, like life expectancy, is read of a single group only.
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
        let columns = columns(outcomes, people, measure, &years, &mut empty)?;
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
                if !self.measure.adds_up() || !whole {
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

impl Outcomes {
    /// Place of the odds of smoking in routine and manual occupations among the parameters, if the run has it.
    fn routine_manual(&self) -> Option<usize> {
        self.parameters.iter().position(|name| name == ROUTINE_MANUAL)
    }

    /// Whether the draws hold what a measure is formed from.
    pub(crate) fn keeps(&self, measure: Measure) -> bool {
        !matches!(measure.form(), Form::RoutineManual { .. }) || self.routine_manual().is_some()
    }
}

/// All scenarios and years of a measure of all these people together; `empty` tells the columns that are shares of nobody.
fn columns(
    outcomes: &Outcomes,
    people: &[Who],
    measure: Measure,
    years: &[usize],
    empty: &mut [bool],
) -> Result<Option<Columns>, Error> {
    let (layout, width) = (&outcomes.layout, years.len());
    let columns = match measure.form() {
        Form::Kept => sum(outcomes, people, measure)?,
        Form::Value(of) => match people {
            [who] => value(outcomes, *who, of)?,
            _ => None,
        },
        Form::ShareOf(part, whole) => match (sum(outcomes, people, part)?, sum(outcomes, people, whole)?) {
            (Some(mut part), Some(whole)) => {
                for (at, empty) in empty.iter_mut().enumerate() {
                    *empty = whole.column(at).contains(&0.0);
                    for (share, whole) in part.column_mut(at).iter_mut().zip(whole.column(at)) {
                        *share /= whole;
                    }
                }
                Some(part)
            }
            _ => None,
        },
        Form::Discounted(of, rate) => {
            columns(outcomes, people, of, years, empty)?.map(|columns| discounted(columns, years, rate))
        }
        Form::RoutineManual { gap } => {
            let Some(mut shares) = columns(outcomes, people, Measure::SMOKING_PREVALENCE, years, empty)? else {
                return Ok(None);
            };
            let Some(place) = outcomes.routine_manual() else { return Ok(None) };
            let at = outcomes.layout.parameter_at(place);
            let differences = outcomes.store.read(at..at + 1)?;
            for column in 0..shares.len() {
                for (share, difference) in shares.column_mut(column).iter_mut().zip(differences.column(0)) {
                    let odds = *share * libm::exp(*difference);
                    let manual = odds / (1.0 - *share + odds);
                    *share = if gap { manual - *share } else { manual };
                }
            }
            Some(shares)
        }
        Form::Beyond(of) => {
            let mut beyond = sum(outcomes, people, of)?;
            if let Some(beyond) = &mut beyond {
                less_baseline(beyond, layout.scenarios, width);
            }
            beyond
        }
        Form::Together(parts) => {
            let mut total: Option<Columns> = None;
            for part in parts {
                let Some(part) = sum(outcomes, people, part)? else { return Ok(None) };
                match &mut total {
                    Some(total) => total.add(&part),
                    None => total = Some(part),
                }
            }
            total
        }
        Form::CostOf(heads, disease) => match (sum(outcomes, people, heads)?, sum(outcomes, people, disease)?) {
            (Some(heads), Some(mut disease)) => {
                less_baseline(&mut disease, layout.scenarios, width);
                for year in 0..width {
                    for scenario in 0..layout.scenarios {
                        let base = heads.column(BASELINE_AT * width + year);
                        for (cost, base) in disease.column_mut(scenario * width + year).iter_mut().zip(base) {
                            *cost += base;
                        }
                    }
                }
                Some(disease)
            }
            _ => None,
        },
    };
    Ok(columns)
}

/// Takes the baseline's draws off those of every scenario: scenario x year.
fn less_baseline(columns: &mut Columns, scenarios: usize, years: usize) {
    for year in 0..years {
        let baseline = columns.column(BASELINE_AT * years + year).to_vec();
        for scenario in 0..scenarios {
            for (value, trend) in columns.column_mut(scenario * years + year).iter_mut().zip(&baseline) {
                *value -= trend;
            }
        }
    }
}

/// A kept measure of all these people together: scenario x year.
fn sum(outcomes: &Outcomes, people: &[Who], measure: Measure) -> Result<Option<Columns>, Error> {
    let (layout, Some(kept)) = (&outcomes.layout, measure.kept()) else { return Ok(None) };
    let mut total: Option<Columns> = None;
    for &who in people {
        let mut ranges = Vec::new();
        if let Who::Cell(cell) = who {
            let Some(kept) = CELL_KEPT.iter().position(|known| *known == measure) else { return Ok(None) };
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

fn value(outcomes: &Outcomes, who: Who, of: ValueOf) -> Result<Option<Columns>, Error> {
    let layout = &outcomes.layout;
    let start = match who.value(of) {
        Some(KeptValue::Of(place, column)) => layout.values_start(place, column),
        Some(KeptValue::Whole(column)) => layout.whole_start(column),
        None => return Ok(None),
    };
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
            let plain = sum(run, &[Who::All], Measure::LIFE_YEARS).unwrap().unwrap();
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
