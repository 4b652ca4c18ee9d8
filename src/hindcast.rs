//! How the trends would have done: forecasts made inside the history, from rolling origins, against what was observed.
//!
//! Origins are [`ORIGINS`], but for the mortality ratio of severe mental illness ([`MENTAL_ILLNESS_ORIGINS`]), which ends in
//! 2014/15, men's obesity ([`MEN_OBESITY_ORIGINS`]), of which there are five readings in 21 years, and school readiness
//! ([`SCHOOL_READINESS_ORIGINS`]), of which there are four years: fewer than the five that a check needs to say much, as there are of women's
//! obesity and of overweight. Activity, drinking, healthy life expectancy and the diseases have one reading of their definition and no forecast.

mod child_weight;

pub use crate::forecast::{Forecast, Subject, coverage};

use crate::data::{ReferenceData, TableName, WHOLE};
use crate::draws::Draws;
use crate::error::Error;
use crate::exposure::body_weight::adults;
use crate::exposure::smoking::fit::borough::area_smoking;
use crate::exposure::smoking::fit::occupation;
use crate::exposure::smoking::fit::survey::{LondonSmoking, Survey, adults_by_band, area_readings};
use crate::indicator::{alcohol_admissions, school_readiness};
use crate::mental_illness;
use crate::mortality::trend::{BROAD_BANDS, BROAD_STARTS, MortalityTrend, broad_band};
use crate::mortality::{CAUSES, Cause};
use crate::multistate::lanes::LANES;
use crate::numerics::logit::{logistic, logit};
use crate::outcomes::Summary;
use crate::population::abridged_life_table::{AgeBandDeaths, abridged_life_expectancy};
use crate::population::demography::{Demography, whole};
use crate::population::stratum::{FIVE_YEAR_STARTS, Sex, five_year_group};
use crate::sampling::Sampling;
use crate::trend::Reading;
use crate::work::absence;
use ndarray::Array2;

/// The last years of history that forecasts are made from.
pub const ORIGINS: [i32; 3] = [2012, 2013, 2014];
/// Origins of the mortality ratio of severe mental illness: its method ends in 2014/15, called 2014.
pub const MENTAL_ILLNESS_ORIGINS: [i32; 4] = [2010, 2011, 2012, 2013];
/// Origins of the obesity of England's men, read in 1993, 1998, 2008, 2011 and 2014.
pub const MEN_OBESITY_ORIGINS: [i32; 2] = [2008, 2011];
/// Origin of school readiness, the only one with three years before it and one after.
pub const SCHOOL_READINESS_ORIGINS: [i32; 1] = [2015];
/// Last observed year.
pub const LAST_OBSERVED: i32 = 2015;

/// Draws of a life expectancy.
const DRAWS: u64 = 400;

/// All forecasts from all origins.
///
/// # Errors
/// If a table lacks the history that is needed.
pub fn forecasts(data: &ReferenceData) -> Result<Vec<Forecast>, Error> {
    let demography = Demography::from_data(data)?;
    let mut all = Vec::new();
    for origin in ORIGINS {
        smoking(data, &demography, origin, &mut all)?;
        child_weight::child_weight(data, &demography, origin, &mut all)?;
        mortality(data, origin, &mut all)?;
    }
    all.extend(occupation::rolling_origin(data, &demography, &ORIGINS)?);
    all.extend(adults::rolling_origin(data, &MEN_OBESITY_ORIGINS)?);
    all.extend(alcohol_admissions::rolling_origin(data, &demography, &ORIGINS)?);
    all.extend(school_readiness::rolling_origin(data, &demography, &SCHOOL_READINESS_ORIGINS)?);
    all.extend(absence::rolling_origin(data, &ORIGINS)?);
    all.extend(mental_illness::mortality::rolling_origin(data, &MENTAL_ILLNESS_ORIGINS)?);
    Ok(all)
}

