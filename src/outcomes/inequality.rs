//! Inequality between quintiles or areas: an index is formed within each draw, then summarised.

use super::group::{BASELINE_AT, FROZEN_AT, Who};
use super::interval::Summary;
use super::run::Outcomes;
use super::series::{Kind, Line, Series};
use crate::catalogue::measure::Form;
use crate::catalogue::{Measure, MeasureRow, Timing};
use crate::error::Error;
use crate::inequality::{Index, RankedGroups};
use crate::scenario::BASELINE;
use crate::units::Year;
use serde::Serialize;

/// Between whom inequality is measured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Stratifier {
    /// The deprivation quintiles, from the most deprived to the least.
    Quintiles,
    /// The areas, named from the most deprived to the least, as
    /// [`areas_by_deprivation`](crate::inequality::areas_by_deprivation) has them.
    Areas(Vec<String>),
}

impl Stratifier {
    /// Name in tables.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Quintiles => "quintiles",
            Self::Areas(_) => "areas",
        }
    }
}

/// An index of inequality of a run: of what, between whom, when.
///
/// Counts are taken per head of each group: of a flow per person-year (of a discounted one per person-year discounted alike), of
/// a stock per person. Shares and life expectancy are taken as they are. Groups stand from the most deprived to the least, and
/// their sizes are those of the start in every year and scenario: see [`Outcomes::inequality`].
///
/// # Examples
/// ```
/// use health_impact::inequality::Index;
/// use health_impact::outcomes::{InequalityOf, Measure};
/// use health_impact::units::Year;
///
/// let slope = InequalityOf::cumulative("smoking to 13%", Measure::QALYS, Year::new(2040)?, Index::Slope).against("frozen");
/// assert_eq!(
///     slope.to_string(),
///     "slope_index of qalys of smoking to 13% against frozen, cumulative to 2040, by quintiles"
/// );
/// # Ok::<(), health_impact::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct InequalityOf {
    /// What is unequal.
    pub measure: Measure,
    /// Name of the scenario.
    pub scenario: String,
    /// Name of the scenario it is set against; none for a level.
    pub comparator: Option<String>,
    /// Between whom.
    pub stratifier: Stratifier,
    /// The year, as in the table of results.
    pub year: Year,
    /// Of the level, or of the gain in the year or since the start.
    pub kind: Kind,
    /// Which index.
    pub index: Index,
}

impl InequalityOf {
    fn new(scenario: impl Into<String>, measure: Measure, year: Year, index: Index, kind: Kind) -> Self {
        let comparator = (kind != Kind::Level).then(|| BASELINE.to_owned());
        Self { measure, scenario: scenario.into(), comparator, stratifier: Stratifier::Quintiles, year, kind, index }
    }

    /// Of the level in a year.
    #[must_use]
    pub fn level(scenario: impl Into<String>, measure: Measure, year: Year, index: Index) -> Self {
        Self::new(scenario, measure, year, index, Kind::Level)
    }

    /// Of scenario less baseline in a year, per head of the baseline.
    #[must_use]
    pub fn difference(scenario: impl Into<String>, measure: Measure, year: Year, index: Index) -> Self {
        Self::new(scenario, measure, year, index, Kind::Difference)
    }

    /// Of scenario less baseline added up over the years to `year`, per person-year of the baseline added up alike.
    #[must_use]
    pub fn cumulative(scenario: impl Into<String>, measure: Measure, year: Year, index: Index) -> Self {
        Self::new(scenario, measure, year, index, Kind::Cumulative)
    }

    /// Against another comparator than the baseline; a level that is given one is an error when it is asked for.
    #[must_use]
    pub fn against(mut self, comparator: impl Into<String>) -> Self {
        self.comparator = Some(comparator.into());
        self
    }

    /// Between others than the quintiles.
    #[must_use]
    pub fn between(mut self, stratifier: Stratifier) -> Self {
        self.stratifier = stratifier;
        self
    }
}

