//! Death rates of one age by cause, and deaths added up to the groups of the results.

use super::world::World;
use crate::exposure::smoking::hazard::Exposed;
use crate::exposure::smoking::risk::{RISK_CAUSES, RISKS};
use crate::mortality::trend::BROAD_BANDS;
use crate::mortality::{Cause, CauseGroup};
use crate::multistate::lanes::Lanes;

/// Cancers without a risk of smoking.
const REST_CANCERS: [Cause; 3] = [Cause::BreastCancer, Cause::ProstateCancer, Cause::LymphoidHaematopoieticCancer];

/// Deaths over a year of one age by result group.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deaths {
    pub(crate) all: Lanes,
    pub(crate) cancer: Lanes,
    pub(crate) cardiovascular: Lanes,
    pub(crate) respiratory: Lanes,
    pub(crate) lung_cancer: Lanes,
    pub(crate) ischaemic_heart_disease: Lanes,
    pub(crate) stroke: Lanes,
    pub(crate) copd: Lanes,
    pub(crate) smoking: Lanes,
}

/// The rates of one sex, quintile and age, by risk cause and for the rest.
#[derive(Clone, Copy)]
pub(super) struct Rates {
    pub(super) risks: [Lanes; RISKS],
    rest_cancers: Lanes,
    pub(super) rest: Lanes,
}

impl Rates {
    /// Rates from a table by cause, the area's factor and the factors of the year.
    #[inline(always)]
    pub(super) fn of(table: &[f64], area_factor: f64, factors: &[Lanes], sex: usize, band: usize) -> Self {
        let one = |cause: usize| factors[(cause * 2 + sex) * BROAD_BANDS + band] * (table[cause] * area_factor);
        let mut risks = [Lanes::ZERO; RISKS];
        for (rate, cause) in risks.iter_mut().zip(RISK_CAUSES) {
            *rate = one(cause.index());
        }
        let mut rest_cancers = Lanes::ZERO;
        for cause in REST_CANCERS {
            rest_cancers += one(cause.index());
        }
        let mut rest = rest_cancers;
        for cause in [Cause::IntentionalInjury, Cause::UnintentionalInjury, Cause::Neonatal, Cause::AllOtherCauses] {
            rest += one(cause.index());
        }
        Self { risks, rest_cancers, rest }
    }

    #[inline(always)]
    pub(super) fn all(&self) -> Lanes {
        let mut all = self.rest;
        for rate in &self.risks {
            all += *rate;
        }
        all
    }
}

/// Deaths of people with these person-years at a never smoker's hazards and excess risks.
#[inline(always)]
pub(super) fn deaths(
    rates: &Rates,
    never: &[Lanes; RISKS],
    excess: &[Lanes; RISKS],
    lived: &Exposed,
    world: &World,
) -> Deaths {
    let mut by_cause = [Lanes::ZERO; RISKS];
    let mut smoking = Lanes::ZERO;
    for risk in 0..RISKS {
        let added = never[risk] * excess[risk] * lived.smoker_units(risk, &world.risks);
        smoking += added;
        by_cause[risk] = never[risk] * lived.all + added;
    }
    group(rates, &by_cause, smoking, lived.all)
}

/// Adds causes up to the groups of the results.
#[inline(always)]
pub(super) fn group(rates: &Rates, by_cause: &[Lanes; RISKS], smoking: Lanes, person_years: Lanes) -> Deaths {
    let mut deaths = Deaths {
        all: rates.rest * person_years,
        cancer: rates.rest_cancers * person_years,
        cardiovascular: Lanes::ZERO,
        respiratory: Lanes::ZERO,
        lung_cancer: Lanes::ZERO,
        ischaemic_heart_disease: Lanes::ZERO,
        stroke: Lanes::ZERO,
        copd: Lanes::ZERO,
        smoking,
    };
    for (cause, count) in RISK_CAUSES.into_iter().zip(by_cause) {
        deaths.all += *count;
        match cause.group() {
            CauseGroup::Cancer => deaths.cancer += *count,
            CauseGroup::Cardiovascular => deaths.cardiovascular += *count,
            CauseGroup::Respiratory => deaths.respiratory += *count,
            CauseGroup::Other => {}
        }
        match cause {
            Cause::LungCancer => deaths.lung_cancer = *count,
            Cause::IschaemicHeartDisease => deaths.ischaemic_heart_disease = *count,
            Cause::Stroke => deaths.stroke = *count,
            Cause::Copd => deaths.copd = *count,
            _ => {}
        }
    }
    deaths
}
