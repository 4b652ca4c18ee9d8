//! Where each number of a draw stands: the layout of the draw store.
//!
//! A draw is one row of numbers. They are ordered by margin first (of whom they are), so that everything of one margin, all
//! scenarios, measures and years, lies together and can be read at once without the rest.

use crate::catalogue::measure::{Form, Kept};
use crate::catalogue::rows::Catalogue;
use crate::population::stratum::{QUINTILES, RESULT_BANDS};
use crate::subjects::{CELL_KEPT, KEPT};

/// Number of age bands of the results.
pub(crate) const BANDS: usize = RESULT_BANDS.len();
/// Columns of what is kept by sex: men, women, both.
pub(crate) const SEX_COLUMNS: usize = 3;
/// The column of both.
pub(crate) const BOTH: usize = 2;

/// A group of people of whom every kept measure is stored in every year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Margin {
    /// All areas, one sex and age band.
    SexBand {
        /// Index on the sex axis.
        sex: usize,
        /// Index among the result bands.
        band: usize,
    },
    /// All areas, one sex and quintile.
    SexQuintile {
        /// Index on the sex axis.
        sex: usize,
        /// Index on the quintile axis.
        quintile: usize,
    },
    /// One area, everybody.
    Area(usize),
}

/// A group of people of whom values are stored that are no sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ValueMargin {
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
    /// Years of which cells are stored, as indices among the years.
    pub(crate) cell_years: Vec<usize>,
    /// Ambitions of all scenarios: of each the factor found and the [`Reached`] code.
    pub(crate) ambitions: usize,
    /// Parameters of the run, whose values are kept with each draw.
    pub(crate) parameters: usize,
    /// Values that are no sums, by the index of their measure in the catalogue; none of a measure that is formed otherwise.
    values: Vec<Option<Values>>,
}

/// Where the values of a measure stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Values {
    /// Of whom they are kept.
    kept: Kept,
    /// Men, women and both, or both alone.
    by_sex: bool,
    /// Columns of scenario x year before the first.
    before: usize,
}

impl Values {
    fn margins(self, areas: usize) -> usize {
        match self.kept {
            Kept::Everywhere => 1 + QUINTILES + areas,
            Kept::ByArea => 1 + areas,
            Kept::Region => 1,
        }
    }

    fn sexes(self) -> usize {
        if self.by_sex { SEX_COLUMNS } else { 1 }
    }

    fn margin(self, margin: ValueMargin) -> Option<usize> {
        match (self.kept, margin) {
            (_, ValueMargin::All) => Some(0),
            (Kept::Everywhere, ValueMargin::Quintile(quintile)) => Some(1 + quintile),
            (Kept::Everywhere, ValueMargin::Area(area)) => Some(1 + QUINTILES + area),
            (Kept::ByArea, ValueMargin::Area(area)) => Some(1 + area),
            _ => None,
        }
    }

    fn sex(self, sex: usize) -> Option<usize> {
        match (self.by_sex, sex) {
            (true, sex) => Some(sex),
            (false, BOTH) => Some(0),
            (false, _) => None,
        }
    }
}

/// How large a draw is, but for the values of measures.
#[derive(Debug, Clone)]
pub(crate) struct Shape {
    pub(crate) scenarios: usize,
    pub(crate) years: usize,
    pub(crate) areas: usize,
    pub(crate) cells: usize,
    pub(crate) cell_years: Vec<usize>,
    pub(crate) ambitions: usize,
    pub(crate) parameters: usize,
}

/// How a draw met an ambition, as the number kept in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reached {
    /// The trend meets the target by itself; the factor is 1.
    ByTrend,
    /// The factor found meets it.
    ByFactor,
    /// No factor meets it: quitting cannot be certain more than once.
    OutOfReach,
}

impl Reached {
    /// The number in the store.
    pub(crate) const fn code(self) -> f64 {
        match self {
            Self::ByTrend => 0.0,
            Self::ByFactor => 1.0,
            Self::OutOfReach => 2.0,
        }
    }
}

/// Moves that an intervention may push past certainty: their probability stays at 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Certain {
    /// Of smokers.
    Quitting,
    /// Of those who never smoked.
    Starting,
    /// Of those who are not overweight or not obese.
    WeightGain,
}

impl Certain {
    pub(crate) const ALL: [Self; 3] = [Self::Quitting, Self::Starting, Self::WeightGain];

    /// As it stands in a sentence.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Quitting => "quitting",
            Self::Starting => "starting to smoke",
            Self::WeightGain => "gaining weight",
        }
    }
}

impl Layout {
    /// Number of margins.
    pub(crate) fn margins(&self) -> usize {
        2 * BANDS + 2 * QUINTILES + self.areas
    }

