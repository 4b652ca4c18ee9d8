//! What a program usually needs: `use health_impact::prelude::*`.

pub use crate::catalogue::{Driver, Effect, Indicator, Measure, Target};
pub use crate::component::{Delay, Group};
pub use crate::data::{ReferenceData, Table, TableName};
pub use crate::error::Error;
pub use crate::estimate::Estimate;
pub use crate::indicator::PublishedSeries;
pub use crate::outcomes::{Outcomes, Quantity, Selection};
pub use crate::population::stratum::{Quintile, Sex};
pub use crate::projection::{Progress, Projection, Settings};
pub use crate::run_folder::{RunFolder, Shard};
pub use crate::sampling::Sampling;
pub use crate::scenario::{Ambition, DeliveryCost, Intervention, Payer, Scenario, Trajectory};
pub use crate::units::{Age, Probability, Proportion, Rate, Year};
