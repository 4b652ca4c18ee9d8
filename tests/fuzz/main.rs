//! Whatever is public takes any input and gives finite numbers in their range, or an error: no panic, no hang, nothing wrong as `Ok`.
//!
//! Inputs are made from fixed seeds. `HEALTH_IMPACT_FUZZ` says how many times as many as in every run of the tests; how many were taken and
//! how many refused is printed with `-- --nocapture`.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]
#![allow(clippy::disallowed_types)] // the clock finds what hangs and reaches no number

mod decisions;
mod inequality;
mod multistate;
mod numbers;
mod populations;
mod scenarios;
mod tables;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use std::cell::Cell;
use std::time::{Duration, Instant};

/// No input may take longer.
const LONGEST: Duration = Duration::from_secs(30);

/// Checks so many inputs: `check` says whether an input was taken, or what was wrong with what came out.
fn fuzz<S: Strategy>(name: &str, inputs: u32, strategy: S, check: impl Fn(S::Value) -> Result<bool, TestCaseError>) {
    let times: u32 = std::env::var("HEALTH_IMPACT_FUZZ").map_or(1, |times| times.parse().unwrap());
    let config = Config { cases: inputs * times, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let (taken, refused, longest) = (Cell::new(0_u32), Cell::new(0_u32), Cell::new(Duration::ZERO));
    let begun = Instant::now();
    let result = runner.run(&strategy, |value| {
        let now = Instant::now();
        let counted = if check(value)? { &taken } else { &refused };
        counted.set(counted.get() + 1);
        longest.set(longest.get().max(now.elapsed()));
        Ok(())
    });
    println!(
        "{name}: {} taken, {} refused, {:.1} s, the longest {:.3} s",
        taken.get(),
        refused.get(),
        begun.elapsed().as_secs_f64(),
        longest.get().as_secs_f64()
    );
    if let Err(error) = result {
        panic!("{name}: {error}");
    }
    assert!(longest.get() < LONGEST, "{name}: an input took {:?}", longest.get());
    assert!(taken.get() > 0, "{name}: nothing was taken");
}

const ODD: [f64; 19] = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    2.0,
    0.5,
    1e-9,
    1e-300,
    1e300,
    f64::MIN_POSITIVE,
    f64::EPSILON,
    f64::MAX,
    -f64::MAX,
    f64::NAN,
    f64::INFINITY,
    f64::NEG_INFINITY,
    9_007_199_254_740_993.0,
    0.999_999_999_999,
    5e-324,
];

/// Numbers as people give them and as they should never be given.
fn any_number() -> impl Strategy<Value = f64> {
    prop_oneof![
        3 => 0.0..1.0_f64,
        2 => 0.0..1000.0_f64,
        1 => -10.0..10.0_f64,
        2 => proptest::sample::select(&ODD[..]),
        1 => any::<f64>(),
        2 => (-18.0..18.0_f64).prop_map(|power| libm::pow(10.0, power)),
    ]
}

/// Numbers above 0, mostly of moderate size.
fn positive() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => 0.001..1000.0_f64,
        1 => (-12.0..12.0_f64).prop_map(|power| libm::pow(10.0, power)),
        1 => any_number(),
    ]
}

/// Fails an input whose numbers are not finite.
fn finite(what: &str, values: &[f64]) -> Result<(), TestCaseError> {
    match values.iter().find(|value| !value.is_finite()) {
        None => Ok(()),
        Some(value) => Err(TestCaseError::fail(format!("{what} is {value}"))),
    }
}

/// Fails an input one of whose numbers lies outside.
fn within(what: &str, values: &[f64], least: f64, most: f64) -> Result<(), TestCaseError> {
    match values.iter().find(|value| !(least..=most).contains(*value)) {
        None => Ok(()),
        Some(value) => Err(TestCaseError::fail(format!("{what} is {value}, outside {least} to {most}"))),
    }
}
