//! `run.json`: what was run, with what, on what.

use crate::atomic_file;
use crate::data::{ReferenceData, TableName};
use crate::error::Error;
use crate::outcomes::Outcomes;
use crate::projection::Settings;
use crate::revision::REVISION;
use crate::run_folder::machine;
use crate::sampling::Sampling;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// What was run, with what, on what: enough to run it again and to tell why two runs differ.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Manifest {
    /// Name of the crate.
    pub program: String,
    /// Version of the crate.
    pub version: String,
    /// Revision of the numbers: [`REVISION`].
    pub revision: u32,
    /// Seed of the draws.
    pub seed: u64,
    /// Number of draws.
    pub draws: usize,
    /// How the draws were spread.
    pub sampling: Sampling,
    /// Everything the run was told.
    pub settings: serde_json::Value,
    /// What it ran on.
    pub machine: Machine,
    /// Hash of every input table by its file name, in hexadecimal: XXH3 of the text, 128 bits.
    pub tables: BTreeMap<String, String>,
    /// Checks that the run passed, in words.
    pub checks_passed: Vec<String>,
    /// What should be known when the results are read, in words.
    pub notes: Vec<String>,
    /// The tables written with it by their file names: only these are results of this run. One without a sum was begun and not
    /// finished.
    pub files: BTreeMap<String, Option<Written>>,
}

/// A file as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Written {
    /// Its length.
    pub bytes: u64,
    /// Its XXH3 of 128 bits in hexadecimal.
    pub checksum: String,
}

/// What a run ran on. Across kinds of processor the last digits of drawn parameters may differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Machine {
    /// Processor architecture, operating system and C library: the target the program was compiled for.
    pub target: String,
    /// Instruction sets of the processor that a run may make use of.
    pub instruction_sets: Vec<String>,
}

impl Machine {
    /// This machine.
    #[must_use]
    pub fn this() -> Self {
        Self { target: machine(), instruction_sets: instruction_sets() }
    }
}

#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
fn instruction_sets() -> Vec<String> {
    let known = [
        ("avx2", std::arch::is_x86_feature_detected!("avx2")),
        ("fma", std::arch::is_x86_feature_detected!("fma")),
        ("avx512f", std::arch::is_x86_feature_detected!("avx512f")),
    ];
    known.into_iter().filter(|(_, has)| *has).map(|(name, _)| name.to_owned()).collect()
}

#[cfg(not(any(target_arch = "x86", target_arch = "x86_64")))]
fn instruction_sets() -> Vec<String> {
    Vec::new()
}

impl Manifest {
    /// The manifest of a run with these settings and data.
    ///
    /// # Errors
    /// If the settings cannot be written as JSON.
    pub fn new(outcomes: &Outcomes, settings: &Settings, data: &ReferenceData) -> Result<Self, Error> {
        let seed = settings.seed;
        let settings = serde_json::to_value(settings)
            .map_err(|error| Error::Conflict { rule: format!("the settings cannot be written as JSON: {error}") })?;
        let hash = |name: &TableName| (name.file().to_owned(), data.hash(*name));
        Ok(Self {
            program: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            revision: REVISION,
            seed,
            draws: outcomes.draws(),
            sampling: outcomes.sampling(),
            settings,
            machine: Machine::this(),
            tables: TableName::ALL.iter().map(hash).collect(),
            checks_passed: Vec::new(),
            notes: outcomes.notes().to_vec(),
            files: BTreeMap::new(),
        })
    }

    /// The same with a check more that the run passed.
    #[must_use]
    pub fn passed(mut self, check: impl Into<String>) -> Self {
        self.checks_passed.push(check.into());
        self
    }

    /// The same with a note more.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// The same with a table more that was written, for example `results.csv`.
    #[must_use]
    pub fn file(mut self, name: impl Into<String>, written: Written) -> Self {
        self.files.insert(name.into(), Some(written));
        self
    }

    /// Writes it, for example to `run.json`.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn write(&self, path: impl AsRef<Path>) -> Result<(), Error> {
        let path = path.as_ref();
        let mut text = serde_json::to_string_pretty(self).map_err(|error| Error::file(path, error))?;
        text.push('\n');
        atomic_file::write(path, text.as_bytes())
    }
}
