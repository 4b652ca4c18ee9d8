//! From what the analyst says to what the kernel moves by: every probability and reward worked out and checked.

use super::names::Names;
use super::rates::{check_leaving, check_rate, exponential};
use super::rewards::{EventTime, Reward, WithinCycle};
use super::structure::Structure;
use super::value::{Extent, Prepared, Value};
use crate::error::Error;
use ndarray::Array2;

/// How far the probabilities that leave a state may be from 1 in sum.
const ROW_TOLERANCE: f64 = 1e-12;

/// How people leave a state.
#[derive(Debug, Clone)]
pub(super) enum Way {
    /// With this probability per cycle.
    Probability(Value),
    /// At this rate per year.
    Rate(Value),
    /// All who do not leave otherwise.
    Complement,
}

/// A reward with its indices and values looked up.
#[derive(Debug, Clone)]
pub(crate) struct PreparedReward {
    pub(crate) name: String,
    pub(crate) discount: f64,
    pub(crate) mean: bool,
    pub(crate) events: EventTime,
    /// Within-cycle weights by cohort and point in time.
    pub(crate) weights: Vec<Vec<f64>>,
    pub(crate) states: Vec<(usize, Prepared)>,
    /// Arc, its source and the value.
    pub(crate) transitions: Vec<(usize, usize, Prepared)>,
}

/// The possible transitions and the probability of each, in the order of the structure.
pub(super) fn prepare_transitions(
    extent: &Extent,
    names: &Names,
    transitions: &[(String, String, Way)],
) -> Result<(Structure, Vec<Prepared>), Error> {
    for (from, to, way) in transitions {
        match way {
            Way::Probability(value) => value.check_length(&format!("probability {from:?} -> {to:?}"), extent, false)?,
            Way::Rate(value) => value.check_length(&format!("rate {from:?} -> {to:?}"), extent, false)?,
            Way::Complement => {}
        }
    }
    if transitions.iter().any(|(_, _, way)| matches!(way, Way::Rate(_))) {
        return prepare_rates(extent, names, transitions);
    }
    let mut arcs: Vec<(usize, usize, Option<&Value>)> = Vec::new();
    for (from, to, way) in transitions {
        let value = if let Way::Probability(value) = way { Some(value) } else { None };
        arcs.extend(names.arcs(from, to)?.into_iter().map(|(from, to)| (from, to, value)));
    }
    let pairs: Vec<(usize, usize)> = arcs.iter().map(|&(from, to, _)| (from, to)).collect();
    let structure = Structure::from_indices(names.states().to_vec(), &pairs)?;
    let mut by_arc: Vec<Option<Prepared>> = vec![None; structure.arcs()];
    for state in 0..structure.len() {
        let row: Vec<_> = arcs.iter().filter(|arc| arc.0 == state).map(|&(_, to, value)| (to, value)).collect();
        if row.is_empty() {
            return Err(no_way_out(names, state));
        }
        for (to, prepared) in prepare_row(extent, names, state, &row)? {
            if let Some(arc) = structure.arc(state, to) {
                by_arc[arc] = Some(prepared);
            }
        }
    }
    Ok((structure, by_arc.into_iter().flatten().collect()))
}

fn no_way_out(names: &Names, state: usize) -> Error {
    let name = &names.states()[state];
    Error::Conflict { rule: format!("state {name:?} has no way out: if nobody leaves it, say that it is absorbing") }
}

