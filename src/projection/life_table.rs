//! A life table on its way through the ages, of people and the deaths they are expected to have.

use crate::multistate::lanes::{LANES, Lanes};
use crate::multistate::survival::Survival;
use crate::units::AGES;

/// A life table on its way through the ages.
#[derive(Debug, Clone, Copy)]
pub(super) struct Living {
    alive: Lanes,
    pub(super) lived: Lanes,
    pub(super) healthy: Lanes,
    rate: Lanes,
}

impl Living {
    pub(super) const BORN: Self =
        Self { alive: Lanes::ONE, lived: Lanes::ZERO, healthy: Lanes::ZERO, rate: Lanes::ZERO };

    /// Meets the people and deaths of an age. An age without people keeps the rate of the age before.
    #[inline(always)]
    pub(super) fn meet(&mut self, people: Lanes, deaths: Lanes) {
        for lane in 0..LANES {
            let rate = deaths.0[lane] / people.0[lane];
            self.rate.0[lane] = if people.0[lane] > 0.0 { rate } else { self.rate.0[lane] };
        }
    }

    /// Passes through the age with a share in good health, or lives on in it if it is the last, which is open.
    #[inline(always)]
    pub(super) fn pass(&mut self, survival: Option<&Survival>, good_health: Lanes) {
        let years = match survival {
            Some(survival) => {
                let share = survival.mean(self.rate);
                let years = self.alive * share;
                self.alive *= Lanes::ONE - self.rate * share;
                years
            }
            None => self.alive / self.rate,
        };
        self.lived += years;
        self.healthy += years * good_health;
    }
}

/// Hazard of people by age, from their number and expected deaths; an age without people keeps the hazard of the age before.
pub(super) fn hazards(sums: &[[Lanes; 2]]) -> [Lanes; AGES] {
    let mut living = Living::BORN;
    let mut hazards = [Lanes::ZERO; AGES];
    for (hazard, [people, deaths]) in hazards.iter_mut().zip(sums) {
        living.meet(*people, *deaths);
        *hazard = living.rate;
    }
    hazards
}
