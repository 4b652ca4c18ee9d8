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
    order: Order,
}

/// The arrivals in the order in which the kernel takes them: states reached by one arc, by two, by any other number.
///
/// Most states of a chain are reached from the one before, by one arc. To look up each arc would cost more than its
/// arithmetic, so arcs that follow each other in source, destination and table are taken together, as runs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Order {
    pub(crate) ones: Vec<ArcRun>,
    pub(crate) twos: Vec<Two>,
    pub(crate) others: Vec<Others>,
    /// All arcs in the order of a table, whatever their destinations.
    pub(crate) sources: Vec<ArcRun>,
}

/// Arcs `arc..arc + len` from the states `from..from + len`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ArcRun {
    /// The first destination; of arcs to one state, that state.
    pub(crate) to: usize,
    pub(crate) from: usize,
    pub(crate) arc: usize,
    pub(crate) len: usize,
}

/// A state reached by two arcs, which stand side by side in a probability table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Two {
    pub(crate) to: usize,
    pub(crate) from: [usize; 2],
    pub(crate) arc: usize,
}

/// A state reached by no arc or by three and more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Others {
    pub(crate) to: usize,
    pub(crate) runs: Vec<ArcRun>,
}

impl Order {
    fn new(sources: &[u32], ends: &[u32]) -> Self {
        let mut order = Self::default();
        let mut arc = 0;
        for (to, &end) in ends.iter().enumerate() {
            let end = end as usize;
            match sources[arc..end] {
                [from] => extend(&mut order.ones, ArcRun { to, from: from as usize, arc, len: 1 }, 1),
                [first, second] => order.twos.push(Two { to, from: [first as usize, second as usize], arc }),
                _ => {
                    let mut runs = Vec::new();
                    for (arc, &from) in (arc..).zip(&sources[arc..end]) {
                        extend(&mut runs, ArcRun { to, from: from as usize, arc, len: 1 }, 0);
                    }
                    order.others.push(Others { to, runs });
                }
            }
            arc = end;
        }
        for (arc, &from) in sources.iter().enumerate() {
            extend(&mut order.sources, ArcRun { to: 0, from: from as usize, arc, len: 1 }, 0);
        }
        order
    }
}

/// Adds an arc to the last run if it follows on it, its destination being `step` states on for each arc.
fn extend(runs: &mut Vec<ArcRun>, arc: ArcRun, step: usize) {
    match runs.last_mut() {
        Some(last)
            if (last.to + step * last.len, last.from + last.len, last.arc + last.len)
                == (arc.to, arc.from, arc.arc) =>
        {
            last.len += 1;
        }
        _ => runs.push(arc),
    }
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
        let order = Order::new(&sources, &ends);
        Ok(Self { states, sources, ends, order })
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

    /// The arrivals in the kernel's order.
    #[inline(always)]
    pub(crate) fn order(&self) -> &Order {
        &self.order
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
    fn arcs_of_a_chain_are_taken_together() {
        let names = (0..6).map(|state| state.to_string()).collect();
        // 0 stays; 1 is entered from all but 3; 2, 3 and 4 from the state before; 5 from the state before and itself.
        let arcs = [(0, 0), (0, 1), (1, 1), (2, 1), (4, 1), (5, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 5)];
        let order = Structure::from_indices(names, &arcs).unwrap().order;
        let ones = [ArcRun { to: 0, from: 0, arc: 0, len: 1 }, ArcRun { to: 2, from: 1, arc: 6, len: 3 }];
        assert_eq!(order.ones, ones);
        assert_eq!(order.twos, [Two { to: 5, from: [4, 5], arc: 9 }]);
        let runs = vec![ArcRun { to: 1, from: 0, arc: 1, len: 3 }, ArcRun { to: 1, from: 4, arc: 4, len: 2 }];
        assert_eq!(order.others, [Others { to: 1, runs }]);
        let sources = [(0, 0, 1), (0, 1, 3), (4, 4, 2), (1, 6, 5)];
        assert_eq!(order.sources, sources.map(|(from, arc, len)| ArcRun { to: 0, from, arc, len }));
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
