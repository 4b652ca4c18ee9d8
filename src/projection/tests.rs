//! What the hot loop does to the people of single ages, which the results do not keep.

use super::Projection;
use super::cohort::cell::CellRun;
use super::cohort::run::ScenarioRun;
use super::cohort::scratch::Scratch;
use super::deaths::Deaths;
use super::fitted_model::london;
use super::monte_carlo::BatchRun;
use super::parameter_set::calibrated;
use super::plan::scenario::ScenarioPlan;
use super::position::Position;
use super::tally::{Flow, Stock, Tally, Wants};
use crate::data::ReferenceData;
use crate::draws::Draws;
use crate::exposure::smoking::dynamics::calibration::RegionDraws;
use crate::exposure::smoking::dynamics::stock::CellSmoking;
use crate::exposure::smoking::fit::risk::{RISK_BANDS, RISKS};
use crate::inequality::standardised::EUROPEAN_STANDARD_2013;
use crate::mortality::{Cause, CauseGroup, england_rates_of_all_quintiles, region_target};
use crate::multistate::kernel::{InstructionSet, Processor};
use crate::multistate::lanes::{LANES, Lanes};
use crate::outcomes::layout::Certain;
use crate::population::migration::Migration;
use crate::population::stratum::{FIVE_YEAR_STARTS, QUINTILES};
use crate::sampling::Sampling;
use crate::scenario::{Ambition, Indicator, Scenario};
use crate::units::{AGES, Proportion, Year};

const YEARS: usize = 4;

/// People and smokers of one cell by scenario, mid-year, sex and age.
struct Single(Vec<[Lanes; 2]>);

impl Single {
    fn index(scenario: usize, year: usize, sex: usize, age: usize) -> usize {
        ((scenario * (YEARS + 1) + year) * 2 + sex) * AGES + age
    }
}

impl Tally for Single {
    fn wants(&self) -> Wants {
        Wants { hazards: true, flows: true, illness: true }
    }

    fn begin_cell(&mut self, _: usize) {}

    fn wants_mid_year(&self, _: usize) -> bool {
        true
    }

    fn stock(&mut self, at: Position, scenario: usize, stock: &Stock<'_>) {
        self.0[Self::index(scenario, at.year, at.sex, at.age)] = [stock.people, stock.smokers];
        for [above, highest] in stock.exceedance {
            for lane in 0..LANES {
                assert!((0.0..=1.0).contains(&above.0[lane]) && (0.0..=above.0[lane]).contains(&highest.0[lane]));
            }
        }
    }

    fn flow(&mut self, _: Position, _: usize, flow: &Flow<'_>) {
        let Flow { person_years, deaths, .. } = *flow;
        for lane in 0..LANES {
            assert!(person_years.0[lane] >= 0.0 && deaths.all.0[lane] >= 0.0 && deaths.smoking.0[lane] >= 0.0);
        }
    }

    fn certain(&mut self, _: Certain, _: usize, _: usize, _: Lanes) {}
    fn births(&mut self, _: usize, _: Lanes) {}

    fn end_of_age(&mut self, _: usize, _: usize, _: usize, _: usize, _: bool) {}
}

/// Runs every cell in the baseline and frozen in eight draws, and hands over what was taken down of each.
fn each_cell(migration: Migration, mut take: impl FnMut(usize, &Single)) {
    let model = london(YEARS, migration);
    let sample = model.plan.parameters().sample(2015, Sampling::Random, 0..8).unwrap();
    let set = model.parameter_set(&mut Draws::drawn(&model.plan, &sample, 0)).unwrap();
    let plans = [false, true].map(ScenarioPlan::comparator);
    let runs = [0, 1].map(|index| ScenarioRun::new(&plans[index], &[], 0, None));
    let mut scratch = Scratch::new(&model, &runs);
    for cell in 0..model.demography.cells().len() {
        let mut tally = Single(vec![[Lanes::ZERO; 2]; 2 * (YEARS + 1) * 2 * AGES]);
        CellRun {
            on: Processor::best(),
            model: &model,
            set: &set,
            scenarios: &runs,
            cell,
            years: YEARS,
            ages: AGES,
            wants: tally.wants(),
        }
        .run(&mut scratch, &mut tally);
        take(cell, &tally);
    }
}

