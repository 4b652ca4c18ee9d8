//! Names of tables: each stands for what the crate knows of one, which is said beside the subject that reads it.

use super::schema::Schema;
use crate::error::Error;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

/// What the crate knows of a table.
#[derive(Debug)]
pub(crate) struct Definition {
    /// The name of its file without `.csv`.
    pub(crate) stem: &'static str,
    pub(crate) file: &'static str,
    /// The text of the table that comes with the crate.
    pub(crate) text: &'static str,
    pub(crate) schema: Schema,
    /// Whether a projection reads it; if not, it may stay as it is when the areas change.
    pub(crate) read: bool,
}

/// One of the tables of the reference data. Each is a file of `data/`, described in `data/README.md`.
///
/// [`Display`](fmt::Display) and [`FromStr`](std::str::FromStr) use the file name without `.csv`, for example `smoking_area`;
/// names are equal, and in order, as these are.
#[derive(Clone, Copy)]
pub struct TableName(&'static Definition);

impl Definition {
    pub(crate) const fn new(stem: &'static str, file: &'static str, text: &'static str, schema: Schema) -> Self {
        Self { stem, file, text, schema, read: true }
    }

    /// The same of a table that no projection reads.
    pub(crate) const fn not_read(self) -> Self {
        Self { read: false, ..self }
    }
}

/// The name of the table of this file in `data/` and of this layout; with `not_read` one that no projection reads.
macro_rules! table {
    ($stem:literal, $schema:expr $(, $how:ident)?) => {{
        // A static, so that the text is in a program once however often it is named.
        static DEFINITION: $crate::data::Definition = $crate::data::Definition::new(
            $stem,
            concat!($stem, ".csv"),
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/", $stem, ".csv")),
            $schema,
        )$(.$how())?;
        $crate::data::TableName::new(&DEFINITION)
    }};
}
pub(crate) use table;

impl TableName {
    pub(crate) const fn new(definition: &'static Definition) -> Self {
        Self(definition)
    }

    /// The name of its file, for example `smoking_area.csv`.
    #[must_use]
    pub fn file(self) -> &'static str {
        self.0.file
    }

    /// Its name without `.csv`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.0.stem
    }

    /// The text of the table that comes with the crate.
    pub(super) fn embedded_text(self) -> &'static str {
        self.0.text
    }

    /// Its columns and their rules.
    pub(super) fn schema(self) -> &'static Schema {
        &self.0.schema
    }

    /// Whether a projection reads it.
    pub(super) fn is_read(self) -> bool {
        self.0.read
    }

    /// The one of these names that is said, with or without `.csv`.
    ///
    /// # Errors
    /// If it is none of them; the nearest is offered.
    pub(crate) fn among(names: &[Self], said: &str) -> Result<Self, Error> {
        let stem = said.strip_suffix(".csv").unwrap_or(said);
        names
            .iter()
            .copied()
            .find(|name| name.as_str() == stem)
            .ok_or_else(|| Error::unknown("table", stem, names.iter().map(|name| name.as_str())))
    }
}

impl PartialEq for TableName {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for TableName {}

impl PartialOrd for TableName {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for TableName {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl Hash for TableName {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl fmt::Debug for TableName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("TableName").field(&self.as_str()).finish()
    }
}

impl serde::Serialize for TableName {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl fmt::Display for TableName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
