//! Births and net migration, solved once at central parameters so that the central baseline meets the projection.

use super::demography::{Demography, MOTHERS};
use crate::error::Error;
use crate::units::AGES;
use ndarray::{Array2, Array3, Array4, Axis};
use serde::{Deserialize, Serialize};

/// Whether people come and go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Migration {
    /// Births and net migration as projected.
    #[default]
    Projected,
    /// Nobody is born, comes or leaves: today's people are followed for life.
    Closed,
}

/// Births and net migration by year.
#[derive(Debug, Clone)]
pub(crate) struct Flows {
    fertility: Array3<f64>,
    net: Array4<f64>,
    people: Vec<[Vec<f64>; 2]>,
    bounds: Vec<(f64, f64)>,
}

impl Flows {
    /// People of all cells who come in a year, and the largest share of those of a cell, sex and age who leave.
    pub(crate) fn bounds(&self, year: usize) -> (f64, f64) {
        self.bounds[year]
    }

    /// Central people of all areas by year from the start on, sex and age.
    pub(crate) fn people(&self) -> &[[Vec<f64>; 2]] {
        &self.people
    }

    /// Births per woman in the year; axes year, area, mother's age from 15 (35 ages).
    pub(crate) fn fertility(&self) -> &Array3<f64> {
        &self.fertility
    }

    /// Net migration at the end of the year by the age then reached: zero or above is a count of persons who come,
    /// below zero is minus the share of those there who leave. Axes year, cell, sex, age.
    pub(crate) fn net(&self) -> &Array4<f64> {
        &self.net
    }

    /// Solves births and migration year by year from the projection; a closed population has neither.
    ///
    /// `hazard(year index, cell, sex, row)` is the central hazard of death over the year that starts at mid-`start`
    /// plus the index: row 0 for those born within it, row 1 + a for those aged a at its start.
    ///
    /// Net migration is the projection's own: for each area and age, what the projection has in the next year over
    /// the survivors of what it has in this one. It is carried as a share of those there, so that the projection
    /// is scaled to the start population cohort by cohort; from 90 on the ages go together. Births make age 0 meet
    /// the projection scaled to the area's start population. After the projection ends, the mean shares and the
    /// mean fertility of its last five years are kept.
    ///
    /// # Errors
    /// If the projection does not hold the start year, or an area has no women to bear the children projected.
    pub(crate) fn solve(
        demography: &Demography,
        migration: Migration,
        start: i32,
        years: usize,
        hazard: impl Fn(usize, usize, usize, usize) -> f64,
    ) -> Result<Self, Error> {
        let mut solver = Solver::new(demography, start, years)?;
        let mut people = vec![region(&solver.now)];
        let mut survival = Array3::zeros((demography.cells().len(), 2, AGES + 1));
        for year in 0..years {
            for ((cell, sex, row), alive) in survival.indexed_iter_mut() {
                *alive = libm::exp(-hazard(year, cell, sex, row));
            }
            match migration {
                Migration::Projected => solver.advance(year, &survival)?,
                Migration::Closed => solver.now = solver.survivors(&survival),
            }
            people.push(region(&solver.now));
        }
        let bounds = solver.net.outer_iter().map(|net| {
            net.iter().fold(
                (0.0, 0.0),
                |(come, leave), net| if *net > 0.0 { (come + net, leave) } else { (come, f64::max(leave, -net)) },
            )
        });
        let bounds = bounds.collect();
        Ok(Self { fertility: solver.fertility, net: solver.net, people, bounds })
    }
}

/// People of all cells by sex and age.
fn region(now: &Array3<f64>) -> [Vec<f64>; 2] {
    [0, 1].map(|sex| (0..AGES).map(|age| now.index_axis(Axis(2), age).column(sex).sum()).collect())
}

/// Years of the end of the projection whose rates are kept afterwards.
const KEPT_YEARS: usize = 5;

