//! Five diseases of London at the start: England's rates, London's level, the cells' ratios, their spread.
//!
//! | disease | data | solved |
//! |---|---|---|
//! | heart attack | first events and deaths within 30 days by age and sex 2010 (Smolina 2012), the yearly change of events 2002-10 carried to the start, deaths of recurrent attacks in all | prevalence, and the hazard ratio of survivors |
//! | stroke | first strokes 2008 and deaths within 56 days (Lee 2011), shared over sex and age by stated proxies; all stroke deaths 2013-15 | prevalence, and the hazard ratio of survivors |
//! | lung cancer | registrations 2010-12; net survival after one and five years | prevalence |
//! | COPD | diagnosed prevalence 2012 at two ages (Snell 2016); deaths 2013-15 over it | incidence |
//! | diabetes | incidence by age and sex (Holden 2013 as used by a model), register prevalence in all 2014 and the hazard ratio (Zghebi 2017) | prevalence by age, and how incidence rose before the start |

use super::cost::{CareCosts, NewCases};
use super::course::{Course, FATALITY_LIMIT, Fatality, INCIDENCE_LIMIT};
use super::fitted::{England, Fitted, fit};
use super::incidence_ratio::IncidenceRatios;
use super::past::Past;
use super::start::{from_birth, through_past};
use super::utility::UtilityLost;
use super::{DISEASES, Disease, DiseaseDraws};
use crate::data::ReferenceData;
use crate::draws::Draws;
use crate::error::Error;
use crate::mortality::Mortality;
use crate::multistate::lanes::Lanes;
use crate::population::demography::Demography;
use crate::population::stratum::Sex;
use crate::units::AGES;

/// The diseases as estimates.
#[derive(Debug)]
pub(crate) struct Diseases {
    /// By disease, then sex.
    pub(super) fitted: Vec<[Fitted; 2]>,
    ratios: IncidenceRatios,
    pub(super) england: England,
    utility: UtilityLost,
    costs: CareCosts,
    /// Share of a change that is kept a year later.
    damping: f64,
    years: usize,
}

impl Diseases {
    /// Fits the rates of all diseases at mid-year `start`, for `years` years from there.
    ///
    /// # Errors
    /// If a table lacks what is needed, breaks a rule of its basis, or no consistent rates are found; if a rate of the start
    /// is beyond 0.3 new cases or 5 deaths a year, where the yearly step loses digits.
    pub(crate) fn fit(
        data: &ReferenceData,
        demography: &Demography,
        mortality: &Mortality,
        start: i32,
        years: usize,
    ) -> Result<Self, Error> {
        let england = England::read(data, demography)?;
        let mut fitted = Vec::with_capacity(DISEASES);
        for disease in Disease::AXIS {
            fitted.push(fit(data, &england, disease, start)?);
        }
        let ratios = IncidenceRatios::of(data, demography, mortality, |disease, sex, age| {
            fitted[disease.index()][sex].rates.incidence[age]
        })?;
        for disease in Disease::AXIS {
            for (sex, fitted) in Sex::ALL.into_iter().zip(&fitted[disease.index()]) {
                let s = sex.index();
                let most = ratios.cells.iter().skip(s).step_by(2).map(|cell| cell[disease.index()]).fold(0.0, f64::max);
                let factor = most * ratios.region[s][disease.index()];
                let rates = fitted.rates.incidence.iter().map(|rate| rate * factor).fold(0.0, f64::max);
                let hazards = fitted.rates.fatality.iter().copied().fold(0.0, f64::max);
                for (what, rate, limit) in
                    [("incidence", rates, INCIDENCE_LIMIT), ("fatality", hazards, FATALITY_LIMIT)]
                {
                    if !(rate <= limit) {
                        let what = format!("largest {what} of {}, {sex}", disease.name());
                        return Err(Error::out_of_range(what, rate, format!("must be at most {limit} a year")));
                    }
                }
            }
        }
        let new_cases: Vec<NewCases> = fitted.iter().map(|fitted| new_cases(fitted, &england)).collect();
        Ok(Self {
            ratios,
            utility: UtilityLost::read(data)?,
            costs: CareCosts::read(data, &new_cases)?,
            damping: mortality.trend().damping(),
            years,
            fitted,
            england,
        })
    }

