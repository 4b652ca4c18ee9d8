//! The gap in life expectancy at 18, and what moves everybody's deaths.

use super::FROM;
use super::ratio::MortalityRatio;
use crate::multistate::lanes::{Lanes, one_by_one};
use crate::multistate::survival::mean_survival;
use crate::units::AGES;

/// Hazards of everybody by sex and age at a mid-year, per person-year.
pub(crate) type AgeHazards = [[Lanes; AGES]; 2];

/// Hazard of others in everybody's: `1 / (share x R + 1 - share)`.
fn of_others(share: f64, ratio: Lanes) -> Lanes {
    Lanes::ONE / (ratio * share + (1.0 - share))
}

/// Life expectancy at 18 under hazards that are constant within each year of age, 100 and over being one age.
///
/// # Formula
/// ```text
/// lived(a) = (1 - exp(-m)) / m        alive(a + 1) = alive(a) exp(-m(a))        the last age: alive / m
/// ```
/// As in the life tables of a run and in [`WithinYear::ConstantHazard`](crate::population::life_table::WithinYear). Hazards of up to
/// 8 a year keep their digits.
fn at_18(hazard: impl Fn(usize) -> Lanes) -> Lanes {
    let (mut alive, mut lived) = (Lanes::ONE, Lanes::ZERO);
    for age in one_by_one(FROM..AGES - 1) {
        let rate = hazard(age);
        let share = mean_survival(rate);
        lived += alive * share;
        alive *= Lanes::ONE - rate * share;
    }
    lived + alive / hazard(AGES - 1)
}

/// Life expectancy at 18 of others less that of people with a severe mental illness, in years, by sex.
///
/// `hazards` and `ratio` are those of the same scenario and mid-year.
pub(crate) fn gap(hazards: &AgeHazards, share: f64, ratio: &MortalityRatio) -> [Lanes; 2] {
    [0, 1].map(|sex| {
        let others = |age: usize| hazards[sex][age] * of_others(share, ratio.of(sex, age));
        at_18(others) - at_18(|age| others(age) * ratio.of(sex, age))
    })
}

/// Factor on everybody's hazard when only that of people with the illness changes: exactly 1 where the ratio is the baseline's.
///
/// # Formula
/// ```text
/// (share x R_k + 1 - share) / (share x R_0 + 1 - share)
/// ```
#[inline(always)]
pub(crate) fn hazard_factor(share: f64, baseline: Lanes, changed: Lanes) -> Lanes {
    (changed * share + (1.0 - share)) / (baseline * share + (1.0 - share))
}

#[cfg(test)]
mod tests {
    use super::super::Patients;
    use super::super::mortality::SevereMentalIllness;
    use super::super::ratio::central;
    use super::*;
    use crate::data::ReferenceData;
    use crate::draws::Draws;
    use crate::population::demography::england_life_table;
    use crate::population::life_table::{LifeTable, WithinYear};
    use crate::units::Age;

    fn england() -> AgeHazards {
        let rates = england_life_table(&ReferenceData::embedded()).unwrap();
        [0, 1].map(|sex| std::array::from_fn(|age| Lanes::splat(rates[[sex, age]])))
    }

    #[test]
    fn life_expectancy_is_that_of_the_life_table() {
        for by_age in england() {
            let rates = by_age.map(|rate| rate.0[0]);
            let table = LifeTable::new(&rates, WithinYear::ConstantHazard).unwrap();
            let published = table.life_expectancy(Age::new(18).unwrap());
            assert!((central(at_18(|age| by_age[age])) - published).abs() < 1e-9);
        }
    }

    #[test]
    fn a_constant_hazard_has_a_closed_form() {
        // Everybody 0.02, ratio 3, share 0: 1 / 0.02 - 1 / 0.06 years.
        let hazards = [[Lanes::splat(0.02); AGES]; 2];
        let ratio = MortalityRatio([0, 1].map(|_| vec![Lanes::splat(3.0); AGES]));
        let [men, women] = gap(&hazards, 0.0, &ratio);
        assert!((central(men) - (50.0 - 50.0 / 3.0)).abs() < 1e-9);
        assert_eq!(men, women);
        let none = MortalityRatio([0, 1].map(|_| vec![Lanes::ONE; AGES]));
        assert_eq!(gap(&hazards, 0.0087, &none), [Lanes::ZERO; 2]);
    }

    #[test]
    fn gaps_are_of_the_published_order() {
        // Chang 2011, south-east London, at birth: 8.0 to 14.6 years for men and 9.8 to 17.5 for women over the diagnoses. Registers
        // of general practices have lower ratios, so a smaller gap; none is below 5 years.
        let fitted = SevereMentalIllness::fit(&ReferenceData::embedded(), 2015, 5).unwrap();
        let drawn = fitted.draw(&mut Draws::register()).unwrap();
        let hazards = england();
        let of = |patients| gap(&hazards, drawn.share, &drawn.ratio(patients, 0)).map(central);
        let (secondary, registers) = (of(Patients::SecondaryServices), of(Patients::GpRegisters));
        for (sex, (low, high)) in [(8.0, 14.6), (9.8, 17.5)].into_iter().enumerate() {
            assert!((low..=high).contains(&secondary[sex]), "{sex}: {}", secondary[sex]);
            assert!((5.0..18.0).contains(&registers[sex]), "{sex}: {}", registers[sex]);
        }
    }

    #[test]
    fn nothing_changed_is_exactly_one() {
        let fitted = SevereMentalIllness::fit(&ReferenceData::embedded(), 2015, 5).unwrap();
        let drawn = fitted.draw(&mut Draws::register()).unwrap();
        let ratio = drawn.ratio(Patients::SecondaryServices, 3);
        for age in 0..AGES {
            let same = ratio.of(0, age);
            assert_eq!(hazard_factor(drawn.share, same, same), Lanes::ONE);
        }
        let less = hazard_factor(0.01, Lanes::splat(4.0), Lanes::splat(3.0));
        assert!((central(less) - 1.02 / 1.03).abs() < 1e-15);
    }
}
