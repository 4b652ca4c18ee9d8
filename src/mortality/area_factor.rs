//! The factors of the areas: one on all causes for each area and sex, with which it has its life expectancy.

use super::cause::CAUSES;
use super::england::GROUPS;
use crate::numerics::root::false_position;
use crate::population::demography::Demography;
use crate::population::life_table::expectancy_at_birth;
use crate::population::stratum::{QUINTILES, five_year_group};
use crate::units::AGES;
use ndarray::{Array2, Array3, Array4, Axis, Zip};

/// The factor on the rates `mx` that gives the life expectancy `target`, from 1/5 to 5; none if no such factor does.
pub(super) fn factor_for(mx: &[f64; AGES], target: f64) -> Option<f64> {
    let miss = |log_factor: f64| {
        let factor = libm::exp(log_factor);
        expectancy_at_birth(&mx.map(|m| m * factor)) - target
    };
    // Life expectancy falls smoothly with the logarithm of the factor.
    false_position([-1.61, 1.61], 1e-11, miss).map(libm::exp)
}

/// The people of a region as the search needs them, which no round of it changes.
pub(super) struct AreaPeople<'a> {
    demography: &'a Demography,
    /// Axes area, sex, age.
    by_area: Array3<f64>,
}

impl<'a> AreaPeople<'a> {
    pub(super) fn new(demography: &'a Demography) -> Self {
        let mut by_area = Array3::zeros((demography.areas().len(), 2, AGES));
        for (cell, persons) in demography.cells().iter().zip(demography.persons().outer_iter()) {
            let mut sum = by_area.index_axis_mut(Axis(0), cell.area);
            sum += &persons;
        }
        Self { demography, by_area }
    }

    /// People of each quintile, each counted as the factor of the area and sex; axes sex, quintile, age.
    pub(super) fn weighted(&self, factors: &Array2<f64>) -> Array3<f64> {
        let mut weights = Array3::zeros((2, QUINTILES, AGES));
        for (cell, persons) in self.demography.cells().iter().zip(self.demography.persons().outer_iter()) {
            for (sex, persons) in persons.outer_iter().enumerate() {
                let factor = factors[[cell.area, sex]];
                let mut weights = weights.index_axis_mut(Axis(0), sex);
                weights.row_mut(cell.quintile.index()).scaled_add(factor, &persons);
            }
        }
        weights
    }

    /// Mean of `totals` (axes sex, quintile, age) in each area, its quintiles weighted by their people; axes area, sex,
    /// age. An age without people takes the mean by the shares of the quintiles.
    pub(super) fn means_by_area(&self, totals: &Array3<f64>) -> Array3<f64> {
        let mut means = Array3::zeros(self.by_area.raw_dim());
        for (cell, persons) in self.demography.cells().iter().zip(self.demography.persons().outer_iter()) {
            let mut means = means.index_axis_mut(Axis(0), cell.area);
            for (sex, persons) in persons.outer_iter().enumerate() {
                let rates = totals.index_axis(Axis(0), sex);
                let rates = rates.row(cell.quintile.index());
                Zip::from(means.row_mut(sex)).and(persons).and(rates).for_each(|sum, n, rate| *sum += n * rate);
            }
        }
        for ((area, sex, age), mean) in means.indexed_iter_mut() {
            let people = self.by_area[[area, sex, age]];
            if people > 0.0 {
                *mean /= people;
                continue;
            }
            let cells = self.demography.cells().iter().filter(|cell| cell.area == area);
            let share = |cell| self.demography.quintile_share(cell, age);
            *mean = cells.map(|cell| share(*cell) * totals[[sex, cell.quintile.index(), age]]).sum();
        }
        means
    }
}

/// Deaths a year by cause, sex and five-year group: `rates` (axes cause, sex, quintile, age) of `people` (axes sex,
/// quintile, age).
pub(super) fn deaths(rates: &Array4<f64>, people: &Array3<f64>) -> Array3<f64> {
    let mut deaths = Array3::zeros((CAUSES, 2, GROUPS));
    let groups: [usize; AGES] = std::array::from_fn(five_year_group);
    for (rates, mut deaths) in rates.outer_iter().zip(deaths.outer_iter_mut()) {
        for ((rates, people), mut deaths) in rates.outer_iter().zip(people.outer_iter()).zip(deaths.outer_iter_mut()) {
            for (rates, people) in rates.outer_iter().zip(people.outer_iter()) {
                for ((rate, people), group) in rates.iter().zip(&people).zip(groups) {
                    deaths[group] += people * rate;
                }
            }
        }
    }
    deaths
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A hazard that doubles every seven years, times a factor.
    fn mx(factor: f64) -> [f64; AGES] {
        std::array::from_fn(|age| factor * 3e-5 * libm::exp(0.1 * age as f64))
    }

    #[test]
    fn the_factor_found_gives_the_life_expectancy() {
        for factor in [0.21, 0.5, 1.0, 1.1, 4.9] {
            let found = factor_for(&mx(1.0), expectancy_at_birth(&mx(factor))).unwrap();
            // A factor moves life expectancy by some ten years times its relative change.
            assert!((found / factor - 1.0).abs() < 1e-11, "{factor} {found}");
        }
    }

    #[test]
    fn beyond_a_fifth_and_five_there_is_none() {
        let at = |factor| expectancy_at_birth(&mx(factor));
        for target in [at(5.1), at(0.19), 0.0, 500.0, f64::NAN] {
            assert_eq!(factor_for(&mx(1.0), target), None, "{target}");
        }
    }
}
