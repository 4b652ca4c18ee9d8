//! Tables of physical activity.

use crate::data::Rule::{Area, Integer, OneOf, OptionalPositive, Positive, Share, Text, Year};
use crate::data::schema::{SEX_OR_ALL, STATUS, list};
use crate::data::{TableName, table};
use crate::exposure::levels::risk::relative_risks;
use crate::exposure::levels::survey_estimates::SURVEY_ESTIMATES;

/// The tables of this subject.
pub(crate) const TABLES: &[TableName] =
    &[TableName::ACTIVITY_AREA, TableName::ACTIVITY_ESTIMATES, TableName::ACTIVITY_RELATIVE_RISK];

impl TableName {
    /// Active and inactive adults by area.
    pub const ACTIVITY_AREA: Self = table!(
        "activity_area",
        list(&[("area_code", Area), ("year", Year), ("active", Share), ("inactive", Share)], &["area_code", "year"])
    );

    /// Physical activity in England, survey estimates 1997 to 2012.
    pub const ACTIVITY_ESTIMATES: Self = table!("activity_estimates", SURVEY_ESTIMATES);

    /// Relative risks of physical activity.
    pub const ACTIVITY_RELATIVE_RISK: Self = table!(
        "activity_relative_risk",
        relative_risks(&[
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
    );
}
