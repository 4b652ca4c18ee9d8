//! Reference data: the tables that come with the crate, where they come from, and how to replace one.
//!
//! A table of one's own is read by the same code as the embedded ones and keeps the same rules:
//!
//! ```
//! use health_impact::data::{ReferenceData, Table, TableName};
//!
//! let text = "year,sex,fifth,prevalence\n2015,all,lowest,0.30\n2015,all,highest,0.09\n";
//! let mine = Table::from_csv_str(TableName::SmokingIncomeFifth, text)?;
//! let data = ReferenceData::embedded().with_table(mine)?;
//! assert_eq!(data.table(TableName::SmokingIncomeFifth).number("prevalence")?, [0.30, 0.09]);
//!
//! let wrong = Table::from_csv_str(TableName::SmokingIncomeFifth, &text.replace("0.09", "1.09")).unwrap_err();
//! assert_eq!(wrong.to_string(), "smoking_income_fifth.csv line 3: prevalence \"1.09\" must lie in 0 to 1");
//! # Ok::<(), health_impact::Error>(())
//! ```

mod check;
mod name;
mod rule;
mod schema;
mod sources;
mod table;

pub use name::TableName;
pub use sources::{Source, SourceStatus};
pub use table::Table;

use crate::error::Error;
use std::sync::{Arc, OnceLock};

/// All tables a projection reads, each with its sources. Cloning is cheap: tables are shared.
#[derive(Debug, Clone)]
pub struct ReferenceData {
    /// One per [`TableName`], in the order of [`TableName::ALL`].
    tables: Vec<Arc<Table>>,
    sources: Arc<Vec<Source>>,
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
        let read = |name: &TableName| match Table::from_csv_str(*name, name.embedded_text()) {
            Ok(table) => Arc::new(table),
            Err(error) => panic!("the embedded tables are not sound: {error}"),
        };
        let tables: Vec<Arc<Table>> = TableName::ALL.iter().map(read).collect();
        match sources::read(&tables[TableName::Sources as usize]) {
            Ok(sources) => Self { tables, sources: Arc::new(sources) },
            Err(error) => panic!("the embedded sources are not sound: {error}"),
        }
    }

    /// The same data with one table replaced by `table`. Its embedded sources give way to one that says so;
    /// to state others, replace the table of sources last.
    ///
    /// # Errors
    /// If a table of sources cannot be understood; any other table was checked when it was read.
    pub fn with_table(mut self, table: Table) -> Result<Self, Error> {
        if table.name() == TableName::Sources {
            self.sources = Arc::new(sources::read(&table)?);
        } else {
            let mut sources: Vec<Source> =
                self.sources.iter().filter(|source| source.table != table.name()).cloned().collect();
            sources.push(Source::given(&table));
            sources.sort_by_key(|source| source.table);
            self.sources = Arc::new(sources);
        }
        let place = table.name() as usize;
        self.tables[place] = Arc::new(table);
        Ok(self)
    }

    /// A table.
    #[must_use]
    pub fn table(&self, name: TableName) -> &Table {
        &self.tables[name as usize]
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

impl Default for ReferenceData {
    fn default() -> Self {
        Self::embedded()
    }
}
