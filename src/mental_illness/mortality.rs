//! Mortality with severe mental illness: the published ratios fitted, and their draws.

use super::published::{PublishedRatios, SECONDARY_SERVICES, register, share_below};
use super::ratio::{MortalityRatio, against_others, elder};
use super::smoking::{HelpToStop, SmokingLevel};
use super::{FROM, Patients};
use crate::data::ReferenceData;
use crate::draws::Draws;
use crate::error::Error;
use crate::estimate::Estimate;
use crate::forecast::{Forecast, Origin, Subject};
use crate::indicator::short_series::{ShortSeries, ShortTrend, TrendLanes};
use crate::multistate::lanes::Lanes;
use crate::population::stratum::Sex;
use crate::trend::Observation;
use crate::units::AGES;

/// First age of the elder, whose ratio is solved.
const ELDER: usize = 75;
const HORIZON: f64 = 3.0;
/// No draw lies further out than this many standard deviations: the smallest uniform above 0 has this normal score.
const FURTHEST: f64 = 8.3;

/// Mortality with severe mental illness as fitted.
#[derive(Debug, Clone)]
pub(crate) struct SevereMentalIllness {
    start: i32,
    years: usize,
    share: f64,
    /// Log of the ratio at 18 to 74 against others, by sex: against others any ratio can be, against everybody none above 1 / share.
    trends: [ShortTrend; 2],
    /// Ratio at 18 to 74 in the year of the ratio of all ages, by sex.
    young: [f64; 2],
    /// Share of deaths below 75 among those from 15 on in that year, by sex.
    young_deaths: [f64; 2],
    all_ages: [Estimate; 2],
    bipolar: Estimate,
    schizophrenia: Estimate,
    smoking: SmokingLevel,
    help: HelpToStop,
}

/// A batch of draws of the mortality with severe mental illness.
#[derive(Debug, Clone)]
pub(crate) struct SmiDraws {
    /// Share of people from 18 on who have a severe mental illness.
    pub(crate) share: f64,
    /// Ratio against others by patients and mid-year from the start (`years + 1` of them); then sex, below and from 75.
    ratios: [Vec<[[Lanes; 2]; 2]>; 2],
    pub(crate) smoking: SmokingLevel,
    /// Share of smokers who are abstinent by help beyond usual care, at 6 and 12 months.
    pub(crate) helped: [Lanes; 2],
}

impl SevereMentalIllness {
    /// Fits the published ratios up to and including `start`.
    ///
    /// # Errors
    /// If a row is missing, the ratio of all ages cannot be met with the ratio below 75, or a ratio has more deaths with the illness
    /// than there are.
    pub(crate) fn fit(data: &ReferenceData, start: i32, years: usize) -> Result<Self, Error> {
        let rows = PublishedRatios::read(data)?;
        let share = register(data)?;
        let mut all_ages = Vec::with_capacity(2);
        let (mut young, mut young_deaths) = ([0.0; 2], [0.0; 2]);
        let mut series = Vec::with_capacity(2);
        for sex in Sex::ALL {
            let (year, estimate) = rows.estimate(SECONDARY_SERVICES, sex.name())?;
            let own = rows.series(sex, start);
            let Some(same) = own.iter().find(|observation| observation.time as i32 == year) else {
                return Err(
                    rows.refused(format!("needs ratio_18_74 of {sex} in {year}, the year of the ratio of all ages"))
                );
            };
            young[sex.index()] = libm::exp(same.value);
            young_deaths[sex.index()] = share_below(ELDER, data, sex, year)?;
            let lowest = estimate.at_score(-FURTHEST);
            if !(elder(lowest, young[sex.index()], young_deaths[sex.index()]) > 0.0) {
                let rule =
                    format!("ratio_all_ages of {sex} is too low, or its interval too wide, for the ratio at 18 to 74");
                return Err(rows.refused(rule));
            }
            all_ages.push(estimate);
            series.push(against_others(own, share)?);
        }
        let learnt = ShortSeries::learn(&series, &series, HORIZON)?;
        let trends = [learnt.fit(&series[0])?, learnt.fit(&series[1])?];
        let (_, bipolar) = rows.estimate("bipolar", "all")?;
        let (_, schizophrenia) = rows.estimate("schizophrenia", "all")?;
        let [men, women] = <[Estimate; 2]>::try_from(all_ages)
            .map_err(|_| rows.refused("needs the ratio of all ages of both sexes".into()))?;
        Ok(Self {
            start,
            years,
            share,
            trends,
            young,
            young_deaths,
            all_ages: [men, women],
            bipolar,
            schizophrenia,
            smoking: SmokingLevel::from_data(data)?,
            help: HelpToStop::from_data(data)?,
        })
    }

