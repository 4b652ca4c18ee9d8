//! What comes out of a run: summaries over draws.

mod interval;
pub(crate) mod layout;
mod measure;
pub(crate) mod run;
pub(crate) mod store;

pub use interval::{Chance, Summary, quantile, spearman};
pub use measure::{Measure, Timing};
pub use run::Outcomes;
