//! Names and years of scenarios, resolved and checked against a place and its years.

use super::delivery::{CostPlan, Price};
use super::levers::{AmbitionPlan, LeverPlan, Moved, ScenarioPlan};
use crate::error::Error;
use crate::exposure::smoking::fit::service::StopSmokingService;
use crate::population::demography::Demography;
use crate::scenario::{
    Afterwards, Ambition, Among, CostPer, Indicator, Lever, LeverKind, Scenario, Target, Trajectory,
};
use crate::units::Year;

impl ScenarioPlan {
    /// Checks a scenario and resolves its names and years; what its levers cost joins the prices of the run.
    ///
    /// # Errors
    /// If a name is unknown, a year lies outside the run, a factor is not a sound number, an indicator cannot have a target or be
    /// for these people, or two ambitions move the same of the same people.
    pub(crate) fn resolve(
        scenario: &Scenario,
        demography: &Demography,
        start: Year,
        years: usize,
        prices: &mut Vec<Price>,
    ) -> Result<Self, Error> {
        if scenario.name.trim().is_empty() {
            return Err(Error::out_of_range("scenario name", format!("{:?}", scenario.name), "must not be empty"));
        }
        let last = start.get() + i32::try_from(years).unwrap_or(i32::MAX);
        let mut plan = Self { name: scenario.name.clone(), frozen: false, levers: Vec::new(), ambitions: Vec::new() };
        for lever in &scenario.levers {
            let costs = resolve_costs(&scenario.name, plan.levers.len(), lever, prices)?;
            plan.levers.push(resolve_lever(&scenario.name, lever, demography, start, last, costs)?);
        }
        for ambition in &scenario.ambitions {
            let resolved = resolve_ambition(&scenario.name, ambition, demography, start, last)?;
            for earlier in plan.ambitions.iter().filter(|earlier| earlier.moved == resolved.moved) {
                if earlier.cells.iter().zip(&resolved.cells).any(|(a, b)| *a && *b) {
                    return Err(Error::Conflict {
                        rule: format!(
                            "scenario {:?}: two ambitions move {} of the same people; give each its own scenario",
                            scenario.name,
                            resolved.moved.words()
                        ),
                    });
                }
            }
            plan.ambitions.push(resolved);
        }
        Ok(plan)
    }
}

/// Places of areas and quintiles, and whether each cell is meant.
type Meant = (Vec<usize>, Vec<usize>, Vec<bool>);

fn cells_of(among: &Among, demography: &Demography) -> Result<Meant, Error> {
    let areas: Vec<usize> = if among.areas.is_empty() {
        (0..demography.areas().len()).collect()
    } else {
        among.areas.iter().map(|name| demography.area(name)).collect::<Result<_, _>>()?
    };
    let quintiles: Vec<usize> = if among.quintiles.is_empty() {
        (0..crate::population::stratum::QUINTILES).collect()
    } else {
        among.quintiles.iter().map(|quintile| quintile.index()).collect()
    };
    let cells: Vec<bool> = demography
        .cells()
        .iter()
        .map(|cell| areas.contains(&cell.area) && quintiles.contains(&cell.quintile.index()))
        .collect();
    if !cells.contains(&true) {
        return Err(Error::Conflict { rule: "nobody lives in the areas and quintiles named".into() });
    }
    Ok((areas, quintiles, cells))
}

fn inside(what: &str, scenario: &str, year: Year, first: i32, last: i32) -> Result<usize, Error> {
    let given = year.get();
    if !(first..=last).contains(&given) {
        return Err(Error::out_of_range(
            format!("scenario {scenario:?}: {what}"),
            given,
            format!("must lie in {first} to {last}"),
        ));
    }
    Ok((given - first) as usize)
}

fn resolve_lever(
    scenario: &str,
    lever: &Lever,
    demography: &Demography,
    start: Year,
    last: i32,
    costs: Vec<CostPlan>,
) -> Result<LeverPlan, Error> {
    check_strength(scenario, lever)?;
    let (_, _, cells) = cells_of(&lever.among, demography)?;
    let from = inside("first year of a lever", scenario, lever.from, start.get() + 1, last)?;
    let until = match lever.until {
        Some(until) => {
            let until = inside("last year of a lever", scenario, until, start.get() + 1, last)?;
            if until < from {
                return Err(Error::Conflict {
                    rule: format!(
                        "scenario {scenario:?}: a lever ends in {} before it begins in {}",
                        start.get() + 1 + until as i32,
                        lever.from
                    ),
                });
            }
            until + 1
        }
        None => (last - start.get()) as usize,
    };
    let persons = demography.persons();
    let meant = persons.outer_iter().zip(&cells).filter(|(_, meant)| **meant);
    let meant_at_start = meant.map(|(of_cell, _)| of_cell.sum()).sum();
    Ok(LeverPlan { cells, what: lever.what, years: from..until, costs, meant_at_start })
}

