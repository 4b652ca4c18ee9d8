//! Which rows of the table of results are wanted.

use super::group::{BASELINE_AT, FROZEN_AT, Group, Who, defined};
use super::layout::Layout;
use super::measure::Measure;
use super::run::Outcomes;
use super::series::{Kind, Line};
use crate::error::Error;
use crate::units::Year;

/// How much of the results to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
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

/// A [`Selection`] by places of a run, with the years that its detail leaves.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) people: Vec<Who>,
    pub(crate) measures: Vec<Measure>,
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

impl Plan {
    pub(crate) fn new(outcomes: &Outcomes, selection: &Selection) -> Result<Self, Error> {
        let layout: &Layout = &outcomes.layout;
        let mut people = outcomes.everyone();
        if !selection.areas.is_empty() {
            for name in selection.areas.iter().filter(|name| **name != outcomes.whole) {
                outcomes.area_place(name)?;
            }
            people.retain(|&who| selection.areas.iter().any(|name| name == outcomes.area_of(who)));
        }
        if !selection.groups.is_empty() {
            let groups: Vec<Who> =
                selection.groups.iter().map(|group| outcomes.resolve(group)).collect::<Result<_, _>>()?;
            people.retain(|who| groups.contains(who));
        }
        let scenarios: Vec<usize> = match selection.scenarios.as_slice() {
            [] => (0..layout.scenarios).collect(),
            names => names.iter().map(|name| outcomes.scenario_place(name)).collect::<Result<_, _>>()?,
        };
        let mut years = vec![selection.years.is_empty(); layout.years];
        for &year in &selection.years {
            years[outcomes.year_place(year)?] = true;
        }
        let mut few: Vec<bool> = (0..layout.years)
            .map(|year| Ok(outcomes.year_at(year)?.get() % 5 == 0 || year + 1 == layout.years))
            .collect::<Result<_, Error>>()?;
        let mut fewest: Vec<bool> = (0..layout.years).map(|year| year + 1 == layout.years).collect();
        for ambition in &outcomes.ambitions {
            // A deadline after the last year has no row to keep.
            if let Ok(year) = outcomes.year_place(ambition.ambition.deadline) {
                few[year] = true;
                fewest[year] = true;
            }
        }
        let all_or = |measures: &[Measure]| if measures.is_empty() { Measure::ALL.to_vec() } else { measures.to_vec() };
        let mut plan = Self {
            people,
            measures: all_or(&selection.measures).into_iter().filter(|measure| outcomes.keeps(*measure)).collect(),
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
                if plan.rows(layout) > Detail::LIMIT {
                    plan.thinned = thinned;
                }
            }
        }
        Ok(plan)
    }

    /// Whether a year of a group has rows.
    pub(crate) fn wants(&self, who: Who, year: usize) -> bool {
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
    pub(crate) fn lines(&self, who: Who, measure: Measure) -> Vec<Line> {
        let of = |scenario, comparator, kind| Line { scenario, comparator, kind };
        let is_analysts = |scenario: &&usize| **scenario > FROZEN_AT;
        let mut lines = Vec::new();
        if measure == Measure::EXTRA_QUITS_NEEDED {
            let extra = |&scenario: &usize| of(scenario, Some(BASELINE_AT), Kind::Level);
            lines.extend(self.scenarios.iter().filter(is_analysts).map(extra));
        } else {
            lines.extend(self.scenarios.iter().map(|&scenario| of(scenario, None, Kind::Level)));
            let twofold = matches!(who, Who::SexBand(..) | Who::SexQuintile(..));
            if self.detail == Detail::Full || !twofold {
                for kind in [Kind::Difference, Kind::Cumulative] {
                    if kind == Kind::Cumulative {
                        if !measure.adds_up() || matches!(who, Who::Cell(_)) {
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
    pub(crate) fn rows(&self, layout: &Layout) -> usize {
        let mut rows = 0;
        for &who in &self.people {
            let years: Vec<usize> = match who {
                Who::Cell(_) => self.cell_years.clone(),
                _ => (0..layout.years).collect(),
            };
            for &measure in self.measures.iter().filter(|&&measure| who.has(measure)) {
                for line in self.lines(who, measure) {
                    let has = |&&year: &&usize| {
                        let compared = line.kind == Kind::Level
                            || line.comparator.is_none_or(|comparator| defined(measure, comparator, year));
                        self.wants(who, year) && defined(measure, line.scenario, year) && compared
                    };
                    rows += years.iter().filter(has).count();
                }
            }
        }
        rows
    }
}
