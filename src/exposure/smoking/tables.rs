//! Tables of smoking, its risks and help to stop.

use crate::data::Rule::{
    self, Area, Integer, NonNegative, Numbers, OneOf, OptionalAge, OptionalPositive, OptionalShare, OptionalText,
    Positive, Share, Text, Year,
};
use crate::data::schema::{Cross, NO_CITY, QUINTILE, SEX, SEX_OR_ALL, STATUS, Schema, grid, list};
use crate::data::{TableName, table};

/// The tables of this subject.
pub(crate) const TABLES: &[TableName] = &[
    TableName::CANCER_REGISTRATIONS_SITE,
    TableName::SMOKING_AREA,
    TableName::SMOKING_ROUTINE_MANUAL,
    TableName::SMOKING_AGE_SEX,
    TableName::SMOKING_LONG_SERIES,
    TableName::SMOKING_INCOME_FIFTH,
    TableName::SMOKING_STARTING,
    TableName::SMOKING_RELAPSE,
    TableName::SMOKING_RELATIVE_RISK,
    TableName::SMOKING_EXCESS_RISK_REMAINING,
    TableName::SMOKING_INTERVENTIONS,
    TableName::SMOKING_ATTRIBUTABLE_ESTIMATES,
];

/// Lower bounds of the age groups of cancer registrations: 0, 1-4, 5-9, ... 85 and over.
const CANCER_AGE_GROUP: Rule = Numbers(&[0, 1, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85]);

impl TableName {
    /// New cancers in England by site, sex and age group.
    pub const CANCER_REGISTRATIONS_SITE: Self = table!(
        "cancer_registrations_site",
        Schema {
            complete: &["age_from"],
            within: &["site", "sex"],
            ..list(
                &[("site", Text), ("sex", SEX), ("age_from", CANCER_AGE_GROUP), ("cases", NonNegative)],
                &["site", "sex", "age_from"],
            )
        }
    );

    /// Smoking prevalence of boroughs, London and England by year.
    pub const SMOKING_AREA: Self = table!(
        "smoking_area",
        Schema {
            complete: &["area_code"],
            within: &["year"],
            exempt: NO_CITY,
            cross: &[Cross::Interval("prevalence")],
            ..list(
                &[
                    ("area_code", Area),
                    ("year", Year),
                    ("prevalence", Share),
                    ("lower", OptionalShare),
                    ("upper", OptionalShare),
                ],
                &["area_code", "year"],
            )
        }
    );

    /// Smoking prevalence of people in routine and manual occupations by area and year.
    pub const SMOKING_ROUTINE_MANUAL: Self = table!(
        "smoking_routine_manual",
        list(&[("area_code", Area), ("year", Year), ("prevalence", Share)], &["area_code", "year"])
    );

    /// Smoking prevalence of London and England by age band, sex and year.
    pub const SMOKING_AGE_SEX: Self = table!(
        "smoking_age_sex",
        Schema {
            complete: &["sex"],
            within: &["area_code", "year", "age_from", "age_to"],
            cross: &[Cross::AgesInOrder],
            ..list(
                &[
                    ("area_code", Area),
                    ("year", Year),
                    ("sex", SEX_OR_ALL),
                    ("age_from", Integer(0, 100)),
                    ("age_to", OptionalAge),
                    ("prevalence", Share),
                ],
                &["area_code", "year", "sex", "age_from", "age_to"],
            )
        }
    );

    /// Smoking in Great Britain and England, survey estimates 1974 to 2015.
    pub const SMOKING_LONG_SERIES: Self = table!(
        "smoking_long_series",
        Schema {
            cross: &[Cross::AgesInOrder],
            ..list(
                &[
                    ("area", OneOf(&["England", "Great Britain"])),
                    ("year", Year),
                    ("sex", SEX_OR_ALL),
                    ("age_from", Integer(0, 100)),
                    ("age_to", OptionalAge),
                    ("status", OneOf(&["current", "ex", "never", "quit_ratio"])),
                    ("prevalence", Share),
                    ("series", Text),
                ],
                &["area", "year", "sex", "age_from", "age_to", "status", "series"],
            )
        }
    );

