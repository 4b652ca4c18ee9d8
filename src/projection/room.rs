//! What a run takes of disk and memory, told before its first draw.

use crate::error::Error;
use crate::multistate::lanes::LANES;
use crate::outcomes::layout::Layout;
use serde::Serialize;
use std::fmt;

/// Bytes of draws that a run without a folder may keep.
const MOST_IN_MEMORY: usize = 2 << 30;
/// Bytes that one batch of draws may take on a thread.
const MOST_OF_A_BATCH: usize = 4 << 30;
// Measured as peak memory: 131 MB of a batch of 29 MB on one thread and 214 MB on two, 460 MB of one of 64 MB on two; what is made of the
// figures below is 171, 275 and 482 MB.

/// How often a batch is in memory: as it is tallied, as it is checked and as the bytes of its file.
const COPIES: usize = 3;
/// What a thread takes beside: the people of a cell, the parameters of a batch.
const OF_A_THREAD: u64 = 16 << 20;
/// The fitted model: rates, survival, exposures of a region.
const OF_THE_MODEL: u64 = 64 << 20;

/// What a run of draws in a folder takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Room {
    /// Number of draws.
    pub draws: usize,
    /// Bytes of its files.
    pub disk: u64,
    /// Bytes of memory at most, about: it does not grow with the draws.
    pub memory: u64,
}

impl Room {
    /// That of draws of this layout on so many threads.
    pub(super) fn of(layout: &Layout, draws: usize, threads: usize) -> Self {
        let batch = bytes_of(layout, LANES) as u64;
        let memory = OF_THE_MODEL + threads as u64 * (COPIES as u64 * batch + OF_A_THREAD);
        Self { draws, disk: draws.div_ceil(LANES) as u64 * batch, memory }
    }

    /// Holds the files against what is free on a disk, those that are there already counted as free.
    ///
    /// # Errors
    /// If they do not fit.
    pub fn check_disk(&self, free: u64) -> Result<(), Error> {
        if self.disk <= free {
            return Ok(());
        }
        Err(Error::out_of_range(
            "number of draws",
            self.draws,
            format!(
                "takes {} of disk and {} are free: fewer draws, fewer years or another disk",
                size(self.disk),
                size(free)
            ),
        ))
    }
}

impl fmt::Display for Room {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} draws take {} of disk and about {} of memory", self.draws, size(self.disk), size(self.memory))
    }
}

/// Makes sure that draws fit into memory.
///
/// # Errors
/// If they do not.
pub(super) fn check_memory(layout: &Layout, draws: usize) -> Result<(), Error> {
    let bytes = bytes_of(layout, draws);
    if bytes <= MOST_IN_MEMORY {
        return Ok(());
    }
    Err(Error::out_of_range(
        "number of draws",
        draws,
        format!(
            "takes {}, and a run in memory may take {}: give a run folder or fewer draws",
            size(bytes as u64),
            size(MOST_IN_MEMORY as u64)
        ),
    ))
}

/// Makes sure that a batch of draws fits into memory, before anything of its size is made.
///
/// # Errors
/// If it does not: what its size comes from.
pub(super) fn check_batch(layout: &Layout) -> Result<(), Error> {
    let bytes = bytes_of(layout, LANES);
    if bytes <= MOST_OF_A_BATCH {
        return Ok(());
    }
    Err(Error::out_of_range(
        "number of scenarios times years and areas",
        format!("{} x {} x {}", layout.scenarios, layout.years, layout.areas),
        format!(
            "makes eight draws of {} and may make {}: fewer scenarios at a time, fewer years or fewer areas",
            size(bytes as u64),
            size(MOST_OF_A_BATCH as u64)
        ),
    ))
}

/// Bytes that draws take.
pub(super) fn bytes_of(layout: &Layout, draws: usize) -> usize {
    layout.len().saturating_mul(draws).saturating_mul(size_of::<f64>())
}

/// Bytes in words.
fn size(bytes: u64) -> String {
    let bytes = bytes as f64;
    match bytes {
        tera if tera >= 1e12 => format!("{:.1} TB", bytes / 1e12),
        giga if giga >= 1e9 => format!("{:.1} GB", bytes / 1e9),
        _ => format!("{:.0} MB", (bytes / 1e6).ceil()),
    }
}
