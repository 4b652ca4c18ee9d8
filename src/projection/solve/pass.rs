//! One pass over all people, and the indicators read from it.

use super::mental_run;
use super::quitting::powers;
use crate::catalogue::Measure;
use crate::catalogue::indicator::ValueOf;
use crate::catalogue::value::MeasureSource;
use crate::indicator::world_cities;
use crate::mental_illness::component::GAPS;
use crate::multistate::kernel::Processor;
use crate::multistate::lanes::Lanes;
use crate::outcomes::layout::BOTH;
use crate::projection::cohort::run::ScenarioRun;
use crate::projection::engine::{Cohorts, Engine, Runs};
use crate::projection::fitted_model::FittedModel;
use crate::projection::mental::MentalRun;
use crate::projection::parameter_set::ParameterSet;
use crate::projection::plan::scenario::{AmbitionPlan, ScenarioPlan};
use crate::projection::tally::kind::Kind;
use crate::projection::tally::search::SearchTally;
use crate::subjects::KEPT_STOCKS;

/// Of what a pass is.
#[derive(Clone, Copy)]
pub(super) struct Of<'a> {
    pub(super) model: &'a FittedModel,
    pub(super) set: &'a ParameterSet,
    pub(super) plans: &'a [ScenarioPlan],
}

/// One pass over all people: the runs of the scenarios and where each begins.
pub(super) struct Pass {
    pub(super) tally: SearchTally,
    /// Index of the frozen comparator among the runs.
    frozen: Option<usize>,
    /// By scenario.
    pub(super) firsts: Vec<usize>,
}

/// One pass over all people.
pub(super) fn look(
    on: Processor,
    of: &Of<'_>,
    factors: &[Vec<Lanes>],
    active: &[usize],
    flows: bool,
    ages: usize,
) -> Pass {
    let Of { model, set, plans } = *of;
    let ambitions = || active.iter().flat_map(|&index| &plans[index].ambitions);
    let mental: Vec<Option<MentalRun>> =
        plans.iter().zip(factors).map(|(plan, factors)| mental_run(model, set, plan, factors)).collect();
    let run =
        |index: usize, power: usize| ScenarioRun::new(&plans[index], &factors[index], power, mental[index].as_ref());
    // The first run is the baseline's; those of a scenario follow it, power by power.
    let mut runs = vec![run(0, 0)];
    let frozen = ambitions().any(|one| one.indicator.value == ValueOf::SavedSinceStart).then(|| {
        runs.push(run(1, 0));
        runs.len() - 1
    });
    let mut firsts = vec![0; plans.len()];
    for &index in active {
        firsts[index] = runs.len();
        runs.extend((0..=powers(&plans[index])).map(|power| run(index, power)));
    }
    let last = ambitions().map(|ambition| ambition.deadline).max().unwrap_or(0);
    let mut wanted: Vec<usize> = ambitions().flat_map(|one| [one.baseline, one.deadline - 1, one.deadline]).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let cells = model.demography.cells().len();
    let mut tally = Kind::Search(SearchTally::new(runs.len(), cells, wanted, last, flows));
    Cohorts(on).run(&Runs { model, set, scenarios: &runs, years: last, ages }, &mut tally);
    let tally = match tally {
        Kind::Search(tally) => tally,
        // It is what was put in.
        Kind::Full(_) => SearchTally::new(0, 0, Vec::new(), 0, false),
    };
    Pass { tally, frozen, firsts }
}

impl Pass {
    /// The indicator of an ambition in a scenario (the baseline for 0) and year; not a number where it has no value.
    pub(super) fn read(
        &self,
        of: &Of<'_>,
        scenario: usize,
        factors: &[Lanes],
        ambition: &AmbitionPlan,
        year: usize,
    ) -> Lanes {
        let from = TalliedMeasures { pass: self, of, plan: &of.plans[scenario], factors, ambition };
        let value = ambition.indicator.value(&of.model.catalogue, &from, self.firsts[scenario], year);
        value.unwrap_or(Lanes::splat(f64::NAN))
    }
}

/// What a pass holds of the group of an ambition, in a scenario with its factors.
struct TalliedMeasures<'a> {
    pass: &'a Pass,
    of: &'a Of<'a>,
    plan: &'a ScenarioPlan,
    factors: &'a [Lanes],
    ambition: &'a AmbitionPlan,
}

impl MeasureSource for TalliedMeasures<'_> {
    type Number = Lanes;

    fn sum(&self, measure: Measure, run: usize, year: usize) -> Option<Lanes> {
        let position = self.of.model.catalogue.measure_index(measure).ok()?;
        let tally = &self.pass.tally;
        if position < KEPT_STOCKS {
            Some(tally.stock_sum(run, position, year, &self.ambition.cells))
        } else if measure == Measure::ABSENCE_DAYS {
            Some(tally.days(run, year, &self.ambition.cells))
        } else {
            None
        }
    }

    fn value(&self, measure: Measure, run: usize, year: usize) -> Option<Lanes> {
        let Of { model, set, .. } = *self.of;
        let position = model.catalogue.measure_index(measure).ok()?;
        if let Some(series) = set.series.iter().find(|series| series.measure == position) {
            let areas = self.ambition.members.areas_of(model.area_people.len());
            return Some(series.among(&model.region_people(), self.plan, self.factors, year, &areas));
        }
        if let Some(population) = GAPS.iter().position(|gap| *gap == measure) {
            let mental = mental_run(model, set, self.plan, self.factors);
            let life = self.pass.tally.life(run, year)?;
            return Some(set.mental_illness.gaps(&life, year, mental.as_ref())[population][BOTH]);
        }
        let cause = world_cities::MEASURES.iter().position(|of| *of == measure)?;
        Some(self.pass.tally.city_rates(run, year, &model.standards.cities)?[cause])
    }

    fn parameter(&self, _: &str) -> Option<Lanes> {
        None
    }

    fn nothing(&self) -> Lanes {
        Lanes::ZERO
    }

    fn comparators(&self) -> [Option<usize>; 2] {
        [Some(0), self.pass.frozen]
    }
}
