//! The least that one step of the work needs, written out by hand for its structure, on people that never leave the
//! nearest cache: what the machine could do.

use crate::kernel::BLOCK;
use crate::{AGES, SCENARIOS, YEARS};
use health_impact::multistate::kernel::{Batch, dispatch};
use health_impact::multistate::lanes::{LANES, Lanes};
use std::hint::black_box;

/// Moves as many cells as the work has for `draws` draws; `K` is the number of states.
pub(crate) fn run<const K: usize>(draws: usize) -> Lanes {
    let mut people = [[Lanes::splat(1.0); BLOCK]; K];
    let mut sum = Lanes::ZERO;
    for _ in 0..draws / LANES {
        sum += dispatch(Steps { moves: black_box(&Moves::<K>::new()), people: black_box(&mut people) });
    }
    sum
}

/// Survival x transition of each state: one out of the state, one on.
struct Moves<const K: usize> {
    on: [Lanes; K],
    back: [Lanes; K],
}

impl<const K: usize> Moves<K> {
    /// Nobody dies and nobody starts, so that numbers neither overflow nor become too small for full speed.
    fn new() -> Self {
        let mut moves = Self { on: [Lanes::splat(0.95); K], back: [Lanes::splat(0.05); K] };
        (moves.on[0], moves.back[0]) = (Lanes::ONE, Lanes::ZERO);
        moves
    }
}

struct Steps<'a, const K: usize> {
    moves: &'a Moves<K>,
    people: &'a mut [[Lanes; BLOCK]; K],
}

impl<const K: usize> Batch for Steps<'_, K> {
    type Output = Lanes;

    #[inline(always)]
    fn run(self) -> Lanes {
        let Moves { on, back } = self.moves;
        let people = self.people;
        let mut totals = [Lanes::ZERO; BLOCK];
        for _ in 0..SCENARIOS.len() * YEARS / BLOCK * 2 * AGES {
            // From the last state down, so that each can move on into the one just left.
            let mut current = [Lanes::ZERO; BLOCK];
            for cohort in 0..BLOCK {
                let last = people[K - 1][cohort];
                current[cohort] = last * back[K - 1];
                people[K - 1][cohort] = last * on[K - 1];
            }
            for state in (2..K - 1).rev() {
                for cohort in 0..BLOCK {
                    let now = people[state][cohort];
                    current[cohort] += now * back[state];
                    let moved = now * on[state];
                    let next = if state == K - 2 { people[K - 1][cohort] + moved } else { moved };
                    people[state + 1][cohort] = next;
                    totals[cohort] += next;
                }
            }
            for cohort in 0..BLOCK {
                let (never, smokers) = (people[0][cohort], people[1][cohort]);
                let quitters = smokers * back[1];
                people[2][cohort] = if K == 3 { people[2][cohort] + quitters } else { quitters };
                people[1][cohort] = current[cohort] + never * back[0] + smokers * on[1];
                people[0][cohort] = never * on[0];
                totals[cohort] += people[0][cohort] + people[1][cohort] + people[2][cohort];
            }
        }
        let mut sum = Lanes::ZERO;
        for total in totals {
            sum += total;
        }
        sum
    }
}
