//! Disease and death: how exposures raise them, and how incidence, prevalence and fatality hang together.

mod age_curve;
pub(crate) mod agreement;
pub(crate) mod balance;
pub(crate) mod component;
pub(crate) mod consistency;
mod cost;
mod counted;
pub(crate) mod course;
mod drawn;
mod fitted;
pub(crate) mod impact_fraction;
mod incidence_ratio;
pub(crate) mod measures;
mod notes;
mod past;
mod rate_table;
pub(crate) mod rates;
mod start;
mod tables;
#[cfg(test)]
mod tests;
pub(crate) mod utility;

pub use balance::{ConsistentRates, KnownRates, check_consistent, solve_third};
pub use consistency::{DiseaseRates, DiseaseYear, Diseased, from_birth};
pub use course::{Course, CourseYear, FATALITY_LIMIT, Fatality, INCIDENCE_LIMIT};
pub(crate) use drawn::DiseaseDraws;
pub use fitted::CONSISTENCY_TOLERANCE;
pub use impact_fraction::{
    FractionInterval, WithVariance, attributable_fraction, former_relative_risk, fraction_of_exposures,
    fraction_of_subgroups, impact_fraction, impact_fraction_interval, levin_fraction, levin_interval,
    mean_relative_risk,
};
pub(crate) use tables::TABLES;

use crate::named::named_enum;
use serde::{Deserialize, Serialize};

named_enum! {
    /// A disease followed by incidence, prevalence and fatality.
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    #[non_exhaustive]
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

impl Disease {
    /// All that are modelled.
    pub const ALL: &'static [Self] = &Self::AXIS;
}

/// Number of diseases.
pub const DISEASES: usize = Disease::AXIS.len();

/// Payers of care: the NHS and local authorities' social care.
pub(crate) const PAYERS: usize = 2;
