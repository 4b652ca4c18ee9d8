//! Reading the published figures in `tests/fixtures`.

use crate::top;
use health_impact::multistate::{EventTime, Model, ModelBuilder, Reward, Value, WithinCycle};
use serde_json::Value as Json;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// The file of this name.
pub fn path(name: &str) -> PathBuf {
    top().join("tests/fixtures").join(name)
}

/// A file of JSON.
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

/// The expected values of a case, each of which has to be asked for.
#[derive(Debug)]
pub struct Checks {
    checks: BTreeMap<String, Json>,
    open: RefCell<BTreeSet<String>>,
}

impl Checks {
    /// The checks of a file, no two of one id.
    pub fn read(name: &str) -> Self {
        let list = json(name)["checks"].as_array().unwrap().clone();
        let checks: BTreeMap<String, Json> =
            list.iter().map(|check| (check["id"].as_str().unwrap().to_owned(), check.clone())).collect();
        assert_eq!(checks.len(), list.len(), "{name} has two checks of one id");
        let open = RefCell::new(checks.keys().cloned().collect());
        Self { checks, open }
    }

    /// Those not yet asked for.
    pub fn ids(&self) -> Vec<String> {
        self.open.borrow().iter().cloned().collect()
    }

    fn find(&self, id: &str) -> &Json {
        self.open.borrow_mut().remove(id);
        self.checks.get(id).unwrap_or_else(|| panic!("no check {id}"))
    }

    /// Compares a number within the tolerance of its check.
    pub fn number(&self, id: &str, value: f64) {
        self.number_or_noise(id, value, 0.0);
    }

    /// The same, where the expected value may itself be rounding noise of size `noise` around 0.
    pub fn number_or_noise(&self, id: &str, value: f64, noise: f64) {
        let check = self.find(id);
        within(id, value, check["value"].as_f64().unwrap(), check, noise);
    }

    /// The expected number of a check that is compared elsewhere.
    pub fn take(&self, id: &str) -> f64 {
        self.find(id)["value"].as_f64().unwrap()
    }

    /// Compares a list of numbers likewise, each of them.
    pub fn numbers(&self, id: &str, values: &[f64]) {
        let check = self.find(id);
        let expected = check["value"].as_array().unwrap();
        assert_eq!(expected.len(), values.len());
        for (value, expected) in values.iter().zip(expected) {
            within(id, *value, expected.as_f64().unwrap(), check, 0.0);
        }
    }

    /// Compares a text.
    pub fn text(&self, id: &str, value: &str) {
        assert_eq!(self.find(id)["value"].as_str().unwrap(), value, "{id}");
    }

    /// Any other field of a check, blank if it has none.
    pub fn field(&self, id: &str, name: &str) -> &str {
        self.checks[id][name].as_str().unwrap_or_default()
    }

    /// Fails if a check was not asked for.
    pub fn done(self) {
        assert!(self.open.borrow().is_empty(), "not compared: {:?}", self.ids());
    }

    /// As [`Checks::done`], and fails if there are not so many checks.
    pub fn done_with(self, count: usize) {
        assert_eq!(self.checks.len(), count);
        self.done();
    }
}

/// Where both tolerances are given, either passes.
fn within(id: &str, value: f64, expected: f64, check: &Json, noise: f64) {
    let (absolute, relative) = (check["abs"].as_f64(), check["rel"].as_f64());
    assert!(absolute.is_some() || relative.is_some(), "{id} has no tolerance");
    let tolerance = absolute.unwrap_or(0.0).max(relative.unwrap_or(0.0) * expected.abs()).max(noise);
    assert!((value - expected).abs() <= tolerance, "{id}: {value} is not {expected} within {tolerance:e}");
}

/// The models of people who are alive or dead, with person-years, years of health and deaths as the New Zealand life
/// tables count them; cohorts are still to come.
pub fn alive_or_dead(death: impl Into<Value>, health: impl Into<Value>) -> ModelBuilder {
    Model::builder()
        .state("alive")
        .state("dead")
        .transition("alive", "dead", death)
        .complement("alive", "alive")
        .absorbing("dead")
        .reward(Reward::new("person_years").within_cycle(WithinCycle::Mean).state("alive", 1.0))
        .reward(Reward::new("HALY").within_cycle(WithinCycle::Mean).state("alive", health))
        .reward(Reward::new("deaths").events(EventTime::Start).transition("alive", "dead", 1.0))
}