struct Solver<'a> {
    demography: &'a Demography,
    /// Cells of each area.
    cells: Vec<Vec<usize>>,
    start: i32,
    now: Array3<f64>,
    shares: Vec<Array2<f64>>,
    base_fertility: Array2<f64>,
    ratio: Vec<f64>,
    fertility: Array3<f64>,
    net: Array4<f64>,
}

impl<'a> Solver<'a> {
    fn new(demography: &'a Demography, start: i32, years: usize) -> Result<Self, Error> {
        let areas = demography.areas().len();
        let mut base_fertility = Array2::zeros((areas, MOTHERS.len()));
        let mut ratio = Vec::with_capacity(areas);
        for area in 0..areas {
            let persons = demography.persons_of_area(area);
            let projected = demography
                .projected(area, start)
                .ok_or_else(|| Error::out_of_range("start year", start, "must lie within the population projection"))?;
            ratio.push(persons.sum() / projected.sum());
            for mother in MOTHERS {
                // Under-20 and 45+ births stand for five ages together.
                let ages = match mother {
                    15..20 => 15..20,
                    45..50 => 45..50,
                    single => single..single + 1,
                };
                let women: f64 = ages.clone().map(|age| persons[[1, age]]).sum();
                let births: f64 = ages.map(|age| demography.births()[[area, age - MOTHERS.start]]).sum();
                base_fertility[[area, mother - MOTHERS.start]] = if women > 0.0 { births / women } else { 0.0 };
            }
        }
        let mut cells = vec![Vec::new(); areas];
        for (index, cell) in demography.cells().iter().enumerate() {
            cells[cell.area].push(index);
        }
        Ok(Self {
            demography,
            cells,
            start,
            now: demography.persons().clone(),
            shares: Vec::new(),
            base_fertility,
            ratio,
            fertility: Array3::zeros((years, areas, MOTHERS.len())),
            net: Array4::zeros((years, demography.cells().len(), 2, AGES)),
        })
    }

    /// Moves on by a year with the survival over it; axes cell, sex, row as those of the hazard.
    fn advance(&mut self, year: usize, survival: &Array3<f64>) -> Result<(), Error> {
        let natural = self.survivors(survival);
        let shares = self.migration_shares(year, survival);
        let mut next = natural.clone();
        for (index, cell) in self.demography.cells().iter().enumerate() {
            for sex in 0..2 {
                for age in 1..AGES {
                    let share = shares[[cell.area, age]];
                    let there = natural[[index, sex, age]];
                    self.net[[year, index, sex, age]] = if share < 0.0 { share } else { share * there };
                    next[[index, sex, age]] = there + share * there;
                }
            }
        }
        self.births(year, survival, &mut next)?;
        self.shares.push(shares);
        self.now = next;
        Ok(())
    }

    /// Those alive a year later, at their new age.
    fn survivors(&self, survival: &Array3<f64>) -> Array3<f64> {
        let mut next = Array3::zeros(self.now.raw_dim());
        for ((now, survival), mut next) in self.now.rows().into_iter().zip(survival.rows()).zip(next.rows_mut()) {
            for (age, (now, alive)) in now.iter().zip(survival.iter().skip(1)).enumerate() {
                next[(age + 1).min(AGES - 1)] += now * alive;
            }
        }
        next
    }

