//! Alcohol: no drinking, up to 14 units a week, more. Followed from 16, the first age of the survey.
//!
//! No open dose response of disease or death to alcohol was found, so alcohol has no path to health unless the
//! analyst gives a table of relative risks ([`TableName::ALCOHOL_RELATIVE_RISK`]).

pub(crate) mod agreement;
mod component;
mod tables;

pub(crate) use tables::TABLES;

use crate::component::Delay;
use crate::data::{ReferenceData, TableName};
use crate::disease::Disease;
use crate::draws::Draws;
use crate::error::Error;
use crate::exposure::area_effect::{AreaEffects, National};
use crate::exposure::levels::cell_odds::{CellOdds, shift};
use crate::exposure::levels::delay::Delays;
use crate::exposure::levels::raking::Raking;
use crate::exposure::levels::risk::{Levels, OutcomeRisk, PublishedRatio, RiskTable, lag_of};
use crate::exposure::levels::steady::{Steady, raking_of};
use crate::exposure::levels::survey_estimates::{Key, SurveyEstimates};
use crate::exposure::levels::{Exposure, ExposureDraws, LEVEL_RISK_STARTS, Lag};
use crate::mortality::Cause;
use crate::numerics::logit::logistic;
use crate::population::demography::Demography;
use crate::population::stratum::Sex;
use crate::trend::DriftPrior;
use crate::units::AGES;

/// First age at which drinking is followed.
pub(crate) const FIRST_AGE: usize = 16;

const ADULTS: (usize, Option<usize>) = (FIRST_AGE, None);
/// First ages of the bands with a shape of their own.
const BANDS: [usize; 4] = [16, 25, 45, 65];

/// Drinking as fitted.
#[derive(Debug, Clone)]
pub(crate) struct Alcohol {
    steady: Steady,
    people: (Raking, Vec<(usize, f64)>),
    notes: Vec<String>,
}

fn britain(area: &'static str, year: i32, ages: (usize, Option<usize>), measure: &'static str) -> Key<'static> {
    Key { area, year, sex: None, ages, group: "all", measure }
}

impl Alcohol {
    /// Fits drinking for a projection of `years` years.
    ///
    /// # Errors
    /// If a table lacks what is needed, or an analyst's relative risks name an unknown outcome or lack a level.
    pub(crate) fn fit(
        data: &ReferenceData,
        demography: &Demography,
        _start: i32,
        years: usize,
        delay: Delay,
    ) -> Result<Self, Error> {
        let estimates = SurveyEstimates::read(data, TableName::ALCOHOL_ESTIMATES)?;
        let people = demography.persons_by_age();
        let (region, level_sd) = region_against_britain(&estimates)?;
        let shapes = [drinkers_by_band(&estimates, &people)?, heavier_by_band(&estimates, &people)?];
        let mut logits: [[Vec<f64>; 2]; 2] = Default::default();
        for (threshold, by_sex) in logits.iter_mut().enumerate() {
            for sex in Sex::ALL {
                let at = |measure: &'static str| {
                    let key = Key { area: "England", year: 2015, sex: Some(sex), ages: ADULTS, group: "all", measure };
                    estimates.logit(&key)
                };
                let england = if threshold == 0 { -at("none")? } else { at("over_14")? };
                let share = logistic(england + region[threshold]);
                let shape: Vec<f64> = (0..AGES).map(|age| shapes[threshold][band(age)]).collect();
                by_sex[sex.index()] = at_share(shape, &people[sex.index()], share);
            }
        }
        let levels = AreaEffects::region_everywhere(demography.areas().len(), gradient(&estimates)?)?;
        let cells = CellOdds::fit(demography, levels, "drinking", FIRST_AGE..AGES, |sex, age| logits[1][sex][age])?;
        let rows = RiskTable::read(data, TableName::ALCOHOL_RELATIVE_RISK)?;
        let (deaths, cases) = risks(&rows)?;
        let notes = notes(rows.all().is_empty());
        let steady = Steady {
            exposure: Exposure::Alcohol,
            years,
            first_age: FIRST_AGE,
            logits,
            level_sd,
            step_sd: step(&estimates)?,
            cells,
            delays: Delays::new(Exposure::Alcohol, delay)?,
            deaths,
            cases,
            absence: [None, None],
        };
        Ok(Self { steady, people: raking_of(demography), notes })
    }

    /// Draws a batch.
    ///
    /// # Errors
    /// If a parameter cannot be drawn.
    pub(crate) fn draw(&self, draws: &mut Draws<'_>) -> Result<ExposureDraws, Error> {
        self.steady.draw(&self.people, draws)
    }

    /// What an analyst should know of the fit, in words.
    #[must_use]
    pub(crate) fn notes(&self) -> &[String] {
        &self.notes
    }
}

