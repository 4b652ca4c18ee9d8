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
    Ambition::reach(Indicator::ADULT_SMOKING, percent(value))
}

/// London from 2015 to a year.
pub(crate) fn london(until: i32) -> ProjectionBuilder {
    Projection::builder(&ReferenceData::embedded()).years(Year::START..=year(until))
}

/// The measures that add up over people: all but shares, rates, values of a place and what is told beyond the baseline alone.
pub(crate) fn additive() -> Vec<Measure> {
    let adds_up = |measure: &Measure| {
        let is_sum = !matches!(
            *measure,
            Measure::ABSENCE_DAYS_PER_WORKER
                | Measure::EXTRA_QUITS_NEEDED
                | Measure::HEALTHY_LIFE_EXPECTANCY
                | Measure::LIFE_EXPECTANCY
                | Measure::NHS_COST_OF_ADDED_YEARS
                | Measure::SMI_LIFE_EXPECTANCY_GAP
                | Measure::SMI_LIFE_EXPECTANCY_GAP_GP_REGISTERS
                | Measure::SOCIAL_CARE_COST_OF_ADDED_YEARS
        );
        is_sum && !["share", "per 100,000"].contains(&measure.unit())
    };
    Measure::ALL.iter().copied().filter(adds_up).collect()
}

/// The measures that are shares of people.
pub(crate) fn shares() -> Vec<Measure> {
    Measure::ALL.iter().copied().filter(|measure| measure.unit() == "share").collect()
}

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

/// Whether a measure has a value for a group in a year, in every scenario but frozen, in which nobody quits. Births have no age,
/// nobody under 18 is an adult, work ends at 65, some values are of a place as a whole; flows begin the year after the start.
pub(crate) fn has(group: &Group, measure: Measure, year: Year) -> bool {
    use Measure as M;
    use health_impact::outcomes::Timing;
    let (by_age, young) = (group.ages.is_some(), group.ages == Some(RESULT_BANDS[0]));
    let in_time = measure.timing() == Timing::Stock || year > Year::START;
    let fits = match measure {
        M::Births | M::LifeExpectancy | M::HealthyLifeExpectancy => !by_age,
        M::MortalityCancerUnder75 | M::MortalityCardiovascularUnder75 | M::MortalityRespiratoryUnder75 => {
            !by_age && group.sex.is_none()
        }
        M::AlcoholAdmissions => !by_age && group.sex.is_none() && group.quintile.is_none(),
        M::SmiLifeExpectancyGap | M::SmiLifeExpectancyGapGpRegisters => {
            !by_age && group.area.is_none() && group.quintile.is_none()
        }
        M::MortalityCancerCityStandard
        | M::MortalityCardiovascularCityStandard
        | M::MortalityRespiratoryCityStandard
        | M::SmokingRoutineManual
        | M::SmokingGapRoutineManual => *group == Group::everybody(),
        M::ChildrenReception
        | M::ObeseReception
        | M::SchoolReadyChildren
        | M::ChildrenYear6
        | M::ObeseYear6
        | M::ExcessWeightYear6
        | M::ChildObesityReception
        | M::ChildObesityYear6
        | M::ChildExcessWeightYear6
        | M::SchoolReady => !by_age || young,
        M::Adults
        | M::Smokers
        | M::ObeseAdults
        | M::ExcessWeightAdults
        | M::Adults19
        | M::ActiveAdults
        | M::InactiveAdults
        | M::DrinkersOver14Units
        | M::SmokingPrevalence
        | M::AdultObesity
        | M::AdultExcessWeight
        | M::PhysicallyActive
        | M::PhysicallyInactive
        | M::AlcoholOver14Units => !young,
        M::WorkerYears | M::AbsenceDays | M::ProductivityValue | M::AbsencePerWorker => {
            group.ages.is_none_or(|band| band.from < 65)
        }
        _ => true,
    };
    in_time && fits
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

/// Asserts that scenarios are the baseline to the last bit, in every measure, group, year and draw; how many numbers were compared.
pub(crate) fn assert_unchanged(run: &Outcomes, scenarios: &[&str]) -> usize {
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
