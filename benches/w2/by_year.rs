//! The work with hazards that fall by the same share every year: survival has to be worked out for each year as well.
//!
//! Both scenarios have the same hazards, so an age goes through the years with both at once: the survival of a block of
//! birth cohorts is worked out just before it is used, for all scenarios together, and never leaves the nearest cache.
//! People are first left with those who survive and then moved by probabilities that do not change with time.

use crate::kernel::{ADULT, BLOCK, BLOCKS, EightDraws, Parameters, SUMS, Scratch, index, newborn, structure, year};
use crate::{AGES, Draw, FALL, Kept, SCENARIOS, YEARS};
use health_impact::multistate::kernel::{Batch, dispatch, step};
use health_impact::multistate::lanes::{LANES, Lanes, one_by_one};
use health_impact::multistate::survival::Survival;

pub(crate) fn run(draws: &[Draw], states: usize) -> Vec<Kept> {
    let structure = structure(states);
    let mut kept = vec![Kept::default(); draws.len() * SCENARIOS.len() * YEARS];
    let mut scratch = Scratch::new(&structure);
    let people = vec![[Lanes::ZERO; BLOCK]; (BLOCKS + 1) * states];
    let mut room = Room { people: vec![people; SCENARIOS.len()], alive: vec![[Lanes::ZERO; BLOCK]; states] };
    let fall = std::array::from_fn(|year| libm::pow(1.0 - FALL, year as f64));
    for first in (0..draws.len()).step_by(LANES) {
        let eight = EightDraws { structure: &structure, draws, first, scratch: &mut scratch, kept: &mut kept };
        dispatch(ByYear { eight, room: &mut room, fall });
    }
    kept
}

/// Room for one batch beyond that of the work without change in time.
struct Room {
    /// People at one age, by scenario, then as [`Scratch::people`].
    people: Vec<Vec<[Lanes; BLOCK]>>,
    /// Survival of a block of birth cohorts by state.
    alive: Vec<[Lanes; BLOCK]>,
}

struct ByYear<'a> {
    eight: EightDraws<'a>,
    room: &'a mut Room,
    /// What is left of a hazard in each year.
    fall: [f64; YEARS],
}

impl Batch for ByYear<'_> {
    type Output = ();

    #[inline(always)]
    fn run(mut self) {
        let parameters = self.eight.parameters();
        self.eight.scratch.totals.fill(Default::default());
        for sex in 0..2 {
            self.all_ages(&parameters, sex);
        }
        self.eight.keep();
    }
}

impl ByYear<'_> {
    /// All ages and years of one sex, in all scenarios.
    #[inline(always)]
    fn all_ages(&mut self, parameters: &Parameters, sex: usize) {
        let structure = self.eight.structure;
        let (states, arcs) = (structure.len(), structure.arcs());
        let Scratch { starts, hazards, totals, .. } = &mut *self.eight.scratch;
        let Room { people, alive } = &mut *self.room;
        for (people, totals) in people.iter_mut().zip(totals.chunks_exact_mut(SUMS)) {
            newborn(&mut people[states..], states, starts[0].1, totals);
        }
        for age in 0..AGES - 1 {
            let (hazard, survival) = &hazards[sex * AGES + age];
            let tables = &parameters.moves[usize::from((16..30).contains(&age)) * SCENARIOS.len() * arcs..];
            let ((older, all_older), adult) = (&starts[age + 1], age + 1 >= ADULT);
            for block in 0..BLOCKS {
                let block = if age % 2 == 0 { block } else { BLOCKS - 1 - block };
                let hazards: [f64; BLOCK] =
                    std::array::from_fn(|cohort| hazard * self.fall[year(block * BLOCK + cohort, age)]);
                survive(survival, &parameters.risks, &hazards, alive);
                let scenarios = people.iter_mut().zip(totals.chunks_exact_mut(SUMS)).zip(tables.chunks_exact(arcs));
                for ((people, totals), table) in scenarios {
                    let (one, two) = people[block * states..].split_at_mut(states);
                    let (from, to) = if age % 2 == 0 { (&mut two[..states], one) } else { (one, &mut two[..states]) };
                    for (from, alive) in one_by_one(from.iter_mut().zip(&*alive)) {
                        for cohort in 0..BLOCK {
                            from[cohort] *= alive[cohort];
                        }
                    }
                    let all = step(structure, table, from, to);
                    let totals = &mut totals[year(block * BLOCK, age) + 1..][..BLOCK];
                    for ((totals, all), smokers) in totals.iter_mut().zip(all).zip(to[1]) {
                        totals.add(adult, all, smokers);
                    }
                }
            }
            // Those whose years are over make room for those of this age at the start.
            let index = index(YEARS - 1, age);
            let first = if age % 2 == 0 { index / BLOCK } else { 1 + index / BLOCK };
            for (people, totals) in people.iter_mut().zip(totals.chunks_exact_mut(SUMS)) {
                if age + 1 < AGES - 1 {
                    for (slot, people) in one_by_one(people[first * states..].iter_mut().zip(older)) {
                        slot[index % BLOCK] = Lanes::splat(*people);
                    }
                }
                totals[0].add(adult, Lanes::splat(*all_older), Lanes::splat(older[1]));
            }
        }
        self.open_age(parameters, sex);
    }

    /// The last age, where survivors stay.
    #[inline(always)]
    fn open_age(&mut self, parameters: &Parameters, sex: usize) {
        let structure = self.eight.structure;
        let (states, arcs) = (structure.len(), structure.arcs());
        let Scratch { starts, hazards, totals, .. } = &mut *self.eight.scratch;
        let (hazard, survival) = &hazards[sex * AGES + AGES - 1];
        for (scenario, totals) in totals.chunks_exact_mut(SUMS).enumerate() {
            // A block may begin in the last years and end in the first.
            let (years, beyond) = totals.split_at_mut(YEARS + 1);
            for (year, beyond) in one_by_one(years[1..].iter_mut().zip(beyond)) {
                year.take(beyond);
            }
            let table = &parameters.moves[scenario * arcs..][..arcs];
            let mut stayed = vec![[Lanes::ZERO]; states];
            let mut people: Vec<[Lanes; 1]> = starts[AGES - 1].0.iter().map(|n| [Lanes::splat(*n)]).collect();
            for now in 0..YEARS {
                for (people, risk) in one_by_one(people.iter_mut().zip(&parameters.risks)) {
                    people[0] *= survival.to_end(*risk * (hazard * self.fall[now]));
                }
                let [all] = step(structure, table, &people, &mut stayed);
                totals[now + 1].add(true, all, stayed[1][0]);
                let index = index(now, AGES - 2);
                // The hundred moves before leave the first block where it came from.
                let arrivals = &self.room.people[scenario][(1 + index / BLOCK) * states..][..states];
                for (state, people) in one_by_one(people.iter_mut().enumerate()) {
                    people[0] = stayed[state][0] + arrivals[state][index % BLOCK];
                }
            }
        }
    }
}

/// The survival of a block of birth cohorts, each with its own hazard, by state.
#[inline(always)]
fn survive(survival: &Survival, risks: &[Lanes], hazards: &[f64; BLOCK], alive: &mut [[Lanes; BLOCK]]) {
    for (alive, risk) in one_by_one(alive.iter_mut().zip(risks)) {
        *alive = survival.to_end_of(hazards.map(|hazard| *risk * hazard));
    }
}
