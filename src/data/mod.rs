//! Reference data: the tables that come with the crate, where they come from, and how to replace one.
//!
//! A table of one's own is read by the same code as the embedded ones and keeps the same rules:
//!
//! ```
//! use health_impact::data::{ReferenceData, Table, TableName};
//!
//! let text = "year,sex,fifth,prevalence\n2015,all,lowest,0.30\n2015,all,highest,0.09\n";
//! let mine = Table::from_csv_str(TableName::SMOKING_INCOME_FIFTH, text)?;
//! let data = ReferenceData::embedded().with_table(mine)?;
//! assert_eq!(data.table(TableName::SMOKING_INCOME_FIFTH).number("prevalence")?, [0.30, 0.09]);
//!
//! let wrong = Table::from_csv_str(TableName::SMOKING_INCOME_FIFTH, &text.replace("0.09", "1.09")).unwrap_err();
//! assert_eq!(wrong.to_string(), "smoking_income_fifth.csv line 3: prevalence \"1.09\" must lie in 0 to 1");
//! # Ok::<(), health_impact::Error>(())
//! ```
//!
//! # A region of one's own
//! Areas are those of the table of areas. Replace it first, read every other table by area against it, and put
//! each in: what is left of London is named when a projection is built. Rows of the region stand under the code [`REGION`],
//! those of its country under [`COUNTRY`]; tables of the region or the country without a code (deaths by cause, life tables) may
//! stay where the region lies in England. `examples/my_city.rs` is a region.
//!
//! ```
//! use health_impact::data::{ReferenceData, Table, TableName};
//!
//! let areas = Table::from_csv_str(TableName::AREAS, "area_code,area_name,inner_outer\nN,Northside,inner\nS,Southside,outer\n")?;
//! let data = ReferenceData::embedded().with_table(areas)?;
//! let scores = data.read_csv_str(TableName::DEPRIVATION_BOROUGH, "area_code,average_score\nN,31.5\nS,22.0\n")?;
//! let data = data.with_table(scores)?;
//!
//! let other = data.read_csv_str(TableName::DEPRIVATION_BOROUGH, "area_code,average_score\nN,31.5\n").unwrap_err();
//! assert_eq!(other.to_string(), "deprivation_borough.csv: has no row for area_code S");
//! # Ok::<(), health_impact::Error>(())
//! ```

pub(crate) mod agreement;
mod areas;
mod check;
mod compared;
mod geography;
pub(crate) mod keyed;
mod name;
mod reader;
mod rule;
pub(crate) mod schema;
mod sources;
mod table;
mod unread;
mod usual;

pub(crate) use geography::Geography;
pub use geography::{Area, COUNTRY, REGION};
pub use name::TableName;
pub(crate) use name::{Definition, table};
pub(crate) use rule::Rule;
pub use sources::{Source, SourceStatus};
pub use table::Table;
pub(crate) use table::integer;

use crate::error::Error;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// All tables a projection reads, each with its sources. Cloning is cheap: tables are shared.
#[derive(Debug, Clone)]
pub struct ReferenceData {
    /// The names of all tables, areas first, in the order in which they are listed.
    names: &'static [TableName],
    /// One per name.
    tables: BTreeMap<TableName, Arc<Table>>,
    sources: Arc<Vec<Source>>,
}

impl ReferenceData {
    /// The embedded tables of these names, the tables of areas and of sources among them.
    ///
    /// # Errors
    /// If a table breaks a rule.
    pub(crate) fn of(names: &'static [TableName]) -> Result<Self, Error> {
        let read = |&name: &TableName| {
            let table = Table::of_geography(name, name.embedded_text(), Geography::built_in(), names)?;
            Ok((name, Arc::new(table)))
        };
        let tables = names.iter().map(read).collect::<Result<BTreeMap<_, _>, Error>>()?;
        let sources = sources::read(&tables[&TableName::SOURCES], names)?;
        Ok(Self { names, tables, sources: Arc::new(sources) })
    }

