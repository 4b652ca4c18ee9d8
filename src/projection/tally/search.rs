//! Takes down what ambitions are solved for, and no more.

use super::standardised::{self, city_rates};
use super::stocks::{self, StockSums};
use super::{Flow, Stock, Tally, Wants};
use crate::multistate::lanes::Lanes;
use crate::outcomes::layout::Certain;
use crate::projection::position::Position;
use crate::projection::standards::{GROUPS, StandardWeights, group_of};
use crate::subjects::KEPT_STOCKS;
use crate::units::AGES;

/// Stocks by run, cell and mid-year wanted; with flows also days off sick, deaths of the major causes and hazards of everybody.
pub(crate) struct SearchTally {
    flows: bool,
    cells: usize,
    wanted: Vec<usize>,
    stocks: Vec<StockSums>,
    /// Days off sick by run, cell and year to the last.
    days: Vec<Lanes>,
    years: usize,
    /// Of all cells by run and year wanted.
    deaths: Vec<[standardised::StandardisedSums; GROUPS]>,
    /// People and expected deaths of all cells by run, year wanted, sex and age.
    life: Vec<[Lanes; 2]>,
}

impl SearchTally {
    /// An empty tally of so many runs and cells, of the mid-years wanted and, with flows, of so many years of them.
    pub(crate) fn new(runs: usize, cells: usize, wanted: Vec<usize>, years: usize, flows: bool) -> Self {
        let count = |size: usize| if flows { size } else { 0 };
        Self {
            flows,
            cells,
            stocks: vec![[Lanes::ZERO; KEPT_STOCKS]; runs * cells * wanted.len()],
            days: vec![Lanes::ZERO; count(runs * cells * years)],
            years,
            deaths: vec![[[Lanes::ZERO; 5]; GROUPS]; count(runs * wanted.len())],
            life: vec![[Lanes::ZERO; 2]; count(runs * wanted.len() * 2 * AGES)],
            wanted,
        }
    }

    #[inline(always)]
    fn which(&self, year: usize) -> Option<usize> {
        self.wanted.iter().position(|wanted| *wanted == year)
    }

    /// Sum of a stock, by its index, over the cells of a group, at a mid-year wanted.
    pub(crate) fn stock_sum(&self, run: usize, stock: usize, year: usize, cells: &[bool]) -> Lanes {
        let mut sum = Lanes::ZERO;
        let Some(which) = self.which(year) else { return sum };
        for cell in (0..cells.len()).filter(|&cell| cells[cell]) {
            sum += self.stocks[(run * self.cells + cell) * self.wanted.len() + which][stock];
        }
        sum
    }

    /// Days off sick in a year, over the cells of a group; years count from 1.
    pub(crate) fn days(&self, run: usize, year: usize, cells: &[bool]) -> Lanes {
        let mut sum = Lanes::ZERO;
        for cell in (0..cells.len()).filter(|&cell| cells[cell]) {
            sum += self.days[(run * self.cells + cell) * self.years + year - 1];
        }
        sum
    }

    /// Deaths per 100,000 of the major causes on the standard of the world cities, in the year to a mid-year wanted.
    pub(crate) fn city_rates(&self, run: usize, year: usize, standard: &StandardWeights) -> Option<[Lanes; 3]> {
        let which = self.which(year)?;
        Some(city_rates(&self.deaths[run * self.wanted.len() + which], standard))
    }

    /// People and expected deaths of everybody by sex and age at a mid-year wanted.
    pub(crate) fn life(&self, run: usize, year: usize) -> Option<[[[Lanes; 2]; AGES]; 2]> {
        let first = (run * self.wanted.len() + self.which(year)?) * 2 * AGES;
        Some([0, 1].map(|sex| std::array::from_fn(|age| self.life[first + sex * AGES + age])))
    }
}

impl Tally for SearchTally {
    #[inline(always)]
    fn wants(&self) -> Wants {
        Wants { hazards: self.flows, flows: self.flows, illness: false }
    }

    #[inline(always)]
    fn begin_cell(&mut self, _: usize) {}

    #[inline(always)]
    fn wants_mid_year(&self, year: usize) -> bool {
        self.flows || self.wanted.contains(&year)
    }

    #[inline(always)]
    fn stock(&mut self, at: Position, scenario: usize, stock: &Stock<'_>) {
        let Some(which) = self.which(at.year) else { return };
        let index = (scenario * self.cells + at.cell) * self.wanted.len() + which;
        stocks::add(&mut self.stocks[index], at.age, stock);
        if self.flows {
            let index = ((scenario * self.wanted.len() + which) * 2 + at.sex) * AGES + at.age;
            let [all, dead] = &mut self.life[index];
            *all += stock.people;
            *dead += stock.expected_deaths;
        }
    }

    #[inline(always)]
    fn flow(&mut self, at: Position, scenario: usize, flow: &Flow<'_>) {
        if let Some([_, days]) = flow.work {
            self.days[(scenario * self.cells + at.cell) * self.years + at.year - 1] += days;
        }
        if let Some(which) = self.which(at.year) {
            let sums = &mut self.deaths[scenario * self.wanted.len() + which];
            standardised::add(&mut sums[group_of(at.age)], flow.person_years, flow.deaths);
        }
    }

    #[inline(always)]
    fn certain(&mut self, _: Certain, _: usize, _: usize, _: Lanes) {}

    #[inline(always)]
    fn births(&mut self, _: usize, _: Lanes) {}

    #[inline(always)]
    fn end_of_age(&mut self, _: usize, _: usize, _: usize, _: usize, _: bool) {}
}
