//! Layouts of the tables of body weight, physical activity and alcohol.

use super::*;

const SCHOOL_GROUP: Rule = OneOf(&["reception", "year6"]);

pub(super) const CHILD_WEIGHT_AREA: Schema = Schema {
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
};

pub(super) const CHILD_WEIGHT_ENGLAND: Schema = list(
    &[
        ("year", Year),
        ("school_group", OneOf(&["reception", "year6", "ages_2_10"])),
        ("sex", SEX_OR_ALL),
        ("decile", OneOf(&["all", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"])),
        ("weight_class", OneOf(&["obese", "overweight", "excess"])),
        ("share", Share),
    ],
    &["year", "school_group", "sex", "decile", "weight_class"],
);

pub(super) const BODY_WEIGHT_TRACKING: Schema = list(
    &[("parameter", Text), ("value", Positive), ("people", OptionalPositive), ("source", Text), ("status", STATUS)],
    &["parameter"],
);

pub(super) const ADULT_WEIGHT_AREA: Schema = Schema {
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
};

pub(super) const ACTIVITY_AREA: Schema =
    list(&[("area_code", Area), ("year", Year), ("active", Share), ("inactive", Share)], &["area_code", "year"]);

/// Survey points: shares, and mean body mass index in kg/m2.
pub(super) const POINTS: Schema = Schema {
    cross: &[Cross::AgesInOrder],
    ..list(
        &[
            ("area", OneOf(&["England", "Great Britain", "London"])),
            ("year", Year),
            ("sex", SEX_OR_ALL),
            ("age_from", Whole(0, 100)),
            ("age_to", OptionalAge),
            (
                "group",
                OneOf(&["all", "quintile_1", "quintile_5", "income_1", "income_2", "income_3", "income_4", "income_5"]),
            ),
            ("measure", Text),
            ("value", Positive),
        ],
        &["area", "year", "sex", "age_from", "age_to", "group", "measure"],
    )
};

/// A layout of relative risks with these levels.
const fn risks(columns: &'static [Column]) -> Schema {
    Schema {
        cross: &[Cross::Interval("relative_risk")],
        ..list(columns, &["outcome", "measure", "sex", "age_from", "level"])
    }
}

pub(super) const BODY_WEIGHT_RELATIVE_RISK: Schema = risks(&[
    ("outcome", Text),
    ("measure", OneOf(&["mortality", "incidence", "absence"])),
    ("sex", SEX_OR_ALL),
    ("age_from", Whole(0, 100)),
    ("level", OneOf(&["per_5_kg_m2", "overweight", "obese"])),
    ("relative_risk", Positive),
    ("lower", OptionalPositive),
    ("upper", OptionalPositive),
    ("source", Text),
    ("status", STATUS),
]);

pub(super) const ACTIVITY_RELATIVE_RISK: Schema = risks(&[
    ("outcome", Text),
    ("measure", OneOf(&["mortality", "incidence", "absence", "all"])),
    ("sex", SEX_OR_ALL),
    ("age_from", Whole(0, 100)),
    ("level", OneOf(&["recommended_against_inactive", "insufficient", "inactive"])),
    ("relative_risk", Positive),
    ("lower", OptionalPositive),
    ("upper", OptionalPositive),
    ("source", Text),
    ("status", STATUS),
]);

pub(super) const ALCOHOL_RELATIVE_RISK: Schema = Schema {
    may_be_empty: true,
    ..risks(&[
        ("outcome", Text),
        ("measure", OneOf(&["mortality", "incidence"])),
        ("sex", SEX_OR_ALL),
        ("age_from", Whole(0, 100)),
        ("level", OneOf(&["up_to_14", "over_14"])),
        ("relative_risk", Positive),
        ("lower", OptionalPositive),
        ("upper", OptionalPositive),
        ("source", Text),
        ("status", STATUS),
    ])
};
