//! How good forecasts were: bias, error, sharpness and coverage of each subject, and against forecasts that need no model.

use super::naive::{self, Naive};
use super::{Forecast, Subject, subjects};
use crate::error::Error;
use crate::numerics::special::normal_cdf;
use crate::random;
use serde::Serialize;

/// Least series and origins of a subject whose coverage and skill are judged; of others they are shown.
pub const LEAST_SERIES: usize = 10;
/// See [`LEAST_SERIES`].
pub const LEAST_ORIGINS: usize = 3;
/// Samples with replacement of series and of origins.
const SAMPLES: u64 = 500;
const INV_SQRT_PI: f64 = 0.564_189_583_547_756_3;

/// A share or ratio with the 95% interval of samples of series and origins with replacement.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Resampled {
    /// Of all forecasts.
    pub value: f64,
    /// Lower end of the interval.
    pub lower: f64,
    /// Upper end of the interval.
    pub upper: f64,
}

/// How good the forecasts of one subject were. Errors are on the scale of the trend: logarithms of rates and numbers, log odds of
/// shares, years of life expectancy.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Score {
    /// What was forecast.
    pub subject: Subject,
    /// Number of series, each with its own observations.
    pub series: usize,
    /// Number of origins.
    pub origins: usize,
    /// Number of forecasts: those of one series and of neighbouring origins share their observations.
    pub forecasts: usize,
    /// Mean of what was read less what was forecast.
    pub bias: f64,
    /// Mean absolute error.
    pub mean_absolute_error: f64,
    /// Mean continuous ranked probability score: the smaller the better, an error of 0 without a width being 0.
    pub crps: f64,
    /// Score over that of the last value carried on, with the width of its own errors before the origin; none if there are none.
    pub against_last_value: Option<Resampled>,
    /// Score over that of the best of last value, line through five and damped line, named at each origin by their errors before it.
    pub against_best_naive: Option<Resampled>,
    /// Share of readings within the 80% interval.
    pub coverage_80: Resampled,
    /// Share within the 95% interval.
    pub coverage_95: f64,
    /// Mean width of the 80% interval, in the unit of the subject.
    pub width_80: f64,
    /// Whether there are series and origins enough to judge by.
    pub is_judged: bool,
}

/// What one forecast adds to a score.
#[derive(Debug, Clone, Copy)]
struct Entry {
    series: usize,
    origin: usize,
    crps: f64,
    last: Option<f64>,
    best: Option<f64>,
    covered: bool,
}

/// The score of each subject, in the order in which they stand.
///
/// # Formula
/// ```text
/// CRPS of normal(m, s) at y = s (z (2 Phi(z) - 1) + 2 phi(z) - 1 / sqrt(pi)),  z = (y - m) / s
/// ```
/// # Errors
/// If there are no forecasts.
///
/// # References
/// [Gneiting and Raftery 2007] Strictly proper scoring rules, prediction, and estimation. doi:10.1198/016214506000001437
pub fn scores(forecasts: &[Forecast]) -> Result<Vec<Score>, Error> {
    if forecasts.is_empty() {
        return Err(Error::out_of_range("number of forecasts", 0, "must be 1 or more"));
    }
    Ok(subjects(forecasts).into_iter().filter_map(|subject| score(forecasts, subject)).collect())
}

