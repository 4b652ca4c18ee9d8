//! The words of the model, as rows of data: drivers, indicators and measures. Each row stands in the file of its subject; what is
//! common to all of them stands here, and nothing outside goes through them one by one by name.

pub(crate) mod driver;
pub(crate) mod indicator;
pub(crate) mod measure;
pub(crate) mod name;
pub(crate) mod rows;
pub(crate) mod target;
pub(crate) mod value;

pub use driver::{Driver, Effect};
pub use indicator::Indicator;
pub use measure::{Measure, MeasureRow, Timing};
pub use rows::Catalogue;
pub use target::Target;