    /// Share of England's people from an age on who have a disease at the start, at central values.
    #[must_use]
    pub(crate) fn england_prevalence(&self, disease: Disease, from: usize) -> f64 {
        let fitted = &self.fitted[disease.index()];
        self.england.mean(from, |sex, age| fitted[sex].prevalence[age])
    }

    /// England's new cases a year at the start, at central values.
    #[must_use]
    pub(crate) fn england_cases(&self, disease: Disease) -> f64 {
        new_cases(&self.fitted[disease.index()], &self.england).by_age.iter().sum()
    }

    /// Hazard of death of those with a disease over that of others, where it was solved or given; by sex.
    #[cfg(test)]
    #[must_use]
    pub(crate) fn hazard_ratio(&self, disease: Disease, sex: Sex) -> Option<f64> {
        self.fitted[disease.index()][sex.index()].hazard_ratio
    }

    /// Yearly change of incidence (log scale) up to the start, if it was published or solved.
    #[cfg(test)]
    #[must_use]
    pub(crate) fn past_change(&self, disease: Disease, sex: Sex) -> Option<f64> {
        match self.fitted[disease.index()][sex.index()].past {
            Past::Same => None,
            Past::Changed { change, .. } => Some(change),
        }
    }

    /// What costs nothing because no row of the tables is of it, in words.
    pub(super) fn costs_left_out(&self) -> Vec<String> {
        self.costs.notes()
    }

    /// The price year of all costs, as stated in the tables.
    #[must_use]
    pub(crate) fn price_year(&self) -> &str {
        self.costs.price_year()
    }

