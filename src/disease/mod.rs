//! Disease and death: how exposures raise them, and how incidence, prevalence and fatality hang together.

mod age_curve;
pub mod balance;
pub mod consistency;
mod cost;
pub mod course;
mod drawn;
mod fitted;
pub mod impact_fraction;
mod notes;
mod past;
mod place;
mod rate_table;
pub mod rates;
mod start;
#[cfg(test)]
mod tests;
mod utility;

pub(crate) use drawn::DiseaseDraws;
pub use fitted::CONSISTENCY_TOLERANCE;
pub use rates::Diseases;

use crate::error::Error;
use serde::{Deserialize, Serialize};

/// A disease followed by incidence, prevalence and fatality.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Disease {
    /// First heart attack (acute myocardial infarction), and life after it.
    HeartAttack,
    /// First stroke, and life after it.
    Stroke,
    /// Lung cancer.
    LungCancer,
    /// Chronic obstructive pulmonary disease.
    Copd,
    /// Diabetes.
    Diabetes,
}

/// Number of diseases.
pub const DISEASES: usize = 5;

impl Disease {
    /// All, in the order of every array with a disease axis.
    pub const ALL: [Self; DISEASES] = [Self::HeartAttack, Self::Stroke, Self::LungCancer, Self::Copd, Self::Diabetes];

    /// Place on the disease axis.
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }

    /// Name used in results and tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::HeartAttack => "heart_attack",
            Self::Stroke => "stroke",
            Self::LungCancer => "lung_cancer",
            Self::Copd => "copd",
            Self::Diabetes => "diabetes",
        }
    }

    /// The disease with this name.
    ///
    /// # Errors
    /// If there is none; the nearest is offered.
    pub fn from_name(name: &str) -> Result<Self, Error> {
        Self::ALL
            .into_iter()
            .find(|disease| disease.name() == name)
            .ok_or_else(|| Error::unknown("disease", name, Self::ALL.map(Self::name)))
    }
}

/// Payers of care: the NHS and local authorities' social care.
pub(crate) const PAYERS: usize = 2;
