//! Reading a made-up run, held against plain sums of its draws.

use super::fixture::{DRAWS, cells, naive, outcomes, with_draws};
use super::*;
use crate::component::Group;
use crate::data::Area;
use crate::data::{ReferenceData, TableName};
use crate::outcomes::group::Who;
use crate::outcomes::selection::SelectionPlan;
use crate::outcomes::series::{Line, Series};
use crate::population::demography::Cell;
use crate::population::stratum::{Quintile, RESULT_BANDS, Sex};
use crate::subjects::measure_at;
use crate::units::Year;

fn year(value: i32) -> Year {
    Year::new(value).unwrap()
}

fn close(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * other.abs().max(1e-9)
}

#[test]
fn every_group_is_the_sum_of_its_people() {
    let run = outcomes();
    type Keep = fn(&Cell, usize, usize) -> bool;
    let hackney = Group::area("Hackney");
    let poorest = Quintile::new(1).unwrap();
    let cases: [(Group, Keep); 8] = [
        (Group::everybody(), |_, _, _| true),
        (Group::area("London").of_sex(Sex::Female), |_, sex, _| sex == 1),
        (Group::everybody().aged(RESULT_BANDS[3]), |_, _, band| band == 3),
        (Group::everybody().aged(RESULT_BANDS[8]).of_sex(Sex::Male), |_, sex, band| sex == 0 && band == 8),
        (Group::everybody().in_quintile(poorest), |cell, _, _| cell.quintile.get() == 1),
        (Group::everybody().in_quintile(poorest).of_sex(Sex::Male), |cell, sex, _| {
            cell.quintile.get() == 1 && sex == 0
        }),
        (hackney.clone(), |cell, _, _| cell.area == 0),
        (hackney.in_quintile(poorest), |cell, _, _| cell.area == 0 && cell.quintile.get() == 1),
    ];
    for (group, keep) in cases {
        for measure in [Measure::DEATHS, Measure::ADULTS] {
            let draws = run.draws_of(&Quantity::level("frozen", measure, year(2020)).group(group.clone())).unwrap();
            for (draw, value) in draws.iter().enumerate() {
                assert!(close(*value, naive(keep, measure, 1, 5, draw)), "{measure} of {group:?}");
            }
        }
        let shares = Quantity::level("baseline", Measure::SMOKING_PREVALENCE, year(2021)).group(group);
        let share = run.draws_of(&shares).unwrap()[7];
        let sum = |measure| naive(keep, measure, 0, 6, 7);
        assert!(close(share, sum(Measure::SMOKERS) / sum(Measure::ADULTS)));
    }
}

#[test]
fn areas_and_bands_add_up_to_everybody() {
    let run = outcomes();
    let deaths = |who: &[Who]| Series::load(run, who, Measure::DEATHS).unwrap().unwrap();
    let all = deaths(&[Who::All]);
    let areas: Vec<Who> = (0..3).map(Who::Area).collect();
    let bands: Vec<Who> = (0..RESULT_BANDS.len()).map(Who::Band).collect();
    for parts in [deaths(&areas), deaths(&bands)] {
        for (scenario, year) in [(0, 1), (1, 6), (2, 3)] {
            let (part, all) = (parts.level(scenario, year).unwrap(), all.level(scenario, year).unwrap());
            assert!(part.iter().zip(all).all(|(part, all)| close(*part, *all)));
        }
    }
}

#[test]
fn cumulative_is_the_running_sum_within_each_draw() {
    let run = outcomes();
    let sums =
        run.draws_of(&Quantity::averted("smoking to 13%", Measure::QALYS, year(2019)).against("frozen")).unwrap();
    let mut plain = vec![0.0; DRAWS];
    for at in 2016..=2019 {
        let step =
            run.draws_of(&Quantity::difference("smoking to 13%", Measure::QALYS, year(at)).against("frozen")).unwrap();
        plain.iter_mut().zip(step).for_each(|(sum, x)| *sum -= x);
    }
    assert!(sums.iter().zip(&plain).all(|(sum, plain)| close(*sum, *plain)));
    let averted = run.averted("smoking to 13%", Measure::QALYS).unwrap().against("frozen").unwrap();
    assert_eq!(averted.cumulative(year(2019)).unwrap(), Summary::of(&sums, run.sampling()).unwrap());
    assert_eq!(averted.cumulative_draws(year(2019)).unwrap(), sums);
}

