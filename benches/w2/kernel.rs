//! The work through the crate's kernel: eight draws at a time.

use crate::{AGES, BIRTHS, Draw, Kept, SCENARIOS, YEARS, hazard, position, risk, start};
use health_impact::multistate::Structure;
use health_impact::multistate::kernel::{Batch, dispatch, step, survive_and_move};
use health_impact::multistate::lanes::{LANES, Lanes, one_by_one};
use health_impact::multistate::survival::Survival;

pub(crate) fn run(draws: &[Draw], states: usize) -> Vec<Kept> {
    let structure = structure(states);
    let mut kept = vec![Kept::default(); draws.len() * SCENARIOS.len() * YEARS];
    let mut scratch = Scratch::new(&structure);
    for first in (0..draws.len()).step_by(LANES) {
        dispatch(EightDraws { structure: &structure, draws, first, scratch: &mut scratch, kept: &mut kept });
    }
    kept
}

/// never, current, then former by year since quitting, the last one absorbing.
pub(crate) fn structure(states: usize) -> Structure {
    let names = (0..states).map(|state| format!("state {state}")).collect();
    let mut arcs = vec![(0, 0), (0, 1), (1, 1), (1, 2)];
    for former in 2..states {
        arcs.extend([(former, 1), (former, (former + 1).min(states - 1))]);
    }
    Structure::from_indices(names, &arcs).unwrap()
}

/// Birth cohorts moved together; divides [`YEARS`].
pub(crate) const BLOCK: usize = 5;

/// Relative risks of all draws are below this: the logarithm of the largest would be six standard deviations out.
const LARGEST_RISK: f64 = 4.0;

/// First age of adults.
pub(crate) const ADULT: usize = 18;

/// Sums of one scenario: the years, the end, and room for a block that goes on in the first years.
pub(crate) const SUMS: usize = YEARS + 1 + BLOCK;

/// Blocks of birth cohorts.
pub(crate) const BLOCKS: usize = YEARS / BLOCK;

/// Room for one batch, used again by the next.
///
/// The work goes scenario by scenario, age by age and, within an age, through all years: those aged `age` in year `y` are
/// aged `age + 1` in year `y + 1`, and nothing else links ages. So the people of one age in all years stay in the nearest
/// cache while they grow older, and so do the probabilities of the age while they are used 25 times, instead of the
/// whole population passing through it every year.
pub(crate) struct Scratch {
    /// People of either sex at the start by age and state, and all of them.
    pub(crate) starts: Vec<(Vec<f64>, f64)>,
    /// Hazard of a never smoker by sex and age, and the survival that is exact for all states at it.
    pub(crate) hazards: Vec<(f64, Survival)>,
    /// Share of the first year's relapse by year since quitting.
    declines: Vec<f64>,
    /// Survival by state at one age.
    alive: Vec<Lanes>,
    /// Survival x transition of one sex, by scenario, age and arc.
    probability: Vec<Lanes>,
    /// People at one age, by block of birth cohorts and state, with room for one block more: each block moves into the
    /// room left by the one before. There is one birth cohort for each year; it keeps its slot as it grows older, until
    /// its 25 years are over and the next one takes the slot.
    people: Vec<[Lanes; BLOCK]>,
    /// Sums by scenario and year, the last year being the end.
    pub(crate) totals: Vec<Totals>,
}

/// Sums over ages and sexes at the beginning of a year.
#[derive(Clone, Copy, Default)]
pub(crate) struct Totals {
    children: Lanes,
    adults: Lanes,
    smokers: Lanes,
}

impl Totals {
    #[inline(always)]
    pub(crate) fn add(&mut self, adult: bool, people: Lanes, smokers: Lanes) {
        if adult {
            self.adults += people;
            self.smokers += smokers;
        } else {
            self.children += people;
        }
    }

    pub(crate) fn take(&mut self, other: &mut Self) {
        let other = std::mem::take(other);
        self.children += other.children;
        self.adults += other.adults;
        self.smokers += other.smokers;
    }
}

impl Scratch {
    pub(crate) fn new(structure: &Structure) -> Self {
        let (states, arcs) = (structure.len(), structure.arcs());
        Self {
            starts: (0..AGES)
                .map(|age| start(age, states))
                .map(|people| (people.clone(), people.iter().sum()))
                .collect(),
            hazards: (0..2 * AGES)
                .map(|i| hazard(i / AGES, i % AGES))
                .map(|h| (h, Survival::up_to(h * LARGEST_RISK)))
                .collect(),
            declines: (0..states - 2).map(|j| libm::exp(-0.1 * j as f64)).collect(),
            alive: vec![Lanes::ZERO; states],
            probability: vec![Lanes::ZERO; SCENARIOS.len() * AGES * arcs],
            people: vec![[Lanes::ZERO; BLOCK]; (BLOCKS + 1) * states],
            totals: vec![Totals::default(); SCENARIOS.len() * SUMS],
        }
    }
}

