//! Smoking as a subject of the model: its words, how it is fitted and drawn, and its forecasts from inside the history.

use super::dynamics::calibration::FITTED_FROM;
use super::dynamics::chain::Dynamics;
use super::fit::area_survey::{Survey, area_observations, error_notes};
use super::fit::borough::area_smoking;
use super::fit::cases::{CaseRisks, SmokingCases};
use super::fit::history::History as SmokingHistory;
use super::fit::occupation::{self, ROUTINE_MANUAL, RoutineManual};
use super::fit::risk::{RiskDraws, SmokingRisks};
use super::fit::service::StopSmokingService;
use super::fit::survey::{RegionSmoking, SURVEY_BANDS, adults_by_band};
use super::states::{SINGLE_YEARS, Transitions};
use crate::catalogue::driver::{ActsOn, DriverRow, Reaches, Together};
use crate::catalogue::indicator::IndicatorRow;
use crate::catalogue::measure::{Ages, Asked, Counted, Form};
use crate::catalogue::rows::CatalogueRows;
use crate::catalogue::target::TargetKind;
use crate::catalogue::{Driver, Indicator, Measure, MeasureRow};
use crate::component::{Component, FitContext, OriginContext};
use crate::data::{REGION, TableName};
use crate::draws::Draws;
use crate::error::Error;
use crate::exposure::area_effect::AreaEffects;
use crate::forecast::{Forecast, Origin, Subject};
use crate::multistate::lanes::{LANES, Lanes};
use crate::numerics::logit::{logistic, logit};
use crate::population::stratum::QUINTILES;
use crate::trend::{Observation, TrendScores};

impl Driver {
    /// Reach of stop-smoking services. Those reached beyond today's quit with the difference between one-year abstinence with the
    /// service and without, by sex and age.
    pub const STOP_SMOKING_REACH: Self = Self::fixed("stop_smoking_reach");
    /// Probability of quitting.
    pub const QUITTING: Self = Self::fixed("quitting");
    /// Probability of starting.
    pub const STARTING: Self = Self::fixed("starting");
}

impl Indicator {
    /// Share of adults (18 and over) who smoke.
    pub const ADULT_SMOKING: Self = Self::fixed("adult_smoking");
}

impl Measure {
    /// Adults who smoke at mid-year.
    pub const SMOKERS: Self = Self::fixed("smokers");
    /// Deaths that would not have happened at the rates of never smokers.
    pub const DEATHS_SMOKING_ATTRIBUTABLE: Self = Self::fixed("deaths_smoking_attributable");
    /// Smokers who complete a first full year of abstinence in the year.
    pub const QUITS: Self = Self::fixed("quits");
    /// Share of adults who smoke.
    pub const SMOKING_PREVALENCE: Self = Self::fixed("smoking_prevalence");
    /// Share of people aged 18 to 64 in routine and manual occupations who smoke.
    pub const SMOKING_PREVALENCE_ROUTINE_MANUAL: Self = Self::fixed("smoking_prevalence_routine_manual");
    /// How much of it lies above that of all adults.
    pub const SMOKING_GAP_ROUTINE_MANUAL: Self = Self::fixed("smoking_gap_routine_manual");
    /// Quits of a scenario beyond the comparator's.
    pub const EXTRA_QUITS_NEEDED: Self = Self::fixed("extra_quits_needed");
}

impl Subject {
    /// Share of London's adults who smoke.
    pub const SMOKING_LONDON: Self = Self::share("smoking, London");
    /// The same of a borough.
    pub const SMOKING_BOROUGH: Self = Self::share("smoking, boroughs");
    /// Share of people in routine and manual occupations who smoke, London, the mean of its boroughs.
    pub const ROUTINE_MANUAL_LONDON: Self = Self::share("smoking in routine and manual occupations, London");
}

const fn routine_manual(gap: bool) -> Form {
    Form::OddsAgainst { share: Measure::SMOKING_PREVALENCE, parameter: ROUTINE_MANUAL, gap }
}

/// Smoking as fitted.
#[derive(Debug)]
pub(crate) struct Smoking {
    pub(crate) moves: Transitions,
    pub(crate) dynamics: Dynamics,
    pub(crate) risks: SmokingRisks,
    pub(crate) cases: SmokingCases,
    region: RegionSmoking,
    areas: AreaEffects,
    names: Vec<String>,
    pub(crate) history: SmokingHistory,
    pub(crate) service: StopSmokingService,
    routine_manual: RoutineManual,
    /// What should be known of figures without an interval.
    error_notes: Vec<String>,
    start: i32,
    years: usize,
}

