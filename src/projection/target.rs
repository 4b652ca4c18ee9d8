//! "If met": the factor on quitting with which each ambition is met, found in every draw.

use super::cohort::{CellRun, ScenarioRun, Scratch};
use super::levers::ScenarioPlan;
use super::model::Model;
use super::record::SmokersRecord;
use super::world::World;
use crate::multistate::lanes::{LANES, Lanes};
use crate::outcomes::layout::Reached;
use crate::units::AGES;

/// A share this near to its target is on it.
const TOLERANCE: f64 = 1e-10;
/// Tries before a lane counts as out of reach.
const MOST_TRIES: usize = 40;

/// The factor of one ambition in eight draws.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found {
    pub(crate) factor: Lanes,
    pub(crate) reached: [Reached; LANES],
}

/// Search for one ambition: a bracket for each lane and the next factor to try.
struct Search {
    scenario: usize,
    ambition: usize,
    low: Lanes,
    at_low: Lanes,
    high: Lanes,
    at_high: Lanes,
    next: Lanes,
    most: Lanes,
    target: Lanes,
    done: [Option<Reached>; LANES],
}

/// Solves all ambitions of all scenarios in one batch; scenario 0 of `plans` is the baseline.
#[inline(always)]
pub(crate) fn solve(model: &Model, world: &World, plans: &[ScenarioPlan], scratch: &mut Scratch) -> Vec<Vec<Found>> {
    let none: Vec<Vec<Lanes>> = plans.iter().map(|plan| vec![Lanes::ONE; plan.ambitions.len()]).collect();
    let active: Vec<usize> = (0..plans.len()).filter(|&index| !plans[index].ambitions.is_empty()).collect();
    let mut found: Vec<Vec<Found>> = plans
        .iter()
        .map(|plan| vec![Found { factor: Lanes::ONE, reached: [Reached::ByTrend; LANES] }; plan.ambitions.len()])
        .collect();
    let Some(last) = plans.iter().flat_map(|plan| plan.ambitions.iter().map(|a| a.deadline)).max() else {
        return found;
    };
    let trend = pass(model, world, plans, &active, &none, last, scratch);
    let mut searches = Vec::new();
    for (slot, &scenario) in active.iter().enumerate() {
        for (ambition, plan) in plans[scenario].ambitions.iter().enumerate() {
            // The baseline year's share is the baseline's; what the levers of the scenario do alone counts as trend.
            let base = trend.share(0, plan.baseline, &plan.cells);
            let target = Lanes(base.0.map(|share| plan.target(share)));
            let gap = log_ratio(trend.share(slot + 1, plan.deadline, &plan.cells), target);
            let most = most_factor(model, world, plan.deadline, &plan.ramp);
            searches.push(Search::new(
                scenario,
                ambition,
                gap,
                target,
                most,
                mean_quits(world, plan.deadline, &plan.ramp),
            ));
        }
    }
    for _ in 0..MOST_TRIES {
        if searches.iter().all(Search::is_done) {
            break;
        }
        let mut factors = none.clone();
        for search in &searches {
            factors[search.scenario][search.ambition] = search.next;
        }
        let tried = pass(model, world, plans, &active, &factors, last, scratch);
        for search in &mut searches {
            let plan = &plans[search.scenario].ambitions[search.ambition];
            let slot = active.iter().position(|&index| index == search.scenario).unwrap_or(0);
            search.learn(tried.share(slot + 1, plan.deadline, &plan.cells));
        }
    }
    for search in searches {
        found[search.scenario][search.ambition] = search.result();
    }
    found
}

/// One run of the baseline and the scenarios with ambitions up to the last deadline, smokers only.
#[inline(always)]
fn pass(
    model: &Model,
    world: &World,
    plans: &[ScenarioPlan],
    active: &[usize],
    factors: &[Vec<Lanes>],
    last: usize,
    scratch: &mut Scratch,
) -> SmokersRecord {
    let mut runs = vec![ScenarioRun { plan: &plans[0], factors: &factors[0] }];
    runs.extend(active.iter().map(|&index| ScenarioRun { plan: &plans[index], factors: &factors[index] }));
    let cells = model.demography.cells().len();
    let mut record = SmokersRecord::new(runs.len(), cells, last + 1);
    for cell in 0..cells {
        CellRun { model, world, scenarios: &runs, cell, years: last }.run(scratch, &mut record);
    }
    record
}