#[test]
fn what_is_averted_outlives_the_run_and_reads_as_text() {
    let averted = with_draws(40).averted("smoking to 13%", Measure::DEATHS).unwrap();
    let text = averted.cumulative(year(2021)).unwrap().to_string();
    assert!(text.contains(" (95% interval ") && text.ends_with(')'), "{text}");
    let by_area = outcomes().averted_by_area("smoking to 13%", Measure::DEATHS, "frozen", year(2021)).unwrap();
    let all = outcomes().averted("smoking to 13%", Measure::DEATHS).unwrap().against("frozen").unwrap();
    let sum: f64 = by_area.iter().map(|(_, summary)| summary.mean).sum();
    assert!(close(sum, all.cumulative(year(2021)).unwrap().mean));
    assert_eq!(by_area[2].0, "Camden");
    assert!(sum > 0.0 && all.in_year(year(2021)).unwrap().mean > 0.0);
}

#[test]
fn doing_nothing_changes_exactly_nothing() {
    let run = outcomes();
    let rows = run.table(&Selection::full().scenario("nothing, done").kind(Kind::Difference).kind(Kind::Cumulative));
    let mut seen = 0;
    for row in rows.unwrap().iter().filter(|row| row.comparator == Some("baseline")) {
        let all = [row.summary.mean, row.summary.lower_95, row.summary.upper_95, row.summary.mc_error];
        assert!(all.iter().all(|value| value.to_bits() == 0), "{row:?}");
        seen += 1;
    }
    assert!(seen > 1000);
    let averted = run.averted("nothing, done", Measure::DEATHS).unwrap();
    assert!(averted.cumulative_draws(year(2021)).unwrap().iter().all(|value| value.to_bits() == 0));
}

#[test]
fn flows_begin_after_the_start_and_frozen_has_no_quits() {
    let run = outcomes();
    let rows = run.table(&Selection::full()).unwrap();
    assert!(rows.iter().any(|row| row.year == Year::START && row.measure == Measure::POPULATION));
    assert!(!rows.iter().any(|row| row.year == Year::START && row.measure.row().unwrap().timing() == Timing::Flow));
    let quits = |measure| rows.iter().filter(move |row| row.measure == measure);
    assert!(quits(Measure::QUITS).all(|row| row.scenario != "frozen" && row.comparator != Some("frozen")));
    assert!(quits(Measure::EXTRA_QUITS_NEEDED).count() > 0);
    assert!(
        quits(Measure::EXTRA_QUITS_NEEDED).all(|row| row.kind == Kind::Level && row.comparator == Some("baseline"))
    );
    let extra = run.level("smoking to 13%", Measure::EXTRA_QUITS_NEEDED, &Group::everybody(), year(2018)).unwrap();
    let more = run.summary(&Quantity::difference("smoking to 13%", Measure::QUITS, year(2018))).unwrap();
    assert_eq!(extra, more);
    let error = run.averted("smoking to 13%", Measure::QUITS).unwrap().against("frozen").unwrap();
    assert!(
        error.cumulative(year(2020)).unwrap_err().to_string().starts_with("quits of smoking to 13% against frozen")
    );
}

#[test]
fn discounting_is_from_the_middle_of_the_year() {
    let run = outcomes();
    let of = |measure, at| run.draws_of(&Quantity::level("baseline", measure, year(at))).unwrap()[3];
    for (at, years) in [(2016, 0.5), (2020, 4.5)] {
        let expected = of(Measure::LIFE_YEARS, at) * libm::pow(1.035, -years);
        assert!(close(of(Measure::LIFE_YEARS_DISCOUNTED_3_5, at), expected));
        assert!(of(Measure::QALYS_DISCOUNTED_3_5, at) < of(Measure::QALYS, at));
    }
}

