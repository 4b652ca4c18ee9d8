//! Tables of how long people live, and how long in good health.

use super::healthy_life::PERIOD;
use crate::data::Rule::{Area, Borough, Integer, Positive, Text};
use crate::data::schema::{Cells, Cross, NO_CITY, SEX, Schema, Unread, grid, list};
use crate::data::{COUNTRY, TableName, table};

/// The tables of this subject.
pub(crate) const TABLES: &[TableName] =
    &[TableName::LIFE_TABLE_ENGLAND, TableName::LIFE_EXPECTANCY_BOROUGH, TableName::HEALTHY_LIFE_EXPECTANCY];

const LIFE_TABLE_PERIODS: &[&str] = &[
    "mx_2001_2003",
    "mx_2002_2004",
    "mx_2003_2005",
    "mx_2004_2006",
    "mx_2005_2007",
    "mx_2006_2008",
    "mx_2007_2009",
    "mx_2008_2010",
    "mx_2009_2011",
    "mx_2010_2012",
    "mx_2011_2013",
    "mx_2012_2014",
    "mx_2013_2015",
];

/// All but the last period, whose rates are read.
const EARLIER_PERIODS: &[Unread] = &{
    let mut all = [Unread::Column(""); LIFE_TABLE_PERIODS.len() - 1];
    let mut at = 0;
    while at < all.len() {
        all[at] = Unread::Column(LIFE_TABLE_PERIODS[at]);
        at += 1;
    }
    all
};

impl TableName {
    /// Central death rates of England by sex and single year of age, three-year periods.
    pub const LIFE_TABLE_ENGLAND: Self = table!(
        "life_table_england",
        Schema {
            periods: LIFE_TABLE_PERIODS,
            unread: EARLIER_PERIODS,
            ..grid(&[("sex", SEX), ("age", Integer(0, 100))], &["sex", "age"])
        }
    );

    /// Life expectancy at birth by borough and sex.
    pub const LIFE_EXPECTANCY_BOROUGH: Self = table!(
        "life_expectancy_borough",
        Schema {
            complete: &["area_code", "sex"],
            within: &["period"],
            exempt: NO_CITY,
            cross: &[Cross::OneValue("period")],
            ..list(
                &[("area_code", Borough), ("sex", SEX), ("period", Text), ("life_expectancy", Positive)],
                &["area_code", "sex", "period"],
            )
        }
    );

    /// Healthy life expectancy at birth by area and sex.
    pub const HEALTHY_LIFE_EXPECTANCY: Self = table!(
        "healthy_life_expectancy",
        Schema {
            complete: &["area_code", "sex"],
            within: &["period"],
            exempt: NO_CITY,
            cross: &[Cross::Interval("healthy_life_expectancy")],
            unread: &[
                Unread::Rows(&[("period", Cells::Not(&[PERIOD]))]),
                Unread::Rows(&[("area_code", Cells::Is(&[COUNTRY]))]),
            ],
            ..list(
                &[
                    ("area_code", Area),
                    ("sex", SEX),
                    ("period", Text),
                    ("healthy_life_expectancy", Positive),
                    ("lower", Positive),
                    ("upper", Positive),
                ],
                &["area_code", "sex", "period"],
            )
        }
    );
}
