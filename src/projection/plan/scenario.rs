//! A scenario ready to run.

use super::effects::{Effects, QUITTING};
use super::price::CostPlan;
use crate::catalogue::driver::{ActsOn, DriverRow, Together};
use crate::catalogue::indicator::IndicatorRow;
use crate::component::group::Members;
use crate::exposure::levels::EXPOSURES;
use crate::multistate::lanes::Lanes;
use crate::scenario::{Ambition, BASELINE, FROZEN};
use crate::subjects::DRIVERS;
use crate::units::Year;

/// The baseline and the frozen comparator stand before all scenarios.
pub(crate) const COMPARATORS: usize = 2;

/// A scenario ready to run.
#[derive(Debug, Clone)]
pub(crate) struct ScenarioPlan {
    pub(crate) name: String,
    /// Exposures stay at the start's level by age.
    pub(crate) frozen: bool,
    pub(crate) interventions: Vec<InterventionPlan>,
    pub(crate) ambitions: Vec<AmbitionPlan>,
}

/// An intervention ready to run.
#[derive(Debug, Clone)]
pub(crate) struct InterventionPlan {
    /// Index of its driver.
    pub(crate) driver: usize,
    pub(crate) row: DriverRow,
    /// Of its effect.
    pub(crate) size: f64,
    pub(crate) cells: Vec<bool>,
    pub(crate) years: std::ops::Range<usize>,
    pub(crate) costs: Vec<CostPlan>,
    /// People of its group, at the start.
    pub(crate) people_at_start: f64,
}

/// An ambition ready to be solved.
#[derive(Debug, Clone)]
pub(crate) struct AmbitionPlan {
    pub(crate) ambition: Ambition,
    pub(crate) indicator: IndicatorRow,
    /// Index of the driver it moves.
    pub(crate) driver: usize,
    pub(crate) row: DriverRow,
    pub(crate) members: Members,
    pub(crate) first_year: Year,
    pub(crate) baseline_year: Year,
    /// Whether each cell is of its group.
    pub(crate) cells: Vec<bool>,
    /// Share of the effect in each year after the start.
    pub(crate) ramp: Vec<f64>,
    /// Mid-year of the deadline, counted from the start.
    pub(crate) deadline: usize,
    /// Mid-year of the baseline year, counted from the start.
    pub(crate) baseline: usize,
}

impl AmbitionPlan {
    /// Years before the deadline in which its driver is moved.
    pub(crate) fn years_until_deadline(&self) -> usize {
        self.ramp[..self.deadline].iter().filter(|ramp| **ramp > 0.0).count()
    }

    /// The factor on its driver in a year, of the factor found.
    #[inline(always)]
    fn factor(&self, found: Lanes, year: usize) -> Lanes {
        Lanes::ONE + (found - Lanes::ONE) * self.ramp[year]
    }
}

impl InterventionPlan {
    /// Puts its effect together with those on the same driver before it.
    #[inline(always)]
    fn act(&self, on: &mut Lanes) {
        match self.row.together {
            Together::Product => *on = *on * self.size,
            Together::SumBeyond1 => *on += Lanes::splat(self.size - 1.0),
            Together::SumOfShares => *on += Lanes::splat(self.size),
        }
    }

    #[inline(always)]
    fn acts(&self, cell: usize, year: usize) -> bool {
        self.cells[cell] && self.years.contains(&year)
    }
}

impl ScenarioPlan {
    /// The baseline or the frozen comparator.
    pub(crate) fn comparator(frozen: bool) -> Self {
        let name = if frozen { FROZEN } else { BASELINE };
        Self { name: name.into(), frozen, interventions: Vec::new(), ambitions: Vec::new() }
    }

    /// Everything it acts on.
    fn acts_on(&self) -> impl Iterator<Item = ActsOn> + '_ {
        let interventions = self.interventions.iter().map(|one| one.row.acts_on);
        interventions.chain(self.ambitions.iter().map(|one| one.row.acts_on))
    }

    /// Which of the exposures followed by shares it moves.
    pub(crate) fn moved(&self) -> [bool; EXPOSURES] {
        let mut moved = [self.frozen; EXPOSURES];
        for acts_on in self.acts_on() {
            if let ActsOn::Shares(exposure) = acts_on {
                moved[exposure] = true;
            }
        }
        moved
    }

    /// Whether it acts on death rates themselves.
    pub(crate) fn moves_deaths(&self) -> bool {
        self.acts_on().any(|acts_on| acts_on == ActsOn::Deaths)
    }

    /// What is done over the year after each mid-year for people with severe mental illness: the factor on their smoking, and the
    /// share who get help beyond today's.
    pub(crate) fn mental_illness(&self, factors: &[Lanes], years: usize) -> Option<Vec<(Lanes, f64)>> {
        if !self.acts_on().any(|acts_on| acts_on == ActsOn::MentalIllness) {
            return None;
        }
        let of = |year: usize| {
            let (mut smoking, mut helped) = (Lanes::ONE, 0.0);
            let theirs = self.interventions.iter().filter(|one| one.row.acts_on == ActsOn::MentalIllness);
            for one in theirs.filter(|one| one.years.contains(&year)) {
                match one.row.together {
                    Together::SumOfShares => helped += one.size,
                    Together::Product | Together::SumBeyond1 => one.act(&mut smoking),
                }
            }
            let ambitions = self.ambitions.iter().zip(factors);
            for (ambition, factor) in ambitions.filter(|(one, _)| one.row.acts_on == ActsOn::MentalIllness) {
                smoking *= ambition.factor(*factor, year);
            }
            (smoking, helped)
        };
        Some((0..years).map(of).collect())
    }

    /// What the scenario changes in a cell over the year that starts at mid-year `year`, with the factor of each of
    /// its ambitions.
    #[inline(always)]
    pub(crate) fn effects(&self, factors: &[Lanes], cell: usize, year: usize) -> Effects {
        let mut effects = Effects::NONE;
        // Drivers of an analyst's own stand behind those of the crate and move nothing in the loop.
        for one in self.interventions.iter().filter(|one| one.driver < DRIVERS && one.acts(cell, year)) {
            one.act(&mut effects.on[one.driver]);
            if let ActsOn::Shares(exposure) = one.row.acts_on {
                effects.moves[exposure] = true;
            }
        }
        for (ambition, factor) in self.ambitions.iter().zip(factors) {
            if ambition.driver >= DRIVERS || !ambition.cells[cell] {
                continue;
            }
            let ramp = ambition.ramp[year];
            if ambition.driver == QUITTING {
                // Ambitions of one driver have no cell in common, so there is one factor on quitting at most.
                effects.per_factor = effects.on[QUITTING] * ramp;
                effects.powers = ambition.ramp[..=year].iter().filter(|ramp| **ramp > 0.0).count();
            }
            effects.on[ambition.driver] *= ambition.factor(*factor, year);
            if let ActsOn::Shares(exposure) = ambition.row.acts_on {
                effects.moves[exposure] |= ramp > 0.0;
            }
        }
        effects
    }

    /// The factor on one driver in a cell over the year that starts at mid-year `year`.
    pub(crate) fn factor_on(&self, driver: usize, factors: &[Lanes], cell: usize, year: usize) -> Lanes {
        let mut on = Lanes::ONE;
        for one in self.interventions.iter().filter(|one| one.driver == driver && one.acts(cell, year)) {
            one.act(&mut on);
        }
        for (ambition, factor) in self.ambitions.iter().zip(factors) {
            if ambition.driver == driver && ambition.cells[cell] {
                on *= ambition.factor(*factor, year);
            }
        }
        on
    }
}
