//! Hospital admissions related to alcohol: directly standardised rates by borough, and London's as their mean.

use super::pooled::Pooled;
use super::short_series::ShortTrend;
use crate::data::schema::list;
use crate::data::{COUNTRY, ReferenceData, Rule, TableName, table};
use crate::draws::Draws;
use crate::error::Error;
use crate::forecast::{Forecast, Subject};
use crate::multistate::lanes::Lanes;
use crate::population::demography::{Demography, whole};
use crate::trend::Reading;

/// The tables of this subject.
pub(crate) const TABLES: &[TableName] = &[TableName::ALCOHOL_RELATED];

impl TableName {
    /// Admissions and deaths related to alcohol by borough, age-standardised.
    pub const ALCOHOL_RELATED: Self = table!(
        "alcohol_related",
        list(
            &[
                ("measure", Rule::OneOf(&["admissions", "deaths"])),
                ("area_code", Rule::Area),
                ("year", Rule::Year),
                ("rate_per_100000", Rule::Positive),
            ],
            &["measure", "area_code", "year"],
        )
    );
}

const HORIZON: f64 = 3.0;

/// A published rate per 100,000.
#[derive(Debug, Clone, PartialEq)]
pub struct Rate {
    /// Code of the area.
    pub area_code: String,
    /// Year; a financial year carries the year in which it begins.
    pub year: i32,
    /// Per 100,000, directly standardised.
    pub rate: f64,
}

/// Admissions related to alcohol (narrow: the main reason) per 100,000: London's trend and each borough's own level.
///
/// 2015/16 is called 2015, of which it holds nine months. Published years keep their figure. London is not published: it is the mean
/// of the boroughs weighted by their people, and later years of the boroughs are brought to its trend by one factor.
#[derive(Debug, Clone)]
pub struct AlcoholAdmissions {
    start: i32,
    years: usize,
    names: Vec<String>,
    codes: Vec<String>,
    /// Share of London's people, of the areas with figures.
    weights: Vec<f64>,
    trend: Pooled,
    london: Vec<Reading>,
    areas: Vec<Vec<Reading>>,
    deaths: Vec<Rate>,
}

impl AlcoholAdmissions {
    /// Fits all published years.
    ///
    /// # Errors
    /// If no area has figures, one that has lacks a year that another has, or `start` lies before the first year.
    pub fn fit(data: &ReferenceData, demography: &Demography, start: i32, years: usize) -> Result<Self, Error> {
        Self::fit_until(data, demography, start, years, i32::MAX)
    }

    /// Fits the published years up to and including `until`.
    ///
    /// # Errors
    /// As [`AlcoholAdmissions::fit`].
    pub fn fit_until(
        data: &ReferenceData,
        demography: &Demography,
        start: i32,
        years: usize,
        until: i32,
    ) -> Result<Self, Error> {
        let seen = |rates: &[Rate], code: &str| readings(rates, code, until);
        let rates = rates(data, "admissions")?;
        let areas: Vec<Vec<Reading>> = demography.areas().iter().map(|area| seen(&rates, &area.code)).collect();
        let missing = |rule: String| Error::Table { table: TableName::ALCOHOL_RELATED.to_string(), line: None, rule };
        let Some(first) = areas.iter().find(|readings| !readings.is_empty()) else {
            return Err(missing(format!("needs admissions of some area up to {until}")));
        };
        for (area, own) in demography.areas().iter().zip(&areas).filter(|(_, own)| !own.is_empty()) {
            if !own.iter().map(|reading| reading.time).eq(first.iter().map(|reading| reading.time)) {
                return Err(missing(format!("needs admissions of {} in the years of the other areas", area.name)));
            }
        }
        if f64::from(start) < first[0].time {
            let rule = format!("must not lie before the first year of admissions, {}", first[0].time);
            return Err(Error::out_of_range("start of admissions related to alcohol", start, rule));
        }
        let mut weights: Vec<f64> = areas
            .iter()
            .enumerate()
            .map(|(area, own)| if own.is_empty() { 0.0 } else { demography.persons_of_area(area).sum() })
            .collect();
        let all: f64 = weights.iter().sum();
        weights.iter_mut().for_each(|weight| *weight /= all);
        let london: Vec<Reading> = (0..first.len())
            .map(|year| {
                let mean: f64 = areas
                    .iter()
                    .zip(&weights)
                    .filter_map(|(own, weight)| own.get(year).map(|reading| weight * libm::exp(reading.value)))
                    .sum();
                Reading { value: libm::log(mean), ..first[year] }
            })
            .collect();
        let wholes = [london.clone(), seen(&rates, COUNTRY)];
        let trend = Pooled::fit(&london, &wholes, &areas, HORIZON)?;
        let names = demography.areas().iter().map(|area| area.name.clone()).collect();
        let codes = demography.areas().iter().map(|area| area.code.clone()).collect();
        let deaths = self::rates(data, "deaths")?;
        Ok(Self { start, years, names, codes, weights, trend, london, areas, deaths })
    }

