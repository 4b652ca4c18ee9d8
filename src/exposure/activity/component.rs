//! Activity as a subject of the model: its words, how it is fitted and drawn, and what moves it along a cohort.

use super::{Activity, FIRST_AGE};
use crate::catalogue::driver::{ActsOn, DriverRow, Reaches};
use crate::catalogue::indicator::{FirstGuess, IndicatorRow, MORE_OF_A_SHARE};
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
    /// Share of adults below 150 active minutes a week, and of those below 30.
    pub const INACTIVITY: Self = Self::fixed("inactivity");
}

impl Indicator {
    /// Share of adults (19 and over) active for 150 minutes a week or more.
    pub const PHYSICALLY_ACTIVE: Self = Self::fixed("physically_active");
}

impl Measure {
    /// Adults aged 19 and over, of whom activity is known.
    pub const ADULTS_19: Self = Self::fixed("adults_19");
    /// Of them, active for 150 minutes a week or more.
    pub const ACTIVE_ADULTS: Self = Self::fixed("active_adults");
    /// Of them, active for less than 30 minutes a week.
    pub const INACTIVE_ADULTS: Self = Self::fixed("inactive_adults");
    /// Share of adults (19 and over) active for 150 minutes a week or more.
    pub const PHYSICALLY_ACTIVE: Self = Self::fixed("physically_active");
    /// Share of adults (19 and over) active for less than 30 minutes a week.
    pub const PHYSICALLY_INACTIVE: Self = Self::fixed("physically_inactive");
}

const INDEX: usize = Exposure::Activity.index();
const ADULTS: Ages = Ages::From(FIRST_AGE);

impl Component for Activity {
    const ADDS: CatalogueRows = CatalogueRows {
        drivers: &[DriverRow::factor(Driver::INACTIVITY, "the activity", ActsOn::Shares(INDEX))
            .up_to(1.0)
            .reaching(Reaches::Exceeding(INDEX, 0))],
        // The survey year 2015/16 carries the year in which it ends.
        indicators: &[IndicatorRow {
            more_is_better: true,
            first_guess: FirstGuess::ShareLeft,
            targets: MORE_OF_A_SHARE,
            ambition: "2",
            baseline_after: 1,
            ..IndicatorRow::share(
                Indicator::PHYSICALLY_ACTIVE,
                "adults physically active",
                Measure::PHYSICALLY_ACTIVE,
                Driver::INACTIVITY,
                TableName::ACTIVITY_AREA,
            )
        }],
        measures: &[
            MeasureRow::stock(Measure::ADULTS_19, Counted::People, ADULTS).by_cell(),
            MeasureRow::stock(Measure::ACTIVE_ADULTS, Counted::NotExceeding(INDEX, 0), ADULTS).by_cell(),
            MeasureRow::stock(Measure::INACTIVE_ADULTS, Counted::Exceeding(INDEX, 1), ADULTS),
            MeasureRow::share(Measure::PHYSICALLY_ACTIVE, Measure::ACTIVE_ADULTS, Measure::ADULTS_19),
            MeasureRow::share(Measure::PHYSICALLY_INACTIVE, Measure::INACTIVE_ADULTS, Measure::ADULTS_19),
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

impl Shares for Activity {
    const EXPOSURE: Exposure = Exposure::Activity;

    #[inline(always)]
    fn step(at: &Step<'_>, drivers: &[Lanes]) -> Exceedance {
        let less = Lanes::ONE - drivers[0];
        [Lanes::ZERO - less * at.next[0], Lanes::ZERO - less * at.next[1]]
    }
}
