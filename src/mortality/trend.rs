//! Where mortality is going: England 2001-2015 by cause, sex and broad age, carried on.
//!
//! Each cause has a drift that comes back to a long-run change ([`RevertingTrend`](crate::trend::RevertingTrend)), an innovation of its
//! own, partially pooled, and shares in what all causes have in common; all causes together have a trend of their own, which the
//! causes add up to.

use super::broad_age::{BROAD_BANDS, sex_and_ages};
use super::cause::{CAUSES, Cause, CauseGroup};
use super::common::Common;
use super::reconciled::reconciled;
use super::record::DeathRecord;
use crate::data::ReferenceData;
use crate::draws::Draws;
use crate::error::Error;
use crate::estimate::Estimate;
use crate::multistate::lanes::{LANES, Lanes};
use crate::numerics::sample::{mean, slope};
use crate::trend::{
    AveragedTrend, Breaks, Choice, DriftPrior, Motion, Observation, RevertingScores, RevertingTrend, chosen,
    pooled_innovations, spreads, weights_of_dampings,
};

/// Share of the drift's distance from the long run that is left a year later: weighed by forecasts from past origins near, alike far.
const DAMPINGS: [f64; 4] = [0.5, 0.7, 0.85, 0.95];
/// The first origin from which the dampings are weighed: five years of history and one to forecast.
const FIRST_ORIGIN: i32 = 2005;
/// Declared: the long-run change of a series is around half its own mean change, between no change and all of it, with this spread
/// on the log scale; its drift is around the long run with twice that at the beginning, and moves a fifth as much as its level.
const LONG_RUN_SHARE: f64 = 0.5;
const LONG_RUN_SD: f64 = 0.01;
const DRIFT_SD: f64 = 0.02;
const DRIFT_PART: f64 = 0.2;
/// The first years of new software for the coding of causes (England's deaths, notes of the source): other causes than cancers may
/// have a shift there, declared, which is neither drift nor innovation.
const CODING_BREAKS: [f64; 2] = [2011.0, 2014.0];
const CODING_SD: f64 = 0.05;
/// The damping at which innovations are learnt.
const DAMPING_OF_INNOVATIONS: f64 = 0.85;

/// Number of series of causes.
const SERIES: usize = CAUSES * 2 * BROAD_BANDS;

/// Trends of log death rates by cause, sex and broad age.
#[derive(Debug, Clone)]
pub(crate) struct MortalityTrend {
    /// By cause, sex and band; none where a cause follows all causes together.
    causes: Vec<Option<CauseSeries>>,
    /// All causes together, by sex and band.
    totals: Vec<CauseSeries>,
    /// Each cause's share of the deaths.
    shares: Vec<f64>,
    /// How much each cause gives way, by sex and band.
    yields: Vec<[f64; CAUSES]>,
    /// Of the causes, then of all causes together.
    families: [Family; 2],
}

/// What the series of causes, or of all causes together, have in common.
#[derive(Debug, Clone)]
struct Family {
    /// Weights of the dampings that forecasts from past origins give.
    weights: Vec<f64>,
    /// How the scores of its series go together.
    common: Common,
    /// Geometric mean of the innovations, and the spread of their logarithms between the causes.
    innovations: [f64; 2],
    /// The innovation of each group of series.
    by_group: Vec<f64>,
}

/// One series: its trend, its observations, and the log of its mean rate over the years of the base rates.
#[derive(Debug, Clone)]
struct CauseSeries {
    trend: AveragedTrend,
    observations: Vec<Observation>,
    reference: f64,
    innovation_sd: f64,
    /// Spread of the logarithm of the innovation.
    innovation_log_sd: f64,
}

/// Years at the end of the history that the base rates are the mean of.
const BASE_YEARS: usize = 3;

impl CauseSeries {
    /// Log of the factor on the base rate at a time: before the last observation what was read around it, after it the
    /// trend.
    fn at(&self, time: f64, choice: Choice, scores: &RevertingScores) -> f64 {
        let ahead = time - self.trend.origin();
        if ahead < 0.0 {
            let near = self.observations.iter().filter(|one| (one.time - time).abs() <= 1.0);
            return mean(&near.map(|one| one.value).collect::<Vec<_>>()) - self.reference;
        }
        self.trend.at(ahead, choice, scores) - self.reference
    }
}

