//! The hot loop: the people of one area and quintile through the years, in every scenario at once, eight draws side
//! by side.
//!
//! What all scenarios share (hazards, survival) is worked out once from the baseline's own people; each scenario then
//! runs the same code with its own factors, so that a scenario that changes nothing gives the baseline's bits.

use super::deaths::{Deaths, Rates, deaths, group};
use super::levers::{Change, ScenarioPlan};
use super::model::{Model, ROWS};
use super::world::World;
use crate::exposure::smoking::chain::{MoveRates, States, advance, fill, fill_quit, fill_start};
use crate::exposure::smoking::hazard::{Exposed, Hazards, per_mean_risk};
use crate::exposure::smoking::risk::{RISKS, risk_band};
use crate::exposure::smoking::states::{CURRENT, NEVER, STATES};
use crate::mortality::CAUSES;
use crate::mortality::trend::broad_band;
use crate::multistate::lanes::Lanes;
use crate::multistate::survival::mean_survival;
use crate::population::demography::MOTHERS;
use crate::population::stratum::QUINTILES;
use crate::units::AGES;

/// A scenario with the factors of its ambitions.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ScenarioRun<'a> {
    pub(crate) plan: &'a ScenarioPlan,
    pub(crate) factors: &'a [Lanes],
}

/// Where a number belongs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At {
    pub(crate) cell: usize,
    pub(crate) sex: usize,
    pub(crate) age: usize,
    /// Mid-years since the start; for a flow, those of the end of its year.
    pub(crate) year: usize,
    pub(crate) scenario: usize,
}

/// Takes down what happens.
pub(crate) trait Recorder {
    /// Whether deaths and life expectancy are wanted; without them the loop only moves people.
    const FULL: bool;

    /// People at mid-year, the smokers among them, and the deaths they would have in a year at the rates of mid-year.
    fn stock(&mut self, at: At, people: Lanes, smokers: Lanes, expected_deaths: Lanes);
    /// Person-years lived, their utility, deaths and quits over the year.
    fn flow(&mut self, at: At, person_years: Lanes, utility: f64, deaths: &Deaths, quits: Option<Lanes>);
    /// Births over the year.
    fn births(&mut self, at: At, births: Lanes);
    /// A mid-year of one sex is done and, unless it is the last, the year after it.
    fn end_of_year(&mut self, cell: usize, sex: usize, year: usize, last: bool);
}

/// Room for one cell, reused from cell to cell.
#[derive(Debug)]
pub(crate) struct Scratch {
    /// People by scenario, sex, age.
    people: Vec<States>,
    /// Shares at the start by sex, age: what the frozen comparator keeps.
    frozen: Vec<States>,
    /// Probabilities of the moves of the scenario in hand.
    moves: Vec<Lanes>,
    changes: Vec<Change>,
    births: Vec<Lanes>,
}

impl Scratch {
    /// Room for so many scenarios.
    pub(crate) fn new(model: &Model, scenarios: usize) -> Self {
        let arcs = model.moves.structure().arcs();
        Self {
            people: vec![[Lanes::ZERO; STATES]; scenarios * 2 * AGES],
            frozen: vec![[Lanes::ZERO; STATES]; 2 * AGES],
            moves: vec![Lanes::ZERO; arcs],
            changes: Vec::with_capacity(scenarios),
            births: vec![Lanes::ZERO; scenarios],
        }
    }
}

/// One cell in every scenario; scenario 0 is the baseline.
pub(crate) struct CellRun<'a> {
    pub(crate) model: &'a Model,
    pub(crate) world: &'a World,
    pub(crate) scenarios: &'a [ScenarioRun<'a>],
    pub(crate) cell: usize,
    /// Mid-years to go beyond the start.
    pub(crate) years: usize,
}

