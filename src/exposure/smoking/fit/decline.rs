//! How the excess risk of smoking falls after quitting.

use crate::data::{ReferenceData, TableName, integer};
use crate::error::Error;
use crate::estimate::Estimate;
use crate::named::named_enum;

named_enum! {
    /// The published curves of the share of excess risk left after quitting.
    pub(crate) enum Curve {
        /// Cancers.
        Cancers = "cancers",
        /// Diseases of heart and vessels.
        Cardiovascular = "cardiovascular",
        /// Chronic obstructive pulmonary disease.
        Copd = "copd",
    }
}

/// Number of published curves.
pub(crate) const CURVES: usize = Curve::AXIS.len();

/// How the excess risk of a cause falls after quitting.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Decline {
    /// Along a published curve.
    Along(Curve),
    /// To a constant share of the smoker's excess, from a ratio of former against never smokers.
    Constant(f64),
}

/// Risk causes that follow each other and decline alike.
#[derive(Debug, Clone)]
pub(crate) struct Declines {
    pub(crate) how: Decline,
    pub(crate) risks: std::ops::Range<usize>,
}

impl Declines {
    pub(super) fn of(declines: &[Decline]) -> Vec<Self> {
        let mut runs: Vec<Self> = Vec::new();
        for (risk, how) in declines.iter().enumerate() {
            match runs.last_mut() {
                Some(last) if last.how == *how => last.risks.end = risk + 1,
                _ => runs.push(Self { how: *how, risks: risk..risk + 1 }),
            }
        }
        runs
    }
}

/// The share left by year since quitting, and the largest misfit to a published interval. The curve ends at 0 on a straight scale, where
/// points are not in the middle of the log odds of their intervals: the points are kept, and it is told.
pub(super) fn read_curve(data: &ReferenceData, curve: Curve) -> Result<(Vec<Estimate>, f64), Error> {
    let table = data.table(TableName::SMOKING_EXCESS_RISK_REMAINING);
    let (name, year) = (table.text("curve")?, table.number("years_since_quitting")?);
    let (mean, lower, upper) = (table.number("remaining")?, table.number("lower")?, table.number("upper")?);
    let (mut points, mut most_missed): (Vec<(usize, Estimate)>, f64) = (Vec::new(), 0.0);
    for row in (0..table.rows()).filter(|&row| name[row].as_str() == curve.name()) {
        let (value, low, high) = (mean[row], lower[row], upper[row]);
        // At the ends of the curve the share is exactly 1 or 0, or one limit is; there is no spread to carry there.
        let open = |x: f64| x > 0.0 && x < 1.0;
        let estimate = if open(value) && open(low) && open(high) && low < high {
            let fit = Estimate::logit_normal_width(value, low, high)?;
            most_missed = most_missed.max(fit.misfit(low, high)?);
            fit
        } else {
            Estimate::fixed(value)?
        };
        points.push((integer(year[row]), estimate));
    }
    points.sort_by_key(|(year, _)| *year);
    if points.is_empty() || points.iter().enumerate().any(|(index, (year, _))| index != *year) {
        return Err(Error::Table {
            table: TableName::SMOKING_EXCESS_RISK_REMAINING.to_string(),
            line: None,
            rule: format!("curve {} must have one row for each year since quitting from 0", curve.name()),
        });
    }
    Ok((points.into_iter().map(|(_, estimate)| estimate).collect(), most_missed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_of_the_curves_are_kept_and_misfits_told() {
        let data = ReferenceData::embedded();
        let missed = |curve| read_curve(&data, curve).unwrap().1;
        assert!(missed(Curve::Cancers) < 0.17 && missed(Curve::Cardiovascular) < 0.17);
        // 0.00641 (0.00015 to 0.01487) 35 years on, where the curve nears 0.
        assert!((missed(Curve::Copd) - 0.316).abs() < 1e-3);
    }
}