fn smoking(data: &ReferenceData, demography: &Demography, origin: i32, all: &mut Vec<Forecast>) -> Result<(), Error> {
    let london = LondonSmoking::fit(data, origin, &adults_by_band(demography))?;
    let areas = area_smoking(data, demography, &london, origin)?;
    let trend = london.trend();
    let mut forecast = |subject, series: &str, reading: &Survey, shift: f64, variance: f64| {
        // A year without a published interval is not compared: its own error is not known.
        if let Some(error) = reading.logit_variance {
            let read = Reading { time: f64::from(reading.year), value: logit(reading.share), variance: error };
            let ahead = read.time - trend.origin();
            let expected = (trend.central(ahead) + shift, trend.variance(ahead) + variance);
            all.push(Forecast::of((subject, series, origin), &read, expected, logistic));
        }
    };
    for reading in area_readings(data, WHOLE)?.iter().filter(|reading| reading.year > origin) {
        forecast(Subject::SmokingLondon, "London", reading, 0.0, 0.0);
    }
    for (area, effect) in demography.areas().iter().zip(areas.effects()) {
        let variance = effect.effect.sd() * effect.effect.sd();
        for reading in area_readings(data, &area.code)?.iter().filter(|reading| reading.year > origin) {
            forecast(Subject::SmokingBorough, &area.name, reading, effect.effect.mean(), variance);
        }
    }
    Ok(())
}

/// England's deaths by cause and people of one year; axes cause and sex or sex, then five-year group.
struct YearOfDeaths {
    causes: Vec<Array2<f64>>,
    people: Array2<f64>,
}

impl YearOfDeaths {
    fn read(data: &ReferenceData, year: i32) -> Result<Self, Error> {
        let column = format!("y{year}");
        let groups = FIVE_YEAR_STARTS.len();
        let mut people = Array2::zeros((2, groups));
        let table = data.table(TableName::POPULATION_ENGLAND);
        let (sexes, ages, values) = (table.text("sex")?, table.number("age_from")?, table.number(&column)?);
        for row in 0..table.rows() {
            people[[Sex::from_name(&sexes[row])?.index(), five_year_group(whole(ages[row]))]] = values[row];
        }
        let mut causes = vec![Array2::zeros((2, groups)); CAUSES];
        let table = data.table(TableName::DEATHS_BY_CAUSE);
        let (names, sexes, ages) = (table.text("cause")?, table.text("sex")?, table.number("age_from")?);
        let values = table.number(&column)?;
        for row in 0..table.rows() {
            let at = [Sex::from_name(&sexes[row])?.index(), five_year_group(whole(ages[row]))];
            for cause in Cause::ALL.into_iter().filter(|cause| cause.table_name() == names[row]) {
                causes[cause.index()][at] = values[row];
            }
        }
        Ok(Self { causes, people })
    }

    /// Deaths of all causes: both respiratory causes hold all respiratory deaths, so one of them is left out.
    fn all(&self, sex: usize, group: usize) -> f64 {
        (0..CAUSES).filter(|&c| Cause::ALL[c] != Cause::Copd).map(|c| self.causes[c][[sex, group]]).sum()
    }
}

fn groups_of(band: usize) -> impl Iterator<Item = usize> {
    (0..FIVE_YEAR_STARTS.len()).filter(move |&g| broad_band(FIVE_YEAR_STARTS[g] as usize) == band)
}

fn mortality(data: &ReferenceData, origin: i32, all: &mut Vec<Forecast>) -> Result<(), Error> {
    let trend = MortalityTrend::fit(data, origin)?;
    let weights = YearOfDeaths::read(data, origin)?;
    let mut bases = Vec::new();
    for year in origin - 2..=origin {
        bases.push(YearOfDeaths::read(data, year)?);
    }
    for year in origin + 1..=LAST_OBSERVED {
        let observed = YearOfDeaths::read(data, year)?;
        for sex in Sex::ALL {
            for band in 0..BROAD_BANDS {
                let ages = match BROAD_STARTS.get(band + 1) {
                    Some(next) => format!("{}-{}", BROAD_STARTS[band], next - 1),
                    None => format!("{}+", BROAD_STARTS[band]),
                };
                for cause in [None].into_iter().chain(Cause::ALL.map(Some)) {
                    let own = cause.is_none_or(|cause| trend.has_own(cause, sex, band) && cause != Cause::Copd);
                    if !own {
                        continue;
                    }
                    let fitted = cause.map_or_else(|| trend.total(sex, band), |cause| trend.trend(cause, sex, band));
                    let (rate, variance) = rate(&observed, &weights, cause, sex.index(), band);
                    let ahead = f64::from(year) - fitted.origin();
                    let read =
                        Reading { time: f64::from(year), value: libm::log(rate), variance: variance / (rate * rate) };
                    let name = cause.map_or("all causes", Cause::table_name);
                    let series = format!("{name}, {sex}, {ages}");
                    let subject = if cause.is_some() { Subject::CauseEngland } else { Subject::MortalityEngland };
                    let expected = (fitted.central(ahead), fitted.variance(ahead));
                    all.push(Forecast::of((subject, &series, origin), &read, expected, libm::exp));
                }
            }
        }
        life_expectancy(&trend, &bases, &observed, origin, year, all)?;
    }
    Ok(())
}

