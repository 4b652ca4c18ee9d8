//! Where smoking is: areas shrunk to London, and the gradient over deprivation.

use super::survey::{LondonSmoking, area_readings};
use crate::data::{ReferenceData, TableName};
use crate::error::Error;
use crate::estimate::Estimate;
use crate::exposure::area_effect::{AreaEffect, FEW, between_variance, own_figures};
use crate::population::demography::Demography;
use crate::trend::logit;

/// How each area's smoking differs from London's, on the logit scale, and the gradient over deprivation quintiles.
#[derive(Debug, Clone)]
pub struct AreaSmoking {
    effects: Vec<AreaEffect>,
    between_sd: f64,
    gradient: Estimate,
}

impl AreaSmoking {
    /// Fits areas and gradient to the readings up to and including `until`.
    ///
    /// Each area's mean difference from London over its years is shrunk towards 0 by the spread between areas (method
    /// of moments, DerSimonian & Laird 1986, doi:10.1016/0197-2456(86)90046-2). The gradient is the mean of two
    /// sources: the slope of the areas' differences on their mean quintile, and the national difference between the
    /// highest and lowest fifth of income; its standard deviation is half the difference between the two and the
    /// standard error of the slope together. It is derived, and wide on purpose.
    ///
    /// One or two areas cannot tell how areas spread: they keep their own difference with its error. The gradient is then that
    /// of income alone, which has no interval, and so is fixed.
    ///
    /// # Errors
    /// If fewer areas have readings than there are, and fewer than three; or all of those have the same mean deprivation quintile.
    pub fn fit(
        data: &ReferenceData,
        demography: &Demography,
        london: &LondonSmoking,
        until: i32,
    ) -> Result<Self, Error> {
        let mut own: Vec<Option<(f64, f64)>> = Vec::with_capacity(demography.areas().len());
        for area in demography.areas() {
            own.push(mean_difference(data, &area.code, london, until)?);
        }
        let known: Vec<(f64, f64)> = own.iter().flatten().copied().collect();
        if known.len() < FEW {
            if known.len() < own.len() {
                return Err(Error::Table {
                    table: TableName::SmokingArea.to_string(),
                    line: None,
                    rule: format!(
                        "needs at least three areas, or all if there are fewer, with an interval in some year up to {until}"
                    ),
                });
            }
            let gradient = Estimate::fixed(income_gradient(data)?)?;
            return Ok(Self { effects: own_figures(&known)?, between_sd: 0.0, gradient });
        }
        let between = between_variance(&known);
        let mut effects = Vec::with_capacity(own.len());
        for difference in &own {
            effects.push(match difference {
                Some((value, variance)) => {
                    let weight = between / (between + variance);
                    AreaEffect {
                        effect: Estimate::normal(weight * value, libm::sqrt(weight * variance))?,
                        weight,
                        surveyed: true,
                    }
                }
                None => {
                    AreaEffect { effect: Estimate::normal(0.0, libm::sqrt(between))?, weight: 0.0, surveyed: false }
                }
            });
        }
        let gradient = gradient(data, demography, &own)?;
        Ok(Self { effects, between_sd: libm::sqrt(between), gradient })
    }

    /// Differences of the areas from London.
    #[must_use]
    pub fn effects(&self) -> &[AreaEffect] {
        &self.effects
    }

    /// Standard deviation between areas on the logit scale.
    #[must_use]
    pub fn between_sd(&self) -> f64 {
        self.between_sd
    }

    /// Change of the log odds of smoking per quintile towards more deprivation (derived).
    #[must_use]
    pub fn gradient(&self) -> &Estimate {
        &self.gradient
    }
}

/// Mean difference of an area from London over its years and its variance; `None` without a published interval.
fn mean_difference(
    data: &ReferenceData,
    code: &str,
    london: &LondonSmoking,
    until: i32,
) -> Result<Option<(f64, f64)>, Error> {
    let readings: Vec<_> = area_readings(data, code)?.into_iter().filter(|r| r.year <= until).collect();
    let known: Vec<f64> = readings.iter().filter_map(|r| r.logit_variance).collect();
    if known.is_empty() {
        return Ok(None);
    }
    // The year without an interval takes the mean variance of the others.
    let typical = known.iter().sum::<f64>() / known.len() as f64;
    let (mut sum, mut weight) = (0.0, 0.0);
    for reading in readings {
        let information = 1.0 / reading.logit_variance.unwrap_or(typical);
        let level = london.trend().central(f64::from(reading.year) - london.trend().origin());
        sum += information * (logit(reading.share) - level);
        weight += information;
    }
    Ok(Some((sum / weight, 1.0 / weight)))
}

fn gradient(data: &ReferenceData, demography: &Demography, own: &[Option<(f64, f64)>]) -> Result<Estimate, Error> {
    // Between areas: weighted least squares of the difference on the mean quintile of the area's adults.
    let (mut w, mut wx, mut wy, mut wxx, mut wxy) = (0.0, 0.0, 0.0, 0.0, 0.0);
    let points: Vec<(f64, f64, f64)> = own
        .iter()
        .enumerate()
        .filter_map(|(area, difference)| {
            difference.map(|(value, variance)| (mean_quintile(demography, area), value, variance))
        })
        .collect();
    let between = between_variance(&own.iter().flatten().copied().collect::<Vec<_>>());
    for &(x, y, variance) in &points {
        let weight = 1.0 / (variance + between);
        w += weight;
        wx += weight * x;
        wy += weight * y;
        wxx += weight * x * x;
        wxy += weight * x * y;
    }
    let spread = wxx - wx * wx / w;
    // A spread of rounding errors only is none.
    if !(spread > 1e-9 * wxx) {
        return Err(Error::Table {
            table: TableName::DeprivationShares.to_string(),
            line: None,
            rule: "needs surveyed areas that differ in their mean deprivation quintile, for the gradient of smoking"
                .into(),
        });
    }
    let slope = -(wxy - wx * wy / w) / spread;
    let slope_variance = 1.0 / spread;
    let income = income_gradient(data)?;
    let half = 0.5 * (slope - income);
    Estimate::normal(0.5 * (slope + income), libm::sqrt(half * half + slope_variance))
}

/// Mean deprivation quintile of an area's adults.
fn mean_quintile(demography: &Demography, area: usize) -> f64 {
    let (mut sum, mut people) = (0.0, 0.0);
    for (index, cell) in demography.cells().iter().enumerate().filter(|(_, cell)| cell.area == area) {
        let adults: f64 = (0..2)
            .flat_map(|sex| (super::survey::ADULT..crate::units::AGES).map(move |age| (sex, age)))
            .map(|(sex, age)| demography.persons()[[index, sex, age]])
            .sum();
        sum += adults * f64::from(cell.quintile.get());
        people += adults;
    }
    sum / people
}

/// Difference of the logit between the lowest and highest fifth of income, per fifth.
fn income_gradient(data: &ReferenceData) -> Result<f64, Error> {
    let table = data.table(TableName::SmokingIncomeFifth);
    let (fifth, share) = (table.text("fifth")?, table.number("prevalence")?);
    let find = |name: &str| {
        (0..table.rows()).find(|&row| fifth[row].as_str() == name).map(|row| logit(share[row])).ok_or_else(|| {
            Error::Table {
                table: TableName::SmokingIncomeFifth.to_string(),
                line: None,
                rule: format!("needs the {name} fifth"),
            }
        })
    };
    Ok((find("lowest")? - find("highest")?) / 4.0)
}
