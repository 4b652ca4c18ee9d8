//! Names and years of scenarios, resolved and checked against a region and its years.

use super::price::{CostPlan, Price};
use super::scenario::{AmbitionPlan, InterventionPlan, ScenarioPlan};
use crate::catalogue::Target;
use crate::catalogue::driver::{DriverRow, Reaches, Scope, Together};
use crate::catalogue::indicator::IndicatorRow;
use crate::catalogue::rows::Catalogue;
use crate::component::Group;
use crate::component::group::{Members, Region};
use crate::delivery::CostPer;
use crate::error::Error;
use crate::exposure::smoking::fit::service::StopSmokingService;
use crate::population::demography::Demography;
use crate::scenario::{AfterDeadline, Ambition, Intervention, Scenario, Trajectory};
use crate::units::Year;

/// What scenarios are resolved against.
pub(crate) struct Resolver<'a> {
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) demography: &'a Demography,
    pub(crate) region: &'a Region,
    pub(crate) start: Year,
    pub(crate) years: usize,
}

impl Resolver<'_> {
    /// Checks a scenario and resolves its names and years; what its interventions cost joins the prices of the run.
    ///
    /// # Errors
    /// If a name is unknown, a year lies outside the run, an effect is not a sound number, an indicator cannot have a target or be
    /// for these people, or two ambitions move the same of the same people.
    pub(crate) fn scenario(&self, scenario: &Scenario, prices: &mut Vec<Price>) -> Result<ScenarioPlan, Error> {
        if scenario.name.trim().is_empty() {
            return Err(Error::out_of_range("scenario name", format!("{:?}", scenario.name), "must not be empty"));
        }
        let name = &scenario.name;
        let mut plan =
            ScenarioPlan { name: name.clone(), frozen: false, interventions: Vec::new(), ambitions: Vec::new() };
        for one in &scenario.interventions {
            let costs = self.costs(name, plan.interventions.len(), one, prices)?;
            plan.interventions.push(self.intervention(name, one, costs)?);
        }
        for ambition in &scenario.ambitions {
            let resolved = self.ambition(name, ambition)?;
            for earlier in plan.ambitions.iter().filter(|earlier| earlier.driver == resolved.driver) {
                if earlier.cells.iter().zip(&resolved.cells).any(|(a, b)| *a && *b) {
                    return Err(Error::Conflict {
                        rule: format!(
                            "scenario {name:?}: two ambitions move {} of the same people; give each its own scenario",
                            resolved.row.words.as_str()
                        ),
                    });
                }
            }
            plan.ambitions.push(resolved);
        }
        Ok(plan)
    }

    /// The group by its indices, and whether each cell is of it.
    fn group(&self, what: &str, group: &Group, scope: Scope) -> Result<(Members, Vec<bool>), Error> {
        let members = group.resolve(self.region)?;
        let conflict = |rule: String| Err(Error::Conflict { rule: format!("{what}: {rule}") });
        if !members.is_of_every_age_and_sex() {
            return conflict(format!("for people of areas and quintiles, not of some sexes or ages: {group}"));
        }
        match scope {
            Scope::Region if members.areas.is_some() || members.quintiles.is_some() => {
                return conflict("for everybody, not for some areas or quintiles".into());
            }
            Scope::Area if members.quintiles.is_some() => {
                return conflict("known by area, not by quintile".into());
            }
            _ => {}
        }
        let cells: Vec<bool> =
            self.demography.cells().iter().map(|cell| members.holds(cell.area, cell.quintile.index())).collect();
        if !cells.contains(&true) {
            return Err(group.nobody());
        }
        Ok((members, cells))
    }

    /// Last year of the run.
    fn last(&self) -> i32 {
        self.start.get() + i32::try_from(self.years).unwrap_or(i32::MAX)
    }

    /// Years of a year beyond the first it may be.
    fn inside(&self, what: &str, scenario: &str, year: Year, first: i32) -> Result<usize, Error> {
        let (given, last) = (year.get(), self.last());
        if !(first..=last).contains(&given) {
            return Err(Error::out_of_range(
                format!("scenario {scenario:?}: {what}"),
                given,
                format!("must lie in {first} to {last}"),
            ));
        }
        Ok((given - first) as usize)
    }

    fn intervention(
        &self,
        scenario: &str,
        one: &Intervention,
        costs: Vec<CostPlan>,
    ) -> Result<InterventionPlan, Error> {
        let driver = self.catalogue.driver_index(one.driver)?;
        let row = self.catalogue.drivers()[driver];
        row.check(&format!("scenario {scenario:?}"), one.effect)?;
        let what = format!("scenario {scenario:?}: an intervention on {}", one.driver);
        let (_, cells) = self.group(&what, &one.group, row.scope)?;
        let after_start = self.start.get() + 1;
        let from =
            one.from.map_or(Ok(0), |year| self.inside("first year of an intervention", scenario, year, after_start))?;
        let until = match one.until {
            Some(until) => {
                let until = self.inside("last year of an intervention", scenario, until, after_start)?;
                if until < from {
                    return Err(Error::Conflict {
                        rule: format!(
                            "scenario {scenario:?}: an intervention ends in {} before it begins in {}",
                            after_start + until as i32,
                            after_start + from as i32
                        ),
                    });
                }
                until + 1
            }
            None => self.years,
        };
        let persons = self.demography.persons();
        let of_group = persons.outer_iter().zip(&cells).filter(|(_, is_of_it)| **is_of_it);
        let people_at_start = of_group.map(|(of_cell, _)| of_cell.sum()).sum();
        Ok(InterventionPlan { driver, row, size: one.effect.size(), cells, years: from..until, costs, people_at_start })
    }

    /// Checks what an intervention costs and gives each cost a price of the run.
    fn costs(
        &self,
        scenario: &str,
        position: usize,
        one: &Intervention,
        prices: &mut Vec<Price>,
    ) -> Result<Vec<CostPlan>, Error> {
        let knows_whom = |driver: usize| self.catalogue.drivers()[driver].reaches != Reaches::Unknown;
        let driver = self.catalogue.driver_index(one.driver)?;
        let mut costs = Vec::with_capacity(one.costs.len());
        for (index, cost) in one.costs.iter().enumerate() {
            let what = format!("scenario {scenario:?}: cost {} of intervention {}", index + 1, position + 1);
            if cost.per == CostPer::PersonReached && !knows_whom(driver) {
                let drivers = self.catalogue.drivers();
                let known: Vec<&str> =
                    (0..drivers.len()).filter(|&at| knows_whom(at)).map(|at| drivers[at].id.name()).collect::<Vec<_>>();
                return Err(Error::Conflict {
                    rule: format!(
                        "{what}: a cost of each person reached is for drivers of which it is known whom they reach ({}); give \
                         this one a cost of each year",
                        known.join(", ")
                    ),
                });
            }
            let least = cost.pounds.distribution().quantile(0.0);
            if !(least >= 0.0) {
                return Err(Error::out_of_range(what, least, "must be 0 or more in every draw"));
            }
            let name = format!("delivery cost {} of lever {} of {scenario}, {}", index + 1, position + 1, cost.payer);
            costs.push(CostPlan { payer: cost.payer, per: cost.per, price: prices.len() });
            prices.push(Price { name, pounds: cost.pounds.clone() });
        }
        Ok(costs)
    }

    fn ambition(&self, scenario: &str, ambition: &Ambition) -> Result<AmbitionPlan, Error> {
        let indicator = *self.catalogue.indicator(ambition.indicator)?;
        check_target(scenario, ambition, &indicator)?;
        let driver = self.catalogue.driver_index(indicator.driver)?;
        let what = format!("scenario {scenario:?}: {}", indicator.words.as_str());
        let (members, cells) = self.group(&what, &ambition.group, indicator.scope)?;
        let start = self.start.get();
        let deadline = 1 + self.inside("deadline", scenario, ambition.deadline, start + 1)?;
        let first_year = match ambition.starting {
            Some(year) => year,
            None => Year::new(start + 1)?,
        };
        let first = self.inside("first year of an ambition", scenario, first_year, start + 1)?;
        if first_year > ambition.deadline {
            return Err(Error::Conflict {
                rule: format!(
                    "scenario {scenario:?}: the deadline {} lies before the first year {first_year}",
                    ambition.deadline
                ),
            });
        }
        let baseline_year = ambition.baseline_year.unwrap_or(self.start);
        let baseline = self.inside("baseline year", scenario, baseline_year, start)?;
        if baseline_year >= ambition.deadline {
            return Err(Error::Conflict {
                rule: format!(
                    "scenario {scenario:?}: the baseline year {baseline_year} must lie before the deadline {}",
                    ambition.deadline
                ),
            });
        }
        Ok(AmbitionPlan {
            ambition: ambition.clone(),
            indicator,
            driver,
            row: self.catalogue.drivers()[driver],
            members,
            first_year,
            baseline_year,
            cells,
            ramp: ramp(ambition, self.years, first, deadline),
            deadline,
            baseline,
        })
    }
}

