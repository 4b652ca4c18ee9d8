//! Indicators: what ambitions are about.

use crate::data::{ReferenceData, TableName};
use serde::{Deserialize, Serialize};

/// What an ambition is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Indicator {
    /// Share of adults (18 and over) who smoke.
    AdultSmoking,
    /// Share of children obese at the end of primary school, Year 6.
    ChildObesityYear6,
    /// Share of children overweight or obese at the end of primary school, Year 6.
    ChildExcessWeightYear6,
    /// Share of adults (18 and over) who are obese.
    AdultObesity,
    /// Share of adults (19 and over) active for 150 minutes a week or more.
    PhysicallyActive,
    /// Share of adults (18 and over) who drink more than 14 units a week.
    AlcoholOver14Units,
    /// Alcohol-related hospital admissions per 100,000, age-standardised.
    AlcoholAdmissions,
    /// Share of children with a good level of development at the end of Reception.
    SchoolReady,
    /// Days off sick of people in work.
    AbsenceDays,
    /// Years by which life expectancy at 18 of users of secondary mental-health services lags behind that of the rest.
    SmiGapSecondaryServices,
    /// The same of people on the general practices' registers of severe mental illness.
    SmiGapGpRegisters,
    /// Deaths of cancer per 100,000, age-standardised as the world cities' rates it is set against.
    CancerMortality,
    /// Deaths of heart disease, stroke and other diseases of the circulation likewise.
    CardiovascularMortality,
    /// Deaths of chronic obstructive pulmonary disease likewise: the cities publish chronic lower respiratory disease.
    RespiratoryMortality,
}

impl Indicator {
    /// All indicators.
    pub const ALL: [Self; 14] = [
        Self::AdultSmoking,
        Self::ChildObesityYear6,
        Self::ChildExcessWeightYear6,
        Self::AdultObesity,
        Self::PhysicallyActive,
        Self::AlcoholOver14Units,
        Self::AlcoholAdmissions,
        Self::SchoolReady,
        Self::AbsenceDays,
        Self::SmiGapSecondaryServices,
        Self::SmiGapGpRegisters,
        Self::CancerMortality,
        Self::CardiovascularMortality,
        Self::RespiratoryMortality,
    ];

    /// Name in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::AdultSmoking => "adult smoking prevalence",
            Self::ChildObesityYear6 => "children obese at Year 6",
            Self::ChildExcessWeightYear6 => "children overweight or obese at Year 6",
            Self::AdultObesity => "adults obese",
            Self::PhysicallyActive => "adults physically active",
            Self::AlcoholOver14Units => "adults drinking over 14 units a week",
            Self::AlcoholAdmissions => "alcohol-related admissions",
            Self::SchoolReady => "children ready for school",
            Self::AbsenceDays => "days off sick",
            Self::SmiGapSecondaryServices => "life expectancy gap of severe mental illness, secondary services",
            Self::SmiGapGpRegisters => "life expectancy gap of severe mental illness, registers of general practices",
            Self::CancerMortality => "cancer mortality",
            Self::CardiovascularMortality => "cardiovascular mortality",
            Self::RespiratoryMortality => "respiratory mortality",
        }
    }

    /// Whether more of it is better.
    #[must_use]
    pub const fn more_is_better(self) -> bool {
        matches!(self, Self::PhysicallyActive | Self::SchoolReady)
    }

    /// Whether it is a share of people, so that a target is a share or a change in points.
    #[must_use]
    pub const fn is_share(self) -> bool {
        matches!(
            self,
            Self::AdultSmoking
                | Self::ChildObesityYear6
                | Self::ChildExcessWeightYear6
                | Self::AdultObesity
                | Self::PhysicallyActive
                | Self::AlcoholOver14Units
                | Self::SchoolReady
        )
    }

    /// Whether the lever that moves it acts on the whole of a place and nothing smaller.
    #[must_use]
    pub const fn is_of_the_whole(self) -> bool {
        matches!(
            self,
            Self::SmiGapSecondaryServices
                | Self::SmiGapGpRegisters
                | Self::CancerMortality
                | Self::CardiovascularMortality
                | Self::RespiratoryMortality
        )
    }

    /// The table its level at the start is read from.
    #[must_use]
    pub const fn table(self) -> TableName {
        match self {
            Self::AdultSmoking => TableName::SMOKING_AREA,
            Self::ChildObesityYear6 | Self::ChildExcessWeightYear6 => TableName::CHILD_WEIGHT_AREA,
            Self::AdultObesity => TableName::ADULT_WEIGHT_AREA,
            Self::PhysicallyActive => TableName::ACTIVITY_AREA,
            Self::AlcoholOver14Units => TableName::ALCOHOL_POINTS,
            Self::AlcoholAdmissions => TableName::ALCOHOL_RELATED,
            Self::SchoolReady => TableName::SCHOOL_READINESS,
            Self::AbsenceDays => TableName::SICKNESS_ABSENCE,
            Self::SmiGapSecondaryServices | Self::SmiGapGpRegisters => TableName::MENTAL_ILLNESS_MORTALITY,
            Self::CancerMortality | Self::CardiovascularMortality | Self::RespiratoryMortality => {
                TableName::DEATHS_BY_CAUSE
            }
        }
    }

    /// Whether moving it changes deaths, disease or what they cost in the model.
    ///
    /// Alcohol does if `data` has relative risks of it ([`TableName::ALCOHOL_RELATIVE_RISK`]), which wait for an analyst's own figures.
    /// Admissions, school readiness and days off sick are moved by themselves and change nothing else: "no health pathway
    /// modelled".
    #[must_use]
    pub fn health_pathway(self, data: &ReferenceData) -> bool {
        match self {
            Self::AlcoholAdmissions | Self::SchoolReady | Self::AbsenceDays => false,
            Self::AlcoholOver14Units => data.table(TableName::ALCOHOL_RELATIVE_RISK).rows() > 0,
            _ => true,
        }
    }
}

