//! Whom a number is about, and where in a draw that number is kept.

use super::layout::{
    ADMISSIONS_COLUMN, CELL_KEPT, CITY_COLUMN, HEALTHY_COLUMN, MORTALITY_COLUMN, Place, SEX_COLUMNS, ValuePlace,
};
use super::measure::{Form, Measure, Timing, ValueOf};
use super::run::Outcomes;
use crate::error::Error;
use crate::population::stratum::{AgeBand, QUINTILES, Quintile, RESULT_BANDS, Sex};
use crate::sampling::Sampling;
use crate::units::Year;

/// Place of the baseline among the scenarios.
pub(crate) const BASELINE_AT: usize = 0;
/// Place of the frozen comparator among the scenarios.
pub(crate) const FROZEN_AT: usize = 1;

/// Whom a number is about: everybody, or the people of one area, sex, age band or quintile.
///
/// Kept together are sex and age band, sex and quintile, area and quintile (at deadlines and in the last year), and, for
/// life expectancy alone, area and sex.
///
/// # Examples
/// ```
/// use health_impact::outcomes::Group;
/// use health_impact::population::stratum::{Quintile, Sex};
///
/// let poorest_women = Group::everybody().of_sex(Sex::Female).in_quintile(Quintile::new(1)?);
/// assert_eq!(poorest_women.area, None);
/// # Ok::<(), health_impact::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Group {
    /// Name of the area; without one all areas together.
    pub area: Option<String>,
    /// Sex; without one both.
    pub sex: Option<Sex>,
    /// One of the age bands of the results; without one all ages the measure is defined on.
    pub ages: Option<AgeBand>,
    /// Deprivation quintile; without one all.
    pub quintile: Option<Quintile>,
}

impl Group {
    /// Everybody.
    #[must_use]
    pub fn everybody() -> Self {
        Self::default()
    }

    /// The people of an area.
    #[must_use]
    pub fn area(name: impl Into<String>) -> Self {
        Self::everybody().in_area(name)
    }

    /// Those of them who live in an area.
    #[must_use]
    pub fn in_area(mut self, name: impl Into<String>) -> Self {
        self.area = Some(name.into());
        self
    }

    /// Those of them of one sex.
    #[must_use]
    pub fn of_sex(mut self, sex: Sex) -> Self {
        self.sex = Some(sex);
        self
    }

    /// Those of them in one of [`RESULT_BANDS`].
    #[must_use]
    pub fn aged(mut self, band: AgeBand) -> Self {
        self.ages = Some(band);
        self
    }

    /// Those of them in one deprivation quintile.
    #[must_use]
    pub fn in_quintile(mut self, quintile: Quintile) -> Self {
        self.quintile = Some(quintile);
        self
    }
}

