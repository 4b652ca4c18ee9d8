//! The draw store: the numbers of every draw, in memory or in a run folder, read back a block of numbers at a time.

use crate::error::Error;
use crate::multistate::lanes::Lanes;
use crate::parallel;
use crate::run_folder::{CHUNK, RunFolder, Shard};
use std::ops::Range;
use std::sync::OnceLock;

/// Where the draws are kept, a chunk of eight at a time; the last chunk is full too, whatever the number of draws.
pub(crate) struct Store {
    /// Numbers of a draw.
    width: usize,
    /// Draws in all.
    draws: usize,
    /// Draws that are not read, in order: their numbers could not be true.
    left_out: Vec<usize>,
    kept_in: KeptIn,
}

enum KeptIn {
    /// Each chunk once it is finished.
    Memory(Vec<OnceLock<Vec<Lanes>>>),
    /// The same as one file a chunk.
    Folder(RunFolder),
}

impl std::fmt::Debug for Store {
    /// How large it is: its numbers are too many to be read.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut told = f.debug_struct("Store");
        told.field("numbers_of_a_draw", &self.width).field("draws", &self.draws).field("left_out", &self.left_out);
        told.finish_non_exhaustive()
    }
}

impl Store {
    /// A store in memory.
    pub(crate) fn in_memory(width: usize, draws: usize) -> Self {
        let chunks = (0..draws.div_ceil(CHUNK)).map(|_| OnceLock::new()).collect();
        Self { width, draws, left_out: Vec::new(), kept_in: KeptIn::Memory(chunks) }
    }

    /// A store in a run folder, which may hold more draws or fewer.
    pub(crate) fn in_folder(width: usize, draws: usize, folder: RunFolder) -> Self {
        Self { width, draws, left_out: Vec::new(), kept_in: KeptIn::Folder(folder) }
    }

    /// The same without some of its draws, which are in order.
    pub(crate) fn without(self, left_out: Vec<usize>) -> Self {
        Self { left_out, ..self }
    }

    /// Number of draws, those left out among them.
    pub(crate) fn draws(&self) -> usize {
        self.draws
    }

    /// The draws that are not read.
    pub(crate) fn left_out(&self) -> &[usize] {
        &self.left_out
    }

    /// Number of chunks.
    pub(crate) fn chunks(&self) -> usize {
        self.draws.div_ceil(CHUNK)
    }

    /// How many draws of a chunk are asked for.
    pub(crate) fn draws_of(&self, chunk: usize) -> usize {
        CHUNK.min(self.draws - chunk * CHUNK)
    }

    /// The chunks of a shard that are still to be run. Those of a folder are verified.
    ///
    /// # Errors
    /// If the folder cannot be read or a file in it is not what it should be.
    pub(crate) fn missing(&self, shard: Shard) -> Result<Vec<usize>, Error> {
        let asked = |chunk: usize| chunk < self.chunks() && shard.holds(chunk);
        let all = (0..self.chunks()).filter(|chunk| asked(*chunk));
        match &self.kept_in {
            KeptIn::Memory(chunks) => Ok(all.filter(|chunk| chunks[*chunk].get().is_none()).collect()),
            KeptIn::Folder(folder) => {
                let finished = folder.tidy(asked)?;
                Ok(all.filter(|chunk| !finished.contains(chunk)).collect())
            }
        }
    }

    /// Whether a chunk that was missing is here by now: several processes may share a folder.
    ///
    /// # Errors
    /// If it is here and not what it should be.
    pub(crate) fn holds(&self, chunk: usize) -> Result<bool, Error> {
        match &self.kept_in {
            KeptIn::Memory(chunks) => Ok(chunks[chunk].get().is_some()),
            KeptIn::Folder(folder) => folder.holds(chunk),
        }
    }

    /// Keeps a chunk.
    ///
    /// # Errors
    /// If its file cannot be written.
    pub(crate) fn keep(&self, chunk: usize, numbers: Vec<Lanes>) -> Result<(), Error> {
        debug_assert_eq!(numbers.len(), self.width);
        match &self.kept_in {
            KeptIn::Memory(chunks) => {
                // Draw d is the same whoever runs it: the first to come stays.
                let _ = chunks[chunk].set(numbers);
                Ok(())
            }
            KeptIn::Folder(folder) => folder.keep(chunk, &numbers),
        }
    }

