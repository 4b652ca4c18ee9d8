//! Where each number of a draw stands: the layout of the draw store.
//!
//! A draw is one row of numbers. They are ordered by place first (who and where), so that everything of one place, all
//! scenarios, measures and years, lies together and can be read at once without the rest.

use super::measure::{KEPT, Measure};
use crate::population::stratum::{QUINTILES, RESULT_BANDS};

/// Number of age bands of the results.
pub(crate) const BANDS: usize = RESULT_BANDS.len();
/// Number of kept measures.
pub(crate) const MEASURES: usize = KEPT;
/// Measures kept for each area and quintile together.
pub(crate) const CELL_KEPT: [Measure; 12] = [
    Measure::ADULTS,
    Measure::SMOKERS,
    Measure::CHILDREN_RECEPTION,
    Measure::SCHOOL_READY_CHILDREN,
    Measure::CHILDREN_YEAR6,
    Measure::OBESE_YEAR6,
    Measure::EXCESS_WEIGHT_YEAR6,
    Measure::OBESE_ADULTS,
    Measure::ADULTS_19,
    Measure::ACTIVE_ADULTS,
    Measure::DRINKERS_OVER_14_UNITS,
    Measure::DEATHS,
];
/// Number of them.
pub(crate) const CELL_MEASURES: usize = CELL_KEPT.len();
/// Columns of life expectancy: men, women, both.
pub(crate) const SEX_COLUMNS: usize = 3;

/// Columns of values of a place, which are no sums: life expectancy and healthy life expectancy by sex, deaths of the three
/// killers under 75, alcohol-related admissions.
pub(crate) const PLACE_COLUMNS: usize = 10;
/// First columns of them.
pub(crate) const HEALTHY_COLUMN: usize = 3;
pub(crate) const MORTALITY_COLUMN: usize = 6;
pub(crate) const ADMISSIONS_COLUMN: usize = 9;
/// Columns of values of all areas together: gaps of severe mental illness by population and sex, deaths of the three killers on
/// the standard of the world cities.
pub(crate) const WHOLE_COLUMNS: usize = 9;
/// First column of the latter.
pub(crate) const CITY_COLUMN: usize = 6;

/// A group of people of whom every kept measure is stored in every year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// All areas, one sex and age band.
    SexBand {
        /// Place on the sex axis.
        sex: usize,
        /// Place among the result bands.
        band: usize,
    },
    /// All areas, one sex and quintile.
    SexQuintile {
        /// Place on the sex axis.
        sex: usize,
        /// Place on the quintile axis.
        quintile: usize,
    },
    /// One area, everybody.
    Area(usize),
}

/// A group of people of whom values are stored that are no sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ValuePlace {
    /// All areas.
    All,
    /// One quintile of all areas.
    Quintile(usize),
    /// One area.
    Area(usize),
}

/// Shape of a draw: how many scenarios (0 the baseline, 1 frozen, then the analyst's), years and areas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Layout {
    pub(crate) scenarios: usize,
    /// Years from the start, which is year 0, to the last.
    pub(crate) years: usize,
    pub(crate) areas: usize,
    /// Areas and quintiles with people.
    pub(crate) cells: usize,
    /// Years of which cells are stored, as places among the years.
    pub(crate) cell_years: Vec<usize>,
    /// Ambitions of all scenarios: of each the factor found and the [`Reached`] code.
    pub(crate) ambitions: usize,
    /// Parameters of the run, whose values are kept with each draw.
    pub(crate) parameters: usize,
}

/// How a draw met an ambition, as the number kept in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reached {
    /// The trend meets the target by itself; the factor is 1.
    ByTrend,
    /// The factor found meets it.
    ByLever,
    /// No factor meets it: quitting cannot be certain more than once.
    OutOfReach,
}

impl Reached {
    /// The number in the store.
    pub(crate) const fn code(self) -> f64 {
        match self {
            Self::ByTrend => 0.0,
            Self::ByLever => 1.0,
            Self::OutOfReach => 2.0,
        }
    }
}

impl Layout {
    /// Number of places.
    pub(crate) fn places(&self) -> usize {
        2 * BANDS + 2 * QUINTILES + self.areas
    }

    fn place(&self, place: Place) -> usize {
        match place {
            Place::SexBand { sex, band } => sex * BANDS + band,
            Place::SexQuintile { sex, quintile } => 2 * BANDS + sex * QUINTILES + quintile,
            Place::Area(area) => 2 * BANDS + 2 * QUINTILES + area,
        }
    }

    fn value_place(&self, place: ValuePlace) -> usize {
        match place {
            ValuePlace::All => 0,
            ValuePlace::Quintile(quintile) => 1 + quintile,
            ValuePlace::Area(area) => 1 + QUINTILES + area,
        }
    }

    fn value_places(&self) -> usize {
        1 + QUINTILES + self.areas
    }

