//! W2: a population by sex and age through smoking states for 25 years, 1,000 draws, two scenarios, one thread.
//!
//! What is asked: how many cells (one sex, age and state moved on by a year) a second, and how many times a plain
//! scalar program. The definition of the work is in `benches/README.md`.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a bench may fail")]
#![allow(missing_docs, reason = "criterion's macros make undocumented items")]

#[path = "w2/by_year.rs"]
mod by_year;
#[path = "w2/ceiling.rs"]
mod ceiling;
#[path = "w2/kernel.rs"]
mod kernel;
#[path = "w2/plain.rs"]
mod plain;
#[path = "w2/work.rs"]
mod work;

use criterion::{BenchmarkId, Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use std::time::Duration;
use work::{AGES, BIRTHS, Draw, FALL, Kept, SCENARIOS, YEARS, cells, draws, hazard, position, risk, start};

const DRAWS: usize = 1_000;

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
    let draws = draws(DRAWS);
    let mut group = c.benchmark_group("w2");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    group.warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(1));
    for states in [12, 3] {
        group.throughput(Throughput::Elements(cells(DRAWS, states)));
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
