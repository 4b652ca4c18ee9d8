//! What a program usually needs: `use health_impact::prelude::*`. Everything here has one path beside it, that of its module.

#[doc(no_inline)]
pub use crate::Error;
pub use crate::data::{ReferenceData, Table, TableName};
pub use crate::estimate::Estimate;
pub use crate::indicator::PublishedSeries;
pub use crate::outcomes::{Measure, Outcomes, Quantity, Selection};
pub use crate::population::{AgeBand, Quintile, Sex};
pub use crate::projection::{Progress, Projection, Settings};
pub use crate::run_folder::{RunFolder, Shard};
pub use crate::sampling::Sampling;
pub use crate::scenario::{
    Ambition, DeliveryCost, Driver, Effect, Group, Indicator, Intervention, Payer, Scenario, Target, Trajectory,
};
pub use crate::units::{Age, Probability, Proportion, Rate, Year};
