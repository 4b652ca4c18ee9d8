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
        TableName::AREAS => population::AREAS,
        TableName::POPULATION => population::POPULATION,
        TableName::DEPRIVATION_SHARES => population::DEPRIVATION_SHARES,
        TableName::DEPRIVATION_BOROUGH => population::DEPRIVATION_BOROUGH,
        TableName::BIRTHS => population::BIRTHS,
        TableName::POPULATION_PROJECTION => population::POPULATION_PROJECTION,
        TableName::DEATHS_BY_CAUSE => mortality::DEATHS_BY_CAUSE,
        TableName::DEATHS_BY_CAUSE_QUINTILE => mortality::DEATHS_BY_CAUSE_QUINTILE,
        TableName::DEATHS_COPD_QUINTILE => mortality::DEATHS_COPD_QUINTILE,
        TableName::POPULATION_ENGLAND_QUINTILE => mortality::POPULATION_ENGLAND_QUINTILE,
        TableName::POPULATION_ENGLAND => mortality::POPULATION_ENGLAND,
        TableName::MORTALITY_LONDON_ENGLAND => mortality::MORTALITY_LONDON_ENGLAND,
        TableName::LIFE_TABLE_ENGLAND => mortality::LIFE_TABLE_ENGLAND,
        TableName::LIFE_EXPECTANCY_BOROUGH => mortality::LIFE_EXPECTANCY_BOROUGH,
        TableName::HEALTHY_LIFE_EXPECTANCY => health::HEALTHY_LIFE_EXPECTANCY,
        TableName::CANCER_REGISTRATIONS_SITE => mortality::CANCER_REGISTRATIONS_SITE,
        TableName::SMOKING_AREA => smoking::SMOKING_AREA,
        TableName::SMOKING_ROUTINE_MANUAL => smoking::SMOKING_ROUTINE_MANUAL,
        TableName::SMOKING_AGE_SEX => smoking::SMOKING_AGE_SEX,
        TableName::SMOKING_LONG_SERIES => smoking::SMOKING_LONG_SERIES,
        TableName::SMOKING_INCOME_FIFTH => smoking::SMOKING_INCOME_FIFTH,
        TableName::SMOKING_STARTING => smoking::SMOKING_STARTING,
        TableName::SMOKING_RELAPSE => smoking::SMOKING_RELAPSE,
        TableName::SMOKING_RELATIVE_RISK => smoking::SMOKING_RELATIVE_RISK,
        TableName::SMOKING_EXCESS_RISK_REMAINING => smoking::SMOKING_EXCESS_RISK_REMAINING,
        TableName::SMOKING_INTERVENTIONS => smoking::SMOKING_INTERVENTIONS,
        TableName::SMOKING_ATTRIBUTABLE_POINTS => smoking::SMOKING_ATTRIBUTABLE_POINTS,
        TableName::SCHOOL_READINESS => indicators::SCHOOL_READINESS,
        TableName::SCHOOL_READINESS_FREE_MEALS => indicators::SCHOOL_READINESS_FREE_MEALS,
        TableName::ALCOHOL_RELATED => indicators::ALCOHOL_RELATED,
        TableName::SICKNESS_ABSENCE => indicators::SICKNESS_ABSENCE,
        TableName::ABSENCE_RELATIVE_RISK => indicators::ABSENCE_RELATIVE_RISK,
        TableName::WORK_AREA => indicators::WORK_AREA,
        TableName::MENTAL_ILLNESS_MORTALITY => indicators::MENTAL_ILLNESS_MORTALITY,
        TableName::MENTAL_ILLNESS_POINTS => indicators::MENTAL_ILLNESS_POINTS,
        TableName::MENTAL_ILLNESS_TRIALS => indicators::MENTAL_ILLNESS_TRIALS,
        TableName::STANDARD_POPULATION => indicators::STANDARD_POPULATION,
        TableName::CITY_DEATH_RATES => indicators::CITY_DEATH_RATES,
        TableName::DISEASE_RATES => diseases::DISEASE_RATES,
        TableName::DISEASE_POINTS => diseases::DISEASE_POINTS,
        TableName::UTILITY_DECREMENTS => diseases::UTILITY_DECREMENTS,
        TableName::CARE_COSTS => diseases::CARE_COSTS,
        TableName::CARE_COST_PER_HEAD => diseases::CARE_COST_PER_HEAD,
        TableName::DELIVERY_COSTS => diseases::DELIVERY_COSTS,
        TableName::DISCOUNT_RATES => diseases::DISCOUNT_RATES,
        TableName::CHILD_WEIGHT_AREA => exposures::CHILD_WEIGHT_AREA,
        TableName::CHILD_WEIGHT_ENGLAND => exposures::CHILD_WEIGHT_ENGLAND,
        TableName::BODY_WEIGHT_TRACKING => exposures::BODY_WEIGHT_TRACKING,
        TableName::ADULT_WEIGHT_AREA => exposures::ADULT_WEIGHT_AREA,
        TableName::ADULT_WEIGHT_POINTS => exposures::POINTS,
        TableName::BODY_WEIGHT_RELATIVE_RISK => exposures::BODY_WEIGHT_RELATIVE_RISK,
        TableName::ACTIVITY_AREA => exposures::ACTIVITY_AREA,
        TableName::ACTIVITY_POINTS => exposures::POINTS,
        TableName::ACTIVITY_RELATIVE_RISK => exposures::ACTIVITY_RELATIVE_RISK,
        TableName::ALCOHOL_POINTS => exposures::POINTS,
        TableName::ALCOHOL_RELATIVE_RISK => exposures::ALCOHOL_RELATIVE_RISK,
        TableName::AMBITIONS => agreement::AMBITIONS,
        TableName::DEVOLUTION_PILOTS => agreement::DEVOLUTION_PILOTS,
        TableName::SOURCES => agreement::SOURCES,
        TableName::UTILITY_NORMS => agreement::UTILITY_NORMS,
    }
}