/// A [`Group`] of a run, by places on the axes of its layout.
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

    /// The places whose numbers add up to this group's; none if only a part of its numbers is kept.
    pub(crate) fn places(self) -> Vec<Place> {
        let both = 0..Sex::ALL.len();
        let of_sex = |sex| (0..QUINTILES).map(move |quintile| Place::SexQuintile { sex, quintile });
        match self {
            Self::All => both.flat_map(of_sex).collect(),
            Self::Sex(sex) => of_sex(sex).collect(),
            Self::Quintile(quintile) => both.map(|sex| Place::SexQuintile { sex, quintile }).collect(),
            Self::SexQuintile(sex, quintile) => vec![Place::SexQuintile { sex, quintile }],
            Self::Band(band) => both.map(|sex| Place::SexBand { sex, band }).collect(),
            Self::SexBand(sex, band) => vec![Place::SexBand { sex, band }],
            Self::Area(area) => vec![Place::Area(area)],
            Self::AreaSex(..) | Self::Cell(_) => Vec::new(),
        }
    }

    /// The place whose values are this group's, and the column of its sex: 0 men, 1 women, 2 both.
    fn value_place(self) -> Option<(ValuePlace, usize)> {
        match self {
            Self::All => Some((ValuePlace::All, 2)),
            Self::Sex(sex) => Some((ValuePlace::All, sex)),
            Self::Quintile(quintile) => Some((ValuePlace::Quintile(quintile), 2)),
            Self::SexQuintile(sex, quintile) => Some((ValuePlace::Quintile(quintile), sex)),
            Self::Area(area) => Some((ValuePlace::Area(area), 2)),
            Self::AreaSex(area, sex) => Some((ValuePlace::Area(area), sex)),
            Self::Band(_) | Self::SexBand(..) | Self::Cell(_) => None,
        }
    }

    /// Where a value that is no sum is kept for this group.
    pub(crate) fn value(self, of: ValueOf) -> Option<KeptValue> {
        let (place, sex) = self.value_place()?;
        let of_both = sex == 2;
        let at = |column| Some(KeptValue::Of(place, column));
        match of {
            ValueOf::LifeExpectancy => at(sex),
            ValueOf::HealthyLifeExpectancy => at(HEALTHY_COLUMN + sex),
            ValueOf::Mortality(group) if of_both => at(MORTALITY_COLUMN + group),
            ValueOf::AlcoholAdmissions if of_both && !matches!(place, ValuePlace::Quintile(_)) => at(ADMISSIONS_COLUMN),
            ValueOf::SmiGap(population) if place == ValuePlace::All => {
                Some(KeptValue::Whole(population * SEX_COLUMNS + sex))
            }
            ValueOf::CityMortality(group) if of_both && place == ValuePlace::All => {
                Some(KeptValue::Whole(CITY_COLUMN + group))
            }
            _ => None,
        }
    }

    /// Whether a measure is defined on this group and kept for it.
    pub(crate) fn has(self, measure: Measure) -> bool {
        match measure.form() {
            Form::Kept => self.has_kept(measure),
            Form::ShareOf(part, whole) => self.has_kept(part) && self.has_kept(whole),
            Form::Value(of) => self.value(of).is_some(),
            Form::Discounted(of, _) => self.has(of),
            Form::Beyond(of) => self.has_kept(of),
            Form::RoutineManual { .. } => self == Self::All,
            Form::Together(parts) => parts.into_iter().all(|part| self.has_kept(part)),
            Form::CostOf(heads, disease) => self.has_kept(heads) && self.has_kept(disease),
        }
    }

    fn has_kept(self, measure: Measure) -> bool {
        use Measure::{
            AbsenceDays, ActiveAdults, Adults, Adults19, Births, ChildrenReception, ChildrenYear6, DrinkersOver14Units,
            ExcessWeightAdults, ExcessWeightYear6, InactiveAdults, ObeseAdults, ObeseReception, ObeseYear6,
            ProductivityValue, SchoolReadyChildren, Smokers, WorkerYears,
        };
        match (self, measure) {
            (Self::AreaSex(..), _) => false,
            (Self::Cell(_), _) => CELL_KEPT.contains(&measure),
            // A birth could be put to the age of the mother or of the child, so it is put to neither.
            (Self::Band(_) | Self::SexBand(..), Births) => false,
            (
                Self::Band(band) | Self::SexBand(_, band),
                ChildrenReception | ObeseReception | SchoolReadyChildren | ChildrenYear6 | ObeseYear6
                | ExcessWeightYear6,
            ) => band == 0,
            // The first band ends where adults begin.
            (
                Self::Band(band) | Self::SexBand(_, band),
                Adults | Smokers | ObeseAdults | ExcessWeightAdults | Adults19 | ActiveAdults | InactiveAdults
                | DrinkersOver14Units,
            ) => band > 0,
            // Work ends where the band of 65 begins.
            (Self::Band(band) | Self::SexBand(_, band), WorkerYears | AbsenceDays | ProductivityValue) => {
                RESULT_BANDS[band].from < 65
            }
            _ => true,
        }
    }
}

/// Where a value that is no sum is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeptValue {
    /// A column of a place.
    Of(ValuePlace, usize),
    /// A column of all areas together.
    Whole(usize),
}

