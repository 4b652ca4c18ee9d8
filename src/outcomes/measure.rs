//! What is counted: the measures of a projection, with their units.

use crate::error::Error;
use serde::{Deserialize, Serialize};
use std::fmt;

/// An output quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Measure {
    /// People at mid-year.
    Population,
    /// Adults (18 and over) at mid-year.
    Adults,
    /// Adults who smoke at mid-year.
    Smokers,
    /// Births in the year.
    Births,
    /// Deaths in the year.
    Deaths,
    /// Deaths of cancer (C00-D48).
    DeathsCancer,
    /// Deaths of heart disease, stroke and other diseases of the circulation.
    DeathsCardiovascular,
    /// Deaths of respiratory disease.
    DeathsRespiratory,
    /// Deaths of lung cancer.
    DeathsLungCancer,
    /// Deaths of ischaemic heart disease.
    DeathsIschaemicHeartDisease,
    /// Deaths of stroke.
    DeathsStroke,
    /// Deaths of chronic obstructive pulmonary disease (J40-J44).
    DeathsCopd,
    /// Deaths that would not have happened at the rates of never smokers.
    DeathsSmokingAttributable,
    /// Person-years lived in the year.
    LifeYears,
    /// Person-years weighted by the utility norm of their sex and age; no disease is modelled beside it.
    Qalys,
    /// Smokers who complete a first full year of abstinence in the year.
    Quits,
    /// Share of adults who smoke.
    SmokingPrevalence,
    /// Period life expectancy at birth at the rates of mid-year.
    LifeExpectancy,
    /// Quits of a scenario beyond the comparator's.
    ExtraQuitsNeeded,
    /// Life years discounted at 1.5% a year to the start.
    #[serde(rename = "life_years_discounted_1.5")]
    LifeYearsDiscounted1_5,
    /// Life years discounted at 3.5% a year to the start.
    #[serde(rename = "life_years_discounted_3.5")]
    LifeYearsDiscounted3_5,
    /// QALYs discounted at 1.5% a year to the start.
    #[serde(rename = "qalys_discounted_1.5")]
    QalysDiscounted1_5,
    /// QALYs discounted at 3.5% a year to the start.
    #[serde(rename = "qalys_discounted_3.5")]
    QalysDiscounted3_5,
}

/// The measures that are added up and kept in every draw, in the order of the draw store.
pub(crate) const KEPT: [Measure; 16] = [
    Measure::Population,
    Measure::Adults,
    Measure::Smokers,
    Measure::Births,
    Measure::Deaths,
    Measure::DeathsCancer,
    Measure::DeathsCardiovascular,
    Measure::DeathsRespiratory,
    Measure::DeathsLungCancer,
    Measure::DeathsIschaemicHeartDisease,
    Measure::DeathsStroke,
    Measure::DeathsCopd,
    Measure::DeathsSmokingAttributable,
    Measure::LifeYears,
    Measure::Qalys,
    Measure::Quits,
];

/// Discounted measures: each with what it discounts and the rate a year. A rate of 0 is the undiscounted measure itself.
///
/// 3.5% is the rate of NICE's guide to the methods of technology appraisal (2013); 1.5% the Treasury's for health and that of NICE's
/// sensitivity analyses, still to be checked against both.
pub(crate) const DISCOUNTED: [(Measure, Measure, f64); 4] = [
    (Measure::LifeYearsDiscounted1_5, Measure::LifeYears, 0.015),
    (Measure::LifeYearsDiscounted3_5, Measure::LifeYears, 0.035),
    (Measure::QalysDiscounted1_5, Measure::Qalys, 0.015),
    (Measure::QalysDiscounted3_5, Measure::Qalys, 0.035),
];

/// When a measure is read: at mid-year, or over the year to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timing {
    /// At mid-year, from the start on.
    Stock,
    /// Over the year to mid-year, from the year after the start on.
    Flow,
}

impl Measure {
    /// All measures.
    pub const ALL: [Self; 23] = [
        Self::Population,
        Self::Adults,
        Self::Smokers,
        Self::Births,
        Self::Deaths,
        Self::DeathsCancer,
        Self::DeathsCardiovascular,
        Self::DeathsRespiratory,
        Self::DeathsLungCancer,
        Self::DeathsIschaemicHeartDisease,
        Self::DeathsStroke,
        Self::DeathsCopd,
        Self::DeathsSmokingAttributable,
        Self::LifeYears,
        Self::Qalys,
        Self::Quits,
        Self::SmokingPrevalence,
        Self::LifeExpectancy,
        Self::ExtraQuitsNeeded,
        Self::LifeYearsDiscounted1_5,
        Self::LifeYearsDiscounted3_5,
        Self::QalysDiscounted1_5,
        Self::QalysDiscounted3_5,
    ];

