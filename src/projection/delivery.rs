//! What it costs to deliver the levers of a scenario, by payer, on the way through the hot loop.

use super::levers::ScenarioPlan;
use crate::estimate::Estimate;
use crate::multistate::lanes::Lanes;
use crate::scenario::{CostPer, LeverKind, Payer};

/// Number of payers.
pub(crate) const DELIVERY_PAYERS: usize = Payer::ALL.len();

/// A cost that is a parameter of the run.
#[derive(Debug, Clone)]
pub(crate) struct Price {
    pub(crate) name: String,
    pub(crate) pounds: Estimate,
}

/// A cost of a lever.
#[derive(Debug, Clone)]
pub(super) struct CostPlan {
    pub(super) payer: Payer,
    pub(super) per: CostPer,
    /// Place among the prices of the run.
    pub(super) price: usize,
}

/// People of one sex and age of a cell whom levers can reach in a year.
#[derive(Debug)]
pub(super) struct Reachable {
    /// At the start of the run.
    pub(super) at_start: f64,
    /// Smokers who use stop-smoking services at today's reach.
    pub(super) service_users: Lanes,
    /// Those who are not active in the baseline.
    pub(super) not_active: Lanes,
    /// Those with severe mental illness.
    pub(super) with_mental_illness: Lanes,
}

impl ScenarioPlan {
    /// Whether any of its levers has a cost.
    pub(super) fn has_costs(&self) -> bool {
        self.levers.iter().any(|lever| !lever.costs.is_empty())
    }

    /// Which levers have no cost, in words.
    pub(super) fn note_on_costs(&self) -> Option<String> {
        let without: Vec<String> = self
            .levers
            .iter()
            .enumerate()
            .filter(|(_, lever)| lever.costs.is_empty())
            .map(|(place, _)| (place + 1).to_string())
            .collect();
        let unknown = if !without.is_empty() {
            format!("no cost of delivery was given for its levers in the places {}", without.join(", "))
        } else if !self.ambitions.is_empty() {
            "an ambition does not say how it is met, so it has no cost of delivery".into()
        } else {
            return None;
        };
        Some(format!("{}: {unknown}; delivery_cost leaves it out", self.name))
    }

    /// Pounds its levers cost over the year that starts at mid-year `year`, for the people of one sex and age of a cell, by payer.
    #[inline(always)]
    pub(super) fn delivery(
        &self,
        prices: &[Lanes],
        cell: usize,
        year: usize,
        people: &Reachable,
    ) -> [Lanes; DELIVERY_PAYERS] {
        let mut costs = [Lanes::ZERO; DELIVERY_PAYERS];
        for lever in self.levers.iter().filter(|lever| lever.cells[cell] && lever.years.contains(&year)) {
            for cost in &lever.costs {
                let reached = match (cost.per, lever.what) {
                    (CostPer::Year, _) => Lanes::splat(people.at_start / lever.meant_at_start),
                    (_, LeverKind::StopSmokingReach { factor }) => people.service_users * (factor - 1.0),
                    (_, LeverKind::Inactivity { factor }) => people.not_active * (1.0 - factor),
                    (_, LeverKind::ChecksWithMentalIllness { share }) => people.with_mental_illness * share,
                    // Refused when the scenario is resolved.
                    _ => Lanes::ZERO,
                };
                costs[cost.payer.index()] += reached * prices[cost.price];
            }
        }
        costs
    }
}
