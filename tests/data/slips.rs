//! Slips that people make in tables: each is refused, or told in the notes before the first draw.

#![allow(clippy::unwrap_used, clippy::panic)]

use health_impact::data::{ReferenceData, TableName};
use health_impact::projection::Projection;
use health_impact::units::Year;
use support::top;

/// A table as rows of cells, the header first.
struct Sheet(Vec<Vec<String>>);

impl Sheet {
    fn of(name: TableName) -> Self {
        let text = std::fs::read_to_string(top().join("data").join(name.file())).unwrap();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        Self(reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect())
    }

    fn column(&self, name: &str) -> usize {
        self.0[0].iter().position(|known| known == name).unwrap_or_else(|| panic!("no column {name}"))
    }

    /// Columns by their names, or all that begin as said: `y*`.
    fn columns(&self, names: &str) -> Vec<usize> {
        match names.strip_suffix('*') {
            Some(begin) => (0..self.0[0].len()).filter(|at| self.0[0][*at].starts_with(begin)).collect(),
            None => names.split(' ').map(|name| self.column(name)).collect(),
        }
    }

    /// Whether a row is meant: `area_code=E09000002 sex=male`, or a value with blanks in it.
    fn is_meant(&self, row: usize, rows: &str) -> bool {
        if rows.is_empty() {
            return true;
        }
        let mut pairs: Vec<(String, String)> = Vec::new();
        for word in rows.split(' ') {
            match word.split_once('=') {
                Some((column, value)) => pairs.push((column.into(), value.into())),
                None => pairs.last_mut().unwrap().1 += &format!(" {word}"),
            }
        }
        pairs.iter().all(|(column, value)| self.0[row][self.column(column)] == *value)
    }

    /// Makes a slip; how many rows it changed.
    fn slip(&mut self, columns: &str, change: &str, rows: &str) -> usize {
        let columns = self.columns(columns);
        let meant: Vec<usize> = (1..self.0.len()).filter(|row| self.is_meant(*row, rows)).collect();
        let words: Vec<&str> = change.split(' ').collect();
        for &row in &meant {
            if change == "swap columns" {
                self.0[row].swap(columns[0], columns[1]);
                continue;
            }
            for &column in &columns {
                let cell = self.0[row][column].clone();
                let number = cell.parse::<f64>();
                let calculated =
                    |of: &dyn Fn(f64) -> f64| number.clone().map_or(cell.clone(), |value| of(value).to_string());
                self.0[row][column] = match words[..] {
                    ["times", factor] => calculated(&|value| value * factor.parse::<f64>().unwrap()),
                    ["plus", more] => calculated(&|value| value + more.parse::<f64>().unwrap()),
                    ["1", "less"] => calculated(&|value| 1.0 - value),
                    ["1", "over"] => calculated(&|value| 1.0 / value),
                    [other, "less"] => {
                        let whole: f64 = self.0[row][self.column(other)].parse().unwrap();
                        calculated(&|value| whole - value)
                    }
                    ["swap", ref pairs @ ..] => {
                        let at = pairs.iter().position(|word| *word == cell);
                        at.map_or(cell, |at| pairs[at ^ 1].to_owned())
                    }
                    ["blank"] => String::new(),
                    _ => change.to_owned(),
                };
            }
            // What turns numbers round turns their bounds round.
            let lower = self.0[0].iter().position(|column| column == "lower");
            if matches!(change, "1 less" | "1 over")
                && let Some(lower) = lower
            {
                self.0[row].swap(lower, lower + 1);
            }
        }
        meant.len()
    }

    fn text(&self) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        for row in &self.0 {
            writer.write_record(row).unwrap();
        }
        String::from_utf8(writer.into_inner().unwrap()).unwrap()
    }
}

/// What becomes of data with a table replaced: refused with this message, or these notes that there were not before.
fn outcome(name: TableName, text: &str, before: &[String]) -> Result<Vec<String>, String> {
    let data = ReferenceData::embedded();
    let build = || {
        let data = data.clone().with_table(data.read_csv_str(name, text)?)?;
        Projection::builder(&data).years(Year::START..=Year::new(2017)?).build()
    };
    let projection = build().map_err(|error| error.to_string())?;
    Ok(projection.notes().into_iter().filter(|note| !before.contains(note)).collect())
}

#[test]
fn each_slip_is_refused_or_told() {
    let before = Projection::builder(&ReferenceData::embedded()).build().unwrap().notes();
    let slips = support::published::path("table-slips/slips.csv");
    let mut reader = csv::Reader::from_path(slips).unwrap();
    let (mut refused, mut told, mut wrong) = (0, 0, Vec::new());
    for row in reader.records() {
        let row = row.unwrap();
        let name: TableName = row[0].parse().unwrap();
        let mut sheet = Sheet::of(name);
        assert!(sheet.slip(&row[1], &row[2], &row[3]) > 0, "no such rows: {row:?}");
        let found = outcome(name, &sheet.text(), &before);
        let is = match &found {
            Err(message) => {
                // Whoever made the slip must find the table.
                if message.contains(name.as_str()) { "refused" } else { "refused without the table's name" }
            }
            Ok(notes) if notes.iter().any(|note| note.contains(name.as_str())) => "told",
            Ok(_) => "taken",
        };
        println!("{is} | {} | {found:?}", row.iter().collect::<Vec<_>>().join(" | "));
        refused += usize::from(is == "refused");
        told += usize::from(is == "told");
        if is != &row[5] {
            wrong.push(format!("{is}: {row:?}: {found:?}"));
        }
    }
    println!("{refused} refused, {told} told");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(refused + told >= 60);
}

/// Rows of ages that no projection asks for, with a risk of their own: told, since nothing changes.
#[test]
fn rows_that_nothing_reads_are_told() {
    let before = Projection::builder(&ReferenceData::embedded()).build().unwrap().notes();
    let name = TableName::SMOKING_RELATIVE_RISK;
    let mut sheet = Sheet::of(name);
    let (outcome_at, age, risk) = (sheet.column("outcome"), sheet.column("age_from"), sheet.column("relative_risk"));
    let last = sheet.0.len() as u64;
    for row in 1..sheet.0.len() {
        if sheet.0[row][outcome_at] == "lung_cancer" {
            let mut more = sheet.0[row].clone();
            more[age] = "40".into();
            more[risk] = "9".into();
            more[risk + 1].clear();
            more[risk + 2].clear();
            if !sheet.0.contains(&more) {
                sheet.0.push(more);
            }
        }
    }
    let added = sheet.0.len() as u64 - last;
    assert!(added > 1);
    let notes = outcome(name, &sheet.text(), &before).unwrap();
    let told = format!("smoking_relative_risk.csv: no projection reads line {} and {} more", last + 1, added - 1);
    assert!(notes.contains(&told), "{notes:?}");
}
