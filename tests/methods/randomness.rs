//! Draws: what they may depend on, and that they look random.

// Helpers outside a #[test] are tests all the same.
#![allow(clippy::unwrap_used, clippy::panic)]

use health_impact::estimate::{CorrelatedGroup, Estimate};
use health_impact::parameters::Parameters;
use health_impact::random::{standard_normal, uniform};
use health_impact::sampling::Sampling;
use ndarray::{Array2, Axis, Slice};

const PLAIN: Sampling = Sampling::Random;

fn estimates() -> Vec<(&'static str, Estimate)> {
    vec![
        ("relative risk", Estimate::log_normal_interval(1.5, 1.2, 2.0).unwrap()),
        ("prevalence", Estimate::logit_normal_interval(0.17, 0.15, 0.19).unwrap()),
        ("utility", Estimate::beta_moments(0.8, 0.05).unwrap()),
        ("cost", Estimate::gamma_moments(1000.0, 300.0).unwrap()),
        ("trend", Estimate::normal(-0.02, 0.01).unwrap()),
        ("discount", Estimate::fixed(0.035).unwrap()),
    ]
}

fn parameters(estimates: Vec<(&str, Estimate)>) -> Parameters {
    let mut parameters = Parameters::new();
    for (name, estimate) in estimates {
        parameters.add(name, estimate).unwrap();
    }
    parameters
}

fn bits(values: impl IntoIterator<Item = f64>) -> Vec<u64> {
    values.into_iter().map(f64::to_bits).collect()
}

#[test]
fn adding_and_moving_parameters_moves_nothing() {
    let few = parameters(estimates());
    let mut others = estimates();
    others.reverse();
    others.insert(2, ("new", Estimate::uniform(0.0, 1.0).unwrap()));
    let mut many = parameters(others);
    many.add("newer", Estimate::normal(0.0, 1.0).unwrap()).unwrap();
    many.correlate(CorrelatedGroup::one_factor("fresh", ["new", "newer"], 0.5).unwrap()).unwrap();
    let (short, long) = (few.sample(2015, PLAIN, 0..50).unwrap(), many.sample(2015, PLAIN, 0..50).unwrap());
    for name in few.names() {
        let (a, b) = (short.row(few.row(name).unwrap()), long.row(many.row(name).unwrap()));
        assert_eq!(bits(a.to_vec()), bits(b.to_vec()), "{name}");
    }
}

#[test]
fn the_first_draws_of_a_longer_run_are_those_of_a_shorter() {
    let mut parameters = parameters(estimates());
    parameters.correlate(CorrelatedGroup::one_factor("g", ["utility", "cost"], 0.3).unwrap()).unwrap();
    let total = parameters.sample(7, PLAIN, 0..1000).unwrap();
    let columns = |from: usize, to: usize| total.slice_axis(Axis(1), Slice::from(from..to)).to_owned();
    assert_eq!(bits(parameters.sample(7, PLAIN, 0..100).unwrap()), bits(columns(0, 100)));
    assert_eq!(bits(parameters.sample(7, PLAIN, 400..600).unwrap()), bits(columns(400, 600)));
    assert_ne!(bits(parameters.sample(8, PLAIN, 0..100).unwrap()), bits(columns(0, 100)));
    // As many as fit, from any draw on.
    let last = parameters.sample(7, PLAIN, u64::MAX - 2..u64::MAX).unwrap();
    assert_eq!(last.ncols(), 2);
    let message = parameters.sample(7, PLAIN, 0..u64::MAX).unwrap_err().to_string();
    let most = (2_u64 << 30) / (8 * parameters.len() as u64);
    let numbers = parameters.len();
    let rule = format!("must be {most} or fewer, {numbers} numbers each in 2 GB: ask for them in parts");
    assert_eq!(message, format!("number of draws at a time {} {rule}", u64::MAX));
    assert!(PLAIN.uniforms(7, "cost", 0..1 << 40).is_err() && PLAIN.standard_normals(7, "cost", 0..1 << 40).is_err());
    let group = CorrelatedGroup::one_factor("g", ["utility", "cost"], 0.3).unwrap();
    assert!(group.normal_scores(7, PLAIN, 0..1 << 28).is_err());
    // A draw made by itself is the same draw.
    let cost = parameters.get("trend").unwrap().draw(7, PLAIN, "trend", 123);
    assert_eq!(cost.to_bits(), total[[parameters.row("trend").unwrap(), 123]].to_bits());
}

#[test]
fn a_group_under_a_shared_error_may_grow() {
    let few = CorrelatedGroup::one_factor("boroughs", ["Barnet", "Camden"], 0.6).unwrap();
    let many = CorrelatedGroup::one_factor("boroughs", ["Ealing", "Camden", "Barnet"], 0.6).unwrap();
    let (a, b) = (few.normal_scores(3, PLAIN, 9..10).unwrap(), many.normal_scores(3, PLAIN, 9..10).unwrap());
    assert_eq!(bits([a[0][0], a[1][0]]), bits([b[2][0], b[1][0]]));
}

#[test]
fn an_uncorrelated_group_changes_no_draw() {
    let free = parameters(estimates());
    let mut grouped = parameters(estimates());
    grouped.correlate(CorrelatedGroup::one_factor("g", ["trend", "relative risk"], 0.0).unwrap()).unwrap();
    let (a, b) = (free.sample(1, PLAIN, 0..20).unwrap(), grouped.sample(1, PLAIN, 0..20).unwrap());
    assert!(a.iter().zip(&b).all(|(x, y)| (x - y).abs() <= 1e-12 * x.abs()));
}

