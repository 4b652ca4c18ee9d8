//! A shard of a run, to be shared out over processes or machines.

use super::chunk::CHUNK;
use crate::error::Error;
use std::fmt;
use std::str::FromStr;

/// Shard k of n of a run: every n-th chunk of eight draws, from the k-th on.
///
/// Which draws a shard has does not depend on how many the run has: the shard of a longer run begins with that of a
/// shorter one, so a run done in shards can be extended in shards.
///
/// # Examples
/// ```
/// use health_impact::run_folder::Shard;
///
/// let second: Shard = "2/4".parse()?;
/// assert_eq!(second, Shard::new(2, 4)?);
/// assert!(Shard::new(5, 4).is_err());
/// # Ok::<(), health_impact::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shard {
    /// From 0.
    which: usize,
    of: usize,
}

impl Shard {
    /// Shard `which`, from 1, of `of`.
    ///
    /// # Errors
    /// If `which` does not lie in 1 to `of`.
    pub fn new(which: usize, of: usize) -> Result<Self, Error> {
        if !(1..=of).contains(&which) {
            let rule = "must be k/n with k in 1 to n";
            return Err(Error::out_of_range("shard", format!("{which}/{of}"), rule));
        }
        Ok(Self { which: which - 1, of })
    }

    /// All of a run.
    pub(crate) const fn all() -> Self {
        Self { which: 0, of: 1 }
    }

    /// Whether a chunk is in this shard.
    pub(crate) const fn holds(self, chunk: usize) -> bool {
        chunk % self.of == self.which
    }

    /// How many of the first `draws` draws are in this shard.
    #[must_use]
    pub fn draws_of(self, draws: usize) -> usize {
        let (full, left) = (draws / CHUNK, draws % CHUNK);
        let whole = full / self.of + usize::from(self.which < full % self.of);
        whole * CHUNK + if self.holds(full) { left } else { 0 }
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.which + 1, self.of)
    }
}

impl FromStr for Shard {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let numbers = text.split_once('/').and_then(|(k, n)| Some((k.trim().parse().ok()?, n.trim().parse().ok()?)));
        let (which, of) =
            numbers.ok_or_else(|| Error::out_of_range("shard", format!("{text:?}"), "must be k/n, for example 2/4"))?;
        Self::new(which, of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_share_out_every_chunk_once() {
        for of in 1..7 {
            let shards: Vec<Shard> = (1..=of).map(|which| Shard::new(which, of).unwrap()).collect();
            for chunk in 0..40 {
                assert_eq!(shards.iter().filter(|shard| shard.holds(chunk)).count(), 1);
            }
            for draws in [0, 1, 8, 13, 300, usize::MAX] {
                assert_eq!(shards.iter().map(|shard| shard.draws_of(draws)).sum::<usize>(), draws);
            }
        }
    }

    #[test]
    fn what_is_no_shard_is_refused() {
        let say = |text: &str| text.parse::<Shard>().unwrap_err().to_string();
        assert_eq!(say("0/4"), "shard 0/4 must be k/n with k in 1 to n");
        assert_eq!(say("5/4"), "shard 5/4 must be k/n with k in 1 to n");
        assert_eq!(say("0/0"), "shard 0/0 must be k/n with k in 1 to n");
        assert_eq!(say("half"), "shard \"half\" must be k/n, for example 2/4");
        assert_eq!(say("-1/2"), "shard \"-1/2\" must be k/n, for example 2/4");
        assert_eq!("2/4".parse::<Shard>().unwrap().to_string(), "2/4");
    }
}
