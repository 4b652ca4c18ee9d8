//! The diseases of a region in a batch of draws.

use super::course::{Course, Fatality};
use super::{DISEASES, PAYERS};
use crate::multistate::lanes::Lanes;

/// The diseases of a region in a batch of draws. What a rate is over lies on the axes `sex * AGES + age`, the year from one mid-year to
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
