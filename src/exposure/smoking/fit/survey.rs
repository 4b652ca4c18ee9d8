//! What the surveys say of smoking: London's level, trend and ages, and the long series behind the trend.

use super::area_survey::{AreaSurveys, area_observations};
use crate::data::integer;
use crate::data::{COUNTRY, REGION, ReferenceData, TableName};
use crate::error::Error;
use crate::numerics::logit::logit;
use crate::population::demography::Demography;
use crate::population::stratum::Sex;
use crate::trend::{DriftPrior, Observation, Trend, damping_by_rolling_origin, mean_innovation_sd};
use crate::units::AGES;

/// First ages of the bands of the survey of 2011-2015; the last is open.
pub(crate) const SURVEY_STARTS: [usize; 6] = [18, 25, 35, 45, 55, 65];
/// Number of survey bands.
pub(crate) const SURVEY_BANDS: usize = SURVEY_STARTS.len();

/// First age of adults in the survey.
pub(crate) const ADULT: usize = 18;

const INNOVATION_GRID: [f64; 9] = [0.0, 0.005, 0.01, 0.015, 0.02, 0.03, 0.04, 0.05, 0.07];
const DAMPING_GRID: [f64; 7] = [0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0];
/// Origins and horizon by which the damping of the drift of smoking is chosen, on England's and Britain's long series.
const CHOICE_ORIGINS: [f64; 6] = [1986.0, 1988.0, 1990.0, 1992.0, 1993.0, 2003.0];
const CHOICE_HORIZON: f64 = 11.0;
/// Years between the observations whose slopes make the prior of the drift.
const PRIOR_YEARS: [i32; 5] = [1974, 1984, 1993, 2003, 2013];

/// What the yearly spread of smoking is learnt from: the region, and its country where an interval is published.
fn recent_observations(data: &ReferenceData, until: i32) -> Result<Vec<Vec<Observation>>, Error> {
    let mut recent = Vec::new();
    for code in [REGION, COUNTRY] {
        let seen = area_observations(data, code)?.into_iter().filter(|r| r.year <= until);
        let published = seen.filter_map(|r| {
            r.logit_variance.map(|variance| Observation { time: f64::from(r.year), value: logit(r.share), variance })
        });
        recent.push(published.collect::<Vec<_>>());
    }
    if recent[0].is_empty() {
        recent[0] = AreaSurveys::up_to(data, REGION, until)?.observations;
    }
    recent.retain(|observations| !observations.is_empty());
    Ok(recent)
}

/// The prior of the drift of smoking and how it is carried on, from the long series of England and Britain.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct LongSeries {
    /// Yearly change of the logit over four decades, with its spread between decades and sexes.
    pub prior: DriftPrior,
    /// Spread of the yearly innovation of the logit.
    pub innovation_sd: f64,
    /// Damping of the drift.
    pub damping: f64,
}

impl LongSeries {
    /// Reads and fits the long series up to and including `until`.
    ///
    /// # Errors
    /// If the table has no current smokers of a sex in one of the years the prior stands on, up to `until`.
    pub(crate) fn from_data(data: &ReferenceData, until: i32) -> Result<Self, Error> {
        let seen = |observations: Vec<Observation>| -> Vec<Observation> {
            observations.into_iter().filter(|observation| observation.time <= f64::from(until)).collect()
        };
        let series: Vec<Vec<Observation>> =
            Sex::ALL.into_iter().map(|sex| totals(data, sex).map(seen)).collect::<Result<_, _>>()?;
        let mut slopes = Vec::new();
        for observations in &series {
            for years in PRIOR_YEARS.windows(2).filter(|years| years[1] <= until) {
                let at = |year: i32| {
                    observations.iter().find(|r| (r.time - f64::from(year)).abs() < 0.5).map(|r| r.value).ok_or_else(
                        || Error::Table {
                            table: TableName::SMOKING_LONG_SERIES.to_string(),
                            line: None,
                            rule: format!("needs current smokers aged 16 and over of each sex in {year}"),
                        },
                    )
                };
                slopes.push((at(years[1])? - at(years[0])?) / f64::from(years[1] - years[0]));
            }
        }
        let prior = DriftPrior::of_slopes(&slopes)?;
        // The long series have no intervals, so their own spread holds survey error too: it serves the choice of the
        // damping. The annual population survey has intervals, so its spread is that of smoking itself.
        let with_error = mean_innovation_sd(&series, prior, &INNOVATION_GRID)?;
        let innovation_sd = mean_innovation_sd(&recent_observations(data, until)?, prior, &INNOVATION_GRID)?;
        let (damping, _) =
            damping_by_rolling_origin(&series, &CHOICE_ORIGINS, CHOICE_HORIZON, prior, with_error, &DAMPING_GRID)?;
        Ok(Self { prior, innovation_sd, damping })
    }
}

