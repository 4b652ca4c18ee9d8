//! One strategy against another: extra cost, extra effect, and their ratio where it means something.

use super::net_benefit::net_benefit;
use crate::error::Error;
use crate::numerics::sample::mean;
use crate::outcomes::quantile;
use serde::Serialize;

/// Extra costs and effects of a strategy against another, draw by draw.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Increment {
    costs: Vec<f64>,
    effects: Vec<f64>,
}

/// The share of draws in each quadrant of the cost-effectiveness plane. A difference of exactly 0 counts as neither more nor
/// less; such draws are in none of the four.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Quadrants {
    /// Costs more, brings more.
    pub north_east: f64,
    /// Costs less, brings more: dominates.
    pub south_east: f64,
    /// Costs less, brings less.
    pub south_west: f64,
    /// Costs more, brings less: dominated.
    pub north_west: f64,
}

impl Increment {
    /// Of lists of equal length, not empty.
    pub(super) fn new(costs: Vec<f64>, effects: Vec<f64>) -> Result<Self, Error> {
        match costs.iter().chain(&effects).find(|difference| !difference.is_finite()) {
            None => Ok(Self { costs, effects }),
            Some(difference) => Err(Error::out_of_range("difference of two strategies", difference, "must be finite")),
        }
    }

    /// Mean extra cost.
    #[must_use]
    pub fn cost(&self) -> f64 {
        mean(&self.costs)
    }

    /// Mean extra effect.
    #[must_use]
    pub fn effect(&self) -> f64 {
        mean(&self.effects)
    }

    /// Extra net monetary benefit in each draw.
    ///
    /// # Errors
    /// A willingness to pay that is negative or not finite, or so large that net benefit is not finite.
    pub fn net_benefit(&self, willingness_to_pay: f64) -> Result<Vec<f64>, Error> {
        net_benefit(&self.costs, &self.effects, willingness_to_pay)
    }

    /// Where the draws lie on the cost-effectiveness plane.
    #[must_use]
    pub fn quadrants(&self) -> Quadrants {
        let mut shares = Quadrants::default();
        let one = 1.0 / self.costs.len() as f64;
        for (&cost, &effect) in self.costs.iter().zip(&self.effects) {
            match (cost > 0.0, cost < 0.0, effect > 0.0, effect < 0.0) {
                (true, _, true, _) => shares.north_east += one,
                (_, true, true, _) => shares.south_east += one,
                (_, true, _, true) => shares.south_west += one,
                (true, _, _, true) => shares.north_west += one,
                _ => {}
            }
        }
        shares
    }

    /// Incremental cost-effectiveness ratio: mean extra cost over mean extra effect, money per unit of effect.
    ///
    /// `None` unless cost and effect are both more or both less: where a strategy brings more for less the ratio says
    /// nothing, and without a difference in effect, or of an effect so small that the ratio is no number, there is none. If both are less, it is money saved per unit lost,
    /// and a high ratio speaks for the strategy.
    #[must_use]
    pub fn icer(&self) -> Option<f64> {
        let (cost, effect) = (self.cost(), self.effect());
        ((cost > 0.0 && effect > 0.0) || (cost < 0.0 && effect < 0.0))
            .then(|| cost / effect)
            .filter(|ratio| ratio.is_finite())
    }

    /// The ratio's 95% interval over draws, lower and upper; `None` unless every draw lies in the north-east quadrant, or every
    /// draw in the south-west.
    ///
    /// Where draws lie in several quadrants, equal ratios stand for opposite decisions and their quantiles mean nothing:
    /// use net benefit, which is a plain number in each draw.
    #[must_use]
    pub fn icer_interval(&self) -> Option<(f64, f64)> {
        let mut both = self.costs.iter().zip(&self.effects);
        let settled = both.clone().all(|(&cost, &effect)| cost > 0.0 && effect > 0.0)
            || both.all(|(&cost, &effect)| cost < 0.0 && effect < 0.0);
        if !settled {
            return None;
        }
        let ratios: Vec<f64> = self.costs.iter().zip(&self.effects).map(|(cost, effect)| cost / effect).collect();
        quantile(&ratios, 0.025).ok().zip(quantile(&ratios, 0.975).ok())
    }
}

#[cfg(test)]
#[allow(clippy::float_cmp)] // of small whole numbers, which are exact
mod tests {
    use crate::decision::{CostsAndEffects, Quadrants};

    fn pair(costs: [f64; 4], effects: [f64; 4]) -> super::Increment {
        let table = CostsAndEffects::new().with("old", vec![10.0; 4], vec![1.0; 4]).unwrap();
        let costs = costs.map(|cost| cost + 10.0).to_vec();
        let table = table.with("new", costs, effects.map(|effect| effect + 1.0).to_vec()).unwrap();
        table.increment("new", "old").unwrap()
    }

    #[test]
    fn an_unsettled_ratio_has_no_interval() {
        let settled = pair([2.0, 4.0, 6.0, 8.0], [1.0; 4]);
        assert_eq!(settled.icer(), Some(5.0));
        let (lower, upper) = settled.icer_interval().unwrap();
        assert!(2.0 < lower && lower < upper && upper < 8.0);
        let open = pair([2.0, 4.0, -6.0, 8.0], [1.0, 1.0, -1.0, -0.5]);
        assert_eq!(open.icer(), Some(16.0));
        assert_eq!(open.icer_interval(), None);
        assert_eq!(open.net_benefit(10.0).unwrap(), [8.0, 6.0, -4.0, -13.0]);
        assert!(open.net_benefit(-1.0).is_err() && open.net_benefit(f64::INFINITY).is_err());
        assert_eq!(
            open.quadrants(),
            Quadrants { north_east: 0.5, south_east: 0.0, south_west: 0.25, north_west: 0.25 }
        );
    }

    #[test]
    fn dominance_has_no_ratio() {
        assert_eq!(pair([-1.0; 4], [1.0; 4]).icer(), None);
        assert_eq!(pair([1.0; 4], [-1.0; 4]).icer(), None);
        assert_eq!(pair([1.0; 4], [0.0; 4]).icer(), None);
        let saves = pair([-4.0; 4], [-2.0; 4]);
        assert_eq!((saves.icer(), saves.icer_interval()), (Some(2.0), Some((2.0, 2.0))));
    }
}
