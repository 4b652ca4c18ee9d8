//! Where mortality is going: England 2001-2015 by cause, sex and broad age, carried on with damping.

use super::cause::{CAUSES, Cause};
use crate::data::integer;
use crate::data::{ReferenceData, TableName};
use crate::draws::Draws;
use crate::error::Error;
use crate::multistate::lanes::Lanes;
use crate::numerics::sample::{mean, variance};
use crate::population::demography::year_columns;
use crate::population::stratum::{FIVE_YEAR_STARTS, Sex};
use crate::trend::{DriftPrior, Observation, Trend, TrendScores, damping_by_rolling_origin, mean_innovation_sd};
use ndarray::Array3;

/// First ages of the broad bands that share one trend; the last is open.
pub(crate) const BROAD_STARTS: [u32; 5] = [0, 30, 65, 75, 85];
/// Number of broad bands.
pub(crate) const BROAD_BANDS: usize = BROAD_STARTS.len();

/// Index of the broad band that holds an age.
#[must_use]
pub(crate) fn broad_band(age: usize) -> usize {
    BROAD_STARTS.iter().rposition(|&start| age >= start as usize).unwrap_or(0)
}

/// A cause with fewer deaths than this in its smallest year follows all causes of its sex and age together.
pub(crate) const LEAST_DEATHS_A_YEAR: f64 = 20.0;

/// Damping is chosen by the forecasts made at these origins, each for the next [`CHOICE_HORIZON`] years.
pub(crate) const CHOICE_ORIGINS: [f64; 6] = [2006.0, 2007.0, 2008.0, 2009.0, 2010.0, 2011.0];
/// Years ahead that are compared.
pub(crate) const CHOICE_HORIZON: f64 = 4.0;
/// Damping tried; 0 is "no change", 1 the straight line.
pub(crate) const DAMPING_GRID: [f64; 8] = [0.0, 0.5, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0];
/// Spreads of the yearly innovation tried, on the log scale.
pub(crate) const INNOVATION_GRID: [f64; 8] = [0.0, 0.005, 0.01, 0.015, 0.02, 0.03, 0.04, 0.06];

/// A flat prior: the fifteen years speak for themselves.
const FLAT: DriftPrior = DriftPrior { mean: 0.0, sd: 0.2 };

/// Trends of log death rates by cause, sex and broad age.
#[derive(Debug, Clone)]
pub(crate) struct MortalityTrend {
    trends: Vec<CauseSeries>,
    shared: f64,
    damping: f64,
    innovation_sd: f64,
    own: Vec<bool>,
    /// All causes together, by sex and band, and each cause's share of the deaths.
    totals: Vec<CauseSeries>,
    shares: Vec<f64>,
    shared_totals: f64,
}

/// One series: its trend, its observations, and the log of its mean rate over the years of the base rates.
#[derive(Debug, Clone)]
struct CauseSeries {
    trend: Trend,
    observations: Vec<Observation>,
    reference: f64,
}

/// Years at the end of the history that the base rates are the mean of.
const BASE_YEARS: usize = 3;

impl CauseSeries {
    fn fit(observations: Vec<Observation>, innovation_sd: f64, damping: f64) -> Result<Self, Error> {
        let trend = Trend::fit(&observations, FLAT, innovation_sd, damping)?;
        let base = &observations[observations.len().saturating_sub(BASE_YEARS)..];
        let mean = base.iter().map(|observation| libm::exp(observation.value)).sum::<f64>() / base.len() as f64;
        Ok(Self { trend, observations, reference: libm::log(mean) })
    }

    /// Log of the factor on the base rate at a time: before the last observation what was read around it, after it the
    /// trend.
    fn at(&self, time: f64, scores: TrendScores) -> f64 {
        let ahead = time - self.trend.origin();
        if ahead >= 0.0 {
            return self.trend.at(ahead, scores) - self.reference;
        }
        let near: Vec<f64> =
            self.observations.iter().filter(|r| (r.time - time).abs() <= 1.0).map(|r| r.value).collect();
        if near.is_empty() {
            return self.trend.central(ahead) - self.reference;
        }
        mean(&near) - self.reference
    }
}

