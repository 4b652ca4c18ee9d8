//! A region of one's own, made of boroughs of the built-in tables: the tables an analyst would bring, worked out from those.

use health_impact::Error;
use health_impact::data::{COUNTRY, REGION, ReferenceData, Table, TableName};
use std::collections::BTreeMap;
use std::path::Path;

/// An area of the region: the borough it is, and its own code and name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OwnArea {
    pub(crate) borough: &'static str,
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
}

/// Columns by which rows of areas are joined into a row of the region, and what is joined how.
struct Join {
    table: TableName,
    by: &'static [&'static str],
    /// Counts, added up.
    sums: &'static [&'static str],
    /// Means, weighted by the people of `weight`.
    means: &'static [&'static str],
    weight: Weight,
}

#[derive(Clone, Copy)]
enum Weight {
    /// People from this age on.
    People(f64),
    /// A column of the table itself.
    Column(&'static str),
}

/// Tables that hold the region beside its areas. An interval of a mean is that of areas with independent errors.
const JOINED: [Join; 5] = [
    Join {
        table: TableName::SMOKING_AREA,
        by: &["year"],
        sums: &[],
        means: &["prevalence"],
        weight: Weight::People(18.0),
    },
    Join {
        table: TableName::ADULT_WEIGHT_AREA,
        by: &["year"],
        sums: &[],
        means: &["excess", "obese"],
        weight: Weight::People(18.0),
    },
    Join {
        table: TableName::CHILD_WEIGHT_AREA,
        by: &["year", "school_group"],
        sums: &["measured"],
        means: &["overweight", "obese"],
        weight: Weight::Column("measured"),
    },
    Join {
        table: TableName::SCHOOL_READINESS,
        by: &["year", "sex"],
        sums: &["ready", "children"],
        means: &[],
        weight: Weight::Column("children"),
    },
    Join {
        table: TableName::HEALTHY_LIFE_EXPECTANCY,
        by: &["sex", "period"],
        sums: &[],
        means: &["healthy_life_expectancy"],
        weight: Weight::People(0.0),
    },
];

/// Tables whose rows of London stand in for the region's: smoking by age (the pattern, not the level) and pay.
const OF_LONDON: [TableName; 2] = [TableName::SMOKING_AGE_SEX, TableName::WORK_AREA];

/// Writes the table of areas and every table by area to a folder.
pub(crate) fn write(data: &ReferenceData, areas: &[OwnArea], folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    std::fs::create_dir_all(folder)?;
    let mut text = "area_code,area_name,inner_outer\n".to_owned();
    for area in areas {
        text += &format!("{},{},inner\n", area.code, area.name);
    }
    std::fs::write(folder.join(TableName::AREAS.file()), text)?;
    for name in ReferenceData::tables_by_area() {
        std::fs::write(folder.join(name.file()), own_table(data, areas, name)?)?;
    }
    Ok(())
}

/// The rows of the areas under their own codes, those of the country, and the region.
fn own_table(data: &ReferenceData, areas: &[OwnArea], name: TableName) -> Result<String, Error> {
    let table = data.table(name);
    let codes = table.text("area_code")?;
    let columns: Vec<&str> = table.columns().collect();
    let mut text = columns.join(",") + "\n";
    for (row, code) in codes.iter().enumerate() {
        let kept = match areas.iter().find(|area| area.borough == code) {
            Some(area) => area.code,
            None if code == COUNTRY || (code == REGION && OF_LONDON.contains(&name)) => code,
            None => continue,
        };
        let cells: Vec<String> = columns
            .iter()
            .map(|column| if *column == "area_code" { Ok(kept.to_owned()) } else { cell(table, column, row) })
            .collect::<Result<_, _>>()?;
        text += &(cells.join(",") + "\n");
    }
    if let Some(join) = JOINED.iter().find(|join| join.table == name) {
        for row in of_region(data, areas, join)? {
            let cells: Vec<String> =
                columns.iter().map(|column| row.get(column).cloned().unwrap_or_default()).collect();
            text += &(cells.join(",") + "\n");
        }
    }
    Ok(text)
}

/// A cell as it stands in a file; a blank stays one. Words with a comma or quotes are quoted.
fn cell(table: &Table, column: &str, row: usize) -> Result<String, Error> {
    if let Ok(numbers) = table.number(column) {
        return Ok(if numbers[row].is_nan() { String::new() } else { numbers[row].to_string() });
    }
    let word = &table.text(column)?[row];
    Ok(if word.contains([',', '"']) { format!("\"{}\"", word.replace('"', "\"\"")) } else { word.clone() })
}

/// Rows of the region, by column.
fn of_region<'a>(
    data: &ReferenceData,
    areas: &[OwnArea],
    join: &'a Join,
) -> Result<Vec<BTreeMap<&'a str, String>>, Error> {
    let table = data.table(join.table);
    let codes = table.text("area_code")?;
    let mut groups: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
    for row in (0..table.rows()).filter(|row| areas.iter().any(|area| area.borough == codes[*row])) {
        let key = join.by.iter().map(|column| cell(table, column, row)).collect::<Result<_, _>>()?;
        groups.entry(key).or_default().push(row);
    }
    let mut rows = Vec::new();
    for (key, group) in groups {
        let mut region: BTreeMap<&str, String> = join.by.iter().copied().zip(key).collect();
        region.insert("area_code", REGION.to_owned());
        for column in join.sums {
            let numbers = table.number(column)?;
            region.insert(column, group.iter().map(|row| numbers[*row]).sum::<f64>().to_string());
        }
        let weights: Vec<f64> = group
            .iter()
            .map(|row| match join.weight {
                Weight::People(from) => people(data, &codes[*row], from),
                Weight::Column(column) => Ok(table.number(column)?[*row]),
            })
            .collect::<Result<_, _>>()?;
        let all: f64 = weights.iter().sum();
        for column in join.means {
            let numbers = table.number(column)?;
            let mean = group.iter().zip(&weights).map(|(row, weight)| weight * numbers[*row]).sum::<f64>() / all;
            region.insert(column, mean.to_string());
            let (Ok(lower), Ok(upper)) = (table.number("lower"), table.number("upper")) else { continue };
            // Independent errors: half widths add up as squares. Only the last mean of a table has an interval.
            let half = |(row, weight): (&usize, &f64)| 0.5 * (upper[*row] - lower[*row]) * weight / all;
            let width = group.iter().zip(&weights).map(half).map(|half| half * half).sum::<f64>().sqrt();
            if width.is_finite() {
                region.insert("lower", (mean - width).to_string());
                region.insert("upper", (mean + width).to_string());
            }
        }
        rows.push(region);
    }
    Ok(rows)
}

/// People of a borough from an age on.
fn people(data: &ReferenceData, borough: &str, from: f64) -> Result<f64, Error> {
    let table = data.table(TableName::POPULATION);
    let (codes, ages, persons) = (table.text("area_code")?, table.number("age")?, table.number("persons")?);
    let of = |row: &usize| codes[*row] == borough && ages[*row] >= from;
    Ok((0..table.rows()).filter(of).map(|row| persons[row]).sum())
}
