//! How areas differ from London: shrunk to it, and the gradient over deprivation.

use crate::data::TableName;
use crate::error::Error;
use crate::estimate::Estimate;
use crate::population::demography::Demography;
use std::ops::Range;

/// One area's difference from London.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct AreaEffect {
    /// Shrunken difference of the logit and its standard error.
    pub effect: Estimate,
    /// Share of the area's own difference that is kept; the rest is London's. 0 for an area without a survey.
    pub weight: f64,
    /// Whether the area has observations of its own.
    pub surveyed: bool,
}

/// Differences of the areas from London on the logit scale, and the gradient over deprivation quintiles.
#[derive(Debug, Clone)]
pub(crate) struct AreaEffects {
    effects: Vec<AreaEffect>,
    gradient: Estimate,
}

impl AreaEffects {
    /// Shrinks each area's own difference (value and variance on the logit scale; `None` without a survey) towards 0 by the
    /// spread between areas (method of moments, DerSimonian & Laird 1986, doi:10.1016/0197-2456(86)90046-2).
    ///
    /// The gradient is the mean of two: the slope of the areas' differences on their mean quintile, and the national one;
    /// its variance is that of the slope, half the difference of the two squared, and that of the national one.
    /// It is derived, and wide on purpose.
    ///
    /// One or two areas cannot tell how areas spread: they keep their own difference with its error, and the gradient is the
    /// national one alone.
    ///
    /// # Errors
    /// If fewer areas have a difference than there are, and fewer than three; or all of those have the same mean quintile. `table` is
    /// where the differences come from.
    pub(crate) fn shrink(
        own: &[Option<(f64, f64)>],
        mean_quintiles: &[f64],
        national: National,
        table: TableName,
    ) -> Result<Self, Error> {
        let known: Vec<(f64, f64)> = own.iter().flatten().copied().collect();
        let fails = |table: TableName, rule: String| Error::Table { table: table.to_string(), line: None, rule };
        if known.len() < FEW {
            if known.len() < own.len() {
                let rule = "needs figures with an interval of at least three areas, or of all if there are fewer";
                return Err(fails(table, rule.into()));
            }
            let gradient = match national.sd > 0.0 {
                true => Estimate::normal(national.per_quintile, national.sd)?,
                false => Estimate::fixed(national.per_quintile)?,
            };
            return Ok(Self { effects: own_figures(&known)?, gradient });
        }
        let between = between_variance(&known);
        let effects = own
            .iter()
            .map(|difference| match difference {
                Some((value, variance)) if between > 0.0 => {
                    let weight = between / (between + variance);
                    let effect = Estimate::normal(weight * value, libm::sqrt(weight * variance))?;
                    Ok(AreaEffect { effect, weight, surveyed: true })
                }
                // No spread is left between areas beyond the error of their figures: all are London.
                Some(_) => Ok(AreaEffect { effect: Estimate::fixed(0.0)?, weight: 0.0, surveyed: true }),
                None if between > 0.0 => {
                    let effect = Estimate::normal(0.0, libm::sqrt(between))?;
                    Ok(AreaEffect { effect, weight: 0.0, surveyed: false })
                }
                None => Ok(AreaEffect { effect: Estimate::fixed(0.0)?, weight: 0.0, surveyed: false }),
            })
            .collect::<Result<Vec<_>, Error>>()?;
        let estimates =
            own.iter().zip(mean_quintiles).filter_map(|(own, x)| own.map(|(y, variance)| (*x, y, variance)));
        let (slope, variance) = slope(estimates, between).ok_or_else(|| {
            let rule =
                format!("needs areas of {table} that differ in their mean deprivation quintile, for the gradient");
            fails(TableName::DEPRIVATION_SHARES, rule)
        })?;
        let half = 0.5 * (slope - national.per_quintile);
        let sd = libm::sqrt(half * half + variance + national.sd * national.sd);
        let gradient = Estimate::normal(0.5 * (slope + national.per_quintile), sd)?;
        Ok(Self { effects, gradient })
    }

    /// All areas as London, with a gradient from national figures alone.
    ///
    /// # Errors
    /// If the gradient has no finite value, or no spread above 0.
    pub(crate) fn region_everywhere(areas: usize, national: National) -> Result<Self, Error> {
        let region = AreaEffect { effect: Estimate::fixed(0.0)?, weight: 0.0, surveyed: false };
        let gradient = Estimate::normal(national.per_quintile, national.sd)?;
        Ok(Self { effects: vec![region; areas], gradient })
    }

    /// Differences of the areas from London.
    #[must_use]
    pub(crate) fn effects(&self) -> &[AreaEffect] {
        &self.effects
    }

    /// Change of the log odds per quintile towards more deprivation (derived).
    #[must_use]
    pub(crate) fn gradient(&self) -> &Estimate {
        &self.gradient
    }
}

/// Fewer areas with figures cannot tell how areas spread.
pub(crate) const FEW: usize = 3;

/// Areas that keep their own difference with its error.
///
/// # Errors
/// If a difference is not finite or its variance not above 0.
pub(crate) fn own_figures(known: &[(f64, f64)]) -> Result<Vec<AreaEffect>, Error> {
    let own = |&(value, variance): &(f64, f64)| {
        let effect = Estimate::normal(value, libm::sqrt(variance))?;
        Ok(AreaEffect { effect, weight: 1.0, surveyed: true })
    };
    known.iter().map(own).collect()
}

