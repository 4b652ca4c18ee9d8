//! The ambitions of the London Health and Care Collaboration Agreement, read from the table of ambitions.

use super::Ambition;
use crate::catalogue::Target;
use crate::catalogue::rows::Catalogue;
use crate::data::agreement::{Agreement, Pair};
use crate::data::keyed::Keyed;
use crate::data::schema::{Schema, Unread, list};
use crate::data::{ReferenceData, Rule, TableName, table};
use crate::error::Error;
use crate::units::{Proportion, Year};

/// The tables of this subject.
pub(crate) const TABLES: &[TableName] = &[TableName::AMBITIONS, TableName::DEVOLUTION_PILOTS];

impl TableName {
    /// The ambitions: indicator, target, deadline.
    pub const AMBITIONS: Self = table!(
        "ambitions",
        Schema {
            // Which indicator is meant follows from the identifier of the ambition.
            unread: &[Unread::Column("indicator")],
            ..list(
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
        }
    );

    /// The devolution pilots and their boroughs.
    pub const DEVOLUTION_PILOTS: Self = table!(
        "devolution_pilots",
        list(&[("pilot", Rule::Text), ("area_code", Rule::Borough), ("theme", Rule::Text)], &["pilot", "area_code"]),
        not_read
    );
}

/// What is compared; the embedded table has 5 to 100.
pub(crate) const AGREEMENTS: &[Agreement] = &[Agreement {
    what: "target in percent, which a share would be far below",
    tables: &[TableName::AMBITIONS],
    usual: 1.0..=100.0,
    possible: 0.0..=100.0,
    pairs: |data| {
        let targets = Keyed::of(data, TableName::AMBITIONS, &["ambition", "unit"], "target_value")?;
        let percent = targets.iter().filter(|(key, _)| key[1] == "percent");
        Ok(percent.map(|(key, value)| Pair::alone(format!("ambition {}", key[0]), value)).collect())
    },
}];

impl Ambition {
    /// An ambition of the London Health and Care Collaboration Agreement by its identifier in the table of ambitions, for
    /// example `4a`. One that has several components, like `4b`, gives several.
    ///
    /// # Errors
    /// If the table has no such row, or its target is not one the indicator can have; or if the ambition has no model (6, 7, 8b,
    /// 9 and 10).
    pub fn built_in(data: &ReferenceData, id: &str) -> Result<Vec<Self>, Error> {
        read(data, id)
    }
}

/// The ambitions of one row of the table.
fn read(data: &ReferenceData, id: &str) -> Result<Vec<Ambition>, Error> {
    let table = data.table(TableName::AMBITIONS);
    let (ids, kinds, units) = (table.text("ambition")?, table.text("target_kind")?, table.text("unit")?);
    let (values, deadlines) = (table.number("target_value")?, table.number("deadline")?);
    let Some(row) = (0..table.rows()).find(|&row| ids[row] == id) else {
        return Err(Error::unknown("ambition", id, ids.iter().map(|id| id.as_str())));
    };
    let catalogue = Catalogue::built_in();
    let rows: Vec<_> = catalogue.indicators().iter().filter(|row| row.ambition == id).collect();
    if rows.is_empty() {
        let mut known: Vec<&str> = catalogue.indicators().iter().map(|row| row.ambition).collect();
        known.retain(|id| !id.is_empty());
        known.sort_unstable();
        known.dedup();
        return Err(Error::Conflict {
            rule: format!("ambition {id} has no model in this version; those with one are {}", known.join(", ")),
        });
    }
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
    let mut ambitions = Vec::with_capacity(rows.len());
    for row in rows {
        let mut ambition = Ambition::new(row.id, target).by(deadline).called(id);
        if row.baseline_after > 0 {
            ambition = ambition.relative_to(Year::new(Year::START.get() + row.baseline_after)?);
        }
        ambitions.push(ambition);
    }
    Ok(ambitions)
}
