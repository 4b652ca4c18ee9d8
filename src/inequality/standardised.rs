//! Directly age-standardised rates on the European standard population.

use super::rate::{WithLimits, byar_limits, check_total};
use crate::error::{Error, finite};

/// First ages of the bands of [`EUROPEAN_STANDARD_2013`]; the last is open.
pub const STANDARD_STARTS: [u32; 19] = [0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90];

/// European standard population of 2013, persons of 100,000 by five-year band, the last 90 and over.
///
/// Source: Eurostat, Revision of the European Standard Population, 2013, table of the standard (95 and over, 200, added to 90-94, 800;
/// ages 0, 1,000, and 1-4, 4,000, to 0-4).
pub const EUROPEAN_STANDARD_2013: [f64; 19] = [
    5_000.0, 5_500.0, 5_500.0, 5_500.0, 6_000.0, 6_000.0, 6_500.0, 7_000.0, 7_000.0, 7_000.0, 7_000.0, 6_500.0,
    6_000.0, 5_500.0, 5_000.0, 4_000.0, 2_500.0, 1_500.0, 1_000.0,
];

/// Fewest events of a rate with limits, as the English health agencies have it.
const FEWEST: f64 = 10.0;

/// Events and person-years of an age band.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BandEvents {
    /// Events.
    pub count: f64,
    /// Person-years at risk.
    pub person_years: f64,
    /// People of the standard population; any unit, the same in all bands.
    pub weight: f64,
}

/// Directly standardised rate per person-year, without limits.
///
/// # Formula
/// ```text
/// DSR = sum of w x / n / sum of w        x events, n person-years, w standard population
/// ```
/// # Errors
/// If there are no bands; if a count is negative, person-years are not above 0, a weight is negative or all are 0; or if one is not
/// finite, the rate included.
pub fn directly_standardised(bands: &[BandEvents]) -> Result<f64, Error> {
    let weights = check(bands)?;
    let sum: f64 = bands.iter().map(|band| band.weight * band.count / band.person_years).sum();
    finite("directly standardised rate", sum / weights)
}

/// Directly standardised rate per person-year with Dobson's limits of a confidence such as 0.95, those of the total count by Byar.
///
/// # Formula
/// ```text
/// var = sum of w^2 x / n^2 / (sum of w)^2        limits = DSR + sqrt(var / X) (L - X), X = sum of x, L Byar's limit of X
/// ```
/// # Errors
/// As [`directly_standardised`]; if there are fewer than 10 events, on which the agencies publish no such rate; if the confidence
/// does not lie strictly between 0 and 1; or if weights are so uneven that the lower limit would be below 0.
///
/// # References
/// [Dobson et al. 1991] Confidence intervals for weighted sums of Poisson parameters. doi:10.1002/sim.4780100317
pub fn directly_standardised_with_limits(bands: &[BandEvents], confidence: f64) -> Result<WithLimits, Error> {
    let value = directly_standardised(bands)?;
    let weights: f64 = bands.iter().map(|band| band.weight).sum();
    let events: f64 = bands.iter().map(|band| band.count).sum();
    if !(events >= FEWEST) {
        let rule = format!("must be {FEWEST} or more for the limits of a standardised rate");
        return Err(Error::out_of_range("number of events", events, rule));
    }
    let variance: f64 = bands
        .iter()
        .map(|band| {
            let part = band.weight / band.person_years / weights;
            part * part * band.count
        })
        .sum();
    let (lower, upper) = byar_limits(events, confidence)?;
    let scale = libm::sqrt(variance / events);
    let limits = WithLimits { value, lower: value + scale * (lower - events), upper: value + scale * (upper - events) };
    if limits.lower < 0.0 {
        let rule = "of the standardised rate is below 0: the weights are too uneven for so few events";
        return Err(Error::out_of_range("lower limit", limits.lower, rule));
    }
    limits.checked()
}

/// Sum of the weights.
fn check(bands: &[BandEvents]) -> Result<f64, Error> {
    if bands.is_empty() {
        return Err(Error::out_of_range("number of age bands", 0, "must be 1 or more"));
    }
    for (position, band) in bands.iter().enumerate() {
        check_total(&format!("person-years of age band {}", position + 1), band.person_years)?;
        for (what, value) in [("events", band.count), ("weight", band.weight)] {
            if !(value >= 0.0 && value.is_finite()) {
                let what = format!("{what} of age band {}", position + 1);
                return Err(Error::out_of_range(what, value, "must be 0 or more and finite"));
            }
        }
    }
    let weights: f64 = bands.iter().map(|band| band.weight).sum();
    check_total("sum of the weights", weights)?;
    Ok(weights)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inequality::rate::byar_limits;

    fn bands() -> Vec<BandEvents> {
        let rate = |position: usize| 1e-4 * libm::exp(0.3 * position as f64);
        (0..19)
            .map(|position| {
                let person_years = 1e4 * (20 - position) as f64;
                BandEvents {
                    count: rate(position) * person_years,
                    person_years,
                    weight: EUROPEAN_STANDARD_2013[position],
                }
            })
            .collect()
    }

    #[test]
    fn the_standard_is_of_100_000() {
        assert!((EUROPEAN_STANDARD_2013.iter().sum::<f64>() - 100_000.0).abs() < 1e-9);
        assert_eq!(STANDARD_STARTS.len(), EUROPEAN_STANDARD_2013.len());
    }

    /// The same rate in every band is the standardised rate, whatever the standard; a standard like the people gives the crude rate
    /// with the limits of its count.
    #[test]
    fn where_the_standard_does_not_matter() {
        let mut even = bands();
        for band in &mut even {
            band.count = 0.01 * band.person_years;
        }
        assert!((directly_standardised(&even).unwrap() - 0.01).abs() < 1e-15);
        let mut crude = bands();
        for band in &mut crude {
            band.weight = band.person_years;
        }
        let (events, years) = crude.iter().fold((0.0, 0.0), |sum, b| (sum.0 + b.count, sum.1 + b.person_years));
        let found = directly_standardised_with_limits(&crude, 0.95).unwrap();
        let (lower, upper) = byar_limits(events, 0.95).unwrap();
        assert!((found.value - events / years).abs() < 1e-15);
        assert!((found.lower - lower / years).abs() < 1e-15 && (found.upper - upper / years).abs() < 1e-15);
    }

    #[test]
    fn bad_bands_are_refused() {
        let message = |change: fn(&mut Vec<BandEvents>)| {
            let mut bands = bands();
            change(&mut bands);
            directly_standardised_with_limits(&bands, 0.95).unwrap_err().to_string()
        };
        assert_eq!(message(|b| b.clear()), "number of age bands 0 must be 1 or more");
        assert_eq!(message(|b| b[2].person_years = 0.0), "person-years of age band 3 0 must be above 0 and finite");
        assert_eq!(message(|b| b[0].count = -1.0), "events of age band 1 -1 must be 0 or more and finite");
        assert_eq!(message(|b| b[18].weight = f64::NAN), "weight of age band 19 NaN must be 0 or more and finite");
        assert_eq!(
            message(|b| b.iter_mut().for_each(|band| band.weight = 0.0)),
            "sum of the weights 0 must be above 0 and finite"
        );
        assert_eq!(
            message(|b| b.iter_mut().for_each(|band| band.count = 0.5)),
            "number of events 9.5 must be 10 or more for the limits of a standardised rate"
        );
    }
}
