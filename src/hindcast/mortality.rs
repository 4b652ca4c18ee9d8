//! Forecasts of England's mortality by cause, of all causes and of life expectancy.

use crate::data::integer;
use crate::data::{ReferenceData, TableName};
use crate::draws::Draws;
use crate::error::Error;
use crate::forecast::{Forecast, Origin, Subject};
use crate::mortality::broad_age::{BROAD_BANDS, broad_band, sex_and_ages};
use crate::mortality::trend::{MortalityTrend, TrendDraws};
use crate::mortality::{CAUSES, Cause};
use crate::multistate::lanes::LANES;
use crate::numerics::sample::{mean, variance};
use crate::population::abridged_life_table::{AgeBandDeaths, abridged_life_expectancy};
use crate::population::stratum::{FIVE_YEAR_STARTS, Sex, five_year_group};
use crate::sampling::Sampling;
use crate::trend::Observation;
use ndarray::Array2;

impl Subject {
    /// England's death rate of a sex and broad age, all causes.
    pub const MORTALITY_ENGLAND: Self = Self::number("death rates, England, all causes by sex and broad age");
    /// England's death rate of a cause, sex and broad age.
    pub const CAUSE_ENGLAND: Self = Self::number("death rates, England, by cause, sex and broad age");
    /// England's life expectancy at birth of a sex.
    pub const LIFE_EXPECTANCY_ENGLAND: Self = Self::number("life expectancy at birth, England");
}

/// First and last observed year.
const FIRST_OBSERVED: i32 = 2001;
const LAST_OBSERVED: i32 = 2015;

/// Years ahead that are forecast.
const HORIZON: i32 = 4;

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

    fn life_expectancy(&self, sex: Sex) -> Result<f64, Error> {
        let bands: Vec<AgeBandDeaths> = (0..FIVE_YEAR_STARTS.len())
            .map(|g| AgeBandDeaths {
                start_age: FIVE_YEAR_STARTS[g],
                population: self.people[[sex.index(), g]],
                deaths: self.all(sex.index(), g),
            })
            .collect();
        at_birth(&bands)
    }
}

fn groups_of(band: usize) -> impl Iterator<Item = usize> {
    (0..FIVE_YEAR_STARTS.len()).filter(move |&g| broad_band(FIVE_YEAR_STARTS[g] as usize) == band)
}

/// Factors of a year in every draw: of causes, then of all causes together; axes draw, then series as the trend has them.
struct YearFactors {
    causes: Vec<Vec<f64>>,
    totals: Vec<Vec<f64>>,
}

/// The draws of the trend from an origin, as a run draws them.
struct DrawnTrend {
    trend: MortalityTrend,
    scores: Vec<TrendDraws>,
}

impl DrawnTrend {
    fn from_origin(data: &ReferenceData, origin: i32) -> Result<Self, Error> {
        let trend = MortalityTrend::fit(data, origin)?;
        let mut register = Draws::register();
        trend.draw(&mut register)?;
        let plan = register.into_plan().ok_or_else(|| Error::Conflict { rule: "a plan of draws is missing".into() })?;
        let sample = plan.parameters().sample(u64::from(origin.unsigned_abs()), Sampling::Random, 0..DRAWS)?;
        let batches = (0..sample.ncols()).step_by(LANES);
        let scores =
            batches.map(|first| trend.draw(&mut Draws::drawn(&plan, &sample, first))).collect::<Result<_, _>>()?;
        Ok(Self { trend, scores })
    }

    fn factors(&self, year: i32) -> YearFactors {
        let mut found = YearFactors { causes: Vec::new(), totals: Vec::new() };
        for scores in &self.scores {
            let causes = self.trend.factors(f64::from(year), scores);
            let totals = self.trend.total_factors(f64::from(year), scores);
            for lane in 0..LANES {
                found.causes.push(causes.iter().map(|factor| factor.0[lane]).collect());
                found.totals.push(totals.iter().map(|factor| factor.0[lane]).collect());
            }
        }
        found
    }
}

