//! Abridged life tables from deaths and people by age band, with confidence limits.

use super::life_table::part_lived;
use crate::error::{Error, finite};
use crate::numerics::special::Z_95;
use serde::Serialize;

/// The smallest share of survivors whose squares, in the variance, are still numbers.
const LEAST_ALIVE: f64 = 1e-100;

/// Deaths and people of one age band, from `start_age` to the start of the next band.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AgeBandDeaths {
    /// First age of the band, years.
    pub start_age: u32,
    /// Person-years at risk.
    pub population: f64,
    /// Deaths.
    pub deaths: f64,
}

/// Life expectancy at the start of an age band, with its 95% confidence limits.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct BandLifeExpectancy {
    /// Age reached, years.
    pub start_age: u32,
    /// Years still to be lived.
    pub value: f64,
    /// Standard error, years.
    pub standard_error: f64,
    /// Lower 95% limit, years.
    pub lower_95: f64,
    /// Upper 95% limit, years.
    pub upper_95: f64,
}

/// Life expectancy at the start of each age band, the last of which is open, by the method of the English health
/// agencies (Chiang II, with the variance of the open band after Silcocks).
///
/// # Formula
/// ```text
/// M = deaths / population        a = 0.1 for a band that starts at 0 and lasts a year, else 0.5
/// q = n M / (1 + n (1 - a) M), 1 in the last band        L = n (l_next + a d), l / M in the last
/// e = (sum of L from x on) / l        var(q) = q^2 (1 - q) / deaths, 0 without deaths
/// var(e_x) = sum over y >= x of l_y^2 ((1 - a_y) n_y + e_(y+1))^2 var(q_y) / l_x^2, last term l^2 / (deaths M^2)
/// ```
/// # Errors
/// If there are fewer than two bands, the first does not start at 0 or ages do not rise; if a population is not
/// above 0, deaths are negative or more than the population, the open band has no deaths, or a band has so many that
/// q would exceed 1 or all but no one reaches the next; if a figure is beyond the largest number.
///
/// # References
/// [Silcocks 2001] Life expectancy as a summary of mortality in a population. doi:10.1136/jech.55.1.38
/// [Chiang 1984] The Life Table and its Applications.
pub fn abridged_life_expectancy(bands: &[AgeBandDeaths]) -> Result<Vec<BandLifeExpectancy>, Error> {
    check(bands)?;
    let last = bands.len() - 1;
    let mut alive = vec![1.0; bands.len()];
    let mut lived = vec![0.0; bands.len()];
    let mut variance = vec![0.0; bands.len()];
    for i in 0..last {
        let band = bands[i];
        let width = f64::from(bands[i + 1].start_age - band.start_age);
        let part = part_of_band_lived(band.start_age, width);
        let rate = band.deaths / band.population;
        let q = width * rate / (1.0 + width * (1.0 - part) * rate);
        if q > 1.0 {
            let rule = "are so many that the probability of death exceeds 1";
            return Err(Error::out_of_range(format!("deaths at ages from {}", band.start_age), band.deaths, rule));
        }
        alive[i + 1] = alive[i] * (1.0 - q);
        lived[i] = width * (alive[i + 1] + part * alive[i] * q);
        variance[i] = if band.deaths > 0.0 { q * q * (1.0 - q) / band.deaths } else { 0.0 };
    }
    let open = bands[last];
    let open_rate = open.deaths / open.population;
    lived[last] = alive[last] / open_rate;
    let mut sum_of_variances = alive[last] * alive[last] / (open.deaths * open_rate * open_rate);
    let mut years_beyond = lived[last];
    let mut expectancy_beyond = 0.0;
    let mut result = Vec::with_capacity(bands.len());
    for i in (0..=last).rev() {
        if i < last {
            let width = f64::from(bands[i + 1].start_age - bands[i].start_age);
            let gain = alive[i] * ((1.0 - part_of_band_lived(bands[i].start_age, width)) * width + expectancy_beyond);
            sum_of_variances += gain * gain * variance[i];
            years_beyond += lived[i];
        }
        if alive[i] < LEAST_ALIVE {
            let rule = "leave all but no one to reach the next age, so life expectancy there has no value";
            return Err(Error::out_of_range(
                format!("deaths before age {}", bands[i].start_age),
                bands[..i].iter().map(|band| band.deaths).sum::<f64>(),
                rule,
            ));
        }
        let what = |what: &str| format!("{what} of life expectancy at {}", bands[i].start_age);
        let value = finite(what("value"), years_beyond / alive[i])?;
        let standard_error = finite(what("standard error"), libm::sqrt(sum_of_variances) / alive[i])?;
        expectancy_beyond = value;
        result.push(BandLifeExpectancy {
            start_age: bands[i].start_age,
            value,
            standard_error,
            lower_95: value - Z_95 * standard_error,
            upper_95: value + Z_95 * standard_error,
        });
    }
    result.reverse();
    Ok(result)
}

/// The 0.1 of age 0 holds for the first year only; a first band of five years takes the 0.5 of the others.
fn part_of_band_lived(start_age: u32, width: f64) -> f64 {
    if start_age == 0 && width > 1.0 { part_lived(1) } else { part_lived(start_age as usize) }
}

fn check(bands: &[AgeBandDeaths]) -> Result<(), Error> {
    if bands.len() < 2 {
        return Err(Error::out_of_range("number of age bands", bands.len(), "must be 2 or more"));
    }
    if bands[0].start_age != 0 {
        return Err(Error::out_of_range("first age", bands[0].start_age, "must be 0"));
    }
    for pair in bands.windows(2) {
        if pair[1].start_age <= pair[0].start_age {
            let rule = format!("must be above the age before it, {}", pair[0].start_age);
            return Err(Error::out_of_range("start of an age band", pair[1].start_age, rule));
        }
    }
    for (i, band) in bands.iter().enumerate() {
        let age = band.start_age;
        if !(band.population > 0.0 && band.population.is_finite()) {
            let rule = "must be above 0 and finite";
            return Err(Error::out_of_range(format!("population at ages from {age}"), band.population, rule));
        }
        if !(band.deaths >= 0.0 && band.deaths <= band.population) {
            let rule = format!("must lie in 0 to the population, {}", band.population);
            return Err(Error::out_of_range(format!("deaths at ages from {age}"), band.deaths, rule));
        }
        if i + 1 == bands.len() && band.deaths <= 0.0 {
            let rule = "must be above 0 in the open band: otherwise life has no end";
            return Err(Error::out_of_range(format!("deaths at ages from {age}"), band.deaths, rule));
        }
    }
    Ok(())
}
