//! Draws in parallel: chunks of eight draws, each sampled, run and kept by itself.

use super::check::Check;
use super::cohort::run::ScenarioRun;
use super::engine::{Cohorts, Engine, Runs};
use super::fitted_model::FittedModel;
use super::mental::MentalRun;
use super::parameter_set::ParameterSet;
use super::plan::scenario::ScenarioPlan;
use super::settings::{FailedDraws, Settings};
use super::solve::search::solve;
use super::solve::{Found, mental_run};
use super::tally::full::FullTally;
use super::tally::kind::Kind;
use crate::draws::Draws;
use crate::error::Error;
use crate::multistate::kernel::{Batch, Processor};
use crate::multistate::lanes::Lanes;
use crate::outcomes::layout::Layout;
use crate::outcomes::store::Store;
use crate::parallel;
use crate::run_folder::{CHUNK, Shard};
use crate::units::AGES;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// The numbers of one batch in the order of the layout.
pub(crate) type BatchNumbers = Vec<Lanes>;

/// The search for the factors of ambitions and the run of every cell, of one batch.
pub(super) struct BatchRun<'a> {
    pub(super) model: &'a FittedModel,
    pub(super) set: &'a ParameterSet,
    pub(super) plans: &'a [ScenarioPlan],
    pub(super) layout: &'a Layout,
}

impl BatchRun<'_> {
    /// The numbers of the batch but for ambitions and parameters, and what was found for each ambition.
    pub(super) fn run(self, on: Processor) -> (BatchNumbers, Vec<Vec<Found>>) {
        let (model, set) = (self.model, self.set);
        let found = solve(on, model, set, self.plans);
        let factors: Vec<Vec<Lanes>> =
            found.iter().map(|ambitions| ambitions.iter().map(|one| one.factor).collect()).collect();
        let mental: Vec<Option<MentalRun>> =
            self.plans.iter().zip(&factors).map(|(plan, factors)| mental_run(model, set, plan, factors)).collect();
        let runs: Vec<ScenarioRun<'_>> = self
            .plans
            .iter()
            .zip(&factors)
            .zip(&mental)
            .map(|((plan, factors), mental)| ScenarioRun::new(plan, factors, 0, mental.as_ref()))
            .collect();
        let mut tally = Kind::Full(FullTally::new(model, set, self.layout));
        let of = Runs { model, set, scenarios: &runs, years: model.years, ages: AGES };
        Cohorts(on).run(&of, &mut tally);
        (on.run(Finish { tally, runs: &runs }), found)
    }
}

/// Puts what was recorded into the order of the store.
struct Finish<'a> {
    tally: Kind<'a>,
    runs: &'a [ScenarioRun<'a>],
}

impl Batch for Finish<'_> {
    type Output = BatchNumbers;

    #[inline(always)]
    fn run(self) -> Self::Output {
        match self.tally {
            Kind::Full(tally) => tally.finish(self.runs),
            Kind::Search(_) => BatchNumbers::new(),
        }
    }
}

/// Runs one batch whose parameters are drawn by `draws`.
pub(crate) fn run_batch(
    model: &FittedModel,
    plans: &[ScenarioPlan],
    layout: &Layout,
    draws: &mut Draws<'_>,
    (first, parameters): (u64, &[Lanes]),
    failed: FailedDraws,
) -> Result<BatchNumbers, Error> {
    let set = model.parameter_set(draws)?;
    let (mut numbers, found) = BatchRun { model, set: &set, plans, layout }.run(Processor::best());
    for (index, one) in found.iter().flatten().enumerate() {
        let position = layout.ambition_at(index);
        numbers[position] = one.factor;
        numbers[position + 1] = Lanes(one.reached.map(crate::outcomes::layout::Reached::code));
    }
    for (index, value) in parameters.iter().enumerate() {
        numbers[layout.parameter_at(index)] = *value;
    }
    numbers[layout.unreachable_years_at()] = set.region.unreachable_years;
    Check { model, plans, layout, first }.pass(&mut numbers, failed)?;
    Ok(numbers)
}

/// What the runner asks of its caller between batches.
pub(crate) trait Watch: Sync {
    /// Draws finished so far, out of all.
    fn progress(&self, done: usize, all: usize);
    /// Whether to stop.
    fn cancelled(&self) -> bool;
}

/// Runs the draws of a projection, chunk by chunk.
pub(crate) struct Runner<'a> {
    pub(crate) model: &'a FittedModel,
    pub(crate) plans: &'a [ScenarioPlan],
    pub(crate) layout: &'a Layout,
    pub(crate) settings: &'a Settings,
}

impl Runner<'_> {
    /// Runs what a store lacks of a shard, every chunk a task of its own; returns how many draws were run.
    ///
    /// # Errors
    /// If the store cannot be written or holds what it must not, a batch cannot be run, or `watch` stops it. What is
    /// finished by then stays in the store.
    pub(crate) fn run(&self, store: &Store, shard: Shard, watch: &dyn Watch) -> Result<usize, Error> {
        let all = shard.draws_of(store.draws());
        let missing = store.missing(shard)?;
        let to_run: usize = missing.iter().map(|chunk| store.draws_of(*chunk)).sum();
        if to_run < all {
            watch.progress(all - to_run, all);
        }
        let (done, ran, failed) = (AtomicUsize::new(all - to_run), AtomicUsize::new(0), AtomicBool::new(false));
        let one = |chunk: usize| -> Result<(), Error> {
            // Once a chunk has failed, for example for lack of room, the others need not be begun.
            if failed.load(Ordering::Relaxed) || watch.cancelled() {
                return Err(Error::Cancelled);
            }
            let draws = store.draws_of(chunk);
            if !store.holds(chunk)? {
                store.keep(chunk, self.batch(chunk)?)?;
                ran.fetch_add(draws, Ordering::Relaxed);
            }
            let finished = done.fetch_add(draws, Ordering::Relaxed) + draws;
            watch.progress(finished, all);
            Ok(())
        };
        let results =
            parallel::each_apart(&missing, |chunk| one(*chunk).inspect_err(|_| failed.store(true, Ordering::Relaxed)));
        // Chunks that were not begun because another failed are no reason of their own.
        let mut errors: Vec<Error> = results.into_iter().filter_map(Result::err).collect();
        let reason = errors.iter().position(|error| *error != Error::Cancelled).unwrap_or(0);
        if errors.is_empty() { Ok(ran.into_inner()) } else { Err(errors.swap_remove(reason)) }
    }

    /// The numbers of a chunk. All its draws are run, also those beyond the last that is asked for: a chunk is then the same
    /// in a longer run.
    fn batch(&self, chunk: usize) -> Result<BatchNumbers, Error> {
        let first = (chunk * CHUNK) as u64;
        let parameters = self.model.plan.parameters();
        let sample = parameters.sample(self.settings.seed, self.settings.sampling, first..first + CHUNK as u64)?;
        let rows = sample.outer_iter().map(|row| Lanes(std::array::from_fn(|lane| row[lane]))).collect::<Vec<_>>();
        let mut draws = Draws::drawn(&self.model.plan, &sample, 0);
        run_batch(self.model, self.plans, self.layout, &mut draws, (first, &rows), self.settings.failed_draws)
    }
}
