//! The draws of a group of people as a source of measures.

use super::group::{BASELINE_AT, FROZEN_AT, Who};
use super::run::Outcomes;
use super::store::Columns;
use crate::catalogue::measure::Form;
use crate::catalogue::value::{MeasureSource, Number};
use crate::catalogue::{Measure, MeasureRow};
use crate::error::Error;
use crate::subjects::KEPT;
use std::collections::BTreeMap;

/// A number in every draw.
pub(crate) struct NumberDraws(pub(crate) Vec<f64>);

impl Number for NumberDraws {
    fn map(mut self, of: impl Fn(f64) -> f64) -> Self {
        for value in &mut self.0 {
            *value = of(*value);
        }
        self
    }

    fn with(mut self, other: &Self, of: impl Fn(f64, f64) -> f64) -> Self {
        for (value, other) in self.0.iter_mut().zip(&other.0) {
            *value = of(*value, *other);
        }
        self
    }

    fn over(self, denominator: &Self) -> Option<Self> {
        // A share of nobody is none.
        (!denominator.0.contains(&0.0)).then(|| self.with(denominator, |part, denominator| part / denominator))
    }
}

/// What is kept of a group, as far as one measure needs it: memory is that of a few measures of one group.
pub(crate) struct GroupDraws {
    /// By measure: scenario x year.
    kept: BTreeMap<Measure, Columns>,
    parameter: Option<Vec<f64>>,
    /// Indices of the years kept, rising.
    pub(crate) years: Vec<usize>,
    draws: usize,
}

impl GroupDraws {
    /// Reads what a measure of these people together is formed from; none if it is not kept of them.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub(crate) fn read(outcomes: &Outcomes, people: &[Who], row: &MeasureRow) -> Result<Option<Self>, Error> {
        if people.is_empty() || !people.iter().all(|who| outcomes.has(*who, row)) {
            return Ok(None);
        }
        let layout = &outcomes.layout;
        let in_cells = people.iter().any(|who| matches!(who, Who::Cell(_)));
        let years = if in_cells { layout.cell_years.clone() } else { (0..layout.years).collect() };
        let mut kept = BTreeMap::new();
        for measure in row.formed_from(&outcomes.catalogue) {
            let of = outcomes.catalogue.measure(measure)?;
            let columns =
                if of.sum().is_some() { sum(outcomes, people, measure)? } else { value(outcomes, people, of)? };
            let Some(columns) = columns else { return Ok(None) };
            kept.insert(measure, columns);
        }
        let parameter = match row.form {
            Form::OddsAgainst { parameter, .. } => match outcomes.parameter(parameter) {
                Some(index) => {
                    let at = layout.parameter_at(index);
                    Some(outcomes.store.read(at..at + 1)?.column(0).to_vec())
                }
                None => return Ok(None),
            },
            _ => None,
        };
        Ok(Some(Self { kept, parameter, years, draws: outcomes.draws() }))
    }

    fn column(&self, measure: Measure, scenario: usize, year: usize) -> Option<NumberDraws> {
        let which = self.years.iter().position(|kept| *kept == year)?;
        Some(NumberDraws(self.kept.get(&measure)?.column(scenario * self.years.len() + which).to_vec()))
    }
}

impl MeasureSource for GroupDraws {
    type Number = NumberDraws;

    fn sum(&self, measure: Measure, run: usize, year: usize) -> Option<NumberDraws> {
        self.column(measure, run, year)
    }

    fn value(&self, measure: Measure, run: usize, year: usize) -> Option<NumberDraws> {
        self.column(measure, run, year)
    }

    fn parameter(&self, _: &str) -> Option<NumberDraws> {
        self.parameter.clone().map(NumberDraws)
    }

    fn nothing(&self) -> NumberDraws {
        NumberDraws(vec![0.0; self.draws])
    }

    fn comparators(&self) -> [Option<usize>; 2] {
        [Some(BASELINE_AT), Some(FROZEN_AT)]
    }
}

impl Outcomes {
    /// Index of a parameter, if the run has it.
    fn parameter(&self, name: &str) -> Option<usize> {
        self.parameters.iter().position(|known| known == name)
    }

    /// Whether the draws hold what a measure is formed from.
    pub(crate) fn keeps(&self, row: &MeasureRow) -> bool {
        match row.form {
            Form::OddsAgainst { parameter, .. } => self.parameter(parameter).is_some(),
            _ => true,
        }
    }
}

/// A kept measure of all these people together: scenario x year.
fn sum(outcomes: &Outcomes, people: &[Who], measure: Measure) -> Result<Option<Columns>, Error> {
    let layout = &outcomes.layout;
    let kept = outcomes.catalogue.measure_index(measure)?;
    if kept >= KEPT {
        return Ok(None);
    }
    let mut total: Option<Columns> = None;
    for &who in people {
        let mut ranges = Vec::new();
        if let Who::Cell(cell) = who {
            let Some(index) = outcomes.cell_measure_index(measure) else { return Ok(None) };
            let start = layout.cell_at(cell, index, 0, 0);
            ranges.push(start..start + layout.scenarios * layout.cell_years.len());
        }
        for margin in who.margins() {
            let start = layout.at(margin, kept, 0, 0);
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

/// A value that is no sum: of one kind of people, or of several areas if it is a mean over areas.
fn value(outcomes: &Outcomes, people: &[Who], row: &MeasureRow) -> Result<Option<Columns>, Error> {
    let width = outcomes.layout.scenarios * outcomes.layout.years;
    let read = |who: Who| -> Result<Option<Columns>, Error> {
        outcomes.value_start(who, row.id).map(|start| outcomes.store.read(start..start + width)).transpose()
    };
    if let [who] = people {
        return read(*who);
    }
    if row.form != Form::Mean {
        return Ok(None);
    }
    let (mut total, mut weight): (Option<Columns>, f64) = (None, 0.0);
    for who in people {
        let &Who::Area(area) = who else { return Ok(None) };
        let Some(mut part) = read(*who)? else { return Ok(None) };
        part.scale(outcomes.area_people[area]);
        weight += outcomes.area_people[area];
        match &mut total {
            None => total = Some(part),
            Some(total) => total.add(&part),
        }
    }
    if let Some(total) = &mut total {
        total.scale(1.0 / weight);
    }
    Ok(total)
}
