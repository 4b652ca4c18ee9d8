//! What interventions ask for beyond certainty, told in words: a probability stays at 1.

use super::plan::scenario::{COMPARATORS, ScenarioPlan};
use crate::error::Error;
use crate::outcomes::layout::{Certain, Layout};
use crate::outcomes::store::Store;
use crate::units::Year;

/// For each scenario and move that is certain for somebody: for how many people, and when.
///
/// # Errors
/// If the draws cannot be read.
pub(super) fn notes(store: &Store, layout: &Layout, plans: &[ScenarioPlan], start: Year) -> Result<Vec<String>, Error> {
    let first_at = layout.certain_at(Certain::ALL[0], 0, 0);
    let all = store.read(first_at..layout.failed_at())?;
    let mut notes = Vec::new();
    for what in Certain::ALL {
        for (scenario, plan) in plans.iter().enumerate().skip(COMPARATORS) {
            let mean = |year: usize| {
                let draws = all.column(layout.certain_at(what, scenario, year) - first_at);
                draws.iter().sum::<f64>() / draws.len() as f64
            };
            let means: Vec<f64> = (0..layout.years).map(mean).collect();
            let years: Vec<usize> = (0..means.len()).filter(|year| means[*year] > 0.0).collect();
            if let (Some(first), Some(last)) = (years.first(), years.last()) {
                let mean = years.iter().map(|year| means[*year]).sum::<f64>() / years.len() as f64;
                let year = |index: usize| start.get() + index as i32;
                notes.push(format!(
                    "scenario {:?} asks for more than certainty: {} is certain for {mean:.0} people a year, the mean of all draws, in \
                     {} of the years {} to {}, and the effect is less than what was asked for",
                    plan.name,
                    what.words(),
                    years.len(),
                    year(*first),
                    year(*last)
                ));
            }
        }
    }
    Ok(notes)
}