/// Logit of current smoking at 16 and over, 1974-2015, by sex; observations of one year are averaged.
pub(crate) fn totals(data: &ReferenceData, sex: Sex) -> Result<Vec<Observation>, Error> {
    let table = data.table(TableName::SMOKING_LONG_SERIES);
    let (sexes, status) = (table.text("sex")?, table.text("status")?);
    let (year, from, to) = (table.number("year")?, table.number("age_from")?, table.number("age_to")?);
    let share = table.number("prevalence")?;
    let mut points: Vec<(i32, f64, f64)> = Vec::new();
    for row in 0..table.rows() {
        let adults = integer(from[row]) == 16 && !to[row].is_finite();
        if sexes[row].as_str() != sex.name() || status[row].as_str() != "current" || !adults {
            continue;
        }
        let y = integer(year[row]) as i32;
        match points.iter_mut().find(|(known, _, _)| *known == y) {
            Some((_, sum, count)) => {
                *sum += share[row];
                *count += 1.0;
            }
            None => points.push((y, share[row], 1.0)),
        }
    }
    points.sort_by_key(|(year, _, _)| *year);
    Ok(points
        .into_iter()
        .map(|(year, sum, count)| Observation { time: f64::from(year), value: logit(sum / count), variance: 0.0 })
        .collect())
}

/// London's smoking as fitted: the trend of all adults and the level of each sex and age band in the last year.
#[derive(Debug, Clone)]
pub(crate) struct RegionSmoking {
    trend: Trend,
    bands: [[(f64, f64); SURVEY_BANDS]; 2],
}

impl RegionSmoking {
    /// Fits the observations of London up to and including `until`.
    ///
    /// The trend of all adults takes the published intervals. The bands have none: their error is that of London's
    /// effective sample (from the interval of the total) split by `adults`, the population by sex and band.
    ///
    /// # Errors
    /// If London has no observation up to `until`, or a band has none.
    pub(crate) fn fit(data: &ReferenceData, until: i32, adults: &[[f64; SURVEY_BANDS]; 2]) -> Result<Self, Error> {
        let long = LongSeries::from_data(data, until)?;
        let surveys = AreaSurveys::up_to(data, REGION, until)?;
        if surveys.observations.is_empty() {
            return Err(Error::Table {
                table: TableName::SMOKING_AREA.to_string(),
                line: None,
                rule: format!("needs London ({REGION}) in some year up to {until}"),
            });
        }
        let trend = Trend::fit(&surveys.observations, long.prior, long.innovation_sd, long.damping)?;
        let bands = fit_bands(data, until, &trend, surveys.effective_sample, adults)?;
        Ok(Self { trend, bands })
    }

    /// The trend of the logit of smoking among all adults.
    #[must_use]
    pub(crate) fn trend(&self) -> &Trend {
        &self.trend
    }

    /// Logit of smoking in the last year and its standard error, by sex and band.
    #[must_use]
    pub(crate) fn bands(&self) -> &[[(f64, f64); SURVEY_BANDS]; 2] {
        &self.bands
    }
}

/// Level of each band in the last year: the mean of its years, each moved there along the common drift.
fn fit_bands(
    data: &ReferenceData,
    until: i32,
    trend: &Trend,
    effective_sample: f64,
    adults: &[[f64; SURVEY_BANDS]; 2],
) -> Result<[[(f64, f64); SURVEY_BANDS]; 2], Error> {
    let all: f64 = adults.iter().flatten().sum();
    let mut bands = [[(0.0, 0.0); SURVEY_BANDS]; 2];
    for sex in Sex::ALL {
        for band in 0..SURVEY_BANDS {
            let sample = effective_sample * adults[sex.index()][band] / all;
            let (mut sum, mut weight) = (0.0, 0.0);
            for (year, share) in band_observations(data, REGION, sex, SURVEY_STARTS[band])? {
                if year <= until {
                    let information = sample * share * (1.0 - share);
                    sum += information * (logit(share) - trend.drift() * (f64::from(year) - trend.origin()));
                    weight += information;
                }
            }
            if !(weight > 0.0) {
                return Err(Error::Table {
                    table: TableName::SMOKING_AGE_SEX.to_string(),
                    line: None,
                    rule: format!("needs London, {sex}, from age {}, in some year up to {until}", SURVEY_STARTS[band]),
                });
            }
            bands[sex.index()][band] = (sum / weight, libm::sqrt(1.0 / weight));
        }
    }
    Ok(bands)
}

/// Year and share of a sex and band of an area.
pub(crate) fn band_observations(
    data: &ReferenceData,
    code: &str,
    sex: Sex,
    from: usize,
) -> Result<Vec<(i32, f64)>, Error> {
    let table = data.table(TableName::SMOKING_AGE_SEX);
    let (codes, sexes) = (table.text("area_code")?, table.text("sex")?);
    let (year, age, to) = (table.number("year")?, table.number("age_from")?, table.number("age_to")?);
    let share = table.number("prevalence")?;
    Ok((0..table.rows())
        .filter(|&row| {
            // The open band from 18 is all adults, not the band 18-24.
            let all_adults = integer(age[row]) == ADULT && !to[row].is_finite();
            codes[row].as_str() == code && sexes[row].as_str() == sex.name() && integer(age[row]) == from && !all_adults
        })
        .map(|row| (integer(year[row]) as i32, share[row]))
        .collect())
}

/// Adults of all areas by sex and survey band.
#[must_use]
pub(crate) fn adults_by_band(demography: &Demography) -> [[f64; SURVEY_BANDS]; 2] {
    let mut adults = [[0.0; SURVEY_BANDS]; 2];
    for cell in 0..demography.cells().len() {
        for (sex, bands) in adults.iter_mut().enumerate() {
            for age in ADULT..AGES {
                bands[survey_band(age)] += demography.persons()[[cell, sex, age]];
            }
        }
    }
    adults
}

/// Index of the survey band that holds an age; ages below the first go with it.
pub(crate) fn survey_band(age: usize) -> usize {
    SURVEY_STARTS.iter().rposition(|&start| age >= start).unwrap_or(0)
}
