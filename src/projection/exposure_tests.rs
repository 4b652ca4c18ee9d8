//! What exposures and diseases do at single ages: effects of several exposures multiply, the baseline's utility is the norm.

use super::cohort::cell::CellRun;
use super::cohort::run::ScenarioRun;
use super::cohort::scratch::Scratch;
use super::exposures::{CellExposures, Ratios};
use super::fitted_model::{FittedModel, london};
use super::parameter_set::ParameterSet;
use super::plan::resolve::Resolver;
use super::plan::scenario::ScenarioPlan;
use super::position::Position;
use super::tally::{Flow, Stock, Tally, Wants};
use crate::component::group::Region;
use crate::disease::DISEASES;
use crate::draws::Draws;
use crate::mortality::CAUSES;
use crate::multistate::kernel::Processor;
use crate::multistate::lanes::{LANES, Lanes};
use crate::outcomes::layout::Certain;
use crate::population::migration::Migration;
use crate::sampling::Sampling;
use crate::scenario::{Driver, Effect, Intervention, Scenario};
use crate::units::{AGES, Year};

const YEARS: usize = 4;

/// Eight draws of London, and the comparators with three scenarios: a fifth less inactivity, a third less weight gain, both.
fn eight_draws() -> (FittedModel, ParameterSet, Vec<ScenarioPlan>) {
    let model = london(YEARS, Migration::Projected);
    let sample = model.plan.parameters().sample(2015, Sampling::Random, 0..8).unwrap();
    let set = model.parameter_set(&mut Draws::drawn(&model.plan, &sample, 0)).unwrap();
    let from = Year::new(2016).unwrap();
    let activity = Intervention::new(Driver::INACTIVITY, Effect::factor(0.8)).from(from);
    let weight = Intervention::new(Driver::ADULT_WEIGHT_GAIN, Effect::factor(0.67)).from(from);
    let scenarios = [
        Scenario::new("activity").doing(activity.clone()),
        Scenario::new("weight").doing(weight.clone()),
        Scenario::new("both").doing(activity).doing(weight),
    ];
    let mut plans = vec![ScenarioPlan::comparator(false), ScenarioPlan::comparator(true)];
    let region = Region { name: "London".into(), areas: model.demography.areas().to_vec() };
    let resolver = Resolver {
        catalogue: &model.catalogue,
        demography: &model.demography,
        region: &region,
        start: Year::START,
        years: YEARS,
    };
    for scenario in &scenarios {
        plans.push(resolver.scenario(scenario, &mut Vec::new()).unwrap());
    }
    (model, set, plans)
}

#[test]
fn effects_of_two_exposures_multiply() {
    let (_, set, plans) = eight_draws();
    let moved: Vec<_> = plans.iter().map(ScenarioPlan::moved).collect();
    let mut cell = CellExposures::new(&moved);
    cell.begin(&set.exposures, 7);
    for year in 0..3 {
        for sex in 0..2 {
            for age in (0..AGES - 1).rev() {
                let at = Position { cell: 7, area: 0, sex, age, year };
                cell.look_ahead(&set.exposures, at);
                for (run, plan) in plans.iter().enumerate() {
                    let effects = plan.effects(&[], 7, year);
                    cell.transition(&set.exposures, at, run, plan.frozen, &effects, Lanes::splat(0.95));
                }
                cell.baseline_on(&set.exposures, at);
            }
            cell.newborn(&set.exposures, 7, sex, year);
        }
    }
    let (mut deaths, mut cases, mut absence) = (0, 0, 0);
    for sex in 0..2 {
        for age in 0..AGES {
            let mut ratios = vec![Ratios::NONE; plans.len()];
            cell.ratios(&set.exposures, sex, age, &mut ratios);
            // The number of lanes in which both act, each held to the formula.
            let check = |of: &dyn Fn(&Ratios) -> Lanes| -> usize {
                let [activity, weight, both] = [2, 3, 4].map(|run| of(&ratios[run]));
                let mut both_act = 0;
                for lane in 0..LANES {
                    let (one, other, together) = (activity.0[lane], weight.0[lane], both.0[lane]);
                    assert!((together / (one * other) - 1.0).abs() <= 1e-12, "{sex} {age}: {together} {one} {other}");
                    assert!(of(&ratios[0]).0[lane].to_bits() == 1.0_f64.to_bits());
                    both_act += usize::from(one < 1.0 && other < 1.0);
                }
                both_act
            };
            deaths += (0..CAUSES)
                .map(|cause| check(&|ratios| if ratios.dying_differs { ratios.deaths()[cause] } else { Lanes::ONE }))
                .sum::<usize>();
            cases += (0..DISEASES)
                .map(|disease| check(&|ratios| ratios.cases().map_or(Lanes::ONE, |cases| cases[disease])))
                .sum::<usize>();
            absence += check(&|ratios| ratios.absence);
        }
    }
    // Both act on vascular deaths from 35 on, on heart attack, stroke and diabetes from 20 on, on absence from 18 to 64.
    assert!(deaths >= 2 * 65 * 2 * LANES, "{deaths}");
    assert!(cases >= 2 * 80 * 3 * LANES, "{cases}");
    assert!(absence >= 2 * 40 * LANES, "{absence}");
}

