//! The work through the crate's kernel: eight draws at a time.

use crate::{AGES, BIRTHS, Draw, Kept, SCENARIOS, YEARS, hazard, position, risk, start};
use health_impact::multistate::kernel::{Batch, dispatch, step};
use health_impact::multistate::lanes::{LANES, Lanes, survival};
use health_impact::multistate::structure::Structure;

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

/// Room for one batch, used again by the next.
struct Scratch {
    /// By scenario, cell (sex, age) and arc.
    probability: Vec<Lanes>,
    /// By scenario, cell and state.
    people: Vec<Lanes>,
    start: Vec<Lanes>,
}

impl Scratch {
    fn new(structure: &Structure) -> Self {
        let (cells, states) = (2 * AGES, structure.len());
        let start: Vec<Lanes> =
            (0..cells).flat_map(|cell| start(cell % AGES, states)).map(Lanes::splat).collect();
        Self {
            probability: vec![Lanes::ZERO; SCENARIOS.len() * cells * structure.arcs()],
            people: start.repeat(SCENARIOS.len()),
            start,
        }
    }
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

    /// Fills the table of survival x transition for every scenario, cell and arc.
    #[inline(always)]
    fn prepare(&mut self) {
        let (states, arcs) = (self.structure.len(), self.structure.arcs());
        let risks: Vec<Lanes> = (0..states).map(|state| self.gather(|draw| risk(draw, state, states))).collect();
        let relapse: Vec<Lanes> =
            (0..states - 2).map(|j| self.gather(|draw| draw.relapse * libm::exp(-0.1 * j as f64))).collect();
        let (start, quit) = (self.gather(|draw| draw.start), self.gather(|draw| draw.quit));
        // The moves of survivors, without and with starting, in each scenario.
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
        let sources: Vec<usize> = self.structure.iter().map(|(from, _)| from).collect();
        let mut alive = vec![Lanes::ZERO; states];
        for cell in 0..2 * AGES {
            let (sex, age) = (cell / AGES, cell % AGES);
            let h = hazard(sex, age);
            for (alive, risk) in alive.iter_mut().zip(&risks) {
                *alive = survival(*risk * h);
            }
            let starting = usize::from((16..30).contains(&age));
            for scenario in 0..SCENARIOS.len() {
                let moves = &moves[(starting * SCENARIOS.len() + scenario) * arcs..][..arcs];
                let table = &mut self.scratch.probability[(scenario * 2 * AGES + cell) * arcs..][..arcs];
                for ((slot, &source), &p) in table.iter_mut().zip(&sources).zip(moves) {
                    *slot = alive[source] * p;
                }
            }
        }
    }
}

impl Batch for EightDraws<'_> {
    type Output = ();

    #[inline(always)]
    fn run(mut self) {
        self.prepare();
        let (states, arcs) = (self.structure.len(), self.structure.arcs());
        let Self { structure, draws, first, scratch, kept } = self;
        let Scratch { probability, people, start } = scratch;
        let cells = 2 * AGES;
        for (scenario, people) in people.chunks_exact_mut(cells * states).enumerate() {
            people.copy_from_slice(start);
            let probability = &probability[scenario * cells * arcs..][..cells * arcs];
            let mut before = sum(people);
            let (mut children, mut smokers) = (Lanes::ZERO, Lanes::ZERO);
            for sex in people.chunks_exact(AGES * states) {
                children += sum(&sex[..18 * states]);
                for age in sex[18 * states..].chunks_exact(states) {
                    smokers += age[1];
                }
            }
            for year in 0..YEARS {
                let (mut after, mut next_children, mut next_smokers) = (Lanes::ZERO, Lanes::ZERO, Lanes::ZERO);
                for sex in 0..2 {
                    let people = &mut people[sex * AGES * states..][..AGES * states];
                    let probability = &probability[sex * AGES * arcs..][..AGES * arcs];
                    // From the oldest to the youngest, so that one table of people is enough: an age is read
                    // before those a year younger are moved into it.
                    let (head, oldest) = people.split_at_mut((AGES - 1) * states);
                    let mut stayed = [Lanes::ZERO; 16];
                    step(structure, &probability[(AGES - 1) * arcs..], oldest, &mut stayed[..states]);
                    step(structure, &probability[(AGES - 2) * arcs..], &head[(AGES - 2) * states..], oldest);
                    for (slot, stayed) in oldest.iter_mut().zip(&stayed) {
                        *slot += *stayed;
                    }
                    after += sum(oldest);
                    next_smokers += oldest[1];
                    for age in (0..AGES - 2).rev() {
                        let (from, to) = head[age * states..].split_at_mut(states);
                        let to = &mut to[..states];
                        step(structure, &probability[age * arcs..][..arcs], from, to);
                        let total = sum(to);
                        after += total;
                        if age + 1 >= 18 {
                            next_smokers += to[1];
                        } else {
                            next_children += total;
                        }
                    }
                    head[..states].fill(Lanes::ZERO);
                    head[0] = Lanes::splat(BIRTHS);
                    next_children += Lanes::splat(BIRTHS);
                }
                let prevalence = smokers / (before - children);
                let deaths = before - after;
                let person_years = (before + after) * 0.5;
                for lane in 0..LANES.min(draws.len() - first) {
                    kept[position(first + lane, scenario, year)] = Kept {
                        prevalence: prevalence.0[lane],
                        deaths: deaths.0[lane],
                        person_years: person_years.0[lane],
                    };
                }
                before = after + 2.0 * BIRTHS;
                (children, smokers) = (next_children, next_smokers);
            }
        }
    }
}

#[inline(always)]
fn sum(people: &[Lanes]) -> Lanes {
    let mut total = Lanes::ZERO;
    for people in people {
        total += *people;
    }
    total
}
