//! Days lost to sickness: London's level, the United Kingdom's trend, smoking, and the part of poor mental health.

use super::tables::{KINGDOM, MENTAL};
use crate::data::integer;
use crate::data::{ReferenceData, TableName};
use crate::draws::Draws;
use crate::error::Error;
use crate::estimate::Estimate;
use crate::forecast::{Forecast, Origin, Subject};
use crate::indicator::short_series::{ShortSeries, ShortTrend, TrendLanes};
use crate::multistate::lanes::Lanes;
use crate::population::stratum::Sex;
use crate::trend::Observation;

/// Working days of a full year: 46 weeks of 5 days, the other 6 being leave and public holidays.
pub const WORKING_DAYS: f64 = 46.0 * 5.0;
const HORIZON: f64 = 5.0;
/// The days per worker are printed to a tenth: the variance of what was rounded away.
const ROUNDING: f64 = 0.1 * 0.1 / 12.0;

/// Absence as fitted.
#[derive(Debug, Clone)]
pub(crate) struct Absence {
    start: i32,
    years: usize,
    /// Days of a London worker a year in the year of London's observation, by sex.
    days: [f64; 2],
    trend: ShortTrend,
    /// Log of the United Kingdom's days per worker in that year.
    kingdom: f64,
    current: Estimate,
    former: Estimate,
    former_of_others: f64,
    mental: f64,
}

/// Absence in a batch of draws; see [`WorkDraws`](super::WorkDraws).
#[derive(Debug, Clone)]
pub(super) struct AbsenceDraws {
    pub(super) days: [Lanes; 2],
    pub(super) trend: Vec<Lanes>,
    pub(super) smoking: [Lanes; 2],
    pub(super) mental: Lanes,
}

impl Absence {
    /// Fits absence to the years up to and including `start`; `workers` are London's by sex.
    ///
    /// # Formula
    /// ```text
    /// London's mean = share of hours lost x 230 working days        days(sex) = mean x rate(sex) / mean rate of London's workers
    /// current against never = RR(current : others) x (1 + f x (RR(former : never) - 1)),  f = former / (former + never)
    /// ```
    /// # Errors
    /// If London's rate, the rates by sex of one year, the days by reason and all of that year, the relative risks or the shares of former and never smokers
    /// are missing, or the series of the United Kingdom has less than three years or lacks that of London's rate.
    pub(crate) fn fit(data: &ReferenceData, workers: [f64; 2], start: i32, years: usize) -> Result<Self, Error> {
        let rows = AbsenceSeries::read(data)?;
        let (london_year, london) = rows.latest("absence_rate", "London", "all", "", start)?;
        let rates = [
            rows.latest("absence_rate", KINGDOM, Sex::Male.name(), "", start)?,
            rows.latest("absence_rate", KINGDOM, Sex::Female.name(), "", start)?,
        ];
        if rates[0].0 != rates[1].0 {
            return Err(rows.refused(format!(
                "needs the absence rates of men and women in one year, not {} and {}",
                rates[0].0, rates[1].0
            )));
        }
        let all = workers[0] + workers[1];
        let mean = (rates[0].1 * workers[0] + rates[1].1 * workers[1]) / all;
        let days = rates.map(|(_, rate)| london * WORKING_DAYS * rate / mean);
        let (year, mental) = rows.latest("days_lost", KINGDOM, "all", MENTAL, start)?;
        let (of_all, lost) = rows.latest("days_lost", KINGDOM, "all", "", year)?;
        if of_all != year {
            return Err(rows.refused(format!("needs all days_lost of the {KINGDOM} in {year}, the year of {MENTAL}")));
        }
        if !(mental < lost) {
            return Err(rows.refused(format!("days lost for {MENTAL} must be fewer than all days lost in {year}")));
        }
        let series = rows.series(start);
        let Some(same) = series.iter().find(|observation| observation.time as i32 == london_year) else {
            return Err(rows.refused(format!("needs days_per_worker of the {KINGDOM} in {london_year}")));
        };
        let trend = fit_series(&series)?;
        Ok(Self {
            start,
            years,
            days,
            trend,
            kingdom: same.value,
            current: relative_risk(data, "current_against_others")?,
            former: relative_risk(data, "former_against_never")?,
            former_of_others: former_of_others(data, start)?,
            mental: mental / lost,
        })
    }

