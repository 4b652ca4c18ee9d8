//! Death rates of one age by cause, and deaths added up to the groups of the results.

use crate::exposure::smoking::dynamics::hazard::Exposed;
use crate::exposure::smoking::fit::risk::{RISK_CAUSES, RISKS, RiskDraws};
use crate::mortality::{CAUSES, Cause};
use crate::multistate::lanes::{Lanes, one_by_one};
use std::ops::Range;

/// Causes without a risk of smoking, cancers first.
const OTHER_CAUSES: [Cause; CAUSES - RISKS] = [
    Cause::BreastCancer,
    Cause::ProstateCancer,
    Cause::LymphoidHaematopoieticCancer,
    Cause::IntentionalInjury,
    Cause::UnintentionalInjury,
    Cause::Neonatal,
    Cause::AllOtherCauses,
];
/// Number of cancers among them.
const OTHER_CANCERS: usize = 3;

/// The causes in the order of the hot loop: those with a risk of smoking, in the order of [`RISK_CAUSES`], then other causes.
pub(crate) const CAUSE_ORDER: [Cause; CAUSES] = {
    let mut order = [Cause::AllOtherCauses; CAUSES];
    let mut index = 0;
    while index < CAUSES {
        order[index] = if index < RISKS { RISK_CAUSES[index] } else { OTHER_CAUSES[index - RISKS] };
        index += 1;
    }
    order
};

/// Indices among the causes with a risk of smoking.
const CANCERS: Range<usize> = 0..6;
const CARDIOVASCULAR: Range<usize> = 6..9;
const RESPIRATORY: Range<usize> = 9..11;
const LUNG_CANCER: usize = 0;
const ISCHAEMIC_HEART_DISEASE: usize = 6;
const STROKE: usize = 7;
const COPD: usize = 9;

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

/// The rates of one sex, quintile and age, by risk cause and for other causes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rates {
    pub(super) risks: [Lanes; RISKS],
    other_cancers: Lanes,
    pub(super) other_causes: Lanes,
}

/// Factors on the death rates of cancer, cardiovascular and respiratory disease.
pub(crate) type DyingFactors = [Lanes; 3];

/// The index of a cause among [`DyingFactors`], by its index in [`CAUSE_ORDER`]; none for other causes.
const FACTOR_OF: [Option<usize>; CAUSES] = {
    let mut of = [None; CAUSES];
    let mut index = 0;
    while index < CAUSES {
        if index < CANCERS.end || (index >= RISKS && index < RISKS + OTHER_CANCERS) {
            of[index] = Some(0);
        } else if index < CARDIOVASCULAR.end {
            of[index] = Some(1);
        } else if index < RESPIRATORY.end {
            of[index] = Some(2);
        }
        index += 1;
    }
    of
};

impl Rates {
    /// The rates of a run with ratios of its own on each cause, all of which may be 1.
    #[inline(always)]
    pub(super) fn of_run(
        table: &[f64; CAUSES],
        factors: &[Lanes; CAUSES],
        ratios: &[Lanes; CAUSES],
        dying: &DyingFactors,
    ) -> Self {
        let mut own = [Lanes::ZERO; CAUSES];
        for cause in one_by_one(0..CAUSES) {
            own[cause] = factors[cause] * ratios[cause];
            if let Some(group) = FACTOR_OF[cause] {
                own[cause] *= dying[group];
            }
        }
        Self::of(table, &own)
    }

    /// Rates from those of the cell and the factors of the year, both in the order of [`CAUSE_ORDER`].
    #[inline(always)]
    pub(super) fn of(table: &[f64; CAUSES], factors: &[Lanes; CAUSES]) -> Self {
        let mut risks = [Lanes::ZERO; RISKS];
        for risk in one_by_one(0..RISKS) {
            risks[risk] = factors[risk] * table[risk];
        }
        let mut other_cancers = Lanes::ZERO;
        for cause in one_by_one(RISKS..RISKS + OTHER_CANCERS) {
            other_cancers += factors[cause] * table[cause];
        }
        let mut other_causes = other_cancers;
        for cause in one_by_one(RISKS + OTHER_CANCERS..CAUSES) {
            other_causes += factors[cause] * table[cause];
        }
        Self { risks, other_cancers, other_causes }
    }

    /// No rates.
    pub(super) const NONE: Self =
        Self { risks: [Lanes::ZERO; RISKS], other_cancers: Lanes::ZERO, other_causes: Lanes::ZERO };

    /// The rates over a year that is lived half at one age and half at the next.
    #[inline(always)]
    pub(super) fn over_year([younger, older]: [&Self; 2]) -> Self {
        let mut risks = [Lanes::ZERO; RISKS];
        for risk in one_by_one(0..RISKS) {
            risks[risk] = (younger.risks[risk] + older.risks[risk]) * 0.5;
        }
        Self {
            risks,
            other_cancers: (younger.other_cancers + older.other_cancers) * 0.5,
            other_causes: (younger.other_causes + older.other_causes) * 0.5,
        }
    }

    /// The rates of those who live half a year on average.
    #[inline(always)]
    pub(super) fn over_half_a_year(&self) -> Self {
        Self::over_year([self, &Self::NONE])
    }

    #[inline(always)]
    pub(super) fn all(&self) -> Lanes {
        let mut all = self.other_causes;
        for rate in one_by_one(&self.risks) {
            all += *rate;
        }
        all
    }
}

