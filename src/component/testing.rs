//! A subject of London fitted, for the tests of each.

use super::{Component, Delay, FitContext, OriginContext};
use crate::data::{ReferenceData, Table};
use crate::draws::Draws;
use crate::error::Error;
use crate::mortality::Mortality;
use crate::population::demography::Demography;
use crate::sampling::Sampling;

/// The last years of history that forecasts are made from.
const ORIGINS: [i32; 3] = [2012, 2013, 2014];

/// A subject fitted to London from 2015.
pub(crate) struct Fitted<C> {
    pub(crate) data: ReferenceData,
    pub(crate) demography: Demography,
    mortality: Mortality,
    pub(crate) fitted: C,
}

impl<C: Component> Fitted<C> {
    /// Fitted for so many years.
    pub(crate) fn london(years: usize) -> Self {
        let data = ReferenceData::embedded();
        let demography = Demography::from_data(&data).unwrap();
        let mortality = Mortality::from_data(&data, &demography).unwrap();
        let of = FitContext {
            data: &data,
            demography: &demography,
            mortality: &mortality,
            start: 2015,
            years,
            delay: Delay::Published,
        };
        let fitted = C::fit(&of).unwrap();
        Self { data, demography, mortality, fitted }
    }

    /// Its history.
    pub(crate) fn history(&self) -> OriginContext<'_> {
        OriginContext { data: &self.data, demography: &self.demography, origins: &ORIGINS }
    }

    /// Fitted again from another year.
    pub(crate) fn again(&self, start: i32) -> Result<C, Error> {
        self.fit(&self.data, start)
    }

    /// Fitted again with another table.
    pub(crate) fn again_with(&self, table: Table, start: i32) -> Result<C, Error> {
        self.fit(&self.data.clone().with_table(table)?, start)
    }

    fn fit(&self, data: &ReferenceData, start: i32) -> Result<C, Error> {
        let (demography, mortality) = (&self.demography, &self.mortality);
        C::fit(&FitContext { data, demography, mortality, start, years: 1, delay: Delay::Published })
    }
}

/// The first eight draws of a subject.
pub(crate) fn drawn<C: Component>(fitted: &C, seed: u64) -> C::Sample {
    let mut register = Draws::register();
    fitted.sample(&mut register).unwrap();
    let plan = register.into_plan().unwrap();
    let values = plan.parameters().sample(seed, Sampling::Random, 0..8).unwrap();
    fitted.sample(&mut Draws::drawn(&plan, &values, 0)).unwrap()
}
