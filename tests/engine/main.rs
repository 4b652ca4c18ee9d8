//! The general engine and what is decided with it: closed forms, and what holds for any model.

mod closed_form;
mod decisions;
mod multistate_properties;
mod multistate_rates;
