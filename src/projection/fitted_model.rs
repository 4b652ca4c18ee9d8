//! Everything that is fitted once, before any draw: people, mortality, smoking, births and migration.

use super::deaths::CAUSE_ORDER;
use super::plan::price::Price;
use super::series::RegionPeople;
use super::standards::Standards;
use crate::catalogue::rows::Catalogue;
use crate::component::{Delay, FitContext};
use crate::data::integer;
use crate::data::{ReferenceData, TableName};
use crate::draws::{Draws, ParameterPlan};
use crate::error::Error;
use crate::exposure::smoking::dynamics::chain::BaseRates;
use crate::exposure::smoking::fit::risk::{RISK_CAUSES, RISKS, SmokingRisks};
use crate::indicator::published_series::{FittedSeries, PublishedSeries};
use crate::mortality::broad_age::{BROAD_BANDS, broad_band};
use crate::mortality::trend::TrendDraws;
use crate::mortality::{CAUSES, Cause, Mortality};
use crate::multistate::lanes::Lanes;
use crate::multistate::survival::Survival;
use crate::population::demography::Demography;
use crate::population::healthy_life::{GoodHealth, HEALTHY_LIFE_YEAR};
use crate::population::migration::{Flows, Migration};
use crate::population::stratum::{QUINTILES, Sex};
use crate::subjects::{Samples, Subjects};
use crate::units::AGES;
use ndarray::Array3;

/// Rows of the yearly rates: those born within the year, then those aged 0, 1, ... 100 at its start.
pub(crate) const ROWS: usize = AGES + 1;

/// The fitted parts of the model of a region.
#[derive(Debug)]
pub(crate) struct FittedModel {
    pub(crate) demography: Demography,
    pub(crate) mortality: Mortality,
    pub(crate) flows: Flows,
    pub(crate) subjects: Subjects,
    /// The words of the run.
    pub(crate) catalogue: Catalogue,
    /// Indicators of the analyst's own.
    own: Vec<FittedSeries>,
    pub(crate) good_health: GoodHealth,
    pub(crate) standards: Standards,
    /// People of each area at the start.
    pub(crate) area_people: Vec<f64>,
    /// London's rates by cause for the calibration of smoking.
    pub(crate) base: BaseRates,
    /// Rates by cause in the order of [`CAUSE_ORDER`]; index `(sex * 5 + quintile) * AGES + age`.
    pub(crate) rates: Vec<[f64; CAUSES]>,
    /// Survival that is exact for every hazard of an age; axes men, women and both together, then age.
    pub(crate) survival: [Vec<Survival>; 3],
    /// Utility norm; axes sex, age.
    pub(crate) utility: [Vec<f64>; 2],
    /// What it costs to deliver the interventions of the run.
    prices: Vec<Price>,
    pub(crate) start: i32,
    pub(crate) years: usize,
    pub(crate) plan: ParameterPlan,
}

/// What a run adds to the tables of a region.
#[derive(Debug)]
pub(super) struct Additions<'a> {
    pub(super) migration: Migration,
    pub(super) delay: Delay,
    /// What it costs to deliver the interventions of the run.
    pub(super) prices: Vec<Price>,
    /// Indicators of the analyst's own, and the words of the run.
    pub(super) own: &'a [PublishedSeries],
    pub(super) catalogue: &'a Catalogue,
}

/// Everything that is drawn of a batch, before the chain of smoking is calibrated.
#[derive(Debug)]
pub(super) struct Drawn {
    pub(super) subjects: Samples,
    pub(super) own: Vec<super::series::SeriesRun>,
    pub(super) scores: TrendDraws,
    /// Share in good health by area (all together last), sex and age.
    pub(super) good_health: Vec<Lanes>,
    pub(super) prices: Vec<Lanes>,
}

