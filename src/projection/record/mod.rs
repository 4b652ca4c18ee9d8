//! What recorders take down of the hot loop: every measure of a draw, or only what an ambition is solved for.

mod full;
mod indicator;
mod life;
mod standardised;
mod stocks;

pub(super) use full::FullRecord;
pub(super) use indicator::IndicatorRecord;
pub(super) use life::hazards;
pub(super) use standardised::{GROUPS as STANDARD_GROUPS, Standard};