/// As [`prepare_transitions`], of a model by rates.
fn prepare_rates(
    extent: &Extent,
    names: &Names,
    transitions: &[(String, String, Way)],
) -> Result<(Structure, Vec<Prepared>), Error> {
    if let Some(tunnel) = names.first_tunnel() {
        let rule =
            format!("tunnel {tunnel:?} counts whole cycles, and rates move people at any time: give one of the two");
        return Err(Error::Conflict { rule });
    }
    let states = names.states();
    let mut rates: Vec<(usize, usize, &Value)> = Vec::new();
    let mut absorbing = vec![false; states.len()];
    for (from, to, way) in transitions {
        let ((source, _), (target, _)) = (names.find(from)?, names.find(to)?);
        match way {
            Way::Rate(_) if source == target => {
                return Err(Error::Conflict { rule: format!("staying in {from:?} is no transition and has no rate") });
            }
            Way::Rate(_) if rates.iter().any(|&(a, b, _)| (a, b) == (source, target)) => {
                return Err(Error::Duplicate { kind: "transition".into(), name: format!("{from} -> {to}") });
            }
            Way::Rate(value) => rates.push((source, target, value)),
            Way::Complement if source == target => absorbing[source] = true,
            Way::Complement | Way::Probability(_) => {
                let rule =
                    format!("{from:?} -> {to:?} is by probability in a model by rates: it may be by one of them");
                return Err(Error::Conflict { rule });
            }
        }
    }
    for state in 0..states.len() {
        match (absorbing[state], rates.iter().any(|&(from, _, _)| from == state)) {
            (false, false) => return Err(no_way_out(names, state)),
            (true, true) => {
                let rule = format!("state {:?} is absorbing and has a rate out of it", states[state]);
                return Err(Error::Conflict { rule });
            }
            _ => {}
        }
    }
    let pairs = reachable(states.len(), &rates);
    let structure = Structure::from_indices(states.to_vec(), &pairs)?;
    let arcs: Vec<(usize, usize)> = structure.iter().collect();
    let varies = rates.iter().any(|(_, _, value)| value.varies());
    let probabilities = Prepared::together(extent, varies, arcs.len(), |cohort, cycle, draw, answer| {
        let context = extent.context(cohort, cycle, draw, 0);
        let mut table = Array2::zeros((states.len(), states.len()));
        for &(from, to, value) in &rates {
            let what = || format!("rate {:?} -> {:?} {}", states[from], states[to], extent.describe(&context));
            let Some(rate) = value.at(&context) else {
                return Err(Error::out_of_range(what(), "missing", "must be given for every cycle"));
            };
            check_rate(what, rate)?;
            table[[from, to]] = rate;
        }
        for (from, row) in table.outer_iter().enumerate() {
            let what = || format!("sum of the rates out of {:?} {}", states[from], extent.describe(&context));
            check_leaving(what, row.sum(), extent.cycle_length)?;
        }
        let over_a_cycle = exponential(&table, extent.cycle_length);
        for (answer, &(from, to)) in answer.iter_mut().zip(&arcs) {
            *answer = over_a_cycle[[from, to]];
        }
        Ok(())
    })?;
    Ok((structure, probabilities))
}

/// Every pair of states of which the second can be reached from the first, itself included.
fn reachable(states: usize, rates: &[(usize, usize, &Value)]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for from in 0..states {
        let mut seen = vec![from];
        let mut next = 0;
        while next < seen.len() {
            for &(source, to, _) in rates {
                if source == seen[next] && !seen.contains(&to) {
                    seen.push(to);
                }
            }
            next += 1;
        }
        pairs.extend(seen.into_iter().map(|to| (from, to)));
    }
    pairs
}

