//! Rewards: what a year in a state or a transition brings (utility, cost, anything that adds up), and how it is
//! discounted and weighted within the cycle.

use super::value::Value;
use crate::error::Error;

/// How the time people spend in states is read off the points in time between cycles.
///
/// With `n` cycles there are `n + 1` points, 0 being the start. Each rule but [`Mean`](WithinCycle::Mean) is a weight
/// for each point.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub enum WithinCycle {
    /// No correction, a cycle counts those there at its beginning: 1, 1, ..., 1, 0.
    Start,
    /// No correction, a cycle counts those there at its end: 0, 1, ..., 1, 1.
    End,
    /// Every point counts once: 1, 1, ..., 1. This is one cycle more than people lived.
    EveryPoint,
    /// Half a cycle at either end: 1/2, 1, ..., 1, 1/2.
    #[default]
    HalfCycle,
    /// Simpson's 1/3 rule as the DARTH tutorials give it: 1/3, 2/3, 4/3, ..., 2/3, 4/3, 1/3 with 4/3 at even points.
    /// Simpson's rule of the textbooks has 4/3 at odd points and needs an even number of cycles.
    Simpson,
    /// A weight for each point.
    Given(Vec<f64>),
    /// A cycle counts the mean of its beginning and its end, with the value asked for at the beginning of the cycle
    /// and discounted to its middle. This is the life table's person-years with deaths half-way.
    Mean,
}

/// Cycles that no model has.
const MOST_CYCLES: usize = 1 << 28;

impl WithinCycle {
    /// The weight of each of the `cycles + 1` points; for [`Mean`](WithinCycle::Mean) that of each cycle, then 0.
    ///
    /// # Errors
    /// Given weights that are not finite or not `cycles + 1` in number, or more cycles than any model has.
    pub fn weights(&self, cycles: usize) -> Result<Vec<f64>, Error> {
        if cycles >= MOST_CYCLES {
            return Err(Error::out_of_range("number of cycles", cycles, format!("must be below {MOST_CYCLES}")));
        }
        let mut weights = vec![1.0; cycles + 1];
        match self {
            Self::EveryPoint => {}
            Self::Start | Self::Mean => weights[cycles] = 0.0,
            Self::End => weights[0] = 0.0,
            Self::HalfCycle => (weights[0], weights[cycles]) = (0.5, 0.5),
            Self::Simpson => {
                for (point, weight) in weights.iter_mut().enumerate() {
                    *weight = if point % 2 == 0 { 4.0 / 3.0 } else { 2.0 / 3.0 };
                }
                (weights[0], weights[cycles]) = (1.0 / 3.0, 1.0 / 3.0);
            }
            Self::Given(given) => {
                if given.len() != cycles + 1 {
                    let rule = format!("must be {}, one more than the cycles", cycles + 1);
                    return Err(Error::out_of_range("number of within-cycle weights", given.len(), rule));
                }
                if let Some(bad) = given.iter().find(|w| !w.is_finite()) {
                    return Err(Error::out_of_range("within-cycle weight", bad, "must be finite"));
                }
                weights.clone_from(given);
            }
        }
        Ok(weights)
    }
}

/// When in its cycle a transition's reward falls, for discounting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum EventTime {
    /// At the beginning of the cycle.
    Start,
    /// Half-way through the cycle.
    Middle,
    /// At the end of the cycle.
    #[default]
    End,
}

/// Something that adds up over a model: a utility, a cost, years, events.
///
/// A state's value is **per person and year** spent in it; a transition's is **per person** who makes it. Several
/// values for one state or transition add up. Within-cycle weights apply to states only.
#[derive(Debug, Clone)]
pub struct Reward {
    pub(crate) name: String,
    pub(crate) discount: f64,
    pub(crate) within: WithinCycle,
    pub(crate) events: EventTime,
    pub(crate) states: Vec<(String, Value)>,
    pub(crate) transitions: Vec<(String, String, Value)>,
}

impl Reward {
    /// A reward of nothing yet, not discounted, with half-cycle correction.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            discount: 0.0,
            within: WithinCycle::default(),
            events: EventTime::default(),
            states: Vec::new(),
            transitions: Vec::new(),
        }
    }

    /// Yearly discount rate, for example 0.035.
    ///
    /// # Formula
    /// ```text
    /// weight at t years = 1 / (1 + rate)^t
    /// ```
    #[must_use]
    pub fn discounted(mut self, rate: f64) -> Self {
        self.discount = rate;
        self
    }

    /// How time within a cycle is counted.
    #[must_use]
    pub fn within_cycle(mut self, within: WithinCycle) -> Self {
        self.within = within;
        self
    }

    /// When in the cycle transitions fall.
    #[must_use]
    pub fn events(mut self, time: EventTime) -> Self {
        self.events = time;
        self
    }

    /// Value of a year in a state.
    #[must_use]
    pub fn state(mut self, state: impl Into<String>, per_year: impl Into<Value>) -> Self {
        self.states.push((state.into(), per_year.into()));
        self
    }

    /// Value of one transition.
    #[must_use]
    pub fn transition(mut self, from: impl Into<String>, to: impl Into<String>, per_person: impl Into<Value>) -> Self {
        self.transitions.push((from.into(), to.into(), per_person.into()));
        self
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_add_up_to_the_cycles() {
        for within in [WithinCycle::Start, WithinCycle::End, WithinCycle::HalfCycle, WithinCycle::Mean] {
            let sum: f64 = within.weights(7).unwrap().iter().sum();
            assert!((sum - 7.0).abs() < 1e-15, "{within:?}");
        }
        assert!((WithinCycle::EveryPoint.weights(7).unwrap().iter().sum::<f64>() - 8.0).abs() < 1e-15);
    }

    #[test]
    fn given_weights_are_checked() {
        let error = WithinCycle::Given(vec![1.0; 3]).weights(3).unwrap_err();
        assert_eq!(error.to_string(), "number of within-cycle weights 3 must be 4, one more than the cycles");
        assert!(WithinCycle::Given(vec![f64::NAN, 1.0]).weights(1).is_err());
    }
}
