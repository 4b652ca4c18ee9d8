//! A batch of draws: eight parameter sets side by side, each one consistent set of parameter values.

use super::deaths::CAUSE_ORDER;
use super::exposures::Exposures;
use super::fitted_model::{Drawn, FittedModel};
use super::illness::Illnesses;
use super::mental::MentalIllness;
use super::series::SeriesRun;
use crate::draws::Draws;
use crate::error::Error;
use crate::exposure::smoking::dynamics::calibration::{FITTED_FROM, Inputs, RegionDraws, calibrate};
use crate::exposure::smoking::dynamics::stock::{CellSmoking, spread};
use crate::exposure::smoking::fit::risk::RiskDraws;
use crate::indicator::area_series::AreaSeriesDraws;
use crate::mortality::CAUSES;
use crate::mortality::broad_age::BROAD_BANDS;
use crate::multistate::kernel::Processor;
use crate::multistate::lanes::Lanes;
use crate::subjects::{COUNTED_SHARES, Samples, series_rows};
use crate::units::AGES;
use crate::work::WorkDraws;

/// The values of everything uncertain in eight draws.
#[derive(Debug)]
pub(crate) struct ParameterSet {
    pub(crate) risks: RiskDraws,
    pub(crate) region: RegionDraws,
    pub(crate) cells: CellSmoking,
    pub(super) exposures: Exposures,
    pub(super) illnesses: Illnesses,
    pub(super) work: WorkDraws,
    /// Days off sick of a worker a year at the start, index `cell * 2 + sex`.
    pub(super) days_off_sick: Vec<Lanes>,
    pub(super) mental_illness: MentalIllness,
    /// Shares that are counted among people, in the order of [`COUNTED_SHARES`].
    counted: Vec<AreaSeriesDraws>,
    /// Published series that are no sums.
    pub(super) series: Vec<SeriesRun>,
    /// Share in good health by area (all together last), sex and age.
    good_health: Vec<Lanes>,
    /// Of the model's prices.
    pub(super) prices: Vec<Lanes>,
    /// Factors on the rates over each year.
    pub(crate) year_factors: Vec<Factors>,
    /// Factors on the rates at each mid-year, from the start on.
    pub(crate) mid_factors: Vec<Factors>,
}

/// Factors on the rates of a time by sex and broad band, then cause in the order of [`CAUSE_ORDER`].
#[derive(Debug)]
pub(crate) struct Factors(Vec<[Lanes; CAUSES]>);

impl Factors {
    /// From factors by cause, sex, broad band.
    fn new(by_cause: &[Lanes]) -> Self {
        let of = |index: usize| CAUSE_ORDER.map(|cause| by_cause[cause.index() * 2 * BROAD_BANDS + index]);
        Self((0..2 * BROAD_BANDS).map(of).collect())
    }

    /// Nothing moves.
    #[cfg(test)]
    pub(super) fn stand_still(&mut self) {
        self.0.fill([Lanes::ONE; CAUSES]);
    }

    /// Of a sex and broad band.
    #[inline(always)]
    pub(super) fn of(&self, sex: usize, band: usize) -> &[Lanes; CAUSES] {
        &self.0[sex * BROAD_BANDS + band]
    }
}

/// The chain of smoking calibrated to what was drawn.
pub(super) fn calibrated(on: Processor, model: &FittedModel, drawn: &Drawn) -> (RegionDraws, CellSmoking) {
    let (smoking, drawn) = (&model.subjects.smoking, &drawn.subjects.smoking);
    let former = smoking.history.run(
        on,
        &smoking.dynamics,
        &smoking.moves,
        &model.base,
        &drawn.risks,
        &drawn.relapse,
        [FITTED_FROM, model.start],
    );
    let region = calibrate(&Inputs {
        on,
        dynamics: &smoking.dynamics,
        moves: &smoking.moves,
        base: &model.base,
        risks: &drawn.risks,
        relapse: drawn.relapse,
        former,
        bands: drawn.bands,
        path: drawn.path.clone(),
        drift: drawn.drift,
        fitted_years: smoking.fitted_years(),
        people: model.flows.people(),
    });
    let cells = spread(&model.demography, &region, &drawn.area_odds, &drawn.quintile_odds);
    (region, cells)
}

impl FittedModel {
    /// Draws a batch and calibrates it.
    ///
    /// # Errors
    /// If a parameter cannot be drawn.
    pub(crate) fn parameter_set(&self, draws: &mut Draws<'_>) -> Result<ParameterSet, Error> {
        let drawn = self.draw(draws)?;
        let trend = self.mortality.trend();
        let time = |year: usize| f64::from(self.start) + year as f64;
        let year_factors =
            (0..self.years).map(|year| Factors::new(&trend.factors(time(year) + 0.5, &drawn.scores))).collect();
        let mid_factors =
            (0..=self.years).map(|year| Factors::new(&trend.factors(time(year), &drawn.scores))).collect();
        let (region, cells) = calibrated(Processor::best(), self, &drawn);
        let Drawn { subjects, own, good_health, prices, .. } = drawn;
        let Samples { smoking, diseases, work, mental_illness, shares, series } = subjects;
        let exposures = Exposures::new(shares);
        let days_off_sick = self.days_off_sick(&work, &region, &cells, &exposures);
        let people = &self.flows.people()[0];
        let mental_illness =
            MentalIllness::new(mental_illness, &smoking.risks, &region, &self.base, people, self.years);
        let mut counted = Vec::with_capacity(COUNTED_SHARES.len());
        let mut runs = Vec::with_capacity(series.len() + own.len());
        for (index, draws) in series.into_iter().enumerate() {
            if COUNTED_SHARES.iter().any(|(series, _)| *series == index) {
                counted.push(draws);
            } else {
                let (measure, driver) = series_rows(index);
                runs.push(SeriesRun { measure, driver, share_left: false, draws });
            }
        }
        runs.extend(own);
        Ok(ParameterSet {
            risks: smoking.risks,
            region,
            cells,
            exposures,
            days_off_sick,
            illnesses: Illnesses::new(diseases, smoking.cases),
            work,
            mental_illness,
            counted,
            series: runs,
            good_health,
            prices,
            year_factors,
            mid_factors,
        })
    }
}

impl ParameterSet {
    /// Shares that are counted among people of a sex in an area, at a mid-year: of those they do not hold of.
    #[inline(always)]
    pub(super) fn shares(&self, year: usize, sex: usize, area: usize) -> [Lanes; COUNTED_SHARES.len()] {
        let mut shares = [Lanes::ZERO; COUNTED_SHARES.len()];
        for (share, of) in shares.iter_mut().zip(&self.counted) {
            *share = of.at(year, sex, area);
        }
        shares
    }

    /// Shares in good health of an area by sex and age; of all areas together for the number of areas.
    pub(super) fn good_health(&self, area: usize) -> &[Lanes] {
        &self.good_health[area * 2 * AGES..][..2 * AGES]
    }
}
