//! The gap in life expectancy at 18, what moves everybody's deaths, and the lever with which a gap is met.

use super::FROM;
use super::ratio::Ratio;
use crate::multistate::lanes::{LANES, Lanes, one_by_one};
use crate::multistate::survival::mean_survival;
use crate::units::AGES;

/// Steps of bisection from 1: an interval below 1e-9.
const STEPS: usize = 30;

/// Hazards of everybody by sex and age at a mid-year, per person-year.
pub(crate) type Hazards = [[Lanes; AGES]; 2];

/// Hazard of the rest in everybody's: `1 / (share x R + 1 - share)`.
fn of_rest(share: f64, ratio: Lanes) -> Lanes {
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

/// Life expectancy at 18 of the rest less that of people with a severe mental illness, in years, by sex.
///
/// `hazards` and `ratio` are those of the same scenario and mid-year.
pub(crate) fn gap(hazards: &Hazards, share: f64, ratio: &Ratio) -> [Lanes; 2] {
    [0, 1].map(|sex| {
        let rest = |age: usize| hazards[sex][age] * of_rest(share, ratio.of(sex, age));
        at_18(rest) - at_18(|age| rest(age) * ratio.of(sex, age))
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

/// How a gap was met in a draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reached {
    /// Without the lever.
    Already,
    /// With the lever.
    WithLever,
    /// Not even with the lever at its end, where nobody smokes.
    OutOfReach,
}

/// The factor on smoking with which a gap is met, and how.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Solved {
    /// 1 if it is met already, 0 if it is out of reach.
    pub(crate) factor: Lanes,
    pub(crate) reached: [Reached; LANES],
}

/// The largest factor in 0 to 1 with which the gaps of both sexes are at most the `targets`, to 1e-9 below it. `gap_at` gives
/// the gaps at a factor and must not fall as the factor rises.
pub(crate) fn factor_for_gap(targets: [Lanes; 2], mut gap_at: impl FnMut(Lanes) -> [Lanes; 2]) -> Solved {
    let mut met = |factor: Lanes| -> [bool; LANES] {
        let gaps = gap_at(factor);
        std::array::from_fn(|lane| (0..2).all(|sex| gaps[sex].0[lane] <= targets[sex].0[lane]))
    };
    let (already, ever) = (met(Lanes::ONE), met(Lanes::ZERO));
    let (mut low, mut high) = (Lanes::ZERO, Lanes::ONE);
    for _ in 0..STEPS {
        let middle = (low + high) * 0.5;
        let now = met(middle);
        for lane in 0..LANES {
            if now[lane] {
                low.0[lane] = middle.0[lane];
            } else {
                high.0[lane] = middle.0[lane];
            }
        }
    }
    let mut solved = Solved { factor: low, reached: [Reached::WithLever; LANES] };
    for lane in 0..LANES {
        if already[lane] {
            (solved.factor.0[lane], solved.reached[lane]) = (1.0, Reached::Already);
        } else if !ever[lane] {
            (solved.factor.0[lane], solved.reached[lane]) = (0.0, Reached::OutOfReach);
        }
    }
    solved
}

#[cfg(test)]
mod tests {
    use super::super::ratio::central;
    use super::super::{Patients, SevereMentalIllness};
    use super::*;
    use crate::data::ReferenceData;
    use crate::draws::Draws;
    use crate::population::demography::england_life_table;
    use crate::population::life_table::{LifeTable, WithinYear};
    use crate::units::Age;

    fn england() -> Hazards {
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
        let ratio = Ratio([0, 1].map(|_| vec![Lanes::splat(3.0); AGES]));
        let [men, women] = gap(&hazards, 0.0, &ratio);
        assert!((central(men) - (50.0 - 50.0 / 3.0)).abs() < 1e-9);
        assert_eq!(men, women);
        let none = Ratio([0, 1].map(|_| vec![Lanes::ONE; AGES]));
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
        for sex in 0..2 {
            let [low, high] = fitted.published_gaps()[sex];
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

    #[test]
    fn the_solver_meets_the_gap_or_says_that_it_cannot() {
        // Gap 10 + 4 x factor: a target of 12 needs 0.5 (women's 14 is met already), 15 nothing, 9 is out of reach.
        let targets = [Lanes([12.0, 15.0, 9.0, 12.0, 12.0, 12.0, 12.0, 12.0]), Lanes::splat(14.0)];
        let solved = factor_for_gap(targets, |factor| [factor * 4.0 + 10.0, factor * 4.0 + 10.0]);
        assert!(solved.factor.0[0] <= 0.5 && 0.5 - solved.factor.0[0] < 1e-9);
        assert_eq!((solved.factor.0[1].to_bits(), solved.reached[1]), (1.0f64.to_bits(), Reached::Already));
        assert_eq!((solved.factor.0[2].to_bits(), solved.reached[2]), (0.0f64.to_bits(), Reached::OutOfReach));
        assert_eq!(solved.reached[0], Reached::WithLever);
    }
}
