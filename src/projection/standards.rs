//! The standard populations of death rates, and the cities London is set against.

use crate::catalogue::Indicator;
use crate::data::ReferenceData;
use crate::error::Error;
use crate::indicator::standard_population::{Standard as StandardName, StandardPopulation};
use crate::indicator::world_cities::{INDICATORS, MajorCause, WorldCities};
use crate::inequality::standardised::EUROPEAN_STANDARD_2013;

/// Years of an age group.
pub(super) const WIDTH: usize = 5;
/// Age groups, the last of 85 and over.
pub(super) const GROUPS: usize = 18;
/// Age groups under 75.
pub(super) const UNDER_75: usize = 15;

/// Index of the group that holds an age.
#[inline(always)]
pub(super) const fn group_of(age: usize) -> usize {
    if age / WIDTH < GROUPS { age / WIDTH } else { GROUPS - 1 }
}

/// Weights of a standard population by age group.
pub(super) type StandardWeights = [f64; GROUPS];

/// Standards by age group of the results, and the lowest rates of comparable cities.
#[derive(Debug)]
pub(crate) struct Standards {
    /// European standard population of 2013; 85 and over are one group here, of which rates under 75 make no use.
    pub(super) european: StandardWeights,
    /// That of the comparable cities.
    pub(super) cities: StandardWeights,
    /// Lowest rate of the comparable cities for cancer, cardiovascular and respiratory disease.
    lowest: [f64; 3],
    notes: Vec<String>,
}

impl Standards {
    /// # Errors
    /// If no city can be compared in one of the three groups of causes, or a standard population has other age groups.
    pub(super) fn from_data(data: &ReferenceData) -> Result<Self, Error> {
        let mut european = [0.0; GROUPS];
        for (index, weight) in EUROPEAN_STANDARD_2013.into_iter().enumerate() {
            european[index.min(GROUPS - 1)] += weight;
        }
        let mut cities = [0.0; GROUPS];
        for (index, (_, weight)) in StandardPopulation::from_data(data, StandardName::Us2000)?.groups().enumerate() {
            cities[index.min(GROUPS - 1)] += weight;
        }
        let known = WorldCities::from_data(data)?;
        let (mut lowest, mut notes) = ([0.0; 3], Vec::new());
        for (lowest, group) in lowest.iter_mut().zip(MajorCause::ALL) {
            let comparison = known.compare(group)?;
            *lowest = comparison.lowest;
            let names: Vec<String> = comparison
                .comparable
                .iter()
                .map(|(name, year, rate)| format!("{name} ({rate:.1} per 100,000 in {year})"))
                .collect();
            notes.push(format!(
                "world cities, {}: comparable on the US standard of 2000: {}",
                group.name(),
                names.join("; ")
            ));
            notes.extend(
                comparison.remarks.into_iter().map(|remark| format!("world cities, {}: {remark}", group.name())),
            );
        }
        Ok(Self { european, cities, lowest, notes })
    }

    /// The lowest rate of comparable cities; none for an indicator that is not set against cities.
    pub(crate) fn lowest(&self, indicator: Indicator) -> Option<f64> {
        INDICATORS.iter().position(|known| *known == indicator).map(|group| self.lowest[group])
    }

    pub(super) fn notes(&self) -> &[String] {
        &self.notes
    }
}
