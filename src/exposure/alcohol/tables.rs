//! Tables of drinking.

use crate::data::schema::{Cells, SEX_OR_ALL, STATUS, Schema, Unread};
use crate::data::{Rule, TableName, table};
use crate::exposure::levels::risk::relative_risks;
use crate::exposure::levels::survey_estimates::{FROM_16, SEXES, SURVEY_ESTIMATES, estimates};

/// The tables of this subject.
pub(crate) const TABLES: &[TableName] = &[TableName::ALCOHOL_ESTIMATES, TableName::ALCOHOL_RELATIVE_RISK];

/// Surveys that are read.
const SURVEYS: &[&[(&str, Cells)]] = &[
    &estimates(&["Great Britain"], &["2013"], ALL, (&["16", "65"], &[""]), ALL, &["teetotal"]),
    &estimates(&["Great Britain"], &["2013"], ALL, (&["16"], &["24"]), ALL, &["teetotal"]),
    &estimates(&["Great Britain"], &["2005", "2014"], ALL, FROM_16, ALL, &["last_week"]),
    &estimates(&["Great Britain"], &["2014"], ALL, (&["16", "45"], &["24", "64"]), ALL, &["last_week"]),
    &estimates(&["London"], &["2013"], ALL, FROM_16, ALL, &["teetotal"]),
    &estimates(&["London"], &["2014"], ALL, FROM_16, ALL, &["last_week"]),
    &estimates(&["England"], &["2015"], SEXES, FROM_16, ALL, &["none"]),
    &estimates(&["England"], &["2015"], SEXES, FROM_16, &["all", "income_1", "income_5"], &["over_14"]),
    &estimates(&["England"], &["2012"], SEXES, FROM_16, &["quintile_1", "quintile_5"], &["last_week"]),
];
const ALL: &[&str] = &["all"];

impl TableName {
    /// Drinking in England, Great Britain and London, survey estimates 2005 to 2015.
    pub const ALCOHOL_ESTIMATES: Self =
        table!("alcohol_estimates", Schema { unread: &[Unread::RowsBut(SURVEYS)], ..SURVEY_ESTIMATES });

    /// Relative risks of drinking: without rows, for an analyst's own.
    pub const ALCOHOL_RELATIVE_RISK: Self = table!(
        "alcohol_relative_risk",
        Schema {
            may_be_empty: true,
            ..relative_risks(&[
                ("outcome", Rule::Text),
                ("measure", Rule::OneOf(&["mortality", "incidence"])),
                ("sex", SEX_OR_ALL),
                ("age_from", Rule::Integer(0, 100)),
                ("level", Rule::OneOf(&["up_to_14", "over_14"])),
                ("relative_risk", Rule::Positive),
                ("lower", Rule::OptionalPositive),
                ("upper", Rule::OptionalPositive),
                ("source", Rule::Text),
                ("status", STATUS),
            ])
        }
    );
}
