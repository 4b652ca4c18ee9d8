//! The trend itself: level and drift by the Kalman filter, and where they lead.

use super::damped_years::damped_years;
use crate::error::{Error, finite};
use crate::numerics::sample::{mean, variance};

/// One point of a series: when, what was read, and the variance of the observation's own error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observation {
    /// Time in years, for example 2015.0.
    pub time: f64,
    /// The value on the scale of the trend.
    pub value: f64,
    /// Variance of the observation's error (survey error, Poisson noise) on the same scale, 0 if none.
    pub variance: f64,
}

/// What is known of the yearly drift before the series is seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DriftPrior {
    /// Mean yearly change on the scale of the trend.
    pub mean: f64,
    /// Its standard deviation.
    pub sd: f64,
}

impl DriftPrior {
    /// Mean and standard deviation of slopes of other series.
    ///
    /// # Errors
    /// If there are less than two.
    pub(crate) fn of_slopes(slopes: &[f64]) -> Result<Self, Error> {
        if slopes.len() < 2 {
            return Err(Error::Conflict { rule: "the prior of a drift needs two slopes or more".into() });
        }
        Ok(Self { mean: mean(slopes), sd: libm::sqrt(variance(slopes)) })
    }
}

/// The largest number of a trend: its paths are finite for horizons, and scores, up to as much.
const LARGEST: f64 = 1e100;

/// A fitted trend: level and drift at the last observation with their joint uncertainty.
///
/// # Formula
/// ```text
/// past:    observation(t) = level(t) + error(t)
///          level(t)   = level(t-1) + drift + innovation(t),   innovation ~ normal(0, s^2)
/// future:  level(T+h) = level(T) + drift * D(h) + s * sqrt(h) * z,   D(h) = f + f^2 + ... + f^h
/// ```
/// `f` is the damping: 1 carries the drift on for ever, 0 is "no change". Within one draw the path is smooth (one `z`);
/// over the draws its spread at every horizon is that of the random walk.
///
/// # References
/// [Gardner & McKenzie 1985] damped trend forecasts, doi:10.1287/mnsc.31.10.1237;
/// [Durbin & Koopman 2012] local level with drift, doi:10.1093/acprof:oso/9780199641178.001.0001.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trend {
    origin: f64,
    level: f64,
    drift: f64,
    var_level: f64,
    covariance: f64,
    var_drift: f64,
    innovation_sd: f64,
    damping: f64,
    log_likelihood: f64,
}

/// The three standard normal scores that fix one draw of a trend.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TrendScores {
    /// Moves the drift.
    pub drift: f64,
    /// Moves the level at the origin, given the drift.
    pub level: f64,
    /// Moves the path after the origin.
    pub path: f64,
}

impl TrendScores {
    /// The central path: every score 0.
    pub const CENTRAL: Self = Self { drift: 0.0, level: 0.0, path: 0.0 };
}

impl Trend {
    /// Fits level and drift to `observations` (in time order) by the Kalman filter.
    ///
    /// # Errors
    /// If there are no observations, they are not in strict time order, a value is not finite, a variance is negative,
    /// or `damping` is not in 0 to 1; if what is fitted is larger than 1e100, so that a path would leave the numbers.
    pub fn fit(
        observations: &[Observation],
        prior: DriftPrior,
        innovation_sd: f64,
        damping: f64,
    ) -> Result<Self, Error> {
        check(observations, prior, innovation_sd, damping)?;
        let first = observations[0];
        // A diffuse start: the first observation sets the level, its own error being all that is known of it.
        let mut trend = Self {
            origin: first.time,
            level: first.value,
            drift: prior.mean,
            var_level: first.variance,
            covariance: 0.0,
            var_drift: prior.sd * prior.sd,
            innovation_sd,
            damping,
            log_likelihood: 0.0,
        };
        for observation in &observations[1..] {
            trend.predict(observation.time - trend.origin);
            trend.update(observation);
        }
        for (what, value) in [
            ("origin", trend.origin),
            ("level", trend.level),
            ("drift", trend.drift),
            ("variance of the level", trend.var_level),
            ("covariance of level and drift", trend.covariance),
            ("variance of the drift", trend.var_drift),
            ("variance a year", innovation_sd * innovation_sd),
            ("log likelihood", trend.log_likelihood),
        ] {
            if !(value.abs() <= LARGEST) {
                return Err(Error::out_of_range(
                    format!("{what} of a trend"),
                    value,
                    format!("must not exceed {LARGEST:e}"),
                ));
            }
        }
        Ok(trend)
    }

    fn predict(&mut self, years: f64) {
        self.level += self.drift * years;
        self.var_level +=
            years * (2.0 * self.covariance + years * self.var_drift) + self.innovation_sd * self.innovation_sd * years;
        self.covariance += years * self.var_drift;
        self.origin += years;
    }

