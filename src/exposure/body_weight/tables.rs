//! Tables of body weight.

use crate::data::Rule::{self, Area, Integer, OneOf, OptionalPositive, OptionalShare, Positive, Share, Text, Year};
use crate::data::schema::{Cross, SEX_OR_ALL, STATUS, Schema, list};
use crate::data::{TableName, table};
use crate::exposure::levels::risk::relative_risks;
use crate::exposure::levels::survey_estimates::SURVEY_ESTIMATES;

/// The tables of this subject.
pub(crate) const TABLES: &[TableName] = &[
    TableName::CHILD_WEIGHT_AREA,
    TableName::CHILD_WEIGHT_ENGLAND,
    TableName::BODY_WEIGHT_TRACKING,
    TableName::ADULT_WEIGHT_AREA,
    TableName::ADULT_WEIGHT_ESTIMATES,
    TableName::BODY_WEIGHT_RELATIVE_RISK,
];

const SCHOOL_GROUP: Rule = OneOf(&["reception", "year6"]);

impl TableName {
    /// Children measured at Reception and Year 6 by weight class, area and school year.
    pub const CHILD_WEIGHT_AREA: Self = table!(
        "child_weight_area",
        Schema {
            complete: &["school_group"],
            within: &["area_code", "year"],
            ..list(
                &[
                    ("area_code", Area),
                    ("year", Year),
                    ("school_group", SCHOOL_GROUP),
                    ("overweight", Share),
                    ("obese", Share),
                    ("measured", Positive),
                ],
                &["area_code", "year", "school_group"],
            )
        }
    );

    /// Weight of children in England by sex and deprivation decile.
    pub const CHILD_WEIGHT_ENGLAND: Self = table!(
        "child_weight_england",
        list(
            &[
                ("year", Year),
                ("school_group", OneOf(&["reception", "year6", "ages_2_10"])),
                ("sex", SEX_OR_ALL),
                ("decile", OneOf(&["all", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"])),
                ("weight_class", OneOf(&["obese", "overweight", "excess"])),
                ("share", Share),
            ],
            &["year", "school_group", "sex", "decile", "weight_class"],
        )
    );

    /// How weight in one part of life follows that in another.
    pub const BODY_WEIGHT_TRACKING: Self = table!(
        "body_weight_tracking",
        list(
            &[
                ("parameter", Text),
                ("value", Positive),
                ("people", OptionalPositive),
                ("source", Text),
                ("status", STATUS)
            ],
            &["parameter"],
        )
    );

    /// Adults with excess weight and obesity by area.
    pub const ADULT_WEIGHT_AREA: Self = table!(
        "adult_weight_area",
        Schema {
            cross: &[Cross::Interval("obese")],
            ..list(
                &[
                    ("area_code", Area),
                    ("year", Year),
                    ("excess", OptionalShare),
                    ("obese", Share),
                    ("lower", OptionalShare),
                    ("upper", OptionalShare),
                ],
                &["area_code", "year"],
            )
        }
    );

    /// Weight of adults in England, survey estimates 1993 to 2014.
    pub const ADULT_WEIGHT_ESTIMATES: Self = table!("adult_weight_estimates", SURVEY_ESTIMATES);

    /// Relative risks of body weight.
    pub const BODY_WEIGHT_RELATIVE_RISK: Self = table!(
        "body_weight_relative_risk",
        relative_risks(&[
            ("outcome", Text),
            ("measure", OneOf(&["mortality", "incidence", "absence"])),
            ("sex", SEX_OR_ALL),
            ("age_from", Integer(0, 100)),
            ("level", OneOf(&["per_5_kg_m2", "overweight", "obese"])),
            ("relative_risk", Positive),
            ("lower", OptionalPositive),
            ("upper", OptionalPositive),
            ("source", Text),
            ("status", STATUS),
        ])
    );
}
