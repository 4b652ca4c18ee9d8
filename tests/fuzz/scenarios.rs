//! Settings and scenarios as they stand in files: of anything, built and run.

use super::fuzz;
use health_impact::data::ReferenceData;
use health_impact::outcomes::{Measure, Quantity};
use health_impact::projection::{Projection, Settings};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use serde_json::{Value, json};

const DRIVERS: [&str; 12] = [
    "quitting",
    "starting",
    "stop_smoking_reach",
    "child_weight_gain",
    "adult_weight_gain",
    "inactivity",
    "drinking_over_14_units",
    "absence",
    "smoking_with_mental_illness",
    "checks_with_mental_illness",
    "not_ready_for_school",
    "nonsense",
];
const INDICATORS: [&str; 9] = [
    "adult_smoking",
    "child_obesity_year6",
    "physically_active",
    "adult_obesity",
    "absence_days",
    "school_ready",
    "smi_gap",
    "alcohol_admissions",
    "nonsense",
];

fn number() -> impl Strategy<Value = Value> {
    let odd = [json!(null), json!("x"), json!(-1), json!(1e300), json!(0), json!(1), json!(100), json!(0.5), json!([])];
    prop_oneof![4 => (0.0..3.0_f64).prop_map(|number| json!(number)), 1 => proptest::sample::select(odd.to_vec())]
}

fn year() -> impl Strategy<Value = Value> {
    prop_oneof![6 => (2014..2020_i32).prop_map(|year| json!(year)), 1 => number()]
}

fn group() -> impl Strategy<Value = Value> {
    let groups = [
        json!({}),
        json!({ "areas": ["Hackney"] }),
        json!({ "areas": ["Hackny"] }),
        json!({ "quintiles": [1] }),
        json!({ "quintiles": [9] }),
        json!({ "sexes": ["male"] }),
        json!({ "areas": [], "quintiles": [1, 2] }),
        json!(7),
    ];
    proptest::sample::select(groups.to_vec())
}

fn scenario() -> impl Strategy<Value = Value> {
    let intervention =
        (proptest::sample::select(&DRIVERS[..]), number(), any::<bool>(), year(), year(), group(), 0..4_u8);
    let intervention = intervention.prop_map(|(driver, size, factor, from, until, group, given)| {
        let effect = if factor { json!({ "factor": size }) } else { json!({ "share": size }) };
        let mut made = json!({ "driver": driver, "effect": effect, "from": from });
        if given > 1 {
            made["until"] = until;
        }
        if given > 2 {
            made["group"] = group;
        }
        made
    });
    let target = prop_oneof![
        number().prop_map(|value| json!({ "kind": "level", "value": value })),
        number().prop_map(|value| json!({ "kind": "number", "value": value })),
        number().prop_map(|value| json!({ "kind": "relative_reduction", "value": value })),
        Just(json!({ "kind": "reduction" })),
        Just(json!({ "kind": "trend_reversed" })),
        number().prop_map(|value| json!({ "kind": "cumulative_gain", "value": value })),
    ];
    let ambition = (proptest::sample::select(&INDICATORS[..]), target, year(), group(), any::<bool>());
    let ambition = ambition.prop_map(|(indicator, target, deadline, group, grouped)| {
        let mut made = json!({ "indicator": indicator, "target": target, "deadline": deadline });
        if grouped {
            made["group"] = group;
        }
        made
    });
    let lists = (proptest::collection::vec(intervention, 0..4), proptest::collection::vec(ambition, 0..3));
    (prop_oneof![4 => Just("mine"), 1 => Just("yours"), 1 => Just("")], lists).prop_map(|(name, (interventions, ambitions))| {
        json!({ "name": name, "interventions": interventions, "ambitions": ambitions })
    })
}

fn settings() -> impl Strategy<Value = Value> {
    let given =
        (year(), prop_oneof![4 => Just(json!(8)), 1 => number()], proptest::collection::vec(scenario(), 0..3), 0..9_u8);
    given.prop_map(|(until, draws, scenarios, odd)| {
        let mut made = json!({ "until": until, "draws": draws, "seed": 1, "scenarios": scenarios });
        match odd {
            0 => made["sampling"] = json!("sobol"),
            1 => made["migration"] = json!("closed"),
            2 => made["unknown"] = json!(1),
            3 => made["failed_draws"] = json!("leave_out"),
            _ => {}
        }
        made
    })
}

/// Everything of everybody that a run gives.
fn sound(projection: &Projection) -> Result<bool, TestCaseError> {
    let run = match projection.run() {
        Ok(run) => run,
        // A draw whose numbers cannot be true stops a run.
        Err(_) => return Ok(false),
    };
    let last = run.last().unwrap();
    for scenario in run.scenarios() {
        for measure in
            [Measure::POPULATION, Measure::DEATHS, Measure::QALYS, Measure::SMOKING_PREVALENCE, Measure::ABSENCE_DAYS]
        {
            let draws = run.draws_of(&Quantity::level(scenario, measure, last)).unwrap();
            prop_assert!(
                draws.iter().all(|draw| draw.is_finite() && *draw >= 0.0),
                "{measure} of {scenario}: {draws:?}"
            );
        }
    }
    let rows = run.ambitions().map_err(|error| TestCaseError::fail(error.to_string()))?;
    prop_assert!(rows.iter().all(|row| row.met.is_none_or(|met| (0.0..=1.0).contains(&met.probability))));
    run.required_effort().map_err(|error| TestCaseError::fail(error.to_string()))?;
    Ok(true)
}

#[test]
fn settings_of_anything() {
    let data = ReferenceData::embedded();
    fuzz("settings of anything", 100, settings(), |settings| {
        let Ok(settings) = serde_json::from_value::<Settings>(settings) else { return Ok(false) };
        match Projection::builder(&data).settings(settings).build() {
            Ok(projection) => sound(&projection),
            Err(_) => Ok(false),
        }
    });
}

#[test]
fn settings_as_text() {
    let data = ReferenceData::embedded();
    fuzz("settings read", 4_000, settings(), |settings| {
        let Ok(settings) = serde_json::from_value::<Settings>(settings) else { return Ok(false) };
        // What was read is written as it was.
        let again: Settings = serde_json::from_value(serde_json::to_value(&settings).unwrap()).unwrap();
        prop_assert_eq!(&again, &settings);
        // A fit takes half a second: only what is refused before it is tried in numbers.
        if settings.draws == 0 || settings.until.get() > 2019 {
            prop_assert!(Projection::builder(&data).settings(settings).build().is_err() || again.until.get() > 2019);
        }
        Ok(true)
    });
}
