//! How many die of what: England's rates by cause and deprivation brought to London's level and each area's life
//! expectancy.

use super::area_factor::{AreaPeople, deaths, factor_for};
use super::broad_age::{BROAD_BANDS, broad_band};
use super::cause::{CAUSES, Cause};
use super::england::{GROUPS, PUBLISHED_FROM, england_rates, england_rates_of_all_quintiles, region_target};
use super::trend::MortalityTrend;
use crate::data::{ReferenceData, TableName};
use crate::error::Error;
use crate::population::demography::{Demography, area_index, england_life_table};
use crate::population::life_table::expectancy_at_birth;
use crate::population::stratum::{FIVE_YEAR_STARTS, QUINTILES, Sex, five_year_group};
use crate::units::{AGES, Year};
use ndarray::{Array2, Array3, Array4, Axis};

/// Death rates by cause of the middle of 2013-15, before any exposure.
#[derive(Debug, Clone)]
pub(crate) struct Mortality {
    rates: Array4<f64>,
    area_factors: Array2<f64>,
    trend: MortalityTrend,
    published: Array2<Option<f64>>,
    /// The calendar time that the published life expectancies stand for.
    published_of: f64,
}

impl Mortality {
    /// Builds the rates of a population.
    ///
    /// # Errors
    /// If a table lacks what is needed, or the factors of the areas do not settle.
    pub(crate) fn from_data(data: &ReferenceData, demography: &Demography) -> Result<Self, Error> {
        let trend = MortalityTrend::fit(data, i32::MAX)?;
        let england = england_rates(data)?;
        let all_quintiles = england_rates_of_all_quintiles(data)?;
        let target = region_target(data, &all_quintiles)?;
        let weights = quintile_weights(demography);
        let mut rates = single_years(&england, data)?;
        for cause in Cause::AXIS {
            for sex in 0..2 {
                for group in 0..GROUPS {
                    let mixed: f64 = (0..QUINTILES)
                        .map(|q| weights[[sex, group, q]] * england[[cause.index(), sex, q, group]])
                        .sum();
                    let factor = if mixed > 0.0 { target[[cause.index(), sex, group]] / mixed } else { 1.0 };
                    for age in ages_of(group) {
                        for q in 0..QUINTILES {
                            rates[[cause.index(), sex, q, age]] *= factor;
                        }
                    }
                }
            }
        }
        let published = published_life_expectancy(data, demography)?;
        let published_of = middle_of_period(data)?;
        let areas = demography.areas().len();
        let mut mortality = Self { rates, area_factors: Array2::ones((areas, 2)), trend, published, published_of };
        mortality.meet_life_expectancy(demography, &target)?;
        Ok(mortality)
    }

    /// Rates per person-year at the middle of the base years; axes cause, sex, quintile, age 0..=100.
    #[must_use]
    pub(crate) fn rates(&self) -> &Array4<f64> {
        &self.rates
    }

    /// Factor of an area on every cause, by area and sex.
    #[must_use]
    pub(crate) fn area_factors(&self) -> &Array2<f64> {
        &self.area_factors
    }

    /// The trends of the rates.
    #[must_use]
    pub(crate) fn trend(&self) -> &MortalityTrend {
        &self.trend
    }

    /// Published life expectancy at birth by area and sex; `None` where none is published.
    #[must_use]
    pub(crate) fn published_life_expectancy(&self) -> &Array2<Option<f64>> {
        &self.published
    }

    /// Calendar time of the published life expectancies: the middle of their period.
    #[must_use]
    pub(crate) fn published_of(&self) -> f64 {
        self.published_of
    }

    /// Life expectancy at birth of an area and sex at central rates at calendar time `time`.
    #[must_use]
    pub(crate) fn central_life_expectancy(&self, demography: &Demography, area: usize, sex: usize, time: f64) -> f64 {
        let rates = self.central_rates(demography, time);
        let rates: Vec<f64> = (0..AGES).map(|age| rates[[area, sex, age]]).collect();
        expectancy_at_birth(&rates)
    }

