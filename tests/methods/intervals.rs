//! Estimates of a point and an interval: the ends drawn are near those published, or the interval is refused.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use health_impact::Error;
use health_impact::estimate::{Distribution, Estimate};

type Fit = fn(f64, f64, f64) -> Result<Estimate, Error>;
/// Point, lower, upper.
type Published = &'static [(f64, f64, f64)];

fn near(a: f64, b: f64, relative: f64) {
    assert!((a - b).abs() <= relative * b.abs(), "{a} is not {b}");
}

#[test]
fn a_point_far_from_the_middle_is_refused() {
    let fits: [(Fit, Published); 4] = [
        (Estimate::log_normal_interval, &[(0.8, 0.3, 0.95), (2.0, 1.1, 5.0), (1.2, 1.0, 1.9), (1.5, 1.5, 3.0)]),
        (Estimate::logit_normal_interval, &[(0.30, 0.10, 0.35), (0.9, 0.3, 0.92)]),
        (Estimate::beta_interval, &[(0.30, 0.10, 0.35), (0.06, 0.05, 0.5)]),
        (Estimate::gamma_interval, &[(1_800.0, 800.0, 1_900.0), (1_000.0, 990.0, 3_000.0)]),
    ];
    for (fit, cases) in fits {
        for &(point, lower, upper) in cases {
            let message = fit(point, lower, upper).unwrap_err().to_string();
            let begin = format!("point estimate {point} is not in the middle of its 95% interval {lower} to {upper}, ");
            assert!(message.starts_with(&begin), "{message}");
        }
    }
    assert_eq!(
        Estimate::log_normal_interval(0.8, 0.3, 0.95).unwrap_err().to_string(),
        "point estimate 0.8 is not in the middle of its 95% interval 0.3 to 0.95, which a log_normal would draw as 0.45 to 1.42: \
         give the interval without its point (log_normal_ends), or another distribution"
    );
}

#[test]
fn an_interval_as_published_is_met() {
    // Rounded as publications round: to a digit of a ratio, and narrow ones to whole steps of their width.
    let fits: [(Fit, Published, f64); 4] = [
        (
            Estimate::log_normal_interval,
            &[(1.59, 1.15, 2.2), (0.2, 0.1, 0.5), (1.02, 1.01, 1.02), (1.5, 1.25, 2.0)],
            0.51,
        ),
        (Estimate::logit_normal_interval, &[(0.02, 0.008, 0.05), (0.92, 0.83, 0.97), (0.5, 0.4, 0.6)], 0.1),
        (Estimate::beta_interval, &[(0.02, 0.005, 0.06), (0.92, 0.8, 0.98), (0.5, 0.4, 0.6), (0.02, 0.0, 0.04)], 0.15),
        (Estimate::gamma_interval, &[(1_200.0, 800.0, 1_900.0), (10.0, 0.0, 20.0), (5.0, 4.9, 5.1)], 0.15),
    ];
    for (fit, cases, most) in fits {
        for &(point, lower, upper) in cases {
            let estimate = fit(point, lower, upper).unwrap();
            assert!(estimate.misfit(lower, upper).unwrap() <= most, "{estimate:?}");
        }
    }
}

#[test]
fn ends_alone_are_met() {
    let ratio = Estimate::log_normal_ends(0.3, 0.95).unwrap();
    near(ratio.quantile(0.025), 0.3, 1e-12);
    near(ratio.quantile(0.975), 0.95, 1e-12);
    near(ratio.central(), (0.3_f64 * 0.95).sqrt(), 1e-12);
    assert!(ratio.misfit(0.3, 0.95).unwrap() < 1e-12);
    let share = Estimate::logit_normal_ends(0.1, 0.35).unwrap();
    near(share.quantile(0.025), 0.1, 1e-12);
    near(share.quantile(0.975), 0.35, 1e-12);
    assert!(Estimate::log_normal_ends(0.0, 1.0).is_err() && Estimate::log_normal_ends(2.0, 1.0).is_err());
    assert!(Estimate::logit_normal_ends(0.1, 1.0).is_err() && Estimate::logit_normal_ends(0.3, 0.1).is_err());
    // A misfit is told on the scale of the fit: here the whole width, and nothing.
    let one = Estimate::new(Distribution::LogNormal { mu: 0.0, sigma: 1.0 }).unwrap();
    let (low, high) = (one.quantile(0.025), one.quantile(0.975));
    near(one.misfit(high, high * high / low).unwrap(), 1.0, 1e-12);
    assert!(one.misfit(0.0, 1.0).is_err() && one.misfit(1.0, 1.0).is_err() && one.misfit(f64::NAN, 1.0).is_err());
}

#[test]
fn files_say_the_same() {
    let read = |text: &str| serde_json::from_str::<Estimate>(text).map_err(|error| error.to_string());
    assert_eq!(
        read(r#"{"distribution": "gamma", "mean": 1200, "lower": 800, "upper": 1900}"#).unwrap(),
        Estimate::gamma_interval(1_200.0, 800.0, 1_900.0).unwrap()
    );
    assert_eq!(
        read(r#"{"distribution": "log_normal", "lower": 0.3, "upper": 0.95}"#).unwrap(),
        Estimate::log_normal_ends(0.3, 0.95).unwrap()
    );
    assert_eq!(
        read(r#"{"distribution": "logit_normal", "lower": 0.1, "upper": 0.35}"#).unwrap(),
        Estimate::logit_normal_ends(0.1, 0.35).unwrap()
    );
    let message = read(r#"{"distribution": "log_normal", "value": 0.8, "lower": 0.3, "upper": 0.95}"#).unwrap_err();
    assert!(message.contains("0.45 to 1.42: give the interval without its point"), "{message}");
}
