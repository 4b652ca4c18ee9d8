//! Running a model: batches of draws through all cohorts and cycles.

use super::kernel::{Batch, dispatch, step};
use super::lanes::Lanes;
use super::model::Model;
use super::prepare::PreparedReward;
use super::rewards::EventTime;
use super::trace::{BatchResult, Run};

#[cfg(feature = "parallel")]
use rayon::prelude::*;

impl Model {
    /// Runs all draws, in parallel over the caller's rayon pool if the feature `parallel` is on.
    ///
    /// The result does not depend on the number of threads, and a draw's numbers not on the other draws.
    #[must_use]
    pub fn run(&self) -> Run<'_> {
        let one = |batch: usize| dispatch(ModelBatch { model: self, batch });
        #[cfg(feature = "parallel")]
        let batches = (0..self.extent.batches()).into_par_iter().map(one).collect();
        #[cfg(not(feature = "parallel"))]
        let batches = (0..self.extent.batches()).map(one).collect();
        Run::new(self, batches)
    }
}

struct ModelBatch<'a> {
    model: &'a Model,
    batch: usize,
}

impl Batch for ModelBatch<'_> {
    type Output = BatchResult;

    #[inline(always)]
    fn run(self) -> BatchResult {
        let Self { model, batch } = self;
        let (structure, extent) = (&model.structure, &model.extent);
        let states = structure.len();
        let points = extent.offsets[extent.cohorts.len()];
        let mut people = vec![[Lanes::ZERO]; points * states];
        let mut rewards = vec![Lanes::ZERO; model.rewards.len() * points];
        let mut p: Vec<Lanes> = model.probabilities.iter().map(|values| values.at(0, batch)).collect();
        for cohort in 0..extent.cohorts.len() {
            let (offset, cycles) = (extent.offsets[cohort], extent.cycles(cohort));
            let people = &mut people[offset * states..][..(cycles + 1) * states];
            for (slot, start) in people.iter_mut().zip(&model.starting[cohort]) {
                *slot = [Lanes::splat(*start)];
            }
            for cycle in 0..cycles {
                for (p, values) in p.iter_mut().zip(&model.probabilities) {
                    if values.varies() {
                        *p = values.at(offset + cycle, batch);
                    }
                }
                let (from, to) = people[cycle * states..].split_at_mut(states);
                step(structure, &p, from, to);
                for (reward, slots) in model.rewards.iter().zip(rewards.chunks_exact_mut(points)) {
                    let slots = &mut slots[offset..][..cycles + 1];
                    events(reward, &p, from, offset + cycle, batch, cycle, extent.cycle_length, slots);
                }
            }
            for (reward, slots) in model.rewards.iter().zip(rewards.chunks_exact_mut(points)) {
                let slots = &mut slots[offset..][..cycles + 1];
                time(reward, people, cohort, offset, batch, extent.cycle_length, slots);
            }
        }
        BatchResult { people, rewards }
    }
}

/// Adds the rewards of a cycle's transitions.
#[allow(clippy::too_many_arguments, reason = "a part of the loop above, set apart to be read")]
#[inline(always)]
fn events(
    reward: &PreparedReward,
    p: &[Lanes],
    from: &[[Lanes; 1]],
    index: usize,
    batch: usize,
    cycle: usize,
    cycle_length: f64,
    slots: &mut [Lanes],
) {
    if reward.transitions.is_empty() {
        return;
    }
    let (slot, cycles_on) = match reward.events {
        EventTime::Start => (cycle, cycle as f64),
        EventTime::Middle => (cycle, cycle as f64 + 0.5),
        EventTime::End => (cycle + 1, cycle as f64 + 1.0),
    };
    let weight = discount_weight(reward.discount, cycles_on * cycle_length);
    for (arc, source, value) in &reward.transitions {
        slots[slot] += from[*source][0] * p[*arc] * value.at(index, batch) * weight;
    }
}

/// Adds the rewards of a cohort's time in states.
#[inline(always)]
fn time(
    reward: &PreparedReward,
    people: &[[Lanes; 1]],
    cohort: usize,
    offset: usize,
    batch: usize,
    cycle_length: f64,
    slots: &mut [Lanes],
) {
    if reward.states.is_empty() {
        return;
    }
    let points = slots.len();
    let states = people.len() / points;
    for (point, slot) in slots.iter_mut().enumerate() {
        if reward.mean && point + 1 == points {
            continue;
        }
        let middle = if reward.mean { 0.5 } else { 0.0 };
        let discount = discount_weight(reward.discount, (point as f64 + middle) * cycle_length);
        let weight = reward.weights[cohort][point] * discount * cycle_length;
        let mut sum = Lanes::ZERO;
        for (state, value) in &reward.states {
            let [mut present] = people[point * states + state];
            if reward.mean {
                present = (present + people[(point + 1) * states + state][0]) * 0.5;
            }
            sum += present * value.at(offset + point, batch);
        }
        *slot += sum * weight;
    }
}

/// `1 / (1 + rate)^years`.
#[inline]
fn discount_weight(rate: f64, years: f64) -> f64 {
    1.0 / libm::pow(1.0 + rate, years)
}
