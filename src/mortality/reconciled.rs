//! Causes that give way so that they add up to all causes together.

use super::cause::CAUSES;
use crate::multistate::lanes::{LANES, Lanes};

/// More steps than a root takes.
const MOST_STEPS: usize = 60;

/// Factors of the causes that add up to the factor of all causes together.
///
/// What is missing is shared out by least squares: a cause gives way the more the larger its share of the deaths and the less sure its
/// trend. A cold winter that all causes together tell of is not one of cancer.
///
/// # Formula
/// ```text
/// factor(c) = own(c) exp(yield(c) a),  a such that sum of share(c) factor(c) = total;  yield(c) ~ share(c) innovation variance(c)
/// ```
pub(super) fn reconciled(
    own: &[Lanes; CAUSES],
    shares: &[f64; CAUSES],
    yields: &[f64; CAUSES],
    total: Lanes,
) -> [Lanes; CAUSES] {
    let mut found = *own;
    for lane in 0..LANES {
        let parts: [f64; CAUSES] = std::array::from_fn(|cause| shares[cause] * own[cause].0[lane]);
        let total = total.0[lane];
        let mut a = 0.0;
        // A convex function that rises: Newton's steps come down to its root, from the second on.
        for _ in 0..MOST_STEPS {
            let (mut sum, mut slope) = (-total, 0.0);
            for (part, give) in parts.iter().zip(yields) {
                let now = part * libm::exp(give * a);
                sum += now;
                slope += give * now;
            }
            if !(slope > 0.0) {
                break;
            }
            // No further than the exponential stays a number.
            let step = (sum / slope).clamp(-5.0, 5.0);
            a -= step;
            if step.abs() < 1e-14 {
                break;
            }
        }
        for (factor, give) in found.iter_mut().zip(yields) {
            factor.0[lane] *= libm::exp(give * a);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn causes_add_up_and_the_sure_ones_stay() {
        let own: [Lanes; CAUSES] = std::array::from_fn(|cause| Lanes::splat(0.8 + 0.02 * cause as f64));
        let shares = [1.0 / CAUSES as f64; CAUSES];
        let mut yields = [0.01; CAUSES];
        yields[3] = 1.0;
        for total in [0.5, 0.9, 1.0, 1.4] {
            let found = reconciled(&own, &shares, &yields, Lanes::splat(total));
            let sum: f64 = found.iter().zip(shares).map(|(factor, share)| factor.0[0] * share).sum();
            assert!((sum / total - 1.0).abs() < 1e-12, "{total}: {sum}");
        }
        let sum: f64 = own.iter().zip(shares).map(|(factor, share)| factor.0[0] * share).sum();
        let found = reconciled(&own, &shares, &yields, Lanes::splat(1.01 * sum));
        for (cause, (found, own)) in found.iter().zip(&own).enumerate() {
            let moved = found.0[0] / own.0[0] - 1.0;
            assert!(if cause == 3 { moved > 0.15 } else { moved.abs() < 0.003 }, "{cause}: {moved}");
        }
        // What adds up already stays to the last bits.
        let same = reconciled(&own, &shares, &yields, Lanes::splat(sum));
        assert!(same.iter().zip(&own).all(|(one, other)| (one.0[0] / other.0[0] - 1.0).abs() < 1e-13));
    }
}
