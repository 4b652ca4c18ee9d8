//! A batch of draws: eight worlds side by side, each one consistent set of parameter values.

use super::deaths::CAUSE_ORDER;
use super::exposures::Exposures;
use super::illness::Illnesses;
use super::levers::ScenarioPlan;
use super::mental::MentalIllness;
use super::model::Model;
use super::runs::ScenarioRun;
use crate::disease::DiseaseDraws;
use crate::draws::Draws;
use crate::error::Error;
use crate::exposure::levels::{EXPOSURES, ExposureDraws};
use crate::exposure::smoking::dynamics::calibration::{FITTED_FROM, Inputs, LondonDraws, calibrate};
use crate::exposure::smoking::dynamics::stock::{CellSmoking, spread};
use crate::exposure::smoking::fit::cases::CaseRisks;
use crate::exposure::smoking::fit::occupation::ROUTINE_MANUAL;
use crate::exposure::smoking::fit::risk::RiskDraws;
use crate::exposure::smoking::fit::survey::{LondonSmoking, SURVEY_BANDS};
use crate::exposure::smoking::states::SINGLE_YEARS;
use crate::indicator::school_readiness::SchoolReadinessDraws;
use crate::mental_illness::mortality::SmiDraws;
use crate::mortality::CAUSES;
use crate::mortality::trend::{BROAD_BANDS, TrendDraws};
use crate::multistate::kernel::{Batch, dispatch};
use crate::multistate::lanes::{LANES, Lanes};
use crate::population::stratum::QUINTILES;
use crate::trend::TrendScores;
use crate::units::AGES;
use crate::work::WorkDraws;

/// The values of everything uncertain in eight draws.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) risks: RiskDraws,
    pub(crate) london: LondonDraws,
    pub(crate) cells: CellSmoking,
    pub(super) exposures: Exposures,
    pub(super) illnesses: Illnesses,
    pub(super) work: WorkDraws,
    /// Days off sick of a worker a year at the start, index `cell * 2 + sex`.
    pub(super) days_off_sick: Vec<Lanes>,
    pub(super) mental_illness: MentalIllness,
    school: SchoolReadinessDraws,
    /// Alcohol-related admissions by mid-year and area; all areas together last.
    admissions: Vec<Lanes>,
    /// Share in good health by area (all together last), sex and age.
    good_health: Vec<Lanes>,
    /// Of the model's prices.
    pub(super) prices: Vec<Lanes>,
    areas: usize,
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
    exposures: [ExposureDraws; EXPOSURES],
    diseases: DiseaseDraws,
    smoking_cases: CaseRisks,
    work: WorkDraws,
    school: SchoolReadinessDraws,
    admissions: Vec<Lanes>,
    mental_illness: SmiDraws,
    good_health: Vec<Lanes>,
    prices: Vec<Lanes>,
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
        let exposures = [self.body_weight.draw(draws)?, self.activity.draw(draws)?, self.alcohol.draw(draws)?];
        let diseases = self.diseases.draw(draws)?;
        // Kept with the draws, from which the results read it.
        draws.value(|| ROUTINE_MANUAL.into(), self.routine_manual.difference())?;
        Ok(Drawn {
            risks,
            scores,
            relapse,
            bands,
            path,
            drift,
            area_odds,
            quintile_odds,
            exposures,
            diseases,
            smoking_cases: self.smoking_cases.draw(draws)?,
            work: self.work.draw(draws)?,
            school: self.school.draw(draws)?,
            admissions: self.admissions.draw(draws)?,
            mental_illness: self.mental_illness.draw(draws)?,
            good_health: self.good_health.draw(draws)?,
            prices: self
                .prices
                .iter()
                .map(|price| draws.value(|| price.name.clone(), &price.pounds))
                .collect::<Result<_, _>>()?,
        })
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
        let exposures = Exposures::new(drawn.exposures);
        let days_off_sick = self.days_off_sick(&drawn.work, &london, &cells, &exposures);
        let mental_illness = MentalIllness::new(self, drawn.mental_illness, &drawn.risks, &london.stock);
        Ok(World {
            risks: drawn.risks,
            london,
            cells,
            exposures,
            days_off_sick,
            illnesses: Illnesses::new(drawn.diseases, drawn.smoking_cases),
            work: drawn.work,
            mental_illness,
            school: drawn.school,
            admissions: drawn.admissions,
            good_health: drawn.good_health,
            prices: drawn.prices,
            areas: self.demography.areas().len(),
            year_factors,
            mid_factors,
        })
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

impl World {
    /// Share of an area's children of one sex not ready for school at the end of Reception.
    #[inline(always)]
    pub(super) fn not_ready(&self, year: usize, sex: usize, area: usize) -> Lanes {
        self.school.not_ready[(year * 2 + sex) * self.areas + area]
    }

    /// Shares in good health of an area by sex and age; of all areas together for the number of areas.
    pub(super) fn good_health(&self, area: usize) -> &[Lanes] {
        &self.good_health[area * 2 * AGES..][..2 * AGES]
    }

    /// Alcohol-related admissions of an area in a run at a mid-year; of all areas together for the number of areas.
    pub(super) fn admissions(&self, model: &Model, run: &ScenarioRun<'_>, year: usize, area: usize) -> Lanes {
        if area < self.areas {
            return self.admissions_among(model, run.plan, run.factors, year, &[area]);
        }
        let all: Vec<usize> = (0..self.areas).collect();
        self.admissions_among(model, run.plan, run.factors, year, &all)
    }

    /// Alcohol-related admissions of some areas together: their mean by people of the start, or all areas' own rate times what the
    /// scenario makes of that mean.
    pub(super) fn admissions_among(
        &self,
        model: &Model,
        plan: &ScenarioPlan,
        factors: &[Lanes],
        year: usize,
        areas: &[usize],
    ) -> Lanes {
        let from = if plan.frozen { 0 } else { year };
        let base = |area: usize| self.admissions[from * (self.areas + 1) + area];
        let (mut changed, mut unchanged, mut people) = (Lanes::ZERO, Lanes::ZERO, 0.0);
        for &area in areas {
            let cell = model.demography.cells().iter().position(|cell| cell.area == area);
            let factor = match cell {
                // What was done over the year before is what admissions of this one show.
                Some(cell) if year > 0 => plan.change(factors, cell, year - 1).admissions,
                _ => Lanes::ONE,
            };
            let weight = model.area_people[area];
            changed += base(area) * factor * weight;
            unchanged += base(area) * weight;
            people += weight;
        }
        if areas.len() == self.areas {
            return base(self.areas) * (changed / unchanged);
        }
        changed * (1.0 / people)
    }
}
