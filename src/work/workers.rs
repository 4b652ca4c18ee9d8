//! Who is in work: the employment rate of each borough and its people of 16 to 64.

use crate::data::{ReferenceData, TableName};
use crate::draws::Draws;
use crate::error::Error;
use crate::estimate::Estimate;
use crate::multistate::lanes::Lanes;
use crate::population::demography::Demography;

/// Ages at which people work in the model.
pub(crate) const WORKING_AGES: std::ops::Range<usize> = 16..65;
/// Ages at the start of a year in which there is work: half of it is lived at the age, half at the next.
pub(crate) const AGES_BEFORE_WORK: std::ops::Range<usize> = WORKING_AGES.start - 1..WORKING_AGES.end;

/// A figure of an area with its interval, if one is published.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct EmploymentRate {
    pub(super) value: f64,
    pub(super) interval: Option<(f64, f64)>,
}

/// The figure of an area in the table of work; `None` if there is none.
pub(super) fn figure(data: &ReferenceData, measure: &str, code: &str) -> Result<Option<(EmploymentRate, u64)>, Error> {
    let table = data.table(TableName::WORK_AREA);
    let (codes, measures, years) = (table.text("area_code")?, table.text("measure")?, table.number("year")?);
    let (value, lower, upper) = (table.number("value")?, table.number("lower")?, table.number("upper")?);
    Ok((0..table.rows())
        .filter(|&row| codes[row] == code && measures[row] == measure)
        .max_by(|&a, &b| years[a].total_cmp(&years[b]))
        .map(|row| {
            let known = lower[row].is_finite() && upper[row].is_finite();
            (EmploymentRate { value: value[row], interval: known.then(|| (lower[row], upper[row])) }, table.line(row))
        }))
}

/// Employment rates of the areas, ages 16 to 64.
#[derive(Debug, Clone)]
pub(crate) struct Workers {
    names: Vec<String>,
    rates: Vec<Estimate>,
    by_sex: [f64; 2],
}

impl Workers {
    /// Reads the employment rates (Annual Population Survey 2015).
    ///
    /// # Errors
    /// If an area has none, or it is not a share.
    pub(crate) fn from_data(data: &ReferenceData, demography: &Demography) -> Result<Self, Error> {
        let mut rates = Vec::with_capacity(demography.areas().len());
        let mut by_sex = [0.0; 2];
        for (index, area) in demography.areas().iter().enumerate() {
            let refused = |line: Option<u64>, rule: String| Error::Table {
                table: data.table(TableName::WORK_AREA).label().to_owned(),
                line,
                rule,
            };
            let Some((figure, line)) = figure(data, "employment_rate", &area.code)? else {
                return Err(refused(None, format!("needs the employment rate of {}", area.name)));
            };
            if !(figure.value < 1.0 && figure.interval.is_none_or(|(_, upper)| upper < 1.0)) {
                return Err(refused(
                    Some(line),
                    format!("employment rate {} of {} must be below 1", figure.value, area.name),
                ));
            }
            rates.push(match figure.interval {
                Some((lower, upper)) => Estimate::logit_normal_interval(figure.value, lower, upper)
                    .map_err(|error| refused(Some(line), error.to_string()))?,
                None => Estimate::fixed(figure.value)?,
            });
            let persons = demography.persons_of_area(index);
            for (sex, workers) in by_sex.iter_mut().enumerate() {
                *workers += figure.value * WORKING_AGES.map(|age| persons[[sex, age]]).sum::<f64>();
            }
        }
        Ok(Self { names: demography.areas().iter().map(|area| area.name.clone()).collect(), rates, by_sex })
    }

    /// Central number of workers at the start by sex, all areas.
    #[must_use]
    pub(crate) fn by_sex(&self) -> [f64; 2] {
        self.by_sex
    }

    pub(super) fn notes(&self) -> Vec<String> {
        let mut notes = vec![
            "work: no open figure of London's employment by sex or age was found, so a borough's rate holds at all ages 16 to 64 and for both sexes, and stays at its level of 2015".to_owned(),
            "work: workers of 65 and over are left out".into(),
        ];
        for (name, _) in self.names.iter().zip(&self.rates).filter(|(_, rate)| rate.is_fixed()) {
            notes.push(format!("work: the employment rate of {name} is published without an interval: it is fixed"));
        }
        notes
    }

    pub(super) fn draw(&self, draws: &mut Draws<'_>) -> Result<Vec<Lanes>, Error> {
        self.names
            .iter()
            .zip(&self.rates)
            .map(|(name, rate)| draws.value(|| format!("employment rate of {name}"), rate))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Table;

    #[test]
    fn boroughs_return_londons_rate() {
        // Annual Population Survey 2015: London 72.9% (72.2 to 73.6) of those aged 16 to 64; 4.31 million in work.
        let data = ReferenceData::embedded();
        let demography = Demography::from_data(&data).unwrap();
        let workers = Workers::from_data(&data, &demography).unwrap();
        let people: f64 = (0..demography.areas().len())
            .map(|area| {
                let persons = demography.persons_of_area(area);
                WORKING_AGES.map(|age| persons[[0, age]] + persons[[1, age]]).sum::<f64>()
            })
            .sum();
        let employed: f64 = workers.by_sex().iter().sum();
        assert!((0.722..=0.736).contains(&(employed / people)), "{}", employed / people);
        assert!((employed / 4_306_800.0 - 1.0).abs() < 0.01, "{employed}");
        assert!(workers.notes().iter().any(|note| note.contains("City of London")));
    }

    #[test]
    fn bad_rates_are_refused() {
        let data = ReferenceData::embedded();
        let demography = Demography::from_data(&data).unwrap();
        let text = std::fs::read_to_string("data/work_area.csv").unwrap();
        let line = text.lines().find(|line| line.starts_with("E09000003,employment_rate")).unwrap();
        for (bad, said) in
            [("", "needs the employment rate of Barnet"), ("E09000003,employment_rate,2015,1.2,,\n", "below 1")]
        {
            let table = Table::from_csv_str(TableName::WORK_AREA, &text.replace(&format!("{line}\n"), bad)).unwrap();
            let message =
                Workers::from_data(&data.clone().with_table(table).unwrap(), &demography).unwrap_err().to_string();
            assert!(message.contains(said), "{message}");
        }
    }
}
