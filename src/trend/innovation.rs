//! The spread of the innovations of several groups of series, each its own, partially pooled.

use super::averaged::normalised;
use crate::error::Error;

/// Spreads that are weighed against each other, on the log scale: 0.2% to 20% a year.
const POINTS: usize = 25;
const LEAST: f64 = 0.002;
const MOST: f64 = 0.2;
/// Spreads between groups that are weighed, of the log.
const BETWEEN: [f64; 7] = [0.1, 0.2, 0.35, 0.5, 0.7, 1.0, 1.4];

/// The spreads tried, from the least to the most.
pub(crate) fn spreads() -> impl Iterator<Item = f64> {
    (0..POINTS).map(|point| LEAST * libm::pow(MOST / LEAST, point as f64 / (POINTS - 1) as f64))
}

/// The innovations of a group of series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Innovation {
    /// Spread of the yearly innovation: the root of the mean variance.
    pub(crate) sd: f64,
    /// Spread of its logarithm: how little the series say of it.
    pub(crate) log_sd: f64,
}

/// Innovations of groups, and how they are spread between groups.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PooledInnovations {
    pub(crate) groups: Vec<Innovation>,
    /// Geometric mean of the groups.
    pub(crate) middle: f64,
    /// Spread of the logarithms between the groups.
    pub(crate) between: f64,
}

/// Learns the innovations of groups from the log likelihood of each at [`spreads`].
///
/// # Formula
/// ```text
/// log sd(group) ~ normal(m, s^2),  m and s weighed by how likely they make all groups together
/// ```
/// # Errors
/// If a likelihood is not a number.
pub(crate) fn pooled_innovations(log_likelihoods: &[Vec<f64>]) -> Result<PooledInnovations, Error> {
    let logs: Vec<f64> = spreads().map(libm::log).collect();
    let likelihoods: Vec<Vec<f64>> = log_likelihoods.iter().map(|one| normalised(one)).collect::<Result<_, _>>()?;
    let mut hyper = Vec::with_capacity(logs.len() * BETWEEN.len());
    for &middle in &logs {
        for between in BETWEEN {
            let weights: Vec<f64> =
                logs.iter().map(|log| -0.5 * ((log - middle) / between) * ((log - middle) / between)).collect();
            let prior = normalised(&weights)?;
            let evidence = |likelihood: &Vec<f64>| -> f64 {
                libm::log(
                    likelihood.iter().zip(&prior).map(|(one, prior)| one * prior).sum::<f64>() + f64::MIN_POSITIVE,
                )
            };
            let all: f64 = likelihoods.iter().map(evidence).sum();
            hyper.push((middle, between, prior, all));
        }
    }
    let weights = normalised(&hyper.iter().map(|(.., all)| *all).collect::<Vec<_>>())?;
    let mean =
        |values: &mut dyn Iterator<Item = f64>| -> f64 { values.zip(&weights).map(|(one, weight)| one * weight).sum() };
    let middle = mean(&mut hyper.iter().map(|(middle, ..)| *middle));
    let between = mean(&mut hyper.iter().map(|(_, between, ..)| *between));
    let groups = likelihoods
        .iter()
        .map(|likelihood| {
            let mut posterior = vec![0.0; logs.len()];
            for ((.., prior, _), weight) in hyper.iter().zip(&weights) {
                let all: f64 =
                    likelihood.iter().zip(prior).map(|(one, prior)| one * prior).sum::<f64>() + f64::MIN_POSITIVE;
                for ((sum, one), prior) in posterior.iter_mut().zip(likelihood).zip(prior) {
                    *sum += weight * one * prior / all;
                }
            }
            let mean =
                |of: &dyn Fn(f64) -> f64| -> f64 { posterior.iter().zip(&logs).map(|(p, log)| p * of(*log)).sum() };
            let log = mean(&|log| log);
            Innovation {
                sd: libm::sqrt(mean(&|log| libm::exp(2.0 * log))),
                log_sd: libm::sqrt(mean(&|one| (one - log) * (one - log)).max(0.0)),
            }
        })
        .collect();
    Ok(PooledInnovations { groups, middle: libm::exp(middle), between })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trend::local_level::{DriftPrior, Observation};
    use crate::trend::reverting::{Breaks, Motion, RevertingTrend};

    /// Series made with known innovations: long ones give them back, short ones are drawn to the others.
    #[test]
    fn known_innovations_are_found() {
        let known = [0.006, 0.012, 0.03, 0.06, 0.03, 0.015];
        let motion = |innovation_sd| Motion {
            long_run: DriftPrior { mean: -0.01, sd: 0.01 },
            drift_sd: 0.01,
            damping: 0.8,
            innovation_sd,
            drift_part: 0.0,
        };
        let series = |group: usize, copy: usize, years: usize| -> Vec<Observation> {
            let name = format!("group {group}, series {copy}");
            let mut level = 0.0;
            (0..years)
                .map(|year| {
                    level += -0.01 + known[group] * crate::random::standard_normal(11, &name, year as u64);
                    Observation { time: 2000.0 + year as f64, value: level, variance: 1e-6 }
                })
                .collect()
        };
        let learnt = |years: usize, copies: usize| {
            let likelihood = |group: usize| -> Vec<f64> {
                let fit = |sd: f64, copy: usize| {
                    RevertingTrend::fit(&series(group, copy, years), motion(sd), Breaks::NONE).unwrap().log_likelihood()
                };
                spreads().map(|sd| (0..copies).map(|copy| fit(sd, copy)).sum()).collect()
            };
            pooled_innovations(&(0..known.len()).map(likelihood).collect::<Vec<_>>()).unwrap()
        };
        let long = learnt(40, 8);
        for (known, found) in known.iter().zip(&long.groups) {
            // 312 changes: a standard error of 4%.
            assert!((found.sd / known - 1.0).abs() < 0.15, "{known} {found:?}");
            assert!(found.log_sd < 0.1);
        }
        let geometric = libm::exp(known.iter().map(|sd| libm::log(*sd)).sum::<f64>() / known.len() as f64);
        assert!((long.middle / geometric - 1.0).abs() < 0.4, "{long:?}");
        assert!((0.35..1.4).contains(&long.between), "{long:?}");
        let short = learnt(4, 1);
        let spread = |pooled: &PooledInnovations| libm::log(pooled.groups[3].sd / pooled.groups[0].sd);
        assert!(spread(&short) < 0.9 * spread(&long), "{short:?}");
        assert!(short.groups.iter().all(|group| group.log_sd > 0.2), "{short:?}");
    }
}
