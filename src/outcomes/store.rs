//! The draw store: the numbers of every draw, in memory or in a run folder, read back a block of numbers at a time.

use crate::error::Error;
use crate::multistate::lanes::Lanes;
use crate::parallel;
use crate::run_folder::{Part, RANGE, RunFolder};
use std::ops::Range;
use std::sync::OnceLock;

/// Where the draws are kept, a range of eight at a time; the last range is full too, whatever the number of draws.
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
    /// Each range once it is finished.
    Memory(Vec<OnceLock<Vec<Lanes>>>),
    /// The same as one file a range.
    Folder(RunFolder),
}

impl Store {
    /// A store in memory.
    pub(crate) fn in_memory(width: usize, draws: usize) -> Self {
        let ranges = (0..draws.div_ceil(RANGE)).map(|_| OnceLock::new()).collect();
        Self { width, draws, place: Keep::Memory(ranges) }
    }

    /// A store in a run folder, which may hold more draws or fewer.
    pub(crate) fn in_folder(width: usize, draws: usize, folder: RunFolder) -> Self {
        Self { width, draws, place: Keep::Folder(folder) }
    }

    /// Number of draws.
    pub(crate) fn draws(&self) -> usize {
        self.draws
    }

    /// Number of ranges.
    pub(crate) fn ranges(&self) -> usize {
        self.draws.div_ceil(RANGE)
    }

    /// How many draws of a range are asked for.
    pub(crate) fn draws_of(&self, range: usize) -> usize {
        RANGE.min(self.draws - range * RANGE)
    }

    /// The ranges of a part that are still to be run. Those of a folder are verified.
    ///
    /// # Errors
    /// If the folder cannot be read or a file in it is not what it should be.
    pub(crate) fn missing(&self, part: Part) -> Result<Vec<usize>, Error> {
        let asked = |range: usize| range < self.ranges() && part.holds(range);
        let all = (0..self.ranges()).filter(|range| asked(*range));
        match &self.place {
            Keep::Memory(ranges) => Ok(all.filter(|range| ranges[*range].get().is_none()).collect()),
            Keep::Folder(folder) => {
                let finished = folder.tidy(asked)?;
                Ok(all.filter(|range| !finished.contains(range)).collect())
            }
        }
    }

    /// Whether a range that was missing is here by now: several processes may share a folder.
    ///
    /// # Errors
    /// If it is here and not what it should be.
    pub(crate) fn holds(&self, range: usize) -> Result<bool, Error> {
        match &self.place {
            Keep::Memory(ranges) => Ok(ranges[range].get().is_some()),
            Keep::Folder(folder) => folder.holds(range),
        }
    }

    /// Keeps a range.
    ///
    /// # Errors
    /// If its file cannot be written.
    pub(crate) fn keep(&self, range: usize, numbers: Vec<Lanes>) -> Result<(), Error> {
        debug_assert_eq!(numbers.len(), self.width);
        match &self.place {
            Keep::Memory(ranges) => {
                // Draw d is the same whoever runs it: the first to come stays.
                let _ = ranges[range].set(numbers);
                Ok(())
            }
            Keep::Folder(folder) => folder.keep(range, &numbers),
        }
    }

    /// Numbers `wanted` of every draw: number by number, all draws side by side.
    ///
    /// # Errors
    /// If a range is missing or a file cannot be read.
    pub(crate) fn read(&self, wanted: Range<usize>) -> Result<Columns, Error> {
        let mut values = vec![0.0; wanted.len() * self.draws];
        let ranges: Vec<usize> = (0..self.ranges()).collect();
        match &self.place {
            Keep::Memory(kept) => {
                for range in ranges {
                    let numbers = kept[range].get().ok_or_else(|| missing(range))?;
                    let rows = numbers[wanted.clone()].iter().map(|lanes| lanes.0);
                    self.place(range, rows, &mut values);
                }
            }
            Keep::Folder(folder) => {
                // Few files are quicker read than handed out.
                let read = |range: &usize| folder.read(*range, &wanted);
                let pieces = if ranges.len() < 16 {
                    ranges.iter().map(read).collect::<Result<Vec<_>, _>>()?
                } else {
                    parallel::each(&ranges, read)?
                };
                for (range, piece) in pieces.iter().enumerate() {
                    self.place(range, RunFolder::rows(piece), &mut values);
                }
            }
        }
        Ok(Columns { values, draws: self.draws })
    }

    /// Puts the rows of a range where its draws belong; draws beyond those asked for are left out.
    fn place(&self, range: usize, rows: impl Iterator<Item = [f64; RANGE]>, values: &mut [f64]) {
        let (first, draws) = (range * RANGE, self.draws_of(range));
        for (column, row) in values.chunks_exact_mut(self.draws).zip(rows) {
            column[first..first + draws].copy_from_slice(&row[..draws]);
        }
    }
}

fn missing(range: usize) -> Error {
    Error::Conflict { rule: format!("the draws from {} on were not run", range * RANGE) }
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

    /// Fills every range; what lies beyond the last draw must never be read.
    pub(crate) fn fill(&self, value: &dyn Fn(usize, usize) -> f64) {
        for range in 0..self.ranges() {
            let one = |number: usize, draw: usize| if draw < self.draws { value(number, draw) } else { f64::NAN };
            let row = |number: usize| Lanes(std::array::from_fn(|lane| one(number, range * RANGE + lane)));
            self.keep(range, (0..self.width).map(row).collect()).unwrap();
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
        let path = std::env::temp_dir().join(format!("health-impact-store-{}", std::process::id()));
        let (width, draws) = (7, 150);
        let memory = Store::in_memory(width, draws);
        assert_eq!(memory.missing(Part::whole()).unwrap().len(), 19);
        memory.fill(&number);
        assert!(memory.missing(Part::whole()).unwrap().is_empty());
        let disk = memory.copied_to(&path);
        assert!(disk.missing(Part::whole()).unwrap().is_empty());
        for range in [0..7, 2..5, 6..7, 3..3] {
            let (a, b) = (memory.read(range.clone()).unwrap(), disk.read(range.clone()).unwrap());
            assert_eq!(a, b);
            for (row, series) in range.enumerate() {
                for draw in 0..draws {
                    assert_eq!(a.column(row)[draw].to_bits(), number(series, draw).to_bits());
                }
            }
        }
        std::fs::remove_dir_all(&path).unwrap();
    }

    #[test]
    fn what_was_not_run_is_not_read() {
        let store = Store::in_memory(2, 9);
        store.keep(0, vec![Lanes::ZERO; 2]).unwrap();
        assert_eq!(store.missing(Part::whole()).unwrap(), [1]);
        assert!(store.missing(Part::new(1, 2).unwrap()).unwrap().is_empty());
        assert_eq!(store.read(0..1).unwrap_err().to_string(), "the draws from 8 on were not run");
    }
}
