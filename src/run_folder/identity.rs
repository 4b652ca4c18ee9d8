//! What run a folder is of: all that moves a number but the number of draws, and its fingerprint.

use super::chunk::{CHUNK, FORMAT};
use crate::atomic_file;
use crate::error::Error;
use crate::revision::REVISION;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;
use twox_hash::XxHash3_128;

/// The file that says what run a folder is of.
pub(super) const SUMMARY_FILE: &str = "run-folder.json";

/// What a run is, but for its number of draws.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Identity {
    run: Value,
    fingerprint: u128,
    numbers: usize,
}

impl Identity {
    /// Of settings (the keys `draws` and `failed_draws` are left out), hashes of the input tables and how many numbers a draw has.
    ///
    /// # Errors
    /// If the settings cannot be written as JSON.
    pub(crate) fn new(
        settings: &impl Serialize,
        tables: &BTreeMap<String, String>,
        numbers: usize,
    ) -> Result<Self, Error> {
        let mut settings = serde_json::to_value(settings)
            .map_err(|error| Error::Conflict { rule: format!("the settings cannot be written as JSON: {error}") })?;
        if let Some(settings) = settings.as_object_mut() {
            settings.remove("draws");
            // Whether failed draws stop a run or are left out changes no draw that is kept.
            settings.remove("failed_draws");
        }
        Ok(Self::of(
            json!({
                "program": env!("CARGO_PKG_NAME"),
                "version": env!("CARGO_PKG_VERSION"),
                "revision": REVISION,
                "settings": settings,
                "tables": tables,
                "numbers_per_draw": numbers,
                "draws_per_range": CHUNK,
            }),
            numbers,
        ))
    }

    fn of(run: Value, numbers: usize) -> Self {
        let fingerprint = XxHash3_128::oneshot(canonical(&run).as_bytes());
        Self { run, fingerprint, numbers }
    }

    pub(super) fn fingerprint(&self) -> u128 {
        self.fingerprint
    }

    /// Numbers of a draw.
    pub(super) fn numbers(&self) -> usize {
        self.numbers
    }

    /// The settings of the run, without its number of draws.
    pub(super) fn settings(&self) -> &Value {
        &self.run["settings"]
    }

    /// In what `self` differs from another run, one sentence each.
    pub(super) fn differences(&self, other: &Self) -> Vec<String> {
        let mut found = Vec::new();
        differ("", &self.run, &other.run, &mut found);
        // How many numbers a draw has follows from the settings, and says less than they do.
        found.sort_by_key(|difference| difference.starts_with("numbers_per_draw"));
        found
    }
}

/// Adds where two values differ to `found`, as `settings.seed is 1 there and 2 here`.
fn differ(at: &str, there: &Value, here: &Value, found: &mut Vec<String>) {
    match (there, here) {
        (Value::Object(one), Value::Object(other)) => {
            for key in one.keys().chain(other.keys()).collect::<BTreeSet<_>>() {
                let at = if at.is_empty() { key.clone() } else { format!("{at}.{key}") };
                let of = |fields: &serde_json::Map<String, Value>| fields.get(key).cloned().unwrap_or_default();
                differ(&at, &of(one), &of(other), found);
            }
        }
        (Value::Array(one), Value::Array(other)) => {
            for index in 0..one.len().max(other.len()) {
                let at = format!("{at}[{index}]");
                differ(&at, one.get(index).unwrap_or(&Value::Null), other.get(index).unwrap_or(&Value::Null), found);
            }
        }
        (one, other) if one == other => {}
        (one, other) => {
            let say = |value: &Value| if value.is_null() { "nothing".to_owned() } else { canonical(value) };
            found.push(format!("{at} is {} there and {} here", say(one), say(other)));
        }
    }
}

/// JSON without spaces, keys in order: serde_json keeps them in order only as long as nobody in the program asks it
/// to keep them as given.
fn canonical(value: &Value) -> String {
    let mut text = String::new();
    write_canonical(value, &mut text);
    text
}

fn write_canonical(value: &Value, text: &mut String) {
    match value {
        Value::Object(fields) => {
            let sorted: BTreeMap<&String, &Value> = fields.iter().collect();
            for (index, (key, value)) in sorted.into_iter().enumerate() {
                text.push(if index == 0 { '{' } else { ',' });
                write_canonical(&Value::String(key.clone()), text);
                text.push(':');
                write_canonical(value, text);
            }
            text.push_str(if fields.is_empty() { "{}" } else { "}" });
        }
        Value::Array(values) => {
            for (index, value) in values.iter().enumerate() {
                text.push(if index == 0 { '[' } else { ',' });
                write_canonical(value, text);
            }
            text.push_str(if values.is_empty() { "[]" } else { "]" });
        }
        // Writing to a text cannot fail.
        plain => drop(write!(text, "{plain}")),
    }
}

/// The text of `run-folder.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct IdentitySummary {
    format: u32,
    /// Of everything but itself.
    checksum: String,
    fingerprint: String,
    /// What the draws ran on: across kinds of processor the last digits of drawn parameters may differ.
    machines: BTreeSet<String>,
    run: Value,
}

