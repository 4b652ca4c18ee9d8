//! All London, baseline, frozen and one ambition, 2015 to 2040: its fit, one draw, sixteen draws, and reading their results.

#![allow(missing_docs, reason = "criterion's macros make undocumented items")]
#![allow(clippy::expect_used, reason = "a bench may fail")]

#[path = "shared/london.rs"]
mod shared;

use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use health_impact::data::ReferenceData;
use health_impact::outcomes::{Measure, Outcomes, Selection};
use health_impact::scenario::BASELINE;
use health_impact::scenario::Group;
use health_impact::units::Year;
use shared::{MET, projection};
use std::hint::black_box;
use std::time::Duration;

const LAST: i32 = 2040;
const DRAWS: usize = 16;

/// The answer: 8.67 million people at the start, and nobody above the target at the deadline.
fn check(outcomes: &Outcomes) {
    let everybody = Group::everybody();
    let people = outcomes.level(BASELINE, Measure::POPULATION, &everybody, Year::START).expect("population");
    assert!((people.mean - 8_673_713.0).abs() < 1e-3, "{}", people.mean);
    let met = outcomes.level(MET, Measure::SMOKING_PREVALENCE, &everybody, Year::AMBITIONS).expect("prevalence");
    assert!(met.upper_95 <= 0.13 + 1e-9, "{}", met.upper_95);
}

fn london(criterion: &mut Criterion) {
    let data = ReferenceData::embedded();
    let mut group = criterion.benchmark_group("london");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    group.warm_up_time(Duration::from_millis(100)).measurement_time(Duration::from_secs(1));

    group.bench_function("build", |bencher| {
        bencher.iter(|| black_box(projection(black_box(&data), LAST, 1)).cells_of_a_draw());
    });

    let projection = projection(&data, LAST, DRAWS);
    group.throughput(Throughput::Elements(projection.cells_of_a_draw() as u64));
    group.bench_function("central/1", |bencher| {
        bencher.iter(|| check(&projection.run_central().expect("a built projection runs")));
    });

    group.throughput(Throughput::Elements((DRAWS * projection.cells_of_a_draw()) as u64));
    group.bench_function(format!("draws/{DRAWS}"), |bencher| {
        bencher.iter(|| check(&projection.run().expect("a built projection runs")));
    });

    let outcomes = projection.run().expect("a built projection runs");
    let deaths = Selection::standard().measure(Measure::DEATHS);
    let rows = outcomes.table(&deaths).expect("a measure there is").len();
    group.throughput(Throughput::Elements(rows as u64));
    group.bench_function(format!("results/{DRAWS}"), |bencher| {
        bencher.iter(|| {
            let mut read = 0;
            let counted = outcomes.for_each_row(black_box(&deaths), |row| {
                read += usize::from(row.summary.mean.is_finite());
                Ok(())
            });
            assert!(counted.is_ok() && read == rows, "{read} rows of {rows}");
        });
    });
    group.finish();
}

criterion_group!(benches, london);
criterion_main!(benches);