    /// Reads a table from a CSV file, its areas being those of this data's table of areas.
    ///
    /// # Errors
    /// As [`Table::from_csv_path`].
    pub fn read_csv_path(&self, name: TableName, path: impl AsRef<Path>) -> Result<Table, Error> {
        Table::of_geography_at(name, path.as_ref(), self.geography(), self.names)
    }

    /// Reads a table from CSV text, its areas being those of this data's table of areas.
    ///
    /// # Errors
    /// As [`Table::from_csv_str`].
    pub fn read_csv_str(&self, name: TableName, text: &str) -> Result<Table, Error> {
        Table::of_geography(name, text, self.geography(), self.names)
    }

    /// The same data with the tables of a folder in place of those of the same name: `areas.csv` first, against which the others
    /// are read, and `sources.csv` last. Files that do not end in `.csv` are left alone.
    ///
    /// # Errors
    /// If the folder or a file cannot be read, a table breaks a rule, or a file has the name of no table.
    pub fn with_folder(mut self, folder: impl AsRef<Path>) -> Result<Self, Error> {
        let folder = folder.as_ref();
        let unreadable = |error: std::io::Error| Error::file(folder, error);
        let mut names = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(unreadable)? {
            let file = entry.map_err(unreadable)?.file_name().to_string_lossy().into_owned();
            if file.ends_with(".csv") {
                names.push(TableName::among(self.names, &file)?);
            }
        }
        // Areas stand first among the tables; sources must come last.
        let position = |name| self.names.iter().position(|known| *known == name);
        names.sort_by_key(|name| (*name == TableName::SOURCES, position(*name)));
        for name in names {
            let table = self.read_csv_path(name, folder.join(name.file()))?;
            self = self.with_table(table)?;
        }
        Ok(self)
    }

    /// Checks that all tables a projection reads are of the areas of the table of areas.
    pub(crate) fn check_areas(&self) -> Result<(), Error> {
        areas::check(self.table(TableName::AREAS), self.names.iter().map(|name| self.table(*name)))
    }

    /// The same data with one table replaced by `table`. Its embedded sources give way to one that says so;
    /// to state others, replace the table of sources last.
    ///
    /// # Errors
    /// If a table of sources cannot be understood; any other table was checked when it was read.
    pub fn with_table(mut self, table: Table) -> Result<Self, Error> {
        if table.name() == TableName::SOURCES {
            self.sources = Arc::new(sources::read(&table, self.names)?);
        } else {
            let mut sources: Vec<Source> =
                self.sources.iter().filter(|source| source.table != table.name()).cloned().collect();
            sources.push(Source::given(&table));
            sources::sort(&mut sources, self.names);
            self.sources = Arc::new(sources);
        }
        self.tables.insert(table.name(), Arc::new(table));
        Ok(self)
    }

    /// The region of its table of areas.
    fn geography(&self) -> Arc<Geography> {
        Arc::clone(self.table(TableName::AREAS).geography())
    }

    /// The areas of its table of areas, in its order.
    #[must_use]
    pub fn areas(&self) -> &[Area] {
        self.table(TableName::AREAS).geography().areas()
    }

    /// Whether its areas are those of the embedded tables.
    pub(crate) fn is_of_london(&self) -> bool {
        self.geography().codes().eq(Geography::built_in().codes())
    }

    /// A table.
    #[must_use]
    pub fn table(&self, name: TableName) -> &Table {
        &self.tables[&name]
    }

    /// Where the figures come from, one or more for every table but the table of sources itself.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The sources of one table.
    pub fn sources_of(&self, name: TableName) -> impl Iterator<Item = &Source> {
        self.sources.iter().filter(move |source| source.table == name)
    }

    /// The hash of a table's text, for the manifest of a run; see [`Table::hash`].
    #[must_use]
    pub fn hash(&self, name: TableName) -> String {
        self.table(name).hash()
    }
}
