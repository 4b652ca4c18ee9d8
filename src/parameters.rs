//! All uncertain inputs of a run under their names, and their draws.

use crate::error::Error;
use crate::estimate::{CorrelatedGroup, Estimate};
use crate::sampling::{Sampling, check_room};
use ndarray::Array2;
use std::collections::BTreeMap;
use std::ops::Range;

/// Named estimates, some of them correlated.
///
/// Draw d of a parameter is a pure function of the seed, the sampling, the name and d: adding, moving or correlating
/// other parameters leaves it as it was, and draws 0..100 of a long run are the draws of a run of 100.
///
/// # Examples
/// ```
/// use health_impact::estimate::Estimate;
/// use health_impact::parameters::Parameters;
/// use health_impact::sampling::Sampling;
///
/// let mut parameters = Parameters::new();
/// let quit = parameters.add("quit rate", Estimate::beta_moments(0.08, 0.01)?)?;
/// let draws = parameters.sample(2015, Sampling::Random, 0..100)?;
/// assert_eq!(draws.dim(), (1, 100));
/// assert!(draws.row(quit).iter().all(|rate| (0.0..=1.0).contains(rate)));
/// assert!(parameters.add("quit rate", Estimate::fixed(0.1)?).is_err());
/// # Ok::<(), health_impact::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Parameters {
    names: Vec<String>,
    estimates: Vec<Estimate>,
    rows: BTreeMap<String, usize>,
    groups: Vec<CorrelatedGroup>,
    /// Group and index in it of each parameter that is in a group.
    membership: Vec<Option<(usize, usize)>>,
}

impl Parameters {
    /// No parameters yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a parameter and returns its row in [`Parameters::sample`].
    ///
    /// # Errors
    /// If the name is taken: two parameters of one name would share their draws; or if it holds a NUL, which begins
    /// the names of streams that are not parameters.
    pub fn add(&mut self, name: impl Into<String>, estimate: Estimate) -> Result<usize, Error> {
        let name = name.into();
        without_nul("name of a parameter", &name)?;
        if self.rows.contains_key(&name) || self.groups.iter().any(|group| group.shared_stream() == name) {
            return Err(Error::Duplicate { kind: "parameter".into(), name });
        }
        let row = self.names.len();
        self.rows.insert(name.clone(), row);
        self.names.push(name);
        self.estimates.push(estimate);
        self.membership.push(None);
        Ok(row)
    }

    /// Correlates parameters already added.
    ///
    /// # Errors
    /// If a member is not a parameter, is in another group already, or the group's name is taken or holds a NUL.
    pub fn correlate(&mut self, group: CorrelatedGroup) -> Result<(), Error> {
        let stream = group.shared_stream();
        without_nul("name of a correlated group", group.name())?;
        if self.rows.contains_key(stream) || self.groups.iter().any(|other| other.shared_stream() == stream) {
            return Err(Error::Duplicate { kind: "correlated group".into(), name: group.name().into() });
        }
        let rows: Vec<usize> = group.members().iter().map(|name| self.row(name)).collect::<Result<_, _>>()?;
        for (&row, name) in rows.iter().zip(group.members()) {
            if let Some((other, _)) = self.membership[row] {
                let (first, second) = (self.groups[other].name(), group.name());
                let rule = format!("parameter {name:?} is in the groups {first:?} and {second:?}: it may be in one");
                return Err(Error::Conflict { rule });
            }
        }
        for (index, row) in rows.into_iter().enumerate() {
            self.membership[row] = Some((self.groups.len(), index));
        }
        self.groups.push(group);
        Ok(())
    }

    /// Number of parameters.
    #[must_use]
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The names, in the order of the rows.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The row of a parameter.
    ///
    /// # Errors
    /// If there is no parameter of this name; the error offers the nearest.
    pub fn row(&self, name: &str) -> Result<usize, Error> {
        let known = self.names.iter().map(String::as_str);
        self.rows.get(name).copied().ok_or_else(|| Error::unknown("parameter", name, known))
    }

    /// The row of a parameter, if there is one of this name.
    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        self.rows.get(name).copied()
    }

    /// The estimate of a parameter.
    ///
    /// # Errors
    /// As [`Parameters::row`].
    pub fn get(&self, name: &str) -> Result<&Estimate, Error> {
        Ok(&self.estimates[self.row(name)?])
    }

    /// The inputs whose values lie furthest from their centres, against half the width of their 95% intervals: name, value, centre.
    pub(crate) fn furthest(&self, value: impl Fn(usize) -> f64, most: usize) -> Vec<(String, f64, f64)> {
        let distance = |row: usize| {
            let estimate = &self.estimates[row];
            let width = 0.5 * (estimate.quantile(0.975) - estimate.quantile(0.025));
            if width > 0.0 { (value(row) - estimate.central()).abs() / width } else { 0.0 }
        };
        let mut rows: Vec<(f64, usize)> = (0..self.len()).map(|row| (distance(row), row)).collect();
        rows.sort_by(|one, other| other.0.total_cmp(&one.0));
        let told = rows.into_iter().filter(|(distance, _)| *distance > 0.0).take(most);
        told.map(|(_, row)| (self.names[row].clone(), value(row), self.estimates[row].central())).collect()
    }

    /// The values of the central run, one a row: medians.
    #[must_use]
    pub fn central(&self) -> Vec<f64> {
        self.estimates.iter().map(Estimate::central).collect()
    }

    /// The draws numbered `draws`: an array of parameter x draw. A run may
    /// ask for them block by block: the numbers are the same.
    ///
    /// # Errors
    /// If they take more than 2 GB.
    pub fn sample(&self, seed: u64, sampling: Sampling, draws: Range<u64>) -> Result<Array2<f64>, Error> {
        let mut values = Array2::zeros((self.len(), check_room(&draws, self.len())?));
        let scores: Vec<Vec<Vec<f64>>> = self
            .groups
            .iter()
            .map(|group| group.normal_scores(seed, sampling, draws.clone()))
            .collect::<Result<_, _>>()?;
        for (row, mut values) in values.outer_iter_mut().enumerate() {
            let estimate = &self.estimates[row];
            match self.membership[row] {
                _ if estimate.is_fixed() => values.fill(estimate.central()),
                Some((group, index)) => {
                    for (value, score) in values.iter_mut().zip(&scores[group][index]) {
                        *value = estimate.at_score(*score);
                    }
                }
                None => {
                    let uniforms = sampling.uniforms(seed, &self.names[row], draws.clone())?;
                    for (value, u) in values.iter_mut().zip(uniforms) {
                        *value = estimate.quantile(u);
                    }
                }
            }
        }
        Ok(values)
    }
}

fn without_nul(what: &str, name: &str) -> Result<(), Error> {
    if name.contains('\0') {
        return Err(Error::out_of_range(what, format!("{name:?}"), "must not hold a NUL"));
    }
    Ok(())
}
