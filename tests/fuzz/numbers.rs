//! Units, distributions, trends and summaries.

use super::{any_number, finite, fuzz, positive, within};
use health_impact::estimate::{Distribution, Estimate};
use health_impact::numerics;
use health_impact::outcomes::{ProbabilityEstimate, Summary, quantile, spearman};
use health_impact::sampling::Sampling;
use health_impact::trend::{DriftPrior, Observation, Trend, TrendScores};
use health_impact::units::{Age, Probability, Proportion, Rate, Year};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

#[test]
fn units() {
    fuzz("units", 20_000, (any_number(), any_number(), any_number(), any::<i32>()), |(a, b, c, whole)| {
        let mut taken = false;
        if let Ok(share) = Proportion::new(a) {
            within("proportion", &[share.get()], 0.0, 1.0)?;
            taken = true;
        }
        if let Ok(share) = Proportion::percent(a) {
            within("per cent", &[share.get()], 0.0, 1.0)?;
        }
        if let Ok(probability) = Probability::new(a) {
            if let Ok(rate) = probability.rate_over(b) {
                within("rate", &[rate.get()], 0.0, f64::MAX)?;
            }
            if let Ok(other) = probability.over(b, c) {
                within("probability", &[other.get()], 0.0, 1.0)?;
            }
        }
        if let Ok(rate) = Rate::new(a)
            && let Ok(probability) = rate.probability_over(b)
        {
            within("probability over", &[probability.get()], 0.0, 1.0)?;
        }
        taken |= Year::new(whole).is_ok() | Age::new(whole.unsigned_abs()).is_ok();
        Ok(taken)
    });
}

/// Any way to make an estimate, of three numbers.
fn estimate(which: usize, [a, b, c]: [f64; 3]) -> Result<Estimate, health_impact::Error> {
    match which {
        0 => Estimate::fixed(a),
        1 => Estimate::normal(a, b),
        2 => Estimate::log_normal_moments(a, b),
        3 => Estimate::beta_moments(a, b),
        4 => Estimate::gamma_moments(a, b),
        5 => Estimate::uniform(a, b),
        6 => Estimate::triangular(a, b, c),
        7 => Estimate::normal_interval(a, b),
        8 => Estimate::log_normal_interval(a, b, c),
        9 => Estimate::beta_interval(a, b, c),
        10 => Estimate::logit_normal_interval(a, b, c),
        11 => Estimate::new(Distribution::Beta { alpha: a, beta: b }),
        _ => Estimate::new(Distribution::Gamma { shape: a, scale: b }),
    }
}

fn sound(made: &Estimate) -> Result<(), TestCaseError> {
    finite("centre, mean, spread", &[made.central(), made.mean(), made.sd()])?;
    within("spread", &[made.sd()], 0.0, f64::MAX)?;
    let quantiles = [1e-9, 0.001, 0.025, 0.3, 0.5, 0.8, 0.975, 0.999, 1.0 - 1e-9].map(|u| made.quantile(u));
    finite("a quantile", &quantiles)?;
    // Where quantiles are one to the last digits, these may differ.
    let falls = quantiles.windows(2).any(|pair| pair[0] - pair[1] > 4.0 * f64::EPSILON * pair[0].abs());
    prop_assert!(!falls, "quantiles fall: {quantiles:?}");
    if matches!(made.distribution(), Distribution::Beta { .. } | Distribution::LogitNormal { .. }) {
        within("quantiles of a share", &quantiles, 0.0, 1.0)?;
    }
    let draws = (0..4).map(|draw| made.draw(1, Sampling::Random, "fuzz", draw)).collect::<Vec<_>>();
    finite("a draw", &draws)
}

#[test]
fn estimates() {
    let shares = || (0.0001..0.9999_f64, 0.0001..0.9999_f64, 0.0001..0.9999_f64);
    let ordered = shares().prop_map(|(a, b, c)| {
        let mut sorted = [a, b, c];
        sorted.sort_by(f64::total_cmp);
        [sorted[1], sorted[0], sorted[2]]
    });
    let numbers = prop_oneof![
        2 => ordered,
        2 => (positive(), positive(), positive()).prop_map(|(a, b, c)| [a, b, c]),
        1 => (any_number(), any_number(), any_number()).prop_map(|(a, b, c)| [a, b, c]),
    ];
    fuzz("estimates", 4_000, (0..13_usize, numbers), |(which, numbers)| match estimate(which, numbers) {
        Ok(made) => sound(&made).map(|()| true),
        Err(_) => Ok(false),
    });
}

#[test]
fn trends() {
    let observations = vec((any_number(), any_number(), positive()), 0..8);
    let steady = (vec((-5.0..5.0_f64, 0.0..2.0_f64), 0..10)).prop_map(|values| {
        values.into_iter().enumerate().map(|(at, (value, variance))| (2000.0 + at as f64, value, variance)).collect()
    });
    let given = (
        prop_oneof![1 => observations.boxed(), 3 => steady.boxed()],
        (any_number(), positive()),
        positive(),
        any_number(),
        any_number(),
        any_number(),
    );
    fuzz("trends", 8_000, given, |(observations, (mean, sd), innovation, damping, ahead, score)| {
        let observations: Vec<Observation> =
            observations.into_iter().map(|(time, value, variance)| Observation { time, value, variance }).collect();
        let Ok(trend) = Trend::fit(&observations, DriftPrior { mean, sd }, innovation, damping) else {
            return Ok(false);
        };
        finite("a fit", &[trend.origin(), trend.level(), trend.level_sd(), trend.drift(), trend.drift_sd()])?;
        if ahead.is_finite() && ahead.abs() < 1e6 {
            finite("a trend ahead", &[trend.damped_years(ahead), trend.central(ahead), trend.variance(ahead)])?;
            if score.abs() < 1e3 {
                finite("a drawn trend", &[trend.at(ahead, TrendScores { drift: score, level: score, path: score })])?;
            }
        } else {
            // Whatever comes out, it comes out at once.
            let _ = (trend.damped_years(ahead), trend.central(ahead), trend.variance(ahead));
        }
        Ok(true)
    });
}

#[test]
fn summaries() {
    let sampling = proptest::sample::select(vec![Sampling::Random, Sampling::LatinHypercube, Sampling::Sobol]);
    let values = prop_oneof![2 => vec(-1e6..1e6_f64, 0..40), 1 => vec(any_number(), 0..6)];
    let given = (values, any_number(), sampling, vec(any::<bool>(), 0..40));
    fuzz("summaries", 20_000, given, |(values, u, sampling, happened)| {
        if let Ok(chance) = ProbabilityEstimate::of(&happened, sampling) {
            within("a chance", &[chance.probability], 0.0, 1.0)?;
        }
        if let Ok(one) = quantile(&values, u) {
            finite("a quantile of draws", &[one])?;
        }
        for of in [numerics::mean(&values), numerics::variance(&values)].into_iter().flatten() {
            finite("a mean or variance", &[of])?;
        }
        let reversed: Vec<f64> = values.iter().rev().copied().collect();
        if let Ok(Some(rank)) = spearman(&values, &reversed) {
            within("a rank correlation", &[rank], -1.0, 1.0)?;
        }
        let Ok(summary) = Summary::of(&values, sampling) else { return Ok(false) };
        let all =
            [summary.mean, summary.median, summary.lower_95, summary.upper_95, summary.lower_80, summary.upper_80];
        finite("a summary", &all)?;
        prop_assert!(summary.lower_95 <= summary.lower_80 && summary.upper_80 <= summary.upper_95, "{summary:?}");
        Ok(true)
    });
}