fn band(age: usize) -> usize {
    BANDS.iter().rposition(|&start| age >= start).unwrap_or(0)
}

/// Logits of London against Great Britain at both thresholds, and the spread of either.
///
/// Any drinking: those not teetotal, 2013. Over 14 units: no figure; the mean of that and of drinking in the last week
/// (2014) stands in. The spread is half the difference of the two, since neither has an interval.
fn region_against_britain(estimates: &SurveyEstimates<'_>) -> Result<([f64; 2], f64), Error> {
    let against = |year: i32, measure: &'static str| -> Result<f64, Error> {
        Ok(estimates.logit(&britain("London", year, ADULTS, measure))?
            - estimates.logit(&britain("Great Britain", year, ADULTS, measure))?)
    };
    let any = -against(2013, "teetotal")?;
    let last_week = against(2014, "last_week")?;
    Ok(([any, 0.5 * (any + last_week)], 0.5 * (any - last_week).abs()))
}

/// Logits of any drinking by band: 16 to 24 and 65 and over from Great Britain 2013, the ages between as the total leaves.
fn drinkers_by_band(estimates: &SurveyEstimates<'_>, people: &[[f64; AGES]; 2]) -> Result<[f64; 4], Error> {
    let at = |ages| estimates.logit(&britain("Great Britain", 2013, ages, "teetotal")).map(|x| -x);
    let (young, old, all) = (at((16, Some(24)))?, at((65, None))?, at(ADULTS)?);
    let other_bands = other_bands(people, all, |band| [Some(young), None, None, Some(old)][band]);
    Ok([young, other_bands, other_bands, old])
}

/// Logits of drinking in the last week by band, whose shape stands in for that of over 14 units: 16 to 24 and 45 to 64 from Great
/// Britain 2014, the other ages as the total leaves.
fn heavier_by_band(estimates: &SurveyEstimates<'_>, people: &[[f64; AGES]; 2]) -> Result<[f64; 4], Error> {
    let at = |ages| estimates.logit(&britain("Great Britain", 2014, ages, "last_week"));
    let (young, older, all) = (at((16, Some(24)))?, at((45, Some(64)))?, at(ADULTS)?);
    let other_bands = other_bands(people, all, |band| [Some(young), None, Some(older), None][band]);
    Ok([young, other_bands, older, other_bands])
}

/// The logit of the bands without a figure, such that all people have the total.
fn other_bands(people: &[[f64; AGES]; 2], all: f64, known: impl Fn(usize) -> Option<f64>) -> f64 {
    let count: f64 = people.iter().flat_map(|ages| &ages[FIRST_AGE..]).sum();
    let share = |other_bands: f64| -> f64 {
        let of = |sex: usize| -> f64 {
            (FIRST_AGE..AGES).map(|age| people[sex][age] * logistic(known(band(age)).unwrap_or(other_bands))).sum()
        };
        (of(0) + of(1)) / count
    };
    shift(|other_bands| share(other_bands) - logistic(all))
}

/// Moves the logits of one sex so that its people have `share` together.
fn at_share(shape: Vec<f64>, people: &[f64; AGES], share: f64) -> Vec<f64> {
    let all: f64 = people[FIRST_AGE..].iter().sum();
    let mean = |shift: f64| (FIRST_AGE..AGES).map(|age| people[age] * logistic(shape[age] + shift)).sum::<f64>() / all;
    let shift = shift(|shift| mean(shift) - share);
    shape.into_iter().map(|x| x + shift).collect()
}

/// Change of the log odds of drinking per quintile towards deprivation in England: the mean and standard deviation of four, by
/// sex over 14 units by income fifth (2015) and drinking in the last week by deprivation fifth (2012).
fn gradient(estimates: &SurveyEstimates<'_>) -> Result<National, Error> {
    let mut slopes = Vec::with_capacity(4);
    for (year, measure, poor, rich) in
        [(2015, "over_14", "income_1", "income_5"), (2012, "last_week", "quintile_1", "quintile_5")]
    {
        for sex in Sex::ALL {
            let at =
                |group| estimates.logit(&Key { area: "England", year, sex: Some(sex), ages: ADULTS, group, measure });
            slopes.push((at(poor)? - at(rich)?) / 4.0);
        }
    }
    let prior = DriftPrior::of_slopes(&slopes)?;
    Ok(National { per_quintile: prior.mean, sd: prior.sd })
}

