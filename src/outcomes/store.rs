//! The draw store: the numbers of every draw, in memory or in a run folder, read back a block of numbers at a time.

use crate::error::Error;
use std::fs::File;
use std::io::{BufWriter, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Draws in one finished block.
pub(crate) const BLOCK: usize = 64;

/// Where the draws are kept.
#[derive(Debug)]
pub(crate) struct Store {
    /// Numbers of a draw.
    width: usize,
    /// Draws in all.
    draws: usize,
    place: Keep,
}

#[derive(Debug)]
enum Keep {
    /// One vector a block, number by number, the draws of the block side by side.
    Memory(Vec<Vec<f64>>),
    /// The same as one file a block, little-endian.
    Folder(PathBuf),
}

impl Store {
    /// A store in memory.
    pub(crate) fn in_memory(width: usize, draws: usize) -> Self {
        Self { width, draws, place: Keep::Memory(Vec::new()) }
    }

    /// A store in a folder, which is made if it does not exist.
    ///
    /// # Errors
    /// If the folder cannot be made.
    pub(crate) fn in_folder(width: usize, draws: usize, folder: &Path) -> Result<Self, Error> {
        std::fs::create_dir_all(folder).map_err(|error| Error::file(folder, error))?;
        Ok(Self { width, draws, place: Keep::Folder(folder.to_owned()) })
    }

    /// Number of draws.
    pub(crate) fn draws(&self) -> usize {
        self.draws
    }

    /// Draws of a block.
    pub(crate) fn block(&self, index: usize) -> Range<usize> {
        index * BLOCK..((index + 1) * BLOCK).min(self.draws)
    }

    /// Number of blocks.
    pub(crate) fn blocks(&self) -> usize {
        self.draws.div_ceil(BLOCK)
    }

    /// Adds the next block: number by number, its draws side by side.
    ///
    /// # Errors
    /// If its file cannot be written.
    pub(crate) fn push(&mut self, index: usize, columns: Vec<f64>) -> Result<(), Error> {
        debug_assert_eq!(columns.len(), self.width * self.block(index).len());
        match &mut self.place {
            Keep::Memory(blocks) => {
                debug_assert_eq!(blocks.len(), index);
                blocks.push(columns);
                Ok(())
            }
            Keep::Folder(folder) => {
                let path = block_path(folder, index);
                // Written under another name first, so that a file of the right name is always whole.
                let unfinished = path.with_extension("part");
                let write = || -> std::io::Result<()> {
                    let mut file = BufWriter::with_capacity(1 << 20, File::create(&unfinished)?);
                    for number in &columns {
                        file.write_all(&number.to_le_bytes())?;
                    }
                    file.flush()?;
                    drop(file);
                    std::fs::rename(&unfinished, &path)
                };
                write().map_err(|error| Error::file(&path, error))
            }
        }
    }

    /// Numbers `range` of every draw: number by number, all draws side by side.
    ///
    /// # Errors
    /// If a file cannot be read.
    pub(crate) fn read(&self, range: Range<usize>) -> Result<Columns, Error> {
        let mut values = vec![0.0; range.len() * self.draws];
        let mut bytes = Vec::new();
        for index in 0..self.blocks() {
            let draws = self.block(index);
            let wanted = range.start * draws.len()..range.end * draws.len();
            let mut place = |slice: &mut dyn FnMut(usize) -> f64| {
                for (row, column) in values.chunks_exact_mut(self.draws).enumerate() {
                    for (at, value) in column[draws.clone()].iter_mut().enumerate() {
                        *value = slice(row * draws.len() + at);
                    }
                }
            };
            match &self.place {
                Keep::Memory(blocks) => {
                    let block = &blocks[index][wanted];
                    place(&mut |at| block[at]);
                }
                Keep::Folder(folder) => {
                    let path = block_path(folder, index);
                    let mut load = || -> std::io::Result<()> {
                        let mut file = File::open(&path)?;
                        file.seek(SeekFrom::Start(8 * wanted.start as u64))?;
                        bytes.resize(8 * wanted.len(), 0);
                        file.read_exact(&mut bytes)
                    };
                    load().map_err(|error| Error::file(&path, error))?;
                    place(&mut |at| {
                        let mut eight = [0; 8];
                        eight.copy_from_slice(&bytes[8 * at..8 * at + 8]);
                        f64::from_le_bytes(eight)
                    });
                }
            }
        }
        Ok(Columns { values, draws: self.draws })
    }
}

fn block_path(folder: &Path, index: usize) -> PathBuf {
    folder.join(format!("draws-{:06}.f64", index * BLOCK))
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

    /// The same, to be changed.
    pub(crate) fn column_mut(&mut self, index: usize) -> &mut [f64] {
        &mut self.values[index * self.draws..(index + 1) * self.draws]
    }

    /// How many numbers.
    pub(crate) fn len(&self) -> usize {
        self.values.len().checked_div(self.draws).unwrap_or(0)
    }

    /// Adds another block, number by number and draw by draw.
    pub(crate) fn add(&mut self, other: &Self) {
        for (value, more) in self.values.iter_mut().zip(&other.values) {
            *value += more;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(series: usize, draw: usize) -> f64 {
        series as f64 * 1000.0 + draw as f64
    }

    fn fill(store: &mut Store, width: usize) {
        for index in 0..store.blocks() {
            let draws = store.block(index);
            let columns = (0..width).flat_map(|series| draws.clone().map(move |draw| number(series, draw))).collect();
            store.push(index, columns).unwrap();
        }
    }

    #[test]
    fn memory_and_folder_give_back_what_was_kept() {
        let folder = std::env::temp_dir().join(format!("health-impact-store-{}", std::process::id()));
        let (width, draws) = (7, 150);
        let mut memory = Store::in_memory(width, draws);
        let mut disk = Store::in_folder(width, draws, &folder).unwrap();
        fill(&mut memory, width);
        fill(&mut disk, width);
        for range in [0..7, 2..5, 6..7, 3..3] {
            let (a, b) = (memory.read(range.clone()).unwrap(), disk.read(range.clone()).unwrap());
            assert_eq!(a, b);
            for (row, series) in range.enumerate() {
                for draw in 0..draws {
                    assert_eq!(a.column(row)[draw].to_bits(), number(series, draw).to_bits());
                }
            }
        }
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
