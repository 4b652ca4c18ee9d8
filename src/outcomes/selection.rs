//! Which rows of the table of results are wanted.

use super::group::{BASELINE_AT, FROZEN_AT, Who, defined};
use super::layout::Layout;
use super::run::Outcomes;
use super::series::{Kind, Line};
use crate::catalogue::measure::Asked;
use crate::catalogue::{Measure, MeasureRow};
use crate::component::Group;
use crate::error::Error;
use crate::units::Year;

/// How much of the results to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Detail {
    /// At most about [`Detail::LIMIT`] rows: levels of every group; differences and running sums of everybody by sex,
    /// age band, quintile and area. Where that is too much, areas, then the groups of everybody, keep every fifth
    /// year, deadlines and the last year; where that is still too much, deadlines and the last year alone.
    #[default]
    Standard,
    /// Every group, year, difference and running sum.
    Full,
}

impl Detail {
    /// Rows from which the standard detail leaves years out.
    pub const LIMIT: usize = 500_000;
}

/// Which rows are wanted: everything of a detail, or only what is named.
///
/// # Examples
/// ```
/// use health_impact::outcomes::{Kind, Measure, Selection};
///
/// let deaths_of_hackney = Selection::full().measure(Measure::DEATHS).area("Hackney").kind(Kind::Cumulative);
/// assert_eq!(deaths_of_hackney.measures, [Measure::DEATHS]);
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Selection {
    /// How much to write of what is named below.
    pub detail: Detail,
    /// Names of scenarios; all if empty.
    pub scenarios: Vec<String>,
    /// Measures; all if empty.
    pub measures: Vec<Measure>,
    /// Names of areas, in which all areas together may stand; all if empty.
    pub areas: Vec<String>,
    /// Groups; all if empty.
    pub groups: Vec<Group>,
    /// Kinds; all if empty.
    pub kinds: Vec<Kind>,
    /// Years; all if empty.
    pub years: Vec<Year>,
}

impl Selection {
    /// Everything of the standard detail.
    #[must_use]
    pub fn standard() -> Self {
        Self::default()
    }

    /// Everything.
    #[must_use]
    pub fn full() -> Self {
        Self { detail: Detail::Full, ..Self::default() }
    }

    /// Only this scenario, and others named so.
    #[must_use]
    pub fn scenario(mut self, name: impl Into<String>) -> Self {
        self.scenarios.push(name.into());
        self
    }

    /// Only this measure, and others named so.
    #[must_use]
    pub fn measure(mut self, measure: Measure) -> Self {
        self.measures.push(measure);
        self
    }

    /// Only this area with all its groups, and others named so.
    #[must_use]
    pub fn area(mut self, name: impl Into<String>) -> Self {
        self.areas.push(name.into());
        self
    }

    /// Only this group, and others named so.
    #[must_use]
    pub fn group(mut self, group: Group) -> Self {
        self.groups.push(group);
        self
    }

    /// Only rows of this kind, and others named so.
    #[must_use]
    pub fn kind(mut self, kind: Kind) -> Self {
        self.kinds.push(kind);
        self
    }

    /// Only this year, and others named so.
    #[must_use]
    pub fn year(mut self, year: Year) -> Self {
        self.years.push(year);
        self
    }
}

/// A [`Selection`] by indices of a run, with the years that its detail leaves.
#[derive(Debug)]
pub(crate) struct SelectionPlan {
    pub(crate) people: Vec<Vec<Who>>,
    pub(crate) measures: Vec<MeasureRow>,
    detail: Detail,
    scenarios: Vec<usize>,
    kinds: Vec<Kind>,
    /// Whether a year is asked for.
    years: Vec<bool>,
    /// Whether a year is kept where years are left out.
    few: Vec<bool>,
    /// Whether it is a deadline or the last.
    fewest: Vec<bool>,
    thinned: Thinned,
    cell_years: Vec<usize>,
}

/// Where years are left out, in the order in which that is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Thinned {
    Nowhere,
    InAreas,
    InAllGroups,
    ToDeadlines,
}

