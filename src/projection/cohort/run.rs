//! A scenario on its way through the hot loop.

use crate::multistate::lanes::Lanes;
use crate::projection::mental::MentalRun;
use crate::projection::plan::scenario::ScenarioPlan;

/// A scenario with the factors of its ambitions.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ScenarioRun<'a> {
    pub(crate) plan: &'a ScenarioPlan,
    pub(crate) factors: &'a [Lanes],
    /// 0 for the scenario itself. People are a power series in a change of the factor on quitting of their cell; run
    /// `k` of a scenario holds the coefficients of its k-th power and stands behind run `k - 1`.
    pub(crate) power: usize,
    /// What is done about severe mental illness.
    pub(crate) mental_illness: Option<&'a MentalRun>,
    /// Whether it acts on death rates themselves.
    pub(crate) moves_deaths: bool,
    /// Whether its interventions have a cost of delivery.
    pub(crate) has_costs: bool,
}

impl<'a> ScenarioRun<'a> {
    /// A scenario with its factors, or the coefficients of a power of it.
    pub(crate) fn new(
        plan: &'a ScenarioPlan,
        factors: &'a [Lanes],
        power: usize,
        mental_illness: Option<&'a MentalRun>,
    ) -> Self {
        Self { plan, factors, power, mental_illness, moves_deaths: plan.moves_deaths(), has_costs: plan.has_costs() }
    }
}
