//! A general discrete-time multistate cohort model, usable alone.
//!
//! States, and probabilities of moving between them in a cycle; cohorts that start in them; rewards for time spent in
//! states and for transitions. See [`ModelBuilder`] for a first model. Probabilities and rewards may depend on cohort,
//! age, cycle and draw ([`Value`], [`Context`]).
//!
//! [`kernel`] is the part that moves people, for eight draws at once; the model of London runs on the same kernel.

mod cohort;
mod cost_effectiveness;
pub mod kernel;
pub mod lanes;
mod model;
mod names;
mod rewards;
mod run;
mod structure;
pub mod survival;
mod trace;
mod value;

pub use cohort::Cohort;
pub use cost_effectiveness::{Standing, Strategy, cost_effectiveness};
pub use model::{Model, ModelBuilder};
pub use rewards::{EventTime, Reward, WithinCycle};
pub use structure::Structure;
pub use trace::Run;
pub use value::{Context, Value};
