//! Hospital admissions related to alcohol: directly standardised rates by borough, and London's as their mean.

use super::area_series::{AreaSeries, AreaSeriesDraws, Figure, Figures, Published, SeriesScale, rolling_origins};
use crate::catalogue::driver::{ActsOn, DriverRow, Scope};
use crate::catalogue::indicator::{FirstGuess, IndicatorRow, Pathway};
use crate::catalogue::measure::Form;
use crate::catalogue::rows::CatalogueRows;
use crate::catalogue::{Driver, Indicator, Measure, MeasureRow};
use crate::component::{Component, FitContext, OriginContext};
use crate::data::agreement::{Agreement, Pair, within};
use crate::data::integer;
use crate::data::keyed::Keyed;
use crate::data::schema::{Cells, Schema, Unread, list};
use crate::data::{COUNTRY, REGION, ReferenceData, Rule, TableName, table};
use crate::draws::Draws;
use crate::error::Error;
use crate::forecast::{Forecast, Subject};
use crate::population::agreement::People;
use crate::population::demography::Demography;
use crate::units::Year;
use serde::Serialize;
use std::collections::BTreeMap;

impl Driver {
    /// Alcohol-related admissions. No path to death or disease.
    pub const ALCOHOL_ADMISSIONS: Self = Self::fixed("alcohol_admissions");
}

impl Indicator {
    /// Alcohol-related hospital admissions per 100,000, age-standardised.
    pub const ALCOHOL_ADMISSIONS: Self = Self::fixed("alcohol_admissions");
}

impl Measure {
    /// Alcohol-related admissions (narrow), age-standardised. A year is the financial year that ends in it.
    pub const ALCOHOL_ADMISSIONS: Self = Self::fixed("alcohol_admissions");
}

impl Subject {
    /// Admissions related to alcohol per 100,000 of London, the mean of its boroughs.
    pub const ALCOHOL_ADMISSIONS_LONDON: Self = Self::number("alcohol-related admissions, London");
    /// The same of a borough.
    pub const ALCOHOL_ADMISSIONS_BOROUGH: Self = Self::number("alcohol-related admissions, boroughs");
}

/// The last financial years of history that forecasts are made from.
const ORIGINS: [i32; 3] = [2013, 2014, 2015];

/// The tables of this subject.
pub(crate) const TABLES: &[TableName] = &[TableName::ALCOHOL_RELATED];

impl TableName {
    /// Admissions and deaths related to alcohol by borough, age-standardised.
    pub const ALCOHOL_RELATED: Self = table!(
        "alcohol_related",
        Schema {
            unread: &[
                Unread::Rows(&[("measure", Cells::Is(&["deaths"]))]),
                Unread::Rows(&[("area_code", Cells::Is(&[REGION]))]),
            ],
            ..list(
                &[
                    ("measure", Rule::OneOf(&["admissions", "deaths"])),
                    ("area_code", Rule::Area),
                    ("year", Rule::Year),
                    ("rate_per_100000", Rule::Positive),
                ],
                &["measure", "area_code", "year"],
            )
        }
    );
}

