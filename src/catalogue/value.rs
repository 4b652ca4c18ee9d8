//! How a measure and an indicator are formed from what is kept: one definition, whether the numbers are those of the loop, of eight
//! draws on their way, or those of the draw store, of all draws.

use super::indicator::{IndicatorRow, ValueOf};
use super::measure::{Form, Measure, MeasureRow};
use super::rows::Catalogue;
use crate::multistate::lanes::Lanes;

/// A number in several draws.
pub(crate) trait Number: Sized {
    /// A function of each.
    fn map(self, of: impl Fn(f64) -> f64) -> Self;
    /// A function of each and the other's of the same draw.
    fn with(self, other: &Self, of: impl Fn(f64, f64) -> f64) -> Self;
    /// A numerator over a denominator; none if the denominator is nobody in some draw and that is known not to have a share.
    fn over(self, denominator: &Self) -> Option<Self>;
}

impl Number for Lanes {
    #[inline(always)]
    fn map(self, of: impl Fn(f64) -> f64) -> Self {
        Self(self.0.map(of))
    }

    #[inline(always)]
    fn with(self, other: &Self, of: impl Fn(f64, f64) -> f64) -> Self {
        Self(std::array::from_fn(|lane| of(self.0[lane], other.0[lane])))
    }

    #[inline(always)]
    fn over(self, denominator: &Self) -> Option<Self> {
        Some(self / *denominator)
    }
}

/// What is kept of a group of people.
pub(crate) trait MeasureSource {
    type Number: Number;

    /// A measure that is added up, in a run and mid-year counted from the start; none if it is not kept of them.
    fn sum(&self, measure: Measure, run: usize, year: usize) -> Option<Self::Number>;
    /// A value that is no sum, likewise.
    fn value(&self, measure: Measure, run: usize, year: usize) -> Option<Self::Number>;
    /// A parameter of the draws.
    fn parameter(&self, name: &str) -> Option<Self::Number>;
    /// Nothing, in each draw.
    fn nothing(&self) -> Self::Number;
    /// The run of the baseline, and that of the frozen comparator.
    fn comparators(&self) -> [Option<usize>; 2];
}

impl MeasureRow {
    /// The measure in a run and year; none where it has no value.
    pub(crate) fn level<S: MeasureSource>(
        &self,
        catalogue: &Catalogue,
        from: &S,
        run: usize,
        year: usize,
    ) -> Option<S::Number> {
        let baseline = from.comparators()[0];
        let beyond =
            |of: Measure| Some(from.sum(of, run, year)?.with(&from.sum(of, baseline?, year)?, |x, base| x - base));
        match self.form {
            Form::Sum(_) => from.sum(self.id, run, year),
            Form::Value { .. } | Form::Mean => from.value(self.id, run, year),
            Form::ShareOf(part, denominator) => from.sum(part, run, year)?.over(&from.sum(denominator, run, year)?),
            Form::Discounted(of, rate) => {
                let weight = discount(rate, year);
                Some(catalogue.measure(of).ok()?.level(catalogue, from, run, year)?.map(|value| value * weight))
            }
            Form::Beyond(of) => beyond(of),
            Form::CostOf(heads, disease) => {
                Some(beyond(disease)?.with(&from.sum(heads, baseline?, year)?, |cost, base| cost + base))
            }
            Form::Together(parts) => {
                let mut total: Option<S::Number> = None;
                for part in parts {
                    let part = from.sum(*part, run, year)?;
                    total = Some(match total {
                        None => part,
                        Some(total) => total.with(&part, |all, one| all + one),
                    });
                }
                total
            }
            Form::OddsAgainst { share, parameter, gap } => {
                let share = catalogue.measure(share).ok()?.level(catalogue, from, run, year)?;
                Some(share.with(&from.parameter(parameter)?, |share, difference| {
                    let odds = share * libm::exp(difference);
                    let of_group = odds / (1.0 - share + odds);
                    if gap { of_group - share } else { of_group }
                }))
            }
        }
    }

    /// The measures that are kept and that it is formed from.
    pub(crate) fn formed_from(&self, catalogue: &Catalogue) -> Vec<Measure> {
        let of =
            |measure: Measure| catalogue.measure(measure).map_or_else(|_| Vec::new(), |row| row.formed_from(catalogue));
        match self.form {
            Form::Sum(_) | Form::Value { .. } | Form::Mean => vec![self.id],
            Form::ShareOf(one, other) | Form::CostOf(one, other) => vec![one, other],
            Form::Beyond(one) => vec![one],
            Form::Together(parts) => parts.to_vec(),
            Form::Discounted(one, _) => of(one),
            Form::OddsAgainst { share, .. } => of(share),
        }
    }
}

/// Weight of a year discounted to the start; a flow labelled Y lies in the middle of the year to mid-Y.
///
/// ```text
/// weight of year Y = (1 + rate)^-(Y - start - 1/2)
/// ```
/// The start itself, which has no flows, is left as it is.
#[allow(clippy::cast_precision_loss)] // a few hundred years
pub(crate) fn discount(rate: f64, year: usize) -> f64 {
    if year == 0 { 1.0 } else { libm::pow(1.0 + rate, 0.5 - year as f64) }
}

impl IndicatorRow {
    /// The value that is held against a target, in a run and year; none where it has none.
    pub(crate) fn value<S: MeasureSource>(
        &self,
        catalogue: &Catalogue,
        from: &S,
        run: usize,
        year: usize,
    ) -> Option<S::Number> {
        let row = catalogue.measure(self.measure).ok()?;
        match self.value {
            ValueOf::Level => row.level(catalogue, from, run, year),
            ValueOf::SavedSinceStart => {
                let frozen = from.comparators()[1]?;
                let mut saved = from.nothing();
                for year in 1..=year {
                    let (still, own) =
                        (row.level(catalogue, from, frozen, year)?, row.level(catalogue, from, run, year)?);
                    saved = saved.with(&still.with(&own, |still, own| still - own), |all, one| all + one);
                }
                Some(saved)
            }
        }
    }
}
