//! What holds for any table of costs and effects.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use health_impact::decision::{CostsAndEffects, DominanceStatus};
use proptest::prelude::*;

fn table() -> impl Strategy<Value = CostsAndEffects> {
    (1..6_usize, 1..20_usize).prop_flat_map(|(strategies, draws)| {
        let one = (prop::collection::vec(-1e4..1e5_f64, draws), prop::collection::vec(-5.0..20.0_f64, draws));
        prop::collection::vec(one, strategies).prop_map(|all| {
            let named = all.into_iter().enumerate();
            named.fold(CostsAndEffects::new(), |table, (index, (costs, effects))| {
                table.with(format!("strategy {index}"), costs, effects).unwrap()
            })
        })
    })
}

proptest! {
    #[test]
    fn a_decision_is_consistent(table in table(), pay in 0.0..1e5_f64) {
        let decision = table.at(pay).unwrap();
        let prospects = decision.prospects();
        let sum: f64 = prospects.iter().map(|one| one.probability_best).sum();
        prop_assert!((sum - 1.0).abs() < 1e-12);
        let highest = prospects.iter().map(|one| one.net_benefit).fold(f64::NEG_INFINITY, f64::max);
        prop_assert!((decision.best().net_benefit - highest).abs() < 1e-6);
        prop_assert!(decision.evpi() >= 0.0);
        prop_assert!(prospects.iter().all(|one| one.expected_loss >= decision.evpi()));
        // The definition: mean of the highest less the highest of means.
        let benefits: Vec<Vec<f64>> =
            table.strategies().iter().map(|name| table.net_benefit(name, pay).unwrap()).collect();
        let draws = table.draws();
        let best_of = |draw: usize| benefits.iter().map(|one| one[draw]).fold(f64::NEG_INFINITY, f64::max);
        let known = (0..draws).map(best_of).sum::<f64>() / draws as f64;
        prop_assert!((decision.evpi() - (known - highest)).abs() < 1e-6);
        for (index, one) in prospects.iter().enumerate() {
            let loss = (0..draws).map(|draw| best_of(draw) - benefits[index][draw]).sum::<f64>() / draws as f64;
            prop_assert!((one.expected_loss - loss).abs() < 1e-6);
        }
    }

    /// Between two ratios of the frontier the strategy that begins there is the best on average.
    #[test]
    fn ratios_are_where_the_best_strategy_changes(table in table()) {
        let statuses = table.cost_effectiveness().unwrap();
        let mut steps: Vec<(f64, &str)> = Vec::new();
        for (name, status) in table.strategies().iter().zip(&statuses) {
            match status {
                DominanceStatus::Reference => steps.push((0.0, name)),
                DominanceStatus::Frontier { icer, .. } => steps.push((*icer, name)),
                _ => {}
            }
        }
        steps.sort_by(|a, b| a.0.total_cmp(&b.0));
        steps.push((steps[steps.len() - 1].0 + 1_000.0, ""));
        for pair in steps.windows(2) {
            // Where ratios nearly meet, rounding may decide.
            if pair[1].0 - pair[0].0 > 1e-3 {
                let decision = table.at(0.5 * (pair[0].0 + pair[1].0)).unwrap();
                prop_assert_eq!(decision.best().name.as_str(), pair[0].1);
            }
        }
    }

    #[test]
    fn quadrants_and_ratios_agree(table in table()) {
        let names = table.strategies();
        let increment = table.increment(&names[names.len() - 1], &names[0]).unwrap();
        let shares = increment.quadrants();
        let all = [shares.north_east, shares.south_east, shares.south_west, shares.north_west];
        prop_assert!(all.iter().sum::<f64>() <= 1.0 + 1e-12);
        if let Some((lower, upper)) = increment.icer_interval() {
            prop_assert!(0.0 < lower && lower <= upper && increment.icer().is_some());
            prop_assert!((shares.north_east - 1.0).abs() < 1e-12 || (shares.south_west - 1.0).abs() < 1e-12);
        }
    }
}
