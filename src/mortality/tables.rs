//! Tables of deaths, and of the people among whom they were counted.

use crate::data::Rule::{self, NonNegative, OneOf, Year};
use crate::data::schema::{AGE_GROUP, QUINTILE, SEX, Schema, grid, list};
use crate::data::{TableName, table};

/// The tables of this subject.
pub(crate) const TABLES: &[TableName] = &[
    TableName::DEATHS_BY_CAUSE,
    TableName::DEATHS_BY_CAUSE_QUINTILE,
    TableName::DEATHS_COPD_QUINTILE,
    TableName::POPULATION_ENGLAND_QUINTILE,
    TableName::POPULATION_ENGLAND,
    TableName::MORTALITY_LONDON_ENGLAND,
];

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

const DEATH_YEARS: &[&str] = &[
    "y2001", "y2002", "y2003", "y2004", "y2005", "y2006", "y2007", "y2008", "y2009", "y2010", "y2011", "y2012",
    "y2013", "y2014", "y2015",
];

impl TableName {
    /// Deaths in England by cause, sex, age group and year, 2001 to 2015.
    pub const DEATHS_BY_CAUSE: Self = table!(
        "deaths_by_cause",
        Schema {
            periods: DEATH_YEARS,
            exempt: ONE_SEX,
            ..grid(&[("cause", CAUSE), ("sex", SEX), ("age_from", AGE_GROUP)], &["cause", "sex", "age_from"])
        }
    );

    /// Deaths in England 2013 to 2015 by cause, deprivation quintile, sex and age group.
    pub const DEATHS_BY_CAUSE_QUINTILE: Self = table!(
        "deaths_by_cause_quintile",
        Schema {
            exempt: ONE_SEX,
            ..grid(
                &[
                    ("cause", CAUSE),
                    ("quintile", QUINTILE),
                    ("sex", SEX),
                    ("age_from", AGE_GROUP),
                    ("deaths", NonNegative)
                ],
                &["cause", "quintile", "sex", "age_from"],
            )
        }
    );

    /// Deaths from COPD in England 2013 to 2015 by deprivation quintile, sex and age group.
    pub const DEATHS_COPD_QUINTILE: Self = table!(
        "deaths_copd_quintile",
        grid(
            &[("quintile", QUINTILE), ("sex", SEX), ("age_from", AGE_GROUP), ("deaths", NonNegative)],
            &["quintile", "sex", "age_from"],
        )
    );

    /// Person-years in England 2013 to 2015 by deprivation quintile, sex and age group.
    pub const POPULATION_ENGLAND_QUINTILE: Self = table!(
        "population_england_quintile",
        grid(
            &[("quintile", QUINTILE), ("sex", SEX), ("age_from", AGE_GROUP), ("persons", NonNegative)],
            &["quintile", "sex", "age_from"],
        )
    );

    /// Persons in England by sex, age group and year, 2001 to 2015.
    pub const POPULATION_ENGLAND: Self = table!(
        "population_england",
        Schema { periods: DEATH_YEARS, ..grid(&[("sex", SEX), ("age_from", AGE_GROUP)], &["sex", "age_from"]) }
    );

    // Small cells are suppressed in the publication, so no set of rows can be asked for.
    /// Death rates of London and England by broad cause, sex and age group.
    pub const MORTALITY_LONDON_ENGLAND: Self = table!(
        "mortality_london_england",
        list(
            &[
                ("cause", OneOf(&["cancer", "cardiovascular", "chronic_respiratory", "diabetes"])),
                ("area", OneOf(&["England", "London"])),
                ("sex", SEX),
                ("age_from", AGE_GROUP),
                ("year", Year),
                ("rate_per_100000", NonNegative),
            ],
            &["cause", "area", "sex", "age_from", "year"],
        )
    );
}
