//! The layout of each table: its columns, what a cell may hold, and what the rows must hold together.

mod agreement;
mod diseases;
mod exposures;
mod health;
mod indicators;
mod mortality;
mod population;
mod smoking;

use super::name::TableName;
use super::rule::Rule;
use Rule::{
    Among, Area, Borough, NewArea, NonNegative, OneOf, OptionalAge, OptionalNonNegative, OptionalNumber,
    OptionalPositive, OptionalShare, OptionalText, Positive, Share, Table, Text, Whole, Year,
};

/// A column and the rule of its cells.
pub(crate) type Column = (&'static str, Rule);

/// The layout of a table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Schema {
    /// The columns, in the order of the embedded file; a caller's file may have another order.
    pub(crate) columns: &'static [Column],
    /// Further columns of counts or rates, one per period.
    pub(crate) periods: &'static [&'static str],
    /// The columns that no two rows may share.
    pub(crate) key: &'static [&'static str],
    /// The columns whose every combination of allowed values must have a row...
    pub(crate) complete: &'static [&'static str],
    /// ...within every combination of values found in these columns...
    pub(crate) within: &'static [&'static str],
    /// ...but for the combinations that hold all the pairs of one of these.
    pub(crate) exempt: &'static [&'static [(&'static str, &'static str)]],
    /// Rules between cells.
    pub(crate) cross: &'static [Cross],
    /// Whether the table may be without rows: one that waits for an analyst's own figures.
    pub(crate) may_be_empty: bool,
}

/// A rule between cells.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Cross {
    /// `lower` <= the named value <= `upper`, where bounds are given.
    Interval(&'static str),
    /// `age_from` <= `age_to`, where the latter is given.
    AgesInOrder,
    /// `share` sums to 1 within these columns, to 1e-4.
    SharesSumToOne(&'static [&'static str]),
}

const SEX: Rule = OneOf(&["female", "male"]);
const SEX_OR_ALL: Rule = OneOf(&["female", "male", "all"]);
const QUINTILE: Rule = Whole(1, 5);
const STATUS: Rule = OneOf(&["found", "derived", "unverified"]);
/// Lower bounds of the age groups of deaths: 0, 1-4, 5-9, ... 90 and over.
const AGE_GROUP: Rule = Among(&[0, 1, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90]);
/// Lower bounds of the age groups of cancer registrations: 0, 1-4, 5-9, ... 85 and over.
const CANCER_AGE_GROUP: Rule = Among(&[0, 1, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85]);
/// Lower bounds of five-year age groups: 0-4, 5-9, ... 90 and over.
const FIVE_YEARS: Rule = Among(&[0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90]);
/// Ages of mothers: 15 stands for under 20 and 45 for 45 and over.
const MOTHER_AGE: Rule = Among(&[
    15, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45,
]);
/// The exclusive causes of death, which add up to all deaths.
const CAUSE: Rule = OneOf(&[
    "all_other_causes",
    "breast_cancer",
    "cervical_cancer",
    "colorectal_cancer",
    "dementia_alzheimers",
    "diabetes",
    "intentional_injury",
    "ischaemic_heart_disease",
    "liver_cancer",
    "lung_cancer",
    "lymphoid_haematopoietic_cancer",
    "neonatal",
    "other_cancer",
    "other_circulatory",
    "other_digestive_cancer",
    "prostate_cancer",
    "respiratory_disease",
    "stroke",
    "unintentional_injury",
]);
/// Causes of one sex only have no rows for the other.
const ONE_SEX: &[&[(&str, &str)]] =
    &[&[("cause", "cervical_cancer"), ("sex", "male")], &[("cause", "prostate_cancer"), ("sex", "female")]];
/// The City of London is too small for a published figure.
const NO_CITY: &[&[(&str, &str)]] = &[&[("area_code", "E09000001")]];

const DEATH_YEARS: &[&str] = &[
    "y2001", "y2002", "y2003", "y2004", "y2005", "y2006", "y2007", "y2008", "y2009", "y2010", "y2011", "y2012",
    "y2013", "y2014", "y2015",
];
const PROJECTION_YEARS: &[&str] = &[
    "y2015", "y2016", "y2017", "y2018", "y2019", "y2020", "y2021", "y2022", "y2023", "y2024", "y2025", "y2026",
    "y2027", "y2028", "y2029", "y2030", "y2031", "y2032", "y2033", "y2034", "y2035", "y2036", "y2037", "y2038",
    "y2039", "y2040", "y2041",
];
const LIFE_TABLE_PERIODS: &[&str] = &[
    "mx_2001_2003",
    "mx_2002_2004",
    "mx_2003_2005",
    "mx_2004_2006",
    "mx_2005_2007",
    "mx_2006_2008",
    "mx_2007_2009",
    "mx_2008_2010",
    "mx_2009_2011",
    "mx_2010_2012",
    "mx_2011_2013",
    "mx_2012_2014",
    "mx_2013_2015",
];