/// Whether a scenario has a value of a measure in a year, both by their places.
///
/// Flows begin a year after the start. Nobody is moved in the frozen comparator, whose shares are held, so that nobody
/// in it quits; and what is needed beyond the baseline is not a question to the baseline itself.
pub(crate) fn defined(measure: Measure, scenario: usize, year: usize) -> bool {
    let in_time = year > 0 || measure.timing() == Timing::Stock;
    in_time
        && match measure {
            Measure::QUITS => scenario != FROZEN_AT,
            Measure::EXTRA_QUITS_NEEDED => scenario != FROZEN_AT && scenario != BASELINE_AT,
            _ => true,
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
    pub fn areas(&self) -> &[String] {
        &self.areas
    }

    /// Name of all areas together.
    #[must_use]
    pub fn whole(&self) -> &str {
        &self.whole
    }

    /// Number of uncertain inputs.
    #[must_use]
    pub fn inputs(&self) -> usize {
        self.parameters.len()
    }

    /// Number of draws.
    #[must_use]
    pub fn draws(&self) -> usize {
        self.store.draws()
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

    /// The year at a place.
    pub(crate) fn year_at(&self, place: usize) -> Result<Year, Error> {
        let years = i32::try_from(place).map_err(|_| Error::out_of_range("number of years", place, "is too large"))?;
        Year::new(self.start.get().saturating_add(years))
    }

    /// The place of a year.
    pub(crate) fn year_place(&self, year: Year) -> Result<usize, Error> {
        match usize::try_from(year.since(self.start)) {
            Ok(place) if place < self.layout.years => Ok(place),
            _ => {
                let last = self.last()?;
                Err(Error::out_of_range("year", year, format!("must lie in {} to {last}, the years run", self.start)))
            }
        }
    }

    /// The place of a scenario.
    pub(crate) fn scenario_place(&self, name: &str) -> Result<usize, Error> {
        self.scenarios
            .iter()
            .position(|known| known == name)
            .ok_or_else(|| Error::unknown("scenario", name, self.scenarios.iter().map(String::as_str)))
    }

    /// Name of the area a group lives in.
    pub(crate) fn area_of(&self, who: Who) -> &str {
        match who {
            Who::Area(area) | Who::AreaSex(area, _) => &self.areas[area],
            Who::Cell(cell) => &self.areas[self.cells[cell].area],
            _ => &self.whole,
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

    /// All groups of which something is kept, in the order of the tables.
    pub(crate) fn everyone(&self) -> Vec<Who> {
        let (sexes, bands) = (0..Sex::ALL.len(), 0..RESULT_BANDS.len());
        let mut all = vec![Who::All];
        all.extend(sexes.clone().map(Who::Sex));
        all.extend(bands.clone().map(Who::Band));
        all.extend(sexes.clone().flat_map(|sex| bands.clone().map(move |band| Who::SexBand(sex, band))));
        all.extend((0..QUINTILES).map(Who::Quintile));
        all.extend(sexes.clone().flat_map(|sex| (0..QUINTILES).map(move |quintile| Who::SexQuintile(sex, quintile))));
        for area in 0..self.areas.len() {
            all.push(Who::Area(area));
            all.extend(sexes.clone().map(|sex| Who::AreaSex(area, sex)));
            all.extend((0..self.cells.len()).filter(|&cell| self.cells[cell].area == area).map(Who::Cell));
        }
        all
    }

    /// The place of an area.
    pub(crate) fn area_place(&self, name: &str) -> Result<usize, Error> {
        self.areas.iter().position(|known| known == name).ok_or_else(|| {
            let known = self.areas.iter().map(String::as_str).chain([self.whole.as_str()]);
            Error::unknown("area", name, known)
        })
    }

    /// The group of this run that is meant.
    pub(crate) fn resolve(&self, group: &Group) -> Result<Who, Error> {
        let area = match group.area.as_deref() {
            Some(name) if name != self.whole => Some(self.area_place(name)?),
            _ => None,
        };
        let band = match group.ages {
            Some(ages) => Some(RESULT_BANDS.iter().position(|&band| band == ages).ok_or_else(|| {
                let bands = RESULT_BANDS.map(|band| band.to_string()).join(", ");
                Error::out_of_range("age band", ages, format!("must be one of {bands}"))
            })?),
            None => None,
        };
        let quintile = group.quintile.map(Quintile::index);
        match (area, group.sex.map(Sex::index), band, quintile) {
            (None, None, None, None) => Ok(Who::All),
            (None, Some(sex), None, None) => Ok(Who::Sex(sex)),
            (None, None, Some(band), None) => Ok(Who::Band(band)),
            (None, Some(sex), Some(band), None) => Ok(Who::SexBand(sex, band)),
            (None, None, None, Some(quintile)) => Ok(Who::Quintile(quintile)),
            (None, Some(sex), None, Some(quintile)) => Ok(Who::SexQuintile(sex, quintile)),
            (Some(area), None, None, None) => Ok(Who::Area(area)),
            (Some(area), Some(sex), None, None) => Ok(Who::AreaSex(area, sex)),
            (Some(area), None, None, Some(quintile)) => {
                let is_meant =
                    |cell: &crate::population::demography::Cell| cell.area == area && cell.quintile.index() == quintile;
                self.cells.iter().position(is_meant).map(Who::Cell).ok_or_else(|| Error::Conflict {
                    rule: format!("nobody in {} lives in quintile {}", self.areas[area], quintile + 1),
                })
            }
            _ => Err(Error::Conflict {
                rule: "draws keep sex and age band, sex and quintile, area and quintile or area and sex together, \
                       no other combination"
                    .into(),
            }),
        }
    }
}
