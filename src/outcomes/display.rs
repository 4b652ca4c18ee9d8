//! Numbers as people read them. Only what is shown is rounded; every number in a table file has all its digits.

use super::interval::{ProbabilityEstimate, Summary};
use std::fmt;

/// Digits after the point that show two or three figures of `spread`, the width of what is uncertain.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // clamped to 0..=6 first
pub(crate) fn decimals(spread: f64) -> usize {
    if spread > 0.0 && spread.is_finite() { (1.0 - libm::log10(spread).floor()).clamp(0.0, 6.0) as usize } else { 0 }
}

/// A number with so many digits after the point and commas between thousands.
pub(crate) fn grouped(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("-", digits));
    let (digits_before, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    if !digits_before.bytes().all(|byte| byte.is_ascii_digit()) {
        return text; // not a number, or infinite
    }
    // A rounded nothing has no sign.
    let sign = if digits.bytes().any(|byte| (b'1'..=b'9').contains(&byte)) { sign } else { "" };
    let mut out = String::from(sign);
    for (at, digit) in digits_before.char_indices() {
        if at > 0 && (digits_before.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out.push_str(rest);
    out
}

impl Summary {
    /// Digits after the point worth showing: by the width of the 95% interval, or by the mean if there is none.
    pub(crate) fn decimals(&self) -> usize {
        let width = self.upper_95 - self.lower_95;
        // One draw, or draws equal but for rounding, leave only the size of the number itself: three figures.
        if width > 1e-6 * self.mean.abs() { decimals(width) } else { decimals(self.mean.abs() / 10.0) }
    }
}

impl fmt::Display for Summary {
    /// The mean and the 95% interval, rounded.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let show = |value| grouped(value, self.decimals());
        write!(f, "{} (95% interval {} to {})", show(self.mean), show(self.lower_95), show(self.upper_95))
    }
}

impl fmt::Display for ProbabilityEstimate {
    /// The probability and its Monte Carlo error in per cent, rounded.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (percent, error) = (100.0 * self.probability, 100.0 * self.mc_error);
        write!(f, "{percent:.1}% (Monte Carlo error {error:.1} points")?;
        if self.left_out > 0 {
            let (least, most) = self.range();
            write!(f, "; {:.1}% to {:.1}% with the {} draws left out", 100.0 * least, 100.0 * most, self.left_out)?;
        }
        f.write_str(")")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sampling::Sampling;

    #[test]
    fn numbers_are_grouped_and_rounded() {
        assert_eq!(grouped(1_234_567.89, 1), "1,234,567.9");
        assert_eq!(grouped(-1_000.0, 0), "-1,000");
        assert_eq!(grouped(-0.04, 1), "0.0");
        assert_eq!(grouped(999.0, 0), "999");
        assert_eq!(grouped(f64::NAN, 2), "NaN");
        assert_eq!([0.02, 0.3, 3.0, 12.0, 1234.0, 0.0].map(decimals), [3, 2, 1, 0, 0, 0]);
    }

    #[test]
    fn a_summary_reads_as_mean_and_interval() {
        let draws: Vec<f64> = (0..=100).map(|x| 1000.0 + 10.0 * f64::from(x)).collect();
        assert_eq!(Summary::of(&draws, Sampling::Random).unwrap().to_string(), "1,500 (95% interval 1,025 to 1,975)");
        assert_eq!(Summary::of(&[0.0; 3], Sampling::Random).unwrap().to_string(), "0 (95% interval 0 to 0)");
        assert_eq!(
            Summary::of(&[0.125; 3], Sampling::Random).unwrap().to_string(),
            "0.125 (95% interval 0.125 to 0.125)"
        );
        let hits: Vec<bool> = (0..100).map(|draw| draw < 30).collect();
        assert_eq!(
            ProbabilityEstimate::of(&hits, Sampling::Random).unwrap().to_string(),
            "30.0% (Monte Carlo error 4.6 points)"
        );
    }
}
