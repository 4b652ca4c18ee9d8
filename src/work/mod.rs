//! Work: who is employed, the days they lose to sickness, and what a day is worth.

pub(crate) mod absence;
pub(crate) mod agreement;
pub(crate) mod component;
pub(crate) mod productivity;
mod tables;
pub(crate) mod workers;

pub use absence::WORKING_DAYS;
pub use productivity::Friction;
pub(crate) use tables::TABLES;

use crate::data::ReferenceData;
use crate::draws::Draws;
use crate::error::Error;
use crate::multistate::lanes::Lanes;
use crate::population::demography::Demography;

/// Everything fitted of work.
#[derive(Debug, Clone)]
pub(crate) struct Work {
    workers: workers::Workers,
    absence: absence::Absence,
    pay: productivity::Pay,
}

/// Work in a batch of draws.
#[derive(Debug, Clone)]
pub(crate) struct WorkDraws {
    /// Share of people aged 16 to 64 in work, by area; the same at all those ages and for both sexes.
    pub(crate) employed: Vec<Lanes>,
    /// Working days lost to sickness a year by a worker of London at the start, by sex.
    pub(crate) days: [Lanes; 2],
    /// Factor on the days at each mid-year from the start on (`years + 1` of them); 1 at the start.
    pub(crate) trend: Vec<Lanes>,
    /// Excess risk of days lost of current, then of former smokers, against never smokers.
    pub(crate) smoking: [Lanes; 2],
    /// Share of the days that is lost for stress, depression, anxiety.
    pub(crate) mental: Lanes,
    /// Pounds of April 2015 that a working day of a resident is worth (human capital), by area.
    pub(crate) value_of_day: Vec<Lanes>,
}

impl Work {
    /// Fits employment, absence and pay, with `years` years after the start.
    ///
    /// # Errors
    /// If a table lacks what is needed; it is named.
    pub(crate) fn fit(data: &ReferenceData, demography: &Demography, start: i32, years: usize) -> Result<Self, Error> {
        let workers = workers::Workers::from_data(data, demography)?;
        let absence = absence::Absence::fit(data, workers.by_sex(), start, years)?;
        let pay = productivity::Pay::from_data(data, demography)?;
        Ok(Self { workers, absence, pay })
    }

    /// Who is in work.
    #[must_use]
    pub(crate) fn workers(&self) -> &workers::Workers {
        &self.workers
    }

    /// What is assumed, in words.
    #[must_use]
    pub(crate) fn notes(&self) -> Vec<String> {
        [self.workers.notes(), self.absence.notes(), self.pay.notes()].concat()
    }

    /// Work in a batch of draws.
    ///
    /// # Errors
    /// If a parameter cannot be drawn.
    pub(crate) fn draw(&self, draws: &mut Draws<'_>) -> Result<WorkDraws, Error> {
        let employed = self.workers.draw(draws)?;
        let drawn = self.absence.draw(draws)?;
        let value_of_day = self.pay.draw(draws)?;
        Ok(WorkDraws {
            employed,
            days: drawn.days,
            trend: drawn.trend,
            smoking: drawn.smoking,
            mental: drawn.mental,
            value_of_day,
        })
    }
}

impl WorkDraws {
    /// Mean risk of days lost against never smokers of people of whom these shares smoke and never did; the others are former
    /// smokers.
    #[inline(always)]
    pub(crate) fn smoking_risk(&self, current: Lanes, never: Lanes) -> Lanes {
        let [of_current, of_former] = self.smoking;
        Lanes::ONE + current * of_current + (Lanes::ONE - current - never) * of_former
    }

    /// Pounds that the days worked of an area's workers are worth, from their years in work and days lost.
    #[inline(always)]
    pub(crate) fn value(&self, worker_years: Lanes, days_lost: Lanes, area: usize) -> Lanes {
        (worker_years * WORKING_DAYS - days_lost) * self.value_of_day[area]
    }

    /// Factor on days lost when those for poor mental health change by `factor`: exactly 1 if that is 1.
    ///
    /// # Formula
    /// ```text
    /// 1 - mental x (1 - factor)
    /// ```
    pub(crate) fn with_mental(&self, factor: Lanes) -> Lanes {
        Lanes::ONE - self.mental * (Lanes::ONE - factor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn londons_days_are_near_the_published_total() {
        // London Healthy Workplace Charter 2014-2015: "almost 14 million" days, rounded and without a stated method. Workers and
        // days here are of other sources, so the two are compared and not fitted to each other.
        let data = ReferenceData::embedded();
        let demography = Demography::from_data(&data).unwrap();
        let work = Work::fit(&data, &demography, 2015, 25).unwrap();
        let drawn = work.draw(&mut Draws::register()).unwrap();
        let total: f64 = (0..2).map(|sex| work.workers().by_sex()[sex] * drawn.days[sex].0[0]).sum();
        assert!((total / 14e6 - 1.0).abs() < 0.1, "{total}");
        assert_eq!(drawn.trend.len(), 26);
        assert_eq!(drawn.trend[0], Lanes::ONE);
        assert_eq!(drawn.with_mental(Lanes::ONE), Lanes::ONE);
        assert!((drawn.with_mental(Lanes::splat(0.5)).0[0] - 0.95).abs() < 1e-12);
    }
}
