//! "If met": the factor on its driver with which each ambition is met, found in every draw.
//!
//! *Quitting.* While no probability of quitting reaches 1, the people of a scenario are a polynomial in the factor, of one degree
//! for each year of the ambition. One pass over all people works out its coefficients around a factor, at the cost of moving
//! some more people under hazards that are worked out anyway; its root is the factor looked for. An ambition of more years
//! than [`POWERS`] has a polynomial of higher degree, and another ambition in the scenario moves people too: then the passes go on
//! around the root of the last one.
//!
//! *All others.* Each pass reads the indicator at the factor just tried; the next is chosen by the secant through the last two,
//! kept inside a bracket that every pass makes smaller.

use super::pass::{Of, Pass, look};
use super::quitting::{Quitting, powers};
use super::secant::Secant;
use super::{Found, POWERS, TOLERANCE};
use crate::catalogue::indicator::FirstGuess;
use crate::catalogue::measure::Form;
use crate::catalogue::rows::Catalogue;
use crate::catalogue::target::{Against, BELOW};
use crate::catalogue::{Measure, Timing};
use crate::multistate::kernel::Processor;
use crate::multistate::lanes::{LANES, Lanes};
use crate::outcomes::layout::Reached;
use crate::projection::fitted_model::FittedModel;
use crate::projection::parameter_set::ParameterSet;
use crate::projection::plan::effects::QUITTING;
use crate::projection::plan::scenario::{AmbitionPlan, ScenarioPlan};
use crate::subjects::measure_at;
use crate::units::AGES;

/// Measures that the search for quitting reads.
const READ: [usize; 2] = [measure_at(Measure::ADULTS), measure_at(Measure::SMOKERS)];
/// Passes before a lane counts as out of reach.
const MOST_PASSES: usize = 40;

/// Search for one ambition.
struct Search {
    scenario: usize,
    ambition: usize,
    /// The baseline year's value, known after the first pass, and the lowest of the cities.
    baseline: Lanes,
    cities: f64,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Need {
    /// Deaths, days off sick and hazards too, and not only people at mid-year.
    flows: bool,
    /// First age that need not be followed.
    ages: usize,
}

impl Need {
    fn of(plan: &ScenarioPlan, catalogue: &Catalogue) -> Self {
        let all = plan.ambitions.iter().map(|one| Self::of_one(one, catalogue));
        all.fold(Self { flows: false, ages: 0 }, |all, one| Self {
            flows: all.flows || one.flows,
            ages: all.ages.max(one.ages),
        })
    }

    fn of_one(ambition: &AmbitionPlan, catalogue: &Catalogue) -> Self {
        let Ok(row) = catalogue.measure(ambition.indicator.measure) else { return Self { flows: true, ages: AGES } };
        if row.timing == Timing::Flow || matches!(row.form, Form::Value { .. }) {
            return Self { flows: true, ages: AGES };
        }
        // Those who are counted at the deadline and were born before the start need nobody older.
        let until = |measure: Measure| {
            let (from, until) = catalogue.measure(measure).ok()?.sum()?.ages.bounds();
            until.filter(|_| from >= ambition.deadline)
        };
        let ages = row.formed_from(catalogue).into_iter().map(until);
        Self { flows: false, ages: ages.map(|until| until.unwrap_or(AGES)).max().unwrap_or(AGES) }
    }
}

/// Solves all ambitions of all scenarios in one batch; scenario 0 of `plans` is the baseline, 1 frozen. Scenarios that need the same
/// of a pass share it.
pub(crate) fn solve(on: Processor, model: &FittedModel, set: &ParameterSet, plans: &[ScenarioPlan]) -> Vec<Vec<Found>> {
    let mut found: Vec<Vec<Found>> = plans.iter().map(|_| Vec::new()).collect();
    let of = Of { model, set, plans };
    let needs: Vec<Option<Need>> =
        plans.iter().map(|plan| (!plan.ambitions.is_empty()).then(|| Need::of(plan, &model.catalogue))).collect();
    let mut kinds: Vec<Need> = needs.iter().flatten().copied().collect();
    kinds.sort_unstable();
    kinds.dedup();
    for need in kinds {
        let alike: Vec<usize> = (0..plans.len()).filter(|&at| needs[at] == Some(need)).collect();
        for search in solve_together(on, &of, &alike, need) {
            found[search.scenario].push(search.result());
        }
    }
    found
}

fn solve_together(on: Processor, of: &Of<'_>, alike: &[usize], need: Need) -> Vec<Search> {
    let plans = of.plans;
    let mut factors: Vec<Vec<Lanes>> = plans.iter().map(|plan| vec![Lanes::ONE; plan.ambitions.len()]).collect();
    let mut searches: Vec<Search> = Vec::new();
    for &scenario in alike {
        for ambition in 0..plans[scenario].ambitions.len() {
            searches.push(Search::new(of, scenario, ambition));
        }
    }
    for pass in 0..MOST_PASSES {
        let active: Vec<usize> = alike
            .iter()
            .copied()
            .filter(|&index| searches.iter().any(|search| search.scenario == index && !search.is_done()))
            .collect();
        if active.is_empty() {
            break;
        }
        let run = look(on, of, &factors, &active, need.flows, need.ages);
        for search in searches.iter_mut().filter(|search| active.contains(&search.scenario)) {
            if pass == 0 {
                // The baseline year's value is the baseline's; what the interventions of the scenario do alone counts as trend.
                let ambition = &plans[search.scenario].ambitions[search.ambition];
                search.baseline = run.read(of, 0, &[], ambition, ambition.baseline);
            }
            search.learn(of, &run, &factors[search.scenario]);
        }
        for search in &searches {
            factors[search.scenario][search.ambition] = search.factor;
        }
    }
    searches
}

impl Search {
    fn new(of: &Of<'_>, scenario: usize, ambition: usize) -> Self {
        let plan = &of.plans[scenario];
        let of_quitting = |ambition: &AmbitionPlan| ambition.driver == QUITTING;
        let how = if of_quitting(&plan.ambitions[ambition]) {
            let alone = plan.ambitions.iter().all(of_quitting);
            How::Quitting(Quitting::new(of.model, of.set, plan, ambition, alone))
        } else {
            How::Secant([Secant::new(plan.ambitions.len() == 1); LANES])
        };
        let cities = of.model.standards.lowest(plan.ambitions[ambition].ambition.indicator).unwrap_or(f64::NAN);
        Self { scenario, ambition, baseline: Lanes::ZERO, cities, factor: Lanes::ONE, how, done: [None; LANES] }
    }

