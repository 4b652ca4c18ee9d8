//! The layout of each table: its columns, what a cell may hold, and what the rows must hold together.

use super::name::TableName;
use super::rule::Rule;
use Rule::{
    Among, Area, Borough, NonNegative, OneOf, OptionalAge, OptionalNumber, OptionalPositive, OptionalShare,
    OptionalText, Positive, Share, Table, Text, Whole, Year,
};

/// A column and the rule of its cells.
pub(crate) type Column = (&'static str, Rule);

/// The layout of a table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Schema {
    /// The columns, in the order of the embedded file; a caller's file may have another order.
    pub(crate) columns: &'static [Column],
    /// Further columns of counts or rates, one per period.
    pub(crate) periods: &'static [&'static str],
    /// The columns that no two rows may share.
    pub(crate) key: &'static [&'static str],
    /// The columns whose every combination of allowed values must have a row...
    pub(crate) complete: &'static [&'static str],
    /// ...within every combination of values found in these columns...
    pub(crate) within: &'static [&'static str],
    /// ...but for the combinations that hold all the pairs of one of these.
    pub(crate) exempt: &'static [&'static [(&'static str, &'static str)]],
    /// Rules between cells.
    pub(crate) cross: &'static [Cross],
}

/// A rule between cells.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Cross {
    /// `lower` <= the named value <= `upper`, where bounds are given.
    Interval(&'static str),
    /// `age_from` <= `age_to`, where the latter is given.
    AgesInOrder,
    /// `share` sums to 1 within these columns, to 1e-4.
    SharesSumToOne(&'static [&'static str]),
}

const SEX: Rule = OneOf(&["female", "male"]);
const SEX_OR_ALL: Rule = OneOf(&["female", "male", "all"]);
const QUINTILE: Rule = Whole(1, 5);
const STATUS: Rule = OneOf(&["found", "derived", "unverified"]);
/// Lower bounds of the age groups of deaths: 0, 1-4, 5-9, ... 90 and over.
const AGE_GROUP: Rule = Among(&[0, 1, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90]);
/// Lower bounds of the age groups of cancer registrations: 0, 1-4, 5-9, ... 85 and over.
const CANCER_AGE_GROUP: Rule = Among(&[0, 1, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85]);
/// Lower bounds of five-year age groups: 0-4, 5-9, ... 90 and over.
const FIVE_YEARS: Rule = Among(&[0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90]);
/// Ages of mothers: 15 stands for under 20 and 45 for 45 and over.
const MOTHER_AGE: Rule = Among(&[
    15, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45,
]);
/// The exclusive causes of death, which add up to all deaths.
const CAUSE: Rule = OneOf(&[
    "all_other_causes",
    "breast_cancer",
    "cervical_cancer",
    "colorectal_cancer",
    "dementia_alzheimers",
    "diabetes",
    "intentional_injury",
    "ischaemic_heart_disease",
    "liver_cancer",
    "lung_cancer",
    "lymphoid_haematopoietic_cancer",
    "neonatal",
    "other_cancer",
    "other_circulatory",
    "other_digestive_cancer",
    "prostate_cancer",
    "respiratory_disease",
    "stroke",
    "unintentional_injury",
]);
/// Causes of one sex only have no rows for the other.
const ONE_SEX: &[&[(&str, &str)]] =
    &[&[("cause", "cervical_cancer"), ("sex", "male")], &[("cause", "prostate_cancer"), ("sex", "female")]];
/// The City of London is too small for a published figure.
const NO_CITY: &[&[(&str, &str)]] = &[&[("area_code", "E09000001")]];

const DEATH_YEARS: &[&str] = &[
    "y2001", "y2002", "y2003", "y2004", "y2005", "y2006", "y2007", "y2008", "y2009", "y2010", "y2011", "y2012",
    "y2013", "y2014", "y2015",
];
const PROJECTION_YEARS: &[&str] = &[
    "y2015", "y2016", "y2017", "y2018", "y2019", "y2020", "y2021", "y2022", "y2023", "y2024", "y2025", "y2026",
    "y2027", "y2028", "y2029", "y2030", "y2031", "y2032", "y2033", "y2034", "y2035", "y2036", "y2037", "y2038",
    "y2039", "y2040", "y2041",
];
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

