//! Disease and death: how exposures raise them, and how incidence, prevalence and fatality hang together.

mod age_curve;
pub mod balance;
pub(crate) mod component;
pub mod consistency;
mod cost;
pub mod course;
mod drawn;
mod fitted;
pub mod impact_fraction;
mod incidence_ratio;
pub(crate) mod measures;
mod notes;
mod past;
mod rate_table;
pub mod rates;
mod start;
mod tables;
#[cfg(test)]
mod tests;
pub(crate) mod utility;

pub(crate) use drawn::DiseaseDraws;
pub use fitted::CONSISTENCY_TOLERANCE;
pub use rates::Diseases;
pub(crate) use tables::TABLES;

use crate::named::named_enum;
use serde::{Deserialize, Serialize};

named_enum! {
    /// A disease followed by incidence, prevalence and fatality.
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum Disease, unknown "disease" {
        /// First heart attack (acute myocardial infarction), and life after it.
        HeartAttack = "heart_attack",
        /// First stroke, and life after it.
        Stroke = "stroke",
        /// Lung cancer.
        LungCancer = "lung_cancer",
        /// Chronic obstructive pulmonary disease.
        Copd = "copd",
        /// Diabetes.
        Diabetes = "diabetes",
    }
}

/// Number of diseases.
pub const DISEASES: usize = Disease::ALL.len();

/// Payers of care: the NHS and local authorities' social care.
pub(crate) const PAYERS: usize = 2;