/// Checks that an indicator can have the target.
fn check_target(scenario: &str, ambition: &Ambition, indicator: &IndicatorRow) -> Result<(), Error> {
    let target = ambition.target;
    if !indicator.targets.contains(&target.kind()) {
        return Err(Error::Conflict {
            rule: format!("scenario {scenario:?}: {} cannot have {target} as its target", indicator.words.as_str()),
        });
    }
    let number = match target {
        Target::CumulativeGain { value } => Some(("cumulative gain", value, value > 0.0, "above 0 and finite")),
        Target::Number { value } => Some(("value aimed at", value, value >= 0.0, "0 or more and finite")),
        _ => None,
    };
    if let Some((what, value, is_sound, rule)) = number
        && !(is_sound && value.is_finite())
    {
        return Err(Error::out_of_range(format!("scenario {scenario:?}: {what}"), value, format!("must be {rule}")));
    }
    Ok(())
}

/// Share of an ambition's effect in each year after the start.
fn ramp(ambition: &Ambition, years: usize, first: usize, deadline: usize) -> Vec<f64> {
    let steps = (deadline - first) as f64;
    (0..years)
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
                match ambition.after_deadline {
                    AfterDeadline::Revert => 0.0,
                    AfterDeadline::Sustain => 1.0,
                }
            }
        })
        .collect()
}

