//! Life tables of groups of people: life expectancy, and years of it in good health.

use crate::catalogue::Measure;
use crate::multistate::lanes::{LANES, Lanes, one_by_one};
use crate::outcomes::layout::{Layout, SEX_COLUMNS, ValueMargin};
use crate::projection::fitted_model::FittedModel;
use crate::projection::life_table::Living;
use crate::subjects::measure_at;
use crate::units::AGES;

/// Measures of life tables.
const LIFE_EXPECTANCY: usize = measure_at(Measure::LIFE_EXPECTANCY);
const HEALTHY: usize = measure_at(Measure::HEALTHY_LIFE_EXPECTANCY);

/// People and expected deaths by year, sex, age from the oldest down, and scenario, for life tables.
///
/// The loop passes through it in this order, so that the next lines are fetched in time: it is larger than the caches.
pub(crate) struct LifeSums(pub(super) Vec<[Lanes; 2]>);

impl LifeSums {
    pub(super) fn new(layout: &Layout) -> Self {
        Self(vec![[Lanes::ZERO; 2]; layout.years * layout.scenarios * 2 * AGES])
    }

    #[inline(always)]
    pub(super) fn index(layout: &Layout, [year, sex, age]: [usize; 3], scenario: usize) -> usize {
        ((year * 2 + sex) * AGES + AGES - 1 - age) * layout.scenarios + scenario
    }

    /// People and expected deaths of a year and scenario, by sex and age.
    pub(super) fn of(&self, layout: &Layout, year: usize, scenario: usize) -> [[[Lanes; 2]; AGES]; 2] {
        let at = |sex, age| self.0[Self::index(layout, [year, sex, age], scenario)];
        [0, 1].map(|sex| std::array::from_fn(|age| at(sex, age)))
    }

    #[inline(always)]
    pub(super) fn add(&mut self, index: usize, people: Lanes, deaths: Lanes) {
        let [all, dead] = &mut self.0[index];
        *all += people;
        *dead += deaths;
    }
}

/// Period life expectancy at birth, and years of it in good health, by year and scenario of men, women and both. Takes the sums
/// away, leaving 0.
///
/// `good_health` is the share in good health by sex, then age. All scenarios pass through the ages
/// together, in the order in which the sums lie in memory.
#[inline(always)]
pub(super) fn life_expectancies(
    model: &FittedModel,
    sums: &mut LifeSums,
    layout: &Layout,
    margin: ValueMargin,
    good_health: &[Lanes],
    out: &mut [Lanes],
) {
    let mut living = vec![[Living::BORN; SEX_COLUMNS]; layout.scenarios];
    for year in 0..layout.years {
        living.fill([Living::BORN; SEX_COLUMNS]);
        for age in 0..AGES {
            let [men, women] = [0, 1].map(|sex| LifeSums::index(layout, [year, sex, age], 0));
            let good = [good_health[age], good_health[AGES + age]];
            for (scenario, living) in one_by_one(living.iter_mut().enumerate()) {
                let [man, woman] =
                    [men, women].map(|first| std::mem::replace(&mut sums.0[first + scenario], [Lanes::ZERO; 2]));
                let both = [man[0] + woman[0], man[1] + woman[1]];
                let healthy = [good[0], good[1], mean_of(good, [man[0], woman[0]], both[0])];
                for (column, [people, deaths]) in [man, woman, both].into_iter().enumerate() {
                    living[column].meet(people, deaths);
                    living[column].pass((age < AGES - 1).then(|| &model.survival[column][age]), healthy[column]);
                }
            }
        }
        for (scenario, living) in living.iter().enumerate() {
            for (column, living) in living.iter().enumerate() {
                out[layout.value_at(LIFE_EXPECTANCY, margin, column, scenario, year)] = living.lived;
                out[layout.value_at(HEALTHY, margin, column, scenario, year)] = living.healthy;
            }
        }
    }
}

/// Mean share of men and women by their numbers; that of men where there is nobody.
#[inline(always)]
fn mean_of(shares: [Lanes; 2], people: [Lanes; 2], all: Lanes) -> Lanes {
    let sum = shares[0] * people[0] + shares[1] * people[1];
    let mut mean = shares[0];
    for lane in 0..LANES {
        if all.0[lane] > 0.0 {
            mean.0[lane] = sum.0[lane] / all.0[lane];
        }
    }
    mean
}
