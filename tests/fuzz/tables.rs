//! Tables by mutation: one to three cells, rows or columns of any table changed, read, built and, of some, run.

use super::fuzz;
use health_impact::Error;
use health_impact::data::{ReferenceData, TableName};
use health_impact::outcomes::{Measure, Quantity};
use health_impact::projection::Projection;
use health_impact::units::Year;
use proptest::prelude::*;
use support::top;

/// What is done to a table: where, and which of the things that can be done.
type Mutation = (usize, usize, usize, usize);

fn mutations() -> impl Strategy<Value = (usize, Vec<Mutation>)> {
    let one = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..22_usize, any::<prop::sample::Index>());
    let one = one
        .prop_map(|(row, column, what, other)| (row.index(1 << 20), column.index(1 << 10), what, other.index(1 << 20)));
    (0..TableName::ALL.len(), proptest::collection::vec(one, 1..4))
}

fn mutated(name: TableName, mutations: &[Mutation]) -> String {
    let text = std::fs::read_to_string(top().join("data").join(name.file())).unwrap();
    let mut rows: Vec<Vec<String>> = text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect();
    for &(row, column, what, other) in mutations {
        if rows.len() < 2 {
            break;
        }
        let (row, other) = (1 + row % (rows.len() - 1), 1 + other % (rows.len() - 1));
        let column = column % rows[row].len();
        let cell = rows[row][column].clone();
        let times =
            |factor: f64| cell.parse::<f64>().map_or_else(|_| cell.clone(), |value| (value * factor).to_string());
        let new = match what {
            0 => String::new(),
            1 => "0".into(),
            2 => "1".into(),
            3 => "-1".into(),
            4 => "nan".into(),
            5 => "1e308".into(),
            6 => "1e-308".into(),
            7 => "x".into(),
            8 => times(1000.0),
            9 => times(0.001),
            10 => times(10.0),
            11 => times(0.1),
            12 => times(1.01),
            13 => times(-1.0),
            14 => rows[other].get(column).cloned().unwrap_or_default(),
            15 => rows[row][(column + 1) % rows[row].len()].clone(),
            16 => {
                rows.remove(row);
                continue;
            }
            17 => {
                let copy = rows[other].clone();
                rows.push(copy);
                continue;
            }
            18 => {
                rows.swap(row, other);
                continue;
            }
            19 => {
                // A whole column.
                for one in rows.iter_mut().skip(1).filter(|one| column < one.len()) {
                    one[column] = one[column]
                        .parse::<f64>()
                        .map_or_else(|_| one[column].clone(), |value| (value * 1000.0).to_string());
                }
                continue;
            }
            20 => {
                let name = rows[0][column.min(rows[0].len() - 1)].clone();
                rows[0].push(name);
                continue;
            }
            _ => {
                rows[row].push("more".into());
                continue;
            }
        };
        rows[row][column] = new;
    }
    rows.iter().map(|row| row.join(",") + "\n").collect()
}

/// Whether an error names the table: whoever made the slip must find it.
fn names(error: &Error, name: TableName) -> bool {
    error.to_string().contains(name.as_str())
}

#[test]
fn tables_are_read_or_refused() {
    let data = ReferenceData::embedded();
    fuzz("tables read", 3_000, mutations(), |(which, mutations)| {
        let name = TableName::ALL[which];
        match data.read_csv_str(name, &mutated(name, &mutations)) {
            Ok(_) => Ok(true),
            Err(error) => {
                prop_assert!(names(&error, name), "{name}: {error}");
                Ok(false)
            }
        }
    });
}

#[test]
fn tables_are_built_and_run_or_refused() {
    let data = ReferenceData::embedded();
    let until = Year::new(2016).unwrap();
    fuzz("tables run", 150, mutations(), |(which, mutations)| {
        let name = TableName::ALL[which];
        let Ok(table) = data.read_csv_str(name, &mutated(name, &mutations)) else { return Ok(false) };
        let Ok(data) = data.clone().with_table(table) else { return Ok(false) };
        let projection = match Projection::builder(&data).years(Year::START..=until).draws(8).build() {
            Ok(projection) => projection,
            Err(error) => {
                prop_assert!(names(&error, name), "{name}: {error}");
                return Ok(false);
            }
        };
        let Ok(run) = projection.run() else { return Ok(false) };
        for measure in [Measure::POPULATION, Measure::DEATHS, Measure::SMOKING_PREVALENCE, Measure::LIFE_EXPECTANCY] {
            let draws = run.draws_of(&Quantity::level("baseline", measure, until)).unwrap();
            prop_assert!(draws.iter().all(|draw| draw.is_finite() && *draw > 0.0), "{name}: {measure} {draws:?}");
        }
        Ok(true)
    });
}
