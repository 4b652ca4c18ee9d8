//! How much higher mortality is with a severe mental illness: ratios against everybody and against others.

use crate::error::{Error, finite};
use crate::multistate::lanes::Lanes;
use crate::trend::Observation;

/// Hazard of those with a severe mental illness over that of others, by sex and age; 1 below 18.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct MortalityRatio(pub(crate) [Vec<Lanes>; 2]);

impl MortalityRatio {
    /// At a sex and age.
    pub(crate) fn of(&self, sex: usize, age: usize) -> Lanes {
        self.0[sex][age]
    }
}

/// What to plan with: the same ratio for a number outside a run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StandardisedMortalityRatio {
    /// Ratio against everybody (standardised mortality ratio).
    pub against_all: f64,
    /// Share of people with the illness.
    pub share: f64,
}

impl StandardisedMortalityRatio {
    /// The ratio against others.
    ///
    /// # Formula
    /// ```text
    /// m = share x m_smi + (1 - share) x m_others,  m_smi = SMR x m        R = m_smi / m_others = SMR (1 - share) / (1 - share x SMR)
    /// ```
    /// # Errors
    /// Unless the ratio is above 0 and `share` in 0 to 1 with `share x ratio` below 1: more deaths than there are.
    pub fn against_others(self) -> Result<f64, Error> {
        let Self { against_all, share } = self;
        if !(against_all > 0.0 && (0.0..1.0).contains(&share) && share * against_all < 1.0) {
            let rule = format!("must be above 0 and below 1 / {share}, the share of people with the illness");
            return Err(Error::out_of_range("mortality ratio", against_all, rule));
        }
        finite("mortality ratio against others", against_all * (1.0 - share) / (1.0 - share * against_all))
    }
}

/// Log ratios against everybody as log ratios against others.
pub(super) fn against_others(observations: Vec<Observation>, share: f64) -> Result<Vec<Observation>, Error> {
    observations
        .into_iter()
        .map(|observation| {
            let ratio =
                StandardisedMortalityRatio { against_all: libm::exp(observation.value), share }.against_others()?;
            Ok(Observation { value: libm::log(ratio), ..observation })
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
    fn the_ratio_against_others_returns_the_published_one() {
        let known = StandardisedMortalityRatio { against_all: 3.712, share: 0.0084 };
        let ratio = known.against_others().unwrap();
        // Everybody's hazard 1: the rest and the ill add up to it, and the ill have 3.712.
        let others = 1.0 / (0.0084 * ratio + 1.0 - 0.0084);
        assert!((ratio * others - 3.712).abs() < 1e-12);
        assert!(
            (StandardisedMortalityRatio { against_all: 1.0, share: 0.3 }.against_others().unwrap() - 1.0).abs() < 1e-15
        );
        for bad in [0.0, -1.0, f64::NAN, 120.0] {
            let message = StandardisedMortalityRatio { against_all: bad, share: 0.0084 }
                .against_others()
                .unwrap_err()
                .to_string();
            assert!(message.contains("mortality ratio"), "{message}");
        }
    }
}
