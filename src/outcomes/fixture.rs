//! A small run with made-up draws for tests: three areas, four scenarios, seven years, numbers from a formula.

use super::group::{BASELINE_AT, FROZEN_AT};
use super::layout::{BANDS, Layout, Margin, Reached, SEX_COLUMNS, Shape, ValueMargin};
use super::run::{AmbitionOfRun, Outcomes};
use super::store::Store;
use crate::catalogue::rows::Catalogue;
use crate::catalogue::{Indicator, Measure, Timing};
use crate::component::group::{Members, Region};
use crate::data::Area;
use crate::population::demography::Cell;
use crate::population::stratum::{QUINTILES, Quintile};
use crate::sampling::Sampling;
use crate::scenario::Ambition;
use crate::subjects::{CELL_KEPT, KEPT, MEASURE_ROWS};
use crate::units::{Proportion, Year};
use std::sync::OnceLock;

pub(crate) const DRAWS: usize = 130;
const YEARS: usize = 7;
/// The baseline, frozen, one that meets 13% in 2020 in every draw, one that is the baseline.
const SCENARIOS: [&str; 4] = ["baseline", "frozen", "smoking to 13%", "nothing, done"];
const NOTHING: usize = 3;
const AREAS: [&str; 3] = ["Hackney", "Lewisham", "Camden"];
const DEADLINE: usize = 5;
pub(crate) const PARAMETERS: usize = 13;

fn area(name: &str) -> Area {
    Area { code: name[..2].to_uppercase(), name: name.to_owned() }
}

