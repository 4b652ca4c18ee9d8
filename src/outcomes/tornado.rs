//! Which inputs move a result most.

use super::interval::spearman;
use super::quantity::Quantity;
use super::run::Outcomes;
use crate::error::Error;
use crate::parallel;
use serde::Serialize;
use std::cmp::Ordering;

/// Inputs listed.
const LISTED: usize = 10;

/// Bytes of inputs in memory at a time.
const MOST_BYTES: usize = 8 << 20;

/// An input and how it moves a result.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SensitivityRow<'a> {
    /// Name of the parameter.
    pub input: &'a str,
    /// Spearman's rank correlation of the input with the result over the draws, -1 to 1.
    pub correlation: f64,
    /// Mean of the result in the fifth of the draws with the lowest values of the input, in the unit of the result.
    pub at_lowest: f64,
    /// The same in the fifth with the highest values.
    pub at_highest: f64,
}

impl SensitivityRow<'_> {
    /// Draws from which on a fifth of them says something.
    pub const LEAST_DRAWS: usize = 20;

    /// How much higher the result is where the input is high.
    #[must_use]
    pub fn change(&self) -> f64 {
        self.at_highest - self.at_lowest
    }
}

impl Outcomes {
    /// The ten inputs that move a result most, by the size of their rank correlation with it; equals by name. Inputs
    /// that do not vary are left out, and nothing moves a result that does not.
    ///
    /// # Errors
    /// If there are fewer than 20 draws, or as [`Outcomes::draws_of`].
    ///
    /// # References
    /// [Saltelli et al. 2008] Global sensitivity analysis: the primer, chapter 1. doi:10.1002/9780470725184
    pub fn tornado(&self, result: &Quantity) -> Result<Vec<SensitivityRow<'_>>, Error> {
        if self.draws() < SensitivityRow::LEAST_DRAWS {
            let rule = format!("must be {} or more to tell which inputs move a result", SensitivityRow::LEAST_DRAWS);
            return Err(Error::out_of_range("number of draws", self.draws(), rule));
        }
        let results = self.draws_of(result)?;
        let mut rows = Vec::new();
        // Together, because a run folder is opened file by file for each read.
        let together = (MOST_BYTES / (size_of::<f64>() * self.draws())).max(1);
        for first in (0..self.parameters.len()).step_by(together) {
            let inputs = first..self.parameters.len().min(first + together);
            let at = self.layout.parameter_at(first);
            let read = self.store.read(at..at + inputs.len())?;
            let inputs: Vec<usize> = inputs.collect();
            let found = parallel::each(&inputs, |&which| {
                let (input, values) = (self.parameters[which].as_str(), read.column(which - first));
                let Some(correlation) = spearman(values, &results)? else { return Ok(None) };
                let (at_lowest, at_highest) = fifths(values, &results);
                Ok::<_, Error>(Some(SensitivityRow { input, correlation, at_lowest, at_highest }))
            })?;
            rows.extend(found.into_iter().flatten());
        }
        rows.sort_by(by_size);
        rows.truncate(LISTED);
        Ok(rows)
    }
}

fn by_size(one: &SensitivityRow<'_>, other: &SensitivityRow<'_>) -> Ordering {
    other.correlation.abs().total_cmp(&one.correlation.abs()).then_with(|| one.input.cmp(other.input))
}

/// Means of the results of the draws in the lowest and the highest fifth of the values; equal values in draw order.
#[allow(clippy::cast_precision_loss)] // numbers of draws are far below 2^53
fn fifths(values: &[f64], results: &[f64]) -> (f64, f64) {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let fifth = values.len() / 5;
    let mean = |draws: &[usize]| draws.iter().map(|&draw| results[draw]).sum::<f64>() / draws.len() as f64;
    (mean(&order[..fifth]), mean(&order[order.len() - fifth..]))
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{DRAWS, outcomes, with_draws};
    use super::*;
    use crate::catalogue::Measure;
    use crate::units::Year;

    fn result() -> Quantity {
        Quantity::averted("smoking to 13%", Measure::DEATHS, Year::new(2021).unwrap()).against("frozen")
    }

    #[test]
    fn the_strongest_inputs_come_first() {
        let run = outcomes();
        let rows = run.tornado(&result()).unwrap();
        assert_eq!(rows.len(), 10);
        let first: Vec<&str> = rows[..2].iter().map(|mover| mover.input).collect();
        assert_eq!(first, ["parameter 00", "parameter 01"]);
        assert!(rows[0].correlation > 0.5 && rows[1].correlation < -0.5);
        assert!(rows.windows(2).all(|pair| pair[0].correlation.abs() >= pair[1].correlation.abs()));
        assert!(rows.iter().all(|mover| mover.input != "parameter 02"), "a constant moves nothing");
        let draws = run.draws_of(&result()).unwrap();
        let mean = |draws: &[f64]| draws.iter().sum::<f64>() / draws.len() as f64;
        assert!((rows[0].at_lowest - mean(&draws[..DRAWS / 5])).abs() < 1e-9);
        assert!((rows[0].change() - mean(&draws[DRAWS - DRAWS / 5..]) + mean(&draws[..DRAWS / 5])).abs() < 1e-9);
    }

    #[test]
    fn few_draws_and_fixed_results_say_nothing() {
        let error = with_draws(19).tornado(&result()).unwrap_err().to_string();
        assert_eq!(error, "number of draws 19 must be 20 or more to tell which inputs move a result");
        let nothing = Quantity::averted("nothing, done", Measure::DEATHS, Year::new(2021).unwrap());
        assert!(outcomes().tornado(&nothing).unwrap().is_empty());
    }

    #[test]
    fn equals_go_by_name() {
        let mover = |input, correlation| SensitivityRow { input, correlation, at_lowest: 0.0, at_highest: 0.0 };
        let mut rows = [mover("b", 0.5), mover("a", -0.5), mover("c", 0.9)];
        rows.sort_by(by_size);
        assert_eq!(rows.map(|mover| mover.input), ["c", "a", "b"]);
    }
}
