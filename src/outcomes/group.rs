//! Whom a number is about, and where in a draw that number is kept.

use super::layout::{BOTH, Margin, ValueMargin};
use super::run::Outcomes;
use crate::catalogue::measure::{Ages, Asked, Form, Sum};
use crate::catalogue::{Measure, MeasureRow, Timing};
use crate::component::Group;
use crate::component::group::Members;
use crate::error::Error;
use crate::population::demography::Cell;
use crate::population::stratum::{AgeBand, QUINTILES, Quintile, RESULT_BANDS, Sex};
use crate::sampling::Sampling;
use crate::subjects::CELL_KEPT;
use crate::units::Year;

/// Index of the baseline among the scenarios.
pub(crate) const BASELINE_AT: usize = 0;
/// Index of the frozen comparator among the scenarios.
pub(crate) const FROZEN_AT: usize = 1;

/// People of whom something is kept, by indices on the axes of a layout. A [`Group`] is one of them or several that add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    All,
    Sex(usize),
    Band(usize),
    SexBand(usize, usize),
    Quintile(usize),
    SexQuintile(usize, usize),
    Area(usize),
    AreaSex(usize, usize),
    Cell(usize),
}

impl Who {
    pub(crate) fn sex(self) -> Option<Sex> {
        match self {
            Self::Sex(sex) | Self::SexBand(sex, _) | Self::SexQuintile(sex, _) | Self::AreaSex(_, sex) => {
                Some(Sex::ALL[sex])
            }
            _ => None,
        }
    }

    pub(crate) fn ages(self) -> Option<AgeBand> {
        match self {
            Self::Band(band) | Self::SexBand(_, band) => Some(RESULT_BANDS[band]),
            _ => None,
        }
    }

    /// The margins whose numbers add up to this group's; none if only a part of its numbers is kept.
    pub(crate) fn margins(self) -> Vec<Margin> {
        let both = 0..Sex::ALL.len();
        let of_sex = |sex| (0..QUINTILES).map(move |quintile| Margin::SexQuintile { sex, quintile });
        match self {
            Self::All => both.flat_map(of_sex).collect(),
            Self::Sex(sex) => of_sex(sex).collect(),
            Self::Quintile(quintile) => both.map(|sex| Margin::SexQuintile { sex, quintile }).collect(),
            Self::SexQuintile(sex, quintile) => vec![Margin::SexQuintile { sex, quintile }],
            Self::Band(band) => both.map(|sex| Margin::SexBand { sex, band }).collect(),
            Self::SexBand(sex, band) => vec![Margin::SexBand { sex, band }],
            Self::Area(area) => vec![Margin::Area(area)],
            Self::AreaSex(..) | Self::Cell(_) => Vec::new(),
        }
    }

    /// The margin whose values are this group's, and the column of its sex: 0 men, 1 women, 2 both.
    pub(crate) fn value_margin(self) -> Option<(ValueMargin, usize)> {
        match self {
            Self::All => Some((ValueMargin::All, BOTH)),
            Self::Sex(sex) => Some((ValueMargin::All, sex)),
            Self::Quintile(quintile) => Some((ValueMargin::Quintile(quintile), BOTH)),
            Self::SexQuintile(sex, quintile) => Some((ValueMargin::Quintile(quintile), sex)),
            Self::Area(area) => Some((ValueMargin::Area(area), BOTH)),
            Self::AreaSex(area, sex) => Some((ValueMargin::Area(area), sex)),
            Self::Band(_) | Self::SexBand(..) | Self::Cell(_) => None,
        }
    }

    /// Whether a measure that is added up has anybody here, and is kept.
    fn has_sum(self, sum: &Sum) -> bool {
        match self {
            Self::AreaSex(..) => false,
            Self::Cell(_) => sum.by_cell,
            Self::Band(band) | Self::SexBand(_, band) => {
                let band = RESULT_BANDS[band];
                let (from, until) = sum.ages.bounds();
                let begins = band.to.is_none_or(|to| from < to as usize);
                let ends = until.is_none_or(|until| until > band.from as usize);
                sum.ages != Ages::Untold && begins && ends
            }
            _ => true,
        }
    }
}

