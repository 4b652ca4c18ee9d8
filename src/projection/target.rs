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

use super::cohort::CellRun;
use super::levers::{AmbitionPlan, Moved, ScenarioPlan};
use super::mental::MentalRun;
use super::model::Model;
use super::record::IndicatorRecord;
use super::runs::{ScenarioRun, Scratch};
use super::secant::Secant;
use super::world::World;
use crate::multistate::lanes::{LANES, Lanes};
use crate::outcomes::Measure;
use crate::outcomes::layout::Reached;
use crate::scenario::target::BELOW;
use crate::scenario::{Indicator, Target};
use crate::units::AGES;

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

/// What is known of a factor on quitting.
struct Quitting {
    /// The largest with which no probability passes 1.
    most: Lanes,
    /// Factors known to leave too many smokers, and too few.
    low: Lanes,
    high: Lanes,
    /// Whether one pass gives the whole polynomial.
    exact: bool,
}

/// One pass over all people: the runs of the scenarios and where each begins.
struct Pass<const FLOWS: bool> {
    record: IndicatorRecord<FLOWS>,
    /// Place of the frozen comparator among the runs.
    frozen: Option<usize>,
    /// By scenario.
    firsts: Vec<usize>,
}

/// Solves all ambitions of all scenarios in one batch; scenario 0 of `plans` is the baseline, 1 frozen.
#[inline(always)]
pub(crate) fn solve(model: &Model, world: &World, plans: &[ScenarioPlan]) -> Vec<Vec<Found>> {
    let needs_flows =
        |ambition: &AmbitionPlan| matches!(ambition.moved, Moved::Absence | Moved::MentalIllness | Moved::Dying(_));
    if plans.iter().flat_map(|plan| &plan.ambitions).any(needs_flows) {
        solve_reading::<true>(model, world, plans)
    } else {
        solve_reading::<false>(model, world, plans)
    }
}

