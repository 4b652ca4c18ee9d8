//! How a series of a few years is carried on: everything that a trend needs, learnt from the series themselves.

use crate::draws::Draws;
use crate::error::Error;
use crate::estimate::Estimate;
use crate::forecast::{Forecast, Origin};
use crate::multistate::lanes::{LANES, Lanes};
use crate::trend::{DriftPrior, Observation, Trend, TrendScores, damping_by_rolling_origin, mean_innovation_sd};

/// Innovation spreads that are weighed against each other, as multiples of the root mean square of yearly changes: 0 is a
/// smooth line, 1 a series all of whose changes are chance.
const INNOVATION_GRID: [f64; 9] = [0.0, 0.1, 0.2, 0.3, 0.4, 0.55, 0.7, 0.85, 1.0];
const DAMPING_GRID: [f64; 7] = [0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0];

/// What a trend of short series needs beside its observations.
///
/// # Formula
/// ```text
/// prior of the drift: normal(0, r^2),  r^2 = mean over series and years of (change per year)^2
/// innovation spread:  mean variance over 0 to r, weighted by likelihood; times k if k > 1,
///                     k = root mean square error of forecasts of the aggregates from their origins, in their own standard deviations
/// weight of a damping: (its error / least error)^-n,  error = root mean square of forecasts from n rolling origins
/// ```
/// A few years do not tell a drift from chance, so the prior leans to neither side and is as wide as any single change that
/// was seen: wide on purpose. It is made of the same observations, so it can only widen what they say. Nor do a few origins tell one damping
/// from another: each is drawn with its weight, as the likelihood of normal errors of unknown spread has it, an origin counting
/// once because its errors at all horizons and series go together. Many origins leave one damping, one origin leaves nearly all.
#[derive(Debug, Clone, PartialEq)]
pub struct ShortSeries {
    /// Prior of the drift, per year.
    pub prior: DriftPrior,
    /// Spread of the yearly innovation.
    pub innovation_sd: f64,
    /// Damping of the drift and its weight; weights sum to 1.
    pub dampings: Vec<(f64, f64)>,
}

impl ShortSeries {
    /// Learns prior and damping from `parts` (boroughs, sexes) and the innovation from `aggregates` (London, England).
    /// Origins are all years with two observations up to them and one after; errors are taken up to `horizon` years ahead.
    ///
    /// # Errors
    /// If no part has three observations, or a series is not in strict order of time.
    pub fn learn(parts: &[Vec<Observation>], aggregates: &[Vec<Observation>], horizon: f64) -> Result<Self, Error> {
        let changes: Vec<f64> = parts
            .iter()
            .flat_map(|observations| {
                observations.windows(2).map(|two| (two[1].value - two[0].value) / (two[1].time - two[0].time))
            })
            .collect();
        let mut origins: Vec<f64> = parts
            .iter()
            .filter(|observations| observations.len() >= 3)
            .flat_map(|observations| observations[1..observations.len() - 1].iter().map(|observation| observation.time))
            .collect();
        origins.sort_unstable_by(f64::total_cmp);
        origins.dedup();
        if origins.is_empty() {
            return Err(Error::Conflict { rule: "a short series needs three observations for its trend".into() });
        }
        let width = libm::sqrt(changes.iter().map(|change| change * change).sum::<f64>() / changes.len() as f64);
        let prior = DriftPrior { mean: 0.0, sd: width };
        let innovation_sd = mean_innovation_sd(aggregates, prior, &INNOVATION_GRID.map(|part| part * width))?;
        let mut errors = Vec::with_capacity(DAMPING_GRID.len());
        for damping in DAMPING_GRID {
            let (_, error) = damping_by_rolling_origin(parts, &origins, horizon, prior, innovation_sd, &[damping])?;
            errors.push((damping, error));
        }
        let least = errors.iter().map(|(_, error)| *error).fold(f64::INFINITY, f64::min);
        // A damping without error (a straight line, carried on) leaves no other a weight.
        let weight = |error: f64| {
            if error <= least { 1.0 } else { libm::pow(least / error, origins.len() as f64) }
        };
        let all: f64 = errors.iter().map(|(_, error)| weight(*error)).sum();
        let dampings = errors.iter().map(|(damping, error)| (*damping, weight(*error) / all)).collect();
        let mut learnt = Self { prior, innovation_sd, dampings };
        learnt.innovation_sd *= learnt.missed(aggregates, horizon)?.max(1.0);
        Ok(learnt)
    }

