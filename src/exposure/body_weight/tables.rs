//! Tables of body weight.

use crate::data::Rule::{self, Area, Integer, OneOf, OptionalPositive, OptionalShare, Positive, Share, Text, Year};
use crate::data::schema::{Cells, Cross, SEX_OR_ALL, STATUS, Schema, Unread, Usual, list};
use crate::data::{COUNTRY, REGION, TableName, table};
use crate::exposure::levels::risk::relative_risks;
use crate::exposure::levels::survey_estimates::{FROM_16, SEXES, SURVEY_ESTIMATES, estimates};

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

/// Surveys of adults that are read; the last band of ages is open.
const SURVEYS_OF_ADULTS: &[&[(&str, Cells)]] = &[
    &estimates(
        &["England"],
        &["1993", "1994"],
        SEXES,
        (&["16", "25", "35", "45", "55", "65"], &["24", "34", "44", "54", "64", "74"]),
        &["all"],
        &["mean_bmi"],
    ),
    &estimates(&["England"], &["1993", "1994"], SEXES, (&["75"], &[""]), &["all"], &["mean_bmi"]),
    &estimates(&["England"], &["2014"], SEXES, FROM_16, &["all"], &["mean_bmi"]),
    &estimates(
        &["England"],
        &["1993", "1998", "2008", "2011", "2014"],
        SEXES,
        FROM_16,
        &["all"],
        &["obese", "excess", "overweight"],
    ),
    &estimates(&["England"], &["2014"], &["female"], FROM_16, &["quintile_1", "quintile_5"], &["obese"]),
];

impl TableName {
    /// Children measured at Reception and Year 6 by weight class, area and school year.
    pub const CHILD_WEIGHT_AREA: Self = table!(
        "child_weight_area",
        Schema {
            complete: &["school_group"],
            within: &["area_code", "year"],
            unread: &[
                // The school year that ends after the start is the last.
                Unread::Rows(&[("year", Cells::Above(2016.0))]),
                Unread::Rows(&[
                    ("area_code", Cells::Not(&[REGION, COUNTRY])),
                    ("school_group", Cells::Is(&["reception"])),
                ]),
            ],
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
        Schema {
            unread: &[Unread::RowsBut(&[
                &[
                    ("year", Cells::Is(&["2016"])),
                    ("school_group", Cells::Is(&["reception", "year6"])),
                    ("sex", Cells::Is(SEXES)),
                    ("decile", Cells::Is(&["all"])),
                    ("weight_class", Cells::Is(&["obese", "excess"])),
                ],
                &[
                    ("year", Cells::Is(&["2015", "2016"])),
                    ("school_group", Cells::Is(&["reception"])),
                    ("sex", Cells::Is(&["all"])),
                    ("decile", Cells::Not(&["all"])),
                    ("weight_class", Cells::Is(&["obese"])),
                ],
                &[
                    ("year", Cells::Is(&["2015", "2016"])),
                    ("school_group", Cells::Is(&["year6"])),
                    ("sex", Cells::Is(&["all"])),
                    ("decile", Cells::Is(&["1", "10"])),
                    ("weight_class", Cells::Is(&["obese"])),
                ],
                &[
                    ("year", Cells::Is(&["1997", "2004"])),
                    ("school_group", Cells::Is(&["ages_2_10"])),
                    ("sex", Cells::Is(SEXES)),
                    ("decile", Cells::Is(&["all"])),
                    ("weight_class", Cells::Is(&["obese", "overweight"])),
                ],
            ])],
            ..list(
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
        }
    );

    /// How weight in one part of life follows that in another.
    pub const BODY_WEIGHT_TRACKING: Self = table!(
        "body_weight_tracking",
        Schema {
            usual: &[Usual::new("value", 1.6, 4.0)],
            unread: &[Unread::RowsBut(&[&[(
                "parameter",
                Cells::Is(&[
                    "not_obese_in_childhood_given_obese_as_adult",
                    "obese_in_adolescence_given_obese_in_childhood",
                    "obese_in_adulthood_given_obese_in_adolescence",
                    "obese_in_reception_england_2007_to_2013",
                    "obese_in_year6_england_2007_to_2013",
                    "obese_in_year6_given_obese_in_reception",
                    "obese_over_30_given_obese_in_adolescence",
                    "relative_risk_of_adult_obesity_if_obese_in_youth",
                ]),
            )]])],
            ..list(
                &[
                    ("parameter", Text),
                    ("value", Positive),
                    ("people", OptionalPositive),
                    ("source", Text),
                    ("status", STATUS),
                ],
                &["parameter"],
            )
        }
    );

    /// Adults with excess weight and obesity by area.
    pub const ADULT_WEIGHT_AREA: Self = table!(
        "adult_weight_area",
        Schema {
            cross: &[Cross::Interval("obese"), Cross::Width, Cross::OneValue("year")],
            unread: &[Unread::Rows(&[("area_code", Cells::Is(&[COUNTRY]))])],
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
    pub const ADULT_WEIGHT_ESTIMATES: Self =
        table!("adult_weight_estimates", Schema { unread: &[Unread::RowsBut(SURVEYS_OF_ADULTS)], ..SURVEY_ESTIMATES });

    /// Relative risks of body weight.
    pub const BODY_WEIGHT_RELATIVE_RISK: Self = table!(
        "body_weight_relative_risk",
        Schema {
            // The last band of ages begins at 80; ratios of a class hold from 20 on, those of sick leave for both sexes alike.
            unread: &[Unread::RowsBut(&[
                &[
                    ("outcome", Cells::Is(&["vascular", "diabetes", "respiratory", "other", "neoplastic"])),
                    ("measure", Cells::Is(&["mortality"])),
                    ("age_from", Cells::Below(81.0)),
                    ("level", Cells::Is(&["per_5_kg_m2"])),
                ],
                &[
                    ("outcome", Cells::Is(&["ihd", "stroke"])),
                    ("measure", Cells::Is(&["incidence"])),
                    ("age_from", Cells::Below(81.0)),
                    ("level", Cells::Is(&["per_5_kg_m2"])),
                ],
                &[
                    ("outcome", Cells::Is(&["type2_diabetes"])),
                    ("measure", Cells::Is(&["incidence"])),
                    ("age_from", Cells::Below(21.0)),
                    ("level", Cells::Is(&["overweight", "obese"])),
                ],
                &[
                    ("outcome", Cells::Is(&["sick_leave"])),
                    ("measure", Cells::Is(&["absence"])),
                    ("sex", Cells::Not(&["female"])),
                    ("age_from", Cells::Below(21.0)),
                    ("level", Cells::Is(&["overweight", "obese"])),
                ],
            ])],
            ..relative_risks(&[
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
        }
    );
}