impl FittedModel {
    /// Fits the model of a region to its tables.
    ///
    /// # Errors
    /// If a table lacks what is needed or a calibration fails.
    pub(crate) fn fit(
        data: &ReferenceData,
        demography: Demography,
        start: i32,
        years: usize,
        additions: Additions<'_>,
    ) -> Result<Self, Error> {
        let Additions { migration, delay, prices, own, catalogue } = additions;
        let mortality = Mortality::from_data(data, &demography)?;
        let subjects =
            Subjects::fit(&FitContext { data, demography: &demography, mortality: &mortality, start, years, delay })?;
        let year_rates = year_rates(&mortality);
        let totals = central_totals(&mortality, &year_rates, start, years);
        let factors = mortality.area_factors();
        let hazard = |year: usize, cell: usize, sex: usize, row: usize| {
            let cell = demography.cells()[cell];
            factors[[cell.area, sex]] * totals[((year * 2 + sex) * QUINTILES + cell.quintile.index()) * ROWS + row]
        };
        let largest = largest_hazards(&demography, &mortality, &subjects.smoking.risks, &totals)?;
        let both = largest[0].iter().zip(&largest[1]).map(|(man, woman)| f64::max(*man, *woman)).collect();
        let [men, women] = largest;
        let survival =
            [men, women, both].map(|by_age: Vec<f64>| by_age.iter().map(|h| Survival::up_to(SPREAD * h)).collect());
        let flows = Flows::solve(&demography, migration, start, years, hazard)?;
        let base = base_rates(&demography, &mortality, &year_rates);
        let mut rates = Vec::with_capacity(2 * QUINTILES * AGES);
        for sex in 0..2 {
            for quintile in 0..QUINTILES {
                for age in 0..AGES {
                    rates.push(CAUSE_ORDER.map(|cause| mortality.rates()[[cause.index(), sex, quintile, age]]));
                }
            }
        }
        let mut model = Self {
            flows,
            subjects,
            catalogue: catalogue.clone(),
            own: own.iter().map(|series| series.fit(&demography, start, years, catalogue)).collect::<Result<_, _>>()?,
            good_health: good_health(data, &demography, &mortality)?,
            standards: Standards::from_data(data)?,
            area_people: demography.persons_of_areas(0..AGES),
            base,
            rates,
            survival,
            utility: utility(data)?,
            prices,
            start,
            years,
            plan: ParameterPlan::empty(),
            demography,
            mortality,
        };
        let mut draws = Draws::register();
        model.draw(&mut draws)?;
        model.plan = draws.into_plan().unwrap_or(model.plan);
        Ok(model)
    }

    /// Draws a batch.
    ///
    /// # Errors
    /// If a parameter cannot be drawn.
    pub(super) fn draw(&self, draws: &mut Draws<'_>) -> Result<Drawn, Error> {
        let subjects = self.subjects.sample(draws)?;
        let scores = self.mortality.trend().draw(draws)?;
        let mut own = Vec::with_capacity(self.own.len());
        for series in &self.own {
            own.push(super::series::SeriesRun {
                measure: series.measure,
                driver: series.driver,
                share_left: series.share_left,
                draws: series.sample(draws)?,
            });
        }
        let good_health = self.good_health.draw(draws)?;
        let price = |price: &Price| draws.value(|| price.name.clone(), &price.pounds);
        let prices = self.prices.iter().map(price).collect::<Result<_, _>>()?;
        Ok(Drawn { subjects, own, scores, good_health, prices })
    }

    /// Where its series are.
    pub(super) fn region_people(&self) -> RegionPeople<'_> {
        RegionPeople { demography: &self.demography, people: &self.area_people }
    }

    /// What an analyst should know of the fit, in words.
    pub(crate) fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        for (index, area) in self.demography.areas().iter().enumerate() {
            if self.mortality.published_life_expectancy()[[index, 0]].is_none() {
                notes.push(format!("{} has no published life expectancy: it takes London's", area.name));
            }
        }
        notes.push(self.mortality.trend().note());
        let empty = self.demography.empty_cells();
        if !empty.is_empty() {
            let list: Vec<String> = empty.iter().map(|(area, quintile)| format!("{area} {quintile}")).collect();
            notes.push(format!(
                "areas and deprivation quintiles without people, which have no rows: {}",
                list.join("; ")
            ));
        }
        notes.extend(self.subjects.notes());
        notes.extend(self.own.iter().flat_map(FittedSeries::notes));
        notes.extend(self.good_health.notes().iter().cloned());
        notes.extend(self.standards.notes().iter().cloned());
        notes
    }
}

