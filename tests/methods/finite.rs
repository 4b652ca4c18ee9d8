//! Finite in, finite out: what is legal and too large, or divides nothing by nothing, is an error or a number in its range.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use health_impact::decision::{self, CostsAndEffects, cost_effectiveness};
use health_impact::disease::{
    Diseased, WithVariance, attributable_fraction, fraction_of_exposures, fraction_of_subgroups, impact_fraction,
    levin_fraction, levin_interval, mean_relative_risk,
};
use health_impact::estimate::{Distribution, Estimate};
use health_impact::inequality::{
    BandEvents, Index, RankedGroups, Scale, atkinson, byar_limits, count_limits, directly_standardised,
    directly_standardised_with_limits, equally_distributed_equivalent, equity_weights, gap, gini, kolm, proportion,
    rate, ratio, simulated_limits, slope_index,
};
use health_impact::multistate::{Cohort, Model, Reward, transition_probabilities};
use health_impact::numerics::{beta_quantile, gamma_quantile, mean, variance};
use health_impact::outcomes::{Summary, quantile};
use health_impact::population::{
    AgeBandDeaths, abridged_life_expectancy, healthy_life_expectancies, life_expectancy_at_birth,
};
use health_impact::sampling::Sampling;
use health_impact::trend::{DriftPrior, Observation, Trend, TrendScores};
use health_impact::units::{Probability, Proportion};
use ndarray::array;
use proptest::prelude::*;

fn near(a: f64, b: f64, relative: f64) {
    assert!((a - b).abs() <= relative * b.abs(), "{a} is not {b}");
}

/// Quantiles by the incomplete beta function in 60 digits and more (mpmath 1.3), the shapes and levels being the doubles written here.
#[test]
fn beta_quantiles_of_shapes_far_apart() {
    for (alpha, beta, u, expected) in [
        (0.5, 1e6, 0.025, 4.910_346_812_257e-10),
        (0.5, 1e6, 0.5, 2.274_682_425_559e-7),
        (0.5, 1e6, 0.975, 2.511_940_566_715e-6),
        (100.0, 1e8, 0.025, 8.136_391_787_532e-7),
        (100.0, 1e8, 0.5, 9.966_676_591_69e-7),
        (100.0, 1e8, 0.975, 1.205_288_154_553e-6),
        (0.5, 1e12, 1e-6, 7.853_981_633_981e-25),
        (0.5, 1e12, 0.025, 4.910_345_585_878e-16),
        (0.5, 1e12, 0.975, 2.511_943_093_655e-12),
        (0.5, 1e12, 1.0 - 1e-9, 1.866_244_655_309e-11),
        (2.5, 1e20, 0.025, 4.156_058_067_433e-21),
        (2.5, 1e20, 0.9, 4.618_178_449_891e-20),
        (30.0, 400.0, 1e-12, 0.013_834_622_415_29),
        (30.0, 400.0, 1e-30, 0.003_021_789_682_967),
    ] {
        near(beta_quantile(alpha, beta, u), expected, 1e-9);
    }
    for (alpha, beta, u, expected) in [
        (1e6, 30.0, 0.025, 0.999_958_352_633_732_8),
        (1e6, 30.0, 0.975, 0.999_979_759_624_305),
        (1e12, 0.5, 0.025, 0.999_999_999_997_488),
        (1e12, 0.5, 0.5, 0.999_999_999_999_772_5),
    ] {
        let miss: f64 = beta_quantile(alpha, beta, u) - expected;
        assert!(miss.abs() < 3e-16, "{alpha} {beta} {u}");
    }
}

