//! The factor on quitting: people as a power series in it, and the root of that series.

use super::{POWERS, TOLERANCE};
use crate::multistate::lanes::{LANES, Lanes};
use crate::numerics::root::{Until, newton_in_bracket};
use crate::outcomes::layout::Reached;
use crate::projection::fitted_model::FittedModel;
use crate::projection::parameter_set::ParameterSet;
use crate::projection::plan::effects::{QUITTING, REACH};
use crate::projection::plan::scenario::{AmbitionPlan, ScenarioPlan};
use crate::units::AGES;

/// What is known of a factor on quitting.
pub(super) struct Quitting {
    /// The largest with which no probability passes 1.
    most: Lanes,
    /// Factors known to leave too many smokers, and too few.
    low: Lanes,
    high: Lanes,
    /// Whether nothing else is searched for in the scenario, so that what a factor left once it leaves again.
    alone: bool,
    /// Whether one pass gives the whole polynomial.
    exact: bool,
}

/// Powers of a factor on quitting that the people of a scenario have by the deadlines, at most [`POWERS`].
pub(super) fn powers(plan: &ScenarioPlan) -> usize {
    plan.ambitions
        .iter()
        .filter(|one| one.driver == QUITTING)
        .map(AmbitionPlan::years_until_deadline)
        .max()
        .unwrap_or(0)
        .min(POWERS)
}

/// The largest factor with which no probability of quitting passes 1 before the deadline; infinite if there is none to multiply.
fn most_factor(model: &FittedModel, set: &ParameterSet, plan: &ScenarioPlan, ambition: usize) -> Lanes {
    let ones = vec![Lanes::ONE; plan.ambitions.len()];
    let ambition = &plan.ambitions[ambition];
    let mut most = Lanes::splat(f64::INFINITY);
    for year in (0..ambition.deadline.min(model.years)).filter(|&year| ambition.ramp[year] > 0.0) {
        let mut known = None;
        for cell in (0..ambition.cells.len()).filter(|&cell| ambition.cells[cell]) {
            let effects = plan.effects(&ones, cell, year);
            // Most cells have the same effects.
            if known.replace(effects) == Some(effects) {
                continue;
            }
            for sex in 0..2 {
                for age in 0..AGES {
                    let quit = set.region.quit[sex][age] * set.region.quit_factor[year];
                    let now = quit * effects.on[QUITTING]
                        + effects.on[REACH] * model.subjects.smoking.service.added(sex, age);
                    let slope = quit * effects.per_factor;
                    for lane in 0..LANES {
                        if slope.0[lane] > 0.0 && now.0[lane] < 1.0 {
                            most.0[lane] = most.0[lane].min(1.0 + (1.0 - now.0[lane]) / slope.0[lane]);
                        }
                    }
                }
            }
        }
    }
    most
}

impl Quitting {
    /// Nothing is known yet; `alone` says that nothing else is searched for in the scenario.
    pub(super) fn new(
        model: &FittedModel,
        set: &ParameterSet,
        plan: &ScenarioPlan,
        ambition: usize,
        alone: bool,
    ) -> Self {
        Self {
            most: most_factor(model, set, plan, ambition),
            low: Lanes::ONE,
            high: Lanes::splat(f64::NAN),
            alone,
            exact: alone && plan.ambitions[ambition].years_until_deadline() <= POWERS,
        }
    }

    /// Takes adults and smokers as power series around the factor just tried and chooses the next.
    pub(super) fn learn(
        &mut self,
        coefficients: &[[Lanes; 2]; POWERS + 1],
        target: Lanes,
        factors: &mut Lanes,
        done: &mut [Option<Reached>; LANES],
    ) {
        for lane in 0..LANES {
            let target = target.0[lane];
            let now = coefficients[0][1].0[lane] / coefficients[0][0].0[lane];
            // Beside another ambition a factor that did may no longer do, nor the trend.
            let off = match done[lane] {
                Some(Reached::ByFactor) => (now - target).abs() > TOLERANCE,
                Some(Reached::ByTrend) => now - target > TOLERANCE,
                Some(Reached::OutOfReach) | None => false,
            };
            if !self.alone && off {
                done[lane] = None;
            }
            if done[lane].is_some() {
                continue;
            }
            // Smokers beyond the target's.
            let beyond = coefficients.map(|[adults, smokers]| smokers.0[lane] - target * adults.0[lane]);
            let share = now;
            let (factor, most) = (factors.0[lane], self.most.0[lane]);
            if factor <= 1.0 && share <= target {
                done[lane] = Some(Reached::ByTrend);
                continue;
            }
            if factor > 1.0 && (share - target).abs() <= TOLERANCE {
                done[lane] = Some(Reached::ByFactor);
                continue;
            }
            if !self.alone {
                // The other factors have moved on since.
                (self.low.0[lane], self.high.0[lane]) = (1.0, f64::NAN);
            } else if beyond[0] > 0.0 {
                self.low.0[lane] = factor
            } else {
                self.high.0[lane] = factor
            }
            // Nobody quits whom the factor could make quit more: the driver has no grip, and the factor stays 1.
            if !most.is_finite() {
                (factors.0[lane], done[lane]) = (1.0, Some(Reached::OutOfReach));
                continue;
            }
            // A share of nothing is not reached by quitting, which always leaves some.
            if !(target > 0.0) || (beyond[0] > 0.0 && factor >= most) {
                (factors.0[lane], done[lane]) = (most, Some(Reached::OutOfReach));
                continue;
            }
            let (low, high) = (self.low.0[lane], self.high.0[lane]);
            let highest = if high.is_nan() { most } else { high };
            let next = match root(&beyond, low - factor, highest - factor) {
                Some(change) => factor + change,
                // The series says that even the largest factor does not do; a whole one is right.
                None if self.exact && high.is_nan() => {
                    (factors.0[lane], done[lane]) = (most, Some(Reached::OutOfReach));
                    continue;
                }
                None if high.is_nan() => most,
                None => 0.5 * (low + high),
            };
            factors.0[lane] = next;
            if self.exact {
                done[lane] = Some(Reached::ByFactor);
            }
        }
    }
}

/// The root of a power series that falls from above 0 at `low` to below 0 at `high`; `None` if it does not.
fn root(coefficients: &[f64; POWERS + 1], low: f64, high: f64) -> Option<f64> {
    let at = |x: f64| {
        let (mut value, mut slope) = (0.0, 0.0);
        for coefficient in coefficients.iter().rev() {
            slope = slope * x + value;
            value = value * x + coefficient;
        }
        (value, slope)
    };
    if !(at(low).0 > 0.0 && at(high).0 <= 0.0) {
        return None;
    }
    let start = low.max(0.0).min(high);
    Some(newton_in_bracket(
        start,
        [low, high],
        |low, high| 0.5 * (low + high),
        Until::Step(f64::EPSILON),
        |x| {
            let (value, slope) = at(x);
            (-value, -slope)
        },
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_of_a_known_series() {
        // (1 - x / 3) (2 + x + x^2) has its only root at 3.
        let coefficients = [2.0, 1.0 - 2.0 / 3.0, 1.0 - 1.0 / 3.0, -1.0 / 3.0, 0.0, 0.0];
        assert!((root(&coefficients, 0.0, 10.0).unwrap() - 3.0).abs() < 1e-14);
        assert!((root(&coefficients, -1.0, 3.5).unwrap() - 3.0).abs() < 1e-14);
        assert_eq!(root(&coefficients, 0.0, 2.9), None);
        assert_eq!(root(&coefficients, 3.1, 4.0), None);
    }
}
