//! The innovation spread and the damping that series say together.

use super::local_level::{DriftPrior, Observation, Trend};
use crate::error::{Error, finite};

/// The innovation spread, as the mean of its variance over a grid weighted by how likely each makes the series together.
///
/// The likeliest value alone would often be 0 for a short series, and a spread of 0 claims more than five observations can
/// tell.
///
/// # Errors
/// As [`Trend::fit`], or if `grid` is empty.
pub fn mean_innovation_sd(series: &[Vec<Observation>], prior: DriftPrior, grid: &[f64]) -> Result<f64, Error> {
    let mut likelihoods = Vec::with_capacity(grid.len());
    for &sd in grid {
        let mut total = 0.0;
        for observations in series {
            total += Trend::fit(observations, prior, sd, 1.0)?.log_likelihood();
        }
        likelihoods.push(total);
    }
    let most = likelihoods.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = likelihoods.iter().map(|one| libm::exp(one - most)).collect();
    let sum: f64 = weights.iter().sum();
    if !(sum > 0.0) {
        return Err(Error::Conflict { rule: "a grid of innovation spreads is empty".into() });
    }
    let variance: f64 = grid.iter().zip(&weights).map(|(sd, weight)| sd * sd * weight).sum::<f64>() / sum;
    Ok(libm::sqrt(variance))
}

/// The damping, from a grid, with the least mean squared miss from rolling origins: each series is cut at each origin,
/// fitted to what came before and compared with the observations of the next `horizon` years.
///
/// Returns the damping and its root mean squared miss; the grid should hold 0, which is "no change".
///
/// # Errors
/// As [`Trend::fit`], or if nothing can be compared, or a miss is beyond the largest number.
pub fn damping_by_rolling_origin(
    series: &[Vec<Observation>],
    origins: &[f64],
    horizon: f64,
    prior: DriftPrior,
    innovation_sd: f64,
    grid: &[f64],
) -> Result<(f64, f64), Error> {
    let mut best: Option<(f64, f64)> = None;
    for &damping in grid {
        let (mut sum, mut count) = (0.0, 0.0);
        for observations in series {
            for &origin in origins {
                let seen: Vec<Observation> = observations.iter().copied().filter(|r| r.time <= origin).collect();
                if seen.len() < 2 {
                    continue;
                }
                let trend = Trend::fit(&seen, prior, innovation_sd, damping)?;
                for later in observations.iter().filter(|r| r.time > origin && r.time <= origin + horizon) {
                    let miss = later.value - trend.central(later.time - trend.origin());
                    sum += miss * miss;
                    count += 1.0;
                }
            }
        }
        if count > 0.0 {
            let rms = finite("root mean squared miss of a trend", libm::sqrt(sum / count))?;
            if best.is_none_or(|(_, least)| rms < least) {
                best = Some((damping, rms));
            }
        }
    }
    best.ok_or_else(|| Error::Conflict { rule: "no observation lies after a rolling origin".into() })
}
