//! The numbers of a table by the words of their rows, for holding tables against each other.

use super::{ReferenceData, Table, TableName};
use crate::error::Error;
use std::collections::BTreeMap;

/// The numbers of one column by what stands in some others, as it may be shown: numbers without needless digits, blanks empty.
#[derive(Debug, Clone)]
pub(crate) struct Keyed {
    rows: Vec<(Vec<String>, f64)>,
    /// The first row of each key.
    first: BTreeMap<Vec<String>, usize>,
}

impl Keyed {
    /// Those of a column of a table, blanks left out, in the order of its rows.
    ///
    /// # Errors
    /// If there is no such column of numbers.
    pub(crate) fn of(data: &ReferenceData, table: TableName, key: &[&str], column: &str) -> Result<Self, Error> {
        Self::of_table(data.table(table), key, column)
    }

    /// The same of a table that need not be in any data.
    ///
    /// # Errors
    /// As [`of`](Self::of).
    pub(crate) fn of_table(table: &Table, key: &[&str], column: &str) -> Result<Self, Error> {
        let values = table.number(column)?;
        let row = |row: usize| key.iter().map(|column| table.shown(column, row)).collect();
        let rows: Vec<(Vec<String>, f64)> =
            (0..table.rows()).filter(|at| !values[*at].is_nan()).map(|at| (row(at), values[at])).collect();
        let mut first = BTreeMap::new();
        for (at, (key, _)) in rows.iter().enumerate() {
            first.entry(key.clone()).or_insert(at);
        }
        Ok(Self { rows, first })
    }

    /// The value of a row; none if there is no such row. Of several the first.
    pub(crate) fn get(&self, key: &[&str]) -> Option<f64> {
        let key: Vec<String> = key.iter().map(|&word| word.to_owned()).collect();
        self.first.get(&key).map(|&at| self.rows[at].1)
    }

    /// All rows.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&[String], f64)> {
        self.rows.iter().map(|(key, value)| (key.as_slice(), *value))
    }

    /// The rows in order of their keys, to be found quickly.
    pub(crate) fn sorted(&self) -> BTreeMap<Vec<&str>, f64> {
        self.iter().map(|(key, value)| (key.iter().map(String::as_str).collect(), value)).collect()
    }

    /// Rows of which there is one of the year before too, alike in all else: the key, the value and that of before. The year
    /// stands in the key at `year`.
    pub(crate) fn year_on_year(&self, year: usize) -> Vec<(&[String], f64, f64)> {
        let known = self.sorted();
        let mut found = Vec::new();
        for (key, now) in self.iter() {
            let Some(Ok(this)) = key.get(year).map(|word| word.parse::<i32>()) else { continue };
            let last = (this - 1).to_string();
            let word = |(at, word)| if at == year { last.as_str() } else { String::as_str(word) };
            let before: Vec<&str> = key.iter().enumerate().map(word).collect();
            found.extend(known.get(&before).map(|before| (key, now, *before)));
        }
        found
    }

    /// The sum of the rows that are wanted.
    pub(crate) fn sum(&self, wanted: impl Fn(&[String]) -> bool) -> f64 {
        self.iter().filter(|(key, _)| wanted(key)).map(|(_, value)| value).sum()
    }
}
