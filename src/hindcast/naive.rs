//! Forecasts that need no model: the last value, the line through the last five, the damped line.

use super::Forecast;
use crate::numerics::sample::{mean, slope};
use crate::trend::Observation;

/// Observations a line goes through.
const LINE: usize = 5;
/// Share of a year's change that the damped line keeps a year later.
const DAMPING: f64 = 0.8;

/// A forecast that needs no model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Naive {
    LastValue,
    Line,
    DampedLine,
}

impl Naive {
    pub(super) const ALL: [Self; 3] = [Self::LastValue, Self::Line, Self::DampedLine];

    /// The value so many years after the last observation; none without one, and of a line without two.
    fn at(self, history: &[Observation], years: f64) -> Option<f64> {
        let last = history.last()?;
        if self == Self::LastValue {
            return Some(last.value);
        }
        let points = &history[history.len().saturating_sub(LINE)..];
        if points.len() < 2 {
            return None;
        }
        let points: Vec<(f64, f64)> = points.iter().map(|one| (one.time, one.value)).collect();
        let middle = |of: fn(&(f64, f64)) -> f64| mean(&points.iter().map(of).collect::<Vec<_>>());
        let (time, value, slope) = (middle(|point| point.0), middle(|point| point.1), slope(&points));
        Some(match self {
            Self::DampedLine => last.value + slope * DAMPING * (1.0 - libm::pow(DAMPING, years)) / (1.0 - DAMPING),
            _ => value + slope * (last.time + years - time),
        })
    }
}

/// Whether two numbers of years are the same.
fn alike(one: f64, other: f64) -> bool {
    (one - other).abs() < 0.5
}

/// A naive forecast's mean and spread, which is what it missed by before the origin as many years ahead, over all series of the
/// subject; none if nothing of the kind is known before the origin.
///
/// The forecasts are those of one subject and origin.
pub(super) fn spread(of: &[&Forecast], naive: Naive, years: f64) -> Option<f64> {
    let (mut sum, mut count) = (0.0, 0.0);
    let mut seen: Vec<&str> = Vec::new();
    for forecast in of {
        if seen.contains(&forecast.series.as_str()) {
            continue;
        }
        seen.push(&forecast.series);
        let history = &forecast.on_scale.history;
        for end in 1..history.len() {
            let origin = history[end - 1].time;
            for later in history[end..].iter().filter(|later| alike(later.time - origin, years)) {
                if let Some(expected) = naive.at(&history[..end], later.time - origin) {
                    sum += (later.value - expected) * (later.value - expected);
                    count += 1.0;
                }
            }
        }
    }
    (count > 0.0 && sum > 0.0).then(|| libm::sqrt(sum / count))
}

/// The naive forecast of what a forecast is of.
pub(super) fn value(forecast: &Forecast, naive: Naive, years: f64) -> Option<f64> {
    naive.at(&forecast.on_scale.history, years)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_goes_on_and_a_damped_one_levels_off() {
        let history: Vec<Observation> =
            (0..7).map(|i| Observation { time: 2000.0 + f64::from(i), value: f64::from(i), variance: 0.0 }).collect();
        assert_eq!(Naive::LastValue.at(&history, 3.0), Some(6.0));
        assert!((Naive::Line.at(&history, 3.0).unwrap() - 9.0).abs() < 1e-12);
        assert!((Naive::DampedLine.at(&history, 2.0).unwrap() - (6.0 + 0.8 + 0.64)).abs() < 1e-12);
        assert_eq!(Naive::Line.at(&history[..1], 1.0), None);
        assert_eq!(Naive::LastValue.at(&[], 1.0), None);
    }
}
