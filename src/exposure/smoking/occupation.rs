//! Smoking in routine and manual occupations against all adults.

use super::survey::area_readings;
use crate::data::{ReferenceData, TableName};
use crate::error::Error;
use crate::estimate::Estimate;
use crate::population::demography::{Demography, whole};
use crate::trend::logit;
use crate::units::AGES;

/// Name of the log odds ratio among the parameters of a run.
pub(crate) const ROUTINE_MANUAL: &str = "smoking in routine and manual occupations against all adults";

/// Smoking of people aged 18 to 64 in routine and manual occupations, as a difference of the log odds from all adults.
#[derive(Debug, Clone)]
pub struct RoutineManual {
    difference: Estimate,
}

impl RoutineManual {
    /// Fits the years up to and including `until`.
    ///
    /// The whole place has no figure of its own: it is the mean of the areas weighted by their people of 18 to 64. The difference is
    /// the mean over the years, its spread that of the single years, since no interval is published.
    ///
    /// # Errors
    /// If fewer than two years have areas with both figures.
    pub fn fit(data: &ReferenceData, demography: &Demography, until: i32) -> Result<Self, Error> {
        let table = data.table(TableName::SmokingRoutineManual);
        let (codes, years, shares) = (table.text("area_code")?, table.number("year")?, table.number("prevalence")?);
        // Sums of people, of those who smoke in these occupations and of all who smoke, by year.
        let mut sums: Vec<(i32, [f64; 3])> = Vec::new();
        for (index, area) in demography.areas().iter().enumerate() {
            let all = area_readings(data, &area.code)?;
            let people: f64 = demography
                .cells()
                .iter()
                .enumerate()
                .filter(|(_, cell)| cell.area == index)
                .flat_map(|(cell, _)| (0..2).flat_map(move |sex| (18..65.min(AGES)).map(move |age| [cell, sex, age])))
                .map(|at| demography.persons()[at])
                .sum();
            for row in (0..table.rows()).filter(|&row| codes[row].as_str() == area.code) {
                let year = whole(years[row]) as i32;
                let Some(everybody) = all.iter().find(|reading| reading.year == year && year <= until) else {
                    continue;
                };
                let at = sums.iter().position(|(known, _)| *known == year).unwrap_or_else(|| {
                    sums.push((year, [0.0; 3]));
                    sums.len() - 1
                });
                let [all_people, manual, all_smokers] = &mut sums[at].1;
                *all_people += people;
                *manual += people * shares[row];
                *all_smokers += people * everybody.share;
            }
        }
        let differences: Vec<f64> =
            sums.iter().map(|(_, [people, manual, all])| logit(manual / people) - logit(all / people)).collect();
        if differences.len() < 2 {
            return Err(Error::Table {
                table: table.label().to_owned(),
                line: None,
                rule: format!("needs two years up to {until} in which areas of smoking_area have a figure"),
            });
        }
        let n = differences.len() as f64;
        let mean = differences.iter().sum::<f64>() / n;
        let variance = differences.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
        Ok(Self { difference: Estimate::normal(mean, libm::sqrt(variance))? })
    }

    /// Difference of the log odds from all adults.
    #[must_use]
    pub fn difference(&self) -> &Estimate {
        &self.difference
    }

    /// What is assumed, in words.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        vec!["smoking in routine and manual occupations keeps its odds ratio of 2011-2015 against all adults, in every scenario (derived: areas weighted by people of 18 to 64, for want of a figure of the whole and of occupations)".into()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routine_and_manual_workers_smoke_more() {
        let data = ReferenceData::embedded();
        let demography = Demography::from_data(&data).unwrap();
        let fitted = RoutineManual::fit(&data, &demography, 2015).unwrap();
        // England 2015: 28.1% against 16.9% of all adults (Public Health England), a difference of the log odds of 0.65.
        assert!((0.4..0.9).contains(&fitted.difference().central()), "{:?}", fitted.difference());
        assert!(fitted.difference().sd() < 0.2);
        let message = RoutineManual::fit(&data, &demography, 2011).unwrap_err().to_string();
        assert!(message.contains("needs two years up to 2011"), "{message}");
    }
}
