//! What all examples share: their flags, how a run goes, temporary folders, what is said, and the files they write.

#![allow(clippy::disallowed_types)] // the clock times a run for its reader and reaches no number

pub mod options;
pub mod run;
pub mod said;
pub mod tables;
pub mod temporary;
pub mod whole;

pub use options::{Flags, ModelOptions, Options, Shares, Spread};

use std::process::ExitCode;

/// How an example ends, or why it could not.
pub type Done<T = ()> = Result<T, Box<dyn std::error::Error>>;

/// Ends an example: what went wrong in words on standard error, and a code that says whether it did.
pub fn end(result: Done) -> ExitCode {
    let lost = said::lost().map(|kind| format!("what was printed did not arrive: {kind}"));
    match result.err().map(|error| error.to_string()).or(lost) {
        None => ExitCode::SUCCESS,
        Some(error) => {
            tell!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
