//! How an area differs from the whole, and how far its own figures are to be believed.

use crate::error::Error;
use crate::estimate::Estimate;

/// One area's difference from London.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaEffect {
    /// Shrunken difference of the logit and its standard error.
    pub effect: Estimate,
    /// Share of the area's own difference that is kept; the rest is London's. 0 for an area without a survey.
    pub weight: f64,
    /// Whether the area has readings of its own.
    pub surveyed: bool,
}

/// Fewer areas with figures cannot tell how areas spread.
pub(crate) const FEW: usize = 3;

/// Areas that keep their own difference with its error.
///
/// # Errors
/// If a difference is not finite or its variance not above 0.
pub(crate) fn own_figures(known: &[(f64, f64)]) -> Result<Vec<AreaEffect>, Error> {
    let own = |&(value, variance): &(f64, f64)| {
        let effect = Estimate::normal(value, libm::sqrt(variance))?;
        Ok(AreaEffect { effect, weight: 1.0, surveyed: true })
    };
    known.iter().map(own).collect()
}

/// Variance between areas by the method of moments.
pub(crate) fn between_variance(known: &[(f64, f64)]) -> f64 {
    let weights: Vec<f64> = known.iter().map(|(_, variance)| 1.0 / variance).collect();
    let total: f64 = weights.iter().sum();
    let mean = known.iter().zip(&weights).map(|((value, _), w)| w * value).sum::<f64>() / total;
    let spread: f64 = known.iter().zip(&weights).map(|((value, _), w)| w * (value - mean) * (value - mean)).sum();
    let squares: f64 = weights.iter().map(|w| w * w).sum();
    ((spread - (known.len() as f64 - 1.0)) / (total - squares / total)).max(0.0)
}
