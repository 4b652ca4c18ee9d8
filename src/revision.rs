//! The revision of the numbers, by which draws of one model are told from those of another.

/// Raised by one whenever the same settings, tables and seed come to give other numbers: draws of two revisions never share a
/// [run folder](crate::run_folder).
pub const REVISION: u32 = 3;