    /// Root mean square of what forecasts from rolling origins inside the series missed, in their own standard deviations.
    fn missed(&self, series: &[Vec<Observation>], horizon: f64) -> Result<f64, Error> {
        let (mut sum, mut count) = (0.0, 0.0);
        for observations in series {
            for seen in 2..observations.len() {
                let trend = self.fit(&observations[..seen])?;
                for later in observations[seen..].iter().filter(|later| later.time <= trend.origin() + horizon) {
                    let ahead = later.time - trend.origin();
                    let (miss, variance) = (later.value - trend.mean(ahead), trend.variance(ahead) + later.variance);
                    if variance > 0.0 {
                        sum += miss * miss / variance;
                        count += 1.0;
                    }
                }
            }
        }
        Ok(if count > 0.0 { libm::sqrt(sum / count) } else { 1.0 })
    }

    /// A trend of these observations.
    ///
    /// # Errors
    /// As [`Trend::fit`].
    pub fn fit(&self, observations: &[Observation]) -> Result<ShortTrend, Error> {
        let weighed = self
            .dampings
            .iter()
            .map(|(damping, weight)| Ok((Trend::fit(observations, self.prior, self.innovation_sd, *damping)?, *weight)))
            .collect::<Result<Vec<_>, Error>>()?;
        let Some((first, _)) = weighed.first().copied() else {
            return Err(Error::Conflict { rule: "a trend of a short series needs a damping".into() });
        };
        Ok(ShortTrend { first, weighed })
    }
}

/// A trend of a short series: one for each damping, with its weight.
#[derive(Debug, Clone, PartialEq)]
pub struct ShortTrend {
    first: Trend,
    weighed: Vec<(Trend, f64)>,
}

impl ShortTrend {
    /// Time of the last observation, in years.
    #[must_use]
    pub fn origin(&self) -> f64 {
        self.first.origin()
    }

    /// The trends and their weights, which sum to 1.
    #[must_use]
    pub fn weighed(&self) -> &[(Trend, f64)] {
        &self.weighed
    }

    /// The mean value `years_ahead` of the origin.
    #[must_use]
    pub fn mean(&self, years_ahead: f64) -> f64 {
        self.weighed.iter().map(|(trend, weight)| weight * trend.central(years_ahead)).sum()
    }

    /// Variance of the value `years_ahead` of the origin, the damping being unknown.
    #[must_use]
    pub fn variance(&self, years_ahead: f64) -> f64 {
        let mean = self.mean(years_ahead);
        self.weighed
            .iter()
            .map(|(trend, weight)| {
                let off = trend.central(years_ahead) - mean;
                weight * (trend.variance(years_ahead) + off * off)
            })
            .sum()
    }

    /// Forecasts of all observations after an origin.
    pub(crate) fn forecasts(&self, origin: Origin<'_>, unit: impl Fn(f64) -> f64) -> Vec<Forecast> {
        origin
            .read
            .iter()
            .filter(|observation| observation.time > f64::from(origin.year))
            .map(|observation| {
                let ahead = observation.time - self.origin();
                Forecast::of(origin, observation, (self.mean(ahead), self.variance(ahead)), &unit)
            })
            .collect()
    }

    /// The trend with the damping at `u`, a uniform number.
    fn at_uniform(&self, u: f64) -> &Trend {
        let mut sum = 0.0;
        let found = self.weighed.iter().find(|(_, weight)| {
            sum += weight;
            u < sum
        });
        found.or(self.weighed.last()).map_or(&self.first, |(trend, _)| trend)
    }
}

/// Spread of the innovation of series without a drift, such as the differences of boroughs from London.
///
/// # Errors
/// If a series is not in strict order of time.
pub(crate) fn driftless_innovation_sd(series: &[Vec<Observation>]) -> Result<f64, Error> {
    let changes =
        || series.iter().flat_map(|observations| observations.windows(2).map(|two| two[1].value - two[0].value));
    let count = changes().count().max(1) as f64;
    let width = libm::sqrt(changes().map(|change| change * change).sum::<f64>() / count);
    let filled: Vec<Vec<Observation>> =
        series.iter().filter(|observations| !observations.is_empty()).cloned().collect();
    mean_innovation_sd(&filled, DriftPrior { mean: 0.0, sd: 0.0 }, &INNOVATION_GRID.map(|part| part * width))
}

