//! What a run gives: people by state and point in time, rewards by cycle and in all, each by draw; and traces that drive
//! other models.

use super::lanes::{LANES, Lanes};
use super::model::Model;
use crate::error::Error;

/// What a batch leaves behind.
#[derive(Debug, Clone)]
pub(crate) struct BatchResult {
    /// People by point in time (all cohorts, one after the other) and state.
    pub(crate) people: Vec<[Lanes; 1]>,
    /// Discounted, weighted reward by reward and point in time.
    pub(crate) rewards: Vec<Lanes>,
}

/// The result of [`Model::run`].
#[derive(Debug, Clone)]
pub struct Run<'m> {
    model: &'m Model,
    batches: Vec<BatchResult>,
}

impl<'m> Run<'m> {
    pub(crate) fn new(model: &'m Model, batches: Vec<BatchResult>) -> Self {
        Self { model, batches }
    }

    /// Number of draws, the length of every list given.
    #[must_use]
    pub fn draws(&self) -> usize {
        self.model.extent.draws
    }

    /// Number of cycles that a cohort was followed.
    ///
    /// # Errors
    /// An unknown cohort.
    pub fn cycles(&self, cohort: &str) -> Result<usize, Error> {
        Ok(self.model.extent.cycles(self.cohort(cohort)?))
    }

    /// People of a cohort in a state after `cycle` cycles (0 is the start), by draw; a tunnel gives all of its states.
    ///
    /// # Errors
    /// An unknown cohort or state; a cycle after the last.
    pub fn people(&self, cohort: &str, state: &str, cycle: usize) -> Result<Vec<f64>, Error> {
        let point = self.point(self.cohort(cohort)?, cycle)?;
        let (first, length) = self.model.names.find(state)?;
        let states = self.model.structure.len();
        Ok(self.by_draw(|batch| {
            let mut sum = Lanes::ZERO;
            for [people] in &batch.people[point * states + first..][..length] {
                sum += *people;
            }
            sum
        }))
    }

    /// A reward over all cohorts and cycles, by draw, weighted and discounted as the reward says.
    ///
    /// # Errors
    /// An unknown reward.
    pub fn total(&self, reward: &str) -> Result<Vec<f64>, Error> {
        let points = self.points();
        let reward = self.reward(reward)?;
        Ok(self.by_draw(|batch| sum(&batch.rewards[reward * points..][..points])))
    }

    /// As [`total`](Run::total), of one cohort.
    ///
    /// # Errors
    /// An unknown reward or cohort.
    pub fn total_of(&self, reward: &str, cohort: &str) -> Result<Vec<f64>, Error> {
        let cohort = self.cohort(cohort)?;
        let offsets = &self.model.extent.offsets;
        let (start, end) = (offsets[cohort], offsets[cohort + 1]);
        let index = self.reward(reward)? * self.points();
        Ok(self.by_draw(|batch| sum(&batch.rewards[index + start..index + end])))
    }

    /// What a point in time brings to the total of a cohort, by draw, weighted and discounted as the reward says.
    ///
    /// Time in states stands at the point its weight belongs to (0 to the number of cycles), under the mean rule at
    /// the cycle's beginning. Transitions of a cycle stand at its end if that is when they fall, else at its beginning.
    ///
    /// # Errors
    /// An unknown reward or cohort; a cycle after the last.
    pub fn at_cycle(&self, reward: &str, cohort: &str, cycle: usize) -> Result<Vec<f64>, Error> {
        let point = self.point(self.cohort(cohort)?, cycle)?;
        let index = self.reward(reward)? * self.points() + point;
        Ok(self.by_draw(|batch| batch.rewards[index]))
    }

    /// People in a state, or in a whole tunnel, of all cohorts at all points in time: the cohort trace.
    ///
    /// # Errors
    /// An unknown state.
    pub fn trace(&self, state: &str) -> Result<Trace, Error> {
        let (first, length) = self.model.names.find(state)?;
        let states = self.model.structure.len();
        Ok(self.trace_by(|batch, point| {
            let mut sum = Lanes::ZERO;
            for [people] in &batch.people[point * states + first..][..length] {
                sum += *people;
            }
            sum
        }))
    }

