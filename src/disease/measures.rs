//! Diseases as measures: who has one, who falls ill, what utility and what money it takes.

use super::{DISEASES, Disease, PAYERS};
use crate::catalogue::measure::{Ages, Counted, Form};
use crate::catalogue::rows::CatalogueRows;
use crate::catalogue::{Measure, MeasureRow};

impl Measure {
    /// People who have had a heart attack.
    pub const PREVALENT_HEART_ATTACK: Self = Self::fixed("prevalent_heart_attack");
    /// People who have had a stroke.
    pub const PREVALENT_STROKE: Self = Self::fixed("prevalent_stroke");
    /// People living with lung cancer.
    pub const PREVALENT_LUNG_CANCER: Self = Self::fixed("prevalent_lung_cancer");
    /// People with chronic obstructive pulmonary disease.
    pub const PREVALENT_COPD: Self = Self::fixed("prevalent_copd");
    /// People with diabetes.
    pub const PREVALENT_DIABETES: Self = Self::fixed("prevalent_diabetes");
    /// First heart attacks.
    pub const CASES_HEART_ATTACK: Self = Self::fixed("cases_heart_attack");
    /// First strokes.
    pub const CASES_STROKE: Self = Self::fixed("cases_stroke");
    /// New lung cancers.
    pub const CASES_LUNG_CANCER: Self = Self::fixed("cases_lung_cancer");
    /// New cases of chronic obstructive pulmonary disease.
    pub const CASES_COPD: Self = Self::fixed("cases_copd");
    /// New cases of diabetes.
    pub const CASES_DIABETES: Self = Self::fixed("cases_diabetes");
    /// Person-years weighted by utility: the norm of their sex and age, less what more disease than in the baseline takes.
    pub const QALYS: Self = Self::fixed("qalys");
    /// QALYs discounted at 1.5% a year to the start.
    pub const QALYS_DISCOUNTED_1_5: Self = Self::fixed("qalys_discounted_1.5");
    /// QALYs discounted at 3.5% a year to the start.
    pub const QALYS_DISCOUNTED_3_5: Self = Self::fixed("qalys_discounted_3.5");
    /// NHS cost of people whatever ails them, by sex and age.
    pub const NHS_COST_OF_HEADS: Self = Self::fixed("nhs_cost_of_heads");
    /// NHS cost of the diseases followed.
    pub const NHS_COST_OF_DISEASE: Self = Self::fixed("nhs_cost_of_disease");
    /// Social-care cost of people by sex and age.
    pub const SOCIAL_CARE_COST_OF_HEADS: Self = Self::fixed("social_care_cost_of_heads");
    /// Social-care cost of the diseases followed.
    pub const SOCIAL_CARE_COST_OF_DISEASE: Self = Self::fixed("social_care_cost_of_disease");
    /// NHS cost: of the baseline's people, and of disease beyond the baseline's; years added to lives cost nothing here.
    pub const NHS_COST: Self = Self::fixed("nhs_cost");
    /// NHS cost of the years added to lives.
    pub const NHS_COST_OF_ADDED_YEARS: Self = Self::fixed("nhs_cost_of_added_years");
    /// Social-care cost, likewise without added years.
    pub const SOCIAL_CARE_COST: Self = Self::fixed("social_care_cost");
    /// Social-care cost of the years added to lives.
    pub const SOCIAL_CARE_COST_OF_ADDED_YEARS: Self = Self::fixed("social_care_cost_of_added_years");
    /// NHS cost discounted at 1.5% a year to the start.
    pub const NHS_COST_DISCOUNTED_1_5: Self = Self::fixed("nhs_cost_discounted_1.5");
    /// NHS cost discounted at 3.5% a year to the start.
    pub const NHS_COST_DISCOUNTED_3_5: Self = Self::fixed("nhs_cost_discounted_3.5");
    /// Social-care cost discounted at 1.5% a year to the start.
    pub const SOCIAL_CARE_COST_DISCOUNTED_1_5: Self = Self::fixed("social_care_cost_discounted_1.5");
    /// Social-care cost discounted at 3.5% a year to the start.
    pub const SOCIAL_CARE_COST_DISCOUNTED_3_5: Self = Self::fixed("social_care_cost_discounted_3.5");

    /// People with a disease.
    #[must_use]
    pub const fn prevalent(disease: Disease) -> Self {
        PREVALENT[disease.index()]
    }

    /// New cases of a disease.
    #[must_use]
    pub const fn cases(disease: Disease) -> Self {
        CASES[disease.index()]
    }
}