impl MortalityTrend {
    /// Fits the trends to the years up to and including `until`.
    ///
    /// # Errors
    /// If the tables hold fewer than five years up to `until`.
    pub(crate) fn fit(data: &ReferenceData, until: i32) -> Result<Self, Error> {
        let history = DeathRecord::read(data, until)?;
        let series = history.all_series();
        let innovation_sd = mean_innovation_sd(&series, FLAT, &INNOVATION_GRID)?;
        let (damping, _) = damping_by_rolling_origin(
            &series,
            &CHOICE_ORIGINS.map(|origin| origin.min(f64::from(until) - 1.0)),
            CHOICE_HORIZON,
            FLAT,
            innovation_sd,
            &DAMPING_GRID,
        )?;
        let shared = shared_change(&series);
        let mut trends = Vec::with_capacity(CAUSES * 2 * BROAD_BANDS);
        let mut own = Vec::with_capacity(CAUSES * 2 * BROAD_BANDS);
        for cause in Cause::AXIS {
            for sex in 0..2 {
                for band in 0..BROAD_BANDS {
                    trends.push(CauseSeries::fit(history.series(cause, sex, band), innovation_sd, damping)?);
                    own.push(history.enough(cause, sex, band));
                }
            }
        }
        let mut totals = Vec::with_capacity(2 * BROAD_BANDS);
        for sex in 0..2 {
            for band in 0..BROAD_BANDS {
                totals.push(CauseSeries::fit(history.observations(None, sex, band), innovation_sd, damping)?);
            }
        }
        let shares = history.shares();
        let observations: Vec<Vec<Observation>> = totals.iter().map(|series| series.observations.clone()).collect();
        let shared_totals = shared_change(&observations);
        Ok(Self { trends, shared, damping, innovation_sd, own, totals, shares, shared_totals })
    }

    fn index(cause: Cause, sex: usize, band: usize) -> usize {
        (cause.index() * 2 + sex) * BROAD_BANDS + band
    }

    /// The trend of one cause, sex and broad band.
    #[must_use]
    pub(crate) fn trend(&self, cause: Cause, sex: Sex, band: usize) -> &Trend {
        &self.trends[Self::index(cause, sex.index(), band)].trend
    }

    /// What was learnt of the trends, in words.
    pub(crate) fn note(&self) -> String {
        format!(
            "trend of mortality: damping {}, yearly innovation {:.3} on the log scale, correlation between causes {:.2}, between ages and sexes of all causes {:.2}",
            self.damping, self.innovation_sd, self.shared, self.shared_totals
        )
    }

    /// The trend of all causes of one sex and broad band.
    #[must_use]
    pub(crate) fn total(&self, sex: Sex, band: usize) -> &Trend {
        &self.totals[sex.index() * BROAD_BANDS + band].trend
    }

    /// The damping chosen.
    #[must_use]
    pub(crate) fn damping(&self) -> f64 {
        self.damping
    }

    /// Name of the series a cause follows: its own cause, both respiratory causes together, or all causes.
    fn label(&self, cause: Option<Cause>, sex: usize, band: usize) -> String {
        let series = match cause {
            Some(cause) if self.own[Self::index(cause, sex, band)] => cause.table_name(),
            _ => "all causes",
        };
        let from = BROAD_STARTS[band];
        let ages = BROAD_STARTS.get(band + 1).map_or_else(|| format!("{from}+"), |next| format!("{from}-{}", next - 1));
        format!("{series}, {}, {ages}", Sex::ALL[sex])
    }

