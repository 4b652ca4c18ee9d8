//! What care costs: of a case, of a new case, of a person whatever ails them.
//!
//! Money is in pounds of the one price year that the rows in use share; no deflator is in the data, so none is applied.

use super::{DISEASES, Disease, PAYERS};
use crate::data::integer;
use crate::data::{ReferenceData, Table, TableName};
use crate::draws::Draws;
use crate::error::Error;
use crate::estimate::Estimate;
use crate::multistate::lanes::Lanes;
use crate::numerics::special::Z_95;
use crate::units::AGES;

/// The words for the payers, in their order.
const PAYER_NAMES: [&str; PAYERS] = ["nhs", "social_care"];

/// The age from which the embedded tables have costs; of younger people none is published.
const ADULT: usize = 18;

/// A cost as an estimate with its parameter's name.
#[derive(Debug, Clone)]
struct Cost {
    parameter: String,
    estimate: Estimate,
}

impl Cost {
    /// Gamma where an interval is given, else fixed.
    fn new(parameter: String, mean: f64, sd: f64) -> Result<Self, Error> {
        let estimate = if sd > 0.0 && mean > 0.0 { Estimate::gamma_moments(mean, sd)? } else { Estimate::fixed(mean)? };
        Ok(Self { parameter, estimate })
    }

    fn draw(&self, draws: &mut Draws<'_>) -> Result<Lanes, Error> {
        draws.value(|| self.parameter.clone(), &self.estimate)
    }
}

/// The cost of a case: of its first year, if that is another, and of each later one.
#[derive(Debug, Clone)]
struct CaseCost {
    first: Option<Cost>,
    later: Cost,
    /// Share of new cases who outlive the onset: of a first year they cost a later year's part as one of those with the disease.
    outlive: f64,
}

/// New cases of a disease that the costs of several ages and years are weighted by.
#[derive(Debug, Clone)]
pub(super) struct NewCases {
    /// By age, both sexes.
    pub(super) by_age: Vec<f64>,
    /// Share who outlive the onset.
    pub(super) outlive: f64,
    /// Their mean added hazard of death afterwards.
    pub(super) fatality: f64,
}

/// Costs of care, as estimates.
#[derive(Debug, Clone)]
pub(super) struct CareCosts {
    cases: Vec<Option<CaseCost>>,
    /// Of a person without any of the diseases, by payer; and of everyone: by payer and age, one parameter for a band.
    without: [Vec<Option<Cost>>; PAYERS],
    everyone: [Vec<Option<Cost>>; PAYERS],
    price_year: String,
}

/// Costs in a batch of draws; see `DiseaseDraws`.
#[derive(Debug)]
pub(super) struct CostDraws {
    pub(super) of_case: [[Lanes; DISEASES]; PAYERS],
    pub(super) of_new_case: [[Lanes; DISEASES]; PAYERS],
    pub(super) per_head: [Vec<Lanes>; PAYERS],
}

/// Ages of a row, whole.
fn ages(from: f64, to: f64) -> std::ops::Range<usize> {
    integer(from)..if to.is_finite() { integer(to) + 1 } else { AGES }
}

/// Half the width of a 95% interval over 1.96, 0 without one.
fn sd(lower: f64, upper: f64) -> f64 {
    if upper > lower { (upper - lower) / (2.0 * Z_95) } else { 0.0 }
}

