//! Indices of inequality, rates and proportions.

use super::{any_number, finite, fuzz, positive, within};
use health_impact::inequality::*;
use proptest::collection::vec;
use proptest::prelude::*;

#[test]
fn indices() {
    let groups = prop_oneof![3 => vec(1.0..1e6_f64, 0..9), 1 => vec(positive(), 0..9), 1 => vec(any_number(), 0..5)];
    let values = prop_oneof![3 => vec(0.0..100.0_f64, 0..9), 1 => vec(any_number(), 0..9)];
    fuzz("indices of inequality", 20_000, (groups, values, any_number()), |(populations, mut values, parameter)| {
        let Ok(groups) = RankedGroups::new(&populations) else { return Ok(false) };
        within("a share", groups.shares(), 0.0, 1.0)?;
        within("a ridit", groups.ridits(), 0.0, 1.0)?;
        // Mostly as many values as groups.
        while values.len() < populations.len() && !values.is_empty() {
            values.push(values[values.len() / 2]);
        }
        if parameter < 0.9 {
            values.truncate(populations.len());
        }
        let mut taken = false;
        let of = |index: Index| index.of(&groups, &values);
        for index in [
            Index::Slope,
            Index::Relative,
            Index::Concentration,
            Index::Gini,
            Index::Atkinson { epsilon: parameter },
            Index::Kolm { alpha: parameter },
            Index::Gap,
            Index::Ratio,
        ] {
            if let Ok(value) = of(index) {
                finite(&format!("{index:?}"), &[value])?;
                taken = true;
            }
        }
        let others = [
            groups.mean(&values),
            gap(&groups, &values),
            ratio(&groups, &values),
            concentration_index(&groups, &values),
            kolm(&groups, &values, parameter),
            equally_distributed_equivalent(&groups, &values, parameter),
        ];
        for value in others.into_iter().flatten() {
            finite("an index", &[value])?;
        }
        for value in [atkinson(&groups, &values, parameter), gini(&groups, &values)].into_iter().flatten() {
            within("a share of inequality", &[value], -1e-9, 1.0 + 1e-9)?;
        }
        if let Ok(weights) = equity_weights(&groups, &values, parameter) {
            within("an equity weight", &weights, 0.0, f64::MAX)?;
        }
        for scale in [Scale::Linear, Scale::Log, Scale::Logit] {
            if let Ok(slope) = slope_index(&groups, &values, scale) {
                for value in [slope.relative(), slope.relative_to_mean()].into_iter().flatten() {
                    finite("a relative slope", &[value])?;
                }
            }
        }
        Ok(taken)
    });
}

#[test]
fn rates() {
    let given = (
        prop_oneof![(0.0..1e4_f64).boxed(), any_number().boxed()],
        positive(),
        prop_oneof![(0.5..0.999_f64).boxed(), any_number().boxed()],
    );
    fuzz("rates", 20_000, given, |(count, total, confidence)| {
        let mut taken = false;
        if let Ok(share) = proportion(count, total, confidence) {
            within("a proportion", &[share.value, share.lower, share.upper], 0.0, 1.0)?;
            taken = true;
        }
        if let Ok(rate) = rate(count, total, confidence) {
            within("a rate", &[rate.value, rate.lower, rate.upper], 0.0, f64::MAX)?;
            taken = true;
        }
        let limits = [count_limits(count, confidence), exact_limits(count, confidence), byar_limits(count, confidence)];
        for (lower, upper) in limits.into_iter().flatten() {
            within("limits of a count", &[lower, upper], 0.0, f64::MAX)?;
            prop_assert!(lower <= upper, "{lower} to {upper}");
        }
        Ok(taken)
    });
}

#[test]
fn standardised_rates() {
    let bands = prop_oneof![
        3 => vec((0.0..50.0_f64, 10.0..1e5_f64, 1.0..1e4_f64), 0..12),
        1 => vec((any_number(), any_number(), any_number()), 0..5),
    ];
    fuzz(
        "standardised rates",
        10_000,
        (bands, prop_oneof![(0.5..0.999_f64).boxed(), any_number().boxed()]),
        |(bands, confidence)| {
            let bands: Vec<BandEvents> = bands
                .into_iter()
                .map(|(count, person_years, weight)| BandEvents { count, person_years, weight })
                .collect();
            let Ok(rate) = directly_standardised(&bands) else { return Ok(false) };
            within("a standardised rate", &[rate], 0.0, f64::MAX)?;
            if let Ok(rate) = directly_standardised_with_limits(&bands, confidence) {
                within("its limits", &[rate.value, rate.lower, rate.upper], 0.0, f64::MAX)?;
            }
            Ok(true)
        },
    );
}
