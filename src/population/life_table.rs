//! Life tables by single years of age.

use crate::error::Error;
use crate::units::{AGES, Age};
use serde::Serialize;

/// How a death rate becomes a probability of death within the year, and how long those who die live in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WithinYear {
    /// The hazard is constant within the year: q = 1 - exp(-m), person-years = deaths / m. The model of London.
    ConstantHazard,
    /// Those who die live a fixed part `a` of the year: q = m / (1 + (1 - a) m), with a = 0.1 at age 0, where deaths
    /// crowd the first weeks, and 0.5 after, as the English health agencies have it. As in most published tables.
    Actuarial,
}

/// A period life table for ages 0 to 99 and 100 and over, for one person born (radix 1).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LifeTable {
    death_probabilities: Vec<f64>,
    survivors: Vec<f64>,
    person_years: Vec<f64>,
    life_expectancies: Vec<f64>,
}

impl LifeTable {
    /// The life table of the death rates `rates` (deaths per person-year), one for each age 0 to 99 and one for 100
    /// and over.
    ///
    /// # Formula
    /// ```text
    /// l(0) = 1        l(x + 1) = l(x) (1 - q(x))        L(x) = person-years lived at age x
    /// L(100) = l(100) / m(100)        e(x) = (L(x) + ... + L(100)) / l(x)
    /// ```
    /// # Errors
    /// Unless there are 101 rates, each 0 or more and finite, the last above 0; and for
    /// [`WithinYear::Actuarial`] none so high (above 2, at age 0 above 10) that the probability would exceed 1.
    pub fn new(rates: &[f64], within_year: WithinYear) -> Result<Self, Error> {
        if rates.len() != AGES {
            let rule = format!("must be {AGES}: one for each age 0 to 99 and one for 100 and over");
            return Err(Error::out_of_range("number of death rates", rates.len(), rule));
        }
        let mut table = Self {
            death_probabilities: Vec::with_capacity(AGES),
            survivors: Vec::with_capacity(AGES),
            person_years: Vec::with_capacity(AGES),
            life_expectancies: vec![0.0; AGES],
        };
        let mut alive = 1.0;
        // Years lived at each age by one person who reaches it.
        let mut lived_per_head = Vec::with_capacity(AGES);
        for (age, &rate) in rates.iter().enumerate() {
            let last = age + 1 == AGES;
            check_rate(age, rate, last)?;
            let (probability, lived) = if last { (1.0, 1.0 / rate) } else { year(age, rate, within_year)? };
            table.death_probabilities.push(probability);
            table.survivors.push(alive);
            table.person_years.push(alive * lived);
            lived_per_head.push(lived);
            alive *= 1.0 - probability;
        }
        // Backwards rather than T / l, which is 0 / 0 where rates are so high that no one survives.
        let mut beyond = 0.0;
        for age in (0..AGES).rev() {
            beyond = lived_per_head[age] + (1.0 - table.death_probabilities[age]) * beyond;
            table.life_expectancies[age] = beyond;
        }
        Ok(table)
    }

    /// Probability of dying within the year, by age; 1 at 100 and over.
    #[must_use]
    pub fn death_probabilities(&self) -> &[f64] {
        &self.death_probabilities
    }

    /// Share of those born who reach each age exactly; 1 at age 0.
    #[must_use]
    pub fn survivors(&self) -> &[f64] {
        &self.survivors
    }

    /// Years lived at each age per person born.
    #[must_use]
    pub fn person_years(&self) -> &[f64] {
        &self.person_years
    }

    /// Years still to be lived by those who reach `age` exactly.
    #[must_use]
    pub fn life_expectancy(&self, age: Age) -> f64 {
        self.life_expectancies[age.get() as usize]
    }

    /// Years still to be lived, by age.
    #[must_use]
    pub fn life_expectancies(&self) -> &[f64] {
        &self.life_expectancies
    }

    /// Years lived from `from` up to exact age `to` by those who reach `from`.
    ///
    /// # Errors
    /// If `to` is below `from`, or no one reaches `from` at these rates.
    pub fn temporary_life_expectancy(&self, from: Age, to: Age) -> Result<f64, Error> {
        if to < from {
            let rule = format!("must not be below the age from which years are counted, {}", from.get());
            return Err(Error::out_of_range("upper age", to.get(), rule));
        }
        let (from, to) = (from.get() as usize, to.get() as usize);
        let alive = self.survivors[from];
        if alive <= 0.0 {
            return Err(Error::out_of_range("share that reaches the age", alive, "must be above 0"));
        }
        Ok(self.person_years[from..to].iter().sum::<f64>() / alive)
    }
}

