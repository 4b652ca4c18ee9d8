//! Scenarios: named sets of ambitions and interventions with their timing. Plain data, checked when a projection is built.

mod ambition;
pub(crate) mod built_in;
mod intervention;
mod pathway;

pub use crate::catalogue::{Driver, Effect, Indicator, Target};
pub use crate::component::Group;
pub use crate::delivery::{CostPer, DeliveryCost, Payer};
pub use ambition::{AfterDeadline, Ambition, Trajectory};
pub use intervention::Intervention;

use serde::{Deserialize, Serialize};

/// Name of the present trend in results.
pub const BASELINE: &str = "baseline";
/// Name of the comparator whose exposures stay at the start year's level.
pub const FROZEN: &str = "frozen";

/// A named set of ambitions and interventions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Scenario {
    /// Its name in results.
    pub name: String,
    /// Targets to be met.
    #[serde(default)]
    pub ambitions: Vec<Ambition>,
    /// Things done, whatever they reach.
    #[serde(default)]
    pub interventions: Vec<Intervention>,
}

impl Scenario {
    /// A scenario in which nothing is done yet.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ambitions: Vec::new(), interventions: Vec::new() }
    }

    /// The same with an ambition more.
    #[must_use]
    pub fn with(mut self, ambition: Ambition) -> Self {
        self.ambitions.push(ambition);
        self
    }

    /// The same with an intervention more.
    #[must_use]
    pub fn doing(mut self, intervention: Intervention) -> Self {
        self.interventions.push(intervention);
        self
    }
}
