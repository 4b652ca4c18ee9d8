//! Run folders: the draws of a run as files, so that a run can be stopped, resumed, extended, shared out and merged.
//!
//! A run is a number of draws. Every finished chunk of eight is a file of its own, written at once as a whole, with a
//! checksum and the fingerprint of its run; `run-folder.json` says in words what run that is. Draw d is the same bytes
//! whoever runs it and when, so what a folder holds in the end depends on nothing but the run.
//!
//! ```
//! use health_impact::prelude::*;
//! # let folder = tempfile::tempdir().map_err(|_| Error::Cancelled)?;
//! # let [one, two, all] = ["one", "two", "all"].map(|name| folder.path().join(name));
//!
//! let london = ReferenceData::embedded();
//! let draws = |draws| Projection::builder(&london).years(Year::START..=Year::new(2016)?).draws(draws).build();
//! let projection = draws(20)?;
//! // On one machine, and on another.
//! projection.run_shard(&one, Shard::new(1, 2)?, &Progress::none())?;
//! projection.run_shard(&two, Shard::new(2, 2)?, &Progress::none())?;
//! let merged = RunFolder::merge(&[&two, &one], &all)?;
//! assert_eq!(merged.chunks, 3);
//! assert!(RunFolder::open(&all)?.verify()?.is_empty());
//! let outcomes = projection.outcomes_in(&all)?;
//! assert_eq!(outcomes.draws(), 20);
//! // More draws later: those that are there are not run again.
//! assert_eq!(draws(30)?.run_in(&all)?.draws(), 30);
//! # Ok::<(), Error>(())
//! ```

mod chunk;
mod identity;
mod merge;
mod problem;
mod shard;
#[cfg(test)]
mod tests;

pub(crate) use chunk::CHUNK;
pub(crate) use identity::{Identity, machine};
pub use merge::Merged;
pub use problem::{Problem, ProblemKind};
pub use shard::Shard;