    /// Rates of all causes per person-year at central values at calendar time `time`; axes area, sex, age. The last area is all of
    /// them together, weighted by the people of the start (by the mean of the areas at an age without people).
    #[must_use]
    pub(crate) fn central_rates(&self, demography: &Demography, time: f64) -> Array3<f64> {
        let totals = self.totals(&self.trend.central_factors(time));
        let means = AreaPeople::new(demography).means_by_area(&totals);
        let areas = self.area_factors.nrows();
        let mut rates = Array3::zeros((areas + 1, 2, AGES));
        let mut people = Array2::<f64>::zeros((2, AGES));
        for area in 0..areas {
            let of_area = demography.persons_of_area(area);
            for ((sex, age), persons) in of_area.indexed_iter() {
                let rate = self.area_factors[[area, sex]] * means[[area, sex, age]];
                rates[[area, sex, age]] = rate;
                rates[[areas, sex, age]] += persons * rate;
                people[[sex, age]] += persons;
            }
        }
        for ((sex, age), persons) in people.indexed_iter() {
            if *persons > 0.0 {
                rates[[areas, sex, age]] /= persons;
            } else {
                let sum: f64 = (0..areas).map(|area| rates[[area, sex, age]]).sum();
                rates[[areas, sex, age]] = sum / areas as f64;
            }
        }
        rates
    }

    /// Rates of all causes before the areas' factors, with these factors of the trends; axes sex, quintile, age.
    fn totals(&self, factors: &[f64]) -> Array3<f64> {
        let mut totals = Array3::zeros((2, QUINTILES, AGES));
        for (by_sex, factors) in self.rates.outer_iter().zip(factors.chunks_exact(2 * BROAD_BANDS)) {
            for (sex, (rates, mut totals)) in by_sex.outer_iter().zip(totals.outer_iter_mut()).enumerate() {
                let factors: [f64; AGES] = std::array::from_fn(|age| factors[sex * BROAD_BANDS + broad_band(age)]);
                for (rates, mut totals) in rates.outer_iter().zip(totals.outer_iter_mut()) {
                    for ((total, rate), factor) in totals.iter_mut().zip(&rates).zip(factors) {
                        *total += rate * factor;
                    }
                }
            }
        }
        totals
    }

    /// Solves one factor per area and sex, raking the causes whose London level is published back to it, in turn
    /// until both hold. The level of a five-year group, by cause, sex, group, is met by the people of the group as they are by single
    /// year of age: London's are younger than the survivors of a life table.
    fn meet_life_expectancy(&mut self, demography: &Demography, level: &Array3<f64>) -> Result<(), Error> {
        const MOST_ROUNDS: usize = 400;
        let people = AreaPeople::new(demography);
        let trend = self.trend.central_factors(self.published_of);
        let london = [0, 1].map(|sex| mean_life_expectancy(demography, &self.published, sex));
        let everybody = people.weighted(&Array2::ones(self.area_factors.raw_dim()));
        let levels = Array3::from_shape_fn(level.raw_dim(), |(cause, sex, group)| {
            let of_sex = everybody.index_axis(Axis(0), sex);
            level[[cause, sex, group]] * ages_of(group).map(|age| of_sex.column(age).sum()).sum::<f64>()
        });
        for _ in 0..MOST_ROUNDS {
            let before = self.area_factors.clone();
            let rates = people.means_by_area(&self.totals(&trend));
            for ((area, sex), factor) in self.area_factors.indexed_iter_mut() {
                let target = self.published[[area, sex]].unwrap_or(london[sex]);
                let mx = std::array::from_fn(|age| rates[[area, sex, age]]);
                *factor = factor_for(&mx, target).ok_or_else(|| Error::Calibration {
                    what: format!("mortality of {}", demography.areas()[area].name),
                    detail: format!(
                        "no factor on the death rates of {}, {} and {} gives the life expectancy of {}, {target}",
                        TableName::DEATHS_BY_CAUSE_QUINTILE,
                        TableName::POPULATION_ENGLAND_QUINTILE,
                        TableName::MORTALITY_LONDON_ENGLAND,
                        TableName::LIFE_EXPECTANCY_BOROUGH
                    ),
                })?;
            }
            let now = deaths(&self.rates, &people.weighted(&self.area_factors));
            self.rake(&now, &levels);
            let change = (&self.area_factors - &before).iter().fold(0.0_f64, |most, x| most.max(x.abs()));
            if change < 1e-10 {
                return Ok(());
            }
        }
        Err(Error::Calibration {
            what: "mortality of the areas".into(),
            detail: format!("the factors still move after {MOST_ROUNDS} rounds"),
        })
    }