#[test]
fn beta_quantiles_rise_and_near_those_of_a_gamma() {
    let levels = [1e-300, 1e-17, 1e-9, 0.025, 0.16, 0.5, 0.84, 0.975, 1.0 - 1e-9, 1.0 - 1.2e-16];
    let shapes = [1e-6, 0.05, 0.5, 1.0, 30.0, 1e4, 1e5, 1.1e5, 1e8, 1e12, 1e15, 1e20, 1e300];
    for alpha in shapes {
        for beta in shapes {
            let quantiles = levels.map(|u| beta_quantile(alpha, beta, u));
            assert!(quantiles.iter().all(|x| (0.0..=1.0).contains(x)), "{alpha} {beta} {quantiles:?}");
            let rises = quantiles.windows(2).all(|pair| pair[1] >= pair[0] * (1.0 - 1e-12));
            assert!(rises, "{alpha} {beta} {quantiles:?}");
        }
    }
    for beta in [1e15, 1e50, 1e300, 1.7e308] {
        for u in [0.025, 0.5, 0.975] {
            // Beta(1, b) has its quantiles in closed form, and b times a beta is nearly a gamma.
            near(beta_quantile(1.0, beta, u), -libm::log1p(-u) / beta, 1e-9);
            for alpha in [0.545_576_083_428_5, 30.0, 5e4] {
                near(beta_quantile(alpha, beta, u) * beta, gamma_quantile(alpha, u), 2e-9);
            }
        }
    }
    assert!(beta_quantile(1e-10, 1.0, 0.5).is_nan() && gamma_quantile(1e-300, 0.5).is_nan());
}

#[test]
fn a_spread_without_digits_is_refused() {
    let new = |distribution| Estimate::new(distribution);
    for (alpha, beta) in [(0.5, 1e4), (0.5, 1e6), (100.0, 1e8), (1.0, 1e9), (0.5, 1e12), (5e4, 1e15), (0.5, 1e20)] {
        let estimate = new(Distribution::Beta { alpha, beta }).unwrap();
        near(estimate.mean(), alpha / (alpha + beta), 1e-12);
        let sum: f64 = alpha + beta;
        near(estimate.sd(), (alpha / sum * (beta / sum) / (sum + 1.0)).sqrt(), 1e-12);
        let mirrored = new(Distribution::Beta { alpha: beta, beta: alpha });
        assert!(mirrored.is_err() == (beta > 1e19), "{beta}: near 1 a share has sixteen digits");
    }
    for refused in [
        Distribution::Normal { mean: 1e17, sd: 1.0 },
        Distribution::LogNormal { mu: 0.0, sigma: 1e-15 },
        Distribution::LogitNormal { mu: 45.0, sigma: 0.1 },
        Distribution::Beta { alpha: 1e28, beta: 1e30 },
        Distribution::Gamma { shape: 1e30, scale: 1.0 },
        Distribution::Uniform { low: 1e17, high: 1e17 + 16.0 },
    ] {
        let message = new(refused).unwrap_err().to_string();
        assert!(message.contains("below the digits of its draws"), "{message}");
    }
    for shape in [1e-10, 1e-300, f64::NAN] {
        for distribution in [Distribution::Gamma { shape, scale: 1.0 }, Distribution::Beta { alpha: 1.0, beta: shape }]
        {
            assert!(new(distribution).unwrap_err().to_string().ends_with(" or more and finite"));
        }
    }
    // A triangle so small, or so large, that its square is no number.
    for size in [1e-170, 1e170] {
        let triangle = Estimate::triangular(0.0, size, 2.0 * size).unwrap();
        near(triangle.sd(), size / 6.0_f64.sqrt(), 1e-14);
        near(triangle.quantile(0.125), 0.5 * size, 1e-14);
    }
    // The scores of many correlated members.
    assert!(Estimate::new(Distribution::LogNormal { mu: 0.0, sigma: 8.0 }).is_err());
    assert!(Estimate::new(Distribution::LogNormal { mu: 0.0, sigma: 6.0 }).unwrap().at_score(100.0).is_finite());
}

#[test]
fn sums_beyond_the_largest_number() {
    near(mean(&[1e308, 1e308, 1e308]).unwrap(), 1e308, 1e-12);
    near(mean(&[f64::MAX; 7]).unwrap(), f64::MAX, 1e-12);
    assert!(mean(&[]).is_err() && mean(&[f64::INFINITY]).is_err() && variance(&[1.0]).is_err());
    assert!(variance(&[1e200, -1e200]).unwrap_err().to_string().contains("variance inf must be finite"));
    assert!((quantile(&[-1e308, 1e308], 0.5).unwrap()).abs() < 1e293);
    assert!(Summary::of(&[-1e308, 1e308], Sampling::Random).is_err());
    near(Summary::of(&[1e308; 3], Sampling::Random).unwrap().mean, 1e308, 1e-12);
    near(Diseased { susceptible: 1e308, cases: 1e308 }.prevalence().unwrap(), 0.5, 1e-15);
}

