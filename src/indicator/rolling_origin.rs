//! Forecasts of a series from origins inside its history, against what was read.

use super::short_series::ShortTrend;
use crate::trend::Reading;

/// Width of an 80% interval on either side, in standard deviations.
const Z_80: f64 = 1.281_551_565_544_600_4;

/// One forecast and what came.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// Which series, for example a borough.
    pub series: String,
    /// Last year of the history it was made from.
    pub origin: i32,
    /// The year forecast.
    pub year: i32,
    /// Central forecast in the unit of the series.
    pub central: f64,
    /// Lower end of the 80% interval for the reading, its own error added.
    pub lower_80: f64,
    /// Upper end.
    pub upper_80: f64,
    /// What was read.
    pub observed: f64,
}

impl Forecast {
    /// Whether the interval holds what was read.
    #[must_use]
    pub fn covers(&self) -> bool {
        (self.lower_80..=self.upper_80).contains(&self.observed)
    }
}

/// Share of the forecasts whose 80% interval holds what was read, and how many there are.
#[must_use]
pub fn coverage(forecasts: &[Forecast]) -> (f64, usize) {
    let hits = forecasts.iter().filter(|forecast| forecast.covers()).count();
    (hits as f64 / forecasts.len() as f64, forecasts.len())
}

/// The forecast of a reading: a middle and a variance on the scale of the trend, which `unit` carries to the unit of the
/// series (rising).
pub(crate) fn forecast(
    series: &str,
    origin: i32,
    reading: &Reading,
    (middle, variance): (f64, f64),
    unit: fn(f64) -> f64,
) -> Forecast {
    let width = Z_80 * libm::sqrt(variance + reading.variance);
    Forecast {
        series: series.to_owned(),
        origin,
        year: reading.time as i32,
        central: unit(middle),
        lower_80: unit(middle - width),
        upper_80: unit(middle + width),
        observed: unit(reading.value),
    }
}

/// Forecasts of all readings after the origin of a trend.
pub(crate) fn forecasts(
    series: &str,
    origin: i32,
    readings: &[Reading],
    trend: &ShortTrend,
    unit: fn(f64) -> f64,
) -> Vec<Forecast> {
    readings
        .iter()
        .filter(|reading| reading.time > f64::from(origin))
        .map(|reading| {
            let ahead = reading.time - trend.origin();
            forecast(series, origin, reading, (trend.mean(ahead), trend.variance(ahead)), unit)
        })
        .collect()
}
