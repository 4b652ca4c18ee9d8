//! A model as an analyst describes it, and everything that can be wrong with it.

use super::cohort::Cohort;
use super::names::Names;
use super::prepare::{PreparedReward, Way, prepare_reward, prepare_transitions};
use super::rewards::Reward;
use super::structure::Structure;
use super::value::{Extent, Prepared, Value};
use crate::error::{Error, finite};

/// Most states of a model.
const MOST_STATES: usize = 10_000;
/// Most bytes that the people of a model may take.
const MOST_BYTES: u64 = 16 << 30;

/// A checked cohort model, ready to run.
///
/// Made by [`Model::builder`]. All values have been worked out and checked, so [`run`](Model::run) cannot fail.
#[derive(Debug, Clone)]
pub struct Model {
    pub(crate) names: Names,
    pub(crate) structure: Structure,
    pub(crate) extent: Extent,
    /// By arc.
    pub(crate) probabilities: Vec<Prepared>,
    /// By cohort and state.
    pub(crate) starting: Vec<Vec<f64>>,
    pub(crate) rewards: Vec<PreparedReward>,
}

/// Describes a model step by step; [`build`](ModelBuilder::build) checks all of it.
///
/// ```
/// use health_impact::multistate::{Cohort, Model, Reward};
///
/// let model = Model::builder()
///     .state("well")
///     .state("ill")
///     .state("dead")
///     .transition("well", "ill", 0.1)
///     .transition("well", "dead", 0.01)
///     .complement("well", "well")
///     .transition("ill", "dead", |c: &health_impact::multistate::Context| 0.1 + 0.001 * c.age)
///     .complement("ill", "ill")
///     .absorbing("dead")
///     .cohort(Cohort::new("all").aged(50.0).starting("well", 1_000.0))
///     .reward(Reward::new("life years").state("well", 1.0).state("ill", 1.0))
///     .cycles(1)
///     .build()?;
/// let run = model.run();
/// assert_eq!(run.people("all", "dead", 1)?, [10.0]);
/// assert_eq!(run.total("life years")?, [995.0]);
/// # Ok::<(), health_impact::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct ModelBuilder {
    states: Vec<(String, usize)>,
    transitions: Vec<(String, String, Way)>,
    cohorts: Vec<Cohort>,
    rewards: Vec<Reward>,
    cycles: usize,
    cycle_length: f64,
    draws: usize,
}

impl Model {
    /// A model of nothing yet: 1 cycle of 1 year, 1 draw.
    #[must_use]
    pub fn builder() -> ModelBuilder {
        ModelBuilder {
            states: Vec::new(),
            transitions: Vec::new(),
            cohorts: Vec::new(),
            rewards: Vec::new(),
            cycles: 1,
            cycle_length: 1.0,
            draws: 1,
        }
    }

    /// The states, tunnels expanded, and the possible transitions.
    #[must_use]
    pub fn structure(&self) -> &Structure {
        &self.structure
    }
}

impl ModelBuilder {
    /// Adds a state.
    #[must_use]
    pub fn state(self, name: impl Into<String>) -> Self {
        self.tunnel(name, 1)
    }

    /// Adds a tunnel: `length` states for the time since entry, named `name [1]`, `name [2]`, ...
    ///
    /// `name` alone means the whole tunnel: a transition to it leads to its first state, a transition from it leaves
    /// all of its states ([`Context::tunnel`](super::Context) tells which), one from it to itself leads from each
    /// state to the next and from the last to itself.
    #[must_use]
    pub fn tunnel(mut self, name: impl Into<String>, length: usize) -> Self {
        self.states.push((name.into(), length));
        self
    }

    /// The probability per cycle of moving from one state to another.
    #[must_use]
    pub fn transition(mut self, from: impl Into<String>, to: impl Into<String>, probability: impl Into<Value>) -> Self {
        self.transitions.push((from.into(), to.into(), Way::Probability(probability.into())));
        self
    }