    /// Brings the causes whose London level is published from the deaths they have `now` back to those of `levels`.
    fn rake(&mut self, now: &Array3<f64>, levels: &Array3<f64>) {
        for cause in Cause::AXIS.into_iter().filter(|cause| cause.published_in_region().is_some()) {
            for sex in 0..2 {
                for group in (0..GROUPS).filter(|&g| FIVE_YEAR_STARTS[g] >= PUBLISHED_FROM) {
                    let at = [cause.index(), sex, group];
                    if now[at] > 0.0 {
                        let factor = levels[at] / now[at];
                        for age in ages_of(group) {
                            for q in 0..QUINTILES {
                                self.rates[[cause.index(), sex, q, age]] *= factor;
                            }
                        }
                    }
                }
            }
        }
    }

    /// Base hazard of one cause over the year from mid-year to mid-year. Row 0: born within the year, who live half of it on
    /// average; row 1 + a: aged a at its start, half of the year lived at a and half at a + 1.
    pub(crate) fn year_rate(&self, cause: usize, sex: usize, quintile: usize, row: usize) -> f64 {
        let rate = |age: usize| self.rates[[cause, sex, quintile, age.min(AGES - 1)]];
        match row {
            0 => 0.5 * rate(0),
            row => 0.5 * (rate(row - 1) + rate(row)),
        }
    }
}

/// Single years of age of a five-year group.
pub(super) fn ages_of(group: usize) -> std::ops::Range<usize> {
    let from = FIVE_YEAR_STARTS[group] as usize;
    let to = FIVE_YEAR_STARTS.get(group + 1).map_or(AGES, |&next| next as usize);
    from..to
}

/// Share of London's people in each quintile; axes sex, five-year group, quintile.
fn quintile_weights(demography: &Demography) -> Array3<f64> {
    let mut weights = Array3::<f64>::zeros((2, GROUPS, QUINTILES));
    for (index, cell) in demography.cells().iter().enumerate() {
        for sex in 0..2 {
            for age in 0..AGES {
                weights[[sex, five_year_group(age), cell.quintile.index()]] += demography.persons()[[index, sex, age]];
            }
        }
    }
    for sex in 0..2 {
        for group in 0..GROUPS {
            let total: f64 = (0..QUINTILES).map(|q| weights[[sex, group, q]]).sum();
            for q in 0..QUINTILES {
                weights[[sex, group, q]] /= total;
            }
        }
    }
    weights
}

/// Five-year rates spread over single years in the shape of England's life table; axes cause, sex, quintile, age.
fn single_years(rates: &Array4<f64>, data: &ReferenceData) -> Result<Array4<f64>, Error> {
    let table = england_life_table(data)?;
    let mut shape = Array2::zeros((2, AGES));
    for sex in 0..2 {
        let mut alive = 1.0;
        let mut lived = [0.0; AGES];
        for age in 0..AGES {
            let m = table[[sex, age]];
            let survival = libm::exp(-m);
            lived[age] = if age == AGES - 1 { alive / m } else { alive * (1.0 - survival) / m };
            alive *= survival;
        }
        for group in 0..GROUPS {
            let years: f64 = ages_of(group).map(|age| lived[age]).sum();
            let mean: f64 = ages_of(group).map(|age| lived[age] * table[[sex, age]]).sum::<f64>() / years;
            for age in ages_of(group) {
                shape[[sex, age]] = table[[sex, age]] / mean;
            }
        }
    }
    Ok(Array4::from_shape_fn((CAUSES, 2, QUINTILES, AGES), |(cause, sex, q, age)| {
        rates[[cause, sex, q, five_year_group(age)]] * shape[[sex, age]]
    }))
}

