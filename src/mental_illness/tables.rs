//! Tables of severe mental illness.

use crate::data::Rule::{Integer, OneOf, OptionalPositive, OptionalShare, Positive, Share, Text, Year};
use crate::data::schema::{Cross, SEX_OR_ALL, STATUS, Schema, list};
use crate::data::{TableName, table};

/// The tables of this subject.
pub(crate) const TABLES: &[TableName] =
    &[TableName::MENTAL_ILLNESS_MORTALITY, TableName::MENTAL_ILLNESS_ESTIMATES, TableName::MENTAL_ILLNESS_TRIALS];

impl TableName {
    /// Mortality of people with severe mental illness against everybody's.
    pub const MENTAL_ILLNESS_MORTALITY: Self = table!(
        "mental_illness_mortality",
        Schema {
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
        }
    );

    /// Size of registers of severe mental illness, and smoking of those on them.
    pub const MENTAL_ILLNESS_ESTIMATES: Self = table!(
        "mental_illness_estimates",
        list(
            &[
                ("measure", OneOf(&["register", "smoking"])),
                ("area", Text),
                ("year", Year),
                ("share", Share),
                ("source", Text),
                ("status", STATUS),
            ],
            &["measure", "area", "year"],
        )
    );

    /// Trials of help to stop smoking for people with severe mental illness.
    pub const MENTAL_ILLNESS_TRIALS: Self = table!(
        "mental_illness_trials",
        Schema {
            cross: &[Cross::Interval("odds_ratio")],
            ..list(
                &[
                    ("trial", Text),
                    ("months", Integer(1, 60)),
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
        }
    );
}
