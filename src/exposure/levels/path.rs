//! A series over time: what was read, and the trend carried on from it.

use crate::multistate::lanes::Lanes;
use crate::numerics::interpolation::{Outside, straight};
use crate::trend::{Observation, Trend, TrendScores};

/// The scores of a path in a batch of draws.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PathScores {
    pub(crate) drift: Lanes,
    pub(crate) level: Lanes,
    pub(crate) path: Lanes,
}

/// The value of a series at any time, on the logit scale.
#[derive(Debug, Clone)]
pub(crate) struct Path {
    known: Vec<Observation>,
    trend: Trend,
}

impl Path {
    /// Of the observations a trend was fitted to.
    pub(crate) fn new(known: Vec<Observation>, trend: Trend) -> Self {
        Self { known, trend }
    }

    /// The trend.
    pub(crate) fn trend(&self) -> &Trend {
        &self.trend
    }

    /// The observations by straight lines, the first held before it.
    pub(crate) fn read(&self, time: f64) -> f64 {
        straight(self.known.iter().map(|observation| (observation.time, observation.value)), time, Outside::Held)
    }

    /// From the last observation on the trend; before it straight lines between the observations, moved to meet the trend.
    pub(crate) fn at(&self, time: f64, scores: &PathScores) -> Lanes {
        let ahead = time - self.trend.origin();
        let history = if ahead < 0.0 { self.read(time) - self.read(self.trend.origin()) } else { 0.0 };
        let of = |lane: usize| TrendScores {
            drift: scores.drift.0[lane],
            level: scores.level.0[lane],
            path: scores.path.0[lane],
        };
        Lanes(std::array::from_fn(|lane| self.trend.at(ahead.max(0.0), of(lane)) + history))
    }

    /// The central value.
    pub(crate) fn central(&self, time: f64) -> f64 {
        let zero = PathScores { drift: Lanes::ZERO, level: Lanes::ZERO, path: Lanes::ZERO };
        self.at(time, &zero).0[0]
    }
}

#[cfg(test)]
#[allow(clippy::float_cmp)] // what is meant to be a number is that number
mod tests {
    use super::*;
    use crate::trend::DriftPrior;

    #[test]
    fn a_path_passes_through_exact_observations_and_goes_on_with_the_trend() {
        let known: Vec<Observation> = [(2010.0, -1.0), (2011.0, -0.9), (2013.0, -1.1)]
            .map(|(time, value)| Observation { time, value, variance: 0.0 })
            .to_vec();
        let trend = Trend::fit(&known, DriftPrior { mean: 0.0, sd: 0.1 }, 0.05, 0.5).unwrap();
        let path = Path::new(known, trend);
        for (time, value) in [(2000.0, -1.0), (2010.0, -1.0), (2012.0, -1.0), (2013.0, -1.1)] {
            assert!((path.central(time) - value).abs() < 1e-12, "{time}");
        }
        assert!((path.central(2015.0) - trend.central(2.0)).abs() < 1e-12);
    }
}
