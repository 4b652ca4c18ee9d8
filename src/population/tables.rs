//! Tables of people.

use crate::data::Rule::{self, Borough, Integer, NonNegative, Numbers, Share};
use crate::data::schema::{Cross, FIVE_YEARS, QUINTILE, SEX, Schema, grid, list};
use crate::data::{TableName, table};

/// The tables of this subject.
pub(crate) const TABLES: &[TableName] = &[
    TableName::POPULATION,
    TableName::DEPRIVATION_SHARES,
    TableName::DEPRIVATION_BOROUGH,
    TableName::BIRTHS,
    TableName::POPULATION_PROJECTION,
];

/// Ages of mothers: 15 stands for under 20 and 45 for 45 and over.
const MOTHER_AGE: Rule = Numbers(&[
    15, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45,
]);

const PROJECTION_YEARS: &[&str] = &[
    "y2015", "y2016", "y2017", "y2018", "y2019", "y2020", "y2021", "y2022", "y2023", "y2024", "y2025", "y2026",
    "y2027", "y2028", "y2029", "y2030", "y2031", "y2032", "y2033", "y2034", "y2035", "y2036", "y2037", "y2038",
    "y2039", "y2040", "y2041",
];

impl TableName {
    /// Persons at mid-2015 by borough, sex and single year of age.
    pub const POPULATION: Self = table!(
        "population",
        grid(
            &[("area_code", Borough), ("sex", SEX), ("age", Integer(0, 90)), ("persons", NonNegative)],
            &["area_code", "sex", "age"],
        )
    );

    /// Share of people by deprivation quintile within borough and age group.
    pub const DEPRIVATION_SHARES: Self = table!(
        "deprivation_shares",
        Schema {
            complete: &["area_code", "age_from"],
            cross: &[Cross::SharesSumToOne(&["area_code", "age_from"])],
            ..list(
                &[("area_code", Borough), ("age_from", FIVE_YEARS), ("quintile", QUINTILE), ("share", Share)],
                &["area_code", "age_from", "quintile"],
            )
        }
    );

    /// Average deprivation score of each borough.
    pub const DEPRIVATION_BOROUGH: Self = table!(
        "deprivation_borough",
        grid(&[("area_code", Borough), ("average_score", NonNegative)], &["area_code"]),
        not_read
    );

    /// Live births by borough and age of mother.
    pub const BIRTHS: Self = table!(
        "births",
        grid(
            &[("area_code", Borough), ("mother_age", MOTHER_AGE), ("births", NonNegative)],
            &["area_code", "mother_age"]
        )
    );

    /// Projected persons by borough, age and year, 2015 to 2041.
    pub const POPULATION_PROJECTION: Self = table!(
        "population_projection",
        Schema {
            periods: PROJECTION_YEARS,
            ..grid(&[("area_code", Borough), ("age", Integer(0, 90))], &["area_code", "age"])
        }
    );
}
