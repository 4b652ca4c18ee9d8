//! What it costs to deliver the interventions of a scenario, by payer, on the way through the hot loop.

use super::scenario::ScenarioPlan;
use crate::catalogue::driver::Reaches;
use crate::delivery::{CostPer, PAYERS};
use crate::multistate::lanes::Lanes;

/// People of one sex and age of a cell whom interventions can reach in a year.
pub(crate) struct Reachable<F> {
    /// At the start of the run.
    pub(crate) at_start: f64,
    /// Those that a driver reaches at most, where it is known whom it does.
    pub(crate) of: F,
}

impl ScenarioPlan {
    /// Whether any of its interventions has a cost.
    pub(crate) fn has_costs(&self) -> bool {
        self.interventions.iter().any(|one| !one.costs.is_empty())
    }

    /// Which interventions have no cost, in words.
    pub(crate) fn note_on_costs(&self) -> Option<String> {
        let without: Vec<String> = self
            .interventions
            .iter()
            .enumerate()
            .filter(|(_, one)| one.costs.is_empty())
            .map(|(index, _)| (index + 1).to_string())
            .collect();
        let unknown = if !without.is_empty() {
            format!("no cost of delivery was given for its interventions at the positions {}", without.join(", "))
        } else if !self.ambitions.is_empty() {
            "an ambition does not say how it is met, so it has no cost of delivery".into()
        } else {
            return None;
        };
        Some(format!("{}: {unknown}; delivery_cost leaves it out", self.name))
    }

    /// Pounds its interventions cost over the year that starts at mid-year `year`, for the people of one sex and age of a cell, by
    /// payer.
    #[inline(always)]
    pub(crate) fn delivery<F: Fn(Reaches) -> Lanes>(
        &self,
        prices: &[Lanes],
        cell: usize,
        year: usize,
        people: &Reachable<F>,
    ) -> [Lanes; PAYERS] {
        let mut costs = [Lanes::ZERO; PAYERS];
        for one in self.interventions.iter().filter(|one| one.cells[cell] && one.years.contains(&year)) {
            for cost in &one.costs {
                let reached = match cost.per {
                    CostPer::Year => Lanes::splat(people.at_start / one.people_at_start),
                    CostPer::PersonReached => (people.of)(one.row.reaches) * one.row.part_reached(one.size),
                };
                costs[cost.payer.index()] += reached * prices[cost.price];
            }
        }
        costs
    }
}
