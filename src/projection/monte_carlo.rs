//! Draws in parallel: ranges of eight draws, each sampled, run and kept by itself.

use super::cohort::run::ScenarioRun;
use super::engine::{Cohorts, Engine, Runs};
use super::mental::MentalRun;
use super::model::Model;
use super::plan::scenario::ScenarioPlan;
use super::settings::Settings;
use super::solve::search::solve;
use super::solve::{Found, mental_run};
use super::tally::full::FullTally;
use super::tally::kind::Kind;
use super::world::World;
use crate::draws::Draws;
use crate::error::Error;
use crate::multistate::kernel::{Batch, Processor};
use crate::multistate::lanes::Lanes;
use crate::outcomes::layout::Layout;
use crate::outcomes::store::Store;
use crate::parallel;
use crate::run_folder::{Part, RANGE};
use crate::units::AGES;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// The numbers of one batch in the order of the layout.
pub(crate) type BatchNumbers = Vec<Lanes>;

/// The search for the factors of ambitions and the run of every cell, of one batch.
pub(super) struct Work<'a> {
    pub(super) model: &'a Model,
    pub(super) world: &'a World,
    pub(super) plans: &'a [ScenarioPlan],
    pub(super) layout: &'a Layout,
}

impl Work<'_> {
    /// The numbers of the batch but for ambitions and parameters, and what was found for each ambition.
    pub(super) fn run(self, on: Processor) -> (BatchNumbers, Vec<Vec<Found>>) {
        let (model, world) = (self.model, self.world);
        let found = solve(on, model, world, self.plans);
        let factors: Vec<Vec<Lanes>> =
            found.iter().map(|ambitions| ambitions.iter().map(|one| one.factor).collect()).collect();
        let mental: Vec<Option<MentalRun>> =
            self.plans.iter().zip(&factors).map(|(plan, factors)| mental_run(model, world, plan, factors)).collect();
        let runs: Vec<ScenarioRun<'_>> = self
            .plans
            .iter()
            .zip(&factors)
            .zip(&mental)
            .map(|((plan, factors), mental)| ScenarioRun::new(plan, factors, 0, mental.as_ref()))
            .collect();
        let mut tally = Kind::Full(FullTally::new(model, world, self.layout));
        let of = Runs { model, world, scenarios: &runs, years: model.years, ages: AGES };
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
    model: &Model,
    plans: &[ScenarioPlan],
    layout: &Layout,
    draws: &mut Draws<'_>,
    parameters: &[Lanes],
) -> Result<BatchNumbers, Error> {
    let world = model.world(draws)?;
    let (mut numbers, found) = Work { model, world: &world, plans, layout }.run(Processor::best());
    for (index, one) in found.iter().flatten().enumerate() {
        let place = layout.ambition_at(index);
        numbers[place] = one.factor;
        numbers[place + 1] = Lanes(one.reached.map(crate::outcomes::layout::Reached::code));
    }
    for (index, value) in parameters.iter().enumerate() {
        numbers[layout.parameter_at(index)] = *value;
    }
    numbers[layout.unreachable_years_at()] = world.london.unreachable_years;
    Ok(numbers)
}

/// What the runner asks of its caller between batches.
pub(crate) trait Watch: Sync {
    /// Draws finished so far, out of all.
    fn progress(&self, done: usize, all: usize);
    /// Whether to stop.
    fn cancelled(&self) -> bool;
}

/// Runs the draws of a projection, range by range.
pub(crate) struct Runner<'a> {
    pub(crate) model: &'a Model,
    pub(crate) plans: &'a [ScenarioPlan],
    pub(crate) layout: &'a Layout,
    pub(crate) settings: &'a Settings,
}

impl Runner<'_> {
    /// Runs what a store lacks of a part, every range a task of its own; returns how many draws were run.
    ///
    /// # Errors
    /// If the store cannot be written or holds what it must not, a batch cannot be run, or `watch` stops it. What is
    /// finished by then stays in the store.
    pub(crate) fn run(&self, store: &Store, part: Part, watch: &dyn Watch) -> Result<usize, Error> {
        let all = part.draws_of(store.draws());
        let missing = store.missing(part)?;
        let to_run: usize = missing.iter().map(|range| store.draws_of(*range)).sum();
        if to_run < all {
            watch.progress(all - to_run, all);
        }
        let (done, ran, failed) = (AtomicUsize::new(all - to_run), AtomicUsize::new(0), AtomicBool::new(false));
        let one = |range: usize| -> Result<(), Error> {
            // Once a range has failed, for example for lack of room, the others need not be begun.
            if failed.load(Ordering::Relaxed) || watch.cancelled() {
                return Err(Error::Cancelled);
            }
            let draws = store.draws_of(range);
            if !store.holds(range)? {
                store.keep(range, self.batch(range)?)?;
                ran.fetch_add(draws, Ordering::Relaxed);
            }
            let finished = done.fetch_add(draws, Ordering::Relaxed) + draws;
            watch.progress(finished, all);
            Ok(())
        };
        let results =
            parallel::each_apart(&missing, |range| one(*range).inspect_err(|_| failed.store(true, Ordering::Relaxed)));
        // Ranges that were not begun because another failed are no reason of their own.
        let mut errors: Vec<Error> = results.into_iter().filter_map(Result::err).collect();
        let reason = errors.iter().position(|error| *error != Error::Cancelled).unwrap_or(0);
        if errors.is_empty() { Ok(ran.into_inner()) } else { Err(errors.swap_remove(reason)) }
    }

    /// The numbers of a range. All its draws are run, also those beyond the last that is asked for: a range is then the same
    /// in a longer run.
    fn batch(&self, range: usize) -> Result<BatchNumbers, Error> {
        let first = (range * RANGE) as u64;
        let parameters = self.model.plan.parameters();
        let sample = parameters.sample(self.settings.seed, self.settings.sampling, first..first + RANGE as u64);
        let rows = sample.outer_iter().map(|row| Lanes(std::array::from_fn(|lane| row[lane]))).collect::<Vec<_>>();
        run_batch(self.model, self.plans, self.layout, &mut Draws::drawn(&self.model.plan, &sample, 0), &rows)
    }
}
