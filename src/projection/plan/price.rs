//! Costs of interventions as parameters of the run.

use crate::delivery::{CostPer, Payer};
use crate::estimate::Estimate;

/// A cost that is a parameter of the run.
#[derive(Debug, Clone)]
pub(crate) struct Price {
    pub(crate) name: String,
    pub(crate) pounds: Estimate,
}

/// A cost of an intervention.
#[derive(Debug, Clone)]
pub(crate) struct CostPlan {
    pub(crate) payer: Payer,
    pub(crate) per: CostPer,
    /// Index among the prices of the run.
    pub(crate) price: usize,
}
