//! What smoking does to falling ill: relative risks of new cases by disease, sex and age, and how the excess falls after quitting.
//!
//! New cases take ratios of incidence, deaths the cohorts' ratios of mortality ([`risk`](super::risk)): the two are not applied to the same event.

use super::decline::{Curve, Decline, Declines};
use super::published_risk::PublishedRisks;
use super::risk::{RISK_BANDS, RiskTerm};
use crate::data::integer;
use crate::data::{ReferenceData, TableName};
use crate::disease::{DISEASES, Disease};
use crate::draws::Draws;
use crate::error::Error;
use crate::multistate::lanes::Lanes;
use crate::population::stratum::Sex;

/// Relative risks of falling ill by smoking, with their decline after quitting, as estimates.
#[derive(Debug, Clone)]
pub(crate) struct SmokingCases {
    /// By disease, sex, risk band: parts of a weighted mean whose weights add up to 1.
    ratios: Vec<Vec<RiskTerm>>,
    declines: [Decline; DISEASES],
}

/// The risks in a batch of draws.
#[derive(Debug, Clone)]
pub(crate) struct CaseRisks {
    /// Excess relative risk of current smokers, RR - 1; by disease, sex, risk band.
    pub(crate) excess: [[[Lanes; RISK_BANDS]; 2]; DISEASES],
    /// How the excess declines, by runs of diseases that follow each other: `risks` are indices on the disease axis.
    pub(crate) declines: Vec<Declines>,
}

impl SmokingCases {
    /// Reads the tables of risks.
    ///
    /// # Errors
    /// If a row that is needed is missing or there twice; the outcome is named.
    pub(crate) fn from_data(data: &ReferenceData) -> Result<Self, Error> {
        let rows = PublishedRisks::read(data)?;
        let older = share_from_65(data)?;
        let mut ratios = Vec::with_capacity(DISEASES * 2 * RISK_BANDS);
        for disease in Disease::AXIS {
            for sex in Sex::ALL {
                for band in 0..RISK_BANDS {
                    ratios.push(ratio(&rows, disease, sex, band, older)?);
                }
            }
        }
        let mut declines = [Decline::Along(Curve::Cardiovascular); DISEASES];
        declines[Disease::LungCancer.index()] = Decline::Along(Curve::Cancers);
        declines[Disease::Copd.index()] = Decline::Along(Curve::Copd);
        declines[Disease::Diabetes.index()] = Decline::Constant(rows.former_share("type2_diabetes")?);
        Ok(Self { ratios, declines })
    }

    /// What was assumed where a source is silent, in words, for the run's notes.
    #[must_use]
    pub(crate) fn notes(&self) -> Vec<String> {
        [
            "smoking and new cases: ratios of incidence from meta-analyses (Jayes 2016, Rostron 2013, Peters 2013, Pan 2015), none below 35; heart attacks take those of ischaemic heart disease",
            "smoking and new heart attacks from 55 on: the mean of the ratios of 35-64 and of 65 and over, weighted by first heart attacks from 55 to 64 and from 65 on (derived)",
            "smoking and new strokes: men 1.67 (Peters 2013, unverified; the interval of the other row is centred on it), women the ratio of ischaemic stroke, which is that of haemorrhagic stroke too",
            "smoking and new cases: the excess falls after quitting as that of deaths of the same cause does",
        ]
        .map(String::from)
        .to_vec()
    }

    /// Central relative risk of a new case, current against never smokers.
    #[cfg(test)]
    #[must_use]
    pub(crate) fn central(&self, disease: Disease, sex: Sex, age: usize) -> f64 {
        super::risk::risk_band(age).map_or(1.0, |band| {
            let terms = &self.ratios[(disease.index() * 2 + sex.index()) * RISK_BANDS + band];
            terms.iter().map(|term| term.weight * term.estimate.central()).sum()
        })
    }

    /// The risks in a batch of draws.
    ///
    /// # Errors
    /// If an estimate cannot be drawn.
    pub(crate) fn draw(&self, draws: &mut Draws<'_>) -> Result<CaseRisks, Error> {
        let mut excess = [[[Lanes::ZERO; RISK_BANDS]; 2]; DISEASES];
        let indices = excess.iter_mut().flatten().flatten();
        for (value, terms) in indices.zip(&self.ratios) {
            for term in terms {
                *value += (draws.value(|| term.parameter.clone(), &term.estimate)? - Lanes::ONE) * term.weight;
            }
        }
        Ok(CaseRisks { excess, declines: Declines::of(&self.declines) })
    }
}

