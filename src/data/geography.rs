//! The region a table is about: its areas, the region they make up and the country it lies in.

use serde::Serialize;

/// The code under which the region stands in tables by area: London's, whatever the region.
pub const REGION: &str = "E12000007";
/// The code under which the country of the region stands in tables by area: England's, whatever the country.
pub const COUNTRY: &str = "E92000001";

/// An area of the model, a borough in the built-in case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Area {
    /// Code used in the tables.
    pub code: String,
    /// Name used in the results.
    pub name: String,
}

/// Codes and names of the areas of a region, in the order of its table of areas.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Geography {
    areas: Vec<Area>,
}

impl Geography {
    /// A region of these areas, each with its code and its name.
    pub(super) fn new(areas: impl Iterator<Item = (String, String)>) -> Self {
        Self { areas: areas.map(|(code, name)| Area { code, name }).collect() }
    }

    /// The areas.
    pub(super) fn areas(&self) -> &[Area] {
        &self.areas
    }

    /// Codes of the areas.
    pub(crate) fn codes(&self) -> impl Iterator<Item = &str> {
        self.areas.iter().map(|area| area.code.as_str())
    }

    /// Codes of the areas, of the region and of the country.
    pub(crate) fn codes_and_aggregates(&self) -> impl Iterator<Item = &str> {
        self.codes().chain([REGION, COUNTRY])
    }

    /// The code of an area, of the region or of the country of the built-in region by its name.
    pub(crate) fn code_of(&self, name: &str) -> Option<&str> {
        let aggregates = [(REGION, "London"), (COUNTRY, "England")];
        let areas = self.areas.iter().map(|area| (area.code.as_str(), area.name.as_str()));
        areas.chain(aggregates).find(|(_, known)| known.eq_ignore_ascii_case(name)).map(|(code, _)| code)
    }
}
