//! The stock of former smokers: England's cohorts run from 1974 on the long surveys, scaled to the published share.

use super::chain::{BaseRates, Dynamics, States, TransitionRates, advance, fill, normalise, survival};
use crate::exposure::smoking::fit::history::{FIRST_YEAR, History, SURVEYED_FROM, YOUNGEST};
use crate::exposure::smoking::fit::risk::RiskDraws;
use crate::exposure::smoking::states::{CURRENT, FORMER, NEVER, SINGLE_YEARS, STATES, Transitions, former_state};
use crate::multistate::kernel::{Batch, Processor};
use crate::multistate::lanes::{LANES, Lanes};
use crate::numerics::root::secant;
use crate::units::AGES;

/// Shares by smoking state of each sex and age in eight draws.
pub(crate) type SmokingStock = [Vec<States>; 2];

/// What the chain leaves: the stock of former smokers at the years asked for.
#[derive(Debug, Clone)]
pub(crate) struct FormerStock {
    /// Share of former smokers among those who do not smoke, by sex and age.
    pub(crate) among_non_smokers: [Vec<Lanes>; 2],
    /// Shares of the former states among former smokers, by sex and age.
    pub(crate) by_years: [Vec<[Lanes; STATES - FORMER]>; 2],
}

/// Solves the level of starting with which a cohort smokes at the first surveyed age as `target` has it, and gives its
/// shares at every age below: it starts from never, one level holds all along, and nobody quits so young.
pub(crate) fn young(dynamics: &Dynamics, sex: usize, target: Lanes) -> (Lanes, Vec<States>) {
    let shape = &dynamics.starting_shape()[sex];
    let mut cohort = vec![[Lanes::ZERO; STATES]; SURVEYED_FROM];
    let run = |level: [f64; LANES]| {
        let level = Lanes(level);
        let mut never = Lanes::ONE;
        for (age, states) in cohort.iter_mut().enumerate() {
            states[NEVER] = never;
            states[CURRENT] = Lanes::ONE - never;
            never *= Lanes::ONE - level * shape[age];
        }
        (Lanes::ONE - never - target).0
    };
    // Nearly linear in the level: the secant settles to rounding within a few steps.
    let found = secant([[0.2; LANES], [0.6; LANES]], 7, run);
    (Lanes(found), cohort)
}

impl History {
    /// Runs the chain and returns the former stock at each of `years`, scaled to the published share of former
    /// smokers.
    #[allow(clippy::too_many_arguments)] // the chain's own inputs
    pub(crate) fn run(
        &self,
        on: Processor,
        dynamics: &Dynamics,
        moves: &Transitions,
        base: &BaseRates,
        risks: &RiskDraws,
        relapse: &[Lanes; SINGLE_YEARS - 1],
        years: [i32; 2],
    ) -> [FormerStock; 2] {
        let mut stock = self.first_stock(dynamics);
        let mut level = [Lanes::ZERO; 2];
        let mut kept: [Option<SmokingStock>; 2] = [None, None];
        let mut published = None;
        for year in FIRST_YEAR + 1..=self.last_year {
            for sex in 0..2 {
                stock[sex] =
                    self.next_year(on, &stock[sex], dynamics, moves, base, risks, relapse, sex, year, &mut level[sex]);
            }
            if year == self.former_target.0 {
                published = Some(self.odds_factor(&stock));
            }
            for (slot, wanted) in kept.iter_mut().zip(years) {
                if year == wanted {
                    *slot = Some(stock.clone());
                }
            }
        }
        let factor = published.unwrap_or_else(|| self.odds_factor(&stock));
        kept.map(|slot| former_stock(slot.as_ref().unwrap_or(&stock), factor))
    }

    /// 1974: current smokers as surveyed; former smokers from the published quit ratio, rising straight with age from
    /// 16, their years since quitting spread evenly.
    fn first_stock(&self, dynamics: &Dynamics) -> SmokingStock {
        let mut stock = [Vec::with_capacity(AGES), Vec::with_capacity(AGES)];
        for (sex, by_age) in stock.iter_mut().enumerate() {
            let (_, cohort) = young(dynamics, sex, Lanes::splat(self.current[[sex, SURVEYED_FROM, 0]]));
            by_age.extend(cohort);
            for age in SURVEYED_FROM..AGES {
                let current = self.current[[sex, age, 0]];
                let ratio = self.quit_ratio_slope * (age as f64 + 0.5 - YOUNGEST);
                let former = (current * ratio / (1.0 - ratio)).min(1.0 - current);
                let mut shares = [Lanes::ZERO; STATES];
                shares[NEVER] = Lanes::splat(1.0 - current - former);
                shares[CURRENT] = Lanes::splat(current);
                let span = (age - 15) as u32;
                for years in 0..span {
                    shares[former_state(years)] += Lanes::splat(former / f64::from(span));
                }
                by_age.push(shares);
            }
        }
        stock
    }

