//! What a subject of the model is: an exposure, a disease, an indicator, work. It says all about itself in its own file or folder;
//! `subjects` has the one list of them.

pub(crate) mod group;
#[cfg(test)]
pub(crate) mod testing;

pub use group::Group;

use crate::catalogue::rows::CatalogueRows;
use crate::data::ReferenceData;
use crate::draws::Draws;
use crate::error::Error;
use crate::forecast::Forecast;
use crate::mortality::Mortality;
use crate::population::demography::Demography;
use serde::{Deserialize, Serialize};

/// How long the effects of exposures take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Delay {
    /// The mean delays of published English models: 9 years for cancers, 4 to 5 for all else.
    #[default]
    Published,
    /// None: risks follow the shares of the year.
    None,
}

/// What a subject is fitted to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FitContext<'a> {
    pub(crate) data: &'a ReferenceData,
    pub(crate) demography: &'a Demography,
    pub(crate) mortality: &'a Mortality,
    /// Year of the start.
    pub(crate) start: i32,
    /// Years from the start to the last.
    pub(crate) years: usize,
    pub(crate) delay: Delay,
}

/// What forecasts from inside the history are made of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OriginContext<'a> {
    pub(crate) data: &'a ReferenceData,
    pub(crate) demography: &'a Demography,
    /// The last years that forecasts are made from; a subject whose history needs others has its own.
    pub(crate) origins: &'a [i32],
}

/// A subject of the model. All calls are static: a run knows its subjects when it is compiled.
pub(crate) trait Component: Sized {
    /// Its drivers, indicators and measures.
    const ADDS: CatalogueRows;
    /// Its values in eight draws.
    type Sample;

    /// Fits it to its tables.
    ///
    /// # Errors
    /// If a table lacks what is needed.
    fn fit(of: &FitContext<'_>) -> Result<Self, Error>;

    /// Its values in eight draws; draws are keyed by name, so that the order of subjects changes no number.
    ///
    /// # Errors
    /// If a parameter cannot be drawn.
    fn sample(&self, draws: &mut Draws<'_>) -> Result<Self::Sample, Error>;

    /// What an analyst should know of it, in words.
    fn notes(&self) -> Vec<String> {
        Vec::new()
    }

    /// Forecasts from inside its history, against what came.
    ///
    /// # Errors
    /// If a table lacks the history that is needed.
    fn rolling_origins(_: &OriginContext<'_>) -> Result<Vec<Forecast>, Error> {
        Ok(Vec::new())
    }
}
