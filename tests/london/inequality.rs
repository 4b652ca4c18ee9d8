//! Inequality of London's outcomes over quintiles and boroughs.

// Helpers outside a #[test] are tests all the same.
#![allow(clippy::unwrap_used, clippy::panic)]

use health_impact::data::ReferenceData;
use health_impact::inequality::{Index, areas_by_deprivation};
use health_impact::outcomes::{InequalityOf, Measure, Outcomes, Stratifier};
use health_impact::scenario::Scenario;
use support::london::{london, smoking_at, year};

const MET: &str = "13%";

fn run() -> Outcomes {
    let scenario = Scenario::new(MET).with(smoking_at(13.0).by(year(2020)));
    london(2021).draws(8).scenario(scenario).build().unwrap().run().unwrap()
}

/// London's slope of life expectancy is above 0 and below that of England's men by tenths, 9.2 years in 2013-15 (slope through life tables
/// by tenth from deaths and people of the Office for National Statistics, 73.98 in the most to 83.13 in the least deprived tenth):
/// quintiles of both sexes in a city of less deprived extremes. Smoking is the higher the more deprived, by
/// a ratio of the order of that between the highest and lowest fifth of income, 0.10 to 0.29 (`smoking_income_fifth.csv`), from which half of
/// its gradient comes.
#[test]
fn levels_have_the_known_gradients() {
    let run = run();
    let level = |measure, index| run.inequality(&InequalityOf::level("baseline", measure, year(2015), index)).unwrap();
    let years = level(Measure::LIFE_EXPECTANCY, Index::Slope);
    assert!(years.mean > 3.0 && years.mean < 9.2, "{years:?}");
    let smoking = level(Measure::SMOKING_PREVALENCE, Index::Ratio);
    assert!(smoking.lower_95 > 0.25 && smoking.upper_95 < 0.6, "{smoking:?}");
    assert!(level(Measure::SMOKING_PREVALENCE, Index::Slope).upper_95 < 0.0);
    assert!(level(Measure::SMOKING_PREVALENCE, Index::Concentration).upper_95 < 0.0);
    // Areas are mixtures of quintiles: their gradient is smaller and points the same way.
    let order = Stratifier::Areas(areas_by_deprivation(&ReferenceData::embedded()).unwrap());
    for measure in [Measure::LIFE_EXPECTANCY, Measure::SMOKING_PREVALENCE] {
        let slope = InequalityOf::level("baseline", measure, year(2015), Index::Slope).between(order.clone());
        let (areas, quintiles) = (run.inequality(&slope).unwrap().mean, level(measure, Index::Slope).mean);
        assert!(areas / quintiles > 0.2 && areas / quintiles < 1.0, "{measure}: {areas} {quintiles}");
    }
}

/// More smokers in the most deprived quintile, more who quit at one factor for all: it gains most life expectancy.
#[test]
fn the_most_deprived_gain_most_where_more_smoke() {
    let run = run();
    let gain = |measure| {
        let of = InequalityOf::difference(MET, measure, year(2021), Index::Slope).against("frozen");
        run.inequality(&of).unwrap()
    };
    assert!(gain(Measure::LIFE_EXPECTANCY).upper_95 < 0.0);
    assert!(gain(Measure::QALYS).upper_95 < 0.0);
    // Fewer deaths and fewer smokers are below 0, and furthest below among the most deprived.
    assert!(gain(Measure::DEATHS).lower_95 > 0.0);
    assert!(gain(Measure::SMOKING_PREVALENCE).lower_95 > 0.0);
}
