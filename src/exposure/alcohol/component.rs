//! Alcohol as a subject of the model: its words, how it is fitted and drawn, and what moves it along a cohort.

use super::Alcohol;
use crate::catalogue::driver::{ActsOn, DriverRow};
use crate::catalogue::indicator::{FirstGuess, IndicatorRow, Pathway};
use crate::catalogue::measure::{Ages, Counted};
use crate::catalogue::rows::CatalogueRows;
use crate::catalogue::{Driver, Indicator, Measure, MeasureRow};
use crate::component::{Component, FitContext};
use crate::data::TableName;
use crate::draws::Draws;
use crate::error::Error;
use crate::exposure::levels::{Exceedance, Exposure, ExposureDraws, Shares, Step};
use crate::multistate::lanes::Lanes;

impl Driver {
    /// Share of adults who drink over 14 units a week; the others drink up to 14.
    pub const DRINKING_OVER_14_UNITS: Self = Self::fixed("drinking_over_14_units");
}

impl Indicator {
    /// Share of adults (18 and over) who drink more than 14 units a week.
    pub const ALCOHOL_OVER_14_UNITS: Self = Self::fixed("alcohol_over_14_units");
}

impl Measure {
    /// Adults (18 and over) who drink more than 14 units a week.
    pub const DRINKERS_OVER_14_UNITS: Self = Self::fixed("drinkers_over_14_units");
    /// Share of adults who drink more than 14 units a week.
    pub const ALCOHOL_OVER_14_UNITS: Self = Self::fixed("alcohol_over_14_units");
}

const INDEX: usize = Exposure::Alcohol.index();

impl Component for Alcohol {
    const ADDS: CatalogueRows = CatalogueRows {
        drivers: &[DriverRow::factor(Driver::DRINKING_OVER_14_UNITS, "the drinking", ActsOn::Shares(INDEX)).up_to(1.0)],
        indicators: &[IndicatorRow {
            first_guess: FirstGuess::InProportion,
            ambition: "4b",
            pathway: Pathway::With(TableName::ALCOHOL_RELATIVE_RISK),
            ..IndicatorRow::share(
                Indicator::ALCOHOL_OVER_14_UNITS,
                "adults drinking over 14 units a week",
                Measure::ALCOHOL_OVER_14_UNITS,
                Driver::DRINKING_OVER_14_UNITS,
                TableName::ALCOHOL_ESTIMATES,
            )
        }],
        measures: &[
            MeasureRow::stock(Measure::DRINKERS_OVER_14_UNITS, Counted::Exceeding(INDEX, 1), Ages::From(18)).by_cell(),
            MeasureRow::share(Measure::ALCOHOL_OVER_14_UNITS, Measure::DRINKERS_OVER_14_UNITS, Measure::ADULTS),
        ],
    };
    type Sample = ExposureDraws;

    fn fit(of: &FitContext<'_>) -> Result<Self, Error> {
        Self::fit(of.data, of.demography, of.start, of.years, of.delay)
    }

    fn sample(&self, draws: &mut Draws<'_>) -> Result<ExposureDraws, Error> {
        self.draw(draws)
    }

    fn notes(&self) -> Vec<String> {
        Self::notes(self).to_vec()
    }
}

impl Shares for Alcohol {
    const EXPOSURE: Exposure = Exposure::Alcohol;

    #[inline(always)]
    fn step(at: &Step<'_>, drivers: &[Lanes]) -> Exceedance {
        [Lanes::ZERO, Lanes::ZERO - (Lanes::ONE - drivers[0]) * at.next[1]]
    }
}
