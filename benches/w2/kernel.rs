//! The work through the crate's kernel: eight draws at a time.

use crate::{AGES, BIRTHS, Draw, Kept, SCENARIOS, YEARS, hazard, position, risk, start};
use health_impact::multistate::Structure;
use health_impact::multistate::kernel::{Batch, dispatch, step};
use health_impact::multistate::lanes::{LANES, Lanes, survival};

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
fn structure(states: usize) -> Structure {
    let names = (0..states).map(|state| format!("state {state}")).collect();
    let mut arcs = vec![(0, 0), (0, 1), (1, 1), (1, 2)];
    for former in 2..states {
        arcs.extend([(former, 1), (former, (former + 1).min(states - 1))]);
    }
    Structure::from_indices(names, &arcs).unwrap()
}

/// Birth cohorts moved together; divides [`YEARS`].
const BLOCK: usize = 5;

/// Room for one batch, used again by the next.
///
/// The work goes age by age and, within an age, through all years: those aged `age` in year `y` are aged `age + 1` in
/// year `y + 1`, and nothing else links ages. So the probabilities of one age and its people in all years stay in the
/// nearest cache while they are used 25 times, instead of the whole population passing through it every year.
struct Scratch {
    /// Survival by state at one age.
    alive: Vec<Lanes>,
    /// Survival x transition at one age, by scenario and arc.
    probability: Vec<Lanes>,
    /// People at one age, by scenario, block of birth cohorts and state. There is one birth cohort for each year; it
    /// keeps its place as it grows older, until its 25 years are over and the next one takes the place.
    people: Vec<[Lanes; BLOCK]>,
    /// The same a year later.
    next: Vec<[Lanes; BLOCK]>,
    /// Sums by scenario and year, the last year being the end.
    totals: Vec<Totals>,
}

/// Sums over ages and sexes at the beginning of a year.
#[derive(Clone, Copy, Default)]
struct Totals {
    people: Lanes,
    adults: Lanes,
    smokers: Lanes,
}

impl Totals {
    #[inline(always)]
    fn add(&mut self, age: usize, people: Lanes, smokers: Lanes) {
        self.people += people;
        if age >= 18 {
            self.adults += people;
            self.smokers += smokers;
        }
    }
}

impl Scratch {
    fn new(structure: &Structure) -> Self {
        Self {
            alive: vec![Lanes::ZERO; structure.len()],
            probability: vec![Lanes::ZERO; SCENARIOS.len() * structure.arcs()],
            people: vec![[Lanes::ZERO; BLOCK]; SCENARIOS.len() * YEARS / BLOCK * structure.len()],
            next: vec![[Lanes::ZERO; BLOCK]; SCENARIOS.len() * YEARS / BLOCK * structure.len()],
            totals: vec![Totals::default(); SCENARIOS.len() * (YEARS + 1)],
        }
    }
}

/// What does not depend on sex and age: relative risks by state and the moves of survivors by arc.
struct Parameters {
    risks: Vec<Lanes>,
    /// By whether people start smoking at this age, scenario and arc.
    moves: Vec<Lanes>,
    sources: Vec<usize>,
}

struct EightDraws<'a> {
    structure: &'a Structure,
    draws: &'a [Draw],
    first: usize,
    scratch: &'a mut Scratch,
    kept: &'a mut [Kept],
}

impl EightDraws<'_> {
    fn gather(&self, value: impl Fn(&Draw) -> f64) -> Lanes {
        Lanes(std::array::from_fn(|lane| value(&self.draws[(self.first + lane).min(self.draws.len() - 1)])))
    }

    fn parameters(&self) -> Parameters {
        let (states, arcs) = (self.structure.len(), self.structure.arcs());
        let risks = (0..states).map(|state| self.gather(|draw| risk(draw, state, states))).collect();
        let relapse: Vec<Lanes> =
            (0..states - 2).map(|j| self.gather(|draw| draw.relapse * libm::exp(-0.1 * j as f64))).collect();
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
        Parameters { risks, moves, sources: self.structure.iter().map(|(from, _)| from).collect() }
    }

    /// Survival x transition at one sex and age for every scenario and arc.
    #[inline(always)]
    fn prepare(&mut self, parameters: &Parameters, sex: usize, age: usize) {
        let arcs = self.structure.arcs();
        let h = hazard(sex, age);
        for (alive, risk) in self.scratch.alive.iter_mut().zip(&parameters.risks) {
            *alive = survival(*risk * h);
        }
        let block = usize::from((16..30).contains(&age)) * SCENARIOS.len() * arcs;
        let moves = parameters.moves[block..].chunks_exact(arcs);
        for (table, moves) in self.scratch.probability.chunks_exact_mut(arcs).zip(moves) {
            for ((slot, &source), &p) in table.iter_mut().zip(&parameters.sources).zip(moves) {
                *slot = self.scratch.alive[source] * p;
            }
        }
    }
}

