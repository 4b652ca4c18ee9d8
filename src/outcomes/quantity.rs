//! One number of a run and its draws: a level, a change against a comparator, what a scenario averts.

use super::group::{BASELINE_AT, FROZEN_AT, Who};
use super::interval::Summary;
use super::run::Outcomes;
use super::series::{Kind, Line, Series};
use crate::catalogue::Measure;
use crate::component::Group;
use crate::error::Error;
use crate::sampling::Sampling;
use crate::scenario::BASELINE;
use crate::units::Year;

/// A number of a run: which scenario, measure, group and year, and against what.
///
/// # Examples
/// ```
/// use health_impact::outcomes::{Measure, Quantity};
/// use health_impact::scenario::Group;
/// use health_impact::units::Year;
///
/// let averted = Quantity::averted("smoking to 13%", Measure::DEATHS, Year::new(2040)?)
///     .against("frozen")
///     .group(Group::area("Hackney"));
/// assert_eq!(averted.to_string(), "deaths averted by smoking to 13% against frozen, to 2040, Hackney");
/// # Ok::<(), health_impact::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    pub(crate) scenario: String,
    pub(crate) comparator: Option<String>,
    pub(crate) measure: Measure,
    pub(crate) group: Group,
    pub(crate) year: Year,
    pub(crate) kind: Kind,
    /// Comparator less scenario rather than the other way round.
    pub(crate) averted: bool,
}

impl Quantity {
    fn new(scenario: impl Into<String>, measure: Measure, year: Year, kind: Kind) -> Self {
        let comparator = (kind != Kind::Level).then(|| BASELINE.to_owned());
        let group = Group::everybody();
        Self { scenario: scenario.into(), comparator, measure, group, year, kind, averted: false }
    }

    /// The measure itself in a year.
    #[must_use]
    pub fn level(scenario: impl Into<String>, measure: Measure, year: Year) -> Self {
        Self::new(scenario, measure, year, Kind::Level)
    }

    /// Scenario less baseline in a year.
    #[must_use]
    pub fn difference(scenario: impl Into<String>, measure: Measure, year: Year) -> Self {
        Self::new(scenario, measure, year, Kind::Difference)
    }

    /// Scenario less baseline, added up over the years to `year`.
    #[must_use]
    pub fn cumulative(scenario: impl Into<String>, measure: Measure, year: Year) -> Self {
        Self::new(scenario, measure, year, Kind::Cumulative)
    }

    /// Baseline less scenario, added up over the years to `year`: deaths averted are positive.
    #[must_use]
    pub fn averted(scenario: impl Into<String>, measure: Measure, year: Year) -> Self {
        Self { averted: true, ..Self::cumulative(scenario, measure, year) }
    }

    /// Against another comparator than the baseline. A level is against nothing: it stays one, but a comparator that the run does not
    /// know is an error there too.
    #[must_use]
    pub fn against(mut self, comparator: impl Into<String>) -> Self {
        self.comparator = Some(comparator.into());
        self
    }

    /// Of these people instead of everybody.
    #[must_use]
    pub fn group(mut self, group: Group) -> Self {
        self.group = group;
        self
    }
}

impl std::fmt::Display for Quantity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { scenario, measure, year, group, .. } = self;
        if self.averted {
            write!(f, "{measure} averted by {scenario}")?;
        } else {
            write!(f, "{measure} of {scenario}")?;
        }
        if let Some(comparator) = self.comparator.as_ref().filter(|_| self.kind != Kind::Level) {
            write!(f, " against {comparator}")?;
        }
        write!(f, ", {}{year}", if self.kind == Kind::Cumulative { "to " } else { "" })?;
        if !group.is_everybody() {
            write!(f, ", {group}")?;
        }
        Ok(())
    }
}

/// What a scenario averts of a measure: comparator less scenario, within each draw. The comparator is the baseline until
/// [`against`](Averted::against) sets another. Life years and QALYs gained are negative here.
#[derive(Debug, Clone)]
pub struct Averted {
    series: Series,
    sampling: Sampling,
    measure: Measure,
    /// Whether it is told as levels alone, as a stock, a share or a rate is.
    adds_up: bool,
    scenarios: Vec<String>,
    start: Year,
    scenario: usize,
    comparator: usize,
}