/// What does not depend on sex and age: relative risks by state and the moves of survivors by arc.
pub(crate) struct Parameters {
    pub(crate) risks: Vec<Lanes>,
    /// By whether people start smoking at this age, scenario and arc.
    pub(crate) moves: Vec<Lanes>,
}

pub(crate) struct EightDraws<'a> {
    pub(crate) structure: &'a Structure,
    pub(crate) draws: &'a [Draw],
    pub(crate) first: usize,
    pub(crate) scratch: &'a mut Scratch,
    pub(crate) kept: &'a mut [Kept],
}

impl EightDraws<'_> {
    fn gather(&self, value: impl Fn(&Draw) -> f64) -> Lanes {
        Lanes(std::array::from_fn(|lane| value(&self.draws[(self.first + lane).min(self.draws.len() - 1)])))
    }

    pub(crate) fn parameters(&self) -> Parameters {
        let (states, arcs) = (self.structure.len(), self.structure.arcs());
        let risks = (0..states).map(|state| self.gather(|draw| risk(draw, state, states))).collect();
        let relapse = self.gather(|draw| draw.relapse);
        let relapse: Vec<Lanes> = self.scratch.declines.iter().map(|decline| relapse * *decline).collect();
        let (start, quit) = (self.gather(|draw| draw.start), self.gather(|draw| draw.quit));
        let mut moves = vec![Lanes::ZERO; 2 * SCENARIOS.len() * arcs];
        for (block, moves) in moves.chunks_exact_mut(arcs).enumerate() {
            let start = if block / SCENARIOS.len() == 1 { start } else { Lanes::ZERO };
            let quit = quit * SCENARIOS[block % SCENARIOS.len()];
            for (slot, (from, to)) in moves.iter_mut().zip(self.structure.iter()) {
                *slot = match (from, to) {
                    (0, 0) => Lanes::ONE - start,
                    (0, _) => start,
                    (1, 1) => Lanes::ONE - quit,
                    (1, _) => quit,
                    (former, 1) => relapse[former - 2],
                    (former, _) => Lanes::ONE - relapse[former - 2],
                };
            }
        }
        Parameters { risks, moves }
    }

    /// Survival x transition of one sex for every scenario, age and arc.
    #[inline(always)]
    fn prepare(&mut self, parameters: &Parameters, sex: usize) {
        let arcs = self.structure.arcs();
        let Scratch { alive, probability, hazards, .. } = &mut *self.scratch;
        for (age, (hazard, survival)) in hazards[sex * AGES..][..AGES].iter().enumerate() {
            for (alive, risk) in one_by_one(alive.iter_mut().zip(&parameters.risks)) {
                *alive = survival.to_end(*risk * *hazard);
            }
            let block = usize::from((16..30).contains(&age)) * SCENARIOS.len() * arcs;
            for (scenario, moves) in parameters.moves[block..].chunks_exact(arcs).take(SCENARIOS.len()).enumerate() {
                let table = &mut probability[(scenario * AGES + age) * arcs..][..arcs];
                survive_and_move(self.structure, alive, moves, table);
            }
        }
    }
}

impl Batch for EightDraws<'_> {
    type Output = ();

    #[inline(always)]
    fn run(mut self) {
        let parameters = self.parameters();
        self.scratch.totals.fill(Totals::default());
        for sex in 0..2 {
            self.prepare(&parameters, sex);
            for scenario in 0..SCENARIOS.len() {
                self.scenario(scenario);
            }
        }
        self.keep();
    }
}

/// The year in which the birth cohort in a slot is `age` years old.
pub(crate) fn year(index: usize, age: usize) -> usize {
    (index + age) % YEARS
}

/// The index of the birth cohort that is `age` years old in a year.
pub(crate) fn index(year: usize, age: usize) -> usize {
    (year + 4 * YEARS - age % YEARS) % YEARS
}