    #[allow(clippy::too_many_arguments)] // the chain's own inputs, all of one year
    fn next_year(
        &self,
        on: Processor,
        stock: &[States],
        dynamics: &Dynamics,
        moves: &Transitions,
        base: &BaseRates,
        risks: &RiskDraws,
        relapse: &[Lanes; SINGLE_YEARS - 1],
        sex: usize,
        year: i32,
        level: &mut Lanes,
    ) -> Vec<States> {
        let index = (year - FIRST_YEAR) as usize;
        let mut next = vec![[Lanes::ZERO; STATES]; AGES];
        for age in SURVEYED_FROM..AGES {
            let start = *level * dynamics.starting_shape()[sex][age - 1];
            let target = Lanes::splat(self.current[[sex, age, index]]);
            let before = &stock[age - 1];
            (next[age], _) =
                on.run(SolveQuit { before, moves, base, risks, sex, age: age - 1, start, relapse, target });
        }
        let target = Lanes::splat(self.current[[sex, SURVEYED_FROM, index]]);
        let (found, cohort) = young(dynamics, sex, target);
        *level = found;
        next[..SURVEYED_FROM].copy_from_slice(&cohort);
        next
    }

    /// Factor on the odds of former against never with which former smokers at 16 and over are as published.
    fn odds_factor(&self, stock: &SmokingStock) -> Lanes {
        let total = |log_factor: [f64; LANES]| {
            let factor = Lanes(log_factor.map(libm::exp));
            let (mut sum, mut people) = (Lanes::ZERO, 0.0);
            for (sex, by_age) in stock.iter().enumerate() {
                for (age, shares) in by_age.iter().enumerate().skip(YOUNGEST as usize) {
                    let weight = self.weights[sex][age];
                    let former = former_share(shares);
                    let non_smokers = Lanes::ONE - shares[CURRENT];
                    let scaled = former * factor / (former * factor + (non_smokers - former));
                    sum += scaled * non_smokers * weight;
                    people += weight;
                }
            }
            (sum * (1.0 / people) - Lanes::splat(self.former_target.1)).0
        };
        Lanes(secant([[0.0; LANES], [0.2; LANES]], 12, total).map(libm::exp))
    }
}

/// Ages one cohort by a year and finds the quit probability with which it smokes as surveyed; where the survey rises
/// faster than starting and relapse allow, nobody quits.
pub(crate) struct SolveQuit<'a> {
    pub(crate) before: &'a States,
    pub(crate) moves: &'a Transitions,
    pub(crate) base: &'a BaseRates,
    pub(crate) risks: &'a RiskDraws,
    pub(crate) sex: usize,
    pub(crate) age: usize,
    /// Probability of starting.
    pub(crate) start: Lanes,
    pub(crate) relapse: &'a [Lanes; SINGLE_YEARS - 1],
    /// Share who smoke a year later.
    pub(crate) target: Lanes,
}

impl Batch for SolveQuit<'_> {
    /// The shares a year later, and the probability of quitting.
    type Output = (States, Lanes);

    #[inline(always)]
    fn run(self) -> (States, Lanes) {
        let Self { before, moves, base, risks, sex, age, start, relapse, target } = self;
        let mut alive = *before;
        for (share, survived) in alive.iter_mut().zip(survival(before, base, sex, age, risks)) {
            *share *= survived;
        }
        normalise(&mut alive);
        let mut inflow = alive[NEVER] * start;
        for year in 1..SINGLE_YEARS {
            inflow += alive[FORMER + year] * relapse[year - 1];
        }
        let mut quit = Lanes::ONE - (target - inflow) / alive[CURRENT];
        for lane in &mut quit.0 {
            *lane = lane.clamp(0.0, 1.0);
        }
        let mut probability = vec![Lanes::ZERO; moves.structure().arcs()];
        fill(&mut probability, moves, &[Lanes::ONE; STATES], &TransitionRates { start, quit, relapse: *relapse });
        let mut next = [Lanes::ZERO; STATES];
        advance(moves, &probability, &alive, &mut next);
        (next, quit)
    }
}

fn former_share(shares: &States) -> Lanes {
    let mut former = Lanes::ZERO;
    for share in &shares[FORMER..] {
        former += *share;
    }
    former
}

fn former_stock(stock: &SmokingStock, factor: Lanes) -> FormerStock {
    let mut result = FormerStock {
        among_non_smokers: [Vec::with_capacity(AGES), Vec::with_capacity(AGES)],
        by_years: [Vec::with_capacity(AGES), Vec::with_capacity(AGES)],
    };
    for (sex, by_age) in stock.iter().enumerate() {
        for shares in by_age {
            let former = former_share(shares);
            let never = shares[NEVER];
            result.among_non_smokers[sex].push(former * factor / (former * factor + never));
            let mut by_years = [Lanes::ZERO; STATES - FORMER];
            for (share, state) in by_years.iter_mut().zip(&shares[FORMER..]) {
                for lane in 0..LANES {
                    // Before anyone has quit there is nobody to share out.
                    let sum = former.0[lane];
                    share.0[lane] = if sum > 0.0 { state.0[lane] / sum } else { 0.0 };
                }
            }
            result.by_years[sex].push(by_years);
        }
    }
    result
}