use crate::atomic_file;
use crate::error::Error;
use crate::multistate::lanes::Lanes;
use crate::parallel;
use chunk::{Expected, HEADER};
use problem::Fault;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{ErrorKind, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// A folder of finished draws of one run.
#[derive(Debug, Clone)]
pub struct RunFolder {
    path: PathBuf,
    identity: Identity,
    machines: BTreeSet<String>,
    /// The files whose numbers were verified, as they were then.
    seen: Arc<Mutex<BTreeMap<usize, Stamp>>>,
}

/// What a look at the files of a folder found.
#[derive(Debug)]
struct Inspection {
    /// Chunks without a fault, with their checksums.
    finished: BTreeMap<usize, u128>,
    /// The rest, in the order of names.
    problems: Vec<Problem>,
}

impl RunFolder {
    /// Opens the folder of a run that was begun.
    ///
    /// # Errors
    /// If its `run-folder.json` is missing or damaged.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        match identity::read(path)? {
            Some((identity, machines)) => Ok(Self { path: path.to_owned(), identity, machines, seen: Arc::default() }),
            None => Err(Error::run_folder(path, [format!("holds no run: there is no {}", identity::SUMMARY_FILE)])),
        }
    }

    /// Opens the folder of this run, or makes it.
    ///
    /// # Errors
    /// If it holds another run, in which case all differences are named, or cannot be written.
    pub(crate) fn for_run(path: &Path, identity: Identity) -> Result<Self, Error> {
        std::fs::create_dir_all(path).map_err(|error| Error::file(path, error))?;
        let here = machine();
        // Of several runs that begin in one new folder at the same moment one makes its summary; the others read it.
        let machines = match identity::read(path)? {
            None if identity::begin(path, &identity, &here)? => BTreeSet::from([here.clone()]),
            held => {
                let held = held.map_or_else(|| identity::read(path), |held| Ok(Some(held)))?;
                let (held, machines) = held.ok_or_else(|| {
                    Error::run_folder(path, [format!("lost its {} while a run began", identity::SUMMARY_FILE)])
                })?;
                same_run(path, &held, &identity)?;
                machines
            }
        };
        let mut folder = Self { path: path.to_owned(), identity, machines, seen: Arc::default() };
        if folder.machines.insert(here) {
            identity::write(path, &folder.identity, &folder.machines)?;
        }
        Ok(folder)
    }

    /// Opens the folder of this run if it has one.
    ///
    /// # Errors
    /// If it holds no run or another.
    pub(crate) fn of_run(path: &Path, identity: &Identity) -> Result<Self, Error> {
        let folder = Self::open(path)?;
        same_run(path, &folder.identity, identity)?;
        Ok(folder)
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The settings of its run but for the number of draws, as JSON.
    #[must_use]
    pub fn settings(&self) -> &serde_json::Value {
        self.identity.settings()
    }

    /// The fingerprint of its run: 32 hexadecimal digits that tell settings but for the number of draws, input tables,
    /// version of this crate and [revision](crate::REVISION) of its numbers from any others.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        format!("{:032x}", self.identity.fingerprint())
    }

    /// The kinds of machine its draws ran on, for example `x86_64-linux-gnu`. Across kinds of processor the last digits of
    /// drawn parameters may differ.
    pub fn machines(&self) -> impl Iterator<Item = &str> {
        self.machines.iter().map(String::as_str)
    }

    /// The finished chunks of draws, by the names of their files; whether they are sound is for [`verify`](Self::verify).
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub fn chunks(&self) -> Result<Vec<Range<usize>>, Error> {
        let mut indices: Vec<usize> = self.names()?.iter().filter_map(|name| chunk::index_of(name)).collect();
        indices.sort_unstable();
        Ok(indices.into_iter().map(chunk::draws).collect())
    }

    /// How many draws there are from the first on without a gap: the longest run that needs nothing more.
    ///
    /// # Errors
    /// As [`chunks`](Self::chunks).
    pub fn draws(&self) -> Result<usize, Error> {
        let gapless = |end: usize, chunk: &Range<usize>| (chunk.start == end).then_some(chunk.end);
        let mut end = 0;
        for chunk in self.chunks()? {
            match gapless(end, &chunk) {
                Some(next) => end = next,
                None => break,
            }
        }
        Ok(end)
    }

    /// Reads every file of draws from end to end and names all that are not what they should be, in the order of names.
    ///
    /// # Errors
    /// If the folder or a file cannot be read.
    pub fn verify(&self) -> Result<Vec<Problem>, Error> {
        Ok(self.inspect(|_| true)?.problems)
    }

    /// Deletes damaged chunks, which a run then runs anew, and half-written files that nobody is writing; returns what was
    /// deleted. Chunks of other runs and misnamed ones stay: they are whole and may be wanted elsewhere.
    ///
    /// # Errors
    /// If a file cannot be read or deleted.
    pub fn discard_damaged(&self) -> Result<Vec<Problem>, Error> {
        let mut discarded = Vec::new();
        for problem in self.verify()? {
            let path = self.path.join(&problem.file);
            let discard = match problem.kind {
                ProblemKind::Damaged => true,
                ProblemKind::HalfWritten => !atomic_file::is_held(&path),
                ProblemKind::Foreign | ProblemKind::Misnamed => false,
            };
            if discard {
                atomic_file::remove(&path)?;
                discarded.push(problem);
            }
        }
        Ok(discarded)
    }

    /// Makes sure that the folder may be run in: half-written files that nobody is writing are deleted, every other problem
    /// is an error. All files are looked at, the numbers of those `wanted`. Returns the finished chunks among the wanted.
    pub(crate) fn tidy(&self, wanted: impl Fn(usize) -> bool + Sync + Send) -> Result<BTreeSet<usize>, Error> {
        let Inspection { finished, problems } = self.inspect(&wanted)?;
        self.no_obstacle(&problems)?;
        for problem in problems {
            let path = self.path.join(&problem.file);
            if !atomic_file::is_held(&path) {
                atomic_file::remove(&path)?;
            }
        }
        Ok(finished.into_keys().filter(|index| wanted(*index)).collect())
    }

    /// Makes sure that the first `draws` draws are here and sound; those missing are named.
    pub(crate) fn complete(&self, draws: usize) -> Result<(), Error> {
        let needed = draws.div_ceil(CHUNK);
        let Inspection { finished, problems } = self.inspect(|index| index < needed)?;
        self.no_obstacle(&problems)?;
        let mut missing: Vec<Range<usize>> = Vec::new();
        for chunk in (0..needed).filter(|index| !finished.contains_key(index)).map(chunk::draws) {
            match missing.last_mut() {
                Some(last) if last.end == chunk.start => last.end = chunk.end,
                _ => missing.push(chunk),
            }
        }
        if missing.is_empty() {
            return Ok(());
        }
        let say = |chunk: &Range<usize>| format!("draws {} to {} are missing", chunk.start, chunk.end.min(draws) - 1);
        Err(Error::run_folder(&self.path, missing.iter().map(say)))
    }

    /// Writes a chunk.
    pub(crate) fn keep(&self, index: usize, numbers: &[Lanes]) -> Result<(), Error> {
        let bytes = chunk::encode(self.identity.fingerprint(), index, numbers);
        let path = self.chunk_path(index);
        if atomic_file::write_new(&path, &bytes)? {
            // What was just written need not be read again to be trusted.
            if let (Ok(stamp), Ok(mut seen)) = (File::open(&path).and_then(|file| stamp_of(&file)), self.seen.lock()) {
                seen.insert(index, stamp);
            }
            return Ok(());
        }
        // What is there by now is this chunk, from another process, or nothing that may be written over.
        if self.holds(index)? {
            return Ok(());
        }
        Err(Error::run_folder(&self.path, [format!("lost {} while it was kept", chunk::file_name(index))]))
    }

    /// Whether a chunk is here, sound.
    ///
    /// # Errors
    /// If it is here and not sound.
    pub(crate) fn holds(&self, index: usize) -> Result<bool, Error> {
        match self.check(index, true)? {
            None => Ok(false),
            Some(Ok(_)) => Ok(true),
            Some(Err(fault)) => Err(Error::run_folder(&self.path, [fault.of(chunk::file_name(index))])),
        }
    }

    /// Reads some numbers of a chunk, each in the draws of the chunk side by side.
    ///
    /// # Errors
    /// If the file cannot be read, or has changed since it was verified and is not sound.
    pub(crate) fn read(&self, index: usize, numbers: &Range<usize>) -> Result<Vec<u8>, Error> {
        let path = self.chunk_path(index);
        let position = chunk::bytes_of(numbers);
        let mut bytes = vec![0; (position.end - position.start) as usize];
        let mut file = atomic_file::open_regular(&path).map_err(|error| Error::file(&path, error))?;
        self.as_verified(index, &file)?;
        let mut load = |bytes: &mut Vec<u8>| -> std::io::Result<()> {
            file.seek(SeekFrom::Start(position.start))?;
            file.read_exact(bytes)
        };
        load(&mut bytes).map_err(|error| Error::file(&path, error))?;
        Ok(bytes)
    }

    /// Passes a file that is as it was when its numbers were last verified, and verifies any other.
    fn as_verified(&self, index: usize, file: &File) -> Result<(), Error> {
        let path = self.chunk_path(index);
        let stamp = stamp_of(file).map_err(|error| Error::file(&path, error))?;
        if self.seen.lock().is_ok_and(|seen| seen.get(&index) == Some(&stamp)) {
            return Ok(());
        }
        match self.check(index, true)? {
            Some(Ok(_)) => Ok(()),
            Some(Err(fault)) => Err(Error::run_folder(&self.path, [fault.of(chunk::file_name(index))])),
            None => Err(Error::run_folder(&self.path, [format!("lost {} while it was read", chunk::file_name(index))])),
        }
    }

    /// The rows of numbers in what [`read`](Self::read) gives, one a number.
    pub(crate) fn rows(bytes: &[u8]) -> impl Iterator<Item = [f64; CHUNK]> {
        chunk::decode(bytes)
    }

    fn chunk_path(&self, index: usize) -> PathBuf {
        self.path.join(chunk::file_name(index))
    }

    fn no_obstacle(&self, problems: &[Problem]) -> Result<(), Error> {
        let mut obstacles = problems.iter().filter(|problem| problem.kind.is_obstacle()).peekable();
        if obstacles.peek().is_none() { Ok(()) } else { Err(Error::run_folder(&self.path, obstacles)) }
    }

    /// Names of the files, sorted.
    fn names(&self) -> Result<Vec<String>, Error> {
        let error = |error| Error::file(&self.path, error);
        let mut names = Vec::new();
        for entry in std::fs::read_dir(&self.path).map_err(error)? {
            names.push(entry.map_err(error)?.file_name().to_string_lossy().into_owned());
        }
        names.sort_unstable();
        Ok(names)
    }

    /// Looks at the header and the length of every chunk, and at the numbers of those `deep`.
    fn inspect(&self, deep: impl Fn(usize) -> bool + Sync + Send) -> Result<Inspection, Error> {
        let names = self.names()?;
        let mut found = Inspection { finished: BTreeMap::new(), problems: Vec::new() };
        let checked = parallel::each(&names, |name| match chunk::index_of(name) {
            Some(index) => Ok::<_, Error>(self.check(index, deep(index))?.map(|check| (index, check))),
            None => Ok(None),
        })?;
        for (name, checked) in names.into_iter().zip(checked) {
            match checked {
                Some((index, Ok(checksum))) => {
                    found.finished.insert(index, checksum);
                }
                Some((_, Err(fault))) => found.problems.push(fault.of(name)),
                None if name.ends_with(".f64") && chunk::index_of(&name).is_none() => {
                    found.problems.push(Fault::misnamed("no chunk of draws has such a name").of(name));
                }
                None if atomic_file::finished_name(&name).is_some_and(is_ours) => {
                    let held = atomic_file::is_held(&self.path.join(&name));
                    found.problems.push(Fault::half_written(held).of(name));
                }
                None => {}
            }
        }
        Ok(found)
    }

    /// Checks the file of a chunk, with its numbers if `deep`; nothing if it is not there.
    fn check(&self, index: usize, deep: bool) -> Result<Option<Result<u128, Fault>>, Error> {
        let path = self.chunk_path(index);
        let load = || -> std::io::Result<(Vec<u8>, u64, Stamp)> {
            let mut file = atomic_file::open_regular(&path)?;
            let (len, stamp) = (file.metadata()?.len(), stamp_of(&file)?);
            let mut start = Vec::new();
            if deep {
                start.reserve_exact(usize::try_from(len).unwrap_or(0));
                file.read_to_end(&mut start)?;
            } else {
                file.take(HEADER as u64).read_to_end(&mut start)?;
            }
            Ok((start, len, stamp))
        };
        match load() {
            Ok((start, len, stamp)) => {
                let checked = self.expected(index).check(&start, len);
                if let (true, Ok(_), Ok(mut seen)) = (deep, &checked, self.seen.lock()) {
                    seen.insert(index, stamp);
                }
                Ok(Some(checked))
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::file(&path, error)),
        }
    }

    fn expected(&self, index: usize) -> Expected {
        Expected { fingerprint: self.identity.fingerprint(), numbers: self.identity.numbers(), index }
    }
}

/// By what a file is known not to have been written since: its length and when it was last changed.
type Stamp = (u64, Option<std::time::SystemTime>);

fn stamp_of(file: &File) -> std::io::Result<Stamp> {
    let metadata = file.metadata()?;
    Ok((metadata.len(), metadata.modified().ok()))
}

/// Whether a file is one that run folders write.
fn is_ours(name: &str) -> bool {
    name == identity::SUMMARY_FILE || chunk::index_of(name).is_some()
}

fn same_run(path: &Path, there: &Identity, here: &Identity) -> Result<(), Error> {
    let differences = there.differences(here);
    if differences.is_empty() {
        return Ok(());
    }
    Err(Error::run_folder(path, std::iter::once("holds another run".to_owned()).chain(differences)))
}
