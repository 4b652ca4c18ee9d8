//! Who: sex, deprivation quintile, age band. An area, a sex and a quintile together are a stratum.

use crate::error::Error;
use crate::named::named_enum;
use crate::units::AGES;
use serde::{Deserialize, Serialize};
use std::fmt;

named_enum! {
    /// Sex as recorded in the population estimates.
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "lowercase")]
    pub enum Sex, unknown "sex" {
        /// Men and boys.
        Male = "male",
        /// Women and girls.
        Female = "female",
    }
}

/// Fifth of England's small areas by the Index of Multiple Deprivation 2015: 1 is the most deprived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Quintile(u8);

impl Sex {
    /// Both, men first.
    pub const ALL: [Self; 2] = Self::AXIS;
}

/// Number of deprivation quintiles.
pub const QUINTILES: usize = 5;

impl Quintile {
    /// All five, from most to least deprived.
    pub const ALL: [Self; QUINTILES] = [Self(1), Self(2), Self(3), Self(4), Self(5)];

    /// A deprivation quintile.
    ///
    /// # Errors
    /// If `value` is not 1 to 5.
    pub fn new(value: u8) -> Result<Self, Error> {
        if !(1..=5).contains(&value) {
            return Err(Error::out_of_range(
                "deprivation quintile",
                value,
                "must lie in 1 (most deprived) to 5 (least deprived)",
            ));
        }
        Ok(Self(value))
    }

    /// 1 (most deprived) to 5.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }

    /// Index on the quintile axis, 0 to 4.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize - 1
    }
}

impl TryFrom<u8> for Quintile {
    type Error = Error;
    fn try_from(value: u8) -> Result<Self, Error> {
        Self::new(value)
    }
}

impl From<Quintile> for u8 {
    fn from(value: Quintile) -> u8 {
        value.0
    }
}

impl std::str::FromStr for Quintile {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        match text.parse() {
            Ok(number) => Self::new(number),
            Err(_) => Err(Error::out_of_range("quintile", format!("{text:?}"), "must be a whole number from 1 to 5")),
        }
    }
}

impl fmt::Display for Quintile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// Ages `[from, to)` in whole years; without `to` the band is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AgeBand {
    /// First age in the band.
    pub from: u32,
    /// First age after the band; `None` for an open band.
    pub to: Option<u32>,
}

impl AgeBand {
    /// A band of ages `[from, to)`.
    ///
    /// # Errors
    /// If `to` is not above `from`.
    pub fn new(from: u32, to: Option<u32>) -> Result<Self, Error> {
        if to.is_some_and(|to| to <= from) {
            return Err(Error::out_of_range(
                "age band",
                format!("{from} to {}", to.unwrap_or(from)),
                "must end above its first age",
            ));
        }
        Ok(Self { from, to })
    }

    /// Whether an age is in the band.
    #[must_use]
    pub fn contains(self, age: u32) -> bool {
        age >= self.from && self.to.is_none_or(|to| age < to)
    }
}

impl std::str::FromStr for AgeBand {
    type Err = Error;

    /// Reads `18-24`, both ages included, or `90+`.
    fn from_str(text: &str) -> Result<Self, Error> {
        let wrong = || Error::out_of_range("age band", format!("{text:?}"), "must be like 18-24 or 90+");
        if let Some(from) = text.strip_suffix('+') {
            return Self::new(from.parse().map_err(|_| wrong())?, None);
        }
        let (from, last) = text.split_once('-').ok_or_else(wrong)?;
        let last: u32 = last.parse().map_err(|_| wrong())?;
        Self::new(from.parse().map_err(|_| wrong())?, last.checked_add(1))
    }
}

impl fmt::Display for AgeBand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to {
            Some(to) => write!(f, "{}-{}", self.from, to - 1),
            None => write!(f, "{}+", self.from),
        }
    }
}

const fn band(from: u32, to: u32) -> AgeBand {
    AgeBand { from, to: Some(to) }
}

/// The age bands of the results. The second is where adults begin, so that sums of bands give the adults.
pub const RESULT_BANDS: [AgeBand; 9] = [
    band(0, 18),
    band(18, 25),
    band(25, 35),
    band(35, 45),
    band(45, 55),
    band(55, 65),
    band(65, 75),
    band(75, 85),
    AgeBand { from: 85, to: None },
];

/// Index of the band of [`RESULT_BANDS`] that holds an age.
#[must_use]
pub(crate) const fn result_band(age: usize) -> usize {
    // The hot loop asks at every step.
    const BAND_OF: [u8; AGES] = {
        let mut bands = [0; AGES];
        let mut age = 0;
        while age < AGES {
            let mut band = 0;
            while band + 1 < RESULT_BANDS.len() && age >= RESULT_BANDS[band + 1].from as usize {
                band += 1;
            }
            bands[age] = band as u8;
            age += 1;
        }
        bands
    };
    BAND_OF[if age < AGES { age } else { AGES - 1 }] as usize
}

/// First age of the five-year groups of the deaths and population tables: 0, 1, 5, 10, ... 90.
pub(crate) const FIVE_YEAR_STARTS: [u32; 20] =
    [0, 1, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90];

/// Index of the five-year group that holds an age.
#[must_use]
pub(crate) fn five_year_group(age: usize) -> usize {
    FIVE_YEAR_STARTS.iter().rposition(|&start| age >= start as usize).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_are_half_open() {
        assert_eq!(result_band(17), 0);
        assert_eq!(result_band(18), 1);
        assert_eq!(result_band(24), 1);
        assert_eq!(result_band(25), 2);
        assert_eq!(result_band(100), 8);
        assert_eq!(five_year_group(0), 0);
        assert_eq!(five_year_group(4), 1);
        assert_eq!(five_year_group(5), 2);
        assert_eq!(five_year_group(100), 19);
        assert_eq!(RESULT_BANDS[1].to_string(), "18-24");
        assert_eq!(RESULT_BANDS[8].to_string(), "85+");
        assert!(AgeBand::new(10, Some(10)).is_err());
    }

    #[test]
    fn sex_and_quintile_refuse_what_is_not_theirs() {
        assert_eq!(Sex::from_name("femal").unwrap_err().to_string(), "unknown sex \"femal\": did you mean \"female\"?");
        assert!(Quintile::new(0).is_err());
        assert!(Quintile::new(6).is_err());
    }
}
