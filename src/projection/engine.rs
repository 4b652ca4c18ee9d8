//! What works out what happens to people, and tells a tally of it.

use super::cohort::cell::CellRun;
use super::cohort::run::ScenarioRun;
use super::cohort::scratch::Scratch;
use super::model::Model;
use super::tally::Tally;
use super::world::World;
use crate::multistate::kernel::{Batch, dispatch};

/// An engine: it takes the people of every area and quintile through the years in all runs, the first of which is the baseline, and
/// tells a tally. The cohort engine moves expected numbers; one that follows persons would tell the same tally.
pub(crate) trait Engine {
    /// Runs so many years; ages from `ages` on need not be followed.
    fn run<T: Tally>(&self, of: &Runs<'_>, tally: &mut T);
}

/// What an engine is asked to run.
#[derive(Clone, Copy)]
pub(crate) struct Runs<'a> {
    pub(crate) model: &'a Model,
    pub(crate) world: &'a World,
    pub(crate) scenarios: &'a [ScenarioRun<'a>],
    /// Mid-years to go beyond the start.
    pub(crate) years: usize,
    /// First age that is left as it is: [`AGES`](crate::units::AGES) if everybody is followed.
    pub(crate) ages: usize,
}

/// With which instruction set the hot parts run.
pub(crate) trait Dispatch {
    /// Runs a batch.
    fn dispatch<B: Batch>(&self, batch: B) -> B::Output;
}

/// The best the processor has.
pub(crate) struct Best;

impl Dispatch for Best {
    fn dispatch<B: Batch>(&self, batch: B) -> B::Output {
        dispatch(batch)
    }
}

/// The cohort engine, on an instruction set.
pub(crate) struct Cohorts<'a, D>(pub(crate) &'a D);

impl<D: Dispatch> Engine for Cohorts<'_, D> {
    fn run<T: Tally>(&self, of: &Runs<'_>, tally: &mut T) {
        self.0.dispatch(AllCells { of: *of, tally });
    }
}

/// Every cell in every scenario, told to a tally.
struct AllCells<'a, T> {
    of: Runs<'a>,
    tally: &'a mut T,
}

impl<T: Tally> Batch for AllCells<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Runs { model, world, scenarios, years, ages } = self.of;
        let mut scratch = Scratch::new(model, scenarios);
        let wants = self.tally.wants();
        for cell in 0..model.demography.cells().len() {
            self.tally.begin_cell(cell);
            CellRun { model, world, scenarios, cell, years, ages, wants }.run(&mut scratch, self.tally);
        }
    }
}