fn ratio(rows: &PublishedRisks, disease: Disease, sex: Sex, band: usize, older: f64) -> Result<Vec<RiskTerm>, Error> {
    let term = |outcome: &str, age: usize, parameter: String, weight: f64| -> Result<RiskTerm, Error> {
        let row = rows.need(outcome, false, false, sex, age)?;
        Ok(RiskTerm { parameter, estimate: PublishedRisks::cohort(row, None)?, weight })
    };
    let name = |of: &str| format!("relative risk of smoking, new cases, {of}");
    match disease {
        Disease::HeartAttack => {
            let younger = name(&format!("ischaemic_heart_disease, {sex}, 35-64"));
            if band + 1 < RISK_BANDS {
                return Ok(vec![term("ihd", 35, younger, 1.0)?]);
            }
            let from_65 = name(&format!("ischaemic_heart_disease, {sex}, 65+"));
            Ok(vec![term("ihd", 35, younger, 1.0 - older)?, term("ihd", 65, from_65, older)?])
        }
        Disease::Stroke => {
            let has_stroke = rows.has("stroke", false, false, sex, 35);
            let outcome = if has_stroke { "stroke" } else { "ischaemic_stroke" };
            Ok(vec![term(outcome, 35, name(&format!("stroke, {sex}, 35+")), 1.0)?])
        }
        Disease::LungCancer => Ok(vec![term("lung_cancer", 35, name("lung_cancer, 35+"), 1.0)?]),
        Disease::Copd => Ok(vec![term("copd", 35, name("copd, 35+"), 1.0)?]),
        // Deaths of diabetes take the same row, so it is the same parameter.
        Disease::Diabetes => {
            Ok(vec![term("type2_diabetes", 35, "relative risk of smoking, diabetes, 35+".into(), 1.0)?])
        }
    }
}

/// Of first heart attacks from 55 on, the share from 65 on.
fn share_from_65(data: &ReferenceData) -> Result<f64, Error> {
    let table = data.table(TableName::DISEASE_ESTIMATES);
    let (name, measure) = (table.text("disease")?, table.text("measure")?);
    let (age, value) = (table.number("age_from")?, table.number("value")?);
    let (mut younger, mut older) = (0.0, 0.0);
    for row in 0..table.rows() {
        if name[row] == Disease::HeartAttack.name() && measure[row] == "first_events" {
            match integer(age[row]) {
                55..65 => younger += value[row],
                65.. => older += value[row],
                _ => {}
            }
        }
    }
    if younger > 0.0 && older > 0.0 {
        return Ok(older / (younger + older));
    }
    Err(Error::Table {
        table: table.label().to_owned(),
        line: None,
        rule: "needs first_events of heart_attack from 55 and from 65 on".into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exposure::smoking::fit::risk::SmokingRisks;

    #[test]
    fn ratios_are_the_published_ones() {
        let cases = SmokingCases::from_data(&ReferenceData::embedded()).unwrap();
        let central = |disease, sex, age| cases.central(disease, sex, age);
        for (disease, sex, age, published) in [
            // Jayes 2016; Rostron 2013; Peters 2013; Pan 2015.
            (Disease::LungCancer, Sex::Male, 60, 10.92),
            (Disease::Copd, Sex::Female, 40, 4.01),
            (Disease::HeartAttack, Sex::Male, 35, 3.18),
            (Disease::HeartAttack, Sex::Female, 54, 3.93),
            (Disease::Stroke, Sex::Male, 70, 1.67),
            (Disease::Stroke, Sex::Female, 70, 1.83),
            (Disease::Diabetes, Sex::Male, 50, 1.37),
            (Disease::Diabetes, Sex::Male, 34, 1.0),
        ] {
            assert!((central(disease, sex, age) - published).abs() < 1e-12, "{disease:?} {sex}");
        }
        // From 55 on between the ratios of 35-64 and of 65 and over, by 11,019 events to 48,472 (Smolina 2012).
        let older = 48_472.0 / 59_491.0;
        let mean = 3.18 * (1.0 - older) + 1.96 * older;
        assert!((central(Disease::HeartAttack, Sex::Male, 80) - mean).abs() < 1e-12);
    }

    #[test]
    fn the_same_row_is_the_same_parameter() {
        let data = ReferenceData::embedded();
        let mut draws = Draws::register();
        SmokingRisks::from_data(&data).unwrap().draw(&mut draws).unwrap();
        let risks = SmokingCases::from_data(&data).unwrap().draw(&mut draws).unwrap();
        let lung = risks.excess[Disease::LungCancer.index()][0][2].0[0];
        assert!((lung - 9.92).abs() < 1e-12);
        let plan = draws.into_plan().unwrap();
        let names = plan.parameters().names();
        let of = |word: &str| names.iter().filter(|name| name.contains(word)).count();
        assert_eq!(of("new cases"), 8);
        assert_eq!(of("smoking, diabetes"), 1);
        // Heart attack and stroke decline alike; then one run each.
        let runs: Vec<_> = risks.declines.iter().map(|run| run.risks.clone()).collect();
        assert_eq!(runs, [0..2, 2..3, 3..4, 4..5]);
    }
}