impl std::fmt::Display for InequalityOf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { measure, scenario, year, index, .. } = self;
        write!(f, "{index} of {measure} of {scenario}")?;
        if let Some(comparator) = &self.comparator {
            write!(f, " against {comparator}")?;
        }
        write!(
            f,
            ", {}{year}, by {}",
            if self.kind == Kind::Cumulative { "cumulative to " } else { "" },
            self.stratifier.name()
        )
    }
}

/// A row of the table of inequality.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct InequalityRow<'a> {
    /// Name of the scenario.
    pub scenario: &'a str,
    /// Name of the scenario it is set against; none for levels.
    pub comparator: Option<&'a str>,
    /// What is unequal.
    pub measure: Measure,
    /// Which index.
    pub index: Index,
    /// Between whom: `quintiles` or `areas`.
    pub stratifier: &'static str,
    /// Name of all areas together.
    pub area: &'a str,
    /// Mid-year of a stock, year to mid-year of a flow.
    pub year: Year,
    /// Level, difference or running sum.
    pub kind: Kind,
    /// Unit of the summary: that of the measure, per head if it counts, for a difference; `ratio` or `index` for the others.
    pub unit: String,
    /// What the draws say; none if the index has no value in some draw.
    pub summary: Option<Summary>,
}

/// Unit of an index of a measure.
fn unit(run: &Outcomes, row: &MeasureRow, index: Index) -> String {
    let per = per_head(run, row).map(|of| run.catalogue.measure(of).map(MeasureRow::timing));
    match (index, per) {
        (index, Some(of)) if index.is_absolute() => {
            format!("{} per {}", row.unit(), if of == Ok(Timing::Flow) { "person-year" } else { "person" })
        }
        (index, None) if index.is_absolute() => row.unit().to_owned(),
        (Index::Relative | Index::Ratio, _) => "ratio".to_owned(),
        _ => "index".to_owned(),
    }
}

/// Measures of the table of inequality.
const HEADLINE: [Measure; 5] =
    [Measure::DEATHS, Measure::LIFE_YEARS, Measure::QALYS, Measure::LIFE_EXPECTANCY, Measure::SMOKING_PREVALENCE];
/// Indices of levels in the table.
const OF_LEVELS: [Index; 7] = [
    Index::Slope,
    Index::Relative,
    Index::Concentration,
    Index::Gini,
    Index::Atkinson { epsilon: 1.0 },
    Index::Gap,
    Index::Ratio,
];
/// Indices of gains in the table: a gain may be 0 or below, where ratios say nothing.
const OF_GAINS: [Index; 2] = [Index::Slope, Index::Gap];

/// What a count is divided by; `None` for shares and expectancies, which are taken as they are.
pub(super) fn per_head(run: &Outcomes, row: &MeasureRow) -> Option<Measure> {
    if row.is_taken_as_it_is() {
        return None;
    }
    let years_at = |rate: f64| {
        let is_alike = |other: &&MeasureRow| other.form == Form::Discounted(Measure::LIFE_YEARS, rate);
        run.catalogue.measures().iter().find(is_alike).map(|row| row.id)
    };
    match (row.form, row.timing) {
        (Form::Discounted(_, rate), _) => years_at(rate),
        (_, Timing::Stock) => Some(row.among.unwrap_or(Measure::POPULATION)),
        (_, Timing::Flow) => Some(Measure::LIFE_YEARS),
    }
}

/// Whose number ranks the groups.
fn ranked_by(row: &MeasureRow) -> Measure {
    row.among.unwrap_or(Measure::POPULATION)
}

/// A measure of all groups, with what ranks them and what they are divided by.
struct Groups {
    /// By draw.
    ranks: Vec<RankedGroups>,
    counts: Vec<Series>,
    /// Nothing for shares and expectancies.
    heads: Vec<Series>,
}

