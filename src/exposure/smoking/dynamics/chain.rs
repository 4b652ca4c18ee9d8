//! One year of the smoking chain for one sex and age, eight draws at once.

use super::hazard::{Exposed, Hazards, per_mean_risk};
use crate::data::integer;
use crate::data::{ReferenceData, TableName};
use crate::draws::Draws;
use crate::error::Error;
use crate::estimate::Estimate;
use crate::exposure::smoking::fit::risk::{RISKS, RiskDraws, risk_band};
use crate::exposure::smoking::states::{CURRENT, FORMER, NEVER, SINGLE_YEARS, STATES, Transitions};
use crate::multistate::kernel::step;
use crate::multistate::lanes::{Lanes, one_by_one};
use crate::multistate::survival::mean_survival;
use crate::population::stratum::{QUINTILES, Sex};
use crate::units::AGES;

/// Shares or numbers of people by smoking state, in eight draws.
pub(crate) type States = [Lanes; STATES];

/// What is taken as given of starting and relapse.
#[derive(Debug, Clone)]
pub(crate) struct Dynamics {
    starting_shape: [[f64; AGES]; 2],
    relapse: Vec<Estimate>,
}

impl Dynamics {
    /// Reads starting and relapse.
    ///
    /// The shape of starting by age is the mean over quintiles; its level is fitted elsewhere.
    ///
    /// # Errors
    /// If the table of relapse lacks a year since quitting from 1 to 9.
    pub(crate) fn from_data(data: &ReferenceData) -> Result<Self, Error> {
        let table = data.table(TableName::SMOKING_STARTING);
        let (sexes, age, probability) = (table.text("sex")?, table.number("age")?, table.number("probability")?);
        let mut starting_shape = [[0.0; AGES]; 2];
        for row in 0..table.rows() {
            starting_shape[Sex::from_name(&sexes[row])?.index()][integer(age[row])] +=
                probability[row] / QUINTILES as f64;
        }
        let table = data.table(TableName::SMOKING_RELAPSE);
        let (year, value) = (table.number("years_since_quitting")?, table.number("probability")?);
        let (lower, upper) = (table.number("lower")?, table.number("upper")?);
        let mut relapse = Vec::with_capacity(SINGLE_YEARS - 1);
        for years in 1..SINGLE_YEARS {
            let row = (0..table.rows()).find(|&row| integer(year[row]) == years).ok_or_else(|| Error::Table {
                table: TableName::SMOKING_RELAPSE.to_string(),
                line: None,
                rule: format!("needs the relapse of year {years} since quitting"),
            })?;
            relapse.push(if value[row] > 0.0 && upper[row] > lower[row] {
                Estimate::beta_interval(value[row], lower[row], upper[row])?
            } else {
                Estimate::fixed(value[row])?
            });
        }
        Ok(Self { starting_shape, relapse })
    }

    /// Relative frequency of starting by sex and age; the level is fitted.
    #[must_use]
    pub(crate) fn starting_shape(&self) -> &[[f64; AGES]; 2] {
        &self.starting_shape
    }

    /// Relapse in a batch of draws, by single year since quitting from 1.
    pub(crate) fn draw_relapse(&self, draws: &mut Draws<'_>) -> Result<[Lanes; SINGLE_YEARS - 1], Error> {
        let mut relapse = [Lanes::ZERO; SINGLE_YEARS - 1];
        for (index, (lanes, estimate)) in relapse.iter_mut().zip(&self.relapse).enumerate() {
            *lanes = draws.value(|| format!("relapse, year {} since quitting", index + 1), estimate)?;
        }
        Ok(relapse)
    }
}

/// Probabilities of the moves of the survivors of one sex and age.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TransitionRates {
    pub(crate) start: Lanes,
    pub(crate) quit: Lanes,
    pub(crate) relapse: [Lanes; SINGLE_YEARS - 1],
}

