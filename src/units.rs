//! Quantities that are easily confused, each a type of its own: checked once, then trusted.

use crate::error::Error;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// How far shares of a whole may be from 1 in sum, in tables and in functions: published with five decimals, a few of them miss it by
/// so much. Functions divide what is within it by the sum.
pub const SHARE_TOLERANCE: f64 = 1e-4;

/// A share of a total, 0 to 1, for example the prevalence of smoking.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Proportion(f64);

impl Proportion {
    /// A share of a total.
    ///
    /// # Errors
    /// If `value` is not a number from 0 to 1.
    pub fn new(value: f64) -> Result<Self, Error> {
        if !(0.0..=1.0).contains(&value) {
            return Err(Error::out_of_range("proportion", value, "must lie in 0 to 1"));
        }
        Ok(Self(value))
    }

    /// A share given in per cent, so that 13.0 is 0.13.
    ///
    /// # Errors
    /// If `value` is not a number from 0 to 100.
    pub fn percent(value: f64) -> Result<Self, Error> {
        if !(0.0..=100.0).contains(&value) {
            return Err(Error::out_of_range("percentage", value, "must lie in 0 to 100"));
        }
        Ok(Self(value / 100.0))
    }

    /// The share, 0 to 1.
    #[must_use]
    pub fn get(self) -> f64 {
        self.0
    }
}

impl TryFrom<f64> for Proportion {
    type Error = Error;
    fn try_from(value: f64) -> Result<Self, Error> {
        Self::new(value)
    }
}

impl From<Proportion> for f64 {
    fn from(value: Proportion) -> f64 {
        value.0
    }
}

impl fmt::Display for Proportion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.1}%", 100.0 * self.0)
    }
}

/// The chance that something happens within a stated time, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Probability(f64);

impl Probability {
    /// A probability.
    ///
    /// # Errors
    /// If `value` is not a number from 0 to 1.
    pub fn new(value: f64) -> Result<Self, Error> {
        if !(0.0..=1.0).contains(&value) {
            return Err(Error::out_of_range("probability", value, "must lie in 0 to 1"));
        }
        Ok(Self(value))
    }

    /// The probability, 0 to 1.
    #[must_use]
    pub fn get(self) -> f64 {
        self.0
    }

    /// The constant rate that gives this probability over `years`.
    ///
    /// # Formula
    /// ```text
    /// rate = -ln(1 - p) / years
    /// ```
    /// # Errors
    /// If the probability is 1 (no finite rate gives it), `years` is not above 0, or so few that the rate is not finite.
    pub fn rate_over(self, years: f64) -> Result<Rate, Error> {
        if !(years > 0.0 && years.is_finite()) {
            return Err(Error::out_of_range("number of years", years, "must be above 0 and finite"));
        }
        if self.0 >= 1.0 {
            return Err(Error::out_of_range("probability", self.0, "has no finite rate: must be below 1"));
        }
        Rate::new(-libm::log1p(-self.0) / years)
    }

    /// The same risk over another length of time: a probability over `from` years turned into one over `to` years.
    ///
    /// # Errors
    /// As [`Probability::rate_over`].
    pub fn over(self, from: f64, to: f64) -> Result<Self, Error> {
        self.rate_over(from)?.probability_over(to)
    }
}

impl TryFrom<f64> for Probability {
    type Error = Error;
    fn try_from(value: f64) -> Result<Self, Error> {
        Self::new(value)
    }
}

impl From<Probability> for f64 {
    fn from(value: Probability) -> f64 {
        value.0
    }
}

/// Events per person-year, 0 or more. Turned into a probability only by [`Rate::probability_over`].
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Rate(f64);

impl Rate {
    /// Events per person-year.
    ///
    /// # Errors
    /// If `value` is negative, infinite or not a number.
    pub fn new(value: f64) -> Result<Self, Error> {
        if !(value >= 0.0 && value.is_finite()) {
            return Err(Error::out_of_range("rate", value, "must be 0 or more and finite"));
        }
        Ok(Self(value))
    }

    /// Events per person-year.
    #[must_use]
    pub fn get(self) -> f64 {
        self.0
    }

    /// The probability of at least one event within `years` at this constant rate.
    ///
    /// # Formula
    /// ```text
    /// p = 1 - exp(-rate * years)
    /// ```
    /// # Errors
    /// If `years` is negative, infinite or not a number.
    pub fn probability_over(self, years: f64) -> Result<Probability, Error> {
        if !(years >= 0.0 && years.is_finite()) {
            return Err(Error::out_of_range("number of years", years, "must be 0 or more and finite"));
        }
        Ok(Probability(-libm::expm1(-self.0 * years)))
    }
}

impl TryFrom<f64> for Rate {
    type Error = Error;
    fn try_from(value: f64) -> Result<Self, Error> {
        Self::new(value)
    }
}

impl From<Rate> for f64 {
    fn from(value: Rate) -> f64 {
        value.0
    }
}

/// A calendar year. A year read as 19 instead of 2019 is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i32", into = "i32")]
pub struct Year(i32);

impl Year {
    /// 2020, the deadline of the London Health and Care Collaboration Agreement.
    pub const AMBITIONS: Self = Self(2020);
    /// 2015, the start of the built-in case.
    pub const START: Self = Self(2015);
    /// 2040, the default horizon.
    pub const HORIZON: Self = Self(2040);

