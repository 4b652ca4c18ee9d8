//! Latin hypercube and Sobol draws: how evenly they are spread, what they leave alone, what they gain, and whether their
//! Monte Carlo errors tell the truth.

#![allow(clippy::unwrap_used, clippy::panic)]

use health_impact::data::ReferenceData;
use health_impact::estimate::{CorrelatedGroup, Estimate};
use health_impact::outcomes::{Measure, Outcomes, ProbabilityEstimate, Quantity, Summary};
use health_impact::parameters::Parameters;
use health_impact::random::uniform;
use health_impact::report::Manifest;
use health_impact::sampling::Sampling;
use health_impact::scenario::Group;
use health_impact::scenario::{BASELINE, Scenario};
use ndarray::{Axis, Slice};
use statrs::distribution::{ContinuousCDF, StudentsT};
use support::london::{london, smoking_at, year};

const SPREAD: [Sampling; 2] = [Sampling::LatinHypercube, Sampling::Sobol];
const ALL: [Sampling; 3] = [Sampling::Random, Sampling::LatinHypercube, Sampling::Sobol];

fn bits(values: impl IntoIterator<Item = f64>) -> Vec<u64> {
    values.into_iter().map(f64::to_bits).collect()
}

/// How many of the values lie in each of `n` equal intervals.
fn counts(values: &[f64], n: usize) -> Vec<usize> {
    let mut counts = vec![0; n];
    for u in values {
        counts[(u * n as f64) as usize] += 1;
    }
    counts
}

/// The draws of one scrambling.
fn scrambling(draws: &[f64], which: usize) -> Vec<f64> {
    draws.iter().skip(which).step_by(16).copied().collect()
}

/// Correlation of numbers spread evenly over 0 to 1.
fn correlation(x: &[f64], y: &[f64]) -> f64 {
    12.0 * x.iter().zip(y).map(|(a, b)| (a - 0.5) * (b - 0.5)).sum::<f64>() / x.len() as f64
}

#[test]
fn plain_draws_are_those_of_the_generator() {
    let range = bits(Sampling::Random.uniforms(2015, "quit rate", 5..105).unwrap());
    assert_eq!(range, bits((5..105).map(|draw| uniform(2015, "quit rate", draw))));
}

#[test]
fn each_block_of_a_hypercube_has_one_draw_a_stratum() {
    for name in ["quit rate", "start rate", ""] {
        let draws = Sampling::LatinHypercube.uniforms(2015, name, 0..2_000).unwrap();
        for block in draws.chunks(100) {
            assert_eq!(counts(block, 100), [1; 100]);
        }
        assert_ne!(bits(draws[..100].to_vec()), bits(draws[100..200].to_vec()));
    }
}

#[test]
fn each_scrambling_fills_the_intervals_of_its_first_powers_of_two() {
    for name in ["quit rate", "start rate", ""] {
        let draws = Sampling::Sobol.uniforms(2015, name, 0..16 * 1_024).unwrap();
        for which in 0..16 {
            let points = scrambling(&draws, which);
            for k in 3..=10 {
                assert_eq!(counts(&points[..1 << k], 1 << k), vec![1; 1 << k], "2^{k}");
            }
            // Later blocks of a power of two are as even as the first.
            for block in points.chunks(64) {
                assert_eq!(counts(block, 64), [1; 64]);
            }
        }
    }
}

#[test]
fn a_draw_by_itself_is_uniform() {
    // The same draw of many parameters; Kolmogorov-Smirnov at 0.001: 1.95 / sqrt(n).
    let n = 4_000;
    for sampling in SPREAD {
        for draw in [0, 1, 17, 333] {
            let mut values: Vec<f64> = (0..n).map(|i| sampling.uniform(7, &format!("parameter {i}"), draw)).collect();
            values.sort_by(f64::total_cmp);
            let miss = |(i, u): (usize, &f64)| (u - (i as f64 + 0.5) / f64::from(n)).abs();
            let distance = values.iter().enumerate().map(miss).fold(0.0, f64::max);
            assert!(distance < 1.95 / f64::from(n).sqrt(), "{sampling} draw {draw}: {distance}");
        }
    }
    // The same point of the sixteen scramblings of many parameters.
    let draws: Vec<f64> =
        (0..250).flat_map(|i| Sampling::Sobol.uniforms(7, &format!("parameter {i}"), 160..176).unwrap()).collect();
    let expected = draws.len() as f64 / 50.0;
    let chi: f64 = counts(&draws, 50).iter().map(|n| (*n as f64 - expected) * (*n as f64 - expected) / expected).sum();
    assert!(chi < 85.4, "chi-squared of 49 degrees is below 85.4 with a chance of 0.999: {chi}");
}

