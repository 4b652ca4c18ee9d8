//! Scenarios: named sets of ambitions and levers with their timing. Plain data, checked when a projection is built.

mod ambition;
pub(crate) mod built_in;
pub(crate) mod delivery;
mod indicator;
mod lever;
pub(crate) mod target;

pub use ambition::{Afterwards, Ambition, Trajectory};
pub use delivery::{CostPer, DeliveryCost, Payer};
pub use indicator::Indicator;
pub use lever::{Lever, LeverKind};
pub use target::Target;

use crate::population::stratum::Quintile;
use serde::{Deserialize, Serialize};

/// Name of the present trend in results.
pub const BASELINE: &str = "baseline";
/// Name of the comparator whose exposures stay at the start year's level.
pub const FROZEN: &str = "frozen";

/// A named set of ambitions and levers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Its name in results.
    pub name: String,
    /// Targets to be met.
    #[serde(default)]
    pub ambitions: Vec<Ambition>,
    /// Things done, whatever they reach.
    #[serde(default)]
    pub levers: Vec<Lever>,
}

impl Scenario {
    /// A scenario in which nothing is done yet.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ambitions: Vec::new(), levers: Vec::new() }
    }

    /// The same with an ambition more.
    #[must_use]
    pub fn with(mut self, ambition: Ambition) -> Self {
        self.ambitions.push(ambition);
        self
    }

    /// The same with a lever more.
    #[must_use]
    pub fn pull(mut self, lever: Lever) -> Self {
        self.levers.push(lever);
        self
    }
}

/// Who is meant: everybody, or the people of named areas or quintiles.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Among {
    /// Names or codes of areas; empty means all.
    #[serde(default)]
    pub areas: Vec<String>,
    /// Deprivation quintiles; empty means all.
    #[serde(default)]
    pub quintiles: Vec<Quintile>,
}

impl Among {
    /// Everybody.
    #[must_use]
    pub fn everybody() -> Self {
        Self::default()
    }

    /// The people of these areas.
    #[must_use]
    pub fn areas(names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { areas: names.into_iter().map(Into::into).collect(), quintiles: Vec::new() }
    }

    /// The people of these deprivation quintiles.
    #[must_use]
    pub fn quintiles(quintiles: impl IntoIterator<Item = Quintile>) -> Self {
        Self { areas: Vec::new(), quintiles: quintiles.into_iter().collect() }
    }
}
