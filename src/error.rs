//! The one error of the crate: what is wrong, where, the value and the rule.

use std::fmt;
use std::io;
use std::sync::Arc;

/// How many problems of a run folder the message tells.
const SHOWN: usize = 5;

/// Everything that can be wrong with what a caller gives.
///
/// [`Display`](fmt::Display) is the full message: it names the thing, the value and the rule and, for a table,
/// the line and the column. Messages are in lower case and have no full stop, so that they can be built into others.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// A single value breaks its rule.
    OutOfRange {
        /// What the value is, in the field's words, for example `proportion`.
        what: String,
        /// The value given.
        value: String,
        /// The rule it breaks, for example `must lie in 0 to 1`.
        rule: String,
    },
    /// A cell of a table breaks a rule.
    Cell {
        /// Name of the table.
        table: String,
        /// Line in the file, the header being line 1.
        line: u64,
        /// Name of the column.
        column: String,
        /// The text of the cell.
        value: String,
        /// The rule it breaks.
        rule: String,
    },
    /// A table as a whole breaks a rule (a missing column, a missing row, no rows, a duplicate row).
    Table {
        /// Name of the table.
        table: String,
        /// Line in the file, if one line is to blame.
        line: Option<u64>,
        /// What is wrong and the rule.
        rule: String,
    },
    /// Tables that are sound each by itself and cannot both be true.
    Disagreement {
        /// Names of the tables.
        tables: Vec<String>,
        /// What is compared, of what, both values and what may be.
        rule: String,
    },
    /// A name that is not known; the nearest known one is offered.
    UnknownName {
        /// The kind of thing named, for example `area`.
        kind: String,
        /// The name given.
        name: String,
        /// The nearest known name, if any is near.
        nearest: Option<String>,
        /// All known names, if none is near and they are few.
        known: Vec<String>,
    },
    /// Something named twice that may be named once.
    Duplicate {
        /// The kind of thing, for example `scenario`.
        kind: String,
        /// The name.
        name: String,
    },
    /// Two settings that do not go together.
    Conflict {
        /// What is wrong and the rule.
        rule: String,
    },
    /// A calibration that does not reach its target with the data given.
    Calibration {
        /// What was calibrated.
        what: String,
        /// How far it got and what it needed.
        detail: String,
    },
    /// A file that could not be read or written.
    File {
        /// The path.
        path: String,
        /// What the operating system said; its kind is [`Error::io_kind`].
        cause: FileCause,
    },
    /// A draw whose numbers cannot be true. The run stops: it is never left out in silence.
    Draw {
        /// Number of the draw.
        draw: u64,
        /// Which number it is, of whom and when, its value and the rule it breaks.
        rule: String,
        /// The inputs furthest from their centres in this draw, with their values and centres.
        furthest: Vec<(String, f64, f64)>,
    },
    /// A run folder that holds what it must not, or lacks what it must hold.
    RunFolder {
        /// The path of the folder.
        folder: String,
        /// What is wrong with it or with its files, a sentence each.
        problems: Vec<String>,
    },
    /// Stopped by the caller.
    Cancelled,
}

impl Error {
    /// An [`Error::OutOfRange`].
    pub(crate) fn out_of_range(what: impl Into<String>, value: impl fmt::Display, rule: impl Into<String>) -> Self {
        Self::OutOfRange { what: what.into(), value: value.to_string(), rule: rule.into() }
    }

    /// The same, told of the table it comes from.
    pub(crate) fn in_table(self, table: &str, line: impl Into<Option<u64>>) -> Self {
        Self::Table { table: table.to_owned(), line: line.into(), rule: self.to_string() }
    }

