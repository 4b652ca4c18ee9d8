//! London with 13% adult smoking as the one ambition, beside the baseline and frozen smoking.

use health_impact::data::ReferenceData;
use health_impact::projection::{Projection, ProjectionBuilder};
use health_impact::scenario::{Ambition, Scenario};
use health_impact::units::Year;

pub(crate) const MET: &str = "smoking to 13%";

/// Baseline and frozen smoking from 2015 to `last`.
pub(crate) fn builder(data: &ReferenceData, last: i32, draws: usize) -> ProjectionBuilder {
    let last = Year::new(last).expect("a year");
    Projection::builder(data).years(Year::START..=last).draws(draws).seed(2015)
}

/// The same with the ambition, its deadline 2020, or `last` if that comes before.
pub(crate) fn projection(data: &ReferenceData, last: i32, draws: usize) -> Projection {
    let ambition = Ambition::built_in(data, "4a").expect("the built-in ambition").remove(0);
    let deadline = ambition.deadline.min(Year::new(last).expect("a year"));
    let scenario = Scenario::new(MET).with(ambition.by(deadline));
    builder(data, last, draws).scenario(scenario).build().expect("the built-in case")
}
