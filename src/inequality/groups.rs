//! Groups of people in the order of deprivation, their shares and their ranks.

use crate::error::{Error, finite};
use crate::numerics::sample::range;

/// The smallest share of a group: a smaller one has no digits left in the ranks of the others.
const LEAST_SHARE: f64 = 1e-12;

/// Groups of people from the most deprived to the least deprived, with their population shares and mid ranks.
///
/// # Formula
/// ```text
/// a_i = n_i / sum of n        b_i = a_1 + ... + a_i - a_i / 2  (ridit: rank of the person in the middle of the group)
/// ```
/// # References
/// [Bross 1958] How to use ridit analysis. doi:10.2307/2527727
#[derive(Debug, Clone, PartialEq)]
pub struct RankedGroups {
    shares: Vec<f64>,
    ridits: Vec<f64>,
}

impl RankedGroups {
    /// Groups with these populations (persons, or shares of any total), the most deprived first.
    ///
    /// # Errors
    /// If there are fewer than two, or a population is not above 0 and finite, or below 1e-12 of all.
    pub fn new(populations: &[f64]) -> Result<Self, Error> {
        if populations.len() < 2 {
            return Err(Error::out_of_range("number of groups", populations.len(), "must be 2 or more"));
        }
        for (position, population) in populations.iter().enumerate() {
            if !(*population > 0.0 && population.is_finite()) {
                let what = format!("population of group {}", position + 1);
                return Err(Error::out_of_range(what, population, "must be above 0 and finite"));
            }
        }
        let total: f64 = populations.iter().sum();
        if !total.is_finite() {
            return Err(Error::out_of_range("population of all groups", total, "must be finite"));
        }
        let shares: Vec<f64> = populations.iter().map(|population| population / total).collect();
        if let Some(position) = shares.iter().position(|share| *share < LEAST_SHARE) {
            let what = format!("population of group {}", position + 1);
            let rule = format!("must be {LEAST_SHARE:e} of all {total} or more");
            return Err(Error::out_of_range(what, populations[position], rule));
        }
        let mut below = 0.0;
        let mut ridits = Vec::with_capacity(shares.len());
        for share in &shares {
            ridits.push(below + 0.5 * share);
            below += share;
        }
        Ok(Self { shares, ridits })
    }

    /// Population shares, which add up to 1.
    #[must_use]
    pub fn shares(&self) -> &[f64] {
        &self.shares
    }

    /// Rank of the person in the middle of each group, from 0 (most deprived) to 1.
    #[must_use]
    pub fn ridits(&self) -> &[f64] {
        &self.ridits
    }

    /// Mean of a value over all people, in its unit.
    ///
    /// # Errors
    /// Unless there is one finite value for each group, and they differ by a finite number.
    pub fn mean(&self, values: &[f64]) -> Result<f64, Error> {
        self.check(values)?;
        Ok(self.mean_of(values))
    }

    /// Taken around the value nearest 0, so that equal values have exactly their mean and a large one of a small group keeps its
    /// digits.
    pub(super) fn mean_of(&self, values: &[f64]) -> f64 {
        let origin = values.iter().copied().min_by(|one, other| one.abs().total_cmp(&other.abs())).unwrap_or(0.0);
        origin + self.shares.iter().zip(values).map(|(share, value)| share * (value - origin)).sum::<f64>()
    }

    /// That there is one finite value for each group, and that their differences are finite too.
    pub(super) fn check(&self, values: &[f64]) -> Result<(), Error> {
        if values.len() != self.shares.len() {
            let rule = format!("must be {}, one for each group", self.shares.len());
            return Err(Error::out_of_range("number of values", values.len(), rule));
        }
        match values.iter().position(|value| !value.is_finite()) {
            Some(position) => {
                let what = format!("value of group {}", position + 1);
                Err(Error::out_of_range(what, values[position], "must be finite"))
            }
            None => {
                let (least, most) = range(values);
                finite("difference between the values of groups", most - least).map(drop)
            }
        }
    }

    /// That every value is above 0, which `index` needs.
    pub(super) fn check_positive(&self, values: &[f64], index: &str) -> Result<(), Error> {
        self.check(values)?;
        // Numbers that are not normal have lost their digits.
        match values.iter().position(|value| !(*value >= f64::MIN_POSITIVE)) {
            Some(position) => {
                let what = format!("value of group {}", position + 1);
                Err(Error::out_of_range(what, values[position], format!("must be above 0 for {index}")))
            }
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_and_ranks() {
        let groups = RankedGroups::new(&[10.0, 30.0, 60.0]).unwrap();
        assert_eq!(groups.shares(), [0.1, 0.3, 0.6]);
        for (ridit, expected) in groups.ridits().iter().zip([0.05, 0.25, 0.7]) {
            assert!((ridit - expected).abs() < 1e-15);
        }
        assert!((groups.mean(&[1.0, 2.0, 3.0]).unwrap() - 2.5).abs() < 1e-15);
        assert_eq!(groups.mean(&[0.1, 0.1, 0.1]).unwrap().to_bits(), 0.1_f64.to_bits());
    }

    #[test]
    fn bad_groups_and_values_are_refused() {
        let message = |populations: &[f64]| RankedGroups::new(populations).unwrap_err().to_string();
        assert_eq!(message(&[1.0]), "number of groups 1 must be 2 or more");
        assert_eq!(message(&[1.0, 0.0]), "population of group 2 0 must be above 0 and finite");
        assert_eq!(message(&[f64::NAN, 1.0]), "population of group 1 NaN must be above 0 and finite");
        assert_eq!(message(&[1e308, 1e308]), "population of all groups inf must be finite");
        let groups = RankedGroups::new(&[1.0, 1.0]).unwrap();
        let message = |values: &[f64]| groups.mean(values).unwrap_err().to_string();
        assert_eq!(message(&[1.0]), "number of values 1 must be 2, one for each group");
        assert_eq!(message(&[1.0, f64::INFINITY]), "value of group 2 inf must be finite");
    }
}