    /// What is assumed, in words.
    #[must_use]
    pub(crate) fn notes(&self) -> Vec<String> {
        let mut notes = vec![
            format!("severe mental illness: {:.2}% of people from 18 on, one level at all ages: the share of patients of all ages on the registers of England's general practices in 2012/13 (Scotland's is 0.87%)", 100.0 * self.share),
            "severe mental illness: two populations are told apart and the choice changes the gap: users of secondary services (ratio of England at 18 to 74 by sex, its rise of 2008/09 to 2014/15 carried on as a damped trend) and people on GP registers (Hayes 2017)".into(),
            "severe mental illness, secondary services: the ratio from 75 on is solved so that all ages have the published ratio of south-east London of 2007-09 (Chang 2010), with the ratio at 18 to 74 of 2008/09 and England's deaths by age of that year; it then stays, no rise at those ages is published".into(),
            "severe mental illness, GP registers: one ratio at all ages and for both sexes, between those of bipolar disorder and schizophrenia; the mix of diagnoses was not found, so every mix is equally likely; its reported rise is not carried on".into(),
            "severe mental illness: no interval of the ratios at 18 to 74 is published; the innovation of their trend holds the error of the observations, and both sexes share its scores".into(),
        ];
        notes.extend(self.smoking.notes());
        notes.extend(self.help.notes());
        notes
    }

    /// The ratios in a batch of draws.
    ///
    /// # Errors
    /// If a parameter cannot be drawn.
    pub(crate) fn draw(&self, draws: &mut Draws<'_>) -> Result<SmiDraws, Error> {
        let scores = TrendLanes::draw(draws, "trend of the mortality ratio of severe mental illness")?;
        let mut old = [Lanes::ONE; 2];
        for sex in Sex::ALL {
            let name = || format!("mortality ratio of severe mental illness, all ages, {sex}");
            let all = draws.value(name, &self.all_ages[sex.index()])?;
            let (young, share) = (self.young[sex.index()], self.young_deaths[sex.index()]);
            old[sex.index()] = self.against_others(Lanes(all.0.map(|all| elder(all, young, share))));
        }
        let bipolar = draws.value(|| "mortality ratio of bipolar disorder".into(), &self.bipolar)?;
        let schizophrenia = draws.value(|| "mortality ratio of schizophrenia".into(), &self.schizophrenia)?;
        let mix = draws.value(|| "share of bipolar disorder on registers".into(), &Estimate::uniform(0.0, 1.0)?)?;
        let register = self.against_others(schizophrenia + (bipolar - schizophrenia) * mix);
        let secondary = (0..=self.years)
            .map(|year| {
                [0, 1].map(|sex| {
                    let trend = &self.trends[sex];
                    let ahead = f64::from(self.start) + year as f64 - trend.origin();
                    [Lanes(scores.at(trend, ahead).0.map(libm::exp)), old[sex]]
                })
            })
            .collect();
        Ok(SmiDraws {
            share: self.share,
            ratios: [secondary, vec![[[register; 2]; 2]; self.years + 1]],
            smoking: self.smoking,
            helped: self.help.draw(draws)?,
        })
    }

    /// As [`StandardisedMortalityRatio::against_others`](super::StandardisedMortalityRatio::against_others), checked when fitting.
    fn against_others(&self, against_all: Lanes) -> Lanes {
        against_all * (1.0 - self.share) / (Lanes::ONE - against_all * self.share)
    }
}

impl SmiDraws {
    /// The ratio of patients at a mid-year, counted from the start.
    pub(crate) fn ratio(&self, patients: Patients, year: usize) -> MortalityRatio {
        let by_sex = &self.ratios[patients.index()][year];
        MortalityRatio([0, 1].map(|sex| {
            (0..AGES).map(|age| if age < FROM { Lanes::ONE } else { by_sex[sex][usize::from(age >= ELDER)] }).collect()
        }))
    }
}