/// A series on its way to a trend.
struct Fitted {
    observations: Vec<Observation>,
    motion: Motion,
    breaks: f64,
}

impl Fitted {
    fn new(observations: Vec<Observation>, breaks: f64) -> Self {
        let long_run = DriftPrior {
            mean: LONG_RUN_SHARE * slope(&observations.iter().map(|one| (one.time, one.value)).collect::<Vec<_>>()),
            sd: LONG_RUN_SD,
        };
        let motion = Motion {
            long_run,
            drift_sd: DRIFT_SD,
            damping: DAMPING_OF_INNOVATIONS,
            innovation_sd: 0.0,
            drift_part: DRIFT_PART,
        };
        Self { observations, motion, breaks }
    }

    fn breaks(&self) -> Breaks<'static> {
        Breaks { years: &CODING_BREAKS, sd: self.breaks }
    }

    fn log_likelihood(&self, innovation_sd: f64) -> Result<f64, Error> {
        let motion = Motion { innovation_sd, ..self.motion };
        Ok(RevertingTrend::fit(&self.observations, motion, self.breaks())?.log_likelihood())
    }
}

/// The families learnt from the series of several groups: one innovation a group.
fn learn(groups: &mut [Vec<Fitted>], until: i32) -> Result<(Family, Vec<f64>), Error> {
    let values = |group: &Vec<Fitted>| -> Vec<Vec<f64>> {
        group.iter().map(|one| one.observations.iter().map(|one| one.value).collect()).collect()
    };
    let common = Common::of(&groups.iter().map(values).collect::<Vec<_>>());
    let mut likelihoods = Vec::with_capacity(groups.len());
    for group in groups.iter() {
        // Series of one cause move together: of n together each counts as 1 / (1 + (n - 1) r).
        let alike = 1.0 / (1.0 + (group.len() as f64 - 1.0).max(0.0) * common.within());
        let mut of = Vec::new();
        for sd in spreads() {
            let mut sum = 0.0;
            for one in group {
                sum += one.log_likelihood(sd)?;
            }
            of.push(alike * sum);
        }
        likelihoods.push(of);
    }
    let pooled = pooled_innovations(&likelihoods)?;
    for (group, innovation) in groups.iter_mut().zip(&pooled.groups) {
        for one in group {
            one.motion.innovation_sd = innovation.sd;
        }
    }
    let series: Vec<(Vec<Observation>, Motion, f64)> =
        groups.iter().flatten().map(|one| (one.observations.clone(), one.motion, one.breaks)).collect();
    let origins: Vec<f64> = (FIRST_ORIGIN..until).map(f64::from).collect();
    let weights = weights_of_dampings(&series, &CODING_BREAKS, &origins, &DAMPINGS)?;
    let log_sds = pooled.groups.iter().map(|group| group.log_sd).collect();
    let by_group = pooled.groups.iter().map(|group| group.sd).collect();
    Ok((Family { weights, common, innovations: [pooled.middle, pooled.between], by_group }, log_sds))
}

fn series_of(one: Fitted, innovation_log_sd: f64) -> Result<CauseSeries, Error> {
    let trend = AveragedTrend::fit(&one.observations, one.motion, one.breaks(), &DAMPINGS)?;
    let base = &one.observations[one.observations.len().saturating_sub(BASE_YEARS)..];
    let mean = base.iter().map(|observation| libm::exp(observation.value)).sum::<f64>() / base.len() as f64;
    let innovation_sd = one.motion.innovation_sd;
    Ok(CauseSeries {
        trend,
        observations: one.observations,
        reference: libm::log(mean),
        innovation_sd,
        innovation_log_sd,
    })
}