    /// The scores of every trend in eight draws; all are correlated by what they share.
    pub(crate) fn draw(&self, draws: &mut Draws<'_>) -> Result<TrendDraws, Error> {
        const KINDS: [&str; 3] = ["drift", "level", "path"];
        let mut names: [Vec<String>; 3] = [Vec::new(), Vec::new(), Vec::new()];
        let mut ask = |cause: Option<Cause>, sex: usize, band: usize| -> Result<[Lanes; 3], Error> {
            let label = self.label(cause, sex, band);
            let mut three = [Lanes::ZERO; 3];
            for ((score, kind), known) in three.iter_mut().zip(KINDS).zip(&mut names) {
                let name = format!("mortality {kind}, {label}");
                *score = draws.score(|| name.clone())?;
                if !known.contains(&name) {
                    known.push(name);
                }
            }
            Ok(three)
        };
        let mut scores = TrendDraws { causes: Vec::new(), totals: Vec::new() };
        for cause in Cause::AXIS {
            for sex in 0..2 {
                for band in 0..BROAD_BANDS {
                    scores.causes.push(ask(Some(cause), sex, band)?);
                }
            }
        }
        for sex in 0..2 {
            for band in 0..BROAD_BANDS {
                scores.totals.push(ask(None, sex, band)?);
            }
        }
        // All causes of different ages and both sexes move together far more than single causes do.
        for (kind, names) in KINDS.iter().zip(names) {
            let (totals, causes): (Vec<String>, Vec<String>) =
                names.into_iter().partition(|name| name.contains(", all causes,"));
            draws.correlate(&format!("mortality {kind} of causes"), self.shared, || causes)?;
            draws.correlate(&format!("mortality {kind} of all causes"), self.shared_totals, || totals)?;
        }
        Ok(scores)
    }

    /// Factors on the base rates at calendar time `time` (a whole year is its middle) in eight draws; axes cause, sex,
    /// band.
    ///
    /// Each cause follows its own trend; then all causes of a sex and band are scaled together so that they add up to
    /// the trend of all causes. Causes gain from each other by changes of coding (dementia above all), and the sum of
    /// their trends would carry such gains on as if more people died.
    pub(crate) fn factors(&self, time: f64, scores: &TrendDraws) -> Vec<Lanes> {
        let mut factors = at(&self.trends, &scores.causes, time);
        let totals = at(&self.totals, &scores.totals, time);
        for sex in 0..2 {
            for band in 0..BROAD_BANDS {
                let mut sum = Lanes::ZERO;
                for cause in Cause::AXIS {
                    let position = Self::index(cause, sex, band);
                    sum += factors[position] * self.shares[position];
                }
                let scale = totals[sex * BROAD_BANDS + band] / sum;
                for cause in Cause::AXIS {
                    factors[Self::index(cause, sex, band)] *= scale;
                }
            }
        }
        factors
    }

    /// Factors of all causes together on the base rates at calendar time `time` in eight draws; axes sex, band.
    pub(crate) fn total_factors(&self, time: f64, scores: &TrendDraws) -> Vec<Lanes> {
        at(&self.totals, &scores.totals, time)
    }

    /// Whether a cause follows a trend of its own at this sex and broad band, and not that of all causes.
    #[must_use]
    pub(crate) fn has_own(&self, cause: Cause, sex: Sex, band: usize) -> bool {
        self.own[Self::index(cause, sex.index(), band)]
    }

    /// Central factors on the base rates at calendar time `time`; axes cause, sex, band.
    pub(crate) fn central_factors(&self, time: f64) -> Vec<f64> {
        let central = TrendDraws {
            causes: vec![[Lanes::ZERO; 3]; self.trends.len()],
            totals: vec![[Lanes::ZERO; 3]; self.totals.len()],
        };
        self.factors(time, &central).into_iter().map(|lanes| lanes.0[0]).collect()
    }
}

/// Factors on the base rates at a time.
fn at(series: &[CauseSeries], scores: &[[Lanes; 3]], time: f64) -> Vec<Lanes> {
    series
        .iter()
        .zip(scores)
        .map(|(series, [drift, level, path])| {
            Lanes(std::array::from_fn(|lane| {
                let scores = TrendScores { drift: drift.0[lane], level: level.0[lane], path: path.0[lane] };
                libm::exp(series.at(time, scores))
            }))
        })
        .collect()
}