/// The largest factor with which no probability of quitting passes 1 before the deadline.
#[inline(always)]
fn most_factor(model: &Model, world: &World, deadline: usize, ramp: &[f64]) -> Lanes {
    let mut most = Lanes::splat(f64::INFINITY);
    for year in (0..deadline.min(model.years)).filter(|&year| ramp[year] > 0.0) {
        for sex in 0..2 {
            for age in 0..AGES {
                let quit = world.london.quit[sex][age] * world.london.quit_factor[year];
                for lane in 0..LANES {
                    if quit.0[lane] > 0.0 {
                        let factor = 1.0 + (1.0 / quit.0[lane] - 1.0) / ramp[year];
                        most.0[lane] = most.0[lane].min(factor);
                    }
                }
            }
        }
    }
    most
}

/// Quitting of a typical smoker summed over the years of the lever: how much one unit of the factor takes off the
/// logarithm of the share, roughly.
#[inline(always)]
fn mean_quits(world: &World, deadline: usize, ramp: &[f64]) -> Lanes {
    let mut sum = Lanes::ZERO;
    for year in 0..deadline {
        for sex in 0..2 {
            for age in [25, 35, 45, 55] {
                sum += world.london.quit[sex][age] * world.london.quit_factor[year] * (ramp[year] / 8.0);
            }
        }
    }
    sum
}

/// Logarithm of a share over its target: nearly a straight line in the factor, so that the secant settles at once.
fn log_ratio(share: Lanes, target: Lanes) -> Lanes {
    Lanes(std::array::from_fn(|lane| libm::log(share.0[lane] / target.0[lane])))
}

impl Search {
    fn new(scenario: usize, ambition: usize, gap: Lanes, target: Lanes, most: Lanes, quits: Lanes) -> Self {
        let mut done = [None; LANES];
        let mut next = Lanes::ONE;
        for lane in 0..LANES {
            if gap.0[lane] <= 0.0 {
                done[lane] = Some(Reached::ByTrend);
            } else if !(target.0[lane] > 0.0) {
                // A share of nothing is not reached by quitting, which always leaves some.
                done[lane] = Some(Reached::OutOfReach);
                next.0[lane] = most.0[lane];
            } else {
                // A poor guess costs tries, not accuracy; those who quit early relapse in part, hence a little more.
                let guess = 1.0 + 1.15 * gap.0[lane] / quits.0[lane];
                next.0[lane] = if guess < most.0[lane] { guess } else { most.0[lane] };
            }
        }
        Self {
            scenario,
            ambition,
            low: Lanes::ONE,
            at_low: gap,
            high: Lanes::splat(f64::NAN),
            at_high: Lanes::splat(f64::NAN),
            next,
            most,
            target,
            done,
        }
    }

    fn is_done(&self) -> bool {
        self.done.iter().all(Option::is_some)
    }

    /// Takes the share at the factor just tried and chooses the next: secant through the bracket's ends or the last two
    /// tries, halved where it would leave the bracket.
    fn learn(&mut self, share: Lanes) {
        let gap = log_ratio(share, self.target);
        for lane in 0..LANES {
            if self.done[lane].is_some() {
                continue;
            }
            let (tried, miss) = (self.next.0[lane], gap.0[lane]);
            if (share.0[lane] - self.target.0[lane]).abs() <= TOLERANCE {
                self.done[lane] = Some(Reached::ByLever);
                continue;
            }
            if miss > 0.0 && tried >= self.most.0[lane] {
                self.done[lane] = Some(Reached::OutOfReach);
                continue;
            }
            let bracketed = !self.high.0[lane].is_nan();
            let (x0, y0) = if miss > 0.0 || !bracketed {
                (self.low.0[lane], self.at_low.0[lane])
            } else {
                (self.high.0[lane], self.at_high.0[lane])
            };
            let secant = tried - miss * (tried - x0) / (miss - y0);
            if miss > 0.0 {
                (self.low.0[lane], self.at_low.0[lane]) = (tried, miss);
            } else {
                (self.high.0[lane], self.at_high.0[lane]) = (tried, miss);
            }
            let (low, high) = (self.low.0[lane], self.high.0[lane]);
            self.next.0[lane] = if high.is_nan() {
                // Nothing above the target's side yet: the secant may go on, but not past what quitting allows.
                if secant > low && secant < self.most.0[lane] { secant } else { self.most.0[lane] }
            } else if secant > low && secant < high {
                secant
            } else {
                0.5 * (low + high)
            };
        }
    }

    fn result(&self) -> Found {
        let reached = self.done.map(|done| done.unwrap_or(Reached::OutOfReach));
        Found { factor: self.next, reached }
    }
}