    /// Central days lost by a worker of London a year at the year of its observation, by sex.
    #[cfg(test)]
    #[must_use]
    pub(crate) fn days(&self) -> [f64; 2] {
        self.days
    }

    /// Share of days lost for stress, depression, anxiety.
    #[cfg(test)]
    #[must_use]
    pub(crate) fn mental(&self) -> f64 {
        self.mental
    }

    pub(super) fn notes(&self) -> Vec<String> {
        vec![
            format!("absence: London's share of hours lost (Labour Force Survey, October 2012 to September 2013) times {WORKING_DAYS} working days a year (46 weeks of 5) gives the days of a worker: 1.5% are 3.45 days; it has no published interval and is fixed"),
            "absence: the ratio of the sexes is the United Kingdom's of 2013, scaled so that London's mean holds; no figure by age was found".into(),
            "absence: no figure by borough or deprivation was found; at the start they differ by how many of their workers smoke, are heavier and less active, with London's mean of each sex as it is".into(),
            "absence: London has one observation, so its trend from there is the United Kingdom's (days per worker since 1993), with its spread".into(),
            format!("absence and smoking (Weng 2013): current smokers are compared with all others, former with never smokers; the first is made a ratio against never smokers with former smokers as {:.1}% of others (Great Britain, 16 and over)", 100.0 * self.former_of_others),
            format!("absence: {:.0}% of the days are lost for stress, depression, anxiety (United Kingdom 2011, fixed); an intervention on poor mental health scales that share, no effect of care on it is assumed", 100.0 * self.mental),
        ]
    }

    pub(super) fn draw(&self, draws: &mut Draws<'_>) -> Result<AbsenceDraws, Error> {
        let scores = TrendLanes::draw(draws, "trend of sickness absence")?;
        let ahead = |year: usize| f64::from(self.start) + year as f64 - self.trend.origin();
        let at_start = scores.at(&self.trend, ahead(0));
        let since = Lanes((at_start - self.kingdom).0.map(libm::exp));
        let trend = (0..=self.years)
            .map(|year| Lanes((scores.at(&self.trend, ahead(year)) - at_start).0.map(libm::exp)))
            .collect();
        let current =
            draws.value(|| "relative risk of smoking, absence, current against others".into(), &self.current)?;
        let former = draws.value(|| "relative risk of smoking, absence, former against never".into(), &self.former)?;
        let excess = former - Lanes::ONE;
        let current = current * (Lanes::ONE + excess * self.former_of_others) - Lanes::ONE;
        Ok(AbsenceDraws {
            days: self.days.map(|days| since * days),
            trend,
            smoking: [current, excess],
            mental: Lanes::splat(self.mental),
        })
    }
}

/// Forecasts of the United Kingdom's days per worker from the origins, against what came.
///
/// # Errors
/// If the table has less than three years up to an origin.
pub(crate) fn rolling_origin(data: &ReferenceData, origins: &[i32]) -> Result<Vec<Forecast>, Error> {
    let rows = AbsenceSeries::read(data)?;
    let all = rows.series(i32::MAX);
    let mut found = Vec::new();
    for &origin in origins {
        let trend = fit_series(&rows.series(origin))?;
        let of = Origin { subject: Subject::ABSENCE_KINGDOM, series: KINGDOM, year: origin, read: &all };
        found.extend(trend.forecasts(of, libm::exp));
    }
    Ok(found)
}

fn fit_series(series: &[Observation]) -> Result<ShortTrend, Error> {
    let own = [series.to_vec()];
    ShortSeries::learn(&own, &own, HORIZON)?.fit(series)
}