    /// Net migration as a share of the survivors, by area and the age reached.
    fn migration_shares(&self, year: usize, survival: &Array3<f64>) -> Array2<f64> {
        let areas = self.demography.areas().len();
        let calendar = self.start + i32::try_from(year).unwrap_or(i32::MAX);
        let mut shares = Array2::zeros((areas, AGES));
        for area in 0..areas {
            let (Some(before), Some(after)) =
                (self.demography.projected(area, calendar), self.demography.projected(area, calendar + 1))
            else {
                let kept = &self.shares[self.shares.len().saturating_sub(KEPT_YEARS)..];
                let mean = |age| kept.iter().map(|s| s[[area, age]]).sum::<f64>() / kept.len() as f64;
                for age in 0..AGES {
                    shares[[area, age]] = mean(age);
                }
                continue;
            };
            let survival = self.area_survival(area, survival);
            for age in 1..90 {
                let natural = before[age - 1] * survival[age - 1];
                shares[[area, age]] = if natural > 0.0 { after[age] / natural - 1.0 } else { 0.0 };
            }
            let old = self.demography.old_age_weights();
            let weight = |age: usize| 0.5 * (old[[0, age - 90]] + old[[1, age - 90]]);
            let natural =
                before[89] * survival[89] + (90..AGES).map(|age| before[90] * weight(age) * survival[age]).sum::<f64>();
            let share = if natural > 0.0 { after[90] / natural - 1.0 } else { 0.0 };
            for age in 90..AGES {
                shares[[area, age]] = share;
            }
        }
        shares
    }

    /// Share of an area's people of each age who survive the year.
    fn area_survival(&self, area: usize, survival: &Array3<f64>) -> Vec<f64> {
        let cells = &self.cells[area];
        (0..AGES)
            .map(|age| {
                let (mut people, mut alive, mut plain) = (0.0, 0.0, 0.0);
                for &cell in cells {
                    for sex in 0..2 {
                        let survival = survival[[cell, sex, 1 + age]];
                        people += self.now[[cell, sex, age]];
                        alive += self.now[[cell, sex, age]] * survival;
                        plain += survival;
                    }
                }
                // An age without people has nobody to weight with: the plain mean stands in.
                if people > 0.0 { alive / people } else { plain / (2 * cells.len()) as f64 }
            })
            .collect()
    }

    /// Fertility that makes age 0 meet the projection, and the births it brings.
    fn births(&mut self, year: usize, survival: &Array3<f64>, next: &mut Array3<f64>) -> Result<(), Error> {
        let boys = self.demography.male_share_at_birth();
        let calendar = self.start + i32::try_from(year).unwrap_or(i32::MAX);
        for area in 0..self.demography.areas().len() {
            let cells = &self.cells[area];
            // Survivors to mid-year per unit of fertility scale, by cell.
            let alive = |cell: usize| boys * survival[[cell, 0, 0]] + (1.0 - boys) * survival[[cell, 1, 0]];
            let mothers = |cell: usize| -> f64 {
                MOTHERS.map(|age| self.now[[cell, 1, age]] * self.base_fertility[[area, age - MOTHERS.start]]).sum()
            };
            let expected: f64 = cells.iter().map(|&cell| mothers(cell) * alive(cell)).sum();
            if let Some(after) = self.demography.projected(area, calendar + 1) {
                let target = after[0] * self.ratio[area];
                if !(expected > 0.0) && target > 0.0 {
                    return Err(Error::Calibration {
                        what: format!("births of {}", self.demography.areas()[area].name),
                        detail: format!("{target} children are projected and there are no women to bear them"),
                    });
                }
                let scale = if expected > 0.0 { target / expected } else { 0.0 };
                for mother in 0..MOTHERS.len() {
                    self.fertility[[year, area, mother]] = scale * self.base_fertility[[area, mother]];
                }
            } else {
                for mother in 0..MOTHERS.len() {
                    let kept = KEPT_YEARS.min(year);
                    let sum: f64 = (year - kept..year).map(|y| self.fertility[[y, area, mother]]).sum();
                    self.fertility[[year, area, mother]] = if kept > 0 { sum / kept as f64 } else { 0.0 };
                }
            }
            for &cell in cells {
                let born: f64 = MOTHERS
                    .map(|age| self.now[[cell, 1, age]] * self.fertility[[year, area, age - MOTHERS.start]])
                    .sum();
                next[[cell, 0, 0]] = born * boys * survival[[cell, 0, 0]];
                next[[cell, 1, 0]] = born * (1.0 - boys) * survival[[cell, 1, 0]];
            }
        }
        Ok(())
    }
}
