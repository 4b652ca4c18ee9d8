//! Layouts of the tables of smoking.

use super::*;

pub(super) const SMOKING_AREA: Schema = Schema {
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
};

pub(super) const SMOKING_ROUTINE_MANUAL: Schema =
    list(&[("area_code", Area), ("year", Year), ("prevalence", Share)], &["area_code", "year"]);

pub(super) const SMOKING_AGE_SEX: Schema = Schema {
    complete: &["sex"],
    within: &["area_code", "year", "age_from", "age_to"],
    cross: &[Cross::AgesInOrder],
    ..list(
        &[
            ("area_code", Area),
            ("year", Year),
            ("sex", SEX_OR_ALL),
            ("age_from", Whole(0, 100)),
            ("age_to", OptionalAge),
            ("prevalence", Share),
        ],
        &["area_code", "year", "sex", "age_from", "age_to"],
    )
};

pub(super) const SMOKING_LONG_SERIES: Schema = Schema {
    cross: &[Cross::AgesInOrder],
    ..list(
        &[
            ("area", OneOf(&["England", "Great Britain"])),
            ("year", Year),
            ("sex", SEX_OR_ALL),
            ("age_from", Whole(0, 100)),
            ("age_to", OptionalAge),
            ("status", OneOf(&["current", "ex", "never", "quit_ratio"])),
            ("prevalence", Share),
            ("series", Text),
        ],
        &["area", "year", "sex", "age_from", "age_to", "status", "series"],
    )
};

pub(super) const SMOKING_INCOME_FIFTH: Schema = list(
    &[("year", Year), ("sex", SEX_OR_ALL), ("fifth", OneOf(&["lowest", "highest"])), ("prevalence", Share)],
    &["year", "sex", "fifth"],
);

pub(super) const SMOKING_STARTING: Schema = grid(
    &[("sex", SEX), ("quintile", QUINTILE), ("age", Whole(11, 30)), ("probability", Share)],
    &["sex", "quintile", "age"],
);

pub(super) const SMOKING_RELAPSE: Schema = Schema {
    cross: &[Cross::Interval("probability")],
    ..grid(
        &[
            ("years_since_quitting", Whole(1, 10)),
            ("probability", Share),
            ("lower", OptionalShare),
            ("upper", OptionalShare),
        ],
        &["years_since_quitting"],
    )
};

pub(super) const SMOKING_RELATIVE_RISK: Schema = Schema {
    cross: &[Cross::Interval("relative_risk"), Cross::AgesInOrder],
    ..list(
        &[
            ("outcome", Text),
            ("measure", OneOf(&["mortality", "incidence"])),
            ("sex", SEX_OR_ALL),
            ("age_from", Whole(0, 100)),
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
};

pub(super) const SMOKING_EXCESS_RISK_REMAINING: Schema = Schema {
    cross: &[Cross::Interval("remaining")],
    ..grid(
        &[
            ("curve", OneOf(&["cancers", "cardiovascular", "copd"])),
            ("years_since_quitting", Whole(0, 40)),
            ("remaining", Share),
            ("lower", OptionalShare),
            ("upper", OptionalShare),
        ],
        &["curve", "years_since_quitting"],
    )
};

pub(super) const SMOKING_INTERVENTIONS: Schema = Schema {
    cross: &[Cross::Interval("mean"), Cross::AgesInOrder],
    ..list(
        &[
            ("parameter", Text),
            ("sex", SEX_OR_ALL),
            ("age_from", Whole(0, 100)),
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
};

pub(super) const SMOKING_ATTRIBUTABLE_POINTS: Schema = list(
    &[("area", OneOf(&["England", "London"])), ("year", Year), ("deaths", NonNegative), ("source", Text)],
    &["area", "year"],
);
