//! How the trends would have done: forecasts made inside the history, from rolling origins, against what was observed.

mod child_weight;

use crate::data::{ReferenceData, TableName};
use crate::draws::Draws;
use crate::error::Error;
use crate::exposure::smoking::borough::AreaSmoking;
use crate::exposure::smoking::survey::{LONDON, LondonSmoking, Survey, adults_by_band, area_readings};
use crate::mortality::trend::{BROAD_BANDS, BROAD_STARTS, MortalityTrend, broad_band};
use crate::mortality::{CAUSES, Cause};
use crate::multistate::lanes::LANES;
use crate::outcomes::Summary;
use crate::population::abridged_life_table::{AgeBandDeaths, abridged_life_expectancy};
use crate::population::demography::{Demography, whole};
use crate::population::stratum::{FIVE_YEAR_STARTS, Sex, five_year_group};
use crate::sampling::Sampling;
use crate::trend::logistic;
use ndarray::Array2;
use std::fmt;

/// The last years of history that forecasts are made from.
pub const ORIGINS: [i32; 3] = [2012, 2013, 2014];
/// Last observed year.
pub const LAST_OBSERVED: i32 = 2015;

/// Width of an 80% interval on either side, in standard deviations.
const Z_80: f64 = 1.281_551_565_544_600_4;
/// Draws of a life expectancy.
const DRAWS: u64 = 400;

/// What a forecast is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// Share of London's adults who smoke.
    SmokingLondon,
    /// The same of a borough.
    SmokingBorough,
    /// Share of London's children measured at Reception or in Year 6 who are obese, or overweight or obese.
    ChildWeightLondon,
    /// The same of a borough.
    ChildWeightBorough,
    /// England's death rate of a sex and broad age, all causes.
    MortalityEngland,
    /// England's death rate of a cause, sex and broad age.
    CauseEngland,
    /// England's life expectancy at birth of a sex.
    LifeExpectancyEngland,
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SmokingLondon => "smoking, London",
            Self::SmokingBorough => "smoking, boroughs",
            Self::ChildWeightLondon => "weight of children, London",
            Self::ChildWeightBorough => "weight of children, boroughs",
            Self::MortalityEngland => "death rates, England, all causes by sex and broad age",
            Self::CauseEngland => "death rates, England, by cause, sex and broad age",
            Self::LifeExpectancyEngland => "life expectancy at birth, England",
        })
    }
}

/// One forecast and what came.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// What it is of.
    pub subject: Subject,
    /// Which series, for example a borough.
    pub series: String,
    /// Last year of the history it was made from.
    pub origin: i32,
    /// The year forecast.
    pub year: i32,
    /// Central forecast: a share, a rate per person-year, or years.
    pub central: f64,
    /// Lower end of the 80% interval for the reading, its own error added.
    pub lower_80: f64,
    /// Upper end.
    pub upper_80: f64,
    /// What was read.
    pub observed: f64,
}

impl Forecast {
    /// Whether the interval holds what was read.
    #[must_use]
    pub fn covers(&self) -> bool {
        (self.lower_80..=self.upper_80).contains(&self.observed)
    }
}

/// Share of forecasts of a subject whose 80% interval holds what was read, and how many there are.
#[must_use]
pub fn coverage(forecasts: &[Forecast], subject: Subject) -> (f64, usize) {
    let of: Vec<&Forecast> = forecasts.iter().filter(|forecast| forecast.subject == subject).collect();
    let hits = of.iter().filter(|forecast| forecast.covers()).count();
    (hits as f64 / of.len() as f64, of.len())
}

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
    Ok(all)
}

fn smoking(data: &ReferenceData, demography: &Demography, origin: i32, all: &mut Vec<Forecast>) -> Result<(), Error> {
    let london = LondonSmoking::fit(data, origin, &adults_by_band(demography))?;
    let areas = AreaSmoking::fit(data, demography, &london, origin)?;
    let trend = london.trend();
    let mut forecast = |subject, series: &str, reading: &Survey, shift: f64, variance: f64| {
        // A year without a published interval is not compared: its own error is not known.
        if let Some(error) = reading.logit_variance {
            let ahead = f64::from(reading.year) - trend.origin();
            let middle = trend.central(ahead) + shift;
            let width = Z_80 * libm::sqrt(trend.variance(ahead) + variance + error);
            all.push(Forecast {
                subject,
                series: series.to_owned(),
                origin,
                year: reading.year,
                central: logistic(middle),
                lower_80: logistic(middle - width),
                upper_80: logistic(middle + width),
                observed: reading.share,
            });
        }
    };
    for reading in area_readings(data, LONDON)?.iter().filter(|reading| reading.year > origin) {
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
        let table = data.table(TableName::PopulationEngland);
        let (sexes, ages, values) = (table.text("sex")?, table.number("age_from")?, table.number(&column)?);
        for row in 0..table.rows() {
            people[[Sex::from_name(&sexes[row])?.index(), five_year_group(whole(ages[row]))]] = values[row];
        }
        let mut causes = vec![Array2::zeros((2, groups)); CAUSES];
        let table = data.table(TableName::DeathsByCause);
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
                    let middle = fitted.central(ahead);
                    let width = Z_80 * libm::sqrt(fitted.variance(ahead) + variance / (rate * rate));
                    let name = cause.map_or_else(|| "all causes".to_owned(), |cause| cause.table_name().to_owned());
                    all.push(Forecast {
                        subject: if cause.is_some() { Subject::CauseEngland } else { Subject::MortalityEngland },
                        series: format!("{name}, {sex}, {ages}"),
                        origin,
                        year,
                        central: libm::exp(middle),
                        lower_80: libm::exp(middle - width),
                        upper_80: libm::exp(middle + width),
                        observed: rate,
                    });
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