    fn update(&mut self, observation: &Observation) {
        let variance = self.var_level + observation.variance;
        let miss = observation.value - self.level;
        if variance <= 0.0 {
            return;
        }
        let gain_level = self.var_level / variance;
        let gain_drift = self.covariance / variance;
        self.level += gain_level * miss;
        self.drift += gain_drift * miss;
        self.var_drift -= gain_drift * self.covariance;
        self.covariance -= gain_level * self.covariance;
        self.var_level -= gain_level * self.var_level;
        self.log_likelihood -= 0.5 * (libm::log(variance) + miss * miss / variance);
    }

    /// Time of the last observation, in years.
    #[must_use]
    pub fn origin(&self) -> f64 {
        self.origin
    }

    /// Level at the origin.
    #[must_use]
    pub fn level(&self) -> f64 {
        self.level
    }

    /// Standard deviation of the level at the origin.
    #[must_use]
    pub fn level_sd(&self) -> f64 {
        libm::sqrt(self.var_level.max(0.0))
    }

    /// Yearly drift at the origin.
    #[must_use]
    pub fn drift(&self) -> f64 {
        self.drift
    }

    /// Standard deviation of the drift.
    #[must_use]
    pub fn drift_sd(&self) -> f64 {
        libm::sqrt(self.var_drift.max(0.0))
    }

    /// Log likelihood of the observations after the first, without its constant.
    #[must_use]
    pub fn log_likelihood(&self) -> f64 {
        self.log_likelihood
    }

    /// `D(h)`, the years of drift that damping leaves of `years_ahead`; before the origin the drift is whole.
    #[must_use]
    pub fn damped_years(&self, years_ahead: f64) -> f64 {
        damped_years(self.damping, years_ahead)
    }

    /// The central value `years_ahead` of the origin; not a number if that is not.
    #[must_use]
    pub fn central(&self, years_ahead: f64) -> f64 {
        self.level + self.drift * self.damped_years(years_ahead)
    }

    /// The value `years_ahead` of the origin in the draw with these scores.
    #[must_use]
    pub fn at(&self, years_ahead: f64, scores: TrendScores) -> f64 {
        let drift_sd = self.drift_sd();
        // Level given drift: the regression of one on the other, then what is left of its spread.
        let (slope, rest) = if self.var_drift > 0.0 {
            let slope = self.covariance / self.var_drift;
            (slope, self.var_level - slope * self.covariance)
        } else {
            (0.0, self.var_level)
        };
        let drift_error = drift_sd * scores.drift;
        self.central(years_ahead)
            + drift_error * self.damped_years(years_ahead)
            + slope * drift_error
            + libm::sqrt(rest.max(0.0)) * scores.level
            + self.innovation_sd * libm::sqrt(years_ahead.max(0.0)) * scores.path
    }

    /// Variance of the value `years_ahead` of the origin.
    #[must_use]
    pub fn variance(&self, years_ahead: f64) -> f64 {
        let d = self.damped_years(years_ahead);
        self.var_level
            + 2.0 * d * self.covariance
            + d * d * self.var_drift
            + self.innovation_sd * self.innovation_sd * years_ahead.max(0.0)
    }
}

