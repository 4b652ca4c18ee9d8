//! Monte Carlo errors: from single draws where they are independent, else from independent groups of them.

use crate::numerics::beta::beta_quantile;
use crate::sampling::Sampling;

/// Fewer groups with draws of a subset tell its spread too badly.
const LEAST_GROUPS: usize = 10;

/// Standard error of the mean of some of the draws, those marked in `kept`; NaN where it cannot be told.
#[allow(clippy::cast_precision_loss)] // numbers of draws are far below 2^53
pub(super) fn of_mean(draws: &[f64], kept: impl Fn(usize) -> bool, mean: f64, sampling: Sampling) -> f64 {
    let used = || draws.iter().enumerate().filter(|(draw, _)| kept(*draw));
    let n = used().count() as f64;
    if sampling == Sampling::Random {
        let squares: f64 = used().map(|(_, x)| (x - mean) * (x - mean)).sum();
        return if n > 1.0 { libm::sqrt(squares / (n - 1.0) / n) } else { f64::NAN };
    }
    if sampling.check(draws.len()).is_err() {
        return f64::NAN;
    }
    let groups = sampling.groups(draws.len());
    let (mut residuals, mut occupied) = (vec![0.0; groups], vec![false; groups]);
    for (draw, x) in used() {
        residuals[sampling.group(draw)] += x - mean;
        occupied[sampling.group(draw)] = true;
    }
    if occupied.iter().filter(|has| **has).count() < LEAST_GROUPS {
        return f64::NAN;
    }
    let (groups, squares) = (groups as f64, residuals.iter().map(|sum| sum * sum).sum::<f64>());
    libm::sqrt(groups / (groups - 1.0) * squares) / n
}

/// Standard error of the share of draws in which something happened; never 0.
#[allow(clippy::cast_precision_loss)] // numbers of draws are far below 2^53
pub(super) fn of_share(happened: &[bool], sampling: Sampling) -> f64 {
    let n = happened.len() as f64;
    let hits = happened.iter().filter(|hit| **hit).count();
    if hits == 0 || hits == happened.len() {
        return jeffreys(hits, happened.len());
    }
    let share = hits as f64 / n;
    if sampling == Sampling::Random {
        return libm::sqrt(share * (1.0 - share) / n);
    }
    if sampling.check(happened.len()).is_err() {
        return f64::NAN;
    }
    let mut in_group = vec![0_usize; sampling.groups(happened.len())];
    for (draw, _) in happened.iter().enumerate().filter(|(_, hit)| **hit) {
        in_group[sampling.group(draw)] += 1;
    }
    // Groups that agree to the draw say that their spread is small, not that it is nothing.
    if in_group.iter().all(|hits| *hits == in_group[0]) {
        return jeffreys(hits, happened.len());
    }
    let groups = in_group.len() as f64;
    let size = n / groups;
    let squares: f64 = in_group.iter().map(|hits| (*hits as f64 / size - share) * (*hits as f64 / size - share)).sum();
    libm::sqrt(squares / (groups - 1.0) / groups)
}

/// Half the width of the 68% Jeffreys interval.
#[allow(clippy::cast_precision_loss)] // numbers of draws are far below 2^53
fn jeffreys(hits: usize, draws: usize) -> f64 {
    // The interval of hits mirrors that of misses; near 0 the quantiles keep their digits.
    let seldom = hits.min(draws - hits) as f64;
    let (alpha, beta) = (seldom + 0.5, draws as f64 - seldom + 0.5);
    0.5 * (beta_quantile(alpha, beta, 0.84) - beta_quantile(alpha, beta, 0.16))
}

#[cfg(test)]
mod tests {
    use super::super::interval::{ProbabilityEstimate, Summary};
    use super::*;

    /// Ten blocks of 100 draws, or sixteen scramblings, around the number of their group.
    fn grouped(sampling: Sampling, draws: usize) -> Vec<f64> {
        (0..draws).map(|draw| sampling.group(draw) as f64 + if (draw / 16) % 2 == 0 { 0.25 } else { -0.25 }).collect()
    }

    #[test]
    fn the_error_of_a_mean_is_that_of_the_group_means() {
        // Means 0 to G - 1: variance G (G + 1) / 12 with divisor G - 1.
        let sobol = Summary::of(&grouped(Sampling::Sobol, 128), Sampling::Sobol).unwrap();
        assert!((sobol.mean - 7.5).abs() < 1e-12);
        assert!((sobol.mc_error - (16.0 * 17.0 / 12.0 / 16.0_f64).sqrt()).abs() < 1e-12, "{}", sobol.mc_error);
        let draws: Vec<f64> = (0..1000).map(|draw| f64::from(draw / 100 + draw % 2)).collect();
        let blocks = Summary::of(&draws, Sampling::LatinHypercube).unwrap();
        assert!((blocks.mc_error - (10.0 * 11.0 / 12.0 / 10.0_f64).sqrt()).abs() < 1e-12, "{}", blocks.mc_error);
    }

