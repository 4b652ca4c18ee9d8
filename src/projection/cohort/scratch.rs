//! Room to work in, for one cell.

use super::run::ScenarioRun;
use crate::exposure::levels::EXPOSURES;
use crate::exposure::smoking::dynamics::chain::States;
use crate::exposure::smoking::dynamics::hazard::Exposed;
use crate::exposure::smoking::fit::risk::{RISKS, RiskDraws};
use crate::exposure::smoking::states::STATES;
use crate::mortality::CAUSES;
use crate::multistate::lanes::Lanes;
use crate::projection::deaths::{DeathRates, Deaths};
use crate::projection::exposures::{CellExposures, Ratios};
use crate::projection::fitted_model::FittedModel;
use crate::projection::illness::CellIllness;
use crate::projection::plan::effects::Effects;
use crate::units::AGES;

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
    /// Effects over the year in hand, and over the year before, by run.
    pub(super) effects: Vec<Effects>,
    pub(super) effects_before: Vec<Effects>,
    pub(super) births: Vec<Lanes>,
    /// Death rates of the cell by cause, the area's factor included, by sex and age.
    pub(super) rates: Vec<[f64; CAUSES]>,
    /// How hazards are shared out at the sex and age in hand; `None` where nothing depends on smoking.
    pub(super) sharing: Option<Sharing>,
    /// The year of all runs whose risks are the baseline's, and that of a run with risks of its own.
    pub(super) shared: Passage,
    pub(super) own: Passage,
    /// Those who come, with the baseline's shares of their new age.
    pub(super) arrivals: States,
}

/// How the baseline's people of one sex and age share out the hazards of a cell.
#[derive(Debug)]
pub(super) struct Sharing {
    pub(super) excess: [Lanes; RISKS],
    /// One over their mean relative risk, by risk cause.
    pub(super) per_mean: [Lanes; RISKS],
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
    /// Deaths per year lived over the year; or, where the tally is told apart, at the age and at the next.
    pub(super) dying: [Dying; 2],
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

impl Dying {
    /// Deaths in a part of the years that people live, who stand by smoking where that counts.
    #[inline(always)]
    pub(super) fn deaths(&self, part: f64, years: Lanes, smokers: Option<&Exposed>, risks: &RiskDraws) -> Deaths {
        match (self, smokers) {
            (Self::Smoking(rates), Some(smokers)) => rates.deaths(smokers, part, risks),
            (Self::Smoking(_), None) => Deaths::NONE,
            (Self::Alike(rates, _), _) => rates.times(years * part),
        }
    }
}

impl Passage {
    fn new(model: &FittedModel) -> Self {
        let none = [Lanes::ZERO; STATES];
        Self {
            hazard: none,
            lived: none,
            survival: none,
            kept: none,
            moves: vec![Lanes::ZERO; model.subjects.smoking.moves.structure().arcs()],
            dying: [const { Dying::Alike(Deaths::NONE, Lanes::ONE) }; 2],
        }
    }
}

impl Scratch {
    /// Room for these runs.
    pub(crate) fn new(model: &FittedModel, runs: &[ScenarioRun<'_>]) -> Self {
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
            effects: Vec::with_capacity(count),
            effects_before: Vec::with_capacity(count),
            births: vec![Lanes::ZERO; count],
            rates: Vec::with_capacity(2 * AGES),
            sharing: None,
            shared: Passage::new(model),
            own: Passage::new(model),
            arrivals: none,
        }
    }
}
