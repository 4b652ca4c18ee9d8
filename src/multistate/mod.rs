//! A general discrete-time multistate cohort model, usable alone.
//!
//! States, and probabilities of moving between them in a cycle; cohorts that start in them; rewards for time spent in
//! states and for transitions. See [`ModelBuilder`] for a first model. Probabilities and rewards may depend on cohort,
//! age, cycle and draw ([`Value`], [`Context`]). A model may instead be by [rates](ModelBuilder::rate) in continuous time.
//! What one model gives can drive another of the same cohorts ([`Trace`]): an exposure drives a disease, and both a life
//! table.
//!
//! [`kernel`] is the part that moves people, for eight draws at once; the model of London runs on the same kernel.

mod cohort;
pub mod kernel;
pub mod lanes;
mod model;
mod names;
mod prepare;
pub(crate) mod rates;
mod rewards;
mod run;
mod structure;
pub mod survival;
mod trace;
mod value;

pub use cohort::Cohort;
pub use model::{Model, ModelBuilder};
pub use rates::transition_probabilities;
pub use rewards::{EventTime, Reward, WithinCycle};
pub use structure::Structure;
pub use trace::{Run, Trace};
pub use value::{Context, Value};
