//! Tables of physical activity.

use crate::data::Rule::{Area, Integer, OneOf, OptionalPositive, Positive, Share, Text, Year};
use crate::data::schema::{Cells, Cross, SEX_OR_ALL, STATUS, Schema, Unread, list};
use crate::data::{COUNTRY, REGION, TableName, table};
use crate::exposure::levels::risk::relative_risks;
use crate::exposure::levels::survey_estimates::{FROM_16, SEXES, SURVEY_ESTIMATES, estimates};

/// The tables of this subject.
pub(crate) const TABLES: &[TableName] =
    &[TableName::ACTIVITY_AREA, TableName::ACTIVITY_ESTIMATES, TableName::ACTIVITY_RELATIVE_RISK];

/// Surveys that are read; the last band of ages is open.
const SURVEYS: &[&[(&str, Cells)]] = &[
    &estimates(&["England"], &["1997", "2008"], &["all"], FROM_16, &["all"], &["five_times_30"]),
    &estimates(
        &["England"],
        &["2012"],
        SEXES,
        (&["16", "25", "35", "45", "55", "65", "75"], &["24", "34", "44", "54", "64", "74", "84"]),
        &["all"],
        &["active", "inactive"],
    ),
    &estimates(&["England"], &["2012"], SEXES, (&["85"], &[""]), &["all"], &["active", "inactive"]),
    &estimates(
        &["England"],
        &["2012"],
        SEXES,
        FROM_16,
        &["income_1", "income_2", "income_3", "income_4", "income_5"],
        &["active"],
    ),
];

impl TableName {
    /// Active and inactive adults by area.
    pub const ACTIVITY_AREA: Self = table!(
        "activity_area",
        Schema {
            cross: &[Cross::OneValue("year")],
            unread: &[Unread::Rows(&[("area_code", Cells::Is(&[REGION, COUNTRY]))])],
            ..list(
                &[("area_code", Area), ("year", Year), ("active", Share), ("inactive", Share)],
                &["area_code", "year"],
            )
        }
    );

    /// Physical activity in England, survey estimates 1997 to 2012.
    pub const ACTIVITY_ESTIMATES: Self =
        table!("activity_estimates", Schema { unread: &[Unread::RowsBut(SURVEYS)], ..SURVEY_ESTIMATES });

    /// Relative risks of physical activity.
    pub const ACTIVITY_RELATIVE_RISK: Self = table!(
        "activity_relative_risk",
        Schema {
            // The last band of ages begins at 80; ratios against the inactive hold from 20 on for both sexes alike.
            unread: &[Unread::RowsBut(&[
                &[
                    ("outcome", Cells::Is(&["cardiovascular"])),
                    ("measure", Cells::Is(&["mortality", "incidence"])),
                    ("sex", Cells::Not(&["female"])),
                    ("age_from", Cells::Below(21.0)),
                    ("level", Cells::Is(&["recommended_against_inactive"])),
                ],
                &[
                    ("outcome", Cells::Is(&["diabetes"])),
                    ("measure", Cells::Is(&["all"])),
                    ("sex", Cells::Not(&["female"])),
                    ("age_from", Cells::Below(21.0)),
                    ("level", Cells::Is(&["recommended_against_inactive"])),
                ],
                &[
                    ("outcome", Cells::Is(&["sick_leave"])),
                    ("measure", Cells::Is(&["absence"])),
                    ("sex", Cells::Not(&["female"])),
                    ("age_from", Cells::Below(21.0)),
                    ("level", Cells::Is(&["recommended_against_inactive"])),
                ],
                &[
                    ("outcome", Cells::Is(&["breast_cancer", "colorectal_cancer"])),
                    ("measure", Cells::Is(&["all"])),
                    ("age_from", Cells::Below(81.0)),
                    ("level", Cells::Is(&["insufficient", "inactive"])),
                ],
            ])],
            ..relative_risks(&[
                ("outcome", Text),
                ("measure", OneOf(&["mortality", "incidence", "absence", "all"])),
                ("sex", SEX_OR_ALL),
                ("age_from", Integer(0, 100)),
                ("level", OneOf(&["recommended_against_inactive", "insufficient", "inactive"])),
                ("relative_risk", Positive),
                ("lower", OptionalPositive),
                ("upper", OptionalPositive),
                ("source", Text),
                ("status", STATUS),
            ])
        }
    );
}