/// A layout with these columns, of which those of `key` identify a row and must be complete.
const fn grid(columns: &'static [Column], key: &'static [&'static str]) -> Schema {
    Schema { columns, periods: &[], key, complete: key, within: &[], exempt: &[], cross: &[], may_be_empty: false }
}

/// A layout with these columns, of which those of `key` identify a row; any set of rows will do.
const fn list(columns: &'static [Column], key: &'static [&'static str]) -> Schema {
    Schema { columns, periods: &[], key, complete: &[], within: &[], exempt: &[], cross: &[], may_be_empty: false }
}

/// The layout of a table.
pub(crate) const fn schema(name: TableName) -> Schema {
    match name {
        TableName::Areas => population::AREAS,
        TableName::Population => population::POPULATION,
        TableName::DeprivationShares => population::DEPRIVATION_SHARES,
        TableName::DeprivationBorough => population::DEPRIVATION_BOROUGH,
        TableName::Births => population::BIRTHS,
        TableName::PopulationProjection => population::POPULATION_PROJECTION,
        TableName::DeathsByCause => mortality::DEATHS_BY_CAUSE,
        TableName::DeathsByCauseQuintile => mortality::DEATHS_BY_CAUSE_QUINTILE,
        TableName::DeathsCopdQuintile => mortality::DEATHS_COPD_QUINTILE,
        TableName::PopulationEnglandQuintile => mortality::POPULATION_ENGLAND_QUINTILE,
        TableName::PopulationEngland => mortality::POPULATION_ENGLAND,
        TableName::MortalityLondonEngland => mortality::MORTALITY_LONDON_ENGLAND,
        TableName::LifeTableEngland => mortality::LIFE_TABLE_ENGLAND,
        TableName::LifeExpectancyBorough => mortality::LIFE_EXPECTANCY_BOROUGH,
        TableName::HealthyLifeExpectancy => health::HEALTHY_LIFE_EXPECTANCY,
        TableName::CancerRegistrationsSite => mortality::CANCER_REGISTRATIONS_SITE,
        TableName::SmokingArea => smoking::SMOKING_AREA,
        TableName::SmokingRoutineManual => smoking::SMOKING_ROUTINE_MANUAL,
        TableName::SmokingAgeSex => smoking::SMOKING_AGE_SEX,
        TableName::SmokingLongSeries => smoking::SMOKING_LONG_SERIES,
        TableName::SmokingIncomeFifth => smoking::SMOKING_INCOME_FIFTH,
        TableName::SmokingStarting => smoking::SMOKING_STARTING,
        TableName::SmokingRelapse => smoking::SMOKING_RELAPSE,
        TableName::SmokingRelativeRisk => smoking::SMOKING_RELATIVE_RISK,
        TableName::SmokingExcessRiskRemaining => smoking::SMOKING_EXCESS_RISK_REMAINING,
        TableName::SmokingInterventions => smoking::SMOKING_INTERVENTIONS,
        TableName::SmokingAttributablePoints => smoking::SMOKING_ATTRIBUTABLE_POINTS,
        TableName::SchoolReadiness => indicators::SCHOOL_READINESS,
        TableName::SchoolReadinessFreeMeals => indicators::SCHOOL_READINESS_FREE_MEALS,
        TableName::AlcoholRelated => indicators::ALCOHOL_RELATED,
        TableName::SicknessAbsence => indicators::SICKNESS_ABSENCE,
        TableName::AbsenceRelativeRisk => indicators::ABSENCE_RELATIVE_RISK,
        TableName::WorkArea => indicators::WORK_AREA,
        TableName::MentalIllnessMortality => indicators::MENTAL_ILLNESS_MORTALITY,
        TableName::MentalIllnessPoints => indicators::MENTAL_ILLNESS_POINTS,
        TableName::MentalIllnessTrials => indicators::MENTAL_ILLNESS_TRIALS,
        TableName::StandardPopulation => indicators::STANDARD_POPULATION,
        TableName::CityDeathRates => indicators::CITY_DEATH_RATES,
        TableName::DiseaseRates => diseases::DISEASE_RATES,
        TableName::DiseasePoints => diseases::DISEASE_POINTS,
        TableName::UtilityDecrements => diseases::UTILITY_DECREMENTS,
        TableName::CareCosts => diseases::CARE_COSTS,
        TableName::CareCostPerHead => diseases::CARE_COST_PER_HEAD,
        TableName::DeliveryCosts => diseases::DELIVERY_COSTS,
        TableName::DiscountRates => diseases::DISCOUNT_RATES,
        TableName::ChildWeightArea => exposures::CHILD_WEIGHT_AREA,
        TableName::ChildWeightEngland => exposures::CHILD_WEIGHT_ENGLAND,
        TableName::BodyWeightTracking => exposures::BODY_WEIGHT_TRACKING,
        TableName::AdultWeightArea => exposures::ADULT_WEIGHT_AREA,
        TableName::AdultWeightPoints => exposures::POINTS,
        TableName::BodyWeightRelativeRisk => exposures::BODY_WEIGHT_RELATIVE_RISK,
        TableName::ActivityArea => exposures::ACTIVITY_AREA,
        TableName::ActivityPoints => exposures::POINTS,
        TableName::ActivityRelativeRisk => exposures::ACTIVITY_RELATIVE_RISK,
        TableName::AlcoholPoints => exposures::POINTS,
        TableName::AlcoholRelativeRisk => exposures::ALCOHOL_RELATIVE_RISK,
        TableName::Ambitions => agreement::AMBITIONS,
        TableName::DevolutionPilots => agreement::DEVOLUTION_PILOTS,
        TableName::Sources => agreement::SOURCES,
        TableName::UtilityNorms => agreement::UTILITY_NORMS,
    }
}
