//! From rates by age band to rates by exact age, with the bands' means kept.

use crate::error::Error;
use crate::units::AGES;

/// A curve over exact age: straight lines on the log scale between the mean ages of the bands, level before the first and after the last. Its
/// knots are such that the mean over the people of each band is the band's rate. A band with a rate of 0 is 0 throughout,
/// and the curve of its neighbour does not lean towards it.
#[derive(Debug, Clone)]
pub(super) struct AgeCurve {
    starts: Vec<usize>,
    centres: Vec<f64>,
    knots: Vec<f64>,
}

impl AgeCurve {
    /// Through the means of the bands that begin at `starts`, the last open; `people` by age last birthday.
    ///
    /// # Errors
    /// If no such curve is found, which means rates that jump wildly between narrow bands.
    pub(super) fn through(what: &str, starts: &[usize], means: &[f64], people: &[f64]) -> Result<Self, Error> {
        const MOST_ROUNDS: usize = 2_000;
        let bands = starts.len();
        let ages = |band: usize| starts[band]..starts.get(band + 1).copied().unwrap_or(AGES);
        let sum = |band: usize, of: &dyn Fn(usize) -> f64| {
            let all: f64 = ages(band).map(|age| people[age]).sum();
            ages(band).map(|age| people[age] * of(age)).sum::<f64>() / all
        };
        let centres = (0..bands).map(|band| sum(band, &|age| age as f64 + 0.5)).collect();
        let mut curve = Self { starts: starts.to_vec(), centres, knots: means.to_vec() };
        for _ in 0..MOST_ROUNDS {
            let now: Vec<f64> = (0..bands).map(|band| sum(band, &|age| curve.at(age as f64 + 0.5))).collect();
            let mut worst = 0.0_f64;
            for band in (0..bands).filter(|&band| means[band] > 0.0) {
                let factor = means[band] / now[band];
                curve.knots[band] *= factor;
                worst = worst.max((factor - 1.0).abs());
            }
            // A knot far from its band's mean would only make up for what its neighbours lean into the band.
            let far =
                |band: usize| !(curve.knots[band] <= 10.0 * means[band] && 10.0 * curve.knots[band] >= means[band]);
            if !worst.is_finite() || (0..bands).any(far) {
                break;
            }
            if worst < 1e-13 {
                return Ok(curve);
            }
        }
        Err(Error::Calibration {
            what: format!("curve by age of {what}"),
            detail: "no curve has the means of its bands; bands side by side differ too much".into(),
        })
    }

    /// Of an exact age.
    pub(super) fn at(&self, age: f64) -> f64 {
        let band = self.starts.iter().rposition(|&start| age >= start as f64).unwrap_or(0);
        let own = self.knots[band];
        let other = if age < self.centres[band] { band.checked_sub(1) } else { Some(band + 1) };
        match other.and_then(|other| Some((self.centres[other.min(self.centres.len() - 1)], *self.knots.get(other)?))) {
            Some((centre, knot)) if own > 0.0 && knot > 0.0 => {
                let share = (age - self.centres[band]) / (centre - self.centres[band]);
                own * libm::exp(share * libm::log(knot / own))
            }
            _ => own,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_of_the_bands_are_kept() {
        let people: Vec<f64> = (0..AGES).map(|age| 1000.0 - 9.0 * age as f64).collect();
        let (starts, means) = ([0, 30, 55, 65, 75, 85], [0.00001, 0.00077, 0.0028, 0.0046, 0.0084, 0.0151]);
        let curve = AgeCurve::through("test", &starts, &means, &people).unwrap();
        for (band, mean) in means.into_iter().enumerate() {
            let ages = starts[band]..starts.get(band + 1).copied().unwrap_or(AGES);
            let (mut sum, mut all) = (0.0, 0.0);
            for age in ages {
                sum += people[age] * curve.at(age as f64 + 0.5);
                all += people[age];
            }
            assert!((sum / all / mean - 1.0).abs() < 1e-12, "{band}");
        }
        // Without a jump where bands meet, and level past the last centre.
        for start in &starts[1..] {
            let edge = *start as f64;
            assert!((curve.at(edge - 1e-9) / curve.at(edge) - 1.0).abs() < 1e-6);
        }
        assert!((curve.at(101.0) - curve.at(96.0)).abs() < 1e-15);
    }

    #[test]
    fn one_rate_stays_one_and_none_none() {
        let people = [1.0; AGES];
        let curve = AgeCurve::through("test", &[0, 40], &[0.02, 0.02], &people).unwrap();
        assert!((0..AGES).all(|age| (curve.at(age as f64) - 0.02).abs() < 1e-15));
        let curve = AgeCurve::through("test", &[0, 40, 60], &[0.0, 0.02, 0.03], &people).unwrap();
        assert!(curve.at(39.9) <= 0.0 && curve.at(40.0) > 0.0);
    }

    #[test]
    fn wild_bands_are_an_error() {
        let people = [1.0; AGES];
        let starts: Vec<usize> = (0..50).map(|i| 2 * i).collect();
        let means: Vec<f64> = (0..50).map(|i| if i % 2 == 0 { 1e-9 } else { 1.0 }).collect();
        let error = AgeCurve::through("incidence of copd, male", &starts, &means, &people).unwrap_err();
        assert!(error.to_string().starts_with("calibration of curve by age of incidence of copd, male failed"));
    }
}
