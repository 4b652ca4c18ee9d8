//! Tables of smoking, its risks and help to stop.

use crate::data::Rule::{
    self, Area, Integer, NonNegative, Numbers, OneOf, OptionalAge, OptionalPositive, OptionalShare, OptionalText,
    Positive, Share, Text, Year,
};
use crate::data::schema::Cells::{self, Above, Is, Not};
use crate::data::schema::{Cross, NO_CITY, QUINTILE, SEX, SEX_OR_ALL, STATUS, Schema, Unread, Usual, grid, list};
use crate::data::{COUNTRY, REGION, TableName, table};

/// The tables of this subject.
pub(crate) const TABLES: &[TableName] = &[
    TableName::CANCER_REGISTRATIONS_SITE,
    TableName::SMOKING_AREA,
    TableName::SMOKING_ROUTINE_MANUAL,
    TableName::SMOKING_AGE_SEX,
    TableName::SMOKING_LONG_SERIES,
    TableName::SMOKING_INCOME_FIFTH,
    TableName::SMOKING_STARTING,
    TableName::SMOKING_RELAPSE,
    TableName::SMOKING_RELATIVE_RISK,
    TableName::SMOKING_EXCESS_RISK_REMAINING,
    TableName::SMOKING_INTERVENTIONS,
    TableName::SMOKING_ATTRIBUTABLE_ESTIMATES,
];

/// Lower bounds of the age groups of cancer registrations: 0, 1-4, 5-9, ... 85 and over.
const CANCER_AGE_GROUP: Rule = Numbers(&[0, 1, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85]);

/// Sites that weight the risks of other digestive and other cancers.
const SITES_READ: &[&str] = &[
    "all_excl_nonmelanoma_skin",
    "bladder",
    "breast",
    "cervix",
    "colorectal",
    "kidney",
    "larynx",
    "lip_oral_pharynx",
    "liver",
    "lung",
    "oesophagus",
    "pancreas",
    "prostate",
    "stomach",
];

/// Nothing after the start is read: it would be known to nobody then.
const AFTER_THE_START: Unread = Unread::Rows(&[("year", Above(2015.0))]);
const AGGREGATES: (&str, Cells) = ("area_code", Is(&[REGION, COUNTRY]));
const BY_SEX: (&str, Cells) = ("sex", Is(&["female", "male"]));
const EVERYBODY: (&str, Cells) = ("sex", Is(&["all"]));
const OPEN: (&str, Cells) = ("age_to", Is(&[""]));
/// Some risks are read of men alone.
const MEN: (&str, Cells) = ("sex", Not(&["female"]));
const CURRENT: (&str, Cells) = ("level", Is(&["current"]));
const MORTALITY: (&str, Cells) = ("measure", Is(&["mortality"]));
const INCIDENCE: (&str, Cells) = ("measure", Is(&["incidence"]));

/// The relative risks that are read.
const RISKS_READ: &[&[(&str, Cells)]] = &[
    &[("outcome", Is(&["lung_cancer", "copd"])), MORTALITY, CURRENT, ("age_from", Is(&["55"]))],
    &[("outcome", Is(&["ihd"])), MORTALITY, CURRENT, ("age_from", Is(&["30", "45", "55"]))],
    &[("outcome", Is(&["stroke"])), MORTALITY, CURRENT, ("age_from", Is(&["30", "55"]))],
    &[("outcome", Is(&["other_circulatory", "other_respiratory"])), MORTALITY, CURRENT, MEN, ("age_from", Is(&["35"]))],
    &[("outcome", Is(&["ihd"])), INCIDENCE, CURRENT, ("age_from", Is(&["35", "65"]))],
    &[
        (
            "outcome",
            Is(&[
                "all_cause_dementia",
                "bladder",
                "cervical",
                "colorectal",
                "copd",
                "ischaemic_stroke",
                "kidney",
                "larynx",
                "liver",
                "lung_cancer",
                "oesophageal_adenocarcinoma",
                "oral_cavity",
                "pancreas",
                "stomach",
                "stroke",
                "type2_diabetes",
            ]),
        ),
        INCIDENCE,
        CURRENT,
        ("age_from", Is(&["35"])),
    ],
    // Former smokers: the share of the excess they keep, of deaths if there are such rows, else of new cases.
    &[
        ("outcome", Is(&["all_cause_dementia", "other_respiratory", "type2_diabetes"])),
        ("level", Is(&["current", "former"])),
        MEN,
        ("age_from", Is(&["35"])),
    ],
];

