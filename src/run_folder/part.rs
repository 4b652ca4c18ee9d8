//! A part of a run, to be shared out over processes or machines.

use super::range::RANGE;
use crate::error::Error;
use std::fmt;
use std::str::FromStr;

/// Part k of n of a run: every n-th range of eight draws, from the k-th on.
///
/// Which draws a part has does not depend on how many the run has: the part of a longer run begins with that of a
/// shorter one, so a run done in parts can be extended in parts.
///
/// # Examples
/// ```
/// use health_impact::run_folder::Part;
///
/// let second: Part = "2/4".parse()?;
/// assert_eq!(second, Part::new(2, 4)?);
/// assert!(Part::new(5, 4).is_err());
/// # Ok::<(), health_impact::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Part {
    /// From 0.
    which: usize,
    of: usize,
}

impl Part {
    /// Part `which`, from 1, of `of`.
    ///
    /// # Errors
    /// If `which` does not lie in 1 to `of`.
    pub fn new(which: usize, of: usize) -> Result<Self, Error> {
        if !(1..=of).contains(&which) {
            let rule = "must be k/n with k in 1 to n";
            return Err(Error::out_of_range("part", format!("{which}/{of}"), rule));
        }
        Ok(Self { which: which - 1, of })
    }

    /// All of a run.
    pub(crate) const fn whole() -> Self {
        Self { which: 0, of: 1 }
    }

    /// Whether a range is in this part.
    pub(crate) const fn holds(self, range: usize) -> bool {
        range % self.of == self.which
    }

    /// How many of the first `draws` draws are in this part.
    #[must_use]
    pub fn draws_of(self, draws: usize) -> usize {
        let ranges = (0..draws.div_ceil(RANGE)).filter(|range| self.holds(*range));
        ranges.map(|range| RANGE.min(draws - range * RANGE)).sum()
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.which + 1, self.of)
    }
}

impl FromStr for Part {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let numbers = text.split_once('/').and_then(|(k, n)| Some((k.trim().parse().ok()?, n.trim().parse().ok()?)));
        let (which, of) =
            numbers.ok_or_else(|| Error::out_of_range("part", format!("{text:?}"), "must be k/n, for example 2/4"))?;
        Self::new(which, of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_share_out_every_range_once() {
        for of in 1..7 {
            let parts: Vec<Part> = (1..=of).map(|which| Part::new(which, of).unwrap()).collect();
            for range in 0..40 {
                assert_eq!(parts.iter().filter(|part| part.holds(range)).count(), 1);
            }
            for draws in [1, 8, 13, 300] {
                assert_eq!(parts.iter().map(|part| part.draws_of(draws)).sum::<usize>(), draws);
            }
        }
    }

    #[test]
    fn what_is_no_part_is_refused() {
        let say = |text: &str| text.parse::<Part>().unwrap_err().to_string();
        assert_eq!(say("0/4"), "part 0/4 must be k/n with k in 1 to n");
        assert_eq!(say("5/4"), "part 5/4 must be k/n with k in 1 to n");
        assert_eq!(say("0/0"), "part 0/0 must be k/n with k in 1 to n");
        assert_eq!(say("half"), "part \"half\" must be k/n, for example 2/4");
        assert_eq!(say("-1/2"), "part \"-1/2\" must be k/n, for example 2/4");
        assert_eq!("2/4".parse::<Part>().unwrap().to_string(), "2/4");
    }
}
