//! Measures: what is counted. A row says all there is to know of one: its unit, when it is read, and how it is come by.

use super::name::{Words, names};

names! {
    /// An output quantity. Subjects add theirs as constants, for example `Measure::DEATHS`; the measure of an indicator of one's own
    /// bears the indicator's name.
    Measure, "measure"
}

/// When a measure is read: at mid-year, or over the year to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timing {
    /// At mid-year, from the start on.
    Stock,
    /// Over the year to mid-year, from the year after the start on.
    Flow,
}

/// The ages a kept measure is counted among.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ages {
    /// Everybody.
    All,
    /// This age and above.
    From(usize),
    /// From the first age to below the second.
    Between(usize, usize),
    /// Those who finish a school year: a sixth of those of this age at mid-year and five sixths of those a year older, since school
    /// years run from September and two months of births of ten are the younger.
    SchoolYear(usize),
    /// Not put to an age.
    Untold,
}

impl Ages {
    /// What part of those of an age is counted; none if none.
    #[inline(always)]
    pub(crate) const fn part(self, age: usize) -> Option<f64> {
        match self {
            Self::All | Self::Untold => Some(1.0),
            Self::From(from) if age >= from => Some(1.0),
            Self::Between(from, until) if age >= from && age < until => Some(1.0),
            Self::SchoolYear(younger) if age == younger => Some(1.0 / 6.0),
            Self::SchoolYear(younger) if age == younger + 1 => Some(5.0 / 6.0),
            _ => None,
        }
    }

    /// The first age counted, and the first no longer counted if there is one.
    pub(crate) const fn bounds(self) -> (usize, Option<usize>) {
        match self {
            Self::All | Self::Untold => (0, None),
            Self::From(from) => (from, None),
            Self::Between(from, until) => (from, Some(until)),
            Self::SchoolYear(younger) => (younger, Some(younger + 2)),
        }
    }
}

/// Who, of the people of those ages, is counted in a kept measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counted {
    /// Everybody.
    People,
    /// Smokers.
    Smokers,
    /// Those above a threshold of an exposure: its index, and 0 or 1.
    Exceeding(usize, usize),
    /// Those not above it.
    NotExceeding(usize, usize),
    /// Those with a disease, by its index.
    WithDisease(usize),
    /// Those outside a share that is followed by area and sex, by its index among such shares.
    OutsideShare(usize),
    /// What happens over a year, counted where it happens.
    Flow,
}

/// How a kept measure is added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sum {
    pub(crate) of: Counted,
    pub(crate) ages: Ages,
    /// Whether it is kept of each area and quintile, in the years in which those are kept.
    pub(crate) by_cell: bool,
}

/// Of whom a value that is no sum is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kept {
    /// Of all areas together, of the quintiles and of each area.
    Everywhere,
    /// Of all areas together and of each area.
    ByArea,
    /// Of all areas together.
    Region,
}

/// How a measure is come by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Form {
    /// Added up over people and kept in every draw.
    Sum(Sum),
    /// One kept measure over another.
    ShareOf(Measure, Measure),
    /// A value of a region or area, which is no sum; kept of men, women and both, or of both together.
    Value {
        /// Of whom it is kept.
        kept: Kept,
        /// Whether of men and of women too.
        by_sex: bool,
    },
    /// A rate of each area that is a mean by people of the start where areas are put together.
    Mean,
    /// Another measure discounted to the start at so much a year.
    Discounted(Measure, f64),
    /// A cost: that of heads among the baseline's people, and what disease costs beyond the baseline's.
    CostOf(Measure, Measure),
    /// What a kept measure is beyond the baseline's.
    Beyond(Measure),
    /// Kept measures together.
    Together(&'static [Measure]),
    /// The share of a group, whose odds are those of everybody's share times the exponential of a parameter.
    OddsAgainst {
        /// Everybody's share.
        share: Measure,
        /// The logarithm of the odds ratio.
        parameter: &'static str,
        /// Whether it is how much the group's share lies above everybody's.
        gap: bool,
    },
}

