//! How long an exposure takes to act.

use super::{Exposure, LAGS};
use crate::component::Delay;
use crate::draws::Draws;
use crate::error::Error;
use crate::estimate::Estimate;
use crate::multistate::lanes::Lanes;

/// Mean delays of an exposure by lag, in years.
///
/// The models of England these come from (IMPACTncd) take 9 years for cancers, 4 for heart disease and stroke and 5 for other
/// outcomes. Every mean between 4 and 5 is taken as equally likely; cancers, with one published value, take the
/// same relative spread, 8 to 10.
#[derive(Debug, Clone)]
pub(crate) struct Delays {
    exposure: Exposure,
    means: [Estimate; LAGS],
}

impl Delays {
    /// The delays of an exposure.
    ///
    /// # Errors
    /// Never with the built-in figures.
    pub(crate) fn new(exposure: Exposure, delay: Delay) -> Result<Self, Error> {
        let means = match delay {
            Delay::Published => [Estimate::uniform(8.0, 10.0)?, Estimate::uniform(4.0, 5.0)?],
            Delay::None => [Estimate::fixed(0.0)?, Estimate::fixed(0.0)?],
        };
        Ok(Self { exposure, means })
    }

    /// Weight of the year before, `mean / (1 + mean)`, by lag.
    pub(crate) fn draw(&self, draws: &mut Draws<'_>) -> Result<[Lanes; LAGS], Error> {
        let mut carried = [Lanes::ZERO; LAGS];
        for ((carried, mean), outcomes) in carried.iter_mut().zip(&self.means).zip(["cancers", "other outcomes"]) {
            let mean = draws.value(|| format!("delay of {}, {outcomes}", self.exposure.name()), mean)?;
            *carried = mean / (mean + 1.0);
        }
        Ok(carried)
    }
}
