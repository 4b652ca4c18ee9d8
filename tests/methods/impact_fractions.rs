//! Attributable and impact fractions against published figures and closed forms, and laws that hold for any input.

// Helpers outside a #[test] are tests all the same.
#![allow(clippy::unwrap_used, clippy::panic)]

use health_impact::disease::{
    WithVariance, attributable_fraction, former_relative_risk, fraction_of_exposures, fraction_of_subgroups,
    impact_fraction, impact_fraction_interval, levin_fraction, levin_interval, mean_relative_risk,
};
use health_impact::units::Proportion;
use proptest::prelude::*;
use support::published::{Checks, json, table};

#[test]
fn smoking_and_dementia_with_delta_method_intervals() {
    let checks = Checks::read("deltapif-smoking/expected.json");
    let inputs = json("deltapif-smoking/inputs.json");
    let number = |group: &str, key: &str| inputs[group][key].as_f64().unwrap();
    let percent = |values: &[f64]| values.iter().map(|x| 100.0 * x).collect::<Vec<f64>>();
    let known = |value: f64| WithVariance::new(value, 0.0).unwrap();

    let interval: Vec<f64> =
        inputs["smoking"]["rr_ci95"].as_array().unwrap().iter().map(|x| x.as_f64().unwrap()).collect();
    // The publication rounds the 97.5% point of the normal to 1.96.
    let risk = WithVariance::log_ratio(number("smoking", "rr"), interval[0], interval[1], 1.96).unwrap();
    checks.number("var_log_rr", risk.variance());
    let smokers = known(number("smoking", "p"));
    let paf = levin_interval(smokers, risk).unwrap();
    checks.number("paf.smoking_dementia.percent", 100.0 * paf.fraction);
    checks.number("paf.sd.percent", 100.0 * paf.sd);
    checks.numbers("paf.ci95.percent", &percent(&[paf.lower_95, paf.upper_95]));
    let pif = impact_fraction_interval(smokers, known(number("smoking", "p_counterfactual")), risk).unwrap();
    checks.number("pif.smoking_minus15pc.percent", 100.0 * pif.fraction);
    checks.number("pif.sd.percent", 100.0 * pif.sd);
    checks.numbers("pif.ci95.percent", &percent(&[pif.lower_95, pif.upper_95]));
    let cases = number("smoking", "cases_thousand");
    checks.number("averted_cases", cases * pif.fraction);
    checks.number("attributable_cases", cases * paf.fraction);

    let group = |name: &str| {
        let fraction =
            levin_fraction(Proportion::new(number(name, "p")).unwrap(), libm::exp(number(name, "beta"))).unwrap();
        checks.number(&format!("paf.{name}.percent"), 100.0 * fraction);
        fraction
    };
    let total =
        fraction_of_subgroups(&[number("men", "weight"), number("women", "weight")], &[group("men"), group("women")]);
    checks.number("paf.total_men_women.percent", 100.0 * total.unwrap());
    let together = fraction_of_exposures(
        &[number("lead", "ensemble_weight"), number("asbestos", "ensemble_weight")],
        &[group("lead"), group("asbestos")],
    );
    checks.number("paf.ensemble_lead_asbestos.percent", 100.0 * together.unwrap());
    checks.done_with(15);
}

#[test]
fn smoking_from_18_to_13_per_cent_with_declining_risk_after_quitting() {
    let checks = Checks::read("stapm-smoking-attributable/expected.json");
    let inputs = json("stapm-smoking-attributable/inputs.json");
    let curve: Vec<(String, u32, f64)> = table("stapm-smoking-attributable/excess_risk_remaining.csv")
        .into_iter()
        .map(|row| {
            (
                row["cause_group"].clone(),
                row["years_since_quitting"].parse().unwrap(),
                row["excess_risk_remaining"].parse().unwrap(),
            )
        })
        .collect();
    let current = inputs["current"].as_f64().unwrap();
    let former: Vec<(u32, f64)> = inputs["former_by_years_since_quitting"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(years, share)| (years.parse().unwrap(), share.as_f64().unwrap()))
        .collect();

    for (cause, ratio) in inputs["rr_current"].as_object().unwrap() {
        let ratio = ratio.as_f64().unwrap();
        let group = inputs["cause_group"][cause].as_str().unwrap();
        let after = |years: u32| {
            let (_, _, remaining) = curve.iter().find(|(name, t, _)| name == group && *t == years).unwrap();
            former_relative_risk(ratio, *remaining).unwrap()
        };
        for years in [1, 5, 10, 20, 40] {
            checks.number(&format!("rr_former.{cause}.{years}_years"), after(years));
        }
        // Levels: never, current, the former smokers as given, and those who quit in the counterfactual.
        let mut shares = vec![inputs["never"].as_f64().unwrap(), current];
        let mut risks = vec![1.0, ratio];
        for &(years, share) in &former {
            shares.push(share);
            risks.push(after(years));
        }
        checks.number(&format!("af.{cause}.with_former"), attributable_fraction(&shares, &risks).unwrap());
        let alone = levin_fraction(Proportion::new(current).unwrap(), ratio).unwrap();
        checks.number(&format!("af.{cause}.current_only"), alone);
        for years in [0, 1, 5, 10, 20] {
            let (mut before, mut then, mut risks) = (shares.clone(), shares.clone(), risks.clone());
            before.push(0.0);
            then.push(0.05);
            then[1] -= 0.05;
            risks.push(after(years));
            let fraction = impact_fraction(&before, &then, &risks).unwrap();
            // After 0 years nothing has changed: the expected 0 carries its own rounding, 1e-16.
            let noise = if years == 0 { 1e-15 } else { 0.0 };
            checks.number_or_noise(&format!("pif.{cause}.current_18_to_13pc.after_{years}_years"), fraction, noise);
        }
    }
    checks.done_with(36);
}