    /// The rate per person-year of moving from one state to another at any time, constant within a cycle.
    ///
    /// A model is by probabilities or by rates, not both. With rates people may pass through several states in a cycle: the
    /// probabilities of a cycle are the matrix exponential of the rates
    /// ([`transition_probabilities`](super::rates::transition_probabilities)). Staying needs no word, a state that nobody
    /// leaves is [`absorbing`](Self::absorbing), and there are no tunnels, which count whole cycles. A reward for a transition
    /// is for those who begin a cycle in one state and end it in the other, by whatever way.
    ///
    /// ```
    /// use health_impact::multistate::{Cohort, Model};
    ///
    /// let monthly = |cycle_length: f64, cycles| {
    ///     Model::builder()
    ///         .state("well")
    ///         .state("ill")
    ///         .state("dead")
    ///         .rate("well", "ill", 0.2)
    ///         .rate("ill", "well", 0.1)
    ///         .rate("ill", "dead", 0.3)
    ///         .absorbing("dead")
    ///         .cohort(Cohort::new("all").starting("well", 1.0))
    ///         .cycle_length(cycle_length)
    ///         .cycles(cycles)
    ///         .build()
    /// };
    /// // The length of the cycle changes nothing.
    /// let by_year = monthly(1.0, 5)?.run().people("all", "dead", 5)?[0];
    /// let by_month = monthly(1.0 / 12.0, 60)?.run().people("all", "dead", 60)?[0];
    /// assert!((by_year - by_month).abs() < 1e-14);
    /// # Ok::<(), health_impact::Error>(())
    /// ```
    #[must_use]
    pub fn rate(mut self, from: impl Into<String>, to: impl Into<String>, per_year: impl Into<Value>) -> Self {
        self.transitions.push((from.into(), to.into(), Way::Rate(per_year.into())));
        self
    }

    /// All who do not leave `from` otherwise move to `to`: 1 minus the other probabilities.
    #[must_use]
    pub fn complement(mut self, from: impl Into<String>, to: impl Into<String>) -> Self {
        self.transitions.push((from.into(), to.into(), Way::Complement));
        self
    }

    /// Nobody leaves the state.
    #[must_use]
    pub fn absorbing(self, state: impl Into<String>) -> Self {
        let state = state.into();
        self.complement(state.clone(), state)
    }

    /// Adds a cohort.
    #[must_use]
    pub fn cohort(mut self, cohort: Cohort) -> Self {
        self.cohorts.push(cohort);
        self
    }

    /// Adds a reward.
    #[must_use]
    pub fn reward(mut self, reward: Reward) -> Self {
        self.rewards.push(reward);
        self
    }

    /// Number of cycles.
    #[must_use]
    pub fn cycles(mut self, cycles: usize) -> Self {
        self.cycles = cycles;
        self
    }

    /// Length of a cycle in years.
    #[must_use]
    pub fn cycle_length(mut self, years: f64) -> Self {
        self.cycle_length = years;
        self
    }

    /// Number of draws.
    #[must_use]
    pub fn draws(mut self, draws: usize) -> Self {
        self.draws = draws;
        self
    }

    /// Checks everything and works out every value.
    ///
    /// # Errors
    /// Unknown or repeated names; a probability outside 0 to 1 or a state whose probabilities do not sum to 1 within
    /// 1e-12, in any cohort, cycle and draw (a rest below 0 by no more than that, which is rounding, is taken as
    /// 0); a rate that is negative or not finite, or rates beside probabilities or tunnels; a state with no way out or two
    /// rests; a reward, starting number, age, rate or length that is not finite or
    /// breaks its rule; a reward whose total may be beyond the largest number; lists of the wrong length.
    pub fn build(self) -> Result<Model, Error> {
        self.check_size()?;
        let mut names = Names::default();
        for (name, length) in &self.states {
            names.add(name, *length)?;
        }
        let extent = self.extent()?;
        let starting = self.starting(&names, &extent)?;

        let (structure, probabilities) = prepare_transitions(&extent, &names, &self.transitions)?;
        let mut rewards: Vec<PreparedReward> = Vec::new();
        for reward in &self.rewards {
            if rewards.iter().any(|other| other.name == reward.name) {
                return Err(Error::Duplicate { kind: "reward".into(), name: reward.name.clone() });
            }
            let prepared = prepare_reward(reward, &names, &structure, &extent)?;
            check_reward(&prepared, &starting, &extent)?;
            rewards.push(prepared);
        }
        Ok(Model { names, structure, extent, probabilities, starting, rewards })
    }