impl Groups {
    fn load(run: &Outcomes, measure: Measure, stratifier: &Stratifier) -> Result<Self, Error> {
        let people = run.people_by(stratifier)?;
        let row = run.catalogue.measure(measure)?;
        let all = |measure: Measure| -> Result<Vec<Series>, Error> {
            people.iter().map(|who| run.series(&[*who], measure)).collect()
        };
        let mut ranks = Vec::with_capacity(run.draws());
        {
            let sizes = all(ranked_by(row))?;
            for draw in 0..run.draws() {
                let start = sizes.iter().filter_map(|series| series.level(BASELINE_AT, 0));
                let sizes: Vec<f64> = start.map(|draws| draws[draw]).collect();
                ranks.push(RankedGroups::new(&sizes)?);
            }
        }
        let heads = per_head(run, row).map(&all).transpose()?.unwrap_or_default();
        Ok(Self { ranks, counts: all(measure)?, heads })
    }

    /// Values by group, then draw; `None` where a group has none.
    fn values(&self, line: Line, year: usize) -> Option<Vec<Vec<f64>>> {
        // Gains are per head of the comparator, so that those who live on do not thin them out.
        let kind = if line.kind == Kind::Cumulative { Kind::Cumulative } else { Kind::Level };
        let heads_line = Line { scenario: line.comparator.unwrap_or(line.scenario), comparator: None, kind };
        let counts: Option<Vec<_>> = self.counts.iter().map(|series| series.at(line, year)).collect();
        let mut values = counts?;
        for (values, heads) in values.iter_mut().zip(&self.heads) {
            for (value, heads) in values.iter_mut().zip(heads.at(heads_line, year)?) {
                *value /= heads;
            }
        }
        Some(values)
    }

    /// The index in every draw, or why a draw has none.
    fn index(&self, index: Index, values: &[Vec<f64>]) -> Result<Vec<f64>, String> {
        let mut of_group = vec![0.0; values.len()];
        let mut draws = Vec::with_capacity(self.ranks.len());
        for (draw, ranks) in self.ranks.iter().enumerate() {
            for (value, group) in of_group.iter_mut().zip(values) {
                *value = group[draw];
            }
            draws.push(index.of(ranks, &of_group).map_err(|error| format!("has no value in draw {draw}: {error}"))?);
        }
        Ok(draws)
    }
}

impl Outcomes {
    /// What the draws say of an index of inequality, which is formed within each draw; in the unit of the measure (per head if it
    /// counts) for differences, without one for ratios.
    ///
    /// # Formula
    /// ```text
    /// value of a group, level:        count / person-years, both of the scenario and the year
    /// value of a group, gain:         (count of scenario - count of comparator) / person-years of the comparator
    /// since the start:                both sums stratifier the years to this one
    /// rank and weight of a group:     its people at the start (adults for smoking)
    /// ```
    /// Gains are scenario less comparator, so deaths averted are negative. Numerator and denominator count the same years, so that a
    /// benefit which is the same for every person-year lived has a slope of 0 however fast a group grows; and the ranks are those of
    /// the start, so that no index moves because people move between groups.
    ///
    /// Levels of counts are **crude**: nothing in them is standardised for age. London's least deprived are older, so that they have
    /// more deaths and fewer QALYs per person-year though they live longer; ask for life expectancy instead. Gains per head are what
    /// each group gains, whatever its age.
    ///
    /// # Errors
    /// If a name is unknown, areas are not all named once, the year was not run, the measure has no value there, the level is 1 by
    /// definition (people per person, life years per person-year), or **the index has no value in some draw**, for example a ratio to
    /// 0: no draw is left out.
    pub fn inequality(&self, of: &InequalityOf) -> Result<Summary, Error> {
        Summary::of(&self.inequality_draws(of)?, self.sampling)
    }

