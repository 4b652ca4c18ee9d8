//! The exposures of a batch, prepared for the hot loop.

use crate::disease::DISEASES;
use crate::exposure::levels::raking::ADULT;
use crate::exposure::levels::{EXPOSURES, Exceedance, ExposureDraws, LEVEL_RISK_BANDS, Lag};
use crate::mortality::CAUSES;
use crate::multistate::lanes::{Lanes, one_by_one};
use crate::projection::deaths::CAUSE_ORDER;
use crate::units::AGES;

/// The exposures of a batch, prepared for the hot loop.
#[derive(Debug)]
pub(crate) struct Exposures {
    pub(crate) draws: [ExposureDraws; EXPOSURES],
    pub(super) risks: [Vec<RiskGroup>; EXPOSURES],
    /// First age at which each is followed.
    pub(super) from: [usize; EXPOSURES],
    /// Whether it has a risk of anything, and of days off sick.
    pub(super) has_risks: [bool; EXPOSURES],
    pub(super) moves_absence: [bool; EXPOSURES],
}

/// Outcomes to which an exposure adds the same risk with the same delay.
#[derive(Debug)]
pub(super) struct RiskGroup {
    pub(super) lag: usize,
    pub(super) added: [[Exceedance; LEVEL_RISK_BANDS]; 2],
    /// Indices in [`CAUSE_ORDER`].
    pub(super) deaths: Vec<usize>,
    pub(super) cases: Vec<usize>,
}

/// Most outcomes with a risk of their own.
pub(super) const MOST_GROUPS: usize = CAUSES + DISEASES;

impl Exposures {
    pub(crate) fn new(draws: [ExposureDraws; EXPOSURES]) -> Self {
        let from = std::array::from_fn(|exposure| {
            let is_followed = |age: &usize| draws[exposure].odds[*age][0].0.iter().any(|odds| *odds > 0.0);
            (0..AGES).find(is_followed).unwrap_or(AGES)
        });
        let risks: [Vec<RiskGroup>; EXPOSURES] = std::array::from_fn(|exposure| groups(&draws[exposure]));
        let has_risks = std::array::from_fn(|exposure| !risks[exposure].is_empty());
        let moves_absence = std::array::from_fn(|exposure| is_any(&draws[exposure].absence));
        Self { draws, risks, from, has_risks, moves_absence }
    }

    /// Mean risk of days off sick at the start against people who are at no level.
    pub(crate) fn absence_at_start(&self, cell: usize, sex: usize, age: usize) -> Lanes {
        let shares = self.shares(cell, 0, sex, age);
        let mut risk = Lanes::ONE;
        for (draws, shares) in self.draws.iter().zip(&shares) {
            risk *= mean_risk(shares, &draws.absence);
        }
        risk
    }

    /// The baseline's shares of a cell at an age and mid-year.
    #[inline(always)]
    pub(super) fn shares(&self, cell: usize, year: usize, sex: usize, age: usize) -> [Exceedance; EXPOSURES] {
        let mut shares = [[Lanes::ZERO; 2]; EXPOSURES];
        for (exposure, share) in one_by_one(shares.iter_mut().enumerate()) {
            if age < self.from[exposure] {
                continue;
            }
            let draws = &self.draws[exposure];
            *share =
                from_odds(&draws.odds[(year * 2 + sex) * AGES + age], draws.cells[cell][usize::from(age >= ADULT)]);
        }
        shares
    }
}

/// Shares from London's odds and the odds ratio of a cell.
#[inline(always)]
pub(super) fn from_odds([exceedance, highest]: &Exceedance, cell: Lanes) -> Exceedance {
    let (exceedance, highest) = (*exceedance * cell, *highest * cell);
    let (one_above, one_highest) = (exceedance + Lanes::ONE, highest + Lanes::ONE);
    let both = Lanes::ONE / (one_above * one_highest);
    [exceedance * one_highest * both, highest * one_above * both]
}

/// Puts outcomes of the same risk and delay together.
fn groups(draws: &ExposureDraws) -> Vec<RiskGroup> {
    let mut groups: Vec<RiskGroup> = Vec::new();
    let mut group_of = |lag: Lag, added: &[[Exceedance; LEVEL_RISK_BANDS]; 2]| {
        let known = groups.iter().position(|group| group.lag == lag as usize && group.added == *added);
        let at = known.unwrap_or(groups.len());
        if known.is_none() {
            groups.push(RiskGroup { lag: lag as usize, added: *added, deaths: Vec::new(), cases: Vec::new() });
        }
        at
    };
    let deaths: Vec<usize> = draws.deaths.iter().map(|risk| group_of(risk.lag, &risk.added)).collect();
    let cases: Vec<usize> = draws.cases.iter().map(|risk| group_of(risk.lag, &risk.added)).collect();
    for (group, risk) in deaths.into_iter().zip(&draws.deaths) {
        // Every cause is in the order.
        if let Some(index) = CAUSE_ORDER.iter().position(|cause| *cause == risk.outcome) {
            groups[group].deaths.push(index);
        }
    }
    for (group, risk) in cases.into_iter().zip(&draws.cases) {
        groups[group].cases.push(risk.outcome.index());
    }
    groups
}

#[inline(always)]
pub(super) fn mean_risk(shares: &Exceedance, added: &Exceedance) -> Lanes {
    Lanes::ONE + more_risk(shares, added)
}

#[inline(always)]
pub(super) fn more_risk(shares: &Exceedance, added: &Exceedance) -> Lanes {
    shares[0] * added[0] + shares[1] * added[1]
}

#[inline(always)]
pub(super) fn is_any(exceedance: &Exceedance) -> bool {
    let mut any = 0.0;
    for lane in 0..exceedance[0].0.len() {
        any += exceedance[0].0[lane].abs() + exceedance[1].0[lane].abs();
    }
    any != 0.0
}
