//! Comparing strategies by mean cost and mean effect: dominance and incremental cost-effectiveness ratios.

use crate::error::{Error, finite};
use serde::Serialize;

/// A strategy with its mean cost (money) and mean effect (for example QALYs).
#[derive(Debug, Clone, PartialEq)]
pub struct Strategy {
    /// The name.
    pub name: String,
    /// Mean cost.
    pub cost: f64,
    /// Mean effect, more being better.
    pub effect: f64,
}

/// Where a strategy stands among the others.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DominanceStatus {
    /// The cheapest strategy that is worth its cost: the reference.
    Reference,
    /// On the frontier: extra cost per extra effect against the strategy before it on the frontier.
    Frontier {
        /// Name of the strategy before it.
        against: String,
        /// Incremental cost-effectiveness ratio, money per unit of effect.
        icer: f64,
    },
    /// Another strategy costs no more and brings no less.
    Dominated {
        /// Name of that strategy, the one with the largest effect if there are several.
        by: String,
    },
    /// A mix of two others costs no more and brings no less: a better strategy has a lower ratio.
    ExtendedlyDominated,
}

/// The dominance status of each strategy, in the order given. Of two with equal cost and effect the first stands.
///
/// # Errors
/// A cost or effect that is not finite; a ratio beyond the largest number; two strategies of one name; none at all.
pub fn cost_effectiveness(strategies: &[Strategy]) -> Result<Vec<DominanceStatus>, Error> {
    if strategies.is_empty() {
        return Err(Error::Conflict { rule: "a comparison needs at least one strategy".into() });
    }
    for (i, strategy) in strategies.iter().enumerate() {
        if strategies[..i].iter().any(|other| other.name == strategy.name) {
            return Err(Error::Duplicate { kind: "strategy".into(), name: strategy.name.clone() });
        }
        for (what, value) in [("cost", strategy.cost), ("effect", strategy.effect)] {
            if !value.is_finite() {
                return Err(Error::out_of_range(format!("{what} of {:?}", strategy.name), value, "must be finite"));
            }
        }
    }
    let dominates = |i: usize, j: usize| {
        let (a, b) = (&strategies[i], &strategies[j]);
        let better = a.cost < b.cost || a.effect > b.effect;
        i != j && a.cost <= b.cost && a.effect >= b.effect && (better || i < j)
    };
    let all = 0..strategies.len();
    let mut statuses: Vec<Option<DominanceStatus>> = Vec::new();
    for j in all.clone() {
        let by = all.clone().filter(|&i| dominates(i, j));
        let by = by.max_by(|&a, &b| strategies[a].effect.total_cmp(&strategies[b].effect));
        statuses.push(by.map(|i| DominanceStatus::Dominated { by: strategies[i].name.clone() }));
    }
    let mut open: Vec<usize> = all.filter(|&i| statuses[i].is_none()).collect();
    open.sort_by(|&a, &b| strategies[a].cost.total_cmp(&strategies[b].cost));
    let ratio = |i: usize, j: usize| {
        let (one, other) = (&strategies[i], &strategies[j]);
        let more = finite("difference in cost of two strategies", other.cost - one.cost)?;
        let brought = finite("difference in effect of two strategies", other.effect - one.effect)?;
        finite(format!("cost-effectiveness ratio of {:?} against {:?}", other.name, one.name), more / brought)
    };
    // Costs and effects now rise together; along the frontier the ratios must rise too.
    let mut frontier: Vec<usize> = Vec::new();
    for next in open {
        while let [.., before, last] = frontier[..] {
            if ratio(before, last)? < ratio(last, next)? {
                break;
            }
            statuses[last] = Some(DominanceStatus::ExtendedlyDominated);
            frontier.pop();
        }
        frontier.push(next);
    }
    for pair in frontier.windows(2) {
        let against = strategies[pair[0]].name.clone();
        statuses[pair[1]] = Some(DominanceStatus::Frontier { against, icer: ratio(pair[0], pair[1])? });
    }
    Ok(statuses.into_iter().map(|status| status.unwrap_or(DominanceStatus::Reference)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strategies(list: &[(&str, f64, f64)]) -> Vec<Strategy> {
        list.iter().map(|&(name, cost, effect)| Strategy { name: name.into(), cost, effect }).collect()
    }

    #[test]
    fn dominance_of_both_kinds() {
        let list = strategies(&[
            ("dear", 50.0, 1.0),
            ("none", 0.0, 0.0),
            ("middle", 30.0, 1.0),
            ("best", 40.0, 2.0),
            ("top", 100.0, 3.0),
        ]);
        let statuses = cost_effectiveness(&list).unwrap();
        assert_eq!(statuses[0], DominanceStatus::Dominated { by: "best".into() });
        assert_eq!(statuses[1], DominanceStatus::Reference);
        assert_eq!(statuses[2], DominanceStatus::ExtendedlyDominated);
        assert_eq!(statuses[3], DominanceStatus::Frontier { against: "none".into(), icer: 20.0 });
        assert_eq!(statuses[4], DominanceStatus::Frontier { against: "best".into(), icer: 60.0 });
    }

    #[test]
    fn equal_strategies_and_slips() {
        let statuses = cost_effectiveness(&strategies(&[("a", 1.0, 1.0), ("b", 1.0, 1.0)])).unwrap();
        assert_eq!(statuses, [DominanceStatus::Reference, DominanceStatus::Dominated { by: "a".into() }]);
        assert!(cost_effectiveness(&[]).is_err());
        assert!(cost_effectiveness(&strategies(&[("a", f64::NAN, 1.0)])).is_err());
        assert!(cost_effectiveness(&strategies(&[("a", 1.0, 1.0), ("a", 2.0, 1.0)])).is_err());
    }
}