    /// Numbers of one place: measure x scenario x year.
    pub(crate) fn place_len(&self) -> usize {
        MEASURES * self.scenarios * self.years
    }

    /// First number of a place.
    pub(crate) fn place_start(&self, place: Place) -> usize {
        self.place(place) * self.place_len()
    }

    /// A number of a place.
    pub(crate) fn at(&self, place: Place, measure: usize, scenario: usize, year: usize) -> usize {
        self.place_start(place) + (measure * self.scenarios + scenario) * self.years + year
    }

    /// Numbers of the values of one place: column x scenario x year.
    pub(crate) fn values_len(&self) -> usize {
        PLACE_COLUMNS * self.scenarios * self.years
    }

    /// First number of a column of values of a place.
    pub(crate) fn values_start(&self, place: ValuePlace, column: usize) -> usize {
        self.places() * self.place_len()
            + self.value_place(place) * self.values_len()
            + column * self.scenarios * self.years
    }

    /// A value of a place.
    pub(crate) fn value_at(&self, place: ValuePlace, column: usize, scenario: usize, year: usize) -> usize {
        self.values_start(place, column) + scenario * self.years + year
    }

    /// First number of a column of values of all areas together.
    pub(crate) fn whole_start(&self, column: usize) -> usize {
        self.places() * self.place_len()
            + self.value_places() * self.values_len()
            + column * self.scenarios * self.years
    }

    /// A value of all areas together.
    pub(crate) fn whole_at(&self, column: usize, scenario: usize, year: usize) -> usize {
        self.whole_start(column) + scenario * self.years + year
    }

    /// Numbers of one cell: measure x scenario x stored year.
    pub(crate) fn cell_len(&self) -> usize {
        CELL_MEASURES * self.scenarios * self.cell_years.len()
    }

    /// First number of a cell.
    pub(crate) fn cell_start(&self, cell: usize) -> usize {
        self.whole_start(WHOLE_COLUMNS) + cell * self.cell_len()
    }

    /// A number of a cell; `measure` is the place in [`CELL_KEPT`], `which` the place among the stored years.
    pub(crate) fn cell_at(&self, cell: usize, measure: usize, scenario: usize, which: usize) -> usize {
        self.cell_start(cell) + (measure * self.scenarios + scenario) * self.cell_years.len() + which
    }

    /// The factor found for an ambition; the number after it is the [`Reached`] code.
    pub(crate) fn ambition_at(&self, ambition: usize) -> usize {
        self.cell_start(self.cells) + 2 * ambition
    }

    /// The value of a parameter.
    pub(crate) fn parameter_at(&self, parameter: usize) -> usize {
        self.ambition_at(self.ambitions) + parameter
    }

    /// Years of the draw in which the trend of smoking rises faster than starting allows even if nobody quits.
    pub(crate) fn unreachable_years_at(&self) -> usize {
        self.parameter_at(self.parameters)
    }

    /// Numbers of a draw.
    pub(crate) fn len(&self) -> usize {
        self.unreachable_years_at() + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_has_a_place_of_its_own() {
        let layout =
            Layout { scenarios: 3, years: 4, areas: 2, cells: 5, cell_years: vec![1, 3], ambitions: 2, parameters: 3 };
        let mut seen = vec![0; layout.len()];
        let mut places = Vec::new();
        for sex in 0..2 {
            places.extend((0..BANDS).map(|band| Place::SexBand { sex, band }));
            places.extend((0..QUINTILES).map(|quintile| Place::SexQuintile { sex, quintile }));
        }
        places.extend((0..2).map(Place::Area));
        for scenario in 0..3 {
            for year in 0..4 {
                for &place in &places {
                    for measure in 0..MEASURES {
                        seen[layout.at(place, measure, scenario, year)] += 1;
                    }
                }
                for column in 0..PLACE_COLUMNS {
                    seen[layout.value_at(ValuePlace::All, column, scenario, year)] += 1;
                    for q in 0..QUINTILES {
                        seen[layout.value_at(ValuePlace::Quintile(q), column, scenario, year)] += 1;
                    }
                    for area in 0..2 {
                        seen[layout.value_at(ValuePlace::Area(area), column, scenario, year)] += 1;
                    }
                }
                for column in 0..WHOLE_COLUMNS {
                    seen[layout.whole_at(column, scenario, year)] += 1;
                }
            }
            for cell in 0..5 {
                for measure in 0..CELL_MEASURES {
                    for which in 0..2 {
                        seen[layout.cell_at(cell, measure, scenario, which)] += 1;
                    }
                }
            }
        }
        for ambition in 0..2 {
            seen[layout.ambition_at(ambition)] += 1;
            seen[layout.ambition_at(ambition) + 1] += 1;
        }
        for parameter in 0..3 {
            seen[layout.parameter_at(parameter)] += 1;
        }
        seen[layout.unreachable_years_at()] += 1;
        assert!(seen.iter().all(|&count| count == 1));
    }
}
