//! Random numbers keyed by seed, name and draw.
//!
//! The number for draw d of a parameter is a pure function of the seed, the parameter's name and d. It depends on
//! no other parameter, no thread and no order, so parameters may be added or moved and nothing else changes.

use crate::numerics::special::normal_quantile;
use rand::rngs::ChaCha8Rng;
use rand::{Rng, SeedableRng};

/// The generator of one draw of one named parameter.
///
/// ChaCha8 keyed by the seed and the name, on the stream numbered `draw`. Its output is the same on every platform
/// and in every release of `rand`, which the other generators of that crate do not promise.
#[must_use]
pub fn stream(seed: u64, name: &str, draw: u64) -> ChaCha8Rng {
    let mut generator = keyed(seed, name);
    generator.set_stream(draw);
    generator
}

/// The generator of a named parameter before its stream is set to a draw: most of the work is here.
pub(crate) fn keyed(seed: u64, name: &str) -> ChaCha8Rng {
    // FNV-1a, because std's hasher may change between releases.
    let key = name
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    ChaCha8Rng::seed_from_u64(seed ^ key)
}

/// A uniform number strictly between 0 and 1 for one draw of one named parameter.
///
/// It is the middle of one of 2^52 equal cells, so neither 0 nor 1 can come up and every quantile of it is finite
/// wherever the distribution is.
#[must_use]
pub fn uniform(seed: u64, name: &str, draw: u64) -> f64 {
    open_unit(stream(seed, name, draw).next_u64())
}

/// A standard normal number for one draw of one named parameter: the normal quantile of [`uniform`].
#[must_use]
pub fn standard_normal(seed: u64, name: &str, draw: u64) -> f64 {
    normal_quantile(uniform(seed, name, draw))
}

/// The smallest number [`uniform`] can give; the largest is 1 minus this.
pub const SMALLEST_UNIFORM: f64 = 0.5 * CELL;

const CELL: f64 = 1.0 / 4_503_599_627_370_496.0;

/// The middle of the cell that the 52 highest bits number. 52 bits, not 53: half a cell more must still fit the 53 bits of a double, or the last cell would round to 1.
#[allow(clippy::cast_precision_loss)] // exact: 52 bits
pub(crate) fn open_unit(bits: u64) -> f64 {
    ((bits >> 12) as f64 + 0.5) * CELL
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_stay_inside() {
        assert_eq!(open_unit(0).to_bits(), SMALLEST_UNIFORM.to_bits());
        assert_eq!(open_unit(u64::MAX).to_bits(), (1.0 - SMALLEST_UNIFORM).to_bits());
        assert!(open_unit(u64::MAX) < 1.0);
    }

    #[test]
    fn a_draw_depends_on_seed_name_and_number_only() {
        let again = uniform(7, "quit rate", 3);
        assert_eq!(again.to_bits(), uniform(7, "quit rate", 3).to_bits());
        for other in [uniform(8, "quit rate", 3), uniform(7, "quit rate ", 3), uniform(7, "quit rate", 4)] {
            assert_ne!(again.to_bits(), other.to_bits());
        }
    }
}
