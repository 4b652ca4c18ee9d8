//! What a scenario does in one cell and year: factors on all drivers.

use crate::catalogue::Driver;
use crate::exposure::levels::EXPOSURES;
use crate::mortality::measures::DRIVERS as DEATHS;
use crate::multistate::lanes::Lanes;
use crate::subjects::{DRIVERS, NO_DRIVER, driver_at};

/// Indices of the drivers that the engine asks for by name.
pub(crate) const QUITTING: usize = driver_at(Driver::QUITTING);
pub(crate) const STARTING: usize = driver_at(Driver::STARTING);
pub(crate) const REACH: usize = driver_at(Driver::STOP_SMOKING_REACH);
pub(crate) const ABSENCE: usize = driver_at(Driver::ABSENCE);
pub(crate) const MENTAL_ABSENCE: usize = driver_at(Driver::ABSENCE_FOR_MENTAL_HEALTH);
const DYING: [usize; 3] = [driver_at(DEATHS[0]), driver_at(DEATHS[1]), driver_at(DEATHS[2])];

/// What a scenario changes in one cell and year; the identity multiplies by 1 and adds 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Effects {
    /// On each driver of the crate: its factor, or what is added to it.
    pub(crate) on: [Lanes; DRIVERS],
    /// What a unit of the factor of the cell's ambition adds to the factor on quitting.
    pub(crate) per_factor: Lanes,
    /// Years of the cell's ambition so far, this one included.
    pub(crate) powers: usize,
    /// Exposures on which something acts.
    pub(crate) moves: [bool; EXPOSURES],
}

impl Effects {
    /// Nothing changes.
    pub(crate) const NONE: Self = Self { on: NO_DRIVER, per_factor: Lanes::ZERO, powers: 0, moves: [false; EXPOSURES] };

    /// Factors on the death rates of the major causes.
    #[inline(always)]
    pub(crate) fn dying(&self) -> [Lanes; 3] {
        [self.on[DYING[0]], self.on[DYING[1]], self.on[DYING[2]]]
    }
}
