//! A trend whose drift comes back to a long-run change, in the past as in the future.
//!
//! ```text
//! level(t + 1) = level(t) + drift(t) + innovation        drift(t + 1) = B + phi (drift(t) - B) + innovation of the drift
//! ```
//! B is the long-run yearly change. A drift damped to 0 claims that change ends, one that is not damped that it never does; B is
//! drawn from a wide prior, so that neither is claimed.

use super::local_level::{DriftPrior, Observation};
use super::steps::{damped_years, drift_noise, whole_years};
use crate::error::{Error, finite};

/// How a series moves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Motion {
    /// The long-run yearly change, B.
    pub(crate) long_run: DriftPrior,
    /// Spread of the drift around it at the first observation.
    pub(crate) drift_sd: f64,
    /// Share of the drift's distance from the long run that is left a year later, phi: 0 to 1.
    pub(crate) damping: f64,
    /// Spread of the yearly innovation of the level.
    pub(crate) innovation_sd: f64,
    /// That of the drift, as a part of the innovation of the level.
    pub(crate) drift_part: f64,
}

/// A level shift of unknown size between a year and the one before, such as a change of coding.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Breaks<'a> {
    /// The first years after each.
    pub(crate) years: &'a [f64],
    /// Spread of a shift.
    pub(crate) sd: f64,
}

impl Breaks<'_> {
    /// No breaks.
    #[cfg(test)]
    pub(crate) const NONE: Breaks<'static> = Breaks { years: &[], sd: 0.0 };

    /// Variance of the shifts after one time and up to another.
    pub(super) fn after(&self, after: f64, up_to: f64) -> f64 {
        self.years.iter().filter(|year| after < **year && **year <= up_to).count() as f64 * self.sd * self.sd
    }
}

/// Level, drift and long-run change at the last observation, and what is not known of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct RevertingTrend {
    origin: f64,
    mean: [f64; 3],
    /// Covariance of level, drift and long run.
    covariance: [[f64; 3]; 3],
    motion: Motion,
    log_likelihood: f64,
}

/// Standard normal scores that fix one draw of a trend.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct RevertingScores {
    pub(crate) long_run: f64,
    pub(crate) drift: f64,
    pub(crate) level: f64,
    pub(crate) path: f64,
}

/// Level, drift and long-run change in one draw.
#[derive(Debug, Clone, Copy)]
pub(super) struct Drawn {
    pub(super) level: f64,
    pub(super) drift: f64,
    pub(super) long_run: f64,
}

impl RevertingTrend {
    /// Fits the trend to observations a whole number of years apart, in strict order of time, by the Kalman filter.
    ///
    /// # Errors
    /// If there are none, they are not in order or not whole years apart, or a number is not one.
    pub(crate) fn fit(observations: &[Observation], motion: Motion, breaks: Breaks<'_>) -> Result<Self, Error> {
        let Some(first) = observations.first() else {
            return Err(Error::Conflict { rule: "a trend needs at least one observation".into() });
        };
        let (long_run, spread) = (motion.long_run.sd * motion.long_run.sd, motion.drift_sd * motion.drift_sd);
        // A diffuse start: the first observation sets the level, its own error being all that is known of it.
        let mut trend = Self {
            origin: first.time,
            mean: [first.value, motion.long_run.mean, motion.long_run.mean],
            covariance: [[first.variance, 0.0, 0.0], [0.0, long_run + spread, long_run], [0.0, long_run, long_run]],
            motion,
            log_likelihood: 0.0,
        };
        for observation in &observations[1..] {
            let years = whole_years(observation.time - trend.origin)?;
            let shift = breaks.after(trend.origin, observation.time);
            for year in 0..years {
                trend.step(if year == 0 { shift } else { 0.0 });
            }
            trend.update(observation);
        }
        for value in trend.mean {
            finite("level, drift or long-run change of a trend", value)?;
        }
        finite("log likelihood of a trend", trend.log_likelihood)?;
        Ok(trend)
    }

    /// A year on.
    fn step(&mut self, shift: f64) {
        let Motion { damping: phi, innovation_sd, drift_part, .. } = self.motion;
        let [level, drift, long_run] = self.mean;
        self.mean = [level + drift, phi * drift + (1.0 - phi) * long_run, long_run];
        let [[ll, ld, lb], [_, dd, db], [_, _, bb]] = self.covariance;
        let rest = 1.0 - phi;
        // F P F', row by row.
        let level_drift = phi * (ld + dd) + rest * (lb + db);
        let level_long = lb + db;
        let drift_long = phi * db + rest * bb;
        let innovation = innovation_sd * innovation_sd;
        self.covariance = [
            [ll + 2.0 * ld + dd + innovation + shift, level_drift, level_long],
            [
                level_drift,
                phi * phi * dd + 2.0 * phi * rest * db + rest * rest * bb + drift_part * drift_part * innovation,
                drift_long,
            ],
            [level_long, drift_long, bb],
        ];
        self.origin += 1.0;
    }

    fn update(&mut self, observation: &Observation) {
        let variance = self.covariance[0][0] + observation.variance;
        let miss = observation.value - self.mean[0];
        if variance <= 0.0 {
            return;
        }
        let with_level = self.covariance[0];
        for (mean, with) in self.mean.iter_mut().zip(with_level) {
            *mean += with / variance * miss;
        }
        for (row, one) in self.covariance.iter_mut().zip(with_level) {
            for (cell, other) in row.iter_mut().zip(with_level) {
                *cell -= one * other / variance;
            }
        }
        self.log_likelihood -= 0.5 * (libm::log(variance) + miss * miss / variance);
    }

    /// Time of the last observation.
    pub(crate) fn origin(&self) -> f64 {
        self.origin
    }

