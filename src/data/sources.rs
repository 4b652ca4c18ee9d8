//! Where the figures come from.

use super::name::{TableName, table};
use super::rule::Rule;
use super::schema::{STATUS, Schema, list};
use super::table::Table;
use crate::error::Error;
use serde::Serialize;
use std::fmt;

impl TableName {
    /// Where each table comes from.
    pub const SOURCES: Self = table!(
        "sources",
        Schema {
            complete: &["table"],
            exempt: &[&[("table", "sources")]],
            ..list(
                &[
                    ("table", Rule::Table),
                    ("publisher", Rule::Text),
                    ("title", Rule::Text),
                    ("year", Rule::OptionalText),
                    ("licence", Rule::Text),
                    ("retrieved", Rule::OptionalText),
                    ("status", STATUS),
                    ("reference", Rule::Text),
                ],
                &["table", "publisher", "title", "reference"],
            )
        }
    );
}

/// One publication behind a table; a table may have several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Source {
    /// The table.
    pub table: TableName,
    /// Who published the figures.
    pub publisher: String,
    /// What the publication is called.
    pub title: String,
    /// The year of a paper or report; for statistics the years the figures are for. Blank if not stated.
    pub year: String,
    /// The licence, or on what footing single figures are cited.
    pub licence: String,
    /// When the figures were read; blank if that was not noted.
    pub retrieved: String,
    /// How far the figures can be relied on.
    pub status: SourceStatus,
    /// Where the figures were read: a repository and file, a page, a volume.
    pub reference: String,
}

/// How far figures can be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[non_exhaustive]
#[serde(rename_all = "snake_case")]
pub enum SourceStatus {
    /// Read in the publication or in the place named.
    Found,
    /// Computed from published figures; `data/README.md` says how.
    Derived,
    /// Still to be checked against the publication named.
    Unverified,
    /// Given by the caller in place of the embedded table.
    Given,
}

impl std::str::FromStr for SourceStatus {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        let all = [Self::Found, Self::Derived, Self::Unverified, Self::Given];
        let found = all.into_iter().find(|one| one.to_string() == name);
        found.ok_or_else(|| Error::unknown("status of a source", name, ["found", "derived", "unverified", "given"]))
    }
}

impl fmt::Display for SourceStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Found => "found",
            Self::Derived => "derived",
            Self::Unverified => "unverified",
            Self::Given => "given",
        })
    }
}

impl fmt::Display for Source {
    /// One line: publisher, title, year, licence, and the status unless the figures were simply found.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}", self.publisher, self.title)?;
        for part in [&self.year, &self.licence] {
            if !part.is_empty() {
                write!(f, ", {part}")?;
            }
        }
        if self.status == SourceStatus::Found { Ok(()) } else { write!(f, " ({})", self.status) }
    }
}

impl Source {
    /// The source of a table that the caller gave.
    pub(super) fn given(table: &Table) -> Self {
        Self {
            table: table.name(),
            publisher: "given by the caller".to_owned(),
            title: table.label().to_owned(),
            year: String::new(),
            licence: String::new(),
            retrieved: String::new(),
            status: SourceStatus::Given,
            reference: table.label().to_owned(),
        }
    }
}

/// The sources listed in a table of sources, each of one of these tables and in their order, whatever that of the file.
pub(super) fn read(table: &Table, names: &[TableName]) -> Result<Vec<Source>, Error> {
    let column = |name| table.text(name);
    let (tables, publishers, titles) = (column("table")?, column("publisher")?, column("title")?);
    let (years, licences, retrieved) = (column("year")?, column("licence")?, column("retrieved")?);
    let (statuses, references) = (column("status")?, column("reference")?);
    let mut sources: Vec<Source> = (0..table.rows())
        .map(|row| {
            Ok(Source {
                table: TableName::among(names, &tables[row])?,
                publisher: publishers[row].clone(),
                title: titles[row].clone(),
                year: years[row].clone(),
                licence: licences[row].clone(),
                retrieved: retrieved[row].clone(),
                status: match statuses[row].as_str() {
                    "derived" => SourceStatus::Derived,
                    "unverified" => SourceStatus::Unverified,
                    _ => SourceStatus::Found,
                },
                reference: references[row].clone(),
            })
        })
        .collect::<Result<_, Error>>()?;
    sort(&mut sources, names);
    Ok(sources)
}

/// Brings sources into the order of these tables.
pub(super) fn sort(sources: &mut [Source], names: &[TableName]) {
    sources.sort_by_key(|source| names.iter().position(|name| *name == source.table));
}
