//! The order in which the hot loop passes through sexes and ages, and where it is.

use crate::units::AGES;

/// Place of a sex and age among people: ages from the oldest down.
#[inline(always)]
pub(super) fn place(sex: usize, age: usize) -> usize {
    sex * AGES + AGES - 1 - age
}

/// One sex, age and year of a cell.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Position {
    pub(crate) cell: usize,
    pub(crate) area: usize,
    pub(crate) sex: usize,
    pub(crate) age: usize,
    pub(crate) year: usize,
}