/// Which scenarios have a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    /// All.
    Always,
    /// All but the frozen comparator, in whom nobody moves.
    NotOfFrozen,
    /// Those of the analyst: what is needed beyond the baseline is no question to it.
    BeyondBaseline,
}

/// All about a measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeasureRow {
    pub(crate) id: Measure,
    pub(crate) unit: Words,
    pub(crate) timing: Timing,
    pub(crate) form: Form,
    pub(crate) asked: Asked,
    /// The people its inequality is weighed by, and a count divided by; those of all ages if none.
    pub(crate) among: Option<Measure>,
}

impl MeasureRow {
    const fn new(id: Measure, unit: &'static str, timing: Timing, form: Form) -> Self {
        Self { id, unit: Words::fixed(unit), timing, form, asked: Asked::Always, among: None }
    }

    /// People counted at mid-year.
    pub(crate) const fn stock(id: Measure, of: Counted, ages: Ages) -> Self {
        Self::new(id, "persons", Timing::Stock, Form::Sum(Sum { of, ages, by_cell: false }))
    }

    /// What is counted over a year.
    pub(crate) const fn flow(id: Measure, unit: &'static str, ages: Ages) -> Self {
        Self::new(id, unit, Timing::Flow, Form::Sum(Sum { of: Counted::Flow, ages, by_cell: false }))
    }

    /// A share of people at mid-year.
    pub(crate) const fn share(id: Measure, part: Measure, of: Measure) -> Self {
        Self::new(id, "share", Timing::Stock, Form::ShareOf(part, of))
    }

    /// A measure at mid-year that is come by in another way.
    pub(crate) const fn at_mid_year(id: Measure, unit: &'static str, form: Form) -> Self {
        Self::new(id, unit, Timing::Stock, form)
    }

    /// A measure of a year that is come by in another way.
    pub(crate) const fn over_a_year(id: Measure, unit: &'static str, form: Form) -> Self {
        Self::new(id, unit, Timing::Flow, form)
    }

    /// The same, kept of each area and quintile too. Only what is added up can be.
    pub(crate) const fn by_cell(self) -> Self {
        match self.form {
            Form::Sum(sum) => Self { form: Form::Sum(Sum { by_cell: true, ..sum }), ..self },
            _ => self,
        }
    }

    /// The same of fewer scenarios.
    pub(crate) const fn asked(self, asked: Asked) -> Self {
        Self { asked, ..self }
    }

    /// The same among certain people.
    pub(crate) const fn among(self, people: Measure) -> Self {
        Self { among: Some(people), ..self }
    }

    /// Which measure it is.
    #[must_use]
    pub const fn measure(&self) -> Measure {
        self.id
    }

    /// Name in tables.
    #[must_use]
    pub fn name(&self) -> &str {
        self.id.name()
    }

    /// Unit in tables.
    #[must_use]
    pub fn unit(&self) -> &str {
        self.unit.as_str()
    }

    /// Whether it is read at mid-year or over the year.
    #[must_use]
    pub const fn timing(&self) -> Timing {
        self.timing
    }

    /// How it is added up, if it is.
    pub(crate) const fn sum(&self) -> Option<&Sum> {
        match &self.form {
            Form::Sum(sum) => Some(sum),
            _ => None,
        }
    }

    /// Whether its values of several years add up to something: those of a flow that is no share and no rate do.
    #[must_use]
    pub const fn adds_up(&self) -> bool {
        matches!(self.timing, Timing::Flow) && !self.is_taken_as_it_is()
    }

    /// Whether it is a share, a rate or an expectancy, and no count.
    pub(crate) const fn is_taken_as_it_is(&self) -> bool {
        matches!(self.form, Form::ShareOf(..) | Form::Value { .. } | Form::Mean | Form::OddsAgainst { .. })
    }
}