/// Utility of the baseline as a multiple of the norm, and prevalence of every run.
struct Ill {
    at_norm: usize,
    off_norm: usize,
}

impl Tally for Ill {
    fn wants(&self) -> Wants {
        Wants { hazards: false, flows: true, illness: true }
    }

    fn begin_cell(&mut self, _: usize) {}

    fn wants_mid_year(&self, _: usize) -> bool {
        true
    }

    fn stock(&mut self, at: Position, _: usize, stock: &Stock<'_>) {
        for prevalence in stock.prevalence.into_iter().flatten() {
            assert!(prevalence.0.iter().all(|share| (0.0..=1.0).contains(share)), "{at:?}: {prevalence:?}");
        }
    }

    fn flow(&mut self, at: Position, scenario: usize, flow: &Flow<'_>) {
        let Some(illness) = flow.illness else { return };
        for utility in illness.utility.0 {
            let is_norm = utility.to_bits() == 1.0_f64.to_bits();
            assert!(is_norm || scenario > 0, "{at:?}: {utility}");
            assert!(utility > 0.0 && (scenario < 2 || utility >= 1.0), "{at:?}: {utility}");
            self.at_norm += usize::from(scenario == 0 && is_norm);
            self.off_norm += usize::from(scenario >= 2 && !is_norm);
        }
    }

    fn certain(&mut self, _: Certain, _: usize, _: usize, _: Lanes) {}
    fn births(&mut self, _: usize, _: Lanes) {}

    fn end_of_age(&mut self, _: usize, _: usize, _: usize, _: usize, _: bool) {}
}

#[test]
fn the_baseline_keeps_the_norms_and_less_illness_never_lowers_them() {
    let (model, set, plans) = eight_draws();
    let run = |index: usize| ScenarioRun::new(&plans[index], &[], 0, None);
    let runs: Vec<ScenarioRun<'_>> = (0..plans.len()).map(run).collect();
    let mut scratch = Scratch::new(&model, &runs);
    let mut ill = Ill { at_norm: 0, off_norm: 0 };
    // A few cells: an inner borough, an outer one, the last.
    for cell in [7, 80, model.demography.cells().len() - 1] {
        CellRun {
            on: Processor::best(),
            model: &model,
            set: &set,
            scenarios: &runs,
            cell,
            years: YEARS,
            ages: AGES,
            wants: ill.wants(),
        }
        .run(&mut scratch, &mut ill);
    }
    // Three cells, four years, both sexes, a hundred ages, eight draws.
    assert!(ill.at_norm >= 3 * YEARS * 2 * 100 * LANES, "{}", ill.at_norm);
    assert!(ill.off_norm > ill.at_norm / 2, "{} {}", ill.off_norm, ill.at_norm);
}
