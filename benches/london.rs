//! One draw and a hundred draws of all London, baseline, frozen and one ambition, 2015 to 2040.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use health_impact::data::ReferenceData;
use health_impact::outcomes::{Group, Measure, Outcomes};
use health_impact::projection::Projection;
use health_impact::scenario::{Ambition, BASELINE, Scenario};
use health_impact::units::Year;
use std::hint::black_box;

const MET: &str = "smoking to 13%";

fn projection(draws: usize) -> Projection {
    let london = ReferenceData::embedded();
    let ambition = Ambition::adult_smoking(&london).expect("the built-in ambition");
    Projection::builder(&london)
        .scenario(Scenario::new(MET).with(ambition))
        .draws(draws)
        .seed(2015)
        .build()
        .expect("the built-in case")
}

/// The answer: 8.67 million people at the start, and nobody above the target at the deadline.
fn check(outcomes: &Outcomes) {
    let everybody = Group::everybody();
    let people = outcomes.level(BASELINE, Measure::Population, &everybody, Year::START).expect("population");
    assert!((people.mean - 8_673_713.0).abs() < 1e-3, "{}", people.mean);
    let met = outcomes.level(MET, Measure::SmokingPrevalence, &everybody, Year::AMBITIONS).expect("prevalence");
    assert!(met.upper_95 <= 0.13 + 1e-9, "{}", met.upper_95);
}

fn london(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("london");
    group.sample_size(10);

    group.bench_function("build", |bencher| bencher.iter(|| black_box(projection(1)).cells_of_a_draw()));

    let one = projection(1);
    group.throughput(Throughput::Elements(one.cells_of_a_draw() as u64));
    group.bench_function("central/1", |bencher| {
        bencher.iter(|| {
            let outcomes = one.run_central().expect("a built projection runs");
            check(&outcomes);
        });
    });

    let hundred = projection(100);
    group.throughput(Throughput::Elements(100 * hundred.cells_of_a_draw() as u64));
    group.bench_function("draws/100", |bencher| {
        bencher.iter(|| {
            let outcomes = hundred.run().expect("a built projection runs");
            check(&outcomes);
        });
    });
    group.finish();
}

criterion_group!(benches, london);
criterion_main!(benches);
