//! Starting and quitting such that the chain reproduces London's surveys, and the quitting that carries the trend on.

use super::chain::{BaseRates, Dynamics, States, TransitionRates, advance, fill, normalise, survival};
use super::former::{FormerStock, SolveQuit, young};
use crate::exposure::smoking::fit::history::SURVEYED_FROM;
use crate::exposure::smoking::fit::risk::RiskDraws;
use crate::exposure::smoking::fit::survey::{ADULT, RegionSmoking, SURVEY_BANDS, SURVEY_STARTS, survey_band};
use crate::exposure::smoking::states::{CURRENT, FORMER, NEVER, SINGLE_YEARS, STATES, Transitions};
use crate::multistate::kernel::{Batch, Processor};
use crate::multistate::lanes::{LANES, Lanes, one_by_one};
use crate::numerics::interpolation::{Outside, straight};
use crate::numerics::logit::{logistic, logit};
use crate::numerics::root::secant;
use crate::units::AGES;

/// First year of the surveys the quit probabilities are fitted to.
pub(crate) const FITTED_FROM: i32 = 2011;

/// Middle ages of the survey bands; the open band stands at the middle of 65 to 84.
const NODES: [f64; SURVEY_BANDS] = [21.5, 30.0, 40.0, 50.0, 60.0, 75.0];

/// Rounds of the search for node values that give the bands their means.
const NODE_ROUNDS: usize = 6;

/// London's smoking in a batch of draws.
#[derive(Debug, Clone)]
pub(crate) struct RegionDraws {
    /// Shares by smoking state at the start; by sex and age.
    pub(crate) stock: [Vec<States>; 2],
    /// Probability of starting at the start, by sex and age.
    pub(crate) start: [Vec<Lanes>; 2],
    /// Probability of quitting as fitted to the surveys, by sex and age.
    pub(crate) quit: [Vec<Lanes>; 2],
    /// Relapse by single year since quitting from 1.
    pub(crate) relapse: [Lanes; SINGLE_YEARS - 1],
    /// Factor on starting in each year after the start.
    pub(crate) start_factor: Vec<Lanes>,
    /// Factor on quitting in each year after the start.
    pub(crate) quit_factor: Vec<Lanes>,
    /// Smoking among all adults along the trend, from the start on.
    pub(crate) path: Vec<Lanes>,
    /// Years in which the path rises faster than starting allows even if nobody quits: there it is not followed.
    pub(crate) unreachable_years: Lanes,
}

/// Everything the calibration of a batch reads.
pub(crate) struct Inputs<'a> {
    /// With which instruction set it is worked out.
    pub(crate) on: Processor,
    pub(crate) dynamics: &'a Dynamics,
    pub(crate) moves: &'a Transitions,
    pub(crate) base: &'a BaseRates,
    pub(crate) risks: &'a RiskDraws,
    pub(crate) relapse: [Lanes; SINGLE_YEARS - 1],
    /// Former smokers at the first fitted year and at the start.
    pub(crate) former: [FormerStock; 2],
    /// Logit of smoking by sex and survey band at the start.
    pub(crate) bands: [[Lanes; SURVEY_BANDS]; 2],
    /// Logit of smoking of all adults from the start on, one for each year.
    pub(crate) path: Vec<Lanes>,
    /// Yearly change of the logit before the start.
    pub(crate) drift: Lanes,
    /// Years from the first fitted one to the start.
    pub(crate) fitted_years: usize,
    /// Central people of London by year, sex and age, from the start on.
    pub(crate) people: &'a [[Vec<f64>; 2]],
}

impl RegionSmoking {
    /// Names and spreads of the bands' levels.
    pub(crate) fn band_name(sex: usize, band: usize) -> String {
        let sex = ["male", "female"][sex];
        match SURVEY_STARTS.get(band + 1) {
            Some(next) => format!("smoking level, {sex}, {}-{}", SURVEY_STARTS[band], next - 1),
            None => format!("smoking level, {sex}, {}+", SURVEY_STARTS[band]),
        }
    }
}

/// Calibrates a batch.
pub(crate) fn calibrate(inputs: &Inputs<'_>) -> RegionDraws {
    let surface = Surface::fit(inputs);
    let quit = fit_quits(inputs, &surface);
    let mut stock = [Vec::with_capacity(AGES), Vec::with_capacity(AGES)];
    let mut start = [Vec::with_capacity(AGES), Vec::with_capacity(AGES)];
    for sex in 0..2 {
        let (level, shares) = surface.stock(inputs, sex, 0, 1);
        start[sex].extend(one_by_one(&inputs.dynamics.starting_shape()[sex]).map(|&shape| level * shape));
        stock[sex] = shares;
    }
    let mut region = RegionDraws {
        stock,
        start,
        quit,
        relapse: inputs.relapse,
        start_factor: Vec::new(),
        quit_factor: Vec::new(),
        path: inputs.path.iter().map(|logit| Lanes(logit.0.map(logistic))).collect(),
        unreachable_years: Lanes::ZERO,
    };
    inputs.on.run(FollowPath { inputs, region: &mut region });
    region
}

