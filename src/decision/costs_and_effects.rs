//! Costs and effects of strategies over draws.

use super::cost_effectiveness::{DominanceStatus, Strategy, cost_effectiveness};
use super::increment::Increment;
use super::net_benefit::{Decision, net_benefit};
use crate::error::Error;
use crate::numerics::sample::mean;

/// Costs and effects of strategies: one number of each a draw, draw d of all strategies being the same parameter set.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CostsAndEffects {
    names: Vec<String>,
    /// By strategy and draw.
    costs: Vec<Vec<f64>>,
    effects: Vec<Vec<f64>>,
}

impl CostsAndEffects {
    /// No strategies yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a strategy with its cost (money) and effect (for example QALYs, more being better) in each draw.
    ///
    /// # Errors
    /// A name given before; no draws; another number of draws than before, or than costs; a number that is not finite.
    pub fn with(mut self, name: impl Into<String>, costs: Vec<f64>, effects: Vec<f64>) -> Result<Self, Error> {
        let name = name.into();
        if self.names.contains(&name) {
            return Err(Error::Duplicate { kind: "strategy".into(), name });
        }
        let draws = self.costs.first().map_or(costs.len(), Vec::len);
        for (what, values) in [("cost", &costs), ("effect", &effects)] {
            if values.is_empty() || values.len() != draws {
                let what = format!("number of draws of the {what} of {name:?}");
                return Err(Error::out_of_range(what, values.len(), format!("must be {}", draws.max(1))));
            }
            if let Some((draw, value)) = values.iter().enumerate().find(|(_, value)| !value.is_finite()) {
                return Err(Error::out_of_range(format!("{what} of {name:?} in draw {draw}"), value, "must be finite"));
            }
        }
        self.names.push(name);
        self.costs.push(costs);
        self.effects.push(effects);
        Ok(self)
    }

    /// The names, in the order in which the strategies were added.
    #[must_use]
    pub fn strategies(&self) -> &[String] {
        &self.names
    }

    /// Number of draws; 0 if there are no strategies.
    #[must_use]
    pub fn draws(&self) -> usize {
        self.costs.first().map_or(0, Vec::len)
    }

    /// The cost of a strategy in each draw.
    ///
    /// # Errors
    /// An unknown strategy.
    pub fn costs(&self, strategy: &str) -> Result<&[f64], Error> {
        Ok(&self.costs[self.position(strategy)?])
    }

    /// The effect of a strategy in each draw.
    ///
    /// # Errors
    /// An unknown strategy.
    pub fn effects(&self, strategy: &str) -> Result<&[f64], Error> {
        Ok(&self.effects[self.position(strategy)?])
    }

    /// Mean cost and effect of each strategy.
    #[must_use]
    pub fn means(&self) -> Vec<Strategy> {
        let lists = self.costs.iter().zip(&self.effects);
        let both = lists.map(|(costs, effects)| (mean(costs), mean(effects)));
        both.zip(&self.names).map(|((cost, effect), name)| Strategy { name: name.clone(), cost, effect }).collect()
    }

    /// Dominance and incremental cost-effectiveness ratios of the means.
    ///
    /// # Errors
    /// If there are no strategies; a ratio beyond the largest number.
    pub fn cost_effectiveness(&self) -> Result<Vec<DominanceStatus>, Error> {
        cost_effectiveness(&self.means())
    }

    /// One strategy against another.
    ///
    /// # Errors
    /// An unknown strategy; a difference beyond the largest number.
    pub fn increment(&self, strategy: &str, against: &str) -> Result<Increment, Error> {
        let (one, other) = (self.position(strategy)?, self.position(against)?);
        let less = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a - b).collect();
        let (costs, effects) =
            (less(&self.costs[one], &self.costs[other]), less(&self.effects[one], &self.effects[other]));
        Increment::new(costs, effects)
    }

    /// Net monetary benefit of a strategy in each draw.
    ///
    /// # Formula
    /// ```text
    /// net benefit = willingness to pay x effect - cost
    /// ```
    /// # Errors
    /// An unknown strategy; a willingness to pay that is negative or not finite, or so large that net benefit is not finite.
    pub fn net_benefit(&self, strategy: &str, willingness_to_pay: f64) -> Result<Vec<f64>, Error> {
        let position = self.position(strategy)?;
        net_benefit(&self.costs[position], &self.effects[position], willingness_to_pay)
    }

    /// The decision at a willingness to pay for one unit of effect.
    ///
    /// # Errors
    /// If there are no strategies; as [`net_benefit`](Self::net_benefit); an expected loss beyond the largest number.
    pub fn at(&self, willingness_to_pay: f64) -> Result<Decision, Error> {
        if self.names.is_empty() {
            return Err(Error::Conflict { rule: "a decision needs at least one strategy".into() });
        }
        let lists = self.costs.iter().zip(&self.effects);
        let benefits: Vec<Vec<f64>> =
            lists.map(|(costs, effects)| net_benefit(costs, effects, willingness_to_pay)).collect::<Result<_, _>>()?;
        Decision::new(willingness_to_pay, &self.names, &benefits)
    }

    fn position(&self, name: &str) -> Result<usize, Error> {
        let known = || self.names.iter().map(String::as_str);
        known().position(|known| known == name).ok_or_else(|| Error::unknown("strategy", name, known()))
    }
}

