//! An exposure with one survey of its definition: its shares stay, and how surely is told by earlier surveys.

use super::cell_odds::{CellOdds, cells_of, shift};
use super::delay::Delays;
use super::raking::Raking;
use super::region;
use super::risk::{Levels, OutcomeRisk, added};
use super::{Exceedance, Exposure, ExposureDraws};
use crate::disease::Disease;
use crate::draws::Draws;
use crate::error::Error;
use crate::mortality::Cause;
use crate::multistate::lanes::Lanes;
use crate::population::demography::Demography;
use crate::units::AGES;

/// London's logits at the start by threshold, sex and age.
pub(crate) type Logits = [[Vec<f64>; 2]; 2];

/// An exposure whose central path is "no change".
///
/// # Formula
/// ```text
/// logit(year) = logit(start) + level error + s sqrt(years after the start) z
/// ```
/// with one `z` in a draw, so that over the draws the spread is that of a random walk with yearly step `s`.
#[derive(Debug, Clone)]
pub(crate) struct Steady {
    pub(crate) exposure: Exposure,
    pub(crate) years: usize,
    pub(crate) first_age: usize,
    pub(crate) logits: Logits,
    /// Standard error of the level, on the logit scale.
    pub(crate) level_sd: f64,
    /// Yearly step of the path.
    pub(crate) step_sd: f64,
    pub(crate) cells: CellOdds,
    pub(crate) delays: Delays,
    pub(crate) deaths: Vec<OutcomeRisk<Cause>>,
    pub(crate) cases: Vec<OutcomeRisk<Disease>>,
    pub(crate) absence: Levels,
}

impl Steady {
    /// Draws a batch.
    ///
    /// # Errors
    /// If a parameter cannot be drawn.
    pub(crate) fn draw(
        &self,
        demography: &(Raking, Vec<(usize, f64)>),
        draws: &mut Draws<'_>,
    ) -> Result<ExposureDraws, Error> {
        let (raking, locations) = demography;
        let name = self.exposure.name();
        let level = draws.score(|| format!("{name}, level"))? * self.level_sd;
        let path = draws.score(|| format!("{name}, path"))? * self.step_sd;
        let cells: Vec<[Lanes; 2]> =
            self.cells.draw(locations, draws)?.into_iter().map(|ratio| [ratio, ratio]).collect();
        let carried = self.delays.draw(draws)?;
        let factors: Vec<Lanes> =
            (0..=self.years).map(|year| Lanes((level + path * libm::sqrt(year as f64)).0.map(libm::exp))).collect();
        let base = self
            .logits
            .each_ref()
            .map(|sexes| sexes.each_ref().map(|ages| ages.iter().map(|x| libm::exp(*x)).collect::<Vec<f64>>()));
        // Before the start the shares were as at it.
        let target = |year: i32, sex: usize, age: usize| -> Exceedance {
            let factor = factors[usize::try_from(year).unwrap_or(0)];
            [factor * base[0][sex][age], factor * base[1][sex][age]]
        };
        let region = region::rake(raking, self.first_age, self.years, &cells, &carried, target);
        let mut deaths = Vec::with_capacity(self.deaths.len());
        for risk in &self.deaths {
            deaths.push(risk.draw(draws)?);
        }
        let mut cases = Vec::with_capacity(self.cases.len());
        for risk in &self.cases {
            cases.push(risk.draw(draws)?);
        }
        Ok(ExposureDraws {
            odds: region.odds,
            lagged_at_start: region.lagged_at_start,
            cells,
            carried,
            kept: vec![Lanes::ZERO; AGES],
            deaths,
            cases,
            absence: added(&self.absence, draws)?,
        })
    }
}

/// What raking needs of the people of the start.
pub(crate) fn raking_of(demography: &Demography) -> (Raking, Vec<(usize, f64)>) {
    (Raking::new(demography), cells_of(demography))
}

/// Moves logits over sex and age alike, so that people from `first_age` on have `share` together.
pub(crate) fn moved_to(
    logits: [Vec<f64>; 2],
    people: &[[f64; AGES]; 2],
    first_age: usize,
    share: f64,
) -> [Vec<f64>; 2] {
    let all: f64 = people.iter().flat_map(|ages| &ages[first_age..]).sum();
    let mean = |shift: f64| -> f64 {
        let of = |sex: usize| -> f64 {
            (first_age..AGES)
                .map(|age| people[sex][age] * crate::numerics::logit::logistic(logits[sex][age] + shift))
                .sum()
        };
        (of(0) + of(1)) / all
    };
    let shift = shift(|shift| mean(shift) - share);
    logits.map(|ages| ages.into_iter().map(|x| x + shift).collect())
}
