//! What comes out of a run: summaries over draws.

mod interval;

pub use interval::{Chance, Summary, quantile, spearman};