#[test]
fn a_protective_exposure_has_a_negative_fraction() {
    let fraction = attributable_fraction(&[0.4, 0.6], &[1.0, 0.7]).unwrap();
    assert!((fraction - (1.0 - 1.0 / 0.82)).abs() < 1e-15);
    assert!(fraction < 0.0);
}

#[test]
fn the_delta_method_agrees_with_numerical_derivatives() {
    // No outside value: each input's part of the variance against a central difference.
    let (p, after, beta) = (0.3, 0.2, 0.6);
    let known = |value: f64| WithVariance::new(value, 0.0).unwrap();
    let unsure = |value: f64| WithVariance::new(value, 1.0).unwrap();
    let fraction =
        |p: f64, after: f64, beta: f64| impact_fraction_interval(known(p), known(after), known(beta)).unwrap().fraction;
    let h = 1e-5;
    let slope = |up: f64, down: f64| ((up - down) / (2.0 * h)).abs();
    let sd =
        |p: WithVariance, after: WithVariance, beta: WithVariance| impact_fraction_interval(p, after, beta).unwrap().sd;
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-8, "{a} {b}");
    close(sd(unsure(p), known(after), known(beta)), slope(fraction(p + h, after, beta), fraction(p - h, after, beta)));
    close(sd(known(p), unsure(after), known(beta)), slope(fraction(p, after + h, beta), fraction(p, after - h, beta)));
    close(sd(known(p), known(after), unsure(beta)), slope(fraction(p, after, beta + h), fraction(p, after, beta - h)));
}

#[test]
fn messages_name_value_and_rule() {
    let message = |shares: &[f64], risks: &[f64]| mean_relative_risk(shares, risks).unwrap_err().to_string();
    assert_eq!(message(&[0.5, 0.6], &[1.0, 2.0]), "sum of shares 1.1 must be 1 to within 0.0001");
    assert_eq!(message(&[-0.5, 1.5], &[1.0, 2.0]), "share -0.5 must lie in 0 to 1");
    assert_eq!(message(&[1.0], &[f64::NAN]), "relative risk NaN must be above 0 and finite");
    assert!(message(&[1.0], &[1.0, 2.0]).contains("must be as many as the relative risks, 2"));
    assert!(mean_relative_risk(&[], &[]).is_err());
    assert!(former_relative_risk(2.0, f64::NAN).is_err());
    assert!(fraction_of_exposures(&[1.5], &[0.1]).is_err());
    assert!(fraction_of_subgroups(&[1.0], &[1.1]).is_err());
}

proptest! {
    #[test]
    fn laws_of_fractions(weights in prop::collection::vec(0.01..1.0, 4), moved in 0.0..1.0, risks in prop::collection::vec(1.0..20.0, 3)) {
        let total: f64 = weights.iter().sum();
        let shares: Vec<f64> = weights.iter().map(|w| w / total).collect();
        let risks: Vec<f64> = std::iter::once(1.0).chain(risks).collect();
        let paf = attributable_fraction(&shares, &risks).unwrap();
        prop_assert!((0.0..1.0).contains(&paf));
        let same = impact_fraction(&shares, &shares, &risks).unwrap();
        prop_assert_eq!(same.to_bits(), 0.0_f64.to_bits());
        let mut fewer = shares.clone();
        fewer[0] += moved * shares[3];
        fewer[3] -= moved * shares[3];
        let pif = impact_fraction(&shares, &fewer, &risks).unwrap();
        prop_assert!(pif >= -1e-15 && pif <= paf + 1e-12, "an impact exceeds what is attributable");
        let none = impact_fraction(&shares, &[1.0, 0.0, 0.0, 0.0], &risks).unwrap();
        prop_assert!((none - paf).abs() < 1e-12);
    }

    #[test]
    fn any_input_gives_an_error_or_a_finite_fraction(p in any::<f64>(), after in any::<f64>(), beta in any::<f64>(), variance in any::<f64>()) {
        for (p, after) in [(p, after), (p.fract().abs(), after.fract().abs())] {
            let made = (WithVariance::new(p, variance), WithVariance::new(after, 0.0), WithVariance::new(beta, variance));
            if let (Ok(p), Ok(after), Ok(beta)) = made
                && let Ok(result) = impact_fraction_interval(p, after, beta)
            {
                prop_assert!(result.fraction.is_finite() && result.sd >= 0.0);
                prop_assert!(result.lower_95 <= result.upper_95);
            }
        }
    }
}