    /// The draws of [`Outcomes::inequality`], in draw order.
    ///
    /// # Errors
    /// As [`Outcomes::inequality`].
    pub fn inequality_draws(&self, of: &InequalityOf) -> Result<Vec<f64>, Error> {
        let line = Line {
            scenario: self.scenario_index(&of.scenario)?,
            comparator: of.comparator.as_deref().map(|name| self.scenario_index(name)).transpose()?,
            kind: of.kind,
        };
        if line.comparator.is_some() == (of.kind == Kind::Level) {
            let rule = format!("{of}: a level has no comparator, and a difference and a running sum need one");
            return Err(Error::Conflict { rule });
        }
        let year = self.year_index(of.year)?;
        let row = self.catalogue.measure(of.measure)?;
        if of.kind == Kind::Level && per_head(self, row) == Some(of.measure) {
            let rule = format!("{of}: {} per head is 1 in every group by definition", of.measure);
            return Err(Error::Conflict { rule });
        }
        let groups = Groups::load(self, of.measure, &of.stratifier)?;
        let values = groups.values(line, year).ok_or_else(|| Error::Conflict {
            rule: format!(
                "{of}: there is no value in that year: flows begin the year after the start, stocks have no running sum, nobody \
                 quits in the frozen comparator"
            ),
        })?;
        groups.index(of.index, &values).map_err(|why| Error::Conflict { rule: format!("{of} {why}") })
    }

    /// The table of inequality, in the years of deadlines and the last: levels of life expectancy and smoking of every scenario, and
    /// gains of deaths, life years, QALYs and both of the analyst's scenarios against the baseline and the frozen comparator, in the year and since the start.
    ///
    /// # Errors
    /// If areas are not all named once, a group has no people, or the draws cannot be read.
    pub fn inequalities(&self, stratifier: &Stratifier) -> Result<Vec<InequalityRow<'_>>, Error> {
        let mut rows = Vec::new();
        for measure in HEADLINE {
            let row = *self.catalogue.measure(measure)?;
            let groups = Groups::load(self, measure, stratifier)?;
            for line in self.inequality_lines() {
                // Levels of counts are crude: of quintiles of different age they would tell the age.
                if line.kind == Kind::Level && per_head(self, &row).is_some() {
                    continue;
                }
                for &year in &self.layout.cell_years {
                    let Some(values) = groups.values(line, year) else { continue };
                    let indices: &[Index] = if line.kind == Kind::Level { &OF_LEVELS } else { &OF_GAINS };
                    for &index in indices {
                        let draws = groups.index(index, &values).ok();
                        rows.push(InequalityRow {
                            scenario: &self.scenarios[line.scenario],
                            comparator: line.comparator.map(|index| self.scenarios[index].as_str()),
                            measure,
                            index,
                            stratifier: stratifier.name(),
                            area: self.region(),
                            year: self.year_at(year)?,
                            kind: line.kind,
                            unit: unit(self, &row, index),
                            summary: draws.map(|draws| Summary::of(&draws, self.sampling)).transpose()?,
                        });
                    }
                }
            }
        }
        Ok(rows)
    }

    fn inequality_lines(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        for scenario in 0..self.scenarios.len() {
            lines.push(Line { scenario, comparator: None, kind: Kind::Level });
            for comparator in [BASELINE_AT, FROZEN_AT] {
                if scenario > FROZEN_AT {
                    for kind in [Kind::Difference, Kind::Cumulative] {
                        lines.push(Line { scenario, comparator: Some(comparator), kind });
                    }
                }
            }
        }
        lines
    }

    /// The groups, the most deprived first.
    fn people_by(&self, stratifier: &Stratifier) -> Result<Vec<Who>, Error> {
        let Stratifier::Areas(names) = stratifier else {
            return Ok((0..crate::population::stratum::QUINTILES).map(Who::Quintile).collect());
        };
        let mut people = Vec::with_capacity(names.len());
        for name in names {
            let who = Who::Area(self.area_index(name)?);
            if people.contains(&who) {
                return Err(Error::Duplicate { kind: "area".into(), name: name.clone() });
            }
            people.push(who);
        }
        if people.len() < self.region.areas.len() {
            let rule = format!("must be {}, so that each has its rank", self.region.areas.len());
            return Err(Error::out_of_range("number of areas in the order of deprivation", people.len(), rule));
        }
        Ok(people)
    }
}