/// A layout with these columns, of which those of `key` identify a row and must be complete.
const fn grid(columns: &'static [Column], key: &'static [&'static str]) -> Schema {
    Schema { columns, periods: &[], key, complete: key, within: &[], exempt: &[], cross: &[] }
}

/// A layout with these columns, of which those of `key` identify a row; any set of rows will do.
const fn list(columns: &'static [Column], key: &'static [&'static str]) -> Schema {
    Schema { columns, periods: &[], key, complete: &[], within: &[], exempt: &[], cross: &[] }
}

/// The layout of a table.
pub(crate) const fn schema(name: TableName) -> Schema {
    match name {
        TableName::Areas => grid(
            &[("area_code", Borough), ("area_name", Text), ("inner_outer", OneOf(&["inner", "outer"]))],
            &["area_code"],
        ),
        TableName::Population => grid(
            &[("area_code", Borough), ("sex", SEX), ("age", Whole(0, 90)), ("persons", NonNegative)],
            &["area_code", "sex", "age"],
        ),
        TableName::DeprivationShares => Schema {
            complete: &["area_code", "age_from"],
            cross: &[Cross::SharesSumToOne(&["area_code", "age_from"])],
            ..list(
                &[("area_code", Borough), ("age_from", FIVE_YEARS), ("quintile", QUINTILE), ("share", Share)],
                &["area_code", "age_from", "quintile"],
            )
        },
        TableName::DeprivationBorough => {
            grid(&[("area_code", Borough), ("average_score", NonNegative)], &["area_code"])
        }
        TableName::Births => grid(
            &[("area_code", Borough), ("mother_age", MOTHER_AGE), ("births", NonNegative)],
            &["area_code", "mother_age"],
        ),
        TableName::PopulationProjection => Schema {
            periods: PROJECTION_YEARS,
            ..grid(&[("area_code", Borough), ("age", Whole(0, 90))], &["area_code", "age"])
        },
        TableName::DeathsByCause => Schema {
            periods: DEATH_YEARS,
            exempt: ONE_SEX,
            ..grid(&[("cause", CAUSE), ("sex", SEX), ("age_from", AGE_GROUP)], &["cause", "sex", "age_from"])
        },
        TableName::DeathsByCauseQuintile => Schema {
            exempt: ONE_SEX,
            ..grid(
                &[
                    ("cause", CAUSE),
                    ("quintile", QUINTILE),
                    ("sex", SEX),
                    ("age_from", AGE_GROUP),
                    ("deaths", NonNegative),
                ],
                &["cause", "quintile", "sex", "age_from"],
            )
        },
        TableName::DeathsCopdQuintile => grid(
            &[("quintile", QUINTILE), ("sex", SEX), ("age_from", AGE_GROUP), ("deaths", NonNegative)],
            &["quintile", "sex", "age_from"],
        ),
        TableName::PopulationEnglandQuintile => grid(
            &[("quintile", QUINTILE), ("sex", SEX), ("age_from", AGE_GROUP), ("persons", NonNegative)],
            &["quintile", "sex", "age_from"],
        ),
        TableName::PopulationEngland => {
            Schema { periods: DEATH_YEARS, ..grid(&[("sex", SEX), ("age_from", AGE_GROUP)], &["sex", "age_from"]) }
        }
        // Small cells are suppressed in the publication, so no set of rows can be asked for.
        TableName::MortalityLondonEngland => list(
            &[
                ("cause", OneOf(&["cancer", "cardiovascular", "chronic_respiratory", "diabetes"])),
                ("area", OneOf(&["England", "London"])),
                ("sex", SEX),
                ("age_from", AGE_GROUP),
                ("year", Year),
                ("rate_per_100000", NonNegative),
            ],
            &["cause", "area", "sex", "age_from", "year"],
        ),
        TableName::LifeTableEngland => {
            Schema { periods: LIFE_TABLE_PERIODS, ..grid(&[("sex", SEX), ("age", Whole(0, 100))], &["sex", "age"]) }
        }
        TableName::LifeExpectancyBorough => Schema {
            complete: &["area_code", "sex"],
            within: &["period"],
            exempt: NO_CITY,
            ..list(
                &[("area_code", Borough), ("sex", SEX), ("period", Text), ("life_expectancy", Positive)],
                &["area_code", "sex", "period"],
            )
        },
        TableName::CancerRegistrationsSite => Schema {
            complete: &["age_from"],
            within: &["site", "sex"],
            ..list(
                &[("site", Text), ("sex", SEX), ("age_from", CANCER_AGE_GROUP), ("cases", NonNegative)],
                &["site", "sex", "age_from"],
            )
        },
        TableName::SmokingArea => Schema {
            complete: &["area_code"],
            within: &["year"],
            exempt: NO_CITY,
            cross: &[Cross::Interval("prevalence")],
            ..list(
                &[
                    ("area_code", Area),
                    ("year", Year),
                    ("prevalence", Share),
                    ("lower", OptionalShare),
                    ("upper", OptionalShare),
                ],
                &["area_code", "year"],
            )
        },
        TableName::SmokingAgeSex => Schema {
            complete: &["sex"],
            within: &["area_code", "year", "age_from", "age_to"],
            cross: &[Cross::AgesInOrder],
            ..list(
                &[
                    ("area_code", Area),
                    ("year", Year),
                    ("sex", SEX_OR_ALL),
                    ("age_from", Whole(0, 100)),
                    ("age_to", OptionalAge),
                    ("prevalence", Share),
                ],
                &["area_code", "year", "sex", "age_from", "age_to"],
            )
        },
        TableName::SmokingLongSeries => Schema {
            cross: &[Cross::AgesInOrder],
            ..list(
                &[
                    ("area", OneOf(&["England", "Great Britain"])),
                    ("year", Year),
                    ("sex", SEX_OR_ALL),
                    ("age_from", Whole(0, 100)),
                    ("age_to", OptionalAge),
                    ("status", OneOf(&["current", "ex", "never", "quit_ratio"])),
                    ("prevalence", Share),
                    ("series", Text),
                ],
                &["area", "year", "sex", "age_from", "age_to", "status", "series"],
            )
        },
        TableName::SmokingIncomeFifth => list(
            &[("year", Year), ("sex", SEX_OR_ALL), ("fifth", OneOf(&["lowest", "highest"])), ("prevalence", Share)],
            &["year", "sex", "fifth"],
        ),
        TableName::SmokingStarting => grid(
            &[("sex", SEX), ("quintile", QUINTILE), ("age", Whole(11, 30)), ("probability", Share)],
            &["sex", "quintile", "age"],
        ),
        TableName::SmokingRelapse => Schema {
            cross: &[Cross::Interval("probability")],
            ..grid(
                &[
                    ("years_since_quitting", Whole(1, 10)),
                    ("probability", Share),
                    ("lower", OptionalShare),
                    ("upper", OptionalShare),
                ],
                &["years_since_quitting"],
            )
        },
        TableName::SmokingRelativeRisk => Schema {
            cross: &[Cross::Interval("relative_risk"), Cross::AgesInOrder],
            ..list(
                &[
                    ("outcome", Text),
                    ("measure", OneOf(&["mortality", "incidence"])),
                    ("sex", SEX_OR_ALL),
                    ("age_from", Whole(0, 100)),
                    ("age_to", OptionalAge),
                    ("level", OneOf(&["current", "former", "former_quit_25_34", "former_quit_35_44"])),
                    ("relative_risk", Positive),
                    ("lower", OptionalPositive),
                    ("upper", OptionalPositive),
                    ("source", Text),
                    ("status", STATUS),
                    ("note", OptionalText),
                ],
                &["outcome", "measure", "sex", "age_from", "age_to", "level", "source"],
            )
        },
        TableName::SmokingExcessRiskRemaining => Schema {
            cross: &[Cross::Interval("remaining")],
            ..grid(
                &[
                    ("curve", OneOf(&["cancers", "cardiovascular", "copd"])),
                    ("years_since_quitting", Whole(0, 40)),
                    ("remaining", Share),
                    ("lower", OptionalShare),
                    ("upper", OptionalShare),
                ],
                &["curve", "years_since_quitting"],
            )
        },
        TableName::SmokingInterventions => Schema {
            cross: &[Cross::Interval("mean"), Cross::AgesInOrder],
            ..list(
                &[
                    ("parameter", Text),
                    ("sex", SEX_OR_ALL),
                    ("age_from", Whole(0, 100)),
                    ("age_to", OptionalAge),
                    ("mean", Share),
                    ("lower", OptionalShare),
                    ("upper", OptionalShare),
                    ("source", Text),
                    ("status", STATUS),
                    ("note", OptionalText),
                ],
                &["parameter", "sex", "age_from", "age_to"],
            )
        },
        TableName::SmokingAttributablePoints => list(
            &[("area", OneOf(&["England", "London"])), ("year", Year), ("deaths", NonNegative), ("source", Text)],
            &["area", "year"],
        ),
        TableName::UtilityNorms => grid(&[("sex", SEX), ("age", Whole(11, 89)), ("utility", Share)], &["sex", "age"]),
        TableName::Ambitions => list(
            &[
                ("ambition", Text),
                ("indicator", Text),
                ("target_kind", Text),
                ("target_value", OptionalNumber),
                ("unit", OptionalText),
                ("deadline", Year),
            ],
            &["ambition"],
        ),
        TableName::DevolutionPilots => {
            list(&[("pilot", Text), ("area_code", Borough), ("theme", Text)], &["pilot", "area_code"])
        }
        TableName::Sources => Schema {
            complete: &["table"],
            exempt: &[&[("table", "sources")]],
            ..list(
                &[
                    ("table", Table),
                    ("publisher", Text),
                    ("title", Text),
                    ("year", OptionalText),
                    ("licence", Text),
                    ("retrieved", OptionalText),
                    ("status", STATUS),
                    ("reference", Text),
                ],
                &["table", "publisher", "title", "reference"],
            )
        },
    }
}
