//! W2: a population by sex and age through smoking states for 25 years, 1,000 draws, two scenarios, one thread.
//!
//! What is asked: how many cells (one sex, age and state moved on by a year) a second, and how many times a plain
//! scalar program. The definition of the work is in `benches/README.md`.

#![allow(clippy::unwrap_used, reason = "a bench may fail")]
#![allow(missing_docs, reason = "criterion's macros make undocumented items")]

#[path = "w2/by_year.rs"]
mod by_year;
#[path = "w2/ceiling.rs"]
mod ceiling;
#[path = "w2/kernel.rs"]
mod kernel;
#[path = "w2/plain.rs"]
mod plain;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use rand_distr::{Beta, Distribution, LogNormal};
use std::hint::black_box;

pub(crate) const DRAWS: usize = 1_000;
pub(crate) const YEARS: usize = 25;
pub(crate) const AGES: usize = 101;
pub(crate) const BIRTHS: f64 = 50_000.0;
/// Multiplier of the quit rate in each scenario.
pub(crate) const SCENARIOS: [f64; 2] = [1.0, 1.6];

/// Share by which hazards fall every year where they do.
pub(crate) const FALL: f64 = 0.015;

/// One draw of the parameters.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Draw {
    /// Yearly probability of starting at 16 to 29.
    pub(crate) start: f64,
    /// Yearly probability of quitting.
    pub(crate) quit: f64,
    /// Yearly probability of relapse just after quitting.
    pub(crate) relapse: f64,
    /// Relative risk of death of current smokers.
    pub(crate) current_risk: f64,
    /// Relative risk of death of former smokers just after quitting.
    pub(crate) former_risk: f64,
}

/// What is kept of one draw, scenario and year.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Kept {
    /// Share of current smokers at 18 and over before the step.
    pub(crate) prevalence: f64,
    /// Deaths in the year.
    pub(crate) deaths: f64,
    /// Mean of the people before and after the step (before births).
    pub(crate) person_years: f64,
}

/// Position of a draw, scenario and year in the results.
pub(crate) fn position(draw: usize, scenario: usize, year: usize) -> usize {
    (draw * SCENARIOS.len() + scenario) * YEARS + year
}

/// Yearly hazard of death of a never smoker.
pub(crate) fn hazard(sex: usize, age: usize) -> f64 {
    let scale = if sex == 0 { 1.0 } else { 0.7 };
    (scale * 3e-5 * libm::exp(0.095 * age as f64)).min(2.0)
}

/// People at the start by state (never, current, former by year).
pub(crate) fn start(age: usize, states: usize) -> Vec<f64> {
    let relative = age as f64 / 101.0;
    let people = 60_000.0 * (1.0 - relative * relative * relative);
    let mut by_state = vec![0.0; states];
    if age < 16 {
        by_state[0] = people;
    } else {
        by_state[0] = 0.6 * people;
        by_state[1] = 0.15 * people;
        by_state[2..].fill(0.25 * people / (states - 2) as f64);
    }
    by_state
}

/// Relative risk of death by state.
pub(crate) fn risk(draw: &Draw, state: usize, states: usize) -> f64 {
    match state {
        0 => 1.0,
        1 => draw.current_risk,
        _ => 1.0 + (draw.former_risk - 1.0) * (1.0 - (state - 2) as f64 / (states - 2) as f64),
    }
}

fn draws() -> Vec<Draw> {
    let mut rng = ChaCha8Rng::seed_from_u64(2015);
    let start = Beta::new(100.0, 9900.0).unwrap();
    let quit = Beta::new(80.0, 920.0).unwrap();
    let relapse = Beta::new(30.0, 970.0).unwrap();
    let current_risk = LogNormal::new(libm::log(2.5), 0.08).unwrap();
    let former_risk = LogNormal::new(libm::log(1.4), 0.05).unwrap();
    let mut one = || Draw {
        start: start.sample(&mut rng),
        quit: quit.sample(&mut rng),
        relapse: relapse.sample(&mut rng),
        current_risk: current_risk.sample(&mut rng),
        former_risk: former_risk.sample(&mut rng),
    };
    (0..DRAWS).map(|_| one()).collect()
}

fn check(kept: &[Kept], states: usize) {
    for (scenario, expected) in [(0, [0.089, 0.062]), (1, [0.064, 0.042])] {
        let expected = expected[usize::from(states == 12)];
        let sum: f64 = (0..DRAWS).map(|draw| kept[position(draw, scenario, YEARS - 1)].prevalence).sum();
        let mean = sum / DRAWS as f64;
        assert!((mean - expected).abs() < 0.001, "states {states}, scenario {scenario}: {mean} is not {expected}");
    }
}

fn agree(a: &[Kept], b: &[Kept]) {
    assert_eq!(a.len(), b.len());
    for (a, b) in a.iter().zip(b) {
        for (x, y) in [(a.prevalence, b.prevalence), (a.deaths, b.deaths), (a.person_years, b.person_years)] {
            assert!((x - y).abs() <= 1e-9 * y.abs(), "{x} {y}");
        }
    }
}

fn w2(c: &mut Criterion) {
    let draws = draws();
    let mut group = c.benchmark_group("w2");
    group.sample_size(10);
    for states in [12, 3] {
        group.throughput(Throughput::Elements((DRAWS * SCENARIOS.len() * YEARS * 2 * AGES * states) as u64));
        let (fast, plain) = (kernel::run(&draws, states), plain::run(&draws, states));
        check(&fast, states);
        agree(&fast, &plain);
        agree(&fast, &plain::run_prepared(&draws, states));
        group.bench_function(BenchmarkId::new("kernel", states), |b| b.iter(|| kernel::run(black_box(&draws), states)));
        agree(&by_year::run(&draws, states), &plain::run_by_year(&draws, states));
        group.bench_function(BenchmarkId::new("by-year", states), |b| {
            b.iter(|| by_year::run(black_box(&draws), states));
        });
        group.bench_function(BenchmarkId::new("ceiling", states), |b| {
            b.iter(|| {
                if states == 12 { ceiling::run::<12>(black_box(DRAWS)) } else { ceiling::run::<3>(black_box(DRAWS)) }
            });
        });
        group.bench_function(BenchmarkId::new("plain", states), |b| b.iter(|| plain::run(black_box(&draws), states)));
        group.bench_function(BenchmarkId::new("plain-prepared", states), |b| {
            b.iter(|| plain::run_prepared(black_box(&draws), states));
        });
    }
    group.finish();
}

criterion_group!(benches, w2);
criterion_main!(benches);
