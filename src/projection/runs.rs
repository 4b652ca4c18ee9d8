//! What the hot loop is given and what it leaves: the runs of a cell, room to work in, and the recorder that takes down
//! what happens.

use super::deaths::Deaths;
use super::levers::{Change, ScenarioPlan};
use super::model::{Model, ROWS};
use crate::exposure::smoking::chain::States;
use crate::exposure::smoking::states::STATES;
use crate::mortality::CAUSES;
use crate::multistate::lanes::Lanes;
use crate::units::AGES;

/// A scenario with the factors of its ambitions.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ScenarioRun<'a> {
    pub(crate) plan: &'a ScenarioPlan,
    pub(crate) factors: &'a [Lanes],
    /// 0 for the scenario itself. People are a power series in a change of the factor of the ambition of their cell; run
    /// `k` of a scenario holds the coefficients of its k-th power and stands behind run `k - 1`.
    pub(crate) power: usize,
}

/// Where a number belongs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At {
    pub(crate) cell: usize,
    pub(crate) sex: usize,
    pub(crate) age: usize,
    /// Mid-years since the start; for a flow, those of the end of its year.
    pub(crate) year: usize,
    pub(crate) scenario: usize,
}

/// Takes down what happens.
pub(crate) trait Recorder {
    /// Whether deaths and life expectancy are wanted; without them the loop only moves people.
    const FULL: bool;

    /// Whether a mid-year is wanted.
    fn wants(&self, year: usize) -> bool;
    /// People at mid-year, the smokers among them, and the deaths they would have in a year at the rates of mid-year.
    fn stock(&mut self, at: At, people: Lanes, smokers: Lanes, expected_deaths: Lanes);
    /// Person-years lived, their utility, deaths and quits over the year.
    fn flow(&mut self, at: At, person_years: Lanes, utility: f64, deaths: &Deaths, quits: Option<Lanes>);
    /// Births over the year.
    fn births(&mut self, at: At, births: Lanes);
    /// A band of ages of one sex is done at a mid-year and, unless that is the last, over the year after it.
    fn end_of_band(&mut self, cell: usize, sex: usize, band: usize, year: usize, last: bool);
}

/// Room for one cell, reused from cell to cell.
#[derive(Debug)]
pub(crate) struct Scratch {
    /// People by sex, age from the oldest down, and run: in the order in which the loop passes.
    pub(super) people: Vec<States>,
    /// All people of the sex and age in hand at mid-year, by run.
    pub(super) everybody: Vec<Lanes>,
    /// Shares at the start by sex, age: what the frozen comparator keeps.
    pub(super) frozen: Vec<States>,
    /// Probabilities of the moves of the scenario in hand.
    pub(super) moves: Vec<Lanes>,
    pub(super) changes: Vec<Change>,
    pub(super) births: Vec<Lanes>,
    /// Death rates of the cell by cause, the area's factor included, over a year and at mid-year; by sex and row or age.
    pub(super) year_rates: Vec<[f64; CAUSES]>,
    pub(super) mid_rates: Vec<[f64; CAUSES]>,
    pub(super) all: AllRuns,
}

/// What all runs share at one sex and age, by state.
#[derive(Debug)]
pub(super) struct AllRuns {
    /// Hazard at mid-year, then over the year.
    pub(super) hazard: States,
    /// Share of the year lived, and survival.
    pub(super) lived: States,
    pub(super) survival: States,
    /// Survival times the share of survivors who stay in the cell.
    pub(super) kept: States,
    /// Those who come, with the baseline's shares of their new age.
    pub(super) arrivals: States,
}

impl Scratch {
    /// Room for so many runs.
    pub(crate) fn new(model: &Model, runs: usize) -> Self {
        let none = [Lanes::ZERO; STATES];
        Self {
            people: vec![[Lanes::ZERO; STATES]; runs * 2 * AGES],
            everybody: vec![Lanes::ZERO; runs],
            frozen: vec![[Lanes::ZERO; STATES]; 2 * AGES],
            moves: vec![Lanes::ZERO; model.moves.structure().arcs()],
            changes: Vec::with_capacity(runs),
            births: vec![Lanes::ZERO; runs],
            year_rates: Vec::with_capacity(2 * ROWS),
            mid_rates: Vec::with_capacity(2 * AGES),
            all: AllRuns { hazard: none, lived: none, survival: none, kept: none, arrivals: none },
        }
    }
}