/// The largest hazard for which the hot loop's survival is exact to 1e-9: a yearly survival of 1e-14.
const MOST_HAZARD: f64 = 32.0;

/// Hazards of draws beyond this many times the largest central one of their sex and age are not expected; up to half as
/// much again survival would still hold to 1e-10.
const SPREAD: f64 = 3.0;

/// The largest hazard a smoking state can have by sex and age, over all cells and years: the central rate of all causes
/// times the largest relative risk of the age bounds it. Those born within a year count to age 0.
///
/// # Errors
/// If one lies outside the domain of the hot loop.
pub(super) fn largest_hazards(
    demography: &Demography,
    mortality: &Mortality,
    risks: &SmokingRisks,
    totals: &[f64],
) -> Result<[Vec<f64>; 2], Error> {
    let mut largest = [vec![0.0; AGES], vec![0.0; AGES]];
    for sex in Sex::ALL {
        let ratios: Vec<f64> = (0..AGES)
            .map(|age| RISK_CAUSES.into_iter().map(|cause| risks.central(cause, sex, age)).fold(1.0, f64::max))
            .collect();
        for (index, rate) in totals.iter().enumerate() {
            let (row, which) = (index % ROWS, index / ROWS);
            if which / QUINTILES % 2 != sex.index() {
                continue;
            }
            let age = row.saturating_sub(1);
            for (area, factor) in demography.areas().iter().zip(mortality.area_factors().column(sex.index())) {
                let hazard = rate * factor * ratios[age];
                if !(hazard <= MOST_HAZARD) {
                    return Err(Error::out_of_range(
                        format!("death rate of {}, {sex}, age {age}, times the largest relative risk:", area.name),
                        hazard,
                        format!("must not exceed {MOST_HAZARD} a year"),
                    ));
                }
                let known = &mut largest[sex.index()][age];
                *known = f64::max(*known, hazard);
            }
        }
    }
    Ok(largest)
}

/// Rates over a year by sex, quintile and row, then cause in the order of [`Cause::AXIS`].
pub(super) fn year_rates(mortality: &Mortality) -> Vec<[f64; CAUSES]> {
    let mut rates = Vec::with_capacity(2 * QUINTILES * ROWS);
    for sex in 0..2 {
        for quintile in 0..QUINTILES {
            for row in 0..ROWS {
                rates.push(std::array::from_fn(|cause| mortality.year_rate(cause, sex, quintile, row)));
            }
        }
    }
    rates
}

/// Central hazard of all causes before the areas' factors; axes year, sex, quintile, row.
pub(super) fn central_totals(
    mortality: &Mortality,
    year_rates: &[[f64; CAUSES]],
    start: i32,
    years: usize,
) -> Vec<f64> {
    let mut totals = Vec::with_capacity(years * 2 * QUINTILES * ROWS);
    for year in 0..years {
        let time = f64::from(start) + year as f64 + 0.5;
        let factors = mortality.trend().central_factors(time);
        for (at, rates) in year_rates.iter().enumerate() {
            let (sex, band) = (at / (QUINTILES * ROWS), broad_band((at % ROWS).saturating_sub(1)));
            let factor = |cause: usize| factors[(cause * 2 + sex) * BROAD_BANDS + band];
            totals.push(rates.iter().enumerate().map(|(cause, rate)| rate * factor(cause)).sum());
        }
    }
    totals
}

