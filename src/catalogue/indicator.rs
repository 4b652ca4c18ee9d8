//! Indicators: what ambitions are about. A row says all there is to know of one.

use super::driver::{Driver, Scope};
use super::measure::Measure;
use super::name::{Words, names};
use super::target::TargetKind;
use crate::data::TableName;

names! {
    /// What an ambition is about. Subjects add theirs as constants, for example `Indicator::ADULT_SMOKING`; an analyst may add one
    /// by a [`PublishedSeries`](crate::indicator::PublishedSeries).
    Indicator, "indicator"
}

/// How the value of an indicator is formed from its measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ValueOf {
    /// The level of the year.
    Level,
    /// What was saved since the start against standing still, added up over the years.
    SavedSinceStart,
}

/// What the search for a factor tries first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FirstGuess {
    /// The driver is a share, the indicator what is left of 1.
    ShareLeft,
    /// The driver moves the indicator in proportion.
    InProportion,
    /// Three quarters.
    ThreeQuarters,
}

/// Whether moving an indicator changes deaths, disease or what they cost in the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pathway {
    /// It is moved by itself and changes nothing else: "no health pathway modelled".
    None,
    /// It does.
    Modelled,
    /// It does if this table has rows.
    With(TableName),
}

/// All about an indicator.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct IndicatorRow {
    pub(crate) id: Indicator,
    pub(crate) words: Words,
    pub(crate) measure: Measure,
    pub(crate) value: ValueOf,
    /// Whether more of what is held against a target is better.
    pub(crate) more_is_better: bool,
    /// Whether it is a share of people.
    pub(crate) is_share: bool,
    /// What an ambition about it moves.
    pub(crate) driver: Driver,
    pub(crate) first_guess: FirstGuess,
    pub(crate) scope: Scope,
    /// Kinds of target it can have.
    pub(crate) targets: &'static [TargetKind],
    /// The ambition of the agreement that is about it, alone or among others; empty if none is.
    pub(crate) ambition: &'static str,
    /// Years after the start of the tables that a built-in target is relative to: 1 where figures carry the year in which a school,
    /// financial or survey year ends.
    pub(crate) baseline_after: i32,
    /// The table its level at the start is read from; none of an analyst's own.
    pub(crate) table: Option<TableName>,
    pub(crate) pathway: Pathway,
}

/// Targets of a share that should fall.
pub(crate) const LESS_OF_A_SHARE: &[TargetKind] = &[
    TargetKind::Level,
    TargetKind::PercentagePointReduction,
    TargetKind::RelativeReduction,
    TargetKind::Reduction,
    TargetKind::TrendReversed,
];
/// Targets of a share that should rise.
pub(crate) const MORE_OF_A_SHARE: &[TargetKind] = &[TargetKind::Level];
/// Targets of a rate or number that should fall.
pub(crate) const LESS_OF_A_NUMBER: &[TargetKind] =
    &[TargetKind::RelativeReduction, TargetKind::Reduction, TargetKind::TrendReversed];

/// The same with a value to be reached.
pub(crate) const LESS_OF_A_NUMBER_OR_IT: &[TargetKind] =
    &[TargetKind::Number, TargetKind::RelativeReduction, TargetKind::Reduction, TargetKind::TrendReversed];
/// Targets of a rate or number that should rise.
pub(crate) const MORE_OF_A_NUMBER: &[TargetKind] = &[TargetKind::Number];

impl IndicatorRow {
    /// A share of people that should fall, with a path to health, of any area and quintile.
    pub(crate) const fn share(
        id: Indicator,
        words: &'static str,
        measure: Measure,
        driver: Driver,
        table: TableName,
    ) -> Self {
        Self {
            id,
            words: Words::fixed(words),
            measure,
            value: ValueOf::Level,
            more_is_better: false,
            is_share: true,
            driver,
            first_guess: FirstGuess::ThreeQuarters,
            scope: Scope::Cell,
            targets: LESS_OF_A_SHARE,
            ambition: "",
            baseline_after: 0,
            table: Some(table),
            pathway: Pathway::Modelled,
        }
    }

    /// A rate or number that should fall.
    pub(crate) const fn number(
        id: Indicator,
        words: &'static str,
        measure: Measure,
        driver: Driver,
        table: TableName,
    ) -> Self {
        Self { is_share: false, targets: LESS_OF_A_NUMBER, ..Self::share(id, words, measure, driver, table) }
    }
}
