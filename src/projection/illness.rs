//! Diseases on their way through the hot loop: who has them, who falls ill, what utility is left.
//!
//! Each scenario's prevalence is followed from the start by the same step; what differs is the incidence, by the ratios of the
//! exposures' mean risks to the baseline's. The baseline's utility is the norm itself.

use super::position::{Position, index};
use crate::disease::{DISEASES, DiseaseDraws};
use crate::exposure::smoking::dynamics::hazard::Exposed;
use crate::exposure::smoking::fit::cases::CaseRisks;
use crate::exposure::smoking::fit::risk::risk_band;
use crate::multistate::lanes::{Lanes, one_by_one, reciprocals};
use crate::units::AGES;

/// A number for each disease.
pub(crate) type ByDisease = [Lanes; DISEASES];

/// The diseases of a batch, prepared for the hot loop.
#[derive(Debug)]
pub(crate) struct Illnesses {
    pub(super) draws: DiseaseDraws,
    /// What smoking adds to falling ill.
    pub(super) smoking: CaseRisks,
}

impl Illnesses {
    pub(super) fn new(draws: DiseaseDraws, smoking: CaseRisks) -> Self {
        Self { draws, smoking }
    }
}

/// What illness does to people of one sex and age over a year.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Illness {
    /// New cases per person-year.
    pub(crate) new_cases: ByDisease,
    /// Mean share of those who have the disease over the year.
    pub(crate) prevalence: ByDisease,
    /// Utility as a multiple of the baseline's.
    pub(crate) utility: Lanes,
}

/// What the baseline leaves for the other runs at one sex and age.
#[derive(Debug, Clone, Copy)]
struct Baseline {
    smoking: ByDisease,
    per_smoking: ByDisease,
    untouched: Lanes,
    per_untouched: Lanes,
    next: ByDisease,
}

/// Prevalence of one cell by sex, age and run, reused from cell to cell.
#[derive(Debug)]
pub(super) struct CellIllness {
    runs: usize,
    prevalence: Vec<ByDisease>,
    baseline: Baseline,
    /// Prevalence of the run in hand a year later.
    next: ByDisease,
}

impl CellIllness {
    pub(super) fn new(runs: usize) -> Self {
        let none = [Lanes::ZERO; DISEASES];
        let baseline =
            Baseline { smoking: none, per_smoking: none, untouched: Lanes::ONE, per_untouched: Lanes::ONE, next: none };
        Self { runs, prevalence: vec![none; 2 * AGES * runs], baseline, next: none }
    }

    /// The start of a cell: the same in every run.
    #[inline(always)]
    pub(super) fn begin(&mut self, illnesses: &Illnesses, cell: usize) {
        for sex in 0..2 {
            let start = illnesses.draws.prevalence_at_start(cell, sex);
            for (age, start) in start.iter().enumerate() {
                self.prevalence[index(sex, age) * self.runs..][..self.runs].fill(*start);
            }
        }
    }

    /// Prevalence of a run at mid-year.
    #[inline(always)]
    pub(super) fn prevalence(&self, run: usize, at: usize) -> &ByDisease {
        &self.prevalence[at * self.runs + run]
    }

    /// A year of one run; the baseline, run 0, comes first. `smokers` are its people by smoking where smoking counts, `ratios` what
    /// the other exposures do to falling ill, if anything.
    #[inline(always)]
    pub(super) fn year(
        &mut self,
        illnesses: &Illnesses,
        at: Position,
        run: usize,
        smokers: Option<(&Exposed, Lanes)>,
        ratios: Option<&ByDisease>,
    ) -> Illness {
        let draws = &illnesses.draws;
        let life = at.sex * AGES + at.age;
        let now = self.prevalence[index(at.sex, at.age) * self.runs + run];
        let smoking = match (smokers, risk_band(at.age)) {
            (Some((smokers, per_person)), Some(band)) => {
                let mut mean = [Lanes::ONE; DISEASES];
                for declines in &illnesses.smoking.declines {
                    let units = smokers.smoker_units(declines) * per_person;
                    for disease in one_by_one(declines.risks.clone()) {
                        mean[disease] = Lanes::ONE + illnesses.smoking.excess[disease][at.sex][band] * units;
                    }
                }
                mean
            }
            _ => [Lanes::ONE; DISEASES],
        };
        if run == 0 {
            self.baseline.smoking = smoking;
            reciprocals(&smoking, &mut self.baseline.per_smoking);
        }
        let mut incidence = [Lanes::ZERO; DISEASES];
        let cell = &draws.cells[at.cell * 2 + at.sex];
        for disease in one_by_one(0..DISEASES) {
            let ratio =
                Lanes::ONE + (smoking[disease] - self.baseline.smoking[disease]) * self.baseline.per_smoking[disease];
            let baseline = draws.incidence[disease][life] * draws.trend[at.year][disease] * cell[disease];
            incidence[disease] = baseline * ratio;
        }
        if let Some(ratios) = ratios {
            for (incidence, ratio) in one_by_one(incidence.iter_mut().zip(ratios)) {
                *incidence *= *ratio;
            }
        }
        let year = draws.course.a_year(&now, &incidence, &draws.fatality[life]);
        let (mut mean, mut untouched) = ([Lanes::ZERO; DISEASES], Lanes::ONE);
        for disease in one_by_one(0..DISEASES) {
            mean[disease] = (now[disease] + year.prevalence[disease]) * 0.5;
            untouched *= Lanes::ONE - mean[disease] * draws.utility_lost[disease][life];
        }
        if run == 0 {
            self.baseline.untouched = untouched;
            self.baseline.per_untouched = Lanes::ONE / untouched;
            self.baseline.next = year.prevalence;
        }
        self.next = year.prevalence;
        Illness {
            new_cases: year.new_cases,
            prevalence: mean,
            utility: Lanes::ONE + (untouched - self.baseline.untouched) * self.baseline.per_untouched,
        }
    }

    /// Takes the run in hand on to those a year older and later; `stay` is the share of them who lived in the cell before, the
    /// others have the baseline's prevalence.
    #[inline(always)]
    pub(super) fn transition(&mut self, at: Position, run: usize, stay: Lanes) {
        let older = &mut self.prevalence[index(at.sex, at.age + 1) * self.runs + run];
        for disease in one_by_one(0..DISEASES) {
            let base = self.baseline.next[disease];
            older[disease] = base + stay * (self.next[disease] - base);
        }
    }

    /// The newborn, alike in every run.
    #[inline(always)]
    pub(super) fn newborn(&mut self, illnesses: &Illnesses, sex: usize) {
        let at_birth = illnesses.draws.at_birth[sex].map(Lanes::splat);
        self.prevalence[index(sex, 0) * self.runs..][..self.runs].fill(at_birth);
    }
}
