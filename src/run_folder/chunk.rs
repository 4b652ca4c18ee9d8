//! The file of one chunk of draws: a header that tells what it holds, then the numbers.
//!
//! Everything is little-endian. The header is magic (8 bytes), version of the format (4), bytes of the header (4),
//! fingerprint of the run (16), first draw (8), draws (8), numbers of a draw (8), checksum (16): XXH3, 128 bits, of the
//! header before the checksum and of all that follows it. Then number by number, the draws of the chunk side by side.

use super::problem::Fault;
use crate::multistate::lanes::{LANES, Lanes};
use std::ops::Range;
use twox_hash::XxHash3_128;

/// Draws of a chunk: one batch of the hot loop. The last chunk of a run holds as many as the others.
pub(crate) const CHUNK: usize = LANES;
/// Version of the format of the files of a run folder.
pub(super) const FORMAT: u32 = 2;
/// Bytes of the header.
pub(super) const HEADER: usize = 72;
const CHECKSUM_AT: usize = 56;
const MAGIC: [u8; 8] = *b"hi-draws";

/// The name of a chunk's file: its first draw, in eight digits or more, so that names sort as draws do.
pub(super) fn file_name(index: usize) -> String {
    format!("draws-{:08}.f64", index * CHUNK)
}

/// The chunk a file's name stands for; none if no chunk has such a name.
pub(super) fn index_of(name: &str) -> Option<usize> {
    let first: usize = name.strip_prefix("draws-")?.strip_suffix(".f64")?.parse().ok()?;
    let index = first / CHUNK;
    (file_name(index) == name).then_some(index)
}

/// The draws of a chunk.
pub(super) fn draws(index: usize) -> Range<usize> {
    index * CHUNK..(index + 1) * CHUNK
}

/// Where a piece of the numbers lies in the file, in bytes.
pub(super) fn bytes_of(numbers: &Range<usize>) -> Range<u64> {
    let at = |number: usize| (HEADER + 8 * CHUNK * number) as u64;
    at(numbers.start)..at(numbers.end)
}

/// The whole file of a chunk.
pub(super) fn encode(fingerprint: u128, index: usize, numbers: &[Lanes]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(HEADER + 8 * CHUNK * numbers.len());
    bytes.extend_from_slice(&MAGIC);
    bytes.extend_from_slice(&FORMAT.to_le_bytes());
    bytes.extend_from_slice(&(HEADER as u32).to_le_bytes());
    bytes.extend_from_slice(&fingerprint.to_le_bytes());
    for field in [index * CHUNK, CHUNK, numbers.len()] {
        bytes.extend_from_slice(&(field as u64).to_le_bytes());
    }
    bytes.extend_from_slice(&[0; HEADER - CHECKSUM_AT]);
    bytes.extend(numbers.iter().flat_map(|draws| draws.0).flat_map(f64::to_le_bytes));
    let checksum = checksum(&bytes);
    bytes[CHECKSUM_AT..HEADER].copy_from_slice(&checksum.to_le_bytes());
    bytes
}

/// The numbers of a piece of a file, each in the draws of the chunk.
pub(super) fn decode(bytes: &[u8]) -> impl Iterator<Item = [f64; CHUNK]> {
    let value = |row: &[u8], draw: usize| f64::from_le_bytes(array(&row[8 * draw..]));
    bytes.chunks_exact(8 * CHUNK).map(move |row| std::array::from_fn(|draw| value(row, draw)))
}

fn checksum(file: &[u8]) -> u128 {
    let mut hasher = XxHash3_128::new();
    hasher.write(&file[..CHECKSUM_AT]);
    hasher.write(&file[HEADER..]);
    hasher.finish_128()
}

/// The first bytes as an array; what is missing is 0.
fn array<const N: usize>(bytes: &[u8]) -> [u8; N] {
    let mut array = [0; N];
    let len = N.min(bytes.len());
    array[..len].copy_from_slice(&bytes[..len]);
    array
}

/// What a chunk of this run must be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Expected {
    pub(super) fingerprint: u128,
    pub(super) numbers: usize,
    pub(super) index: usize,
}