pub(super) fn from_origin(data: &ReferenceData, origin: i32, all: &mut Vec<Forecast>) -> Result<(), Error> {
    let drawn = DrawnTrend::from_origin(data, origin)?;
    let weights = YearOfDeaths::read(data, origin)?;
    let mut bases = Vec::new();
    for year in origin - 2..=origin {
        bases.push(YearOfDeaths::read(data, year)?);
    }
    let mut history: [Vec<Observation>; 2] = [Vec::new(), Vec::new()];
    for year in FIRST_OBSERVED..=origin {
        let read = YearOfDeaths::read(data, year)?;
        for (sex, history) in Sex::ALL.into_iter().zip(&mut history) {
            history.push(Observation { time: f64::from(year), value: read.life_expectancy(sex)?, variance: 0.0 });
        }
    }
    for year in origin + 1..=LAST_OBSERVED.min(origin + HORIZON) {
        let observed = YearOfDeaths::read(data, year)?;
        let factors = drawn.factors(year);
        for sex in Sex::ALL {
            for band in 0..BROAD_BANDS {
                let causes = Cause::AXIS.into_iter().filter(|cause| *cause != Cause::Copd).map(Some);
                for cause in [None].into_iter().chain(causes) {
                    let Some(base) = drawn.trend.base_rate(cause, sex.index(), band) else { continue };
                    let place = sex.index() * BROAD_BANDS + band;
                    let logs: Vec<f64> = match cause {
                        Some(cause) => {
                            let at = cause.index() * 2 * BROAD_BANDS + place;
                            factors.causes.iter().map(|draw| libm::log(base * draw[at])).collect()
                        }
                        None => factors.totals.iter().map(|draw| libm::log(base * draw[place])).collect(),
                    };
                    let (rate, variance_of_rate) = rate(&observed, &weights, cause, sex.index(), band);
                    let read = Observation {
                        time: f64::from(year),
                        value: libm::log(rate),
                        variance: variance_of_rate / (rate * rate),
                    };
                    let name = cause.map_or("all causes", Cause::table_name);
                    let series = format!("{name}, {}", sex_and_ages(sex.index(), band));
                    let subject = if cause.is_some() { Subject::CAUSE_ENGLAND } else { Subject::MORTALITY_ENGLAND };
                    let expected = (mean(&logs), variance(&logs));
                    let history = drawn.trend.observations(cause, sex.index(), band);
                    let of = Origin { subject, series: &series, year: origin, read: history };
                    let deaths = bases.iter().map(|base| deaths_of(base, cause, sex.index(), band)).sum();
                    all.push(Forecast::of(of, &read, expected, libm::exp).weighing(deaths));
                }
            }
        }
        life_expectancy(&factors, &bases, (&observed, &history), (origin, year), all)?;
    }
    Ok(())
}

fn deaths_of(year: &YearOfDeaths, cause: Option<Cause>, sex: usize, band: usize) -> f64 {
    groups_of(band).map(|g| cause.map_or_else(|| year.all(sex, g), |cause| year.causes[cause.index()][[sex, g]])).sum()
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
    factors: &YearFactors,
    bases: &[YearOfDeaths],
    (observed, history): (&YearOfDeaths, &[Vec<Observation>; 2]),
    (origin, year): (i32, i32),
    all: &mut Vec<Forecast>,
) -> Result<(), Error> {
    let mut draws: [Vec<f64>; 2] = [Vec::new(), Vec::new()];
    for factors in &factors.totals {
        for (sex, expectancies) in draws.iter_mut().enumerate() {
            let bands: Vec<AgeBandDeaths> = (0..FIVE_YEAR_STARTS.len())
                .map(|g| {
                    let people: f64 = bases.iter().map(|base| base.people[[sex, g]]).sum();
                    let deaths: f64 = bases.iter().map(|base| base.all(sex, g)).sum();
                    let band = broad_band(FIVE_YEAR_STARTS[g] as usize);
                    AgeBandDeaths {
                        start_age: FIVE_YEAR_STARTS[g],
                        population: people,
                        deaths: deaths * factors[sex * BROAD_BANDS + band],
                    }
                })
                .collect();
            expectancies.push(at_birth(&bands)?);
        }
    }
    for sex in Sex::ALL {
        let drawn = &draws[sex.index()];
        let read = Observation { time: f64::from(year), value: observed.life_expectancy(sex)?, variance: 0.0 };
        let (subject, series) = (Subject::LIFE_EXPECTANCY_ENGLAND, sex.name());
        let of = Origin { subject, series, year: origin, read: &history[sex.index()] };
        all.push(Forecast::of(of, &read, (mean(drawn), variance(drawn)), |years| years));
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
