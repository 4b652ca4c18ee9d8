//! One pass over all people, and the indicators read from it.

use super::quitting::powers;
use crate::multistate::lanes::Lanes;
use crate::outcomes::Measure;
use crate::projection::cohort::{AllCells, Recording};
use crate::projection::levers::{AmbitionPlan, Moved, ScenarioPlan};
use crate::projection::mental::MentalRun;
use crate::projection::model::Model;
use crate::projection::monte_carlo::Dispatch;
use crate::projection::record::IndicatorRecord;
use crate::projection::runs::ScenarioRun;
use crate::projection::world::World;
use crate::scenario::Indicator;

/// One pass over all people: the runs of the scenarios and where each begins.
pub(super) struct Pass<const FLOWS: bool> {
    pub(super) record: IndicatorRecord<FLOWS>,
    /// Place of the frozen comparator among the runs.
    frozen: Option<usize>,
    /// By scenario.
    pub(super) firsts: Vec<usize>,
}

/// One pass over all people.
pub(super) fn look<const FLOWS: bool>(
    on: &impl Dispatch,
    model: &Model,
    world: &World,
    plans: &[ScenarioPlan],
    factors: &[Vec<Lanes>],
    active: &[usize],
    ages: usize,
) -> Pass<FLOWS> {
    let ambitions = || active.iter().flat_map(|&index| &plans[index].ambitions);
    let mental: Vec<Option<MentalRun>> =
        plans.iter().zip(factors).map(|(plan, factors)| world.mental_run(model, plan, factors)).collect();
    let run =
        |index: usize, power: usize| ScenarioRun::new(&plans[index], &factors[index], power, mental[index].as_ref());
    // The first run is the baseline's; those of a scenario follow it, power by power.
    let mut runs = vec![run(0, 0)];
    let frozen = ambitions().any(|ambition| ambition.moved == Moved::Absence).then(|| {
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
    let mut record = IndicatorRecord::<FLOWS>::new(runs.len(), cells, wanted, last);
    let cells = AllCells { model, world, scenarios: &runs, years: last, ages };
    on.dispatch(Recording { cells, record: &mut record });
    Pass { record, frozen, firsts }
}

/// The indicator of an ambition in a run and year.
#[allow(clippy::too_many_arguments, reason = "what is read, of what, where and when")]
pub(super) fn read<const FLOWS: bool>(
    model: &Model,
    world: &World,
    pass: &Pass<FLOWS>,
    plan: &ScenarioPlan,
    factors: &[Lanes],
    ambition: &AmbitionPlan,
    run: usize,
    year: usize,
) -> Lanes {
    let record = &pass.record;
    let share = |part: Measure, whole: Measure| {
        record.sum(run, part, year, &ambition.cells) / record.sum(run, whole, year, &ambition.cells)
    };
    let none = Lanes::splat(f64::NAN);
    match ambition.ambition.indicator {
        Indicator::ADULT_SMOKING => share(Measure::SMOKERS, Measure::ADULTS),
        Indicator::CHILD_OBESITY_YEAR6 => share(Measure::OBESE_YEAR6, Measure::CHILDREN_YEAR6),
        Indicator::CHILD_EXCESS_WEIGHT_YEAR6 => share(Measure::EXCESS_WEIGHT_YEAR6, Measure::CHILDREN_YEAR6),
        Indicator::ADULT_OBESITY => share(Measure::OBESE_ADULTS, Measure::ADULTS),
        Indicator::PHYSICALLY_ACTIVE => share(Measure::ACTIVE_ADULTS, Measure::ADULTS_19),
        Indicator::ALCOHOL_OVER_14_UNITS => share(Measure::DRINKERS_OVER_14_UNITS, Measure::ADULTS),
        Indicator::SCHOOL_READY => share(Measure::SCHOOL_READY_CHILDREN, Measure::CHILDREN_RECEPTION),
        Indicator::ALCOHOL_ADMISSIONS => world.admissions_among(model, plan, factors, year, &ambition.areas),
        Indicator::ABSENCE_DAYS => {
            // Days gained since the start against standing still.
            let mut gained = Lanes::ZERO;
            if let Some(frozen) = pass.frozen {
                for year in 1..=year {
                    gained += record.days(frozen, year, &ambition.cells) - record.days(run, year, &ambition.cells);
                }
            }
            gained
        }
        Indicator::SMI_GAP_SECONDARY_SERVICES | Indicator::SMI_GAP_GP_REGISTERS => {
            let population = usize::from(ambition.ambition.indicator == Indicator::SMI_GAP_GP_REGISTERS);
            let mental = world.mental_run(model, plan, factors);
            record.life(run, year).map_or(none, |life| world.gaps(&life, year, mental.as_ref())[population][2])
        }
        Indicator::CANCER_MORTALITY | Indicator::CARDIOVASCULAR_MORTALITY | Indicator::RESPIRATORY_MORTALITY => {
            let killer = match ambition.moved {
                Moved::Dying(killer) => killer,
                _ => 0,
            };
            record.city_rates(run, year, &model.standards.cities).map_or(none, |rates| rates[killer])
        }
    }
}