/// What the rates must agree in. Ratios of the embedded table stand behind each.
pub(crate) const AGREEMENTS: &[Agreement] = &[
    // 0.59 to 1.40
    Agreement {
        what: "rates related to alcohol of an area against the country",
        tables: &[TableName::ALCOHOL_RELATED],
        usual: within(2.5),
        possible: within(5.0),
        pairs: |data| {
            let (people, rates) = (People::of(data)?, keyed(data)?);
            let pair = |(key, rate): (&[String], f64)| {
                let country = rates.get(&[&key[0], COUNTRY, &key[2]])?;
                let of = format!("{} of {} in {}", key[0], people.name(&key[1]), key[2]);
                Some(Pair::new(of, rate, country))
            };
            Ok(rates.iter().filter(|(key, _)| key[1] != COUNTRY).filter_map(pair).collect())
        },
    },
    // 0.82 to 1.30
    Agreement {
        what: "admissions related to alcohol against the year before",
        tables: &[TableName::ALCOHOL_RELATED],
        usual: within(1.8),
        possible: within(3.5),
        pairs: |data| {
            let (people, rates) = (People::of(data)?, keyed(data)?);
            let years = rates.year_on_year(2).into_iter().filter(|(key, ..)| key[0] == "admissions");
            let pair = |(key, now, before): (&[String], f64, f64)| {
                Pair::new(format!("{} in {}", people.name(&key[1]), key[2]), now, before)
            };
            Ok(years.map(pair).collect())
        },
    },
    // 10.7 to 16.1
    Agreement {
        what: "admissions related to alcohol against deaths, the mean of the years with both",
        tables: &[TableName::ALCOHOL_RELATED],
        usual: 5.0..=35.0,
        possible: 2.0..=90.0,
        pairs: |data| {
            let (people, rates) = (People::of(data)?, keyed(data)?);
            let mut sums: BTreeMap<&str, [f64; 2]> = BTreeMap::new();
            for (key, rate) in rates.iter().filter(|(key, _)| key[0] == "admissions") {
                if let Some(deaths) = rates.get(&["deaths", &key[1], &key[2]]) {
                    let sums = sums.entry(&key[1]).or_default();
                    *sums = [sums[0] + rate, sums[1] + deaths];
                }
            }
            Ok(sums.into_iter().map(|(code, [rate, deaths])| Pair::new(people.name(code), rate, deaths)).collect())
        },
    },
    // 0.051 to 0.054
    Agreement {
        what: "share of England's deaths that are related to alcohol",
        tables: &[TableName::ALCOHOL_RELATED, TableName::DEATHS_BY_CAUSE],
        usual: 0.01..=0.2,
        possible: 0.002..=1.0,
        pairs: |data| {
            let rates = keyed(data)?;
            let of = |(key, rate): (&[String], f64)| {
                if key[0] != "deaths" || key[1] != COUNTRY {
                    return None;
                }
                let column = format!("y{}", key[2]);
                let all = |table| Some(Keyed::of(data, table, &[], &column).ok()?.sum(|_| true));
                let all = all(TableName::DEATHS_BY_CAUSE)? / all(TableName::POPULATION_ENGLAND)?;
                Some(Pair::alone(&key[2], rate / 1e5 / all))
            };
            Ok(rates.iter().filter_map(of).collect())
        },
    },
];

fn keyed(data: &ReferenceData) -> Result<Keyed, Error> {
    Keyed::of(data, TableName::ALCOHOL_RELATED, &["measure", "area_code", "year"], "rate_per_100000")
}

/// A published rate per 100,000.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct AreaRate {
    /// Code of the area.
    pub area_code: String,
    /// Year; a financial year carries the year in which it ends.
    pub year: Year,
    /// Per 100,000, directly standardised.
    pub rate: f64,
}

/// Admissions related to alcohol (narrow: the main reason) per 100,000: London's trend and each borough's own level.
///
/// Published years keep their figure; 2015/16 is called 2016. London is not published: it is the mean of the boroughs weighted by
/// their people, and later years of the boroughs are brought to its trend by one factor.
#[derive(Debug, Clone)]
pub(crate) struct AlcoholAdmissions {
    series: AreaSeries,
}

/// Deaths related to alcohol per 100,000 by area and calendar year, as published: nothing in a run moves them.
#[derive(Debug, Clone)]
pub struct AlcoholRelatedDeaths {
    /// Codes of the areas with admissions, and their people of the start.
    people: Vec<(String, f64)>,
    rates: Vec<AreaRate>,
}

impl Component for AlcoholAdmissions {
    const ADDS: CatalogueRows = CatalogueRows {
        drivers: &[DriverRow::factor(Driver::ALCOHOL_ADMISSIONS, "the admissions", ActsOn::Itself).of(Scope::Area)],
        indicators: &[IndicatorRow {
            first_guess: FirstGuess::InProportion,
            scope: Scope::Area,
            ambition: "4b",
            baseline_after: 1,
            pathway: Pathway::None,
            ..IndicatorRow::number(
                Indicator::ALCOHOL_ADMISSIONS,
                "alcohol-related admissions",
                Measure::ALCOHOL_ADMISSIONS,
                Driver::ALCOHOL_ADMISSIONS,
                TableName::ALCOHOL_RELATED,
            )
        }],
        measures: &[MeasureRow::at_mid_year(Measure::ALCOHOL_ADMISSIONS, "per 100,000", Form::Mean)],
    };
    type Sample = AreaSeriesDraws;

