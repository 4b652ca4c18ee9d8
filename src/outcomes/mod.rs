//! What comes out of a run: summaries over draws.

mod ambitions;
mod change;
pub(crate) mod display;
#[cfg(test)]
pub(crate) mod fixture;
mod group;
mod inequality;
#[cfg(test)]
mod inequality_tests;
mod interval;
pub(crate) mod layout;
mod mc_error;
mod quantity;
mod required_effort;
mod results;
pub(crate) mod run;
mod selection;
mod series;
mod source;
pub(crate) mod store;
#[cfg(test)]
mod tests;
mod tornado;

pub use crate::catalogue::{Catalogue, Measure, MeasureRow, Timing};
pub use ambitions::AmbitionRow;
pub use inequality::{InequalityOf, InequalityRow, Stratifier};
pub use interval::{ProbabilityEstimate, Summary, quantile, spearman};
pub use quantity::{Averted, Quantity};
pub use required_effort::RequiredEffort;
pub use results::ResultRow;
pub use run::Outcomes;
pub use selection::{Detail, Selection};
pub use series::Kind;
pub use tornado::SensitivityRow;