fn check(observations: &[Observation], prior: DriftPrior, innovation_sd: f64, damping: f64) -> Result<(), Error> {
    if observations.is_empty() {
        return Err(Error::Conflict { rule: "a trend needs at least one observation".into() });
    }
    for observation in observations {
        if !(observation.time.is_finite() && observation.value.is_finite()) {
            return Err(Error::out_of_range("observation of a trend", observation.value, "must be a finite number"));
        }
        if !(observation.variance >= 0.0 && observation.variance.is_finite()) {
            return Err(Error::out_of_range(
                "variance of an observation",
                observation.variance,
                "must be 0 or more and finite",
            ));
        }
    }
    if observations.windows(2).any(|pair| pair[1].time <= pair[0].time) {
        return Err(Error::Conflict { rule: "observations of a trend must be in strict order of time".into() });
    }
    finite("mean of the prior of a drift", prior.mean)?;
    for (what, sd) in [("spread of a trend", innovation_sd), ("spread of the prior of a drift", prior.sd)] {
        if !(sd >= 0.0 && sd.is_finite()) {
            return Err(Error::out_of_range(what, sd, "must be 0 or more and finite"));
        }
    }
    if !(0.0..=1.0).contains(&damping) {
        return Err(Error::out_of_range("damping of a trend", damping, "must lie in 0 to 1"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(n: usize, slope: f64, variance: f64) -> Vec<Observation> {
        (0..n).map(|i| Observation { time: 2001.0 + i as f64, value: 1.0 + slope * i as f64, variance }).collect()
    }

    #[test]
    fn a_straight_line_is_found_exactly() {
        let prior = DriftPrior { mean: 0.0, sd: 1e3 };
        let trend = Trend::fit(&line(10, -0.03, 1e-6), prior, 0.0, 1.0).unwrap();
        assert!((trend.drift() + 0.03).abs() < 1e-9);
        assert!((trend.central(5.0) - (1.0 - 0.03 * 14.0)).abs() < 1e-9);
    }

    #[test]
    fn agrees_with_least_squares_when_nothing_moves_the_level() {
        // Ordinary least squares on five points with equal errors: slope and level at the end in closed form.
        let values = [0.0, 0.3, 0.1, 0.5, 0.4];
        let observations: Vec<Observation> = values
            .iter()
            .enumerate()
            .map(|(i, &value)| Observation { time: i as f64, value, variance: 0.01 })
            .collect();
        let trend = Trend::fit(&observations, DriftPrior { mean: 0.0, sd: 1e4 }, 0.0, 1.0).unwrap();
        let mean = values.iter().sum::<f64>() / 5.0;
        let slope = values.iter().enumerate().map(|(i, v)| (i as f64 - 2.0) * v).sum::<f64>() / 10.0;
        assert!((trend.drift() - slope).abs() < 1e-7);
        assert!((trend.level() - (mean + 2.0 * slope)).abs() < 1e-7);
        assert!((trend.variance(0.0) - 0.01 * (0.2 + 4.0 / 10.0)).abs() < 1e-7);
        assert!((trend.drift_sd() - (0.01f64 / 10.0).sqrt()).abs() < 1e-7);
    }

    #[test]
    fn damping_bounds_the_drift() {
        assert!((damped_years(1.0, 7.0) - 7.0).abs() < 1e-12);
        assert!((damped_years(0.5, 2.0) - 0.75).abs() < 1e-12);
        assert!((damped_years(0.5, 1.5) - 0.625).abs() < 1e-12);
        assert!((damped_years(0.0, 9.0)).abs() < 1e-12);
        assert!((damped_years(0.5, -1.0) + 1.0).abs() < 1e-12);
    }

    #[test]
    fn spread_of_draws_is_the_variance() {
        let prior = DriftPrior { mean: -0.04, sd: 0.02 };
        let trend = Trend::fit(&line(5, -0.03, 4e-4), prior, 0.01, 0.9).unwrap();
        let (mut sum, mut squares, n) = (0.0, 0.0, 20_000);
        for draw in 0..n {
            let z = |name: &str| crate::random::standard_normal(7, name, draw);
            let x = trend.at(5.0, TrendScores { drift: z("d"), level: z("l"), path: z("p") });
            sum += x;
            squares += x * x;
        }
        let mean = sum / n as f64;
        let variance = squares / n as f64 - mean * mean;
        let se = (trend.variance(5.0) / n as f64).sqrt();
        assert!((mean - trend.central(5.0)).abs() < 4.0 * se);
        assert!((variance / trend.variance(5.0) - 1.0).abs() < 4.0 * (2.0 / n as f64).sqrt());
    }

    #[test]
    fn no_horizon_is_too_far() {
        let trend = |damping| Trend::fit(&line(4, 0.1, 0.01), DriftPrior { mean: 0.0, sd: 1.0 }, 0.1, damping).unwrap();
        for far in [1e6, 1e18, f64::INFINITY] {
            // 0.9 + 0.9^2 + ...
            assert!((trend(0.9).damped_years(far) - 9.0).abs() < 1e-12);
            assert_eq!(trend(0.0).damped_years(far).to_bits(), 0.0_f64.to_bits());
            assert_eq!(trend(1.0).damped_years(far).to_bits(), far.to_bits());
        }
        assert!(trend(0.9).damped_years(f64::NAN).is_nan() && trend(0.9).central(f64::NAN).is_nan());
    }

    #[test]
    fn bad_observations_are_refused() {
        let prior = DriftPrior { mean: 0.0, sd: 1.0 };
        assert!(Trend::fit(&[], prior, 0.0, 1.0).is_err());
        let mut observations = line(3, 0.1, 0.1);
        observations[1].value = f64::NAN;
        assert!(Trend::fit(&observations, prior, 0.0, 1.0).is_err());
        assert!(Trend::fit(&line(3, 0.1, 0.1), prior, 0.0, 1.5).is_err());
        let mut observations = line(3, 0.1, 0.1);
        observations[2].time = observations[0].time;
        assert!(Trend::fit(&observations, prior, 0.0, 1.0).is_err());
    }
}