impl CellRun<'_> {
    /// Runs the cell from the start to the last year.
    #[inline(always)]
    pub(crate) fn run<R: Recorder>(&self, scratch: &mut Scratch, recorder: &mut R) {
        self.begin(scratch);
        for year in 0..=self.years {
            scratch.changes.clear();
            if year < self.years {
                for scenario in self.scenarios {
                    scratch.changes.push(scenario.plan.change(scenario.factors, self.cell, year));
                }
            }
            for births in &mut scratch.births {
                *births = Lanes::ZERO;
            }
            // Women first: their births are needed for the newborn of both sexes.
            for sex in [1, 0] {
                self.year(scratch, recorder, sex, year);
            }
        }
    }

    /// The people of the start, the same in every scenario.
    #[inline(always)]
    fn begin(&self, scratch: &mut Scratch) {
        let persons = self.model.demography.persons();
        for sex in 0..2 {
            for age in 0..AGES {
                let current = self.world.cells.current[(self.cell * 2 + sex) * AGES + age];
                let london = &self.world.london.stock[sex][age];
                // Never and former smokers share what is left as in London.
                let rest = (Lanes::ONE - current) / (Lanes::ONE - london[CURRENT]);
                let mut shares = [Lanes::ZERO; STATES];
                for state in 0..STATES {
                    shares[state] = london[state] * rest;
                }
                shares[CURRENT] = current;
                scratch.frozen[sex * AGES + age] = shares;
                let count = persons[[self.cell, sex, age]];
                for scenario in 0..self.scenarios.len() {
                    let people = &mut scratch.people[(scenario * 2 + sex) * AGES + age];
                    for state in 0..STATES {
                        people[state] = shares[state] * count;
                    }
                }
            }
        }
    }

    /// Mid-year, and unless it is the last one the year after it, of one sex.
    #[inline(always)]
    fn year<R: Recorder>(&self, scratch: &mut Scratch, recorder: &mut R, sex: usize, year: usize) {
        let (model, world) = (self.model, self.world);
        let cell = model.demography.cells()[self.cell];
        let quintile = cell.quintile.index();
        let area_factor = model.mortality.area_factors()[[cell.area, sex]];
        let last = year == self.years;
        let order = model.moves.order();
        let scenarios = self.scenarios.len();
        let at = |age: usize, scenario: usize, year: usize| At { cell: self.cell, sex, age, year, scenario };
        // From the oldest down, so that each age can move up into the one just emptied.
        for age in (0..AGES).rev() {
            let base = &scratch.people[sex * AGES + age];
            let exposed = Exposed::of(base, &world.risks);
            let per_person = reciprocal(exposed.all);
            let band = broad_band(age);
            let risk_band = risk_band(age);
            let excess: [Lanes; RISKS] = match risk_band {
                Some(band) => std::array::from_fn(|risk| world.risks.excess[risk][sex][band]),
                None => [Lanes::ZERO; RISKS],
            };
            let per_mean = match risk_band {
                Some(_) => per_mean_risk(&exposed, per_person, &excess, &world.risks),
                None => [Lanes::ONE; RISKS],
            };
            if R::FULL {
                let table = (sex * QUINTILES + quintile) * AGES + age;
                let table = &model.mid_rates[table * CAUSES..(table + 1) * CAUSES];
                let rates = Rates::of(table, area_factor, &world.mid_factors[year], sex, band);
                let by_state = match risk_band {
                    Some(_) => Hazards::share_out(&rates.risks, rates.rest, &per_mean, &excess, &world.risks)
                        .by_state(&world.risks),
                    None => [rates.all(); STATES],
                };
                for scenario in 0..scenarios {
                    let people = &scratch.people[(scenario * 2 + sex) * AGES + age];
                    let (mut all, mut expected) = (Lanes::ZERO, Lanes::ZERO);
                    for &state in order {
                        all += people[state];
                        expected += people[state] * by_state[state];
                    }
                    recorder.stock(at(age, scenario, year), all, people[CURRENT], expected);
                }
            } else {
                for scenario in 0..scenarios {
                    let people = &scratch.people[(scenario * 2 + sex) * AGES + age];
                    let mut all = Lanes::ZERO;
                    for &state in order {
                        all += people[state];
                    }
                    recorder.stock(at(age, scenario, year), all, people[CURRENT], Lanes::ZERO);
                }
            }
            if last {
                continue;
            }
            if sex == 1 && MOTHERS.contains(&age) {
                let fertility = model.flows.fertility()[[year, cell.area, age - MOTHERS.start]];
                for scenario in 0..scenarios {
                    let women = &scratch.people[(scenario * 2 + sex) * AGES + age];
                    for &state in order {
                        scratch.births[scenario] += women[state] * fertility;
                    }
                }
            }
            let table = (sex * QUINTILES + quintile) * ROWS + age + 1;
            let table = &model.year_rates[table * CAUSES..(table + 1) * CAUSES];
            let rates = Rates::of(table, area_factor, &world.year_factors[year], sex, band);
            let (lived, survival, never) = if risk_band.is_some() {
                let hazards = Hazards::share_out(&rates.risks, rates.rest, &per_mean, &excess, &world.risks);
                let by_state = hazards.by_state(&world.risks);
                let mut lived = [Lanes::ZERO; STATES];
                let mut survival = [Lanes::ZERO; STATES];
                for &state in order {
                    let hazard = by_state[state];
                    lived[state] = mean_survival(hazard);
                    survival[state] = Lanes::ONE - hazard * lived[state];
                }
                (lived, survival, hazards.never)
            } else {
                let hazard = rates.all();
                let lived = mean_survival(hazard);
                ([lived; STATES], [Lanes::ONE - hazard * lived; STATES], rates.risks)
            };
            let start =
                world.london.start[sex][age] * world.london.start_factor[year] * world.cells.start[self.cell * 2 + sex];
            let quit = world.london.quit[sex][age] * world.london.quit_factor[year];
            let added = model.service.added(sex, age);
            fill(
                &mut scratch.moves,
                &model.moves,
                &survival,
                &MoveRates { start, quit, relapse: world.london.relapse },
            );
            let net = if age == AGES - 1 {
                // The oldest wait for those a year younger; all of them migrate together below.
                0.0
            } else {
                model.flows.net()[[year, self.cell, sex, age + 1]]
            };
            let (come, keep) = if net < 0.0 { (0.0, 1.0 + net) } else { (net, 1.0) };
            // Those who come have the shares of the baseline's people of their new age.
            let mut arrivals = [Lanes::ZERO; STATES];
            for scenario in 0..scenarios {
                let place = (scenario * 2 + sex) * AGES + age;
                let people = &scratch.people[place];
                let change = scratch.changes[scenario];
                let frozen = self.scenarios[scenario].plan.frozen;
                let quit = at_most_one(quit * change.quit + change.reach * added);
                if R::FULL {
                    let mut years = [Lanes::ZERO; STATES];
                    for &state in order {
                        years[state] = people[state] * lived[state];
                    }
                    let years = Exposed::of(&years, &world.risks);
                    let deaths = deaths(&rates, &never, &excess, &years, world);
                    let quits = people[CURRENT] * survival[CURRENT] * quit;
                    let quits = (!frozen).then_some(quits);
                    recorder.flow(at(age, scenario, year + 1), years.all, model.utility[sex][age], &deaths, quits);
                }
                let mut next = [Lanes::ZERO; STATES];
                if frozen {
                    let mut alive = Lanes::ZERO;
                    for &state in order {
                        alive += people[state] * survival[state];
                    }
                    let shares = &scratch.frozen[sex * AGES + (age + 1).min(AGES - 1)];
                    for &state in order {
                        next[state] = shares[state] * alive;
                    }
                } else {
                    fill_quit(&mut scratch.moves, &model.moves, &survival, quit);
                    fill_start(&mut scratch.moves, &model.moves, &survival, at_most_one(start * change.start));
                    advance(&model.moves, &scratch.moves, people, &mut next);
                }
                let up = (scenario * 2 + sex) * AGES + age + 1;
                if age == AGES - 1 {
                    scratch.people[place] = next;
                    continue;
                }
                if age == AGES - 2 {
                    for &state in order {
                        next[state] += scratch.people[up][state];
                    }
                }
                if scenario == 0 {
                    let scale = reciprocal(Exposed::of(&next, &world.risks).all) * come;
                    for &state in order {
                        arrivals[state] = next[state] * scale;
                    }
                }
                let (people, held) = (&mut scratch.people[up], &scratch.frozen[sex * AGES + age + 1]);
                for &state in order {
                    // Those who come to the frozen comparator take its shares, or its smoking would drift with them.
                    let arriving = if frozen { held[state] * come } else { arrivals[state] };
                    people[state] = next[state] * keep + arriving;
                }
            }
        }
        if !last {
            self.newborn(scratch, recorder, sex, year, area_factor, quintile);
        }
        recorder.end_of_year(self.cell, sex, year, last);
    }

    /// Those born within the year and alive at its end.
    #[inline(always)]
    fn newborn<R: Recorder>(
        &self,
        scratch: &mut Scratch,
        recorder: &mut R,
        sex: usize,
        year: usize,
        area_factor: f64,
        quintile: usize,
    ) {
        let (model, world) = (self.model, self.world);
        let boys = model.demography.male_share_at_birth();
        let share = if sex == 0 { boys } else { 1.0 - boys };
        let table = (sex * QUINTILES + quintile) * ROWS;
        let table = &model.year_rates[table * CAUSES..(table + 1) * CAUSES];
        let rates = Rates::of(table, area_factor, &world.year_factors[year], sex, 0);
        let hazard = rates.all();
        let lived = mean_survival(hazard);
        for scenario in 0..self.scenarios.len() {
            let births = scratch.births[scenario] * share;
            let mut states = [Lanes::ZERO; STATES];
            states[NEVER] = births * (Lanes::ONE - hazard * lived);
            scratch.people[(scenario * 2 + sex) * AGES] = states;
            if R::FULL {
                let at = At { cell: self.cell, sex, age: 0, year: year + 1, scenario };
                recorder.births(at, births);
                // The hazard is that of the whole time since birth, half a year on average.
                let mut by_cause = [Lanes::ZERO; RISKS];
                for risk in 0..RISKS {
                    by_cause[risk] = rates.risks[risk] * (births * lived);
                }
                let deaths = group(&rates, &by_cause, Lanes::ZERO, births * lived);
                recorder.flow(at, births * lived * 0.5, model.utility[sex][0], &deaths, Some(Lanes::ZERO));
            }
        }
    }
}

/// One over a number of people, 0 where there is nobody.
#[inline(always)]
fn reciprocal(people: Lanes) -> Lanes {
    let mut per_person = [0.0; crate::multistate::lanes::LANES];
    for (one, all) in per_person.iter_mut().zip(people.0) {
        *one = if all > 0.0 { 1.0 / all } else { 0.0 };
    }
    Lanes(per_person)
}

/// A probability that a lever would push past certainty stays at 1.
#[inline(always)]
fn at_most_one(probability: Lanes) -> Lanes {
    let mut capped = probability;
    for lane in &mut capped.0 {
        *lane = if *lane > 1.0 { 1.0 } else { *lane };
    }
    capped
}
