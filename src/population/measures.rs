//! Measures of people: how many, births, years of life and how long it lasts.

use crate::catalogue::measure::{Ages, Counted, Form, Kept};
use crate::catalogue::rows::CatalogueRows;
use crate::catalogue::{Measure, MeasureRow};

impl Measure {
    /// People at mid-year.
    pub const POPULATION: Self = Self::fixed("population");
    /// Adults (18 and over) at mid-year.
    pub const ADULTS: Self = Self::fixed("adults");
    /// Children finishing Reception: a sixth of those aged 4 and five sixths of those aged 5 at mid-year.
    pub const CHILDREN_RECEPTION: Self = Self::fixed("children_reception");
    /// Children finishing Year 6: a sixth of those aged 10 and five sixths of those aged 11 at mid-year.
    pub const CHILDREN_YEAR6: Self = Self::fixed("children_year6");
    /// Births in the year.
    pub const BIRTHS: Self = Self::fixed("births");
    /// Person-years lived in the year.
    pub const LIFE_YEARS: Self = Self::fixed("life_years");
    /// Life years discounted at 1.5% a year to the start.
    pub const LIFE_YEARS_DISCOUNTED_1_5: Self = Self::fixed("life_years_discounted_1.5");
    /// Life years discounted at 3.5% a year to the start.
    pub const LIFE_YEARS_DISCOUNTED_3_5: Self = Self::fixed("life_years_discounted_3.5");
    /// Period life expectancy at birth at the rates of mid-year.
    pub const LIFE_EXPECTANCY: Self = Self::fixed("life_expectancy");
    /// Years of it in good health (Sullivan).
    pub const HEALTHY_LIFE_EXPECTANCY: Self = Self::fixed("healthy_life_expectancy");
}

const BY_SEX: Form = Form::Value { kept: Kept::Everywhere, by_sex: true };

pub(crate) const ADDS: CatalogueRows = CatalogueRows {
    measures: &[
        MeasureRow::stock(Measure::POPULATION, Counted::People, Ages::All),
        MeasureRow::stock(Measure::ADULTS, Counted::People, Ages::From(18)).by_cell(),
        MeasureRow::stock(Measure::CHILDREN_RECEPTION, Counted::People, Ages::SchoolYear(4)).by_cell(),
        MeasureRow::stock(Measure::CHILDREN_YEAR6, Counted::People, Ages::SchoolYear(10)).by_cell(),
        // A birth could be put to the age of the mother or of the child, so it is put to neither.
        MeasureRow::flow(Measure::BIRTHS, "births", Ages::Untold),
        MeasureRow::flow(Measure::LIFE_YEARS, "years", Ages::All),
        MeasureRow::over_a_year(
            Measure::LIFE_YEARS_DISCOUNTED_1_5,
            "years",
            Form::Discounted(Measure::LIFE_YEARS, 0.015),
        ),
        MeasureRow::over_a_year(
            Measure::LIFE_YEARS_DISCOUNTED_3_5,
            "years",
            Form::Discounted(Measure::LIFE_YEARS, 0.035),
        ),
        MeasureRow::at_mid_year(Measure::LIFE_EXPECTANCY, "years", BY_SEX),
        MeasureRow::at_mid_year(Measure::HEALTHY_LIFE_EXPECTANCY, "years", BY_SEX),
    ],
    ..CatalogueRows::NOTHING
};