    fn is_done(&self) -> bool {
        self.done.iter().all(Option::is_some)
    }

    /// What a draw is held against.
    fn against(&self, ambition: &AmbitionPlan, before: f64, lane: usize) -> Against {
        Against {
            more_is_better: ambition.indicator.more_is_better,
            baseline: self.baseline.0[lane],
            before,
            cities: self.cities,
        }
    }

    /// Reads a pass and chooses the next factor.
    fn learn(&mut self, of: &Of<'_>, pass: &Pass, factors: &[Lanes]) {
        let plan = &of.plans[self.scenario];
        let ambition = &plan.ambitions[self.ambition];
        let target = ambition.ambition.target;
        let aims = Lanes(std::array::from_fn(|lane| {
            let against = self.against(ambition, f64::NAN, lane);
            // Where the target has to be fallen below, a little further.
            target.aim_below(against, BELOW)
        }));
        if let How::Quitting(quitting) = &mut self.how {
            let mut coefficients = [[Lanes::ZERO; 2]; POWERS + 1];
            let run = pass.firsts[self.scenario];
            for (power, sums) in coefficients.iter_mut().enumerate().take(powers(plan) + 1) {
                *sums = READ.map(|stock| pass.tally.stock_sum(run + power, stock, ambition.deadline, &ambition.cells));
            }
            quitting.learn(&coefficients, aims, &mut self.factor, &mut self.done);
            return;
        }
        let read = |year: usize| pass.read(of, self.scenario, factors, ambition, year);
        let value = read(ambition.deadline);
        let before = target.needs_the_year_before().then(|| read(ambition.deadline - 1));
        for lane in 0..LANES {
            let against = self.against(ambition, before.map_or(f64::NAN, |before| before.0[lane]), lane);
            let How::Secant(secants) = &mut self.how else { return };
            let scale = aims.0[lane].abs().max(1.0);
            let short = target.shortfall(value.0[lane], against, BELOW);
            // Beside another ambition a factor that did may no longer do, and a trend may no longer be enough: those who do not
            // die of one cause die of others.
            let off = match self.done[lane] {
                Some(Reached::ByFactor) => short.abs() > TOLERANCE * scale,
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
                self.done[lane] = Some(Reached::ByFactor);
            } else if let Some(next) =
                secants[lane].next(self.factor.0[lane], short, guess(ambition, value.0[lane], aims.0[lane]))
            {
                self.factor.0[lane] = next;
            } else if short > 0.0 {
                self.done[lane] = Some(Reached::OutOfReach);
            } else {
                // The bracket is as small as numbers can be.
                self.done[lane] = Some(Reached::ByFactor);
            }
        }
    }

    fn result(&self) -> Found {
        let reached = self.done.map(|done| done.unwrap_or(Reached::OutOfReach));
        Found { factor: self.factor, reached }
    }
}

/// A first factor to try: what the target would need if nothing but the driver moved its indicator.
fn guess(ambition: &AmbitionPlan, value: f64, target: f64) -> f64 {
    match ambition.indicator.first_guess {
        FirstGuess::ShareLeft => (1.0 - target) / (1.0 - value),
        FirstGuess::InProportion => target / value,
        FirstGuess::ThreeQuarters => 0.75,
    }
}