    /// All margins, in the order in which they stand.
    pub(crate) fn each_margin(&self) -> impl Iterator<Item = Margin> + '_ {
        let bands = (0..2).flat_map(|sex| (0..BANDS).map(move |band| Margin::SexBand { sex, band }));
        let quintiles =
            (0..2).flat_map(|sex| (0..QUINTILES).map(move |quintile| Margin::SexQuintile { sex, quintile }));
        bands.chain(quintiles).chain((0..self.areas).map(Margin::Area))
    }

    fn margin(&self, margin: Margin) -> usize {
        match margin {
            Margin::SexBand { sex, band } => sex * BANDS + band,
            Margin::SexQuintile { sex, quintile } => 2 * BANDS + sex * QUINTILES + quintile,
            Margin::Area(area) => 2 * BANDS + 2 * QUINTILES + area,
        }
    }

    /// The layout of draws of this shape.
    pub(crate) fn new(shape: Shape, catalogue: &Catalogue) -> Self {
        let Shape { scenarios, years, areas, cells, cell_years, ambitions, parameters } = shape;
        let mut before = 0;
        let mut values = Vec::with_capacity(catalogue.measures().len());
        for row in catalogue.measures() {
            let of = match row.form {
                Form::Value { kept, by_sex } => Some(Values { kept, by_sex, before }),
                Form::Mean => Some(Values { kept: Kept::ByArea, by_sex: false, before }),
                _ => None,
            };
            before += of.map_or(0, |of| of.margins(areas) * of.sexes());
            values.push(of);
        }
        Self { scenarios, years, areas, cells, cell_years, ambitions, parameters, values }
    }

    /// Numbers of one margin: measure x scenario x year.
    pub(crate) fn margin_len(&self) -> usize {
        KEPT * self.scenarios * self.years
    }

    /// First number of a margin.
    pub(crate) fn margin_start(&self, margin: Margin) -> usize {
        self.margin(margin) * self.margin_len()
    }

    /// A number of a margin.
    pub(crate) fn at(&self, margin: Margin, measure: usize, scenario: usize, year: usize) -> usize {
        self.margin_start(margin) + (measure * self.scenarios + scenario) * self.years + year
    }

    /// First number of a measure that is no sum, of a margin and sex; none if it is not kept of them.
    pub(crate) fn values_start(&self, measure: usize, margin: ValueMargin, sex: usize) -> Option<usize> {
        let of = (*self.values.get(measure)?)?;
        let column = of.before + of.margin(margin)? * of.sexes() + of.sex(sex)?;
        Some(self.margins() * self.margin_len() + column * self.scenarios * self.years)
    }

    /// A value of a measure that is no sum, of a margin and sex of which it is kept.
    pub(crate) fn value_at(
        &self,
        measure: usize,
        margin: ValueMargin,
        sex: usize,
        scenario: usize,
        year: usize,
    ) -> usize {
        let start = self.values_start(measure, margin, sex);
        debug_assert!(start.is_some(), "measure {measure} is not kept of {margin:?}");
        start.unwrap_or_default() + scenario * self.years + year
    }

    /// First number after all values.
    fn after_values(&self) -> usize {
        let last = self.values.iter().flatten().last();
        let columns = last.map_or(0, |of| of.before + of.margins(self.areas) * of.sexes());
        self.margins() * self.margin_len() + columns * self.scenarios * self.years
    }

    /// Numbers of one cell: measure x scenario x stored year.
    pub(crate) fn cell_len(&self) -> usize {
        CELL_KEPT.len() * self.scenarios * self.cell_years.len()
    }

    /// First number of a cell.
    pub(crate) fn cell_start(&self, cell: usize) -> usize {
        self.after_values() + cell * self.cell_len()
    }

    /// A number of a cell; `measure` is the index among the measures kept of cells, `which` the index among the stored years.
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

    /// People whose move is certain over the year before a mid-year, since its probability would be above 1.
    pub(crate) fn certain_at(&self, what: Certain, scenario: usize, year: usize) -> usize {
        self.unreachable_years_at() + 1 + (what as usize * self.scenarios + scenario) * self.years + year
    }

    /// 1 of a draw whose numbers could not be true: all others of it are then 0.
    pub(crate) fn failed_at(&self) -> usize {
        self.unreachable_years_at() + 1 + Certain::ALL.len() * self.scenarios * self.years
    }

    /// Numbers of a draw.
    pub(crate) fn len(&self) -> usize {
        self.failed_at() + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_has_an_index_of_its_own() {
        let catalogue = Catalogue::built_in();
        let shape =
            Shape { scenarios: 3, years: 4, areas: 2, cells: 5, cell_years: vec![1, 3], ambitions: 2, parameters: 3 };
        let layout = Layout::new(shape, &catalogue);
        let mut seen = vec![0; layout.len()];
        let margins: Vec<Margin> = layout.each_margin().collect();
        assert_eq!(margins.len(), layout.margins());
        assert!(margins.iter().enumerate().all(|(index, margin)| layout.margin(*margin) == index));
        let mut value_margins = vec![ValueMargin::All];
        value_margins.extend((0..QUINTILES).map(ValueMargin::Quintile));
        value_margins.extend((0..2).map(ValueMargin::Area));
        for scenario in 0..3 {
            for year in 0..4 {
                for &margin in &margins {
                    for measure in 0..KEPT {
                        seen[layout.at(margin, measure, scenario, year)] += 1;
                    }
                }
                for measure in 0..catalogue.measures().len() {
                    for &margin in &value_margins {
                        for sex in 0..SEX_COLUMNS {
                            if layout.values_start(measure, margin, sex).is_some() {
                                seen[layout.value_at(measure, margin, sex, scenario, year)] += 1;
                            }
                        }
                    }
                }
            }
            for cell in 0..5 {
                for measure in 0..CELL_KEPT.len() {
                    for which in 0..2 {
                        seen[layout.cell_at(cell, measure, scenario, which)] += 1;
                    }
                }
            }
        }
        for what in Certain::ALL {
            for (scenario, year) in (0..3).flat_map(|scenario| (0..4).map(move |year| (scenario, year))) {
                seen[layout.certain_at(what, scenario, year)] += 1;
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
        seen[layout.failed_at()] += 1;
        assert!(seen.iter().all(|&count| count == 1));
    }
}