fn relative_risk(data: &ReferenceData, level: &str) -> Result<Estimate, Error> {
    let table = data.table(TableName::ABSENCE_RELATIVE_RISK);
    let (exposures, levels) = (table.text("exposure")?, table.text("level")?);
    let (ratio, lower, upper) = (table.number("relative_risk")?, table.number("lower")?, table.number("upper")?);
    let row = (0..table.rows()).find(|&row| exposures[row] == "smoking" && levels[row] == level).ok_or_else(|| {
        Error::Table { table: table.label().to_owned(), line: None, rule: format!("needs smoking, {level}") }
    })?;
    if lower[row].is_finite() && upper[row].is_finite() {
        Estimate::log_normal_interval(ratio[row], lower[row], upper[row])
            .map_err(|error| error.in_table(table.label(), table.line(row)))
    } else {
        Estimate::fixed(ratio[row])
    }
}

/// Share of former smokers among people who do not smoke, in the latest year up to `until` with both.
fn former_of_others(data: &ReferenceData, until: i32) -> Result<f64, Error> {
    let table = data.table(TableName::SMOKING_LONG_SERIES);
    let (sexes, status) = (table.text("sex")?, table.text("status")?);
    let (years, from, to) = (table.number("year")?, table.number("age_from")?, table.number("age_to")?);
    let shares = table.number("prevalence")?;
    let of = |name: &str, year: i32| {
        (0..table.rows())
            .find(|&row| {
                status[row] == name
                    && sexes[row] == "all"
                    && integer(years[row]) as i32 == year
                    && integer(from[row]) == 16
                    && !to[row].is_finite()
            })
            .map(|row| shares[row])
    };
    let both = |year: i32| Some((of("ex", year)?, of("never", year)?));
    let latest =
        years.iter().map(|year| integer(*year) as i32).filter(|year| *year <= until && both(*year).is_some()).max();
    match latest.and_then(both) {
        Some((former, never)) => Ok(former / (former + never)),
        None => Err(Error::Table {
            table: table.label().to_owned(),
            line: None,
            rule: format!("needs former and never smokers of 16 and over of one year up to {until}"),
        }),
    }
}

/// The table of absence.
struct AbsenceSeries<'a> {
    label: &'a str,
    rows: Vec<Row<'a>>,
}

/// Measure, area, sex, reason, year, value.
type Row<'a> = (&'a str, &'a str, &'a str, &'a str, i32, f64);

impl<'a> AbsenceSeries<'a> {
    fn read(data: &'a ReferenceData) -> Result<Self, Error> {
        let table = data.table(TableName::SICKNESS_ABSENCE);
        let (measure, area) = (table.text("measure")?, table.text("area")?);
        let (sex, reason) = (table.text("sex")?, table.text("reason")?);
        let (year, value) = (table.number("year")?, table.number("value")?);
        let rows = (0..table.rows())
            .map(|row| {
                let words = (measure[row].as_str(), area[row].as_str(), sex[row].as_str(), reason[row].as_str());
                (words.0, words.1, words.2, words.3, integer(year[row]) as i32, value[row])
            })
            .collect();
        Ok(Self { label: table.label(), rows })
    }

    fn refused(&self, rule: String) -> Error {
        Error::Table { table: self.label.to_owned(), line: None, rule }
    }

    /// The latest year up to `until`, and its value.
    fn latest(&self, measure: &str, area: &str, sex: &str, reason: &str, until: i32) -> Result<(i32, f64), Error> {
        self.rows
            .iter()
            .filter(|row| row.0 == measure && row.1 == area && row.2 == sex && row.3 == reason && row.4 <= until)
            .max_by_key(|row| row.4)
            .map(|row| (row.4, row.5))
            .ok_or_else(|| {
                self.refused(format!("needs {measure} of {area}, {sex}, up to {until} {reason}").trim_end().to_owned())
            })
    }

