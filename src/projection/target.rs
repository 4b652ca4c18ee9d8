//! "If met": the factor on quitting with which each ambition is met, found in every draw.
//!
//! While no probability of quitting reaches 1, the people of a scenario are a polynomial in the factor, of one degree
//! for each year of the lever. One pass over all people works out its coefficients around a factor, at the cost of moving
//! some more people under hazards that are worked out anyway; its root is the factor looked for. A lever of more years
//! than [`POWERS`] has a polynomial of higher degree: then the passes go on around the root of the last one.

use super::cohort::CellRun;
use super::levers::{AmbitionPlan, ScenarioPlan};
use super::model::Model;
use super::record::SmokersRecord;
use super::runs::{ScenarioRun, Scratch};
use super::world::World;
use crate::multistate::lanes::{LANES, Lanes};
use crate::outcomes::layout::Reached;
use crate::units::AGES;

/// A share this near to its target is on it.
const TOLERANCE: f64 = 1e-10;
/// Powers of the change of the factor that a pass works out, beside the power 0.
const POWERS: usize = 5;
/// Passes before a lane counts as out of reach.
const MOST_PASSES: usize = 40;

/// The factor of one ambition in eight draws.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found {
    pub(crate) factor: Lanes,
    pub(crate) reached: [Reached; LANES],
}

/// Search for one ambition.
struct Search {
    scenario: usize,
    ambition: usize,
    /// The target has a value after the first pass.
    target: Lanes,
    /// The factor the next pass expands around.
    factor: Lanes,
    /// The largest with which no probability passes 1.
    most: Lanes,
    /// Factors known to leave too many smokers, and too few.
    low: Lanes,
    high: Lanes,
    /// Whether one pass gives the whole polynomial.
    exact: bool,
    done: [Option<Reached>; LANES],
}

/// Solves all ambitions of all scenarios in one batch; scenario 0 of `plans` is the baseline.
#[inline(always)]
pub(crate) fn solve(model: &Model, world: &World, plans: &[ScenarioPlan]) -> Vec<Vec<Found>> {
    let mut factors: Vec<Vec<Lanes>> = plans.iter().map(|plan| vec![Lanes::ONE; plan.ambitions.len()]).collect();
    let mut searches: Vec<Search> = Vec::new();
    for (scenario, plan) in plans.iter().enumerate() {
        for ambition in 0..plan.ambitions.len() {
            searches.push(Search::new(model, world, plan, scenario, ambition));
        }
    }
    let last = plans.iter().flat_map(|plan| plan.ambitions.iter().map(|ambition| ambition.deadline)).max();
    if let Some(last) = last {
        for pass in 0..MOST_PASSES {
            let active: Vec<usize> = (0..plans.len())
                .filter(|&index| searches.iter().any(|search| search.scenario == index && !search.is_done()))
                .collect();
            if active.is_empty() {
                break;
            }
            // The first run is the baseline's; those of a scenario follow it, power by power.
            let mut firsts = Vec::with_capacity(active.len());
            let mut runs = vec![ScenarioRun { plan: &plans[0], factors: &factors[0], power: 0 }];
            for &index in &active {
                firsts.push(runs.len());
                let powers = 0..=powers(&plans[index]);
                runs.extend(powers.map(|power| ScenarioRun { plan: &plans[index], factors: &factors[index], power }));
            }
            let record = expand(model, world, plans, &runs, last);
            for search in searches.iter_mut().filter(|search| active.contains(&search.scenario)) {
                let plan = &plans[search.scenario].ambitions[search.ambition];
                if pass == 0 {
                    // The baseline year's share is the baseline's; what the levers of the scenario do alone counts as trend.
                    let base = record.share(0, plan.baseline, &plan.cells);
                    search.target = Lanes(base.0.map(|share| plan.target(share)));
                }
                let slot = active.iter().position(|&index| index == search.scenario).unwrap_or(0);
                let mut coefficients = [[Lanes::ZERO; 2]; POWERS + 1];
                for (power, sums) in coefficients.iter_mut().enumerate().take(powers(&plans[search.scenario]) + 1) {
                    *sums = record.sums(firsts[slot] + power, plan.deadline, &plan.cells);
                }
                search.learn(&coefficients, pass == 0);
                factors[search.scenario][search.ambition] = search.factor;
            }
        }
    }
    let mut found: Vec<Vec<Found>> = plans.iter().map(|_| Vec::new()).collect();
    for search in searches {
        found[search.scenario].push(search.result());
    }
    found
}

/// Powers that the people of a scenario have by the deadlines of its ambitions, at most [`POWERS`].
fn powers(plan: &ScenarioPlan) -> usize {
    plan.ambitions.iter().map(AmbitionPlan::years_until_deadline).max().unwrap_or(0).min(POWERS)
}