/// The score of a subject; none if it has no forecasts.
fn score(all: &[Forecast], subject: Subject) -> Option<Score> {
    let of: Vec<&Forecast> = all.iter().filter(|one| one.subject == subject).collect();
    let mut series: Vec<&str> = of.iter().map(|one| one.series.as_str()).collect();
    series.sort_unstable();
    series.dedup();
    let mut origins: Vec<i32> = of.iter().map(|one| one.origin.get()).collect();
    origins.sort_unstable();
    origins.dedup();
    let mut entries = Vec::with_capacity(of.len());
    for (o, &origin) in origins.iter().enumerate() {
        let here: Vec<&Forecast> = of.iter().copied().filter(|one| one.origin.get() == origin).collect();
        // The same for all forecasts so many years ahead.
        let mut spreads: Vec<(f64, [Option<f64>; 3])> = Vec::new();
        for one in &here {
            let last_read = one.on_scale.history.last().map_or(f64::from(origin), |last| last.time);
            let years = f64::from(one.year.get()) - last_read;
            let known = spreads.iter().position(|(other, _)| other.total_cmp(&years).is_eq());
            let at = known.unwrap_or_else(|| {
                spreads.push((years, Naive::ALL.map(|naive| naive::spread(&here, naive, years))));
                spreads.len() - 1
            });
            let against = |which: usize| -> Option<(f64, f64)> {
                let sd = spreads[at].1[which]?;
                let expected = naive::value(one, Naive::ALL[which], years)?;
                Some((sd, crps(one.on_scale.observed, expected, sd)))
            };
            let each = [0, 1, 2].map(against);
            // The one that missed least before the origin, which is known at it.
            let best = each.iter().flatten().min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, crps)| *crps);
            entries.push(Entry {
                series: series.binary_search(&one.series.as_str()).unwrap_or(0),
                origin: o,
                crps: crps(one.on_scale.observed, one.on_scale.mean, one.on_scale.sd),
                last: each[0].map(|(_, crps)| crps),
                best,
                covered: one.covers(),
            });
        }
    }
    let n = of.len() as f64;
    let mean = |value: &dyn Fn(&Forecast) -> f64| of.iter().map(|one| value(one)).sum::<f64>() / n;
    let miss = |one: &Forecast| one.on_scale.observed - one.on_scale.mean;
    let sizes = [series.len(), origins.len()];
    let coverage_80 = resample(&entries, sizes, subject, |one| Some((f64::from(u8::from(one.covered)), 1.0)))?;
    Some(Score {
        subject,
        series: series.len(),
        origins: origins.len(),
        forecasts: of.len(),
        bias: mean(&miss),
        mean_absolute_error: mean(&|one| miss(one).abs()),
        crps: entries.iter().map(|one| one.crps).sum::<f64>() / n,
        against_last_value: resample(&entries, sizes, subject, |one| Some((one.crps, one.last?))),
        against_best_naive: resample(&entries, sizes, subject, |one| Some((one.crps, one.best?))),
        coverage_80,
        coverage_95: mean(&|one| f64::from(u8::from((one.lower_95..=one.upper_95).contains(&one.observed)))),
        width_80: mean(&|one| one.upper_80 - one.lower_80),
        is_judged: series.len() >= LEAST_SERIES && origins.len() >= LEAST_ORIGINS,
    })
}

/// Score of a normal forecast; the absolute error where there is no width.
fn crps(observed: f64, mean: f64, sd: f64) -> f64 {
    let miss = observed - mean;
    if !(sd > 0.0) {
        return miss.abs();
    }
    let z = miss / sd;
    let density = libm::exp(-0.5 * z * z) * core::f64::consts::FRAC_1_SQRT_2 * INV_SQRT_PI;
    sd * (z * (2.0 * normal_cdf(z) - 1.0) + 2.0 * density - INV_SQRT_PI)
}

/// Sum of one over sum of another, of the entries that have both.
fn ratio(entries: &[Entry], weights: &[f64], of: &impl Fn(&Entry) -> Option<(f64, f64)>) -> Option<f64> {
    let (mut one, mut other) = (0.0, 0.0);
    for (entry, weight) in entries.iter().zip(weights) {
        if let Some((a, b)) = of(entry) {
            one += weight * a;
            other += weight * b;
        }
    }
    (other > 0.0).then(|| one / other)
}

/// The ratio of all forecasts, and of samples of series and of origins with replacement: a forecast counts as often as its series
/// times its origin were taken.
fn resample(
    entries: &[Entry],
    [series, origins]: [usize; 2],
    subject: Subject,
    of: impl Fn(&Entry) -> Option<(f64, f64)>,
) -> Option<Resampled> {
    let value = ratio(entries, &vec![1.0; entries.len()], &of)?;
    let name = format!("score of {subject}");
    let mut found = Vec::new();
    for sample in 0..SAMPLES {
        let mut draw = random::stream(2015, &name, sample);
        let mut taken = |count: usize| {
            let mut times = vec![0.0; count];
            for _ in 0..count {
                // The high half of the product: equal chances but for less than 2^-50.
                let at = (u128::from(rand::Rng::next_u64(&mut draw)) * count as u128) >> 64;
                #[allow(clippy::cast_possible_truncation)] // below count
                let at = at as usize;
                times[at] += 1.0;
            }
            times
        };
        let (of_series, of_origins) = (taken(series), taken(origins));
        let weights: Vec<f64> = entries.iter().map(|one| of_series[one.series] * of_origins[one.origin]).collect();
        found.extend(ratio(entries, &weights, &of));
    }
    found.sort_unstable_by(f64::total_cmp);
    let at = |share: f64| {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // within the samples
        let index = (share * (found.len() as f64 - 1.0)).round() as usize;
        found[index]
    };
    if found.is_empty() {
        return None;
    }
    Some(Resampled { value, lower: at(0.025), upper: at(0.975) })
}

