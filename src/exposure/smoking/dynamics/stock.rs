//! Who smokes where at the start: London's shares spread over areas and quintiles by raking.

use super::calibration::RegionDraws;
use crate::exposure::smoking::fit::survey::{ADULT, SURVEY_STARTS};
use crate::exposure::smoking::states::CURRENT;
use crate::multistate::lanes::{Lanes, one_by_one};
use crate::population::demography::Demography;
use crate::population::stratum::QUINTILES;
use crate::units::AGES;

/// Rounds of raking; the margins meet to rounding well before.
const ROUNDS: usize = 12;

/// Smoking by cell in a batch of draws.
#[derive(Debug, Clone)]
pub(crate) struct CellSmoking {
    /// Share of current smokers by cell, sex and age (index `(cell * 2 + sex) * 101 + age`).
    pub(crate) current: Vec<Lanes>,
    /// Factor on London's starting, by cell and sex.
    pub(crate) start: Vec<Lanes>,
}

/// Spreads London's current smokers over the cells.
///
/// Each cell starts from London's odds at its sex and age, times the odds ratio of its area and of its quintile; then
/// the shares are scaled in turn to the level of each area (all adults) and to London's level at each sex and age,
/// until both hold. The areas' levels are first brought to London's total, which carries the error all share.
pub(crate) fn spread(
    demography: &Demography,
    region: &RegionDraws,
    area_odds: &[Lanes],
    quintile_odds: &[Lanes; QUINTILES],
) -> CellSmoking {
    let cells = demography.cells();
    let persons = demography.persons();
    let at = |cell: usize, sex: usize, age: usize| (cell * 2 + sex) * AGES + age;
    let mut current = vec![Lanes::ZERO; cells.len() * 2 * AGES];
    for (index, cell) in cells.iter().enumerate() {
        let ratio = area_odds[cell.area] * quintile_odds[cell.quintile.index()];
        for sex in 0..2 {
            for age in one_by_one(0..AGES) {
                let share = region.stock[sex][age][CURRENT];
                let odds = share * ratio;
                current[at(index, sex, age)] = odds / (Lanes::ONE - share + odds);
            }
        }
    }
    let targets = area_targets(demography, region, area_odds);
    // By cell, sex and age like the shares.
    let persons: Vec<f64> = persons.iter().copied().collect();
    let mut people = vec![0.0; 2 * AGES];
    for persons in persons.chunks_exact(2 * AGES) {
        for (people, persons) in people.iter_mut().zip(persons) {
            *people += persons;
        }
    }
    for _ in 0..ROUNDS {
        let mut smokers = vec![Lanes::ZERO; demography.areas().len()];
        for (index, cell) in cells.iter().enumerate() {
            for sex in 0..2 {
                let adults = at(index, sex, ADULT)..at(index, sex + 1, 0);
                for (share, persons) in one_by_one(current[adults.clone()].iter().zip(&persons[adults])) {
                    smokers[cell.area] += *share * *persons;
                }
            }
        }
        let factors: Vec<Lanes> = targets.iter().zip(&smokers).map(|(target, now)| *target / *now).collect();
        for (index, cell) in cells.iter().enumerate() {
            for share in one_by_one(&mut current[at(index, 0, 0)..at(index + 1, 0, 0)]) {
                *share *= factors[cell.area];
            }
        }
        let mut factors = vec![Lanes::ZERO; 2 * AGES];
        // Cell by cell, as they lie in memory: the sums of all sexes and ages side by side.
        for (shares, persons) in current.chunks_exact(2 * AGES).zip(persons.chunks_exact(2 * AGES)) {
            for ((sum, share), persons) in one_by_one(factors.iter_mut().zip(shares).zip(persons)) {
                *sum += *share * *persons;
            }
        }
        for (position, (sum, people)) in factors.iter_mut().zip(&people).enumerate() {
            // Below the age of starting nobody smokes and there is nothing to scale.
            let target = region.stock[position / AGES][position % AGES][CURRENT] * *people;
            for (sum, target) in sum.0.iter_mut().zip(target.0) {
                *sum = if *sum > 0.0 { target / *sum } else { 1.0 };
            }
        }
        for shares in current.chunks_exact_mut(2 * AGES) {
            for (share, factor) in one_by_one(shares.iter_mut().zip(&factors)) {
                *share *= *factor;
            }
        }
    }
    let mut start = Vec::with_capacity(cells.len() * 2);
    for index in 0..cells.len() {
        for sex in 0..2 {
            let (mut own, mut region_wide) = (Lanes::ZERO, Lanes::ZERO);
            for age in one_by_one(ADULT..SURVEY_STARTS[1]) {
                own += current[at(index, sex, age)];
                region_wide += region.stock[sex][age][CURRENT];
            }
            start.push(own / region_wide);
        }
    }
    CellSmoking { current, start }
}

/// Adult smokers of each area, adding up to London's.
fn area_targets(demography: &Demography, region: &RegionDraws, area_odds: &[Lanes]) -> Vec<Lanes> {
    let persons = demography.persons();
    let mut adults = vec![0.0; demography.areas().len()];
    for (index, cell) in demography.cells().iter().enumerate() {
        for sex in 0..2 {
            for age in ADULT..AGES {
                adults[cell.area] += persons[[index, sex, age]];
            }
        }
    }
    let share = region.path[0];
    let mut targets: Vec<Lanes> = area_odds
        .iter()
        .zip(&adults)
        .map(|(ratio, people)| {
            let odds = share * *ratio;
            odds / (Lanes::ONE - share + odds) * *people
        })
        .collect();
    let (mut sum, mut people) = (Lanes::ZERO, 0.0);
    for (target, adults) in targets.iter().zip(&adults) {
        sum += *target;
        people += adults;
    }
    let factor = share * people / sum;
    for target in one_by_one(&mut targets) {
        *target *= factor;
    }
    targets
}