impl MortalityTrend {
    /// Fits the trends to the years up to and including `until`.
    ///
    /// # Errors
    /// If the tables hold fewer than five years up to `until`.
    pub(crate) fn fit(data: &ReferenceData, until: i32) -> Result<Self, Error> {
        let history = DeathRecord::read(data, until)?;
        let until = history.last_year();
        // The two respiratory causes have one trend between them.
        let is_own = |cause: Cause, sex: usize, band: usize| history.enough(cause, sex, band);
        let causes: Vec<Cause> = Cause::AXIS.into_iter().filter(|cause| *cause != Cause::Copd).collect();
        let mut groups: Vec<Vec<Fitted>> = Vec::with_capacity(causes.len());
        let mut at: Vec<Vec<usize>> = Vec::with_capacity(causes.len());
        for &cause in &causes {
            let (mut group, mut places) = (Vec::new(), Vec::new());
            let breaks = if cause.group() == CauseGroup::Cancer { 0.0 } else { CODING_SD };
            for sex in 0..2 {
                for band in (0..BROAD_BANDS).filter(|&band| is_own(cause, sex, band)) {
                    group.push(Fitted::new(history.observations(Some(cause), sex, band), breaks));
                    places.push(Self::index(cause, sex, band));
                }
            }
            groups.push(group);
            at.push(places);
        }
        let (of_causes, log_sds) = learn(&mut groups, until)?;
        let mut fitted: Vec<Option<CauseSeries>> = vec![None; SERIES];
        for ((group, places), log_sd) in groups.into_iter().zip(at).zip(log_sds) {
            for (one, place) in group.into_iter().zip(places) {
                fitted[place] = Some(series_of(one, log_sd)?);
            }
        }
        for sex in 0..2 {
            for band in 0..BROAD_BANDS {
                fitted[Self::index(Cause::Copd, sex, band)] =
                    fitted[Self::index(Cause::OtherRespiratory, sex, band)].clone();
            }
        }
        let mut all = Vec::with_capacity(2 * BROAD_BANDS);
        for sex in 0..2 {
            for band in 0..BROAD_BANDS {
                all.push(Fitted::new(history.observations(None, sex, band), 0.0));
            }
        }
        let mut all = [all];
        let (of_totals, log_sds) = learn(&mut all, until)?;
        let [all] = all;
        let sd_of_all = all[0].motion.innovation_sd;
        let totals = all.into_iter().map(|one| series_of(one, log_sds[0])).collect::<Result<_, _>>()?;
        let shares = history.shares();
        let variance = |at: usize| {
            let sd = fitted[at].as_ref().map_or(sd_of_all, |series| series.innovation_sd);
            shares[at] * sd * sd
        };
        let of_place = |place: usize| {
            let each: [f64; CAUSES] = std::array::from_fn(|cause| variance(cause * 2 * BROAD_BANDS + place));
            let most = each.iter().copied().fold(0.0, f64::max);
            each.map(|one| one / most)
        };
        let yields = (0..2 * BROAD_BANDS).map(of_place).collect();
        Ok(Self { causes: fitted, totals, shares, yields, families: [of_causes, of_totals] })
    }

    fn index(cause: Cause, sex: usize, band: usize) -> usize {
        (cause.index() * 2 + sex) * BROAD_BANDS + band
    }

    /// What was learnt of the trends, in words.
    pub(crate) fn note(&self) -> String {
        let weights = |family: &Family| {
            let each = DAMPINGS.iter().zip(&family.weights).map(|(damping, weight)| format!("{damping} {weight:.2}"));
            each.collect::<Vec<_>>().join(", ")
        };
        let [causes, totals] = &self.families;
        let [middle, between] = causes.innovations;
        let names = Cause::AXIS.into_iter().filter(|cause| *cause != Cause::Copd).map(Cause::table_name);
        let each = names.zip(&causes.by_group).map(|(name, sd)| format!("{} {sd:.3}", name.replace('_', " ")));
        let each = each.collect::<Vec<_>>().join(", ");
        format!(
            "trend of mortality: weights of the dampings of causes up to five years ahead {}, of all causes together {}, alike from ten years on; yearly innovation of a cause {middle:.3} on the log scale, between causes times or over {:.1} ({each}), of all causes together {:.3}; correlation between causes {:.2}, within a cause {:.2}, between ages and sexes of all causes {:.2}",
            weights(causes),
            weights(totals),
            libm::exp(between),
            totals.innovations[0],
            causes.common.between(),
            causes.common.within(),
            totals.common.within()
        )
    }

