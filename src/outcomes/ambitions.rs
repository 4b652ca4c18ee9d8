//! Where each ambition stands: the indicator at the deadline, how likely the target is met, and when.

use super::group::{BASELINE_AT, Who, defined};
use super::interval::{ProbabilityEstimate, Summary, quantile};
use super::run::{AmbitionOfRun, Outcomes};
use super::source::GroupDraws;
use crate::catalogue::Indicator;
use crate::catalogue::indicator::ValueOf;
use crate::catalogue::target::Against;
use crate::error::Error;
use crate::units::Year;
use serde::Serialize;

/// A row of the table of ambitions. A number is none where it has no value: a baseline year before the start, a
/// deadline after the last year, a target never met in half of the draws.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct AmbitionRow<'a> {
    /// Identifier in `data/ambitions.csv`; of an ambition of one's own the name of its scenario, with a number if the
    /// scenario has several.
    pub ambition: String,
    /// Name of the scenario the numbers are of.
    pub scenario: &'a str,
    /// What the ambition is about.
    pub indicator: Indicator,
    /// What that is in words, as it stands in tables.
    pub words: String,
    /// Whether it is a share of people.
    pub is_share: bool,
    /// Name of the area; several areas meant together are parted by semicolons.
    pub area: String,
    /// `all`, 1 (most deprived) to 5, or several parted by semicolons.
    pub quintile: String,
    /// Mean of the target over draws; a relative target is relative to the baseline scenario's baseline year in each draw.
    pub target: Option<f64>,
    /// The year the target is read at.
    pub deadline: Year,
    /// The year a relative target is relative to.
    pub baseline_year: Year,
    /// Mean of the indicator in the baseline year, of the baseline scenario.
    pub baseline_value: Option<f64>,
    /// The indicator at the deadline.
    pub projected: Option<Summary>,
    /// Probability that the indicator meets the target at the deadline.
    pub met: Option<ProbabilityEstimate>,
    /// Median over draws of the first year in which the target is met; between two years if half of the draws are on
    /// each side.
    pub median_year_met: Option<f64>,
    /// Number of draws.
    pub draws: usize,
}

