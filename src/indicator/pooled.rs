//! A region and its areas carried on together: a common drift, and a level of each area of its own.

use super::short_series::{ShortSeries, ShortTrend, TrendLanes, driftless_innovation_sd};
use crate::draws::Draws;
use crate::error::Error;
use crate::forecast::{Forecast, Origin};
use crate::multistate::lanes::Lanes;
use crate::trend::{DriftPrior, Observation, Trend};

/// Trend of the region, and of each area's difference from it.
///
/// # Formula
/// ```text
/// integer(t): local level with damped drift        area(t) - integer(t): local level without drift, one innovation spread for all
/// ```
#[derive(Debug, Clone)]
pub(crate) struct Pooled {
    region: ShortTrend,
    differences: Vec<Option<Trend>>,
}

impl Pooled {
    /// Fits a region and its areas; an area without observations has no trend and takes that of the region. `aggregates` are the
    /// series from which the innovation of the region is learnt.
    ///
    /// # Errors
    /// If there are too few observations.
    pub(crate) fn fit(
        region: &[Observation],
        aggregates: &[Vec<Observation>],
        areas: &[Vec<Observation>],
        horizon: f64,
    ) -> Result<Self, Error> {
        let learnt = ShortSeries::learn(areas, aggregates, horizon)?;
        let differences: Vec<Vec<Observation>> =
            areas.iter().map(|observations| differences(observations, region)).collect();
        let spread = driftless_innovation_sd(&differences)?;
        let still = DriftPrior { mean: 0.0, sd: 0.0 };
        let differences = differences
            .iter()
            .map(|observations| {
                (!observations.is_empty()).then(|| Trend::fit(observations, still, spread, 0.0)).transpose()
            })
            .collect::<Result<_, _>>()?;
        Ok(Self { region: learnt.fit(region)?, differences })
    }

    /// The trend of the region.
    pub(crate) fn region(&self) -> &ShortTrend {
        &self.region
    }

    /// Whether an area has observations of its own.
    pub(crate) fn has_own(&self, area: usize) -> bool {
        self.differences[area].is_some()
    }

    /// Scores of the region, then one of each area; `names` are those of the areas.
    ///
    /// # Errors
    /// If a parameter cannot be drawn.
    pub(crate) fn draw<'n>(
        &self,
        draws: &mut Draws<'_>,
        name: &str,
        names: impl Iterator<Item = &'n str>,
    ) -> Result<PooledDraws, Error> {
        let region = TrendLanes::draw(draws, &format!("trend of {name}"))?;
        let areas = names
            .zip(&self.differences)
            .map(|(area, own)| match own {
                Some(_) => draws.score(|| format!("{name} of {area} against London")),
                None => Ok(Lanes::ZERO),
            })
            .collect::<Result<_, _>>()?;
        Ok(PooledDraws { region, areas })
    }

    /// The region in a year, on the scale of the trend.
    pub(crate) fn region_at(&self, drawn: &PooledDraws, year: i32) -> Lanes {
        drawn.region.at(&self.region, f64::from(year) - self.region.origin())
    }

    /// Difference of an area from the region in a year; 0 if it has no observations of its own.
    pub(crate) fn difference_at(&self, drawn: &PooledDraws, area: usize, year: i32) -> Lanes {
        let Some(trend) = &self.differences[area] else { return Lanes::ZERO };
        let ahead = f64::from(year) - trend.origin();
        drawn.areas[area] * libm::sqrt(trend.variance(ahead).max(0.0)) + trend.central(ahead)
    }

    /// Forecast of an observation of an area.
    pub(crate) fn forecast(
        &self,
        of: Origin<'_>,
        area: usize,
        observation: &Observation,
        unit: fn(f64) -> f64,
    ) -> Option<Forecast> {
        let own = self.differences[area]?;
        let ahead = observation.time - self.region.origin();
        let middle = self.region.mean(ahead) + own.central(observation.time - own.origin());
        let variance = self.region.variance(ahead) + own.variance(observation.time - own.origin());
        Some(Forecast::of(of, observation, (middle, variance), unit))
    }
}

/// The scores of a pooled trend in eight draws.
#[derive(Debug, Clone)]
pub(crate) struct PooledDraws {
    region: TrendLanes,
    areas: Vec<Lanes>,
}

/// What an area differs from the region in the years that both have.
fn differences(area: &[Observation], region: &[Observation]) -> Vec<Observation> {
    area.iter()
        .filter_map(|observation| {
            let same = region.iter().find(|other| (other.time - observation.time).abs() < 0.5)?;
            Some(Observation { value: observation.value - same.value, ..*observation })
        })
        .collect()
}
