//! A batch of draws: eight worlds side by side, each one consistent set of parameter values.

use super::deaths::CAUSE_ORDER;
use super::model::Model;
use crate::draws::Draws;
use crate::error::Error;
use crate::exposure::smoking::calibration::{FITTED_FROM, Inputs, LondonDraws, calibrate};
use crate::exposure::smoking::risk::RiskDraws;
use crate::exposure::smoking::states::SINGLE_YEARS;
use crate::exposure::smoking::stock::{CellSmoking, spread};
use crate::exposure::smoking::survey::{LondonSmoking, SURVEY_BANDS};
use crate::mortality::CAUSES;
use crate::mortality::trend::{BROAD_BANDS, TrendDraws};
use crate::multistate::kernel::{Batch, dispatch};
use crate::multistate::lanes::{LANES, Lanes};
use crate::population::stratum::QUINTILES;
use crate::trend::TrendScores;

/// The values of everything uncertain in eight draws.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) risks: RiskDraws,
    pub(crate) london: LondonDraws,
    pub(crate) cells: CellSmoking,
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
        let of = |place: usize| CAUSE_ORDER.map(|cause| by_cause[cause.index() * 2 * BROAD_BANDS + place]);
        Self((0..2 * BROAD_BANDS).map(of).collect())
    }

    /// Of a sex and broad band.
    #[inline(always)]
    pub(super) fn of(&self, sex: usize, band: usize) -> &[Lanes; CAUSES] {
        &self.0[sex * BROAD_BANDS + band]
    }
}

/// Everything that is drawn of a batch, before the chain is calibrated.
#[derive(Debug)]
pub(super) struct Drawn {
    risks: RiskDraws,
    scores: TrendDraws,
    relapse: [Lanes; SINGLE_YEARS - 1],
    bands: [[Lanes; SURVEY_BANDS]; 2],
    path: Vec<Lanes>,
    drift: Lanes,
    area_odds: Vec<Lanes>,
    quintile_odds: [Lanes; QUINTILES],
}

/// The calibration of the chain to what was drawn.
pub(super) struct Calibration<'a> {
    pub(super) model: &'a Model,
    pub(super) drawn: &'a Drawn,
}

impl Batch for Calibration<'_> {
    type Output = (LondonDraws, CellSmoking);

    #[inline(always)]
    fn run(self) -> Self::Output {
        let Self { model, drawn } = self;
        let former = model.history.run(
            &model.dynamics,
            &model.moves,
            &model.base,
            &drawn.risks,
            &drawn.relapse,
            [FITTED_FROM, model.start],
        );
        let london = calibrate(&Inputs {
            dynamics: &model.dynamics,
            moves: &model.moves,
            base: &model.base,
            risks: &drawn.risks,
            relapse: drawn.relapse,
            former,
            bands: drawn.bands,
            path: drawn.path.clone(),
            drift: drawn.drift,
            fitted_years: model.fitted_years(),
            people: model.flows.people(),
        });
        let cells = spread(&model.demography, &london, &drawn.area_odds, &drawn.quintile_odds);
        (london, cells)
    }
}

impl Model {
    /// Draws a batch.
    ///
    /// # Errors
    /// If a parameter cannot be drawn.
    pub(super) fn draw(&self, draws: &mut Draws<'_>) -> Result<Drawn, Error> {
        let risks = self.risks.draw(draws)?;
        let relapse = self.dynamics.draw_relapse(draws)?;
        let mut bands = [[Lanes::ZERO; SURVEY_BANDS]; 2];
        for (sex, by_band) in bands.iter_mut().enumerate() {
            for (band, value) in by_band.iter_mut().enumerate() {
                let (level, sd) = self.london.bands()[sex][band];
                *value = draws.score(|| LondonSmoking::band_name(sex, band))? * sd + level;
            }
        }
        let (path, drift) = self.draw_path(draws)?;
        let mut area_odds = Vec::with_capacity(self.areas.effects().len());
        for (area, effect) in self.demography.areas().iter().zip(self.areas.effects()) {
            let value = draws.value(|| format!("smoking of {} against London", area.name), &effect.effect)?;
            area_odds.push(Lanes(value.0.map(libm::exp)));
        }
        let gradient = draws.value(|| "gradient of smoking over deprivation".into(), self.areas.gradient())?;
        let quintile_odds = std::array::from_fn(|q| Lanes(gradient.0.map(|slope| libm::exp(slope * (2.0 - q as f64)))));
        let scores = self.mortality.trend().draw(draws)?;
        Ok(Drawn { risks, scores, relapse, bands, path, drift, area_odds, quintile_odds })
    }

    /// Draws a batch and calibrates it.
    ///
    /// # Errors
    /// If a parameter cannot be drawn.
    pub(crate) fn world(&self, draws: &mut Draws<'_>) -> Result<World, Error> {
        let drawn = self.draw(draws)?;
        let trend = self.mortality.trend();
        let time = |year: usize| f64::from(self.start) + year as f64;
        let year_factors =
            (0..self.years).map(|year| Factors::new(&trend.factors(time(year) + 0.5, &drawn.scores))).collect();
        let mid_factors =
            (0..=self.years).map(|year| Factors::new(&trend.factors(time(year), &drawn.scores))).collect();
        let (london, cells) = dispatch(Calibration { model: self, drawn: &drawn });
        Ok(World { risks: drawn.risks, london, cells, year_factors, mid_factors })
    }

    /// London's path of the logit from the start on, and the drift before it.
    fn draw_path(&self, draws: &mut Draws<'_>) -> Result<(Vec<Lanes>, Lanes), Error> {
        let drift = draws.score(|| "smoking trend, drift".into())?;
        let level = draws.score(|| "smoking trend, level".into())?;
        let path = draws.score(|| "smoking trend, path".into())?;
        let trend = self.london.trend();
        let logits = (0..=self.years)
            .map(|year| {
                let ahead = f64::from(self.start) + year as f64 - trend.origin();
                let mut lanes = [0.0; LANES];
                for (lane, value) in lanes.iter_mut().enumerate() {
                    let scores = TrendScores { drift: drift.0[lane], level: level.0[lane], path: path.0[lane] };
                    *value = trend.at(ahead, scores);
                }
                Lanes(lanes)
            })
            .collect();
        let before = drift * trend.drift_sd() + trend.drift();
        Ok((logits, before))
    }
}