impl SelectionPlan {
    pub(crate) fn new(outcomes: &Outcomes, selection: &Selection) -> Result<Self, Error> {
        let layout: &Layout = &outcomes.layout;
        let mut people: Vec<Vec<Who>> = outcomes.everyone().into_iter().map(|who| vec![who]).collect();
        if !selection.areas.is_empty() {
            let mut areas = Vec::with_capacity(selection.areas.len());
            for name in &selection.areas {
                areas.push(outcomes.region.name_of(name)?.to_owned());
            }
            people.retain(|who| areas.iter().any(|name| name == outcomes.area_of(who[0])));
        }
        if !selection.groups.is_empty() {
            let groups: Vec<Vec<Who>> =
                selection.groups.iter().map(|group| outcomes.parts(group)).collect::<Result<_, _>>()?;
            // Several kinds of people put together have rows of their own, after all others.
            let together: Vec<Vec<Who>> = groups.iter().filter(|parts| parts.len() > 1).cloned().collect();
            people.retain(|who| groups.contains(who));
            people.extend(together);
        }
        let scenarios: Vec<usize> = match selection.scenarios.as_slice() {
            [] => (0..layout.scenarios).collect(),
            names => names.iter().map(|name| outcomes.scenario_index(name)).collect::<Result<_, _>>()?,
        };
        let mut years = vec![selection.years.is_empty(); layout.years];
        for &year in &selection.years {
            years[outcomes.year_index(year)?] = true;
        }
        let mut few: Vec<bool> = (0..layout.years)
            .map(|year| Ok(outcomes.year_at(year)?.get() % 5 == 0 || year + 1 == layout.years))
            .collect::<Result<_, Error>>()?;
        let mut fewest: Vec<bool> = (0..layout.years).map(|year| year + 1 == layout.years).collect();
        for ambition in &outcomes.ambitions {
            // A deadline after the last year has no row to keep.
            if let Ok(year) = outcomes.year_index(ambition.ambition.deadline) {
                few[year] = true;
                fewest[year] = true;
            }
        }
        let mut measures =
            if selection.measures.is_empty() { outcomes.catalogue.measures().to_vec() } else { Vec::new() };
        for measure in &selection.measures {
            measures.push(*outcomes.catalogue.measure(*measure)?);
        }
        measures.retain(|row| outcomes.keeps(row));
        let mut plan = Self {
            people,
            measures,
            detail: selection.detail,
            scenarios,
            kinds: selection.kinds.clone(),
            years,
            few,
            fewest,
            thinned: Thinned::Nowhere,
            cell_years: layout.cell_years.clone(),
        };
        if selection.detail == Detail::Standard {
            for thinned in [Thinned::InAreas, Thinned::InAllGroups, Thinned::ToDeadlines] {
                if plan.rows(outcomes) > Detail::LIMIT {
                    plan.thinned = thinned;
                }
            }
        }
        Ok(plan)
    }

    /// Whether a year of a group has rows.
    pub(crate) fn wants(&self, people: &[Who], year: usize) -> bool {
        let &[who] = people else { return self.years[year] };
        let in_area = matches!(who, Who::Area(_) | Who::AreaSex(..));
        // The years of cells are few already.
        let in_group = !matches!(who, Who::All | Who::Cell(_));
        let kept = match self.thinned {
            Thinned::Nowhere => true,
            Thinned::InAreas => !in_area || self.few[year],
            Thinned::InAllGroups => !in_group || self.few[year],
            Thinned::ToDeadlines => !in_group || self.fewest[year],
        };
        self.years[year] && kept
    }

    /// The lines of a measure of a group.
    pub(crate) fn lines(&self, people: &[Who], row: &MeasureRow) -> Vec<Line> {
        let of = |scenario, comparator, kind| Line { scenario, comparator, kind };
        let is_analysts = |scenario: &&usize| **scenario > FROZEN_AT;
        let mut lines = Vec::new();
        if row.asked == Asked::BeyondBaseline {
            let extra = |&scenario: &usize| of(scenario, Some(BASELINE_AT), Kind::Level);
            lines.extend(self.scenarios.iter().filter(is_analysts).map(extra));
        } else {
            lines.extend(self.scenarios.iter().map(|&scenario| of(scenario, None, Kind::Level)));
            let twofold = matches!(people, [Who::SexBand(..) | Who::SexQuintile(..)]);
            if self.detail == Detail::Full || !twofold {
                for kind in [Kind::Difference, Kind::Cumulative] {
                    if kind == Kind::Cumulative {
                        if !row.adds_up() || people.iter().any(|who| matches!(who, Who::Cell(_))) {
                            continue;
                        }
                        if self.scenarios.contains(&BASELINE_AT) {
                            lines.push(of(BASELINE_AT, None, kind));
                        }
                    }
                    for &scenario in self.scenarios.iter().filter(is_analysts) {
                        lines.extend([BASELINE_AT, FROZEN_AT].map(|comparator| of(scenario, Some(comparator), kind)));
                    }
                }
            }
        }
        lines.retain(|line| self.kinds.is_empty() || self.kinds.contains(&line.kind));
        lines
    }

    /// Rows that will be written, but for shares of nobody.
    pub(crate) fn rows(&self, outcomes: &Outcomes) -> usize {
        let mut rows = 0;
        for people in &self.people {
            let years: Vec<usize> = if people.iter().any(|who| matches!(who, Who::Cell(_))) {
                self.cell_years.clone()
            } else {
                (0..outcomes.layout.years).collect()
            };
            let has = |row: &&MeasureRow| people.iter().all(|who| outcomes.has(*who, row));
            for row in self.measures.iter().filter(has) {
                for line in self.lines(people, row) {
                    let has = |&&year: &&usize| {
                        let compared = line.kind == Kind::Level
                            || line.comparator.is_none_or(|comparator| defined(row, comparator, year));
                        self.wants(people, year) && defined(row, line.scenario, year) && compared
                    };
                    rows += years.iter().filter(has).count();
                }
            }
        }
        rows
    }
}
