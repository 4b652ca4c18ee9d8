//! Values held against others: how far apart they are, and whether that is usual, unusual or impossible.

use crate::error::Error;
use std::ops::RangeInclusive;

/// A value and what it is held against.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Pair {
    /// Of what, in words: `Camden, age 3`.
    pub(crate) of: String,
    pub(crate) value: f64,
    pub(crate) against: f64,
}

impl Pair {
    pub(crate) fn new(of: impl Into<String>, value: f64, against: f64) -> Self {
        Self { of: of.into(), value, against }
    }

    /// The same of counts, to which so many are added: small ones vary by chance.
    pub(crate) fn counts(of: impl Into<String>, value: f64, against: f64, more: f64) -> Self {
        Self::new(of, value + more, against + more)
    }

    /// A value that is held against nothing but its bounds.
    pub(crate) fn alone(of: impl Into<String>, value: f64) -> Self {
        Self::new(of, value, 1.0)
    }

    /// Nothing against nothing agrees; what is no number does not.
    pub(super) fn ratio(&self) -> f64 {
        if self.value.abs() + self.against.abs() <= 0.0 { 1.0 } else { self.value / self.against }
    }
}

/// A factor either way.
pub(crate) const fn within(factor: f64) -> RangeInclusive<f64> {
    1.0 / factor..=factor
}

/// What is compared with what.
pub(super) struct Compared<'a> {
    pub(super) what: &'a str,
    pub(super) tables: Vec<String>,
    pub(super) usual: &'a RangeInclusive<f64>,
    pub(super) possible: &'a RangeInclusive<f64>,
}

impl Compared<'_> {
    /// A note on the pair that is furthest from what is usual, if one is.
    ///
    /// # Errors
    /// If one is further away than can be.
    pub(super) fn check(self, pairs: &[Pair]) -> Result<Option<String>, Error> {
        // How many times a ratio is beyond what may be, so that a hundredth is as far as a hundred times; where what may be begins
        // at 0 or below, by how much. A ratio that is no number is as far away as can be.
        let far = |pair: &Pair| {
            let (ratio, least, most) = (pair.ratio(), *self.possible.start(), *self.possible.end());
            let beyond = if least > 0.0 {
                f64::max(ratio / most, least / ratio.max(0.0))
            } else {
                f64::max(ratio - most, least - ratio)
            };
            if ratio.is_nan() { f64::INFINITY } else { beyond }
        };
        let outside = |range: &RangeInclusive<f64>| {
            let of = pairs.iter().filter(|pair| !range.contains(&pair.ratio()));
            let count = of.clone().count();
            of.max_by(|one, other| far(one).total_cmp(&far(other))).map(|worst| (worst, count))
        };
        if let Some((worst, count)) = outside(self.possible) {
            let rule = self.sentence(worst, count, "may be", self.possible);
            return Err(Error::Disagreement { tables: self.tables, rule });
        }
        Ok(outside(self.usual).map(|(worst, count)| {
            format!("{}: {}", self.tables.join(" and "), self.sentence(worst, count, "is usual", self.usual))
        }))
    }

    fn sentence(&self, worst: &Pair, count: usize, may: &str, range: &RangeInclusive<f64>) -> String {
        let value = number(worst.value);
        let how = if worst.against.total_cmp(&1.0).is_eq() {
            value
        } else {
            format!("{value} against {}, a ratio of {}", number(worst.against), number(worst.ratio()))
        };
        let more = if count > 1 { format!(", and {} more", count - 1) } else { String::new() };
        let (from, to) = (number(*range.start()), number(*range.end()));
        format!("{}, {}: {how}, where {from} to {to} {may}{more}", self.what, worst.of)
    }
}

/// Four digits are enough to see what is wrong.
fn number(value: f64) -> String {
    if value.abs() >= 1e4 || value.abs() < 1e-3 && value.abs() > 0.0 {
        return if (1e4..1e12).contains(&value.abs()) { format!("{value:.0}") } else { format!("{value:.3e}") };
    }
    let text = format!("{value:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
