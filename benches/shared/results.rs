//! Where results of benches lie between the commands that make them and the one that makes the table.

use std::path::PathBuf;

/// Criterion's folder of results.
pub(crate) fn folder() -> PathBuf {
    if let Some(folder) = std::env::var_os("CRITERION_HOME") {
        return folder.into();
    }
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    // Benches are built in `release/deps` of the target folder.
    let beside = || std::env::current_exe().ok().and_then(|program| program.ancestors().nth(3).map(PathBuf::from));
    target.or_else(beside).unwrap_or_else(|| "target".into()).join("criterion")
}

/// What the scaling bench found, in Markdown.
pub(crate) fn scaling() -> PathBuf {
    folder().join("scaling.md")
}