#[test]
fn names_are_kept_apart() {
    let mut parameters = parameters(estimates());
    let fixed = || Estimate::fixed(1.0).unwrap();
    let message = parameters.add("cost", fixed()).unwrap_err().to_string();
    assert_eq!(message, "parameter \"cost\" is given twice and may be given once");
    assert!(parameters.row("csot").unwrap_err().to_string().contains("did you mean \"cost\""));
    let group = |name: &str, members: [&str; 2]| CorrelatedGroup::one_factor(name, members, 0.5).unwrap();
    parameters.correlate(group("g", ["cost", "utility"])).unwrap();
    assert!(parameters.correlate(group("g", ["trend", "prevalence"])).is_err());
    let twice = parameters.correlate(group("h", ["trend", "utility"])).unwrap_err().to_string();
    assert_eq!(twice, "parameter \"utility\" is in the groups \"g\" and \"h\": it may be in one");
    assert!(parameters.correlate(group("h", ["trend", "nothing"])).is_err());
    assert!(parameters.add("g: shared error", fixed()).is_err());
    let nul = parameters.add("\0sobol\0cost", fixed()).unwrap_err().to_string();
    assert_eq!(nul, "name of a parameter \"\\0sobol\\0cost\" must not hold a NUL");
    let group = CorrelatedGroup::one_factor("\0", ["trend", "prevalence"], 0.5).unwrap();
    let nul = parameters.correlate(group).unwrap_err().to_string();
    assert_eq!(nul, "name of a correlated group \"\\0\" must not hold a NUL");
}

/// Correlation of two lists of numbers with mean 0 and variance 1.
fn correlation(x: &[f64], y: &[f64]) -> f64 {
    x.iter().zip(y).map(|(a, b)| a * b).sum::<f64>() / x.len() as f64
}

#[test]
fn streams_of_neighbours_are_uncorrelated() {
    let n = 10_000;
    let limit = 4.0 / f64::from(n).sqrt();
    let normals = |seed: u64, name: &str, from: u64| -> Vec<f64> {
        (0..n as u64).map(|draw| standard_normal(seed, name, from + draw)).collect()
    };
    let base = normals(2015, "parameter 1", 0);
    for (label, other) in [
        ("next name", normals(2015, "parameter 2", 0)),
        ("longer name", normals(2015, "parameter 10", 0)),
        ("next seed", normals(2016, "parameter 1", 0)),
        ("next draw", normals(2015, "parameter 1", 1)),
    ] {
        assert!(correlation(&base, &other).abs() < limit, "{label}");
        let (a, b): (Vec<f64>, Vec<f64>) =
            base.iter().zip(&other).map(|(x, y)| ((x * x - 1.0) / 2_f64.sqrt(), (y * y - 1.0) / 2_f64.sqrt())).unzip();
        assert!(correlation(&a, &b).abs() < limit, "spread, {label}");
    }
    // Over names instead of draws.
    let by_name: Vec<f64> = (0..n).map(|i| standard_normal(2015, &format!("area {i}"), 0)).collect();
    assert!(correlation(&by_name[1..], &by_name[..by_name.len() - 1]).abs() < limit);
    assert!(by_name.iter().sum::<f64>().abs() / f64::from(n) < limit);
}

#[test]
fn uniforms_are_uniform() {
    // Kolmogorov-Smirnov at 0.001: 1.95 / sqrt(n).
    let n = 20_000;
    let mut values: Vec<f64> = (0..n).map(|draw| uniform(1, "u", draw)).collect();
    values.sort_by(f64::total_cmp);
    let distance = values.iter().enumerate().map(|(i, u)| (u - (i as f64 + 0.5) / n as f64).abs()).fold(0.0, f64::max);
    assert!(distance < 1.95 / (n as f64).sqrt(), "{distance}");
}

#[test]
fn groups_have_the_correlation_asked_for() {
    let n = 20_000_u64;
    let matrix = ndarray::array![[1.0, 0.5, -0.3], [0.5, 1.0, 0.2], [-0.3, 0.2, 1.0]];
    let names = ["a", "b", "c"];
    let one = Array2::from_shape_fn((3, 3), |(i, j)| if i == j { 1.0 } else { 0.6 });
    for (group, expected) in [
        (CorrelatedGroup::with_matrix("m", names, &matrix).unwrap(), &matrix),
        (CorrelatedGroup::one_factor("f", names, 0.6).unwrap(), &one),
    ] {
        let scores = group.normal_scores(11, PLAIN, 0..n).unwrap();
        for i in 0..3 {
            for j in 0..3 {
                let rho = expected[[i, j]];
                // Standard error of the mean of a product of two standard normals.
                let error = ((1.0 + rho * rho) / n as f64).sqrt();
                assert!((correlation(&scores[i], &scores[j]) - rho).abs() < 4.0 * error, "{i} {j}");
            }
        }
    }
}

#[test]
fn draws_follow_their_distribution() {
    let parameters = parameters(estimates());
    let n = 10_000;
    let draws = parameters.sample(5, PLAIN, 0..n).unwrap();
    for (name, estimate) in estimates() {
        let row = draws.row(parameters.row(name).unwrap());
        let mean = row.iter().sum::<f64>() / n as f64;
        let limit = 4.0 * estimate.sd() / (n as f64).sqrt() + 1e-12;
        assert!((mean - estimate.mean()).abs() < limit, "{name}");
    }
}

#[test]
fn central_values_are_medians() {
    let central = parameters(estimates()).central();
    assert!((central[0] - 1.5).abs() < 1e-12 && (central[5] - 0.035).abs() < 1e-15);
}