impl Averted {
    /// Against another comparator, for example `frozen`.
    ///
    /// # Errors
    /// If there is no such scenario; the nearest is offered.
    pub fn against(mut self, comparator: &str) -> Result<Self, Error> {
        self.comparator = self
            .scenarios
            .iter()
            .position(|known| known == comparator)
            .ok_or_else(|| Error::unknown("scenario", comparator, self.scenarios.iter().map(String::as_str)))?;
        Ok(self)
    }

    /// In one year, in the unit of the measure.
    ///
    /// # Errors
    /// If the year was not run or has no value: a flow at the start, quits of the frozen comparator.
    pub fn in_year(&self, year: Year) -> Result<Summary, Error> {
        Summary::of(&self.draws(Kind::Difference, year)?, self.sampling)
    }

    /// Added up over the years to `year`, in the unit of the measure.
    ///
    /// # Errors
    /// As [`Averted::in_year`], and if the measure is a stock, which has no running sum.
    pub fn cumulative(&self, year: Year) -> Result<Summary, Error> {
        Summary::of(&self.cumulative_draws(year)?, self.sampling)
    }

    /// The draws of [`Averted::cumulative`], in draw order.
    ///
    /// # Errors
    /// As [`Averted::cumulative`].
    pub fn cumulative_draws(&self, year: Year) -> Result<Vec<f64>, Error> {
        self.draws(Kind::Cumulative, year)
    }

    fn draws(&self, kind: Kind, year: Year) -> Result<Vec<f64>, Error> {
        let line = Line { scenario: self.scenario, comparator: Some(self.comparator), kind };
        let draws = usize::try_from(year.since(self.start)).ok().and_then(|index| self.series.at(line, index));
        let draws = draws.ok_or_else(|| no_value(self.measure, self.adds_up, &self.scenarios, line, year))?;
        Ok(draws.into_iter().map(averted).collect())
    }
}

/// The other way round; taken from 0 so that nothing averted is 0 and not -0.
fn averted(difference: f64) -> f64 {
    0.0 - difference
}

fn no_value(measure: Measure, adds_up: bool, scenarios: &[String], line: Line, year: Year) -> Error {
    let scenario = &scenarios[line.scenario];
    let against = line.comparator.map(|index| format!(" against {}", scenarios[index])).unwrap_or_default();
    let why = if line.kind == Kind::Cumulative && !adds_up {
        "a stock, a share or a rate has no running sum"
    } else {
        "flows begin the year after the start, only the years run are kept (of areas by quintile, deadlines and the \
         last), nobody quits in the frozen comparator, and a share of nobody is none"
    };
    Error::Conflict { rule: format!("{measure} of {scenario}{against} has no {} value in {year}: {why}", line.kind) }
}

impl Outcomes {
    /// The draws of a number, in draw order, in the unit of its measure.
    ///
    /// # Errors
    /// If a name is unknown, the year was not run, the measure is not kept for the group or has no value there, or the
    /// draws cannot be read.
    pub fn draws_of(&self, quantity: &Quantity) -> Result<Vec<f64>, Error> {
        let people = self.parts(&quantity.group)?;
        let comparator = quantity.comparator.as_deref().map(|name| self.scenario_index(name)).transpose()?;
        let comparator = comparator.filter(|_| quantity.kind != Kind::Level);
        let scenario = self.scenario_index(&quantity.scenario)?;
        let year = self.year_index(quantity.year)?;
        let line = Line { scenario, comparator, kind: quantity.kind };
        let adds_up = self.catalogue.measure(quantity.measure)?.adds_up();
        let draws = self
            .series(&people, quantity.measure)?
            .at(line, year)
            .ok_or_else(|| no_value(quantity.measure, adds_up, &self.scenarios, line, quantity.year))?;
        Ok(if quantity.averted { draws.into_iter().map(averted).collect() } else { draws })
    }