/// Scores of the trends in eight draws.
#[derive(Debug)]
pub(crate) struct TrendDraws {
    causes: Vec<[Lanes; 3]>,
    totals: Vec<[Lanes; 3]>,
}

/// England's deaths and population by year.
struct DeathRecord {
    years: Vec<i32>,
    deaths: Vec<Array3<f64>>,
    population: Array3<f64>,
}

impl DeathRecord {
    /// Deaths per year: axes cause of the table, sex, five-year group. Population: year, sex, group.
    fn read(data: &ReferenceData, until: i32) -> Result<Self, Error> {
        let deaths_table = data.table(TableName::DEATHS_BY_CAUSE);
        let population_table = data.table(TableName::POPULATION_ENGLAND);
        let columns: Vec<(i32, String)> =
            year_columns(deaths_table, "y").into_iter().filter(|(year, _)| *year <= until).collect();
        if columns.len() < 5 {
            return Err(Error::Table {
                table: TableName::DEATHS_BY_CAUSE.to_string(),
                line: None,
                rule: format!("must hold at least five years up to {until}"),
            });
        }
        let groups = FIVE_YEAR_STARTS.len();
        let mut population = Array3::zeros((columns.len(), 2, groups));
        let mut deaths = Vec::with_capacity(columns.len());
        for (index, (_, column)) in columns.iter().enumerate() {
            let (sex, age) = (population_table.text("sex")?, population_table.number("age_from")?);
            let persons = population_table.number(column)?;
            for row in 0..population_table.rows() {
                let group = crate::population::stratum::five_year_group(integer(age[row]));
                population[[index, Sex::from_name(&sex[row])?.index(), group]] = persons[row];
            }
            deaths.push(read_deaths(data, column)?);
        }
        Ok(Self { years: columns.into_iter().map(|(year, _)| year).collect(), deaths, population })
    }

    /// Log death rate, standardised to the last year's people within the band; `None` for every cause together.
    fn observations(&self, cause: Option<Cause>, sex: usize, band: usize) -> Vec<Observation> {
        let groups: Vec<usize> =
            (0..FIVE_YEAR_STARTS.len()).filter(|&g| broad_band(FIVE_YEAR_STARTS[g] as usize) == band).collect();
        let last = self.years.len() - 1;
        let total: f64 = groups.iter().map(|&g| self.population[[last, sex, g]]).sum();
        // Both respiratory causes hold all respiratory deaths: one of them stands for both in the sum.
        let all = || (0..CAUSES).filter(|&c| Cause::AXIS[c] != Cause::Copd).collect();
        let causes: Vec<usize> = cause.map_or_else(all, |c| vec![c.index()]);
        let mut observations = Vec::with_capacity(self.years.len());
        for (index, &year) in self.years.iter().enumerate() {
            let (mut rate, mut variance) = (0.0, 0.0);
            for &g in &groups {
                let weight = self.population[[last, sex, g]] / total;
                let people = self.population[[index, sex, g]];
                let count: f64 = causes.iter().map(|&c| self.deaths[index][[c, sex, g]]).sum();
                rate += weight * count / people;
                variance += weight * weight * count / (people * people);
            }
            observations.push(Observation {
                time: f64::from(year),
                value: libm::log(rate),
                variance: variance / (rate * rate),
            });
        }
        observations
    }

    /// Whether a cause has deaths enough in every year for a trend of its own.
    fn enough(&self, cause: Cause, sex: usize, band: usize) -> bool {
        (0..self.years.len()).all(|index| {
            let count: f64 = (0..FIVE_YEAR_STARTS.len())
                .filter(|&g| broad_band(FIVE_YEAR_STARTS[g] as usize) == band)
                .map(|g| self.deaths[index][[cause.index(), sex, g]])
                .sum();
            count >= LEAST_DEATHS_A_YEAR
        })
    }

