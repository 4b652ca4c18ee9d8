//! How an estimate is written in a file.

use super::{Distribution, Estimate};
use crate::error::Error;
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A number, or a table of the keys below.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Written {
    Number(f64),
    Table(Box<Table>),
}

// By hand rather than untagged: an untagged enum would answer every misspelt key with "did not match any variant".
impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Written;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number, or a table with the key `distribution`")
            }
            fn visit_f64<E: de::Error>(self, value: f64) -> Result<Written, E> {
                Ok(Written::Number(value))
            }
            #[allow(clippy::cast_precision_loss)] // whole numbers in files are far below 2^53
            fn visit_i64<E: de::Error>(self, value: i64) -> Result<Written, E> {
                Ok(Written::Number(value as f64))
            }
            #[allow(clippy::cast_precision_loss)]
            fn visit_u64<E: de::Error>(self, value: u64) -> Result<Written, E> {
                Ok(Written::Number(value as f64))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Written, A::Error> {
                Table::deserialize(de::value::MapAccessDeserializer::new(map)).map(|t| Written::Table(Box::new(t)))
            }
        }
        deserializer.deserialize_any(Either)
    }
}

macro_rules! table {
    ($($key:ident),*) => {
        /// Every key a distribution may have; which of them go together is checked on reading.
        #[derive(Debug, Default, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Table {
            distribution: String,
            $(#[serde(default, skip_serializing_if = "Option::is_none")] $key: Option<f64>,)*
            #[serde(default, skip_serializing_if = "Option::is_none")]
            source: Option<String>,
        }
        impl Table {
            /// The keys given, in the order of the struct, and their values.
            fn given(&self) -> (Vec<&'static str>, Vec<f64>) {
                [$((stringify!($key), self.$key)),*].into_iter().filter_map(|(key, value)| Some((key, value?))).unzip()
            }
        }
    };
}
table!(value, mean, sd, median, mu, sigma, alpha, beta, shape, scale, low, mode, high, lower, upper);

const NAMES: [&str; 8] = ["fixed", "normal", "log_normal", "logit_normal", "beta", "gamma", "uniform", "triangular"];

impl TryFrom<Written> for Estimate {
    type Error = Error;

    fn try_from(written: Written) -> Result<Self, Error> {
        let table = match written {
            Written::Number(value) => return Self::fixed(value),
            Written::Table(table) => table,
        };
        let (keys, values) = table.given();
        let estimate = match (table.distribution.as_str(), keys.as_slice(), values.as_slice()) {
            ("fixed", ["value"], &[value]) => Self::fixed(value),
            ("normal", ["mean", "sd"], &[mean, sd]) => Self::normal(mean, sd),
            ("normal", ["lower", "upper"], &[lower, upper]) => Self::normal_interval(lower, upper),
            ("log_normal", ["mu", "sigma"], &[mu, sigma]) => Self::new(Distribution::LogNormal { mu, sigma }),
            ("log_normal", ["mean", "sd"], &[mean, sd]) => Self::log_normal_moments(mean, sd),
            ("log_normal", ["value" | "median", "lower", "upper"], &[value, lower, upper]) => {
                Self::log_normal_interval(value, lower, upper)
            }
            ("log_normal", ["lower", "upper"], &[lower, upper]) => Self::log_normal_ends(lower, upper),
            ("logit_normal", ["mu", "sigma"], &[mu, sigma]) => Self::new(Distribution::LogitNormal { mu, sigma }),
            ("logit_normal", ["value" | "median", "lower", "upper"], &[value, lower, upper]) => {
                Self::logit_normal_interval(value, lower, upper)
            }
            ("logit_normal", ["lower", "upper"], &[lower, upper]) => Self::logit_normal_ends(lower, upper),
            ("beta", ["alpha", "beta"], &[alpha, beta]) => Self::new(Distribution::Beta { alpha, beta }),
            ("beta", ["mean", "sd"], &[mean, sd]) => Self::beta_moments(mean, sd),
            ("beta", ["mean", "lower", "upper"], &[mean, lower, upper]) => Self::beta_interval(mean, lower, upper),
            ("gamma", ["shape", "scale"], &[shape, scale]) => Self::new(Distribution::Gamma { shape, scale }),
            ("gamma", ["mean", "sd"], &[mean, sd]) => Self::gamma_moments(mean, sd),
            ("gamma", ["mean", "lower", "upper"], &[mean, lower, upper]) => Self::gamma_interval(mean, lower, upper),
            ("uniform", ["low", "high"], &[low, high]) => Self::uniform(low, high),
            ("triangular", ["low", "mode", "high"], &[low, mode, high]) => Self::triangular(low, mode, high),
            (name, keys, _) => Err(not_together(name, keys)),
        }?;
        Ok(Self { source: table.source, ..estimate })
    }
}

