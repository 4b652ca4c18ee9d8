//! A trend with several dampings, each with its weight: what forecasts made in the past say of them acts on the next years, and goes
//! back to what was held before them further ahead.

use super::local_level::Observation;
use super::reverting::{Breaks, Drawn, Motion, RevertingScores, RevertingTrend};
use super::steps::damped_years;
use crate::error::{Error, finite};

/// Weights that are learnt act fully up to so many years ahead.
pub(crate) const NEAR: f64 = 5.0;
/// From here on the weights are those held before.
pub(crate) const FAR: f64 = 10.0;

/// Trends of one series that differ in damping.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct AveragedTrend {
    members: Vec<RevertingTrend>,
}

/// What fixes a draw of an averaged trend beside its scores: which damping acts near and which far, and how far the innovations
/// are from their centre, as a factor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Choice {
    pub(crate) near: usize,
    pub(crate) far: usize,
    pub(crate) innovation: f64,
}

impl AveragedTrend {
    /// Fits one trend a damping.
    ///
    /// # Errors
    /// As [`RevertingTrend::fit`]; if there is no damping.
    pub(crate) fn fit(
        observations: &[Observation],
        motion: Motion,
        breaks: Breaks<'_>,
        dampings: &[f64],
    ) -> Result<Self, Error> {
        let members = dampings
            .iter()
            .map(|&damping| RevertingTrend::fit(observations, Motion { damping, ..motion }, breaks))
            .collect::<Result<Vec<_>, _>>()?;
        if members.is_empty() {
            return Err(Error::Conflict { rule: "a trend needs a damping".into() });
        }
        Ok(Self { members })
    }

    /// Time of the last observation.
    pub(crate) fn origin(&self) -> f64 {
        self.members[0].origin()
    }

    /// The value `years` after the origin in the draw with these scores.
    ///
    /// # Formula
    /// ```text
    /// change in year k = (1 - w_k) change with the near damping + w_k change with the far one,  w_k = (k - 1/2 - 5) / 5 within 0 to 1
    /// ```
    pub(crate) fn at(&self, years: f64, choice: Choice, scores: &RevertingScores) -> f64 {
        let (near, far) = (&self.members[choice.near], &self.members[choice.far]);
        let change = |drawn: &Drawn, [all, damped]: [f64; 2]| drawn.long_run * (all - damped) + drawn.drift * damped;
        let split = Split::of(years);
        let drawn = near.drawn(scores);
        let mut value = drawn.level + change(&drawn, split.near(near.motion().damping));
        if years > NEAR {
            value += change(&far.drawn(scores), split.far(far.motion().damping));
        }
        let (one, other) = (near.path_variance(years), far.path_variance(years));
        let variance = one + split.weight * (other - one);
        value + choice.innovation * libm::sqrt(variance.max(0.0)) * scores.path
    }
}

/// How years of change are split over the near and the far damping.
struct Split {
    years: f64,
    /// Weight of the far damping at the end.
    weight: f64,
}

impl Split {
    fn of(years: f64) -> Self {
        Self { years, weight: ((years - NEAR) / (FAR - NEAR)).clamp(0.0, 1.0) }
    }

    /// Weight of the far damping in a year of change, counted from 0.
    fn far_weight(year: f64) -> f64 {
        ((year + 0.5 - NEAR) / (FAR - NEAR)).clamp(0.0, 1.0)
    }

    /// Years of change with the near damping, and how many of the drift's own they hold.
    fn near(&self, damping: f64) -> [f64; 2] {
        if self.years <= NEAR {
            return [self.years, damped_years(damping, self.years)];
        }
        let between = self.between(damping, |weight| 1.0 - weight);
        [NEAR + between[0], damped_years(damping, NEAR) + between[1]]
    }

    /// The same with the far one.
    fn far(&self, damping: f64) -> [f64; 2] {
        let [mut all, mut damped] = self.between(damping, |weight| weight);
        if self.years > FAR {
            all += self.years - FAR;
            damped += damped_years(damping, self.years) - damped_years(damping, FAR);
        }
        [all, damped]
    }

    /// Weighted years between the two.
    fn between(&self, damping: f64, weight: impl Fn(f64) -> f64) -> [f64; 2] {
        let (mut all, mut damped, mut year) = (0.0, 0.0, NEAR);
        while year < self.years.min(FAR) {
            let end = self.years.min(year + 1.0);
            let weight = weight(Self::far_weight(year));
            all += weight * (end - year);
            damped += weight * (damped_years(damping, end) - damped_years(damping, year));
            year += 1.0;
        }
        [all, damped]
    }
}

/// Weights of dampings by forecasts from origins in the past: an origin counts once, however many series and years are forecast from
/// it, for they share what happens.
///
/// # Formula
/// ```text
/// weight ~ exp(sum over origins of the mean over series and years ahead of the log density of what was read)
/// ```
/// # Errors
/// As [`RevertingTrend::fit`].
pub(crate) fn weights_of_dampings(
    series: &[(Vec<Observation>, Motion, f64)],
    break_years: &[f64],
    origins: &[f64],
    dampings: &[f64],
) -> Result<Vec<f64>, Error> {
    let mut scores = vec![0.0; dampings.len()];
    for &origin in origins {
        let mut sums = vec![(0.0, 0.0); dampings.len()];
        for (observations, motion, sd) in series {
            let breaks = Breaks { years: break_years, sd: *sd };
            let seen = observations.iter().take_while(|one| one.time <= origin).count();
            let later = || observations[seen..].iter().filter(|one| one.time <= origin + NEAR);
            if seen < 2 || later().next().is_none() {
                continue;
            }
            for (damping, (sum, count)) in dampings.iter().zip(&mut sums) {
                let trend =
                    RevertingTrend::fit(&observations[..seen], Motion { damping: *damping, ..*motion }, breaks)?;
                for one in later() {
                    let (mean, variance) = trend.ahead(one.time - trend.origin());
                    let variance = variance + breaks.after(trend.origin(), one.time) + one.variance;
                    let miss = one.value - mean;
                    *sum -= 0.5 * (libm::log(variance) + miss * miss / variance);
                    *count += 1.0;
                }
            }
        }
        for (score, (sum, count)) in scores.iter_mut().zip(sums) {
            *score += if count > 0.0 { sum / count } else { 0.0 };
        }
    }
    normalised(&scores)
}

/// Weights of these logarithms, which sum to 1.
pub(super) fn normalised(logs: &[f64]) -> Result<Vec<f64>, Error> {
    let most = finite("weight of a trend", logs.iter().copied().fold(f64::NEG_INFINITY, f64::max))?;
    let weights: Vec<f64> = logs.iter().map(|log| libm::exp(log - most)).collect();
    let sum: f64 = weights.iter().sum();
    Ok(weights.into_iter().map(|weight| weight / sum).collect())
}

/// The index at `u`, a uniform number, of weights that sum to 1.
pub(crate) fn chosen(weights: &[f64], u: f64) -> usize {
    let mut sum = 0.0;
    let found = weights.iter().position(|weight| {
        sum += weight;
        u < sum
    });
    found.unwrap_or(weights.len().saturating_sub(1))
}
