//! What people die of: nineteen exclusive causes of the deaths tables, respiratory disease in two.

use crate::error::Error;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A cause of death. The causes are exclusive and add up to all deaths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the names are the field's own; groups and codes are in the methods
pub enum Cause {
    LungCancer,
    ColorectalCancer,
    LiverCancer,
    OtherDigestiveCancer,
    LymphoidHaematopoieticCancer,
    BreastCancer,
    ProstateCancer,
    CervicalCancer,
    OtherCancer,
    IschaemicHeartDisease,
    Stroke,
    OtherCirculatory,
    Copd,
    OtherRespiratory,
    Diabetes,
    DementiaAlzheimers,
    IntentionalInjury,
    UnintentionalInjury,
    Neonatal,
    AllOtherCauses,
}

/// The groups that results are given for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CauseGroup {
    /// All neoplasms, C00-D48.
    Cancer,
    /// Heart disease, stroke and other diseases of the circulation.
    Cardiovascular,
    /// All respiratory disease.
    Respiratory,
    /// Everything else.
    Other,
}

/// Number of causes.
pub const CAUSES: usize = 20;

impl Cause {
    /// All causes, in the order of every array with a cause axis.
    pub const ALL: [Self; CAUSES] = [
        Self::LungCancer,
        Self::ColorectalCancer,
        Self::LiverCancer,
        Self::OtherDigestiveCancer,
        Self::LymphoidHaematopoieticCancer,
        Self::BreastCancer,
        Self::ProstateCancer,
        Self::CervicalCancer,
        Self::OtherCancer,
        Self::IschaemicHeartDisease,
        Self::Stroke,
        Self::OtherCirculatory,
        Self::Copd,
        Self::OtherRespiratory,
        Self::Diabetes,
        Self::DementiaAlzheimers,
        Self::IntentionalInjury,
        Self::UnintentionalInjury,
        Self::Neonatal,
        Self::AllOtherCauses,
    ];

    /// Place on the cause axis.
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }

    /// Name used in results and parameters.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::LungCancer => "lung_cancer",
            Self::ColorectalCancer => "colorectal_cancer",
            Self::LiverCancer => "liver_cancer",
            Self::OtherDigestiveCancer => "other_digestive_cancer",
            Self::LymphoidHaematopoieticCancer => "lymphoid_haematopoietic_cancer",
            Self::BreastCancer => "breast_cancer",
            Self::ProstateCancer => "prostate_cancer",
            Self::CervicalCancer => "cervical_cancer",
            Self::OtherCancer => "other_cancer",
            Self::IschaemicHeartDisease => "ischaemic_heart_disease",
            Self::Stroke => "stroke",
            Self::OtherCirculatory => "other_circulatory",
            Self::Copd => "copd",
            Self::OtherRespiratory => "other_respiratory",
            Self::Diabetes => "diabetes",
            Self::DementiaAlzheimers => "dementia_alzheimers",
            Self::IntentionalInjury => "intentional_injury",
            Self::UnintentionalInjury => "unintentional_injury",
            Self::Neonatal => "neonatal",
            Self::AllOtherCauses => "all_other_causes",
        }
    }

    /// The cause of the deaths tables that this one is, or is a part of.
    #[must_use]
    pub const fn table_name(self) -> &'static str {
        match self {
            Self::Copd | Self::OtherRespiratory => "respiratory_disease",
            other => other.name(),
        }
    }

    /// The group results are given for.
    #[must_use]
    pub const fn group(self) -> CauseGroup {
        match self {
            Self::LungCancer
            | Self::ColorectalCancer
            | Self::LiverCancer
            | Self::OtherDigestiveCancer
            | Self::LymphoidHaematopoieticCancer
            | Self::BreastCancer
            | Self::ProstateCancer
            | Self::CervicalCancer
            | Self::OtherCancer => CauseGroup::Cancer,
            Self::IschaemicHeartDisease | Self::Stroke | Self::OtherCirculatory => CauseGroup::Cardiovascular,
            Self::Copd | Self::OtherRespiratory => CauseGroup::Respiratory,
            _ => CauseGroup::Other,
        }
    }

    /// The cause whose London level is published that this one follows, if any.
    #[must_use]
    pub(crate) const fn published_in_london(self) -> Option<&'static str> {
        match self {
            Self::Copd => Some("chronic_respiratory"),
            Self::Diabetes => Some("diabetes"),
            other => match other.group() {
                CauseGroup::Cancer => Some("cancer"),
                CauseGroup::Cardiovascular => Some("cardiovascular"),
                _ => None,
            },
        }
    }

    /// The cause with this name.
    ///
    /// # Errors
    /// If there is none; the nearest is offered.
    pub fn from_name(name: &str) -> Result<Self, Error> {
        Self::ALL
            .into_iter()
            .find(|cause| cause.name() == name)
            .ok_or_else(|| Error::unknown("cause of death", name, Self::ALL.map(Self::name)))
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_the_index() {
        for (index, cause) in Cause::ALL.into_iter().enumerate() {
            assert_eq!(cause.index(), index);
            assert_eq!(Cause::from_name(cause.name()).unwrap(), cause);
        }
    }
}