    /// The mean damping near.
    #[must_use]
    pub(crate) fn damping(&self) -> f64 {
        self.families[1].weights.iter().zip(DAMPINGS).map(|(weight, damping)| weight * damping).sum()
    }

    /// The scores of every trend in eight draws.
    ///
    /// # Errors
    /// If a parameter cannot be drawn.
    pub(crate) fn draw(&self, draws: &mut Draws<'_>) -> Result<TrendDraws, Error> {
        let [of_causes, of_totals] = &self.families;
        let mut causes = Vec::with_capacity(SERIES);
        for cause in Cause::AXIS {
            for sex in 0..2 {
                for band in 0..BROAD_BANDS {
                    causes.push(match &self.causes[Self::index(cause, sex, band)] {
                        Some(series) => {
                            let (group, ages) = (cause.table_name(), sex_and_ages(sex, band));
                            Some(SeriesDraws::draw(draws, &of_causes.common, [group, &ages], series.innovation_log_sd)?)
                        }
                        None => None,
                    });
                }
            }
        }
        let mut totals = Vec::with_capacity(2 * BROAD_BANDS);
        for sex in 0..2 {
            for band in 0..BROAD_BANDS {
                let log_sd = self.totals[sex * BROAD_BANDS + band].innovation_log_sd;
                let name = [ALL_CAUSES, &sex_and_ages(sex, band)];
                totals.push(SeriesDraws::draw(draws, &of_totals.common, name, log_sd)?);
            }
        }
        let mut choices = [[[0; LANES]; 2]; 2];
        let alike = vec![1.0 / DAMPINGS.len() as f64; DAMPINGS.len()];
        for ((family, words), choices) in self.families.iter().zip(["causes", ALL_CAUSES]).zip(&mut choices) {
            for ((weights, when), choice) in [(&family.weights, "near"), (&alike, "far")].into_iter().zip(choices) {
                let name = || format!("mortality damping {when}, {words}");
                let uniform = draws.value(name, &Estimate::uniform(0.0, 1.0)?)?;
                *choice = uniform.0.map(|u| chosen(weights, u));
            }
        }
        Ok(TrendDraws { causes, totals, choices })
    }

    /// Factors on the base rates at calendar time `time` (a whole year is its middle) in eight draws; axes cause, sex,
    /// band.
    ///
    /// Each cause follows its own trend; then those of a sex and band give way so that they add up to the trend of all causes
    /// ([`reconciled`](super::reconciled)). Causes gain from each other by changes of coding (dementia above all), and the sum of
    /// their trends would carry such gains on as if more people died.
    pub(crate) fn factors(&self, time: f64, scores: &TrendDraws) -> Vec<Lanes> {
        let totals = self.total_factors(time, scores);
        let mut factors: Vec<Lanes> = (0..SERIES)
            .map(|at| match (&self.causes[at], &scores.causes[at]) {
                (Some(series), Some(draws)) => draws.factor(series, time, &scores.choices[0]),
                _ => totals[at % (2 * BROAD_BANDS)],
            })
            .collect();
        for (place, total) in totals.iter().enumerate() {
            let at = |cause: usize| cause * 2 * BROAD_BANDS + place;
            let shares: [f64; CAUSES] = std::array::from_fn(|cause| self.shares[at(cause)]);
            let own = std::array::from_fn(|cause| factors[at(cause)]);
            let found = reconciled(&own, &shares, &self.yields[place], *total);
            for (cause, factor) in found.into_iter().enumerate() {
                factors[at(cause)] = factor;
            }
        }
        factors
    }