/// Every rate of `discount_rates.csv` has a measure of health and one of costs, so that any row of it can be read from a run.
#[test]
fn every_discount_rate_of_the_table_is_measured() {
    let data = ReferenceData::embedded();
    let table = data.table(TableName::DISCOUNT_RATES);
    let run = outcomes();
    let at = year(2020);
    let of = |measure| run.draws_of(&Quantity::level("baseline", measure, at)).unwrap()[3];
    let measured = |rate: f64, plain: Measure, rates: [(f64, Measure); 2]| {
        let (_, measure) =
            [(0.0, plain)].into_iter().chain(rates).find(|(known, _)| known.total_cmp(&rate).is_eq()).unwrap();
        assert!(close(of(measure), of(plain) * libm::pow(1.0 + rate, -4.5)), "{measure} at {rate}");
    };
    let health = [(0.015, Measure::QALYS_DISCOUNTED_1_5), (0.035, Measure::QALYS_DISCOUNTED_3_5)];
    let costs = [(0.015, Measure::NHS_COST_DISCOUNTED_1_5), (0.035, Measure::NHS_COST_DISCOUNTED_3_5)];
    assert!(table.rows() >= 4);
    for (health_rate, cost_rate) in table.number("health").unwrap().iter().zip(table.number("costs").unwrap()) {
        measured(*health_rate, Measure::QALYS, health);
        measured(*cost_rate, Measure::NHS_COST, costs);
    }
}

#[test]
fn life_expectancy_is_read_from_its_own_margin() {
    let run = outcomes();
    let of = |group: Group| run.level("frozen", Measure::LIFE_EXPECTANCY, &group, year(2015)).unwrap().mean;
    // 80 less 20 x 0.2, one more for women and two for both in the made-up run, a tenth for each further margin.
    assert!(close(of(Group::everybody()), 78.0));
    assert!(close(of(Group::everybody().of_sex(Sex::Female)), 77.0));
    assert!(close(of(Group::everybody().in_quintile(Quintile::new(2).unwrap()).of_sex(Sex::Male)), 76.2));
    assert!(close(of(Group::area("Camden").of_sex(Sex::Male)), 76.8));
    assert!(run.level("frozen", Measure::DEATHS, &Group::area("Camden").of_sex(Sex::Male), year(2016)).is_err());
}

#[test]
fn unknown_names_offer_the_nearest() {
    let run = outcomes();
    let error = run.averted("smoking to 12%", Measure::DEATHS).unwrap_err().to_string();
    assert_eq!(error, "unknown scenario \"smoking to 12%\": did you mean \"smoking to 13%\"?");
    let error = run.table(&Selection::full().area("Lewisam")).unwrap_err().to_string();
    assert_eq!(error, "unknown area \"Lewisam\": did you mean \"Lewisham\"?");
    let error = run.level("baseline", Measure::DEATHS, &Group::everybody(), year(2041)).unwrap_err().to_string();
    assert_eq!(error, "year 2041 must lie in 2015 to 2021, the years run");
    let error = run.averted("smoking to 13%", Measure::POPULATION).unwrap().cumulative(year(2020)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "population of smoking to 13% against baseline has no cumulative value in 2020: a stock, a share or a rate has \
         no running sum"
    );
    let nobody = Group::area("Camden").in_quintile(Quintile::new(5).unwrap());
    let error = run.level("baseline", Measure::DEATHS, &nobody, year(2020)).unwrap_err().to_string();
    assert_eq!(error, "nobody lives in Camden, quintile 5");
}

#[test]
fn rows_are_the_draws_summarised_and_as_many_as_counted() {
    let run = outcomes();
    for selection in [Selection::standard(), Selection::full(), Selection::full().area("Hackney").year(year(2020))] {
        assert_eq!(run.table(&selection).unwrap().len(), run.count_rows(&selection).unwrap());
    }
    let deaths = Selection::standard().measure(Measure::DEATHS).group(Group::area("Lewisham"));
    let rows = run.table(&deaths).unwrap();
    // Four levels, two differences for each of two, the same cumulative and the baseline's.
    assert_eq!(rows.len(), (4 + 4 + 5) * 6);
    for row in rows {
        let mut quantity = Quantity::level(row.scenario, row.measure, row.year).group(Group::area("Lewisham"));
        quantity.kind = row.kind;
        quantity.comparator = row.comparator.map(str::to_owned);
        assert_eq!(row.summary, run.summary(&quantity).unwrap());
    }
    let cells_kept = run.table(&Selection::full().measure(Measure::SMOKERS).kind(Kind::Level)).unwrap();
    let of_cells = cells_kept.iter().filter(|row| row.area != "London" && row.quintile.is_some()).count();
    assert_eq!(of_cells, cells().len() * 4 * 2);
}

