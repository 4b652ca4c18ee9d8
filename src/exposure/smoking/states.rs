//! The levels of smoking: never, current, former by years since quitting; and the moves between them.

use crate::error::Error;
use crate::multistate::Structure;

/// Number of smoking states.
pub(crate) const STATES: usize = 16;
/// Never smoked.
pub(crate) const NEVER: usize = 0;
/// Smokes now.
pub(crate) const CURRENT: usize = 1;
/// Quit in the last year; former smokers of one year more follow, one state a year.
pub(crate) const FORMER: usize = 2;
/// Former smokers with a state for each single year since quitting: 0 to 9.
pub(crate) const SINGLE_YEARS: usize = 10;

/// Years since quitting `[from, to)` of each former state; the last is open, its end the end of the published curves.
pub(crate) const FORMER_YEARS: [(u32, u32); STATES - FORMER] = [
    (0, 1),
    (1, 2),
    (2, 3),
    (3, 4),
    (4, 5),
    (5, 6),
    (6, 7),
    (7, 8),
    (8, 9),
    (9, 10),
    (10, 15),
    (15, 20),
    (20, 30),
    (30, 41),
];

/// Name of a state.
#[must_use]
pub(crate) fn state_name(state: usize) -> String {
    match state {
        NEVER => "never".into(),
        CURRENT => "current".into(),
        _ => match FORMER_YEARS.get(state - FORMER) {
            Some((from, to)) if to - from == 1 => format!("former {from}"),
            Some((30, _)) => "former 30+".into(),
            Some((from, to)) => format!("former {from}-{}", to - 1),
            None => "unknown".into(),
        },
    }
}

/// Index of the former state that holds a number of whole years since quitting.
#[must_use]
pub(crate) fn former_state(years: u32) -> usize {
    FORMER + FORMER_YEARS.iter().rposition(|(from, _)| years >= *from).unwrap_or(0)
}

/// The moves between the states, and where each stands in the list of probabilities of a step.
#[derive(Debug, Clone)]
pub(crate) struct Transitions {
    structure: Structure,
    /// Never smokers who stay so.
    pub(crate) stay_never: usize,
    /// Never smokers who start.
    pub(crate) start: usize,
    /// Smokers who go on.
    pub(crate) stay_current: usize,
    /// Smokers who complete a first full year of abstinence.
    pub(crate) quit: usize,
    /// Former smokers who start again, by single year since quitting from 1; the first year has none by definition.
    pub(crate) relapse: [usize; SINGLE_YEARS - 1],
    /// Former smokers who move on to the next state.
    pub(crate) on: [usize; STATES - FORMER - 1],
    /// Former smokers who stay in a state of more than one year.
    pub(crate) stay: [usize; STATES - FORMER - SINGLE_YEARS],
}

impl Transitions {
    /// The moves of the smoking model.
    ///
    /// # Errors
    /// Never for the built-in states; the structure checks its arcs all the same.
    pub(crate) fn new() -> Result<Self, Error> {
        let mut arcs = vec![(NEVER, NEVER), (NEVER, CURRENT), (CURRENT, CURRENT), (CURRENT, FORMER)];
        for year in 1..SINGLE_YEARS {
            arcs.push((FORMER + year, CURRENT));
        }
        for state in FORMER..STATES - 1 {
            arcs.push((state, state + 1));
        }
        for state in FORMER + SINGLE_YEARS..STATES {
            arcs.push((state, state));
        }
        let structure = Structure::from_indices((0..STATES).map(state_name).collect(), &arcs)?;
        let arc_of = |from: usize, to: usize| {
            structure.arc(from, to).ok_or_else(|| Error::Conflict {
                rule: format!("no move from {} to {}", state_name(from), state_name(to)),
            })
        };
        let mut relapse = [0; SINGLE_YEARS - 1];
        for (index, arc) in relapse.iter_mut().enumerate() {
            *arc = arc_of(FORMER + 1 + index, CURRENT)?;
        }
        let mut on = [0; STATES - FORMER - 1];
        for (index, arc) in on.iter_mut().enumerate() {
            *arc = arc_of(FORMER + index, FORMER + index + 1)?;
        }
        let mut stay = [0; STATES - FORMER - SINGLE_YEARS];
        for (index, arc) in stay.iter_mut().enumerate() {
            *arc = arc_of(FORMER + SINGLE_YEARS + index, FORMER + SINGLE_YEARS + index)?;
        }
        Ok(Self {
            stay_never: arc_of(NEVER, NEVER)?,
            start: arc_of(NEVER, CURRENT)?,
            stay_current: arc_of(CURRENT, CURRENT)?,
            quit: arc_of(CURRENT, FORMER)?,
            relapse,
            on,
            stay,
            structure,
        })
    }

    /// The structure the kernel steps through.
    #[must_use]
    pub(crate) fn structure(&self) -> &Structure {
        &self.structure
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_since_quitting_have_their_state() {
        assert_eq!(former_state(0), FORMER);
        assert_eq!(former_state(9), FORMER + 9);
        assert_eq!(former_state(10), FORMER + 10);
        assert_eq!(former_state(14), FORMER + 10);
        assert_eq!(former_state(15), FORMER + 11);
        assert_eq!(former_state(29), FORMER + 12);
        assert_eq!(former_state(30), STATES - 1);
        assert_eq!(former_state(77), STATES - 1);
        assert_eq!(state_name(12), "former 10-14");
        assert_eq!(state_name(15), "former 30+");
    }
}
