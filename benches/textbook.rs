//! The probabilistic analysis of a textbook model: Sick-Sicker, four strategies, 1,000 draws.

#![allow(missing_docs, reason = "criterion's macros make undocumented items")]
#![allow(clippy::expect_used, reason = "a bench may fail")]

#[path = "../examples/shared/sick_sicker.rs"]
mod sick_sicker;
#[path = "shared/textbook.rs"]
mod textbook;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use health_impact::decision::CostsAndEffects;
use sick_sicker::compare;
use std::hint::black_box;
use std::time::Duration;

const DRAWS: usize = 1_000;

/// The answer: the mean ratio of B against no treatment lies near the 72,988 per QALY that the tutorial prints for its base case.
fn check(compared: &CostsAndEffects) {
    let ratio = compared.increment("B", "standard of care").expect("both were compared").icer();
    assert!(ratio.is_some_and(|ratio| (ratio / 72_988.0 - 1.0).abs() < 0.1), "{ratio:?}");
}

fn textbook(criterion: &mut Criterion) {
    let inputs = textbook::inputs(DRAWS);
    check(&compare(&inputs).expect("the example's model"));
    let mut group = criterion.benchmark_group("textbook");
    group.sample_size(10).warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(1));
    group.throughput(Throughput::Elements(textbook::cells(DRAWS)));
    group
        .bench_function(BenchmarkId::new("sick-sicker", DRAWS), |bencher| bencher.iter(|| compare(black_box(&inputs))));
    group.finish();
}

criterion_group!(benches, textbook);
criterion_main!(benches);
