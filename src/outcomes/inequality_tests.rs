//! Inequality of a made-up run, held against plain sums of its draws.

use super::fixture::{DRAWS, naive, outcomes, with_draws};
use super::layout::Margin;
use super::store::Store;
use super::*;
use crate::inequality::{Index, RankedGroups, Scale, slope_index};
use crate::units::Year;

fn year(value: i32) -> Year {
    Year::new(value).unwrap()
}

/// Of one quintile in one draw.
fn of(quintile: u8, measure: Measure, scenario: usize, year: usize, draw: usize) -> f64 {
    naive(|cell, _, _| cell.quintile.get() == quintile, measure, scenario, year, draw)
}

fn quintiles(value: impl Fn(u8) -> f64) -> Vec<f64> {
    (1..=5).map(value).collect()
}

#[test]
fn an_index_is_formed_within_each_draw() {
    let run = outcomes();
    let wanted = InequalityOf::level("frozen", Measure::DEATHS, year(2020), Index::Ratio);
    let draws = run.inequality_draws(&wanted).unwrap();
    for (draw, value) in draws.iter().enumerate() {
        let rate = |quintile| of(quintile, Measure::DEATHS, 1, 5, draw) / of(quintile, Measure::LIFE_YEARS, 1, 5, draw);
        assert!((value - rate(5) / rate(1)).abs() < 1e-12);
    }
    assert_eq!(run.inequality(&wanted).unwrap(), Summary::of(&draws, run.sampling()).unwrap());

    let wanted =
        InequalityOf::cumulative("smoking to 13%", Measure::DEATHS, year(2018), Index::Slope).against("frozen");
    for (draw, value) in run.inequality_draws(&wanted).unwrap().iter().enumerate() {
        let ranks = RankedGroups::new(&quintiles(|q| of(q, Measure::POPULATION, 0, 0, draw))).unwrap();
        let gains = quintiles(|quintile| {
            let sum = |measure, scenario| (1..=3).map(|year| of(quintile, measure, scenario, year, draw)).sum::<f64>();
            (sum(Measure::DEATHS, 2) - sum(Measure::DEATHS, 1)) / sum(Measure::LIFE_YEARS, 1)
        });
        assert!((value - slope_index(&ranks, &gains, Scale::Linear).unwrap().slope).abs() < 1e-12);
    }
}

#[test]
fn shares_and_expectancies_are_taken_as_they_are() {
    let run = outcomes();
    let gap =
        |measure| run.inequality_draws(&InequalityOf::level("baseline", measure, year(2019), Index::Gap)).unwrap();
    let share = |q, draw| of(q, Measure::SMOKERS, 0, 4, draw) / of(q, Measure::ADULTS, 0, 4, draw);
    for (draw, value) in gap(Measure::SMOKING_PREVALENCE).iter().enumerate() {
        assert!((value - (share(5, draw) - share(1, draw))).abs() < 1e-12);
    }
    // The indices of the quintiles follow one another by a tenth of a year.
    assert!(gap(Measure::LIFE_EXPECTANCY).iter().all(|years| (years - 0.4).abs() < 1e-12));
    assert_eq!(gap(Measure::LIFE_EXPECTANCY).len(), DRAWS);
}

#[test]
fn areas_have_the_order_they_are_given() {
    let run = outcomes();
    let order = |names: [&str; 3]| Stratifier::Areas(names.map(str::to_owned).to_vec());
    let gap = |over: Stratifier| {
        let wanted = InequalityOf::level("baseline", Measure::LIFE_EXPECTANCY, year(2020), Index::Gap).between(over);
        run.inequality(&wanted).unwrap().mean
    };
    assert!((gap(order(["Hackney", "Lewisham", "Camden"])) - 0.2).abs() < 1e-12);
    assert!((gap(order(["Camden", "Lewisham", "Hackney"])) + 0.2).abs() < 1e-12);
}

#[test]
fn a_scenario_that_changes_nothing_has_no_slope() {
    let run = outcomes();
    for measure in [Measure::DEATHS, Measure::QALYS, Measure::LIFE_EXPECTANCY, Measure::SMOKING_PREVALENCE] {
        let wanted = InequalityOf::difference("nothing, done", measure, year(2020), Index::Slope);
        assert!(run.inequality_draws(&wanted).unwrap().iter().all(|slope| slope.to_bits() == 0), "{measure}");
    }
}

