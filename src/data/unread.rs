//! Rows and columns of a table that a projection does not read: who replaces them should know that nothing changes.

use super::schema::{Cells, Unread};
use super::table::Table;
use std::collections::BTreeSet;

impl Cells {
    fn holds(self, shown: &str) -> bool {
        let number = || shown.parse::<f64>().ok();
        match self {
            Self::Is(words) => words.contains(&shown),
            Self::Not(words) => !words.contains(&shown),
            Self::Below(most) => number().is_some_and(|number| number < most),
            Self::Above(least) => number().is_some_and(|number| number > least),
        }
    }
}

impl Unread {
    /// Whether it is about a row.
    fn row(self, table: &Table, row: usize) -> bool {
        let holds =
            |cells: &[(&str, Cells)], row| cells.iter().all(|(column, cells)| cells.holds(&table.shown(column, row)));
        match self {
            Self::Column(_) => false,
            Self::Rows(cells) => holds(cells, row),
            Self::RowsBut(read) => !read.iter().any(|cells| holds(cells, row)),
            Self::RowsBeforeTheLast(cells) => {
                let year = |row: usize| table.shown("year", row).parse::<i32>().ok();
                holds(cells, row) && (0..table.rows()).any(|other| holds(cells, other) && year(other) > year(row))
            }
        }
    }
}

/// The rows of a table that no projection reads.
pub(super) fn rows(table: &Table) -> impl Iterator<Item = usize> + '_ {
    let unread = table.name().schema().unread;
    (0..table.rows()).filter(move |row| unread.iter().any(|one| one.row(table, *row)))
}

/// Tells which rows and columns that are not as in the embedded table nothing reads.
pub(super) fn notes(table: &Table, embedded: &Table) -> Vec<String> {
    let row_of = |table: &Table, row: usize| table.columns().map(|column| table.shown(column, row)).collect::<Vec<_>>();
    let known: BTreeSet<Vec<String>> = (0..embedded.rows()).map(|row| row_of(embedded, row)).collect();
    let mut notes = Vec::new();
    let lines: Vec<u64> =
        rows(table).filter(|row| !known.contains(&row_of(table, *row))).map(|row| table.line(row)).collect();
    if let Some(first) = lines.first() {
        let more = if lines.len() > 1 { format!(" and {} more", lines.len() - 1) } else { String::new() };
        notes.push(format!("{}: no projection reads line {first}{more}", table.label()));
    }
    let cells = |table: &Table, column: &str| (0..table.rows()).map(|row| table.shown(column, row)).collect::<Vec<_>>();
    let columns: Vec<&str> = (table.name().schema().unread.iter())
        .filter_map(|unread| if let Unread::Column(column) = unread { Some(*column) } else { None })
        .filter(|column| cells(table, column) != cells(embedded, column))
        .collect();
    if let Some(first) = columns.first() {
        let more = if columns.len() > 1 { format!(" and {} more", columns.len() - 1) } else { String::new() };
        notes.push(format!("{}: no projection reads the column {first}{more}", table.label()));
    }
    notes
}