    #[test]
    fn equal_draws_have_no_error_and_too_few_cannot_tell_it() {
        for (sampling, enough, few) in [(Sampling::LatinHypercube, 1000, 900), (Sampling::Sobol, 128, 112)] {
            let summary = Summary::of(&vec![0.1; enough], sampling).unwrap();
            assert_eq!((summary.mean.to_bits(), summary.mc_error.to_bits()), (0.1_f64.to_bits(), 0.0_f64.to_bits()));
            assert!(Summary::of(&vec![0.1; few], sampling).unwrap().mc_error.is_nan());
            assert!(Summary::of(&vec![0.1; enough + 1], sampling).unwrap().mc_error.is_nan());
            let one: Vec<bool> = (0..few).map(|draw| draw == 0).collect();
            assert!(ProbabilityEstimate::of(&one, sampling).unwrap().mc_error.is_nan());
        }
    }

    #[test]
    fn the_error_of_a_chance_is_that_of_the_group_shares() {
        let sampling = Sampling::LatinHypercube;
        // Shares 0, 0.1, ... 0.9: variance 0.01 x 110 / 12.
        let happened: Vec<bool> = (0..1000).map(|draw| draw % 100 < 10 * (draw / 100)).collect();
        let chance = ProbabilityEstimate::of(&happened, sampling).unwrap();
        assert!((chance.mc_error - (0.01 * 110.0 / 12.0 / 10.0_f64).sqrt()).abs() < 1e-12);
        for happened in [vec![false; 1000], vec![true; 1000]] {
            let (one, plain) =
                (ProbabilityEstimate::of(&happened, sampling), ProbabilityEstimate::of(&happened, Sampling::Random));
            assert_eq!(one.unwrap().mc_error.to_bits(), plain.unwrap().mc_error.to_bits());
        }
        // Thirty in each block: no spread between blocks. Beta(300.5, 700.5) is nearly normal there.
        let even: Vec<bool> = (0..1000).map(|draw| draw % 100 < 30).collect();
        let error = ProbabilityEstimate::of(&even, sampling).unwrap().mc_error;
        assert!((error / (0.3 * 0.7 / 1000.0_f64).sqrt() - 0.9945).abs() < 1e-3, "{error}");
        let mirrored: Vec<bool> = even.iter().map(|hit| !hit).collect();
        assert_eq!(ProbabilityEstimate::of(&mirrored, sampling).unwrap().mc_error.to_bits(), error.to_bits());
    }

    #[test]
    fn the_error_of_some_of_the_draws() {
        let draws = grouped(Sampling::Sobol, 256);
        let among = |kept: &dyn Fn(usize) -> bool, sampling| {
            let kept: Vec<bool> = (0..256).map(kept).collect();
            Summary::among(&draws, &kept, sampling).unwrap()
        };
        // All of them, or the same number in each group, give the error of the group means.
        let all = Summary::of(&draws, Sampling::Sobol).unwrap();
        assert_eq!(among(&|_| true, Sampling::Sobol), Some(all));
        let half = among(&|draw| draw < 128, Sampling::Sobol).unwrap();
        assert!((half.mc_error / all.mc_error - 1.0).abs() < 1e-12);
        assert_eq!(half.draws, 128);
        // Groups in threes of 16, 8 and 0 draws: the ratio estimator by hand.
        let size = |group: usize| [16.0, 8.0, 0.0][group % 3];
        let some = among(&|draw| [16, 8, 0][draw % 16 % 3] > draw / 16, Sampling::Sobol).unwrap();
        let n: f64 = (0..16).map(size).sum();
        let mean = (0..16).map(|group| size(group) * group as f64).sum::<f64>() / n;
        let squares: f64 =
            (0..16).map(|group| size(group) * (group as f64 - mean)).map(|residual| residual * residual).sum();
        assert!((some.mean - mean).abs() < 1e-12);
        assert!((some.mc_error - (16.0 / 15.0 * squares).sqrt() / n).abs() < 1e-12);
        // Nine groups cannot tell it, no draw is no summary, and plain draws are a smaller plain sample.
        assert!(among(&|draw| draw % 16 < 9, Sampling::Sobol).unwrap().mc_error.is_nan());
        assert_eq!(among(&|_| false, Sampling::Sobol), None);
        let plain = among(&|draw| draw < 100, Sampling::Random);
        assert_eq!(plain, Some(Summary::of(&draws[..100], Sampling::Random).unwrap()));
    }
}
