//! The effort an ambition required: the factor found on its driver, and the quits beyond the baseline's.

use super::group::{BASELINE_AT, Who};
use super::interval::{ProbabilityEstimate, Summary};
use super::layout::Reached;
use super::run::{AmbitionOfRun, Outcomes};
use super::series::Series;
use crate::catalogue::{Driver, Measure};
use crate::error::Error;
use crate::scenario::AfterDeadline;
use crate::units::Proportion;
use serde::Serialize;

/// The effort an ambition required in the scenario that holds it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RequiredEffort<'a> {
    /// As in [`AmbitionRow::ambition`](super::AmbitionRow::ambition).
    pub ambition: String,
    /// Name of the scenario that holds it.
    pub scenario: &'a str,
    /// What the factor acts on.
    pub driver: Driver,
    /// Probability that the trend meets the target by itself, so that the driver stays as it is.
    pub by_trend: ProbabilityEstimate,
    /// Probability that no factor on the driver meets it.
    pub out_of_reach: ProbabilityEstimate,
    /// The factor on the driver, over the draws in which one meets the target; none if there is no such draw. Its error
    /// is that of a mean over some of the draws: [`Summary::mc_error`].
    pub factor: Option<Summary>,
    /// Quits a year beyond the baseline's, a mean over the years in which the driver is moved, of everybody. Other interventions of
    /// the scenario are in it. None of an ambition that is not met by quitting.
    pub extra_quits_a_year: Option<Summary>,
    /// The same by area.
    pub extra_quits_by_area: Vec<(&'a str, Summary)>,
    /// The factor each draw needs, by rising effort: 1 where the trend does it, none where nothing does. Quitting is raised, all
    /// else lowered.
    needed: Vec<Option<f64>>,
}

impl RequiredEffort<'_> {
    /// The factor on the driver with the least effort, the same in every draw, that meets the target with at least this chance; none
    /// if it is out of reach in too many draws.
    ///
    /// More effort never misses a target that less of it meets, so it is the factor that so many draws need at most.
    #[must_use]
    pub fn factor_for(&self, chance: Proportion) -> Option<f64> {
        let draws = self.needed.len();
        // The few nanounits keep a chance that is a whole number of draws from being rounded up to one draw more.
        #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let wanted = (libm::ceil(chance.get() * draws as f64 - 1e-9) as usize).max(1);
        self.needed.get(wanted - 1).copied().flatten()
    }
}

