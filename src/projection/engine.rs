//! What works out what happens to people, and tells a tally of it.

use super::cohort::cell::CellRun;
use super::cohort::run::ScenarioRun;
use super::cohort::scratch::Scratch;
use super::fitted_model::FittedModel;
use super::parameter_set::ParameterSet;
use super::tally::Tally;
use crate::multistate::kernel::{Batch, Processor};

/// An engine: it takes the people of every area and quintile through the years in all runs, the first of which is the baseline, and
/// tells a tally. The cohort engine moves expected numbers; one that follows persons would tell the same tally.
pub(crate) trait Engine {
    /// Runs so many years; ages from `ages` on need not be followed.
    fn run<T: Tally>(&self, of: &Runs<'_>, tally: &mut T);
}

/// What an engine is asked to run.
#[derive(Clone, Copy)]
pub(crate) struct Runs<'a> {
    pub(crate) model: &'a FittedModel,
    pub(crate) set: &'a ParameterSet,
    pub(crate) scenarios: &'a [ScenarioRun<'a>],
    /// Mid-years to go beyond the start.
    pub(crate) years: usize,
    /// First age that is left as it is: [`AGES`](crate::units::AGES) if everybody is followed.
    pub(crate) ages: usize,
}

/// The cohort engine, on an instruction set.
pub(crate) struct Cohorts(pub(crate) Processor);

impl Engine for Cohorts {
    fn run<T: Tally>(&self, of: &Runs<'_>, tally: &mut T) {
        let Runs { model, set, scenarios, years, ages } = *of;
        let mut scratch = Scratch::new(model, scenarios);
        let wants = tally.wants();
        for cell in 0..model.demography.cells().len() {
            self.0.run(BeginCell { tally, cell });
            CellRun { on: self.0, model, set, scenarios, cell, years, ages, wants }.run(&mut scratch, tally);
        }
    }
}

/// A cell begins.
struct BeginCell<'a, T> {
    tally: &'a mut T,
    cell: usize,
}

impl<T: Tally> Batch for BeginCell<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        self.tally.begin_cell(self.cell);
    }
}
