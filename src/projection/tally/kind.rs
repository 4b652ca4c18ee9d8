//! The tallies of this crate as one type, so that the engine that fills them is compiled once.

use super::full::FullTally;
use super::search::SearchTally;
use super::{Flow, Stock, Tally, Wants};
use crate::multistate::lanes::Lanes;
use crate::outcomes::layout::Certain;
use crate::projection::position::Position;

/// Every measure of a batch, or what its searches need.
#[allow(clippy::large_enum_variant, reason = "there is one at a time")]
pub(crate) enum Kind<'a> {
    Full(FullTally<'a>),
    Search(SearchTally),
}

impl Tally for Kind<'_> {
    #[inline(always)]
    fn wants(&self) -> Wants {
        match self {
            Self::Full(tally) => tally.wants(),
            Self::Search(tally) => tally.wants(),
        }
    }

    #[inline(always)]
    fn begin_cell(&mut self, cell: usize) {
        match self {
            Self::Full(tally) => tally.begin_cell(cell),
            Self::Search(tally) => tally.begin_cell(cell),
        }
    }

    #[inline(always)]
    fn wants_mid_year(&self, year: usize) -> bool {
        match self {
            Self::Full(tally) => tally.wants_mid_year(year),
            Self::Search(tally) => tally.wants_mid_year(year),
        }
    }

    #[inline(always)]
    fn stock(&mut self, at: Position, scenario: usize, stock: &Stock<'_>) {
        match self {
            Self::Full(tally) => tally.stock(at, scenario, stock),
            Self::Search(tally) => tally.stock(at, scenario, stock),
        }
    }

    #[inline(always)]
    fn flow(&mut self, at: Position, scenario: usize, flow: &Flow<'_>) {
        match self {
            Self::Full(tally) => tally.flow(at, scenario, flow),
            Self::Search(tally) => tally.flow(at, scenario, flow),
        }
    }

    #[inline(always)]
    fn certain(&mut self, what: Certain, scenario: usize, year: usize, people: Lanes) {
        match self {
            Self::Full(tally) => tally.certain(what, scenario, year, people),
            Self::Search(tally) => tally.certain(what, scenario, year, people),
        }
    }

    #[inline(always)]
    fn births(&mut self, scenario: usize, births: Lanes) {
        match self {
            Self::Full(tally) => tally.births(scenario, births),
            Self::Search(tally) => tally.births(scenario, births),
        }
    }

    #[inline(always)]
    fn end_of_age(&mut self, cell: usize, sex: usize, age: usize, year: usize, last: bool) {
        match self {
            Self::Full(tally) => tally.end_of_age(cell, sex, age, year, last),
            Self::Search(tally) => tally.end_of_age(cell, sex, age, year, last),
        }
    }
}