#[test]
fn parameters_seeds_and_groups_are_independent() {
    // Independent numbers: standard error of their correlation 1 / sqrt(n). It holds for the even ones too, each spread
    // evenly but free of the other; four of it.
    let n = 8_000;
    let limit = 4.0 / (n as f64).sqrt();
    for sampling in SPREAD {
        let draws = |seed: u64, name: &str, from: u64| sampling.uniforms(seed, name, from..from + n as u64).unwrap();
        let base = draws(2015, "parameter 1", 0);
        for (label, other) in [
            ("next name", draws(2015, "parameter 2", 0)),
            ("longer name", draws(2015, "parameter 10", 0)),
            ("next seed", draws(2016, "parameter 1", 0)),
            ("next group", draws(2015, "parameter 1", if sampling == Sampling::Sobol { 1 } else { 100 })),
        ] {
            let rho = correlation(&base, &other);
            assert!(rho.abs() < limit, "{sampling}, {label}: {rho}");
            // The distance from the middle, made even: it tells of dependence without a direction.
            let folded = |draws: &[f64]| draws.iter().map(|u| (2.0 * u - 1.0).abs()).collect::<Vec<f64>>();
            let rho = correlation(&folded(&base), &folded(&other));
            assert!(rho.abs() < limit, "{sampling}, spread, {label}: {rho}");
        }
    }
}

fn parameters(names: &[&str]) -> Parameters {
    let mut parameters = Parameters::new();
    for name in names {
        parameters.add(*name, Estimate::normal(0.0, 1.0).unwrap()).unwrap();
    }
    parameters
}

#[test]
fn adding_parameters_moves_nothing_and_draws_are_a_part_of_more_draws() {
    let mut few = parameters(&["a", "b", "c"]);
    let mut many = parameters(&["new", "c", "a", "newer", "b"]);
    many.correlate(CorrelatedGroup::one_factor("fresh", ["new", "newer"], 0.5).unwrap()).unwrap();
    for parameters in [&mut few, &mut many] {
        parameters.correlate(CorrelatedGroup::one_factor("g", ["b", "c"], 0.3).unwrap()).unwrap();
    }
    for sampling in ALL {
        let (short, long) = (few.sample(2015, sampling, 0..300).unwrap(), many.sample(2015, sampling, 0..300).unwrap());
        for name in few.names() {
            let (a, b) = (short.row(few.row(name).unwrap()), long.row(many.row(name).unwrap()));
            assert_eq!(bits(a.to_vec()), bits(b.to_vec()), "{sampling} {name}");
        }
        for (from, to) in [(0, 8), (64, 128), (95, 205), (299, 300)] {
            let part = short.slice_axis(Axis(1), Slice::from(from..to)).to_owned();
            assert_eq!(
                bits(few.sample(2015, sampling, from as u64..to as u64).unwrap()),
                bits(part),
                "{sampling} {from}"
            );
        }
        let alone = few.get("a").unwrap().draw(2015, sampling, "a", 123);
        assert_eq!(alone.to_bits(), short[[0, 123]].to_bits());
        assert_ne!(bits(few.sample(2016, sampling, 0..300).unwrap()), bits(short));
    }
}

#[test]
fn scores_of_a_group_are_spread_evenly_too() {
    let group = CorrelatedGroup::one_factor("g", ["a", "b"], 0.4).unwrap();
    // Whole blocks of 100, whole eights of sixteen scramblings.
    for (sampling, draws) in [(Sampling::LatinHypercube, 1_500), (Sampling::Sobol, 1_536)] {
        let scores = group.normal_scores(3, sampling, 0..draws).unwrap();
        let own = |name: &str| sampling.standard_normals(3, name, 0..draws).unwrap();
        let (shared, a) = (own("g: shared error"), own("a"));
        for draw in 0..shared.len() {
            let expected = 0.4_f64.sqrt() * shared[draw] + 0.6_f64.sqrt() * a[draw];
            assert!((scores[0][draw] - expected).abs() < 1e-12);
        }
        // Sums of evenly spread scores: their means miss 0 far less than 1 / sqrt(n), 0.026.
        for member in &scores {
            let mean = member.iter().sum::<f64>() / draws as f64;
            assert!(mean.abs() < 0.005, "{sampling}: {mean}");
        }
    }
}

