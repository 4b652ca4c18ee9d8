//! Forecasts of England's mortality by cause, of all causes and of life expectancy.

use crate::data::integer;
use crate::data::{ReferenceData, TableName};
use crate::draws::Draws;
use crate::error::Error;
use crate::forecast::{Forecast, Subject};
use crate::mortality::trend::{BROAD_BANDS, BROAD_STARTS, MortalityTrend, broad_band};
use crate::mortality::{CAUSES, Cause};
use crate::multistate::lanes::LANES;
use crate::outcomes::Summary;
use crate::population::abridged_life_table::{AgeBandDeaths, abridged_life_expectancy};
use crate::population::stratum::{FIVE_YEAR_STARTS, Sex, five_year_group};
use crate::sampling::Sampling;
use crate::trend::Observation;
use crate::units::Year;
use ndarray::Array2;

impl Subject {
    /// England's death rate of a sex and broad age, all causes.
    pub const MORTALITY_ENGLAND: Self = Self::number("death rates, England, all causes by sex and broad age");
    /// England's death rate of a cause, sex and broad age.
    pub const CAUSE_ENGLAND: Self = Self::number("death rates, England, by cause, sex and broad age");
    /// England's life expectancy at birth of a sex.
    pub const LIFE_EXPECTANCY_ENGLAND: Self = Self::number("life expectancy at birth, England");
}

/// Last observed year.
const LAST_OBSERVED: i32 = 2015;

/// Draws of a life expectancy.
const DRAWS: u64 = 400;

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
            people[[Sex::from_name(&sexes[row])?.index(), five_year_group(integer(ages[row]))]] = values[row];
        }
        let mut causes = vec![Array2::zeros((2, groups)); CAUSES];
        let table = data.table(TableName::DEATHS_BY_CAUSE);
        let (names, sexes, ages) = (table.text("cause")?, table.text("sex")?, table.number("age_from")?);
        let values = table.number(&column)?;
        for row in 0..table.rows() {
            let at = [Sex::from_name(&sexes[row])?.index(), five_year_group(integer(ages[row]))];
            for cause in Cause::AXIS.into_iter().filter(|cause| cause.table_name() == names[row]) {
                causes[cause.index()][at] = values[row];
            }
        }
        Ok(Self { causes, people })
    }

    /// Deaths of all causes: both respiratory causes hold all respiratory deaths, so one of them is left out.
    fn all(&self, sex: usize, group: usize) -> f64 {
        (0..CAUSES).filter(|&c| Cause::AXIS[c] != Cause::Copd).map(|c| self.causes[c][[sex, group]]).sum()
    }
}

fn groups_of(band: usize) -> impl Iterator<Item = usize> {
    (0..FIVE_YEAR_STARTS.len()).filter(move |&g| broad_band(FIVE_YEAR_STARTS[g] as usize) == band)
}

pub(super) fn from_origin(data: &ReferenceData, origin: i32, all: &mut Vec<Forecast>) -> Result<(), Error> {
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
                for cause in [None].into_iter().chain(Cause::AXIS.map(Some)) {
                    let own = cause.is_none_or(|cause| trend.has_own(cause, sex, band) && cause != Cause::Copd);
                    if !own {
                        continue;
                    }
                    let fitted = cause.map_or_else(|| trend.total(sex, band), |cause| trend.trend(cause, sex, band));
                    let (rate, variance) = rate(&observed, &weights, cause, sex.index(), band);
                    let ahead = f64::from(year) - fitted.origin();
                    let read = Observation {
                        time: f64::from(year),
                        value: libm::log(rate),
                        variance: variance / (rate * rate),
                    };
                    let name = cause.map_or("all causes", Cause::table_name);
                    let series = format!("{name}, {sex}, {ages}");
                    let subject = if cause.is_some() { Subject::CAUSE_ENGLAND } else { Subject::MORTALITY_ENGLAND };
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
    let sample = plan.parameters().sample(u64::from(origin.unsigned_abs()), Sampling::Random, 0..DRAWS)?;
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
            subject: Subject::LIFE_EXPECTANCY_ENGLAND,
            series: sex.name().to_owned(),
            origin: Year::checked(origin),
            year: Year::checked(year),
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
