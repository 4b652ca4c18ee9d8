//! Where people fall ill more: London against England and each cell against London, by deaths of the matching cause.

use super::{DISEASES, Disease};
use crate::data::ReferenceData;
use crate::error::Error;
use crate::mortality::{Cause, Mortality, england_rates_of_all_quintiles};
use crate::population::demography::Demography;
use crate::population::stratum::five_year_group;
use crate::units::AGES;

impl Disease {
    /// The cause of death that the disease's differences between areas follow.
    #[must_use]
    pub(crate) const fn cause(self) -> Cause {
        match self {
            Self::HeartAttack => Cause::IschaemicHeartDisease,
            Self::Stroke => Cause::Stroke,
            Self::LungCancer => Cause::LungCancer,
            Self::Copd => Cause::Copd,
            Self::Diabetes => Cause::Diabetes,
        }
    }
}

/// Factors on incidence.
#[derive(Debug, Clone)]
pub(super) struct IncidenceRatios {
    /// Of London on England's, by sex.
    pub(super) region: [[f64; DISEASES]; 2],
    /// Of each cell on London's, index `cell * 2 + sex`.
    pub(super) cells: Vec<[f64; DISEASES]>,
}

impl IncidenceRatios {
    /// London: its deaths over those at England's rates. A cell: London's people at the cell's death rates over them at London's, times
    /// one factor with which London's new cases add up; `incidence` is England's by sex, age and disease, and weighs.
    ///
    /// # Formula
    /// ```text
    /// London = sum over a of N(a) m(a) / sum of N(a) m_England(a)        cell = sum over a of N(a) m_cell(a) / sum of N(a) m(a)
    /// with sum over cells and a of N_cell(a) i(a) cell = sum of N(a) i(a)
    /// ```
    pub(super) fn of(
        data: &ReferenceData,
        demography: &Demography,
        mortality: &Mortality,
        incidence: impl Fn(Disease, usize, usize) -> f64,
    ) -> Result<Self, Error> {
        let england = england_rates_of_all_quintiles(data)?;
        let (rates, factors) = (mortality.rates(), mortality.area_factors());
        let mut ratios =
            Self { region: [[1.0; DISEASES]; 2], cells: vec![[1.0; DISEASES]; 2 * demography.cells().len()] };
        for disease in Disease::AXIS {
            let cause = disease.cause().index();
            for sex in 0..2 {
                let mut people = [0.0; AGES];
                let (mut deaths, mut expected) = (0.0, 0.0);
                for (index, cell) in demography.cells().iter().enumerate() {
                    for age in 0..AGES {
                        let n = demography.persons()[[index, sex, age]];
                        people[age] += n;
                        deaths += n * rates[[cause, sex, cell.quintile.index(), age]] * factors[[cell.area, sex]];
                        expected += n * england[[cause, sex, five_year_group(age)]];
                    }
                }
                ratios.region[sex][disease.index()] = deaths / expected;
                let (mut weighted, mut all) = (0.0, 0.0);
                for (index, cell) in demography.cells().iter().enumerate() {
                    let standard: f64 =
                        (0..AGES).map(|age| people[age] * rates[[cause, sex, cell.quintile.index(), age]]).sum();
                    let relative = standard * factors[[cell.area, sex]] / deaths;
                    ratios.cells[2 * index + sex][disease.index()] = relative;
                    for age in 0..AGES {
                        let cases = demography.persons()[[index, sex, age]] * incidence(disease, sex, age);
                        weighted += cases * relative;
                        all += cases;
                    }
                }
                for index in 0..demography.cells().len() {
                    ratios.cells[2 * index + sex][disease.index()] *= all / weighted;
                }
            }
        }
        Ok(ratios)
    }
}