    /// A reward of all cohorts at all points in time, as [`at_cycle`](Run::at_cycle) gives it.
    ///
    /// With [`WithinCycle::EveryPoint`](super::WithinCycle::EveryPoint), no discount and cycles of a year this is the sum over
    /// states of people times the state's value: for example the summed relative risk, which over the summed people is
    /// the mean relative risk.
    ///
    /// # Errors
    /// An unknown reward.
    pub fn reward_trace(&self, reward: &str) -> Result<Trace, Error> {
        let index = self.reward(reward)? * self.points();
        Ok(self.trace_by(|batch, point| batch.rewards[index + point]))
    }

    fn trace_by(&self, value: impl Fn(&BatchResult, usize) -> Lanes) -> Trace {
        let mut values = Vec::with_capacity(self.points() * self.draws());
        for point in 0..self.points() {
            values.extend(self.by_draw(|batch| value(batch, point)));
        }
        Trace { offsets: self.model.extent.offsets.clone(), draws: self.draws(), values }
    }

    fn by_draw(&self, value: impl Fn(&BatchResult) -> Lanes) -> Vec<f64> {
        let mut draws = Vec::with_capacity(self.batches.len() * LANES);
        for batch in &self.batches {
            draws.extend(value(batch).0);
        }
        draws.truncate(self.draws());
        draws
    }

    fn points(&self) -> usize {
        self.model.extent.offsets[self.model.extent.cohorts.len()]
    }

    fn point(&self, cohort: usize, cycle: usize) -> Result<usize, Error> {
        let cycles = self.model.extent.cycles(cohort);
        if cycle > cycles {
            return Err(Error::out_of_range("cycle", cycle, format!("must be at most {cycles}, the last")));
        }
        Ok(self.model.extent.offsets[cohort] + cycle)
    }

    fn cohort(&self, name: &str) -> Result<usize, Error> {
        let known = || self.model.extent.cohorts.iter().map(|cohort| cohort.name());
        known().position(|cohort| cohort == name).ok_or_else(|| Error::unknown("cohort", name, known()))
    }

    fn reward(&self, name: &str) -> Result<usize, Error> {
        let known = || self.model.rewards.iter().map(|reward| reward.name.as_str());
        known().position(|reward| reward == name).ok_or_else(|| Error::unknown("reward", name, known()))
    }
}

/// One quantity of a run at every cohort, point in time and draw, to be used in another model of the same cohorts.
///
/// ```
/// use health_impact::multistate::{Cohort, Context, Model, Reward, WithinCycle};
///
/// let people = || Cohort::new("all").starting("never", 80.0).starting("current", 20.0);
/// let smoking = Model::builder()
///     .state("never")
///     .state("current")
///     .absorbing("never")
///     .transition("current", "never", 0.5)
///     .complement("current", "current")
///     .cohort(people())
///     .reward(Reward::new("risk").within_cycle(WithinCycle::EveryPoint).state("never", 1.0).state("current", 11.0))
///     .cycles(2)
///     .build()?;
/// // Deaths follow the mean risk of the smoking model.
/// let risk = smoking.run().reward_trace("risk")?;
/// let deaths = Model::builder()
///     .state("alive")
///     .state("dead")
///     .transition("alive", "dead", move |c: &Context| 0.001 * risk.at(c.cohort, c.cycle, c.draw) / 100.0)
///     .complement("alive", "alive")
///     .absorbing("dead")
///     .cohort(Cohort::new("all").starting("alive", 1_000.0))
///     .cycles(2)
///     .build()?;
/// assert!((deaths.run().people("all", "dead", 1)?[0] - 3.0).abs() < 1e-12);
/// # Ok::<(), health_impact::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Trace {
    /// First point of each cohort; the last entry is the number of points.
    offsets: Vec<usize>,
    draws: usize,
    /// By point and draw.
    values: Vec<f64>,
}

impl Trace {
    /// The value of a cohort (by position) after `cycle` cycles in a draw; not a number where the run had no such point, which
    /// no model takes.
    #[must_use]
    pub fn at(&self, cohort: usize, cycle: usize, draw: usize) -> f64 {
        match self.offsets.get(cohort..cohort.saturating_add(2)) {
            Some(&[start, end]) if cycle < end - start && draw < self.draws => {
                self.values[(start + cycle) * self.draws + draw]
            }
            _ => f64::NAN,
        }
    }
}

fn sum(values: &[Lanes]) -> Lanes {
    let mut sum = Lanes::ZERO;
    for value in values {
        sum += *value;
    }
    sum
}
