//! The table of areas, which makes a region, and the tables that have to be of its areas.

use super::geography::{COUNTRY, Geography, REGION};
use super::name::{TableName, table};
use super::rule::Rule;
use super::schema::list;
use super::table::Table;
use crate::error::Error;
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

impl TableName {
    /// The 33 authorities of London: code, name, inner or outer.
    pub const AREAS: Self = table!(
        "areas",
        list(
            &[
                ("area_code", Rule::NewArea),
                ("area_name", Rule::Text),
                ("inner_outer", Rule::OneOf(&["inner", "outer"])),
            ],
            &["area_code"],
        )
    );

    /// Whether the rows of a table are of areas, so that it has to be replaced with them.
    pub(crate) fn is_by_area(self) -> bool {
        let by_area = |rule: Rule| matches!(rule, Rule::Area | Rule::Borough);
        self != Self::AREAS && self.schema().columns.iter().any(|(_, rule)| by_area(*rule))
    }
}

impl Geography {
    /// London and its 33 authorities, read from the embedded table of areas once per process.
    pub(crate) fn built_in() -> Arc<Self> {
        static LONDON: OnceLock<Arc<Geography>> = OnceLock::new();
        let read = || {
            let cells = TableName::AREAS.embedded_text().lines().skip(1).map(|line| {
                let mut cells = line.split(',');
                (cells.next().unwrap_or_default().to_owned(), cells.next().unwrap_or_default().to_owned())
            });
            Arc::new(Self::new(cells))
        };
        Arc::clone(LONDON.get_or_init(read))
    }

    /// The region of a table of areas.
    ///
    /// # Errors
    /// If two areas have one name, or an area has the code of the region or of the country.
    pub(super) fn of(table: &Table) -> Result<Self, Error> {
        let (codes, names) = (table.text("area_code")?, table.text("area_name")?);
        for (row, (code, name)) in codes.iter().zip(names).enumerate() {
            let rule = if code == REGION || code == COUNTRY {
                format!("area_code {code:?} stands for the region or its country and may not be an area's")
            } else if let Some(first) = names[..row].iter().position(|other| other == name) {
                format!("repeats the name of line {}: {name:?} may be one area's", table.line(first))
            } else {
                continue;
            };
            return Err(table.error(Some(table.line(row)), rule));
        }
        let pair = |(code, name): (&String, &String)| (code.clone(), name.clone());
        Ok(Self::new(codes.iter().zip(names).map(pair)))
    }
}

/// Checks that the tables a projection reads are of the areas of the table of areas.
///
/// # Errors
/// If some are not; all of them are named.
pub(super) fn check<'a>(areas: &Table, tables: impl Iterator<Item = &'a Table>) -> Result<(), Error> {
    let codes: BTreeSet<&str> = areas.geography().codes().collect();
    let of_others: Vec<&str> = tables
        .filter(|table| table.name().is_by_area() && table.name().is_read())
        .filter(|table| table.geography().codes().collect::<BTreeSet<_>>() != codes)
        .map(Table::label)
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
