//! Layouts of the tables of people.

use super::*;

pub(super) const AREAS: Schema =
    list(&[("area_code", NewArea), ("area_name", Text), ("inner_outer", OneOf(&["inner", "outer"]))], &["area_code"]);

pub(super) const POPULATION: Schema = grid(
    &[("area_code", Borough), ("sex", SEX), ("age", Whole(0, 90)), ("persons", NonNegative)],
    &["area_code", "sex", "age"],
);

pub(super) const DEPRIVATION_SHARES: Schema = Schema {
    complete: &["area_code", "age_from"],
    cross: &[Cross::SharesSumToOne(&["area_code", "age_from"])],
    ..list(
        &[("area_code", Borough), ("age_from", FIVE_YEARS), ("quintile", QUINTILE), ("share", Share)],
        &["area_code", "age_from", "quintile"],
    )
};

pub(super) const DEPRIVATION_BOROUGH: Schema =
    grid(&[("area_code", Borough), ("average_score", NonNegative)], &["area_code"]);

pub(super) const BIRTHS: Schema =
    grid(&[("area_code", Borough), ("mother_age", MOTHER_AGE), ("births", NonNegative)], &["area_code", "mother_age"]);

pub(super) const POPULATION_PROJECTION: Schema = Schema {
    periods: PROJECTION_YEARS,
    ..grid(&[("area_code", Borough), ("age", Whole(0, 90))], &["area_code", "age"])
};
