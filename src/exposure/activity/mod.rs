//! Physical activity of adults: 150 minutes a week or more, 30 to 149, under 30.
//!
//! Followed from 19, the first age of the survey of 2015/16. Its label year is 2016; the start, half a year before
//! its middle, takes its level.

pub(crate) mod agreement;
mod component;
mod tables;

pub(crate) use tables::TABLES;

use crate::component::Delay;
use crate::data::{REGION, ReferenceData, TableName};
use crate::disease::Disease;
use crate::draws::Draws;
use crate::error::Error;
use crate::estimate::Estimate;
use crate::exposure::area_effect::{AreaEffects, National, mean_quintiles};
use crate::exposure::body_weight::area_adults;
use crate::exposure::levels::cell_odds::CellOdds;
use crate::exposure::levels::delay::Delays;
use crate::exposure::levels::raking::Raking;
use crate::exposure::levels::risk::{Levels, OutcomeRisk, PublishedRatio, RiskTable, lag_of};
use crate::exposure::levels::steady::{Logits, Steady, moved_to, raking_of};
use crate::exposure::levels::survey_estimates::{Key, SurveyEstimates};
use crate::exposure::levels::{Exposure, ExposureDraws, Lag};
use crate::mortality::Cause;
use crate::numerics::interpolation::{Outside, straight};
use crate::numerics::logit::logit;
use crate::population::demography::Demography;
use crate::population::stratum::Sex;
use crate::units::AGES;

/// First age at which activity is followed.
pub(crate) const FIRST_AGE: usize = 19;

/// Bands of the survey by age and sex; the last is open and lies about 88.
const BANDS: [(usize, Option<usize>); 8] = [
    (16, Some(24)),
    (25, Some(34)),
    (35, Some(44)),
    (45, Some(54)),
    (55, Some(64)),
    (65, Some(74)),
    (75, Some(84)),
    (85, None),
];
const OPEN_BAND_AT: f64 = 88.0;

/// Share of the recommended 150 minutes that people of the middle level do: 30 to 149 minutes, in the middle 90.
const MIDDLE: f64 = 0.6;

/// Activity as fitted.
#[derive(Debug, Clone)]
pub(crate) struct Activity {
    steady: Steady,
    people: (Raking, Vec<(usize, f64)>),
    #[cfg(test)]
    level: [f64; 2],
    notes: Vec<String>,
}

/// Adults of an area in the survey: under 150 minutes, under 30.
fn area(data: &ReferenceData, code: &str, name: &str) -> Result<[f64; 2], Error> {
    let table = data.table(TableName::ACTIVITY_AREA);
    let (codes, active, inactive) = (table.text("area_code")?, table.number("active")?, table.number("inactive")?);
    let shares = (0..table.rows()).find(|&row| codes[row] == code).map(|row| [1.0 - active[row], inactive[row]]);
    let ordered = shares.filter(|[under, inactive]| *inactive > 0.0 && under > inactive && *under < 1.0);
    ordered.ok_or_else(|| Error::Table {
        table: TableName::ACTIVITY_AREA.to_string(),
        line: None,
        rule: format!("needs active and inactive adults of {name}, each above 0 and less than 1 together"),
    })
}

