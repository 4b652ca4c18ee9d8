//! The hot loop: the people of one area and quintile through the years, in every scenario at once, eight draws side
//! by side.
//!
//! What scenarios share (hazards, survival) is worked out once from the baseline's own people; each scenario then
//! runs the same code with its own factors, so that a scenario that changes nothing gives the baseline's bits. Only where a
//! scenario's risks differ from the baseline's does it get hazards of its own.

pub(crate) mod cell;
mod mid_year;
mod passing;
pub(crate) mod run;
pub(crate) mod scratch;
mod transition;