    /// Numbers `wanted` of every draw that is not left out: number by number, all draws side by side.
    ///
    /// # Errors
    /// If a chunk is missing or a file cannot be read.
    pub(crate) fn read(&self, wanted: Range<usize>) -> Result<Columns, Error> {
        let mut values = vec![0.0; wanted.len() * self.draws];
        let chunks: Vec<usize> = (0..self.chunks()).collect();
        match &self.kept_in {
            KeptIn::Memory(kept) => {
                for chunk in chunks {
                    let numbers = kept[chunk].get().ok_or_else(|| missing(chunk))?;
                    let rows = numbers[wanted.clone()].iter().map(|lanes| lanes.0);
                    self.put(chunk, rows, &mut values);
                }
            }
            KeptIn::Folder(folder) => {
                // Few files are quicker read than handed out.
                let read = |chunk: &usize| folder.read(*chunk, &wanted);
                let pieces = if chunks.len() < 16 {
                    chunks.iter().map(read).collect::<Result<Vec<_>, _>>()?
                } else {
                    parallel::each(&chunks, read)?
                };
                for (chunk, piece) in pieces.iter().enumerate() {
                    self.put(chunk, RunFolder::rows(piece), &mut values);
                }
            }
        }
        if !self.left_out.is_empty() {
            let mut at = 0;
            values.retain(|_| {
                let draw = at % self.draws;
                at += 1;
                self.left_out.binary_search(&draw).is_err()
            });
        }
        Ok(Columns { values, draws: self.draws - self.left_out.len() })
    }

    /// Puts the rows of a chunk where its draws belong; draws beyond those asked for are left out.
    fn put(&self, chunk: usize, rows: impl Iterator<Item = [f64; CHUNK]>, values: &mut [f64]) {
        let (first, draws) = (chunk * CHUNK, self.draws_of(chunk));
        for (column, row) in values.chunks_exact_mut(self.draws).zip(rows) {
            column[first..first + draws].copy_from_slice(&row[..draws]);
        }
    }
}

fn missing(chunk: usize) -> Error {
    Error::Conflict { rule: format!("the draws from {} on were not run", chunk * CHUNK) }
}

/// A block of numbers of every draw.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Columns {
    values: Vec<f64>,
    draws: usize,
}

impl Columns {
    /// The draws of one number of the block.
    pub(crate) fn column(&self, index: usize) -> &[f64] {
        &self.values[index * self.draws..(index + 1) * self.draws]
    }

    /// Multiplies every number.
    pub(crate) fn scale(&mut self, factor: f64) {
        for value in &mut self.values {
            *value *= factor;
        }
    }

    /// Adds another block, number by number and draw by draw.
    pub(crate) fn add(&mut self, other: &Self) {
        for (value, more) in self.values.iter_mut().zip(&other.values) {
            *value += more;
        }
    }
}

#[cfg(test)]
impl Store {
    /// A store in memory of numbers given as columns: number by number, its draws side by side.
    pub(crate) fn of_columns(width: usize, draws: usize, columns: &[f64]) -> Self {
        let store = Self::in_memory(width, draws);
        store.fill(&|number, draw| columns[number * draws + draw]);
        store
    }

    /// Fills every chunk; what lies beyond the last draw must never be read.
    pub(crate) fn fill(&self, value: &dyn Fn(usize, usize) -> f64) {
        for chunk in 0..self.chunks() {
            let one = |number: usize, draw: usize| if draw < self.draws { value(number, draw) } else { f64::NAN };
            let row = |number: usize| Lanes(std::array::from_fn(|lane| one(number, chunk * CHUNK + lane)));
            self.keep(chunk, (0..self.width).map(row).collect()).unwrap();
        }
    }

    /// The same numbers in a folder.
    pub(crate) fn copied_to(&self, folder: &std::path::Path) -> Self {
        let identity = crate::run_folder::Identity::new(&"made up", &std::collections::BTreeMap::new(), self.width);
        let folder = RunFolder::for_run(folder, identity.unwrap()).unwrap();
        let copy = Self::in_folder(self.width, self.draws, folder);
        let all = self.read(0..self.width).unwrap();
        copy.fill(&|number, draw| all.column(number)[draw]);
        copy
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(series: usize, draw: usize) -> f64 {
        series as f64 * 1000.0 + draw as f64
    }

    #[test]
    fn memory_and_folder_give_back_what_was_kept() {
        let folder = tempfile::tempdir().unwrap();
        let (width, draws) = (7, 150);
        let memory = Store::in_memory(width, draws);
        assert_eq!(memory.missing(Shard::all()).unwrap().len(), 19);
        memory.fill(&number);
        assert!(memory.missing(Shard::all()).unwrap().is_empty());
        let disk = memory.copied_to(folder.path());
        assert!(disk.missing(Shard::all()).unwrap().is_empty());
        for chunk in [0..7, 2..5, 6..7, 3..3] {
            let (a, b) = (memory.read(chunk.clone()).unwrap(), disk.read(chunk.clone()).unwrap());
            assert_eq!(a, b);
            for (row, series) in chunk.enumerate() {
                for draw in 0..draws {
                    assert_eq!(a.column(row)[draw].to_bits(), number(series, draw).to_bits());
                }
            }
        }
    }

    #[test]
    fn what_was_not_run_is_not_read() {
        let store = Store::in_memory(2, 9);
        store.keep(0, vec![Lanes::ZERO; 2]).unwrap();
        assert_eq!(store.missing(Shard::all()).unwrap(), [1]);
        assert!(store.missing(Shard::new(1, 2).unwrap()).unwrap().is_empty());
        assert_eq!(store.read(0..1).unwrap_err().to_string(), "the draws from 8 on were not run");
    }
}
