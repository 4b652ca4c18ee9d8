//! Draws in parallel, results in draw order: batches of eight draws, blocks of batches, one block after the other.

use super::cohort::{CellRun, ScenarioRun, Scratch};
use super::levers::ScenarioPlan;
use super::model::Model;
use super::record::FullRecord;
use super::target::{Found, solve};
use super::world::World;
use crate::draws::Draws;
use crate::error::Error;
use crate::multistate::kernel::{Batch, dispatch};
use crate::multistate::lanes::{LANES, Lanes};
use crate::outcomes::layout::Layout;
use crate::outcomes::store::Store;
use crate::sampling::Sampling;

/// The numbers of one batch in the order of the layout.
pub(crate) type BatchNumbers = Vec<Lanes>;

/// The search for the factors of ambitions and the run of every cell, of one batch.
pub(super) struct Work<'a> {
    pub(super) model: &'a Model,
    pub(super) world: &'a World,
    pub(super) plans: &'a [ScenarioPlan],
    pub(super) layout: &'a Layout,
}

impl Batch for Work<'_> {
    type Output = (BatchNumbers, Vec<Vec<Found>>);

    #[inline(always)]
    fn run(self) -> Self::Output {
        let (model, world) = (self.model, self.world);
        let mut scratch = Scratch::new(model, self.plans.len());
        let found = solve(model, world, self.plans);
        let factors: Vec<Vec<Lanes>> =
            found.iter().map(|ambitions| ambitions.iter().map(|one| one.factor).collect()).collect();
        let runs: Vec<ScenarioRun<'_>> =
            self.plans.iter().zip(&factors).map(|(plan, factors)| ScenarioRun { plan, factors, power: 0 }).collect();
        let mut record = FullRecord::new(model, self.layout);
        for cell in 0..model.demography.cells().len() {
            record.begin_cell(cell);
            CellRun { model, world, scenarios: &runs, cell, years: model.years }.run(&mut scratch, &mut record);
        }
        (record.finish(), found)
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
    let (mut numbers, found) = dispatch(Work { model, world: &world, plans, layout });
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

/// Runs all draws of a store that has room for them.
pub(crate) fn run_draws(
    model: &Model,
    plans: &[ScenarioPlan],
    layout: &Layout,
    (seed, sampling): (u64, Sampling),
    store: &mut Store,
    watch: &dyn Watch,
) -> Result<(), Error> {
    let done = std::sync::atomic::AtomicUsize::new(0);
    for block in 0..store.blocks() {
        let draws = store.block(block);
        let sample = model.plan.parameters().sample(seed, sampling, draws.start as u64..draws.end as u64);
        let starts: Vec<usize> = (0..draws.len()).step_by(LANES).collect();
        let one = |first: usize| -> Result<BatchNumbers, Error> {
            if watch.cancelled() {
                return Err(Error::Cancelled);
            }
            let parameters: Vec<Lanes> = (0..sample.nrows())
                .map(|row| Lanes(std::array::from_fn(|lane| sample[[row, (first + lane).min(draws.len() - 1)]])))
                .collect();
            let mut asked = Draws::drawn(&model.plan, &sample, first);
            let numbers = run_batch(model, plans, layout, &mut asked, &parameters)?;
            let width = LANES.min(draws.len() - first);
            let finished = done.fetch_add(width, std::sync::atomic::Ordering::Relaxed) + width;
            watch.progress(finished, store.draws());
            Ok(numbers)
        };
        #[cfg(feature = "parallel")]
        let batches: Result<Vec<BatchNumbers>, Error> = {
            use rayon::iter::{IntoParallelIterator, ParallelIterator};
            starts.into_par_iter().map(one).collect()
        };
        #[cfg(not(feature = "parallel"))]
        let batches: Result<Vec<BatchNumbers>, Error> = starts.into_iter().map(one).collect();
        store.push(block, side_by_side(&batches?, layout.len(), draws.len()))?;
    }
    Ok(())
}

/// Numbers of a block, the draws of each number side by side; padding is dropped.
fn side_by_side(batches: &[BatchNumbers], width: usize, draws: usize) -> Vec<f64> {
    let mut columns = vec![0.0; width * draws];
    for (index, batch) in batches.iter().enumerate() {
        let first = index * LANES;
        let lanes = LANES.min(draws - first);
        for (column, number) in columns.chunks_exact_mut(draws).zip(batch) {
            column[first..first + lanes].copy_from_slice(&number.0[..lanes]);
        }
    }
    columns
}
