//! Layouts of the tables of school readiness, alcohol-related harm, work, severe mental illness and world cities.

use super::*;

pub(super) const SCHOOL_READINESS: Schema = Schema {
    complete: &["area_code", "sex"],
    within: &["year"],
    ..list(
        &[("area_code", Area), ("year", Year), ("sex", SEX), ("ready", NonNegative), ("children", Positive)],
        &["area_code", "year", "sex"],
    )
};

pub(super) const SCHOOL_READINESS_FREE_MEALS: Schema =
    list(&[("area_code", Area), ("year", Year), ("ready", Share)], &["area_code", "year"]);

pub(super) const ALCOHOL_RELATED: Schema = list(
    &[
        ("measure", OneOf(&["admissions", "deaths"])),
        ("area_code", Area),
        ("year", Year),
        ("rate_per_100000", Positive),
    ],
    &["measure", "area_code", "year"],
);

pub(super) const SICKNESS_ABSENCE: Schema = list(
    &[
        ("measure", OneOf(&["absence_rate", "days_lost", "days_per_worker"])),
        ("area", OneOf(&["London", "United Kingdom"])),
        ("year", Year),
        ("sex", SEX_OR_ALL),
        ("reason", OptionalText),
        ("value", Positive),
        ("source", Text),
        ("status", STATUS),
    ],
    &["measure", "area", "year", "sex", "reason"],
);

pub(super) const ABSENCE_RELATIVE_RISK: Schema = Schema {
    cross: &[Cross::Interval("relative_risk")],
    ..list(
        &[
            ("exposure", OneOf(&["smoking"])),
            ("level", OneOf(&["current_against_former", "current_against_others", "former_against_never"])),
            ("relative_risk", Positive),
            ("lower", OptionalPositive),
            ("upper", OptionalPositive),
            ("source", Text),
            ("status", STATUS),
        ],
        &["exposure", "level"],
    )
};

pub(super) const WORK_AREA: Schema = Schema {
    cross: &[Cross::Interval("value")],
    ..list(
        &[
            ("area_code", Area),
            ("measure", OneOf(&["employment_rate", "weekly_pay"])),
            ("year", Year),
            ("value", Positive),
            ("lower", OptionalPositive),
            ("upper", OptionalPositive),
        ],
        &["area_code", "measure", "year"],
    )
};

pub(super) const MENTAL_ILLNESS_MORTALITY: Schema = Schema {
    cross: &[Cross::Interval("value")],
    ..list(
        &[
            ("measure", OneOf(&["ratio_18_74", "ratio_all_ages", "years_lost_high", "years_lost_low"])),
            ("group", OneOf(&["bipolar", "schizophrenia", "secondary_services"])),
            ("sex", SEX_OR_ALL),
            ("year", Year),
            ("value", Positive),
            ("lower", OptionalPositive),
            ("upper", OptionalPositive),
            ("source", Text),
            ("status", STATUS),
        ],
        &["measure", "group", "sex", "year"],
    )
};

pub(super) const MENTAL_ILLNESS_POINTS: Schema = list(
    &[
        ("measure", OneOf(&["register", "smoking"])),
        ("area", Text),
        ("year", Year),
        ("share", Share),
        ("source", Text),
        ("status", STATUS),
    ],
    &["measure", "area", "year"],
);

pub(super) const MENTAL_ILLNESS_TRIALS: Schema = Schema {
    cross: &[Cross::Interval("odds_ratio")],
    ..list(
        &[
            ("trial", Text),
            ("months", Whole(1, 60)),
            ("odds_ratio", Positive),
            ("lower", OptionalPositive),
            ("upper", OptionalPositive),
            ("interval", Share),
            ("usual_care", OptionalShare),
            ("source", Text),
            ("status", STATUS),
        ],
        &["trial", "months"],
    )
};

pub(super) const STANDARD_POPULATION: Schema = list(
    &[("standard", OneOf(&["esp2013", "us2000"])), ("age_from", FIVE_YEARS), ("persons", Positive)],
    &["standard", "age_from"],
);

pub(super) const CITY_DEATH_RATES: Schema = Schema {
    cross: &[Cross::AgesInOrder],
    ..list(
        &[
            ("city", Text),
            (
                "cause",
                OneOf(&[
                    "cancer",
                    "cardiovascular",
                    "cerebrovascular",
                    "chronic_lower_respiratory",
                    "chronic_respiratory",
                    "heart",
                    "pneumonia",
                ]),
            ),
            ("standard", OneOf(&["crude", "japan1985", "us2000"])),
            ("sex", SEX_OR_ALL),
            ("age_from", Whole(0, 100)),
            ("age_to", OptionalAge),
            ("year", Year),
            ("rate_per_100000", Positive),
            ("source", Text),
            ("status", STATUS),
        ],
        &["city", "cause", "standard", "sex", "age_from", "year"],
    )
};
