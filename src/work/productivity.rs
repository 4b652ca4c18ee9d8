//! What a working day is worth: pay (human capital), or what an employer cannot make good (friction cost).

use super::workers::figure;
use crate::data::{REGION, ReferenceData};
use crate::draws::Draws;
use crate::error::{Error, finite};
use crate::estimate::Estimate;
use crate::multistate::lanes::Lanes;
use crate::population::demography::Demography;

/// Working days of a week.
const DAYS_A_WEEK: f64 = 5.0;

/// Median weekly pay of residents, by area.
#[derive(Debug, Clone)]
pub(crate) struct Pay {
    names: Vec<String>,
    weekly: Vec<Estimate>,
    /// Which areas have figures of their own.
    own: Vec<bool>,
}

impl Pay {
    /// Reads median gross weekly pay of all employees by residence (Annual Survey of Hours and Earnings 2015).
    ///
    /// # Errors
    /// If an area without a figure finds none of London either.
    pub(crate) fn from_data(data: &ReferenceData, demography: &Demography) -> Result<Self, Error> {
        let london = figure(data, "weekly_pay", REGION)?;
        let (mut weekly, mut own, mut names) = (Vec::new(), Vec::new(), Vec::new());
        for area in demography.areas() {
            let found = figure(data, "weekly_pay", &area.code)?;
            let Some((figure, line)) = found.or(london) else {
                return Err(Error::Table {
                    table: data.table(crate::data::TableName::WORK_AREA).label().to_owned(),
                    line: None,
                    rule: format!("needs the weekly pay of {} or of London", area.name),
                });
            };
            weekly.push(match figure.interval {
                Some((lower, upper)) => Estimate::log_normal_interval(figure.value, lower, upper)
                    .map_err(|error| error.in_table(data.table(crate::data::TableName::WORK_AREA).label(), line))?,
                None => Estimate::fixed(figure.value)?,
            });
            own.push(found.is_some());
            names.push(area.name.clone());
        }
        Ok(Self { names, weekly, own })
    }

    pub(super) fn notes(&self) -> Vec<String> {
        let mut notes = vec![
            "value of a working day: a fifth of the median weekly pay of residents (all employees, April 2015), human capital; employers' contributions are not in it".to_owned(),
            "value of a working day: no open figure of a friction period or elasticity was found; the friction-cost method takes the analyst's own".into(),
        ];
        for (name, _) in self.names.iter().zip(&self.own).filter(|(_, own)| !**own) {
            notes.push(format!("{name} has no published pay: it takes London's"));
        }
        let own = self.names.iter().zip(&self.own).zip(&self.weekly);
        for ((name, _), _) in own.filter(|((_, own), pay)| **own && pay.is_fixed()) {
            notes.push(format!("the weekly pay of {name} is published without an interval: it is fixed"));
        }
        notes
    }

    /// Pounds a day, by area.
    pub(super) fn draw(&self, draws: &mut Draws<'_>) -> Result<Vec<Lanes>, Error> {
        self.names
            .iter()
            .zip(&self.own)
            .zip(&self.weekly)
            .map(|((name, own), pay)| {
                let name = || if *own { format!("weekly pay of {name}") } else { "weekly pay of London".to_owned() };
                Ok(draws.value(name, pay)? / DAYS_A_WEEK)
            })
            .collect()
    }
}

/// The friction-cost method with the analyst's own figures: absence costs only until work is made good.
///
/// # References
/// [Koopmanschap et al. 1995] the friction cost method, doi:10.1016/0167-6296(94)00044-5.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Friction {
    period: f64,
    elasticity: f64,
}

impl Friction {
    /// A friction period in working days, and the loss of output per loss of working time.
    ///
    /// # Errors
    /// Unless the period is above 0 and finite and the elasticity above 0 and at most 1.
    pub fn new(period: f64, elasticity: f64) -> Result<Self, Error> {
        if !(period > 0.0 && period.is_finite()) {
            return Err(Error::out_of_range("friction period", period, "must be above 0 and finite"));
        }
        if !(elasticity > 0.0 && elasticity <= 1.0) {
            return Err(Error::out_of_range("elasticity of output", elasticity, "must be above 0 and at most 1"));
        }
        Ok(Self { period, elasticity })
    }

    /// Pounds that a worker's lost days cost. The days of a year are taken as one spell, since spells are not known: the most
    /// that a friction period can cut.
    ///
    /// # Formula
    /// ```text
    /// elasticity x min(days, period) x value of a day
    /// ```
    /// # Errors
    /// If the days or the value of a day are negative or not finite, or their product is not finite.
    pub fn cost(&self, days: f64, value_of_day: f64) -> Result<f64, Error> {
        for (what, value) in [("days lost", days), ("value of a day", value_of_day)] {
            if !(value >= 0.0 && value.is_finite()) {
                return Err(Error::out_of_range(what, value, "must be 0 or more and finite"));
            }
        }
        finite("cost of the days lost", self.elasticity * days.min(self.period) * value_of_day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_a_fifth_of_the_week() {
        // ASHE 2015: median weekly pay of Camden's residents 588.1 pounds.
        let data = ReferenceData::embedded();
        let demography = Demography::from_data(&data).unwrap();
        let pay = Pay::from_data(&data, &demography).unwrap();
        let days = pay.draw(&mut Draws::register()).unwrap();
        let camden = demography.areas().iter().position(|area| area.name == "Camden").unwrap();
        assert!((days[camden].0[0] - 117.62).abs() < 1e-9);
        assert_eq!(days.len(), 33);
        assert!(pay.notes().iter().any(|note| note.contains("City of London")));
        assert!(!pay.notes().iter().any(|note| note.contains("without an interval")));
        let text = std::fs::read_to_string("data/work_area.csv").unwrap();
        let text = text.replace("E09000002,weekly_pay,2015,436.6,390.4,482.8", "E09000002,weekly_pay,2015,436.6,,");
        let table = crate::data::Table::from_csv_str(crate::data::TableName::WORK_AREA, &text).unwrap();
        let pay = Pay::from_data(&data.with_table(table).unwrap(), &demography).unwrap();
        let said = "the weekly pay of Barking and Dagenham is published without an interval: it is fixed";
        assert!(pay.notes().iter().any(|note| note == said));
    }

    #[test]
    fn friction_costs_no_more_than_human_capital() {
        let friction = Friction::new(60.0, 0.8).unwrap();
        assert!((friction.cost(3.45, 100.0).unwrap() - 276.0).abs() < 1e-9);
        assert!((friction.cost(90.0, 100.0).unwrap() - 4800.0).abs() < 1e-9);
        assert_eq!(friction.cost(-1.0, 100.0).unwrap_err().to_string(), "days lost -1 must be 0 or more and finite");
        assert!(friction.cost(90.0, f64::MAX).is_err() && friction.cost(90.0, f64::NAN).is_err());
        assert!(Friction::new(0.0, 0.8).unwrap_err().to_string().contains("friction period"));
        assert!(Friction::new(60.0, f64::NAN).unwrap_err().to_string().contains("elasticity"));
        assert!(Friction::new(60.0, 1.1).is_err());
    }
}
