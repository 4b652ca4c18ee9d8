//! What people die of: nineteen exclusive causes of the deaths tables, respiratory disease in two.

use crate::named::named_enum;
use serde::{Deserialize, Serialize};

named_enum! {
    /// A cause of death. The causes are exclusive and add up to all deaths.
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    #[allow(missing_docs)] // the names are the field's own; groups and codes are in the methods
    pub(crate) enum Cause, unknown "cause of death" {
        LungCancer = "lung_cancer",
        ColorectalCancer = "colorectal_cancer",
        LiverCancer = "liver_cancer",
        OtherDigestiveCancer = "other_digestive_cancer",
        LymphoidHaematopoieticCancer = "lymphoid_haematopoietic_cancer",
        BreastCancer = "breast_cancer",
        ProstateCancer = "prostate_cancer",
        CervicalCancer = "cervical_cancer",
        OtherCancer = "other_cancer",
        IschaemicHeartDisease = "ischaemic_heart_disease",
        Stroke = "stroke",
        OtherCirculatory = "other_circulatory",
        Copd = "copd",
        OtherRespiratory = "other_respiratory",
        Diabetes = "diabetes",
        DementiaAlzheimers = "dementia_alzheimers",
        IntentionalInjury = "intentional_injury",
        UnintentionalInjury = "unintentional_injury",
        Neonatal = "neonatal",
        AllOtherCauses = "all_other_causes",
    }
}

/// The groups that results are given for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CauseGroup {
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
pub(crate) const CAUSES: usize = Cause::AXIS.len();

impl Cause {
    /// The cause of the deaths tables that this one is, or is a part of.
    #[must_use]
    pub(crate) const fn table_name(self) -> &'static str {
        match self {
            Self::Copd | Self::OtherRespiratory => "respiratory_disease",
            other => other.name(),
        }
    }

    /// The group results are given for.
    #[must_use]
    pub(crate) const fn group(self) -> CauseGroup {
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
    pub(crate) const fn published_in_region(self) -> Option<&'static str> {
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_the_index() {
        for (index, cause) in Cause::AXIS.into_iter().enumerate() {
            assert_eq!(cause.index(), index);
            assert_eq!(Cause::from_name(cause.name()).unwrap(), cause);
        }
    }
}