impl Activity {
    /// Fits activity for a projection of `years` years.
    ///
    /// Boroughs have no interval: their error is that of obesity in the same survey, from its effective sample.
    ///
    /// # Errors
    /// If a table lacks what is needed; the table is named.
    pub(crate) fn fit(
        data: &ReferenceData,
        demography: &Demography,
        _start: i32,
        years: usize,
        delay: Delay,
    ) -> Result<Self, Error> {
        let estimates = SurveyEstimates::read(data, TableName::ACTIVITY_ESTIMATES)?;
        let of_areas = demography.persons_of_areas(FIRST_AGE..AGES);
        let mut shares = Vec::with_capacity(of_areas.len());
        for location in demography.areas() {
            shares.push(area(data, &location.code, &location.name)?);
        }
        let total: f64 = of_areas.iter().sum();
        let mean = |k: usize| of_areas.iter().zip(&shares).map(|(n, share)| n * share[k]).sum::<f64>() / total;
        let level = [mean(0), mean(1)];
        let logits = region_level(&estimates, demography, level)?;

        let mut own = Vec::with_capacity(shares.len());
        for (location, share) in demography.areas().iter().zip(&shares) {
            own.push(Some((logit(share[0]) - logit(level[0]), error_variance(data, &location.code, share[0])?)));
        }
        let quintiles = mean_quintiles(demography, FIRST_AGE..AGES);
        let levels = AreaEffects::shrink(&own, &quintiles, national_gradient(&estimates)?, TableName::ACTIVITY_AREA)?;
        let cells =
            CellOdds::fit(demography, levels, "too little activity", FIRST_AGE..AGES, |sex, age| logits[0][sex][age])?;
        let risks = RiskTable::read(data, TableName::ACTIVITY_RELATIVE_RISK)?;
        let steady = Steady {
            exposure: Exposure::Activity,
            years,
            first_age: FIRST_AGE,
            logits,
            level_sd: libm::sqrt(error_variance(data, REGION, level[0])?),
            step_sd: step(&estimates)?,
            cells,
            delays: Delays::new(Exposure::Activity, delay)?,
            deaths: deaths(&risks)?,
            cases: cases(&risks)?,
            absence: against_inactive(&risks, "sick_leave", "absence", "days off sick")?,
        };
        let notes = notes(&steady, &risks);
        Ok(Self {
            steady,
            people: raking_of(demography),
            #[cfg(test)]
            level,
            notes,
        })
    }

    /// Draws a batch.
    ///
    /// # Errors
    /// If a parameter cannot be drawn.
    pub(crate) fn draw(&self, draws: &mut Draws<'_>) -> Result<ExposureDraws, Error> {
        self.steady.draw(&self.people, draws)
    }

    /// London's shares at the start under 150 and under 30 minutes a week, 19 and over: its boroughs' by people.
    #[cfg(test)]
    #[must_use]
    pub(crate) fn level(&self) -> [f64; 2] {
        self.level
    }

    /// What an analyst should know of the fit, in words.
    #[must_use]
    pub(crate) fn notes(&self) -> &[String] {
        &self.notes
    }
}

/// Variance of the logit of a share in the survey, from the effective sample of obesity in the same area.
fn error_variance(data: &ReferenceData, code: &str, share: f64) -> Result<f64, Error> {
    let sibling = area_adults(data, code)?;
    Ok(sibling.logit_variance * sibling.obese * (1.0 - sibling.obese) / (share * (1.0 - share)))
}

fn england<'a>(sex: Option<Sex>, ages: (usize, Option<usize>), year: i32, group: &'a str, measure: &'a str) -> Key<'a> {
    Key { area: "England", year, sex, ages, group, measure }
}

/// Logits of London by threshold, sex and age: the survey of 2012 by age and sex, straight lines in the logit between the middles
/// of its bands, all moved alike to London's level.
fn region_level(estimates: &SurveyEstimates<'_>, demography: &Demography, level: [f64; 2]) -> Result<Logits, Error> {
    let people = demography.persons_by_age();
    let mut logits: Logits = Default::default();
    for (threshold, by_sex) in logits.iter_mut().enumerate() {
        for sex in Sex::ALL {
            let mut bands = Vec::with_capacity(BANDS.len());
            for ages in BANDS {
                let at = ages.1.map_or(OPEN_BAND_AT, |to| 0.5 * (ages.0 + to) as f64);
                // Not active is the complement of the active.
                let value = match threshold {
                    0 => -estimates.logit(&england(Some(sex), ages, 2012, "all", "active"))?,
                    _ => estimates.logit(&england(Some(sex), ages, 2012, "all", "inactive"))?,
                };
                bands.push((at, value));
            }
            by_sex[sex.index()] =
                (0..AGES).map(|age| straight(bands.iter().copied(), age as f64, Outside::Held)).collect();
        }
    }
    let [under_150, under_30] = logits;
    Ok([moved_to(under_150, &people, FIRST_AGE, level[0]), moved_to(under_30, &people, FIRST_AGE, level[1])])
}

