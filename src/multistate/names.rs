//! States as the analyst names them, tunnels included, and as the kernel numbers them.

use crate::error::Error;

/// One named state, or a tunnel of several that people pass through one cycle each.
#[derive(Debug, Clone)]
struct StateGroup {
    name: String,
    first: usize,
    length: usize,
}

/// The states of a model by name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    groups: Vec<StateGroup>,
    /// Name of every single state; those of a tunnel are `name [1]`, `name [2]`, ...
    states: Vec<String>,
}

impl Names {
    /// Adds a state, or a tunnel if `length` is above 1.
    pub(crate) fn add(&mut self, name: &str, length: usize) -> Result<(), Error> {
        if length == 0 {
            return Err(Error::out_of_range(format!("length of tunnel {name:?}"), length, "must be 1 or more"));
        }
        if self.groups.iter().any(|group| group.name == name) {
            return Err(Error::Duplicate { kind: "state".into(), name: name.into() });
        }
        self.groups.push(StateGroup { name: name.into(), first: self.states.len(), length });
        if length == 1 {
            self.states.push(name.into());
        } else {
            self.states.extend((1..=length).map(|cycle| format!("{name} [{cycle}]")));
        }
        Ok(())
    }

    pub(crate) fn states(&self) -> &[String] {
        &self.states
    }

    /// First state and number of states that a name stands for: a state, a whole tunnel or one state of a tunnel.
    pub(crate) fn find(&self, name: &str) -> Result<(usize, usize), Error> {
        if let Some(group) = self.groups.iter().find(|group| group.name == name) {
            return Ok((group.first, group.length));
        }
        if let Some(state) = self.states.iter().position(|state| state == name) {
            return Ok((state, 1));
        }
        let known = self.groups.iter().filter(|group| group.length == 1).map(|group| group.name.as_str());
        let tunnels = self.groups.iter().filter(|group| group.length > 1).map(|group| group.name.as_str());
        Err(Error::unknown("state", name, known.chain(tunnels)))
    }

    /// Name of a tunnel, if there is one.
    pub(crate) fn first_tunnel(&self) -> Option<&str> {
        self.groups.iter().find(|group| group.length > 1).map(|group| group.name.as_str())
    }

    /// Cycles since a state's tunnel was entered.
    pub(crate) fn tunnel(&self, state: usize) -> usize {
        self.groups.iter().rev().find(|group| group.first <= state).map_or(0, |group| state - group.first)
    }

    /// The single transitions that `from -> to` stands for.
    ///
    /// Entering a tunnel leads to its first state. Staying in a tunnel leads to its next state, and in the last one to
    /// itself.
    pub(crate) fn arcs(&self, from: &str, to: &str) -> Result<Vec<(usize, usize)>, Error> {
        let (first, length) = self.find(from)?;
        let (target, _) = self.find(to)?;
        let stays = from == to;
        let last = first + length - 1;
        Ok((first..=last).map(|state| (state, if stays { (state + 1).min(last) } else { target })).collect())
    }
}
