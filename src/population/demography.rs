//! The people at the start: areas, their deprivation quintiles, persons by sex and age, births and the projection.

use super::stratum::{QUINTILES, Quintile, Sex};
use crate::data::{Area, ReferenceData, Table, TableName, integer};
use crate::error::Error;
use crate::units::AGES;
use ndarray::{Array2, Array3, ArrayView1, Axis};

/// The part of an area whose small areas are in one national deprivation quintile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cell {
    /// Index of the area in [`Demography::areas`].
    pub area: usize,
    /// National deprivation quintile.
    pub quintile: Quintile,
}

/// First age of mothers in the table of births (all under 20) and first of its open group.
pub(crate) const MOTHERS: std::ops::Range<usize> = 15..50;

/// Population of the start year and what later births and migration are solved from.
#[derive(Debug, Clone)]
pub(crate) struct Demography {
    areas: Vec<Area>,
    cells: Vec<Cell>,
    persons: Array3<f64>,
    quintile_shares: Array3<f64>,
    births: Array2<f64>,
    male_share_at_birth: f64,
    projection: Array3<f64>,
    first_projected: i32,
    old_age_weights: Array2<f64>,
}

impl Demography {
    /// Reads the population tables.
    ///
    /// # Errors
    /// If a table lacks what is needed, or is of other areas than the table of areas; the table is named.
    pub(crate) fn from_data(data: &ReferenceData) -> Result<Self, Error> {
        data.check_areas()?;
        let areas = data.areas().to_vec();
        let old_age_weights = old_age_weights(data)?;
        let by_area = read_persons(data, &areas, &old_age_weights)?;
        let quintile_shares = read_shares(data, &areas)?;
        let cells = occupied_cells(&by_area, &quintile_shares);
        let persons = spread_over_cells(&by_area, &quintile_shares, &cells);
        let births = read_births(data, &areas)?;
        let newborn: [f64; 2] = [0, 1].map(|sex| (0..areas.len()).map(|area| by_area[[area, sex, 0]]).sum());
        let (projection, first_projected) = read_projection(data, &areas)?;
        Ok(Self {
            areas,
            cells,
            persons,
            quintile_shares,
            births,
            male_share_at_birth: newborn[0] / (newborn[0] + newborn[1]),
            projection,
            first_projected,
            old_age_weights,
        })
    }

    /// The areas, in the order of the table of areas.
    #[must_use]
    pub(crate) fn areas(&self) -> &[Area] {
        &self.areas
    }

    /// Area and quintile of every cell with people; sorted by area, then quintile.
    #[must_use]
    pub(crate) fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// Areas and quintiles without people: they have no rows in the results.
    #[must_use]
    pub(crate) fn empty_cells(&self) -> Vec<(String, Quintile)> {
        let mut empty = Vec::new();
        for (index, area) in self.areas.iter().enumerate() {
            for quintile in Quintile::ALL {
                if !self.cells.iter().any(|cell| cell.area == index && cell.quintile == quintile) {
                    empty.push((area.name.clone(), quintile));
                }
            }
        }
        empty
    }

    /// Persons at the start; axes cell, sex, age 0..=100.
    #[must_use]
    pub(crate) fn persons(&self) -> &Array3<f64> {
        &self.persons
    }

    /// Persons of an area at the start by sex and age.
    #[must_use]
    pub(crate) fn persons_of_area(&self, area: usize) -> Array2<f64> {
        let mut sum = Array2::zeros((2, AGES));
        for (index, cell) in self.cells.iter().enumerate() {
            if cell.area == area {
                sum += &self.persons.index_axis(Axis(0), index);
            }
        }
        sum
    }

    /// Persons of each area at the start, of some ages.
    #[must_use]
    pub(crate) fn persons_of_areas(&self, ages: std::ops::Range<usize>) -> Vec<f64> {
        let of = |area: usize| self.persons_of_area(area).slice_axis(Axis(1), ages.clone().into()).sum();
        (0..self.areas.len()).map(of).collect()
    }

    /// Persons of the region at the start; axes sex, age.
    pub(crate) fn persons_by_age(&self) -> [[f64; AGES]; 2] {
        let sum = self.persons.sum_axis(Axis(0));
        [0, 1].map(|sex| std::array::from_fn(|age| sum[[sex, age]]))
    }

