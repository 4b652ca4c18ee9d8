//! Short runs of London that several files of tests share.

#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use health_impact::data::ReferenceData;
use health_impact::outcomes::{Group, Measure, Outcomes, Quantity};
use health_impact::population::stratum::{Quintile, RESULT_BANDS, Sex};
use health_impact::projection::{Projection, ProjectionBuilder};
use health_impact::scenario::{Ambition, Indicator};
use health_impact::units::{Proportion, Year};

pub(crate) fn year(year: i32) -> Year {
    Year::new(year).unwrap()
}

pub(crate) fn percent(value: f64) -> Proportion {
    Proportion::percent(value).unwrap()
}

/// Adult smoking at so many percent by 2020.
pub(crate) fn smoking_at(value: f64) -> Ambition {
    Ambition::reach(Indicator::AdultSmoking, percent(value))
}

/// London from 2015 to a year.
pub(crate) fn london(until: i32) -> ProjectionBuilder {
    Projection::builder(&ReferenceData::embedded()).years(Year::START..=year(until))
}

/// The measures that add up over people.
pub(crate) const ADDITIVE: [Measure; 20] = [
    Measure::Population,
    Measure::Adults,
    Measure::Smokers,
    Measure::Births,
    Measure::Deaths,
    Measure::DeathsCancer,
    Measure::DeathsCardiovascular,
    Measure::DeathsRespiratory,
    Measure::DeathsLungCancer,
    Measure::DeathsIschaemicHeartDisease,
    Measure::DeathsStroke,
    Measure::DeathsCopd,
    Measure::DeathsSmokingAttributable,
    Measure::LifeYears,
    Measure::Qalys,
    Measure::Quits,
    Measure::LifeYearsDiscounted1_5,
    Measure::LifeYearsDiscounted3_5,
    Measure::QalysDiscounted1_5,
    Measure::QalysDiscounted3_5,
];

pub(crate) fn sexes() -> Vec<Group> {
    Sex::ALL.map(|sex| Group::everybody().of_sex(sex)).to_vec()
}

pub(crate) fn quintiles() -> Vec<Group> {
    Quintile::ALL.map(|quintile| Group::everybody().in_quintile(quintile)).to_vec()
}

pub(crate) fn bands() -> Vec<Group> {
    RESULT_BANDS.map(|band| Group::everybody().aged(band)).to_vec()
}

pub(crate) fn boroughs(run: &Outcomes) -> Vec<Group> {
    run.areas().iter().map(Group::area).collect()
}

/// Everybody, and everybody by sex, age band, quintile, the first two together, sex and quintile, and area.
pub(crate) fn everyone(run: &Outcomes) -> Vec<Group> {
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

/// Whether a measure has a value for a group in a year: births have no age, nobody under 18 is an adult, flows begin the
/// year after the start.
pub(crate) fn has(group: &Group, measure: Measure, year: Year) -> bool {
    use health_impact::outcomes::Timing;
    let young = group.ages == Some(RESULT_BANDS[0]);
    let by_age = group.ages.is_some();
    let in_time = measure.timing() == Timing::Stock || year > Year::START;
    in_time
        && match measure {
            Measure::Births | Measure::LifeExpectancy => !by_age,
            Measure::Adults | Measure::Smokers | Measure::SmokingPrevalence => !young,
            _ => true,
        }
}

/// The draws of a level.
pub(crate) fn level(run: &Outcomes, scenario: &str, measure: Measure, group: &Group, year: Year) -> Vec<f64> {
    run.draws_of(&Quantity::level(scenario, measure, year).among(group.clone())).unwrap()
}

/// The draws of scenario less baseline.
pub(crate) fn difference(run: &Outcomes, scenario: &str, measure: Measure, group: &Group, year: Year) -> Vec<f64> {
    run.draws_of(&Quantity::difference(scenario, measure, year).among(group.clone())).unwrap()
}

/// The years of a run, start and last included.
pub(crate) fn years(run: &Outcomes) -> Vec<Year> {
    (run.start().get()..=run.last().unwrap().get()).map(year).collect()
}
