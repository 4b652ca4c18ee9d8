//! All tables: the lists of the subjects in one, and what needs to know them all.

use crate::data::agreement::Agreement;
use crate::data::{Geography, ReferenceData, Table, TableName};
use crate::delivery;
use crate::disease;
use crate::error::Error;
use crate::exposure;
use crate::indicator;
use crate::inequality;
use crate::mental_illness;
use crate::mortality;
use crate::population;
use crate::scenario;
use crate::work;
use std::path::Path;
use std::str::FromStr;
use std::sync::OnceLock;

/// The lists of the subjects. Their order is that in which sources are listed.
const LISTS: &[&[TableName]] = &[
    &[TableName::AREAS],
    population::TABLES,
    mortality::TABLES,
    population::life_expectancy::TABLES,
    exposure::smoking::TABLES,
    indicator::school_readiness::TABLES,
    indicator::alcohol_admissions::TABLES,
    work::TABLES,
    mental_illness::TABLES,
    indicator::standard_population::TABLES,
    indicator::world_cities::TABLES,
    disease::TABLES,
    delivery::TABLES,
    exposure::body_weight::TABLES,
    exposure::activity::TABLES,
    exposure::alcohol::TABLES,
    disease::utility::TABLES,
    scenario::built_in::TABLES,
    &[TableName::SOURCES],
];

/// What the tables must agree in, as each subject says it.
pub(crate) const AGREEMENTS: &[&[Agreement]] = &[
    population::agreement::AGREEMENTS,
    mortality::agreement::AGREEMENTS,
    population::life_agreement::AGREEMENTS,
    exposure::smoking::agreement::SURVEYS,
    exposure::smoking::agreement::LONG_SERIES,
    exposure::smoking::agreement::MOVES,
    exposure::smoking::agreement::RISKS,
    mental_illness::agreement::AGREEMENTS,
    indicator::standard_population::AGREEMENTS,
    indicator::world_cities::AGREEMENTS,
    indicator::school_readiness::agreement::AGREEMENTS,
    indicator::alcohol_admissions::AGREEMENTS,
    work::agreement::AGREEMENTS,
    exposure::body_weight::agreement::AGREEMENTS,
    exposure::body_weight::children_agreement::AGREEMENTS,
    exposure::activity::agreement::AGREEMENTS,
    exposure::alcohol::agreement::AGREEMENTS,
    disease::agreement::AGREEMENTS,
    delivery::AGREEMENTS,
    scenario::built_in::AGREEMENTS,
    inequality::deprivation::AGREEMENTS,
];

const fn count() -> usize {
    let (mut list, mut count) = (0, 0);
    while list < LISTS.len() {
        count += LISTS[list].len();
        list += 1;
    }
    count
}

const fn joined() -> [TableName; count()] {
    let mut all = [TableName::AREAS; count()];
    let (mut list, mut at) = (0, 0);
    while list < LISTS.len() {
        let mut one = 0;
        while one < LISTS[list].len() {
            all[at] = LISTS[list][one];
            at += 1;
            one += 1;
        }
        list += 1;
    }
    all
}

impl TableName {
    /// Every table.
    pub const ALL: &'static [Self] = &joined();
}

impl FromStr for TableName {
    type Err = Error;

    /// The table of this name, with or without `.csv`.
    fn from_str(name: &str) -> Result<Self, Error> {
        Self::among(Self::ALL, name)
    }
}

impl Table {
    /// Reads a table from a CSV file in the layout of the embedded one; columns may stand in any order. Areas are London's:
    /// for those of a region of one's own see [`ReferenceData::read_csv_path`].
    ///
    /// # Errors
    /// If the file cannot be read, is not UTF-8, or breaks a rule of the table; the message names the line and column.
    pub fn from_csv_path(name: TableName, path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::of_geography_at(name, path.as_ref(), Geography::built_in(), TableName::ALL)
    }

    /// Reads a table from CSV text in the layout of the embedded one; columns may stand in any order. Areas are London's.
    ///
    /// # Errors
    /// If it breaks a rule of the table; the message names the line and column.
    pub fn from_csv_str(name: TableName, text: &str) -> Result<Self, Error> {
        Self::of_geography(name, text, Geography::built_in(), TableName::ALL)
    }
}

impl ReferenceData {
    /// The tables that come with the crate: London 2015 and England. They are read once per process.
    #[must_use]
    pub fn embedded() -> Self {
        static EMBEDDED: OnceLock<ReferenceData> = OnceLock::new();
        EMBEDDED.get_or_init(Self::read_embedded).clone()
    }

    #[expect(clippy::panic, reason = "the embedded tables are part of the crate and a test reads every one")]
    fn read_embedded() -> Self {
        match Self::of(TableName::ALL) {
            Ok(data) => data,
            Err(error) => panic!("the embedded tables are not sound: {error}"),
        }
    }

    /// The tables whose rows are of areas, which have to be replaced with the table of areas.
    pub fn tables_by_area() -> impl Iterator<Item = TableName> {
        TableName::ALL.iter().copied().filter(|name| name.is_by_area())
    }
}

impl Default for ReferenceData {
    fn default() -> Self {
        Self::embedded()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The embedded tables agree in everything, with room to spare: nothing of them is unusual.
    #[test]
    fn the_embedded_tables_agree() {
        for (what, least, most, note) in ReferenceData::embedded().agreement(AGREEMENTS).unwrap() {
            println!("{what}: {least:.4} to {most:.4}");
            assert_eq!(note, None, "{what}");
            assert!(least.is_finite() && most.is_finite(), "{what}: nothing is compared");
        }
    }
}
