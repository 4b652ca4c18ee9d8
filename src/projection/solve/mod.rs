//! "If met": the factor on its driver with which each ambition is met, found in every draw.

mod pass;
mod quitting;
pub(super) mod search;
mod secant;

use super::fitted_model::FittedModel;
use super::mental::MentalRun;
use super::parameter_set::ParameterSet;
use super::plan::scenario::ScenarioPlan;
use crate::catalogue::Indicator;
use crate::mental_illness::Patients;
use crate::multistate::lanes::{LANES, Lanes};
use crate::outcomes::layout::Reached;

/// An indicator this near to its target, as a part of it or of 1 if that is more, is on it.
const TOLERANCE: f64 = 1e-10;
/// Powers of the change of the factor that a pass works out, beside the power 0.
const POWERS: usize = 5;

/// The factor of one ambition in eight draws.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found {
    pub(crate) factor: Lanes,
    pub(crate) reached: [Reached; LANES],
}

/// What a scenario does about severe mental illness; none if nothing.
pub(super) fn mental_run(
    model: &FittedModel,
    set: &ParameterSet,
    plan: &ScenarioPlan,
    factors: &[Lanes],
) -> Option<MentalRun> {
    let actions = plan.mental_illness(factors, model.years)?;
    let registers = plan.ambitions.iter().any(|one| one.ambition.indicator == Indicator::SMI_GAP_GP_REGISTERS);
    let patients = if registers { Patients::GpRegisters } else { Patients::SecondaryServices };
    Some(set.mental_illness.run(&actions, patients))
}
