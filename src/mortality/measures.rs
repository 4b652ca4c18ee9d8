//! Deaths as measures, and death rates as drivers.

use crate::catalogue::driver::{ActsOn, DriverRow};
use crate::catalogue::measure::{Ages, Form, Kept};
use crate::catalogue::rows::CatalogueRows;
use crate::catalogue::{Driver, Measure, MeasureRow};

impl Driver {
    /// Death rates of cancer.
    pub const CANCER_DEATHS: Self = Self::fixed("cancer_deaths");
    /// Death rates of heart disease, stroke and other diseases of the circulation.
    pub const CARDIOVASCULAR_DEATHS: Self = Self::fixed("cardiovascular_deaths");
    /// Death rates of respiratory disease.
    pub const RESPIRATORY_DEATHS: Self = Self::fixed("respiratory_deaths");
}

impl Measure {
    /// Deaths in the year.
    pub const DEATHS: Self = Self::fixed("deaths");
    /// Deaths of cancer (C00-D48).
    pub const DEATHS_CANCER: Self = Self::fixed("deaths_cancer");
    /// Deaths of heart disease, stroke and other diseases of the circulation.
    pub const DEATHS_CARDIOVASCULAR: Self = Self::fixed("deaths_cardiovascular");
    /// Deaths of respiratory disease.
    pub const DEATHS_RESPIRATORY: Self = Self::fixed("deaths_respiratory");
    /// Deaths of lung cancer.
    pub const DEATHS_LUNG_CANCER: Self = Self::fixed("deaths_lung_cancer");
    /// Deaths of ischaemic heart disease.
    pub const DEATHS_ISCHAEMIC_HEART_DISEASE: Self = Self::fixed("deaths_ischaemic_heart_disease");
    /// Deaths of stroke.
    pub const DEATHS_STROKE: Self = Self::fixed("deaths_stroke");
    /// Deaths of chronic obstructive pulmonary disease (J40-J44).
    pub const DEATHS_COPD: Self = Self::fixed("deaths_copd");
    /// Deaths of cancer under 75, standardised to the European population of 2013.
    pub const MORTALITY_CANCER_UNDER_75: Self = Self::fixed("mortality_cancer_under_75");
    /// Deaths of cardiovascular disease under 75, standardised likewise.
    pub const MORTALITY_CARDIOVASCULAR_UNDER_75: Self = Self::fixed("mortality_cardiovascular_under_75");
    /// Deaths of respiratory disease under 75, standardised likewise.
    pub const MORTALITY_RESPIRATORY_UNDER_75: Self = Self::fixed("mortality_respiratory_under_75");
}

/// Deaths by result group, in the order in which the loop counts them.
pub(crate) const BY_GROUP: [Measure; 8] = [
    Measure::DEATHS,
    Measure::DEATHS_CANCER,
    Measure::DEATHS_CARDIOVASCULAR,
    Measure::DEATHS_RESPIRATORY,
    Measure::DEATHS_LUNG_CANCER,
    Measure::DEATHS_ISCHAEMIC_HEART_DISEASE,
    Measure::DEATHS_STROKE,
    Measure::DEATHS_COPD,
];
/// Deaths under 75 of the major causes.
pub(crate) const UNDER_75: [Measure; 3] = [
    Measure::MORTALITY_CANCER_UNDER_75,
    Measure::MORTALITY_CARDIOVASCULAR_UNDER_75,
    Measure::MORTALITY_RESPIRATORY_UNDER_75,
];
/// Drivers of the deaths of the major causes.
pub(crate) const DRIVERS: [Driver; 3] =
    [Driver::CANCER_DEATHS, Driver::CARDIOVASCULAR_DEATHS, Driver::RESPIRATORY_DEATHS];

const fn deaths(of: Driver) -> DriverRow {
    DriverRow::factor(of, "the deaths", ActsOn::Deaths).up_to(2.0)
}

const fn counted(of: Measure) -> MeasureRow {
    MeasureRow::flow(of, "deaths", Ages::All)
}

const fn under_75(of: Measure) -> MeasureRow {
    MeasureRow::over_a_year(of, "per 100,000", Form::Value { kept: Kept::Everywhere, by_sex: false })
}

pub(crate) const ADDS: CatalogueRows = CatalogueRows {
    drivers: &[deaths(DRIVERS[0]), deaths(DRIVERS[1]), deaths(DRIVERS[2])],
    measures: &[
        counted(BY_GROUP[0]).by_cell(),
        counted(BY_GROUP[1]),
        counted(BY_GROUP[2]),
        counted(BY_GROUP[3]),
        counted(BY_GROUP[4]),
        counted(BY_GROUP[5]),
        counted(BY_GROUP[6]),
        counted(BY_GROUP[7]),
        under_75(UNDER_75[0]),
        under_75(UNDER_75[1]),
        under_75(UNDER_75[2]),
    ],
    ..CatalogueRows::NOTHING
};
