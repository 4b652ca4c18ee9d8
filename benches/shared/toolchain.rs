//! The compiler by which the figures are made.

use std::process::Command;

/// `rustc` and its version, without commit and date.
pub(crate) fn compiler() -> String {
    let said = Command::new("rustc").arg("--version").output().expect("rustc runs, as it did to build this");
    let said = String::from_utf8_lossy(&said.stdout);
    said.split_whitespace().take(2).collect::<Vec<_>>().join(" ")
}