    /// Deaths related to alcohol per 100,000 by area and year, as published: nothing in a run moves them.
    #[must_use]
    pub fn deaths(&self) -> &[Rate] {
        &self.deaths
    }

    /// The mean of the areas by their people of the start, in each year in which all areas with admissions have deaths too.
    #[must_use]
    pub fn deaths_of_the_whole(&self) -> Vec<(i32, f64)> {
        let mut years: Vec<i32> = self.deaths.iter().map(|one| one.year).collect();
        years.sort_unstable();
        years.dedup();
        let mean = |year: i32| {
            let mut sum = 0.0;
            for (code, weight) in self.codes.iter().zip(&self.weights).filter(|(_, weight)| **weight > 0.0) {
                let rate = self.deaths.iter().find(|one| one.year == year && one.area_code == *code)?.rate;
                sum += weight * rate;
            }
            Some((year, sum))
        };
        years.into_iter().filter_map(mean).collect()
    }

    /// The trend of London's log rate.
    #[must_use]
    pub fn london(&self) -> &ShortTrend {
        self.trend.whole()
    }

    /// What is assumed, in words.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let mut notes = vec![
            "admissions related to alcohol (narrow): London is not published and is the mean of the boroughs weighted by their people of 2015".to_owned(),
            "admissions related to alcohol: no interval is published in the figures found, so the innovation of the trend holds the error of the readings".into(),
            "admissions related to alcohol: 2015/16 is called 2015; no effect of the exposures on them is modelled".into(),
        ];
        for (area, name) in self.names.iter().enumerate() {
            if !self.trend.has_own(area) {
                notes.push(format!("{name} has no published admissions related to alcohol: it takes London's"));
            }
        }
        notes
    }

    /// Admissions per 100,000 in a batch of draws: index `year * (areas + 1) + area`, from the start to the last mid-year
    /// (`years + 1` of them); London is last.
    ///
    /// # Errors
    /// If a parameter cannot be drawn.
    pub(crate) fn draw(&self, draws: &mut Draws<'_>) -> Result<Vec<Lanes>, Error> {
        let names = self.names.iter().map(String::as_str);
        let drawn = self.trend.draw(draws, "admissions related to alcohol", names)?;
        let mut rates = Vec::with_capacity((self.years + 1) * (self.names.len() + 1));
        for year in 0..=self.years {
            let year = self.start + year as i32;
            if let Some(place) = self.london.iter().position(|reading| reading.time as i32 == year) {
                let london = libm::exp(self.london[place].value);
                let of = |own: &Vec<Reading>| own.get(place).map_or(london, |reading| libm::exp(reading.value));
                rates.extend(self.areas.iter().map(|own| Lanes::splat(of(own))));
                rates.push(Lanes::splat(london));
                continue;
            }
            let london = Lanes(self.trend.whole_at(&drawn, year).0.map(libm::exp));
            let against: Vec<Lanes> = (0..self.names.len())
                .map(|area| Lanes(self.trend.difference_at(&drawn, area, year).0.map(libm::exp)))
                .collect();
            let mut mean = Lanes::ZERO;
            for (ratio, &weight) in against.iter().zip(&self.weights) {
                mean += *ratio * weight;
            }
            for (area, ratio) in against.into_iter().enumerate() {
                rates.push(if self.trend.has_own(area) { london * ratio / mean } else { london });
            }
            rates.push(london);
        }
        Ok(rates)
    }
}

/// Forecasts of London and the boroughs from the origins, against what came.
///
/// # Errors
/// As [`AlcoholAdmissions::fit`]; an origin needs three years of history.
pub fn rolling_origin(data: &ReferenceData, demography: &Demography, origins: &[i32]) -> Result<Vec<Forecast>, Error> {
    let full = AlcoholAdmissions::fit(data, demography, i32::MAX, 0)?;
    let mut all = Vec::new();
    for &origin in origins {
        let fitted = AlcoholAdmissions::fit_until(data, demography, origin, 0, origin)?;
        let london = (Subject::AlcoholAdmissionsLondon, "London", origin);
        all.extend(fitted.trend.whole().forecasts(london, &full.london, libm::exp));
        for (area, readings) in full.areas.iter().enumerate() {
            let later = readings.iter().filter(|reading| reading.time > f64::from(origin));
            let of = (Subject::AlcoholAdmissionsBorough, full.names[area].as_str(), origin);
            all.extend(later.filter_map(|reading| fitted.trend.forecast(of, area, reading, libm::exp)));
        }
    }
    Ok(all)
}

fn rates(data: &ReferenceData, measure: &str) -> Result<Vec<Rate>, Error> {
    let table = data.table(TableName::ALCOHOL_RELATED);
    let (measures, codes) = (table.text("measure")?, table.text("area_code")?);
    let (years, rates) = (table.number("year")?, table.number("rate_per_100000")?);
    Ok((0..table.rows())
        .filter(|&row| measures[row] == measure)
        .map(|row| Rate { area_code: codes[row].clone(), year: whole(years[row]) as i32, rate: rates[row] })
        .collect())
}

