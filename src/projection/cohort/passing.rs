//! A year of one sex and age: who lives, who dies, and how survivors move.

use super::cell::CellRun;
use super::scratch::{Dying, Passage, Sharing};
use crate::exposure::smoking::dynamics::chain::{TransitionRates, fill};
use crate::exposure::smoking::dynamics::hazard::Hazards;
use crate::multistate::kernel::Batch;
use crate::multistate::lanes::{Lanes, one_by_one};
use crate::projection::deaths::{DeathRates, Rates};
use crate::projection::position::Position;

/// What survivors do, in all runs but for the interventions.
pub(super) struct Moving {
    /// Share of survivors who stay in the cell.
    pub(super) keep: f64,
    pub(super) rates: TransitionRates,
}

/// A year of one sex and age: years lived and survival by state, deaths per year lived, and the probabilities of moves.
pub(super) struct TransitionPass<'a, 'b> {
    pub(super) cell: &'a CellRun<'b>,
    pub(super) passage: &'a mut Passage,
    pub(super) at: Position,
    pub(super) sharing: Option<&'a Sharing>,
    pub(super) rates: YearRates,
    pub(super) moving: &'a Moving,
}

/// Death rates over a year that is lived half at an age and half at the next.
#[allow(clippy::large_enum_variant, reason = "there are two; a box would be a detour at every age")]
pub(super) enum YearRates {
    /// Their mean, where both ages are told as one.
    Together(Rates),
    /// At the age and at the next.
    Apart([Rates; 2]),
}

impl Batch for TransitionPass<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { cell, passage, at, sharing, rates: of_year, moving } = self;
        let (model, set) = (cell.model, cell.set);
        let form = &model.survival[at.sex][at.age];
        let Passage { hazard, lived, survival, kept, moves, dying } = passage;
        let rates = match &of_year {
            YearRates::Together(rates) => *rates,
            YearRates::Apart([now, older]) => Rates::over_year([now, older]),
        };
        match sharing {
            Some(Sharing { excess, per_mean }) => {
                let hazards = Hazards::share_out(&rates.risks, rates.other_causes, per_mean, excess, &set.risks);
                hazards.by_state(&set.risks, hazard);
                for ((hazard, lived), survival) in
                    one_by_one(hazard.iter().zip(lived.iter_mut()).zip(survival.iter_mut()))
                {
                    *lived = form.mean(*hazard);
                    *survival = Lanes::ONE - *hazard * *lived;
                }
                match &of_year {
                    YearRates::Together(_) => {
                        dying[0] = Dying::Smoking(DeathRates::new(&rates, &hazards.never, excess));
                    }
                    YearRates::Apart(by_age) => {
                        for (dying, rates) in one_by_one(dying.iter_mut().zip(by_age)) {
                            *dying = Dying::Smoking(DeathRates::shared_out(rates, per_mean, excess));
                        }
                    }
                }
            }
            None => {
                let hazard = rates.all();
                let share = form.mean(hazard);
                survival.fill(Lanes::ONE - hazard * share);
                match &of_year {
                    YearRates::Together(_) => {
                        dying[0] = Dying::Alike(DeathRates::without_smoking(&rates, &rates.risks), share);
                    }
                    YearRates::Apart(by_age) => {
                        for (dying, rates) in one_by_one(dying.iter_mut().zip(by_age)) {
                            *dying = Dying::Alike(DeathRates::without_smoking(rates, &rates.risks), share);
                        }
                    }
                }
            }
        }
        for (kept, survival) in one_by_one(kept.iter_mut().zip(survival.iter())) {
            *kept = *survival * moving.keep;
        }
        fill(moves, &model.subjects.smoking.moves, kept, &moving.rates);
    }
}
