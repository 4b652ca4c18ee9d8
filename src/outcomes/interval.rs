//! Summaries over draws: mean, interval, Monte Carlo error, rank correlation.

use super::mc_error;
use crate::error::Error;
use crate::numerics::sample::{self, between};
use crate::sampling::Sampling;
use serde::Serialize;

/// What the draws of one quantity say, in its unit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Summary {
    /// Mean.
    pub mean: f64,
    /// Median.
    pub median: f64,
    /// Quantile at 0.025.
    pub lower_95: f64,
    /// Quantile at 0.975.
    pub upper_95: f64,
    /// Quantile at 0.1.
    pub lower_80: f64,
    /// Quantile at 0.9.
    pub upper_80: f64,
    /// Monte Carlo standard error of the mean; NaN where the draws cannot tell it: a single plain draw, a number of draws
    /// the sampling [refuses](Sampling::check), a part of the draws in fewer than ten independent groups.
    pub mc_error: f64,
    /// Number of draws.
    pub draws: usize,
}

impl Summary {
    /// Summarises all draws of a run, in draw order. Equal draws give exactly their value and an error of exactly 0.
    ///
    /// # Formula
    /// ```text
    /// plain draws:        mc_error = sd / sqrt(n), sd with the divisor n - 1
    /// groups of draws:    mc_error = sd of the G group means / sqrt(G), sd with the divisor G - 1
    /// quantiles as in quantile()
    /// ```
    /// The groups of a [`Sampling`] are independent of each other: blocks of 100 draws, or sixteen scramblings.
    ///
    /// # Errors
    /// If there are no draws, one is not finite, or their spread is beyond the largest number.
    pub fn of(draws: &[f64], sampling: Sampling) -> Result<Self, Error> {
        Self::new(draws, |mean| mc_error::of_mean(draws, |_| true, mean, sampling))
    }

    /// Summarises the draws marked in `kept`; none if none is.
    ///
    /// Of plain draws they are a smaller plain sample. Else the number kept varies by group, and the error is that of a
    /// ratio of two sums over groups, with n_g draws kept in group g and n in all:
    ///
    /// ```text
    /// mc_error = sqrt(G / (G - 1) * sum over g of (n_g (mean_g - mean))^2) / n
    /// ```
    /// With equal n_g this is the error of [`Summary::of`].
    ///
    /// # Errors
    /// If a draw kept is not finite, or their spread is beyond the largest number.
    ///
    /// # References
    /// [Cochran 1977] Sampling techniques, third edition, chapter 6: ratio estimators.
    pub(crate) fn among(draws: &[f64], kept: &[bool], sampling: Sampling) -> Result<Option<Self>, Error> {
        let some: Vec<f64> = draws.iter().zip(kept).filter(|(_, kept)| **kept).map(|(x, _)| *x).collect();
        if some.is_empty() {
            return Ok(None);
        }
        Self::new(&some, |mean| mc_error::of_mean(draws, |draw| kept[draw], mean, sampling)).map(Some)
    }

    #[allow(clippy::cast_precision_loss)] // numbers of draws are far below 2^53
    fn new(draws: &[f64], mc_error: impl Fn(f64) -> f64) -> Result<Self, Error> {
        let mut draws_by_size = finite("draw", draws)?;
        let [lower_95, lower_80, median, upper_80, upper_95] =
            quantiles(&mut draws_by_size, [0.025, 0.1, 0.5, 0.9, 0.975]);
        // Around the first draw, so that equal draws leave no rounding behind: a null scenario must show 0.
        let origin = draws[0];
        let mut mean = origin + draws.iter().map(|x| x - origin).sum::<f64>() / draws.len() as f64;
        if !mean.is_finite() {
            // Differences may be beyond the largest number where the mean is not.
            mean = sample::mean(draws);
        }
        let mc_error = mc_error(mean);
        if mc_error.is_infinite() {
            let rule = "have a Monte Carlo error beyond the largest number";
            return Err(Error::out_of_range("draws", format!("around {mean}"), rule));
        }
        Ok(Self { mean, median, lower_95, upper_95, lower_80, upper_80, mc_error, draws: draws.len() })
    }
}

/// The quantile of `draws` at `u`, by linear interpolation between order statistics.
///
/// # Formula
/// ```text
/// h = (n - 1) u        quantile = x[floor h] + (h - floor h) (x[floor h + 1] - x[floor h]), x sorted from 0
/// ```
/// # Errors
/// If there are no draws, one is not finite, or `u` is not within 0 to 1.
///
/// # References
/// [Hyndman and Fan 1996] Sample quantiles in statistical packages, definition 7. doi:10.1080/00031305.1996.10473566
pub fn quantile(draws: &[f64], u: f64) -> Result<f64, Error> {
    if !(0.0..=1.0).contains(&u) {
        return Err(Error::out_of_range("level of a quantile", u, "must lie in 0 to 1"));
    }
    let [quantile] = quantiles(&mut finite("draw", draws)?, [u]);
    Ok(quantile)
}

