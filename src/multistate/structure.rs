//! The states of a model and the transitions that are possible between them.

use crate::error::Error;
use std::fmt;

/// Named states and the arcs (possible transitions in one cycle) between them, staying included.
///
/// Arcs are kept in order of destination, and for one destination in the order in which they were added; a
/// probability table for [`step`](super::kernel::step) has one entry per arc in this order. Ask
/// [`arc`](Structure::arc) for a position rather than counting.
#[derive(Clone, PartialEq, Eq)]
pub struct Structure {
    states: Vec<String>,
    /// Source state of each arc, arcs by destination.
    sources: Vec<u32>,
    /// For each state the end of its arrivals in `sources`; the start is the end of the state before.
    ends: Vec<u32>,
}

impl Structure {
    /// A structure of states and arcs `(from, to)`, both named.
    ///
    /// A state that people can stay in needs the arc from itself to itself.
    ///
    /// # Errors
    /// A state or an arc given twice, an arc from or to an unknown state, no states at all.
    pub fn new<S: AsRef<str>>(states: &[S], arcs: &[(S, S)]) -> Result<Self, Error> {
        let names: Vec<String> = states.iter().map(|s| s.as_ref().to_owned()).collect();
        let find = |name: &str| {
            let known = || names.iter().map(String::as_str);
            known().position(|s| s == name).ok_or_else(|| Error::unknown("state", name, known()))
        };
        let indices: Vec<(usize, usize)> = arcs
            .iter()
            .map(|(from, to)| Ok((find(from.as_ref())?, find(to.as_ref())?)))
            .collect::<Result<_, Error>>()?;
        Self::from_indices(names, &indices)
    }

    /// A structure of named states and arcs `(from, to)` given by the positions of the states.
    ///
    /// # Errors
    /// As [`Structure::new`]; a position past the last state.
    pub fn from_indices(states: Vec<String>, arcs: &[(usize, usize)]) -> Result<Self, Error> {
        if states.is_empty() {
            return Err(Error::Conflict { rule: "a model needs at least one state".into() });
        }
        for (i, name) in states.iter().enumerate() {
            if states[..i].contains(name) {
                return Err(Error::Duplicate { kind: "state".into(), name: name.clone() });
            }
        }
        for (i, &(from, to)) in arcs.iter().enumerate() {
            for state in [from, to] {
                if state >= states.len() {
                    let rule = format!("must be below the number of states, {}", states.len());
                    return Err(Error::out_of_range("state position", state, rule));
                }
            }
            if arcs[..i].contains(&(from, to)) {
                let name = format!("{} -> {}", states[from], states[to]);
                return Err(Error::Duplicate { kind: "transition".into(), name });
            }
        }
        let mut sources = Vec::with_capacity(arcs.len());
        let mut ends = Vec::with_capacity(states.len());
        for state in 0..states.len() {
            sources.extend(arcs.iter().filter(|(_, to)| *to == state).map(|&(from, _)| from as u32));
            ends.push(sources.len() as u32);
        }
        Ok(Self { states, sources, ends })
    }

    /// Number of states.
    #[inline(always)]
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are no states; never so for a built structure.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Number of arcs, which is the length of a probability table.
    #[inline(always)]
    #[must_use]
    pub fn arcs(&self) -> usize {
        self.sources.len()
    }

    /// Names of the states in order.
    #[must_use]
    pub fn states(&self) -> &[String] {
        &self.states
    }

    /// Position of a state.
    ///
    /// # Errors
    /// An unknown name; the nearest state is offered.
    pub fn state(&self, name: &str) -> Result<usize, Error> {
        let known = || self.states.iter().map(String::as_str);
        known().position(|s| s == name).ok_or_else(|| Error::unknown("state", name, known()))
    }

    /// Position in a probability table of the arc between two states given by position, if there is one.
    #[must_use]
    pub fn arc(&self, from: usize, to: usize) -> Option<usize> {
        let end = *self.ends.get(to)? as usize;
        let start = if to == 0 { 0 } else { self.ends[to - 1] as usize };
        (start..end).find(|&arc| self.sources[arc] as usize == from)
    }

    /// Every arc as `(from, to)` in the order of a probability table.
    pub fn iter(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        let mut to = 0;
        self.sources.iter().enumerate().map(move |(arc, &from)| {
            while arc >= self.ends[to] as usize {
                to += 1;
            }
            (from as usize, to)
        })
    }

    /// Source of each arc and end of each state's arrivals, for the kernel.
    #[inline(always)]
    pub(crate) fn arrivals(&self) -> (&[u32], &[u32]) {
        (&self.sources, &self.ends)
    }
}

impl fmt::Debug for Structure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let arcs = self.iter().map(|(from, to)| format!("{} -> {}", self.states[from], self.states[to]));
        f.debug_struct("Structure").field("states", &self.states).field("arcs", &arcs.collect::<Vec<_>>()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arcs_stand_by_destination() {
        let arcs = [("well", "ill"), ("ill", "ill"), ("well", "well"), ("ill", "well")];
        let s = Structure::new(&["well", "ill"], &arcs).unwrap();
        assert_eq!(s.iter().collect::<Vec<_>>(), [(0, 0), (1, 0), (0, 1), (1, 1)]);
        for (arc, (from, to)) in s.iter().enumerate() {
            assert_eq!(s.arc(from, to), Some(arc));
        }
        assert_eq!(s.arc(0, 2), None);
        assert_eq!(s.state("ill").unwrap(), 1);
    }

    #[test]
    fn a_state_nobody_enters_has_no_arrivals() {
        let s = Structure::new(&["a", "b", "c"], &[("a", "c"), ("b", "c"), ("c", "c")]).unwrap();
        assert_eq!(s.iter().collect::<Vec<_>>(), [(0, 2), (1, 2), (2, 2)]);
        assert_eq!(s.arc(0, 1), None);
    }

    #[test]
    fn slips_are_errors() {
        let error = Structure::new(&["well", "dead"], &[("well", "deed")]).unwrap_err();
        assert_eq!(error.to_string(), "unknown state \"deed\": did you mean \"dead\"?");
        let error = Structure::new(&["well", "well"], &[]).unwrap_err();
        assert_eq!(error.to_string(), "state \"well\" is given twice and may be given once");
        let error = Structure::new(&["a", "b"], &[("a", "b"), ("a", "b")]).unwrap_err();
        assert_eq!(error.to_string(), "transition \"a -> b\" is given twice and may be given once");
        assert!(Structure::new::<&str>(&[], &[]).is_err());
        assert!(Structure::from_indices(vec!["a".into()], &[(0, 1)]).is_err());
    }
}
