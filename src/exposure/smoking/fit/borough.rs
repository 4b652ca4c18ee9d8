//! Where smoking is: areas shrunk to London, and the gradient over deprivation.

use super::area_survey::AreaSurveys;
use super::survey::{ADULT, RegionSmoking};
use crate::data::{ReferenceData, TableName};
use crate::error::Error;
use crate::exposure::area_effect::{AreaEffects, National, mean_quintiles};
use crate::numerics::logit::logit;
use crate::population::demography::Demography;
use crate::units::AGES;

/// How each area's smoking differs from London's, on the logit scale, and the gradient over deprivation quintiles, from the observations up to
/// and including `until`.
///
/// Each area's mean difference from London over its years is shrunk as [`AreaEffects`] says. The national gradient is the difference between
/// the highest and lowest fifth of income; it has no interval, so that with one or two areas the gradient is fixed.
///
/// # Errors
/// If a figure is missing, fewer areas have observations than there are, and fewer than three; or all of those have the same mean deprivation
/// quintile.
pub(crate) fn area_smoking(
    data: &ReferenceData,
    demography: &Demography,
    region: &RegionSmoking,
    until: i32,
) -> Result<AreaEffects, Error> {
    let mut own = Vec::with_capacity(demography.areas().len());
    for area in demography.areas() {
        own.push(mean_difference(data, &area.code, region, until)?);
    }
    let national = National { per_quintile: income_gradient(data)?, sd: 0.0 };
    AreaEffects::shrink(&own, &mean_quintiles(demography, ADULT..AGES), national, TableName::SMOKING_AREA)
}

/// Mean difference of an area from London over its years and its variance; `None` without a figure.
fn mean_difference(
    data: &ReferenceData,
    code: &str,
    region: &RegionSmoking,
    until: i32,
) -> Result<Option<(f64, f64)>, Error> {
    let (mut sum, mut weight) = (0.0, 0.0);
    for observation in AreaSurveys::up_to(data, code, until)?.observations {
        let information = 1.0 / observation.variance;
        let level = region.trend().central(observation.time - region.trend().origin());
        sum += information * (observation.value - level);
        weight += information;
    }
    Ok((weight > 0.0).then(|| (sum / weight, 1.0 / weight)))
}

/// Difference of the logit between the lowest and highest fifth of income, per fifth.
fn income_gradient(data: &ReferenceData) -> Result<f64, Error> {
    let table = data.table(TableName::SMOKING_INCOME_FIFTH);
    let (fifth, share) = (table.text("fifth")?, table.number("prevalence")?);
    let find = |name: &str| {
        (0..table.rows()).find(|&row| fifth[row].as_str() == name).map(|row| logit(share[row])).ok_or_else(|| {
            Error::Table {
                table: TableName::SMOKING_INCOME_FIFTH.to_string(),
                line: None,
                rule: format!("needs the {name} fifth"),
            }
        })
    };
    Ok((find("lowest")? - find("highest")?) / 4.0)
}
