//! What smoking does to death: relative risks by cause, sex and age, and how the excess falls after quitting.

use super::decline::{CURVES, Curve, Decline, Declines, read_curve};
use super::published_risk::PublishedRisks;
use crate::data::integer;
use crate::data::{ReferenceData, TableName};
use crate::draws::Draws;
use crate::error::Error;
use crate::estimate::Estimate;
use crate::exposure::smoking::states::{FORMER, FORMER_YEARS, STATES};
use crate::mortality::Cause;
use crate::multistate::lanes::Lanes;
use crate::population::stratum::Sex;

/// First age with a risk of smoking; below it no source has one.
pub(crate) const RISK_FROM: usize = 35;

/// First ages of the bands with risks of their own.
pub(crate) const RISK_STARTS: [usize; 3] = [35, 45, 55];
/// Number of bands with risks of their own.
pub(crate) const RISK_BANDS: usize = RISK_STARTS.len();

/// Index of the risk band that holds an age; `None` below [`RISK_FROM`].
#[must_use]
pub(crate) fn risk_band(age: usize) -> Option<usize> {
    RISK_STARTS.iter().rposition(|&start| age >= start)
}

/// The causes with a risk of smoking, in the order of every array with a risk axis.
pub(crate) const RISK_CAUSES: [Cause; 13] = [
    Cause::LungCancer,
    Cause::ColorectalCancer,
    Cause::LiverCancer,
    Cause::OtherDigestiveCancer,
    Cause::CervicalCancer,
    Cause::OtherCancer,
    Cause::IschaemicHeartDisease,
    Cause::Stroke,
    Cause::OtherCirculatory,
    Cause::Copd,
    Cause::OtherRespiratory,
    Cause::Diabetes,
    Cause::DementiaAlzheimers,
];
/// Number of causes with a risk of smoking.
pub(crate) const RISKS: usize = RISK_CAUSES.len();

/// One relative risk of a smoker against a never smoker with its weight in a mean.
#[derive(Debug, Clone)]
pub(super) struct RiskTerm {
    pub(super) parameter: String,
    pub(super) estimate: Estimate,
    pub(super) weight: f64,
}

/// The relative risk of one cause, sex and age band: a mean over the sites it is made of.
#[derive(Debug, Clone, Default)]
struct RelativeRisk {
    terms: Vec<RiskTerm>,
    /// Weight of the sites with no known risk, which take 1.
    without_risk: f64,
}

/// Relative risks of death by smoking, with their decline after quitting, as estimates.
#[derive(Debug, Clone)]
pub(crate) struct SmokingRisks {
    ratios: Vec<RelativeRisk>,
    declines: [Decline; RISKS],
    curves: [Vec<Estimate>; CURVES],
    notes: Vec<String>,
}

/// The risks in a batch of draws.
#[derive(Debug, Clone)]
pub(crate) struct RiskDraws {
    /// Excess relative risk of current smokers, RR - 1; by risk cause, sex, risk band.
    pub(crate) excess: [[[Lanes; RISK_BANDS]; 2]; RISKS],
    /// Share of the excess left by former state and curve.
    pub(crate) remaining: Vec<[Lanes; CURVES]>,
    /// How the excess declines, by runs of causes that follow each other.
    pub(crate) declines: Vec<Declines>,
}

impl SmokingRisks {
    /// Reads the tables of risks.
    ///
    /// # Errors
    /// If a row that is needed is missing or there twice; the outcome is named.
    pub(crate) fn from_data(data: &ReferenceData) -> Result<Self, Error> {
        let rows = PublishedRisks::read(data)?;
        let mut ratios = Vec::with_capacity(RISKS * 2 * RISK_BANDS);
        for cause in RISK_CAUSES {
            for sex in Sex::ALL {
                for band in 0..RISK_BANDS {
                    ratios.push(rows.ratio(cause, sex, band, data)?);
                }
            }
        }
        let mut declines = [Decline::Along(Curve::Cancers); RISKS];
        for (decline, cause) in declines.iter_mut().zip(RISK_CAUSES) {
            *decline = match cause {
                Cause::IschaemicHeartDisease | Cause::Stroke | Cause::OtherCirculatory => {
                    Decline::Along(Curve::Cardiovascular)
                }
                Cause::Copd => Decline::Along(Curve::Copd),
                Cause::Diabetes => Decline::Constant(rows.former_share("type2_diabetes")?),
                Cause::DementiaAlzheimers => Decline::Constant(rows.former_share("all_cause_dementia")?),
                Cause::OtherRespiratory => Decline::Constant(rows.former_share("other_respiratory")?),
                _ => Decline::Along(Curve::Cancers),
            };
        }
        let (mut curves, mut notes): ([Vec<Estimate>; CURVES], _) = (Default::default(), notes());
        for curve in Curve::AXIS {
            let (estimates, missed) = read_curve(data, curve)?;
            curves[curve as usize] = estimates;
            if missed > 0.1 {
                notes.push(format!(
                    "the excess risk left after quitting of the curve {} keeps the published points and widths of intervals: ends are \
                     missed by up to {:.0}% of the width in log odds",
                    curve.name(),
                    100.0 * missed
                ));
            }
        }
        Ok(Self { ratios, declines, curves, notes })
    }

