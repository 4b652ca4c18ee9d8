//! Tables of diseases: rates, published totals, utility, cost of care.

use crate::data::Rule::{
    self, Integer, NonNegative, OneOf, OptionalAge, OptionalNonNegative, OptionalNumber, OptionalShare, OptionalText,
    Share, Text, Year,
};
use crate::data::schema::{CHOICE, Cells, Cross, SEX, SEX_OR_ALL, STATUS, Schema, Unread, Usual, list};
use crate::data::{TableName, table};

/// The tables of this subject.
pub(crate) const TABLES: &[TableName] = &[
    TableName::DISEASE_RATES,
    TableName::DISEASE_ESTIMATES,
    TableName::UTILITY_DECREMENTS,
    TableName::CARE_COSTS,
    TableName::CARE_COST_PER_HEAD,
];

/// The diseases followed, by the names of `Disease`.
const DISEASE: Rule = OneOf(&["heart_attack", "stroke", "lung_cancer", "copd", "diabetes"]);

/// The set of figures that is not in use.
const ALTERNATIVE: &[Unread] = &[Unread::Rows(&[("choice", Cells::Is(&["alternative"]))])];

const PAYER: Rule = OneOf(&["nhs", "social_care"]);

impl TableName {
    /// Incidence, prevalence and fatality of diseases in England by sex and age, two of the three or fewer.
    pub const DISEASE_RATES: Self = table!(
        "disease_rates",
        Schema {
            complete: &["disease", "sex"],
            cross: &[Cross::AgesInOrder],
            usual: &[
                Usual::new("incidence", 5.0, 30.0),
                Usual::new("prevalence", 5.0, 30.0),
                Usual::new("fatality", 5.0, 30.0),
                Usual::new("die_at_onset", 3.0, 10.0),
            ],
            ..list(
                &[
                    ("disease", DISEASE),
                    ("sex", SEX),
                    ("age_from", Integer(0, 100)),
                    ("age_to", OptionalAge),
                    (
                        "basis",
                        OneOf(&[
                            "incidence_prevalence",
                            "incidence_fatality",
                            "prevalence_fatality",
                            "all_three",
                            "incidence_deaths",
                            "incidence_hazard_ratio",
                        ]),
                    ),
                    ("year", Year),
                    ("per", OneOf(&["everyone", "without_disease"])),
                    ("incidence", OptionalNonNegative),
                    ("incidence_lower", OptionalNonNegative),
                    ("incidence_upper", OptionalNonNegative),
                    ("prevalence", OptionalShare),
                    ("prevalence_lower", OptionalShare),
                    ("prevalence_upper", OptionalShare),
                    ("fatality", OptionalNonNegative),
                    ("fatality_lower", OptionalNonNegative),
                    ("fatality_upper", OptionalNonNegative),
                    ("die_at_onset", Share),
                    ("source", Text),
                    ("status", STATUS),
                    ("note", OptionalText),
                ],
                &["disease", "sex", "age_from"],
            )
        }
    );

    /// Published totals of diseases, to meet or to compare with.
    pub const DISEASE_ESTIMATES: Self = table!(
        "disease_estimates",
        Schema {
            cross: &[Cross::Interval("value"), Cross::AgesInOrder],
            unread: &[Unread::RowsBut(&[
                &[
                    ("measure", Cells::Is(&["yearly_change_of_incidence", "change_since", "later_deaths"])),
                    ("sex", Cells::Not(&["all"])),
                ],
                &[("measure", Cells::Is(&["hazard_ratio", "prevalence"])), ("sex", Cells::Is(&["all"]))],
                &[
                    ("disease", Cells::Is(&["heart_attack"])),
                    ("measure", Cells::Is(&["first_events"])),
                    ("age_from", Cells::Above(54.0)),
                ],
            ])],
            ..list(
                &[
                    ("disease", DISEASE),
                    ("measure", Text),
                    ("sex", SEX_OR_ALL),
                    ("age_from", Integer(0, 100)),
                    ("age_to", OptionalAge),
                    ("year", Year),
                    ("value", OptionalNumber),
                    ("lower", OptionalNumber),
                    ("upper", OptionalNumber),
                    ("unit", Text),
                    ("source", Text),
                    ("status", STATUS),
                    ("note", OptionalText),
                ],
                &["disease", "measure", "sex", "age_from", "age_to", "year"],
            )
        }
    );

    /// Utility lost by people with a disease.
    pub const UTILITY_DECREMENTS: Self = table!(
        "utility_decrements",
        Schema {
            complete: &["disease"],
            within: &["choice"],
            cross: &[Cross::Interval("decrement")],
            usual: &[Usual::new("decrement", 2.5, 8.0)],
            unread: ALTERNATIVE,
            ..list(
                &[
                    ("disease", DISEASE),
                    ("choice", CHOICE),
                    ("decrement", Share),
                    ("lower", OptionalShare),
                    ("upper", OptionalShare),
                    ("source", Text),
                    ("status", STATUS),
                    ("note", OptionalText),
                ],
                &["disease", "choice"],
            )
        }
    );

    /// Cost of care of a person with a disease.
    pub const CARE_COSTS: Self = table!(
        "care_costs",
        Schema {
            cross: &[Cross::Interval("cost"), Cross::AgesInOrder],
            usual: &[Usual::new("cost", 5.0, 30.0)],
            unread: ALTERNATIVE,
            ..list(
                &[
                    ("disease", DISEASE),
                    ("payer", PAYER),
                    ("choice", CHOICE),
                    ("age_from", Integer(0, 100)),
                    ("age_to", OptionalAge),
                    ("year_since_diagnosis", OptionalAge),
                    ("cost", NonNegative),
                    ("lower", OptionalNonNegative),
                    ("upper", OptionalNonNegative),
                    ("price_year", Text),
                    ("source", Text),
                    ("status", STATUS),
                    ("note", OptionalText),
                ],
                &["disease", "payer", "choice", "age_from", "year_since_diagnosis"],
            )
        }
    );

    /// Cost of care of a person whatever ails them.
    pub const CARE_COST_PER_HEAD: Self = table!(
        "care_cost_per_head",
        Schema {
            cross: &[Cross::Interval("cost"), Cross::AgesInOrder],
            usual: &[Usual::new("cost", 5.0, 30.0)],
            unread: ALTERNATIVE,
            ..list(
                &[
                    ("payer", PAYER),
                    ("people", OneOf(&["without_modelled_disease", "all"])),
                    ("choice", CHOICE),
                    ("age_from", Integer(0, 100)),
                    ("age_to", OptionalAge),
                    ("cost", NonNegative),
                    ("lower", OptionalNonNegative),
                    ("upper", OptionalNonNegative),
                    ("price_year", Text),
                    ("source", Text),
                    ("status", STATUS),
                    ("note", OptionalText),
                ],
                &["payer", "people", "choice", "age_from"],
            )
        }
    );
}
