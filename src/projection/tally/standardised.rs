//! Age-standardised death rates of the major causes.

use crate::indicator::world_cities;
use crate::mortality::measures;
use crate::multistate::lanes::{Lanes, one_by_one};
use crate::outcomes::layout::{BOTH, Layout, ValueMargin};
use crate::projection::deaths::Deaths;
use crate::projection::standards::{GROUPS, StandardWeights, UNDER_75};
use crate::subjects::measures_from;

/// First of the rates of the major causes: under 75, and at all ages on the standard of the world cities.
const RATES_UNDER_75: usize = measures_from(&measures::UNDER_75);
const RATES_OF_CITIES: usize = measures_from(&world_cities::MEASURES);

/// Person-years, and deaths of cancer, cardiovascular and respiratory disease, and of chronic obstructive pulmonary disease.
pub(super) type StandardisedSums = [Lanes; 5];

/// Sums by year, scenario and age group.
pub(super) struct StandardSums(Vec<[StandardisedSums; GROUPS]>);

/// A sum of one age group on the way.
#[inline(always)]
pub(super) fn add(sums: &mut StandardisedSums, person_years: Lanes, deaths: &Deaths) {
    sums[0] += person_years;
    sums[1] += deaths.cancer;
    sums[2] += deaths.cardiovascular;
    sums[3] += deaths.respiratory;
    sums[4] += deaths.copd;
}

impl StandardSums {
    pub(super) fn new(layout: &Layout) -> Self {
        Self(vec![[[Lanes::ZERO; 5]; GROUPS]; layout.years * layout.scenarios])
    }

    /// No room for sums.
    pub(super) fn none() -> Self {
        Self(Vec::new())
    }

    #[inline(always)]
    pub(super) fn add(&mut self, layout: &Layout, year: usize, scenario: usize, group: usize, sums: &StandardisedSums) {
        let kept = &mut self.0[year * layout.scenarios + scenario][group];
        for (kept, sum) in one_by_one(kept.iter_mut().zip(sums)) {
            *kept += *sum;
        }
    }

    /// Adds the sums of other people.
    #[inline(always)]
    pub(super) fn add_all(&mut self, others: &Self) {
        for (all, others) in self.0.iter_mut().flatten().flatten().zip(others.0.iter().flatten().flatten()) {
            *all += *others;
        }
    }

    /// Deaths under 75 of a margin per 100,000 by year and scenario. Takes the sums away, leaving 0.
    #[inline(always)]
    pub(super) fn close(
        &mut self,
        layout: &Layout,
        margin: ValueMargin,
        european: &StandardWeights,
        out: &mut [Lanes],
    ) {
        for year in 1..layout.years {
            for scenario in 0..layout.scenarios {
                let sums = &mut self.0[year * layout.scenarios + scenario];
                for (cause, rate) in rates(&sums[..UNDER_75], &european[..UNDER_75]).into_iter().take(3).enumerate() {
                    out[layout.value_at(RATES_UNDER_75 + cause, margin, BOTH, scenario, year)] = rate;
                }
                *sums = [[Lanes::ZERO; 5]; GROUPS];
            }
        }
    }

    /// Deaths at all ages of all areas together per 100,000 on the standard of the world cities.
    #[inline(always)]
    pub(super) fn on_city_standard(&self, layout: &Layout, standard: &StandardWeights, out: &mut [Lanes]) {
        for year in 1..layout.years {
            for scenario in 0..layout.scenarios {
                let sums = &self.0[year * layout.scenarios + scenario];
                for (cause, rate) in city_rates(sums, standard).into_iter().enumerate() {
                    out[layout.value_at(RATES_OF_CITIES + cause, ValueMargin::All, BOTH, scenario, year)] = rate;
                }
            }
        }
    }
}

/// Rates of the major causes at all ages. The cities publish chronic lower respiratory disease, so that of respiratory disease is
/// chronic obstructive pulmonary disease here.
#[inline(always)]
pub(super) fn city_rates(sums: &[StandardisedSums; GROUPS], standard: &StandardWeights) -> [Lanes; 3] {
    let [cancer, cardiovascular, _, copd] = rates(sums, standard);
    [cancer, cardiovascular, copd]
}

/// Weighted means of the death rates of age groups, per 100,000; a group without people has no deaths and no say.
#[inline(always)]
fn rates(sums: &[StandardisedSums], weights: &[f64]) -> [Lanes; 4] {
    let (mut rates, mut all) = ([Lanes::ZERO; 4], Lanes::ZERO);
    for ([years, deaths @ ..], weight) in one_by_one(sums.iter().zip(weights)) {
        let mut per_year = Lanes::ZERO;
        for lane in 0..per_year.0.len() {
            if years.0[lane] > 0.0 {
                per_year.0[lane] = weight / years.0[lane];
                all.0[lane] += weight;
            }
        }
        for (rate, deaths) in rates.iter_mut().zip(deaths) {
            *rate += *deaths * per_year;
        }
    }
    rates.map(|rate| rate * 100_000.0 / all)
}
