//! The ambitions of the London Health and Care Collaboration Agreement, read from the table of ambitions.

use super::{Ambition, Indicator, Target};
use crate::data::schema::list;
use crate::data::{ReferenceData, Rule, TableName, table};
use crate::error::Error;
use crate::units::{Proportion, Year};

/// The tables of this subject.
pub(crate) const TABLES: &[TableName] = &[TableName::AMBITIONS, TableName::DEVOLUTION_PILOTS];

impl TableName {
    /// The ambitions: indicator, target, deadline.
    pub const AMBITIONS: Self = table!(
        "ambitions",
        list(
            &[
                ("ambition", Rule::Text),
                ("indicator", Rule::Text),
                ("target_kind", Rule::Text),
                ("target_value", Rule::OptionalNumber),
                ("unit", Rule::OptionalText),
                ("deadline", Rule::Year),
            ],
            &["ambition"],
        )
    );

    /// The devolution pilots and their boroughs.
    pub const DEVOLUTION_PILOTS: Self = table!(
        "devolution_pilots",
        list(&[("pilot", Rule::Text), ("area_code", Rule::Borough), ("theme", Rule::Text)], &["pilot", "area_code"]),
        not_read
    );
}

/// The school or survey year 2015/16, to which ambitions on children's weight and on activity are relative.
const SCHOOL_YEAR: i32 = 2016;

/// Identifiers with a model, and the indicators of their components.
const MODELLED: [(&str, &[Indicator]); 9] = [
    ("1a", &[Indicator::SCHOOL_READY]),
    ("1b", &[Indicator::CHILD_OBESITY_YEAR6]),
    ("1c", &[Indicator::CHILD_EXCESS_WEIGHT_YEAR6]),
    ("2", &[Indicator::PHYSICALLY_ACTIVE]),
    ("3", &[Indicator::ABSENCE_DAYS]),
    ("4a", &[Indicator::ADULT_SMOKING]),
    ("4b", &[Indicator::ALCOHOL_OVER_14_UNITS, Indicator::ALCOHOL_ADMISSIONS]),
    ("5", &[Indicator::SMI_GAP_SECONDARY_SERVICES]),
    ("8a", &[Indicator::CANCER_MORTALITY, Indicator::CARDIOVASCULAR_MORTALITY, Indicator::RESPIRATORY_MORTALITY]),
];

/// The ambitions of one row of the table.
pub(super) fn read(data: &ReferenceData, id: &str) -> Result<Vec<Ambition>, Error> {
    let table = data.table(TableName::AMBITIONS);
    let (ids, kinds, units) = (table.text("ambition")?, table.text("target_kind")?, table.text("unit")?);
    let (values, deadlines) = (table.number("target_value")?, table.number("deadline")?);
    let Some(row) = (0..table.rows()).find(|&row| ids[row] == id) else {
        return Err(Error::unknown("ambition", id, ids.iter().map(|id| id.as_str())));
    };
    let Some((_, indicators)) = MODELLED.iter().find(|(known, _)| *known == id) else {
        let known: Vec<&str> = MODELLED.iter().map(|(id, _)| *id).collect();
        return Err(Error::Conflict {
            rule: format!("ambition {id} has no model in this version; those with one are {}", known.join(", ")),
        });
    };
    let wrong = |rule: String| Error::Table {
        table: table.label().to_owned(),
        line: Some(table.line(row)),
        rule: format!("ambition {id} {rule}"),
    };
    let percent = || Proportion::percent(values[row]).map_err(|error| wrong(format!("needs a share: {error}")));
    let (kind, unit) = (kinds[row].as_str(), units[row].as_str());
    let target = match (kind, unit) {
        ("level", "percent") => Target::Level { value: percent()? },
        ("relative reduction", "percent") => Target::RelativeReduction { value: percent()? },
        ("reduction", _) => Target::Reduction,
        ("trend reversed", _) => Target::TrendReversed,
        ("cumulative gain", _) => Target::CumulativeGain { value: values[row] },
        ("lowest among world cities", _) => Target::LowestOfCities,
        _ => return Err(wrong(format!("has a kind of target, {kind:?} in {unit:?}, that no indicator can have"))),
    };
    // The schema has checked that the deadline is a whole year.
    #[allow(clippy::cast_possible_truncation)]
    let deadline = Year::new(deadlines[row] as i32)?;
    let mut ambitions = Vec::with_capacity(indicators.len());
    for &indicator in *indicators {
        let mut ambition = Ambition::new(indicator, target).by(deadline).called(id);
        // Death rates are those of a year, the first of which ends in 2016.
        let of_2016 = matches!(
            indicator,
            Indicator::CHILD_OBESITY_YEAR6
                | Indicator::CHILD_EXCESS_WEIGHT_YEAR6
                | Indicator::PHYSICALLY_ACTIVE
                | Indicator::CANCER_MORTALITY
                | Indicator::CARDIOVASCULAR_MORTALITY
                | Indicator::RESPIRATORY_MORTALITY
        );
        if of_2016 {
            ambition = ambition.relative_to(Year::new(SCHOOL_YEAR)?);
        }
        ambitions.push(ambition);
    }
    Ok(ambitions)
}