/// Yearly step of the logit: the change of drinking in the last week in Great Britain from 2005 to 2014, as one step of a
/// random walk over those years.
fn step(estimates: &SurveyEstimates<'_>) -> Result<f64, Error> {
    let at = |year: i32| estimates.logit(&britain("Great Britain", year, ADULTS, "last_week"));
    Ok((at(2014)? - at(2005)?).abs() / libm::sqrt(9.0))
}

/// Risks of death and of disease.
type Risks = (Vec<OutcomeRisk<Cause>>, Vec<OutcomeRisk<Disease>>);

/// The risks of an analyst's table.
fn risks(rows: &RiskTable) -> Result<Risks, Error> {
    for row in rows.all() {
        if row.measure == "mortality" {
            Cause::from_name(&row.outcome)?;
        } else {
            Disease::from_name(&row.outcome)?;
        }
        if !LEVEL_RISK_STARTS.contains(&row.age_from) {
            let rule = format!("{}: age_from {} must be one of {LEVEL_RISK_STARTS:?}", row.outcome, row.age_from);
            return Err(rows.error(rule));
        }
    }
    let levels = |outcome: &str, measure: &str, sex: Sex, age: usize| -> Result<Levels, Error> {
        let find = |level: &str| rows.find(outcome, measure, level, sex, age);
        if find("up_to_14").is_none() && find("over_14").is_none() {
            return Ok([None, None]);
        }
        let ratio = |level: &str| -> Result<Option<PublishedRatio>, Error> {
            let row = rows.need(outcome, measure, level, sex, age)?;
            let who = row.sex.map_or("all", Sex::name);
            let parameter =
                format!("relative risk of alcohol, {outcome}, {measure}, {level}, {who}, from {}", row.age_from);
            Ok(Some(PublishedRatio { parameter, estimate: row.ratio.clone(), power: 1.0 }))
        };
        Ok([ratio("up_to_14")?, ratio("over_14")?])
    };
    let has =
        |outcome: &str, measure: &str| rows.all().iter().any(|row| row.outcome == outcome && row.measure == measure);
    let mut deaths = Vec::new();
    for cause in Cause::AXIS.into_iter().filter(|cause| has(cause.name(), "mortality")) {
        deaths.push(OutcomeRisk::new(cause, lag_of(cause), |sex, age| levels(cause.name(), "mortality", sex, age))?);
    }
    let mut cases = Vec::new();
    for disease in Disease::AXIS.into_iter().filter(|disease| has(disease.name(), "incidence")) {
        let lag = if disease == Disease::LungCancer { Lag::Cancers } else { Lag::Others };
        cases.push(OutcomeRisk::new(disease, lag, |sex, age| levels(disease.name(), "incidence", sex, age))?);
    }
    Ok((deaths, cases))
}

fn notes(without_risks: bool) -> Vec<String> {
    let mut notes = vec![
        "drinking by sex is England's of 2015, moved to London by the share of teetotallers (2013) and, for over 14 units, half by drinking in the last week (2014); no figure has an interval, and half the difference of the two stands in".to_owned(),
        "drinking by age is Great Britain's (teetotal 2013; for over 14 units drinking in the last week 2014), ages without a figure as the total leaves (derived)".into(),
        "drinking has no figures by borough: areas differ by their people and quintiles alone; the gradient over quintiles is the mean of four of England's (derived)".into(),
        "drinking has one survey of its definition: the central path is no change, with the yearly step of drinking in the last week from 2005 to 2014, survey error included".into(),
    ];
    notes.push(if without_risks {
        "no health pathway modelled for alcohol: no open dose response was found; an analyst's own rows in alcohol_relative_risk.csv give it one".into()
    } else {
        "risks of alcohol are those of the analyst's table".into()
    });
    notes
}

#[cfg(test)]
#[allow(clippy::float_cmp)] // what is meant to be a number is that number
mod tests {
    use super::*;
    use crate::data::Table;
    use crate::numerics::logit::logit;

    fn drawn(data: &ReferenceData) -> (ExposureDraws, Demography) {
        let demography = Demography::from_data(data).unwrap();
        let alcohol = Alcohol::fit(data, &demography, 2015, 3, Delay::None).unwrap();
        let mut draws = Draws::register();
        alcohol.draw(&mut draws).unwrap();
        let plan = draws.into_plan().unwrap();
        (alcohol.draw(&mut Draws::central(&plan)).unwrap(), demography)
    }