/// Rate standardised to the people of the origin, and its Poisson variance.
fn rate(year: &YearOfDeaths, weights: &YearOfDeaths, cause: Option<Cause>, sex: usize, band: usize) -> (f64, f64) {
    let total: f64 = groups_of(band).map(|g| weights.people[[sex, g]]).sum();
    let (mut rate, mut variance) = (0.0, 0.0);
    for g in groups_of(band) {
        let weight = weights.people[[sex, g]] / total;
        let deaths = cause.map_or_else(|| year.all(sex, g), |cause| year.causes[cause.index()][[sex, g]]);
        let people = year.people[[sex, g]];
        rate += weight * deaths / people;
        variance += weight * weight * deaths / (people * people);
    }
    (rate, variance)
}

/// Life expectancy of England by sex: the mean rates of the base years times the factors of each draw.
fn life_expectancy(
    trend: &MortalityTrend,
    bases: &[YearOfDeaths],
    observed: &YearOfDeaths,
    origin: i32,
    year: i32,
    all: &mut Vec<Forecast>,
) -> Result<(), Error> {
    let mut register = Draws::register();
    trend.draw(&mut register)?;
    let plan = register.into_plan().ok_or_else(|| Error::Conflict { rule: "a plan of draws is missing".into() })?;
    let sample = plan.parameters().sample(u64::from(origin.unsigned_abs()), Sampling::Random, 0..DRAWS);
    let mut draws: [Vec<f64>; 2] = [Vec::new(), Vec::new()];
    for first in (0..sample.ncols()).step_by(LANES) {
        let scores = trend.draw(&mut Draws::drawn(&plan, &sample, first))?;
        let factors = trend.total_factors(f64::from(year), &scores);
        for lane in 0..LANES.min(sample.ncols() - first) {
            for (sex, expectancies) in draws.iter_mut().enumerate() {
                let bands: Vec<AgeBandDeaths> = (0..FIVE_YEAR_STARTS.len())
                    .map(|g| {
                        let people: f64 = bases.iter().map(|base| base.people[[sex, g]]).sum();
                        let deaths: f64 = bases.iter().map(|base| base.all(sex, g)).sum();
                        let band = broad_band(FIVE_YEAR_STARTS[g] as usize);
                        AgeBandDeaths {
                            start_age: FIVE_YEAR_STARTS[g],
                            population: people,
                            deaths: deaths * factors[sex * BROAD_BANDS + band].0[lane],
                        }
                    })
                    .collect();
                expectancies.push(at_birth(&bands)?);
            }
        }
    }
    for sex in Sex::ALL {
        let summary = Summary::of(&draws[sex.index()], Sampling::Random)?;
        let bands: Vec<AgeBandDeaths> = (0..FIVE_YEAR_STARTS.len())
            .map(|g| AgeBandDeaths {
                start_age: FIVE_YEAR_STARTS[g],
                population: observed.people[[sex.index(), g]],
                deaths: observed.all(sex.index(), g),
            })
            .collect();
        all.push(Forecast {
            subject: Subject::LifeExpectancyEngland,
            series: sex.name().to_owned(),
            origin,
            year,
            central: summary.median,
            lower_80: summary.lower_80,
            upper_80: summary.upper_80,
            observed: at_birth(&bands)?,
        });
    }
    Ok(())
}

fn at_birth(bands: &[AgeBandDeaths]) -> Result<f64, Error> {
    let table = abridged_life_expectancy(bands)?;
    table
        .first()
        .map(|first| first.value)
        .ok_or_else(|| Error::Conflict { rule: "a life table has no age bands".into() })
}