    /// Share of boys among births, from the sexes of those aged 0 at the start.
    #[must_use]
    pub(crate) fn male_share_at_birth(&self) -> f64 {
        self.male_share_at_birth
    }

    /// Births in the year to the start; axes area, mother's age from 15 (35 ages).
    #[must_use]
    pub(crate) fn births(&self) -> &Array2<f64> {
        &self.births
    }

    /// Projected persons of an area in a year by age 0..=89, then 90 and over; `None` outside the projection.
    pub(crate) fn projected(&self, area: usize, year: i32) -> Option<ArrayView1<'_, f64>> {
        let index = usize::try_from(year - self.first_projected).ok()?;
        (index < self.projection.shape()[1])
            .then(|| self.projection.index_axis(Axis(0), area).index_axis_move(Axis(0), index))
    }

    /// Share of the people of an area and five-year group who live in each quintile.
    pub(crate) fn quintile_share(&self, cell: Cell, age: usize) -> f64 {
        self.quintile_shares[[cell.area, share_group(age), cell.quintile.index()]]
    }

    /// Share of those aged 90 and over who are 90, 91, ... 100 and over, by sex: the survivors of England's table.
    pub(crate) fn old_age_weights(&self) -> &Array2<f64> {
        &self.old_age_weights
    }
}

/// Index of an area code.
pub(crate) fn area_index(areas: &[Area], code: &str) -> Result<usize, Error> {
    areas
        .iter()
        .position(|area| area.code == code)
        .ok_or_else(|| Error::unknown("area code", code, areas.iter().map(|area| area.code.as_str())))
}

/// Death rates of England's latest national life table; axes sex, age.
pub(crate) fn england_life_table(data: &ReferenceData) -> Result<Array2<f64>, Error> {
    let table = data.table(TableName::LIFE_TABLE_ENGLAND);
    let mut rates = Array2::zeros((2, AGES));
    let (sex, age, mx) = (table.text("sex")?, table.number("age")?, table.number("mx_2013_2015")?);
    for row in 0..table.rows() {
        rates[[Sex::from_name(&sex[row])?.index(), integer(age[row])]] = mx[row];
    }
    Ok(rates)
}

fn old_age_weights(data: &ReferenceData) -> Result<Array2<f64>, Error> {
    let rates = england_life_table(data)?;
    let mut weights = Array2::zeros((2, AGES - 90));
    for sex in 0..2 {
        let mut alive = 1.0;
        for age in 90..AGES {
            let m = rates[[sex, age]];
            let survival = libm::exp(-m);
            // Person-years lived at this age; at 100 and over all that are left to live.
            weights[[sex, age - 90]] = if age == AGES - 1 { alive / m } else { alive * (1.0 - survival) / m };
            alive *= survival;
        }
        let total = weights.row(sex).sum();
        weights.row_mut(sex).mapv_inplace(|w| w / total);
    }
    Ok(weights)
}

fn read_persons(data: &ReferenceData, areas: &[Area], old: &Array2<f64>) -> Result<Array3<f64>, Error> {
    let table = data.table(TableName::POPULATION);
    let mut persons = Array3::zeros((areas.len(), 2, AGES));
    let (code, sex) = (table.text("area_code")?, table.text("sex")?);
    let (age, count) = (table.number("age")?, table.number("persons")?);
    for row in 0..table.rows() {
        let area = area_index(areas, &code[row])?;
        let sex = Sex::from_name(&sex[row])?.index();
        let age = integer(age[row]);
        if age < 90 {
            persons[[area, sex, age]] = count[row];
        } else {
            for older in 90..AGES {
                persons[[area, sex, older]] = count[row] * old[[sex, older - 90]];
            }
        }
    }
    Ok(persons)
}

const SHARE_GROUPS: usize = 19;

/// Index of the five-year group 0-4, 5-9, ... 90 and over that holds an age.
fn share_group(age: usize) -> usize {
    (age / 5).min(SHARE_GROUPS - 1)
}

