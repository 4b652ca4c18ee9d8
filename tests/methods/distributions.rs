//! Distributions against R, dampack and rdecision, and laws that hold for any input.

// Helpers outside a #[test] are tests all the same.
#![allow(clippy::unwrap_used, clippy::panic)]

use health_impact::estimate::{Distribution, Estimate};
use proptest::prelude::*;
use support::published::Checks;

/// The numbers in an id such as `beta(mean=0.5,sd=0.2).quantile0.025`.
fn numbers(text: &str) -> Vec<f64> {
    text.split(|c: char| !(c.is_ascii_digit() || c == '.')).filter_map(|part| part.parse().ok()).collect()
}

#[test]
fn fits_and_quantiles_of_other_packages() {
    let checks = Checks::read("distribution-fits/expected.json");
    for id in checks.ids() {
        let (set_up, quantity) = id.split_once(").").unwrap();
        let parameters = numbers(set_up);
        let (a, b) = (parameters[0], parameters[1]);
        let estimate = match set_up.split('(').next().unwrap() {
            "beta" if set_up.contains("mean") => Estimate::beta_moments(a, b),
            "beta" => Estimate::new(Distribution::Beta { alpha: a, beta: b }),
            "gamma" if set_up.contains("mean") => Estimate::gamma_moments(a, b),
            "gamma" => Estimate::new(Distribution::Gamma { shape: a, scale: b }),
            "lnorm" => Estimate::log_normal_moments(a, b),
            other => panic!("{other}"),
        }
        .unwrap();
        let value = match (quantity, *estimate.distribution()) {
            ("mean", _) => estimate.mean(),
            ("alpha", Distribution::Beta { alpha, .. }) => alpha,
            ("beta", Distribution::Beta { beta, .. }) => beta,
            ("shape", Distribution::Gamma { shape, .. }) => shape,
            ("scale", Distribution::Gamma { scale, .. }) => scale,
            ("mulog", Distribution::LogNormal { mu, .. }) => mu,
            ("sdlog", Distribution::LogNormal { sigma, .. }) => sigma,
            (quantile, _) => estimate.quantile(quantile.strip_prefix("quantile").unwrap().parse().unwrap()),
        };
        checks.number(&id, value);
    }
    checks.done_with(48);
}

#[test]
fn intervals_come_back_as_quantiles() {
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-12 * b.abs().max(1.0), "{a} {b}");
    let normal = Estimate::normal_interval(-1.0, 3.0).unwrap();
    close(normal.quantile(0.025), -1.0);
    close(normal.quantile(0.975), 3.0);
    // Limits that are symmetric on the log scale are met exactly.
    let ratio = Estimate::log_normal_interval(1.5, 1.0, 2.25).unwrap();
    close(ratio.quantile(0.025), 1.0);
    close(ratio.quantile(0.975), 2.25);
    close(ratio.central(), 1.5);
    let share = Estimate::logit_normal_interval(0.5, 0.2, 0.8).unwrap();
    close(share.quantile(0.025), 0.2);
    close(share.quantile(0.975), 0.8);
    close(share.mean(), 0.5);
    let utility = Estimate::beta_interval(0.8, 0.7, 0.9).unwrap();
    close(utility.mean(), 0.8);
    close(utility.sd(), 0.2 / (2.0 * 1.959_963_984_540_054));
}

#[test]
fn moments_agree_with_the_quantiles() {
    // No outside value: the mean of the quantiles at the middles of equal cells tends to the mean.
    for estimate in [
        Estimate::normal(2.0, 0.5),
        Estimate::log_normal_moments(2.0, 0.5),
        Estimate::logit_normal_interval(0.1, 0.02, 0.4),
        Estimate::logit_normal_interval(0.5, 0.000_1, 0.999_9),
        Estimate::beta_moments(0.3, 0.2),
        Estimate::gamma_moments(3.0, 2.0),
        Estimate::uniform(-1.0, 2.0),
        Estimate::triangular(-1.0, 0.0, 5.0),
    ] {
        let estimate = estimate.unwrap();
        let n = 20_000;
        let values: Vec<f64> = (0..n).map(|i| estimate.quantile((f64::from(i) + 0.5) / f64::from(n))).collect();
        let mean = values.iter().sum::<f64>() / f64::from(n);
        let sd = (values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / f64::from(n)).sqrt();
        assert!((estimate.mean() - mean).abs() < 1e-3 * estimate.sd(), "{estimate:?} {mean}");
        assert!((estimate.sd() / sd - 1.0).abs() < 2e-3, "{estimate:?} {sd}");
        for u in [0.01, 0.3, 0.5, 0.999] {
            let (direct, by_score) =
                (estimate.quantile(u), estimate.at_score(health_impact::numerics::normal_quantile(u)));
            assert!((direct - by_score).abs() <= 1e-9 * direct.abs().max(1e-3), "{estimate:?} {direct} {by_score}");
        }
    }
}

