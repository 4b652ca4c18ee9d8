//! What a program usually needs: `use health_impact::prelude::*`.

pub use crate::data::{ReferenceData, Table, TableName};
pub use crate::error::Error;
pub use crate::estimate::Estimate;
pub use crate::exposure::levels::delay::Delay;
pub use crate::outcomes::{Group, Measure, Outcomes, Quantity, Selection};
pub use crate::population::stratum::{Quintile, Sex};
pub use crate::projection::{Progress, Projection, Settings};
pub use crate::run_folder::{Part, RunFolder};
pub use crate::sampling::Sampling;
pub use crate::scenario::{
    Ambition, Among, DeliveryCost, Indicator, Lever, LeverKind, Payer, Scenario, Target, Trajectory,
};
pub use crate::units::{Age, Probability, Proportion, Rate, Year};
