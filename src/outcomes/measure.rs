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
    /// Life years discounted at 3.5% a year to the start.
    #[serde(rename = "life_years_discounted_3.5")]
    LifeYearsDiscounted,
    /// QALYs discounted at 3.5% a year to the start.
    #[serde(rename = "qalys_discounted_3.5")]
    QalysDiscounted,
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
    pub const ALL: [Self; 21] = [
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
        Self::LifeYearsDiscounted,
        Self::QalysDiscounted,
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
            Self::LifeYearsDiscounted => "life_years_discounted_3.5",
            Self::QalysDiscounted => "qalys_discounted_3.5",
        }
    }

    /// Unit in tables.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Population | Self::Adults | Self::Smokers => "persons",
            Self::Births => "births",
            Self::Quits | Self::ExtraQuitsNeeded => "quits",
            Self::LifeYears | Self::LifeYearsDiscounted => "years",
            Self::Qalys | Self::QalysDiscounted => "QALYs",
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