#[test]
fn decisions() {
    let strategy = |name: &str, cost, effect| decision::Strategy { name: name.into(), cost, effect };
    let apart = [strategy("a", -1e308, 0.0), strategy("b", 1e308, 1.0)];
    assert!(cost_effectiveness(&apart).unwrap_err().to_string().contains("difference in cost"));
    let close = [strategy("a", 0.0, 0.0), strategy("b", 1e300, 1e-300)];
    assert!(cost_effectiveness(&close).unwrap_err().to_string().contains("ratio of \"b\" against \"a\""));
    let table = CostsAndEffects::new().with("a", vec![0.0; 3], vec![0.0; 3]).unwrap();
    let table = table.with("b", vec![1e308; 3], vec![1e-10; 3]).unwrap();
    near(table.means()[1].cost, 1e308, 1e-12);
    let increment = table.increment("b", "a").unwrap();
    near(increment.cost(), 1e308, 1e-12);
    assert_eq!((increment.icer(), increment.icer_interval()), (None, None));
    let table = table.with("c", vec![-1e308; 3], vec![0.0; 3]).unwrap();
    assert!(table.at(0.0).unwrap_err().to_string().contains("expected loss"));
}

#[test]
fn inequality_of_extremes() {
    let groups = RankedGroups::new(&[1.0, 1.0, 1.0]).unwrap();
    assert!(RankedGroups::new(&[1e-300, 1e300]).unwrap_err().to_string().starts_with("population of group 1"));
    for values in [[-1e308, 0.0, 1e308], [f64::MAX, 0.0, -1.0]] {
        for found in [gap(&groups, &values), kolm(&groups, &values, 1.0), groups.mean(&values)] {
            assert!(found.map_or(true, f64::is_finite));
        }
        assert!(slope_index(&groups, &values, Scale::Linear).map_or(true, |found| found.slope.is_finite()));
    }
    assert!(ratio(&groups, &[1e-300, 1.0, 1e300]).is_err());
    assert!(equally_distributed_equivalent(&groups, &[1e-300, 1.0, 1e300], 0.0).is_err());
    let weights = equity_weights(&groups, &[1.0, 2.0, 3.0], 1e4).unwrap();
    assert!(weights.iter().all(|weight| (0.0..=3.01).contains(weight)), "{weights:?}");
    // A little aversion: half of it times the variance, which the digits no longer hold; never garbage.
    for alpha in [1e-300, 1e-20, 1e-12] {
        let found = kolm(&groups, &[50.0, 60.0, 70.0], alpha).unwrap();
        assert!((0.0..1e-10).contains(&found), "{alpha}: {found}");
    }
    // Values that differ in their last bit.
    let nearly = [0.3, 0.3 + 5e-17, 0.3 - 5e-17];
    assert!((0.0..1e-15).contains(&gini(&groups, &nearly).unwrap()));
    assert!((0.0..1e-15).contains(&atkinson(&groups, &nearly, 0.5).unwrap()));
    assert!((0.0..1e-15).contains(&kolm(&groups, &nearly, 2.0).unwrap()));
    let two = RankedGroups::new(&[1.0, 3.0]).unwrap();
    assert_eq!(slope_index(&two, &[1.0, 2.0], Scale::Linear).unwrap().standard_error, None);
    let wide =
        simulated_limits(&two, &[1.0, 2.0], &[1e6, 0.0], (Scale::Log, Scale::Linear), 0.95, (100, 1)).unwrap_err();
    assert!(wide.to_string().contains("must be finite"), "{wide}");
    let many = simulated_limits(&two, &[1.0, 2.0], &[0.1; 2], (Scale::Log, Scale::Linear), 0.95, (u32::MAX, 1));
    let rule = "number of simulations 4294967295 must lie in 100 to 10,000,000";
    assert_eq!(many.unwrap_err().to_string(), rule);
}

