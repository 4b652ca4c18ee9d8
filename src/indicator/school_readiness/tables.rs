//! Tables of school readiness.

use crate::data::Rule::{Area, NonNegative, Positive, Share, Year};
use crate::data::schema::{SEX, Schema, Unread, list};
use crate::data::{TableName, table};

/// The tables of this subject.
pub(crate) const TABLES: &[TableName] = &[TableName::SCHOOL_READINESS, TableName::SCHOOL_READINESS_FREE_MEALS];

impl TableName {
    /// Children with a good level of development at the end of Reception by borough and sex.
    pub const SCHOOL_READINESS: Self = table!(
        "school_readiness",
        Schema {
            complete: &["area_code", "sex"],
            within: &["year"],
            ..list(
                &[("area_code", Area), ("year", Year), ("sex", SEX), ("ready", NonNegative), ("children", Positive)],
                &["area_code", "year", "sex"],
            )
        }
    );

    /// The same among children with free school meals, by borough.
    pub const SCHOOL_READINESS_FREE_MEALS: Self = table!(
        "school_readiness_free_meals",
        Schema {
            // Only the gap is made of it, which no run needs.
            unread: &[Unread::Rows(&[])],
            ..list(&[("area_code", Area), ("year", Year), ("ready", Share)], &["area_code", "year"])
        }
    );
}