/// Change of the log odds of doing too little per fifth of income in England 2012: least squares over five fifths, the mean of
/// the sexes, with half their difference as standard deviation.
fn national_gradient(estimates: &SurveyEstimates<'_>) -> Result<National, Error> {
    let mut slopes = [0.0; 2];
    for sex in Sex::ALL {
        for (fifth, x) in (1..=5).zip([-2.0, -1.0, 0.0, 1.0, 2.0]) {
            let group = format!("income_{fifth}");
            // Income rises with the fifth, so that being active rises: towards deprivation the slope is that of the active.
            slopes[sex.index()] += x * estimates.logit(&england(Some(sex), (16, None), 2012, &group, "active"))? / 10.0;
        }
    }
    Ok(National { per_quintile: 0.5 * (slopes[0] + slopes[1]), sd: 0.5 * (slopes[0] - slopes[1]).abs() })
}

/// Yearly step of the logit: the change of the earlier guideline (five times 30 minutes) from 1997 to 2008, as one step of a
/// random walk over those years. The surveys' definitions differ, so they are not joined; how activity moves is taken from them.
fn step(estimates: &SurveyEstimates<'_>) -> Result<f64, Error> {
    let at = |year: i32| estimates.logit(&england(None, (16, None), year, "all", "five_times_30"));
    Ok((at(2008)? - at(1997)?).abs() / libm::sqrt(11.0))
}

/// Both levels against the recommended, from a ratio of the recommended level against the inactive.
///
/// ```text
/// RR(inactive) = 1 / ratio        RR(middle) = ratio ^ (0.6 - 1)
/// ```
/// The middle level does 90 of 150 minutes; the logarithm of the risk falls straight with the dose (derived).
fn against_inactive(rows: &RiskTable, outcome: &str, measure: &str, name: &str) -> Result<Levels, Error> {
    let row = rows.need(outcome, measure, "recommended_against_inactive", Sex::Male, 20)?;
    let ratio = |power: f64| {
        Some(PublishedRatio {
            parameter: format!("relative risk of physical activity, {name}"),
            estimate: row.ratio.clone(),
            power,
        })
    };
    Ok([ratio(MIDDLE - 1.0), ratio(-1.0)])
}

/// Cancers of the bowel and the breast by level, sex and age.
fn cancer(rows: &RiskTable, outcome: &str, sex: Sex, age: usize) -> Result<Levels, Error> {
    if rows.find(outcome, "all", "inactive", sex, age).is_none() {
        return Ok([None, None]);
    }
    let inactive = rows.need(outcome, "all", "inactive", sex, age)?;
    let middle = rows.need(outcome, "all", "insufficient", sex, age)?;
    let who = if outcome == "breast_cancer" { String::new() } else { format!(", {sex}") };
    let ratio = |row_age: usize, level: &str, estimate: &Estimate, power: f64| {
        let parameter = format!("relative risk of physical activity, {outcome}, {level}{who}, from {row_age}");
        Some(PublishedRatio { parameter, estimate: estimate.clone(), power })
    };
    // The middle level has no row at the highest ages: there it has the part of the logarithm that it had before.
    let last = if middle.age_from < inactive.age_from && age >= 80 {
        let before = rows.need(outcome, "all", "inactive", sex, 70)?;
        let power = libm::log(middle.ratio.central()) / libm::log(before.ratio.central());
        ratio(inactive.age_from, "inactive", &inactive.ratio, power)
    } else {
        ratio(middle.age_from, "insufficient", &middle.ratio, 1.0)
    };
    Ok([last, ratio(inactive.age_from, "inactive", &inactive.ratio, 1.0)])
}