impl CareCosts {
    /// Reads the rows in use.
    ///
    /// # Errors
    /// If none is in use, they are of several price years, two bands overlap or leave a gap, or later years lack the first.
    pub(super) fn read(data: &ReferenceData, new_cases: &[NewCases]) -> Result<Self, Error> {
        let (cases, heads) = (data.table(TableName::CARE_COSTS), data.table(TableName::CARE_COST_PER_HEAD));
        some_in_use(cases)?;
        some_in_use(heads)?;
        let price_year = one_price_year(&[cases, heads])?;
        let mut by_case = Vec::with_capacity(PAYERS * DISEASES);
        for payer in PAYER_NAMES {
            for disease in Disease::AXIS {
                by_case.push(case_cost(cases, payer, disease, &new_cases[disease.index()])?);
            }
        }
        let mut costs = Self {
            cases: by_case,
            without: [vec![None; AGES], vec![None; AGES]],
            everyone: [vec![None; AGES], vec![None; AGES]],
            price_year,
        };
        let (payer, people, choice) = (heads.text("payer")?, heads.text("people")?, heads.text("choice")?);
        let (from, to, cost) = (heads.number("age_from")?, heads.number("age_to")?, heads.number("cost")?);
        let (lower, upper) = (heads.number("lower")?, heads.number("upper")?);
        for row in (0..heads.rows()).filter(|&row| choice[row] == "used") {
            let Some(p) = PAYER_NAMES.iter().position(|name| payer[row] == *name) else { continue };
            let of_all = people[row] == "all";
            let band = if of_all { &mut costs.everyone[p] } else { &mut costs.without[p] };
            let words = if of_all { "cost per head" } else { "cost per head without a modelled disease" };
            let name = format!("{} {words}, from age {}", payer[row], from[row]);
            for age in ages(from[row], to[row]) {
                if band[age].replace(Cost::new(name.clone(), cost[row], sd(lower[row], upper[row]))?).is_some() {
                    return Err(Error::Table {
                        table: heads.label().to_owned(),
                        line: Some(heads.line(row)),
                        rule: format!("age {age} of {}, {} is in another row as well", payer[row], people[row]),
                    });
                }
            }
        }
        for (payer, (everyone, without)) in PAYER_NAMES.into_iter().zip(costs.everyone.iter().zip(&costs.without)) {
            for (band, people) in [(everyone, "all"), (without, "without_modelled_disease")] {
                without_gap(band, heads, &format!("{payer}, {people}"))?;
            }
        }
        Ok(costs)
    }

    /// What costs nothing because no row of the tables is of it, in words.
    pub(super) fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        for disease in Disease::AXIS {
            if (0..PAYERS).all(|payer| self.cases[payer * DISEASES + disease.index()].is_none()) {
                notes.push(format!("care_costs has no cost of {} in use: none is counted", disease.name()));
            }
        }
        for (payer, (everyone, without)) in PAYER_NAMES.into_iter().zip(self.everyone.iter().zip(&self.without)) {
            match everyone.iter().zip(without).position(|(one, other)| one.is_some() || other.is_some()) {
                Some(first) if first > ADULT => notes.push(format!(
                    "care_cost_per_head has costs of {payer} in use from age {first}: none is counted of younger people"
                )),
                Some(_) => {}
                None => notes.push(format!("care_cost_per_head has no cost of {payer} in use: none is counted")),
            }
        }
        notes
    }

    /// The price year of all money, as the rows in use state it.
    pub(super) fn price_year(&self) -> &str {
        &self.price_year
    }

    /// Costs in a batch of draws; `prevalence` and `new_cases` (a year and person) by disease, index `sex * AGES + age`.
    ///
    /// # Errors
    /// If an estimate cannot be drawn.
    pub(super) fn draw(
        &self,
        draws: &mut Draws<'_>,
        prevalence: &[Vec<Lanes>; DISEASES],
        new_cases: &[Vec<Lanes>; DISEASES],
    ) -> Result<CostDraws, Error> {
        let zero = [[Lanes::ZERO; DISEASES]; PAYERS];
        let mut drawn = CostDraws { of_case: zero, of_new_case: zero, per_head: [Vec::new(), Vec::new()] };
        for payer in 0..PAYERS {
            for d in 0..DISEASES {
                let Some(cost) = &self.cases[payer * DISEASES + d] else { continue };
                let later = cost.later.draw(draws)?;
                drawn.of_case[payer][d] = later;
                if let Some(first) = &cost.first {
                    drawn.of_new_case[payer][d] = first.draw(draws)? - later * cost.outlive;
                }
            }
            let mut per_head = vec![Lanes::ZERO; 2 * AGES];
            for (age_sex, sum) in per_head.iter_mut().enumerate() {
                let age = age_sex % AGES;
                if let Some(cost) = &self.everyone[payer][age] {
                    *sum += cost.draw(draws)?;
                }
                if let Some(cost) = &self.without[payer][age] {
                    *sum += cost.draw(draws)?;
                    for d in 0..DISEASES {
                        *sum += drawn.of_case[payer][d] * prevalence[d][age_sex];
                        *sum += drawn.of_new_case[payer][d] * new_cases[d][age_sex];
                    }
                }
            }
            drawn.per_head[payer] = per_head;
        }
        Ok(drawn)
    }
}

