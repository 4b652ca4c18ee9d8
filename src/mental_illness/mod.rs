//! Severe mental illness: mortality of those who have it against others, the gap in life expectancy, their smoking.

pub(crate) mod agreement;
pub(crate) mod component;
pub(crate) mod gap;
pub(crate) mod mortality;
mod published;
pub(crate) mod ratio;
pub(crate) mod smoking;
mod tables;

pub use ratio::StandardisedMortalityRatio;
pub(crate) use tables::TABLES;

use crate::named::named_enum;

/// First age at which people are counted as having a severe mental illness.
pub(crate) const FROM: usize = 18;

named_enum! {
    /// Which people with severe mental illness are meant: the gap between them and others depends on it more than on anything else.
    pub(crate) enum Patients {
        /// Users of secondary mental-health services.
        SecondaryServices = "users of secondary mental-health services",
        /// People on the registers of general practices.
        GpRegisters = "people on GP registers of severe mental illness",
    }
}
