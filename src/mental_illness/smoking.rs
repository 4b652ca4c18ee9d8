//! Smoking with severe mental illness: its level, what less of it does to mortality, and help to stop.

use super::FROM;
use super::published::estimate_of_country;
use super::ratio::MortalityRatio;
use crate::data::integer;
use crate::data::{COUNTRY, ReferenceData, TableName};
use crate::draws::Draws;
use crate::error::Error;
use crate::estimate::Estimate;
use crate::multistate::lanes::Lanes;
use crate::units::AGES;

/// What the limits of a trial are taken to hold.
const USUAL_INTERVAL: f64 = 0.95;

/// Smoking of people with severe mental illness against everybody's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct SmokingLevel {
    odds_ratio: f64,
}

impl SmokingLevel {
    /// Reads England's two prevalences of one year (people with severe mental illness 40.5%, all adults 17.8% in 2014).
    ///
    /// # Errors
    /// If one of them is missing, given twice or not strictly between 0 and 1.
    pub(crate) fn from_data(data: &ReferenceData) -> Result<Self, Error> {
        let refused = |rule: &str| Error::Table {
            table: data.table(TableName::MENTAL_ILLNESS_ESTIMATES).label().to_owned(),
            line: None,
            rule: rule.into(),
        };
        let (year, share) = estimate_of_country(data, "smoking")?
            .ok_or_else(|| refused("needs smoking of people with severe mental illness in England"))?;
        let general = data.table(TableName::SMOKING_AREA);
        let (codes, years, all) = (general.text("area_code")?, general.number("year")?, general.number("prevalence")?);
        let all = (0..general.rows())
            .find(|&row| codes[row] == COUNTRY && integer(years[row]) as i32 == year)
            .map(|row| all[row])
            .ok_or_else(|| refused("needs a year in which smoking_area has England"))?;
        let odds = |share: f64| share / (1.0 - share);
        let odds_ratio = odds(share) / odds(all);
        if !(odds_ratio > 0.0 && odds_ratio.is_finite()) {
            return Err(refused(
                "smoking of people with severe mental illness in England must lie strictly between 0 and 1",
            ));
        }
        Ok(Self { odds_ratio })
    }

    /// Prevalence with severe mental illness where everybody's is `general`.
    pub(crate) fn prevalence(&self, general: Lanes) -> Lanes {
        general * self.odds_ratio / (general * (self.odds_ratio - 1.0) + Lanes::ONE)
    }

    /// The ratio when smoking with the illness is `factor` of what it was, all else of the illness as it is.
    ///
    /// `general` is everybody's prevalence of current smoking and `excess` the mean excess risk of death (all causes) of current
    /// against never smokers, both by sex and age; `remaining` is the share of the excess that those who stopped still have
    /// at this mid-year (see [`remaining_of_path`]). With `factor` 1 it is the baseline's ratio to the bit.
    ///
    /// # Formula
    /// ```text
    /// S_0 = 1 + p x        S_k = 1 + p x (f + (1 - f) remaining)        R_k = R_0 S_k / S_0        PIF = 1 - S_k / S_0
    /// ```
    /// Former smokers of the baseline add the same to both sums; no figure of them was found, and without them the PIF is a little
    /// too large.
    pub(crate) fn with_smoking(
        &self,
        ratio: &MortalityRatio,
        general: &[[Lanes; AGES]; 2],
        excess: &[[Lanes; AGES]; 2],
        factor: Lanes,
        remaining: Lanes,
    ) -> MortalityRatio {
        let left = factor + (Lanes::ONE - factor) * remaining;
        MortalityRatio([0, 1].map(|sex| {
            (0..AGES)
                .map(|age| {
                    let baseline = ratio.of(sex, age);
                    if age < FROM {
                        return baseline;
                    }
                    let added = self.prevalence(general[sex][age]) * excess[sex][age];
                    baseline * ((Lanes::ONE + added * left) / (Lanes::ONE + added))
                })
                .collect()
        }))
    }

