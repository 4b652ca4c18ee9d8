//! The parameters of a model as it asks for them: registered once in a dry pass, then drawn eight draws at a time.
//!
//! A model part asks for its parameters by name in a fixed order. In the registering pass the answers are the central
//! values and the names go into [`Parameters`]; in a drawn pass the same questions, in the same order, get the values of
//! eight draws side by side.

use crate::error::Error;
use crate::estimate::Estimate;
use crate::multistate::lanes::Lanes;
use crate::parameters::Parameters;
use ndarray::Array2;

/// Answers a model's questions for its parameters.
#[derive(Debug)]
pub(crate) struct Draws<'a> {
    mode: Mode<'a>,
}

#[derive(Debug)]
enum Mode<'a> {
    Register { parameters: Parameters, order: Vec<usize> },
    Drawn { values: Option<&'a Array2<f64>>, first: usize, plan: &'a ParameterPlan, asked: usize },
}

/// The parameters of a model and the order in which it asks for them.
#[derive(Debug, Clone)]
pub(crate) struct ParameterPlan {
    parameters: Parameters,
    order: Vec<usize>,
}

impl ParameterPlan {
    /// No parameters.
    pub(crate) fn empty() -> Self {
        Self { parameters: Parameters::new(), order: Vec::new() }
    }

    /// All parameters, each once.
    pub(crate) fn parameters(&self) -> &Parameters {
        &self.parameters
    }
}

impl<'a> Draws<'a> {
    /// The registering pass.
    pub(crate) fn register() -> Self {
        Self { mode: Mode::Register { parameters: Parameters::new(), order: Vec::new() } }
    }

    /// The central pass: every parameter at its central value, in all lanes.
    pub(crate) fn central(plan: &'a ParameterPlan) -> Self {
        Self { mode: Mode::Drawn { values: None, first: 0, plan, asked: 0 } }
    }

    /// Columns `first..first + 8` of `values`, which holds a row for each parameter of the plan.
    pub(crate) fn drawn(plan: &'a ParameterPlan, values: &'a Array2<f64>, first: usize) -> Self {
        Self { mode: Mode::Drawn { values: Some(values), first, plan, asked: 0 } }
    }

    /// Ends the registering pass. `None` after a drawn pass.
    pub(crate) fn into_plan(self) -> Option<ParameterPlan> {
        match self.mode {
            Mode::Register { parameters, order } => Some(ParameterPlan { parameters, order }),
            Mode::Drawn { .. } => None,
        }
    }

    /// The value of an estimate in eight draws.
    ///
    /// A fixed estimate is no parameter. The same name with the same estimate is the same parameter.
    ///
    /// # Errors
    /// In the registering pass, if another estimate has the name.
    pub(crate) fn value(&mut self, name: impl FnOnce() -> String, estimate: &Estimate) -> Result<Lanes, Error> {
        if estimate.is_fixed() {
            return Ok(Lanes::splat(estimate.central()));
        }
        match &mut self.mode {
            Mode::Register { parameters, order } => order.push(registered(parameters, name(), estimate)?),
            Mode::Drawn { values: Some(values), first, plan, asked } => {
                *asked += 1;
                return Ok(eight(values, plan.order[*asked - 1], *first));
            }
            Mode::Drawn { values: None, .. } => {}
        }
        Ok(Lanes::splat(estimate.central()))
    }

    /// A standard normal score in eight draws, 0 in the central pass.
    ///
    /// # Errors
    /// As [`Draws::value`].
    pub(crate) fn score(&mut self, name: impl FnOnce() -> String) -> Result<Lanes, Error> {
        self.value(name, &Estimate::normal(0.0, 1.0)?)
    }
}

// Both apart from `value`, which is compiled once for each kind of name.

/// The row of a parameter, new or known.
fn registered(parameters: &mut Parameters, name: String, estimate: &Estimate) -> Result<usize, Error> {
    match parameters.find(&name) {
        Some(row) if parameters.get(&name)? == estimate => Ok(row),
        Some(_) => Err(Error::Duplicate { kind: "parameter".into(), name }),
        None => parameters.add(name, estimate.clone()),
    }
}

fn eight(values: &Array2<f64>, row: usize, first: usize) -> Lanes {
    let last = values.ncols() - 1;
    // Lanes past the last draw repeat it, so that padding stays inside every domain.
    Lanes(std::array::from_fn(|lane| values[[row, (first + lane).min(last)]]))
}