#[test]
fn messages_name_value_and_rule() {
    let message = |result: Result<Estimate, health_impact::Error>| result.unwrap_err().to_string();
    assert_eq!(message(Estimate::fixed(f64::NAN)), "fixed value NaN must be finite");
    assert_eq!(message(Estimate::normal(0.0, 0.0)), "standard deviation of a normal 0 must be above 0 and finite");
    assert_eq!(
        message(Estimate::log_normal_interval(3.0, 1.0, 2.0)),
        "point estimate 3 must lie within its interval 1 to 2"
    );
    assert_eq!(
        message(Estimate::beta_moments(0.5, 0.6)),
        "standard deviation of a beta 0.6 must be below 0.5 at a mean of 0.5"
    );
    assert_eq!(message(Estimate::uniform(2.0, 1.0)), "upper end of a uniform 1 must be above its lower end 2");
    assert!(message(Estimate::log_normal_interval(1.0, 1e-300, 1e300)).contains("spread must be smaller"));
}

#[test]
fn a_source_is_kept() {
    let estimate = Estimate::fixed(1.0).unwrap().with_source("survey, table 3");
    assert_eq!(estimate.source(), Some("survey, table 3"));
    assert!(estimate.is_fixed());
}

/// Any number, with the awkward ones often.
fn any_number() -> impl Strategy<Value = f64> {
    prop_oneof![
        any::<f64>(),
        0.0..1.0,
        -3.0..30.0,
        Just(0.0),
        Just(1.0),
        Just(f64::NAN),
        Just(f64::INFINITY),
        Just(5e-324)
    ]
}

fn sane(result: Result<Estimate, health_impact::Error>) {
    let Ok(estimate) = result else { return };
    let us =
        [health_impact::random::SMALLEST_UNIFORM, 1e-9, 0.1, 0.5, 0.9, 1.0 - health_impact::random::SMALLEST_UNIFORM];
    let mut before = f64::NEG_INFINITY;
    for u in us {
        let value = estimate.quantile(u);
        assert!(value.is_finite(), "{estimate:?} at {u}: {value}");
        assert!(value >= before - 1e-9 * before.abs(), "{estimate:?} falls at {u}: {before} {value}");
        before = value;
        match estimate.distribution() {
            Distribution::Beta { .. } | Distribution::LogitNormal { .. } => assert!((0.0..=1.0).contains(&value)),
            Distribution::Gamma { .. } | Distribution::LogNormal { .. } => assert!(value >= 0.0),
            _ => {}
        }
    }
    assert!(estimate.quantile(1.5).is_nan() && estimate.quantile(f64::NAN).is_nan());
    assert!(estimate.mean().is_finite() && estimate.sd().is_finite() && estimate.at_score(9.0).is_finite());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_file_keeps_every_bit(mean in 0.001..0.999, sd in 1e-6..10.0) {
        for estimate in [Estimate::fixed(mean), Estimate::normal(mean, sd), Estimate::gamma_moments(mean, sd)] {
            let estimate = estimate.unwrap();
            let read: Estimate = serde_json::from_str(&serde_json::to_string(&estimate).unwrap()).unwrap();
            prop_assert_eq!(read, estimate);
        }
    }

    #[test]
    fn constructors_give_an_error_or_a_sane_value(a in any_number(), b in any_number(), c in any_number()) {
        sane(Estimate::fixed(a));
        sane(Estimate::normal(a, b));
        sane(Estimate::normal_interval(a, b));
        sane(Estimate::log_normal_interval(a, b, c));
        sane(Estimate::log_normal_moments(a, b));
        sane(Estimate::beta_moments(a, b));
        sane(Estimate::beta_interval(a, b, c));
        sane(Estimate::logit_normal_interval(a, b, c));
        sane(Estimate::gamma_moments(a, b));
        sane(Estimate::uniform(a, b));
        sane(Estimate::triangular(a, b, c));
        sane(Estimate::new(Distribution::Beta { alpha: a, beta: b }));
        sane(Estimate::new(Distribution::Gamma { shape: a, scale: b }));
        sane(Estimate::new(Distribution::LogitNormal { mu: a, sigma: b }));
    }
}
