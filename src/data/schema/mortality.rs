//! Layouts of the tables of deaths and cancer registrations.

use super::*;

pub(super) const DEATHS_BY_CAUSE: Schema = Schema {
    periods: DEATH_YEARS,
    exempt: ONE_SEX,
    ..grid(&[("cause", CAUSE), ("sex", SEX), ("age_from", AGE_GROUP)], &["cause", "sex", "age_from"])
};

pub(super) const DEATHS_BY_CAUSE_QUINTILE: Schema = Schema {
    exempt: ONE_SEX,
    ..grid(
        &[("cause", CAUSE), ("quintile", QUINTILE), ("sex", SEX), ("age_from", AGE_GROUP), ("deaths", NonNegative)],
        &["cause", "quintile", "sex", "age_from"],
    )
};

pub(super) const DEATHS_COPD_QUINTILE: Schema = grid(
    &[("quintile", QUINTILE), ("sex", SEX), ("age_from", AGE_GROUP), ("deaths", NonNegative)],
    &["quintile", "sex", "age_from"],
);

pub(super) const POPULATION_ENGLAND_QUINTILE: Schema = grid(
    &[("quintile", QUINTILE), ("sex", SEX), ("age_from", AGE_GROUP), ("persons", NonNegative)],
    &["quintile", "sex", "age_from"],
);

pub(super) const POPULATION_ENGLAND: Schema =
    Schema { periods: DEATH_YEARS, ..grid(&[("sex", SEX), ("age_from", AGE_GROUP)], &["sex", "age_from"]) };

/// Small cells are suppressed in the publication, so no set of rows can be asked for.
pub(super) const MORTALITY_LONDON_ENGLAND: Schema = list(
    &[
        ("cause", OneOf(&["cancer", "cardiovascular", "chronic_respiratory", "diabetes"])),
        ("area", OneOf(&["England", "London"])),
        ("sex", SEX),
        ("age_from", AGE_GROUP),
        ("year", Year),
        ("rate_per_100000", NonNegative),
    ],
    &["cause", "area", "sex", "age_from", "year"],
);

pub(super) const LIFE_TABLE_ENGLAND: Schema =
    Schema { periods: LIFE_TABLE_PERIODS, ..grid(&[("sex", SEX), ("age", Whole(0, 100))], &["sex", "age"]) };

pub(super) const LIFE_EXPECTANCY_BOROUGH: Schema = Schema {
    complete: &["area_code", "sex"],
    within: &["period"],
    exempt: NO_CITY,
    ..list(
        &[("area_code", Borough), ("sex", SEX), ("period", Text), ("life_expectancy", Positive)],
        &["area_code", "sex", "period"],
    )
};

pub(super) const CANCER_REGISTRATIONS_SITE: Schema = Schema {
    complete: &["age_from"],
    within: &["site", "sex"],
    ..list(
        &[("site", Text), ("sex", SEX), ("age_from", CANCER_AGE_GROUP), ("cases", NonNegative)],
        &["site", "sex", "age_from"],
    )
};
