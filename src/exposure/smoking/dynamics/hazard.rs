//! From the death rates of a cell to those of each smoking state: the baseline's rate shared out by relative risk.

use crate::exposure::smoking::fit::decline::{CURVES, Decline, Declines};
use crate::exposure::smoking::fit::risk::{RISKS, RiskDraws};
use crate::exposure::smoking::states::{CURRENT, FORMER, NEVER, STATES};
use crate::multistate::lanes::{Lanes, one_by_one, reciprocals};

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

/// Sums over every second former state: two sums side by side, so that one need not wait for the other.
#[derive(Debug, Clone, Copy, Default)]
struct FormerSums {
    all: Lanes,
    curves: [Lanes; CURVES],
}

impl FormerSums {
    #[inline(always)]
    fn add(&mut self, weight: Lanes, remaining: &[Lanes; CURVES]) {
        self.all += weight;
        for (sum, remaining) in self.curves.iter_mut().zip(remaining) {
            *sum += weight * *remaining;
        }
    }
}

/// The former states come in pairs.
const PAIRS: usize = (STATES - FORMER) / 2;
const _: () = assert!((STATES - FORMER).is_multiple_of(2));

impl Exposed {
    /// Sums over one weight per state.
    #[inline(always)]
    pub(crate) fn of(weights: &[Lanes], risks: &RiskDraws) -> Self {
        let mut sums = [FormerSums::default(); 2];
        let (weights, remaining) = (&weights[..STATES], &risks.remaining[..STATES - FORMER]);
        for pair in one_by_one(0..PAIRS) {
            for i in 0..2 {
                sums[i].add(weights[FORMER + 2 * pair + i], &remaining[2 * pair + i]);
            }
        }
        Self::from_sums(weights[NEVER], weights[CURRENT], sums)
    }

    /// Sums over people x years lived by one of them, each by state.
    #[inline(always)]
    pub(crate) fn of_years(people: &[Lanes], lived: &[Lanes], risks: &RiskDraws) -> Self {
        let mut sums = [FormerSums::default(); 2];
        let (people, lived) = (&people[..STATES], &lived[..STATES]);
        let remaining = &risks.remaining[..STATES - FORMER];
        for pair in one_by_one(0..PAIRS) {
            for i in 0..2 {
                let state = FORMER + 2 * pair + i;
                sums[i].add(people[state] * lived[state], &remaining[2 * pair + i]);
            }
        }
        Self::from_sums(people[NEVER] * lived[NEVER], people[CURRENT] * lived[CURRENT], sums)
    }

    #[inline(always)]
    fn from_sums(never: Lanes, current: Lanes, [even, odd]: [FormerSums; 2]) -> Self {
        let former = even.all + odd.all;
        let mut curves = even.curves;
        for (sum, more) in curves.iter_mut().zip(odd.curves) {
            *sum += more;
        }
        Self { all: never + current + former, current, former, curves }
    }

    /// People in units of a current smoker's excess risk of causes that decline alike.
    #[inline(always)]
    pub(crate) fn smoker_units(&self, declines: &Declines) -> Lanes {
        match declines.how {
            Decline::Along(curve) => self.current + self.curves[curve as usize],
            Decline::Constant(share) => self.current + self.former * share,
        }
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
    // The means are at least of the order of 1 and at most of the order of 10, so the product is far from every limit. Three
    // groups of causes rather than one: each waits only for its own products.
    const GROUP: usize = RISKS.div_ceil(3);
    let mut means = [Lanes::ONE; RISKS];
    for declines in &risks.declines {
        let units = exposed.smoker_units(declines) * per_person;
        for risk in one_by_one(declines.risks.clone()) {
            means[risk] = Lanes::ONE + excess[risk] * units;
        }
    }
    let mut per_mean = [Lanes::ZERO; RISKS];
    for (means, per_mean) in means.chunks(GROUP).zip(per_mean.chunks_mut(GROUP)) {
        reciprocals(means, per_mean);
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
    /// `rates` are the baseline's by risk cause, `other_causes` that of all causes without a risk of smoking; `per_mean` is
    /// [`per_mean_risk`] of the baseline's own people.
    ///
    /// # Formula
    /// ```text
    /// m_c(x) = m_c * RR_c(x) / S_c,   S_c = 1 + (RR_c - 1) * units_c / people
    /// ```
    #[inline(always)]
    pub(crate) fn share_out(
        rates: &[Lanes; RISKS],
        other_causes: Lanes,
        per_mean: &[Lanes; RISKS],
        excess: &[Lanes; RISKS],
        risks: &RiskDraws,
    ) -> Self {
        let mut never = [Lanes::ZERO; RISKS];
        let (mut total, mut current, mut former) = (other_causes, Lanes::ZERO, Lanes::ZERO);
        let mut curves = [Lanes::ZERO; CURVES];
        for declines in &risks.declines {
            let mut sum = Lanes::ZERO;
            for risk in one_by_one(declines.risks.clone()) {
                never[risk] = rates[risk] * per_mean[risk];
                total += never[risk];
                sum += never[risk] * excess[risk];
            }
            current += sum;
            match declines.how {
                Decline::Along(curve) => curves[curve as usize] += sum,
                Decline::Constant(share) => former += sum * share,
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
        for (hazard, remaining) in one_by_one(hazards[FORMER..].iter_mut().zip(&risks.remaining)) {
            let mut sum = floor;
            for (added, remaining) in self.curves.iter().zip(remaining) {
                sum += *added * *remaining;
            }
            *hazard = sum;
        }
    }
}