#[cfg(test)]
#[allow(clippy::float_cmp)] // of small whole numbers, which are exact
mod tests {
    use super::*;

    fn three() -> CostsAndEffects {
        CostsAndEffects::new()
            .with("a", vec![0.0, 0.0, 0.0, 0.0], vec![0.0, 0.0, 0.0, 0.0])
            .and_then(|table| table.with("b", vec![10.0; 4], vec![1.0, 2.0, 3.0, 0.0]))
            .and_then(|table| table.with("c", vec![10.0; 4], vec![1.0, 1.0, 4.0, 0.0]))
            .unwrap()
    }

    #[test]
    fn draws_that_are_shared_are_split() {
        // Net benefit at 10: b 0, 10, 20, -10 and c 0, 0, 30, -10.
        let decision = three().at(10.0).unwrap();
        let probability: Vec<f64> = decision.prospects().iter().map(|one| one.probability_best).collect();
        let third = 1.0 / 3.0;
        for (found, expected) in probability.iter().zip([(1.0 + third) / 4.0, (1.0 + third) / 4.0, (1.0 + third) / 4.0])
        {
            assert!((found - expected).abs() < 1e-15);
        }
        // Losses: a 0, 10, 30, 0; b 0, 0, 10, 10; c 0, 10, 0, 10.
        let losses: Vec<f64> = decision.prospects().iter().map(|one| one.expected_loss).collect();
        assert_eq!(losses, [10.0, 5.0, 5.0]);
        assert_eq!(decision.best().name, "b", "the first of equals");
        assert_eq!(decision.evpi(), 5.0);
        assert_eq!(decision.best().net_benefit, 5.0);
    }

    #[test]
    fn without_uncertainty_knowing_more_is_worth_nothing() {
        let table = CostsAndEffects::new().with("a", vec![1.0], vec![0.0]).unwrap();
        let table = table.with("b", vec![3.0], vec![1.0]).unwrap();
        for (pay, best) in [(1.0, "a"), (3.0, "b")] {
            let decision = table.at(pay).unwrap();
            assert_eq!((decision.best().name.as_str(), decision.evpi()), (best, 0.0));
            assert_eq!(decision.best().probability_best, 1.0);
        }
        assert_eq!(table.net_benefit("b", 3.0).unwrap(), [0.0]);
    }

    #[test]
    fn slips_are_errors() {
        let message = |result: Result<CostsAndEffects, Error>| result.unwrap_err().to_string();
        let short = message(three().with("d", vec![1.0; 3], vec![1.0; 3]));
        assert_eq!(short, "number of draws of the cost of \"d\" 3 must be 4");
        assert_eq!(
            message(CostsAndEffects::new().with("d", vec![], vec![])),
            "number of draws of the cost of \"d\" 0 must be 1"
        );
        let infinite = message(three().with("d", vec![1.0; 4], vec![1.0, f64::NAN, 1.0, 1.0]));
        assert_eq!(infinite, "effect of \"d\" in draw 1 NaN must be finite");
        assert!(message(three().with("a", vec![1.0; 4], vec![1.0; 4])).contains("given twice"));
        assert!(three().at(-1.0).is_err() && three().at(f64::NAN).is_err() && three().at(1e308).is_err());
        assert!(CostsAndEffects::new().at(1.0).is_err());
        let far = CostsAndEffects::new().with("low", vec![-1e308], vec![0.0]).unwrap();
        let far = far.with("high", vec![1e308], vec![0.0]).unwrap();
        let beyond = far.increment("high", "low").unwrap_err().to_string();
        assert_eq!(beyond, "difference of two strategies inf must be finite");
        assert!(three().increment("a", "bb").unwrap_err().to_string().contains("did you mean \"b\""));
    }
}
