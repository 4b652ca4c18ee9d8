//! London with 13% adult smoking as the one ambition, beside the baseline and frozen smoking.

use health_impact::data::ReferenceData;
use health_impact::projection::Projection;
use health_impact::scenario::{Ambition, Scenario};
use health_impact::units::Year;

pub(crate) const MET: &str = "smoking to 13%";

/// From 2015 to `last`; the ambition's deadline is 2020, or `last` if that comes before.
pub(crate) fn projection(data: &ReferenceData, last: i32, draws: usize) -> Projection {
    let last = Year::new(last).expect("a year");
    let ambition = Ambition::adult_smoking(data).expect("the built-in ambition");
    let deadline = ambition.deadline.min(last);
    Projection::builder(data)
        .years(Year::START..=last)
        .scenario(Scenario::new(MET).with(ambition.by(deadline)))
        .draws(draws)
        .seed(2015)
        .build()
        .expect("the built-in case")
}