    pub(super) fn notes(&self) -> Vec<String> {
        vec![
            format!("severe mental illness: smoking of those who have it is England's odds ratio against all adults ({:.2}, 40.5% against 17.8%, 2014/15, no interval: fixed) on everybody's smoking of the place, at all ages, sexes and for both populations", self.odds_ratio),
            "severe mental illness: less smoking moves its mortality by the excess risk that smokers of all people have; former smokers among them were not found and are left out, which makes the effect a little too large".into(),
        ]
    }
}

/// Share of the excess risk left of those who stopped along a straight path that began `years` ago: as many in each year.
///
/// `curve` is the share left by whole years since stopping, from 0; the last value holds beyond it. 1 where nobody has stopped yet.
pub(crate) fn remaining_of_path(curve: &[Lanes], years: usize) -> Lanes {
    let Some(last) = curve.len().checked_sub(1) else { return Lanes::ONE };
    if years == 0 {
        return Lanes::ONE;
    }
    let mut sum = Lanes::ZERO;
    for year in 0..years {
        sum += (curve[year.min(last)] + curve[(year + 1).min(last)]) * 0.5;
    }
    sum / years as f64
}

/// Help to stop smoking made for people with severe mental illness, the part of physical-health checks with evidence.
#[derive(Debug, Clone)]
pub(crate) struct HelpToStop {
    /// Odds ratio of abstinence against usual care and abstinence with usual care, at 6 and 12 months.
    months: [(Estimate, f64); 2],
}

impl HelpToStop {
    /// Reads the trials: the pooled ratio at 12 months, that of SCIMITAR+ at 6 months, and its shares with usual care.
    ///
    /// # Errors
    /// If a row is missing or has no interval, or one of another width than 95%.
    pub(crate) fn from_data(data: &ReferenceData) -> Result<Self, Error> {
        let table = data.table(TableName::MENTAL_ILLNESS_TRIALS);
        let (trials, months) = (table.text("trial")?, table.number("months")?);
        let (ratio, usual) = (table.number("odds_ratio")?, table.number("usual_care")?);
        let (lower, upper) = (table.number("lower")?, table.number("upper")?);
        let row = |trial: &str, month: usize| {
            let found = (0..table.rows()).find(|&row| trials[row] == trial && integer(months[row]) == month);
            found.ok_or_else(|| Error::Table {
                table: table.label().to_owned(),
                line: None,
                rule: format!("needs {trial} at {month} months"),
            })
        };
        let interval = table.number("interval")?;
        let estimate = |row: usize| {
            if (interval[row] - USUAL_INTERVAL).abs() > 1e-9 {
                let rule = format!("needs an interval of {USUAL_INTERVAL}, not of {}", interval[row]);
                return Err(Error::Table { table: table.label().to_owned(), line: Some(table.line(row)), rule });
            }
            Estimate::log_normal_interval(ratio[row], lower[row], upper[row])
                .map_err(|error| error.in_table(table.label(), table.line(row)))
        };
        let share = |row: usize| {
            if usual[row] > 0.0 && usual[row] < 1.0 {
                return Ok(usual[row]);
            }
            let rule = "needs the share abstinent with usual care, strictly between 0 and 1".into();
            Err(Error::Table { table: table.label().to_owned(), line: Some(table.line(row)), rule })
        };
        let six = row("SCIMITAR+", 6)?;
        let twelve = row("SCIMITAR+", 12)?;
        Ok(Self { months: [(estimate(six)?, share(six)?), (estimate(row("pooled", 12)?)?, share(twelve)?)] })
    }

    /// Shares abstinent beyond usual care at 6 and 12 months. One score moves both: they are of the same people.
    pub(super) fn draw(&self, draws: &mut Draws<'_>) -> Result<[Lanes; 2], Error> {
        let score = draws.score(|| "odds ratio of stopping with help, severe mental illness".into())?;
        Ok([0, 1].map(|index| {
            let (estimate, usual) = &self.months[index];
            Lanes(score.0.map(|z| {
                let ratio = estimate.at_score(z);
                ratio * usual / (1.0 - usual + ratio * usual) - usual
            }))
        }))
    }

