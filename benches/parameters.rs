//! 1,000 draws of 600 parameters, apart from any model, under each sampling.

#![allow(missing_docs, reason = "criterion's macros make undocumented items")]
#![allow(clippy::expect_used, reason = "a bench may fail")]

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use health_impact::Error;
use health_impact::estimate::Estimate;
use health_impact::parameters::Parameters;
use health_impact::sampling::Sampling;
use std::hint::black_box;
use std::time::Duration;

const PARAMETERS: usize = 600;
const DRAWS: u64 = 1_000;

/// The kinds of distribution an analyst's inputs mostly have, in turn.
fn parameters() -> Result<Parameters, Error> {
    let mut parameters = Parameters::new();
    for number in 0..PARAMETERS {
        let estimate = match number % 5 {
            0 => Estimate::log_normal_interval(2.5, 2.1, 3.0),
            1 => Estimate::beta_moments(0.08, 0.01),
            2 => Estimate::normal(0.0, 0.02),
            3 => Estimate::logit_normal_interval(0.17, 0.15, 0.19),
            _ => Estimate::gamma_moments(4_000.0, 300.0),
        };
        parameters.add(format!("parameter {number}"), estimate?)?;
    }
    Ok(parameters)
}

fn drawn(criterion: &mut Criterion) {
    let parameters = parameters().expect("fixed distributions");
    let mut group = criterion.benchmark_group("parameters");
    group.sample_size(10).warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(1));
    group.throughput(Throughput::Elements(PARAMETERS as u64 * DRAWS));
    for sampling in [Sampling::Random, Sampling::LatinHypercube, Sampling::Sobol] {
        // The beta of mean 0.08 and standard deviation 0.01: 6 standard errors of plain draws.
        let sample = parameters.sample(2015, sampling, 0..DRAWS).expect("few draws");
        let mean = sample.row(1).mean().unwrap_or(f64::NAN);
        assert!((mean - 0.08).abs() < 6.0 * 0.01 / (DRAWS as f64).sqrt(), "{sampling}: {mean}");
        group.bench_function(BenchmarkId::new(sampling.name(), format!("{PARAMETERS}x{DRAWS}")), |bencher| {
            bencher.iter(|| black_box(&parameters).sample(2015, sampling, 0..DRAWS).expect("few draws"));
        });
    }
    group.finish();
}

criterion_group!(benches, drawn);
criterion_main!(benches);
