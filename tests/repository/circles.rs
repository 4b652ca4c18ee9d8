//! No two files of the library use each other, be it by way of others.

use crate::graph::{Code, Sources, circles};
use crate::source::tokens;
use std::collections::BTreeMap;

#[test]
fn no_files_use_each_other() {
    let found = circles(&Sources::of_the_crate(Code::WithoutTests).uses());
    let told: Vec<String> =
        found.iter().map(|(files, told)| format!("a circle of {files:?}:\n    {}", told.join("\n    "))).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
}

/// What each file uses, of sources given here.
fn uses(sources: &[(&str, &str)], code: Code) -> BTreeMap<String, Vec<String>> {
    let sources = sources.iter().map(|(file, source)| ((*file).to_owned(), (*source).to_owned()));
    let uses = Sources::new(sources, code).uses();
    uses.into_iter().map(|(file, used)| (file, used.into_keys().collect())).collect()
}

#[test]
fn paths_are_followed_to_the_file_that_is_meant() {
    let sources = [
        ("lib.rs", "mod alone; mod home; pub use home::Far;"),
        ("alone.rs", "use crate::home::{Far, Shown as Other, wide::{self, Wide}}; type T = (Far, wide::deep::Deep);"),
        ("home/mod.rs", "mod far; mod near; pub mod wide; pub use far::*; pub use near::Shown; pub struct Own;"),
        ("home/far.rs", "pub struct Far; impl Far { fn f() -> super::Own { self::g(super::super::alone::T) } }"),
        ("home/near.rs", "use super::{far, Own}; pub struct Shown(far::Far); fn g() { crate::Far; std::mem::take() }"),
        ("home/wide/mod.rs", "pub mod deep; pub use deep::Deep; pub struct Wide(Deep);"),
        ("home/wide/deep.rs", "use super::super::*; pub struct Deep(Far); mod inner { use super::super::Wide; }"),
    ];
    let uses = uses(&sources, Code::All);
    let used = |file: &str| uses[file].iter().map(String::as_str).collect::<Vec<_>>();
    assert_eq!(used("alone.rs"), ["home/far.rs", "home/near.rs", "home/wide/deep.rs", "home/wide/mod.rs"]);
    // A folder's file that only shows what is below it uses nothing.
    assert_eq!(used("home/mod.rs"), [""; 0]);
    assert_eq!(used("home/far.rs"), ["alone.rs", "home/mod.rs"]);
    assert_eq!(used("home/near.rs"), ["home/far.rs", "home/mod.rs"]);
    assert_eq!(used("home/wide/mod.rs"), ["home/wide/deep.rs"]);
    assert_eq!(used("home/wide/deep.rs"), ["home/far.rs", "home/wide/mod.rs"]);
}

#[test]
fn what_is_for_tests_alone_is_left_out() {
    let sources = [
        ("lib.rs", "mod a; mod b;"),
        ("a.rs", "pub fn f() -> [u8; 2] { [0; 2] }\n#[cfg(test)]\n#[allow(dead_code)]\nmod tests { use crate::b::g; }"),
        ("b/mod.rs", "#[cfg(test)]\npub(crate) mod fixture;\n#[cfg(test)] mod tests;\npub fn g() { crate::a::f(); }"),
        ("b/fixture.rs", "use crate::a::f;"),
        ("b/tests.rs", "use super::*; use crate::a::f;"),
    ];
    let with = uses(&sources, Code::All);
    assert_eq!(with["a.rs"], ["b/mod.rs"]);
    assert_eq!(with["b/fixture.rs"], ["a.rs"]);
    let without = uses(&sources, Code::WithoutTests);
    assert_eq!(without.keys().collect::<Vec<_>>(), ["a.rs", "b/mod.rs", "lib.rs"]);
    assert!(without["a.rs"].is_empty());
    assert_eq!(without["b/mod.rs"], ["a.rs"]);
}

#[test]
fn circles_are_found_and_told() {
    let source = |used: &[&str]| used.iter().map(|name| format!("use crate::{name}::X;")).collect::<String>();
    let of = |all: &[(&str, &[&str])]| {
        let names = all.iter().map(|(name, _)| format!("mod {name};")).collect::<String>();
        let files = all.iter().map(|(name, used)| (format!("{name}.rs"), source(used)));
        circles(&Sources::new(files.chain([("lib.rs".to_owned(), names)]), Code::All).uses())
    };
    assert!(of(&[("a", &["b", "c"]), ("b", &["c"]), ("c", &[])]).is_empty());
    let found = of(&[("a", &["b"]), ("b", &["c"]), ("c", &["a", "d"]), ("d", &["e"]), ("e", &["d", "f"]), ("f", &[])]);
    let told: Vec<_> = found.into_iter().collect();
    let circle = |files: &[&str], told: &str| (files.iter().map(|f| (*f).to_owned()).collect(), vec![told.to_owned()]);
    assert_eq!(
        told,
        [
            circle(
                &["a.rs", "b.rs", "c.rs"],
                "a.rs -> b.rs -> c.rs -> a.rs (a.rs names crate::b::X; b.rs names crate::c::X; c.rs names crate::a::X)"
            ),
            circle(&["d.rs", "e.rs"], "d.rs -> e.rs -> d.rs (d.rs names crate::e::X; e.rs names crate::d::X)"),
        ]
    );
}

#[test]
fn the_reader_of_paths_reads_them() {
    let source =
        "use crate::units::Year;\n// crate::report\nlet x = crate::data::read(crate::numerics::special::erf(1.0));\n";
    let sources = Sources::new([("work.rs".to_owned(), source.to_owned())], Code::All);
    let named: Vec<String> = sources.paths_from_the_root().into_iter().map(|(_, path)| path[1].clone()).collect();
    assert_eq!(named, ["units", "data", "numerics"]);
    let texts = r##"a "b\"::c" '"' 'd' '\'' r#"e" f"# b"g" &'h i /* j /* k */ "l */ m::n // o"##;
    assert_eq!(tokens(texts), ["a", "&", "i", "m", "::", "n"]);
    // An attribute may name a type by a text.
    assert_eq!(tokens(r#"into = "a::B", from = "{", name = "c::d""#).concat(), "into=a::B,from=,name=");
}
