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
    let mut add = |measure: Measure, people: Lanes| sums[measure as usize] += people;
    let people = stock.people;
    let [[overweight, obese], [not_active, inactive], [_, over_limit]] = stock.above;
    add(Measure::Population, people);
    match age {
        4 | 5 => {
            let children = people * if age == 4 { YOUNGER } else { OLDER };
            add(Measure::ChildrenReception, children);
            add(Measure::ObeseReception, children * obese);
            add(Measure::SchoolReadyChildren, children * (Lanes::ONE - stock.not_ready));
        }
        10 | 11 => {
            let children = people * if age == 10 { YOUNGER } else { OLDER };
            add(Measure::ChildrenYear6, children);
            add(Measure::ObeseYear6, children * obese);
            add(Measure::ExcessWeightYear6, children * overweight);
        }
        ADULT.. => {
            add(Measure::Adults, people);
            add(Measure::Smokers, stock.smokers);
            add(Measure::ObeseAdults, people * obese);
            add(Measure::ExcessWeightAdults, people * overweight);
            add(Measure::DrinkersOver14Units, people * over_limit);
            if age >= ACTIVE_FROM {
                add(Measure::Adults19, people);
                add(Measure::ActiveAdults, people * (Lanes::ONE - not_active));
                add(Measure::InactiveAdults, people * inactive);
            }
        }
        _ => {}
    }
    if let Some(prevalence) = stock.prevalence {
        let first = Measure::PrevalentHeartAttack as usize;
        for (sum, share) in one_by_one(sums[first..].iter_mut().zip(prevalence)) {
            *sum += people * *share;
        }
    }
}
