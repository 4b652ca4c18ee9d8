//! Layouts of the tables of general health.

use super::*;

pub(super) const HEALTHY_LIFE_EXPECTANCY: Schema = Schema {
    complete: &["area_code", "sex"],
    within: &["period"],
    exempt: NO_CITY,
    cross: &[Cross::Interval("healthy_life_expectancy")],
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
};
