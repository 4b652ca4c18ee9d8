//! Severe mental illness in a batch: the gap in life expectancy of a run, and what a scenario does to it and to everybody's
//! deaths.

use super::life_table::hazards;
use crate::exposure::smoking::dynamics::calibration::RegionDraws;
use crate::exposure::smoking::dynamics::chain::{BaseRates, States};
use crate::exposure::smoking::dynamics::hazard::{Exposed, per_mean_risk};
use crate::exposure::smoking::fit::decline::Decline;
use crate::exposure::smoking::fit::risk::{RISKS, RiskDraws, risk_band};
use crate::exposure::smoking::states::{CURRENT, SINGLE_YEARS};
use crate::mental_illness::gap::{gap, hazard_factor};
use crate::mental_illness::mortality::SmiDraws;
use crate::mental_illness::ratio::MortalityRatio;
use crate::mental_illness::smoking::{factor_of_help, remaining_of_path};
use crate::mental_illness::{FROM, Patients};
use crate::multistate::lanes::{Lanes, one_by_one};
use crate::units::AGES;

/// Populations with a severe mental illness.
pub(super) const POPULATIONS: usize = Patients::AXIS.len();

/// People and expected deaths by sex and age.
pub(super) type LifeOf = [[[Lanes; 2]; AGES]; 2];

/// Severe mental illness in a batch of draws.
#[derive(Debug)]
pub(super) struct MentalIllness {
    draws: SmiDraws,
    /// The baseline's ratios by population and mid-year.
    ratios: [Vec<MortalityRatio>; POPULATIONS],
    /// Mean excess risk of death of current against never smokers by sex and age.
    excess: [[Lanes; AGES]; 2],
    /// Share of it left by whole years since stopping.
    curve: Vec<Lanes>,
    /// Everybody's smoking by mid-year, sex and age.
    smoking: Vec<[[Lanes; AGES]; 2]>,
}

/// What a scenario does about severe mental illness.
#[derive(Debug)]
pub(crate) struct MentalRun {
    ratios: [Vec<MortalityRatio>; POPULATIONS],
    /// Factor on everybody's hazard by mid-year, sex and age.
    pub(super) factor: Vec<Lanes>,
}

impl MentalIllness {
    /// Prepared for runs of so many years. `base` are the rates of a region, `people` its people of the start by sex and age.
    pub(super) fn new(
        draws: SmiDraws,
        risks: &RiskDraws,
        region: &RegionDraws,
        base: &BaseRates,
        people: &[Vec<f64>; 2],
        years: usize,
    ) -> Self {
        let ratios = Patients::AXIS.map(|patients| (0..=years).map(|year| draws.ratio(patients, year)).collect());
        let (excess, by_decline) = excess_of_all_causes(risks, &region.stock, base, people);
        let curve = (0..SINGLE_YEARS).map(|year| left_after(risks, &by_decline, year)).collect();
        let smoking = (0..=years).map(|year| smoking_at(region, year)).collect();
        Self { draws, ratios, excess, curve, smoking }
    }

    /// What a scenario does about severe mental illness, from what is done over the year after each mid-year: the factor on smoking, and
    /// the share who get help. `patients` are those whose ratio carries over to everybody's deaths.
    pub(super) fn run(&self, actions: &[(Lanes, f64)], patients: Patients) -> MentalRun {
        let years = actions.len();
        let from = actions.iter().position(|(smoking, helped)| *smoking != Lanes::ONE || *helped > 0.0);
        let mut ratios: [Vec<MortalityRatio>; POPULATIONS] = [const { Vec::new() }; POPULATIONS];
        let patients = patients.index();
        let mut factor = Vec::with_capacity((years + 1) * 2 * AGES);
        for year in 0..=years {
            // What was done over the years before; those who stopped along a path keep less and less of their risk.
            let (mut smoking, mut since) = (Lanes::ONE, 0);
            if let Some(from) = from.filter(|from| *from < year) {
                since = year - from;
                smoking = actions[year - 1].0;
                for (offered, (_, share)) in actions.iter().enumerate().take(year) {
                    if *share > 0.0 {
                        smoking *= factor_of_help(self.draws.helped, *share, (year - offered) as f64);
                    }
                }
            }
            let remaining = remaining_of_path(&self.curve, since);
            let general = &self.smoking[year];
            for population in 0..POPULATIONS {
                let baseline = &self.ratios[population][year];
                let level = &self.draws.smoking;
                ratios[population].push(level.with_smoking(baseline, general, &self.excess, smoking, remaining));
            }
            let (baseline, changed) = (&self.ratios[patients][year], &ratios[patients][year]);
            for sex in 0..2 {
                for age in 0..AGES {
                    factor.push(if age < FROM {
                        Lanes::ONE
                    } else {
                        hazard_factor(self.draws.share, baseline.of(sex, age), changed.of(sex, age))
                    });
                }
            }
        }
        MentalRun { ratios, factor }
    }