    fn fit(of: &FitContext<'_>) -> Result<Self, Error> {
        let published = published(of.data, of.demography)?;
        Ok(Self { series: AreaSeries::fit(published, of.demography, of.start, of.years)? })
    }

    fn sample(&self, draws: &mut Draws<'_>) -> Result<AreaSeriesDraws, Error> {
        self.series.sample(draws)
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = vec![
            "admissions related to alcohol (narrow): London is not published and is the mean of the boroughs weighted by their people of 2015".to_owned(),
            "admissions related to alcohol: no interval is published in the figures found, so the innovation of the trend holds the error of the observations".into(),
            "admissions related to alcohol: a financial year carries the year in which it ends (2015/16 is 2016); no effect of the exposures on them is modelled".into(),
        ];
        notes.extend(self.series.notes("has no published admissions related to alcohol"));
        notes
    }

    fn rolling_origins(of: &OriginContext<'_>) -> Result<Vec<Forecast>, Error> {
        let subjects = [Subject::ALCOHOL_ADMISSIONS_LONDON, Subject::ALCOHOL_ADMISSIONS_BOROUGH];
        rolling_origins(&published(of.data, of.demography)?, of.demography, &ORIGINS, subjects)
    }
}

impl AlcoholRelatedDeaths {
    /// What is published.
    ///
    /// # Errors
    /// If the table cannot be read.
    pub fn from_data(data: &ReferenceData) -> Result<Self, Error> {
        let demography = Demography::from_data(data)?;
        let published = published(data, &demography)?;
        let weight = |figures: &Figures| figures.first().map(|figure| figure.weight);
        let areas = demography.areas().iter().zip(&published.areas[0]);
        let people = areas.filter_map(|(area, own)| weight(own).map(|weight| (area.code.clone(), weight))).collect();
        Ok(Self { people, rates: rates(data, "deaths")? })
    }

    /// The rates of the areas.
    #[must_use]
    pub fn rates(&self) -> &[AreaRate] {
        &self.rates
    }

    /// The mean of the areas by their people of the start, in each year in which all areas with admissions have deaths too.
    #[must_use]
    pub fn of_region(&self) -> Vec<(Year, f64)> {
        let mut years: Vec<Year> = self.rates.iter().map(|one| one.year).collect();
        years.sort_unstable();
        years.dedup();
        let all: f64 = self.people.iter().map(|(_, people)| people).sum();
        let mean = |year: Year| {
            let mut sum = 0.0;
            for (code, people) in &self.people {
                let rate = self.rates.iter().find(|one| one.year == year && one.area_code == *code)?.rate;
                sum += people / all * rate;
            }
            Some((year, sum))
        };
        years.into_iter().filter_map(mean).collect()
    }
}

/// Rates of the areas, weighted by their people of the start, and England's; London's are their mean.
fn published(data: &ReferenceData, demography: &Demography) -> Result<Published, Error> {
    let rates = rates(data, "admissions")?;
    let of = |code: &str, weight: f64| -> Figures {
        let of_area = rates.iter().filter(|rate| rate.area_code == code);
        let mut figures: Figures =
            of_area.map(|rate| Figure { year: rate.year.get(), value: rate.rate, variance: 0.0, weight }).collect();
        figures.sort_by_key(|figure| figure.year);
        figures
    };
    let people = |area: usize| demography.persons_of_area(area).sum();
    let areas = demography.areas().iter().enumerate().map(|(index, area)| of(&area.code, people(index))).collect();
    Ok(Published {
        what: "admissions related to alcohol".into(),
        scale: SeriesScale::Log,
        region: vec![Vec::new()],
        country: vec![of(COUNTRY, 1.0)],
        areas: vec![areas],
    })
}

fn rates(data: &ReferenceData, measure: &str) -> Result<Vec<AreaRate>, Error> {
    let table = data.table(TableName::ALCOHOL_RELATED);
    let (measures, codes) = (table.text("measure")?, table.text("area_code")?);
    let (years, rates) = (table.number("year")?, table.number("rate_per_100000")?);
    Ok((0..table.rows())
        .filter(|&row| measures[row] == measure)
        .map(|row| AreaRate {
            area_code: codes[row].clone(),
            year: Year::checked(integer(years[row]) as i32),
            rate: rates[row],
        })
        .collect())
}

