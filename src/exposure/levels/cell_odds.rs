//! Odds ratios of the cells against London, such that each area has its own level.

use crate::draws::Draws;
use crate::error::Error;
use crate::exposure::area_effect::{AreaEffects, mean_quintiles};
use crate::multistate::lanes::Lanes;
use crate::numerics::logit::logistic;
use crate::numerics::root::bisect;
use crate::population::demography::Demography;
use std::ops::Range;

/// The cells' odds ratios of people of some ages.
///
/// # Formula
/// ```text
/// ln r(area, q) = offset(area) + effect(area) - its mean + gradient (3 - q) - (gradient - its mean)(3 - mean q of the area)
/// ```
/// An area's published figure is of its own people: their ages, sexes and quintiles are in it. So the offset is not the
/// area's effect but solved, at central values, so that the people of the area have the share which the effect says. A draw
/// of the gradient turns an area about its own mean quintile.
#[derive(Debug, Clone)]
pub(crate) struct CellOdds {
    levels: AreaEffects,
    /// Beginning of the parameters' names, for example `obesity of children`.
    what: &'static str,
    names: Vec<String>,
    offsets: Vec<f64>,
    /// Mean quintile of each area, about which a draw of the gradient turns it; the middle one without a survey.
    pivots: Vec<f64>,
}

impl CellOdds {
    /// Solves the offsets for people of `ages`, with London's logit by sex and age.
    ///
    /// # Errors
    /// If an area has no people of these ages while the areas differ.
    pub(crate) fn fit(
        demography: &Demography,
        levels: AreaEffects,
        what: &'static str,
        ages: Range<usize>,
        logit: impl Fn(usize, usize) -> f64,
    ) -> Result<Self, Error> {
        let mut pivots = mean_quintiles(demography, ages.clone());
        let gradient = levels.gradient().mean();
        // People, logit and gradient's part of each cell, sex and age of an area.
        let mut people: Vec<Vec<(f64, f64, f64)>> = vec![Vec::new(); demography.areas().len()];
        for (index, cell) in demography.cells().iter().enumerate() {
            for sex in 0..2 {
                for age in ages.clone() {
                    let persons = demography.persons()[[index, sex, age]];
                    if persons > 0.0 {
                        let steps = gradient * (3.0 - f64::from(cell.quintile.get()));
                        people[cell.area].push((persons, logit(sex, age), steps));
                    }
                }
            }
        }
        let all: f64 = people.iter().flatten().map(|p| p.0).sum();
        let region: f64 = people.iter().flatten().map(|(n, x, _)| n * logistic(*x)).sum::<f64>() / all;
        let region = crate::numerics::logit::logit(region);
        let mut offsets = Vec::with_capacity(people.len());
        for (area, people) in people.iter().enumerate() {
            let of_area: f64 = people.iter().map(|p| p.0).sum();
            if !(of_area > 0.0) {
                let name = &demography.areas()[area].name;
                return Err(Error::Conflict { rule: format!("{name} has nobody of the ages of {what}") });
            }
            // Of an area without figures of its own its quintiles are all that is known.
            if !levels.effects()[area].surveyed {
                offsets.push(0.0);
                pivots[area] = 3.0;
                continue;
            }
            let target = logistic(region + levels.effects()[area].effect.mean());
            let share =
                |offset: f64| people.iter().map(|(n, x, g)| n * logistic(x + g + offset)).sum::<f64>() / of_area;
            offsets.push(shift(|offset| share(offset) - target));
        }
        let names = demography.areas().iter().map(|area| area.name.clone()).collect();
        Ok(Self { levels, what, names, offsets, pivots })
    }

    /// What it was fitted from.
    pub(crate) fn levels(&self) -> &AreaEffects {
        &self.levels
    }

    /// Odds ratios in a batch of draws, by cell.
    pub(crate) fn draw(&self, cells: &[(usize, f64)], draws: &mut Draws<'_>) -> Result<Vec<Lanes>, Error> {
        let what = self.what;
        let mut areas = Vec::with_capacity(self.offsets.len());
        for (area, effect) in self.levels.effects().iter().enumerate() {
            let value = draws.value(|| format!("{what} in {} against London", self.names[area]), &effect.effect)?;
            areas.push(value + (self.offsets[area] - effect.effect.mean()));
        }
        let gradient = draws.value(|| format!("gradient of {what} over deprivation"), self.levels.gradient())?;
        let turned = gradient - self.levels.gradient().mean();
        Ok(cells
            .iter()
            .map(|&(area, quintile)| {
                let log = areas[area] + gradient * (3.0 - quintile) - turned * (3.0 - self.pivots[area]);
                Lanes(log.0.map(libm::exp))
            })
            .collect())
    }
}

/// Area and quintile of every cell.
pub(crate) fn cells_of(demography: &Demography) -> Vec<(usize, f64)> {
    demography.cells().iter().map(|cell| (cell.area, f64::from(cell.quintile.get()))).collect()
}

/// The shift of log odds at which a function of it that rises is 0.
pub(crate) fn shift(f: impl Fn(f64) -> f64) -> f64 {
    bisect([-20.0, 20.0], |shift| f(shift) < 0.0)
}
