//! Work as a subject of the model: its words, and how it is fitted and drawn.

use super::{Work, WorkDraws, absence};
use crate::catalogue::driver::{ActsOn, DriverRow};
use crate::catalogue::indicator::{IndicatorRow, Pathway, ValueOf};
use crate::catalogue::measure::{Ages, Form};
use crate::catalogue::rows::CatalogueRows;
use crate::catalogue::target::TargetKind;
use crate::catalogue::{Driver, Indicator, Measure, MeasureRow};
use crate::component::{Component, FitContext, OriginContext};
use crate::data::TableName;
use crate::draws::Draws;
use crate::error::Error;
use crate::forecast::{Forecast, Subject};
use crate::work::workers::WORKING_AGES;

impl Driver {
    /// Days off sick of a worker. No path to health.
    pub const ABSENCE: Self = Self::fixed("absence");
    /// Days off sick for poor mental health. No path to health beyond them.
    pub const ABSENCE_FOR_MENTAL_HEALTH: Self = Self::fixed("absence_for_mental_health");
}

impl Indicator {
    /// Days off sick of people in work.
    pub const ABSENCE_DAYS: Self = Self::fixed("absence_days");
}

impl Measure {
    /// Years of people in work, aged 16 to 64.
    pub const WORKER_YEARS: Self = Self::fixed("worker_years");
    /// Their days off sick.
    pub const ABSENCE_DAYS: Self = Self::fixed("absence_days");
    /// What the days they do work are worth by the human-capital method, at the pay of the region.
    pub const PRODUCTIVITY_VALUE: Self = Self::fixed("productivity_value");
    /// Days off sick of a worker in a year.
    pub const ABSENCE_DAYS_PER_WORKER: Self = Self::fixed("absence_days_per_worker");
}

impl Subject {
    /// Working days lost to sickness by a worker of the United Kingdom in a year.
    pub const ABSENCE_KINGDOM: Self = Self::number("days off sick of a worker, United Kingdom");
}

const AT_WORK: Ages = Ages::Between(WORKING_AGES.start, WORKING_AGES.end);

impl Component for Work {
    const ADDS: CatalogueRows = CatalogueRows {
        drivers: &[
            DriverRow::factor(Driver::ABSENCE, "the days off sick", ActsOn::Itself),
            DriverRow::factor(Driver::ABSENCE_FOR_MENTAL_HEALTH, "the days off sick", ActsOn::Itself),
        ],
        indicators: &[IndicatorRow {
            value: ValueOf::SavedSinceStart,
            more_is_better: true,
            targets: &[TargetKind::CumulativeGain],
            ambition: "3",
            pathway: Pathway::None,
            ..IndicatorRow::number(
                Indicator::ABSENCE_DAYS,
                "days off sick",
                Measure::ABSENCE_DAYS,
                Driver::ABSENCE,
                TableName::SICKNESS_ABSENCE,
            )
        }],
        measures: &[
            MeasureRow::flow(Measure::WORKER_YEARS, "years", AT_WORK),
            MeasureRow::flow(Measure::ABSENCE_DAYS, "working days", AT_WORK),
            MeasureRow::flow(Measure::PRODUCTIVITY_VALUE, "GBP 2015", AT_WORK),
            MeasureRow::over_a_year(
                Measure::ABSENCE_DAYS_PER_WORKER,
                "working days a year",
                Form::ShareOf(Measure::ABSENCE_DAYS, Measure::WORKER_YEARS),
            ),
        ],
    };
    type Sample = WorkDraws;

    fn fit(of: &FitContext<'_>) -> Result<Self, Error> {
        Self::fit(of.data, of.demography, of.start, of.years)
    }

    fn sample(&self, draws: &mut Draws<'_>) -> Result<WorkDraws, Error> {
        self.draw(draws)
    }

    fn notes(&self) -> Vec<String> {
        Self::notes(self)
    }

    fn rolling_origins(of: &OriginContext<'_>) -> Result<Vec<Forecast>, Error> {
        absence::rolling_origin(of.data, of.origins)
    }
}