/// Checks what a lever costs and gives each cost a price of the run.
fn resolve_costs(scenario: &str, place: usize, lever: &Lever, prices: &mut Vec<Price>) -> Result<Vec<CostPlan>, Error> {
    let knows_whom = matches!(
        lever.what,
        LeverKind::StopSmokingReach { .. } | LeverKind::Inactivity { .. } | LeverKind::ChecksWithMentalIllness { .. }
    );
    let mut costs = Vec::with_capacity(lever.costs.len());
    for (index, cost) in lever.costs.iter().enumerate() {
        let what = format!("scenario {scenario:?}: cost {} of lever {}", index + 1, place + 1);
        if cost.per == CostPer::PersonReached && !knows_whom {
            return Err(Error::Conflict {
                rule: format!(
                    "{what}: a cost of each person reached is for levers that know whom they reach (stop_smoking_reach, \
                     inactivity, checks_with_mental_illness); give this one a cost of each year"
                ),
            });
        }
        let least = cost.pounds.distribution().quantile(0.0);
        if !(least >= 0.0) {
            return Err(Error::out_of_range(what, least, "must be 0 or more in every draw"));
        }
        let name = format!("delivery cost {} of lever {} of {scenario}, {}", index + 1, place + 1, cost.payer);
        costs.push(CostPlan { payer: cost.payer, per: cost.per, price: prices.len() });
        prices.push(Price { name, pounds: cost.pounds.clone() });
    }
    Ok(costs)
}

/// Checks how strong a lever is, and that one of the whole place is for everybody.
fn check_strength(scenario: &str, lever: &Lever) -> Result<(), Error> {
    let (what, strength, most, whole) = match lever.what {
        LeverKind::StopSmokingReach { factor }
        | LeverKind::Quitting { factor }
        | LeverKind::Starting { factor }
        | LeverKind::ChildWeightGain { factor }
        | LeverKind::AdultWeightGain { factor }
        | LeverKind::Absence { factor }
        | LeverKind::AbsenceForMentalHealth { factor }
        | LeverKind::AlcoholAdmissions { factor } => ("factor of a lever", factor, 100.0, false),
        // Shares and death rates that no factor may push out of their domain.
        LeverKind::Inactivity { factor }
        | LeverKind::DrinkingOver14Units { factor }
        | LeverKind::NotReadyForSchool { factor } => ("factor of a lever on a share", factor, 1.0, false),
        LeverKind::CancerDeaths { factor }
        | LeverKind::CardiovascularDeaths { factor }
        | LeverKind::RespiratoryDeaths { factor } => ("factor of a lever on deaths", factor, 2.0, false),
        LeverKind::SmokingWithMentalIllness { factor } => ("factor of a lever on a share", factor, 1.0, true),
        LeverKind::ChecksWithMentalIllness { share } => ("share reached by a lever", share, 1.0, true),
    };
    if !(0.0..=most).contains(&strength) {
        return Err(Error::out_of_range(
            format!("scenario {scenario:?}: {what}"),
            strength,
            format!("must lie in 0 to {most}"),
        ));
    }
    if whole && lever.among != Among::everybody() {
        return Err(for_everybody(scenario, "a lever on severe mental illness"));
    }
    if matches!(lever.what, LeverKind::AlcoholAdmissions { .. }) && !lever.among.quintiles.is_empty() {
        return Err(by_area_only(scenario));
    }
    Ok(())
}

fn for_everybody(scenario: &str, what: &str) -> Error {
    Error::Conflict { rule: format!("scenario {scenario:?}: {what} is for everybody, not for some areas or quintiles") }
}

impl ScenarioPlan {
    /// Checks that all levers together reach no more people than there are.
    ///
    /// # Errors
    /// If somewhere in a year more than all smokers would use stop-smoking services, or more than all people with severe mental illness
    /// get help.
    pub(super) fn check_reached(&self, service: &StopSmokingService, start: Year, years: usize) -> Result<(), Error> {
        let cells = self.levers.first().map_or(0, |lever| lever.cells.len());
        for year in 0..years {
            for cell in 0..cells {
                let (mut reach, mut helped) = (1.0, 0.0);
                for lever in self.levers.iter().filter(|lever| lever.cells[cell] && lever.years.contains(&year)) {
                    match lever.what {
                        LeverKind::StopSmokingReach { factor } => reach += factor - 1.0,
                        LeverKind::ChecksWithMentalIllness { share } => helped += share,
                        _ => {}
                    }
                }
                let of = |what: &str| format!("scenario {:?}: {what} in {}", self.name, start.get() + 1 + year as i32);
                let users = reach * service.largest_reach();
                if !(0.0..=1.0).contains(&users) {
                    let what = of("largest share of smokers of a sex and age who use stop-smoking services");
                    return Err(Error::out_of_range(
                        what,
                        users,
                        "must lie in 0 to 1: the factors of its levers add up",
                    ));
                }
                if helped > 1.0 {
                    let what = of("share of people with severe mental illness who get help");
                    return Err(Error::out_of_range(what, helped, "must be at most 1: its levers add up"));
                }
            }
        }
        Ok(())
    }
}