#[test]
fn frozen_keeps_smoking_by_age_as_at_the_start() {
    for migration in [Migration::Projected, Migration::Closed] {
        let mut compared = 0;
        each_cell(migration, |cell, tally| {
            for sex in 0..2 {
                for age in 0..AGES {
                    let [all, current] = tally.0[Single::index(1, 0, sex, age)];
                    for year in 1..=YEARS {
                        let [later, smokers] = tally.0[Single::index(1, year, sex, age)];
                        for lane in 0..LANES {
                            if all.0[lane] > 0.0 && later.0[lane] > 0.0 {
                                let (was, is) = (current.0[lane] / all.0[lane], smokers.0[lane] / later.0[lane]);
                                assert!((was - is).abs() <= 1e-12, "{migration:?} {cell} {sex} {age}: {was} {is}");
                                compared += usize::from(was > 0.0);
                            }
                        }
                    }
                }
            }
        });
        // Some 140 cells, 2 sexes, 90 ages, 4 years, 8 draws.
        assert!(compared > 500_000, "{compared}");
    }
}

/// Person-years, deaths, and deaths of cancer, cardiovascular disease and COPD, by sex and the age at which they fall, in the
/// first year.
struct ByAge([Vec<[Lanes; 5]>; 2]);

impl ByAge {
    fn new() -> Self {
        Self([vec![[Lanes::ZERO; 5]; AGES], vec![[Lanes::ZERO; 5]; AGES]])
    }
}

impl Tally for ByAge {
    fn wants(&self) -> Wants {
        Wants { hazards: false, flows: true, illness: false }
    }

    fn begin_cell(&mut self, _: usize) {}

    fn wants_mid_year(&self, _: usize) -> bool {
        true
    }

    fn tells_apart(&self, _: usize) -> bool {
        true
    }