/// An even scatter of 0 to 1 from some whole numbers.
fn scatter(numbers: &[usize]) -> f64 {
    let mix = |state: u64, number: &usize| {
        let x = (state ^ *number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        x ^ (x >> 29)
    };
    let bits = numbers.iter().fold(0x1234_5678_u64, mix).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (bits >> 11) as f64 / (1u64 << 53) as f64
}

/// Share of smokers: falls faster in later draws; the third scenario reaches 13% at the deadline.
fn share(scenario: usize, year: usize, draw: usize) -> f64 {
    let pace = 0.008 + 0.012 * draw as f64 / DRAWS as f64;
    match scenario {
        FROZEN_AT => 0.2,
        2 if year >= DEADLINE => (0.2 - pace * year as f64).min(0.13),
        2 => 0.2 - (0.07 / DEADLINE as f64).max(pace) * year as f64,
        _ => 0.2 - pace * year as f64,
    }
}

/// People of one area, quintile, sex and band.
fn atom(who: [usize; 4], kept: usize, scenario: usize, year: usize, draw: usize) -> f64 {
    // The last scenario does nothing.
    let scenario = if scenario == NOTHING { BASELINE_AT } else { scenario };
    let [area, quintile, sex, band] = who;
    let people = |year: usize| 100.0 + 20.0 * scatter(&[area, quintile, sex, band, year, draw]);
    let row = &MEASURE_ROWS[kept];
    match row.id {
        Measure::POPULATION => people(year),
        Measure::ADULTS if band == 0 => 0.0,
        Measure::ADULTS => people(year),
        Measure::SMOKERS if band == 0 => 0.0,
        Measure::SMOKERS => people(year) * share(scenario, year, draw),
        Measure::QUITS if scenario == FROZEN_AT => f64::NAN,
        _ if row.timing == Timing::Stock => people(year) / (1.0 + kept as f64),
        _ if year == 0 => f64::NAN, // must never be read
        Measure::QUITS => people(year) * 0.01 * (1.0 + scenario as f64),
        // More deaths in later draws, so that parameters can explain them.
        _ => people(year) * (0.01 + share(scenario, year, draw) * 0.05) * (1.0 + 0.1 * kept as f64),
    }
}

pub(crate) fn cells() -> Vec<Cell> {
    let all = (0..3).flat_map(|area| Quintile::ALL.map(|quintile| Cell { area, quintile }));
    // Nobody in the last area lives in the last quintile.
    all.filter(|cell| cell.area != 2 || cell.quintile.get() != 5).collect()
}

/// Value of parameter `which` in a draw: 0 rises with the draw, 1 falls, 2 is constant, the others scatter.
pub(crate) fn parameter(which: usize, draw: usize) -> f64 {
    match which {
        0 => draw as f64,
        1 => -(draw as f64) + 3.0 * scatter(&[draw]),
        2 => 0.5,
        _ => scatter(&[which, draw]),
    }
}

fn fill(layout: &Layout, catalogue: &Catalogue, draw: usize) -> Vec<f64> {
    let mut row = vec![0.0; layout.len()];
    let cells = cells();
    for (scenario, year) in (0..layout.scenarios).flat_map(|s| (0..layout.years).map(move |y| (s, y))) {
        for (index, cell) in cells.iter().enumerate() {
            let quintile = cell.quintile.index();
            for (sex, band) in (0..2).flat_map(|sex| (0..BANDS).map(move |band| (sex, band))) {
                for kept in 0..KEPT {
                    let value = atom([cell.area, quintile, sex, band], kept, scenario, year, draw);
                    let margins =
                        [Margin::SexBand { sex, band }, Margin::SexQuintile { sex, quintile }, Margin::Area(cell.area)];
                    for margin in margins {
                        row[layout.at(margin, kept, scenario, year)] += value;
                    }
                    if let (Some(measure), Some(which)) = (
                        CELL_KEPT.iter().position(|&measure| measure == kept),
                        layout.cell_years.iter().position(|&kept| kept == year),
                    ) {
                        row[layout.cell_at(index, measure, scenario, which)] += value;
                    }
                }
            }
        }
        let mut margins = vec![ValueMargin::All];
        margins.extend((0..QUINTILES).map(ValueMargin::Quintile));
        margins.extend((0..layout.areas).map(ValueMargin::Area));
        let lost = 20.0 * share(scenario, year, draw);
        for (measure, of) in catalogue.measures().iter().enumerate() {
            for (which, &margin) in margins.iter().enumerate() {
                for sex in 0..SEX_COLUMNS {
                    if layout.values_start(measure, margin, sex).is_none() {
                        continue;
                    }
                    // Healthy life is shorter than life; what is no length of life is the least.
                    let shorter = match of.id {
                        Measure::LIFE_EXPECTANCY => 0.0,
                        Measure::HEALTHY_LIFE_EXPECTANCY => 10.0,
                        _ => 20.0,
                    };
                    let value = 80.0 - shorter + sex as f64 + 0.1 * which as f64 - lost;
                    row[layout.value_at(measure, margin, sex, scenario, year)] = value;
                }
            }
        }
    }
    for ambition in 0..layout.ambitions {
        let at = layout.ambition_at(ambition);
        let by_trend = share(BASELINE_AT, DEADLINE, draw) <= 0.13 + 1e-9;
        let reached = if by_trend { Reached::ByTrend } else { Reached::ByFactor };
        let reached = if ambition == 1 && draw < 10 { Reached::OutOfReach } else { reached };
        row[at] = if by_trend { 1.0 } else { 1.5 };
        row[at + 1] = reached.code();
    }
    for which in 0..layout.parameters {
        row[layout.parameter_at(which)] = parameter(which, draw);
    }
    row
}

fn year(value: i32) -> Year {
    Year::new(value).unwrap()
}

fn ambition(scenario: usize, id: Option<&str>, ambition: Ambition) -> AmbitionOfRun {
    AmbitionOfRun {
        scenario,
        id: id.map(str::to_owned),
        ambition: ambition.clone(),
        first_year: year(2016),
        baseline_year: year(2015),
        cities: None,
        members: Members::EVERYBODY,
        indicator: *Catalogue::built_in().indicator(ambition.indicator).unwrap(),
        effort_raises: true,
    }
}

/// The made-up run with so many draws.
pub(crate) fn with_draws(draws: usize) -> Outcomes {
    let points = Proportion::percent(5.0).unwrap();
    let ambitions = vec![
        ambition(2, Some("4a"), Ambition::reach(Indicator::ADULT_SMOKING, Proportion::percent(13.0).unwrap())),
        ambition(3, None, Ambition::percentage_point_reduction(Indicator::ADULT_SMOKING, points)),
    ];
    let catalogue = Catalogue::built_in();
    let shape = Shape {
        scenarios: SCENARIOS.len(),
        years: YEARS,
        areas: 3,
        cells: cells().len(),
        cell_years: vec![DEADLINE, YEARS - 1],
        ambitions: ambitions.len(),
        parameters: PARAMETERS,
    };
    let layout = Layout::new(shape, &catalogue);
    let rows: Vec<Vec<f64>> = (0..draws).map(|draw| fill(&layout, &catalogue, draw)).collect();
    let store = Store::in_memory(layout.len(), draws);
    store.fill(&|number, draw| rows[draw][number]);
    Outcomes {
        store,
        sampling: Sampling::Random,
        layout,
        scenarios: SCENARIOS.map(str::to_owned).to_vec(),
        start: Year::START,
        region: Region { name: "London".to_owned(), areas: AREAS.map(area).to_vec() },
        area_people: vec![3.0, 2.0, 1.0],
        catalogue,
        cells: cells(),
        ambitions,
        parameters: (0..PARAMETERS).map(|which| format!("parameter {which:02}")).collect(),
        notes: vec!["made up for tests".to_owned()],
    }
}

/// The made-up run.
pub(crate) fn outcomes() -> &'static Outcomes {
    static MADE_UP: OnceLock<Outcomes> = OnceLock::new();
    MADE_UP.get_or_init(|| with_draws(DRAWS))
}

/// People of some cells, sexes and bands together, added up anew.
pub(crate) fn naive(
    keep: impl Fn(&Cell, usize, usize) -> bool,
    measure: Measure,
    scenario: usize,
    year: usize,
    draw: usize,
) -> f64 {
    let kept = MEASURE_ROWS.iter().position(|row| row.id == measure).unwrap();
    let mut total = 0.0;
    for cell in cells() {
        for (sex, band) in (0..2).flat_map(|sex| (0..BANDS).map(move |band| (sex, band))) {
            if keep(&cell, sex, band) {
                total += atom([cell.area, cell.quintile.index(), sex, band], kept, scenario, year, draw);
            }
        }
    }
    total
}
