//! What strategies are worth at a willingness to pay: net benefit, and the decision it makes.

use crate::error::{Error, finite};
use crate::numerics::sample::mean;
use serde::Serialize;

/// What strategies are worth at one willingness to pay.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Decision {
    /// Money for one unit of effect.
    pub willingness_to_pay: f64,
    prospects: Vec<Prospect>,
    best: usize,
}

/// What one strategy is worth at a willingness to pay.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Prospect {
    /// The strategy.
    pub name: String,
    /// Mean net monetary benefit.
    pub net_benefit: f64,
    /// The share of draws in which no strategy has a higher net benefit: its point on the cost-effectiveness acceptability
    /// curve. Strategies that share the highest net benefit of a draw share the draw equally, so that the probabilities
    /// of all strategies sum to 1 and their order does not matter.
    pub probability_best: f64,
    /// Mean over draws of the highest net benefit less this strategy's: what is lost on average by choosing it.
    pub expected_loss: f64,
}

impl Decision {
    /// Of net benefits by strategy and draw, at least one strategy.
    pub(super) fn new(willingness_to_pay: f64, names: &[String], benefits: &[Vec<f64>]) -> Result<Self, Error> {
        let draws = benefits.first().map_or(0, Vec::len);
        let mut probability = vec![0.0; names.len()];
        let mut loss = vec![0.0; names.len()];
        for draw in 0..draws {
            let highest = benefits.iter().map(|benefit| benefit[draw]).fold(f64::NEG_INFINITY, f64::max);
            let short: Vec<f64> = benefits.iter().map(|benefit| highest - benefit[draw]).collect();
            let shared = short.iter().filter(|short| **short <= 0.0).count() as f64;
            for (strategy, short) in short.iter().enumerate() {
                loss[strategy] += short / draws as f64;
                if *short <= 0.0 {
                    probability[strategy] += 1.0 / shared;
                }
            }
        }
        let prospects: Vec<Prospect> = (0..names.len())
            .map(|strategy| Prospect {
                name: names[strategy].clone(),
                net_benefit: mean(&benefits[strategy]),
                probability_best: probability[strategy] / draws as f64,
                expected_loss: loss[strategy],
            })
            .collect();
        for prospect in &prospects {
            finite(format!("expected loss of {:?}", prospect.name), prospect.expected_loss)?;
        }
        let mut best = 0;
        for (strategy, prospect) in prospects.iter().enumerate() {
            if prospect.expected_loss < prospects[best].expected_loss {
                best = strategy;
            }
        }
        Ok(Self { willingness_to_pay, prospects, best })
    }

    /// Every strategy, in the order in which they were added.
    #[must_use]
    pub fn prospects(&self) -> &[Prospect] {
        &self.prospects
    }

    /// The strategy with the least expected loss, which is the one with the highest mean net benefit; the first of equals.
    ///
    /// Its probability, over willingness to pay, is the cost-effectiveness acceptability frontier. It need not be the
    /// strategy that is most often best.
    #[must_use]
    pub fn best(&self) -> &Prospect {
        &self.prospects[self.best]
    }

    /// Expected value of perfect information per decision, for example per patient, in money.
    ///
    /// # Formula
    /// ```text
    /// EVPI = mean of max(net benefit) - max of mean(net benefit) = least expected loss
    /// ```
    /// The expected loss is a mean of differences within draws, so EVPI is never below 0 by rounding.
    #[must_use]
    pub fn evpi(&self) -> f64 {
        self.best().expected_loss
    }
}

/// Willingness to pay x effect - cost in each draw.
pub(super) fn net_benefit(costs: &[f64], effects: &[f64], willingness_to_pay: f64) -> Result<Vec<f64>, Error> {
    if !(willingness_to_pay >= 0.0 && willingness_to_pay.is_finite()) {
        return Err(Error::out_of_range("willingness to pay", willingness_to_pay, "must be 0 or more and finite"));
    }
    let benefit: Vec<f64> =
        effects.iter().zip(costs).map(|(effect, cost)| willingness_to_pay * effect - cost).collect();
    if benefit.iter().all(|benefit| benefit.is_finite()) {
        return Ok(benefit);
    }
    let rule = "gives a net benefit beyond the largest number";
    Err(Error::out_of_range("willingness to pay", willingness_to_pay, rule))
}
