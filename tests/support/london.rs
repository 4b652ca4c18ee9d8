//! Short runs of London, the groups of their people, and the draws of a number.

use crate::measures::has;
use health_impact::data::ReferenceData;
use health_impact::outcomes::{Measure, Outcomes, Quantity};
use health_impact::population::{Quintile, RESULT_BANDS, Sex};
use health_impact::projection::{Projection, ProjectionBuilder};
use health_impact::scenario::Group;
use health_impact::scenario::{Ambition, Indicator};
use health_impact::units::{Proportion, Year};

/// A year that is one.
pub fn year(year: i32) -> Year {
    Year::new(year).unwrap()
}

/// A share that is one.
pub fn percent(value: f64) -> Proportion {
    Proportion::percent(value).unwrap()
}

/// Adult smoking at so many percent by 2020.
pub fn smoking_at(value: f64) -> Ambition {
    Ambition::reach(Indicator::ADULT_SMOKING, percent(value))
}

/// London from 2015 to a year.
pub fn london(until: i32) -> ProjectionBuilder {
    Projection::builder(&ReferenceData::embedded()).years(Year::START..=year(until))
}

/// Everybody by sex.
pub fn sexes() -> Vec<Group> {
    Sex::ALL.map(|sex| Group::everybody().of_sex(sex)).to_vec()
}

/// Everybody by quintile.
pub fn quintiles() -> Vec<Group> {
    Quintile::ALL.map(|quintile| Group::everybody().in_quintile(quintile)).to_vec()
}

/// Everybody by age band of the results.
pub fn bands() -> Vec<Group> {
    RESULT_BANDS.map(|band| Group::everybody().aged(band)).to_vec()
}

/// Everybody by area.
pub fn boroughs(run: &Outcomes) -> Vec<Group> {
    run.areas().into_iter().map(Group::area).collect()
}

/// Everybody, and everybody by sex, age band, quintile, the first two together, sex and quintile, and area.
pub fn everyone(run: &Outcomes) -> Vec<Group> {
    let mut all = vec![Group::everybody()];
    all.extend(sexes());
    all.extend(bands());
    all.extend(quintiles());
    for sex in Sex::ALL {
        all.extend(bands().into_iter().map(|group| group.of_sex(sex)));
        all.extend(quintiles().into_iter().map(|group| group.of_sex(sex)));
    }
    all.extend(boroughs(run));
    all
}

/// The draws of a level.
pub fn level(run: &Outcomes, scenario: &str, measure: Measure, group: &Group, year: Year) -> Vec<f64> {
    run.draws_of(&Quantity::level(scenario, measure, year).group(group.clone())).unwrap()
}

/// The draws of scenario less baseline.
pub fn difference(run: &Outcomes, scenario: &str, measure: Measure, group: &Group, year: Year) -> Vec<f64> {
    run.draws_of(&Quantity::difference(scenario, measure, year).group(group.clone())).unwrap()
}

/// The years of a run, start and last included.
pub fn years(run: &Outcomes) -> Vec<Year> {
    (run.start().get()..=run.last().unwrap().get()).map(year).collect()
}

/// Asserts that scenarios are the baseline to the last bit, in every measure, group, year and draw; how many numbers were compared.
pub fn assert_unchanged(run: &Outcomes, scenarios: &[&str]) -> usize {
    let groups = everyone(run);
    let mut compared = 0;
    for scenario in scenarios {
        for group in &groups {
            for &measure in Measure::ALL.iter().filter(|measure| **measure != Measure::EXTRA_QUITS_NEEDED) {
                for when in years(run).into_iter().filter(|&when| has(group, measure, when)) {
                    for change in difference(run, scenario, measure, group, when) {
                        assert_eq!(change.to_bits(), 0.0_f64.to_bits(), "{measure} of {scenario} in {when}: {group:?}");
                        compared += 1;
                    }
                }
            }
        }
    }
    compared
}
