//! Severe mental illness as a subject of the model: its words, and how it is fitted and drawn.

use super::mortality::{self, SevereMentalIllness, SmiDraws};
use crate::catalogue::driver::{ActsOn, DriverRow, Reaches, Scope, Together};
use crate::catalogue::indicator::IndicatorRow;
use crate::catalogue::measure::{Form, Kept};
use crate::catalogue::rows::CatalogueRows;
use crate::catalogue::{Driver, Indicator, Measure, MeasureRow};
use crate::component::{Component, FitContext, OriginContext};
use crate::data::TableName;
use crate::draws::Draws;
use crate::error::Error;
use crate::forecast::{Forecast, Subject};

impl Driver {
    /// Share of people with severe mental illness who smoke; of everybody with such an illness in the region.
    pub const SMOKING_WITH_MENTAL_ILLNESS: Self = Self::fixed("smoking_with_mental_illness");
    /// Share of people with severe mental illness who get the help to stop smoking of the trials, beyond today's; of everybody with
    /// such an illness in the region.
    pub const CHECKS_WITH_MENTAL_ILLNESS: Self = Self::fixed("checks_with_mental_illness");
}

impl Indicator {
    /// Years by which life expectancy at 18 of users of secondary mental-health services lags behind that of others.
    pub const SMI_GAP_SECONDARY_SERVICES: Self = Self::fixed("smi_gap_secondary_services");
    /// The same of people on the general practices' registers of severe mental illness.
    pub const SMI_GAP_GP_REGISTERS: Self = Self::fixed("smi_gap_gp_registers");
}

impl Measure {
    /// Life expectancy at 18 of others less that of users of secondary mental-health services.
    pub const SMI_LIFE_EXPECTANCY_GAP: Self = Self::fixed("smi_life_expectancy_gap");
    /// Life expectancy at 18 of others less that of people on practices' registers of severe mental illness.
    pub const SMI_LIFE_EXPECTANCY_GAP_GP_REGISTERS: Self = Self::fixed("smi_life_expectancy_gap_gp_registers");
}

impl Subject {
    /// England's mortality ratio of users of secondary mental-health services at 18 to 74, of a sex.
    pub const MENTAL_ILLNESS_ENGLAND: Self = Self::number("mortality ratio of severe mental illness, England");
}

/// Gaps by population, in the order of [`Patients`](super::Patients).
pub(crate) const GAPS: [Measure; 2] = [Measure::SMI_LIFE_EXPECTANCY_GAP, Measure::SMI_LIFE_EXPECTANCY_GAP_GP_REGISTERS];
/// Origins of the mortality ratio: its method ends in 2014/15, called 2014.
const ORIGINS: [i32; 4] = [2010, 2011, 2012, 2013];

const fn gap(ambition: &'static str, id: Indicator, words: &'static str, measure: Measure) -> IndicatorRow {
    let driver = Driver::SMOKING_WITH_MENTAL_ILLNESS;
    IndicatorRow {
        ambition,
        scope: Scope::Region,
        ..IndicatorRow::number(id, words, measure, driver, TableName::MENTAL_ILLNESS_MORTALITY)
    }
}

const fn years(measure: Measure) -> MeasureRow {
    MeasureRow::at_mid_year(measure, "years", Form::Value { kept: Kept::Region, by_sex: true })
}

impl Component for SevereMentalIllness {
    const ADDS: CatalogueRows = CatalogueRows {
        drivers: &[
            DriverRow::factor(Driver::SMOKING_WITH_MENTAL_ILLNESS, "the severe mental illness", ActsOn::MentalIllness)
                .up_to(1.0)
                .of(Scope::Region),
            DriverRow::factor(
                Driver::CHECKS_WITH_MENTAL_ILLNESS,
                "the help with mental illness",
                ActsOn::MentalIllness,
            )
            .up_to(1.0)
            .of(Scope::Region)
            .put_together(Together::SumOfShares)
            .reaching(Reaches::WithMentalIllness),
        ],
        indicators: &[
            gap(
                "5",
                Indicator::SMI_GAP_SECONDARY_SERVICES,
                "life expectancy gap of severe mental illness, secondary services",
                GAPS[0],
            ),
            gap(
                "",
                Indicator::SMI_GAP_GP_REGISTERS,
                "life expectancy gap of severe mental illness, registers of general practices",
                GAPS[1],
            ),
        ],
        measures: &[years(GAPS[0]), years(GAPS[1])],
    };
    type Sample = SmiDraws;

    fn fit(of: &FitContext<'_>) -> Result<Self, Error> {
        Self::fit(of.data, of.start, of.years)
    }

    fn sample(&self, draws: &mut Draws<'_>) -> Result<SmiDraws, Error> {
        self.draw(draws)
    }

    fn notes(&self) -> Vec<String> {
        Self::notes(self)
    }

    fn rolling_origins(of: &OriginContext<'_>) -> Result<Vec<Forecast>, Error> {
        mortality::rolling_origin(of.data, &ORIGINS)
    }
}