/// London's smoking by sex and age at the start on the logit scale; earlier years lie along the drift.
struct Surface {
    logits: [Vec<Lanes>; 2],
}

impl Surface {
    /// Straight lines between the bands' middles whose values give the bands their means, moved as a whole so that all
    /// adults are on the path.
    fn fit(inputs: &Inputs<'_>) -> Self {
        let people = &inputs.people[0];
        let mut logits = [vec![Lanes::ZERO; AGES], vec![Lanes::ZERO; AGES]];
        for sex in 0..2 {
            let target: [Lanes; SURVEY_BANDS] = inputs.bands[sex].map(|x| Lanes(x.0.map(logistic)));
            let mut nodes = inputs.bands[sex];
            for _ in 0..NODE_ROUNDS {
                fill_lines(&mut logits[sex], &nodes);
                let means = band_means(&logits[sex], &people[sex]);
                for band in 0..SURVEY_BANDS {
                    for lane in 0..LANES {
                        nodes[band].0[lane] += logit(target[band].0[lane]) - logit(means[band].0[lane]);
                    }
                }
            }
            fill_lines(&mut logits[sex], &nodes);
        }
        let mut surface = Self { logits };
        surface.move_to(inputs, Lanes(inputs.path[0].0.map(logistic)));
        surface
    }

    /// Adds one number to every logit so that the share of all adults is `target`.
    fn move_to(&mut self, inputs: &Inputs<'_>, target: Lanes) {
        let share = |shift: [f64; LANES]| {
            let shift = Lanes(shift);
            let (mut smokers, mut adults) = (Lanes::ZERO, 0.0);
            for sex in 0..2 {
                for age in ADULT..AGES {
                    let weight = inputs.people[0][sex][age];
                    let logit = self.logits[sex][age] + shift;
                    smokers += Lanes(logit.0.map(logistic)) * weight;
                    adults += weight;
                }
            }
            (smokers * (1.0 / adults) - target).0
        };
        let found = Lanes(secant([[0.0; LANES], [0.05; LANES]], 5, share));
        for by_age in &mut self.logits {
            for logit in one_by_one(by_age.iter_mut()) {
                *logit += found;
            }
        }
    }

    /// Share of smokers of an age, some years before the start.
    fn current(&self, inputs: &Inputs<'_>, sex: usize, age: usize, years_before: usize) -> Lanes {
        let logit = self.logits[sex][age] - inputs.drift * years_before as f64;
        Lanes(logit.0.map(logistic))
    }

    /// The level of starting and the shares by state of every age; former smokers from `inputs.former[which]`.
    fn stock(&self, inputs: &Inputs<'_>, sex: usize, years_before: usize, which: usize) -> (Lanes, Vec<States>) {
        let target = self.current(inputs, sex, SURVEYED_FROM, years_before);
        let (level, mut shares) = young(inputs.dynamics, sex, target);
        let former = &inputs.former[which];
        for age in SURVEYED_FROM..AGES {
            let current = self.current(inputs, sex, age, years_before);
            let non_smokers = Lanes::ONE - current;
            let quitters = non_smokers * former.among_non_smokers[sex][age];
            let mut states = [Lanes::ZERO; STATES];
            states[NEVER] = non_smokers - quitters;
            states[CURRENT] = current;
            for (state, share) in one_by_one(states[FORMER..].iter_mut().zip(&former.by_years[sex][age])) {
                *state = quitters * *share;
            }
            shares.push(states);
        }
        (level, shares)
    }
}

fn fill_lines(logits: &mut [Lanes], nodes: &[Lanes; SURVEY_BANDS]) {
    for lane in 0..LANES {
        let points: [(f64, f64); SURVEY_BANDS] = std::array::from_fn(|band| (NODES[band], nodes[band].0[lane]));
        for (age, logit) in logits.iter_mut().enumerate() {
            // Above the last node the last line goes on; below the first it is level.
            let middle = age as f64 + 0.5;
            let outside = if middle > NODES[0] { Outside::Extended } else { Outside::Held };
            logit.0[lane] = straight(points, middle, outside);
        }
    }
}

fn band_means(logits: &[Lanes], people: &[f64]) -> [Lanes; SURVEY_BANDS] {
    let mut smokers = [Lanes::ZERO; SURVEY_BANDS];
    let mut adults = [0.0; SURVEY_BANDS];
    for age in ADULT..AGES {
        let band = survey_band(age);
        smokers[band] += Lanes(logits[age].0.map(logistic)) * people[age];
        adults[band] += people[age];
    }
    std::array::from_fn(|band| smokers[band] * (1.0 / adults[band]))
}