/// A sum of six distributions: known mean, no effect of two together.
fn additive() -> Vec<(&'static str, Estimate)> {
    vec![
        ("relative risk", Estimate::log_normal_interval(1.5, 1.2, 2.0).unwrap()),
        ("prevalence", Estimate::logit_normal_interval(0.17, 0.05, 0.4).unwrap()),
        ("utility", Estimate::beta_moments(0.7, 0.2).unwrap()),
        ("cost", Estimate::gamma_moments(1.0, 0.3).unwrap()),
        ("trend", Estimate::normal(-0.2, 0.25).unwrap()),
        ("years", Estimate::triangular(0.0, 0.2, 1.0).unwrap()),
    ]
}

fn sums(seed: u64, sampling: Sampling, draws: u64) -> Vec<f64> {
    let mut sums = vec![0.0; usize::try_from(draws).unwrap()];
    for (name, estimate) in additive() {
        for (sum, u) in sums.iter_mut().zip(sampling.uniforms(seed, name, 0..draws).unwrap()) {
            *sum += estimate.quantile(u);
        }
    }
    sums
}

/// Root mean square of what the means over so many draws miss, over seeds.
fn miss(sampling: Sampling, draws: u64, seeds: u64) -> f64 {
    let truth: f64 = additive().iter().map(|(_, estimate)| estimate.mean()).sum();
    let square = |seed: u64| {
        let mean = sums(seed, sampling, draws).iter().sum::<f64>() / draws as f64;
        (mean - truth) * (mean - truth)
    };
    ((0..seeds).map(square).sum::<f64>() / seeds as f64).sqrt()
}

#[test]
fn even_draws_find_the_mean_of_a_sum_sooner() {
    let sd = additive().iter().map(|(_, estimate)| estimate.sd() * estimate.sd()).sum::<f64>().sqrt();
    let plain = sd / 1_000_f64.sqrt();
    let found = miss(Sampling::Random, 1_000, 100) / plain;
    assert!((found - 1.0).abs() < 4.0 / 200_f64.sqrt(), "plain draws miss by sd / sqrt(n): {found}");
    let hypercube = plain / miss(Sampling::LatinHypercube, 1_000, 100);
    assert!(hypercube > 12.0, "Latin hypercube, 1,000 draws: {hypercube}");
    let sobol = |draws: u64| sd / (draws as f64).sqrt() / miss(Sampling::Sobol, draws, 100);
    let (few, many) = (sobol(128), sobol(1_024));
    assert!(few > 3.0 && many > 10.0 && many > 2.5 * few, "Sobol, 128 and 1,024 draws: {few} {many}");
}

/// Variance of a group's mean of a product of two centred uniforms against plain draws of the same number.
fn together(sampling: Sampling, draws: usize, seeds: u64) -> f64 {
    let groups = sampling.groups(draws);
    let mut squares = 0.0;
    for seed in 0..seeds {
        let [x, y] = ["x", "y"].map(|name| sampling.uniforms(seed, name, 0..draws as u64).unwrap());
        let mut means = vec![0.0; groups];
        for draw in 0..draws {
            means[sampling.group(draw)] += 12.0 * (x[draw] - 0.5) * (y[draw] - 0.5);
        }
        squares += means.iter().map(|sum| sum * sum).sum::<f64>();
    }
    // A plain sum over a group has the variance of its number of draws.
    squares / (seeds as f64 * draws as f64)
}

#[test]
fn what_two_parameters_do_together_costs_what_is_said() {
    // Share of a linear effect's variance between intervals of 2^-k: 1 - 4^-k. Within a freely shuffled set of m points,
    // one in each of m intervals, two points' effects have the covariance -share / (m - 1) in each of the two parameters.
    let hypercube = 1.0 + (1.0 - 1e-4_f64) * (1.0 - 1e-4) / 99.0;
    // Eights of points are nested above that: the rest of the digits add less than 2e-5.
    let eights = 1.0 + 0.984_375_f64 * 0.984_375 / 7.0;
    for (sampling, draws, seeds, expected) in
        [(Sampling::LatinHypercube, 2_000, 400, hypercube), (Sampling::Sobol, 1_024, 500, eights)]
    {
        let found = together(sampling, draws, seeds);
        let limit = 4.0 * (2.0 / (sampling.groups(draws) as f64 * seeds as f64)).sqrt() * expected;
        assert!((found - expected).abs() < limit, "{sampling}: {found}, expected {expected} within {limit}");
    }
}