impl TableName {
    /// New cancers in England by site, sex and age group.
    pub const CANCER_REGISTRATIONS_SITE: Self = table!(
        "cancer_registrations_site",
        Schema {
            complete: &["age_from"],
            within: &["site", "sex"],
            unread: &[Unread::RowsBut(&[&[("age_from", Above(34.0)), ("site", Is(SITES_READ))]])],
            ..list(
                &[("site", Text), ("sex", SEX), ("age_from", CANCER_AGE_GROUP), ("cases", NonNegative)],
                &["site", "sex", "age_from"],
            )
        }
    );

    /// Smoking prevalence of boroughs, London and England by year.
    pub const SMOKING_AREA: Self = table!(
        "smoking_area",
        Schema {
            complete: &["area_code"],
            within: &["year"],
            exempt: NO_CITY,
            cross: &[Cross::Interval("prevalence")],
            unread: &[
                AFTER_THE_START,
                // How smoking varies from year to year is learnt from intervals; the country serves for nothing else.
                Unread::Rows(&[("area_code", Is(&[COUNTRY])), ("lower", Is(&[""]))]),
            ],
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
        }
    );

    /// Smoking prevalence of people in routine and manual occupations by area and year.
    pub const SMOKING_ROUTINE_MANUAL: Self = table!(
        "smoking_routine_manual",
        Schema {
            unread: &[Unread::Rows(&[("area_code", Is(&[REGION, COUNTRY]))]), AFTER_THE_START],
            ..list(&[("area_code", Area), ("year", Year), ("prevalence", Share)], &["area_code", "year"])
        }
    );

    /// Smoking prevalence of London and England by age band, sex and year.
    pub const SMOKING_AGE_SEX: Self = table!(
        "smoking_age_sex",
        Schema {
            complete: &["sex"],
            within: &["area_code", "year", "age_from", "age_to"],
            cross: &[Cross::AgesInOrder],
            unread: &[
                Unread::RowsBut(&[
                    &[AGGREGATES, BY_SEX, ("age_from", Is(&["25", "35", "45", "55", "65"]))],
                    &[AGGREGATES, BY_SEX, ("age_from", Is(&["18"])), ("age_to", Not(&[""]))],
                    // All adults of the country, to which its ages are set; the region's are those of the table by area.
                    &[("area_code", Is(&[COUNTRY])), BY_SEX, ("age_from", Is(&["18"]))],
                ]),
                Unread::Rows(&[("area_code", Is(&[REGION])), ("year", Above(2015.0))]),
            ],
            ..list(
                &[
                    ("area_code", Area),
                    ("year", Year),
                    ("sex", SEX_OR_ALL),
                    ("age_from", Integer(0, 100)),
                    ("age_to", OptionalAge),
                    ("prevalence", Share),
                ],
                &["area_code", "year", "sex", "age_from", "age_to"],
            )
        }
    );

    /// Smoking in Great Britain and England, survey estimates 1974 to 2015.
    pub const SMOKING_LONG_SERIES: Self = table!(
        "smoking_long_series",
        Schema {
            cross: &[Cross::AgesInOrder],
            unread: &[
                Unread::RowsBut(&[
                    // Totals of both sexes, ages of men, and how many men of 50 had stopped by 1974.
                    &[BY_SEX, ("status", Is(&["current"])), ("age_from", Is(&["16"])), OPEN],
                    &[("sex", Is(&["male"])), ("status", Is(&["current"]))],
                    &[
                        ("sex", Is(&["male"])),
                        ("status", Is(&["never"])),
                        ("age_from", Is(&["50"])),
                        ("year", Is(&["1974"]))
                    ],
                    &[EVERYBODY, ("status", Is(&["ex", "never"])), ("age_from", Is(&["16"])), OPEN],
                ]),
                Unread::RowsBeforeTheLast(&[EVERYBODY, ("status", Is(&["ex"])), ("age_from", Is(&["16"])), OPEN]),
                Unread::RowsBeforeTheLast(&[EVERYBODY, ("status", Is(&["never"])), ("age_from", Is(&["16"])), OPEN]),
            ],
            ..list(
                &[
                    ("area", OneOf(&["England", "Great Britain"])),
                    ("year", Year),
                    ("sex", SEX_OR_ALL),
                    ("age_from", Integer(0, 100)),
                    ("age_to", OptionalAge),
                    ("status", OneOf(&["current", "ex", "never", "quit_ratio"])),
                    ("prevalence", Share),
                    ("series", Text),
                ],
                &["area", "year", "sex", "age_from", "age_to", "status", "series"],
            )
        }
    );

