//! How a series of a few years is carried on: everything that a trend needs, learnt from the series themselves.

use crate::draws::Draws;
use crate::error::Error;
use crate::multistate::lanes::{LANES, Lanes};
use crate::trend::{DriftPrior, Reading, Trend, TrendScores, damping_by_rolling_origin, mean_innovation_sd};

/// Innovation spreads that are weighed against each other, as multiples of the root mean square of yearly changes: 0 is a
/// smooth line, 1 a series all of whose changes are chance.
const INNOVATION_GRID: [f64; 9] = [0.0, 0.1, 0.2, 0.3, 0.4, 0.55, 0.7, 0.85, 1.0];
const DAMPING_GRID: [f64; 7] = [0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0];

/// What a trend of short series needs beside its readings.
///
/// # Formula
/// ```text
/// prior of the drift: normal(0, r^2),  r^2 = mean over series and years of (change per year)^2
/// innovation spread:  weighted by likelihood over 0 to r        damping: least error of forecasts from rolling origins
/// ```
/// A few years do not tell a drift from chance, so the prior leans to neither side and is as wide as any single change that
/// was seen: wide on purpose. It is made of the same readings, so it can only widen what they say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ShortSeries {
    /// Prior of the drift, per year.
    pub prior: DriftPrior,
    /// Spread of the yearly innovation.
    pub innovation_sd: f64,
    /// Damping of the drift.
    pub damping: f64,
}

impl ShortSeries {
    /// Learns prior and damping from `parts` (boroughs, sexes) and the innovation from `wholes` (London, England).
    /// Origins are all years with two readings up to them and one after; errors are taken up to `horizon` years ahead.
    ///
    /// # Errors
    /// If no part has three readings, or a series is not in strict order of time.
    pub fn learn(parts: &[Vec<Reading>], wholes: &[Vec<Reading>], horizon: f64) -> Result<Self, Error> {
        let changes: Vec<f64> = parts
            .iter()
            .flat_map(|readings| {
                readings.windows(2).map(|two| (two[1].value - two[0].value) / (two[1].time - two[0].time))
            })
            .collect();
        let mut origins: Vec<f64> = parts
            .iter()
            .filter(|readings| readings.len() >= 3)
            .flat_map(|readings| readings[1..readings.len() - 1].iter().map(|reading| reading.time))
            .collect();
        origins.sort_by(f64::total_cmp);
        origins.dedup();
        if origins.is_empty() {
            return Err(Error::Conflict { rule: "a short series needs three readings for its trend".into() });
        }
        let width = libm::sqrt(changes.iter().map(|change| change * change).sum::<f64>() / changes.len() as f64);
        let prior = DriftPrior { mean: 0.0, sd: width };
        let innovation_sd = mean_innovation_sd(wholes, prior, &INNOVATION_GRID.map(|part| part * width))?;
        let (damping, _) = damping_by_rolling_origin(parts, &origins, horizon, prior, innovation_sd, &DAMPING_GRID)?;
        Ok(Self { prior, innovation_sd, damping })
    }

    /// A trend of these readings.
    ///
    /// # Errors
    /// As [`Trend::fit`].
    pub fn fit(&self, readings: &[Reading]) -> Result<Trend, Error> {
        Trend::fit(readings, self.prior, self.innovation_sd, self.damping)
    }
}

/// Spread of the innovation of series without a drift, such as the differences of boroughs from London.
///
/// # Errors
/// If a series is not in strict order of time.
pub(crate) fn driftless_innovation_sd(series: &[Vec<Reading>]) -> Result<f64, Error> {
    let changes = || series.iter().flat_map(|readings| readings.windows(2).map(|two| two[1].value - two[0].value));
    let count = changes().count().max(1) as f64;
    let width = libm::sqrt(changes().map(|change| change * change).sum::<f64>() / count);
    let filled: Vec<Vec<Reading>> = series.iter().filter(|readings| !readings.is_empty()).cloned().collect();
    mean_innovation_sd(&filled, DriftPrior { mean: 0.0, sd: 0.0 }, &INNOVATION_GRID.map(|part| part * width))
}

/// The three scores of a trend in eight draws.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TrendLanes {
    drift: Lanes,
    level: Lanes,
    path: Lanes,
}

impl TrendLanes {
    /// Draws the scores of the trend called `name`.
    ///
    /// # Errors
    /// If a parameter cannot be drawn.
    pub(crate) fn draw(draws: &mut Draws<'_>, name: &str) -> Result<Self, Error> {
        Ok(Self {
            drift: draws.score(|| format!("{name}, drift"))?,
            level: draws.score(|| format!("{name}, level"))?,
            path: draws.score(|| format!("{name}, path"))?,
        })
    }

    /// The trend `years_ahead` of its origin.
    pub(crate) fn at(&self, trend: &Trend, years_ahead: f64) -> Lanes {
        let mut lanes = [0.0; LANES];
        for (lane, value) in lanes.iter_mut().enumerate() {
            let scores = TrendScores { drift: self.drift.0[lane], level: self.level.0[lane], path: self.path.0[lane] };
            *value = trend.at(years_ahead, scores);
        }
        Lanes(lanes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(values: &[f64]) -> Vec<Reading> {
        values.iter().enumerate().map(|(i, &value)| Reading { time: 2000.0 + i as f64, value, variance: 0.0 }).collect()
    }

    #[test]
    fn the_prior_is_as_wide_as_the_changes() {
        // Changes 1, 1 and -1, 3: root mean square sqrt(12 / 4).
        let parts = [series(&[0.0, 1.0, 2.0]), series(&[0.0, -1.0, 2.0])];
        let learnt = ShortSeries::learn(&parts, &parts, 2.0).unwrap();
        assert!((learnt.prior.sd - 3.0f64.sqrt()).abs() < 1e-12);
        assert!(learnt.prior.mean.abs() < 1e-12);
        assert!(learnt.innovation_sd > 0.0 && learnt.innovation_sd < learnt.prior.sd);
    }

    #[test]
    fn a_straight_line_keeps_its_drift_and_a_levelling_one_loses_it() {
        let line = [series(&[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0])];
        assert!((ShortSeries::learn(&line, &line, 3.0).unwrap().damping - 1.0).abs() < 1e-12);
        let level = [series(&[0.0, 4.0, 6.0, 7.0, 7.5, 7.75, 7.875])];
        assert!(ShortSeries::learn(&level, &level, 3.0).unwrap().damping <= 0.8);
    }

    #[test]
    fn two_readings_are_no_trend() {
        let short = [series(&[0.0, 1.0])];
        let message = ShortSeries::learn(&short, &short, 1.0).unwrap_err().to_string();
        assert!(message.contains("three readings"), "{message}");
    }
}