fn published_life_expectancy(data: &ReferenceData, demography: &Demography) -> Result<Array2<Option<f64>>, Error> {
    let table = data.table(TableName::LIFE_EXPECTANCY_BOROUGH);
    let mut published = Array2::from_elem((demography.areas().len(), 2), None);
    let (code, sex, years) = (table.text("area_code")?, table.text("sex")?, table.number("life_expectancy")?);
    for row in 0..table.rows() {
        published[[area_index(demography.areas(), &code[row])?, Sex::from_name(&sex[row])?.index()]] = Some(years[row]);
    }
    Ok(published)
}

/// The calendar time in the middle of the period of the published life expectancies: `2012-2014` gives 2013.
fn middle_of_period(data: &ReferenceData) -> Result<f64, Error> {
    let table = data.table(TableName::LIFE_EXPECTANCY_BOROUGH);
    // The schema has checked that all rows are of one period.
    let period = table.text("period")?.first().map_or("", String::as_str);
    let year = |text: &str| text.trim().parse::<i32>().ok().filter(|year| Year::new(*year).is_ok());
    let (first, last) = period.split_once('-').unwrap_or((period, period));
    match (year(first), year(last)) {
        (Some(first), Some(last)) if first <= last => Ok(0.5 * (f64::from(first) + f64::from(last))),
        _ => Err(Error::Cell {
            table: table.label().to_owned(),
            line: table.line(0),
            column: "period".into(),
            value: period.to_owned(),
            rule: "must be a year, or two as in 2012-2014".into(),
        }),
    }
}

/// Mean of the areas' published life expectancies, weighted by people: what an area without one takes.
fn mean_life_expectancy(demography: &Demography, published: &Array2<Option<f64>>, sex: usize) -> f64 {
    let (mut sum, mut people) = (0.0, 0.0);
    for area in 0..demography.areas().len() {
        if let Some(years) = published[[area, sex]] {
            let persons = demography.persons_of_area(area).row(sex).sum();
            sum += persons * years;
            people += persons;
        }
    }
    sum / people
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_figures_are_of_the_middle_of_their_period() {
        let embedded = ReferenceData::embedded();
        let text = include_str!("../../data/life_expectancy_borough.csv");
        let of = |period: &str| {
            let name = TableName::LIFE_EXPECTANCY_BOROUGH;
            let table = embedded.read_csv_str(name, &text.replace("2012-2014", period)).unwrap();
            middle_of_period(&embedded.clone().with_table(table).unwrap()).map_err(|error| error.to_string())
        };
        for (period, middle) in [("2012-2014", 2013.0), ("2014-2015", 2014.5), ("2016", 2016.0)] {
            assert!((of(period).unwrap() - middle).abs() < 1e-12, "{period}");
        }
        for period in ["2014-2012", "2012 to 2014", "latest"] {
            let rule = format!("line 2: period {period:?} must be a year, or two as in 2012-2014");
            assert!(of(period).unwrap_err().ends_with(&rule), "{period}");
        }
        let two = format!("{text}{}", text.lines().skip(1).collect::<Vec<_>>().join("\n").replace("2012", "2013"));
        let error = embedded.read_csv_str(TableName::LIFE_EXPECTANCY_BOROUGH, &two).unwrap_err().to_string();
        assert!(error.ends_with("must be \"2012-2014\" as in line 2: one is read"), "{error}");
    }
}
