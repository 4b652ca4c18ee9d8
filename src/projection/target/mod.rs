//! "If met": the factor on its lever with which each ambition is met, found in every draw.
//!
//! *Quitting.* While no probability of quitting reaches 1, the people of a scenario are a polynomial in the factor, of one degree
//! for each year of the lever. One pass over all people works out its coefficients around a factor, at the cost of moving
//! some more people under hazards that are worked out anyway; its root is the factor looked for. A lever of more years
//! than [`POWERS`] has a polynomial of higher degree, and another ambition in the scenario moves people too: then the passes go on
//! around the root of the last one.
//!
//! *All others.* Each pass reads the indicator at the factor just tried; the next is chosen by the secant through the last two,
//! kept inside a bracket that every pass makes smaller.

mod pass;
mod quitting;
mod secant;

use super::levers::{AmbitionPlan, Moved, ScenarioPlan};
use super::model::Model;
use super::monte_carlo::Dispatch;
use super::world::World;
use crate::multistate::lanes::{LANES, Lanes};
use crate::outcomes::Measure;
use crate::outcomes::layout::Reached;
use crate::scenario::Target;
use crate::scenario::target::BELOW;
use crate::units::AGES;
use pass::{Pass, look, read};
use quitting::{Quitting, powers};
use secant::Secant;

/// An indicator this near to its target, as a part of it or of 1 if that is more, is on it.
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
    /// The factor the next pass is run with.
    factor: Lanes,
    how: How,
    done: [Option<Reached>; LANES],
}

/// How the next factor is chosen.
enum How {
    Quitting(Quitting),
    Secant([Secant; LANES]),
}

/// What the indicators of a scenario need of a pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    /// The shares of children only.
    Children,
    /// People at mid-year.
    People,
    /// Deaths, days off sick and hazards too.
    Flows,
}

impl Need {
    fn of(plan: &ScenarioPlan) -> Self {
        let flows = |one: &AmbitionPlan| matches!(one.moved, Moved::Absence | Moved::MentalIllness | Moved::Dying(_));
        if plan.ambitions.iter().any(flows) {
            Self::Flows
        } else if plan.ambitions.iter().all(|one| one.moved == Moved::ChildWeight) {
            Self::Children
        } else {
            Self::People
        }
    }

    /// First age that need not be followed.
    const fn ages(self) -> usize {
        match self {
            Self::Children => YEAR_6_UNTIL,
            Self::People | Self::Flows => AGES,
        }
    }
}

/// First age after that of children in Year 6.
const YEAR_6_UNTIL: usize = 12;

/// Solves all ambitions of all scenarios in one batch; scenario 0 of `plans` is the baseline, 1 frozen. Scenarios that need the same
/// of a pass share it.
pub(crate) fn solve(on: &impl Dispatch, model: &Model, world: &World, plans: &[ScenarioPlan]) -> Vec<Vec<Found>> {
    let mut found: Vec<Vec<Found>> = plans.iter().map(|_| Vec::new()).collect();
    for need in [Need::Children, Need::People, Need::Flows] {
        let meant: Vec<usize> =
            (0..plans.len()).filter(|&at| !plans[at].ambitions.is_empty() && Need::of(&plans[at]) == need).collect();
        if meant.is_empty() {
            continue;
        }
        let searches = if need == Need::Flows {
            solve_reading::<true>(on, model, world, plans, &meant, need.ages())
        } else {
            solve_reading::<false>(on, model, world, plans, &meant, need.ages())
        };
        for search in searches {
            found[search.scenario].push(search.result());
        }
    }
    found
}

fn solve_reading<const FLOWS: bool>(
    on: &impl Dispatch,
    model: &Model,
    world: &World,
    plans: &[ScenarioPlan],
    meant: &[usize],
    ages: usize,
) -> Vec<Search> {
    let mut factors: Vec<Vec<Lanes>> = plans.iter().map(|plan| vec![Lanes::ONE; plan.ambitions.len()]).collect();
    let mut searches: Vec<Search> = Vec::new();
    for &scenario in meant {
        for ambition in 0..plans[scenario].ambitions.len() {
            searches.push(Search::new(model, world, &plans[scenario], scenario, ambition));
        }
    }
    for pass in 0..MOST_PASSES {
        let active: Vec<usize> = meant
            .iter()
            .copied()
            .filter(|&index| searches.iter().any(|search| search.scenario == index && !search.is_done()))
            .collect();
        if active.is_empty() {
            break;
        }
        let run = look::<FLOWS>(on, model, world, plans, &factors, &active, ages);
        for search in searches.iter_mut().filter(|search| active.contains(&search.scenario)) {
            let plan = &plans[search.scenario];
            let ambition = &plan.ambitions[search.ambition];
            if pass == 0 {
                // The baseline year's value is the baseline's; what the levers of the scenario do alone counts as trend.
                let base = read(model, world, &run, &plans[0], &[], ambition, 0, ambition.baseline);
                let cities = model.standards.lowest(ambition.ambition.indicator).unwrap_or(f64::NAN);
                search.target = Lanes(base.0.map(|base| ambition.target(base, cities)));
            }
            search.learn(model, world, &run, plan, &factors[search.scenario]);
        }
        for search in &searches {
            factors[search.scenario][search.ambition] = search.factor;
        }
    }
    searches
}

