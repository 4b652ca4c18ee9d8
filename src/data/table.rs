//! Reading a table: CSV text in, typed columns with their line numbers out.

use super::geography::Geography;
use super::name::TableName;
use super::rule::{Rule, Vocabulary};
use crate::error::Error;
use std::collections::BTreeMap;
use std::sync::Arc;
use twox_hash::XxHash3_128;

/// A table that has been read and checked: every cell keeps its rule, and so do the rows together.
#[derive(Debug, Clone)]
pub struct Table {
    name: TableName,
    /// What messages call it: the file of the table, or the path it was read from.
    label: String,
    columns: Vec<(&'static str, Cells)>,
    lines: Vec<u64>,
    hash: u128,
    /// The region whose areas the rows may be of; for the table of areas the region it makes.
    geography: Arc<Geography>,
}

#[derive(Debug, Clone)]
enum Cells {
    Numbers(Vec<f64>),
    Text(Vec<String>),
}

impl Table {
    /// Reads the text of a table whose cells may name what is known; its rows are yet to be checked.
    ///
    /// # Errors
    /// If it lacks a column or a cell breaks its rule; the message names the line and column.
    pub(super) fn parse(
        name: TableName,
        label: String,
        text: &str,
        geography: Arc<Geography>,
        tables: &[&'static str],
    ) -> Result<Self, Error> {
        let known = Vocabulary { geography: &geography, tables };
        let hash = XxHash3_128::oneshot(text.as_bytes());
        // Spreadsheets put a byte-order mark in front of the first column's name.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        // The CSV reader counts lines by '\n' and is one behind after "\r\n".
        let text = &text.replace("\r\n", "\n");
        let layout = name.schema();
        let rules: Vec<(&'static str, Rule)> = layout
            .columns
            .iter()
            .copied()
            .chain(layout.periods.iter().map(|period| (*period, Rule::NonNegative)))
            .collect();
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
        let header = reader.headers().map_err(|error| unreadable(&label, text, &error))?.clone();
        let indices = indices(&label, &header, &rules)?;

        let rows = text.lines().count();
        let mut columns: Vec<(&'static str, Cells)> = rules
            .iter()
            .map(|(column, rule)| {
                let text = rule.is_text();
                (*column, if text { Cells::Text(Vec::new()) } else { Cells::Numbers(Vec::with_capacity(rows)) })
            })
            .collect();
        let mut lines = Vec::with_capacity(rows);
        let mut record = csv::StringRecord::new();
        while reader.read_record(&mut record).map_err(|error| unreadable(&label, text, &error))? {
            let line = record.position().map_or(0, |position| line_of(text, position));
            for (((column, rule), at), (_, cells)) in rules.iter().zip(&indices).zip(&mut columns) {
                let cell = record.get(*at).unwrap_or_default();
                let broken = match cells {
                    Cells::Text(cells) => rule.check_text(cell, known).map(|()| cells.push(cell.to_owned())),
                    Cells::Numbers(cells) => rule.read_number(cell).map(|value| cells.push(value)),
                };
                broken.map_err(|rule| Error::Cell {
                    table: label.clone(),
                    line,
                    column: (*column).to_owned(),
                    value: cell.to_owned(),
                    rule,
                })?;
            }
            lines.push(line);
        }
        Ok(Self { name, label, columns, lines, hash, geography })
    }

    /// Which table it is.
    #[must_use]
    pub fn name(&self) -> TableName {
        self.name
    }

    /// What messages call it: the file name of the table, or the path it was read from.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }

    /// Whether it is the table that comes with the crate; one of areas is not where the areas are others.
    pub(crate) fn is_embedded(&self) -> bool {
        let elsewhere = self.name.is_by_area() && self.geography.codes().ne(Geography::built_in().codes());
        !elsewhere && self.hash == XxHash3_128::oneshot(self.name.embedded_text().as_bytes())
    }

    /// The table of this name that comes with the crate.
    pub(crate) fn embedded(&self) -> Result<Self, Error> {
        let text = self.name.embedded_text();
        Self::parse(self.name, self.name.file().to_owned(), text, Geography::built_in(), &[])
    }

    /// The region whose areas the rows may be of.
    pub(super) fn geography(&self) -> &Arc<Geography> {
        &self.geography
    }

    /// The same table, of another region.
    pub(super) fn of(self, geography: Arc<Geography>) -> Self {
        Self { geography, ..self }
    }

    /// The number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.lines.len()
    }

    /// The names of the columns.
    pub fn columns(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.columns.iter().map(|(name, _)| *name)
    }

    /// A column of numbers, one per row. Every number is finite, but that a blank in a column that may be blank
    /// (an open upper age, an interval that was not published) is NaN.
    ///
    /// # Errors
    /// If there is no such column, or it holds text.
    pub fn number(&self, column: &str) -> Result<&[f64], Error> {
        match self.cells(column)? {
            Cells::Numbers(cells) => Ok(cells),
            Cells::Text(_) => Err(self.error(None, format!("column {column:?} holds text, not numbers"))),
        }
    }

    /// A column of text, one per row; a blank that is allowed is empty.
    ///
    /// # Errors
    /// If there is no such column, or it holds numbers.
    pub fn text(&self, column: &str) -> Result<&[String], Error> {
        match self.cells(column)? {
            Cells::Text(cells) => Ok(cells),
            Cells::Numbers(_) => Err(self.error(None, format!("column {column:?} holds numbers, not text"))),
        }
    }

    /// The line of a row in its file, the header being line 1; 0 if there is no such row.
    #[must_use]
    pub fn line(&self, row: usize) -> u64 {
        self.lines.get(row).copied().unwrap_or(0)
    }

    /// A hash of the text the table was read from (XXH3, 128 bits, 32 hexadecimal digits), for the manifest of a run. Equal
    /// text gives equal hashes; it does not guard against somebody who means to deceive.
    #[must_use]
    pub fn hash(&self) -> String {
        format!("{:032x}", self.hash)
    }

    fn cells(&self, column: &str) -> Result<&Cells, Error> {
        self.columns
            .iter()
            .find(|(name, _)| *name == column)
            .map(|(_, cells)| cells)
            .ok_or_else(|| Error::unknown(&format!("column of {}", self.label), column, self.columns()))
    }

    /// A value as it may be shown in a message and compared within a column.
    pub(super) fn shown(&self, column: &str, row: usize) -> String {
        match self.cells(column) {
            Ok(Cells::Text(cells)) => cells.get(row).cloned().unwrap_or_default(),
            Ok(Cells::Numbers(cells)) => match cells.get(row) {
                Some(value) if !value.is_nan() => value.to_string(),
                _ => String::new(),
            },
            Err(_) => String::new(),
        }
    }

    /// Compares two rows by one column.
    pub(super) fn compare(&self, column: &str, a: usize, b: usize) -> std::cmp::Ordering {
        match self.cells(column) {
            Ok(Cells::Text(cells)) => cells.get(a).cmp(&cells.get(b)),
            Ok(Cells::Numbers(cells)) => match (cells.get(a), cells.get(b)) {
                (Some(a), Some(b)) => a.total_cmp(b),
                _ => std::cmp::Ordering::Equal,
            },
            Err(_) => std::cmp::Ordering::Equal,
        }
    }

    pub(super) fn error(&self, line: Option<u64>, rule: String) -> Error {
        Error::Table { table: self.label.clone(), line, rule }
    }
}

/// The index of each column of the layout in the header of the file.
fn indices(label: &str, header: &csv::StringRecord, rules: &[(&'static str, Rule)]) -> Result<Vec<usize>, Error> {
    let whole_table = |rule: String| Error::Table { table: label.to_owned(), line: None, rule };
    let at_header = |rule: String| Error::Table { table: label.to_owned(), line: Some(1), rule };
    if header.is_empty() {
        return Err(whole_table("is empty and must have a header and rows".into()));
    }
    let mut found = BTreeMap::new();
    for (index, column) in header.iter().enumerate() {
        if !rules.iter().any(|(known, _)| *known == column) {
            let unknown = Error::unknown("column", column, rules.iter().map(|(known, _)| *known));
            return Err(at_header(unknown.to_string()));
        }
        if found.insert(column.to_owned(), index).is_some() {
            return Err(at_header(format!("column {column:?} is given twice and may be given once")));
        }
    }
    rules
        .iter()
        .map(|(column, _)| {
            found.get(*column).copied().ok_or_else(|| at_header(format!("column {column:?} is missing")))
        })
        .collect()
}

/// The line of the record at a position; the reader skips blank lines but does not count them as skipped.
fn line_of(text: &str, position: &csv::Position) -> u64 {
    let start = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let rest = text.as_bytes().get(start..).unwrap_or_default();
    position.line() + rest.iter().take_while(|byte| **byte == b'\n').count() as u64
}

/// What the CSV reader found wrong, in the words of this crate.
fn unreadable(label: &str, text: &str, error: &csv::Error) -> Error {
    let line = error.position().map(|position| line_of(text, position));
    let rule = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("has {len} cells and must have {expected_len}, as the header has")
        }
        csv::ErrorKind::Utf8 { .. } => "is not UTF-8 text".into(),
        _ => format!("cannot be read: {error}"),
    };
    Error::Table { table: label.to_owned(), line, rule }
}

/// A whole number of a checked column as an index.
pub(crate) fn integer(value: f64) -> usize {
    // The schema has checked that it is a whole number of the right size.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let index = value as usize;
    index
}
