//! From a file or text to a table that has been checked.

use super::check;
use super::geography::Geography;
use super::name::TableName;
use super::rule::Vocabulary;
use super::table::Table;
use crate::error::Error;
use std::path::Path;
use std::sync::Arc;

impl Table {
    /// Reads a table from a CSV file: its areas are those of a region, the tables it names are among `tables`.
    ///
    /// # Errors
    /// If the file cannot be read, is not UTF-8, or breaks a rule of the table.
    pub(crate) fn of_geography_at(
        name: TableName,
        path: &Path,
        geography: Arc<Geography>,
        tables: &[TableName],
    ) -> Result<Self, Error> {
        let bytes = std::fs::read(path).map_err(|error| Error::file(path, error))?;
        let label = path.display().to_string();
        match std::str::from_utf8(&bytes) {
            Ok(text) => read(name, label, text, geography, tables),
            Err(error) => {
                let line = 1 + bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() as u64;
                Err(Error::Table { table: label, line: Some(line), rule: "is not UTF-8 text".into() })
            }
        }
    }

    /// Reads a table from CSV text, as [`Table::of_geography_at`] does from a file.
    ///
    /// # Errors
    /// If it breaks a rule of the table.
    pub(crate) fn of_geography(
        name: TableName,
        text: &str,
        geography: Arc<Geography>,
        tables: &[TableName],
    ) -> Result<Self, Error> {
        read(name, name.file().to_owned(), text, geography, tables)
    }
}

fn read(
    name: TableName,
    label: String,
    text: &str,
    geography: Arc<Geography>,
    tables: &[TableName],
) -> Result<Table, Error> {
    let stems: Vec<&'static str> = tables.iter().map(|name| name.as_str()).collect();
    let table = Table::parse(name, label, text, Arc::clone(&geography), &stems)?;
    check::rows(&table, name.schema(), Vocabulary { geography: &geography, tables: &stems })?;
    if name == TableName::AREAS {
        let made = Arc::new(Geography::of(&table)?);
        return Ok(table.of(made));
    }
    Ok(table)
}