    /// Log likelihood of the observations after the first, without its constant.
    pub(crate) fn log_likelihood(&self) -> f64 {
        self.log_likelihood
    }

    /// Central level, drift and long-run change.
    #[cfg(test)]
    pub(crate) fn central(&self) -> [f64; 3] {
        self.mean
    }

    /// How it moves.
    pub(super) fn motion(&self) -> &Motion {
        &self.motion
    }

    /// Level, drift and long-run change with these scores: the long run first, then drift given it, then level given both.
    pub(super) fn drawn(&self, scores: &RevertingScores) -> Drawn {
        let [[ll, ld, lb], [_, dd, db], [_, _, bb]] = self.covariance;
        let root = |variance: f64| libm::sqrt(variance.max(0.0));
        let over = |a: f64, b: f64| if b > 0.0 { a / b } else { 0.0 };
        let b = root(bb);
        let drift_of_long = over(db, b);
        let own = root(dd - drift_of_long * drift_of_long);
        let level_of_long = over(lb, b);
        let level_of_own = over(ld - level_of_long * drift_of_long, own);
        let left = root(ll - level_of_long * level_of_long - level_of_own * level_of_own);
        Drawn {
            level: self.mean[0] + level_of_long * scores.long_run + level_of_own * scores.drift + left * scores.level,
            drift: self.mean[1] + drift_of_long * scores.long_run + own * scores.drift,
            long_run: self.mean[2] + b * scores.long_run,
        }
    }

    /// Variance of the innovations of so many years.
    pub(super) fn path_variance(&self, years: f64) -> f64 {
        let Motion { damping, innovation_sd, drift_part, .. } = self.motion;
        innovation_sd * innovation_sd * (years.max(0.0) + drift_part * drift_part * drift_noise(damping, years))
    }

    /// Mean and variance of the value a whole number of years after the origin, without breaks to come.
    pub(crate) fn ahead(&self, years: f64) -> (f64, f64) {
        let d = damped_years(self.motion.damping, years);
        let weights = [1.0, d, years - d];
        let mean = self.mean.iter().zip(weights).map(|(mean, weight)| mean * weight).sum();
        let mut variance = self.path_variance(years);
        for (row, one) in self.covariance.iter().zip(weights) {
            for (cell, other) in row.iter().zip(weights) {
                variance += one * other * cell;
            }
        }
        (mean, variance)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn motion(damping: f64) -> Motion {
        let long_run = DriftPrior { mean: -0.01, sd: 0.01 };
        Motion { long_run, drift_sd: 0.02, damping, innovation_sd: 0.03, drift_part: 0.2 }
    }

    fn series() -> Vec<Observation> {
        [0.0, -0.03, -0.02, -0.06, -0.1, -0.09]
            .into_iter()
            .enumerate()
            .map(|(i, value)| Observation { time: 2001.0 + i as f64, value, variance: 1e-4 })
            .collect()
    }

    /// A fit to more years without observations is the forecast: the same recursion.
    #[test]
    fn forecasts_are_the_steps_of_the_filter() {
        for damping in [0.0, 0.5, 0.95, 1.0] {
            let trend = RevertingTrend::fit(&series(), motion(damping), Breaks::NONE).unwrap();
            let mut on = trend;
            for years in 1..=12 {
                on.step(0.0);
                let (mean, variance) = trend.ahead(f64::from(years));
                assert!((mean - on.mean[0]).abs() < 1e-12, "{damping} {years}");
                assert!((variance / on.covariance[0][0] - 1.0).abs() < 1e-9, "{damping} {years}");
            }
        }
    }

    #[test]
    fn draws_have_the_covariance_of_the_fit() {
        let trend = RevertingTrend::fit(&series(), motion(0.7), Breaks::NONE).unwrap();
        let (n, mut sums, mut squares) = (40_000, [0.0; 3], [[0.0; 3]; 3]);
        for draw in 0..n {
            let z = |name: &str| crate::random::standard_normal(3, name, draw);
            let drawn = trend.drawn(&RevertingScores { long_run: z("b"), drift: z("d"), level: z("l"), path: 0.0 });
            let values = [drawn.level, drawn.drift, drawn.long_run];
            for i in 0..3 {
                let off = values[i] - trend.mean[i];
                sums[i] += off;
                for j in 0..3 {
                    squares[i][j] += off * (values[j] - trend.mean[j]);
                }
            }
        }
        for i in 0..3 {
            let scale = |j: usize| trend.covariance[j][j].sqrt();
            assert!((sums[i] / n as f64).abs() < 4.0 * scale(i) / (n as f64).sqrt());
            for j in 0..3 {
                let miss = squares[i][j] / n as f64 - trend.covariance[i][j];
                assert!(miss.abs() < 6.0 * scale(i) * scale(j) / (n as f64).sqrt(), "{i} {j}");
            }
        }
    }

    #[test]
    fn a_break_is_no_innovation() {
        let mut jump = series();
        for observation in &mut jump[3..] {
            observation.value += 0.5;
        }
        let breaks = Breaks { years: &[2004.0], sd: 1.0 };
        let (with, without) = (
            RevertingTrend::fit(&jump, motion(0.9), breaks).unwrap(),
            RevertingTrend::fit(&jump, motion(0.9), Breaks::NONE).unwrap(),
        );
        let plain = RevertingTrend::fit(&series(), motion(0.9), Breaks::NONE).unwrap();
        let drift = |trend: &RevertingTrend| trend.central()[1];
        assert!((drift(&with) - drift(&plain)).abs() < 0.005, "{} {}", drift(&with), drift(&plain));
        assert!(drift(&without) > drift(&plain) + 0.01);
        assert!(with.log_likelihood() > without.log_likelihood());
    }
}