#[cfg(test)]
#[allow(clippy::float_cmp)] // what is meant to be a number is that number
mod tests {
    use super::*;
    use crate::component::testing::{Fitted, drawn};
    use crate::data::Table;
    use crate::forecast::coverage;

    #[test]
    fn the_start_is_published_and_london_is_the_mean_of_boroughs() {
        let Fitted { demography, fitted, .. } = Fitted::<AlcoholAdmissions>::london(10);
        let drawn = drawn(&fitted, 3);
        let fulham = demography.areas().iter().position(|area| area.code == "E09000013").unwrap();
        // Local Alcohol Profiles, 2015/16.
        assert_eq!(drawn.at(1, 0, fulham).0, [661.0; 8]);
        let weights = fitted.series.weights(0);
        let all: f64 = weights.iter().sum();
        for year in 0..=10 {
            for lane in 0..8 {
                let mean: f64 = (0..33).map(|area| weights[area] / all * drawn.at(year, 0, area).0[lane]).sum();
                assert!((mean / drawn.at(year, 0, 33).0[lane] - 1.0).abs() < 1e-12);
            }
        }
        // Draws part after the last published year.
        assert!((drawn.at(10, 0, 33).0[0] - drawn.at(10, 0, 33).0[1]).abs() > 1.0);
    }

    #[test]
    fn london_is_below_england_in_2016() {
        // Local Alcohol Profiles 2015/16 (narrow): England 647 per 100,000; London's boroughs range from 370 to 800.
        let Fitted { fitted, .. } = Fitted::<AlcoholAdmissions>::london(0);
        let last = *fitted.series.region(0).last().unwrap();
        assert_eq!(last.year, 2016);
        assert!(last.value > 370.0 && last.value < 647.0, "{last:?}");
    }

    #[test]
    fn forecasts_hold_what_came() {
        let all = AlcoholAdmissions::rolling_origins(&Fitted::<AlcoholAdmissions>::london(0).history()).unwrap();
        let (share, count) = coverage(&all, Subject::ALCOHOL_ADMISSIONS_BOROUGH);
        assert_eq!(count, (3 + 2 + 1) * 32);
        assert!((0.7..=0.95).contains(&share), "{share}");
        assert_eq!(coverage(&all, Subject::ALCOHOL_ADMISSIONS_LONDON).1, 3 + 2 + 1);
    }

    #[test]
    fn deaths_of_the_region_lie_within_those_of_the_boroughs() {
        let data = ReferenceData::embedded();
        let deaths = AlcoholRelatedDeaths::from_data(&data).unwrap();
        let all = deaths.of_region();
        assert_eq!(all.iter().map(|(year, _)| year.get()).collect::<Vec<_>>(), (2008..=2015).collect::<Vec<_>>());
        for (year, mean) in all {
            let of_year = || deaths.rates().iter().filter(|one| one.year == year).map(|one| one.rate);
            let [low, high] = [of_year().fold(f64::INFINITY, f64::min), of_year().fold(0.0, f64::max)];
            assert!(low < mean && mean < high, "{year}: {mean}");
        }
    }

    #[test]
    fn bad_tables_are_refused() {
        let of = Fitted::<AlcoholAdmissions>::london(0);
        let text = std::fs::read_to_string("data/alcohol_related.csv").unwrap();
        let line = text.lines().find(|line| line.starts_with("admissions,E09000004,2013")).unwrap();
        let table = Table::from_csv_str(TableName::ALCOHOL_RELATED, &text.replace(&format!("{line}\n"), "")).unwrap();
        let message = of.again_with(table, 2015).unwrap_err().to_string();
        assert!(message.contains("Bexley"), "{message}");
        let bad = text.replace(line, "admissions,E09000004,2013,0");
        let message = Table::from_csv_str(TableName::ALCOHOL_RELATED, &bad).unwrap_err().to_string();
        assert!(message.contains("above 0"), "{message}");
        assert!(of.again(2007).unwrap_err().to_string().contains("2009"));
    }
}