    /// Name in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Population => "population",
            Self::Adults => "adults",
            Self::Smokers => "smokers",
            Self::Births => "births",
            Self::Deaths => "deaths",
            Self::DeathsCancer => "deaths_cancer",
            Self::DeathsCardiovascular => "deaths_cardiovascular",
            Self::DeathsRespiratory => "deaths_respiratory",
            Self::DeathsLungCancer => "deaths_lung_cancer",
            Self::DeathsIschaemicHeartDisease => "deaths_ischaemic_heart_disease",
            Self::DeathsStroke => "deaths_stroke",
            Self::DeathsCopd => "deaths_copd",
            Self::DeathsSmokingAttributable => "deaths_smoking_attributable",
            Self::LifeYears => "life_years",
            Self::Qalys => "qalys",
            Self::Quits => "quits",
            Self::SmokingPrevalence => "smoking_prevalence",
            Self::LifeExpectancy => "life_expectancy",
            Self::ExtraQuitsNeeded => "extra_quits_needed",
            Self::LifeYearsDiscounted1_5 => "life_years_discounted_1.5",
            Self::LifeYearsDiscounted3_5 => "life_years_discounted_3.5",
            Self::QalysDiscounted1_5 => "qalys_discounted_1.5",
            Self::QalysDiscounted3_5 => "qalys_discounted_3.5",
        }
    }

    /// Unit in tables.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Population | Self::Adults | Self::Smokers => "persons",
            Self::Births => "births",
            Self::Quits | Self::ExtraQuitsNeeded => "quits",
            Self::LifeYears | Self::LifeYearsDiscounted1_5 | Self::LifeYearsDiscounted3_5 => "years",
            Self::Qalys | Self::QalysDiscounted1_5 | Self::QalysDiscounted3_5 => "QALYs",
            Self::SmokingPrevalence => "share",
            Self::LifeExpectancy => "years",
            _ => "deaths",
        }
    }

    /// Whether it is read at mid-year or over the year.
    #[must_use]
    pub const fn timing(self) -> Timing {
        match self {
            Self::Population | Self::Adults | Self::Smokers | Self::SmokingPrevalence | Self::LifeExpectancy => {
                Timing::Stock
            }
            _ => Timing::Flow,
        }
    }

    /// Place among the kept measures; `None` for one formed from them.
    pub(crate) fn kept(self) -> Option<usize> {
        KEPT.iter().position(|&kept| kept == self)
    }

    /// What a discounted measure discounts, and the rate a year; `None` for all others.
    pub(crate) fn discounting(self) -> Option<(Self, f64)> {
        DISCOUNTED.iter().find(|(measure, ..)| *measure == self).map(|&(_, of, rate)| (of, rate))
    }

    /// The measure with this name.
    ///
    /// # Errors
    /// If there is none; the nearest is offered.
    pub fn from_name(name: &str) -> Result<Self, Error> {
        Self::ALL
            .into_iter()
            .find(|measure| measure.name() == name)
            .ok_or_else(|| Error::unknown("measure", name, Self::ALL.map(Self::name)))
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_measure_is_listed_once_and_found_by_its_name() {
        for (place, measure) in Measure::ALL.into_iter().enumerate() {
            assert_eq!(Measure::ALL.iter().position(|other| *other == measure), Some(place));
            assert_eq!(Measure::from_name(measure.name()).unwrap(), measure);
            assert_eq!(serde_json::to_value(measure).unwrap(), measure.name());
        }
    }

    #[test]
    fn discounted_measures_are_named_by_what_they_discount_and_the_rate() {
        for (measure, of, rate) in DISCOUNTED {
            assert_eq!(measure.name(), format!("{of}_discounted_{:.1}", 100.0 * rate));
            assert_eq!((measure.unit(), measure.timing()), (of.unit(), of.timing()));
            assert_eq!(measure.discounting(), Some((of, rate)));
        }
        let named = Measure::ALL.iter().filter(|measure| measure.name().contains("discounted"));
        assert_eq!(named.count(), DISCOUNTED.len());
        assert_eq!(Measure::Qalys.discounting(), None);
    }
}
