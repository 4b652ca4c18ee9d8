//! What is wrong with a file of a run folder.

use serde::Serialize;
use std::fmt;

/// A file of a run folder that is not what its name says, and why.
///
/// [`Display`](fmt::Display) is a sentence that begins with the name of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Problem {
    /// Name of the file in the folder.
    pub file: String,
    /// What kind of problem it is.
    pub kind: ProblemKind,
    /// What is wrong, in words.
    pub detail: String,
}

/// Kinds of problems of files in a run folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[non_exhaustive]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    /// A chunk whose bytes are not those that were written: cut short, changed, or never a chunk. It can only be
    /// [discarded](super::RunFolder::discard_damaged) and run anew.
    Damaged,
    /// A whole chunk of another run: of other settings, tables or another version.
    Foreign,
    /// A file of numbers whose name is not that of the chunk it holds: renamed, a copy, or a chunk that overlaps others.
    Misnamed,
    /// What a process that was stopped had begun to write, or one that runs is writing. No obstacle: the next run in the
    /// folder takes it away unless somebody is writing it.
    HalfWritten,
}

impl ProblemKind {
    /// Whether a run or a merge stops at it.
    pub(super) const fn is_obstacle(self) -> bool {
        !matches!(self, Self::HalfWritten)
    }
}

impl fmt::Display for ProblemKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Damaged => "is damaged",
            Self::Foreign => "is of another run",
            Self::Misnamed => "is misnamed",
            Self::HalfWritten => "is half-written",
        })
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.file, self.kind, self.detail)
    }
}

/// A problem whose file is known to the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) kind: ProblemKind,
    pub(super) detail: String,
}

impl Fault {
    pub(super) fn damaged(detail: impl Into<String>) -> Self {
        Self { kind: ProblemKind::Damaged, detail: detail.into() }
    }

    pub(super) fn foreign(detail: impl Into<String>) -> Self {
        Self { kind: ProblemKind::Foreign, detail: detail.into() }
    }

    pub(super) fn misnamed(detail: impl Into<String>) -> Self {
        Self { kind: ProblemKind::Misnamed, detail: detail.into() }
    }

    pub(super) fn half_written(held: bool) -> Self {
        let detail = if held { "it is being written" } else { "its writer was stopped" };
        Self { kind: ProblemKind::HalfWritten, detail: detail.into() }
    }

    pub(super) fn of(self, file: impl Into<String>) -> Problem {
        Problem { file: file.into(), kind: self.kind, detail: self.detail }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind, self.detail)
    }
}