// By hand, here: what an estimate is does not depend on how it is written.
impl<'de> Deserialize<'de> for Estimate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::try_from(Written::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

impl Serialize for Estimate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Written::from(self.clone()).serialize(serializer)
    }
}

/// The error of a distribution that is not known, or whose keys do not go together.
fn not_together(name: &str, keys: &[&str]) -> Error {
    let forms = match name {
        "fixed" => "value",
        "normal" => "mean, sd; or lower, upper",
        "log_normal" => "mu, sigma; or mean, sd; or value, lower, upper; or lower, upper",
        "logit_normal" => "mu, sigma; or value, lower, upper; or lower, upper",
        "beta" => "alpha, beta; or mean, sd; or mean, lower, upper",
        "gamma" => "shape, scale; or mean, sd; or mean, lower, upper",
        "uniform" => "low, high",
        "triangular" => "low, mode, high",
        _ => return Error::unknown("distribution", name, NAMES),
    };
    let given = if keys.is_empty() { "no keys".to_owned() } else { keys.join(", ") };
    Error::Conflict { rule: format!("distribution {name:?} is given {given}; it must be given {forms}") }
}

impl From<Estimate> for Written {
    fn from(estimate: Estimate) -> Self {
        let mut table = Table { distribution: estimate.distribution.name().to_owned(), ..Table::default() };
        match estimate.distribution {
            Distribution::Fixed { value } if estimate.source.is_none() => return Self::Number(value),
            Distribution::Fixed { value } => table.value = Some(value),
            Distribution::Normal { mean, sd } => (table.mean, table.sd) = (Some(mean), Some(sd)),
            Distribution::LogNormal { mu, sigma } | Distribution::LogitNormal { mu, sigma } => {
                (table.mu, table.sigma) = (Some(mu), Some(sigma));
            }
            Distribution::Beta { alpha, beta } => (table.alpha, table.beta) = (Some(alpha), Some(beta)),
            Distribution::Gamma { shape, scale } => (table.shape, table.scale) = (Some(shape), Some(scale)),
            Distribution::Uniform { low, high } => (table.low, table.high) = (Some(low), Some(high)),
            Distribution::Triangular { low, mode, high } => {
                (table.low, table.mode, table.high) = (Some(low), Some(mode), Some(high));
            }
        }
        table.source = estimate.source;
        Self::Table(Box::new(table))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Estimate, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    #[test]
    fn a_number_is_fixed_and_a_table_a_distribution() {
        assert_eq!(read("3").unwrap(), Estimate::fixed(3.0).unwrap());
        assert_eq!(
            read(r#"{"distribution": "beta", "sd": 0.01, "mean": 0.08, "source": "x"}"#).unwrap(),
            Estimate::beta_moments(0.08, 0.01).unwrap().with_source("x")
        );
        assert_eq!(
            read(r#"{"distribution": "log_normal", "value": 1.5, "lower": 1.25, "upper": 2}"#).unwrap(),
            Estimate::log_normal_interval(1.5, 1.25, 2.0).unwrap()
        );
    }

    #[test]
    fn messages_name_what_is_wrong() {
        let message = |text: &str| read(text).unwrap_err();
        assert!(message(r#"{"distribution": "beta", "maen": 0.08}"#).contains("unknown field `maen`"));
        assert!(message(r#"{"distribution": "betta", "mean": 0.08}"#).contains("did you mean \"beta\""));
        assert!(message(r#"{"distribution": "beta", "mean": 0.08}"#).contains("it must be given alpha, beta; or"));
        assert!(message(r#"{"distribution": "normal", "mean": 1, "sd": -1}"#).contains("must be above 0"));
        assert!(
            message(r#"{"distribution": "log_normal", "value": 3, "lower": 1.25, "upper": 2}"#)
                .contains("point estimate 3 must lie within its interval 1.25 to 2")
        );
        assert!(message("\"a\"").contains("a number, or a table"));
    }

    #[test]
    fn writing_and_reading_give_the_same_estimate() {
        for estimate in [
            Estimate::fixed(0.25),
            Estimate::fixed(0.25).map(|e| e.with_source("s")),
            Estimate::normal(1.5, 0.5),
            Estimate::new(Distribution::LogNormal { mu: 0.5, sigma: 0.25 }),
            Estimate::new(Distribution::LogitNormal { mu: 0.5, sigma: 0.25 }),
            Estimate::new(Distribution::Beta { alpha: 2.0, beta: 5.0 }).map(|e| e.with_source("s")),
            Estimate::new(Distribution::Gamma { shape: 2.0, scale: 5.0 }),
            Estimate::uniform(-1.0, 1.0),
            Estimate::triangular(-1.0, 0.0, 1.0),
        ] {
            let estimate = estimate.unwrap();
            let text = serde_json::to_string(&estimate).unwrap();
            assert_eq!(read(&text).unwrap(), estimate, "{text}");
        }
    }
}
