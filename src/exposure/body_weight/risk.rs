//! What weight does: deaths, disease and days off sick.

use super::adults::{BodyMass, CUTS};
use crate::data::{ReferenceData, TableName};
use crate::disease::Disease;
use crate::error::Error;
use crate::exposure::levels::Lag;
use crate::exposure::levels::risk::{Levels, OutcomeRisk, PublishedRatio, RiskTable, lag_of};
use crate::mortality::{Cause, CauseGroup};
use crate::population::stratum::Sex;

/// First age at which the cohorts of the ratios of death were followed.
const DEATHS_FROM: usize = 35;

/// Risks of weight against people of healthy weight or underweight.
#[derive(Debug, Clone)]
pub(crate) struct WeightRisks {
    pub(crate) deaths: Vec<OutcomeRisk<Cause>>,
    pub(crate) cases: Vec<OutcomeRisk<Disease>>,
    pub(crate) absence: Levels,
    /// Steps of 5 kg/m2 above 25 of the overweight and the obese, by sex.
    pub(crate) steps: [[f64; 2]; 2],
}

/// The group of the Prospective Studies Collaboration a cause belongs to. Its renal and hepatic groups are no
/// causes of their own here: they are among all other causes, which take the ratio of all its other deaths. Dementia, injuries and
/// deaths of the newborn are not told apart there and take none.
fn group(cause: Cause) -> Option<&'static str> {
    match cause {
        Cause::IschaemicHeartDisease | Cause::Stroke | Cause::OtherCirculatory => Some("vascular"),
        Cause::Diabetes => Some("diabetes"),
        Cause::Copd | Cause::OtherRespiratory => Some("respiratory"),
        Cause::AllOtherCauses => Some("other"),
        _ if cause.group() == CauseGroup::Cancer => Some("neoplastic"),
        _ => None,
    }
}

impl WeightRisks {
    /// Reads the table.
    ///
    /// A ratio per 5 kg/m2 above 25 becomes one of a class by the mean body mass of the class:
    /// ```text
    /// RR(class) = RR ^ ((mean BMI of the class - 25) / 5)
    /// ```
    ///
    /// # Errors
    /// If a row that is needed is missing.
    pub(crate) fn from_data(data: &ReferenceData, body_mass: &[BodyMass; 2]) -> Result<Self, Error> {
        let rows = RiskTable::read(data, TableName::BODY_WEIGHT_RELATIVE_RISK)?;
        let steps = [0, 1].map(|sex: usize| body_mass[sex].class_means().map(|mean| (mean - CUTS[0]) / 5.0));
        let by_mass = |outcome: &str, measure: &str, name: String, sex: Sex, age: usize| -> Result<Levels, Error> {
            let row = rows.need(outcome, measure, "per_5_kg_m2", sex, age)?;
            Ok(steps[sex.index()].map(|power| {
                let parameter = format!("relative risk of body weight, {name}");
                Some(PublishedRatio { parameter, estimate: row.ratio.clone(), power })
            }))
        };
        let mut deaths = Vec::new();
        for cause in Cause::AXIS {
            let Some(group) = group(cause) else { continue };
            deaths.push(OutcomeRisk::new(cause, lag_of(cause), |sex, age| {
                if age < DEATHS_FROM {
                    return Ok([None, None]);
                }
                by_mass(group, "mortality", format!("{group} deaths"), sex, age)
            })?);
        }
        let mut cases = Vec::new();
        for (disease, outcome) in [(Disease::HeartAttack, "ihd"), (Disease::Stroke, "stroke")] {
            cases.push(OutcomeRisk::new(disease, Lag::Others, |sex, age| {
                by_mass(outcome, "incidence", format!("cases of {outcome}"), sex, age)
            })?);
        }
        let class = |outcome: &str, measure: &str, level: &str, sex: Sex, parameter: String| {
            let row = rows.need(outcome, measure, level, sex, 20)?;
            Ok::<_, Error>(Some(PublishedRatio { parameter, estimate: row.ratio.clone(), power: 1.0 }))
        };
        cases.push(OutcomeRisk::new(Disease::Diabetes, Lag::Others, |sex, _| {
            let of = |level: &str| {
                let parameter = format!("relative risk of body weight, cases of diabetes, {level}, {sex}");
                class("type2_diabetes", "incidence", level, sex, parameter)
            };
            Ok([of("overweight")?, of("obese")?])
        })?);
        let of = |level: &str| {
            class(
                "sick_leave",
                "absence",
                level,
                Sex::Male,
                format!("relative risk of body weight, days off sick, {level}"),
            )
        };
        Ok(Self { deaths, cases, absence: [of("overweight")?, of("obese")?], steps })
    }

    /// What is assumed, in words.
    pub(crate) fn notes(&self) -> Vec<String> {
        let mean = |sex: usize, class: usize| CUTS[0] + 5.0 * self.steps[sex][class];
        vec![
            format!(
                "risks of body weight per 5 kg/m2 above 25 are applied at the mean body mass of each class: {:.1} and {:.1} kg/m2 for overweight and obese men, {:.1} and {:.1} for women (derived from a log-normal that returns England's shares of 2013-15)",
                mean(0, 0),
                mean(0, 1),
                mean(1, 0),
                mean(1, 1)
            ),
            "deaths by body weight: ratios of the Prospective Studies Collaboration (2009), ages 35 to 89, adjusted for smoking; none below 35, above 89 as at 80 and over; one ratio for all cancers; dementia, injuries and deaths of the newborn take none".into(),
            "cases by body weight: the ratios for heart attack, stroke (2014) and diabetes (Guh 2009) are still to be checked against the publications (unverified); lung cancer and COPD take none".into(),
            "underweight people carry the risk of healthy weight".into(),
        ]
    }
}