/// Deaths per year lived, of one sex and age in a year: of a never smoker by result group, and what smoking adds by cause.
#[derive(Debug)]
pub(super) struct DeathRates {
    never: Deaths,
    added: [Lanes; RISKS],
}

impl DeathRates {
    /// From the hazards of a never smoker by risk cause, the rates of other causes, and excess risks.
    #[inline(always)]
    pub(super) fn new(rates: &Rates, never: &[Lanes; RISKS], excess: &[Lanes; RISKS]) -> Self {
        let mut added = [Lanes::ZERO; RISKS];
        for risk in one_by_one(0..RISKS) {
            added[risk] = never[risk] * excess[risk];
        }
        Self { never: Self::without_smoking(rates, never), added }
    }

    /// The same from one over the mean relative risks.
    #[inline(always)]
    pub(super) fn shared_out(rates: &Rates, per_mean: &[Lanes; RISKS], excess: &[Lanes; RISKS]) -> Self {
        let mut never = [Lanes::ZERO; RISKS];
        for risk in one_by_one(0..RISKS) {
            never[risk] = rates.risks[risk] * per_mean[risk];
        }
        Self::new(rates, &never, excess)
    }

    /// Deaths per year lived where nobody's risk depends on smoking.
    #[inline(always)]
    pub(super) fn without_smoking(rates: &Rates, by_cause: &[Lanes; RISKS]) -> Deaths {
        let mut deaths = Deaths::of(by_cause);
        for rate in one_by_one(by_cause) {
            deaths.all += *rate;
        }
        deaths.all += rates.other_causes;
        deaths.cancer += rates.other_cancers;
        deaths
    }

    /// Deaths of people with these years lived, in a part of them.
    #[inline(always)]
    pub(super) fn deaths(&self, lived: &Exposed, part: f64, risks: &RiskDraws) -> Deaths {
        let mut added = [Lanes::ZERO; RISKS];
        let mut smoking = Lanes::ZERO;
        for decline in &risks.declines {
            let units = lived.smoker_units(decline) * part;
            for risk in one_by_one(decline.risks.clone()) {
                added[risk] = self.added[risk] * units;
                smoking += added[risk];
            }
        }
        let (never, more, years) = (&self.never, Deaths::of(&added), lived.all * part);
        Deaths {
            all: never.all * years + smoking,
            cancer: never.cancer * years + more.cancer,
            cardiovascular: never.cardiovascular * years + more.cardiovascular,
            respiratory: never.respiratory * years + more.respiratory,
            lung_cancer: never.lung_cancer * years + more.lung_cancer,
            ischaemic_heart_disease: never.ischaemic_heart_disease * years + more.ischaemic_heart_disease,
            stroke: never.stroke * years + more.stroke,
            copd: never.copd * years + more.copd,
            smoking,
        }
    }
}

impl Deaths {
    /// No deaths.
    pub(super) const NONE: Self = Self {
        all: Lanes::ZERO,
        cancer: Lanes::ZERO,
        cardiovascular: Lanes::ZERO,
        respiratory: Lanes::ZERO,
        lung_cancer: Lanes::ZERO,
        ischaemic_heart_disease: Lanes::ZERO,
        stroke: Lanes::ZERO,
        copd: Lanes::ZERO,
        smoking: Lanes::ZERO,
    };

    /// Causes with a risk of smoking added up to their groups; all and smoking are left at 0.
    #[inline(always)]
    fn of(by_cause: &[Lanes; RISKS]) -> Self {
        Self {
            all: Lanes::ZERO,
            cancer: sum(by_cause, CANCERS),
            cardiovascular: sum(by_cause, CARDIOVASCULAR),
            respiratory: sum(by_cause, RESPIRATORY),
            lung_cancer: by_cause[LUNG_CANCER],
            ischaemic_heart_disease: by_cause[ISCHAEMIC_HEART_DISEASE],
            stroke: by_cause[STROKE],
            copd: by_cause[COPD],
            smoking: Lanes::ZERO,
        }
    }

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
}

#[inline(always)]
fn sum(by_cause: &[Lanes; RISKS], causes: Range<usize>) -> Lanes {
    let mut sum = Lanes::ZERO;
    for cause in one_by_one(causes) {
        sum += by_cause[cause];
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mortality::CauseGroup;

    #[test]
    fn indices_are_those_of_the_causes() {
        let mut seen = CAUSE_ORDER.map(Cause::index);
        seen.sort_unstable();
        assert!(seen.into_iter().eq(0..CAUSES));
        for (index, cause) in CAUSE_ORDER.into_iter().enumerate() {
            let group = if CANCERS.contains(&index) || (RISKS..RISKS + OTHER_CANCERS).contains(&index) {
                CauseGroup::Cancer
            } else if CARDIOVASCULAR.contains(&index) {
                CauseGroup::Cardiovascular
            } else if RESPIRATORY.contains(&index) {
                CauseGroup::Respiratory
            } else {
                CauseGroup::Other
            };
            assert_eq!(cause.group(), group, "{}", cause.name());
        }
        for (index, cause) in [
            (LUNG_CANCER, Cause::LungCancer),
            (ISCHAEMIC_HEART_DISEASE, Cause::IschaemicHeartDisease),
            (STROKE, Cause::Stroke),
            (COPD, Cause::Copd),
        ] {
            assert_eq!(CAUSE_ORDER[index], cause);
        }
    }
}
