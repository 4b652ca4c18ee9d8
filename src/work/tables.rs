//! Tables of work: days lost, what raises them, employment and pay.

use crate::data::Rule::{Area, OneOf, OptionalPositive, OptionalText, Positive, Text, Year};
use crate::data::schema::{Cells, Cross, SEX_OR_ALL, STATUS, Schema, Unread, list};
use crate::data::{COUNTRY, REGION, TableName, table};

/// The tables of this subject.
pub(crate) const TABLES: &[TableName] =
    &[TableName::SICKNESS_ABSENCE, TableName::ABSENCE_RELATIVE_RISK, TableName::WORK_AREA];

pub(super) const KINGDOM: &str = "United Kingdom";
/// The reason that stands for poor mental health.
pub(super) const MENTAL: &str = "stress, depression, anxiety";

impl TableName {
    /// Days and hours of work lost to sickness, United Kingdom and London.
    pub const SICKNESS_ABSENCE: Self = table!(
        "sickness_absence",
        Schema {
            unread: &[
                // Years after the start.
                Unread::Rows(&[("year", Cells::Above(2015.0))]),
                Unread::RowsBut(&[
                    &[
                        ("measure", Cells::Is(&["absence_rate"])),
                        ("area", Cells::Is(&["London"])),
                        ("sex", Cells::Is(&["all"])),
                        ("reason", Cells::Is(&[""])),
                    ],
                    &[
                        ("measure", Cells::Is(&["absence_rate"])),
                        ("area", Cells::Is(&[KINGDOM])),
                        ("sex", Cells::Is(&["female", "male"])),
                        ("reason", Cells::Is(&[""])),
                    ],
                    &[
                        ("measure", Cells::Is(&["days_lost"])),
                        ("area", Cells::Is(&[KINGDOM])),
                        ("sex", Cells::Is(&["all"])),
                        ("reason", Cells::Is(&["", MENTAL])),
                    ],
                    &[
                        ("measure", Cells::Is(&["days_per_worker"])),
                        ("area", Cells::Is(&[KINGDOM])),
                        ("sex", Cells::Is(&["all"])),
                        ("reason", Cells::Is(&[""])),
                    ],
                ]),
            ],
            ..list(
                &[
                    ("measure", OneOf(&["absence_rate", "days_lost", "days_per_worker"])),
                    ("area", OneOf(&["London", KINGDOM])),
                    ("year", Year),
                    ("sex", SEX_OR_ALL),
                    ("reason", OptionalText),
                    ("value", Positive),
                    ("source", Text),
                    ("status", STATUS),
                ],
                &["measure", "area", "year", "sex", "reason"],
            )
        }
    );

    /// Relative risks of absence from work by smoking.
    pub const ABSENCE_RELATIVE_RISK: Self = table!(
        "absence_relative_risk",
        Schema {
            cross: &[Cross::Interval("relative_risk")],
            unread: &[Unread::Rows(&[("level", Cells::Is(&["current_against_former"]))])],
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
            cross: &[Cross::Interval("value"), Cross::Width, Cross::OneValue("year")],
            unread: &[
                Unread::Rows(&[("area_code", Cells::Is(&[COUNTRY]))]),
                Unread::Rows(&[("area_code", Cells::Is(&[REGION])), ("measure", Cells::Is(&["employment_rate"])),]),
            ],
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