/// Costs without a row in use would be costs of nothing.
fn some_in_use(table: &Table) -> Result<(), Error> {
    if table.text("choice")?.iter().any(|choice| choice == "used") {
        return Ok(());
    }
    let rule = "has no row with choice used: all costs would be 0".into();
    Err(Error::Table { table: table.label().to_owned(), line: None, rule })
}

/// Bands must have a cost at every age from their first on.
fn without_gap(band: &[Option<Cost>], table: &Table, of: &str) -> Result<(), Error> {
    let gap = band.iter().skip_while(|cost| cost.is_none()).position(Option::is_none);
    let Some(gap) = gap else { return Ok(()) };
    let age = gap + band.iter().position(Option::is_some).unwrap_or(0);
    let rule = format!("leaves out age {age} of {of}, in use from a younger age on: its cost would be 0");
    Err(Error::Table { table: table.label().to_owned(), line: None, rule })
}

fn one_price_year(tables: &[&Table]) -> Result<String, Error> {
    let mut found: Option<(&str, String)> = None;
    for table in tables {
        let (choice, year) = (table.text("choice")?, table.text("price_year")?);
        for row in (0..table.rows()).filter(|&row| choice[row] == "used") {
            match &found {
                Some((of, first)) if *first != year[row] => {
                    return Err(Error::Cell {
                        table: table.label().to_owned(),
                        line: table.line(row),
                        column: "price_year".into(),
                        value: year[row].clone(),
                        rule: format!(
                            "must be {first}, that of the other rows in use, of {of}: no deflator is applied"
                        ),
                    });
                }
                Some(_) => {}
                None => found = Some((table.label(), year[row].clone())),
            }
        }
    }
    Ok(found.map(|(_, year)| year).unwrap_or_default())
}

/// Cost of a case, weighted over ages by new cases and over later years by who still lives.
fn case_cost(table: &Table, payer: &str, disease: Disease, cases: &NewCases) -> Result<Option<CaseCost>, Error> {
    let (names, payers, choice) = (table.text("disease")?, table.text("payer")?, table.text("choice")?);
    let (from, to) = (table.number("age_from")?, table.number("age_to")?);
    let (year, cost) = (table.number("year_since_diagnosis")?, table.number("cost")?);
    let (lower, upper) = (table.number("lower")?, table.number("upper")?);
    // Sums of weight, weight x cost, weight x sd: of the first year, of later ones.
    let mut sums = [[0.0; 3]; 2];
    for row in 0..table.rows() {
        if names[row] != disease.name() || payers[row] != payer || choice[row] != "used" {
            continue;
        }
        let mut weight: f64 = cases.by_age[ages(from[row], to[row])].iter().sum();
        let later = !(year[row] <= 1.0);
        if later && year[row].is_finite() {
            weight *= libm::exp(-cases.fatality * (year[row] - 2.0));
        }
        let sum = &mut sums[usize::from(later)];
        sum[0] += weight;
        sum[1] += weight * cost[row];
        sum[2] += weight * sd(lower[row], upper[row]);
    }
    let mean = |[weight, cost, sd]: [f64; 3]| (weight > 0.0).then(|| (cost / weight, sd / weight));
    let name = |years: &str| format!("{payer} cost of {}, {years}", disease.name());
    match (mean(sums[0]), mean(sums[1])) {
        (None, None) => Ok(None),
        (Some(_), None) => Err(Error::Table {
            table: table.label().to_owned(),
            line: None,
            rule: format!("gives a first year of {}, {payer}, and no later one", disease.name()),
        }),
        (first, Some((later, spread))) => Ok(Some(CaseCost {
            first: first.map(|(first, sd)| Cost::new(name("first year"), first, sd)).transpose()?,
            later: Cost::new(name(if first.is_some() { "a later year" } else { "a year" }), later, spread)?,
            outlive: cases.outlive,
        })),
    }
}