#[test]
fn the_standard_detail_keeps_under_its_limit() {
    let mut run = with_draws(1);
    // As large as the built-in case with many scenarios; only the layout is asked for the number of rows.
    run.region.areas = (0..33).map(|area| Area { code: format!("{area}"), name: format!("area {area}") }).collect();
    run.layout.areas = 33;
    run.layout.years = 26;
    run.layout.cell_years = vec![5, 25];
    for (scenarios, thinned) in [(2, false), (3, true), (6, true), (12, true)] {
        run.layout.scenarios = scenarios;
        run.scenarios = (0..scenarios).map(|scenario| format!("scenario {scenario}")).collect();
        let rows = run.count_rows(&Selection::standard()).unwrap();
        assert!(rows <= Detail::LIMIT, "{scenarios} scenarios: {rows}");
        assert!(rows < run.count_rows(&Selection::full()).unwrap());
        let plan = SelectionPlan::new(&run, &Selection::standard()).unwrap();
        assert_eq!(plan.wants(&[Who::Area(0)], 3), !thinned);
        assert!(plan.wants(&[Who::Area(0)], 5) && plan.wants(&[Who::Area(0)], 25) && plan.wants(&[Who::All], 3));
    }
}

#[test]
fn a_line_has_only_the_years_asked_for() {
    let run = outcomes();
    let series = Series::load(run, &[Who::All], Measure::DEATHS).unwrap().unwrap();
    let line = Line { scenario: 2, comparator: Some(0), kind: Kind::Cumulative };
    let some = series.line(line, &|year| year % 3 == 0);
    assert_eq!(some.iter().map(|(year, _)| *year).collect::<Vec<_>>(), [3, 6]);
    let all = series.line(line, &|_| true);
    assert_eq!(all.len(), 6);
    assert_eq!(all[2].1, some[0].1);
}

#[test]
fn a_share_of_nobody_has_no_row() {
    let mut run = with_draws(3);
    let adults = run.layout.cell_at(0, 0, 0, 0);
    let mut all = Vec::new();
    for at in 0..run.layout.len() {
        all.extend_from_slice(run.store.read(at..at + 1).unwrap().column(0));
    }
    all[adults * 3 + 1] = 0.0;
    run.store = store::Store::of_columns(run.layout.len(), 3, &all);
    let shares = Selection::full().measure(Measure::SMOKING_PREVALENCE).area("Hackney").scenario("baseline");
    assert_eq!(run.table(&shares).unwrap().len(), run.count_rows(&shares).unwrap() - 1);
}

#[test]
fn a_draw_that_is_no_number_is_named() {
    let mut run = with_draws(2);
    run.start = year(2014);
    let deaths = measure_at(Measure::DEATHS);
    let at = run.layout.at(layout::Margin::Area(1), deaths, 0, 2);
    let mut all = Vec::new();
    for at in 0..run.layout.len() {
        all.extend_from_slice(run.store.read(at..at + 1).unwrap().column(0));
    }
    all[at * 2] = f64::NAN;
    run.store = store::Store::of_columns(run.layout.len(), 2, &all);
    let error = run.table(&Selection::full().area("Lewisham").measure(Measure::DEATHS)).unwrap_err().to_string();
    assert_eq!(error, "draw of deaths in Lewisham, baseline 2016: NaN must be finite");
}

#[cfg(feature = "parallel")]
#[test]
fn the_number_of_threads_cannot_be_seen() {
    let rows = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let selection = Selection::full().area("London").kind(Kind::Cumulative);
        pool.install(|| format!("{:?}", outcomes().table(&selection).unwrap()))
    };
    assert_eq!(rows(1), rows(3));
}

#[test]
fn draws_in_a_folder_give_the_same_rows() {
    let folder = tempfile::tempdir().unwrap();
    let mut run = with_draws(70);
    let before = run.table(&Selection::standard()).map(|rows| format!("{rows:?}")).unwrap();
    run.store = run.store.copied_to(folder.path());
    assert_eq!(run.table(&Selection::standard()).map(|rows| format!("{rows:?}")).unwrap(), before);
}