impl Outcomes {
    /// The table of ambitions: for every ambition and every scenario the people it is for, then, for one that is for
    /// everybody, the quintiles and the areas, each held to the same target. A target that is a number of all together, such as a
    /// million days, is none for its parts: they have no target, no chance and no year.
    ///
    /// # Errors
    /// If the draws cannot be read or one is not finite.
    pub fn ambitions(&self) -> Result<Vec<AmbitionRow<'_>>, Error> {
        let mut rows = Vec::new();
        for (position, run) in self.ambitions.iter().enumerate() {
            // The same ambition in two scenarios is one: its rows hold every scenario.
            if self.ambitions[..position].iter().any(|other| same(run, other)) {
                continue;
            }
            let label = self.label(position);
            let measure = self.catalogue.measure(run.indicator.measure)?;
            for people in self.people_of(run)? {
                let Some(from) = GroupDraws::read(self, &people.who, measure)? else { continue };
                for scenario in 0..self.layout.scenarios {
                    rows.push(self.row(run, &label, &people, &from, scenario)?);
                }
            }
        }
        Ok(rows)
    }

    /// What an ambition is called in tables.
    pub(super) fn label(&self, position: usize) -> String {
        let run = &self.ambitions[position];
        if let Some(id) = &run.id {
            return id.clone();
        }
        let own = |other: &&AmbitionOfRun| other.scenario == run.scenario && other.id.is_none();
        let name = &self.scenarios[run.scenario];
        if self.ambitions.iter().filter(own).count() == 1 {
            return name.clone();
        }
        format!("{name} {}", 1 + self.ambitions[..position].iter().filter(own).count())
    }

    /// The people whose indicator is read: those it is for, then each quintile and each area of them.
    fn people_of(&self, run: &AmbitionOfRun) -> Result<Vec<AmbitionPeople>, Error> {
        let members = &run.members;
        let quintile_names =
            |positions: &[usize]| positions.iter().map(|position| (position + 1).to_string()).collect::<Vec<_>>();
        let area = match &members.areas {
            None => self.region.name.clone(),
            Some(areas) => areas.iter().map(|&at| self.region.areas[at].name.as_str()).collect::<Vec<_>>().join("; "),
        };
        let quintile =
            members.quintiles.as_ref().map_or("all".to_owned(), |positions| quintile_names(positions).join("; "));
        let who = self.parts_of(members)?;
        let everybody = members.areas.is_none() && members.quintiles.is_none();
        let several = who.len() > 1 || everybody;
        let mut people = vec![AmbitionPeople { who, part: false, area, quintile }];
        if several && members.areas.is_none() {
            people.extend(members.quintiles_of().into_iter().map(|index| AmbitionPeople {
                who: vec![Who::Quintile(index)],
                part: true,
                area: self.region.name.clone(),
                quintile: (index + 1).to_string(),
            }));
        }
        if several && members.quintiles.is_none() {
            people.extend(members.areas_of(self.region.areas.len()).into_iter().map(|index| AmbitionPeople {
                who: vec![Who::Area(index)],
                part: true,
                area: self.region.areas[index].name.clone(),
                quintile: "all".to_owned(),
            }));
        }
        Ok(people)
    }

    fn row(
        &self,
        run: &AmbitionOfRun,
        label: &str,
        people: &AmbitionPeople,
        from: &GroupDraws,
        scenario: usize,
    ) -> Result<AmbitionRow<'_>, Error> {
        let deadline = run.ambition.deadline;
        let level_of = |scenario: usize, year: Year| {
            self.year_index(year).ok().and_then(|position| self.indicator(run, from, scenario, position))
        };
        let level = |year: Year| level_of(scenario, year);
        // What a target is relative to is how things were, not what a scenario makes of it.
        let baseline = level_of(BASELINE_AT, run.baseline_year);
        let projected = level(deadline);
        let before = Year::new(deadline.get() - 1).ok().and_then(level);
        let target = run.ambition.target;
        let against = |draw: usize| run.against(baseline.as_deref(), before.as_deref(), draw);
        // A target that is relative has no value without a baseline year; a number of days is for all together.
        let is_own = !people.part || target.is_of_each_part();
        let known = is_own && (baseline.is_some() || !target.is_relative());
        let targets: Option<Vec<f64>> =
            known.then(|| (0..self.draws()).map(|draw| target.aim(against(draw))).collect());
        let summary = |draws: &[f64]| Summary::of(draws, self.sampling);
        let mean = |draws: &[f64]| summary(draws).map(|summary| summary.mean);
        let met = match (&projected, &targets) {
            (Some(projected), Some(_)) => {
                let is_met = |(draw, value): (usize, &f64)| target.is_met(*value, against(draw));
                let hits: Vec<bool> = projected.iter().enumerate().map(is_met).collect();
                Some(ProbabilityEstimate::of(&hits, self.sampling)?.leaving_out(self.left_out().len()))
            }
            _ => None,
        };
        Ok(AmbitionRow {
            ambition: label.to_owned(),
            scenario: &self.scenarios[scenario],
            indicator: run.ambition.indicator,
            words: run.indicator.words.as_str().to_owned(),
            is_share: run.indicator.is_share,
            area: people.area.clone(),
            quintile: people.quintile.clone(),
            target: targets.as_deref().map(mean).transpose()?,
            deadline,
            baseline_year: run.baseline_year,
            baseline_value: baseline.as_deref().map(mean).transpose()?,
            projected: projected.as_deref().map(summary).transpose()?,
            met,
            median_year_met: if known { self.median_year_met(run, from, scenario, baseline.as_deref())? } else { None },
            draws: self.draws(),
        })
    }

    /// The draws of what an ambition is about, in a year.
    fn indicator(&self, run: &AmbitionOfRun, from: &GroupDraws, scenario: usize, year: usize) -> Option<Vec<f64>> {
        let measure = self.catalogue.measure(run.indicator.measure).ok()?;
        // What is added up over the years before knows itself where it begins.
        let begins = run.indicator.value != ValueOf::Level || defined(measure, scenario, year);
        begins.then(|| run.indicator.value(&self.catalogue, from, scenario, year)).flatten().map(|draws| draws.0)
    }

    /// The median of the first year met; none if half or more of the draws do not meet it, or years are missing.
    fn median_year_met(
        &self,
        run: &AmbitionOfRun,
        from: &GroupDraws,
        scenario: usize,
        baseline: Option<&[f64]>,
    ) -> Result<Option<f64>, Error> {
        if from.years.len() < self.layout.years {
            return Ok(None);
        }
        let first_year = if run.ambition.target.is_relative() { self.year_index(run.baseline_year)? } else { 0 };
        let mut first: Vec<Option<usize>> = vec![None; self.draws()];
        let mut before: Option<Vec<f64>> = None;
        for year in first_year..self.layout.years {
            let Some(values) = self.indicator(run, from, scenario, year) else {
                // A flow begins the year after the start.
                if year == 0 {
                    continue;
                }
                return Ok(None);
            };
            for (draw, (first, value)) in first.iter_mut().zip(&values).enumerate() {
                let against = run.against(baseline, before.as_deref(), draw);
                if first.is_none() && run.ambition.target.is_met(*value, against) {
                    *first = Some(year);
                }
            }
            before = Some(values);
        }
        let never = first.iter().filter(|year| year.is_none()).count();
        if 2 * never >= first.len() {
            return Ok(None);
        }
        // Draws that never meet it stand behind all others; fewer than half of them leave the median finite.
        let start = f64::from(self.start.get());
        #[allow(clippy::cast_precision_loss)] // a few hundred years
        let years: Vec<f64> = first.iter().map(|year| start + year.unwrap_or(self.layout.years) as f64).collect();
        quantile(&years, 0.5).map(Some)
    }
}