    /// What was assumed where a source is silent, in words, for the run's notes.
    #[must_use]
    pub(crate) fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Central relative risk of current against never smokers.
    #[must_use]
    pub(crate) fn central(&self, cause: Cause, sex: Sex, age: usize) -> f64 {
        let (Some(index), Some(band)) = (RISK_CAUSES.iter().position(|&c| c == cause), risk_band(age)) else {
            return 1.0;
        };
        let ratio = &self.ratios[(index * 2 + sex.index()) * RISK_BANDS + band];
        ratio.without_risk + ratio.terms.iter().map(|term| term.weight * term.estimate.central()).sum::<f64>()
    }

    /// The risks in a batch of draws.
    ///
    /// # Errors
    /// If an estimate cannot be drawn.
    pub(crate) fn draw(&self, draws: &mut Draws<'_>) -> Result<RiskDraws, Error> {
        let mut excess = [[[Lanes::ZERO; RISK_BANDS]; 2]; RISKS];
        for (index, by_sex) in excess.iter_mut().enumerate() {
            for (sex, by_band) in by_sex.iter_mut().enumerate() {
                for (band, value) in by_band.iter_mut().enumerate() {
                    let ratio = &self.ratios[(index * 2 + sex) * RISK_BANDS + band];
                    for term in &ratio.terms {
                        *value += (draws.value(|| term.parameter.clone(), &term.estimate)? - Lanes::ONE) * term.weight;
                    }
                }
            }
        }
        let mut remaining = vec![[Lanes::ZERO; CURVES]; STATES - FORMER];
        for curve in Curve::AXIS {
            let score = draws.score(|| format!("excess risk left after quitting, {}", curve.name()))?;
            let estimates = &self.curves[curve as usize];
            let at = |year: usize| draws_at(&estimates[year.min(estimates.len() - 1)], score);
            for (state, (from, to)) in FORMER_YEARS.into_iter().enumerate() {
                // The mean over the years of the state, straight lines between the published years.
                let mut sum = Lanes::ZERO;
                for year in from..to {
                    sum += (at(year as usize) + at(year as usize + 1)) * 0.5;
                }
                remaining[state][curve as usize] = sum * (1.0 / f64::from(to - from));
            }
        }
        Ok(RiskDraws { excess, remaining, declines: Declines::of(&self.declines) })
    }
}

fn draws_at(estimate: &Estimate, score: Lanes) -> Lanes {
    Lanes(score.0.map(|z| estimate.at_score(z)))
}

impl PublishedRisks {
    fn single(parameter: String, estimate: Estimate) -> RelativeRisk {
        RelativeRisk { terms: vec![RiskTerm { parameter, estimate, weight: 1.0 }], without_risk: 0.0 }
    }

