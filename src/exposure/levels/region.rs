//! London's shares over ages and years, raked so that the cells add up, and the lagged shares at the start.

use super::raking::Raking;
use super::{Exceedance, LAGS};
use crate::multistate::lanes::{Lanes, one_by_one};
use crate::units::AGES;

/// Years of history behind the lagged shares. Of a mean delay of 10 years 2% reach back further; they take the shares
/// of the first of these years.
pub(crate) const HISTORY: i32 = 40;

/// London's odds in a batch of draws, raked.
#[derive(Debug)]
pub(crate) struct RegionLevels {
    pub(crate) odds: Vec<Exceedance>,
    pub(crate) lagged_at_start: [Vec<Exceedance>; LAGS],
}

/// Works out London's raked odds from `target`, London's odds by year from the start (negative: before), sex and age.
///
/// The correction by which raking moves the odds is found at the start, where cells and London agree exactly, and
/// kept in later years: cells change their people, and a correction of a correction would be spurious.
///
/// # Formula
/// The lagged share of a cohort, from the first age followed and for [`HISTORY`] years:
/// ```text
/// lagged(a, t) = (1 - w) share(a, t) + w lagged(a - 1, t - 1)
/// ```
pub(crate) fn rake(
    raking: &Raking,
    first_age: usize,
    years: usize,
    cells: &[[Lanes; 2]],
    carried: &[Lanes; LAGS],
    target: impl Fn(i32, usize, usize) -> Exceedance,
) -> RegionLevels {
    let mut correction = vec![[Lanes::ONE; 2]; 2 * AGES];
    let mut odds = vec![[Lanes::ZERO; 2]; (years + 1) * 2 * AGES];
    for index in indices(first_age) {
        let region = target(0, index / AGES, index % AGES);
        let raked = raking.rake_both(index, region, cells);
        correction[index] = [raked[0] / region[0], raked[1] / region[1]];
        odds[index] = raked;
    }
    for (year, odds) in odds.chunks_exact_mut(2 * AGES).enumerate().skip(1) {
        for index in indices(first_age) {
            let region = target(year as i32, index / AGES, index % AGES);
            odds[index] = [region[0] * correction[index][0], region[1] * correction[index][1]];
        }
    }
    let mut history = vec![[Lanes::ZERO; 2]; (HISTORY as usize + 1) * 2 * AGES];
    for (year, shares) in history.chunks_exact_mut(2 * AGES).enumerate() {
        for index in indices(first_age) {
            shares[index] = target(year as i32 - HISTORY, index / AGES, index % AGES).map(|odds| odds / (odds + 1.0));
        }
    }
    let lagged_at_start = carried.map(|carried| {
        let shares = lagged(&history, first_age, carried);
        let mut lagged = vec![[Lanes::ZERO; 2]; 2 * AGES];
        for index in indices(first_age) {
            let odds = shares[index].map(|share| share / (Lanes::ONE - share));
            lagged[index] = raking.rake_both(index, odds, cells);
        }
        lagged
    });
    RegionLevels { odds, lagged_at_start }
}

/// Indices `sex * AGES + age` at which the exposure is followed.
fn indices(first_age: usize) -> impl Iterator<Item = usize> {
    one_by_one((0..2).flat_map(move |sex| (first_age..AGES).map(move |age| sex * AGES + age)))
}

/// Lagged shares at the end of a history of shares by year, sex and age.
fn lagged(history: &[Exceedance], first_age: usize, carried: Lanes) -> Vec<Exceedance> {
    let fresh = Lanes::ONE - carried;
    let mut before: Vec<Exceedance> = history[..2 * AGES].to_vec();
    for shares in history.chunks_exact(2 * AGES).skip(1) {
        let mut now = shares.to_vec();
        for index in indices(first_age) {
            if index % AGES > first_age {
                for threshold in 0..2 {
                    now[index][threshold] = fresh * shares[index][threshold] + carried * before[index - 1][threshold];
                }
            }
        }
        before = now;
    }
    before
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constant_share_lags_to_itself() {
        let history = vec![[Lanes::splat(0.3), Lanes::splat(0.1)]; 41 * 2 * AGES];
        let lagged = lagged(&history, 19, Lanes::splat(0.9));
        for index in indices(19) {
            assert!((lagged[index][0].0[0] - 0.3).abs() < 1e-12 && (lagged[index][1].0[3] - 0.1).abs() < 1e-12);
        }
    }

    #[test]
    fn a_rise_of_one_cohort_is_met_as_geometric_weights_say() {
        // Everybody's share rises from 0 to 1 five years ago: 1 - w^6 of it has arrived, counting this year.
        let mut history = vec![[Lanes::ZERO; 2]; 41 * 2 * AGES];
        for shares in history.chunks_exact_mut(2 * AGES).skip(35) {
            shares.fill([Lanes::ONE; 2]);
        }
        let lagged = lagged(&history, 19, Lanes::splat(0.8));
        let expected = 1.0 - 0.8_f64 * 0.8 * 0.8 * 0.8 * 0.8 * 0.8;
        assert!((lagged[50][0].0[0] - expected).abs() < 1e-12);
        // Somebody of 19 has no past, somebody of 21 two years of it.
        assert!((lagged[19][0].0[0] - 1.0).abs() < 1e-12);
        assert!((lagged[21][0].0[0] - 1.0).abs() < 1e-12);
    }

    #[test]
    fn without_delay_the_lagged_share_is_the_share() {
        let history: Vec<Exceedance> =
            (0..41 * 2 * AGES).map(|i| [Lanes::splat(i as f64 * 1e-5), Lanes::splat(i as f64 * 1e-6)]).collect();
        let lagged = lagged(&history, 4, Lanes::ZERO);
        let start = &history[40 * 2 * AGES..];
        for index in indices(4) {
            assert_eq!(lagged[index], start[index]);
        }
    }
}