    /// Share of those of an age who have a severe mental illness.
    #[inline(always)]
    pub(super) fn share(&self, age: usize) -> f64 {
        if age < FROM { 0.0 } else { self.draws.share }
    }

    /// Gaps in life expectancy at 18 by population, then of men, women and both, weighted by adults.
    pub(super) fn gaps(&self, life: &LifeOf, year: usize, run: Option<&MentalRun>) -> [[Lanes; 3]; POPULATIONS] {
        let hazards = [0, 1].map(|sex| hazards(&life[sex]));
        let mut adults = [Lanes::ZERO; 2];
        for (adults, life) in adults.iter_mut().zip(life) {
            for [people, _] in one_by_one(&life[FROM..]) {
                *adults += *people;
            }
        }
        let ratios = run.map_or(&self.ratios, |run| &run.ratios);
        std::array::from_fn(|population| {
            let [men, women] = gap(&hazards, self.draws.share, &ratios[population][year]);
            [men, women, (men * adults[0] + women * adults[1]) / (adults[0] + adults[1])]
        })
    }
}

/// London's smoking by sex and age at a mid-year along the trend: the start's pattern over ages at the trend's level.
fn smoking_at(region: &RegionDraws, year: usize) -> [[Lanes; AGES]; 2] {
    let level = region.path[year] / region.path[0];
    [0, 1].map(|sex| std::array::from_fn(|age| region.stock[sex][age][CURRENT] * level))
}

/// Mean excess risk of death of current against never smokers by sex and age, from London's rates by cause and its smoking at the
/// start; and what each run of causes that decline alike adds to deaths.
fn excess_of_all_causes(
    risks: &RiskDraws,
    stock: &[Vec<States>; 2],
    base: &BaseRates,
    people: &[Vec<f64>; 2],
) -> ([[Lanes; AGES]; 2], Vec<Lanes>) {
    let mut by_decline = vec![Lanes::ZERO; risks.declines.len()];
    let mut mean = [[Lanes::ZERO; AGES]; 2];
    for (sex, mean) in mean.iter_mut().enumerate() {
        for (age, mean) in mean.iter_mut().enumerate() {
            let Some(band) = risk_band(age) else { continue };
            let excess: [Lanes; RISKS] = std::array::from_fn(|risk| risks.excess[risk][sex][band]);
            let exposed = Exposed::of(&stock[sex][age], risks);
            let per_mean = per_mean_risk(&exposed, Lanes::ONE / exposed.all, &excess, risks);
            let (mut never, mut added) = (Lanes::splat(base.other_causes[sex][age]), Lanes::ZERO);
            for (declines, by_decline) in risks.declines.iter().zip(&mut by_decline) {
                for risk in declines.risks.clone() {
                    let rate = per_mean[risk] * base.rates[sex][age][risk];
                    never += rate;
                    let more = rate * excess[risk];
                    added += more;
                    *by_decline += more * exposed.current * people[sex][age];
                }
            }
            *mean = added / never;
        }
    }
    (mean, by_decline)
}

/// Share of the excess left some whole years after stopping: the mean of the causes, by the deaths they add.
fn left_after(risks: &RiskDraws, by_decline: &[Lanes], year: usize) -> Lanes {
    let (mut left, mut all) = (Lanes::ZERO, Lanes::ZERO);
    for (declines, weight) in risks.declines.iter().zip(by_decline) {
        let share = match declines.how {
            Decline::Along(curve) => risks.remaining[year][curve as usize],
            Decline::Constant(share) => Lanes::splat(share),
        };
        left += *weight * share;
        all += *weight;
    }
    left / all
}