/// Root mean square error of forecasts of a subject over that of others, series by series, as the geometric mean weighted by how much
/// the series count (deaths).
///
/// # Errors
/// If no series of the subject can be compared.
pub fn error_ratios(forecasts: &[Forecast], subject: Subject) -> Result<ErrorRatios, Error> {
    let of: Vec<&Forecast> = forecasts.iter().filter(|one| one.subject == subject).collect();
    let mut series: Vec<&str> = of.iter().map(|one| one.series.as_str()).collect();
    series.sort_unstable();
    series.dedup();
    let ratio = |naive: Naive| -> Option<f64> {
        let (mut sum, mut all) = (0.0, 0.0);
        for name in &series {
            let (mut own, mut other, mut weight) = (0.0, 0.0, 0.0);
            for one in of.iter().filter(|one| one.series == *name) {
                let last = one.on_scale.history.last()?.time;
                let Some(expected) = naive::value(one, naive, f64::from(one.year.get()) - last) else { continue };
                own += (one.on_scale.observed - one.on_scale.mean) * (one.on_scale.observed - one.on_scale.mean);
                other += (one.on_scale.observed - expected) * (one.on_scale.observed - expected);
                weight = one.on_scale.weight;
            }
            if own > 0.0 && other > 0.0 {
                sum += weight * 0.5 * libm::log(own / other);
                all += weight;
            }
        }
        (all > 0.0).then(|| libm::exp(sum / all))
    };
    match (ratio(Naive::LastValue), ratio(Naive::Line)) {
        (Some(last_value), Some(line)) => Ok(ErrorRatios { last_value, line }),
        _ => Err(Error::out_of_range("number of series to compare", 0, "must be 1 or more")),
    }
}

/// Errors of a subject over those of forecasts that need no model.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ErrorRatios {
    /// Over the last value carried on.
    pub last_value: f64,
    /// Over the line through the last five.
    pub line: f64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::Origin;
    use crate::trend::Observation;

    #[test]
    fn the_score_of_a_normal_forecast_is_its_closed_form() {
        // Gneiting and Raftery 2007: at the mean, s (sqrt(2) - 1) / sqrt(pi).
        let at_mean = 2.0 * (libm::sqrt(2.0) - 1.0) * INV_SQRT_PI;
        assert!((crps(1.0, 1.0, 2.0) - at_mean).abs() < 1e-12);
        assert!((crps(3.0, 1.0, 0.0) - 2.0).abs() < 1e-15);
        // Far out it is the absolute error less s / sqrt(pi).
        assert!((crps(100.0, 0.0, 1.0) - (100.0 - INV_SQRT_PI)).abs() < 1e-9);
        // By its definition, the integral of (F - 1)^2 and F^2.
        let (mut sum, step) = (0.0, 1e-3);
        for point in -10_000..10_000 {
            let x = (f64::from(point) + 0.5) * step;
            let f = normal_cdf(x) - f64::from(u8::from(x >= 0.7));
            sum += f * f * step;
        }
        assert!((crps(0.7, 0.0, 1.0) - sum).abs() < 1e-6);
    }

    /// Random walks forecast by their last value with the right width: skill against it is none, coverage is what it claims.
    #[test]
    fn a_forecast_that_is_the_naive_one_has_no_skill() {
        let mut all = Vec::new();
        for series in 0..40 {
            let name = format!("walk {series}");
            let mut level = 0.0;
            let walk: Vec<Observation> = (0..16)
                .map(|year| {
                    level += 0.1 * random::standard_normal(9, &name, year as u64);
                    Observation { time: 2000.0 + f64::from(year), value: level, variance: 0.0 }
                })
                .collect();
            for origin in 2006..2015 {
                let last = walk[usize::try_from(origin - 2000).unwrap()].value;
                for one in walk.iter().filter(|one| one.time > f64::from(origin) && one.time <= f64::from(origin + 4)) {
                    let of = Origin { subject: Subject::CAUSE_ENGLAND, series: &name, year: origin, read: &walk };
                    let ahead = one.time - f64::from(origin);
                    all.push(Forecast::of(of, one, (last, 0.01 * ahead), libm::exp));
                }
            }
        }
        let score = &scores(&all).unwrap()[0];
        assert_eq!((score.series, score.origins, score.forecasts), (40, 9, 40 * (6 * 4 + 3 + 2 + 1)));
        let ratio = score.against_last_value.unwrap();
        assert!((ratio.value - 1.0).abs() < 0.02 && ratio.lower < 1.0 && ratio.upper > 1.0, "{ratio:?}");
        let covered = score.coverage_80;
        assert!((covered.value - 0.8).abs() < 0.05 && covered.lower < 0.8 && covered.upper > 0.8, "{covered:?}");
        assert!(score.is_judged && (score.coverage_95 - 0.95).abs() < 0.03);
        let errors = error_ratios(&all, Subject::CAUSE_ENGLAND).unwrap();
        assert!((errors.last_value - 1.0).abs() < 1e-12 && errors.line < 1.0);
        // Half the width is found: coverage falls, and the score rises.
        let narrow: Vec<Forecast> = all
            .iter()
            .cloned()
            .map(|mut one| {
                one.on_scale.sd *= 0.5;
                one.lower_80 = libm::sqrt(one.lower_80 * one.central);
                one.upper_80 = libm::sqrt(one.upper_80 * one.central);
                one
            })
            .collect();
        let worse = &scores(&narrow).unwrap()[0];
        assert!(worse.coverage_80.upper < 0.8 && worse.against_last_value.unwrap().value > ratio.value + 0.03);
    }
}