    /// Share above a threshold by sex and first age on, in all cells at the start.
    fn share(drawn: &ExposureDraws, demography: &Demography, threshold: usize, sex: usize, ages: [usize; 2]) -> f64 {
        let (mut sum, mut people) = (0.0, 0.0);
        for cell in 0..demography.cells().len() {
            for age in ages[0]..ages[1] {
                let n = demography.persons()[[cell, sex, age]];
                let odds = drawn.odds[sex * AGES + age][threshold] * drawn.cells[cell][1];
                sum += n * (odds / (odds + 1.0)).0[0];
                people += n;
            }
        }
        sum / people
    }

    #[test]
    fn londoners_drink_less_than_england_and_men_more_than_women() {
        let (drawn, demography) = drawn(&ReferenceData::embedded());
        let any = [0, 1].map(|sex| share(&drawn, &demography, 0, sex, [16, AGES]));
        let over = [0, 1].map(|sex| share(&drawn, &demography, 1, sex, [16, AGES]));
        // England 2015: 87% and 80% drink, 31% and 16% over 14 units; London has half as many teetotallers again (32% of
        // 16 and over against Britain's 21% in 2013).
        assert!(any[0] > any[1] && over[0] > over[1]);
        assert!(any[0] < 0.87 && any[1] < 0.80 && over[0] < 0.31 && over[1] < 0.16, "{any:?} {over:?}");
        let teetotal = 1.0 - 0.5 * (any[0] + any[1]);
        assert!(teetotal > 0.21 && teetotal < 0.32, "{teetotal}");
    }

    #[test]
    fn the_middle_aged_drink_most() {
        let (drawn, demography) = drawn(&ReferenceData::embedded());
        // England 2015 at 55 to 64 against all: 41 to 31% of men, 24 to 16% of women; nothing was fitted to it.
        for (sex, published) in [(0, logit(0.41) - logit(0.31)), (1, logit(0.24) - logit(0.16))] {
            let older = logit(share(&drawn, &demography, 1, sex, [55, 65]));
            let all = logit(share(&drawn, &demography, 1, sex, [16, AGES]));
            assert!((older - all - published).abs() < 0.25, "{sex} {}", older - all);
        }
    }

    #[test]
    fn without_rows_there_is_no_path_to_health_and_with_them_there_is() {
        let data = ReferenceData::embedded();
        let (without, _) = drawn(&data);
        assert!(without.deaths.is_empty() && without.cases.is_empty());
        let text = "outcome,measure,sex,age_from,level,relative_risk,lower,upper,source,status\n\
                    stroke,mortality,all,35,up_to_14,0.9,,,mine,unverified\n\
                    stroke,mortality,all,35,over_14,1.5,1.2,1.9,mine,unverified\n";
        let table = Table::from_csv_str(TableName::ALCOHOL_RELATIVE_RISK, text).unwrap();
        let (with, _) = drawn(&data.clone().with_table(table).unwrap());
        assert_eq!((with.deaths.len(), with.cases.len()), (1, 0));
        let added = &with.deaths[0].added[0];
        assert_eq!(added[0][0].0[0], 0.0);
        assert!((added[1][0].0[0] + 0.1).abs() < 1e-12 && (added[5][1].0[0] - 0.6).abs() < 1e-12);

        let demography = Demography::from_data(&data).unwrap();
        for (from, to, message) in [
            ("stroke,mortality,all,35,over", "strok,mortality,all,35,over", "unknown cause of death \"strok\""),
            (",35,over_14", ",40,over_14", "age_from 40 must be one of"),
            (",over_14,1.5", ",up_to_14,1.5", "repeats line 2"),
        ] {
            let refused = Table::from_csv_str(TableName::ALCOHOL_RELATIVE_RISK, &text.replace(from, to))
                .and_then(|table| data.clone().with_table(table))
                .and_then(|data| Alcohol::fit(&data, &demography, 2015, 3, Delay::None))
                .unwrap_err();
            assert!(refused.to_string().contains(message), "{refused}");
        }
    }

    #[test]
    fn the_poorest_fifth_drinks_less() {
        let (_, demography) = drawn(&ReferenceData::embedded());
        let estimates = ReferenceData::embedded();
        let gradient = gradient(&SurveyEstimates::read(&estimates, TableName::ALCOHOL_ESTIMATES).unwrap()).unwrap();
        // England: 37% of men in the highest fifth of income over 14 units, 29% in the lowest; 77 and 50% drank last week.
        assert!(gradient.per_quintile < -0.1 && gradient.sd > 0.05, "{gradient:?}");
        assert_eq!(demography.areas().len(), 33);
    }
}
