//! Tables held against each other: legal cells may still be nonsense together, as people counted in thousands are.
//!
//! Each subject says what its tables must agree in; nothing is compared while both tables are the embedded ones, of which
//! a test knows that they agree.

use super::compared::Compared;
pub(crate) use super::compared::{Pair, within};
use super::name::TableName;
use super::{ReferenceData, Table, unread, usual};
use crate::error::Error;
use std::ops::RangeInclusive;

/// What two tables, or the parts of one, must agree in.
#[derive(Debug, Clone)]
pub(crate) struct Agreement {
    /// What is compared, in words: `people of an area against the first year of their projection`.
    pub(crate) what: &'static str,
    /// The tables of the value and of what it is held against; once if that is one.
    pub(crate) tables: &'static [TableName],
    /// Ratios (or values, where there is nothing to divide by) that need no word...
    pub(crate) usual: RangeInclusive<f64>,
    /// ...and beyond which nothing is run; between them a note is made.
    pub(crate) possible: RangeInclusive<f64>,
    /// What is compared.
    pub(crate) pairs: fn(&ReferenceData) -> Result<Vec<Pair>, Error>,
}

impl Agreement {
    /// Holds the tables against each other; returns a note if they are unusually far apart.
    ///
    /// # Errors
    /// If they are further apart than can be: both tables, both values and what may be.
    fn check(&self, data: &ReferenceData) -> Result<Option<String>, Error> {
        let tables = self.tables.iter().map(|name| data.table(*name).label().to_owned()).collect();
        Compared { what: self.what, tables, usual: &self.usual, possible: &self.possible }.check(&(self.pairs)(data)?)
    }
}

/// What is compared, the smallest and the largest ratio, and the note.
#[cfg(test)]
type Agreed = (&'static str, f64, f64, Option<String>);

impl ReferenceData {
    /// Holds the tables that were replaced against the others, and against the embedded ones where there is nothing else;
    /// returns what should be known of them, in words.
    ///
    /// # Errors
    /// If two tables are further apart than can be.
    pub(crate) fn check_agreement(&self, agreements: &[&[Agreement]]) -> Result<Vec<String>, Error> {
        let replaced: Vec<&Table> =
            self.names.iter().map(|name| self.table(*name)).filter(|table| !table.is_embedded()).collect();
        let mut notes = Vec::new();
        for agreement in agreements.iter().copied().flatten() {
            if replaced.iter().any(|table| agreement.tables.contains(&table.name())) {
                notes.extend(agreement.check(self)?);
            }
        }
        for table in replaced {
            if !table.name().is_read() {
                notes.push(format!("{}: no projection reads this table", table.label()));
                continue;
            }
            let embedded = table.embedded()?;
            notes.extend(usual::check(table, &embedded)?);
            notes.extend(unread::notes(table, &embedded));
            notes.extend(usual::left_over(table, &embedded));
        }
        Ok(notes)
    }

    /// Every agreement on these tables, whether they were replaced or not, with the smallest and the largest ratio and its note.
    #[cfg(test)]
    pub(crate) fn agreement(&self, agreements: &[&[Agreement]]) -> Result<Vec<Agreed>, Error> {
        let mut all = Vec::new();
        for agreement in agreements.iter().copied().flatten() {
            let ratios: Vec<f64> = (agreement.pairs)(self)?.iter().map(Pair::ratio).collect();
            let least = ratios.iter().copied().fold(f64::INFINITY, f64::min);
            let most = ratios.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            all.push((agreement.what, least, most, agreement.check(self)?));
        }
        Ok(all)
    }
}
