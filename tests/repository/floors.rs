//! Which parts of the crate may know which.

use crate::graph::{Code, Sources};
use crate::{files, text};
use health_impact::data::TableName;
use std::collections::{BTreeMap, BTreeSet};
use support::top;

/// The floors of the crate, the ground first: a part knows itself and the floors below it, never one above. This list
/// is the one truth about the order; what is not in it is not a part.
const FLOORS: [&str; 37] = [
    "revision",
    "error",
    "named",
    "parallel",
    "atomic_file",
    "units",
    "numerics",
    "random",
    "sampling",
    "estimate",
    "parameters",
    "trend",
    "forecast",
    "multistate",
    "draws",
    "data",
    "catalogue",
    "population",
    "mortality",
    "inequality",
    "component",
    "disease",
    "exposure",
    "indicator",
    "work",
    "mental_illness",
    "delivery",
    "subjects",
    "scenario",
    "tables",
    "run_folder",
    "outcomes",
    "decision",
    "projection",
    "report",
    "hindcast",
    "calibration",
];
/// Lists of names for callers: they know everything, and no part knows them.
const ROOF: [&str; 3] = ["guide", "lib", "prelude"];

/// The part a source file belongs to: its folder below `src`, or its own name.
fn part(file: &str) -> &str {
    file.split('/').next().unwrap().trim_end_matches(".rs")
}

#[test]
fn parts_know_only_the_floors_below() {
    let floor = |part: &str| FLOORS.iter().position(|known| *known == part);
    let sources = Sources::of_the_crate(Code::All);
    let (mut seen, mut wrong) = (BTreeSet::new(), Vec::new());
    for file in sources.files() {
        if !ROOF.contains(&part(file)) {
            let Some(own) = floor(part(file)) else { panic!("{} has no floor", part(file)) };
            seen.insert(own);
        }
    }
    let is_below_the_roof = |file: &str| !ROOF.contains(&part(file));
    // However a path is written: from the root, from the folder, or through what another file shows.
    for (file, used) in sources.uses().iter().filter(|(file, _)| is_below_the_roof(file)) {
        for (other, path) in used {
            match floor(part(other)) {
                Some(below) if Some(below) <= floor(part(file)) => {}
                Some(_) => wrong.push(format!("{file} knows {path} of {other}, a floor above")),
                None => wrong.push(format!("{file} knows {path} of {other}, which has no floor")),
            }
        }
    }
    for (file, path) in sources.paths_from_the_root().into_iter().filter(|(file, _)| is_below_the_roof(file)) {
        match floor(&path[1]) {
            Some(below) if Some(below) <= floor(part(file)) => {}
            Some(_) => wrong.push(format!("{file} knows {}, a floor above", path.join("::"))),
            None => wrong.push(format!("{file} knows {}, which has no floor", path.join("::"))),
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(seen.len(), FLOORS.len(), "a floor without a file");
}

#[test]
fn the_map_shows_the_same_floors() {
    let map = text(&top().join("ARCHITECTURE.md"));
    let rows = map
        .lines()
        .skip_while(|line| !line.starts_with("## Floors"))
        .skip(1)
        .take_while(|line| !line.starts_with("## "));
    let named: Vec<&str> =
        rows.filter_map(|line| line.strip_prefix("| `")).map(|line| line.split(['`', ':']).next().unwrap()).collect();
    assert_eq!(named, FLOORS);
}

/// A source text without the lines that are comments, on one line: how it is broken says nothing.
fn code(source: &str) -> String {
    let lines = source.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.flat_map(str::split_whitespace).collect::<Vec<&str>>().join(" ")
}

/// The name with which a text begins.
fn word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    &text[..end]
}

#[test]
fn every_table_is_defined_once_and_read_from_its_floor_up() {
    let floor = |file: &str| FLOORS.iter().position(|known| *known == part(file));
    let folder = top().join("src");
    let sources: Vec<(String, String)> = files(&folder, &["rs"])
        .into_iter()
        .map(|path| (path.strip_prefix(&folder).unwrap().to_str().unwrap().to_owned(), code(&text(&path))))
        .collect();
    let mut defined = BTreeMap::new();
    for (file, code) in &sources {
        for (at, definition) in code.match_indices(": Self = table!(") {
            let name = word(code[..at].rsplit(' ').next().unwrap());
            let stem = code[at + definition.len()..].split('"').nth(1).unwrap();
            assert_eq!(name, stem.to_uppercase(), "{file}");
            assert!(defined.insert(name.to_owned(), floor(file)).is_none(), "{stem} is defined twice");
        }
    }
    // A constant without a place in its subject's list is in no reference data.
    let listed: BTreeSet<String> = TableName::ALL.iter().map(|table| table.as_str().to_uppercase()).collect();
    assert_eq!(listed.len(), TableName::ALL.len(), "a table is listed twice");
    assert_eq!(defined.keys().cloned().collect::<BTreeSet<_>>(), listed);
    for (file, code) in &sources {
        for (at, found) in code.match_indices("TableName::") {
            if let Some(owner) = defined.get(word(&code[at + found.len()..])) {
                assert!(*owner <= floor(file), "{file}: {}", &code[at..at + 40]);
            }
        }
    }
}