/// People with each disease.
const PREVALENT: [Measure; DISEASES] = [
    Measure::PREVALENT_HEART_ATTACK,
    Measure::PREVALENT_STROKE,
    Measure::PREVALENT_LUNG_CANCER,
    Measure::PREVALENT_COPD,
    Measure::PREVALENT_DIABETES,
];
/// New cases of each disease, in the order in which the loop counts them.
pub(crate) const CASES: [Measure; DISEASES] = [
    Measure::CASES_HEART_ATTACK,
    Measure::CASES_STROKE,
    Measure::CASES_LUNG_CANCER,
    Measure::CASES_COPD,
    Measure::CASES_DIABETES,
];
/// Costs of heads and of disease, by payer.
pub(crate) const COSTS: [[Measure; 2]; PAYERS] = [
    [Measure::NHS_COST_OF_HEADS, Measure::NHS_COST_OF_DISEASE],
    [Measure::SOCIAL_CARE_COST_OF_HEADS, Measure::SOCIAL_CARE_COST_OF_DISEASE],
];

const fn prevalent(of: Disease) -> MeasureRow {
    MeasureRow::stock(Measure::prevalent(of), Counted::WithDisease(of.index()), Ages::All)
}

const fn cases(of: Disease) -> MeasureRow {
    MeasureRow::flow(Measure::cases(of), "cases", Ages::All)
}

const fn pounds(of: Measure) -> MeasureRow {
    MeasureRow::flow(of, "GBP", Ages::All)
}

const fn formed(of: Measure, form: Form) -> MeasureRow {
    MeasureRow::over_a_year(of, "GBP", form)
}

pub(crate) const ADDS: CatalogueRows = CatalogueRows {
    measures: &[
        prevalent(Disease::HeartAttack),
        prevalent(Disease::Stroke),
        prevalent(Disease::LungCancer),
        prevalent(Disease::Copd),
        prevalent(Disease::Diabetes),
        cases(Disease::HeartAttack),
        cases(Disease::Stroke),
        cases(Disease::LungCancer),
        cases(Disease::Copd),
        cases(Disease::Diabetes),
        MeasureRow::flow(Measure::QALYS, "QALYs", Ages::All),
        pounds(Measure::NHS_COST_OF_HEADS),
        pounds(Measure::NHS_COST_OF_DISEASE),
        pounds(Measure::SOCIAL_CARE_COST_OF_HEADS),
        pounds(Measure::SOCIAL_CARE_COST_OF_DISEASE),
        formed(Measure::NHS_COST, Form::CostOf(Measure::NHS_COST_OF_HEADS, Measure::NHS_COST_OF_DISEASE)),
        formed(Measure::NHS_COST_OF_ADDED_YEARS, Form::Beyond(Measure::NHS_COST_OF_HEADS)),
        formed(
            Measure::SOCIAL_CARE_COST,
            Form::CostOf(Measure::SOCIAL_CARE_COST_OF_HEADS, Measure::SOCIAL_CARE_COST_OF_DISEASE),
        ),
        formed(Measure::SOCIAL_CARE_COST_OF_ADDED_YEARS, Form::Beyond(Measure::SOCIAL_CARE_COST_OF_HEADS)),
        MeasureRow::over_a_year(Measure::QALYS_DISCOUNTED_1_5, "QALYs", Form::Discounted(Measure::QALYS, 0.015)),
        MeasureRow::over_a_year(Measure::QALYS_DISCOUNTED_3_5, "QALYs", Form::Discounted(Measure::QALYS, 0.035)),
        formed(Measure::NHS_COST_DISCOUNTED_1_5, Form::Discounted(Measure::NHS_COST, 0.015)),
        formed(Measure::NHS_COST_DISCOUNTED_3_5, Form::Discounted(Measure::NHS_COST, 0.035)),
        formed(Measure::SOCIAL_CARE_COST_DISCOUNTED_1_5, Form::Discounted(Measure::SOCIAL_CARE_COST, 0.015)),
        formed(Measure::SOCIAL_CARE_COST_DISCOUNTED_3_5, Form::Discounted(Measure::SOCIAL_CARE_COST, 0.035)),
    ],
    ..CatalogueRows::NOTHING
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn diseases_have_their_measures() {
        for disease in Disease::AXIS {
            assert_eq!(Measure::prevalent(disease).name(), format!("prevalent_{}", disease.name()));
            assert_eq!(Measure::cases(disease).name(), format!("cases_{}", disease.name()));
        }
    }
}
