//! The diseases as a subject of the model.

use super::DiseaseDraws;
use super::measures;
use super::rates::Diseases;
use crate::catalogue::rows::CatalogueRows;
use crate::component::{Component, FitContext};
use crate::draws::Draws;
use crate::error::Error;

impl Component for Diseases {
    const ADDS: CatalogueRows = measures::ADDS;
    type Sample = DiseaseDraws;

    fn fit(of: &FitContext<'_>) -> Result<Self, Error> {
        Self::fit(of.data, of.demography, of.mortality, of.start, of.years)
    }

    fn sample(&self, draws: &mut Draws<'_>) -> Result<DiseaseDraws, Error> {
        self.draw(draws)
    }

    fn notes(&self) -> Vec<String> {
        Self::notes(self)
    }
}
