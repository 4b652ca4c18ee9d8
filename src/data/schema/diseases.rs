//! Layouts of the tables of diseases: rates, points, utility, cost.

use super::*;

/// The diseases followed, by the names of `Disease`.
const DISEASE: Rule = OneOf(&["heart_attack", "stroke", "lung_cancer", "copd", "diabetes"]);
const PAYER: Rule = OneOf(&["nhs", "social_care"]);
/// Of two published sets the one that is read, and the other.
const CHOICE: Rule = OneOf(&["used", "alternative"]);

pub(super) const DISEASE_RATES: Schema = Schema {
    complete: &["disease", "sex"],
    cross: &[Cross::AgesInOrder],
    ..list(
        &[
            ("disease", DISEASE),
            ("sex", SEX),
            ("age_from", Whole(0, 100)),
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
};

pub(super) const DISEASE_POINTS: Schema = Schema {
    cross: &[Cross::Interval("value"), Cross::AgesInOrder],
    ..list(
        &[
            ("disease", DISEASE),
            ("measure", Text),
            ("sex", SEX_OR_ALL),
            ("age_from", Whole(0, 100)),
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
};

pub(super) const UTILITY_DECREMENTS: Schema = Schema {
    complete: &["disease"],
    within: &["choice"],
    cross: &[Cross::Interval("decrement")],
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
};

pub(super) const CARE_COSTS: Schema = Schema {
    cross: &[Cross::Interval("cost"), Cross::AgesInOrder],
    ..list(
        &[
            ("disease", DISEASE),
            ("payer", PAYER),
            ("choice", CHOICE),
            ("age_from", Whole(0, 100)),
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
};

pub(super) const CARE_COST_PER_HEAD: Schema = Schema {
    cross: &[Cross::Interval("cost"), Cross::AgesInOrder],
    ..list(
        &[
            ("payer", PAYER),
            ("people", OneOf(&["without_modelled_disease", "all"])),
            ("choice", CHOICE),
            ("age_from", Whole(0, 100)),
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
};

pub(super) const DELIVERY_COSTS: Schema = Schema {
    cross: &[Cross::Interval("cost")],
    ..list(
        &[
            ("help", Text),
            ("unit", Text),
            ("payer", OneOf(&["nhs", "local_authority", "employer"])),
            ("choice", CHOICE),
            ("cost", NonNegative),
            ("lower", OptionalNonNegative),
            ("upper", OptionalNonNegative),
            ("price_year", Text),
            ("source", Text),
            ("status", STATUS),
            ("note", OptionalText),
        ],
        &["help", "unit", "price_year"],
    )
};

pub(super) const DISCOUNT_RATES: Schema = list(
    &[
        ("name", Text),
        ("costs", Share),
        ("health", Share),
        ("source", Text),
        ("status", STATUS),
        ("note", OptionalText),
    ],
    &["name"],
);
