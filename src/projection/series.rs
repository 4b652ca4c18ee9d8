//! Published series that are no sums over people, on their way through a run: what a scenario makes of them, by area.

use super::plan::scenario::ScenarioPlan;
use crate::indicator::area_series::AreaSeriesDraws;
use crate::multistate::lanes::Lanes;
use crate::population::demography::Demography;

/// A series in a batch of draws.
#[derive(Debug)]
pub(crate) struct SeriesRun {
    /// Index of its measure.
    pub(crate) measure: usize,
    /// Index of its driver.
    pub(crate) driver: usize,
    /// Whether the driver moves what is left of 1.
    pub(crate) share_left: bool,
    pub(crate) draws: AreaSeriesDraws,
}

impl SeriesRun {
    /// The value of an area in a run at a mid-year; of all areas together for the number of areas.
    pub(crate) fn at(
        &self,
        of: &RegionPeople<'_>,
        plan: &ScenarioPlan,
        factors: &[Lanes],
        year: usize,
        area: usize,
    ) -> Lanes {
        if area < of.people.len() {
            return self.among(of, plan, factors, year, &[area]);
        }
        let all: Vec<usize> = (0..of.people.len()).collect();
        self.among(of, plan, factors, year, &all)
    }

    /// The value of some areas together: their mean by people of the start, or all areas' own value times what the scenario makes of
    /// that mean.
    pub(crate) fn among(
        &self,
        of: &RegionPeople<'_>,
        plan: &ScenarioPlan,
        factors: &[Lanes],
        year: usize,
        areas: &[usize],
    ) -> Lanes {
        let from = if plan.frozen { 0 } else { year };
        let (mut changed, mut unchanged, mut people) = (Lanes::ZERO, Lanes::ZERO, 0.0);
        for &area in areas {
            let cell = of.demography.cells().iter().position(|cell| cell.area == area);
            let factor = match cell {
                // What was done over the year before is what this one shows.
                Some(cell) if year > 0 => plan.factor_on(self.driver, factors, cell, year - 1),
                _ => Lanes::ONE,
            };
            let (base, weight) = (self.draws.at(from, 0, area), of.people[area]);
            changed += base * factor * weight;
            unchanged += base * weight;
            people += weight;
        }
        let value = if areas.len() == of.people.len() {
            self.draws.at(from, 0, areas.len()) * (changed / unchanged)
        } else {
            changed * (1.0 / people)
        };
        if self.share_left { Lanes::ONE - value } else { value }
    }
}

/// Where series are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RegionPeople<'a> {
    pub(crate) demography: &'a Demography,
    /// People of each area at the start.
    pub(crate) people: &'a [f64],
}