#[test]
fn rates_and_proportions() {
    assert!(rate(0.0, 1e-320, 0.95).is_err() && rate(1e300, 1e-10, 0.95).is_err());
    assert!(proportion(1e308, 1.7e308, 0.95).is_err());
    let half = proportion(1.0, 2.0, 0.95).unwrap();
    assert!(half.per(f64::MAX).is_ok() && half.per(f64::INFINITY).is_err() && half.per(-100.0).is_err());
    for count in [0.0, 1e-20, 1.0, 40.0] {
        let found = proportion(count, 40.0, 0.95).unwrap();
        assert!(found.lower >= 0.0 && found.upper <= 1.0, "{found:?}");
    }
    assert!(proportion(1.0, 2.0, 1.0 - 1e-16).is_err() && count_limits(3.0, 1.0 - 1e-16).is_err());
    for count in [1e-300, 0.1, 0.5, 1.0, 1e300] {
        let (lower, upper) = byar_limits(count, 0.95).unwrap();
        assert!(lower >= 0.0 && lower <= count && upper >= count && upper.is_finite(), "{count}: {lower} {upper}");
    }
    let band = |count, person_years, weight| BandEvents { count, person_years, weight };
    assert!(directly_standardised(&[band(1e308, 1e-3, 10.0), band(1.0, 1.0, 1.0)]).is_err());
    let uneven = [band(1.0, 1.0, 1e3), band(10.0, 1e6, 1.0)];
    let message = directly_standardised_with_limits(&uneven, 0.95).unwrap_err().to_string();
    assert!(message.contains("too uneven for so few events"), "{message}");
    assert!(Probability::new(0.5).unwrap().rate_over(1e-320).is_err());
}

#[test]
fn nothing_over_nothing() {
    let exposed = |share| Proportion::new(share).unwrap();
    assert_eq!(impact_fraction(&[1.0, 0.0], &[1.0, 0.0], &[1.0, 4.0]).unwrap().to_bits(), 0);
    assert_eq!(levin_fraction(exposed(0.0), 4.0).unwrap().to_bits(), 0);
    near(levin_fraction(exposed(1.0), 4.0).unwrap(), 0.75, 1e-15);
    near(levin_fraction(exposed(0.3), 0.6).unwrap(), -0.12 / 0.88, 1e-14);
    near(attributable_fraction(&[0.7, 0.2, 0.1], &[1.0, 1.5, 3.0]).unwrap(), 0.3 / 1.3, 1e-14);
    near(fraction_of_exposures(&[1.0; 3], &[0.5, 0.4, 0.3]).unwrap(), 0.79, 1e-14);
    // Shares rounded to five decimals are shares of their sum; to three they are not taken.
    let thirds = [0.33333; 3];
    near(mean_relative_risk(&thirds, &[1.0, 1.5, 3.0]).unwrap(), 5.5 / 3.0, 1e-14);
    near(fraction_of_subgroups(&thirds, &[0.3; 3]).unwrap(), 0.3, 1e-14);
    assert_eq!(
        attributable_fraction(&[0.333; 3], &[1.0, 1.5, 3.0]).unwrap_err().to_string(),
        "sum of shares 0.999 must be 1 to within 0.0001"
    );
    assert!(
        attributable_fraction(&[1.0], &[5e-324]).is_err() && attributable_fraction(&[1.0, 0.0], &[0.0, 1.0]).is_err()
    );
    let sure = |value: f64| WithVariance::new(value, 0.0).unwrap();
    let nobody = levin_interval(sure(0.0), WithVariance::new(libm::log(4.0), 0.01).unwrap()).unwrap();
    assert!(nobody.fraction.abs() < 1e-300 && nobody.sd.abs() < 1e-300);
    // All are exposed to what all but prevents the disease: 1 - 1 / RR with every digit.
    near(levin_interval(sure(1.0), sure(libm::log(1e-20))).unwrap().fraction, -1e20, 1e-12);
}

#[test]
fn life_tables() {
    let band = |start_age, population, deaths| AgeBandDeaths { start_age, population, deaths };
    assert!(abridged_life_expectancy(&[band(0, 1e3, 1.0), band(50, 1e300, 1e-20)]).is_err());
    assert!(life_expectancy_at_birth(&[]).is_err() && life_expectancy_at_birth(&[0.1, 0.0]).is_err());
    assert!(life_expectancy_at_birth(&[f64::NAN, 0.1]).is_err());
    near(life_expectancy_at_birth(&[0.02, 0.02]).unwrap(), 50.0, 1e-12);
    assert!(healthy_life_expectancies(&[1e308, 1e308], &[1.0, 1.0], &[1.0, 1.0]).is_err());
}