/// Variance between areas by the method of moments.
pub(crate) fn between_variance(known: &[(f64, f64)]) -> f64 {
    let weights: Vec<f64> = known.iter().map(|(_, variance)| 1.0 / variance).collect();
    let total: f64 = weights.iter().sum();
    let mean = known.iter().zip(&weights).map(|((value, _), w)| w * value).sum::<f64>() / total;
    let spread: f64 = known.iter().zip(&weights).map(|((value, _), w)| w * (value - mean) * (value - mean)).sum();
    let squares: f64 = weights.iter().map(|w| w * w).sum();
    ((spread - (known.len() as f64 - 1.0)) / (total - squares / total)).max(0.0)
}

/// A national gradient: change of the log odds per quintile towards more deprivation, and its standard deviation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct National {
    pub(crate) per_quintile: f64,
    pub(crate) sd: f64,
}

/// Weighted least squares of a difference on the mean quintile: slope towards more deprivation and its variance.
fn slope(estimates: impl Iterator<Item = (f64, f64, f64)>, between: f64) -> Option<(f64, f64)> {
    let (mut w, mut wx, mut wy, mut wxx, mut wxy) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (x, y, variance) in estimates {
        let weight = 1.0 / (variance + between);
        w += weight;
        wx += weight * x;
        wy += weight * y;
        wxx += weight * x * x;
        wxy += weight * x * y;
    }
    let spread = wxx - wx * wx / w;
    // A spread of rounding errors only is none.
    (spread > 1e-9 * wxx).then(|| (-(wxy - wx * wy / w) / spread, 1.0 / spread))
}

/// Mean deprivation quintile of each area's people of some ages; the middle one where there are none, who then count nowhere.
pub(crate) fn mean_quintiles(demography: &Demography, ages: Range<usize>) -> Vec<f64> {
    let mut sums = vec![(0.0, 0.0); demography.areas().len()];
    for (index, cell) in demography.cells().iter().enumerate() {
        for sex in 0..2 {
            for age in ages.clone() {
                let people = demography.persons()[[index, sex, age]];
                sums[cell.area].0 += people * f64::from(cell.quintile.get());
                sums[cell.area].1 += people;
            }
        }
    }
    sums.into_iter().map(|(sum, people)| if people > 0.0 { sum / people } else { 3.0 }).collect()
}

#[cfg(test)]
#[allow(clippy::float_cmp)] // what is meant to be a number is that number
mod tests {
    use super::*;

    #[test]
    fn a_steep_gradient_between_areas_is_found() {
        let own: Vec<Option<(f64, f64)>> = (0..5).map(|i| Some((-0.2 * f64::from(i), 1e-6))).collect();
        let quintiles: Vec<f64> = (0..5).map(|i| 1.0 + f64::from(i)).collect();
        let national = National { per_quintile: 0.2, sd: 0.01 };
        let levels = AreaEffects::shrink(&own, &quintiles, national, TableName::ADULT_WEIGHT_AREA).unwrap();
        assert!((levels.gradient().central() - 0.2).abs() < 1e-9);
        // The areas' own figures are sure beside the spread between them, and stay.
        assert!(levels.effects().iter().all(|effect| effect.weight > 0.9999));
        assert!((levels.effects()[4].effect.central() + 0.8).abs() < 1e-3);
    }

    #[test]
    fn areas_within_their_error_are_london() {
        let own: Vec<Option<(f64, f64)>> = [0.1, -0.1, 0.05, -0.05].map(|y| Some((y, 1.0))).to_vec();
        let national = National { per_quintile: 0.1, sd: 0.01 };
        let levels = AreaEffects::shrink(&own, &[1.0, 2.0, 3.0, 4.0], national, TableName::ADULT_WEIGHT_AREA).unwrap();
        assert!(levels.effects().iter().all(|effect| effect.effect.is_fixed() && effect.weight == 0.0));
    }

    #[test]
    fn two_areas_keep_their_own_figures() {
        let national = National { per_quintile: 0.1, sd: 0.01 };
        let own = [Some((0.1, 0.04)), Some((-0.2, 0.09))];
        let levels = AreaEffects::shrink(&own, &[2.0, 2.0], national, TableName::ADULT_WEIGHT_AREA).unwrap();
        assert_eq!(levels.gradient(), &Estimate::normal(0.1, 0.01).unwrap());
        for (effect, figure) in levels.effects().iter().zip(own) {
            let (value, variance) = figure.unwrap();
            assert_eq!(effect.effect, Estimate::normal(value, libm::sqrt(variance)).unwrap());
            assert!(effect.surveyed && effect.weight == 1.0);
        }
    }

    #[test]
    fn two_areas_of_three_or_one_quintile_are_too_few() {
        let national = National { per_quintile: 0.1, sd: 0.01 };
        let own = [Some((0.1, 0.1)), Some((0.2, 0.1)), None];
        let error = AreaEffects::shrink(&own, &[1.0, 2.0, 3.0], national, TableName::ADULT_WEIGHT_AREA).unwrap_err();
        assert_eq!(
            error.to_string(),
            "adult_weight_area: needs figures with an interval of at least three areas, or of all if there are fewer"
        );
        let own = [Some((0.1, 0.1)), Some((0.2, 0.1)), Some((0.3, 0.1))];
        let error = AreaEffects::shrink(&own, &[2.0, 2.0, 2.0], national, TableName::ADULT_WEIGHT_AREA).unwrap_err();
        assert_eq!(
            error.to_string(),
            "deprivation_shares: needs areas of adult_weight_area that differ in their mean deprivation quintile, for the gradient"
        );
    }
}