/// Reads `run-folder.json`: what run it is of and the machines it ran on; nothing if there is no such file.
pub(super) fn read(folder: &Path) -> Result<Option<(Identity, BTreeSet<String>)>, Error> {
    let path = folder.join(SUMMARY_FILE);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Error::file(&path, error)),
    };
    let damaged =
        |why: String| Error::file_content(&path, format!("is damaged: {why}; a run writes it anew if it is deleted"));
    let summary: IdentitySummary = serde_json::from_str(&text).map_err(|error| damaged(error.to_string()))?;
    if summary.format != FORMAT {
        return Err(Error::file_content(
            &path,
            format!("has version {} of the format and must have {FORMAT}", summary.format),
        ));
    }
    let found = checksum(&summary.fingerprint, &summary.machines, &summary.run);
    if found != summary.checksum {
        return Err(damaged(format!("it has the checksum {found}, not {}", summary.checksum)));
    }
    let numbers = summary.run["numbers_per_draw"].as_u64().and_then(|numbers| usize::try_from(numbers).ok());
    let identity = Identity::of(summary.run, numbers.ok_or_else(|| damaged("it has no numbers_per_draw".into()))?);
    let found = format!("{:032x}", identity.fingerprint);
    if found != summary.fingerprint {
        return Err(damaged(format!("its run has the fingerprint {found}, not {}", summary.fingerprint)));
    }
    Ok(Some((identity, summary.machines)))
}

/// Writes `run-folder.json`: the same bytes for the same run on the same machines.
pub(super) fn write(folder: &Path, identity: &Identity, machines: &BTreeSet<String>) -> Result<(), Error> {
    let path = folder.join(SUMMARY_FILE);
    atomic_file::write(&path, text(&path, identity, machines)?.as_bytes())
}

/// Makes `run-folder.json` of a new folder, on one machine so far; not if another process has made it.
pub(super) fn begin(folder: &Path, identity: &Identity, machine: &str) -> Result<bool, Error> {
    let path = folder.join(SUMMARY_FILE);
    let machines = BTreeSet::from([machine.to_owned()]);
    atomic_file::write_new(&path, text(&path, identity, &machines)?.as_bytes())
}

fn text(path: &Path, identity: &Identity, machines: &BTreeSet<String>) -> Result<String, Error> {
    let fingerprint = format!("{:032x}", identity.fingerprint);
    let summary = json!({
        "format": FORMAT,
        "checksum": checksum(&fingerprint, machines, &identity.run),
        "fingerprint": fingerprint,
        "machines": machines,
        "run": identity.run,
    });
    let mut text = serde_json::to_string_pretty(&summary).map_err(|error| Error::file(path, error))?;
    text.push('\n');
    Ok(text)
}

/// Of the text of a summary, however it is laid out.
fn checksum(fingerprint: &str, machines: &BTreeSet<String>, run: &Value) -> String {
    let all = json!({ "format": FORMAT, "fingerprint": fingerprint, "machines": machines, "run": run });
    format!("{:032x}", XxHash3_128::oneshot(canonical(&all).as_bytes()))
}

/// The target this program was compiled for: processor architecture, operating system, C library.
pub(crate) fn machine() -> String {
    let library = if cfg!(target_env = "gnu") {
        "-gnu"
    } else if cfg!(target_env = "musl") {
        "-musl"
    } else if cfg!(target_env = "msvc") {
        "-msvc"
    } else {
        ""
    };
    format!("{}-{}{library}", std::env::consts::ARCH, std::env::consts::OS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(settings: &Value) -> Identity {
        let tables = BTreeMap::from([("births.csv".to_owned(), "ab".to_owned())]);
        Identity::new(settings, &tables, 7).unwrap()
    }

    #[test]
    fn the_order_of_keys_and_the_number_of_draws_make_no_difference() {
        let one = identity(&json!({ "draws": 8, "seed": 1, "list": [1, { "b": 2.5, "a": "x\"y" }], "none": {} }));
        let other = identity(&json!({ "none": {}, "list": [1, { "a": "x\"y", "b": 2.5 }], "seed": 1, "draws": 9 }));
        assert_eq!(one.fingerprint(), other.fingerprint());
        assert_eq!(one.differences(&other), Vec::<String>::new());
        let settings = r#"{"list":[1,{"a":"x\"y","b":2.5}],"none":{},"seed":1}"#;
        assert_eq!(canonical(one.settings()), settings);
        assert_eq!(serde_json::from_str::<Value>(settings).unwrap(), *one.settings());
    }

    #[test]
    fn every_difference_is_named() {
        let one = identity(&json!({ "seed": 1, "list": [1, { "a": 2.5 }] }));
        let mut other = identity(&json!({ "seed": 2, "list": [1, { "a": 2.25 }, "more"] }));
        other.run["tables"]["births.csv"] = json!("cd");
        assert_ne!(one.fingerprint(), other.fingerprint());
        assert_eq!(
            one.differences(&other),
            [
                "settings.list[1].a is 2.5 there and 2.25 here",
                "settings.list[2] is nothing there and \"more\" here",
                "settings.seed is 1 there and 2 here",
                "tables.births.csv is \"ab\" there and \"cd\" here",
            ]
        );
    }
}
