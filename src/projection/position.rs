//! Where the hot loop is: one sex, age and year of a cell, and the order in which it passes through them.

use crate::units::AGES;

/// Index of a sex and age among people: ages from the oldest down.
#[inline(always)]
pub(super) fn index(sex: usize, age: usize) -> usize {
    sex * AGES + AGES - 1 - age
}

/// One sex, age and year of a cell.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Position {
    pub(crate) cell: usize,
    pub(crate) area: usize,
    pub(crate) sex: usize,
    pub(crate) age: usize,
    /// Mid-years since the start; for a flow that is tallied, those of the end of its year.
    pub(crate) year: usize,
}
