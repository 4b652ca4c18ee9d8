//! Shares and differences of one cell.

use super::prepared::{Exposures, MOST_GROUPS, from_odds, is_any, mean_risk, more_risk};
use super::ratios::Ratios;
use crate::exposure::levels::raking::ADULT;
use crate::exposure::levels::{EXPOSURES, Exceedance, LAGS, Step, level_risk_band};
use crate::multistate::lanes::{Lanes, one_by_one, reciprocals};
use crate::projection::plan::effects::Effects;
use crate::projection::position::{Position, index};
use crate::subjects::{certain, step};
use crate::units::AGES;
use crate::work::workers::AGES_BEFORE_WORK;
use std::ops::Range;

/// Shares closer to 0 than this are 0.
const ROUNDING: f64 = 1e-9;

/// How far the shares of one exposure in one run are from the baseline's.
#[derive(Debug, Clone, Copy)]
struct Difference {
    now: Exceedance,
    lagged: [Exceedance; LAGS],
    /// Whether any of it is not 0.
    any: bool,
}

impl Difference {
    const NONE: Self = Self { now: [Lanes::ZERO; 2], lagged: [[Lanes::ZERO; 2]; LAGS], any: false };
}

/// An exposure that a run moves.
#[derive(Debug, Clone, Copy)]
struct Slot {
    run: usize,
    exposure: usize,
}

/// Shares and differences of one cell, by sex and age, reused from cell to cell.
#[derive(Debug)]
pub(crate) struct CellExposures {
    slots: Vec<Slot>,
    of_run: Vec<Range<usize>>,
    /// The baseline's shares at mid-year, and the lagged ones.
    now: Vec<[Exceedance; EXPOSURES]>,
    lagged: Vec<[[Exceedance; LAGS]; EXPOSURES]>,
    /// The shares of the start, which the frozen comparator keeps.
    frozen: Vec<[Exceedance; EXPOSURES]>,
    /// By index, then slot.
    differences: Vec<Difference>,
    /// The baseline's shares a year older and later than those in hand.
    next: [Exceedance; EXPOSURES],
    /// Mean risks of the groups of outcomes in hand, and one over each.
    room: [[Lanes; MOST_GROUPS]; 2],
}

impl CellExposures {
    /// Room for runs, each of which moves these exposures.
    pub(crate) fn new(moved: &[[bool; EXPOSURES]]) -> Self {
        let mut slots = Vec::new();
        let mut of_run = Vec::with_capacity(moved.len());
        for (run, moved) in moved.iter().enumerate() {
            let first = slots.len();
            slots.extend((0..EXPOSURES).filter(|&exposure| moved[exposure]).map(|exposure| Slot { run, exposure }));
            of_run.push(first..slots.len());
        }
        let indices = 2 * AGES;
        let none = [[Lanes::ZERO; 2]; EXPOSURES];
        Self {
            differences: vec![Difference::NONE; indices * slots.len()],
            slots,
            of_run,
            now: vec![none; indices],
            lagged: vec![[[[Lanes::ZERO; 2]; LAGS]; EXPOSURES]; indices],
            frozen: vec![none; indices],
            next: none,
            room: [[Lanes::ZERO; MOST_GROUPS]; 2],
        }
    }

    /// The start of a cell: the same in every run.
    #[inline(always)]
    pub(crate) fn begin(&mut self, exposures: &Exposures, cell: usize) {
        for sex in 0..2 {
            for age in 0..AGES {
                let at = index(sex, age);
                self.now[at] = exposures.shares(cell, 0, sex, age);
                for (exposure, by_lag) in self.lagged[at].iter_mut().enumerate() {
                    let draws = &exposures.draws[exposure];
                    for (lagged, region) in one_by_one(by_lag.iter_mut().zip(&draws.lagged_at_start)) {
                        *lagged = from_odds(&region[sex * AGES + age], draws.cells[cell][usize::from(age >= ADULT)]);
                    }
                }
            }
        }
        self.frozen.copy_from_slice(&self.now);
        self.differences.fill(Difference::NONE);
    }

    /// The shares of a run at mid-year.
    #[inline(always)]
    pub(crate) fn shares(&self, run: usize, at: usize) -> [Exceedance; EXPOSURES] {
        let mut shares = self.now[at];
        for slot in self.of_run[run].clone() {
            let difference = &self.differences[at * self.slots.len() + slot];
            if difference.any {
                for (share, difference) in shares[self.slots[slot].exposure].iter_mut().zip(difference.now) {
                    *share = not_below_0(*share + difference);
                }
            }
        }
        shares
    }

    /// The baseline's shares of an exposure at mid-year.
    #[inline(always)]
    pub(crate) fn baseline(&self, exposure: usize, at: usize) -> &Exceedance {
        &self.now[at][exposure]
    }