    /// An [`Error::UnknownName`] with the nearest of `known`, or all of them where none is near and they are few.
    pub(crate) fn unknown<'a>(kind: &str, name: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        let known: Vec<&str> = known.into_iter().collect();
        let nearest = nearest(name, &known);
        let few = nearest.is_none() && known.len() <= SHOWN;
        let known = known.into_iter().filter(|_| few).map(str::to_owned).collect();
        Self::UnknownName { kind: kind.into(), name: name.into(), nearest, known }
    }

    /// An [`Error::File`] from what the operating system said.
    pub(crate) fn file(path: &std::path::Path, cause: impl Into<io::Error>) -> Self {
        Self::File { path: path.display().to_string(), cause: FileCause(Arc::new(cause.into())) }
    }

    /// An [`Error::File`] of a file that could be read and does not hold what it must.
    pub(crate) fn file_content(path: &std::path::Path, rule: String) -> Self {
        Self::file(path, io::Error::new(io::ErrorKind::InvalidData, rule))
    }

    /// The kind of the error of a file, for example that it was not found; none of other errors.
    #[must_use]
    pub fn io_kind(&self) -> Option<io::ErrorKind> {
        match self {
            Self::File { cause, .. } => Some(cause.0.kind()),
            _ => None,
        }
    }

    /// An [`Error::RunFolder`].
    pub(crate) fn run_folder(folder: &std::path::Path, problems: impl IntoIterator<Item = impl fmt::Display>) -> Self {
        let problems = problems.into_iter().map(|problem| problem.to_string()).collect();
        Self::RunFolder { folder: folder.display().to_string(), problems }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OutOfRange { what, value, rule } => write!(f, "{what} {value} {rule}"),
            Self::Cell { table, line, column, value, rule } => {
                write!(f, "{table} line {line}: {column} {value:?} {rule}")
            }
            Self::Table { table, line: Some(line), rule } => write!(f, "{table} line {line}: {rule}"),
            Self::Table { table, line: None, rule } => write!(f, "{table}: {rule}"),
            Self::Disagreement { tables, rule } => write!(f, "{}: {rule}", tables.join(" and ")),
            Self::UnknownName { kind, name, nearest, known } => {
                write!(f, "unknown {kind} {name:?}")?;
                match (nearest, known.as_slice()) {
                    (Some(nearest), _) => write!(f, ": did you mean {nearest:?}?"),
                    (None, []) => Ok(()),
                    (None, [only]) => write!(f, ": there is only {only:?}"),
                    (None, known) => write!(f, ": known are {}", known.join(", ")),
                }
            }
            Self::Duplicate { kind, name } => write!(f, "{kind} {name:?} is given twice and may be given once"),
            Self::Conflict { rule } => f.write_str(rule),
            Self::Calibration { what, detail } => write!(f, "calibration of {what} failed: {detail}"),
            Self::File { path, cause } => write!(f, "{path}: {}", cause.0),
            Self::RunFolder { folder, problems } => {
                write!(f, "{folder}: {}", problems[..problems.len().min(SHOWN)].join("; "))?;
                match problems.len().saturating_sub(SHOWN) {
                    0 => Ok(()),
                    more => write!(f, "; and {more} more"),
                }
            }
            Self::Draw { draw, rule, furthest } => {
                write!(f, "draw {draw}: {rule}")?;
                for (at, (name, value, centre)) in furthest.iter().enumerate() {
                    let begin = if at == 0 { "; furthest from their centres are" } else { "," };
                    write!(f, "{begin} {name:?} with {value} (centre {centre})")?;
                }
                Ok(())
            }
            Self::Cancelled => f.write_str("the run was cancelled by the caller"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::File { cause, .. } => Some(&*cause.0),
            _ => None,
        }
    }
}

/// The value, unless it is infinite or not a number: for results that legal input may carry beyond the largest number.
///
/// # Errors
/// If it is not finite.
pub(crate) fn finite(what: impl Into<String>, value: f64) -> Result<f64, Error> {
    if value.is_finite() { Ok(value) } else { Err(Error::out_of_range(what, value, "must be finite")) }
}

/// The error of the operating system behind an [`Error::File`], shared by the copies of it.
#[derive(Debug, Clone)]
pub struct FileCause(Arc<io::Error>);

impl PartialEq for FileCause {
    /// Of one kind and with one message.
    fn eq(&self, other: &Self) -> bool {
        self.0.kind() == other.0.kind() && self.0.to_string() == other.0.to_string()
    }
}

impl fmt::Display for FileCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The known name nearest to `name` by edit distance, if it is near enough to be a slip of the pen.
fn nearest(name: &str, known: &[&str]) -> Option<String> {
    let lower = name.to_lowercase();
    let limit = (name.chars().count() / 2).max(2);
    known
        .iter()
        .map(|candidate| (edit_distance(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| (*candidate).to_owned())
}

fn edit_distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let substitution = diagonal + usize::from(ca != *cb);
            diagonal = row[j + 1];
            row[j + 1] = substitution.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn error_is_send_sync_static() {
        fn check<T: Send + Sync + 'static>() {}
        check::<Error>();
    }

    #[test]
    fn unknown_name_offers_the_nearest() {
        let error = Error::unknown("area", "Lewisam", ["Lewisham", "Lambeth"]);
        assert_eq!(error.to_string(), "unknown area \"Lewisam\": did you mean \"Lewisham\"?");
        let error = Error::unknown("area", "Q", ["Lewisham", "Lambeth"]);
        assert_eq!(error.to_string(), "unknown area \"Q\": known are Lewisham, Lambeth");
        let error = Error::unknown("sex", "Q", ["female"]);
        assert_eq!(error.to_string(), "unknown sex \"Q\": there is only \"female\"");
        let error = Error::unknown("area", "Q", ["Lewisham", "Lambeth", "Camden", "Brent", "Barnet", "Ealing"]);
        assert_eq!(error.to_string(), "unknown area \"Q\"");
    }

    #[test]
    fn a_run_folder_with_many_problems_tells_the_first() {
        let error = |count: usize| Error::run_folder("runs".as_ref(), (0..count).map(|at| format!("{at} is bad")));
        assert_eq!(error(2).to_string(), "runs: 0 is bad; 1 is bad");
        assert!(error(5).to_string().ends_with("4 is bad"));
        assert!(error(7).to_string().ends_with("4 is bad; and 2 more"));
    }

    #[test]
    fn edit_distance_of_known_pairs() {
        assert_eq!(edit_distance("kitten", "sitting"), 3);
        assert_eq!(edit_distance("", "abc"), 3);
        assert_eq!(edit_distance("same", "same"), 0);
    }
}