/// Quit probability by sex and age: the mean over the fitted years of those with which each cohort follows the
/// surface. Nobody quits below the surveyed ages.
fn fit_quits(inputs: &Inputs<'_>, surface: &Surface) -> [Vec<Lanes>; 2] {
    let mut quit = [vec![Lanes::ZERO; AGES], vec![Lanes::ZERO; AGES]];
    let years = inputs.fitted_years;
    for (sex, quit) in quit.iter_mut().enumerate() {
        let (mut level, mut stock) = surface.stock(inputs, sex, years, 0);
        for year in 1..=years {
            let before = years - year;
            let target = surface.current(inputs, sex, SURVEYED_FROM, before);
            let (new_level, mut next) = young(inputs.dynamics, sex, target);
            for age in SURVEYED_FROM..AGES {
                let (shares, solved) = inputs.on.run(SolveQuit {
                    before: &stock[age - 1],
                    moves: inputs.moves,
                    base: inputs.base,
                    risks: inputs.risks,
                    sex,
                    age: age - 1,
                    start: level * inputs.dynamics.starting_shape()[sex][age - 1],
                    relapse: &inputs.relapse,
                    target: surface.current(inputs, sex, age, before),
                });
                if age > SURVEYED_FROM {
                    quit[age - 1] += solved * (1.0 / years as f64);
                }
                next.push(shares);
            }
            level = new_level;
            stock = next;
        }
        quit[AGES - 1] = quit[AGES - 2];
    }
    quit
}

/// Follows the path of all adults: starting falls in step with the odds of smoking, and one factor on quitting a year
/// does the rest. It is linear in the factor, so it is solved outright.
struct FollowPath<'a, 'b> {
    inputs: &'a Inputs<'b>,
    region: &'a mut RegionDraws,
}

impl Batch for FollowPath<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { inputs, region } = self;
        let mut stock = region.stock.clone();
        let mut probability = vec![Lanes::ZERO; inputs.moves.structure().arcs()];
        for year in 1..inputs.path.len() {
            let step = inputs.path[year] - inputs.path[0];
            let start_factor = Lanes(step.0.map(libm::exp));
            let people = &inputs.people[year];
            let mut alive = stock.clone();
            let (mut without, mut per_factor, mut adults) = (Lanes::ZERO, Lanes::ZERO, 0.0);
            for sex in 0..2 {
                for age in 0..AGES {
                    let survived = survival(&stock[sex][age], inputs.base, sex, age, inputs.risks);
                    for (share, s) in one_by_one(alive[sex][age].iter_mut().zip(survived)) {
                        *share *= s;
                    }
                    normalise(&mut alive[sex][age]);
                    let next_age = (age + 1).min(AGES - 1);
                    // The last age is reached from two: its people are shared by those alive before.
                    let weight = if next_age == AGES - 1 {
                        let before = &inputs.people[year - 1][sex];
                        people[sex][next_age] * before[age] / (before[AGES - 2] + before[AGES - 1])
                    } else {
                        people[sex][next_age]
                    };
                    if next_age < ADULT {
                        continue;
                    }
                    let now = &alive[sex][age];
                    let mut smokers = now[NEVER] * region.start[sex][age] * start_factor + now[CURRENT];
                    for since in one_by_one(1..SINGLE_YEARS) {
                        smokers += now[FORMER + since] * inputs.relapse[since - 1];
                    }
                    without += smokers * weight;
                    per_factor += now[CURRENT] * region.quit[sex][age] * weight;
                    adults += weight;
                }
            }
            let mut factor = (without - region.path[year] * adults) / per_factor;
            for (factor, years) in factor.0.iter_mut().zip(&mut region.unreachable_years.0) {
                if *factor < 0.0 {
                    *years += 1.0;
                    *factor = 0.0;
                }
            }
            let mut next = stock.clone();
            for sex in 0..2 {
                for age in 0..AGES {
                    let rates = TransitionRates {
                        start: region.start[sex][age] * start_factor,
                        quit: region.quit[sex][age] * factor,
                        relapse: inputs.relapse,
                    };
                    fill(&mut probability, inputs.moves, &[Lanes::ONE; STATES], &rates);
                    if age < AGES - 1 {
                        advance(inputs.moves, &probability, &alive[sex][age], &mut next[sex][age + 1]);
                    } else {
                        let before = &inputs.people[year - 1][sex];
                        let share = before[AGES - 1] / (before[AGES - 2] + before[AGES - 1]);
                        let mut oldest = [Lanes::ZERO; STATES];
                        advance(inputs.moves, &probability, &alive[sex][age], &mut oldest);
                        for (state, old) in one_by_one(next[sex][AGES - 1].iter_mut().zip(oldest)) {
                            *state = *state * (1.0 - share) + old * share;
                        }
                    }
                }
                let mut newborn = [Lanes::ZERO; STATES];
                newborn[NEVER] = Lanes::ONE;
                next[sex][0] = newborn;
            }
            region.start_factor.push(start_factor);
            region.quit_factor.push(factor);
            stock = next;
        }
    }
}