impl Expected {
    /// Whether a file is this chunk. `start` is its header or all of it; the numbers are checked if `start` is all of it.
    /// Returns the checksum.
    pub(super) fn check(&self, start: &[u8], len: u64) -> Result<u128, Fault> {
        if start.len() < HEADER {
            return Err(Fault::damaged(format!("it has {len} bytes, less than a header of {HEADER}")));
        }
        if start[..8] != MAGIC {
            return Err(Fault::damaged("it does not begin as a file of draws"));
        }
        let small = |at: usize| u32::from_le_bytes(array(&start[at..]));
        let field = |at: usize| u64::from_le_bytes(array(&start[at..]));
        let wide = |at: usize| u128::from_le_bytes(array(&start[at..]));
        if small(8) != FORMAT || small(12) as usize != HEADER {
            return Err(Fault::foreign(format!("it has version {} of the format and must have {FORMAT}", small(8))));
        }
        let (fingerprint, first, draws, numbers) = (wide(16), field(32), field(40), field(48));
        let needed = draws.checked_mul(numbers).and_then(|n| n.checked_mul(8)).and_then(|n| n.checked_add(72));
        if needed != Some(len) {
            let needed = needed.map_or_else(|| "more than there can be".to_owned(), |needed| needed.to_string());
            return Err(Fault::damaged(format!("it has {len} bytes and by its header must have {needed}")));
        }
        if start.len() as u64 == len && checksum(start) != wide(CHECKSUM_AT) {
            return Err(Fault::damaged("its bytes do not have the checksum of its header"));
        }
        if fingerprint != self.fingerprint || numbers != self.numbers as u64 {
            return Err(Fault::foreign(format!(
                "it is of a run with the fingerprint {fingerprint:032x}, this one has {:032x}",
                self.fingerprint
            )));
        }
        if (first, draws) != ((self.index * CHUNK) as u64, CHUNK as u64) {
            let last = first.saturating_add(draws).saturating_sub(1);
            return Err(Fault::misnamed(format!("it holds the draws {first} to {last}")));
        }
        Ok(wide(CHECKSUM_AT))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_chunks_answer_each_other() {
        assert_eq!(file_name(0), "draws-00000000.f64");
        assert_eq!(file_name(3), "draws-00000024.f64");
        assert_eq!((0..50).map(|index| index_of(&file_name(index))).collect::<Option<Vec<_>>>().unwrap().len(), 50);
        for other in ["draws-00000003.f64", "draws-24.f64", "draws-000000024.f64", "draws-+0000024.f64", "draws-.f64"] {
            assert_eq!(index_of(other), None, "{other}");
        }
    }

    fn numbers() -> Vec<Lanes> {
        (0..5).map(|number| Lanes(std::array::from_fn(|draw| (10 * number + draw) as f64))).collect()
    }

    const EXPECTED: Expected = Expected { fingerprint: 42, numbers: 5, index: 2 };

    #[test]
    fn a_chunk_reads_back() {
        let bytes = encode(42, 2, &numbers());
        assert_eq!(bytes.len(), HEADER + 5 * 8 * 8);
        assert!(EXPECTED.check(&bytes, bytes.len() as u64).is_ok());
        assert!(EXPECTED.check(&bytes[..HEADER], bytes.len() as u64).is_ok());
        let piece = bytes_of(&(3..5));
        let read: Vec<Lanes> = decode(&bytes[piece.start as usize..piece.end as usize]).map(Lanes).collect();
        assert_eq!(read, numbers()[3..]);
    }

    #[test]
    fn every_flipped_bit_and_every_shorter_file_is_found() {
        let bytes = encode(42, 2, &numbers());
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut flipped = bytes.clone();
                flipped[at] ^= 1 << bit;
                assert!(EXPECTED.check(&flipped, flipped.len() as u64).is_err(), "byte {at}, bit {bit}");
            }
        }
        for len in 0..bytes.len() {
            assert!(EXPECTED.check(&bytes[..len], len as u64).is_err(), "{len} bytes");
        }
        let longer = [&bytes[..], &[0]].concat();
        assert!(EXPECTED.check(&longer, longer.len() as u64).is_err());
    }

    #[test]
    fn an_intact_chunk_of_another_kind_is_told_apart() {
        let say = |expected: Expected, bytes: &[u8]| expected.check(bytes, bytes.len() as u64).unwrap_err().to_string();
        let bytes = encode(42, 2, &numbers());
        assert_eq!(say(Expected { index: 1, ..EXPECTED }, &bytes), "is misnamed: it holds the draws 16 to 23");
        assert_eq!(
            say(Expected { fingerprint: 43, ..EXPECTED }, &bytes),
            "is of another run: it is of a run with the fingerprint 0000000000000000000000000000002a, this one has \
             0000000000000000000000000000002b"
        );
        assert_eq!(say(EXPECTED, &bytes[..100]), "is damaged: it has 100 bytes and by its header must have 392");
        assert_eq!(say(EXPECTED, &bytes[..10]), "is damaged: it has 10 bytes, less than a header of 72");
        assert_eq!(say(EXPECTED, &[b'x'; 392]), "is damaged: it does not begin as a file of draws");
    }

    #[test]
    fn the_checksum_is_that_of_the_published_algorithm() {
        // XXH3, 128 bits, of no bytes, as its reference implementation gives it.
        assert_eq!(XxHash3_128::oneshot(b""), 0x99aa_06d3_0147_98d8_6001_c324_468d_497f);
    }
}
