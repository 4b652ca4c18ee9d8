//! London's odds such that the cells, each with its own odds ratio, add up to London's share.

use super::Exceedance;
use crate::multistate::lanes::{Lanes, one_by_one};
use crate::numerics::root::newton;
use crate::population::demography::Demography;
use crate::units::AGES;

/// First age of adults: from here on a cell's second odds ratio counts.
pub(crate) const ADULT: usize = 18;

/// Steps of Newton's method; each doubles the digits, and the start is right to two.
const STEPS: usize = 6;

/// Shares of London's people in each cell.
#[derive(Debug, Clone)]
pub(crate) struct Raking {
    /// Cells with people and their shares, by `sex * AGES + age`.
    indices: Vec<Vec<(usize, f64)>>,
}

impl Raking {
    /// Of the people of the start.
    pub(crate) fn new(demography: &Demography) -> Self {
        let persons = demography.persons();
        let indices = (0..2 * AGES)
            .map(|index| {
                let (sex, age) = (index / AGES, index % AGES);
                let of = |cell: usize| persons[[cell, sex, age]];
                let total: f64 = (0..demography.cells().len()).map(of).sum();
                let lived = (0..demography.cells().len()).filter(|&cell| of(cell) > 0.0);
                lived.map(|cell| (cell, of(cell) / total)).collect()
            })
            .collect();
        Self { indices }
    }

    /// The odds `o` of an index (`sex * AGES + age`) such that people with odds `o` times the odds ratio of their cell have
    /// London's odds `target` together:
    /// ```text
    /// sum over cells of w(cell) o r(cell) / (1 + o r(cell)) = target / (1 + target)
    /// ```
    /// Where nobody lives it is `target`.
    #[inline(always)]
    pub(crate) fn rake(&self, index: usize, target: Lanes, ratios: &[[Lanes; 2]]) -> Lanes {
        let which = usize::from(index % AGES >= ADULT);
        let cells = &self.indices[index];
        if cells.is_empty() {
            return target;
        }
        let share = target / (target + 1.0);
        newton(target, STEPS, |odds| {
            let (mut sum, mut slope) = (Lanes::ZERO, Lanes::ZERO);
            for (cell, weight) in one_by_one(cells) {
                let ratio = ratios[*cell][which];
                let healthy = Lanes::ONE / (odds * ratio + 1.0);
                let unit = ratio * healthy * *weight;
                sum += odds * unit;
                slope += unit * healthy;
            }
            (sum - share, slope)
        })
    }

    /// Both thresholds of [`Raking::rake`].
    #[inline(always)]
    pub(crate) fn rake_both(&self, index: usize, target: Exceedance, ratios: &[[Lanes; 2]]) -> Exceedance {
        target.map(|target| self.rake(index, target, ratios))
    }

    /// London's share at an index with raked odds.
    #[cfg(test)]
    pub(crate) fn share(&self, index: usize, odds: Lanes, ratios: &[[Lanes; 2]]) -> Lanes {
        let which = usize::from(index % AGES >= ADULT);
        let mut sum = Lanes::ZERO;
        for (cell, weight) in &self.indices[index] {
            let own = odds * ratios[*cell][which];
            sum += own / (own + 1.0) * *weight;
        }
        sum
    }
}