/// Forecasts of the ratio at 18 to 74 by sex from the origins, against what came.
///
/// # Errors
/// If the table has less than three years up to an origin.
pub(crate) fn rolling_origin(data: &ReferenceData, origins: &[i32]) -> Result<Vec<Forecast>, Error> {
    let rows = PublishedRatios::read(data)?;
    let share = register(data)?;
    let [men, women] = Sex::ALL.map(|sex| against_others(rows.series(sex, i32::MAX), share));
    let observations = [men?, women?];
    let against_all = |log: f64| {
        let ratio = libm::exp(log);
        ratio / (1.0 - share + share * ratio)
    };
    let mut all = Vec::new();
    for &origin in origins {
        let seen = |all: &Vec<Observation>| all.iter().copied().filter(|one| one.time <= f64::from(origin)).collect();
        let series: Vec<Vec<Observation>> = observations.iter().map(seen).collect();
        let learnt = ShortSeries::learn(&series, &series, HORIZON)?;
        for sex in Sex::ALL {
            let trend = learnt.fit(&series[sex.index()])?;
            let (subject, read) = (Subject::MENTAL_ILLNESS_ENGLAND, &observations[sex.index()]);
            all.extend(trend.forecasts(Origin { subject, series: sex.name(), year: origin, read }, against_all));
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::super::ratio::central;
    use super::*;
    use crate::data::{Table, TableName};
    use crate::forecast::coverage;

    #[test]
    fn all_ages_have_the_published_ratio() {
        // Chang 2010: 2.47 men, 1.89 women; NHS Outcomes Framework 2008/09 at 18 to 74: 3.365 and 3.261.
        let fitted = SevereMentalIllness::fit(&ReferenceData::embedded(), 2015, 5).unwrap();
        let drawn = fitted.draw(&mut Draws::register()).unwrap();
        let ratio = drawn.ratio(Patients::SecondaryServices, 0);
        for (sex, all, young) in [(0, 2.47, 3.365), (1, 1.89, 3.261)] {
            let others = central(ratio.of(sex, 80));
            let old = others / (1.0 - fitted.share + fitted.share * others);
            let share = fitted.young_deaths[sex];
            assert!((share * young + (1.0 - share) * old - all).abs() < 1e-9);
            // The ratio falls with age and stays above everybody's.
            assert!(old > 1.0 && old < young, "{old}");
        }
        // 2014/15: 3.712 men, 3.683 women; a year on the damped trend is at most the mean of the last two rises above.
        let next = central(ratio.of(0, 40));
        let smr = next / (1.0 - fitted.share + fitted.share * next);
        assert!(smr > 3.712 && smr < 3.712 + 0.5 * (3.712 - 3.518), "{smr}");
        assert_eq!(ratio.of(0, 17), Lanes::ONE);
    }

    #[test]
    fn registers_lie_between_the_two_diagnoses() {
        let fitted = SevereMentalIllness::fit(&ReferenceData::embedded(), 2015, 5).unwrap();
        let drawn = fitted.draw(&mut Draws::register()).unwrap();
        let others = central(drawn.ratio(Patients::GpRegisters, 5).of(1, 30));
        let smr = others / (1.0 - fitted.share + fitted.share * others);
        assert!((smr - 0.5 * (1.79 + 2.08)).abs() < 1e-9, "{smr}");
    }

    #[test]
    fn no_draw_has_more_deaths_than_there_are_however_far_ahead() {
        let fitted = SevereMentalIllness::fit(&ReferenceData::embedded(), 2015, 135).unwrap();
        let drawn = fitted.draw(&mut Draws::register()).unwrap();
        let others = central(drawn.ratio(Patients::SecondaryServices, 135).of(0, 40));
        let smr = others / (1.0 - fitted.share + fitted.share * others);
        assert!(smr > 3.0 && smr < 1.0 / fitted.share, "{smr}");
    }

    #[test]
    fn forecasts_hold_what_came() {
        let all = rolling_origin(&ReferenceData::embedded(), &[2010, 2011, 2012, 2013]).unwrap();
        let (share, count) = coverage(&all, Subject::MENTAL_ILLNESS_ENGLAND);
        assert_eq!(count, 2 * (4 + 3 + 2 + 1));
        // The rise of 2014/15, the last year of the method, was the steepest: no forecast from 2013/14 holds it.
        assert!(share >= 0.7, "{share} of {count}");
    }

    #[test]
    fn ratios_of_others_are_not_joined_to_those_of_secondary_services() {
        let data = ReferenceData::embedded();
        let text = std::fs::read_to_string("data/mental_illness_mortality.csv").unwrap();
        let more =
            "ratio_18_74,bipolar,male,2015,1.8,,,another,found\nratio_18_74,bipolar,male,2014,1.8,,,another,found\n";
        let table = Table::from_csv_str(TableName::MENTAL_ILLNESS_MORTALITY, &(text + more)).unwrap();
        let own = data.clone().with_table(table).unwrap();
        let series = |data: &ReferenceData| PublishedRatios::read(data).unwrap().series(Sex::Male, 2015);
        assert_eq!(series(&own), series(&data));
    }

    #[test]
    fn bad_rows_are_refused() {
        let data = ReferenceData::embedded();
        let text = std::fs::read_to_string("data/mental_illness_mortality.csv").unwrap();
        let with = |text: &str| {
            let table = Table::from_csv_str(TableName::MENTAL_ILLNESS_MORTALITY, text).unwrap();
            SevereMentalIllness::fit(&data.clone().with_table(table).unwrap(), 2015, 5).unwrap_err().to_string()
        };
        let without = |start: &str| text.lines().filter(|line| !line.starts_with(start)).collect::<Vec<_>>().join("\n");
        assert!(with(&without("ratio_18_74,secondary_services,male,2008")).contains("male in 2008"));
        assert!(with(&without("ratio_all_ages,bipolar")).contains("needs ratio_all_ages of bipolar"));
        assert!(with(&text.replace("2008,2.47,2.17,2.8,", "2008,1.2,1.1,1.3,")).contains("too low"));
        assert!(with(&text.replace("2014,3.712", "2014,200")).contains("mortality ratio"));
    }
}