/// Part of the year lived by those who die in it, in actuarial tables.
pub(super) fn part_lived(age: usize) -> f64 {
    if age == 0 { 0.1 } else { 0.5 }
}

/// Probability of death within the year, and years lived in it by one person.
fn year(age: usize, rate: f64, within_year: WithinYear) -> Result<(f64, f64), Error> {
    match within_year {
        WithinYear::ConstantHazard => Ok(constant_hazard_year(rate)),
        WithinYear::Actuarial => {
            let part = part_lived(age);
            let probability = rate / (1.0 + (1.0 - part) * rate);
            if probability > 1.0 {
                let rule = "is so high that the actuarial probability of death exceeds 1";
                return Err(Error::out_of_range(format!("death rate at age {age}"), rate, rule));
            }
            Ok((probability, 1.0 - (1.0 - part) * probability))
        }
    }
}

/// 1 - exp(-m), and the integral of exp(-m t) over the year, which is 1 where no one dies.
fn constant_hazard_year(rate: f64) -> (f64, f64) {
    let probability = -libm::expm1(-rate);
    // Below 1e-12 the integral is 1 - m/2 to the last bit, and 0 / 0 has to be kept out.
    let lived = if rate > 1e-12 { probability / rate } else { 1.0 - 0.5 * rate };
    (probability, lived)
}

fn check_rate(age: usize, rate: f64, last: bool) -> Result<(), Error> {
    if !(rate >= 0.0 && rate.is_finite()) {
        return Err(Error::out_of_range(format!("death rate at age {age}"), rate, "must be 0 or more and finite"));
    }
    if last && (rate <= 0.0 || (1.0 / rate).is_infinite()) {
        let what = format!("death rate at age {age} and over");
        return Err(Error::out_of_range(what, rate, "must be above 0: otherwise life has no end"));
    }
    Ok(())
}

/// Period life expectancy at birth, years, with a constant hazard within each year.
///
/// `rates` are deaths per person-year by single year of age, of any number of ages, the last one open. Of 101 ages the result equals that
/// of [`LifeTable::new`] to rounding.
///
/// # Errors
/// If there are no rates, one is negative or not finite, or the last is 0.
pub fn life_expectancy_at_birth(rates: &[f64]) -> Result<f64, Error> {
    if rates.is_empty() {
        return Err(Error::out_of_range("number of death rates", 0, "must be 1 or more"));
    }
    for (age, &rate) in rates.iter().enumerate() {
        check_rate(age, rate, age + 1 == rates.len())?;
    }
    Ok(expectancy_at_birth(rates))
}

/// The same, of rates that are known to be good: infinite if the last is 0, not a number if one is not.
pub(crate) fn expectancy_at_birth(rates: &[f64]) -> f64 {
    let Some((&open, rates)) = rates.split_last() else { return f64::NAN };
    let (mut alive, mut years) = (1.0, 0.0);
    for &rate in rates {
        let (probability, lived) = constant_hazard_year(rate);
        years += alive * lived;
        alive -= alive * probability;
    }
    years + alive / open
}

/// Cohort life expectancy: years still to be lived by people of exact age `start`, whose hazard is
/// `hazard(age, years_on)` per person-year in the year they have reached `age`, `years_on` years from now.
///
/// Unlike the period table it follows people through the calendar. At 100 the hazard of that year is kept for ever.
///
/// # Errors
/// If a hazard is negative or not finite, or the last is 0.
pub fn cohort_life_expectancy(start: Age, hazard: impl Fn(Age, u32) -> f64) -> Result<f64, Error> {
    let (mut alive, mut years) = (1.0, 0.0);
    for years_on in 0..=(100 - start.get()) {
        let age = Age::new(start.get() + years_on)?;
        let rate = hazard(age, years_on);
        let last = age.get() == 100;
        check_rate(age.get() as usize, rate, last)?;
        if last {
            years += alive / rate;
        } else {
            let (probability, lived) = constant_hazard_year(rate);
            years += alive * lived;
            alive -= alive * probability;
        }
    }
    Ok(years)
}
