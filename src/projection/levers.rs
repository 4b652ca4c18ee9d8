//! Scenarios resolved against a place and its years: for each cell and year, what is multiplied and what is added.

use crate::error::Error;
use crate::multistate::lanes::Lanes;
use crate::population::demography::Demography;
use crate::scenario::{Afterwards, Ambition, Among, BASELINE, FROZEN, Lever, LeverKind, Scenario, Target, Trajectory};
use crate::units::Year;

/// What a scenario changes in one cell and year; the identity multiplies by 1 and adds 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Change {
    /// Factor on the probability of quitting.
    pub(crate) quit: Lanes,
    /// What a unit of the factor of the cell's ambition adds to that factor.
    pub(crate) per_factor: Lanes,
    /// Years of the cell's ambition so far, this one included.
    pub(crate) powers: usize,
    /// Factor on the probability of starting.
    pub(crate) start: Lanes,
    /// Reach of stop-smoking services beyond today's, in units of today's.
    pub(crate) reach: Lanes,
}

/// A scenario ready to run.
#[derive(Debug, Clone)]
pub(crate) struct ScenarioPlan {
    pub(crate) name: String,
    /// Exposures stay at the start's level by age.
    pub(crate) frozen: bool,
    levers: Vec<LeverPlan>,
    pub(crate) ambitions: Vec<AmbitionPlan>,
}

#[derive(Debug, Clone)]
struct LeverPlan {
    cells: Vec<bool>,
    what: LeverKind,
    years: std::ops::Range<usize>,
}

/// An ambition ready to be solved.
#[derive(Debug, Clone)]
pub(crate) struct AmbitionPlan {
    pub(crate) ambition: Ambition,
    pub(crate) first_year: Year,
    pub(crate) baseline_year: Year,
    pub(crate) areas: Vec<usize>,
    pub(crate) quintiles: Vec<usize>,
    /// Whether each cell is meant.
    pub(crate) cells: Vec<bool>,
    /// Share of the lever in each year after the start.
    pub(crate) ramp: Vec<f64>,
    /// Mid-year of the deadline, counted from the start.
    pub(crate) deadline: usize,
    /// Mid-year of the baseline year, counted from the start.
    pub(crate) baseline: usize,
}

impl AmbitionPlan {
    /// Years before the deadline in which the lever acts.
    pub(crate) fn years_until_deadline(&self) -> usize {
        self.ramp[..self.deadline].iter().filter(|ramp| **ramp > 0.0).count()
    }

    /// The share to reach, given the baseline year's.
    pub(crate) fn target(&self, baseline: f64) -> f64 {
        match self.ambition.target {
            Target::Level { value } => value.get(),
            Target::RelativeReduction { value } => baseline * (1.0 - value.get()),
            Target::PercentagePointReduction { value } => baseline - value.get(),
        }
    }
}

impl ScenarioPlan {
    /// The baseline or the frozen comparator.
    pub(crate) fn comparator(frozen: bool) -> Self {
        let name = if frozen { FROZEN } else { BASELINE };
        Self { name: name.into(), frozen, levers: Vec::new(), ambitions: Vec::new() }
    }

    /// Checks a scenario and resolves its names and years.
    ///
    /// # Errors
    /// If a name is unknown, a year lies outside the run, a factor is not a sound number, or two ambitions move the
    /// same people.
    pub(crate) fn resolve(
        scenario: &Scenario,
        demography: &Demography,
        start: Year,
        years: usize,
    ) -> Result<Self, Error> {
        if scenario.name.trim().is_empty() {
            return Err(Error::out_of_range("scenario name", format!("{:?}", scenario.name), "must not be empty"));
        }
        let last = start.get() + i32::try_from(years).unwrap_or(i32::MAX);
        let mut plan = Self { name: scenario.name.clone(), frozen: false, levers: Vec::new(), ambitions: Vec::new() };
        for lever in &scenario.levers {
            plan.levers.push(resolve_lever(&scenario.name, lever, demography, start, last)?);
        }
        for ambition in &scenario.ambitions {
            let resolved = resolve_ambition(&scenario.name, ambition, demography, start, last)?;
            for earlier in &plan.ambitions {
                if earlier.cells.iter().zip(&resolved.cells).any(|(a, b)| *a && *b) {
                    return Err(Error::Conflict {
                        rule: format!(
                            "scenario {:?}: two ambitions move the quitting of the same people; give each its own scenario",
                            scenario.name
                        ),
                    });
                }
            }
            plan.ambitions.push(resolved);
        }
        Ok(plan)
    }

    /// What the scenario changes in a cell over the year that starts at mid-year `year`, with the factor of each of
    /// its ambitions.
    #[inline(always)]
    pub(crate) fn change(&self, factors: &[Lanes], cell: usize, year: usize) -> Change {
        let mut change =
            Change { quit: Lanes::ONE, per_factor: Lanes::ZERO, powers: 0, start: Lanes::ONE, reach: Lanes::ZERO };
        for lever in &self.levers {
            if lever.cells[cell] && lever.years.contains(&year) {
                match lever.what {
                    LeverKind::StopSmokingReach { factor } => change.reach += Lanes::splat(factor - 1.0),
                    LeverKind::Quitting { factor } => change.quit = change.quit * factor,
                    LeverKind::Starting { factor } => change.start = change.start * factor,
                }
            }
        }
        for (ambition, factor) in self.ambitions.iter().zip(factors) {
            if ambition.cells[cell] {
                // Ambitions of one scenario have no cell in common, so there is one factor at most.
                change.per_factor = change.quit * ambition.ramp[year];
                change.powers = ambition.ramp[..=year].iter().filter(|ramp| **ramp > 0.0).count();
                change.quit *= Lanes::ONE + (*factor - Lanes::ONE) * ambition.ramp[year];
            }
        }
        change
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
) -> Result<LeverPlan, Error> {
    let factor = match lever.what {
        LeverKind::StopSmokingReach { factor } | LeverKind::Quitting { factor } | LeverKind::Starting { factor } => {
            factor
        }
    };
    if !(0.0..=100.0).contains(&factor) {
        return Err(Error::out_of_range(
            format!("scenario {scenario:?}: factor of a lever"),
            factor,
            "must lie in 0 to 100",
        ));
    }
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
    Ok(LeverPlan { cells, what: lever.what, years: from..until })
}

fn resolve_ambition(
    scenario: &str,
    ambition: &Ambition,
    demography: &Demography,
    start: Year,
    last: i32,
) -> Result<AmbitionPlan, Error> {
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
