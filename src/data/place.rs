//! The place a table is about: its areas, the whole they make up and the country it lies in.

use super::name::TableName;
use super::rule::Rule;
use super::schema::schema;
use super::table::Table;
use crate::error::Error;
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

/// The code under which the whole place stands in tables by area: London's, whatever the place.
pub const WHOLE: &str = "E12000007";
/// The code under which the country of the place stands in tables by area: England's, whatever the country.
pub const COUNTRY: &str = "E92000001";

/// Tables by area that no projection reads: they may stay as they are when the areas change.
const NOT_READ: [TableName; 2] = [TableName::DEPRIVATION_BOROUGH, TableName::DEVOLUTION_PILOTS];

/// Codes and names of the areas of a place, in the order of its table of areas.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Place {
    areas: Vec<(String, String)>,
}

impl Place {
    /// London and its 33 authorities, read from the embedded table of areas once per process.
    pub(crate) fn london() -> Arc<Self> {
        static LONDON: OnceLock<Arc<Place>> = OnceLock::new();
        let read = || {
            let cells = TableName::AREAS.embedded_text().lines().skip(1).map(|line| {
                let mut cells = line.split(',');
                (cells.next().unwrap_or_default().to_owned(), cells.next().unwrap_or_default().to_owned())
            });
            Arc::new(Self { areas: cells.collect() })
        };
        Arc::clone(LONDON.get_or_init(read))
    }

    /// The place of a table of areas.
    ///
    /// # Errors
    /// If two areas have one name, or an area has the code of the whole or of the country.
    pub(crate) fn of(table: &Table) -> Result<Self, Error> {
        let (codes, names) = (table.text("area_code")?, table.text("area_name")?);
        for (row, (code, name)) in codes.iter().zip(names).enumerate() {
            let rule = if code == WHOLE || code == COUNTRY {
                format!("area_code {code:?} stands for the whole or its country and may not be an area's")
            } else if let Some(first) = names[..row].iter().position(|other| other == name) {
                format!("repeats the name of line {}: {name:?} may be one area's", table.line(first))
            } else {
                continue;
            };
            return Err(table.error(Some(table.line(row)), rule));
        }
        let pair = |(code, name): (&String, &String)| (code.clone(), name.clone());
        Ok(Self { areas: codes.iter().zip(names).map(pair).collect() })
    }

    /// Codes of the areas.
    pub(crate) fn codes(&self) -> impl Iterator<Item = &str> {
        self.areas.iter().map(|(code, _)| code.as_str())
    }

    /// Codes of the areas, of the whole and of the country.
    pub(crate) fn codes_and_wholes(&self) -> impl Iterator<Item = &str> {
        self.codes().chain([WHOLE, COUNTRY])
    }

    /// The code of an area, of the whole or of the country of the built-in place by its name.
    pub(crate) fn code_of(&self, name: &str) -> Option<&str> {
        let wholes = [(WHOLE, "London"), (COUNTRY, "England")];
        let areas = self.areas.iter().map(|(code, name)| (code.as_str(), name.as_str()));
        areas.chain(wholes).find(|(_, known)| known.eq_ignore_ascii_case(name)).map(|(code, _)| code)
    }
}

/// Whether the rows of a table are of areas, so that it has to be replaced with them.
pub(crate) fn is_by_area(name: TableName) -> bool {
    name != TableName::AREAS && schema(name).columns.iter().any(|(_, rule)| matches!(rule, Rule::Area | Rule::Borough))
}

/// Checks that tables are of the areas of the table of areas.
///
/// # Errors
/// If some are not; all of them are named.
pub(crate) fn check(areas: &Table, tables: &[Arc<Table>]) -> Result<(), Error> {
    let codes: BTreeSet<&str> = areas.place().codes().collect();
    let of_others: Vec<&str> = tables
        .iter()
        .filter(|table| is_by_area(table.name()) && !NOT_READ.contains(&table.name()))
        .filter(|table| table.place().codes().collect::<BTreeSet<_>>() != codes)
        .map(|table| table.label())
        .collect();
    if of_others.is_empty() {
        return Ok(());
    }
    let rule = format!(
        "has other areas than these tables, which have to be replaced too: {}; read yours with ReferenceData::read_csv_path",
        of_others.join(", ")
    );
    Err(areas.error(None, rule))
}
