//! What one more scenario of London costs, with and without the search for an ambition's factor, 2015 to 2025, sixteen draws.

#![allow(missing_docs, reason = "criterion's macros make undocumented items")]
#![allow(clippy::expect_used, reason = "a bench may fail")]

#[path = "shared/london.rs"]
#[allow(dead_code, reason = "the ambition on smoking alone is of other benches")]
mod london;

use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use health_impact::data::ReferenceData;
use health_impact::outcomes::{AmbitionRow, Measure, Outcomes};
use health_impact::projection::Projection;
use health_impact::scenario::Group;
use health_impact::scenario::{Ambition, BASELINE, Driver, Effect, Intervention, Scenario};
use health_impact::units::Year;
use std::hint::black_box;
use std::time::Duration;

const LAST: i32 = 2025;
const DRAWS: usize = 16;
const IDS: [&str; 6] = ["1b", "2", "3", "4a", "5", "8a"];

fn projection(data: &ReferenceData, scenario: Option<Scenario>) -> Projection {
    let builder = london::builder(data, LAST, DRAWS);
    scenario.into_iter().fold(builder, |builder, scenario| builder.scenario(scenario)).build().expect("a projection")
}

/// Each ambition is met in every draw in which it is not out of reach, and about 50,000 people die in a year.
fn check(outcomes: &Outcomes) {
    let effort = outcomes.required_effort().expect("required effort");
    let rows = outcomes.ambitions().expect("ambitions");
    for effort in effort {
        let of_it = |row: &&AmbitionRow<'_>| row.scenario == effort.scenario && row.ambition == effort.ambition;
        let row = rows.iter().filter(of_it).find(|row| row.area == outcomes.region() && row.quintile == "all");
        let met = row.and_then(|row| row.met.as_ref()).expect("a chance").probability;
        assert!(met + effort.out_of_reach.probability >= 1.0 - 1e-9, "{}: {met}", effort.ambition);
    }
    let last = Year::new(LAST).expect("a year");
    let deaths = outcomes.level(BASELINE, Measure::DEATHS, &Group::everybody(), last).expect("deaths");
    assert!((45_000.0..60_000.0).contains(&deaths.mean), "{}", deaths.mean);
}

fn ambitions(criterion: &mut Criterion) {
    let data = ReferenceData::embedded();
    let mut group = criterion.benchmark_group("ambitions");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    group.warm_up_time(Duration::from_millis(100)).measurement_time(Duration::from_secs(1));
    let intervention =
        Intervention::new(Driver::INACTIVITY, Effect::factor(0.9)).from(Year::new(2016).expect("a year"));
    let mut works = vec![("trend", None), ("intervention", Some(Scenario::new("more active").doing(intervention)))];
    for id in IDS {
        let met = Ambition::built_in(&data, id).expect("a built-in ambition").into_iter();
        works.push((id, Some(met.fold(Scenario::new("met"), Scenario::with))));
    }
    for (name, scenario) in works {
        let projection = projection(&data, scenario);
        group.throughput(Throughput::Elements((DRAWS * projection.cells_of_a_draw()) as u64));
        group.bench_function(name, |bencher| {
            bencher.iter(|| check(&black_box(&projection).run().expect("a built projection runs")));
        });
    }
    group.finish();
}

criterion_group!(benches, ambitions);
criterion_main!(benches);