impl Indicator {
    /// Id.
    pub const ADULT_SMOKING: Self = Self::AdultSmoking;
    /// Id.
    pub const CHILD_OBESITY_YEAR6: Self = Self::ChildObesityYear6;
    /// Id.
    pub const CHILD_EXCESS_WEIGHT_YEAR6: Self = Self::ChildExcessWeightYear6;
    /// Id.
    pub const ADULT_OBESITY: Self = Self::AdultObesity;
    /// Id.
    pub const PHYSICALLY_ACTIVE: Self = Self::PhysicallyActive;
    /// Id.
    pub const ALCOHOL_OVER_14_UNITS: Self = Self::AlcoholOver14Units;
    /// Id.
    pub const ALCOHOL_ADMISSIONS: Self = Self::AlcoholAdmissions;
    /// Id.
    pub const SCHOOL_READY: Self = Self::SchoolReady;
    /// Id.
    pub const ABSENCE_DAYS: Self = Self::AbsenceDays;
    /// Id.
    pub const SMI_GAP_SECONDARY_SERVICES: Self = Self::SmiGapSecondaryServices;
    /// Id.
    pub const SMI_GAP_GP_REGISTERS: Self = Self::SmiGapGpRegisters;
    /// Id.
    pub const CANCER_MORTALITY: Self = Self::CancerMortality;
    /// Id.
    pub const CARDIOVASCULAR_MORTALITY: Self = Self::CardiovascularMortality;
    /// Id.
    pub const RESPIRATORY_MORTALITY: Self = Self::RespiratoryMortality;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Table;

    #[test]
    fn drinking_has_a_pathway_with_relative_risks() {
        let london = ReferenceData::embedded();
        let without: Vec<Indicator> = Indicator::ALL.into_iter().filter(|one| !one.health_pathway(&london)).collect();
        let expected = [
            Indicator::ALCOHOL_OVER_14_UNITS,
            Indicator::ALCOHOL_ADMISSIONS,
            Indicator::SCHOOL_READY,
            Indicator::ABSENCE_DAYS,
        ];
        assert_eq!(without, expected);
        let text = "outcome,measure,sex,age_from,level,relative_risk,lower,upper,source,status\n\
                    stroke,mortality,all,18,over_14,1.1,,,mine,unverified\n";
        let mine = Table::from_csv_str(TableName::ALCOHOL_RELATIVE_RISK, text).unwrap();
        assert!(Indicator::ALCOHOL_OVER_14_UNITS.health_pathway(&london.with_table(mine).unwrap()));
    }
}
