//! Strategies compared.

use super::{any_number, finite, fuzz, within};
use health_impact::decision::CostsAndEffects;
use proptest::collection::vec;
use proptest::prelude::*;

#[test]
fn strategies() {
    let draws = || prop_oneof![3 => vec(-1e5..1e5_f64, 1..9), 1 => vec(any_number(), 0..9)];
    let given =
        (vec((draws(), draws()), 0..6), prop_oneof![(0.0..1e6_f64).boxed(), any_number().boxed()], any::<bool>());
    fuzz("decisions", 20_000, given, |(strategies, pay, same_length)| {
        let mut compared = CostsAndEffects::new();
        let first = strategies.first().map_or(0, |(costs, _)| costs.len());
        for (at, (mut costs, mut effects)) in strategies.into_iter().enumerate() {
            if same_length {
                for list in [&mut costs, &mut effects] {
                    let filler = list.first().copied().unwrap_or(1.0);
                    list.resize(first, filler);
                }
            }
            let Ok(more) = compared.clone().with(format!("strategy {at}"), costs, effects) else { return Ok(false) };
            compared = more;
        }
        for mean in compared.means() {
            finite("a mean", &[mean.cost, mean.effect])?;
        }
        let _ = compared.cost_effectiveness();
        let mut taken = false;
        if let Ok(decision) = compared.at(pay) {
            within("the value of information", &[decision.evpi()], 0.0, f64::MAX)?;
            for one in decision.prospects() {
                finite("a net benefit", &[one.net_benefit])?;
                within("a chance of being best", &[one.probability_best], 0.0, 1.0)?;
                within("an expected loss", &[one.expected_loss], 0.0, f64::MAX)?;
            }
            let chances: f64 = decision.prospects().iter().map(|one| one.probability_best).sum();
            prop_assert!((chances - 1.0).abs() < 1e-9, "chances add up to {chances}");
            taken = true;
        }
        for name in compared.strategies() {
            if let Ok(step) = compared.increment(name, "strategy 0") {
                finite("an increment", &[step.cost(), step.effect()])?;
                let ratios = step.icer().into_iter().chain(step.icer_interval().into_iter().flat_map(|(a, b)| [a, b]));
                finite("a ratio", &ratios.collect::<Vec<_>>())?;
            }
        }
        Ok(taken)
    });
}
