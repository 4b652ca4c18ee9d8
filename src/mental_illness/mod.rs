//! Severe mental illness: mortality of those who have it against the rest, the gap in life expectancy, their smoking.

pub mod gap;
pub mod mortality;
mod published;
pub mod ratio;
pub mod smoking;

pub use mortality::SevereMentalIllness;
pub use ratio::Known;

/// First age at which people are counted as having a severe mental illness.
pub const FROM: usize = 18;

/// Which people with severe mental illness are meant: the gap between them and others depends on it more than on anything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Patients {
    /// Users of secondary mental-health services.
    SecondaryServices,
    /// People on the registers of general practices.
    GpRegisters,
}

impl Patients {
    /// Both.
    pub const ALL: [Self; 2] = [Self::SecondaryServices, Self::GpRegisters];

    /// Place on the axis of patients.
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }

    /// Name used in results.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SecondaryServices => "users of secondary mental-health services",
            Self::GpRegisters => "people on GP registers of severe mental illness",
        }
    }
}