fn deaths(rows: &RiskTable) -> Result<Vec<OutcomeRisk<Cause>>, Error> {
    let mut deaths = Vec::new();
    for cause in [Cause::ColorectalCancer, Cause::BreastCancer] {
        let outcome = if cause == Cause::BreastCancer { "breast_cancer" } else { "colorectal_cancer" };
        deaths.push(OutcomeRisk::new(cause, lag_of(cause), |sex, age| cancer(rows, outcome, sex, age))?);
    }
    for cause in [Cause::IschaemicHeartDisease, Cause::Stroke, Cause::OtherCirculatory] {
        let levels = against_inactive(rows, "cardiovascular", "mortality", "cardiovascular deaths")?;
        deaths.push(OutcomeRisk::new(cause, lag_of(cause), |_, _| Ok(levels.clone()))?);
    }
    let levels = against_inactive(rows, "diabetes", "all", "diabetes")?;
    deaths.push(OutcomeRisk::new(Cause::Diabetes, Lag::Others, |_, _| Ok(levels.clone()))?);
    Ok(deaths)
}

fn cases(rows: &RiskTable) -> Result<Vec<OutcomeRisk<Disease>>, Error> {
    let mut cases = Vec::new();
    for disease in [Disease::HeartAttack, Disease::Stroke] {
        let levels = against_inactive(rows, "cardiovascular", "incidence", "cardiovascular cases")?;
        cases.push(OutcomeRisk::new(disease, Lag::Others, |_, _| Ok(levels.clone()))?);
    }
    let levels = against_inactive(rows, "diabetes", "all", "diabetes")?;
    cases.push(OutcomeRisk::new(Disease::Diabetes, Lag::Others, |_, _| Ok(levels.clone()))?);
    Ok(cases)
}

