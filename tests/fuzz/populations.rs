//! Life tables and fractions of disease.

use super::{any_number, finite, fuzz, positive, within};
use health_impact::disease::*;
use health_impact::population::{
    AgeBandDeaths, LifeTable, WithinYear, abridged_life_expectancy, life_expectancy_at_birth,
};
use health_impact::units::Proportion;
use proptest::collection::vec;
use proptest::prelude::*;

#[test]
fn life_tables() {
    let rates =
        prop_oneof![3 => vec(0.0..0.5_f64, 101), 1 => vec(0.0..3.0_f64, 0..130), 1 => vec(any_number(), 0..110)];
    fuzz("life tables", 6_000, rates, |rates| {
        if let Ok(years) = life_expectancy_at_birth(&rates) {
            within("life expectancy", &[years], 0.0, f64::MAX)?;
        }
        let Ok(table) = LifeTable::new(&rates, WithinYear::ConstantHazard) else { return Ok(false) };
        within("a probability of death", table.death_probabilities(), 0.0, 1.0)?;
        within("survivors", table.survivors(), 0.0, 1.0)?;
        within("life expectancies", table.life_expectancies(), 0.0, f64::MAX)?;
        Ok(true)
    });
}

#[test]
fn abridged_life_tables() {
    let bands = prop_oneof![
        3 => vec((100.0..1e5_f64, 0.0..50.0_f64), 2..22),
        1 => vec((any_number(), any_number()), 0..22),
    ];
    fuzz("abridged life tables", 6_000, (bands, 1..10_u32), |(bands, width)| {
        let bands: Vec<AgeBandDeaths> = bands
            .into_iter()
            .enumerate()
            .map(|(at, (population, deaths))| AgeBandDeaths { start_age: at as u32 * width, deaths, population })
            .collect();
        let Ok(rows) = abridged_life_expectancy(&bands) else { return Ok(false) };
        let years: Vec<f64> = rows.iter().map(|row| row.value).collect();
        within("life expectancy of a band", &years, 0.0, f64::MAX)?;
        Ok(true)
    });
}

#[test]
fn fractions() {
    let shares = prop_oneof![
        3 => vec(0.01..1.0_f64, 1..5).prop_map(|shares| {
            let sum: f64 = shares.iter().sum();
            shares.into_iter().map(|share| share / sum).collect::<Vec<f64>>()
        }),
        1 => vec(any_number(), 0..5),
    ];
    fuzz("fractions", 20_000, (shares, vec(positive(), 5), any_number(), any_number()), |(shares, risks, a, b)| {
        let risks = &risks[..shares.len().min(5)];
        let mut other = shares.clone();
        other.reverse();
        let mut taken = false;
        if let Ok(risk) = mean_relative_risk(&shares, risks) {
            within("a mean risk", &[risk], 0.0, f64::MAX)?;
        }
        for fraction in
            [attributable_fraction(&shares, risks), impact_fraction(&shares, &other, risks)].into_iter().flatten()
        {
            within("a fraction", &[fraction], f64::MIN, 1.0)?;
            taken = true;
        }
        if let Ok(exposed) = Proportion::new(a)
            && let Ok(fraction) = levin_fraction(exposed, b)
        {
            within("Levin's fraction", &[fraction], f64::MIN, 1.0)?;
        }
        if let Ok(risk) = former_relative_risk(a, b) {
            within("a former smoker's risk", &[risk], 0.0, f64::MAX)?;
        }
        for fraction in
            [fraction_of_subgroups(&shares, risks), fraction_of_exposures(&shares, risks)].into_iter().flatten()
        {
            finite("a joint fraction", &[fraction])?;
        }
        if let (Ok(exposed), Ok(log_risk)) = (WithVariance::new(a, 0.01), WithVariance::new(b, 0.02))
            && let Ok(interval) = levin_interval(exposed, log_risk)
        {
            finite("an interval of a fraction", &[interval.fraction, interval.lower_95, interval.upper_95])?;
        }
        Ok(taken)
    });
}
