//! What a probability or a reward may depend on.

use super::cohort::Cohort;
use super::lanes::{LANES, Lanes};
use crate::error::Error;
use std::fmt;
use std::sync::Arc;

/// Where a model stands when it asks for a value.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Context {
    /// Position of the cohort, in the order in which cohorts were added.
    pub cohort: usize,
    /// Cycle, 0 being the first. A state's reward is also asked for at the end of the last cycle.
    pub cycle: usize,
    /// Years since the start: `cycle` x the length of a cycle.
    pub years: f64,
    /// Age in years: the cohort's age at the start + `years`.
    pub age: f64,
    /// Draw, 0 being the first.
    pub draw: usize,
    /// Cycles since people entered the state the value is asked for, if it is a tunnel; else 0.
    pub tunnel: usize,
}

/// A number that may depend on the draw, on the cycle or on the whole [`Context`].
///
/// Made with `into()` from an `f64` or from a function of the context: `|c: &Context| 0.01 * c.age`.
#[derive(Clone)]
#[non_exhaustive]
pub enum Value {
    /// The same everywhere.
    Constant(f64),
    /// One value per draw.
    Draws(Vec<f64>),
    /// One value per cycle; a state's reward needs one more, for the end of the last cycle.
    Cycles(Vec<f64>),
    /// A function of where the model stands. It must give the same answer each time it is asked.
    Function(Arc<dyn Fn(&Context) -> f64 + Send + Sync>),
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Constant(value)
    }
}

impl<F: Fn(&Context) -> f64 + Send + Sync + 'static> From<F> for Value {
    fn from(function: F) -> Self {
        Self::Function(Arc::new(function))
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Constant(value) => write!(f, "Constant({value})"),
            Self::Draws(values) => write!(f, "Draws({} values)", values.len()),
            Self::Cycles(values) => write!(f, "Cycles({} values)", values.len()),
            Self::Function(_) => f.write_str("Function"),
        }
    }
}

impl Value {
    /// The value at one point in time, or `None` past the end of a list.
    pub(crate) fn at(&self, context: &Context) -> Option<f64> {
        match self {
            Self::Constant(value) => Some(*value),
            Self::Draws(values) => values.get(context.draw).copied(),
            Self::Cycles(values) => values.get(context.cycle).copied(),
            Self::Function(function) => Some(function(context)),
        }
    }

    /// Whether the value may change from cycle to cycle or cohort to cohort.
    pub(crate) fn varies(&self) -> bool {
        matches!(self, Self::Cycles(_) | Self::Function(_))
    }

    /// Checks the length of a list: one that is longer than what it is for is not caught by asking for each of fewer. `last` says
    /// whether there is a value for the end of the last cycle too.
    pub(crate) fn check_length(&self, what: &str, extent: &Extent, last: bool) -> Result<(), Error> {
        let (of, count, must) = match self {
            Self::Draws(values) => ("draws", values.len(), extent.draws),
            Self::Cycles(values) => {
                let longest = (0..extent.cohorts.len()).map(|cohort| extent.cycles(cohort)).max().unwrap_or(0);
                // Of too few the cycle that lacks one is named when it is asked for.
                ("cycles", values.len(), values.len().min(longest + usize::from(last)))
            }
            Self::Constant(_) | Self::Function(_) => return Ok(()),
        };
        if count == must {
            return Ok(());
        }
        Err(Error::out_of_range(format!("number of {of} of {what}"), count, format!("must be {must}")))
    }
}

/// The extent of a model: what values are worked out for.
#[derive(Debug, Clone)]
pub(crate) struct Extent {
    pub(crate) cohorts: Vec<Cohort>,
    /// First index of each cohort in a list with one entry for each point in time; the last entry is the length.
    pub(crate) offsets: Vec<usize>,
    pub(crate) cycle_length: f64,
    pub(crate) draws: usize,
}

impl Extent {
    pub(crate) fn batches(&self) -> usize {
        self.draws.div_ceil(LANES)
    }

    /// Number of cycles that a cohort is followed.
    pub(crate) fn cycles(&self, cohort: usize) -> usize {
        self.offsets[cohort + 1] - self.offsets[cohort] - 1
    }

