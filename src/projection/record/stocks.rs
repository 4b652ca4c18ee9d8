//! People at mid-year added up to the measures that are stocks.

use crate::multistate::lanes::{Lanes, one_by_one};
use crate::outcomes::Measure;
use crate::outcomes::measure::KEPT_STOCKS;
use crate::projection::runs::{ADULT, Stock};

/// A sum of each measure that is a stock, in the order of the draw store.
pub(crate) type StockSums = [Lanes; KEPT_STOCKS];

/// First age of which activity is known.
const ACTIVE_FROM: usize = 19;
/// Shares of those aged 4 and 5 at mid-year who finish Reception, of those aged 10 and 11 who finish Year 6: school years run
/// from September, so that two months of ten are born in the younger.
const YOUNGER: f64 = 1.0 / 6.0;
const OLDER: f64 = 5.0 / 6.0;

/// Adds the people of one sex and age.
#[inline(always)]
pub(super) fn add(sums: &mut [Lanes], age: usize, stock: &Stock<'_>) {
    let sums = &mut sums[..KEPT_STOCKS];
    let people = stock.people;
    let [[overweight, obese], [not_active, inactive], [_, over_limit]] = stock.above;
    sums[Measure::POPULATION as usize] += people;
    match age {
        4 | 5 => {
            let children = people * if age == 4 { YOUNGER } else { OLDER };
            sums[Measure::CHILDREN_RECEPTION as usize] += children;
            sums[Measure::OBESE_RECEPTION as usize] += children * obese;
            sums[Measure::SCHOOL_READY_CHILDREN as usize] += children * (Lanes::ONE - stock.not_ready);
        }
        10 | 11 => {
            let children = people * if age == 10 { YOUNGER } else { OLDER };
            sums[Measure::CHILDREN_YEAR6 as usize] += children;
            sums[Measure::OBESE_YEAR6 as usize] += children * obese;
            sums[Measure::EXCESS_WEIGHT_YEAR6 as usize] += children * overweight;
        }
        ADULT.. => {
            sums[Measure::ADULTS as usize] += people;
            sums[Measure::SMOKERS as usize] += stock.smokers;
            sums[Measure::OBESE_ADULTS as usize] += people * obese;
            sums[Measure::EXCESS_WEIGHT_ADULTS as usize] += people * overweight;
            sums[Measure::DRINKERS_OVER_14_UNITS as usize] += people * over_limit;
            if age >= ACTIVE_FROM {
                sums[Measure::ADULTS_19 as usize] += people;
                sums[Measure::ACTIVE_ADULTS as usize] += people * (Lanes::ONE - not_active);
                sums[Measure::INACTIVE_ADULTS as usize] += people * inactive;
            }
        }
        _ => {}
    }
    if let Some(prevalence) = stock.prevalence {
        let first = Measure::PREVALENT_HEART_ATTACK as usize;
        for (sum, share) in one_by_one(sums[first..].iter_mut().zip(prevalence)) {
            *sum += people * *share;
        }
    }
}
