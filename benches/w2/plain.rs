//! The same work as one would write it at first: one draw after the other, one cell after the other.

use crate::{AGES, BIRTHS, Draw, FALL, Kept, SCENARIOS, YEARS, hazard, position, risk, start};

/// Survival worked out for each cell in each year, straight from the definition.
pub(crate) fn run(draws: &[Draw], states: usize) -> Vec<Kept> {
    let hazards: Vec<f64> = (0..2 * AGES).map(|i| hazard(i / AGES, i % AGES)).collect();
    let mut kept = vec![Kept::default(); draws.len() * SCENARIOS.len() * YEARS];
    for (number, draw) in draws.iter().enumerate() {
        let risks: Vec<f64> = (0..states).map(|state| risk(draw, state, states)).collect();
        let survival = |_: usize, cell: usize, state: usize| libm::exp(-hazards[cell] * risks[state]);
        one_draw(number, draw, states, survival, &mut kept);
    }
    kept
}

/// Hazards that fall by the same share every year.
pub(crate) fn run_by_year(draws: &[Draw], states: usize) -> Vec<Kept> {
    let hazards: Vec<f64> = (0..2 * AGES).map(|i| hazard(i / AGES, i % AGES)).collect();
    let mut kept = vec![Kept::default(); draws.len() * SCENARIOS.len() * YEARS];
    for (number, draw) in draws.iter().enumerate() {
        let risks: Vec<f64> = (0..states).map(|state| risk(draw, state, states)).collect();
        let survival = |year: usize, cell: usize, state: usize| {
            libm::exp(-hazards[cell] * risks[state] * libm::pow(1.0 - FALL, year as f64))
        };
        one_draw(number, draw, states, survival, &mut kept);
    }
    kept
}

/// Survival worked out once for each draw and cell, then looked up: what is left is mostly moving people.
pub(crate) fn run_prepared(draws: &[Draw], states: usize) -> Vec<Kept> {
    let mut kept = vec![Kept::default(); draws.len() * SCENARIOS.len() * YEARS];
    for (number, draw) in draws.iter().enumerate() {
        let mut table = Vec::with_capacity(2 * AGES * states);
        for cell in 0..2 * AGES {
            let h = hazard(cell / AGES, cell % AGES);
            table.extend((0..states).map(|state| libm::exp(-h * risk(draw, state, states))));
        }
        one_draw(number, draw, states, |_, cell, state| table[cell * states + state], &mut kept);
    }
    kept
}

/// Runs the scenarios of one draw; `survival` takes the year, the cell (sex * AGES + age) and the state.
fn one_draw(
    number: usize,
    draw: &Draw,
    states: usize,
    survival: impl Fn(usize, usize, usize) -> f64,
    kept: &mut [Kept],
) {
    let last = states - 1;
    let relapse: Vec<f64> = (0..states - 2).map(|j| draw.relapse * libm::exp(-0.1 * j as f64)).collect();
    for (scenario, multiplier) in SCENARIOS.iter().enumerate() {
        let quit = draw.quit * multiplier;
        let mut now: Vec<Vec<f64>> = (0..2 * AGES).map(|cell| start(cell % AGES, states)).collect();
        let mut next = vec![vec![0.0; states]; 2 * AGES];
        let mut survivors = vec![0.0; states];
        for year in 0..YEARS {
            let (mut before, mut after, mut adults, mut smokers) = (0.0, 0.0, 0.0, 0.0);
            for row in &mut next {
                row.fill(0.0);
            }
            for sex in 0..2 {
                for age in 0..AGES {
                    let cell = sex * AGES + age;
                    for state in 0..states {
                        let people = now[cell][state];
                        survivors[state] = people * survival(year, cell, state);
                        before += people;
                        after += survivors[state];
                        if age >= 18 {
                            adults += people;
                        }
                    }
                    if age >= 18 {
                        smokers += now[cell][1];
                    }
                    let to = &mut next[sex * AGES + (age + 1).min(AGES - 1)];
                    let starting = if (16..30).contains(&age) { survivors[0] * draw.start } else { 0.0 };
                    let quitting = survivors[1] * quit;
                    to[0] += survivors[0] - starting;
                    to[1] += survivors[1] + starting - quitting;
                    to[2] += quitting;
                    for state in 2..states {
                        let relapsing = survivors[state] * relapse[state - 2];
                        to[1] += relapsing;
                        to[(state + 1).min(last)] += survivors[state] - relapsing;
                    }
                }
                next[sex * AGES][0] += BIRTHS;
            }
            std::mem::swap(&mut now, &mut next);
            kept[position(number, scenario, year)] =
                Kept { prevalence: smokers / adults, deaths: before - after, person_years: (before + after) / 2.0 };
        }
    }
}