/// What is drawn of smoking, before its chain is calibrated.
#[derive(Debug)]
pub(crate) struct SmokingDraws {
    pub(crate) risks: RiskDraws,
    pub(crate) cases: CaseRisks,
    pub(crate) relapse: [Lanes; SINGLE_YEARS - 1],
    pub(crate) bands: [[Lanes; SURVEY_BANDS]; 2],
    /// London's logit from the start on.
    pub(crate) path: Vec<Lanes>,
    /// Its drift before.
    pub(crate) drift: Lanes,
    pub(crate) area_odds: Vec<Lanes>,
    pub(crate) quintile_odds: [Lanes; QUINTILES],
}

impl Component for Smoking {
    const ADDS: CatalogueRows = CatalogueRows {
        drivers: &[
            DriverRow::factor(Driver::STOP_SMOKING_REACH, "the reach of stop-smoking services", ActsOn::Smoking)
                .put_together(Together::SumBeyond1)
                .reaching(Reaches::ServiceUsers),
            DriverRow::factor(Driver::QUITTING, "the quitting", ActsOn::Smoking),
            DriverRow::factor(Driver::STARTING, "the starting", ActsOn::Smoking),
        ],
        indicators: &[IndicatorRow {
            ambition: "4a",
            targets: &[
                TargetKind::Level,
                TargetKind::PercentagePointReduction,
                TargetKind::RelativeReduction,
                TargetKind::Reduction,
            ],
            ..IndicatorRow::share(
                Indicator::ADULT_SMOKING,
                "adult smoking prevalence",
                Measure::SMOKING_PREVALENCE,
                Driver::QUITTING,
                TableName::SMOKING_AREA,
            )
        }],
        measures: &[
            MeasureRow::stock(Measure::SMOKERS, Counted::Smokers, Ages::From(18)).by_cell().among(Measure::ADULTS),
            MeasureRow::flow(Measure::DEATHS_SMOKING_ATTRIBUTABLE, "deaths", Ages::All),
            MeasureRow::flow(Measure::QUITS, "quits", Ages::All).asked(Asked::NotOfFrozen),
            MeasureRow::share(Measure::SMOKING_PREVALENCE, Measure::SMOKERS, Measure::ADULTS).among(Measure::ADULTS),
            MeasureRow::at_mid_year(Measure::SMOKING_PREVALENCE_ROUTINE_MANUAL, "share", routine_manual(false)),
            MeasureRow::at_mid_year(Measure::SMOKING_GAP_ROUTINE_MANUAL, "share", routine_manual(true)),
            MeasureRow::over_a_year(Measure::EXTRA_QUITS_NEEDED, "quits", Form::Beyond(Measure::QUITS))
                .asked(Asked::BeyondBaseline),
        ],
    };
    type Sample = SmokingDraws;

    fn fit(of: &FitContext<'_>) -> Result<Self, Error> {
        let FitContext { data, demography, start, years, .. } = *of;
        let region = RegionSmoking::fit(data, start, &adults_by_band(demography))?;
        Ok(Self {
            moves: Transitions::new()?,
            dynamics: Dynamics::from_data(data)?,
            risks: SmokingRisks::from_data(data)?,
            cases: SmokingCases::from_data(data)?,
            areas: area_smoking(data, demography, &region, start)?,
            region,
            names: demography.areas().iter().map(|area| area.name.clone()).collect(),
            history: SmokingHistory::from_data(data, start)?,
            service: StopSmokingService::from_data(data)?,
            routine_manual: RoutineManual::fit(data, demography, start)?,
            error_notes: error_notes(data, start)?,
            start,
            years,
        })
    }

