//! Death rates of one age by cause, and deaths added up to the groups of the results.

use crate::exposure::smoking::hazard::Exposed;
use crate::exposure::smoking::risk::{RISK_CAUSES, RISKS, RiskDraws};
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

/// Deaths per year lived, of one sex and age in a year: of a never smoker by result group, and what smoking adds by cause.
pub(super) struct DeathRates {
    never: Deaths,
    added: [Lanes; RISKS],
}

impl DeathRates {
    /// From the hazards of a never smoker by risk cause, the rates of the rest, and excess risks.
    #[inline(always)]
    pub(super) fn new(rates: &Rates, never: &[Lanes; RISKS], excess: &[Lanes; RISKS]) -> Self {
        let mut added = [Lanes::ZERO; RISKS];
        for risk in 0..RISKS {
            added[risk] = never[risk] * excess[risk];
        }
        Self { never: Self::without_smoking(rates, never), added }
    }

    /// Deaths per year lived where nobody's risk depends on smoking.
    #[inline(always)]
    pub(super) fn without_smoking(rates: &Rates, by_cause: &[Lanes; RISKS]) -> Deaths {
        let mut deaths = Deaths {
            all: rates.rest,
            cancer: rates.rest_cancers,
            cardiovascular: Lanes::ZERO,
            respiratory: Lanes::ZERO,
            lung_cancer: Lanes::ZERO,
            ischaemic_heart_disease: Lanes::ZERO,
            stroke: Lanes::ZERO,
            copd: Lanes::ZERO,
            smoking: Lanes::ZERO,
        };
        for (cause, rate) in RISK_CAUSES.into_iter().zip(by_cause) {
            deaths.all += *rate;
            deaths.add(cause, *rate);
        }
        deaths
    }

    /// Deaths of people with these years lived.
    #[inline(always)]
    pub(super) fn deaths(&self, lived: &Exposed, risks: &RiskDraws) -> Deaths {
        let mut deaths = self.never.times(lived.all);
        let units = lived.smoker_units(risks);
        for (risk, cause) in RISK_CAUSES.into_iter().enumerate() {
            let added = self.added[risk] * units[risks.decline[risk]];
            deaths.smoking += added;
            deaths.add(cause, added);
        }
        deaths.all += deaths.smoking;
        deaths
    }
}

impl Deaths {
    /// Each rate times the years lived.
    #[inline(always)]
    pub(super) fn times(&self, years: Lanes) -> Self {
        Self {
            all: self.all * years,
            cancer: self.cancer * years,
            cardiovascular: self.cardiovascular * years,
            respiratory: self.respiratory * years,
            lung_cancer: self.lung_cancer * years,
            ischaemic_heart_disease: self.ischaemic_heart_disease * years,
            stroke: self.stroke * years,
            copd: self.copd * years,
            smoking: Lanes::ZERO,
        }
    }

    /// Adds deaths of one cause to its groups, but not to all.
    #[inline(always)]
    fn add(&mut self, cause: Cause, count: Lanes) {
        match cause.group() {
            CauseGroup::Cancer => self.cancer += count,
            CauseGroup::Cardiovascular => self.cardiovascular += count,
            CauseGroup::Respiratory => self.respiratory += count,
            CauseGroup::Other => {}
        }
        match cause {
            Cause::LungCancer => self.lung_cancer += count,
            Cause::IschaemicHeartDisease => self.ischaemic_heart_disease += count,
            Cause::Stroke => self.stroke += count,
            Cause::Copd => self.copd += count,
            _ => {}
        }
    }
}
