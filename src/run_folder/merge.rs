//! Bringing the chunks of several folders of one run together.

use super::identity;
use super::problem::Problem;
use super::{Inspection, RunFolder, chunk, same_run};
use crate::atomic_file;
use crate::error::Error;
use crate::parallel;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// What a merge did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Merged {
    /// Chunks of draws copied.
    pub chunks: usize,
    /// Chunks that were there before.
    pub already_there: usize,
    /// Half-written files of the folders merged, which were left where they are.
    pub left_out: Vec<Problem>,
}

impl RunFolder {
    /// Copies the finished chunks of the folders `from` into the folder `into`, which is made if it does not exist.
    ///
    /// The order of the folders makes no difference, nor does a merge done twice or stopped and done again. A chunk that
    /// several folders have must be the same in all, to the byte. Everything is verified before anything is copied.
    ///
    /// # Errors
    /// If a folder holds no run or another one than the first, has a damaged, foreign or misnamed chunk, if two folders
    /// have different bytes for a chunk, or if a file cannot be read or written. Nothing wrong is ever copied.
    pub fn merge(from: &[impl AsRef<Path>], into: impl AsRef<Path>) -> Result<Merged, Error> {
        let into = into.as_ref();
        let sources: Vec<Self> = from.iter().map(Self::open).collect::<Result<_, _>>()?;
        let Some(first) = sources.first() else {
            return Err(Error::Conflict { rule: "a merge needs a folder to merge from".into() });
        };
        let target = identity::read(into)?;
        let mut machines = BTreeSet::new();
        if let Some((held, of_target)) = &target {
            same_run(into, held, &first.identity)?;
            machines.extend(of_target.iter().cloned());
        }
        for source in &sources {
            same_run(&source.path, &source.identity, &first.identity)?;
            machines.extend(source.machines.iter().cloned());
        }
        let folder = Self { path: into.to_owned(), identity: first.identity.clone(), machines, seen: Arc::default() };

        // Of each chunk its checksum and the folder to copy it from; none if it is in the target.
        let mut chosen: BTreeMap<usize, (u128, Option<&Self>)> = BTreeMap::new();
        if into.try_exists().map_err(|error| Error::file(into, error))? {
            let Inspection { finished, problems } = folder.inspect(|_| true)?;
            folder.no_obstacle(&problems)?;
            chosen.extend(finished.into_iter().map(|(index, checksum)| (index, (checksum, None))));
        }
        let already_there = chosen.len();
        let (mut left_out, mut differing) = (Vec::new(), Vec::new());
        for source in &sources {
            let Inspection { finished, problems } = source.inspect(|_| true)?;
            source.no_obstacle(&problems)?;
            left_out.extend(problems);
            for (index, checksum) in finished {
                let (known, holder) = *chosen.entry(index).or_insert((checksum, Some(source)));
                if known != checksum {
                    let (file, one) = (chunk::file_name(index), holder.map_or(into, Self::path).display());
                    differing.push(format!("{file} is not the same in {one} and in {}", source.path.display()));
                }
            }
        }
        if !differing.is_empty() {
            return Err(Error::run_folder(into, differing));
        }

        std::fs::create_dir_all(into).map_err(|error| Error::file(into, error))?;
        if target.is_none_or(|(_, before)| before != folder.machines) {
            identity::write(into, &folder.identity, &folder.machines)?;
        }
        let to_copy: Vec<(usize, &Self)> =
            chosen.into_iter().filter_map(|(index, (_, source))| Some((index, source?))).collect();
        parallel::each(&to_copy, |(index, source)| folder.copy(*index, source))?;
        Ok(Merged { chunks: to_copy.len(), already_there, left_out })
    }

    /// Copies a chunk: what is verified is what is written.
    fn copy(&self, index: usize, source: &Self) -> Result<(), Error> {
        let path = source.chunk_path(index);
        let bytes = std::fs::read(&path).map_err(|error| Error::file(&path, error))?;
        match source.expected(index).check(&bytes, bytes.len() as u64) {
            Ok(_) => atomic_file::write(&self.chunk_path(index), &bytes),
            Err(fault) => Err(Error::run_folder(&source.path, [fault.of(chunk::file_name(index))])),
        }
    }
}