    /// The diseases in a batch of draws.
    ///
    /// # Errors
    /// If an estimate cannot be drawn.
    pub(crate) fn draw(&self, draws: &mut Draws<'_>) -> Result<DiseaseDraws, Error> {
        let mut incidence: [Vec<Lanes>; DISEASES] = std::array::from_fn(|_| Vec::with_capacity(2 * AGES));
        let mut hazards: [Vec<Lanes>; DISEASES] = std::array::from_fn(|_| Vec::with_capacity(2 * AGES));
        let mut past = [vec![[Lanes::ONE; DISEASES]; AGES], vec![[Lanes::ONE; DISEASES]; AGES]];
        let mut trend = vec![[Lanes::ONE; DISEASES]; self.years];
        let mut has_past = [false; DISEASES];
        for disease in Disease::AXIS {
            let d = disease.index();
            let weights = [0, 1].map(|sex| -> f64 {
                let cases = &self.fitted[d][sex].cases;
                cases.iter().zip(&self.england.people[sex]).map(|(cases, people)| cases * people).sum()
            });
            let (mut change_of_both, mut changes) = (Lanes::ZERO, false);
            for sex in Sex::ALL {
                let s = sex.index();
                let fitted = &self.fitted[d][s];
                let of = |what: &str| format!("{what} of {}, {sex}", disease.name());
                let mut level = Lanes::splat(self.ratios.region[s][d]);
                has_past[d] |= fitted.past != Past::Same;
                let mut change_before = match fitted.past {
                    Past::Changed { change, .. } => Lanes::splat(change),
                    Past::Same => Lanes::ZERO,
                };
                if let Some((estimate, years)) = &fitted.change {
                    let change = draws.value(|| of("yearly change of incidence"), estimate)?;
                    let central = estimate.central();
                    level *= Lanes(change.0.map(|change| libm::exp((change - central) * years)));
                    change_of_both += change * (weights[s] / (weights[0] + weights[1]));
                    (change_before, changes) = (change, true);
                }
                if let Past::Changed { years, .. } = fitted.past {
                    for (before, factor) in past[s].iter_mut().enumerate() {
                        let factor_of = |change| Past::Changed { change, years }.factor(before as f64 + 0.5);
                        factor[d] = Lanes(change_before.0.map(factor_of));
                    }
                }
                let spread = |sd: &[f64], draws: &mut Draws<'_>, what: &str| {
                    if sd.iter().any(|sd| *sd > 0.0) { draws.score(|| of(what)) } else { Ok(Lanes::ZERO) }
                };
                let score = spread(&fitted.incidence_sd, draws, "incidence")?;
                for (rate, sd) in fitted.rates.incidence.iter().zip(&fitted.incidence_sd) {
                    let factor = Lanes(score.0.map(|z| libm::exp(z * sd)));
                    incidence[d].push(level * *rate * factor);
                }
                let score = spread(&fitted.fatality_sd, draws, "fatality")?;
                // One ratio for both sexes, and so one parameter.
                let excess = match &fitted.excess {
                    Some(excess) => {
                        let name = || format!("excess of the hazard ratio of {}", disease.name());
                        draws.value(name, excess)? * (1.0 / excess.central())
                    }
                    None => Lanes::ONE,
                };
                for (hazard, sd) in fitted.rates.fatality.iter().zip(&fitted.fatality_sd) {
                    let factor = Lanes(score.0.map(|z| libm::exp(z * sd)));
                    hazards[d].push(excess * *hazard * factor);
                }
            }
            if changes {
                let mut years = 0.0;
                let mut kept = 1.0;
                for factors in &mut trend {
                    // To the middle of the year: all of what went before and half of this year's change.
                    kept *= self.damping;
                    factors[d] = Lanes(change_of_both.0.map(|change| libm::exp(change * (years + 0.5 * kept))));
                    years += kept;
                }
            }
        }
        let fatality: Vec<[Fatality; DISEASES]> = (0..2 * AGES)
            .map(|at| {
                std::array::from_fn(|d| {
                    let fitted = &self.fitted[d][at / AGES];
                    Fatality::new(hazards[d][at], fitted.rates.die_at_onset[at % AGES])
                })
            })
            .collect();
        let largest = |all: &[Lanes]| all.iter().flat_map(|lanes| lanes.0).fold(0.0, f64::max);
        let most_of_cells = self.ratios.cells.iter().flatten().copied().fold(1.0, f64::max);
        let most_of_past = past.iter().flatten().flatten().flat_map(|lanes| lanes.0).fold(1.0, f64::max);
        // Twice the largest rate leaves room for scenarios that raise risks.
        let room = 2.0 * most_of_cells.max(most_of_past);
        let course = Course::up_to(
            std::array::from_fn(|disease| room * largest(&incidence[disease])),
            std::array::from_fn(|disease| largest(&hazards[disease])),
        );
        let mut prevalence: [Vec<Lanes>; DISEASES] = std::array::from_fn(|_| Vec::with_capacity(2 * AGES));
        let mut level: [Vec<Lanes>; DISEASES] = std::array::from_fn(|_| Vec::with_capacity(2 * AGES));
        let mut cases: [Vec<Lanes>; DISEASES] = std::array::from_fn(|_| Vec::with_capacity(2 * AGES));
        let at_birth = [0, 1].map(|sex| Disease::AXIS.map(|disease| self.fitted[disease.index()][sex].prevalence[0]));
        for (sex, past) in past.iter().enumerate() {
            let at_birth = &at_birth[sex];
            let with_past = through_past(&course, &incidence, &fatality, sex, past, at_birth);
            let always = from_birth(&course, &incidence, &fatality, sex, &[1.0; DISEASES], at_birth);
            for (age, (now, always)) in with_past.iter().zip(&always).enumerate() {
                for d in 0..DISEASES {
                    prevalence[d].push(now[d]);
                    level[d].push(always[d]);
                    cases[d].push((Lanes::ONE - now[d]) * incidence[d][sex * AGES + age]);
                }
            }
        }
        let utility_lost = self.utility.draw(draws)?;
        let costs = self.costs.draw(draws, &prevalence, &cases)?;
        Ok(DiseaseDraws {
            incidence,
            trend,
            fatality,
            course,
            cells: self.ratios.cells.clone(),
            prevalence,
            from_birth: level,
            has_past,
            at_birth,
            utility_lost,
            cost_of_case: costs.of_case,
            cost_of_new_case: costs.of_new_case,
            cost_per_head: costs.per_head,
        })
    }
}

/// England's new cases of a disease.
fn new_cases(fitted: &[Fitted; 2], england: &England) -> NewCases {
    let mut by_age = vec![0.0; AGES];
    let (mut outlive, mut fatality, mut all) = (0.0, 0.0, 0.0);
    for (fitted, people) in fitted.iter().zip(&england.people) {
        for age in 0..AGES {
            let cases = people[age] * fitted.cases[age];
            by_age[age] += cases;
            all += cases;
            outlive += cases * (1.0 - fitted.rates.die_at_onset[age]);
            fatality += cases * fitted.rates.fatality[age];
        }
    }
    NewCases { by_age, outlive: outlive / all, fatality: fatality / all }
}
