//! People at mid-year added up to the measures that are stocks, as the row of each says.

use super::Stock;
use crate::catalogue::measure::{Counted, Sum};
use crate::multistate::lanes::Lanes;
use crate::subjects::{KEPT_STOCKS, MEASURE_ROWS};

/// A sum of each measure that is a stock, in the order of the draw store.
pub(super) type StockSums = [Lanes; KEPT_STOCKS];

/// Most stocks that are added up below.
const MOST: usize = 32;

/// How a stock is added up; none beyond the last.
const fn how(stock: usize) -> Option<Sum> {
    if stock >= KEPT_STOCKS {
        return None;
    }
    match MEASURE_ROWS[stock].sum() {
        Some(sum) => Some(*sum),
        None => None,
    }
}

/// Adds the people of one sex and age to one stock.
#[inline(always)]
fn add_to(sum: &mut Lanes, how: &Sum, age: usize, stock: &Stock<'_>) {
    let Some(part) = how.ages.part(age) else { return };
    let people = stock.people * part;
    match how.of {
        Counted::People => *sum += people,
        Counted::Smokers => *sum += stock.smokers * part,
        Counted::Exceeding(exposure, threshold) => *sum += people * stock.exceedance[exposure][threshold],
        Counted::NotExceeding(exposure, threshold) => {
            *sum += people * (Lanes::ONE - stock.exceedance[exposure][threshold])
        }
        Counted::OutsideShare(share) => *sum += people * (Lanes::ONE - stock.shares[share]),
        Counted::WithDisease(disease) => {
            if let Some(prevalence) = stock.prevalence {
                *sum += people * prevalence[disease];
            }
        }
        Counted::Flow => {}
    }
}

/// One line for each stock, so that the compiler knows each row.
macro_rules! add_each {
    ($sums:ident, $age:ident, $stock:ident: $($at:literal)+) => {
        $(
            if let Some(how) = const { how($at) } {
                add_to(&mut $sums[$at], &how, $age, $stock);
            }
        )+
    };
}

/// Adds the people of one sex and age.
#[inline(always)]
pub(super) fn add(sums: &mut [Lanes], age: usize, stock: &Stock<'_>) {
    const { assert!(KEPT_STOCKS <= MOST, "more stocks need more lines") };
    let sums = &mut sums[..KEPT_STOCKS];
    add_each!(sums, age, stock:
        0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31);
}
