//! Disease and death: how exposures raise them, and how incidence, prevalence and fatality hang together.

mod age_curve;
pub mod balance;
pub(crate) mod component;
pub mod consistency;
mod cost;
pub mod course;
mod fitted;
pub mod impact_fraction;
pub(crate) mod measures;
mod notes;
mod past;
mod place;
mod rate_table;
pub mod rates;
mod start;
mod tables;
#[cfg(test)]
mod tests;
pub(crate) mod utility;

pub use fitted::CONSISTENCY_TOLERANCE;
pub use rates::Diseases;
pub(crate) use tables::TABLES;

use crate::error::Error;
use crate::multistate::lanes::Lanes;
use course::{Course, Fatality};
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

/// The diseases of a place in a batch of draws. What a rate is over lies on the axes `sex * AGES + age`, the year from one mid-year to
/// the next of those who are of that age last birthday at its beginning.
#[derive(Debug, Clone)]
pub(crate) struct DiseaseDraws {
    /// New cases per year of a person without the disease, of London's average cell at the start, by disease; those who die at once
    /// among them.
    pub(crate) incidence: [Vec<Lanes>; DISEASES],
    /// Factor on incidence in the year after each mid-year, from the start on, by year: the baseline's trend.
    pub(crate) trend: Vec<[Lanes; DISEASES]>,
    /// Added hazard of death of those with the disease and the share of new cases who die at once, by disease.
    pub(crate) fatality: Vec<[Fatality; DISEASES]>,
    /// The yearly step for rates of this size.
    pub(crate) course: Course,
    /// Factor on incidence of each cell, index `cell * 2 + sex`; weighted by London's new cases their mean is 1.
    pub(crate) cells: Vec<[f64; DISEASES]>,
    /// Prevalence in London's average cell at the start, past and all.
    pub(crate) prevalence: [Vec<Lanes>; DISEASES],
    /// The same from birth at the rates of the start.
    pub(crate) from_birth: [Vec<Lanes>; DISEASES],
    /// Whether incidence was another before the start.
    pub(crate) has_past: [bool; DISEASES],
    /// Prevalence at age 0, by sex: 0 but where the analyst's own prevalence says otherwise. Those born later begin with it.
    pub(crate) at_birth: [[f64; DISEASES]; 2],
    /// Share of utility lost by those with the disease: published decrement over the norm of that sex and age.
    pub(crate) utility_lost: [Vec<Lanes>; DISEASES],
    /// Pounds a year of a person with the disease, and pounds once of a new case: NHS, then social care; by disease.
    pub(crate) cost_of_case: [[Lanes; DISEASES]; PAYERS],
    pub(crate) cost_of_new_case: [[Lanes; DISEASES]; PAYERS],
    /// Pounds a year of a person whatever ails them: NHS, then social care; `sex * AGES + age`.
    pub(crate) cost_per_head: [Vec<Lanes>; PAYERS],
}

/// Payers of care: the NHS and local authorities' social care.
pub(crate) const PAYERS: usize = 2;
