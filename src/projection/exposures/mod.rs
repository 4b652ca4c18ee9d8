//! The exposures followed by shares on their way through the hot loop: the baseline's shares by age and year, how far each
//! scenario is from them, and what that does to risks.
//!
//! Only differences from the baseline are followed. A scenario that moves nothing has differences of exactly 0, and ratios of
//! exactly 1.

mod cell;
mod prepared;
mod ratios;

pub(crate) use cell::CellExposures;
pub(crate) use prepared::Exposures;
pub(crate) use ratios::Ratios;
