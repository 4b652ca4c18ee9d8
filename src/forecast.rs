//! Forecasts of a series from origins inside its history, against what was read.

use crate::numerics::special::Z_95;
use crate::trend::Observation;
use crate::units::Year;
use serde::Serialize;
use std::fmt;

/// Width of an 80% interval on either side, in standard deviations.
const Z_80: f64 = 1.281_551_565_544_600_4;

/// What a forecast is of. Subjects add theirs as constants, for example `Subject::SMOKING_LONDON`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject {
    words: &'static str,
    is_share: bool,
}

impl Subject {
    /// A share of people.
    pub(crate) const fn share(words: &'static str) -> Self {
        Self { words, is_share: true }
    }

    /// A rate or a number.
    pub(crate) const fn number(words: &'static str) -> Self {
        Self { words, is_share: false }
    }

    /// Whether it is a share of people.
    #[must_use]
    pub const fn is_share(self) -> bool {
        self.is_share
    }
}

impl Serialize for Subject {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.words)
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.words)
    }
}

/// What forecasts are of, each once, in the order in which they stand.
#[must_use]
pub fn subjects(forecasts: &[Forecast]) -> Vec<Subject> {
    let mut subjects: Vec<Subject> = Vec::new();
    for forecast in forecasts {
        if !subjects.contains(&forecast.subject) {
            subjects.push(forecast.subject);
        }
    }
    subjects
}

/// One forecast and what came.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Forecast {
    /// What it is of.
    pub subject: Subject,
    /// Which series, for example a borough.
    pub series: String,
    /// Last year of the history it was made from.
    pub origin: Year,
    /// The year forecast.
    pub year: Year,
    /// Central forecast in the unit of the subject.
    pub central: f64,
    /// Lower end of the 80% interval for the observation, its own error added.
    pub lower_80: f64,
    /// Upper end.
    pub upper_80: f64,
    /// Lower end of the 95% interval.
    pub lower_95: f64,
    /// Upper end.
    pub upper_95: f64,
    /// What was read.
    pub observed: f64,
    /// The same on the scale of the trend.
    #[serde(skip)]
    pub(crate) on_scale: OnScale,
}

/// A forecast on the scale of its trend, where changes add up, and what could be known when it was made.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct OnScale {
    pub(crate) mean: f64,
    /// Of the observation, its own error added.
    pub(crate) sd: f64,
    pub(crate) observed: f64,
    /// What was read up to the origin: nothing after it is kept.
    pub(crate) history: Vec<Observation>,
    /// How much the series counts among others, such as deaths.
    pub(crate) weight: f64,
}

/// What a forecast is made from: its subject, its series, the origin, and what was read, of which only what lies up to the origin is
/// taken.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Origin<'a> {
    pub(crate) subject: Subject,
    pub(crate) series: &'a str,
    pub(crate) year: i32,
    pub(crate) read: &'a [Observation],
}

impl Forecast {
    /// The forecast of an observation: a middle and a variance on the scale of a trend, which `unit` (rising) carries to the unit of
    /// the subject. The variance of the observation itself is added.
    pub(crate) fn of(
        origin: Origin<'_>,
        observation: &Observation,
        (middle, variance): (f64, f64),
        unit: impl Fn(f64) -> f64,
    ) -> Self {
        let Origin { subject, series, year: origin, read } = origin;
        let sd = libm::sqrt(variance + observation.variance);
        let history = read.iter().copied().filter(|one| one.time <= f64::from(origin)).collect();
        // Years of observations are whole.
        #[allow(clippy::cast_possible_truncation)]
        let year = observation.time as i32;
        Self {
            subject,
            series: series.to_owned(),
            origin: Year::checked(origin),
            year: Year::checked(year),
            central: unit(middle),
            lower_80: unit(middle - Z_80 * sd),
            upper_80: unit(middle + Z_80 * sd),
            lower_95: unit(middle - Z_95 * sd),
            upper_95: unit(middle + Z_95 * sd),
            observed: unit(observation.value),
            on_scale: OnScale { mean: middle, sd, observed: observation.value, history, weight: 1.0 },
        }
    }

    /// The same, counting so much among other series.
    pub(crate) fn weighing(mut self, weight: f64) -> Self {
        self.on_scale.weight = weight;
        self
    }

    /// Whether the interval holds what was read.
    #[must_use]
    pub fn covers(&self) -> bool {
        (self.lower_80..=self.upper_80).contains(&self.observed)
    }
}

/// Share of forecasts of a subject whose 80% interval holds what was read, and how many there are.
#[must_use]
pub fn coverage(forecasts: &[Forecast], subject: Subject) -> (f64, usize) {
    let of: Vec<&Forecast> = forecasts.iter().filter(|forecast| forecast.subject == subject).collect();
    let hits = of.iter().filter(|forecast| forecast.covers()).count();
    (hits as f64 / of.len() as f64, of.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_holds_the_error_of_the_observation_too() {
        let observation = Observation { time: 2014.0, value: 1.0, variance: 0.16 };
        let early = Observation { time: 2012.0, value: 0.4, variance: 0.0 };
        let read = [early, observation];
        let origin = Origin { subject: Subject::ABSENCE_KINGDOM, series: "a", year: 2012, read: &read };
        let forecast = Forecast::of(origin, &observation, (0.0, 0.09), libm::exp);
        assert_eq!(forecast.on_scale.history, [early]);
        assert!((forecast.upper_80 - libm::exp(Z_80 * 0.5)).abs() < 1e-12);
        assert!((forecast.lower_80 * forecast.upper_80 - 1.0).abs() < 1e-12);
        assert_eq!((forecast.origin.get(), forecast.year.get()), (2012, 2014));
        assert!(!forecast.covers());
        let nearer = Forecast { observed: 1.5, ..forecast.clone() };
        let all = [forecast, nearer];
        assert_eq!(coverage(&all, Subject::ABSENCE_KINGDOM), (0.5, 2));
        assert_eq!(subjects(&all), [Subject::ABSENCE_KINGDOM]);
        assert!(coverage(&all, Subject::SMOKING_LONDON).0.is_nan());
    }
}
