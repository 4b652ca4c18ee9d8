//! How long files are, that figures have sources and licences, that every example has a line in the README.

use crate::{files, text};
use health_impact::data::{ReferenceData, TableName};
use std::collections::BTreeSet;
use std::path::PathBuf;
use support::top;

const LONGEST: usize = 450;

#[test]
fn no_file_is_too_long() {
    let mut long = Vec::new();
    let mut count = 0;
    for folder in ["src", "tests", "benches", "examples"] {
        for path in files(&top().join(folder), &["rs"]) {
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
    for path in files(&top().join("data"), &["csv"]) {
        found.insert(path.file_name().unwrap().to_str().unwrap().to_owned());
    }
    assert!(found.iter().map(String::as_str).eq(known.iter().copied()), "{found:?} {known:?}");
    let described = text(&top().join("data/README.md"));
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
        for path in files(&top().join(folder), &["rs", "csv", "md", "py"]) {
            let words: String = text(&path).to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
            assert!(!words.contains("noncommercial"), "{}", path.display());
            read += 1;
        }
    }
    assert!(read > 100, "{read}");
}

/// The names in the first column of the table of examples.
fn examples_listed(readme: &str) -> Vec<&str> {
    let lines = readme.lines().skip_while(|line| *line != "## Examples").skip(1);
    let rows = lines.take_while(|line| !line.starts_with("## ")).filter_map(|line| line.strip_prefix("| `"));
    rows.map(|row| row.split_once("` |").expect("a name and a question").0).collect()
}

#[test]
fn every_example_is_named_in_the_readme() {
    let folder = top().join("examples");
    let mut there = Vec::new();
    // Files of `examples` itself and folders with a program; the other folders hold what examples share.
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|end| end == "rs") || path.join("main.rs").is_file() {
            there.push(path.file_stem().unwrap().to_str().unwrap().to_owned());
        }
    }
    there.sort();
    assert!(there.len() > 5, "{there:?}");
    let readme = text(&top().join("README.md"));
    let mut listed = examples_listed(&readme);
    listed.sort_unstable();
    assert_eq!(listed, there, "on the left the examples README.md lists, on the right those there are");
}

#[test]
fn the_list_of_examples_is_read_as_it_stands() {
    let readme = "`a`\n| `b` | no |\n## Examples\n\n| example | question |\n|---|---|\n| `c` | Why `d`? |\n| `c` | e |\n## F\n| `g` | h |\n";
    assert_eq!(examples_listed(readme), ["c", "c"]);
}

#[test]
fn only_tables_and_sources_are_kept() {
    // What a run writes does not belong here.
    for folder in ["src", "docs", "data", "examples"] {
        assert_eq!(files(&top().join(folder), &["f64", "part"]), Vec::<PathBuf>::new());
    }
}

/// Where the links of a page lead that are files of the repository, in the text and in the list at its end.
fn files_linked(page: &str) -> Vec<&str> {
    let within = page.split("](").skip(1).filter_map(|rest| rest.split_once(')').map(|(to, _)| to));
    let listed = page.lines().filter_map(|line| line.strip_prefix('[')?.split_once("]: "));
    let listed = listed.filter(|(label, _)| !label.contains(']')).map(|(_, to)| to);
    let own = |to: &&str| !["http", "#", "crate", "data:"].iter().any(|outside| to.starts_with(outside));
    within.chain(listed).filter(own).collect()
}

/// The names of links in the text that the list at the end of the page does not have.
fn links_unlisted(page: &str) -> Vec<&str> {
    // Every other piece is a block of code.
    let text = page.split("```").step_by(2);
    let named =
        text.flat_map(|text| text.split("][").skip(1)).filter_map(|rest| rest.split_once(']').map(|(name, _)| name));
    named.filter(|name| !page.contains(&format!("\n[{name}]: "))).collect()
}

#[test]
fn every_link_of_a_page_leads_somewhere() {
    let mut pages = vec![];
    for page in ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "DESIGN.md"] {
        pages.push(top().join(page));
    }
    for folder in ["docs", "data", "benches", "tests"] {
        pages.extend(files(&top().join(folder), &["md"]));
    }
    let (mut followed, mut lost) = (0, Vec::new());
    for path in &pages {
        let page = text(path);
        lost.extend(links_unlisted(&page).iter().map(|name| format!("{} to [{name}]", path.display())));
        for to in files_linked(&page) {
            followed += 1;
            if !path.with_file_name(to.split('#').next().unwrap()).exists() {
                lost.push(format!("{} to {to}", path.display()));
            }
        }
    }
    assert!(followed > 40, "{followed}");
    assert!(lost.is_empty(), "{lost:#?}");
}

#[test]
fn links_are_read_as_they_stand() {
    let page = "See [a](b/c.md), [d][e] and [f](https://g).\n\n[e]: h.svg\n[i]: crate::j\n[k][l]: m\n";
    assert_eq!(files_linked(page), ["b/c.md", "h.svg"]);
    assert_eq!(links_unlisted(page), ["l"]);
    assert_eq!(links_unlisted("[a][b]\n```\nc[d][e]\n```\n"), ["b"]);
}