fn read_shares(data: &ReferenceData, areas: &[Area]) -> Result<Array3<f64>, Error> {
    let table = data.table(TableName::DEPRIVATION_SHARES);
    let mut shares = Array3::zeros((areas.len(), SHARE_GROUPS, QUINTILES));
    let code = table.text("area_code")?;
    let (age, quintile, share) = (table.number("age_from")?, table.number("quintile")?, table.number("share")?);
    for row in 0..table.rows() {
        let area = area_index(areas, &code[row])?;
        shares[[area, share_group(integer(age[row])), integer(quintile[row]) - 1]] = share[row];
    }
    // The published shares have five decimals: what rounding left out is put back in proportion.
    for area in 0..areas.len() {
        for group in 0..SHARE_GROUPS {
            let total: f64 = (0..QUINTILES).map(|q| shares[[area, group, q]]).sum();
            if !(total > 0.0) {
                return Err(Error::Table {
                    table: TableName::DEPRIVATION_SHARES.to_string(),
                    line: None,
                    rule: format!("area {} has no shares from age {}", areas[area].name, 5 * group),
                });
            }
            for q in 0..QUINTILES {
                shares[[area, group, q]] /= total;
            }
        }
    }
    Ok(shares)
}

fn occupied_cells(by_area: &Array3<f64>, shares: &Array3<f64>) -> Vec<Cell> {
    let mut cells = Vec::new();
    for area in 0..by_area.shape()[0] {
        for quintile in Quintile::ALL {
            if (0..SHARE_GROUPS).any(|group| shares[[area, group, quintile.index()]] > 0.0) {
                cells.push(Cell { area, quintile });
            }
        }
    }
    cells
}

fn spread_over_cells(by_area: &Array3<f64>, shares: &Array3<f64>, cells: &[Cell]) -> Array3<f64> {
    Array3::from_shape_fn((cells.len(), 2, AGES), |(cell, sex, age)| {
        let Cell { area, quintile } = cells[cell];
        by_area[[area, sex, age]] * shares[[area, share_group(age), quintile.index()]]
    })
}

fn read_births(data: &ReferenceData, areas: &[Area]) -> Result<Array2<f64>, Error> {
    let table = data.table(TableName::BIRTHS);
    let mut births = Array2::zeros((areas.len(), MOTHERS.len()));
    let code = table.text("area_code")?;
    let (age, count) = (table.number("mother_age")?, table.number("births")?);
    for row in 0..table.rows() {
        let area = area_index(areas, &code[row])?;
        // The first and last groups are open: they are shared equally over the five ages they stand for.
        let ages = match integer(age[row]) {
            15 => 15..20,
            45 => 45..50,
            single => single..single + 1,
        };
        let share = 1.0 / ages.len() as f64;
        for mother in ages {
            if !MOTHERS.contains(&mother) {
                return Err(Error::Table {
                    table: TableName::BIRTHS.to_string(),
                    line: None,
                    rule: format!("mother's age {mother} must lie in 15 to 45"),
                });
            }
            births[[area, mother - MOTHERS.start]] = count[row] * share;
        }
    }
    Ok(births)
}

fn read_projection(data: &ReferenceData, areas: &[Area]) -> Result<(Array3<f64>, i32), Error> {
    let table = data.table(TableName::POPULATION_PROJECTION);
    let years = year_columns(table, "y");
    let first = years.first().map_or(0, |(year, _)| *year);
    if years.is_empty() || years.iter().enumerate().any(|(i, (year, _))| *year != first + i as i32) {
        return Err(Error::Table {
            table: TableName::POPULATION_PROJECTION.to_string(),
            line: None,
            rule: "must have one column for each year from the first to the last, named y2015, y2016, ...".into(),
        });
    }
    let mut projection = Array3::zeros((areas.len(), years.len(), 91));
    let (code, age) = (table.text("area_code")?, table.number("age")?);
    for (index, (_, column)) in years.iter().enumerate() {
        let persons = table.number(column)?;
        for row in 0..table.rows() {
            projection[[area_index(areas, &code[row])?, index, integer(age[row])]] = persons[row];
        }
    }
    Ok((projection, first))
}

/// The columns of a wide table that hold a year, such as `y2015`, in order of year.
pub(crate) fn year_columns(table: &Table, prefix: &str) -> Vec<(i32, String)> {
    let mut years: Vec<(i32, String)> = table
        .columns()
        .filter_map(|column| Some((column.strip_prefix(prefix)?.parse().ok()?, column.to_string())))
        .collect();
    years.sort();
    years
}