    pub(super) fn notes(&self) -> Vec<String> {
        vec![
            "physical-health checks in severe mental illness: only help to stop smoking has trial evidence here (SCIMITAR and SCIMITAR+); no other effect of a check on death is modelled".into(),
            "help to stop smoking in severe mental illness: odds ratio 2.4 at 6 months and abstinence with usual care of 6% and 10% are unverified (Gilbody 2019), 1.67 (1.02 to 2.73) at 12 months is pooled (Gilbody 2021); at 36 months no effect was left (0.89, 0.45 to 1.77), so it falls straight to nothing from 12 to 36 months".into(),
        ]
    }
}

/// Factor on smoking `years` after help was offered to a share `reach` of smokers: exactly 1 at once and from three years on.
///
/// # Formula
/// ```text
/// 1 - reach x e(years),  e straight between 0 at 0, the trial's at 0.5 and 1, and 0 at 3 years
/// ```
pub(crate) fn factor_of_help(helped: [Lanes; 2], reach: f64, years: f64) -> Lanes {
    let [six, twelve] = helped;
    let effect = if years <= 0.0 || years >= 3.0 {
        Lanes::ZERO
    } else if years <= 0.5 {
        six * (years / 0.5)
    } else if years <= 1.0 {
        six + (twelve - six) * ((years - 0.5) / 0.5)
    } else {
        twelve * ((3.0 - years) / 2.0)
    };
    Lanes::ONE - effect * reach
}

#[cfg(test)]
mod tests {
    use super::super::Patients;
    use super::super::gap::{gap, hazard_factor};
    use super::super::mortality::SevereMentalIllness;
    use super::super::ratio::central;
    use super::*;
    use crate::data::Table;
    use crate::population::demography::england_life_table;

    fn flat(value: f64) -> [[Lanes; AGES]; 2] {
        [[Lanes::splat(value); AGES]; 2]
    }

    #[test]
    fn the_level_is_englands_and_boroughs_lie_around_londons() {
        let level = SmokingLevel::from_data(&ReferenceData::embedded()).unwrap();
        assert!((central(level.prevalence(Lanes::splat(0.178))) - 0.405).abs() < 1e-12);
        // London 2014: 17.2% of all. Harrow, Redbridge and Barnet, the lowest of England, have 27.2% to 30.8% (profiles 2014/15).
        let london = central(level.prevalence(Lanes::splat(0.172)));
        assert!(london > 0.308 && london < 0.405, "{london}");
    }

    #[test]
    fn a_null_intervention_changes_no_bit() {
        let fitted = SevereMentalIllness::fit(&ReferenceData::embedded(), 2015, 5).unwrap();
        let drawn = fitted.draw(&mut Draws::register()).unwrap();
        let ratio = drawn.ratio(Patients::GpRegisters, 2);
        let (general, excess) = (flat(0.17), flat(1.1));
        let same = drawn.smoking.with_smoking(&ratio, &general, &excess, Lanes::ONE, Lanes::splat(0.63));
        assert_eq!(same, ratio);
        for years in [0.0, 3.0, 7.5] {
            let factor = factor_of_help(drawn.helped, 0.5, years);
            assert_eq!(drawn.smoking.with_smoking(&ratio, &general, &excess, factor, Lanes::splat(0.4)), ratio);
        }
    }

    #[test]
    fn nobody_smoking_takes_all_of_the_attributable_share() {
        // p = 0.405, excess 1: S_0 = 1.405, so R falls to R / 1.405 when nothing of the excess remains.
        let level = SmokingLevel::from_data(&ReferenceData::embedded()).unwrap();
        let ratio = MortalityRatio([0, 1].map(|_| vec![Lanes::splat(3.0); AGES]));
        let less = level.with_smoking(&ratio, &flat(0.178), &flat(1.0), Lanes::ZERO, Lanes::ZERO);
        assert!((central(less.of(0, 50)) - 3.0 / 1.405).abs() < 1e-12);
        assert!((central(less.of(1, 10)) - 3.0).abs() < 1e-15);
        let none = level.with_smoking(&ratio, &flat(0.178), &flat(1.0), Lanes::ZERO, Lanes::ONE);
        assert!((central(none.of(0, 50)) - 3.0).abs() < 1e-12);
    }

