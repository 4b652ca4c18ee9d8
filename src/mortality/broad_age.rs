//! The broad ages over which death rates are followed.

use crate::population::stratum::Sex;

/// First ages of the broad bands that share one trend; the last is open.
pub(crate) const BROAD_STARTS: [u32; 5] = [0, 30, 65, 75, 85];
/// Number of broad bands.
pub(crate) const BROAD_BANDS: usize = BROAD_STARTS.len();

/// Index of the broad band that holds an age.
#[must_use]
pub(crate) fn broad_band(age: usize) -> usize {
    BROAD_STARTS.iter().rposition(|&start| age >= start as usize).unwrap_or(0)
}

/// A sex and broad band in words, such as `female, 30-64`.
pub(crate) fn sex_and_ages(sex: usize, band: usize) -> String {
    let from = BROAD_STARTS[band];
    let ages = BROAD_STARTS.get(band + 1).map_or_else(|| format!("{from}+"), |next| format!("{from}-{}", next - 1));
    format!("{}, {ages}", Sex::ALL[sex])
}