/// What fixes a trend of a short series in eight draws: its three scores and its damping.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TrendLanes {
    drift: Lanes,
    level: Lanes,
    path: Lanes,
    damping: Lanes,
}

impl TrendLanes {
    /// Draws the trend called `name`.
    ///
    /// # Errors
    /// If a parameter cannot be drawn.
    pub(crate) fn draw(draws: &mut Draws<'_>, name: &str) -> Result<Self, Error> {
        Ok(Self {
            drift: draws.score(|| format!("{name}, drift"))?,
            level: draws.score(|| format!("{name}, level"))?,
            path: draws.score(|| format!("{name}, path"))?,
            damping: draws.value(|| format!("{name}, damping"), &Estimate::uniform(0.0, 1.0)?)?,
        })
    }

    /// The trend `years_ahead` of its origin.
    pub(crate) fn at(&self, trend: &ShortTrend, years_ahead: f64) -> Lanes {
        let mut lanes = [0.0; LANES];
        for (lane, value) in lanes.iter_mut().enumerate() {
            let scores = TrendScores { drift: self.drift.0[lane], level: self.level.0[lane], path: self.path.0[lane] };
            *value = trend.at_uniform(self.damping.0[lane]).at(years_ahead, scores);
        }
        Lanes(lanes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(values: &[f64]) -> Vec<Observation> {
        values
            .iter()
            .enumerate()
            .map(|(i, &value)| Observation { time: 2000.0 + i as f64, value, variance: 0.0 })
            .collect()
    }

    #[test]
    fn the_prior_is_as_wide_as_the_changes() {
        // Changes 1, 1 and -1, 3: root mean square sqrt(12 / 4).
        let parts = [series(&[0.0, 1.0, 2.0]), series(&[0.0, -1.0, 2.0])];
        let learnt = ShortSeries::learn(&parts, &parts, 2.0).unwrap();
        assert!((learnt.prior.sd - 3.0f64.sqrt()).abs() < 1e-12);
        assert!(learnt.prior.mean.abs() < 1e-12);
        assert!(learnt.innovation_sd > 0.0);
        assert!((learnt.dampings.iter().map(|(_, weight)| weight).sum::<f64>() - 1.0).abs() < 1e-12);
    }

    fn weight_of(learnt: &ShortSeries, least: f64) -> f64 {
        learnt.dampings.iter().filter(|(damping, _)| *damping >= least).map(|(_, weight)| weight).sum()
    }

    #[test]
    fn a_straight_line_keeps_its_drift_and_a_levelling_one_loses_it() {
        let line = [series(&[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0])];
        assert!(weight_of(&ShortSeries::learn(&line, &line, 3.0).unwrap(), 0.95) > 0.8);
        let level = [series(&[0.0, 4.0, 6.0, 7.0, 7.5, 7.75, 7.875])];
        assert!(weight_of(&ShortSeries::learn(&level, &level, 3.0).unwrap(), 0.9) < 0.1);
    }

    #[test]
    fn mean_and_variance_are_those_of_the_draws() {
        let parts = [series(&[0.0, 1.0, 1.5, 2.5, 2.75])];
        let trend = ShortSeries::learn(&parts, &parts, 3.0).unwrap().fit(&parts[0]).unwrap();
        let (mut sum, mut squares, count) = (0.0, 0.0, 20_000);
        for draw in 0..count {
            let z = |name: &str| Lanes::splat(crate::random::standard_normal(7, name, draw));
            let damping = Lanes::splat((draw as f64 + 0.5) / count as f64);
            let lanes = TrendLanes { drift: z("d"), level: z("l"), path: z("p"), damping };
            let value = lanes.at(&trend, 4.0).0[3];
            sum += value;
            squares += value * value;
        }
        let mean = sum / count as f64;
        let variance = squares / count as f64 - mean * mean;
        assert!((mean - trend.mean(4.0)).abs() < 4.0 * libm::sqrt(trend.variance(4.0) / count as f64));
        assert!((variance / trend.variance(4.0) - 1.0).abs() < 0.05);
    }

    #[test]
    fn two_observations_are_no_trend() {
        let short = [series(&[0.0, 1.0])];
        let message = ShortSeries::learn(&short, &short, 1.0).unwrap_err().to_string();
        assert!(message.contains("three observations"), "{message}");
    }
}
