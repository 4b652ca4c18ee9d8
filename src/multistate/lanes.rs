//! Eight draws side by side: the number type of the kernel.
//!
//! Every operation does the same to each lane and never mixes lanes, so a draw's numbers do not depend on the draws
//! beside it. Products and sums are rounded one after the other (no fused multiply-add), so every instruction set gives
//! the same bits.

use std::ops::{Add, AddAssign, Div, Mul, MulAssign, Sub};
use std::sync::atomic::{Ordering, compiler_fence};

/// Number of draws side by side.
pub const LANES: usize = 8;

/// One quantity in [`LANES`] draws.
///
/// Aligned to 64 bytes, a cache line, so that no load of the hot loop crosses two lines.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[repr(align(64))]
pub struct Lanes(pub [f64; LANES]);

impl Lanes {
    /// 0 in every lane.
    pub const ZERO: Self = Self([0.0; LANES]);
    /// 1 in every lane.
    pub const ONE: Self = Self([1.0; LANES]);

    /// The same value in every lane.
    #[inline(always)]
    #[must_use]
    pub const fn splat(value: f64) -> Self {
        Self([value; LANES])
    }

    /// Lanes `first..first + LANES` of a list of draws; lanes past its end repeat the last value.
    ///
    /// Padding with a real draw rather than with 0 keeps the padded lanes inside the domain of every function.
    /// An empty list gives 0.
    #[must_use]
    pub fn gather(draws: &[f64], first: usize) -> Self {
        let last = draws.last().copied().unwrap_or(0.0);
        Self(std::array::from_fn(|lane| draws.get(first + lane).copied().unwrap_or(last)))
    }

    /// Whether every lane is `>= low` and `<= high`; not a number is outside.
    #[must_use]
    pub fn within(self, low: f64, high: f64) -> bool {
        self.0.iter().all(|x| (low..=high).contains(x))
    }
}

/// The items of an iterator one after the other, for loops whose items are [`Lanes`] (states, causes, ages).
///
/// A compiler likes to take eight items of such a loop at once, each vector holding one draw of eight items, and then
/// gathers them from memory number by number, which is several times slower than to take the eight draws of one item.
/// Between two items a compiler fence keeps it from that; it is no instruction and costs no time.
#[inline(always)]
pub fn one_by_one<I: IntoIterator>(items: I) -> OneByOne<I::IntoIter> {
    OneByOne(items.into_iter())
}

/// See [`one_by_one`].
#[derive(Debug, Clone)]
pub struct OneByOne<I>(I);

impl<I: Iterator> Iterator for OneByOne<I> {
    type Item = I::Item;

    #[inline(always)]
    fn next(&mut self) -> Option<I::Item> {
        compiler_fence(Ordering::SeqCst);
        self.0.next()
    }
}

/// One over each of some values, by one division: the reciprocal of their product, then each value taken out of it again. **The caller
/// makes sure that the product is far from the limits of a number.**
#[inline(always)]
pub fn reciprocals(values: &[Lanes], per_value: &mut [Lanes]) {
    let mut product = Lanes::ONE;
    for (value, before) in one_by_one(values.iter().zip(per_value.iter_mut())) {
        *before = product;
        product *= *value;
    }
    let mut rest = Lanes::ONE / product;
    for (value, per_value) in one_by_one(values.iter().zip(per_value.iter_mut()).rev()) {
        *per_value *= rest;
        rest *= *value;
    }
}

macro_rules! lane_by_lane {
    ($trait:ident, $method:ident, $op:tt) => {
        impl $trait for Lanes {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                let mut out = [0.0; LANES];
                for i in 0..LANES {
                    out[i] = self.0[i] $op other.0[i];
                }
                Self(out)
            }
        }

        impl $trait<f64> for Lanes {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: f64) -> Self {
                let mut out = [0.0; LANES];
                for i in 0..LANES {
                    out[i] = self.0[i] $op other;
                }
                Self(out)
            }
        }
    };
}

lane_by_lane!(Add, add, +);
lane_by_lane!(Sub, sub, -);
lane_by_lane!(Mul, mul, *);
lane_by_lane!(Div, div, /);

impl AddAssign for Lanes {
    #[inline(always)]
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl MulAssign for Lanes {
    #[inline(always)]
    fn mul_assign(&mut self, other: Self) {
        *self = *self * other;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gather_pads_with_the_last_draw() {
        let draws: Vec<f64> = (0..11).map(f64::from).collect();
        assert_eq!(Lanes::gather(&draws, 0), Lanes([0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]));
        assert_eq!(Lanes::gather(&draws, 8), Lanes([8.0, 9.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0]));
        assert_eq!(Lanes::gather(&[], 0), Lanes::ZERO);
    }

    #[test]
    fn one_division_gives_all_reciprocals() {
        let values: [Lanes; 5] =
            std::array::from_fn(|at| Lanes(std::array::from_fn(|lane| 0.1 + (at * 8 + lane) as f64)));
        let mut per_value = [Lanes::ZERO; 5];
        reciprocals(&values, &mut per_value);
        for (value, per_value) in values.iter().zip(&per_value) {
            for lane in 0..LANES {
                assert!((value.0[lane] * per_value.0[lane] - 1.0).abs() < 1e-14);
            }
        }
    }

    #[test]
    fn within_refuses_not_a_number() {
        let mut x = Lanes::splat(0.5);
        assert!(x.within(0.0, 1.0));
        x.0[7] = f64::NAN;
        assert!(!x.within(0.0, 1.0));
    }
}