impl Outcomes {
    /// Whether a measure is defined on people and kept of them.
    pub(crate) fn has(&self, who: Who, row: &MeasureRow) -> bool {
        let kept = |measure: &Measure| {
            self.catalogue.measure(*measure).ok().and_then(MeasureRow::sum).is_some_and(|sum| who.has_sum(sum))
        };
        match row.form {
            Form::Sum(sum) => who.has_sum(&sum),
            Form::ShareOf(one, other) | Form::CostOf(one, other) => kept(&one) && kept(&other),
            Form::Value { .. } | Form::Mean => self.value_start(who, row.id).is_some(),
            Form::Discounted(of, _) => self.catalogue.measure(of).is_ok_and(|row| self.has(who, row)),
            Form::Beyond(of) => kept(&of),
            Form::OddsAgainst { .. } => who == Who::All,
            Form::Together(parts) => parts.iter().all(kept),
        }
    }

    /// First number of a value that is no sum, of people of whom it is kept.
    pub(crate) fn value_start(&self, who: Who, measure: Measure) -> Option<usize> {
        let (margin, sex) = who.value_margin()?;
        self.layout.values_start(self.catalogue.measure_index(measure).ok()?, margin, sex)
    }

    /// Index of a measure among those kept of areas and quintiles.
    pub(crate) fn cell_measure_index(&self, measure: Measure) -> Option<usize> {
        let index = self.catalogue.measure_index(measure).ok()?;
        CELL_KEPT.iter().position(|kept| *kept == index)
    }
}

/// Whether a scenario has a value of a measure in a year, both by their indices.
///
/// Flows begin a year after the start. Nobody is moved in the frozen comparator, whose shares are held, so that nobody
/// in it quits; and what is needed beyond the baseline is not a question to the baseline itself.
pub(crate) fn defined(row: &MeasureRow, scenario: usize, year: usize) -> bool {
    let in_time = year > 0 || row.timing == Timing::Stock;
    in_time
        && match row.asked {
            Asked::NotOfFrozen => scenario != FROZEN_AT,
            Asked::BeyondBaseline => scenario != FROZEN_AT && scenario != BASELINE_AT,
            Asked::Always => true,
        }
}

impl Outcomes {
    /// Names of the scenarios: `baseline`, `frozen`, then the analyst's in their order.
    #[must_use]
    pub fn scenarios(&self) -> &[String] {
        &self.scenarios
    }

    /// Names of the areas.
    #[must_use]
    pub fn areas(&self) -> Vec<&str> {
        self.region.areas.iter().map(|area| area.name.as_str()).collect()
    }

    /// The drivers, indicators and measures of the run.
    #[must_use]
    pub fn catalogue(&self) -> &crate::catalogue::Catalogue {
        &self.catalogue
    }

    /// Name of all areas together.
    #[must_use]
    pub fn region(&self) -> &str {
        &self.region.name
    }

    /// Number of uncertain inputs.
    #[must_use]
    pub fn inputs(&self) -> usize {
        self.parameters.len()
    }

    /// Number of draws, without those left out.
    #[must_use]
    pub fn draws(&self) -> usize {
        self.store.draws() - self.store.left_out().len()
    }

    /// The draws that were left out since their numbers could not be true, in order; none unless
    /// [leaving them out](crate::projection::FailedDraws::LeaveOut) was chosen.
    #[must_use]
    pub fn left_out(&self) -> &[usize] {
        self.store.left_out()
    }

    /// How the draws were spread.
    #[must_use]
    pub fn sampling(&self) -> Sampling {
        self.sampling
    }

    /// What an analyst should know of this run, in words.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// The start year.
    #[must_use]
    pub fn start(&self) -> Year {
        self.start
    }

    /// The last year.
    ///
    /// # Errors
    /// If it is beyond what a [`Year`] may be.
    pub fn last(&self) -> Result<Year, Error> {
        self.year_at(self.layout.years.saturating_sub(1))
    }

    /// The year at an index.
    pub(crate) fn year_at(&self, index: usize) -> Result<Year, Error> {
        let years = i32::try_from(index).map_err(|_| Error::out_of_range("number of years", index, "is too large"))?;
        Year::new(self.start.get().saturating_add(years))
    }

    /// The index of a year.
    pub(crate) fn year_index(&self, year: Year) -> Result<usize, Error> {
        match usize::try_from(year.since(self.start)) {
            Ok(index) if index < self.layout.years => Ok(index),
            _ => {
                let last = self.last()?;
                Err(Error::out_of_range("year", year, format!("must lie in {} to {last}, the years run", self.start)))
            }
        }
    }

    /// The index of a scenario.
    pub(crate) fn scenario_index(&self, name: &str) -> Result<usize, Error> {
        self.scenarios
            .iter()
            .position(|known| known == name)
            .ok_or_else(|| Error::unknown("scenario", name, self.scenarios.iter().map(String::as_str)))
    }