    /// Factors of all causes together on the base rates at calendar time `time` in eight draws; axes sex, band.
    pub(crate) fn total_factors(&self, time: f64, scores: &TrendDraws) -> Vec<Lanes> {
        let each = self.totals.iter().zip(&scores.totals);
        each.map(|(series, draws)| draws.factor(series, time, &scores.choices[1])).collect()
    }

    /// The base rate of a cause or of all causes together, standardised to the people of the last year; none if the cause follows all.
    pub(crate) fn base_rate(&self, cause: Option<Cause>, sex: usize, band: usize) -> Option<f64> {
        let series = match cause {
            Some(cause) => self.causes[Self::index(cause, sex, band)].as_ref()?,
            None => &self.totals[sex * BROAD_BANDS + band],
        };
        Some(libm::exp(series.reference))
    }

    /// What the trend of a cause or of all causes together was fitted to; nothing if the cause follows all.
    pub(crate) fn observations(&self, cause: Option<Cause>, sex: usize, band: usize) -> &[Observation] {
        let series = match cause {
            Some(cause) => self.causes[Self::index(cause, sex, band)].as_ref(),
            None => Some(&self.totals[sex * BROAD_BANDS + band]),
        };
        series.map_or(&[], |series| &series.observations)
    }

    /// Central factors on the base rates at calendar time `time`; axes cause, sex, band.
    pub(crate) fn central_factors(&self, time: f64) -> Vec<f64> {
        let alike = [1.0 / DAMPINGS.len() as f64; DAMPINGS.len()];
        let choice = |family: &Family| [[chosen(&family.weights, 0.5); LANES], [chosen(&alike, 0.5); LANES]];
        let central = TrendDraws {
            causes: self.causes.iter().map(|series| series.is_some().then_some(SeriesDraws::CENTRAL)).collect(),
            totals: vec![SeriesDraws::CENTRAL; self.totals.len()],
            choices: self.families.each_ref().map(choice),
        };
        self.factors(time, &central).into_iter().map(|lanes| lanes.0[0]).collect()
    }
}

/// Words for all causes together.
const ALL_CAUSES: &str = "all causes";

/// Scores of the trends in eight draws.
#[derive(Debug)]
pub(crate) struct TrendDraws {
    causes: Vec<Option<SeriesDraws>>,
    totals: Vec<SeriesDraws>,
    /// Of causes and of all causes together: which damping acts near, and which far.
    choices: [[[usize; LANES]; 2]; 2],
}

/// Scores of one series in eight draws.
#[derive(Debug, Clone, Copy)]
struct SeriesDraws {
    long_run: Lanes,
    drift: Lanes,
    level: Lanes,
    path: Lanes,
    /// Factor on the spread of the innovation.
    innovation: Lanes,
}

impl SeriesDraws {
    const CENTRAL: Self = Self {
        long_run: Lanes::ZERO,
        drift: Lanes::ZERO,
        level: Lanes::ZERO,
        path: Lanes::ZERO,
        innovation: Lanes::ONE,
    };

    fn draw(draws: &mut Draws<'_>, common: &Common, [group, ages]: [&str; 2], log_sd: f64) -> Result<Self, Error> {
        let mut score = |kind: &str| common.score(draws, &format!("mortality {kind}"), group, ages);
        let [long_run, drift, level, path] = [score("long run")?, score("drift")?, score("level")?, score("path")?];
        let innovation = draws.score(|| format!("mortality innovation, {group}"))?;
        Ok(Self { long_run, drift, level, path, innovation: Lanes(innovation.0.map(|z| libm::exp(log_sd * z))) })
    }

    /// Factor on the base rate of a series at a time.
    fn factor(&self, series: &CauseSeries, time: f64, [near, far]: &[[usize; LANES]; 2]) -> Lanes {
        Lanes(std::array::from_fn(|lane| {
            let scores = RevertingScores {
                long_run: self.long_run.0[lane],
                drift: self.drift.0[lane],
                level: self.level.0[lane],
                path: self.path.0[lane],
            };
            let choice = Choice { near: near[lane], far: far[lane], innovation: self.innovation.0[lane] };
            libm::exp(series.at(time, choice, &scores))
        }))
    }
}
