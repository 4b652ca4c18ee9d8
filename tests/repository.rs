//! The repository itself: which parts may know which, how long files are, that figures have sources and examples a line.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use health_impact::data::{ReferenceData, TableName};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The floors of the crate, the ground first: a part knows itself and the floors below it, never one above. This list
/// is the one truth about the order; what is not in it is not a part.
const FLOORS: [&str; 29] = [
    "error",
    "named",
    "parallel",
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
    "population",
    "mortality",
    "inequality",
    "disease",
    "exposure",
    "indicator",
    "work",
    "mental_illness",
    "scenario",
    "run_folder",
    "outcomes",
    "decision",
    "projection",
    "report",
    "hindcast",
];
/// Lists of names for callers: they know everything, and no part knows them.
const ROOF: [&str; 2] = ["lib", "prelude"];
const LONGEST: usize = 450;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

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

/// The part a source file belongs to: its folder below `src`, or its own name.
fn part(path: &Path) -> String {
    let inside = path.strip_prefix(root().join("src")).unwrap();
    let first = inside.components().next().unwrap().as_os_str().to_str().unwrap();
    first.trim_end_matches(".rs").to_owned()
}

/// The parts a source text names after `crate::`, comments left out.
fn named_parts(source: &str) -> BTreeSet<String> {
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let code: Vec<&str> = source.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let code = code.join("\n");
    let mut named = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        // `$crate::` of a macro is the same path; `pub(crate)` has no colons.
        let rest = &code[at + "crate::".len()..];
        assert!(!rest.starts_with('{'), "one `use crate::` a line, so that floors can be told");
        named.insert(word(rest));
    }
    named
}

#[test]
fn parts_know_only_the_floors_below() {
    let floor = |part: &str| FLOORS.iter().position(|known| *known == part);
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    for path in files(&root().join("src"), &["rs"]) {
        let part = part(&path);
        if ROOF.contains(&part.as_str()) {
            continue;
        }
        let Some(own) = floor(&part) else { panic!("{part} has no floor") };
        seen.insert(own);
        for named in named_parts(&text(&path)) {
            match floor(&named) {
                Some(other) if other <= own => {}
                Some(_) => wrong.push(format!("{} knows {named}, a floor above {part}", path.display())),
                None => wrong.push(format!("{} knows {named}, which has no floor", path.display())),
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(seen.len(), FLOORS.len(), "a floor without a file");
}

#[test]
fn the_map_shows_the_same_floors() {
    let map = text(&root().join("ARCHITECTURE.md"));
    let rows = map
        .lines()
        .skip_while(|line| !line.starts_with("## Floors"))
        .skip(1)
        .take_while(|line| !line.starts_with("## "));
    let named: Vec<&str> =
        rows.filter_map(|line| line.strip_prefix("| `")).map(|line| line.split(['`', ':']).next().unwrap()).collect();
    assert_eq!(named, FLOORS);
}

#[test]
fn no_file_is_too_long() {
    let mut long = Vec::new();
    let mut count = 0;
    for folder in ["src", "tests", "benches", "examples"] {
        for path in files(&root().join(folder), &["rs"]) {
            let lines = text(&path).lines().count();
            count += 1;
            if lines > LONGEST {
                long.push(format!("{} has {lines} lines", path.display()));
            }
        }
    }
    assert!(count > 80, "{count}");
    assert!(long.is_empty(), "more than {LONGEST}: {long:#?}");
}

#[test]
fn every_table_has_a_source_and_a_reader() {
    let data = ReferenceData::embedded();
    let known: BTreeSet<&str> = TableName::ALL.iter().map(|table| table.file()).collect();
    let mut found = BTreeSet::new();
    for path in files(&root().join("data"), &["csv"]) {
        found.insert(path.file_name().unwrap().to_str().unwrap().to_owned());
    }
    assert!(found.iter().map(String::as_str).eq(known.iter().copied()), "{found:?} {known:?}");
    let described = text(&root().join("data/README.md"));
    for &table in TableName::ALL {
        assert!(described.contains(table.file()), "data/README.md does not tell of {}", table.file());
        if table != TableName::SOURCES {
            let sources: Vec<_> = data.sources_of(table).collect();
            assert!(!sources.is_empty(), "{table} has no source");
            for source in sources {
                assert!(!source.publisher.is_empty() && !source.title.is_empty(), "{table}: {source:?}");
                assert!(!source.licence.is_empty() && !source.reference.is_empty(), "{table}: {source:?}");
            }
        }
    }
}

#[test]
fn every_licence_allows_every_use() {
    let mut read = 0;
    for folder in ["data", "src"] {
        for path in files(&root().join(folder), &["rs", "csv", "md", "py"]) {
            let words: String = text(&path).to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
            assert!(!words.contains("noncommercial"), "{}", path.display());
            read += 1;
        }
    }
    assert!(read > 100, "{read}");
}

#[test]
fn every_example_is_named_in_the_readme() {
    let readme = text(&root().join("README.md"));
    let mut examples = 0;
    // Files of `examples` itself; its folders hold what examples share.
    for path in files(&root().join("examples"), &["rs"]) {
        if path.parent() == Some(&root().join("examples")) {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            assert!(readme.contains(&name), "README.md does not name the example {name}");
            examples += 1;
        }
    }
    assert!(examples > 0);
}

#[test]
fn only_tables_and_sources_are_kept() {
    // What a run writes does not belong here.
    for folder in ["src", "docs", "data", "examples"] {
        assert_eq!(files(&root().join(folder), &["f64", "part"]), Vec::<PathBuf>::new());
    }
}

#[test]
fn the_reader_of_paths_reads_them() {
    let source =
        "use crate::units::Year;\n// crate::report\nlet x = crate::data::read(crate::numerics::special::erf(1.0));\n";
    let named: Vec<String> = named_parts(source).into_iter().collect();
    assert_eq!(named, ["data", "numerics", "units"]);
}
