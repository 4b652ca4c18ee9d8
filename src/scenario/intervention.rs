//! Interventions: a driver, an effect on it, years, a group, costs.

use crate::catalogue::{Driver, Effect};
use crate::component::Group;
use crate::delivery::DeliveryCost;
use crate::units::Year;
use serde::{Deserialize, Serialize};

/// Something done, whatever it reaches.
///
/// # Examples
/// ```
/// use health_impact::prelude::*;
///
/// let services = Intervention::new(Driver::STOP_SMOKING_REACH, Effect::factor(2.0))
///     .from(Year::new(2016)?)
///     .group(Group::areas(["Barking and Dagenham", "Havering", "Redbridge"]));
/// assert_eq!(services.effect, Effect::Factor(2.0));
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Intervention {
    /// What is moved.
    pub driver: Driver,
    /// How far.
    pub effect: Effect,
    /// First year in which it acts; the year after the start if not given.
    #[serde(default)]
    pub from: Option<Year>,
    /// Last year in which it acts; without one it goes on.
    #[serde(default)]
    pub until: Option<Year>,
    /// On whom it acts.
    #[serde(default)]
    pub group: Group,
    /// What it costs to deliver. Without any, results have no cost of its delivery, and their notes say so.
    #[serde(default)]
    pub costs: Vec<DeliveryCost>,
}

impl Intervention {
    /// An effect on a driver from the year after the start on, for everybody.
    #[must_use]
    pub fn new(driver: Driver, effect: Effect) -> Self {
        Self { driver, effect, from: None, until: None, group: Group::everybody(), costs: Vec::new() }
    }

    /// First year in which it acts.
    #[must_use]
    pub fn from(mut self, year: Year) -> Self {
        self.from = Some(year);
        self
    }

    /// Last year in which it acts.
    #[must_use]
    pub fn until(mut self, year: Year) -> Self {
        self.until = Some(year);
        self
    }

    /// On whom it acts.
    #[must_use]
    pub fn group(mut self, group: Group) -> Self {
        self.group = group;
        self
    }

    /// A cost of delivering it; several may be given, for example of two payers.
    #[must_use]
    pub fn costing(mut self, cost: DeliveryCost) -> Self {
        self.costs.push(cost);
        self
    }
}
