//! How far a number may be from the embedded one of the same row, where no other table tells what is usual.

use super::compared::{Compared, Pair, within};
use super::geography::{COUNTRY, REGION};
use super::keyed::Keyed;
use super::table::Table;
use crate::error::Error;
use std::collections::BTreeMap;

/// Holds a table against the embedded one of its name, row by row where both have the row.
///
/// # Errors
/// If a number is further away than can be.
pub(super) fn check(table: &Table, embedded: &Table) -> Result<Vec<String>, Error> {
    let mut notes = Vec::new();
    for usual in table.name().schema().usual {
        let key: Vec<&str> = table.name().schema().key.to_vec();
        let before = Keyed::of_table(embedded, &key, usual.column)?;
        let before = before.sorted();
        let mut pairs = Vec::new();
        for (key, value) in Keyed::of_table(table, &key, usual.column)?.iter() {
            let known: Vec<&str> = key.iter().map(String::as_str).collect();
            // A relative risk of exactly 1, or a cost of nothing, is said on purpose.
            let on_purpose = [0.0, 1.0].iter().any(|said| value.total_cmp(said).is_eq());
            if let Some(before) = before.get(&known).filter(|before| **before > 0.0 && !on_purpose) {
                let words: Vec<&str> = known.into_iter().filter(|word| !word.is_empty()).collect();
                pairs.push(Pair::new(words.join(", "), value, *before));
            }
        }
        let compared = Compared {
            what: &format!("{} against the embedded table", usual.column),
            tables: vec![table.label().to_owned()],
            usual: &within(usual.noted),
            possible: &within(usual.refused),
        };
        notes.extend(compared.check(&pairs)?);
    }
    Ok(notes)
}

/// Tells of rows of the built-in region or country that were left in a table of other areas.
pub(super) fn left_over(table: &Table, embedded: &Table) -> Option<String> {
    if table.geography().codes().eq(embedded.geography().codes()) || !table.name().is_by_area() {
        return None;
    }
    let row_of = |table: &Table, row: usize| table.columns().map(|column| table.shown(column, row)).collect::<Vec<_>>();
    let mut known: BTreeMap<Vec<String>, ()> = BTreeMap::new();
    for row in (0..embedded.rows()).filter(|row| embedded.shown("area_code", *row) == REGION) {
        known.insert(row_of(embedded, row), ());
    }
    let lines: Vec<u64> = (0..table.rows())
        .filter(|row| table.shown("area_code", *row) != COUNTRY && known.contains_key(&row_of(table, *row)))
        .map(|row| table.line(row))
        .collect();
    let first = lines.first()?;
    let more = if lines.len() > 1 { format!(" and {} more", lines.len() - 1) } else { String::new() };
    Some(format!(
        "{}: line {first}{more}, of the region {REGION}, is as in the table of London: the figure of another region than this",
        table.label()
    ))
}