/// Quantiles at rising `levels`. Only what they need of the order is worked out, so that the values change places.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 0 <= h < n
fn quantiles<const N: usize>(values: &mut [f64], levels: [f64; N]) -> [f64; N] {
    let last = values.len() - 1;
    // Everything before `settled` is no larger than what follows.
    let mut settled = 0;
    levels.map(|u| {
        let h = last as f64 * u;
        let below = h.floor() as usize;
        if below >= settled {
            values[settled..].select_nth_unstable_by(below - settled, f64::total_cmp);
            settled = below + 1;
        }
        if below == last {
            return values[below];
        }
        if settled == below + 1 {
            // The next in order is the smallest of the rest.
            let rest = &values[settled..];
            let next =
                (1..rest.len()).fold(0, |least, at| if rest[at].total_cmp(&rest[least]).is_lt() { at } else { least });
            values.swap(settled, settled + next);
            settled += 1;
        }
        between(values[below], values[below + 1], h - h.floor())
    })
}

/// A copy of the values.
fn finite(what: &str, values: &[f64]) -> Result<Vec<f64>, Error> {
    if values.is_empty() {
        return Err(Error::out_of_range(format!("number of {what}s"), 0, "must be 1 or more"));
    }
    if let Some(bad) = values.iter().find(|x| !x.is_finite()) {
        return Err(Error::out_of_range(what, bad, "must be finite"));
    }
    Ok(values.to_vec())
}

/// The values, sorted.
fn sorted(what: &str, values: &[f64]) -> Result<Vec<f64>, Error> {
    let mut sorted = finite(what, values)?;
    // Values equal in total order have equal bits, so the order of equals cannot be seen.
    sorted.sort_unstable_by(f64::total_cmp);
    Ok(sorted)
}

/// A probability found by counting draws, with its Monte Carlo error.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ProbabilityEstimate {
    /// Share of the draws in which it happened.
    pub probability: f64,
    /// Monte Carlo standard error, never 0; NaN if the sampling refuses this number of draws, unless all or none hit.
    pub mc_error: f64,
    /// Number of draws.
    pub draws: usize,
    /// Draws beside them that were left out since their numbers could not be true.
    pub left_out: usize,
}

impl ProbabilityEstimate {
    /// The same where so many draws were left out.
    pub(crate) fn leaving_out(self, left_out: usize) -> Self {
        Self { left_out, ..self }
    }

    /// The chance if it had happened in none of the draws left out, and if in all: the same where none was.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // numbers of draws are far below 2^53
    pub fn range(&self) -> (f64, f64) {
        if self.left_out == 0 {
            return (self.probability, self.probability);
        }
        let (draws, left_out) = (self.draws as f64, self.left_out as f64);
        let hits = self.probability * draws;
        (hits / (draws + left_out), (hits + left_out) / (draws + left_out))
    }

    /// The chance of what happened, or not, in each draw of a run, in draw order.
    ///
    /// # Formula
    /// ```text
    /// plain draws:        mc_error = sqrt(p (1 - p) / n)
    /// groups of draws:    mc_error = sd of the G groups' shares / sqrt(G), sd with the divisor G - 1
    /// with 0 or n hits, or the same number in every group: half the width of the 68% Jeffreys interval,
    ///                     the quantiles at 0.16 and 0.84 of Beta(hits + 1/2, n - hits + 1/2)
    /// ```
    /// # Errors
    /// If there are no draws.
    ///
    /// # References
    /// [Brown, Cai and DasGupta 2001] Interval estimation for a binomial proportion. doi:10.1214/ss/1009213286
    #[allow(clippy::cast_precision_loss)] // numbers of draws are far below 2^53
    pub fn of(happened: &[bool], sampling: Sampling) -> Result<Self, Error> {
        let draws = happened.len();
        if draws == 0 {
            return Err(Error::out_of_range("number of draws", draws, "must be 1 or more"));
        }
        let hits = happened.iter().filter(|hit| **hit).count();
        Ok(Self {
            probability: hits as f64 / draws as f64,
            mc_error: mc_error::of_share(happened, sampling),
            draws,
            left_out: 0,
        })
    }
}

/// Spearman's rank correlation of two lists, -1 to 1, ties taking the mean of their ranks; `None` if all values of
/// either list are equal, since it then has no value.
///
/// # Errors
/// If the lists differ in length, are empty, or hold a number that is not finite.
pub fn spearman(x: &[f64], y: &[f64]) -> Result<Option<f64>, Error> {
    if x.len() != y.len() {
        let rule = format!("must be as many as in the other list, {}", y.len());
        return Err(Error::out_of_range("number of values", x.len(), rule));
    }
    let (x, y) = (ranks(x)?, ranks(y)?);
    let (mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0);
    for (a, b) in x.iter().zip(&y) {
        xx += a * a;
        yy += b * b;
        xy += a * b;
    }
    if xx > 0.0 && yy > 0.0 { Ok(Some((xy / (libm::sqrt(xx) * libm::sqrt(yy))).clamp(-1.0, 1.0))) } else { Ok(None) }
}