/// Log rates of an area in order of year.
fn readings(rates: &[Rate], code: &str, until: i32) -> Vec<Reading> {
    let mut readings: Vec<Reading> = rates
        .iter()
        .filter(|rate| rate.area_code == code && rate.year <= until)
        .map(|rate| Reading { time: f64::from(rate.year), value: libm::log(rate.rate), variance: 0.0 })
        .collect();
    readings.sort_by(|a, b| a.time.total_cmp(&b.time));
    readings
}

#[cfg(test)]
#[allow(clippy::float_cmp)] // what is meant to be a number is that number
mod tests {
    use super::*;
    use crate::data::Table;
    use crate::forecast::coverage;
    use crate::sampling::Sampling;

    fn fitted() -> (ReferenceData, Demography, AlcoholAdmissions) {
        let data = ReferenceData::embedded();
        let demography = Demography::from_data(&data).unwrap();
        let fitted = AlcoholAdmissions::fit(&data, &demography, 2015, 10).unwrap();
        (data, demography, fitted)
    }

    #[test]
    fn the_start_is_published_and_london_is_the_mean_of_boroughs() {
        let (_, demography, fitted) = fitted();
        let mut register = Draws::register();
        fitted.draw(&mut register).unwrap();
        let plan = register.into_plan().unwrap();
        let values = plan.parameters().sample(3, Sampling::Random, 0..8);
        let rates = fitted.draw(&mut Draws::drawn(&plan, &values, 0)).unwrap();
        assert_eq!(rates.len(), 11 * 34);
        let fulham = demography.areas().iter().position(|area| area.code == "E09000013").unwrap();
        assert_eq!(rates[fulham].0, [661.0; 8].map(|rate: f64| libm::exp(libm::log(rate))));
        for year in 0..=10 {
            for lane in 0..8 {
                let mean: f64 = (0..33).map(|area| fitted.weights[area] * rates[year * 34 + area].0[lane]).sum();
                assert!((mean / rates[year * 34 + 33].0[lane] - 1.0).abs() < 1e-12);
            }
        }
        // Draws part after the last published year.
        assert!((rates[10 * 34 + 33].0[0] - rates[10 * 34 + 33].0[1]).abs() > 1.0);
    }

    #[test]
    fn london_is_below_england_in_2015() {
        // Local Alcohol Profiles 2015/16 (narrow): England 647 per 100,000; London's boroughs range from 370 to 800.
        let (_, _, fitted) = fitted();
        let london = libm::exp(fitted.london.last().unwrap().value);
        assert!(london > 370.0 && london < 647.0, "{london}");
    }

    #[test]
    fn forecasts_hold_what_came() {
        let (data, demography, _) = fitted();
        let all = rolling_origin(&data, &demography, &[2012, 2013, 2014]).unwrap();
        let (share, count) = coverage(&all, Subject::AlcoholAdmissionsBorough);
        assert_eq!(count, (3 + 2 + 1) * 32);
        assert!((0.7..=0.95).contains(&share), "{share}");
        assert_eq!(coverage(&all, Subject::AlcoholAdmissionsLondon).1, 3 + 2 + 1);
    }

    #[test]
    fn deaths_of_the_whole_lie_within_those_of_the_boroughs() {
        let (_, _, fitted) = fitted();
        let all = fitted.deaths_of_the_whole();
        assert_eq!(all.iter().map(|(year, _)| *year).collect::<Vec<_>>(), (2008..=2015).collect::<Vec<_>>());
        for (year, mean) in all {
            let of_year = || fitted.deaths().iter().filter(|one| one.year == year).map(|one| one.rate);
            let [low, high] = [of_year().fold(f64::INFINITY, f64::min), of_year().fold(0.0, f64::max)];
            assert!(low < mean && mean < high, "{year}: {mean}");
        }
    }

    #[test]
    fn bad_tables_are_refused() {
        let (data, demography, _) = fitted();
        let text = std::fs::read_to_string("data/alcohol_related.csv").unwrap();
        let line = text.lines().find(|line| line.starts_with("admissions,E09000004,2012")).unwrap();
        let table = Table::from_csv_str(TableName::ALCOHOL_RELATED, &text.replace(&format!("{line}\n"), "")).unwrap();
        let message = AlcoholAdmissions::fit(&data.clone().with_table(table).unwrap(), &demography, 2015, 1)
            .unwrap_err()
            .to_string();
        assert!(message.contains("Bexley"), "{message}");
        let message =
            Table::from_csv_str(TableName::ALCOHOL_RELATED, &text.replace(line, "admissions,E09000004,2012,0"));
        assert!(message.unwrap_err().to_string().contains("above 0"));
        let message = AlcoholAdmissions::fit(&data, &demography, 2007, 1).unwrap_err().to_string();
        assert!(message.contains("2008"), "{message}");
    }
}