    /// Name of the area a group lives in.
    pub(crate) fn area_of(&self, who: Who) -> &str {
        match who {
            Who::Area(area) | Who::AreaSex(area, _) => &self.region.areas[area].name,
            Who::Cell(cell) => &self.region.areas[self.cells[cell].area].name,
            _ => &self.region.name,
        }
    }

    /// Quintile of a group, if it is of one.
    pub(crate) fn quintile_of(&self, who: Who) -> Option<Quintile> {
        match who {
            Who::Quintile(quintile) | Who::SexQuintile(_, quintile) => Some(Quintile::ALL[quintile]),
            Who::Cell(cell) => Some(self.cells[cell].quintile),
            _ => None,
        }
    }

    /// The index of an area by its name or code.
    pub(crate) fn area_index(&self, name: &str) -> Result<usize, Error> {
        self.region.area(name)
    }

    /// All groups of which something is kept, in the order of the tables.
    pub(crate) fn everyone(&self) -> Vec<Who> {
        let (sexes, bands) = (0..Sex::ALL.len(), 0..RESULT_BANDS.len());
        let mut all = vec![Who::All];
        all.extend(sexes.clone().map(Who::Sex));
        all.extend(bands.clone().map(Who::Band));
        all.extend(sexes.clone().flat_map(|sex| bands.clone().map(move |band| Who::SexBand(sex, band))));
        all.extend((0..QUINTILES).map(Who::Quintile));
        all.extend(sexes.clone().flat_map(|sex| (0..QUINTILES).map(move |quintile| Who::SexQuintile(sex, quintile))));
        for area in 0..self.region.areas.len() {
            all.push(Who::Area(area));
            all.extend(sexes.clone().map(|sex| Who::AreaSex(area, sex)));
            all.extend((0..self.cells.len()).filter(|&cell| self.cells[cell].area == area).map(Who::Cell));
        }
        all
    }

    /// The people of a group: those whose numbers add up to it.
    ///
    /// # Errors
    /// If a name is unknown, nobody is of it, or draws keep no such people.
    pub(crate) fn parts(&self, group: &Group) -> Result<Vec<Who>, Error> {
        let parts = self.parts_of(&group.resolve(&self.region)?)?;
        if parts.is_empty() { Err(group.nobody()) } else { Ok(parts) }
    }

    /// The same of a group by its indices; none where nobody is of it.
    ///
    /// # Errors
    /// If draws keep no such people.
    pub(crate) fn parts_of(&self, members: &Members) -> Result<Vec<Who>, Error> {
        let Members { areas, quintiles, sexes, bands } = members.clone();
        let both: Vec<usize> = (0..Sex::ALL.len()).collect();
        let of = |indices: Option<Vec<usize>>, who: fn(usize) -> Who| indices.into_iter().flatten().map(who).collect();
        let pairs = |first: Vec<usize>, second: Vec<usize>, who: fn(usize, usize) -> Who| -> Vec<Who> {
            first.iter().flat_map(|&one| second.iter().map(move |&other| who(one, other))).collect()
        };
        match (areas, quintiles, sexes, bands) {
            (None, None, None, None) => Ok(vec![Who::All]),
            (None, None, sexes @ Some(_), None) => Ok(of(sexes, Who::Sex)),
            (None, None, None, bands @ Some(_)) => Ok(of(bands, Who::Band)),
            (None, None, sexes, Some(bands)) => Ok(pairs(sexes.unwrap_or(both), bands, Who::SexBand)),
            (None, quintiles @ Some(_), None, None) => Ok(of(quintiles, Who::Quintile)),
            (None, Some(quintiles), Some(sexes), None) => Ok(pairs(sexes, quintiles, Who::SexQuintile)),
            (areas @ Some(_), None, None, None) => Ok(of(areas, Who::Area)),
            (Some(areas), None, Some(sexes), None) => Ok(pairs(areas, sexes, Who::AreaSex)),
            (Some(areas), Some(quintiles), None, None) => {
                let is_of = |cell: &Cell| areas.contains(&cell.area) && quintiles.contains(&cell.quintile.index());
                let cells = (0..self.cells.len()).filter(|&cell| is_of(&self.cells[cell]));
                Ok(cells.map(Who::Cell).collect())
            }
            _ => Err(Error::Conflict {
                rule: "draws keep sex and age band, sex and quintile, area and quintile or area and sex together, \
                       no other combination"
                    .into(),
            }),
        }
    }
}