    fn sample(&self, draws: &mut Draws<'_>) -> Result<SmokingDraws, Error> {
        let risks = self.risks.draw(draws)?;
        let relapse = self.dynamics.draw_relapse(draws)?;
        let mut bands = [[Lanes::ZERO; SURVEY_BANDS]; 2];
        for (sex, by_band) in bands.iter_mut().enumerate() {
            for (band, value) in by_band.iter_mut().enumerate() {
                let (level, sd) = self.region.bands()[sex][band];
                *value = draws.score(|| RegionSmoking::band_name(sex, band))? * sd + level;
            }
        }
        let (path, drift) = self.draw_path(draws)?;
        let mut area_odds = Vec::with_capacity(self.names.len());
        for (area, effect) in self.names.iter().zip(self.areas.effects()) {
            let value = draws.value(|| format!("smoking of {area} against London"), &effect.effect)?;
            area_odds.push(Lanes(value.0.map(libm::exp)));
        }
        let gradient = draws.value(|| "gradient of smoking over deprivation".into(), self.areas.gradient())?;
        let quintile_odds = std::array::from_fn(|q| Lanes(gradient.0.map(|slope| libm::exp(slope * (2.0 - q as f64)))));
        // Kept with the draws, from which the results read it.
        draws.value(|| ROUTINE_MANUAL.into(), self.routine_manual.difference())?;
        let cases = self.cases.draw(draws)?;
        Ok(SmokingDraws { risks, cases, relapse, bands, path, drift, area_odds, quintile_odds })
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = self.risks.notes().to_vec();
        notes.extend(self.service.notes().iter().cloned());
        notes.extend(self.error_notes.iter().cloned());
        for (area, effect) in self.names.iter().zip(self.areas.effects()) {
            if !effect.surveyed {
                notes.push(format!("{area} has no published smoking figure: it takes London's"));
            }
        }
        notes.push(
            "former smokers: women of England's surveys of 1974-1992 take the men's pattern over age at the women's totals (derived), the published share of former smokers is Britain's, and London takes England's shares of former among people who do not smoke".into(),
        );
        let kept = self.areas.effects().iter().filter(|effect| effect.surveyed).map(|effect| effect.weight);
        let (least, most) = kept.fold((1.0_f64, 0.0_f64), |(least, most), kept| (least.min(kept), most.max(kept)));
        notes.push(format!(
            "areas are shrunk to London: they keep {:.0}% to {:.0}% of their own difference in smoking",
            100.0 * least,
            100.0 * most
        ));
        notes.push("the gradient of smoking over deprivation quintiles is derived from boroughs and national income fifths, with a wide spread".into());
        notes.extend(self.cases.notes());
        notes.extend(self.routine_manual.notes());
        notes
    }

    fn rolling_origins(of: &OriginContext<'_>) -> Result<Vec<Forecast>, Error> {
        let mut all = Vec::new();
        for &origin in of.origins {
            from_origin(of, origin, &mut all)?;
        }
        all.extend(occupation::rolling_origin(of.data, of.demography, of.origins)?);
        Ok(all)
    }
}

impl Smoking {
    /// Years from the first year the quit probabilities are fitted to until the start.
    pub(crate) fn fitted_years(&self) -> usize {
        usize::try_from(self.start - FITTED_FROM).unwrap_or(0)
    }

    /// London's path of the logit from the start on, and the drift before it.
    fn draw_path(&self, draws: &mut Draws<'_>) -> Result<(Vec<Lanes>, Lanes), Error> {
        let drift = draws.score(|| "smoking trend, drift".into())?;
        let level = draws.score(|| "smoking trend, level".into())?;
        let path = draws.score(|| "smoking trend, path".into())?;
        let trend = self.region.trend();
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

fn from_origin(of: &OriginContext<'_>, origin: i32, all: &mut Vec<Forecast>) -> Result<(), Error> {
    let OriginContext { data, demography, .. } = *of;
    let region = RegionSmoking::fit(data, origin, &adults_by_band(demography))?;
    let areas = area_smoking(data, demography, &region, origin)?;
    let trend = region.trend();
    let mut forecast = |subject, series: &str, surveys: &[Survey], shift: f64, variance: f64| {
        // A year without a published interval is not compared: its own error is not known.
        let known = surveys.iter().filter_map(|one| {
            let variance = one.logit_variance?;
            Some(Observation { time: f64::from(one.year), value: logit(one.share), variance })
        });
        let known: Vec<Observation> = known.collect();
        for read in known.iter().filter(|one| one.time > f64::from(origin)) {
            let ahead = read.time - trend.origin();
            let expected = (trend.central(ahead) + shift, trend.variance(ahead) + variance);
            all.push(Forecast::of(Origin { subject, series, year: origin, read: &known }, read, expected, logistic));
        }
    };
    forecast(Subject::SMOKING_LONDON, "London", &area_observations(data, REGION)?, 0.0, 0.0);
    for (area, effect) in demography.areas().iter().zip(areas.effects()) {
        let variance = effect.effect.sd() * effect.effect.sd();
        let surveys = area_observations(data, &area.code)?;
        forecast(Subject::SMOKING_BOROUGH, &area.name, &surveys, effect.effect.mean(), variance);
    }
    Ok(())
}
