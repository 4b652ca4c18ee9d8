//! Days off sick of a cell's workers at the start: London's, and more where more smoke, are heavier and less active.

use super::exposures::Exposures;
use super::fitted_model::FittedModel;
use crate::exposure::smoking::dynamics::calibration::RegionDraws;
use crate::exposure::smoking::dynamics::stock::CellSmoking;
use crate::exposure::smoking::states::{CURRENT, NEVER};
use crate::multistate::lanes::Lanes;
use crate::units::AGES;
use crate::work::WorkDraws;
use crate::work::workers::WORKING_AGES;

impl FittedModel {
    /// Days of a worker a year at the start, index `cell * 2 + sex`; the mean of each sex over London's workers is London's.
    ///
    /// # Formula
    /// ```text
    /// days(cell, sex) = days of London(sex) x mean risk of its workers / mean risk of London's workers of that sex
    /// risk = risk of smoking x product over exposures of (1 + shares above x excess risks)
    /// ```
    /// all at the start, against never smokers of healthy weight who are active.
    pub(super) fn days_off_sick(
        &self,
        work: &WorkDraws,
        region: &RegionDraws,
        cells: &CellSmoking,
        exposures: &Exposures,
    ) -> Vec<Lanes> {
        let persons = self.demography.persons();
        let mut cells_sums = Vec::with_capacity(2 * self.demography.cells().len());
        let mut all = [[Lanes::ZERO; 2]; 2];
        for (cell, of) in self.demography.cells().iter().enumerate() {
            for (sex, all) in all.iter_mut().enumerate() {
                let (mut workers, mut risks) = (Lanes::ZERO, Lanes::ZERO);
                for age in WORKING_AGES {
                    let current = cells.current[(cell * 2 + sex) * AGES + age];
                    let stock = &region.stock[sex][age];
                    let never = stock[NEVER] * (Lanes::ONE - current) / (Lanes::ONE - stock[CURRENT]);
                    let here = work.employed[of.area] * persons[[cell, sex, age]];
                    workers += here;
                    risks += here * work.smoking_risk(current, never) * exposures.absence_at_start(cell, sex, age);
                }
                all[0] += workers;
                all[1] += risks;
                cells_sums.push([workers, risks]);
            }
        }
        let per_mean = all.map(|[workers, risks]| workers / risks);
        cells_sums
            .into_iter()
            .enumerate()
            .map(|(at, [workers, risks])| {
                let mut factor = risks / workers * per_mean[at % 2];
                for (factor, workers) in factor.0.iter_mut().zip(workers.0) {
                    // Where nobody works nothing is lost.
                    *factor = if workers > 0.0 { *factor } else { 1.0 };
                }
                work.days[at % 2] * factor
            })
            .collect()
    }
}