    #[test]
    fn less_smoking_makes_the_gap_smaller() {
        let fitted = SevereMentalIllness::fit(&ReferenceData::embedded(), 2015, 5).unwrap();
        let drawn = fitted.draw(&mut Draws::register()).unwrap();
        let rates = england_life_table(&ReferenceData::embedded()).unwrap();
        let hazards = [0, 1].map(|sex| std::array::from_fn(|age| Lanes::splat(rates[[sex, age]])));
        let ratio = drawn.ratio(Patients::SecondaryServices, 5);
        let (general, excess, remaining) = (flat(0.16), flat(1.0), Lanes::splat(0.5));
        let at = |factor: Lanes| {
            let changed = drawn.smoking.with_smoking(&ratio, &general, &excess, factor, remaining);
            let mut moved = hazards;
            for (sex, by_age) in moved.iter_mut().enumerate() {
                for (age, hazard) in by_age.iter_mut().enumerate() {
                    *hazard *= hazard_factor(drawn.share, ratio.of(sex, age), changed.of(sex, age));
                }
            }
            gap(&moved, drawn.share, &changed)
        };
        let before = at(Lanes::ONE);
        // Less smoking, a smaller gap, but not even without any smokers half of it.
        let (some, none) = (at(Lanes::splat(0.5)), at(Lanes::ZERO));
        for sex in 0..2 {
            assert!(central(none[sex]) < central(some[sex]) && central(some[sex]) < central(before[sex]));
            assert!(central(none[sex]) > 0.5 * central(before[sex]));
        }
    }

    #[test]
    fn help_lasts_as_long_as_the_trials_say() {
        let fitted = SevereMentalIllness::fit(&ReferenceData::embedded(), 2015, 5).unwrap();
        let helped = fitted.draw(&mut Draws::register()).unwrap().helped;
        // SCIMITAR+: 14% against 6% at six months; pooled 1.67 on 10% at twelve: 15.7%.
        assert!((central(helped[0]) - 0.08).abs() < 0.01, "{helped:?}");
        assert!((central(helped[1]) - 0.0565).abs() < 5e-4, "{helped:?}");
        let at = |years: f64| central(factor_of_help(helped, 0.5, years));
        assert!((at(1.0) - (1.0 - 0.5 * central(helped[1]))).abs() < 1e-15);
        assert!(at(2.0) > at(1.0) && at(2.0) < 1.0);
    }

    #[test]
    fn the_path_averages_the_curve() {
        let curve: Vec<Lanes> = [1.0, 0.8, 0.6, 0.4].map(Lanes::splat).to_vec();
        assert_eq!(remaining_of_path(&curve, 0), Lanes::ONE);
        assert!((central(remaining_of_path(&curve, 1)) - 0.9).abs() < 1e-15);
        assert!((central(remaining_of_path(&curve, 3)) - 0.7).abs() < 1e-15);
        assert!((central(remaining_of_path(&curve, 4)) - 0.625).abs() < 1e-15);
    }

    #[test]
    fn bad_tables_are_refused() {
        let data = ReferenceData::embedded();
        let points = std::fs::read_to_string("data/mental_illness_estimates.csv").unwrap();
        let table =
            Table::from_csv_str(TableName::MENTAL_ILLNESS_ESTIMATES, &points.replace("2014,0.405", "2014,1")).unwrap();
        let message = SmokingLevel::from_data(&data.clone().with_table(table).unwrap()).unwrap_err().to_string();
        assert!(message.contains("strictly between 0 and 1"), "{message}");
        let trials = std::fs::read_to_string("data/mental_illness_trials.csv").unwrap();
        let wide = trials.replace("1.02,2.73,0.95", "0.8,3.4,0.99");
        let table = Table::from_csv_str(TableName::MENTAL_ILLNESS_TRIALS, &wide).unwrap();
        let message = HelpToStop::from_data(&data.clone().with_table(table).unwrap()).unwrap_err().to_string();
        assert_eq!(message, "mental_illness_trials.csv line 6: needs an interval of 0.95, not of 0.99");
        let others: Vec<&str> = trials.lines().filter(|line| !line.starts_with("pooled")).collect();
        let table = Table::from_csv_str(TableName::MENTAL_ILLNESS_TRIALS, &others.join("\n")).unwrap();
        let message = HelpToStop::from_data(&data.with_table(table).unwrap()).unwrap_err().to_string();
        assert!(message.contains("needs pooled at 12 months"), "{message}");
    }
}
