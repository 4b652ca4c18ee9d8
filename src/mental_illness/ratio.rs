//! How much higher mortality is with a severe mental illness: ratios against everybody and against the rest.

use crate::error::Error;
use crate::multistate::lanes::Lanes;
use crate::trend::Reading;

/// Hazard of those with a severe mental illness over that of the rest, by sex and age; 1 below 18.
#[derive(Debug, Clone, PartialEq)]
pub struct Ratio(pub(crate) [Vec<Lanes>; 2]);

impl Ratio {
    /// At a sex and age.
    pub(crate) fn of(&self, sex: usize, age: usize) -> Lanes {
        self.0[sex][age]
    }
}

/// What to plan with: the same ratio for a number outside a run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Known {
    /// Ratio against everybody (standardised mortality ratio).
    pub against_all: f64,
    /// Share of people with the illness.
    pub share: f64,
}

impl Known {
    /// The ratio against the rest.
    ///
    /// # Formula
    /// ```text
    /// m = share x m_smi + (1 - share) x m_rest,  m_smi = SMR x m        R = m_smi / m_rest = SMR (1 - share) / (1 - share x SMR)
    /// ```
    /// # Errors
    /// Unless the ratio is above 0 and `share` in 0 to 1 with `share x ratio` below 1: more deaths than there are.
    pub fn against_rest(self) -> Result<f64, Error> {
        let Self { against_all, share } = self;
        if !(against_all > 0.0 && (0.0..1.0).contains(&share) && share * against_all < 1.0) {
            let rule = format!("must be above 0 and below 1 / {share}, the share of people with the illness");
            return Err(Error::out_of_range("mortality ratio", against_all, rule));
        }
        Ok(against_all * (1.0 - share) / (1.0 - share * against_all))
    }
}

/// Log ratios against everybody as log ratios against the rest.
pub(super) fn against_rest(readings: Vec<Reading>, share: f64) -> Result<Vec<Reading>, Error> {
    readings
        .into_iter()
        .map(|reading| {
            let ratio = Known { against_all: libm::exp(reading.value), share }.against_rest()?;
            Ok(Reading { value: libm::log(ratio), ..reading })
        })
        .collect()
}

/// The ratio from 75 on: all ages are the mean of both, weighted by the deaths expected.
pub(super) fn elder(all: f64, young: f64, young_deaths: f64) -> f64 {
    (all - young_deaths * young) / (1.0 - young_deaths)
}

/// What a test of a central pass reads: all lanes are the same there.
#[cfg(test)]
pub(super) fn central(lanes: Lanes) -> f64 {
    assert!((1..crate::multistate::lanes::LANES).all(|lane| lanes.0[lane].to_bits() == lanes.0[0].to_bits()));
    lanes.0[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ratio_against_the_rest_returns_the_published_one() {
        let known = Known { against_all: 3.712, share: 0.0084 };
        let ratio = known.against_rest().unwrap();
        // Everybody's hazard 1: the rest and the ill add up to it, and the ill have 3.712.
        let rest = 1.0 / (0.0084 * ratio + 1.0 - 0.0084);
        assert!((ratio * rest - 3.712).abs() < 1e-12);
        assert!((Known { against_all: 1.0, share: 0.3 }.against_rest().unwrap() - 1.0).abs() < 1e-15);
        for bad in [0.0, -1.0, f64::NAN, 120.0] {
            let message = Known { against_all: bad, share: 0.0084 }.against_rest().unwrap_err().to_string();
            assert!(message.contains("mortality ratio"), "{message}");
        }
    }
}
