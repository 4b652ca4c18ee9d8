//! Tables of severe mental illness.

use crate::data::Rule::{Integer, OneOf, OptionalPositive, OptionalShare, Positive, Share, Text, Year};
use crate::data::schema::Cells::{self, Is};
use crate::data::schema::{Cross, SEX_OR_ALL, STATUS, Schema, Unread, Usual, list};
use crate::data::{TableName, table};

/// The tables of this subject.
pub(crate) const TABLES: &[TableName] =
    &[TableName::MENTAL_ILLNESS_MORTALITY, TableName::MENTAL_ILLNESS_ESTIMATES, TableName::MENTAL_ILLNESS_TRIALS];

const SECONDARY_SERVICES: (&str, Cells) = ("group", Is(&["secondary_services"]));
const BY_SEX: (&str, Cells) = ("sex", Is(&["female", "male"]));

impl TableName {
    /// Mortality of people with severe mental illness against everybody's.
    pub const MENTAL_ILLNESS_MORTALITY: Self = table!(
        "mental_illness_mortality",
        Schema {
            cross: &[Cross::Interval("value")],
            usual: &[Usual::new("value", 1.6, 4.0)],
            unread: &[Unread::RowsBut(&[
                &[("measure", Is(&["ratio_18_74", "ratio_all_ages"])), SECONDARY_SERVICES, BY_SEX],
                &[
                    ("measure", Is(&["ratio_all_ages"])),
                    ("group", Is(&["bipolar", "schizophrenia"])),
                    ("sex", Is(&["all"])),
                ],
            ])],
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
        Schema {
            unread: &[Unread::RowsBut(&[&[("area", Is(&["England"]))]])],
            ..list(
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
        }
    );

    /// Trials of help to stop smoking for people with severe mental illness.
    pub const MENTAL_ILLNESS_TRIALS: Self = table!(
        "mental_illness_trials",
        Schema {
            cross: &[Cross::Interval("odds_ratio")],
            usual: &[Usual::new("odds_ratio", 2.5, 8.0)],
            unread: &[Unread::RowsBut(&[
                &[("trial", Is(&["SCIMITAR+"])), ("months", Is(&["6", "12"]))],
                &[("trial", Is(&["pooled"])), ("months", Is(&["12"]))],
            ])],
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
