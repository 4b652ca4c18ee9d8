//! What moves several series at once: all of them, and those of one group.

use crate::draws::Draws;
use crate::error::Error;
use crate::multistate::lanes::Lanes;
use crate::numerics::sample::{mean, variance};

/// Years by which correlations are drawn to 0: the mean of fifteen yearly changes tells them badly.
const SHRINKING: f64 = 5.0;

/// Correlations of the yearly changes of series: of different groups, and of one group.
///
/// # Formula
/// ```text
/// score = sqrt(between) of all + sqrt(within - between) of the group + sqrt(1 - within) own
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Common {
    between: f64,
    within: f64,
}

impl Common {
    /// Learns the correlations from the values of the series of each group, year by year.
    pub(crate) fn of(groups: &[Vec<Vec<f64>>]) -> Self {
        let mut standardised: Vec<(usize, Vec<f64>)> = Vec::new();
        for (group, series) in groups.iter().enumerate() {
            for values in series {
                let steps: Vec<f64> = values.windows(2).map(|two| two[1] - two[0]).collect();
                let (mean, sd) = (mean(&steps), libm::sqrt(variance(&steps)));
                if sd > 0.0 {
                    standardised.push((group, steps.iter().map(|step| (step - mean) / sd).collect()));
                }
            }
        }
        let years = standardised.iter().map(|(_, steps)| steps.len()).min().unwrap_or(0);
        if years < 2 {
            return Self { between: 0.0, within: 0.0 };
        }
        // Sums of products over pairs by sums of series: of all, and of each group.
        let (mut sums, mut counts) = ([0.0; 2], [0.0; 2]);
        let pairs = |of: &[&Vec<f64>]| -> (f64, f64) {
            let n = of.len() as f64;
            let product: f64 = (0..years)
                .map(|year| {
                    let sum: f64 = of.iter().map(|steps| steps[year]).sum();
                    let own: f64 = of.iter().map(|steps| steps[year] * steps[year]).sum();
                    sum * sum - own
                })
                .sum();
            (product / (years as f64 - 1.0), n * (n - 1.0))
        };
        for group in 0..groups.len() {
            let of: Vec<&Vec<f64>> =
                standardised.iter().filter(|(at, _)| *at == group).map(|(_, steps)| steps).collect();
            let (product, count) = pairs(&of);
            sums[1] += product;
            counts[1] += count;
        }
        let (product, count) = pairs(&standardised.iter().map(|(_, steps)| steps).collect::<Vec<_>>());
        (sums[0], counts[0]) = (product - sums[1], count - counts[1]);
        let kept = years as f64 / (years as f64 + SHRINKING);
        let of = |at: usize| if counts[at] > 0.0 { (kept * sums[at] / counts[at]).clamp(0.0, 1.0) } else { 0.0 };
        let within = of(1);
        Self { between: of(0).min(within), within }
    }

    /// Correlation of series of different groups.
    pub(crate) fn between(&self) -> f64 {
        self.between
    }

    /// Correlation of series of one group.
    pub(crate) fn within(&self) -> f64 {
        self.within
    }

    /// The score of one series of a group in eight draws.
    ///
    /// # Errors
    /// If a parameter cannot be drawn.
    pub(crate) fn score(&self, draws: &mut Draws<'_>, what: &str, group: &str, one: &str) -> Result<Lanes, Error> {
        let mut sum = draws.score(|| format!("{what}, {group}, {one}"))? * libm::sqrt(1.0 - self.within);
        if self.within > self.between {
            sum += draws.score(|| format!("{what}, {group}"))? * libm::sqrt(self.within - self.between);
        }
        if self.between > 0.0 {
            sum += draws.score(|| format!("{what}, every cause"))? * libm::sqrt(self.between);
        }
        Ok(sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_correlations_are_found() {
        let z = |name: &str, year: usize| crate::random::standard_normal(5, name, year as u64);
        let groups: Vec<Vec<Vec<f64>>> = (0..8)
            .map(|group| {
                (0..6)
                    .map(|one| {
                        let (mut level, mut values) = (0.0, Vec::new());
                        for year in 0..400 {
                            level += -0.5
                                + 0.2_f64.sqrt() * z("all", year)
                                + 0.3_f64.sqrt() * z(&format!("group {group}"), year)
                                + 0.5_f64.sqrt() * z(&format!("group {group}, {one}"), year);
                            values.push(level);
                        }
                        values
                    })
                    .collect()
            })
            .collect();
        let found = Common::of(&groups);
        assert!((found.between() - 0.2).abs() < 0.05 && (found.within() - 0.5).abs() < 0.05, "{found:?}");
        assert_eq!(Common::of(&[vec![vec![1.0, 2.0]]]), Common { between: 0.0, within: 0.0 });
    }
}
