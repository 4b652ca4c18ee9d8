//! Tables of work: days lost, what raises them, employment and pay.

use crate::data::Rule::{Area, OneOf, OptionalPositive, OptionalText, Positive, Text, Year};
use crate::data::schema::{Cross, SEX_OR_ALL, STATUS, Schema, list};
use crate::data::{TableName, table};

/// The tables of this subject.
pub(crate) const TABLES: &[TableName] =
    &[TableName::SICKNESS_ABSENCE, TableName::ABSENCE_RELATIVE_RISK, TableName::WORK_AREA];

impl TableName {
    /// Days and hours of work lost to sickness, United Kingdom and London.
    pub const SICKNESS_ABSENCE: Self = table!(
        "sickness_absence",
        list(
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
        )
    );

    /// Relative risks of absence from work by smoking.
    pub const ABSENCE_RELATIVE_RISK: Self = table!(
        "absence_relative_risk",
        Schema {
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
        }
    );

    /// Employment rate and weekly pay by borough.
    pub const WORK_AREA: Self = table!(
        "work_area",
        Schema {
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
        }
    );
}