#[inline(always)]
fn solve_reading<const FLOWS: bool>(model: &Model, world: &World, plans: &[ScenarioPlan]) -> Vec<Vec<Found>> {
    let mut factors: Vec<Vec<Lanes>> = plans.iter().map(|plan| vec![Lanes::ONE; plan.ambitions.len()]).collect();
    let mut searches: Vec<Search> = Vec::new();
    for (scenario, plan) in plans.iter().enumerate() {
        for ambition in 0..plan.ambitions.len() {
            searches.push(Search::new(model, world, plan, scenario, ambition));
        }
    }
    for pass in 0..MOST_PASSES {
        let active: Vec<usize> = (0..plans.len())
            .filter(|&index| searches.iter().any(|search| search.scenario == index && !search.is_done()))
            .collect();
        if active.is_empty() {
            break;
        }
        let run = look::<FLOWS>(model, world, plans, &factors, &active);
        for search in searches.iter_mut().filter(|search| active.contains(&search.scenario)) {
            let plan = &plans[search.scenario];
            let ambition = &plan.ambitions[search.ambition];
            if pass == 0 {
                // The baseline year's value is the baseline's; what the levers of the scenario do alone counts as trend.
                let base = read(model, world, &run, &plans[0], &[], ambition, 0, ambition.baseline);
                let cities = model.standards.lowest(ambition.ambition.indicator).unwrap_or(f64::NAN);
                search.target = Lanes(base.0.map(|base| ambition.target(base, cities)));
            }
            search.learn(model, world, &run, plan, &factors[search.scenario], pass == 0);
        }
        for search in &searches {
            factors[search.scenario][search.ambition] = search.factor;
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

/// One pass over all people.
#[inline(always)]
fn look<const FLOWS: bool>(
    model: &Model,
    world: &World,
    plans: &[ScenarioPlan],
    factors: &[Vec<Lanes>],
    active: &[usize],
) -> Pass<FLOWS> {
    let ambitions = || plans.iter().flat_map(|plan| &plan.ambitions);
    let mental: Vec<Option<MentalRun>> =
        plans.iter().zip(factors).map(|(plan, factors)| world.mental_run(model, plan, factors)).collect();
    let run = |index: usize, power: usize| ScenarioRun {
        plan: &plans[index],
        factors: &factors[index],
        power,
        mental_illness: mental[index].as_ref(),
    };
    // The first run is the baseline's; those of a scenario follow it, power by power.
    let mut runs = vec![run(0, 0)];
    let frozen = ambitions().any(|ambition| ambition.moved == Moved::Absence).then(|| {
        runs.push(run(1, 0));
        runs.len() - 1
    });
    let mut firsts = vec![0; plans.len()];
    for &index in active {
        firsts[index] = runs.len();
        runs.extend((0..=powers(&plans[index])).map(|power| run(index, power)));
    }
    let last = ambitions().map(|ambition| ambition.deadline).max().unwrap_or(0);
    let mut wanted: Vec<usize> = ambitions().flat_map(|one| [one.baseline, one.deadline - 1, one.deadline]).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let cells = model.demography.cells().len();
    let mut scratch = Scratch::new(model, &runs);
    let mut record = IndicatorRecord::new(runs.len(), cells, wanted, last);
    for cell in 0..cells {
        CellRun { model, world, scenarios: &runs, cell, years: last }.run(&mut scratch, &mut record);
    }
    Pass { record, frozen, firsts }
}

/// The indicator of an ambition in a run and year.
#[allow(clippy::too_many_arguments, reason = "what is read, of what, where and when")]
#[inline(always)]
fn read<const FLOWS: bool>(
    model: &Model,
    world: &World,
    pass: &Pass<FLOWS>,
    plan: &ScenarioPlan,
    factors: &[Lanes],
    ambition: &AmbitionPlan,
    run: usize,
    year: usize,
) -> Lanes {
    let record = &pass.record;
    let share = |part: Measure, whole: Measure| {
        record.sum(run, part, year, &ambition.cells) / record.sum(run, whole, year, &ambition.cells)
    };
    let none = Lanes::splat(f64::NAN);
    match ambition.ambition.indicator {
        Indicator::AdultSmoking => share(Measure::Smokers, Measure::Adults),
        Indicator::ChildObesityYear6 => share(Measure::ObeseYear6, Measure::ChildrenYear6),
        Indicator::ChildExcessWeightYear6 => share(Measure::ExcessWeightYear6, Measure::ChildrenYear6),
        Indicator::AdultObesity => share(Measure::ObeseAdults, Measure::Adults),
        Indicator::PhysicallyActive => share(Measure::ActiveAdults, Measure::Adults19),
        Indicator::AlcoholOver14Units => share(Measure::DrinkersOver14Units, Measure::Adults),
        Indicator::SchoolReady => share(Measure::SchoolReadyChildren, Measure::ChildrenReception),
        Indicator::AlcoholAdmissions => world.admissions_among(model, plan, factors, year, &ambition.areas),
        Indicator::AbsenceDays => {
            // Days gained since the start against standing still.
            let mut gained = Lanes::ZERO;
            if let Some(frozen) = pass.frozen {
                for year in 1..=year {
                    gained += record.days(frozen, year, &ambition.cells) - record.days(run, year, &ambition.cells);
                }
            }
            gained
        }
        Indicator::SmiGapSecondaryServices | Indicator::SmiGapGpRegisters => {
            let population = usize::from(ambition.ambition.indicator == Indicator::SmiGapGpRegisters);
            let mental = world.mental_run(model, plan, factors);
            record.life(run, year).map_or(none, |life| world.gaps(&life, year, mental.as_ref())[population][2])
        }
        Indicator::CancerMortality | Indicator::CardiovascularMortality | Indicator::RespiratoryMortality => {
            let killer = match ambition.moved {
                Moved::Dying(killer) => killer,
                _ => 0,
            };
            record.city_rates(run, year, &model.standards.cities).map_or(none, |rates| rates[killer])
        }
    }
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
        let how = if plan.ambitions[ambition].moved == Moved::Quitting {
            let alone = plan.ambitions.iter().all(|ambition| ambition.moved == Moved::Quitting);
            How::Quitting(Quitting {
                most: most_factor(model, world, plan, ambition),
                low: Lanes::ONE,
                high: Lanes::splat(f64::NAN),
                exact: alone && plan.ambitions[ambition].years_until_deadline() <= POWERS,
            })
        } else {
            How::Secant([Secant::NEW; LANES])
        };
        Self { scenario, ambition, target: Lanes::ZERO, factor: Lanes::ONE, how, done: [None; LANES] }
    }

    fn is_done(&self) -> bool {
        self.done.iter().all(Option::is_some)
    }

    /// Reads a pass and chooses the next factor.
    #[inline(always)]
    fn learn<const FLOWS: bool>(
        &mut self,
        model: &Model,
        world: &World,
        pass: &Pass<FLOWS>,
        plan: &ScenarioPlan,
        factors: &[Lanes],
        first: bool,
    ) {
        let ambition = &plan.ambitions[self.ambition];
        let run = pass.firsts[self.scenario];
        if let How::Quitting(quitting) = &mut self.how {
            let mut coefficients = [[Lanes::ZERO; 2]; POWERS + 1];
            for (power, sums) in coefficients.iter_mut().enumerate().take(powers(plan) + 1) {
                *sums = [Measure::Adults, Measure::Smokers]
                    .map(|measure| pass.record.sum(run + power, measure, ambition.deadline, &ambition.cells));
            }
            quitting.learn(&coefficients, self.target, &mut self.factor, &mut self.done, first);
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
            if self.done[lane].is_some() {
                continue;
            }
            if first && short <= 0.0 {
                self.done[lane] = Some(Reached::ByTrend);
            } else if !first && short.abs() <= TOLERANCE * scale {
                self.done[lane] = Some(Reached::ByLever);
            } else if let Some(next) = secants[lane].next(self.factor.0[lane], short) {
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

impl Quitting {
    /// Takes adults and smokers as power series around the factor just tried and chooses the next.
    fn learn(
        &mut self,
        coefficients: &[[Lanes; 2]; POWERS + 1],
        target: Lanes,
        factors: &mut Lanes,
        done: &mut [Option<Reached>; LANES],
        first: bool,
    ) {
        for lane in 0..LANES {
            if done[lane].is_some() {
                continue;
            }
            let target = target.0[lane];
            // Smokers beyond the target's.
            let beyond = coefficients.map(|[adults, smokers]| smokers.0[lane] - target * adults.0[lane]);
            let share = coefficients[0][1].0[lane] / coefficients[0][0].0[lane];
            let (factor, most) = (factors.0[lane], self.most.0[lane]);
            if first && share <= target {
                done[lane] = Some(Reached::ByTrend);
                continue;
            }
            if !first && (share - target).abs() <= TOLERANCE {
                done[lane] = Some(Reached::ByLever);
                continue;
            }
            if beyond[0] > 0.0 {
                self.low.0[lane] = factor
            } else {
                self.high.0[lane] = factor
            }
            // A share of nothing is not reached by quitting, which always leaves some.
            if !(target > 0.0) || (beyond[0] > 0.0 && factor >= most) {
                (factors.0[lane], done[lane]) = (most, Some(Reached::OutOfReach));
                continue;
            }
            let (low, high) = (self.low.0[lane], self.high.0[lane]);
            let highest = if high.is_nan() { most } else { high };
            let next = match root(&beyond, low - factor, highest - factor) {
                Some(change) => factor + change,
                // The series says that even the largest factor does not do; a whole one is right.
                None if self.exact && high.is_nan() => {
                    (factors.0[lane], done[lane]) = (most, Some(Reached::OutOfReach));
                    continue;
                }
                None if high.is_nan() => most,
                None => 0.5 * (low + high),
            };
            factors.0[lane] = next;
            if self.exact {
                done[lane] = Some(Reached::ByLever);
            }
        }
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
