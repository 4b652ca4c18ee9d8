//! England's rates by cause and deprivation, and the level London's mix shall give.

use super::cause::{CAUSES, Cause};
use crate::data::integer;
use crate::data::{ReferenceData, TableName};
use crate::error::Error;
use crate::population::stratum::{FIVE_YEAR_STARTS, QUINTILES, Sex, five_year_group};
use ndarray::{Array3, Array4};

/// Number of five-year groups.
pub(super) const GROUPS: usize = FIVE_YEAR_STARTS.len();

/// First age whose level in London is published by cause.
pub(super) const PUBLISHED_FROM: u32 = 30;

/// England's rates 2013-15; axes cause, sex, quintile, five-year group.
pub(super) fn england_rates(data: &ReferenceData) -> Result<Array4<f64>, Error> {
    let mut deaths = Array4::<f64>::zeros((CAUSES, 2, QUINTILES, GROUPS));
    let table = data.table(TableName::DEATHS_BY_CAUSE_QUINTILE);
    let (name, sex) = (table.text("cause")?, table.text("sex")?);
    let (quintile, age, count) = (table.number("quintile")?, table.number("age_from")?, table.number("deaths")?);
    for row in 0..table.rows() {
        // All respiratory deaths go to "other respiratory" first; COPD is taken out of them below.
        let cause = if name[row].as_str() == "respiratory_disease" {
            Cause::OtherRespiratory
        } else {
            Cause::from_name(&name[row])?
        };
        let at = [
            cause.index(),
            Sex::from_name(&sex[row])?.index(),
            integer(quintile[row]) - 1,
            five_year_group(integer(age[row])),
        ];
        deaths[at] = count[row];
    }
    let table = data.table(TableName::DEATHS_COPD_QUINTILE);
    let sex = table.text("sex")?;
    let (quintile, age, count) = (table.number("quintile")?, table.number("age_from")?, table.number("deaths")?);
    for row in 0..table.rows() {
        let (s, q, g) =
            (Sex::from_name(&sex[row])?.index(), integer(quintile[row]) - 1, five_year_group(integer(age[row])));
        let rest = deaths[[Cause::OtherRespiratory.index(), s, q, g]] - count[row];
        if rest < 0.0 {
            return Err(Error::Table {
                table: TableName::DEATHS_COPD_QUINTILE.to_string(),
                line: None,
                rule: format!(
                    "more deaths of COPD than {} has of all respiratory disease in quintile {} from age {}",
                    TableName::DEATHS_BY_CAUSE_QUINTILE,
                    q + 1,
                    FIVE_YEAR_STARTS[g]
                ),
            });
        }
        deaths[[Cause::OtherRespiratory.index(), s, q, g]] = rest;
        deaths[[Cause::Copd.index(), s, q, g]] = count[row];
    }
    let table = data.table(TableName::POPULATION_ENGLAND_QUINTILE);
    let sex = table.text("sex")?;
    let (quintile, age, count) = (table.number("quintile")?, table.number("age_from")?, table.number("persons")?);
    for row in 0..table.rows() {
        let (s, q, g) =
            (Sex::from_name(&sex[row])?.index(), integer(quintile[row]) - 1, five_year_group(integer(age[row])));
        for cause in 0..CAUSES {
            deaths[[cause, s, q, g]] /= count[row];
        }
    }
    Ok(deaths)
}

/// England's rates 2013-15 with all quintiles together; axes cause, sex, five-year group.
pub(crate) fn england_rates_of_all_quintiles(data: &ReferenceData) -> Result<Array3<f64>, Error> {
    let rates = england_rates(data)?;
    let mut people = Array3::<f64>::zeros((2, QUINTILES, GROUPS));
    let table = data.table(TableName::POPULATION_ENGLAND_QUINTILE);
    let sex = table.text("sex")?;
    let (quintile, age, count) = (table.number("quintile")?, table.number("age_from")?, table.number("persons")?);
    for row in 0..table.rows() {
        let group = five_year_group(integer(age[row]));
        people[[Sex::from_name(&sex[row])?.index(), integer(quintile[row]) - 1, group]] = count[row];
    }
    Ok(Array3::from_shape_fn((CAUSES, 2, GROUPS), |(cause, sex, group)| {
        let total: f64 = (0..QUINTILES).map(|q| people[[sex, q, group]]).sum();
        (0..QUINTILES).map(|q| people[[sex, q, group]] * rates[[cause, sex, q, group]]).sum::<f64>() / total
    }))
}

/// The level London's mix of quintiles shall give: England's, times London over England where that is published.
pub(crate) fn region_target(data: &ReferenceData, england: &Array3<f64>) -> Result<Array3<f64>, Error> {
    let mut target = england.clone();
    for cause in Cause::AXIS {
        let Some(published) = cause.published_in_region() else { continue };
        for sex in Sex::ALL {
            let ratios = region_ratios(data, published, sex)?;
            for group in (0..GROUPS).filter(|&g| FIVE_YEAR_STARTS[g] >= PUBLISHED_FROM) {
                target[[cause.index(), sex.index(), group]] *= ratios[group];
            }
        }
    }
    Ok(target)
}

/// London's rate over England's by five-year group, years pooled; a group whose London figures are suppressed takes
/// the ratio of all groups that have them.
pub(super) fn region_ratios(data: &ReferenceData, cause: &str, sex: Sex) -> Result<[f64; GROUPS], Error> {
    let table = data.table(TableName::MORTALITY_LONDON_ENGLAND);
    let (name, area, sexes) = (table.text("cause")?, table.text("area")?, table.text("sex")?);
    let (age, year, rate) = (table.number("age_from")?, table.number("year")?, table.number("rate_per_100000")?);
    let (mut london, mut england) = ([0.0; GROUPS], [0.0; GROUPS]);
    let chosen: Vec<usize> =
        (0..table.rows()).filter(|&row| name[row].as_str() == cause && sexes[row].as_str() == sex.name()).collect();
    for &row in chosen.iter().filter(|&&row| area[row].as_str() == "London") {
        // Only years that both have are compared.
        let twin = chosen.iter().find(|&&other| {
            area[other].as_str() == "England"
                && integer(age[other]) == integer(age[row])
                && integer(year[other]) == integer(year[row])
        });
        if let Some(&twin) = twin {
            let group = five_year_group(integer(age[row]));
            london[group] += rate[row];
            england[group] += rate[twin];
        }
    }
    let (all_london, all_england): (f64, f64) = (london.iter().sum(), england.iter().sum());
    if !(all_london > 0.0 && all_england > 0.0) {
        return Err(Error::Table {
            table: TableName::MORTALITY_LONDON_ENGLAND.to_string(),
            line: None,
            rule: format!("{cause} has no year with rates of both London and England for sex {sex}"),
        });
    }
    Ok(std::array::from_fn(|group| {
        if london[group] > 0.0 && england[group] > 0.0 {
            london[group] / england[group]
        } else {
            all_london / all_england
        }
    }))
}