impl ScenarioPlan {
    /// Checks what all interventions do together: no driver is moved further than one intervention may move it, and no more people
    /// are reached than there are.
    ///
    /// # Errors
    /// If somewhere in a year the effects on a driver are together beyond its largest, more than all smokers would use stop-smoking
    /// services, or more than all people with severe mental illness get help.
    pub(crate) fn check_together(&self, service: &StopSmokingService, start: Year, years: usize) -> Result<(), Error> {
        let mut drivers: Vec<&DriverRow> = Vec::new();
        for one in &self.interventions {
            if !drivers.iter().any(|known| known.id == one.row.id) {
                drivers.push(&one.row);
            }
        }
        let cells = self.interventions.first().map_or(0, |one| one.cells.len());
        for driver in drivers {
            let on_it: Vec<_> = self.interventions.iter().filter(|one| one.row.id == driver.id).collect();
            for year in 0..years {
                for cell in 0..cells {
                    let here = on_it.iter().filter(|one| one.cells[cell] && one.years.contains(&year));
                    let sizes = here.map(|one| one.size);
                    let of =
                        |what: &str| format!("scenario {:?}: {what} in {}", self.name, start.get() + 1 + year as i32);
                    let (what, size, most) = match driver.together {
                        Together::Product => {
                            let words = format!("factor of {} by all its interventions", driver.id);
                            (words, sizes.product(), driver.most)
                        }
                        Together::SumBeyond1 => {
                            let reach: f64 = 1.0 + sizes.map(|size| size - 1.0).sum::<f64>();
                            let words =
                                "largest share of smokers of a sex and age who use stop-smoking services".to_owned();
                            (words, reach * service.largest_reach(), 1.0)
                        }
                        Together::SumOfShares => {
                            ("share of people with severe mental illness who get help".to_owned(), sizes.sum(), 1.0)
                        }
                    };
                    if !(0.0..=most).contains(&size) {
                        let how = if driver.together == Together::Product { "multiply" } else { "add up" };
                        let rule = format!("must lie in 0 to {most}: the effects of its interventions {how}");
                        return Err(Error::out_of_range(of(&what), size, rule));
                    }
                }
            }
        }
        Ok(())
    }
}
