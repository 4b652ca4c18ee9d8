//! Draws of the inputs of the Sick-Sicker model, the same ones every time, and the cells they make.

use crate::sick_sicker::{Inputs, STATES, STRATEGIES, parameters};
use health_impact::parameters::Parameters;
use health_impact::sampling::Sampling;

/// Cycles of the model.
const CYCLES: usize = 75;

pub(crate) fn inputs(draws: usize) -> Inputs {
    let listed = parameters().expect("the example's parameters");
    let mut uncertain = Parameters::new();
    for (name, _, estimate) in &listed {
        uncertain.add(*name, estimate.clone()).expect("names differ");
    }
    let sample = uncertain.sample(2015, Sampling::Random, 0..draws as u64).expect("few draws");
    listed.iter().zip(sample.outer_iter()).map(|((name, _, _), row)| (*name, row.to_vec())).collect()
}

/// Cells of so many draws: draws x strategies x cycles x states.
pub(crate) fn cells(draws: usize) -> u64 {
    (draws * STRATEGIES.len() * CYCLES * STATES.len()) as u64
}
