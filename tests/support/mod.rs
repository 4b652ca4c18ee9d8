//! Reading the published figures in `tests/fixtures`.

#![allow(dead_code, unreachable_pub, reason = "each test file has its own copy and uses a part of it")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use health_impact::multistate::{EventTime, Model, ModelBuilder, Reward, Value, WithinCycle};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::path::PathBuf;

pub fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

pub fn json(name: &str) -> Json {
    serde_json::from_str(&std::fs::read_to_string(path(name)).unwrap()).unwrap()
}

/// Rows of a table by column name.
pub fn table(name: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path(name)).unwrap();
    let header = reader.headers().unwrap().clone();
    let row =
        |record: csv::StringRecord| header.iter().map(String::from).zip(record.iter().map(String::from)).collect();
    reader.records().map(|record| row(record.unwrap())).collect()
}

/// The expected values of a case, each of which has to be asked for once.
pub struct Checks {
    checks: BTreeMap<String, Json>,
}

impl Checks {
    pub fn read(name: &str) -> Self {
        let list = json(name)["checks"].as_array().unwrap().clone();
        Self { checks: list.into_iter().map(|check| (check["id"].as_str().unwrap().to_owned(), check)).collect() }
    }

    pub fn ids(&self) -> Vec<String> {
        self.checks.keys().cloned().collect()
    }

    /// Compares a number within the tolerance of its check, which is then done with.
    pub fn number(&mut self, id: &str, value: f64) {
        let check = self.checks.remove(id).unwrap_or_else(|| panic!("no check {id}"));
        within(id, value, check["value"].as_f64().unwrap(), &check);
    }

    /// The expected number of a check that is compared elsewhere.
    pub fn take(&mut self, id: &str) -> f64 {
        self.checks.remove(id).unwrap()["value"].as_f64().unwrap()
    }

    pub fn numbers(&mut self, id: &str, values: &[f64]) {
        let check = self.checks.remove(id).unwrap_or_else(|| panic!("no check {id}"));
        let expected = check["value"].as_array().unwrap();
        assert_eq!(expected.len(), values.len());
        for (value, expected) in values.iter().zip(expected) {
            within(id, *value, expected.as_f64().unwrap(), &check);
        }
    }

    pub fn text(&mut self, id: &str, value: &str) {
        assert_eq!(self.checks.remove(id).unwrap()["value"].as_str().unwrap(), value, "{id}");
    }

    /// Fails if a check was not asked for.
    pub fn done(self) {
        assert!(self.checks.is_empty(), "not compared: {:?}", self.ids());
    }
}

fn within(id: &str, value: f64, expected: f64, check: &Json) {
    let tolerance = match (check["abs"].as_f64(), check["rel"].as_f64()) {
        (Some(abs), _) => abs,
        (None, Some(rel)) => rel * expected.abs(),
        (None, None) => panic!("{id} has no tolerance"),
    };
    assert!((value - expected).abs() <= tolerance, "{id}: {value} is not {expected} within {tolerance:e}");
}

/// The models of people who are alive or dead, with person-years, years of health and deaths as the New Zealand life
/// tables count them; cohorts are still to come.
pub fn alive_or_dead(death: impl Into<Value>, health: impl Into<Value>) -> ModelBuilder {
    Model::builder()
        .state("alive")
        .state("dead")
        .transition("alive", "dead", death)
        .rest("alive", "alive")
        .absorbing("dead")
        .reward(Reward::new("person_years").within_cycle(WithinCycle::Mean).state("alive", 1.0))
        .reward(Reward::new("HALY").within_cycle(WithinCycle::Mean).state("alive", health))
        .reward(Reward::new("deaths").events(EventTime::Start).transition("alive", "dead", 1.0))
}
