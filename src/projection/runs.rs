//! What the hot loop is given and what it leaves: the runs of a cell, room to work in, and the recorder that takes down
//! what happens.

use super::deaths::{DeathRates, Deaths};
use super::delivery::DELIVERY_PAYERS;
use super::exposures::{CellExposures, Ratios};
use super::illness::{ByDisease, CellIllness, Illness};
use super::levers::{Change, ScenarioPlan};
use super::mental::MentalRun;
use super::model::{Model, ROWS};
use crate::exposure::levels::{Above, EXPOSURES};
use crate::exposure::smoking::dynamics::chain::States;
use crate::exposure::smoking::states::STATES;
use crate::mortality::CAUSES;
use crate::multistate::lanes::Lanes;
use crate::units::AGES;

pub(super) use crate::exposure::smoking::fit::survey::ADULT;

/// A scenario with the factors of its ambitions.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ScenarioRun<'a> {
    pub(crate) plan: &'a ScenarioPlan,
    pub(crate) factors: &'a [Lanes],
    /// 0 for the scenario itself. People are a power series in a change of the factor on quitting of their cell; run
    /// `k` of a scenario holds the coefficients of its k-th power and stands behind run `k - 1`.
    pub(crate) power: usize,
    /// What is done about severe mental illness.
    pub(crate) mental_illness: Option<&'a MentalRun>,
    /// Whether it acts on death rates themselves.
    pub(super) moves_deaths: bool,
    /// Whether its levers have a cost of delivery.
    pub(super) has_costs: bool,
}

impl<'a> ScenarioRun<'a> {
    /// A scenario with its factors, or the coefficients of a power of it.
    pub(crate) fn new(
        plan: &'a ScenarioPlan,
        factors: &'a [Lanes],
        power: usize,
        mental_illness: Option<&'a MentalRun>,
    ) -> Self {
        Self { plan, factors, power, mental_illness, moves_deaths: plan.moves_deaths(), has_costs: plan.has_costs() }
    }
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

/// People of one sex and age at mid-year.
#[derive(Debug)]
pub(crate) struct Stock<'a> {
    pub(crate) people: Lanes,
    pub(crate) smokers: Lanes,
    /// Deaths they would have in a year at the rates of mid-year, if the recorder wants hazards.
    pub(crate) expected_deaths: Lanes,
    pub(crate) above: [Above; EXPOSURES],
    /// Share of those finishing Reception who are not ready for school.
    pub(crate) not_ready: Lanes,
    /// Share with each disease, if the recorder wants illness.
    pub(crate) prevalence: Option<&'a ByDisease>,
}

/// What happens to people of one sex and age over a year.
#[derive(Debug)]
pub(crate) struct Flow<'a> {
    pub(crate) person_years: Lanes,
    pub(crate) deaths: &'a Deaths,
    pub(crate) quits: Option<Lanes>,
    /// If the recorder wants it; those born within the year have none.
    pub(crate) illness: Option<&'a Illness>,
    /// Years of people in work and their days off sick, at the ages of work.
    pub(crate) work: Option<[Lanes; 2]>,
    /// What it costs to deliver levers, by payer, if any has a cost.
    pub(crate) delivery: Option<[Lanes; DELIVERY_PAYERS]>,
}

/// Takes down what happens.
pub(crate) trait Recorder {
    /// Whether hazards of mid-year are wanted.
    const HAZARDS: bool;
    /// Whether deaths and work are wanted; without them the loop only moves people.
    const FLOWS: bool;
    /// Whether illness is wanted with them.
    const ILLNESS: bool;

    /// A cell begins; cells come in their order.
    fn begin_cell(&mut self, cell: usize);
    /// Whether a mid-year is wanted.
    fn wants(&self, year: usize) -> bool;
    /// People at mid-year.
    fn stock(&mut self, at: At, stock: &Stock<'_>);
    /// What happens over a year; `at` is the age at its beginning.
    fn flow(&mut self, at: At, flow: &Flow<'_>);
    /// Births over the year.
    fn births(&mut self, at: At, births: Lanes);
    /// An age of one sex is done at a mid-year and, unless that is the last, over the year after it. Ages come from the oldest
    /// down.
    fn end_of_age(&mut self, cell: usize, sex: usize, age: usize, year: usize, last: bool);
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
    pub(super) exposures: CellExposures,
    pub(super) illness: CellIllness,
    /// What exposures do to risks at the sex and age in hand, by run.
    pub(super) ratios: Vec<Ratios>,
    /// Changes over the year in hand, and over the year before, by run.
    pub(super) changes: Vec<Change>,
    pub(super) changes_before: Vec<Change>,
    pub(super) births: Vec<Lanes>,
    /// Death rates of the cell by cause, the area's factor included, over a year and at mid-year; by sex and row or age.
    pub(super) year_rates: Vec<[f64; CAUSES]>,
    pub(super) mid_rates: Vec<[f64; CAUSES]>,
    /// The year of all runs whose risks are the baseline's, and that of a run with risks of its own.
    pub(super) shared: Passage,
    pub(super) own: Passage,
    /// Those who come, with the baseline's shares of their new age.
    pub(super) arrivals: States,
}

/// A year of one sex and age, by smoking state.
#[derive(Debug)]
pub(super) struct Passage {
    /// Hazard at mid-year, then over the year.
    pub(super) hazard: States,
    /// Share of the year lived, and survival.
    pub(super) lived: States,
    pub(super) survival: States,
    /// Survival times the share of survivors who stay in the cell.
    pub(super) kept: States,
    /// Probabilities of the moves of the scenario in hand.
    pub(super) moves: Vec<Lanes>,
    pub(super) dying: Dying,
}

/// Deaths per year lived, of one sex and age.
#[derive(Debug)]
#[allow(clippy::large_enum_variant, reason = "there are two; a box would be a detour at every age")]
pub(super) enum Dying {
    /// Where smoking counts.
    Smoking(DeathRates),
    /// Where it does not: everybody lives the same share of the year.
    Alike(Deaths, Lanes),
}

impl Passage {
    fn new(model: &Model) -> Self {
        let none = [Lanes::ZERO; STATES];
        Self {
            hazard: none,
            lived: none,
            survival: none,
            kept: none,
            moves: vec![Lanes::ZERO; model.moves.structure().arcs()],
            dying: Dying::Alike(Deaths::NONE, Lanes::ONE),
        }
    }
}

impl Scratch {
    /// Room for these runs.
    pub(crate) fn new(model: &Model, runs: &[ScenarioRun<'_>]) -> Self {
        let none = [Lanes::ZERO; STATES];
        let count = runs.len();
        let moved: Vec<[bool; EXPOSURES]> =
            runs.iter().map(|run| if run.power == 0 { run.plan.moved() } else { [false; EXPOSURES] }).collect();
        Self {
            people: vec![none; count * 2 * AGES],
            everybody: vec![Lanes::ZERO; count],
            frozen: vec![none; 2 * AGES],
            exposures: CellExposures::new(&moved),
            illness: CellIllness::new(count),
            ratios: vec![Ratios::NONE; count],
            changes: Vec::with_capacity(count),
            changes_before: Vec::with_capacity(count),
            births: vec![Lanes::ZERO; count],
            year_rates: Vec::with_capacity(2 * ROWS),
            mid_rates: Vec::with_capacity(2 * AGES),
            shared: Passage::new(model),
            own: Passage::new(model),
            arrivals: none,
        }
    }
}

/// Place of a sex and age among people: ages from the oldest down.
#[inline(always)]
pub(super) fn place(sex: usize, age: usize) -> usize {
    sex * AGES + AGES - 1 - age
}
