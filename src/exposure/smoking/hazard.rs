//! From the death rates of a cell to those of each smoking state: the baseline's rate shared out by relative risk.

use super::risk::{CURVES, DECLINES, RISKS, RiskDraws};
use super::states::{CURRENT, FORMER, NEVER};
use crate::multistate::lanes::Lanes;

/// Sums over the smoking states of one cell, each state weighted by its share or number of people.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Exposed {
    /// All states.
    pub(crate) all: Lanes,
    /// Current smokers.
    pub(crate) current: Lanes,
    /// Former smokers.
    pub(crate) former: Lanes,
    /// Former smokers weighted by the share of the excess risk they keep, by curve.
    pub(crate) curves: [Lanes; CURVES],
}

impl Exposed {
    /// Sums over one weight per state.
    #[inline(always)]
    pub(crate) fn of(weights: &[Lanes], risks: &RiskDraws) -> Self {
        let mut former = Lanes::ZERO;
        let mut curves = [Lanes::ZERO; CURVES];
        for (weight, remaining) in weights[FORMER..].iter().zip(&risks.remaining) {
            former += *weight;
            for (sum, remaining) in curves.iter_mut().zip(remaining) {
                *sum += *weight * *remaining;
            }
        }
        Self { all: weights[NEVER] + weights[CURRENT] + former, current: weights[CURRENT], former, curves }
    }

    /// Sums over people x years lived by one of them, each by state.
    #[inline(always)]
    pub(crate) fn of_years(people: &[Lanes], lived: &[Lanes], risks: &RiskDraws) -> Self {
        let mut former = Lanes::ZERO;
        let mut curves = [Lanes::ZERO; CURVES];
        for ((people, lived), remaining) in people[FORMER..].iter().zip(&lived[FORMER..]).zip(&risks.remaining) {
            let years = *people * *lived;
            former += years;
            for (sum, remaining) in curves.iter_mut().zip(remaining) {
                *sum += years * *remaining;
            }
        }
        let current = people[CURRENT] * lived[CURRENT];
        Self { all: people[NEVER] * lived[NEVER] + current + former, current, former, curves }
    }

    /// People in units of a current smoker's excess risk, by way in which the excess declines.
    #[inline(always)]
    pub(crate) fn smoker_units(&self, risks: &RiskDraws) -> [Lanes; DECLINES] {
        let mut units = [Lanes::ZERO; DECLINES];
        for (unit, former) in units.iter_mut().zip(&self.curves) {
            *unit = self.current + *former;
        }
        for (unit, constant) in units[CURVES..].iter_mut().zip(&risks.constants) {
            *unit = self.current + self.former * *constant;
        }
        units
    }
}

/// One over the mean relative risk of each risk cause among these people; `per_person` is one over their number.
#[inline(always)]
pub(crate) fn per_mean_risk(
    exposed: &Exposed,
    per_person: Lanes,
    excess: &[Lanes; RISKS],
    risks: &RiskDraws,
) -> [Lanes; RISKS] {
    // One division for all causes: the reciprocal of the product of all means, then each taken out of it again. The means
    // are at least of the order of 1 and at most of the order of 10, so the product is far from every limit.
    let mut means = [Lanes::ONE; RISKS];
    let mut before = [Lanes::ONE; RISKS];
    let mut product = Lanes::ONE;
    let units = exposed.smoker_units(risks);
    for risk in 0..RISKS {
        means[risk] = Lanes::ONE + excess[risk] * (units[risks.decline[risk]] * per_person);
        before[risk] = product;
        product *= means[risk];
    }
    let mut rest = Lanes::ONE / product;
    let mut per_mean = [Lanes::ZERO; RISKS];
    for risk in (0..RISKS).rev() {
        per_mean[risk] = rest * before[risk];
        rest *= means[risk];
    }
    per_mean
}

/// Hazards of one cell: of a never smoker by cause, and what smoking adds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hazards {
    /// Hazard of a never smoker by risk cause: the cell's rate over the mean relative risk of its baseline shares.
    pub(crate) never: [Lanes; RISKS],
    /// Hazard of a never smoker of all causes.
    total: Lanes,
    /// Added hazard of a current smoker.
    current: Lanes,
    /// Added hazard of a former smoker without decline, by curve.
    curves: [Lanes; CURVES],
    /// Added hazard of every former smoker from causes with a constant share.
    former: Lanes,
}

impl Hazards {
    /// Shares the rates of a cell out over its smoking states.
    ///
    /// `rates` are the baseline's by risk cause, `rest` that of all causes without a risk of smoking; `per_mean` is
    /// [`per_mean_risk`] of the baseline's own people.
    ///
    /// # Formula
    /// ```text
    /// m_c(x) = m_c * RR_c(x) / S_c,   S_c = 1 + (RR_c - 1) * units_c / people
    /// ```
    #[inline(always)]
    pub(crate) fn share_out(
        rates: &[Lanes; RISKS],
        rest: Lanes,
        per_mean: &[Lanes; RISKS],
        excess: &[Lanes; RISKS],
        risks: &RiskDraws,
    ) -> Self {
        let mut never = [Lanes::ZERO; RISKS];
        let (mut total, mut current, mut former) = (rest, Lanes::ZERO, Lanes::ZERO);
        let mut curves = [Lanes::ZERO; CURVES];
        for risk in 0..RISKS {
            never[risk] = rates[risk] * per_mean[risk];
            total += never[risk];
            let added = never[risk] * excess[risk];
            current += added;
            match risks.decline[risk].checked_sub(CURVES) {
                None => curves[risks.decline[risk]] += added,
                Some(constant) => former += added * risks.constants[constant],
            }
        }
        Self { never, total, current, curves, former }
    }

    /// Hazard of all causes in each state.
    #[inline(always)]
    pub(crate) fn by_state(&self, risks: &RiskDraws, hazards: &mut [Lanes]) {
        hazards[NEVER] = self.total;
        hazards[CURRENT] = self.total + self.current;
        let floor = self.total + self.former;
        for (hazard, remaining) in hazards[FORMER..].iter_mut().zip(&risks.remaining) {
            let mut sum = floor;
            for (added, remaining) in self.curves.iter().zip(remaining) {
                sum += *added * *remaining;
            }
            *hazard = sum;
        }
    }
}