    pub(crate) fn context(&self, cohort: usize, cycle: usize, draw: usize, tunnel: usize) -> Context {
        let years = cycle as f64 * self.cycle_length;
        Context { cohort, cycle, years, age: self.cohorts[cohort].age_at_start() + years, draw, tunnel }
    }

    /// Where a context is, in words for an error.
    pub(crate) fn describe(&self, context: &Context) -> String {
        let name = self.cohorts[context.cohort].name();
        format!("in cohort {name:?}, cycle {}, draw {}", context.cycle, context.draw)
    }
}

/// Values worked out for every cohort, cycle and draw, or once for all cohorts and cycles if they do not vary.
#[derive(Debug, Clone)]
pub(crate) struct Prepared {
    varies: bool,
    batches: usize,
    values: Vec<Lanes>,
}

impl Prepared {
    /// Asks `value` at every point in time. `last` says whether the end of the last cycle is also one.
    pub(crate) fn new(
        extent: &Extent,
        varies: bool,
        last: bool,
        mut value: impl FnMut(usize, usize, usize) -> Result<f64, Error>,
    ) -> Result<Self, Error> {
        let mut values = Vec::new();
        at_every_point(
            extent,
            varies,
            last,
            1,
            |cohort, cycle, draw, answer| {
                answer[0] = value(cohort, cycle, draw)?;
                Ok(())
            },
            |lanes| values.push(lanes[0]),
        )?;
        Ok(Self { varies, batches: extent.batches(), values })
    }

    /// As [`Prepared::new`] for several quantities that are worked out together, in every cycle.
    pub(crate) fn together(
        extent: &Extent,
        varies: bool,
        quantities: usize,
        values: impl FnMut(usize, usize, usize, &mut [f64]) -> Result<(), Error>,
    ) -> Result<Vec<Self>, Error> {
        let mut lists = vec![Vec::new(); quantities];
        at_every_point(extent, varies, false, quantities, values, |lanes| {
            for (list, lanes) in lists.iter_mut().zip(lanes) {
                list.push(*lanes);
            }
        })?;
        Ok(lists.into_iter().map(|values| Self { varies, batches: extent.batches(), values }).collect())
    }

    /// The values of a batch at an index of the [`Extent`]'s points in time.
    #[inline(always)]
    pub(crate) fn at(&self, index: usize, batch: usize) -> Lanes {
        let index = if self.varies { index } else { 0 };
        self.values[index * self.batches + batch]
    }

    pub(crate) fn varies(&self) -> bool {
        self.varies
    }

    /// The largest size of any value.
    pub(crate) fn largest(&self) -> f64 {
        self.values.iter().flat_map(|lanes| lanes.0).fold(0.0, |most, value| value.abs().max(most))
    }
}

/// Asks `values` for its quantities in every draw at every point in time and hands each batch of draws to `keep`.
fn at_every_point(
    extent: &Extent,
    varies: bool,
    last: bool,
    quantities: usize,
    mut values: impl FnMut(usize, usize, usize, &mut [f64]) -> Result<(), Error>,
    mut keep: impl FnMut(&[Lanes]),
) -> Result<(), Error> {
    let (mut answer, mut lanes) = (vec![0.0; quantities], vec![Lanes::ZERO; quantities]);
    for cohort in 0..if varies { extent.cohorts.len() } else { 1 } {
        let cycles = extent.cycles(cohort);
        for cycle in 0..if varies { cycles + 1 } else { 1 } {
            for batch in 0..extent.batches() {
                lanes.fill(Lanes::ZERO);
                if last || !varies || cycle < cycles {
                    for lane in 0..LANES {
                        let draw = batch * LANES + lane;
                        // Padding repeats the last draw, so that padded lanes hold a valid model.
                        if draw < extent.draws {
                            values(cohort, cycle, draw, &mut answer)?;
                        }
                        for (lanes, answer) in lanes.iter_mut().zip(&answer) {
                            lanes.0[lane] = *answer;
                        }
                    }
                }
                keep(&lanes);
            }
        }
    }
    Ok(())
}
