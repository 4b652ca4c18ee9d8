//! A whole and its areas carried on together: a common drift, and a level of each area of its own.

use super::short_series::{ShortSeries, ShortTrend, TrendLanes, driftless_innovation_sd};
use crate::draws::Draws;
use crate::error::Error;
use crate::forecast::{Forecast, Subject};
use crate::multistate::lanes::Lanes;
use crate::trend::{DriftPrior, Reading, Trend};

/// Trend of the whole, and of each area's difference from it.
///
/// # Formula
/// ```text
/// whole(t): local level with damped drift        area(t) - whole(t): local level without drift, one innovation spread for all
/// ```
#[derive(Debug, Clone)]
pub(crate) struct Pooled {
    whole: ShortTrend,
    differences: Vec<Option<Trend>>,
}

impl Pooled {
    /// Fits a whole and its areas; an area without readings has no trend and takes that of the whole. `wholes` are the
    /// series from which the innovation of the whole is learnt.
    ///
    /// # Errors
    /// If there are too few readings.
    pub(crate) fn fit(
        whole: &[Reading],
        wholes: &[Vec<Reading>],
        areas: &[Vec<Reading>],
        horizon: f64,
    ) -> Result<Self, Error> {
        let learnt = ShortSeries::learn(areas, wholes, horizon)?;
        let differences: Vec<Vec<Reading>> = areas.iter().map(|readings| differences(readings, whole)).collect();
        let spread = driftless_innovation_sd(&differences)?;
        let still = DriftPrior { mean: 0.0, sd: 0.0 };
        let differences = differences
            .iter()
            .map(|readings| (!readings.is_empty()).then(|| Trend::fit(readings, still, spread, 0.0)).transpose())
            .collect::<Result<_, _>>()?;
        Ok(Self { whole: learnt.fit(whole)?, differences })
    }

    /// The trend of the whole.
    pub(crate) fn whole(&self) -> &ShortTrend {
        &self.whole
    }

    /// Whether an area has readings of its own.
    pub(crate) fn has_own(&self, area: usize) -> bool {
        self.differences[area].is_some()
    }

    /// Scores of the whole, then one of each area; `names` are those of the areas.
    ///
    /// # Errors
    /// If a parameter cannot be drawn.
    pub(crate) fn draw<'n>(
        &self,
        draws: &mut Draws<'_>,
        name: &str,
        names: impl Iterator<Item = &'n str>,
    ) -> Result<PooledDraws, Error> {
        let whole = TrendLanes::draw(draws, &format!("trend of {name}"))?;
        let areas = names
            .zip(&self.differences)
            .map(|(area, own)| match own {
                Some(_) => draws.score(|| format!("{name} of {area} against London")),
                None => Ok(Lanes::ZERO),
            })
            .collect::<Result<_, _>>()?;
        Ok(PooledDraws { whole, areas })
    }

    /// The whole in a year, on the scale of the trend.
    pub(crate) fn whole_at(&self, drawn: &PooledDraws, year: i32) -> Lanes {
        drawn.whole.at(&self.whole, f64::from(year) - self.whole.origin())
    }

    /// Difference of an area from the whole in a year; 0 if it has no readings of its own.
    pub(crate) fn difference_at(&self, drawn: &PooledDraws, area: usize, year: i32) -> Lanes {
        let Some(trend) = &self.differences[area] else { return Lanes::ZERO };
        let ahead = f64::from(year) - trend.origin();
        drawn.areas[area] * libm::sqrt(trend.variance(ahead).max(0.0)) + trend.central(ahead)
    }

    /// Forecast of a reading of an area: the subject, the name of the series, the origin.
    pub(crate) fn forecast(
        &self,
        of: (Subject, &str, i32),
        area: usize,
        reading: &Reading,
        unit: fn(f64) -> f64,
    ) -> Option<Forecast> {
        let own = self.differences[area]?;
        let ahead = reading.time - self.whole.origin();
        let middle = self.whole.mean(ahead) + own.central(reading.time - own.origin());
        let variance = self.whole.variance(ahead) + own.variance(reading.time - own.origin());
        Some(Forecast::of(of, reading, (middle, variance), unit))
    }
}

/// The scores of a pooled trend in eight draws.
#[derive(Debug, Clone)]
pub(crate) struct PooledDraws {
    whole: TrendLanes,
    areas: Vec<Lanes>,
}

/// What an area differs from the whole in the years that both have.
fn differences(area: &[Reading], whole: &[Reading]) -> Vec<Reading> {
    area.iter()
        .filter_map(|reading| {
            let same = whole.iter().find(|other| (other.time - reading.time).abs() < 0.5)?;
            Some(Reading { value: reading.value - same.value, ..*reading })
        })
        .collect()
}
