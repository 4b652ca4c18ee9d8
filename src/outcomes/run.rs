//! What a finished run holds: the draws, and what their numbers mean.

use super::layout::Layout;
use super::store::Store;
use crate::catalogue::indicator::IndicatorRow;
use crate::catalogue::rows::Catalogue;
use crate::component::group::{Members, Region};
use crate::population::demography::Cell;
use crate::sampling::Sampling;
use crate::scenario::Ambition;
use crate::units::Year;

/// The results of a projection: every draw of every scenario.
#[derive(Debug)]
pub struct Outcomes {
    pub(crate) store: Store,
    /// How the draws were spread, from which their Monte Carlo error follows.
    pub(crate) sampling: Sampling,
    pub(crate) layout: Layout,
    /// Names; 0 is the baseline, 1 frozen, then the analyst's in their order.
    pub(crate) scenarios: Vec<String>,
    pub(crate) start: Year,
    /// The areas, and the name of all of them together, for example London.
    pub(crate) region: Region,
    /// People of each area at the start, by whom means over areas are weighted.
    pub(crate) area_people: Vec<f64>,
    pub(crate) cells: Vec<Cell>,
    /// The words of the run.
    pub(crate) catalogue: Catalogue,
    /// The ambitions of all scenarios, each with the index of its scenario, in the order of the store.
    pub(crate) ambitions: Vec<AmbitionOfRun>,
    /// Names of the parameters whose values are kept, in the order of the store.
    pub(crate) parameters: Vec<String>,
    /// What an analyst should know of this run, in words.
    pub(crate) notes: Vec<String>,
}

/// An ambition as it was run.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct AmbitionOfRun {
    /// Index of its scenario.
    pub(crate) scenario: usize,
    /// Its identifier in `data/ambitions.csv`, if it is one of the built-in ten.
    pub(crate) id: Option<String>,
    pub(crate) ambition: Ambition,
    /// First year in which the driver is moved.
    pub(crate) first_year: Year,
    /// The year a relative target is relative to.
    pub(crate) baseline_year: Year,
    /// The lowest rate of comparable cities, if it is set against them.
    pub(crate) cities: Option<f64>,
    /// Whom it is for.
    pub(crate) members: Members,
    /// What it is about.
    pub(crate) indicator: IndicatorRow,
    /// Whether the driver found rises with the effort.
    pub(crate) effort_raises: bool,
}
