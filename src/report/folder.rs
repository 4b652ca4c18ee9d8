//! The folder of a run's tables: each written whole, all named last by the manifest, nothing of anybody else's written over.

use super::files::{write_ambitions, write_draws, write_inequality, write_results, write_tornado};
use super::manifest::{Manifest, Written};
use crate::atomic_file::{self, AtomicFile};
use crate::error::Error;
use crate::outcomes::{Outcomes, Selection, SensitivityRow, Stratifier};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io::{ErrorKind, Read};
use std::path::Path;
use twox_hash::XxHash3_128;

/// The manifest of a folder.
const MANIFEST: &str = "run.json";
/// The tables of a folder.
const TABLES: [&str; 5] = ["results.csv", "ambitions.csv", "inequality.csv", "draws.csv", "tornado.csv"];

/// Writes everything into a folder, which is made if it does not exist: `results.csv`, `ambitions.csv`, `inequality.csv`
/// over quintiles, `draws.csv`, `tornado.csv` for the deaths averted by each scenario, and last `run.json`, which names them with their
/// checksums: tables count only with it. Each is whole or not there, whenever the program ends.
///
/// With too few draws for a tornado its file is left out, one of an earlier run is removed, and a note in `run.json` says so.
///
/// # Errors
/// As [`prepare_folder`], if a file cannot be written, or as the functions for the single files.
pub fn write_folder(
    outcomes: &Outcomes,
    selection: &Selection,
    mut manifest: Manifest,
    folder: impl AsRef<Path>,
) -> Result<(), Error> {
    let folder = folder.as_ref();
    prepare_folder(folder)?;
    // Whatever is there from now on is known as begun by this program, also after a kill.
    let begun = Manifest { files: TABLES.map(|name| (name.to_owned(), None)).into(), ..manifest.clone() };
    begun.write(folder.join(MANIFEST))?;
    let at = |name: &str| folder.join(name);
    manifest = manifest
        .file("results.csv", write_results(outcomes, selection, at("results.csv"))?)
        .file("ambitions.csv", write_ambitions(outcomes, at("ambitions.csv"))?)
        .file("inequality.csv", write_inequality(outcomes, &[Stratifier::Quintiles], at("inequality.csv"))?)
        .file("draws.csv", write_draws(outcomes, at("draws.csv"))?);
    if outcomes.draws() < SensitivityRow::LEAST_DRAWS {
        manifest = manifest.note(format!("no tornado.csv: it needs {} draws or more", SensitivityRow::LEAST_DRAWS));
        atomic_file::remove(&at("tornado.csv"))?;
    } else {
        let written = write_tornado(outcomes, &outcomes.deaths_averted()?, at("tornado.csv"))?;
        manifest = manifest.file("tornado.csv", written);
    }
    manifest.write(folder.join(MANIFEST))
}

/// Makes a folder ready for [`write_folder`], so that a mistake is found before a run and not after it.
///
/// # Errors
/// If the folder cannot be made or written to, or holds a file with the name of a table or of the manifest that this crate did not
/// write there, or that was changed since: it would be lost.
pub fn prepare_folder(folder: impl AsRef<Path>) -> Result<(), Error> {
    let folder = folder.as_ref();
    std::fs::create_dir_all(folder).map_err(|error| Error::file(folder, error))?;
    let known = read_manifest(folder)?.unwrap_or_default();
    for name in TABLES {
        let path = folder.join(name);
        let Some(found) = sum(&path)? else { continue };
        let fault = match known.get(name) {
            None => "was not written by a run of this folder",
            Some(Some(written)) if *written != found => "was changed since it was written",
            Some(_) => continue,
        };
        return Err(Error::file_content(
            &path,
            format!("{fault} and is not written over: move it or name another folder"),
        ));
    }
    for entry in std::fs::read_dir(folder).map_err(|error| Error::file(folder, error))? {
        let path = entry.map_err(|error| Error::file(folder, error))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let ours = |name: &str| name == MANIFEST || TABLES.contains(&name);
        // Left by a process that was killed.
        if atomic_file::finished_name(&name).is_some_and(ours) && !atomic_file::is_held(&path) {
            atomic_file::remove(&path)?;
        }
    }
    // Begun and dropped, a file leaves nothing but the knowledge that one can be written.
    AtomicFile::create(&folder.join(MANIFEST)).map(drop)
}

/// What is wrong with the tables of a folder, a sentence each: they count only as their manifest names them.
///
/// # Errors
/// If there is no manifest, it is no manifest, or a file cannot be read.
pub fn verify_folder(folder: impl AsRef<Path>) -> Result<Vec<String>, Error> {
    let folder = folder.as_ref();
    let Some(named) = read_manifest(folder)? else {
        return Err(Error::file_content(&folder.join(MANIFEST), "is not there, and tables count only with it".into()));
    };
    let mut problems = Vec::new();
    for (name, written) in &named {
        let found = sum(&folder.join(name))?;
        match (written, found) {
            (None, _) => problems.push(format!("{name} was begun and not finished")),
            (Some(_), None) => problems.push(format!("{name} is missing")),
            (Some(written), Some(found)) if *written != found => {
                problems.push(format!(
                    "{name} has {} bytes with the checksum {} and was written with {} and {}",
                    found.bytes, found.checksum, written.bytes, written.checksum
                ));
            }
            _ => {}
        }
    }
    for name in TABLES.into_iter().filter(|name| !named.contains_key(*name)) {
        if sum(&folder.join(name))?.is_some() {
            problems.push(format!("{name} is not of this run"));
        }
    }
    Ok(problems)
}

/// What the manifest of a folder names; nothing if it has none.
fn read_manifest(folder: &Path) -> Result<Option<BTreeMap<String, Option<Written>>>, Error> {
    #[derive(Deserialize)]
    struct Named {
        program: String,
        files: BTreeMap<String, Option<Written>>,
    }
    let path = folder.join(MANIFEST);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Error::file(&path, error)),
    };
    match serde_json::from_str::<Named>(&text) {
        Ok(named) if named.program == env!("CARGO_PKG_NAME") => Ok(Some(named.files)),
        _ => Err(Error::file_content(
            &path,
            "is no manifest of this crate and is not written over: move it or name another folder".into(),
        )),
    }
}

/// Length and checksum of a file; nothing if it is not there.
fn sum(path: &Path) -> Result<Option<Written>, Error> {
    let read = || -> std::io::Result<Written> {
        let (mut file, mut hasher, mut bytes) = (atomic_file::open_regular(path)?, XxHash3_128::new(), 0);
        let mut piece = vec![0; 1 << 16];
        loop {
            match file.read(&mut piece)? {
                0 => return Ok(Written { bytes, checksum: format!("{:032x}", hasher.finish_128()) }),
                some => {
                    hasher.write(&piece[..some]);
                    bytes += some as u64;
                }
            }
        }
    };
    match read() {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        read => read.map(Some).map_err(|error| Error::file(path, error)),
    }
}