fn by_area_only(scenario: &str) -> Error {
    let name = Indicator::ALCOHOL_ADMISSIONS.name();
    Error::Conflict { rule: format!("scenario {scenario:?}: {name} are known by area, not by quintile") }
}

/// Checks that an indicator can have the target and be for the people named.
fn check_target(scenario: &str, ambition: &Ambition) -> Result<(), Error> {
    let indicator = ambition.indicator;
    let fits = match ambition.target {
        Target::Level { .. } => indicator.is_share(),
        Target::PercentagePointReduction { .. } => indicator.is_share() && !indicator.more_is_better(),
        Target::RelativeReduction { .. } | Target::Reduction | Target::TrendReversed => {
            let is_special = indicator == Indicator::ABSENCE_DAYS
                || matches!(Moved::by(indicator), Moved::Dying(_))
                || (ambition.target == Target::TrendReversed && indicator == Indicator::ADULT_SMOKING);
            !indicator.more_is_better() && !is_special
        }
        Target::CumulativeGain { .. } => indicator == Indicator::ABSENCE_DAYS,
        Target::LowestOfCities => matches!(Moved::by(indicator), Moved::Dying(_)),
    };
    if !fits {
        return Err(Error::Conflict {
            rule: format!("scenario {scenario:?}: {} cannot have {} as its target", indicator.name(), ambition.target),
        });
    }
    if let Target::CumulativeGain { value } = ambition.target
        && !(value > 0.0 && value.is_finite())
    {
        return Err(Error::out_of_range(
            format!("scenario {scenario:?}: cumulative gain"),
            value,
            "must be above 0 and finite",
        ));
    }
    if indicator.is_of_the_whole() && ambition.among != Among::everybody() {
        return Err(for_everybody(scenario, indicator.name()));
    }
    if indicator == Indicator::ALCOHOL_ADMISSIONS && !ambition.among.quintiles.is_empty() {
        return Err(by_area_only(scenario));
    }
    Ok(())
}

fn resolve_ambition(
    scenario: &str,
    ambition: &Ambition,
    demography: &Demography,
    start: Year,
    last: i32,
) -> Result<AmbitionPlan, Error> {
    check_target(scenario, ambition)?;
    let (areas, quintiles, cells) = cells_of(&ambition.among, demography)?;
    let deadline = 1 + inside("deadline", scenario, ambition.deadline, start.get() + 1, last)?;
    let first_year = match ambition.starting {
        Some(year) => year,
        None => Year::new(start.get() + 1)?,
    };
    let first = inside("first year of an ambition", scenario, first_year, start.get() + 1, last)?;
    if first_year > ambition.deadline {
        return Err(Error::Conflict {
            rule: format!(
                "scenario {scenario:?}: the deadline {} lies before the first year {first_year}",
                ambition.deadline
            ),
        });
    }
    let baseline_year = ambition.baseline_year.unwrap_or(start);
    let baseline = inside("baseline year", scenario, baseline_year, start.get(), last)?;
    if baseline_year >= ambition.deadline {
        return Err(Error::Conflict {
            rule: format!(
                "scenario {scenario:?}: the baseline year {baseline_year} must lie before the deadline {}",
                ambition.deadline
            ),
        });
    }
    let steps = (deadline - first) as f64;
    let ramp = (0..(last - start.get()) as usize)
        .map(|year| {
            if year < first {
                0.0
            } else if year < deadline {
                let done = (year - first + 1) as f64 / steps;
                match ambition.trajectory {
                    Trajectory::Linear => done,
                    // A logistic curve scaled to run from 0 before the first year to 1 in the last.
                    Trajectory::Logistic => {
                        let curve = |x: f64| 1.0 / (1.0 + libm::exp(-10.0 * (x - 0.5)));
                        (curve(done) - curve(0.0)) / (curve(1.0) - curve(0.0))
                    }
                    Trajectory::Immediate => 1.0,
                }
            } else {
                match ambition.afterwards {
                    Afterwards::Released => 0.0,
                    Afterwards::Kept => 1.0,
                }
            }
        })
        .collect();
    Ok(AmbitionPlan {
        ambition: ambition.clone(),
        moved: Moved::by(ambition.indicator),
        first_year,
        baseline_year,
        areas,
        quintiles,
        cells,
        ramp,
        deadline,
        baseline,
    })
}