    /// Smoking prevalence in the lowest and the highest fifth of income.
    pub const SMOKING_INCOME_FIFTH: Self = table!(
        "smoking_income_fifth",
        Schema {
            cross: &[Cross::OneValue("year"), Cross::OneValue("sex")],
            ..list(
                &[("year", Year), ("sex", SEX_OR_ALL), ("fifth", OneOf(&["lowest", "highest"])), ("prevalence", Share)],
                &["year", "sex", "fifth"],
            )
        }
    );

    /// Yearly probability of starting to smoke by sex, deprivation quintile and age.
    pub const SMOKING_STARTING: Self = table!(
        "smoking_starting",
        grid(
            &[("sex", SEX), ("quintile", QUINTILE), ("age", Integer(11, 30)), ("probability", Share)],
            &["sex", "quintile", "age"],
        )
    );

    /// Yearly probability of relapse by years since quitting.
    pub const SMOKING_RELAPSE: Self = table!(
        "smoking_relapse",
        Schema {
            cross: &[Cross::Interval("probability")],
            usual: &[Usual::new("probability", 4.0, 12.0)],
            // From ten years on nobody relapses.
            unread: &[Unread::Rows(&[("years_since_quitting", Is(&["10"]))])],
            ..grid(
                &[
                    ("years_since_quitting", Integer(1, 10)),
                    ("probability", Share),
                    ("lower", OptionalShare),
                    ("upper", OptionalShare),
                ],
                &["years_since_quitting"],
            )
        }
    );

    /// Relative risks of current and former smokers against never smokers.
    pub const SMOKING_RELATIVE_RISK: Self = table!(
        "smoking_relative_risk",
        Schema {
            cross: &[Cross::Interval("relative_risk"), Cross::AgesInOrder],
            usual: &[Usual::new("relative_risk", 2.5, 10.0)],
            unread: &[Unread::RowsBut(RISKS_READ)],
            ..list(
                &[
                    ("outcome", Text),
                    ("measure", OneOf(&["mortality", "incidence"])),
                    ("sex", SEX_OR_ALL),
                    ("age_from", Integer(0, 100)),
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
        }
    );

    /// Share of a smoker's excess risk that remains by years since quitting.
    pub const SMOKING_EXCESS_RISK_REMAINING: Self = table!(
        "smoking_excess_risk_remaining",
        Schema {
            cross: &[Cross::Interval("remaining")],
            usual: &[Usual::new("remaining", 3.0, 30.0)],
            ..grid(
                &[
                    ("curve", OneOf(&["cancers", "cardiovascular", "copd"])),
                    ("years_since_quitting", Integer(0, 40)),
                    ("remaining", Share),
                    ("lower", OptionalShare),
                    ("upper", OptionalShare),
                ],
                &["curve", "years_since_quitting"],
            )
        }
    );

    /// Reach and success of help to stop smoking.
    pub const SMOKING_INTERVENTIONS: Self = table!(
        "smoking_interventions",
        Schema {
            cross: &[Cross::Interval("mean"), Cross::AgesInOrder],
            usual: &[Usual::new("mean", 4.0, 12.0)],
            unread: &[
                Unread::RowsBut(&[
                    &[("parameter", Is(&["abstinence_52w_service", "abstinence_52w_without_treatment"]))],
                    &[("parameter", Is(&["service_reach"])), BY_SEX],
                ]),
                Unread::Column("lower"),
                Unread::Column("upper"),
            ],
            ..list(
                &[
                    ("parameter", Text),
                    ("sex", SEX_OR_ALL),
                    ("age_from", Integer(0, 100)),
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
        }
    );

    /// Published deaths attributable to smoking, to compare with.
    pub const SMOKING_ATTRIBUTABLE_ESTIMATES: Self = table!(
        "smoking_attributable_estimates",
        Schema {
            unread: &[Unread::RowsBut(&[])],
            ..list(
                &[("area", OneOf(&["England", "London"])), ("year", Year), ("deaths", NonNegative), ("source", Text)],
                &["area", "year"],
            )
        }
    );
}