    fn ratio(&self, cause: Cause, sex: Sex, band: usize, data: &ReferenceData) -> Result<RelativeRisk, Error> {
        let parameter = |outcome: &str, ages: &str| format!("relative risk of smoking, {outcome}, {sex}, {ages}");
        match cause {
            // Lung cancer and COPD have cohort ratios from 55 on; younger ages take them too. Their spread is that of
            // the meta-analysis of the same outcome.
            Cause::LungCancer | Cause::Copd => {
                let outcome = if cause == Cause::Copd { "copd" } else { "lung_cancer" };
                let row = self.need(outcome, true, false, sex, 55)?;
                let sibling = self.need(outcome, false, false, sex, 35)?;
                Ok(Self::single(parameter(cause.name(), "35+"), Self::cohort(row, Some(sibling))?))
            }
            Cause::IschaemicHeartDisease => {
                let (from, ages) = [(30, "35-44"), (45, "45-54"), (55, "55+")][band];
                let row = self.need("ihd", true, false, sex, from)?;
                let sibling = self.need("ihd", false, false, sex, 65)?;
                Ok(Self::single(parameter(cause.name(), ages), Self::cohort(row, Some(sibling))?))
            }
            Cause::Stroke => {
                let (from, ages) = [(30, "35-54"), (30, "35-54"), (55, "55+")][band];
                let row = self.need("stroke", true, false, sex, from)?;
                let outcome = if self.has("stroke", false, false, sex, 35) { "stroke" } else { "ischaemic_stroke" };
                let sibling = self.need(outcome, false, false, sex, 35)?;
                Ok(Self::single(parameter(cause.name(), ages), Self::cohort(row, Some(sibling))?))
            }
            Cause::OtherRespiratory | Cause::OtherCirculatory => {
                // One cohort of men gives rates for the whole of these causes; women take its ratios.
                let row = self.need(cause.name(), true, false, Sex::Male, 35)?;
                Ok(Self::single(format!("relative risk of smoking, {}, 35+", cause.name()), Self::cohort(row, None)?))
            }
            Cause::OtherDigestiveCancer => self.mixture(
                &[("oesophageal_adenocarcinoma", "oesophagus"), ("stomach", "stomach"), ("pancreas", "pancreas")],
                &[],
                sex,
                data,
            ),
            Cause::OtherCancer => self.mixture(
                &[
                    ("oral_cavity", "lip_oral_pharynx"),
                    ("larynx", "larynx"),
                    ("kidney", "kidney"),
                    ("bladder", "bladder"),
                ],
                &["oesophagus", "stomach", "pancreas", "liver", "colorectal", "lung", "breast", "prostate", "cervix"],
                sex,
                data,
            ),
            Cause::CervicalCancer if sex == Sex::Male => Ok(RelativeRisk { terms: Vec::new(), without_risk: 1.0 }),
            _ => {
                let outcome = match cause {
                    Cause::ColorectalCancer => "colorectal",
                    Cause::LiverCancer => "liver",
                    Cause::CervicalCancer => "cervical",
                    Cause::Diabetes => "type2_diabetes",
                    _ => "all_cause_dementia",
                };
                let row = self.need(outcome, false, false, sex, 35)?;
                let name = format!("relative risk of smoking, {}, 35+", cause.name());
                Ok(Self::single(name, Self::cohort(row, None)?))
            }
        }
    }

    /// Mean over sites weighted by registrations from 35 on; with `elsewhere` given, the registrations of no listed
    /// site count with a risk of 1.
    fn mixture(
        &self,
        sites: &[(&str, &str)],
        elsewhere: &[&str],
        sex: Sex,
        data: &ReferenceData,
    ) -> Result<RelativeRisk, Error> {
        let cases: Vec<f64> = sites.iter().map(|(_, site)| registrations(data, site, sex)).collect::<Result<_, _>>()?;
        let listed: f64 = cases.iter().sum();
        let total = if elsewhere.is_empty() {
            listed
        } else {
            let mut rest = registrations(data, "all_excl_nonmelanoma_skin", sex)?;
            for site in elsewhere {
                rest -= registrations(data, site, sex)?;
            }
            rest
        };
        let mut terms = Vec::with_capacity(sites.len());
        for ((outcome, _), cases) in sites.iter().zip(cases) {
            let row = self.need(outcome, false, false, sex, 35)?;
            terms.push(RiskTerm {
                parameter: format!("relative risk of smoking, {outcome}, 35+"),
                estimate: Self::cohort(row, None)?,
                weight: cases / total,
            });
        }
        Ok(RelativeRisk { terms, without_risk: 1.0 - listed / total })
    }
}

/// England's cancer registrations of a site from age 35 on.
fn registrations(data: &ReferenceData, site: &str, sex: Sex) -> Result<f64, Error> {
    let table = data.table(TableName::CANCER_REGISTRATIONS_SITE);
    let (name, sexes) = (table.text("site")?, table.text("sex")?);
    let (age, cases) = (table.number("age_from")?, table.number("cases")?);
    Ok((0..table.rows())
        .filter(|&row| {
            name[row].as_str() == site && sexes[row].as_str() == sex.name() && integer(age[row]) >= RISK_FROM
        })
        .map(|row| cases[row])
        .sum())
}

fn notes() -> Vec<String> {
    [
        "lung cancer and COPD below 55 take the cohort ratio of 55 and over (Thun 2013); heart disease and stroke below 55 the ratios of their own ages; no risk below 35",
        "the cohort ratios of Thun 2013 have no published interval: they take the relative spread of the meta-analysis of the same outcome (Jayes 2016, Rostron 2013, Peters 2013)",
        "other respiratory and other circulatory deaths take the ratios of the British doctors (Doll 2004, men, no interval: fixed), women too (derived)",
        "other digestive and other cancers take a mean over their sites weighted by registrations at 35 and over (derived); a site without a published ratio takes 1",
        "oesophageal cancer takes the ratio of adenocarcinoma and mouth and throat that of the oral cavity, the lower of the published two, because registrations do not part them",
        "breast, prostate, blood and lymph cancers, injuries and all other causes: no risk of smoking is modelled",
        "diabetes, dementia and other respiratory disease after quitting keep the constant share of the excess that former smokers have in the same source",
    ]
    .map(String::from)
    .to_vec()
}