    /// The United Kingdom's log days per worker up to `until`.
    fn series(&self, until: i32) -> Vec<Observation> {
        let mut series: Vec<Observation> = self
            .rows
            .iter()
            .filter(|row| row.0 == "days_per_worker" && row.1 == KINGDOM && row.2 == "all" && row.3.is_empty())
            .filter(|row| row.4 <= until)
            .map(|row| Observation {
                time: f64::from(row.4),
                value: libm::log(row.5),
                variance: ROUNDING / (row.5 * row.5),
            })
            .collect();
        series.sort_by(|a, b| a.time.total_cmp(&b.time));
        series
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Table;
    use crate::forecast::coverage;

    #[test]
    fn the_mean_is_londons() {
        let absence = Absence::fit(&ReferenceData::embedded(), [2.2e6, 2.1e6], 2015, 5).unwrap();
        let [men, women] = absence.days();
        // 1.5% of 230 days, and the ratio of the sexes of 2013, 2.6 to 1.6.
        assert!(((2.2 * men + 2.1 * women) / 4.3 - 3.45).abs() < 1e-12);
        assert!((women / men - 2.6 / 1.6).abs() < 1e-12);
        // 13.1 of 131 million days in 2011.
        assert!((absence.mental() - 0.1).abs() < 1e-12);
    }

    #[test]
    fn the_two_ratios_of_smoking_agree_with_the_third() {
        let absence = Absence::fit(&ReferenceData::embedded(), [1.0, 1.0], 2015, 5).unwrap();
        let drawn = absence.draw(&mut Draws::register()).unwrap();
        let [current, former] = drawn.smoking.map(|excess| 1.0 + excess.0[0]);
        assert!((former - 1.14).abs() < 1e-12);
        assert!((current - 1.33 * (1.0 + 0.14 * 0.232 / 0.81)).abs() < 1e-9);
        // Weng 2013: current against former 1.19 (1.09 to 1.32), which was not used.
        assert!((1.09..=1.32).contains(&(current / former)), "{}", current / former);
    }

    #[test]
    fn the_fall_of_absence_levels_off() {
        let absence = Absence::fit(&ReferenceData::embedded(), [1.0, 1.0], 2015, 25).unwrap();
        let drawn = absence.draw(&mut Draws::register()).unwrap();
        assert_eq!(drawn.trend[0], Lanes::ONE);
        // 7.2 days in 1993, 4.4 in 2013 to 2015: the central path falls, and no faster than it did (2.2% a year).
        assert!(drawn.trend[25].0[0] < 1.0 && drawn.trend[25].0[0] > libm::pow(4.4 / 7.2, 25.0 / 22.0));
    }

    #[test]
    fn forecasts_hold_what_came_but_for_a_break() {
        let all = rolling_origin(&ReferenceData::embedded(), &[2003, 2006, 2009, 2012, 2013, 2014]).unwrap();
        let (early, late): (Vec<Forecast>, Vec<Forecast>) =
            all.into_iter().partition(|forecast| forecast.origin.get() == 2003);
        // After ten years of slow fall absence fell fast from 2004 on: no forecast from 2003 holds. A break that no series tells before.
        assert!(early.len() == 12 && early.iter().all(|forecast| forecast.observed < forecast.lower_80));
        let (share, count) = coverage(&late, Subject::ABSENCE_KINGDOM);
        assert_eq!(count, 9 + 6 + 3 + 2 + 1);
        assert!(share >= 0.8, "{share}");
    }

    #[test]
    fn missing_rows_are_named() {
        let data = ReferenceData::embedded();
        let text = std::fs::read_to_string("data/sickness_absence.csv").unwrap();
        for (start, said) in [
            ("absence_rate,London,2013", "absence_rate of London, all"),
            ("days_per_worker,United Kingdom,2013", "days_per_worker of the United Kingdom in 2013"),
            ("absence_rate,United Kingdom,2013,male", "men and women in one year, not 2011 and 2013"),
            ("days_lost,United Kingdom,2011,all,,", "all days_lost of the United Kingdom in 2011, the year of stress"),
        ] {
            let rest: Vec<&str> = text.lines().filter(|line| !line.starts_with(start)).collect();
            let table = Table::from_csv_str(TableName::SICKNESS_ABSENCE, &rest.join("\n")).unwrap();
            let message =
                Absence::fit(&data.clone().with_table(table).unwrap(), [1.0, 1.0], 2015, 1).unwrap_err().to_string();
            assert!(message.contains(said), "{message}");
        }
        // Days of one reason are no days of all.
        let more = format!("{text}days_per_worker,United Kingdom,2015,all,minor illness,1,own,found\n");
        let data = data.with_table(Table::from_csv_str(TableName::SICKNESS_ABSENCE, &more).unwrap()).unwrap();
        assert_eq!(AbsenceSeries::read(&data).unwrap().series(2015).len(), 23);
    }
}