fn notes(steady: &Steady, rows: &RiskTable) -> Vec<String> {
    let mut notes = vec![
        "physical activity is followed from 19: the survey of 2015/16 has no younger adults; its level is taken for the start".to_owned(),
        "activity by age and sex is that of the Health Survey for England 2012, read from a chart whose labels were placed by inference (single cells may be swapped); it has no interval and is fixed".into(),
        "activity of boroughs has no published interval: the effective sample of obesity in the same survey stands in".into(),
        format!("activity has one survey of its definition: the central path is no change, with the yearly step of England's earlier guideline from 1997 to 2008 ({:.3} on the logit scale, survey error included)", steady.step_sd),
        "the gradient of activity over deprivation quintiles is derived from boroughs and England's income fifths, with a wide spread; one odds ratio of a cell holds at both thresholds".into(),
        "risks of activity: cardiovascular and diabetes from Wahid (2016, adjusted for body weight), the middle level at 90 of 150 minutes (derived); cancers of bowel and breast from the World Health Organization (2004), whose levels are ours; no ratio of all other causes on top".into(),
        "days off sick of the inactive: 1 / 0.759 (van Amelsvoort 2006), no interval: fixed".into(),
        "delays of physical activity are those of published English models, 4 to 5 years and for cancers 9, the latter with the same relative spread (derived)".into(),
    ];
    let unverified = rows.unverified();
    if !unverified.is_empty() {
        notes.push(format!("risks of activity still to be checked (unverified): {}", unverified.join(", ")));
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exposure::levels::LEVEL_RISK_BANDS;
    use crate::multistate::lanes::Lanes;

    fn fitted() -> (Activity, Demography) {
        let data = ReferenceData::embedded();
        let demography = Demography::from_data(&data).unwrap();
        (Activity::fit(&data, &demography, 2015, 5, Delay::Published).unwrap(), demography)
    }

    fn central(activity: &Activity) -> ExposureDraws {
        let mut draws = Draws::register();
        activity.draw(&mut draws).unwrap();
        let plan = draws.into_plan().unwrap();
        activity.draw(&mut Draws::central(&plan)).unwrap()
    }

    #[test]
    fn london_is_its_boroughs_and_near_the_narrower_published_figure() {
        let (activity, _) = fitted();
        let [not_active, inactive] = activity.level();
        // Sport England's London, 2015/16, 16 and over without gardening: 63.5% active, 22.2% inactive. Gardening and the
        // want of 16 to 18 change it by less than three points.
        assert!((100.0 * (1.0 - not_active) - 63.5).abs() < 3.0, "{not_active}");
        assert!((100.0 * inactive - 22.2).abs() < 3.0, "{inactive}");
    }

    #[test]
    fn people_of_the_start_have_the_level_and_the_ends_of_the_quintiles_differ() {
        let (activity, demography) = fitted();
        let drawn = central(&activity);
        let (mut sums, mut people) = ([[0.0; 5]; 2], [0.0; 5]);
        for (index, cell) in demography.cells().iter().enumerate() {
            for sex in 0..2 {
                for age in FIRST_AGE..AGES {
                    let n = demography.persons()[[index, sex, age]];
                    people[cell.quintile.index()] += n;
                    for threshold in 0..2 {
                        let odds = drawn.odds[sex * AGES + age][threshold] * drawn.cells[index][1];
                        sums[threshold][cell.quintile.index()] += n * (odds / (odds + 1.0)).0[0];
                    }
                }
            }
        }
        let total: f64 = people.iter().sum();
        for threshold in 0..2 {
            let share = sums[threshold].iter().sum::<f64>() / total;
            assert!((share - activity.level()[threshold]).abs() < 1e-12, "{share}");
            assert!(sums[threshold][0] / people[0] > sums[threshold][4] / people[4]);
        }
    }

    #[test]
    fn risks_are_the_published_ones() {
        let (activity, _) = fitted();
        let drawn = central(&activity);
        let stroke = drawn.deaths.iter().find(|risk| risk.outcome == Cause::Stroke).unwrap();
        for band in 0..LEVEL_RISK_BANDS {
            let [middle, highest] = stroke.added[0][band].map(|lanes| lanes.0[0]);
            // Wahid 2016: 0.77; at 90 of 150 minutes 0.77^0.6 against the inactive.
            assert!((1.0 + middle + highest - 1.0 / 0.77).abs() < 1e-12);
            assert!((1.0 + middle - libm::pow(0.77, 0.6) / 0.77).abs() < 1e-12);
        }
        let bowel = drawn.deaths.iter().find(|risk| risk.outcome == Cause::ColorectalCancer).unwrap();
        let inactive = |band: usize| 1.0 + bowel.added[1][band][0].0[0] + bowel.added[1][band][1].0[0];
        // Bull 2004, Table 10.22: 1.68, 1.48 from 70, 1.30 from 80; none below 30.
        for (band, published) in [(0, 1.0), (1, 1.68), (3, 1.68), (4, 1.48), (5, 1.30)] {
            assert!((inactive(band) - published).abs() < 1e-12, "{band}");
        }
        let breast = drawn.deaths.iter().find(|risk| risk.outcome == Cause::BreastCancer).unwrap();
        assert_eq!(breast.added[0], [[Lanes::ZERO; 2]; LEVEL_RISK_BANDS]);
        assert!((1.0 + drawn.absence[0].0[0] + drawn.absence[1].0[0] - 1.0 / 0.759).abs() < 1e-12);
    }

    #[test]
    fn the_path_is_no_change_with_a_spread_that_grows() {
        let (activity, _) = fitted();
        let drawn = central(&activity);
        let location = 40;
        for year in 1..=5 {
            let relative = drawn.odds[year * 2 * AGES + location][0].0[0] / drawn.odds[location][0].0[0];
            assert!((relative - 1.0).abs() < 1e-12);
        }
        // From 26% in 1997 to 34% in 2008.
        let published = (libm::log(0.34 / 0.66) - libm::log(0.26 / 0.74)) / libm::sqrt(11.0);
        assert!((activity.steady.step_sd - published).abs() < 1e-12);
    }
}
