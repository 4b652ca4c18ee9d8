//! Tables of drinking.

use crate::data::schema::{SEX_OR_ALL, STATUS, Schema};
use crate::data::{Rule, TableName, table};
use crate::exposure::levels::risk::relative_risks;
use crate::exposure::levels::survey_estimates::SURVEY_ESTIMATES;

/// The tables of this subject.
pub(crate) const TABLES: &[TableName] = &[TableName::ALCOHOL_ESTIMATES, TableName::ALCOHOL_RELATIVE_RISK];

impl TableName {
    /// Drinking in England, Great Britain and London, survey estimates 2005 to 2015.
    pub const ALCOHOL_ESTIMATES: Self = table!("alcohol_estimates", SURVEY_ESTIMATES);

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