    /// Smoking prevalence in the lowest and the highest fifth of income.
    pub const SMOKING_INCOME_FIFTH: Self = table!(
        "smoking_income_fifth",
        list(
            &[("year", Year), ("sex", SEX_OR_ALL), ("fifth", OneOf(&["lowest", "highest"])), ("prevalence", Share)],
            &["year", "sex", "fifth"],
        )
    );

    /// Yearly probability of starting to smoke by sex, deprivation quintile and age.
    pub const SMOKING_STARTING: Self = table!(
        "smoking_starting",
        grid(
            &[("sex", SEX), ("quintile", QUINTILE), ("age", Integer(11, 30)), ("probability", Share)],
            &["sex", "quintile", "age"],
        )
    );

    /// Yearly probability of relapse by years since quitting.
    pub const SMOKING_RELAPSE: Self = table!(
        "smoking_relapse",
        Schema {
            cross: &[Cross::Interval("probability")],
            ..grid(
                &[
                    ("years_since_quitting", Integer(1, 10)),
                    ("probability", Share),
                    ("lower", OptionalShare),
                    ("upper", OptionalShare),
                ],
                &["years_since_quitting"],
            )
        }
    );

    /// Relative risks of current and former smokers against never smokers.
    pub const SMOKING_RELATIVE_RISK: Self = table!(
        "smoking_relative_risk",
        Schema {
            cross: &[Cross::Interval("relative_risk"), Cross::AgesInOrder],
            ..list(
                &[
                    ("outcome", Text),
                    ("measure", OneOf(&["mortality", "incidence"])),
                    ("sex", SEX_OR_ALL),
                    ("age_from", Integer(0, 100)),
                    ("age_to", OptionalAge),
                    ("level", OneOf(&["current", "former", "former_quit_25_34", "former_quit_35_44"])),
                    ("relative_risk", Positive),
                    ("lower", OptionalPositive),
                    ("upper", OptionalPositive),
                    ("source", Text),
                    ("status", STATUS),
                    ("note", OptionalText),
                ],
                &["outcome", "measure", "sex", "age_from", "age_to", "level", "source"],
            )
        }
    );

    /// Share of a smoker's excess risk that remains by years since quitting.
    pub const SMOKING_EXCESS_RISK_REMAINING: Self = table!(
        "smoking_excess_risk_remaining",
        Schema {
            cross: &[Cross::Interval("remaining")],
            ..grid(
                &[
                    ("curve", OneOf(&["cancers", "cardiovascular", "copd"])),
                    ("years_since_quitting", Integer(0, 40)),
                    ("remaining", Share),
                    ("lower", OptionalShare),
                    ("upper", OptionalShare),
                ],
                &["curve", "years_since_quitting"],
            )
        }
    );

    /// Reach and success of help to stop smoking.
    pub const SMOKING_INTERVENTIONS: Self = table!(
        "smoking_interventions",
        Schema {
            cross: &[Cross::Interval("mean"), Cross::AgesInOrder],
            ..list(
                &[
                    ("parameter", Text),
                    ("sex", SEX_OR_ALL),
                    ("age_from", Integer(0, 100)),
                    ("age_to", OptionalAge),
                    ("mean", Share),
                    ("lower", OptionalShare),
                    ("upper", OptionalShare),
                    ("source", Text),
                    ("status", STATUS),
                    ("note", OptionalText),
                ],
                &["parameter", "sex", "age_from", "age_to"],
            )
        }
    );

    /// Published deaths attributable to smoking, to compare with.
    pub const SMOKING_ATTRIBUTABLE_ESTIMATES: Self = table!(
        "smoking_attributable_estimates",
        list(
            &[("area", OneOf(&["England", "London"])), ("year", Year), ("deaths", NonNegative), ("source", Text)],
            &["area", "year"],
        )
    );
}