impl EightDraws<'_> {
    /// All ages and years of one scenario and sex.
    #[inline(always)]
    fn scenario(&mut self, scenario: usize) {
        let (states, arcs) = (self.structure.len(), self.structure.arcs());
        let Scratch { starts, probability, people, totals, .. } = &mut *self.scratch;
        let totals = &mut totals[scenario * SUMS..][..SUMS];
        newborn(&mut people[states..], states, starts[0].1, totals);
        for age in 0..AGES - 1 {
            let table = &probability[(scenario * AGES + age) * arcs..][..arcs];
            let ((older, all_older), adult) = (&starts[age + 1], age + 1 >= ADULT);
            for block in 0..BLOCKS {
                // At even ages the room is before the first block, at odd ones behind the last.
                let (from, to, block) = if age % 2 == 0 {
                    let (to, from) = people[block * states..].split_at_mut(states);
                    (&from[..states], to, block)
                } else {
                    let block = BLOCKS - 1 - block;
                    let (from, to) = people[block * states..].split_at_mut(states);
                    (&*from, &mut to[..states], block)
                };
                let all = step(self.structure, table, from, to);
                let totals = &mut totals[year(block * BLOCK, age) + 1..][..BLOCK];
                for ((totals, all), smokers) in totals.iter_mut().zip(all).zip(to[1]) {
                    totals.add(adult, all, smokers);
                }
            }
            // Those whose years are over make room for those of this age at the start.
            let index = index(YEARS - 1, age);
            let first = if age % 2 == 0 { index / BLOCK } else { 1 + index / BLOCK };
            if age + 1 < AGES - 1 {
                for (slot, people) in one_by_one(people[first * states..].iter_mut().zip(older)) {
                    slot[index % BLOCK] = Lanes::splat(*people);
                }
            }
            totals[0].add(adult, Lanes::splat(*all_older), Lanes::splat(older[1]));
        }
        // A block may begin in the last years and end in the first.
        let (years, beyond) = totals.split_at_mut(YEARS + 1);
        for (year, beyond) in one_by_one(years[1..].iter_mut().zip(beyond)) {
            year.take(beyond);
        }
        let table = &probability[(scenario * AGES + AGES - 1) * arcs..][..arcs];
        open_age(self.structure, table, &starts[AGES - 1].0, people, totals);
    }
}

/// Those aged 0 at the beginning of each year, `first` of them in the first.
#[inline(always)]
pub(crate) fn newborn(people: &mut [[Lanes; BLOCK]], states: usize, first: f64, totals: &mut [Totals]) {
    let births = |year| Lanes::splat(if year == 0 { first } else { BIRTHS });
    for (block, people) in people.chunks_exact_mut(states).enumerate() {
        people.fill([Lanes::ZERO; BLOCK]);
        people[0] = std::array::from_fn(|cohort| births(block * BLOCK + cohort));
    }
    for (year, totals) in one_by_one(totals[..YEARS + 1].iter_mut().enumerate()) {
        totals.add(false, births(year), Lanes::ZERO);
    }
}

/// The last age, where survivors stay: each year they are joined by those who arrive from the age before.
#[inline(always)]
fn open_age(structure: &Structure, table: &[Lanes], start: &[f64], arrivals: &[[Lanes; BLOCK]], totals: &mut [Totals]) {
    let states = structure.len();
    let mut stayed = vec![[Lanes::ZERO]; states];
    let mut people: Vec<[Lanes; 1]> = start.iter().map(|people| [Lanes::splat(*people)]).collect();
    for now in 0..YEARS {
        let [all] = step(structure, table, &people, &mut stayed);
        totals[now + 1].add(true, all, stayed[1][0]);
        let index = index(now, AGES - 2);
        // The hundred moves before leave the first block where it came from.
        let arrivals = &arrivals[(1 + index / BLOCK) * states..][..states];
        for (state, people) in one_by_one(people.iter_mut().enumerate()) {
            people[0] = stayed[state][0] + arrivals[state][index % BLOCK];
        }
    }
}

impl EightDraws<'_> {
    pub(crate) fn keep(self) {
        for scenario in 0..SCENARIOS.len() {
            for year in 0..YEARS {
                let totals = &self.scratch.totals[scenario * SUMS + year..];
                let all = |totals: &Totals| totals.children + totals.adults;
                let (before, after) = (all(&totals[0]), all(&totals[1]) - 2.0 * BIRTHS);
                let (prevalence, deaths) = (totals[0].smokers / totals[0].adults, before - after);
                let person_years = (before + after) * 0.5;
                for lane in 0..LANES.min(self.draws.len() - self.first) {
                    self.kept[position(self.first + lane, scenario, year)] = Kept {
                        prevalence: prevalence.0[lane],
                        deaths: deaths.0[lane],
                        person_years: person_years.0[lane],
                    };
                }
            }
        }
    }
}