impl Outcomes {
    /// The effort each ambition required, in the order of the scenarios that hold them.
    ///
    /// # Errors
    /// As [`Outcomes::ambitions`].
    pub fn required_effort(&self) -> Result<Vec<RequiredEffort<'_>>, Error> {
        let mut all = Vec::new();
        for (index, run) in self.ambitions.iter().enumerate() {
            let at = self.layout.ambition_at(index);
            let found = self.store.read(at..at + 2)?;
            let (factors, codes) = (found.column(0), found.column(1));
            let is = |reached: Reached| codes.iter().map(|code| code.total_cmp(&reached.code()).is_eq()).collect();
            let (by_trend, out_of_reach): (Vec<bool>, Vec<bool>) = (is(Reached::ByTrend), is(Reached::OutOfReach));
            let within: Vec<bool> = out_of_reach.iter().map(|out| !out).collect();
            let mut by_area = Vec::new();
            for area in 0..self.region.areas.len() {
                if let Some(extra) = self.extra_quits(run, Who::Area(area))? {
                    by_area.push((self.region.areas[area].name.as_str(), extra));
                }
            }
            let rises = run.effort_raises;
            let mut needed: Vec<Option<f64>> =
                factors.iter().zip(&out_of_reach).map(|(factor, out)| (!out).then_some(*factor)).collect();
            needed.sort_unstable_by(|one, other| match (one, other) {
                (Some(one), Some(other)) if rises => one.total_cmp(other),
                (Some(one), Some(other)) => other.total_cmp(one),
                (one, other) => other.is_some().cmp(&one.is_some()),
            });
            all.push(RequiredEffort {
                ambition: self.label(index),
                scenario: &self.scenarios[run.scenario],
                driver: self.catalogue.indicator(run.ambition.indicator)?.driver,
                by_trend: ProbabilityEstimate::of(&by_trend, self.sampling)?.leaving_out(self.left_out().len()),
                out_of_reach: ProbabilityEstimate::of(&out_of_reach, self.sampling)?.leaving_out(self.left_out().len()),
                factor: Summary::among(factors, &within, self.sampling)?,
                extra_quits_a_year: self.extra_quits(run, Who::All)?,
                extra_quits_by_area: by_area,
                needed,
            });
        }
        Ok(all)
    }

    /// Mean over the action years of the quits beyond the baseline's; none if no action year was run.
    #[allow(clippy::cast_precision_loss)] // a few hundred years
    fn extra_quits(&self, run: &AmbitionOfRun, who: Who) -> Result<Option<Summary>, Error> {
        if !run.effort_raises {
            return Ok(None);
        }
        let last = match run.ambition.after_deadline {
            AfterDeadline::Revert => run.ambition.deadline.since(self.start),
            AfterDeadline::Sustain => i32::MAX,
        };
        let acts = |year: &usize| {
            i32::try_from(*year).is_ok_and(|year| year >= run.first_year.since(self.start) && year <= last)
        };
        let Some(series) = Series::load(self, &[who], Measure::EXTRA_QUITS_NEEDED)? else { return Ok(None) };
        let mut total = vec![0.0; self.draws()];
        let mut years = 0;
        for year in (0..self.layout.years).filter(acts) {
            let Some(extra) = series.level(run.scenario, year) else { continue };
            years += 1;
            for (total, extra) in total.iter_mut().zip(extra) {
                *total += extra;
            }
        }
        if years == 0 || run.scenario == BASELINE_AT {
            return Ok(None);
        }
        for total in &mut total {
            *total /= f64::from(years);
        }
        Summary::of(&total, self.sampling).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{DRAWS, naive, outcomes};
    use super::*;

    fn share(scenario: usize, year: usize, draw: usize) -> f64 {
        let sum = |measure| naive(|_, _, _| true, measure, scenario, year, draw);
        sum(Measure::SMOKERS) / sum(Measure::ADULTS)
    }

    #[test]
    fn what_it_took_counts_the_codes() {
        let run = outcomes();
        let all = run.required_effort().unwrap();
        let trend = (0..DRAWS).filter(|&draw| share(0, 5, draw) <= 0.13 + 1e-9).count() as f64 / DRAWS as f64;
        assert!((all[0].by_trend.probability - trend).abs() < 1e-12);
        assert_eq!(all[0].out_of_reach.probability.to_bits(), 0.0_f64.to_bits());
        assert!(all[0].out_of_reach.mc_error > 0.0);
        assert!((all[1].out_of_reach.probability - 10.0 / DRAWS as f64).abs() < 1e-12);
        assert_eq!(all[1].factor.unwrap().draws, DRAWS - 10);
        let extra = |draw| {
            let quits = |scenario, year| naive(|_, _, _| true, Measure::QUITS, scenario, year, draw);
            (1..=5).map(|year| quits(2, year) - quits(0, year)).sum::<f64>() / 5.0
        };
        let mean = (0..DRAWS).map(extra).sum::<f64>() / DRAWS as f64;
        assert!((all[0].extra_quits_a_year.unwrap().mean / mean - 1.0).abs() < 1e-12);
        let areas: f64 = all[0].extra_quits_by_area.iter().map(|(_, extra)| extra.mean).sum();
        assert!((areas / mean - 1.0).abs() < 1e-12);
        assert_eq!(all[1].extra_quits_a_year.unwrap().mean.to_bits(), 0.0_f64.to_bits());
        // The factor for a chance: so many draws need no more, and a little less is too little.
        for percent in [10.0, 50.0, 75.0] {
            let chance = Proportion::percent(percent).unwrap();
            let factor = all[0].factor_for(chance).unwrap();
            let enough =
                |factor: f64| all[0].needed.iter().flatten().filter(|x| **x <= factor).count() as f64 / DRAWS as f64;
            assert!(enough(factor) >= chance.get() - 1e-12);
            assert!(factor <= 1.0 || enough(factor - 1e-9) < chance.get());
        }
        assert_eq!(all[1].factor_for(Proportion::percent(100.0).unwrap()), None);
    }
}