    /// What differences do to risks at an age, multiplied into the ratios of each run.
    #[inline(always)]
    pub(crate) fn ratios(&mut self, exposures: &Exposures, sex: usize, age: usize, ratios: &mut [Ratios]) {
        let at = index(sex, age);
        let here = &self.differences[at * self.slots.len()..][..self.slots.len()];
        for exposure in 0..EXPOSURES {
            let differs = |slot: usize| self.slots[slot].exposure == exposure && here[slot].any;
            if !(0..here.len()).any(differs) {
                continue;
            }
            if exposures.has_risks[exposure]
                && let Some(band) = level_risk_band(age)
            {
                let risks = &exposures.risks[exposure];
                let lagged = &self.lagged[at][exposure];
                // Means are of the order of 1 to 10, so that their product is far from limits.
                let [means, per_mean] = &mut self.room;
                for (mean, group) in one_by_one(means.iter_mut().zip(risks)) {
                    *mean = mean_risk(&lagged[group.lag], &group.added[sex][band]);
                }
                reciprocals(&means[..risks.len()], &mut per_mean[..risks.len()]);
                for slot in (0..here.len()).filter(|&slot| differs(slot)) {
                    let ratios = &mut ratios[self.slots[slot].run];
                    for (group, per_mean) in one_by_one(risks.iter().zip(per_mean.iter())) {
                        let more = more_risk(&here[slot].lagged[group.lag], &group.added[sex][band]);
                        let ratio = Lanes::ONE + more * *per_mean;
                        for &cause in &group.deaths {
                            ratios.deaths_mut()[cause] *= ratio;
                        }
                        for &disease in &group.cases {
                            ratios.cases_mut()[disease] *= ratio;
                        }
                    }
                }
            }
            if AGES_BEFORE_WORK.contains(&age) && exposures.moves_absence[exposure] {
                let added = &exposures.draws[exposure].absence;
                let per_mean = Lanes::ONE / mean_risk(&self.now[at][exposure], added);
                for slot in (0..here.len()).filter(|&slot| differs(slot)) {
                    let ratio = Lanes::ONE + more_risk(&here[slot].now, added) * per_mean;
                    ratios[self.slots[slot].run].absence *= ratio;
                }
            }
        }
    }

    /// Works out the baseline's shares of those a year older and later.
    #[inline(always)]
    pub(crate) fn look_ahead(&mut self, exposures: &Exposures, at: Position) {
        self.next = exposures.shares(at.cell, at.year + 1, at.sex, at.age + 1);
    }

    /// Takes the differences of one run on to those a year older and later; `stay` is the share of them who lived in the cell
    /// before. Returns the share of people whose move up is certain, since its probability would be above 1.
    #[inline(always)]
    pub(crate) fn transition(
        &mut self,
        exposures: &Exposures,
        at: Position,
        run: usize,
        frozen: bool,
        effects: &Effects,
        stay: Lanes,
    ) -> Lanes {
        let here = index(at.sex, at.age);
        let older = index(at.sex, at.age + 1);
        let mut are_certain = Lanes::ZERO;
        for slot in self.of_run[run].clone() {
            let exposure = self.slots[slot].exposure;
            let old = self.differences[here * self.slots.len() + slot];
            let moved = &mut self.differences[older * self.slots.len() + slot];
            if !(old.any || frozen || effects.moves[exposure]) {
                *moved = Difference::NONE;
                continue;
            }
            let draws = &exposures.draws[exposure];
            let next = &self.next[exposure];
            let mut stay = stay;
            let now = if frozen {
                // Those who come to the frozen comparator take its shares.
                stay = Lanes::ONE;
                let held = &self.frozen[older][exposure];
                [held[0] - next[0], held[1] - next[1]]
            } else {
                let a_year = Step {
                    age: at.age,
                    base: &self.now[here][exposure],
                    next,
                    difference: &old.now,
                    kept: &draws.kept,
                    stay,
                };
                are_certain += certain(exposure, &a_year, &effects.on);
                step(exposure, &a_year, &effects.on)
            };
            moved.now = now;
            let mut any = is_any(&now);
            for lag in 0..LAGS {
                let carried = draws.carried[lag];
                let fresh = Lanes::ONE - carried;
                for j in 0..2 {
                    moved.lagged[lag][j] = now[j] * fresh + old.lagged[lag][j] * carried * stay;
                }
                any |= is_any(&moved.lagged[lag]);
            }
            moved.any = any;
        }
        are_certain
    }

    /// Takes the baseline's own shares on, after all runs.
    #[inline(always)]
    pub(crate) fn baseline_on(&mut self, exposures: &Exposures, at: Position) {
        let (here, older) = (index(at.sex, at.age), index(at.sex, at.age + 1));
        for exposure in 0..EXPOSURES {
            if !exposures.has_risks[exposure] || at.age + 1 < exposures.from[exposure] {
                continue;
            }
            let next = self.next[exposure];
            for lag in 0..LAGS {
                let old = self.lagged[here][exposure][lag];
                // At the first age followed nothing is known of the years before.
                let first = at.age + 1 == exposures.from[exposure];
                let carried = if first { Lanes::ZERO } else { exposures.draws[exposure].carried[lag] };
                let fresh = Lanes::ONE - carried;
                for j in 0..2 {
                    self.lagged[older][exposure][lag][j] = next[j] * fresh + old[j] * carried;
                }
            }
        }
        self.now[older] = self.next;
    }

    /// The newborn of a sex: the baseline's shares in every run.
    #[inline(always)]
    pub(crate) fn newborn(&mut self, exposures: &Exposures, cell: usize, sex: usize, year: usize) {
        let at = index(sex, 0);
        self.now[at] = exposures.shares(cell, year + 1, sex, 0);
        for exposure in 0..EXPOSURES {
            self.lagged[at][exposure] = [self.now[at][exposure]; LAGS];
        }
        self.differences[at * self.slots.len()..][..self.slots.len()].fill(Difference::NONE);
    }
}

/// A share less all of itself may come out a rounding error below 0; what is further below is left for the check of the batch to
/// find.
#[inline(always)]
fn not_below_0(share: Lanes) -> Lanes {
    let mut rounded = share;
    for lane in &mut rounded.0 {
        *lane = if *lane < 0.0 && *lane > -ROUNDING { 0.0 } else { *lane };
    }
    rounded
}
