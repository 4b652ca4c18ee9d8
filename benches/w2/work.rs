//! What W2 is: its people, hazards, risks and draws.

use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use rand_distr::{Beta, Distribution, LogNormal};

pub(crate) const YEARS: usize = 25;
pub(crate) const AGES: usize = 101;
pub(crate) const BIRTHS: f64 = 50_000.0;
/// Multiplier of the quit rate in each scenario.
pub(crate) const SCENARIOS: [f64; 2] = [1.0, 1.6];
/// Share by which hazards fall every year where they do.
pub(crate) const FALL: f64 = 0.015;

/// One draw of the parameters.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Draw {
    /// Yearly probability of starting at 16 to 29.
    pub(crate) start: f64,
    /// Yearly probability of quitting.
    pub(crate) quit: f64,
    /// Yearly probability of relapse just after quitting.
    pub(crate) relapse: f64,
    /// Relative risk of death of current smokers.
    pub(crate) current_risk: f64,
    /// Relative risk of death of former smokers just after quitting.
    pub(crate) former_risk: f64,
}

/// What is kept of one draw, scenario and year.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Kept {
    /// Share of current smokers at 18 and over before the step.
    pub(crate) prevalence: f64,
    /// Deaths in the year.
    pub(crate) deaths: f64,
    /// Mean of the people before and after the step (before births).
    pub(crate) person_years: f64,
}

/// Position of a draw, scenario and year in the results.
pub(crate) fn position(draw: usize, scenario: usize, year: usize) -> usize {
    (draw * SCENARIOS.len() + scenario) * YEARS + year
}

/// Yearly hazard of death of a never smoker.
pub(crate) fn hazard(sex: usize, age: usize) -> f64 {
    let scale = if sex == 0 { 1.0 } else { 0.7 };
    (scale * 3e-5 * libm::exp(0.095 * age as f64)).min(2.0)
}

/// People at the start by state (never, current, former by year).
pub(crate) fn start(age: usize, states: usize) -> Vec<f64> {
    let relative = age as f64 / 101.0;
    let people = 60_000.0 * (1.0 - relative * relative * relative);
    let mut by_state = vec![0.0; states];
    if age < 16 {
        by_state[0] = people;
    } else {
        by_state[0] = 0.6 * people;
        by_state[1] = 0.15 * people;
        by_state[2..].fill(0.25 * people / (states - 2) as f64);
    }
    by_state
}

/// Relative risk of death by state.
pub(crate) fn risk(draw: &Draw, state: usize, states: usize) -> f64 {
    match state {
        0 => 1.0,
        1 => draw.current_risk,
        _ => 1.0 + (draw.former_risk - 1.0) * (1.0 - (state - 2) as f64 / (states - 2) as f64),
    }
}

/// So many draws of the parameters, always the same ones.
pub(crate) fn draws(number: usize) -> Vec<Draw> {
    let mut rng = ChaCha8Rng::seed_from_u64(2015);
    let start = Beta::new(100.0, 9900.0).expect("a fixed distribution");
    let quit = Beta::new(80.0, 920.0).expect("a fixed distribution");
    let relapse = Beta::new(30.0, 970.0).expect("a fixed distribution");
    let current_risk = LogNormal::new(libm::log(2.5), 0.08).expect("a fixed distribution");
    let former_risk = LogNormal::new(libm::log(1.4), 0.05).expect("a fixed distribution");
    let mut one = || Draw {
        start: start.sample(&mut rng),
        quit: quit.sample(&mut rng),
        relapse: relapse.sample(&mut rng),
        current_risk: current_risk.sample(&mut rng),
        former_risk: former_risk.sample(&mut rng),
    };
    (0..number).map(|_| one()).collect()
}

/// Cells of so many draws: draws x scenarios x years x sexes and ages x states.
pub(crate) fn cells(draws: usize, states: usize) -> u64 {
    (draws * SCENARIOS.len() * YEARS * 2 * AGES * states) as u64
}