/// Ranks less their mean, halves being exact: equal values give exactly 0.
#[allow(clippy::cast_precision_loss)] // numbers of draws are far below 2^53
fn ranks(values: &[f64]) -> Result<Vec<f64>, Error> {
    let sorted = sorted("value", values)?;
    let centre = (values.len() - 1) as f64 / 2.0;
    let rank = |x: &f64| {
        let first = sorted.partition_point(|y| y < x);
        let end = sorted.partition_point(|y| y <= x);
        (first + end - 1) as f64 / 2.0 - centre
    };
    Ok(values.iter().map(rank).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summary_of_known_draws() {
        let draws: Vec<f64> = (0..=100).rev().map(f64::from).collect();
        let summary = Summary::of(&draws, Sampling::Random).unwrap();
        assert!((summary.mean - 50.0).abs() < 1e-12);
        assert!((summary.lower_95 - 2.5).abs() < 1e-12 && (summary.upper_95 - 97.5).abs() < 1e-12);
        assert!((summary.lower_80 - 10.0).abs() < 1e-12 && (summary.upper_80 - 90.0).abs() < 1e-12);
        // Variance of 0..=100 with divisor n - 1 is 858.5.
        assert!((summary.mc_error - (858.5_f64 / 101.0).sqrt()).abs() < 1e-12);
        // R: quantile(c(1, 2, 4, 8), 0.3, type = 7) is 1.9.
        assert!((quantile(&[8.0, 1.0, 4.0, 2.0], 0.3).unwrap() - 1.9).abs() < 1e-12);
    }

    #[test]
    fn quantiles_are_those_of_the_sorted_values() {
        let levels = [0.0, 0.025, 0.1, 0.1, 0.5, 0.51, 0.9, 0.975, 1.0];
        for n in [1, 2, 3, 5, 8, 13, 40, 41, 200, 1001] {
            // A walk over the residues of a prime, with ties and both zeros.
            let values: Vec<f64> = (0..n).map(|i| f64::from(i * 7919 % 1009 % 97) - 40.0).map(|x| x * -0.1).collect();
            let mut by_size = values.clone();
            by_size.sort_by(f64::total_cmp);
            let expected = levels.map(|u| {
                let h = f64::from(n - 1) * u;
                let (below, above) = (by_size[h.floor() as usize], by_size[h.ceil() as usize]);
                below + (h - h.floor()) * (above - below)
            });
            assert_eq!(quantiles(&mut values.clone(), levels).map(f64::to_bits), expected.map(f64::to_bits), "{n}");
        }
    }

    #[test]
    fn equal_draws_leave_no_rounding() {
        let summary = Summary::of(&[0.1; 7], Sampling::Random).unwrap();
        assert_eq!(summary.mean.to_bits(), 0.1_f64.to_bits());
        assert_eq!(summary.mc_error.to_bits(), 0.0_f64.to_bits());
        let of = |draws: &[f64]| Summary::of(draws, Sampling::Random);
        assert!(of(&[1.0]).unwrap().mc_error.is_nan());
        assert!(of(&[]).is_err() && of(&[1.0, f64::NAN]).is_err());
    }

    #[test]
    fn the_error_of_a_chance_is_never_0() {
        let of = |hits, draws| {
            let happened: Vec<bool> = (0..draws).map(|draw| draw < hits).collect();
            ProbabilityEstimate::of(&happened, Sampling::Random)
        };
        assert!((of(30, 100).unwrap().mc_error - 0.045_825_756_949_558_4).abs() < 1e-15);
        let (never, always) = (of(0, 1000).unwrap(), of(1000, 1000).unwrap());
        assert_eq!(never.mc_error.to_bits(), always.mc_error.to_bits());
        // n Beta(1/2, n + 1/2) tends to half a chi-squared of one degree: quantiles 0.02035 and 0.98714.
        assert!((never.mc_error * 1000.0 - 0.4834).abs() < 1e-3, "{}", never.mc_error);
        assert!(of(1, 1).unwrap().mc_error > 0.0);
        assert!(of(0, 0).is_err());
    }

    #[test]
    fn spearman_of_known_lists() {
        let rho = |x: &[f64], y: &[f64]| spearman(x, y).unwrap();
        assert!((rho(&[1.0, 2.0, 3.0], &[1.0, 8.0, 27.0]).unwrap() - 1.0).abs() < 1e-15);
        assert!((rho(&[1.0, 2.0, 3.0], &[3.0, 2.0, 1.0]).unwrap() + 1.0).abs() < 1e-15);
        // Ranks 1, 2.5, 2.5, 4 against 1, 3, 2, 4: 4.5 / sqrt(4.5 x 5).
        let tied = rho(&[1.0, 2.0, 2.0, 3.0], &[1.0, 3.0, 2.0, 4.0]).unwrap();
        assert!((tied - 4.5 / (4.5_f64 * 5.0).sqrt()).abs() < 1e-15);
        assert_eq!(rho(&[1.0, 1.0, 1.0], &[1.0, 2.0, 3.0]), None);
        assert!(spearman(&[1.0], &[]).is_err());
    }
}