    /// Checks how large the model is before anything of it is made.
    fn check_size(&self) -> Result<(), Error> {
        let states = self.states.iter().fold(0, |all: usize, (_, length)| all.saturating_add(*length));
        if states > MOST_STATES {
            let rule = format!("must not exceed {MOST_STATES}, tunnels counted by their length");
            return Err(Error::out_of_range("number of states", states, rule));
        }
        let cycles = self.cohorts.iter().map(|cohort| cohort.own_cycles().unwrap_or(self.cycles));
        let points = cycles.fold(0, |all: usize, cycles| all.saturating_add(cycles).saturating_add(1));
        let bytes = points as f64 * (states.max(1) * size_of::<f64>()) as f64 * self.draws as f64;
        if bytes > MOST_BYTES as f64 {
            let what = format!("size of a model of {states} states, {points} points in time and {} draws", self.draws);
            let rule = format!("must not exceed {} GB: fewer cycles, cohorts or draws at a time", MOST_BYTES >> 30);
            return Err(Error::out_of_range(what, format!("of {:.0} GB", bytes / (1_u64 << 30) as f64), rule));
        }
        Ok(())
    }

    fn extent(&self) -> Result<Extent, Error> {
        if self.draws == 0 {
            return Err(Error::out_of_range("number of draws", 0, "must be 1 or more"));
        }
        if !(self.cycle_length > 0.0 && self.cycle_length.is_finite()) {
            return Err(Error::out_of_range("cycle length", self.cycle_length, "must be above 0 years and finite"));
        }
        if self.cohorts.is_empty() {
            return Err(Error::Conflict { rule: "a model needs at least one cohort".into() });
        }
        let mut offsets = vec![0];
        for (i, cohort) in self.cohorts.iter().enumerate() {
            if self.cohorts[..i].iter().any(|other| other.name() == cohort.name()) {
                return Err(Error::Duplicate { kind: "cohort".into(), name: cohort.name().into() });
            }
            finite(format!("age of cohort {:?}", cohort.name()), cohort.age_at_start())?;
            let cycles = cohort.own_cycles().unwrap_or(self.cycles);
            let end = cohort.age_at_start() + (cycles as f64 + 1.0) * self.cycle_length;
            finite(format!("age of cohort {:?} after its last cycle", cohort.name()), end)?;
            offsets.push(offsets[i] + cycles + 1);
        }
        Ok(Extent { cohorts: self.cohorts.clone(), offsets, cycle_length: self.cycle_length, draws: self.draws })
    }

    fn starting(&self, names: &Names, extent: &Extent) -> Result<Vec<Vec<f64>>, Error> {
        let mut starting = Vec::new();
        for cohort in &extent.cohorts {
            let mut by_state = vec![0.0; names.states().len()];
            for (state, people) in cohort.people() {
                if !(*people >= 0.0 && people.is_finite()) {
                    let what = format!("people of cohort {:?} who start in {state:?}:", cohort.name());
                    return Err(Error::out_of_range(what, people, "must be 0 or more and finite"));
                }
                by_state[names.find(state)?.0] += people;
            }
            finite(format!("people of cohort {:?}", cohort.name()), by_state.iter().sum())?;
            starting.push(by_state);
        }
        Ok(starting)
    }
}

/// That a reward stays a number if all people always were where it is largest: people are conserved.
fn check_reward(reward: &PreparedReward, starting: &[Vec<f64>], extent: &Extent) -> Result<(), Error> {
    let of_states: f64 = reward.states.iter().map(|(_, value)| value.largest()).sum();
    let of_transitions: f64 = reward.transitions.iter().map(|(_, _, value)| value.largest()).sum();
    let mut most = 0.0;
    for (cohort, by_state) in starting.iter().enumerate() {
        // A point without weight is worked out before it is weighted.
        let points = reward.weights[cohort].iter().map(|weight| weight.abs()).sum::<f64>().max(1.0);
        let years = extent.cycle_length.max(1.0) * points;
        let people: f64 = by_state.iter().sum();
        most += people * (of_states * years + of_transitions * extent.cycles(cohort).max(1) as f64);
    }
    if most.is_finite() {
        return Ok(());
    }
    let rule = "is so large that its total may be beyond the largest number";
    Err(Error::out_of_range("reward", format!("{:?}", reward.name), rule))
}
