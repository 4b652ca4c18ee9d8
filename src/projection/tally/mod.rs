//! What tallies take down of what happens to people: every measure of a draw, or only what an ambition is solved for.

pub(super) mod full;
pub(super) mod kind;
mod life;
pub(super) mod search;
mod standardised;
mod stocks;

use super::deaths::Deaths;
use super::illness::{ByDisease, Illness};
use super::position::Position;
use crate::delivery::PAYERS;
use crate::exposure::levels::{EXPOSURES, Exceedance};
use crate::multistate::lanes::Lanes;
use crate::outcomes::layout::Certain;
use crate::population::stratum::result_band;
use crate::projection::standards::group_of;
use crate::subjects::COUNTED_SHARES;
use crate::units::AGES;
use crate::work::workers::WORKING_AGES;

/// People of one sex and age at mid-year.
#[derive(Debug)]
pub(crate) struct Stock<'a> {
    pub(crate) people: Lanes,
    pub(crate) smokers: Lanes,
    /// Deaths they would have in a year at the rates of mid-year, if the tally wants hazards.
    pub(crate) expected_deaths: Lanes,
    pub(crate) exceedance: [Exceedance; EXPOSURES],
    /// Shares that are followed by area and sex.
    pub(crate) shares: [Lanes; COUNTED_SHARES.len()],
    /// Share with each disease, if the tally wants illness.
    pub(crate) prevalence: Option<&'a ByDisease>,
}

/// Whether what happens over a year to people of an age at its beginning is told apart: half of the year is lived at the age, half
/// at the next, which may count to another group of the results.
const fn is_told_apart(age: usize) -> bool {
    const APART: [bool; AGES] = {
        let mut apart = [false; AGES];
        let mut age = 0;
        while age + 1 < AGES {
            let work = age + 1 == WORKING_AGES.start || age + 1 == WORKING_AGES.end;
            let (group, next_group) = (group_of(age), group_of(age + 1));
            apart[age] = work || group != next_group || result_band(age) != result_band(age + 1);
            age += 1;
        }
        apart
    };
    APART[age]
}

/// What happens over a year to people of one sex.
#[derive(Debug)]
pub(crate) struct Flow<'a> {
    /// Whether it is lived half at the age and half at the next, of the same groups; else all at the age.
    pub(crate) spans: bool,
    pub(crate) person_years: Lanes,
    pub(crate) deaths: &'a Deaths,
    pub(crate) quits: Option<Lanes>,
    /// If the tally wants it; those born within the year have none.
    pub(crate) illness: Option<&'a Illness>,
    /// Years of people in work and their days off sick, at the ages of work.
    pub(crate) work: Option<[Lanes; 2]>,
    /// What it costs to deliver interventions, by payer, if any has a cost.
    pub(crate) delivery: Option<[Lanes; PAYERS]>,
}

/// What a tally wants to be told of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wants {
    /// Hazards of mid-year.
    pub(crate) hazards: bool,
    /// Deaths and work; without them people are only moved.
    pub(crate) flows: bool,
    /// Illness with them.
    pub(crate) illness: bool,
}

/// Takes down what happens to people, whoever works it out: the cohort engine, or another that fills the same outcomes.
pub(crate) trait Tally {
    /// What it wants to be told of; the same through a run.
    fn wants(&self) -> Wants;
    /// A cell begins; cells come in their order.
    fn begin_cell(&mut self, cell: usize);
    /// Whether a mid-year is wanted.
    fn wants_mid_year(&self, year: usize) -> bool;
    /// Whether what happens over a year to people of an age at its beginning is told apart by the age at which it does. Where both
    /// ages count to the same groups the tally is told once.
    #[inline(always)]
    fn tells_apart(&self, age: usize) -> bool {
        is_told_apart(age)
    }
    /// People at mid-year.
    fn stock(&mut self, at: Position, scenario: usize, stock: &Stock<'_>);
    /// What happens over a year; `at` is the age at which it does. Ages come from the oldest down, and of those who are told
    /// apart the next age first.
    fn flow(&mut self, at: Position, scenario: usize, flow: &Flow<'_>);
    /// People whose move is certain over the year that begins at a mid-year, since its probability would be above 1.
    fn certain(&mut self, what: Certain, scenario: usize, year: usize, people: Lanes);
    /// Births over the year.
    fn births(&mut self, scenario: usize, births: Lanes);
    /// An age of one sex is done at a mid-year and, unless that is the last, over the year after it. Ages come from the oldest
    /// down.
    fn end_of_age(&mut self, cell: usize, sex: usize, age: usize, year: usize, last: bool);
}