    fn series(&self, cause: Cause, sex: usize, band: usize) -> Vec<Observation> {
        self.observations(self.enough(cause, sex, band).then_some(cause), sex, band)
    }

    /// Share of each cause in the deaths of its sex and band in the last three years; both respiratory causes share
    /// theirs in halves, which is of no matter because they have one trend.
    fn shares(&self) -> Vec<f64> {
        let mut shares = Vec::with_capacity(CAUSES * 2 * BROAD_BANDS);
        let last = self.deaths.len().saturating_sub(3)..self.deaths.len();
        let count = |cause: usize, sex: usize, band: usize| -> f64 {
            let twice = matches!(Cause::AXIS[cause], Cause::Copd | Cause::OtherRespiratory);
            let sum: f64 = last
                .clone()
                .flat_map(|year| (0..FIVE_YEAR_STARTS.len()).map(move |g| (year, g)))
                .filter(|(_, g)| broad_band(FIVE_YEAR_STARTS[*g] as usize) == band)
                .map(|(year, g)| self.deaths[year][[cause, sex, g]])
                .sum();
            if twice { 0.5 * sum } else { sum }
        };
        for cause in 0..CAUSES {
            for sex in 0..2 {
                for band in 0..BROAD_BANDS {
                    let all: f64 = (0..CAUSES).map(|other| count(other, sex, band)).sum();
                    shares.push(count(cause, sex, band) / all);
                }
            }
        }
        shares
    }

    fn all_series(&self) -> Vec<Vec<Observation>> {
        let mut all = Vec::new();
        for cause in Cause::AXIS {
            // The two respiratory causes have one trend between them.
            if cause == Cause::Copd {
                continue;
            }
            for sex in 0..2 {
                for band in 0..BROAD_BANDS {
                    all.push(self.series(cause, sex, band));
                }
            }
        }
        all
    }
}

/// One year's deaths; both respiratory causes hold all respiratory deaths, because they share one trend.
fn read_deaths(data: &ReferenceData, column: &str) -> Result<Array3<f64>, Error> {
    let table = data.table(TableName::DEATHS_BY_CAUSE);
    let mut deaths = Array3::zeros((CAUSES, 2, FIVE_YEAR_STARTS.len()));
    let (name, sex, age) = (table.text("cause")?, table.text("sex")?, table.number("age_from")?);
    let count = table.number(column)?;
    for row in 0..table.rows() {
        let sex = Sex::from_name(&sex[row])?.index();
        let group = crate::population::stratum::five_year_group(integer(age[row]));
        for cause in Cause::AXIS.into_iter().filter(|cause| cause.table_name() == name[row].as_str()) {
            deaths[[cause.index(), sex, group]] = count[row];
        }
    }
    Ok(deaths)
}

/// Mean correlation of the yearly changes of two series: with z the standardised changes of n series,
/// `(variance of the sum of z / n - 1) / (n - 1)`.
fn shared_change(series: &[Vec<Observation>]) -> f64 {
    let changes: Vec<Vec<f64>> = series
        .iter()
        .map(|observations| {
            let steps: Vec<f64> = observations.windows(2).map(|pair| pair[1].value - pair[0].value).collect();
            let (mean, sd) = (mean(&steps), libm::sqrt(variance(&steps)));
            steps.iter().map(|s| (s - mean) / sd).collect()
        })
        .collect();
    let years = changes.iter().map(Vec::len).min().unwrap_or(0);
    let n = changes.len() as f64;
    if years < 2 || n < 2.0 {
        return 0.0;
    }
    let sums: Vec<f64> = (0..years).map(|year| changes.iter().map(|c| c[year]).sum::<f64>()).collect();
    let variance = sums.iter().map(|s| s * s).sum::<f64>() / (years as f64 - 1.0);
    ((variance / n - 1.0) / (n - 1.0)).clamp(0.0, 1.0)
}