#[test]
fn trends() {
    let observed = |value: f64| Observation { time: 2000.0 + value, value, variance: 0.01 };
    let prior = DriftPrior { mean: 0.0, sd: 1.0 };
    let line: Vec<Observation> = (0..4).map(|i| observed(f64::from(i))).collect();
    let trend = Trend::fit(&line, prior, 0.1, 0.9).unwrap();
    for years in [0.5, 1e3, 1e18, 1e100] {
        assert!(trend.central(years).is_finite() && trend.variance(years).is_finite());
        assert!(trend.at(years, TrendScores { drift: 8.0, level: -8.0, path: 8.0 }).is_finite());
    }
    for sd in [1e200, f64::INFINITY, f64::NAN] {
        assert!(Trend::fit(&line, DriftPrior { mean: 0.0, sd }, 0.1, 0.9).is_err());
        assert!(Trend::fit(&line, prior, sd, 0.9).is_err());
    }
    let far = [observed(0.0), Observation { value: 1e300, ..observed(1.0) }];
    assert!(Trend::fit(&far, prior, 0.1, 0.9).unwrap_err().to_string().contains("must not exceed 1e100"));
}

#[test]
fn cohort_models() {
    let model = |people: f64, cycle_length: f64, reward: Reward| {
        Model::builder()
            .state("well")
            .state("dead")
            .transition("well", "dead", 0.5)
            .complement("well", "well")
            .absorbing("dead")
            .cohort(Cohort::new("all").starting("well", people))
            .reward(reward)
            .cycle_length(cycle_length)
            .cycles(3)
            .build()
    };
    let cost = |value: f64| Reward::new("cost").state("well", value).transition("well", "dead", value);
    assert!(model(2.0, 1.0, cost(1e300)).unwrap().run().total("cost").unwrap()[0].is_finite());
    for (people, length, value) in [(2.0, 1.0, 1e308), (1e200, 1.0, -1e200), (1.0, 1e300, 1e10), (1.0, 1e308, 1.0)] {
        assert!(model(people, length, cost(value)).is_err(), "{people} {length} {value}");
    }
    // Rates so small that a year over their sum is no number.
    let slow = transition_probabilities(&array![[0.0, 1e-310], [0.0, 0.0]], 1e10).unwrap();
    near(slow[[0, 1]], 1e-300, 1e-12);
    near(slow[[0, 0]], 1.0, 1e-15);
}

fn any_size() -> impl Strategy<Value = f64> {
    prop_oneof![any::<f64>(), -1.0..1.0, 1e-320..1e-300, 1e300..1.7e308, Just(0.0), Just(1.0)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn indices_of_any_values(values in prop::collection::vec(any_size(), 4), people in prop::collection::vec(any_size(), 4), aversion in any_size()) {
        let Ok(groups) = RankedGroups::new(&people) else { return Ok(()) };
        let bounded = [
            (Index::Gini, 0.0..=1.0),
            (Index::Concentration, -1.0..=1.0),
            (Index::Atkinson { epsilon: aversion }, 0.0..=1.0),
            (Index::Kolm { alpha: aversion }, 0.0..=f64::MAX),
        ];
        for (index, range) in bounded {
            if let Ok(found) = index.of(&groups, &values) {
                prop_assert!(range.contains(&found), "{index}: {found}");
            }
        }
        for index in [Index::Slope, Index::Relative, Index::Gap, Index::Ratio] {
            if let Ok(found) = index.of(&groups, &values) {
                prop_assert!(found.is_finite(), "{index}: {found}");
            }
        }
    }

    #[test]
    fn probabilities_of_any_rates(rates in prop::collection::vec(any_size(), 6), years in any_size()) {
        let [a, b, c, d, e, f] = rates[..] else { return Ok(()) };
        let table = array![[0.0, a, b], [c, 0.0, d], [e, f, 0.0]].mapv(f64::abs);
        if let Ok(found) = transition_probabilities(&table, years.abs()) {
            for row in found.outer_iter() {
                prop_assert!(row.iter().all(|p| (0.0..=1.0 + 1e-12).contains(p)) && (row.sum() - 1.0).abs() < 1e-12, "{found}");
            }
        }
    }

    #[test]
    fn figures_of_any_counts(count in any_size(), total in any_size(), confidence in 0.0..1.0) {
        for found in [proportion(count, total, confidence), rate(count, total, confidence)].into_iter().flatten() {
            prop_assert!(found.lower >= 0.0 && found.upper.is_finite(), "{found:?}");
            prop_assert!(found.lower <= found.value * (1.0 + 1e-9) && found.value <= found.upper * (1.0 + 1e-9), "{found:?}");
        }
    }
}
