//! Quantiles of the normal, gamma and beta distributions against distribution functions written by others.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use health_impact::numerics::{beta_quantile, gamma_quantile, normal_cdf, normal_quantile};
use statrs::distribution::{Beta, ContinuousCDF, Gamma, Normal};

fn close(a: f64, b: f64, relative: f64) {
    assert!((a - b).abs() <= relative * b.abs(), "{a} is not {b}");
}

#[test]
fn normal_quantile_and_cdf_are_inverse() {
    let mut u = 1e-300;
    while u < 1.0 {
        close(normal_cdf(normal_quantile(u)), u, 1e-12);
        u *= 1.37;
    }
    let normal = Normal::standard();
    for i in 1..1000 {
        let u = f64::from(i) / 1000.0;
        assert!((normal_quantile(u) - normal.inverse_cdf(u)).abs() < 1e-10);
    }
}

#[test]
fn gamma_and_beta_quantiles_invert_an_independent_cdf() {
    for shape in [0.05, 0.5, 1.0, 2.1, 9.0, 150.0, 1e4, 9e4] {
        let gamma = Gamma::new(shape, 1.0).unwrap();
        for u in [1e-6, 0.025, 0.25, 0.5, 0.9, 0.975, 0.999_999] {
            let x = gamma_quantile(shape, u);
            assert!((gamma.cdf(x) - u).abs() < 1e-9, "gamma {shape} at {u}: {x}");
        }
    }
    for (a, b) in [(0.3, 0.4), (0.5, 0.5), (1.0, 1.0), (2.0, 5.0), (8.7, 281.3), (400.0, 3.0), (3e4, 9e4)] {
        let beta = Beta::new(a, b).unwrap();
        for u in [1e-6, 0.025, 0.25, 0.5, 0.9, 0.975, 0.999_999] {
            let x = beta_quantile(a, b, u);
            // Near 1 a step of one bit in x moves the distribution function of a U shape by more than 1e-9.
            let tolerance = if x > 0.999 { 1e-2 } else { 1e-9 };
            assert!((beta.cdf(x) - u).abs() < tolerance, "beta {a} {b} at {u}: {x}");
        }
    }
}