/// People whose indicator is read together, and what they are called.
struct AmbitionPeople {
    who: Vec<Who>,
    /// Whether they are only a part of those the ambition is for.
    part: bool,
    area: String,
    quintile: String,
}

impl AmbitionOfRun {
    /// What a draw is held against.
    fn against(&self, baseline: Option<&[f64]>, before: Option<&[f64]>, draw: usize) -> Against {
        Against {
            more_is_better: self.indicator.more_is_better,
            baseline: baseline.map_or(f64::NAN, |draws| draws[draw]),
            before: before.map_or(f64::NAN, |draws| draws[draw]),
            cities: self.cities.unwrap_or(f64::NAN),
        }
    }
}

/// Whether two ambitions ask for the same, whatever driver and timing meets them.
fn same(one: &AmbitionOfRun, other: &AmbitionOfRun) -> bool {
    one.id == other.id
        && one.ambition.indicator == other.ambition.indicator
        && one.ambition.target == other.ambition.target
        && one.ambition.deadline == other.ambition.deadline
        && one.baseline_year == other.baseline_year
        && one.members == other.members
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{DRAWS, naive, outcomes};
    use super::*;
    use crate::catalogue::Measure;

    fn share(scenario: usize, year: usize, draw: usize) -> f64 {
        let sum = |measure| naive(|_, _, _| true, measure, scenario, year, draw);
        sum(Measure::SMOKERS) / sum(Measure::ADULTS)
    }

    #[test]
    fn rows_against_a_plain_count() {
        let run = outcomes();
        let rows = run.ambitions().unwrap();
        // Two ambitions, everybody and five quintiles and three areas, four scenarios.
        assert_eq!(rows.len(), 2 * 9 * 4);
        for (scenario, row) in rows[..4].iter().enumerate() {
            assert_eq!((row.ambition.as_str(), row.area.as_str(), row.quintile.as_str()), ("4a", "London", "all"));
            assert_eq!(row.scenario, run.scenarios[scenario]);
            let draws: Vec<f64> = (0..DRAWS).map(|draw| share(scenario, 5, draw)).collect();
            let hits: Vec<bool> = draws.iter().map(|share| *share <= 0.13 + 1e-9).collect();
            let met = row.met.unwrap();
            assert_eq!(met, ProbabilityEstimate::of(&hits, run.sampling()).unwrap());
            assert!(met.mc_error > 0.0);
            assert!((row.projected.unwrap().mean - draws.iter().sum::<f64>() / DRAWS as f64).abs() < 1e-12);
            assert!((row.baseline_value.unwrap() - 0.2).abs() < 1e-12);
            assert_eq!(row.target, Some(0.13));
        }
        assert_eq!(rows[1].median_year_met, None); // frozen never meets it
        assert_eq!(rows[2].median_year_met, Some(2020.0));
        assert_eq!(rows[2].met.unwrap().probability.to_bits(), 1.0_f64.to_bits());
        assert_eq!(rows[0].projected, rows[3].projected);
        // Five points less than each draw's own start, an ambition without an identifier.
        let own = &rows[36];
        assert_eq!(own.ambition, "nothing, done");
        assert!((own.target.unwrap() - 0.15).abs() < 1e-12);
        assert_eq!((rows[4].quintile.as_str(), rows[24].area.as_str()), ("1", "Hackney"));
    }

    #[test]
    fn median_year_against_a_plain_median() {
        let rows = outcomes().ambitions().unwrap();
        let mut years: Vec<f64> = (0..DRAWS)
            .map(|draw| (0..7).find(|&year| share(0, year, draw) <= 0.13 + 1e-9).map_or(f64::INFINITY, |y| y as f64))
            .collect();
        years.sort_by(f64::total_cmp);
        let median = (years[DRAWS / 2 - 1] + years[DRAWS / 2]) / 2.0;
        assert_eq!(rows[0].median_year_met, Some(2015.0 + median).filter(|year| year.is_finite()));
    }

    #[test]
    fn an_ambition_for_some_is_read_among_them() {
        let mut run = super::super::fixture::with_draws(20);
        run.ambitions.truncate(1);
        run.ambitions[0].members.areas = Some(vec![0, 2]);
        run.ambitions[0].members.quintiles = Some(vec![3, 4]);
        let rows = run.ambitions().unwrap();
        assert_eq!(rows.len(), 4);
        assert_eq!((rows[0].area.as_str(), rows[0].quintile.as_str()), ("Hackney; Camden", "4; 5"));
        // Areas and quintiles together are kept at deadlines only.
        assert!(rows[0].baseline_value.is_none() && rows[0].median_year_met.is_none() && rows[0].met.is_some());
        run.ambitions[0].members.quintiles = None;
        let rows = run.ambitions().unwrap();
        assert_eq!(
            rows.iter().map(|row| row.area.as_str()).step_by(4).collect::<Vec<_>>(),
            ["Hackney; Camden", "Hackney", "Camden"]
        );
    }
}