impl Search {
    fn new(model: &Model, world: &World, plan: &ScenarioPlan, scenario: usize, ambition: usize) -> Self {
        let of_quitting = |ambition: &AmbitionPlan| ambition.moved == Moved::Quitting;
        let how = if of_quitting(&plan.ambitions[ambition]) {
            let alone = plan.ambitions.iter().all(of_quitting);
            How::Quitting(Quitting::new(model, world, plan, ambition, alone))
        } else {
            How::Secant([Secant::new(plan.ambitions.len() == 1); LANES])
        };
        Self { scenario, ambition, target: Lanes::ZERO, factor: Lanes::ONE, how, done: [None; LANES] }
    }

    fn is_done(&self) -> bool {
        self.done.iter().all(Option::is_some)
    }

    /// Reads a pass and chooses the next factor.
    fn learn<const FLOWS: bool>(
        &mut self,
        model: &Model,
        world: &World,
        pass: &Pass<FLOWS>,
        plan: &ScenarioPlan,
        factors: &[Lanes],
    ) {
        let ambition = &plan.ambitions[self.ambition];
        let run = pass.firsts[self.scenario];
        if let How::Quitting(quitting) = &mut self.how {
            let mut coefficients = [[Lanes::ZERO; 2]; POWERS + 1];
            for (power, sums) in coefficients.iter_mut().enumerate().take(powers(plan) + 1) {
                *sums = [Measure::ADULTS, Measure::SMOKERS]
                    .map(|measure| pass.record.sum(run + power, measure, ambition.deadline, &ambition.cells));
            }
            quitting.learn(&coefficients, self.target, &mut self.factor, &mut self.done);
            return;
        }
        let read = |year: usize| read(model, world, pass, plan, factors, ambition, run, year);
        let value = read(ambition.deadline);
        let before = (ambition.ambition.target == Target::TrendReversed).then(|| read(ambition.deadline - 1));
        let better_up = ambition.ambition.more_is_better();
        for lane in 0..LANES {
            let How::Secant(secants) = &mut self.how else { return };
            let target = self.target.0[lane];
            let scale = target.abs().max(1.0);
            let mut short = if better_up { target - value.0[lane] } else { value.0[lane] - target };
            if let Some(before) = before {
                // Falling in the last year too.
                short = short.max(value.0[lane] - before.0[lane] * (1.0 - BELOW));
            }
            // Beside another ambition a factor that did may no longer do, and a trend may no longer be enough: those who do not
            // die of one cause die of others.
            let off = match self.done[lane] {
                Some(Reached::ByLever) => short.abs() > TOLERANCE * scale,
                Some(Reached::ByTrend) => short > TOLERANCE * scale,
                Some(Reached::OutOfReach) | None => false,
            };
            if off && plan.ambitions.len() > 1 {
                self.done[lane] = None;
            }
            if self.done[lane].is_some() {
                continue;
            }
            if self.factor.0[lane] >= 1.0 && short <= 0.0 {
                self.done[lane] = Some(Reached::ByTrend);
            } else if self.factor.0[lane] < 1.0 && short.abs() <= TOLERANCE * scale {
                self.done[lane] = Some(Reached::ByLever);
            } else if let Some(next) =
                secants[lane].next(self.factor.0[lane], short, guess(ambition, value.0[lane], target))
            {
                self.factor.0[lane] = next;
            } else if short > 0.0 {
                self.done[lane] = Some(Reached::OutOfReach);
            } else {
                // The bracket is as small as numbers can be.
                self.done[lane] = Some(Reached::ByLever);
            }
        }
    }

    fn result(&self) -> Found {
        let reached = self.done.map(|done| done.unwrap_or(Reached::OutOfReach));
        Found { factor: self.factor, reached }
    }
}

/// A first factor to try: what the target would need if nothing but the lever moved its indicator.
fn guess(ambition: &AmbitionPlan, value: f64, target: f64) -> f64 {
    match ambition.moved {
        Moved::Activity | Moved::Readiness => (1.0 - target) / (1.0 - value),
        Moved::Drinking | Moved::Admissions | Moved::Dying(_) => target / value,
        _ => 0.75,
    }
}