/// Every person-year lived brings a quarter of a year more, while the quintiles grow at very different rates.
#[test]
fn a_benefit_alike_for_all_is_no_inequality_however_groups_grow() {
    let mut run = with_draws(3);
    let layout = run.layout.clone();
    let people = |quintile: usize, year: usize| 64.0 * (1 + quintile) as f64 * libm::exp2((quintile * year) as f64);
    let mut row = vec![1.0; layout.len()];
    for (scenario, year) in (0..layout.scenarios).flat_map(|s| (0..layout.years).map(move |y| (s, y))) {
        for (sex, quintile) in (0..2).flat_map(|sex| (0..5).map(move |quintile| (sex, quintile))) {
            let margin = Margin::SexQuintile { sex, quintile };
            let more = if scenario == 2 { 1.25 } else { 1.0 };
            for (measure, value) in
                [(Measure::POPULATION, 1.0), (Measure::LIFE_YEARS, more), (Measure::QALYS, more - 0.5)]
            {
                let at = layout.at(margin, run.catalogue.measure_index(measure).unwrap(), scenario, year);
                row[at] = value * people(quintile, year);
            }
        }
    }
    run.store = Store::in_memory(layout.len(), 3);
    run.store.fill(&|number, _| row[number]);
    let slope = |of: InequalityOf| run.inequality_draws(&of).unwrap()[0];
    for measure in [Measure::LIFE_YEARS, Measure::QALYS] {
        for at in [2016, 2019, 2021] {
            let (in_year, in_all) = (InequalityOf::difference, InequalityOf::cumulative);
            assert_eq!(slope(in_year("smoking to 13%", measure, year(at), Index::Slope)).to_bits(), 0);
            assert_eq!(slope(in_all("smoking to 13%", measure, year(at), Index::Slope)).to_bits(), 0);
            assert!(slope(in_all("smoking to 13%", measure, year(at), Index::Gini)).abs() < f64::MIN_POSITIVE);
        }
    }
    // Discounting is of numerator and denominator alike; its weights round.
    for measure in [Measure::LIFE_YEARS_DISCOUNTED_1_5, Measure::QALYS_DISCOUNTED_3_5] {
        let of = InequalityOf::cumulative("smoking to 13%", measure, year(2021), Index::Slope);
        assert!(slope(of).abs() < 1e-14);
    }
    // By the heads of the year itself, the faster a group grew the less it would seem to gain.
    let ranks = RankedGroups::new(&quintiles(|q| people(usize::from(q) - 1, 0))).unwrap();
    let wrong = quintiles(|q| {
        let people = |year| people(usize::from(q) - 1, year);
        0.25 * (1..=6).map(people).sum::<f64>() / people(6)
    });
    assert!(slope_index(&ranks, &wrong, Scale::Linear).unwrap().slope < -0.5);
}

#[test]
fn what_has_no_value_is_refused() {
    let run = outcomes();
    let message = |of: InequalityOf| run.inequality(&of).unwrap_err().to_string();
    let level = |measure, at| InequalityOf::level("baseline", measure, year(at), Index::Slope);
    assert_eq!(
        message(InequalityOf::difference("nothing, done", Measure::DEATHS, year(2020), Index::Ratio)),
        "ratio of deaths of nothing, done against baseline, 2020, by quintiles has no value in draw 0: value of group 1 0 \
         must be above 0 for a ratio"
    );
    assert_eq!(
        message(level(Measure::LIFE_YEARS, 2020)),
        "slope_index of life_years of baseline, 2020, by quintiles: life_years per head is 1 in every group by definition"
    );
    assert!(message(level(Measure::POPULATION, 2020)).ends_with("by definition"));
    assert!(message(level(Measure::LIFE_YEARS_DISCOUNTED_3_5, 2020)).ends_with("by definition"));
    assert!(message(level(Measure::DEATHS, 2015)).contains("flows begin the year after the start"));
    assert_eq!(message(level(Measure::DEATHS, 2041)), "year 2041 must lie in 2015 to 2021, the years run");
    let stock = InequalityOf::cumulative("smoking to 13%", Measure::SMOKING_PREVALENCE, year(2020), Index::Slope);
    assert!(message(stock.clone()).contains("stocks have no running sum"));
    assert!(message(stock.against("frosen")).contains("did you mean \"frozen\"?"));
    assert!(message(InequalityOf { kind: Kind::Difference, ..level(Measure::DEATHS, 2020) }).contains("need one"));
    let over = |names: &[&str]| {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        message(level(Measure::DEATHS, 2020).between(Stratifier::Areas(names)))
    };
    assert_eq!(
        over(&["Camden", "Hackney"]),
        "number of areas in the order of deprivation 2 must be 3, so that each has its rank"
    );
    assert_eq!(over(&["Camden", "Camden"]), "area \"Camden\" is given twice and may be given once");
    assert_eq!(over(&["Hackny"]), "unknown area \"Hackny\": did you mean \"Hackney\"?");
    let steep = InequalityOf { index: Index::Atkinson { epsilon: -1.0 }, ..level(Measure::DEATHS, 2020) };
    assert!(message(steep).contains("aversion to relative inequality -1 must be 0 or more"));
}

#[test]
fn the_table_has_levels_and_gains_of_the_headline_measures() {
    let run = outcomes();
    let rows = run.inequalities(&Stratifier::Quintiles).unwrap();
    // Two years. Levels of four scenarios and two measures by seven indices; gains of two scenarios against two comparators by two
    // indices: in the year of five measures, since the start of the three flows.
    assert_eq!(rows.len(), 2 * (4 * 2 * 7 + 2 * 2 * 2 * (5 + 3)));
    for row in &rows {
        let mut wanted = InequalityOf::level(row.scenario, row.measure, row.year, row.index);
        (wanted.kind, wanted.comparator) = (row.kind, row.comparator.map(str::to_owned));
        assert_eq!(row.summary, run.inequality(&wanted).ok());
        assert_eq!((row.stratifier, row.area), ("quintiles", "London"));
    }
    assert!(rows.iter().all(|row| row.summary.is_some()));
    let unit =
        |measure, index| rows.iter().find(|row| (row.measure, row.index) == (measure, index)).unwrap().unit.clone();
    assert_eq!(unit(Measure::DEATHS, Index::Slope), "deaths per person-year");
    assert_eq!(unit(Measure::LIFE_EXPECTANCY, Index::Gap), "years");
    assert_eq!(unit(Measure::SMOKING_PREVALENCE, Index::Ratio), "ratio");
    assert_eq!(unit(Measure::LIFE_EXPECTANCY, Index::Gini), "index");
}