/// Asserts that twice the error covers the truth in as many of 300 seeds as it should.
fn assert_covered(sampling: Sampling, draws: u64, within: impl Fn(&u64) -> bool) {
    let seeds = 300;
    let covered = (0..seeds).filter(within).count() as f64 / seeds as f64;
    // Group means are nearly normal, so the miss over its error follows Student's t.
    let t = StudentsT::new(0.0, 1.0, sampling.groups(draws as usize) as f64 - 1.0).unwrap();
    let expected = 1.0 - 2.0 * t.cdf(-2.0);
    let limit = 4.0 * (expected * (1.0 - expected) / seeds as f64).sqrt();
    assert!((covered - expected).abs() < limit, "{sampling}: {covered}, expected {expected} within {limit}");
}

#[test]
fn monte_carlo_errors_tell_the_truth() {
    let estimates = additive();
    let truth: f64 = estimates.iter().map(|(_, estimate)| estimate.mean()).sum();
    for (sampling, draws) in [(Sampling::Random, 200), (Sampling::LatinHypercube, 1_000), (Sampling::Sobol, 512)] {
        let within = |seed: &u64| {
            let summary = Summary::of(&sums(*seed, sampling, draws), sampling).unwrap();
            (summary.mean - truth).abs() <= 2.0 * summary.mc_error
        };
        assert_covered(sampling, draws, within);
    }
}

#[test]
fn errors_of_chances_tell_the_truth() {
    // x + y < 1/2 for two uniforms: one in eight.
    for (sampling, draws) in [(Sampling::Random, 1_000), (Sampling::LatinHypercube, 1_000), (Sampling::Sobol, 1_024)] {
        let within = |seed: &u64| {
            let [x, y] = ["x", "y"].map(|name| sampling.uniforms(*seed, name, 0..draws).unwrap());
            let happened: Vec<bool> = x.iter().zip(&y).map(|(x, y)| x + y < 0.5).collect();
            let chance = ProbabilityEstimate::of(&happened, sampling).unwrap();
            (chance.probability - 0.125).abs() <= 2.0 * chance.mc_error
        };
        assert_covered(sampling, draws, within);
    }
}

#[test]
fn a_run_takes_its_errors_from_its_sampling() {
    let until = year(2016);
    let projection = london(2016)
        .scenario(Scenario::new("to 16%").with(smoking_at(16.0).by(until)))
        .sampling(Sampling::Sobol)
        .draws(128)
        .build()
        .unwrap();
    let run: Outcomes = projection.run().unwrap();
    assert_eq!(run.sampling(), Sampling::Sobol);

    let start = Quantity::level(BASELINE, Measure::SMOKING_PREVALENCE, year(2015));
    let draws = run.draws_of(&start).unwrap();
    let (found, plain) = (run.summary(&start).unwrap(), Summary::of(&draws, Sampling::Random).unwrap());
    assert_eq!(found, Summary::of(&draws, Sampling::Sobol).unwrap());
    // The share at the start is one input, spread over 128 even strata.
    assert!(found.mc_error < 0.3 * plain.mc_error, "{} {}", found.mc_error, plain.mc_error);

    let averted = run.averted("to 16%", Measure::DEATHS).unwrap();
    let draws = averted.cumulative_draws(until).unwrap();
    assert_eq!(averted.cumulative(until).unwrap(), Summary::of(&draws, Sampling::Sobol).unwrap());
    let shares = run.draws_of(&Quantity::level(BASELINE, Measure::SMOKING_PREVALENCE, until)).unwrap();
    let met: Vec<bool> = shares.iter().map(|share| *share <= 0.16 + 1e-9).collect();
    let expected = ProbabilityEstimate::of(&met, Sampling::Sobol).unwrap();
    assert!(expected.probability > 0.0 && expected.probability < 1.0);
    let rows = run.ambitions().unwrap();
    assert_eq!(rows.iter().find(|row| row.scenario == BASELINE).unwrap().met, Some(expected));
    assert_eq!(run.required_effort().unwrap()[0].by_trend, expected);

    let manifest = Manifest::new(&run, projection.settings(), &ReferenceData::embedded()).unwrap();
    let json = serde_json::to_value(manifest).unwrap();
    assert_eq!((&json["sampling"], &json["settings"]["sampling"]), (&"sobol".into(), &"sobol".into()));

    // One run at central values is no sample of any kind.
    let central = projection.run_central().unwrap();
    let level = central.level(BASELINE, Measure::DEATHS, &Group::everybody(), until).unwrap();
    assert!(level.mc_error.is_nan() && central.sampling() == Sampling::Random);
}