    /// What the draws of a number say, in the unit of its measure.
    ///
    /// # Errors
    /// As [`Outcomes::draws_of`], and if a draw is not finite.
    pub fn summary(&self, quantity: &Quantity) -> Result<Summary, Error> {
        Summary::of(&self.draws_of(quantity)?, self.sampling)
    }

    /// The level of a measure, in its unit.
    ///
    /// # Errors
    /// As [`Outcomes::summary`].
    pub fn level(&self, scenario: &str, measure: Measure, group: &Group, year: Year) -> Result<Summary, Error> {
        self.summary(&Quantity::level(scenario, measure, year).group(group.clone()))
    }

    /// What a scenario averts of a measure among everybody, against the baseline. It keeps the draws it needs, so it
    /// outlives these outcomes.
    ///
    /// # Errors
    /// If there is no such scenario (the nearest is offered), or the draws cannot be read.
    pub fn averted(&self, scenario: &str, measure: Measure) -> Result<Averted, Error> {
        self.averted_among(scenario, measure, &Group::everybody())
    }

    /// What a scenario averts of a measure in a group, against the baseline.
    ///
    /// # Errors
    /// As [`Outcomes::averted`], and if the measure is not kept for the group.
    pub fn averted_among(&self, scenario: &str, measure: Measure, group: &Group) -> Result<Averted, Error> {
        Ok(Averted {
            scenario: self.scenario_index(scenario)?,
            series: self.series(&self.parts(group)?, measure)?,
            sampling: self.sampling,
            measure,
            adds_up: self.catalogue.measure(measure)?.adds_up(),
            scenarios: self.scenarios.clone(),
            start: self.start,
            comparator: BASELINE_AT,
        })
    }

    /// What a scenario averts of a measure in every area, added up to `year`, against a comparator; one area is in
    /// memory at a time.
    ///
    /// # Errors
    /// As [`Averted::cumulative`] and [`Averted::against`].
    pub fn averted_by_area(
        &self,
        scenario: &str,
        measure: Measure,
        comparator: &str,
        year: Year,
    ) -> Result<Vec<(&str, Summary)>, Error> {
        let mut areas = Vec::with_capacity(self.region.areas.len());
        for area in self.areas() {
            let averted = self.averted_among(scenario, measure, &Group::area(area))?.against(comparator)?;
            areas.push((area, averted.cumulative(year)?));
        }
        Ok(areas)
    }

    /// Deaths averted by each of the analyst's scenarios against the baseline, added up to the last year: the results
    /// whose sensitivity rows are listed unless others are asked for.
    ///
    /// # Errors
    /// If the last year is not a year.
    pub fn deaths_averted(&self) -> Result<Vec<Quantity>, Error> {
        let last = self.last()?;
        let of = |name: &String| Quantity::averted(name, Measure::DEATHS, last);
        Ok(self.scenarios.iter().skip(FROZEN_AT + 1).map(of).collect())
    }

    /// A measure of all these people together.
    ///
    /// # Errors
    /// If it is not kept of them, or cannot be formed of several together.
    pub(super) fn series(&self, people: &[Who], measure: Measure) -> Result<Series, Error> {
        Series::load(self, people, measure)?.ok_or_else(|| self.not_kept(people, measure))
    }

    fn not_kept(&self, people: &[Who], measure: Measure) -> Error {
        let row = self.catalogue.measure(measure).ok();
        let kept = |who: &Who| row.is_some_and(|row| self.has(*who, row));
        let rule = if people.len() > 1 && people.iter().all(kept) {
            format!(
                "{measure} is no sum over people and no mean over areas: it is told of one group at a time, not of several together"
            )
        } else {
            let area = people.first().map_or(self.region(), |who| self.area_of(*who));
            format!(
                "{measure} is not kept for this group of {area}: counts are kept of all areas by sex and age band and by sex and quintile, of an area altogether and, in years of deadlines and the last, by quintile"
            )
        };
        Error::Conflict { rule }
    }
}
