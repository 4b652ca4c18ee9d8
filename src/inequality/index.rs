//! An index of inequality by name, and the two that need no more than the extreme groups.

use super::concentration::{concentration_index, gini};
use super::groups::RankedGroups;
use super::slope::{Scale, slope_index};
use super::welfare::{atkinson, kolm};
use crate::error::{Error, finite};
use serde::Serialize;
use std::fmt;
use std::str::FromStr;

/// An index of inequality over groups in the order of deprivation, the most deprived first.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Index {
    /// [Slope index](slope_index), linear: the least less the most deprived person, in the unit of the value.
    Slope,
    /// Relative index: the value predicted for the least over that for the most deprived person.
    Relative,
    /// [Concentration index](concentration_index).
    Concentration,
    /// [Gini coefficient](gini).
    Gini,
    /// [Atkinson index](atkinson).
    Atkinson {
        /// Aversion to relative inequality.
        epsilon: f64,
    },
    /// [Kolm index](kolm), in the unit of the value.
    Kolm {
        /// Aversion to absolute inequality, per unit of the value.
        alpha: f64,
    },
    /// [`gap`] between the extreme groups, in the unit of the value.
    Gap,
    /// [`ratio`] of the extreme groups.
    Ratio,
}

impl Index {
    /// The index of `values`, one for each group.
    ///
    /// # Errors
    /// As the function of the index.
    pub fn of(self, groups: &RankedGroups, values: &[f64]) -> Result<f64, Error> {
        match self {
            Self::Slope => slope_index(groups, values, Scale::Linear).map(|found| found.slope),
            Self::Relative => slope_index(groups, values, Scale::Linear)?.relative(),
            Self::Concentration => concentration_index(groups, values),
            Self::Gini => gini(groups, values),
            Self::Atkinson { epsilon } => atkinson(groups, values, epsilon),
            Self::Kolm { alpha } => kolm(groups, values, alpha),
            Self::Gap => gap(groups, values),
            Self::Ratio => ratio(groups, values),
        }
    }

    /// Whether it is in the unit of the value rather than without one.
    #[must_use]
    pub const fn is_absolute(self) -> bool {
        matches!(self, Self::Slope | Self::Kolm { .. } | Self::Gap)
    }
}

impl Serialize for Index {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl FromStr for Index {
    type Err = Error;

    /// The index of a name as its [`Display`](fmt::Display) writes it.
    fn from_str(name: &str) -> Result<Self, Error> {
        let with = |prefix: &str| name.strip_prefix(prefix).and_then(|number| number.parse::<f64>().ok());
        if let Some(epsilon) = with("atkinson_") {
            return Ok(Self::Atkinson { epsilon });
        }
        if let Some(alpha) = with("kolm_") {
            return Ok(Self::Kolm { alpha });
        }
        let plain = [Self::Slope, Self::Relative, Self::Concentration, Self::Gini, Self::Gap, Self::Ratio];
        let names = plain.map(|index| index.to_string());
        let found = plain.into_iter().zip(&names).find(|(_, known)| *known == name).map(|(index, _)| index);
        found.ok_or_else(|| Error::unknown("index of inequality", name, names.iter().map(String::as_str)))
    }
}

impl fmt::Display for Index {
    /// Name in tables, for example `slope_index` or `atkinson_0.5`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Slope => f.write_str("slope_index"),
            Self::Relative => f.write_str("relative_index"),
            Self::Concentration => f.write_str("concentration_index"),
            Self::Gini => f.write_str("gini"),
            Self::Atkinson { epsilon } => write!(f, "atkinson_{epsilon}"),
            Self::Kolm { alpha } => write!(f, "kolm_{alpha}"),
            Self::Gap => f.write_str("gap"),
            Self::Ratio => f.write_str("ratio"),
        }
    }
}

/// The least deprived group less the most deprived, in the unit of the value.
///
/// # Errors
/// Unless there is one finite value for each group.
pub fn gap(groups: &RankedGroups, values: &[f64]) -> Result<f64, Error> {
    groups.check(values)?;
    Ok(values[values.len() - 1] - values[0])
}

/// The least deprived group over the most deprived.
///
/// # Errors
/// Unless there is one finite value for each group, and that of the most deprived is above 0; if the ratio is beyond the
/// largest number.
pub fn ratio(groups: &RankedGroups, values: &[f64]) -> Result<f64, Error> {
    groups.check(values)?;
    if !(values[0] > 0.0) {
        return Err(Error::out_of_range("value of group 1", values[0], "must be above 0 for a ratio"));
    }
    finite("ratio of the extreme groups", values[values.len() - 1] / values[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Index; 8] = [
        Index::Slope,
        Index::Relative,
        Index::Concentration,
        Index::Gini,
        Index::Atkinson { epsilon: 0.5 },
        Index::Kolm { alpha: 2.0 },
        Index::Gap,
        Index::Ratio,
    ];

    #[test]
    fn names_and_units() {
        let names = ALL.map(|index| index.to_string());
        let expected = "slope_index relative_index concentration_index gini atkinson_0.5 kolm_2 gap ratio";
        assert_eq!(names.join(" "), expected);
        for (name, index) in names.iter().zip(ALL) {
            assert_eq!(name.parse::<Index>().unwrap(), index);
        }
        let message = "slop_index".parse::<Index>().unwrap_err().to_string();
        assert_eq!(message, "unknown index of inequality \"slop_index\": did you mean \"slope_index\"?");
        assert_eq!(ALL.map(Index::is_absolute), [true, false, false, false, false, true, true, false]);
    }

    /// Where all have the same there is no inequality; absolute indices are turned, ratios inverted with the order.
    #[test]
    fn equality_and_orientation() {
        let groups = RankedGroups::new(&[1.0, 2.0, 1.0]).unwrap();
        let of = |index: Index, values: [f64; 3]| index.of(&groups, &values).unwrap();
        for index in ALL {
            let none = if matches!(index, Index::Relative | Index::Ratio) { 1.0 } else { 0.0 };
            assert!((of(index, [0.3; 3]) - none).abs() < 1e-15, "{index}");
            let (one, other) = (of(index, [0.2, 0.3, 0.5]), of(index, [0.5, 0.3, 0.2]));
            let turned = match index {
                Index::Slope | Index::Gap | Index::Concentration => one + other,
                Index::Relative | Index::Ratio => one * other - 1.0,
                _ => one - other,
            };
            assert!(turned.abs() < 1e-14, "{index}");
            assert!(one > none, "{index}: the least deprived have more");
        }
        assert!((of(Index::Gap, [0.2, 0.3, 0.5]) - 0.3).abs() < 1e-15);
        assert!((of(Index::Ratio, [0.2, 0.3, 0.5]) - 2.5).abs() < 1e-15);
    }

    #[test]
    fn a_ratio_to_nothing_is_refused() {
        let groups = RankedGroups::new(&[1.0, 1.0]).unwrap();
        let message = ratio(&groups, &[0.0, 1.0]).unwrap_err().to_string();
        assert_eq!(message, "value of group 1 0 must be above 0 for a ratio");
    }
}