/// Fills the probabilities of all moves: survive, then move.
#[inline(always)]
pub(crate) fn fill(probability: &mut [Lanes], moves: &Transitions, survival: &[Lanes], rates: &TransitionRates) {
    let survival = &survival[..STATES];
    probability[moves.stay_never] = survival[NEVER] * (Lanes::ONE - rates.start);
    probability[moves.start] = survival[NEVER] * rates.start;
    fill_quit(probability, moves, survival, rates.quit);
    for year in one_by_one(0..SINGLE_YEARS - 1) {
        probability[moves.relapse[year]] = survival[FORMER + 1 + year] * rates.relapse[year];
    }
    probability[moves.on[0]] = survival[FORMER];
    for year in one_by_one(1..SINGLE_YEARS) {
        probability[moves.on[year]] = survival[FORMER + year] * (Lanes::ONE - rates.relapse[year - 1]);
    }
    // States of several years are left with probability 1 / their width; the last is open.
    for (index, width) in one_by_one([(0, 5.0), (1, 5.0), (2, 10.0)]) {
        let state = FORMER + SINGLE_YEARS + index;
        probability[moves.on[SINGLE_YEARS + index]] = survival[state] * (1.0 / width);
        probability[moves.stay[index]] = survival[state] * (1.0 - 1.0 / width);
    }
    probability[moves.stay[3]] = survival[STATES - 1];
}

/// Fills the two moves of current smokers.
#[inline(always)]
pub(crate) fn fill_quit(probability: &mut [Lanes], moves: &Transitions, survival: &[Lanes], quit: Lanes) {
    probability[moves.stay_current] = survival[CURRENT] * (Lanes::ONE - quit);
    probability[moves.quit] = survival[CURRENT] * quit;
}

/// Fills the two moves of never smokers.
#[inline(always)]
pub(crate) fn fill_start(probability: &mut [Lanes], moves: &Transitions, survival: &[Lanes], start: Lanes) {
    probability[moves.stay_never] = survival[NEVER] * (Lanes::ONE - start);
    probability[moves.start] = survival[NEVER] * start;
}

/// Hazards of a whole population over a year, before the draws' trend: by risk cause and all others.
#[derive(Debug, Clone)]
pub(crate) struct BaseRates {
    /// Axes sex, age.
    pub(crate) rates: [Vec<[f64; RISKS]>; 2],
    pub(crate) other_causes: [Vec<f64>; 2],
}

/// Survival of each state over the year in a population with these shares; no risk of smoking below the first age
/// with one.
#[inline(always)]
pub(crate) fn survival(shares: &States, base: &BaseRates, sex: usize, age: usize, risks: &RiskDraws) -> States {
    let rates = base.rates[sex][age].map(Lanes::splat);
    let other_causes = Lanes::splat(base.other_causes[sex][age]);
    let Some(band) = risk_band(age) else {
        let mut all = other_causes;
        for rate in one_by_one(&rates) {
            all += *rate;
        }
        return [Lanes::ONE - all * mean_survival(all); STATES];
    };
    let exposed = Exposed::of(shares, risks);
    let excess: [Lanes; RISKS] = std::array::from_fn(|risk| risks.excess[risk][sex][band]);
    let per_mean = per_mean_risk(&exposed, Lanes::ONE / exposed.all, &excess, risks);
    let mut survival = [Lanes::ZERO; STATES];
    Hazards::share_out(&rates, other_causes, &per_mean, &excess, risks).by_state(risks, &mut survival);
    for hazard in one_by_one(&mut survival) {
        *hazard = Lanes::ONE - *hazard * mean_survival(*hazard);
    }
    survival
}

/// Moves one cohort on: [`step`] for a block of one.
#[inline(always)]
pub(crate) fn advance(moves: &Transitions, probability: &[Lanes], from: &States, to: &mut States) -> Lanes {
    let [all] = step::<1, Lanes>(moves.structure(), probability, from.as_chunks().0, to.as_chunks_mut().0);
    all
}

/// Divides by the sum, so that shares add up to 1.
#[inline(always)]
pub(crate) fn normalise(states: &mut States) {
    let mut sum = Lanes::ZERO;
    for state in one_by_one(states.iter()) {
        sum += *state;
    }
    let per_person = Lanes::ONE / sum;
    for state in one_by_one(states.iter_mut()) {
        *state *= per_person;
    }
}
