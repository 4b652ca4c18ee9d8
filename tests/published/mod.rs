//! Expected figures of work outside this project, each with its tolerance, from `tests/fixtures/<case>/`.
//!
//! Every folder's README names its source and the rule of comparison.

// Helpers outside a #[test] are tests all the same; and not every file of tests uses all of them.
#![allow(dead_code, clippy::unwrap_used, clippy::panic)]

use std::path::PathBuf;

/// The checks of one case; counts those used, so that none is left out unseen.
pub(crate) struct Case {
    folder: PathBuf,
    checks: Vec<serde_json::Value>,
    used: std::cell::RefCell<std::collections::BTreeSet<String>>,
}

impl Case {
    pub(crate) fn open(name: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
        let text = std::fs::read_to_string(folder.join("expected.json")).unwrap();
        let expected: serde_json::Value = serde_json::from_str(&text).unwrap();
        Self { folder, checks: expected["checks"].as_array().unwrap().clone(), used: Default::default() }
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.folder.join(file)
    }

    pub(crate) fn inputs(&self) -> serde_json::Value {
        serde_json::from_str(&std::fs::read_to_string(self.path("inputs.json")).unwrap()).unwrap()
    }

    /// Compares with the check `id`: one value, or a list of values.
    pub(crate) fn check(&self, id: &str, computed: &[f64]) {
        self.check_or_noise(id, computed, 0.0);
    }

    /// As [`Case::check`], where the expected value may itself be rounding noise of size `noise` around 0.
    pub(crate) fn check_or_noise(&self, id: &str, computed: &[f64], noise: f64) {
        let check = self.checks.iter().find(|check| check["id"] == id).unwrap_or_else(|| panic!("no check {id}"));
        let expected: Vec<f64> = match check["value"].as_array() {
            Some(values) => values.iter().map(|value| value.as_f64().unwrap()).collect(),
            None => vec![check["value"].as_f64().unwrap()],
        };
        assert_eq!(expected.len(), computed.len(), "{id}");
        let (absolute, relative) = (check["abs"].as_f64(), check["rel"].as_f64());
        assert!(absolute.is_some() || relative.is_some(), "{id} has no tolerance");
        for (computed, expected) in computed.iter().zip(expected) {
            let error = (computed - expected).abs();
            let tolerance = absolute.unwrap_or(0.0).max(relative.unwrap_or(0.0) * expected.abs()).max(noise);
            assert!(error <= tolerance, "{id}: {computed} is not {expected} to {tolerance}");
        }
        self.used.borrow_mut().insert(id.to_owned());
    }

    /// All ids.
    pub(crate) fn ids(&self) -> Vec<String> {
        self.checks.iter().map(|check| check["id"].as_str().unwrap().to_owned()).collect()
    }

    /// That every check was made, and that there are as many as said.
    pub(crate) fn complete(&self, count: usize) {
        assert_eq!(self.checks.len(), count);
        let left: Vec<String> = self.ids().into_iter().filter(|id| !self.used.borrow().contains(id)).collect();
        assert!(left.is_empty(), "checks not made: {left:?}");
    }
}