    fn stock(&mut self, _: Position, _: usize, _: &Stock<'_>) {}

    fn flow(&mut self, at: Position, _: usize, flow: &Flow<'_>) {
        assert!(!flow.spans);
        let Deaths { all, cancer, cardiovascular, copd, .. } = *flow.deaths;
        let more = [flow.person_years, all, cancer, cardiovascular, copd];
        for (sum, more) in self.0[at.sex][at.age].iter_mut().zip(more) {
            *sum += more;
        }
    }

    fn certain(&mut self, _: Certain, _: usize, _: usize, _: Lanes) {}
    fn births(&mut self, _: usize, _: Lanes) {}
    fn end_of_age(&mut self, _: usize, _: usize, _: usize, _: usize, _: bool) {}
}

/// Where nobody's risk depends on smoking and nothing moves with time, every age gives its own rate back, whoever lives there.
#[test]
fn people_die_at_the_rates_of_the_ages_they_live_at() {
    let model = london(1, Migration::Closed);
    let sample = model.plan.parameters().sample(2015, Sampling::Random, 0..8).unwrap();
    let mut set = model.parameter_set(&mut Draws::drawn(&model.plan, &sample, 0)).unwrap();
    set.risks.excess = [[[Lanes::ZERO; RISK_BANDS]; 2]; RISKS];
    set.year_factors[0].stand_still();
    let plans = [ScenarioPlan::comparator(false)];
    let runs = [ScenarioRun::new(&plans[0], &[], 0, None)];
    let mut scratch = Scratch::new(&model, &runs);
    let (mut found, mut expected, mut compared) = (0.0, 0.0, 0);
    for (cell, of) in model.demography.cells().iter().enumerate() {
        let mut tally = ByAge::new();
        let (on, wants) = (Processor::best(), tally.wants());
        CellRun { on, model: &model, set: &set, scenarios: &runs, cell, years: 1, ages: AGES, wants }
            .run(&mut scratch, &mut tally);
        for sex in 0..2 {
            let factor = model.mortality.area_factors()[[of.area, sex]];
            for age in 0..AGES {
                let rates = &model.rates[(sex * QUINTILES + of.quintile.index()) * AGES + age];
                let rate = factor * rates.iter().sum::<f64>();
                let [years, deaths, ..] = tally.0[sex][age].map(|lanes| lanes.0[0]);
                if years > 0.0 {
                    assert!((deaths / years / rate - 1.0).abs() < 1e-9, "{cell} {sex} {age}: {deaths} {years} {rate}");
                    compared += 1;
                }
                // Directly standardised to the people of London of 2015.
                let weight = model.demography.persons()[[cell, sex, age]];
                expected += weight * rate;
                found += if years > 0.0 { weight * deaths / years } else { weight * rate };
            }
        }
    }
    assert!(compared > 25_000, "{compared}");
    assert!((found / expected - 1.0).abs() < 1e-10);
}

/// The rates and people of the base years without a trend give London's published level back, though who dies is who smokes, is heavy
/// and lives where: England's rates of 2013-15 times London's over England's.
#[test]
fn a_year_without_a_trend_has_the_published_level() {
    let data = ReferenceData::embedded();
    let model = london(1, Migration::Closed);
    let sample = model.plan.parameters().sample(2015, Sampling::Random, 0..8).unwrap();
    let mut set = model.parameter_set(&mut Draws::drawn(&model.plan, &sample, 0)).unwrap();
    set.year_factors[0].stand_still();
    let plans = [ScenarioPlan::comparator(false)];
    let runs = [ScenarioRun::new(&plans[0], &[], 0, None)];
    let mut scratch = Scratch::new(&model, &runs);
    let mut tally = ByAge::new();
    let (on, wants) = (Processor::best(), tally.wants());
    for cell in 0..model.demography.cells().len() {
        CellRun { on, model: &model, set: &set, scenarios: &runs, cell, years: 1, ages: AGES, wants }
            .run(&mut scratch, &mut tally);
    }
    let target = region_target(&data, &england_rates_of_all_quintiles(&data).unwrap()).unwrap();
    let groups = FIVE_YEAR_STARTS.len();
    let ages = |group: usize| {
        FIVE_YEAR_STARTS[group] as usize..FIVE_YEAR_STARTS.get(group + 1).map_or(AGES, |&to| to as usize)
    };
    let is =
        |group: CauseGroup| Cause::AXIS.into_iter().filter(move |cause| cause.group() == group).collect::<Vec<_>>();
    // Of other respiratory disease no level of London is published: it takes the rest.
    for (which, causes) in [(2, is(CauseGroup::Cancer)), (3, is(CauseGroup::Cardiovascular)), (4, vec![Cause::Copd])] {
        for sex in 0..2 {
            let published =
                |group: usize| -> f64 { causes.iter().map(|cause| target[[cause.index(), sex, group]]).sum() };
            let found =
                |group: usize, what: usize| -> f64 { ages(group).map(|age| tally.0[sex][age][what].0[0]).sum() };
            // Deaths at 35 to 74, at the rates published and the years lived, and by group.
            let (mut deaths, mut expected) = (0.0, 0.0);
            let (mut standardised, mut directly) = (0.0, 0.0);
            for group in (0..groups).filter(|&group| (35..75).contains(&FIVE_YEAR_STARTS[group])) {
                let (years, here) = (found(group, 0), found(group, which));
                deaths += here;
                expected += years * published(group);
                let weight = EUROPEAN_STANDARD_2013[group - 1];
                standardised += weight * here / years;
                directly += weight * published(group);
            }
            assert!((deaths / expected - 1.0).abs() < 0.01, "{causes:?} {sex}: {deaths} {expected}");
            assert!((standardised / directly - 1.0).abs() < 0.005, "{causes:?} {sex}: {standardised} {directly}");
        }
    }
}

#[test]
fn no_age_of_a_cell_turns_negative() {
    each_cell(Migration::Projected, |cell, tally| {
        for [all, current] in &tally.0 {
            for lane in 0..LANES {
                assert!(all.0[lane] >= 0.0 && (0.0..=all.0[lane]).contains(&current.0[lane]), "cell {cell}");
            }
        }
    });
}

/// Asserts that every instruction set of this processor gives the bits of the plain one, more than `least` of them not 0.
fn same_on_every_set(bits: impl Fn(InstructionSet) -> Option<Vec<u64>>, least: usize) {
    let plain = bits(InstructionSet::Baseline).unwrap();
    assert!(plain.iter().filter(|bits| **bits != 0).count() > least);
    for set in [InstructionSet::Avx2, InstructionSet::Avx512] {
        // A processor without it has nothing to compare.
        if let Some(vectors) = bits(set) {
            assert!(plain == vectors, "{set:?}");
        }
    }
}

#[test]
fn every_instruction_set_gives_the_same_bits() {
    let until = Year::new(2017).unwrap();
    let aim = Ambition::reach(Indicator::ADULT_SMOKING, Proportion::percent(15.0).unwrap()).by(until);
    let projection = Projection::builder(&ReferenceData::embedded())
        .years(Year::START..=until)
        .scenario(Scenario::new("to 15%").with(aim))
        .build()
        .unwrap();
    let Projection { model, plans, layout, .. } = &projection;
    let sample = model.plan.parameters().sample(2015, Sampling::Random, 0..8).unwrap();
    let set = model.parameter_set(&mut Draws::drawn(&model.plan, &sample, 0)).unwrap();
    let bits = |on: InstructionSet| -> Option<Vec<u64>> {
        let (mut numbers, found) = BatchRun { model, set: &set, plans, layout }.run(Processor::with(on)?);
        numbers.extend(found.iter().flatten().map(|one| one.factor));
        Some(numbers.iter().flat_map(|lanes| lanes.0.map(f64::to_bits)).collect())
    };
    // 61 margins, 16 measures, 3 scenarios, 3 years, 8 draws; flows have no start and some measures no under-18s.
    same_on_every_set(bits, 40_000);
}

#[test]
fn every_instruction_set_calibrates_to_the_same_bits() {
    let model = london(YEARS, Migration::Projected);
    let sample = model.plan.parameters().sample(2015, Sampling::Random, 0..8).unwrap();
    let drawn = model.draw(&mut Draws::drawn(&model.plan, &sample, 0)).unwrap();
    let bits = |on: InstructionSet| -> Option<Vec<u64>> {
        let (region, cells) = calibrated(Processor::with(on)?, &model, &drawn);
        // Named one by one, so that a field more is not forgotten here.
        let RegionDraws { stock, start, quit, relapse, start_factor, quit_factor, path, unreachable_years } = &region;
        let CellSmoking { current, start: cell_start } = &cells;
        let states = stock.iter().flatten().flat_map(|states| states.as_ref());
        let by_age = start.iter().chain(quit).flatten();
        let by_year = start_factor.iter().chain(quit_factor).chain(path);
        let all = states
            .chain(by_age)
            .chain(relapse)
            .chain(by_year)
            .chain(current)
            .chain(cell_start)
            .chain([unreachable_years]);
        Some(all.flat_map(|lanes| lanes.0.map(f64::to_bits)).collect())
    };
    // The shares of some 140 cells, 2 sexes and 80 ages in 8 draws.
    same_on_every_set(bits, 150_000);
}

#[test]
fn a_death_rate_outside_the_domain_is_refused() {
    use super::fitted_model::{ROWS, central_totals, largest_hazards, year_rates};
    use crate::exposure::smoking::fit::risk::SmokingRisks;
    use crate::mortality::Mortality;
    use crate::population::demography::Demography;
    let data = ReferenceData::embedded();
    let demography = Demography::from_data(&data).unwrap();
    let mortality = Mortality::from_data(&data, &demography).unwrap();
    let risks = SmokingRisks::from_data(&data).unwrap();
    let mut totals = central_totals(&mortality, &year_rates(&mortality), 2015, 1);
    let largest = largest_hazards(&demography, &mortality, &risks, &totals).unwrap();
    // A quarter of the oldest die in a year; the largest relative risk of any cause multiplies all of it.
    assert!(largest.iter().all(|by_age| by_age[100] > 0.25 && by_age[10] < 1e-3), "{largest:?}");
    // Men of the most deprived quintile aged 99 at the start of the year.
    totals[ROWS - 2] = 50.0;
    let message = largest_hazards(&demography, &mortality, &risks, &totals).unwrap_err().to_string();
    assert!(
        message.starts_with("death rate of City of London, male, age 99, times the largest relative risk: ")
            && message.ends_with(" must not exceed 32 a year"),
        "{message}"
    );
    totals[ROWS - 2] = f64::NAN;
    assert!(largest_hazards(&demography, &mortality, &risks, &totals).is_err());
}