    /// A calendar year.
    ///
    /// # Errors
    /// If `value` is not from 1800 to 2300.
    pub fn new(value: i32) -> Result<Self, Error> {
        if !(1800..=2300).contains(&value) {
            return Err(Error::out_of_range("year", value, "must lie in 1800 to 2300"));
        }
        Ok(Self(value))
    }

    /// A year whose rule was checked before: that of a table's column, or of a constant.
    pub(crate) const fn checked(value: i32) -> Self {
        Self(value)
    }

    /// The year as a number.
    #[must_use]
    pub fn get(self) -> i32 {
        self.0
    }

    /// Whole years from `earlier` to this one; negative if this one is before it.
    #[must_use]
    pub fn since(self, earlier: Self) -> i32 {
        self.0 - earlier.0
    }
}

impl TryFrom<i32> for Year {
    type Error = Error;
    fn try_from(value: i32) -> Result<Self, Error> {
        Self::new(value)
    }
}

impl From<Year> for i32 {
    fn from(value: Year) -> i32 {
        value.0
    }
}

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// Age last birthday in single years, 0 to 100; 100 stands for 100 and over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Age(u32);

/// Number of single years of age: 0, 1, ... 99 and 100 and over.
pub const AGES: usize = 101;

impl Age {
    /// Age last birthday.
    ///
    /// # Errors
    /// If `value` is above 100.
    pub fn new(value: u32) -> Result<Self, Error> {
        if value > 100 {
            return Err(Error::out_of_range("age", value, "must lie in 0 to 100, where 100 means 100 and over"));
        }
        Ok(Self(value))
    }

    /// An age whose rule was checked before.
    pub(crate) const fn checked(value: usize) -> Self {
        Self(value as u32)
    }

    /// The age as a number.
    #[must_use]
    pub fn get(self) -> u32 {
        self.0
    }
}

impl TryFrom<u32> for Age {
    type Error = Error;
    fn try_from(value: u32) -> Result<Self, Error> {
        Self::new(value)
    }
}

impl From<Age> for u32 {
    fn from(value: Age) -> u32 {
        value.0
    }
}

impl fmt::Display for Probability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} per year", self.0)
    }
}

impl fmt::Display for Age {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// The number a text is, or what it must be.
fn number<T: FromStr>(what: &str, text: &str, rule: &str) -> Result<T, Error> {
    text.trim().parse().map_err(|_| Error::out_of_range(what, format!("{text:?}"), rule))
}

impl FromStr for Proportion {
    type Err = Error;

    /// Reads `13%` or `0.13`.
    fn from_str(text: &str) -> Result<Self, Error> {
        let rule = "must be a number like 0.13 or 13%";
        match text.trim().strip_suffix('%') {
            Some(percent) => Self::percent(number("proportion", percent, rule)?),
            None => Self::new(number("proportion", text, rule)?),
        }
    }
}

impl FromStr for Probability {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::new(number("probability", text, "must be a number")?)
    }
}

impl FromStr for Rate {
    type Err = Error;

    /// Reads `0.02` or `0.02 per year`.
    fn from_str(text: &str) -> Result<Self, Error> {
        Self::new(number("rate", text.trim().trim_end_matches("per year"), "must be a number, per year")?)
    }
}

impl FromStr for Year {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::new(number("year", text, "must be a whole number")?)
    }
}

impl FromStr for Age {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::new(number("age", text, "must be a whole number")?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constructors_refuse_what_breaks_the_rule() {
        for bad in [-0.1, 1.13, f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert!(Proportion::new(bad).is_err());
            assert!(Probability::new(bad).is_err());
        }
        for bad in [-0.1, f64::NAN, f64::INFINITY] {
            assert!(Rate::new(bad).is_err());
        }
        assert!(Year::new(19).is_err());
        assert!(Age::new(101).is_err());
        assert_eq!(Proportion::new(1.13).unwrap_err().to_string(), "proportion 1.13 must lie in 0 to 1");
        assert_eq!(Year::new(19).unwrap_err().to_string(), "year 19 must lie in 1800 to 2300");
    }

    #[test]
    fn rate_and_probability_are_inverse() {
        let p = Rate::new(0.15).unwrap().probability_over(1.0).unwrap();
        assert!((p.get() - 0.139_292_023_574_942_2).abs() < 1e-15);
        let r = p.rate_over(1.0).unwrap();
        assert!((r.get() - 0.15).abs() < 1e-15);
    }

    #[test]
    fn what_is_written_is_read() {
        assert_eq!("13.0%".parse::<Proportion>().unwrap(), Proportion::percent(13.0).unwrap());
        assert_eq!("0.13".parse::<Proportion>().unwrap(), Proportion::new(0.13).unwrap());
        let rate = Rate::new(0.02).unwrap();
        assert_eq!(rate.to_string(), "0.02 per year");
        assert_eq!(rate.to_string().parse::<Rate>().unwrap(), rate);
        for age in [0, 17, 100] {
            let age = Age::new(age).unwrap();
            assert_eq!(age.to_string().parse::<Age>().unwrap(), age);
        }
        assert_eq!(Year::START.to_string().parse::<Year>().unwrap(), Year::START);
        assert_eq!("0.25".parse::<Probability>().unwrap().to_string(), "0.25");
        assert_eq!("19".parse::<Year>().unwrap_err().to_string(), "year 19 must lie in 1800 to 2300");
        assert_eq!("x".parse::<Age>().unwrap_err().to_string(), "age \"x\" must be a whole number");
        assert_eq!(
            "130%".parse::<Proportion>().unwrap_err().to_string(),
            Proportion::percent(130.0).unwrap_err().to_string()
        );
    }
}