/// One pass over all people, taking down smokers only.
#[inline(always)]
fn expand(
    model: &Model,
    world: &World,
    plans: &[ScenarioPlan],
    runs: &[ScenarioRun<'_>],
    last: usize,
) -> SmokersRecord {
    let cells = model.demography.cells().len();
    let mut scratch = Scratch::new(model, runs.len());
    let mut wanted: Vec<usize> =
        plans.iter().flat_map(|plan| plan.ambitions.iter().flat_map(|one| [one.baseline, one.deadline])).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let mut record = SmokersRecord::new(runs.len(), cells, wanted);
    for cell in 0..cells {
        CellRun { model, world, scenarios: runs, cell, years: last }.run(&mut scratch, &mut record);
    }
    record
}

/// The largest factor with which no probability of quitting passes 1 before the deadline.
#[inline(always)]
fn most_factor(model: &Model, world: &World, plan: &ScenarioPlan, ambition: usize) -> Lanes {
    let ones = vec![Lanes::ONE; plan.ambitions.len()];
    let ambition = &plan.ambitions[ambition];
    let mut most = Lanes::splat(f64::INFINITY);
    for year in (0..ambition.deadline.min(model.years)).filter(|&year| ambition.ramp[year] > 0.0) {
        let mut known = None;
        for cell in (0..ambition.cells.len()).filter(|&cell| ambition.cells[cell]) {
            let change = plan.change(&ones, cell, year);
            // Most cells have the same levers.
            if known.replace(change) == Some(change) {
                continue;
            }
            for sex in 0..2 {
                for age in 0..AGES {
                    let quit = world.london.quit[sex][age] * world.london.quit_factor[year];
                    let now = quit * change.quit + change.reach * model.service.added(sex, age);
                    let slope = quit * change.per_factor;
                    for lane in 0..LANES {
                        if slope.0[lane] > 0.0 && now.0[lane] < 1.0 {
                            most.0[lane] = most.0[lane].min(1.0 + (1.0 - now.0[lane]) / slope.0[lane]);
                        }
                    }
                }
            }
        }
    }
    most
}

impl Search {
    #[inline(always)]
    fn new(model: &Model, world: &World, plan: &ScenarioPlan, scenario: usize, ambition: usize) -> Self {
        Self {
            scenario,
            ambition,
            target: Lanes::ZERO,
            factor: Lanes::ONE,
            most: most_factor(model, world, plan, ambition),
            low: Lanes::ONE,
            high: Lanes::splat(f64::NAN),
            exact: plan.ambitions[ambition].years_until_deadline() <= POWERS,
            done: [None; LANES],
        }
    }

    fn is_done(&self) -> bool {
        self.done.iter().all(Option::is_some)
    }

    /// Takes adults and smokers as power series around the factor just tried and chooses the next.
    fn learn(&mut self, coefficients: &[[Lanes; 2]; POWERS + 1], first: bool) {
        for lane in 0..LANES {
            if self.done[lane].is_some() {
                continue;
            }
            let target = self.target.0[lane];
            // Smokers beyond the target's.
            let beyond = coefficients.map(|[adults, smokers]| smokers.0[lane] - target * adults.0[lane]);
            let share = coefficients[0][1].0[lane] / coefficients[0][0].0[lane];
            let (factor, most) = (self.factor.0[lane], self.most.0[lane]);
            if first && share <= target {
                self.done[lane] = Some(Reached::ByTrend);
                continue;
            }
            if !first && (share - target).abs() <= TOLERANCE {
                self.done[lane] = Some(Reached::ByLever);
                continue;
            }
            if beyond[0] > 0.0 {
                self.low.0[lane] = factor
            } else {
                self.high.0[lane] = factor
            }
            // A share of nothing is not reached by quitting, which always leaves some.
            if !(target > 0.0) || (beyond[0] > 0.0 && factor >= most) {
                (self.factor.0[lane], self.done[lane]) = (most, Some(Reached::OutOfReach));
                continue;
            }
            let (low, high) = (self.low.0[lane], self.high.0[lane]);
            let highest = if high.is_nan() { most } else { high };
            let next = match root(&beyond, low - factor, highest - factor) {
                Some(change) => factor + change,
                // The series says that even the largest factor does not do; a whole one is right.
                None if self.exact && high.is_nan() => {
                    (self.factor.0[lane], self.done[lane]) = (most, Some(Reached::OutOfReach));
                    continue;
                }
                None if high.is_nan() => most,
                None => 0.5 * (low + high),
            };
            self.factor.0[lane] = next;
            if self.exact {
                self.done[lane] = Some(Reached::ByLever);
            }
        }
    }

    fn result(&self) -> Found {
        let reached = self.done.map(|done| done.unwrap_or(Reached::OutOfReach));
        Found { factor: self.factor, reached }
    }
}

/// The root of a power series that falls from above 0 at `low` to below 0 at `high`; `None` if it does not.
///
/// Newton's steps, each kept inside the bracket, which every step makes smaller.
fn root(coefficients: &[f64; POWERS + 1], mut low: f64, mut high: f64) -> Option<f64> {
    let at = |x: f64| {
        let (mut value, mut slope) = (0.0, 0.0);
        for coefficient in coefficients.iter().rev() {
            slope = slope * x + value;
            value = value * x + coefficient;
        }
        (value, slope)
    };
    if !(at(low).0 > 0.0 && at(high).0 <= 0.0) {
        return None;
    }
    let mut x = low.max(0.0).min(high);
    for _ in 0..100 {
        let (value, slope) = at(x);
        if value > 0.0 {
            low = x
        } else {
            high = x
        }
        let newton = x - value / slope;
        let next = if newton > low && newton < high { newton } else { 0.5 * (low + high) };
        if next <= low || next >= high || (next - x).abs() <= f64::EPSILON * (1.0 + x.abs()) {
            return Some(next);
        }
        x = next;
    }
    Some(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_of_a_known_series() {
        // (1 - x / 3) (2 + x + x^2) has its only root at 3.
        let coefficients = [2.0, 1.0 - 2.0 / 3.0, 1.0 - 1.0 / 3.0, -1.0 / 3.0, 0.0, 0.0];
        assert!((root(&coefficients, 0.0, 10.0).unwrap() - 3.0).abs() < 1e-14);
        assert!((root(&coefficients, -1.0, 3.5).unwrap() - 3.0).abs() < 1e-14);
        assert_eq!(root(&coefficients, 0.0, 2.9), None);
        assert_eq!(root(&coefficients, 3.1, 4.0), None);
    }
}
