//! The repository itself: which parts may know which, how long files are, that figures have sources and examples a line.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod circles;
mod documents;
mod floors;
mod graph;
mod source;

use std::path::{Path, PathBuf};

/// All files below a folder whose names end so; none if there is no such folder.
fn files(folder: &Path, extensions: &[&str]) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, extensions));
        } else if path.extension().is_some_and(|end| extensions.iter().any(|known| end == *known)) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}
