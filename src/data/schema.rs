//! The layout of a table: its columns, what a cell may hold, and what the rows must hold together.
//!
//! Here is what layouts share; each stands beside the subject that reads the table.

use super::rule::Rule;

/// A column and the rule of its cells.
pub(crate) type Column = (&'static str, Rule);

/// The layout of a table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Schema {
    /// The columns, in the order of the embedded file; a caller's file may have another order.
    pub(crate) columns: &'static [Column],
    /// Further columns of counts or rates, one per period.
    pub(crate) periods: &'static [&'static str],
    /// The columns that no two rows may share.
    pub(crate) key: &'static [&'static str],
    /// The columns whose every combination of allowed values must have a row...
    pub(crate) complete: &'static [&'static str],
    /// ...within every combination of values found in these columns...
    pub(crate) within: &'static [&'static str],
    /// ...but for the combinations that hold all the pairs of one of these.
    pub(crate) exempt: &'static [&'static [(&'static str, &'static str)]],
    /// Rules between cells.
    pub(crate) cross: &'static [Cross],
    /// Whether the table may be without rows: one that waits for an analyst's own figures.
    pub(crate) may_be_empty: bool,
    /// How far numbers may be from the embedded ones, where no other table tells what is usual.
    pub(crate) usual: &'static [Usual],
    /// What no projection reads.
    pub(crate) unread: &'static [Unread],
}

/// A rule between cells.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Cross {
    /// `lower` <= the named value <= `upper`, where bounds are given.
    Interval(&'static str),
    /// `lower` < `upper` where they are given: what is surveyed has an error.
    Width,
    /// `age_from` <= `age_to`, where the latter is given.
    AgesInOrder,
    /// `share` sums to 1 within these columns, to 1e-4.
    SharesSumToOne(&'static [&'static str]),
    /// One value in the whole column: only one is read.
    OneValue(&'static str),
}

/// How far the numbers of a column may be from the embedded ones: noted beyond one factor, refused beyond the other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Usual {
    pub(crate) column: &'static str,
    pub(crate) noted: f64,
    pub(crate) refused: f64,
}

impl Usual {
    pub(crate) const fn new(column: &'static str, noted: f64, refused: f64) -> Self {
        Self { column, noted, refused }
    }
}

/// What of a table no projection reads.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Unread {
    /// A column.
    Column(&'static str),
    /// Rows in which all of this holds.
    Rows(&'static [(&'static str, Cells)]),
    /// Rows but for those in which all of one of these holds.
    RowsBut(&'static [&'static [(&'static str, Cells)]]),
    /// Rows in which all of this holds, but for those of the last year among them.
    RowsBeforeTheLast(&'static [(&'static str, Cells)]),
}

/// What a cell shows.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Cells {
    /// One of these.
    Is(&'static [&'static str]),
    /// None of these.
    Not(&'static [&'static str]),
    /// A number below this.
    Below(f64),
    /// A number above this.
    Above(f64),
}

pub(crate) const SEX: Rule = Rule::OneOf(&["female", "male"]);
pub(crate) const SEX_OR_ALL: Rule = Rule::OneOf(&["female", "male", "all"]);
pub(crate) const QUINTILE: Rule = Rule::Integer(1, 5);
/// How far the figures of a row can be relied on.
pub(crate) const STATUS: Rule = Rule::OneOf(&["found", "derived", "unverified"]);
/// Of two published sets the one that is read, and the other.
pub(crate) const CHOICE: Rule = Rule::OneOf(&["used", "alternative"]);
/// Lower bounds of the age groups of deaths: 0, 1-4, 5-9, ... 90 and over.
pub(crate) const AGE_GROUP: Rule =
    Rule::Numbers(&[0, 1, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90]);
/// Lower bounds of five-year age groups: 0-4, 5-9, ... 90 and over.
pub(crate) const FIVE_YEARS: Rule =
    Rule::Numbers(&[0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90]);
/// The City of London is too small for a published figure.
pub(crate) const NO_CITY: &[&[(&str, &str)]] = &[&[("area_code", "E09000001")]];

/// A layout with these columns, of which those of `key` identify a row and must be complete.
pub(crate) const fn grid(columns: &'static [Column], key: &'static [&'static str]) -> Schema {
    Schema {
        columns,
        periods: &[],
        key,
        complete: key,
        within: &[],
        exempt: &[],
        cross: &[],
        may_be_empty: false,
        usual: &[],
        unread: &[],
    }
}

/// A layout with these columns, of which those of `key` identify a row; any set of rows will do.
pub(crate) const fn list(columns: &'static [Column], key: &'static [&'static str]) -> Schema {
    Schema {
        columns,
        periods: &[],
        key,
        complete: &[],
        within: &[],
        exempt: &[],
        cross: &[],
        may_be_empty: false,
        usual: &[],
        unread: &[],
    }
}
