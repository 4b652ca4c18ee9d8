//! Layouts of the tables of the agreement, of utility norms and of sources.

use super::*;

pub(super) const AMBITIONS: Schema = list(
    &[
        ("ambition", Text),
        ("indicator", Text),
        ("target_kind", Text),
        ("target_value", OptionalNumber),
        ("unit", OptionalText),
        ("deadline", Year),
    ],
    &["ambition"],
);

pub(super) const DEVOLUTION_PILOTS: Schema =
    list(&[("pilot", Text), ("area_code", Borough), ("theme", Text)], &["pilot", "area_code"]);

pub(super) const SOURCES: Schema = Schema {
    complete: &["table"],
    exempt: &[&[("table", "sources")]],
    ..list(
        &[
            ("table", Table),
            ("publisher", Text),
            ("title", Text),
            ("year", OptionalText),
            ("licence", Text),
            ("retrieved", OptionalText),
            ("status", STATUS),
            ("reference", Text),
        ],
        &["table", "publisher", "title", "reference"],
    )
};

pub(super) const UTILITY_NORMS: Schema =
    grid(&[("sex", SEX), ("age", Whole(11, 89)), ("utility", Share)], &["sex", "age"]);