impl Batch for EightDraws<'_> {
    type Output = ();

    #[inline(always)]
    fn run(mut self) {
        let parameters = self.parameters();
        let (states, arcs) = (self.structure.len(), self.structure.arcs());
        let starts: Vec<Vec<f64>> = (0..AGES).map(|age| start(age, states)).collect();
        self.scratch.totals.fill(Totals::default());
        for sex in 0..2 {
            self.newborn(&starts[0]);
            for age in 0..AGES - 1 {
                self.prepare(&parameters, sex, age);
                let Scratch { probability, people, next, totals, .. } = &mut *self.scratch;
                let tables = probability.chunks_exact(arcs).zip(totals.chunks_exact_mut(YEARS + 1));
                let people = people.chunks_exact(YEARS / BLOCK * states);
                let next = next.chunks_exact_mut(YEARS / BLOCK * states);
                for (((table, totals), people), next) in tables.zip(people).zip(next) {
                    let blocks = people.chunks_exact(states).zip(next.chunks_exact_mut(states));
                    for (block, (from, to)) in blocks.enumerate() {
                        let all = step(self.structure, table, from, to);
                        for (cohort, all) in all.into_iter().enumerate() {
                            let year = year(block * BLOCK + cohort, age);
                            totals[year + 1].add(age + 1, all, to[1][cohort]);
                            if year + 1 == YEARS && age + 1 < AGES - 1 {
                                for (slot, people) in to.iter_mut().zip(&starts[age + 1]) {
                                    slot[cohort] = Lanes::splat(*people);
                                }
                            }
                        }
                    }
                    let start = &starts[age + 1];
                    totals[0].add(age + 1, Lanes::splat(start.iter().sum()), Lanes::splat(start[1]));
                }
                std::mem::swap(&mut self.scratch.people, &mut self.scratch.next);
            }
            self.prepare(&parameters, sex, AGES - 1);
            self.open_age(&starts[AGES - 1]);
        }
        self.keep();
    }
}

/// The year in which the birth cohort in a place is `age` years old.
fn year(place: usize, age: usize) -> usize {
    (place + age) % YEARS
}

impl EightDraws<'_> {
    /// Those aged 0 at the beginning of each year.
    fn newborn(&mut self, start: &[f64]) {
        let states = self.structure.len();
        for (i, slot) in self.scratch.people.iter_mut().enumerate() {
            let place = i / states * BLOCK % YEARS;
            let births = |year| if year == 0 { start[0] } else { BIRTHS };
            let people = |cohort| if i % states == 0 { births(place + cohort) } else { 0.0 };
            *slot = std::array::from_fn(|cohort| Lanes::splat(people(cohort)));
        }
        for totals in self.scratch.totals.chunks_exact_mut(YEARS + 1) {
            for (year, totals) in totals.iter_mut().enumerate() {
                totals.add(0, Lanes::splat(if year == 0 { start[0] } else { BIRTHS }), Lanes::ZERO);
            }
        }
    }

    /// The last age, where survivors stay: each year they are joined by those who arrive from the age before.
    #[inline(always)]
    fn open_age(&mut self, start: &[f64]) {
        let (states, arcs) = (self.structure.len(), self.structure.arcs());
        let mut stayed = vec![[Lanes::ZERO]; states];
        for scenario in 0..SCENARIOS.len() {
            let table = &self.scratch.probability[scenario * arcs..][..arcs];
            let arrivals = &self.scratch.people[scenario * YEARS / BLOCK * states..];
            let totals = &mut self.scratch.totals[scenario * (YEARS + 1)..];
            let mut people: Vec<[Lanes; 1]> = start.iter().map(|people| [Lanes::splat(*people)]).collect();
            for now in 0..YEARS {
                let [all] = step(self.structure, table, &people, &mut stayed);
                totals[now + 1].add(AGES - 1, all, stayed[1][0]);
                let place = (0..YEARS).find(|place| year(*place, AGES - 2) == now).unwrap();
                for (state, people) in people.iter_mut().enumerate() {
                    people[0] = stayed[state][0] + arrivals[place / BLOCK * states + state][place % BLOCK];
                }
            }
        }
    }

    fn keep(self) {
        for scenario in 0..SCENARIOS.len() {
            for year in 0..YEARS {
                let totals = &self.scratch.totals[scenario * (YEARS + 1) + year..];
                let (before, after) = (totals[0].people, totals[1].people - 2.0 * BIRTHS);
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