/// London's rates over a year by cause, areas and quintiles weighted by their people.
fn base_rates(demography: &Demography, mortality: &Mortality, year_rates: &[[f64; CAUSES]]) -> BaseRates {
    let mut sums = Array3::<f64>::zeros((2, AGES, CAUSES));
    for sex in 0..2 {
        for age in 0..AGES {
            // People of each quintile, each counted as the factor of the area.
            let (mut people, mut weights) = (0.0, [0.0; QUINTILES]);
            for (index, cell) in demography.cells().iter().enumerate() {
                let persons = demography.persons()[[index, sex, age]];
                people += persons;
                weights[cell.quintile.index()] += persons * mortality.area_factors()[[cell.area, sex]];
            }
            for (quintile, weight) in weights.into_iter().enumerate() {
                let rates = &year_rates[(sex * QUINTILES + quintile) * ROWS + 1 + age];
                for (cause, rate) in rates.iter().enumerate() {
                    sums[[sex, age, cause]] += weight * rate;
                }
            }
            for cause in 0..CAUSES {
                sums[[sex, age, cause]] /= people;
            }
        }
    }
    let other_causes: Vec<usize> = (0..CAUSES).filter(|&c| !RISK_CAUSES.contains(&Cause::AXIS[c])).collect();
    BaseRates {
        rates: [0, 1].map(|sex| {
            (0..AGES)
                .map(|age| -> [f64; RISKS] { std::array::from_fn(|risk| sums[[sex, age, RISK_CAUSES[risk].index()]]) })
                .collect()
        }),
        other_causes: [0, 1]
            .map(|sex| (0..AGES).map(|age| other_causes.iter().map(|&c| sums[[sex, age, c]]).sum()).collect()),
    }
}

/// Utility norm of each age. Below the first age of the norms theirs holds, above the last likewise.
fn utility(data: &ReferenceData) -> Result<[Vec<f64>; 2], Error> {
    let table = data.table(TableName::UTILITY_NORMS);
    let (sexes, ages, values) = (table.text("sex")?, table.number("age")?, table.number("utility")?);
    let mut norms: [Vec<(usize, f64)>; 2] = [Vec::new(), Vec::new()];
    for row in 0..table.rows() {
        norms[Sex::from_name(&sexes[row])?.index()].push((integer(ages[row]), values[row]));
    }
    for by_age in &mut norms {
        by_age.sort_by_key(|(age, _)| *age);
    }
    let at = |sex: usize, age: usize| {
        let known = &norms[sex];
        known.iter().rev().find(|(from, _)| *from <= age).or(known.first()).map_or(0.0, |(_, value)| *value)
    };
    Ok([0, 1].map(|sex| (0..AGES).map(|age| at(sex, age)).collect()))
}

/// Good health by age of the areas and of all together, met with the mortality fitted.
fn good_health(data: &ReferenceData, demography: &Demography, mortality: &Mortality) -> Result<GoodHealth, Error> {
    let factors = mortality.trend().central_factors(HEALTHY_LIFE_YEAR);
    // Deaths and people of the start by area (all together last), sex and age.
    let areas = demography.areas().len();
    let mut sums = Array3::<[f64; 2]>::default((areas + 1, 2, AGES));
    for (index, cell) in demography.cells().iter().enumerate() {
        for sex in 0..2 {
            for age in 0..AGES {
                let people = demography.persons()[[index, sex, age]];
                let rate = |cause: usize| {
                    mortality.rates()[[cause, sex, cell.quintile.index(), age]]
                        * factors[(cause * 2 + sex) * BROAD_BANDS + broad_band(age)]
                };
                let hazard = mortality.area_factors()[[cell.area, sex]] * (0..CAUSES).map(rate).sum::<f64>();
                for row in [cell.area, areas] {
                    let [all, deaths] = &mut sums[[row, sex, age]];
                    *all += people;
                    *deaths += people * hazard;
                }
            }
        }
    }
    // An age without people keeps the hazard of all together, which have people of every age.
    GoodHealth::fit(data, demography, |area, sex, age| {
        let [people, deaths] = sums[[area, sex, age]];
        let [all, all_deaths] = sums[[areas, sex, age]];
        if people > 0.0 { deaths / people } else { all_deaths / all }
    })
}

/// London without anything added, for tests.
#[cfg(test)]
pub(super) fn london(years: usize, migration: Migration) -> FittedModel {
    let data = ReferenceData::embedded();
    let demography = Demography::from_data(&data).unwrap();
    let catalogue = Catalogue::built_in();
    let additions =
        Additions { migration, delay: Delay::Published, prices: Vec::new(), own: &[], catalogue: &catalogue };
    FittedModel::fit(&data, demography, 2015, years, additions).unwrap()
}
