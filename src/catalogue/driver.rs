//! Drivers: what a policy moves. A row says all there is to know of one; an intervention is a driver and an effect on it.

use super::name::{Words, names};
use crate::error::Error;
use serde::{Deserialize, Serialize};
use std::fmt;

names! {
    /// What a policy moves: a rate, a coverage, a prevalence. Subjects add theirs as constants, for example `Driver::QUITTING`; the
    /// driver of an indicator of one's own bears the indicator's name.
    Driver, "driver"
}

/// How strongly a driver is moved.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Effect {
    /// The driver times this much; 1 changes nothing.
    Factor(f64),
    /// A share of people reached beyond today's; 0 changes nothing.
    Share(f64),
}

impl Effect {
    /// The driver times this much; 1 changes nothing.
    #[must_use]
    pub const fn factor(factor: f64) -> Self {
        Self::Factor(factor)
    }

    /// A share of people reached beyond today's; 0 changes nothing.
    #[must_use]
    pub const fn share(share: f64) -> Self {
        Self::Share(share)
    }

    /// The number of it.
    #[must_use]
    pub const fn size(self) -> f64 {
        match self {
            Self::Factor(size) | Self::Share(size) => size,
        }
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Factor(factor) => write!(f, "times {factor}"),
            Self::Share(share) => write!(f, "a share of {share} more"),
        }
    }
}

/// What several effects on one driver make together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Together {
    /// Factors multiply.
    Product,
    /// What each factor is beyond 1 adds up.
    SumBeyond1,
    /// Shares add up.
    SumOfShares,
}

impl Together {
    /// Whether an effect is of the kind that is put together so.
    const fn takes(self, effect: Effect) -> bool {
        matches!(
            (self, effect),
            (Self::Product | Self::SumBeyond1, Effect::Factor(_)) | (Self::SumOfShares, Effect::Share(_))
        )
    }
}

/// On whom a driver can act, and of whom an indicator is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// The people of an area and quintile.
    Cell,
    /// An area, whatever the quintile.
    Area,
    /// Everybody.
    Region,
}

/// On what part of the model a driver acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ActsOn {
    /// The moves between states of smoking.
    Smoking,
    /// The shares of an exposure, by its index.
    Shares(usize),
    /// Death rates themselves.
    Deaths,
    /// A number that moves nothing else.
    Itself,
    /// People with severe mental illness.
    MentalIllness,
}

/// Whom an intervention on a driver reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reaches {
    /// That is not known.
    Unknown,
    /// Smokers who use stop-smoking services.
    ServiceUsers,
    /// Those above a threshold of an exposure in the baseline: its index, and 0 or 1.
    Exceeding(usize, usize),
    /// People with severe mental illness.
    WithMentalIllness,
}

/// All about a driver.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct DriverRow {
    pub(crate) id: Driver,
    /// What is moved, as it stands in a sentence.
    pub(crate) words: Words,
    pub(crate) acts_on: ActsOn,
    pub(crate) together: Together,
    /// The largest effect; the smallest is 0.
    pub(crate) most: f64,
    pub(crate) scope: Scope,
    pub(crate) reaches: Reaches,
}

impl DriverRow {
    /// A driver that is multiplied, by 0 to 100, on people of any area and quintile.
    pub(crate) const fn factor(id: Driver, words: &'static str, acts_on: ActsOn) -> Self {
        Self {
            id,
            words: Words::fixed(words),
            acts_on,
            together: Together::Product,
            most: 100.0,
            scope: Scope::Cell,
            reaches: Reaches::Unknown,
        }
    }

    /// The same with another largest effect.
    pub(crate) const fn up_to(self, most: f64) -> Self {
        Self { most, ..self }
    }

    /// The same with another scope.
    pub(crate) const fn of(self, scope: Scope) -> Self {
        Self { scope, ..self }
    }

    /// The same, of which it is known whom it reaches.
    pub(crate) const fn reaching(self, whom: Reaches) -> Self {
        Self { reaches: whom, ..self }
    }

    /// The same with effects put together in another way.
    pub(crate) const fn put_together(self, together: Together) -> Self {
        Self { together, ..self }
    }

    /// What part of those it could reach an effect reaches.
    #[inline(always)]
    pub(crate) fn part_reached(&self, effect: f64) -> f64 {
        match self.together {
            Together::Product => 1.0 - effect,
            Together::SumBeyond1 => effect - 1.0,
            Together::SumOfShares => effect,
        }
    }

    /// Checks that an effect is of the right kind and size.
    ///
    /// # Errors
    /// If it is not; `what` says where.
    pub(crate) fn check(&self, what: &str, effect: Effect) -> Result<(), Error> {
        if !self.together.takes(effect) {
            let wanted = if self.together == Together::SumOfShares { "a share" } else { "a factor" };
            return Err(Error::Conflict { rule: format!("{what}: {} takes {wanted}, not {effect}", self.id) });
        }
        if !(0.0..=self.most).contains(&effect.size()) {
            let of = match effect {
                Effect::Factor(_) => "factor",
                Effect::Share(_) => "share",
            };
            let what = format!("{what}: {of} of {}", self.id);
            return Err(Error::out_of_range(what, effect.size(), format!("must lie in 0 to {}", self.most)));
        }
        Ok(())
    }
}