/// The probabilities of one state's ways out, as `(to, probability)`.
fn prepare_row(
    extent: &Extent,
    names: &Names,
    state: usize,
    row: &[(usize, Option<&Value>)],
) -> Result<Vec<(usize, Prepared)>, Error> {
    let name = &names.states()[state];
    let rests: Vec<usize> = row.iter().filter(|(_, value)| value.is_none()).map(|(to, _)| *to).collect();
    if rests.len() > 1 {
        return Err(Error::Duplicate { kind: "complement of state".into(), name: name.clone() });
    }
    let varies = row.iter().any(|(_, value)| value.is_some_and(Value::varies));
    let tunnel = names.tunnel(state);
    let ask = |to: usize, value: &Value, cohort: usize, cycle: usize, draw: usize| {
        let context = extent.context(cohort, cycle, draw, tunnel);
        let what = || format!("probability {name:?} -> {:?} {}", names.states()[to], extent.describe(&context));
        match value.at(&context) {
            Some(p) if (0.0..=1.0).contains(&p) => Ok(p),
            Some(p) => Err(Error::out_of_range(what(), p, "must lie in 0 to 1")),
            None => Err(Error::out_of_range(what(), "missing", "must be given for every cycle")),
        }
    };
    let mut prepared = Vec::new();
    for &(to, value) in row {
        if let Some(value) = value {
            let values = Prepared::new(extent, value.varies(), false, |cohort, cycle, draw| {
                ask(to, value, cohort, cycle, draw)
            })?;
            prepared.push((to, values));
        }
    }
    // Asked again rather than read back from what is prepared: simpler, and a value answers the same each time.
    let remainder = Prepared::new(extent, varies, false, |cohort, cycle, draw| {
        let mut left = 1.0;
        for &(to, value) in row {
            if let Some(value) = value {
                left -= ask(to, value, cohort, cycle, draw)?;
            }
        }
        let describe = || extent.describe(&extent.context(cohort, cycle, draw, tunnel));
        if left < -ROW_TOLERANCE || (rests.is_empty() && left > ROW_TOLERANCE) {
            let what = format!("sum of the probabilities out of {name:?} {}", describe());
            let rule = if rests.is_empty() { "must be 1" } else { "must not exceed 1" };
            return Err(Error::out_of_range(what, 1.0 - left, rule));
        }
        Ok(left.max(0.0))
    })?;
    prepared.extend(rests.first().map(|&to| (to, remainder)));
    Ok(prepared)
}

/// A reward with its indices looked up and its values worked out.
pub(super) fn prepare_reward(
    reward: &Reward,
    names: &Names,
    structure: &Structure,
    extent: &Extent,
) -> Result<PreparedReward, Error> {
    let name = &reward.name;
    if !(reward.discount >= 0.0 && reward.discount.is_finite()) {
        let what = format!("discount rate of {name:?}");
        return Err(Error::out_of_range(what, reward.discount, "must be 0 or more and finite"));
    }
    let weights = (0..extent.cohorts.len())
        .map(|cohort| reward.within.weights(extent.cycles(cohort)))
        .collect::<Result<Vec<_>, Error>>()?;
    let prepare = |value: &Value, state: usize, last: bool, of_state: bool| {
        value.check_length(&format!("reward {name:?}"), extent, of_state)?;
        Prepared::new(extent, value.varies(), last, |cohort, cycle, draw| {
            let context = extent.context(cohort, cycle, draw, names.tunnel(state));
            let what = || format!("reward {name:?} of {:?} {}", names.states()[state], extent.describe(&context));
            match value.at(&context) {
                Some(x) if x.is_finite() => Ok(x),
                Some(x) => Err(Error::out_of_range(what(), x, "must be finite")),
                None => Err(Error::out_of_range(what(), "missing", "must be given for every cycle")),
            }
        })
    };
    let mean = reward.within == WithinCycle::Mean;
    let mut states = Vec::new();
    for (state, value) in &reward.states {
        let (first, length) = names.find(state)?;
        for state in first..first + length {
            // The mean over a cycle asks for the value at its beginning only.
            states.push((state, prepare(value, state, !mean, true)?));
        }
    }
    let mut transitions = Vec::new();
    for (from, to, value) in &reward.transitions {
        for (source, target) in names.arcs(from, to)? {
            let Some(arc) = structure.arc(source, target) else {
                let rule = format!("reward {name:?} is for {from:?} -> {to:?}, which is no transition of the model");
                return Err(Error::Conflict { rule });
            };
            transitions.push((arc, source, prepare(value, source, false, false)?));
        }
    }
    let (discount, events) = (reward.discount, reward.events);
    Ok(PreparedReward { name: name.clone(), discount, mean, events, weights, states, transitions })
}
