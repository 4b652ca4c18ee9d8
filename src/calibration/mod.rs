//! What the model was fitted to and what it gives back: values at central parameters beside those that were published.
//!
//! What is met by construction and what is only compared is said in `docs/VALIDATION.md`, which is made of these values and of a run's.

#[cfg(test)]
mod tests;

use crate::data::{REGION, ReferenceData, TableName, integer};
use crate::disease::Disease;
use crate::disease::rates::Diseases;
use crate::error::Error;
use crate::exposure::smoking::fit::history::History;
use crate::exposure::smoking::fit::survey::{RegionSmoking, adults_by_band};
use crate::mortality::Mortality;
use crate::numerics::logit::logistic;
use crate::population::demography::Demography;
use crate::population::stratum::Sex;
use crate::units::{Age, Year};
use crate::work::Work;
use serde::Serialize;
use std::collections::BTreeSet;

/// Years of London's survey of smoking whose line is fitted.
const SURVEYED: std::ops::RangeInclusive<i32> = 2011..=2015;

/// What was fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FittedQuantity {
    /// Share of the region's adults who smoke: the line of level and drift, without the yearly innovations.
    AdultSmoking,
    /// Share of the country's adults who have stopped, to which the chain from 1974 is scaled: fitted is what was published.
    FormerSmokers,
    /// Life expectancy at birth, in years.
    LifeExpectancy,
    /// Share of the country's people from an age on with a disease.
    Prevalence(Disease, Age),
    /// New cases of a disease in the country in a year.
    NewCases(Disease),
    /// People of 16 to 64 in work.
    PeopleInWork,
}

/// A fitted value and, if there is one, the published value that it was fitted to.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct FittedValue {
    /// What it is of.
    pub quantity: FittedQuantity,
    /// Name of the area; none of the region or the country.
    pub area: Option<String>,
    /// Men or women; none of both together.
    pub sex: Option<Sex>,
    /// The year it is of.
    pub year: Year,
    /// At central parameters.
    pub fitted: f64,
    /// As published; none where nothing was.
    pub published: Option<f64>,
}

/// Everything that is fitted once at central parameters, for a run that starts in 2015.
///
/// # Errors
/// If a table lacks what a fit needs.
///
/// # Examples
/// ```
/// use health_impact::calibration::{FittedQuantity, fitted_values};
/// use health_impact::prelude::*;
///
/// let all = fitted_values(&ReferenceData::embedded())?;
/// let of_life = all.iter().filter(|one| one.quantity == FittedQuantity::LifeExpectancy);
/// let misses = of_life.filter_map(|one| Some((one.fitted - one.published?).abs()));
/// assert!(misses.fold(0.0, f64::max) < 0.001); // years, of every borough
/// # Ok::<(), Error>(())
/// ```
pub fn fitted_values(data: &ReferenceData) -> Result<Vec<FittedValue>, Error> {
    let demography = Demography::from_data(data)?;
    let mortality = Mortality::from_data(data, &demography)?;
    let mut all = smoking(data, &demography)?;
    all.extend(life_expectancy(&demography, &mortality)?);
    all.extend(diseases(data, &demography, &mortality)?);
    let work = Work::fit(data, &demography, Year::START.get(), 1)?;
    for sex in Sex::ALL {
        let of = FittedValue::new(FittedQuantity::PeopleInWork, Year::START, work.workers().by_sex()[sex.index()]);
        all.push(FittedValue { sex: Some(sex), ..of });
    }
    Ok(all)
}

impl FittedValue {
    fn new(quantity: FittedQuantity, year: Year, fitted: f64) -> Self {
        Self { quantity, area: None, sex: None, year, fitted, published: None }
    }
}

fn smoking(data: &ReferenceData, demography: &Demography) -> Result<Vec<FittedValue>, Error> {
    let start = Year::START.get();
    let region = RegionSmoking::fit(data, start, &adults_by_band(demography))?;
    let table = data.table(TableName::SMOKING_AREA);
    let (codes, years, shares) = (table.text("area_code")?, table.number("year")?, table.number("prevalence")?);
    let published = |year: i32| {
        let row = (0..table.rows()).find(|&row| codes[row] == REGION && integer(years[row]) as i32 == year)?;
        Some(shares[row])
    };
    let mut all = Vec::new();
    for year in SURVEYED {
        let level = logistic(region.trend().central(f64::from(year) - region.trend().origin()));
        all.push(FittedValue {
            published: published(year),
            ..FittedValue::new(FittedQuantity::AdultSmoking, Year::new(year)?, level)
        });
    }
    let (year, share) = History::from_data(data, start)?.former_target();
    let former = FittedValue::new(FittedQuantity::FormerSmokers, Year::new(year)?, share);
    all.push(FittedValue { published: Some(share), ..former });
    Ok(all)
}

fn life_expectancy(demography: &Demography, mortality: &Mortality) -> Result<Vec<FittedValue>, Error> {
    let time = mortality.published_of();
    // A time between two years is told as the earlier.
    #[allow(clippy::cast_possible_truncation)]
    let year = Year::new(time as i32)?;
    let mut all = Vec::new();
    for (index, area) in demography.areas().iter().enumerate() {
        for sex in Sex::ALL {
            let fitted = mortality.central_life_expectancy(demography, index, sex.index(), time);
            all.push(FittedValue {
                area: Some(area.name.clone()),
                sex: Some(sex),
                published: mortality.published_life_expectancy()[[index, sex.index()]],
                ..FittedValue::new(FittedQuantity::LifeExpectancy, year, fitted)
            });
        }
    }
    Ok(all)
}

fn diseases(data: &ReferenceData, demography: &Demography, mortality: &Mortality) -> Result<Vec<FittedValue>, Error> {
    let fitted = Diseases::fit(data, demography, mortality, Year::START.get(), 1)?;
    let table = data.table(TableName::DISEASE_ESTIMATES);
    let (names, measures, from) = (table.text("disease")?, table.text("measure")?, table.number("age_from")?);
    let mut all = Vec::new();
    for disease in Disease::AXIS {
        let published = (0..table.rows())
            .filter(|&row| names[row] == disease.name() && measures[row].starts_with("prevalence"))
            .map(|row| integer(from[row]));
        for age in published.chain([0]).collect::<BTreeSet<_>>() {
            let quantity = FittedQuantity::Prevalence(disease, Age::checked(age));
            all.push(FittedValue::new(quantity, Year::START, fitted.england_prevalence(disease, age)));
        }
        let cases = fitted.england_cases(disease);
        all.push(FittedValue::new(FittedQuantity::NewCases(disease), Year::START, cases));
    }
    Ok(all)
}
