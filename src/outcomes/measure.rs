//! What is counted: the measures of a projection, with their units.

use crate::disease::Disease;
use crate::error::Error;
use serde::{Deserialize, Serialize};
use std::fmt;

/// When a measure is read: at mid-year, or over the year to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timing {
    /// At mid-year, from the start on.
    Stock,
    /// Over the year to mid-year, from the year after the start on.
    Flow,
}

/// How a measure is come by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Form {
    /// Added up and kept in every draw.
    Kept,
    /// One kept measure over another.
    ShareOf(Measure, Measure),
    /// Kept as a value of a place, which is no sum.
    Value(ValueOf),
    /// Another measure discounted to the start at so much a year.
    Discounted(Measure, f64),
    /// A cost: that of heads among the baseline's people, and what disease costs beyond the baseline's.
    CostOf(Measure, Measure),
    /// What a kept measure is beyond the baseline's.
    Beyond(Measure),
    /// Three kept measures together.
    Together([Measure; 3]),
    /// Smoking in routine and manual occupations, or how much of it lies above that of all adults.
    RoutineManual {
        /// Whether it is the gap.
        gap: bool,
    },
}

/// A number of a place that is no sum over people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ValueOf {
    LifeExpectancy,
    HealthyLifeExpectancy,
    /// Age-standardised deaths under 75 of cancer, cardiovascular and respiratory disease.
    Mortality(usize),
    AlcoholAdmissions,
    /// Gap of severe mental illness: of users of secondary services, of practices' registers.
    SmiGap(usize),
    /// Deaths of cancer, cardiovascular and respiratory disease on the standard of the world cities.
    CityMortality(usize),
}

macro_rules! measures {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal, $unit:literal, $timing:ident, $form:expr;)+) => {
        /// An output quantity.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[non_exhaustive]
        pub enum Measure {
            $($(#[doc = $doc])+ #[serde(rename = $name)] $variant,)+
        }

        impl Measure {
            /// All measures.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Name in tables.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// Unit in tables.
            #[must_use]
            pub const fn unit(self) -> &'static str {
                match self { $(Self::$variant => $unit,)+ }
            }

            /// Whether it is read at mid-year or over the year.
            #[must_use]
            pub const fn timing(self) -> Timing {
                match self { $(Self::$variant => Timing::$timing,)+ }
            }

            /// How it is come by.
            pub(crate) const fn form(self) -> Form {
                use Form::{Beyond, CostOf, Discounted, Kept, RoutineManual, ShareOf, Together, Value};
                match self { $(Self::$variant => $form,)+ }
            }
        }
    };
}

// The kept measures come first, stocks before flows, in the order of the draw store.
measures! {
    /// People at mid-year.
    Population = "population", "persons", Stock, Kept;
    /// Adults (18 and over) at mid-year.
    Adults = "adults", "persons", Stock, Kept;
    /// Adults who smoke at mid-year.
    Smokers = "smokers", "persons", Stock, Kept;
    /// Children finishing Reception: a sixth of those aged 4 and five sixths of those aged 5 at mid-year.
    ChildrenReception = "children_reception", "persons", Stock, Kept;
    /// Of them, obese.
    ObeseReception = "obese_reception", "persons", Stock, Kept;
    /// Of them, with a good level of development.
    SchoolReadyChildren = "school_ready_children", "persons", Stock, Kept;
    /// Children finishing Year 6: a sixth of those aged 10 and five sixths of those aged 11 at mid-year.
    ChildrenYear6 = "children_year6", "persons", Stock, Kept;
    /// Of them, obese.
    ObeseYear6 = "obese_year6", "persons", Stock, Kept;
    /// Of them, overweight or obese.
    ExcessWeightYear6 = "excess_weight_year6", "persons", Stock, Kept;
    /// Adults (18 and over) who are obese.
    ObeseAdults = "obese_adults", "persons", Stock, Kept;
    /// Adults who are overweight or obese.
    ExcessWeightAdults = "excess_weight_adults", "persons", Stock, Kept;
    /// Adults aged 19 and over, of whom activity is known.
    Adults19 = "adults_19", "persons", Stock, Kept;
    /// Of them, active for 150 minutes a week or more.
    ActiveAdults = "active_adults", "persons", Stock, Kept;
    /// Of them, active for less than 30 minutes a week.
    InactiveAdults = "inactive_adults", "persons", Stock, Kept;
    /// Adults (18 and over) who drink more than 14 units a week.
    DrinkersOver14Units = "drinkers_over_14_units", "persons", Stock, Kept;
    /// People who have had a heart attack.
    PrevalentHeartAttack = "prevalent_heart_attack", "persons", Stock, Kept;
    /// People who have had a stroke.
    PrevalentStroke = "prevalent_stroke", "persons", Stock, Kept;
    /// People living with lung cancer.
    PrevalentLungCancer = "prevalent_lung_cancer", "persons", Stock, Kept;
    /// People with chronic obstructive pulmonary disease.
    PrevalentCopd = "prevalent_copd", "persons", Stock, Kept;
    /// People with diabetes.
    PrevalentDiabetes = "prevalent_diabetes", "persons", Stock, Kept;
    /// Births in the year.
    Births = "births", "births", Flow, Kept;
    /// Deaths in the year.
    Deaths = "deaths", "deaths", Flow, Kept;
    /// Deaths of cancer (C00-D48).
    DeathsCancer = "deaths_cancer", "deaths", Flow, Kept;
    /// Deaths of heart disease, stroke and other diseases of the circulation.
    DeathsCardiovascular = "deaths_cardiovascular", "deaths", Flow, Kept;
    /// Deaths of respiratory disease.
    DeathsRespiratory = "deaths_respiratory", "deaths", Flow, Kept;
    /// Deaths of lung cancer.
    DeathsLungCancer = "deaths_lung_cancer", "deaths", Flow, Kept;
    /// Deaths of ischaemic heart disease.
    DeathsIschaemicHeartDisease = "deaths_ischaemic_heart_disease", "deaths", Flow, Kept;
    /// Deaths of stroke.
    DeathsStroke = "deaths_stroke", "deaths", Flow, Kept;
    /// Deaths of chronic obstructive pulmonary disease (J40-J44).
    DeathsCopd = "deaths_copd", "deaths", Flow, Kept;
    /// Deaths that would not have happened at the rates of never smokers.
    DeathsSmokingAttributable = "deaths_smoking_attributable", "deaths", Flow, Kept;
    /// Person-years lived in the year.
    LifeYears = "life_years", "years", Flow, Kept;
    /// Person-years weighted by utility: the norm of their sex and age, less what more disease than in the baseline takes.
    Qalys = "qalys", "QALYs", Flow, Kept;
    /// Smokers who complete a first full year of abstinence in the year.
    Quits = "quits", "quits", Flow, Kept;
    /// First heart attacks.
    CasesHeartAttack = "cases_heart_attack", "cases", Flow, Kept;
    /// First strokes.
    CasesStroke = "cases_stroke", "cases", Flow, Kept;
    /// New lung cancers.
    CasesLungCancer = "cases_lung_cancer", "cases", Flow, Kept;
    /// New cases of chronic obstructive pulmonary disease.
    CasesCopd = "cases_copd", "cases", Flow, Kept;
    /// New cases of diabetes.
    CasesDiabetes = "cases_diabetes", "cases", Flow, Kept;
    /// Years of people in work, aged 16 to 64.
    WorkerYears = "worker_years", "years", Flow, Kept;
    /// Their days off sick.
    AbsenceDays = "absence_days", "working days", Flow, Kept;
    /// What the days they do work are worth by the human-capital method, at the pay of the place.
    ProductivityValue = "productivity_value", "GBP 2015", Flow, Kept;
    /// NHS cost of people whatever ails them, by sex and age.
    NhsCostOfHeads = "nhs_cost_of_heads", "GBP", Flow, Kept;
    /// NHS cost of the diseases followed.
    NhsCostOfDisease = "nhs_cost_of_disease", "GBP", Flow, Kept;
    /// Social-care cost of people by sex and age.
    SocialCareCostOfHeads = "social_care_cost_of_heads", "GBP", Flow, Kept;
    /// Social-care cost of the diseases followed.
    SocialCareCostOfDisease = "social_care_cost_of_disease", "GBP", Flow, Kept;
    /// What it costs the NHS to deliver levers, as far as they have a cost.
    DeliveryCostNhs = "delivery_cost_nhs", "GBP", Flow, Kept;
    /// What it costs local authorities.
    DeliveryCostLocalAuthority = "delivery_cost_local_authority", "GBP", Flow, Kept;
    /// What it costs employers.
    DeliveryCostEmployer = "delivery_cost_employer", "GBP", Flow, Kept;

    /// Share of adults who smoke.
    SmokingPrevalence = "smoking_prevalence", "share", Stock, ShareOf(Self::Smokers, Self::Adults);
    /// Share of people aged 18 to 64 in routine and manual occupations who smoke.
    SmokingRoutineManual = "smoking_prevalence_routine_manual", "share", Stock, RoutineManual { gap: false };
    /// How much of it lies above that of all adults.
    SmokingGapRoutineManual = "smoking_gap_routine_manual", "share", Stock, RoutineManual { gap: true };
    /// Share of children obese at the end of Reception.
    ChildObesityReception = "child_obesity_reception", "share", Stock, ShareOf(Self::ObeseReception, Self::ChildrenReception);
    /// Share of children obese at the end of Year 6.
    ChildObesityYear6 = "child_obesity_year6", "share", Stock, ShareOf(Self::ObeseYear6, Self::ChildrenYear6);
    /// Share of children overweight or obese at the end of Year 6.
    ChildExcessWeightYear6 = "child_excess_weight_year6", "share", Stock, ShareOf(Self::ExcessWeightYear6, Self::ChildrenYear6);
    /// Share of children with a good level of development at the end of Reception.
    SchoolReady = "school_ready", "share", Stock, ShareOf(Self::SchoolReadyChildren, Self::ChildrenReception);
    /// Share of adults who are obese.
    AdultObesity = "adult_obesity", "share", Stock, ShareOf(Self::ObeseAdults, Self::Adults);
    /// Share of adults who are overweight or obese.
    AdultExcessWeight = "adult_excess_weight", "share", Stock, ShareOf(Self::ExcessWeightAdults, Self::Adults);
    /// Share of adults (19 and over) active for 150 minutes a week or more.
    PhysicallyActive = "physically_active", "share", Stock, ShareOf(Self::ActiveAdults, Self::Adults19);
    /// Share of adults (19 and over) active for less than 30 minutes a week.
    PhysicallyInactive = "physically_inactive", "share", Stock, ShareOf(Self::InactiveAdults, Self::Adults19);
    /// Share of adults who drink more than 14 units a week.
    AlcoholOver14Units = "alcohol_over_14_units", "share", Stock, ShareOf(Self::DrinkersOver14Units, Self::Adults);
    /// Days off sick of a worker in a year.
    AbsencePerWorker = "absence_days_per_worker", "working days a year", Flow, ShareOf(Self::AbsenceDays, Self::WorkerYears);
    /// Period life expectancy at birth at the rates of mid-year.
    LifeExpectancy = "life_expectancy", "years", Stock, Value(ValueOf::LifeExpectancy);
    /// Years of it in good health (Sullivan).
    HealthyLifeExpectancy = "healthy_life_expectancy", "years", Stock, Value(ValueOf::HealthyLifeExpectancy);
    /// Deaths of cancer under 75, standardised to the European population of 2013.
    MortalityCancerUnder75 = "mortality_cancer_under_75", "per 100,000", Flow, Value(ValueOf::Mortality(0));
    /// Deaths of cardiovascular disease under 75, standardised likewise.
    MortalityCardiovascularUnder75 = "mortality_cardiovascular_under_75", "per 100,000", Flow, Value(ValueOf::Mortality(1));
    /// Deaths of respiratory disease under 75, standardised likewise.
    MortalityRespiratoryUnder75 = "mortality_respiratory_under_75", "per 100,000", Flow, Value(ValueOf::Mortality(2));
    /// Alcohol-related admissions (narrow), age-standardised.
    AlcoholAdmissions = "alcohol_admissions", "per 100,000", Stock, Value(ValueOf::AlcoholAdmissions);
    /// Life expectancy at 18 of the rest less that of users of secondary mental-health services.
    SmiLifeExpectancyGap = "smi_life_expectancy_gap", "years", Stock, Value(ValueOf::SmiGap(0));
    /// Life expectancy at 18 of the rest less that of people on practices' registers of severe mental illness.
    SmiLifeExpectancyGapGpRegisters = "smi_life_expectancy_gap_gp_registers", "years", Stock, Value(ValueOf::SmiGap(1));
    /// Deaths of cancer at all ages on the standard of the world cities.
    MortalityCancerCityStandard = "mortality_cancer_city_standard", "per 100,000", Flow, Value(ValueOf::CityMortality(0));
    /// Deaths of cardiovascular disease likewise.
    MortalityCardiovascularCityStandard = "mortality_cardiovascular_city_standard", "per 100,000", Flow, Value(ValueOf::CityMortality(1));
    /// Deaths of chronic obstructive pulmonary disease (J40-J44) likewise: the cities publish chronic lower respiratory disease.
    MortalityRespiratoryCityStandard = "mortality_respiratory_city_standard", "per 100,000", Flow, Value(ValueOf::CityMortality(2));
    /// Quits of a scenario beyond the comparator's.
    ExtraQuitsNeeded = "extra_quits_needed", "quits", Flow, Beyond(Self::Quits);
    /// NHS cost: of the baseline's people, and of disease beyond the baseline's; years added to lives cost nothing here.
    NhsCost = "nhs_cost", "GBP", Flow, CostOf(Self::NhsCostOfHeads, Self::NhsCostOfDisease);
    /// NHS cost of the years added to lives.
    NhsCostOfAddedYears = "nhs_cost_of_added_years", "GBP", Flow, Beyond(Self::NhsCostOfHeads);
    /// Social-care cost, likewise without added years.
    SocialCareCost = "social_care_cost", "GBP", Flow, CostOf(Self::SocialCareCostOfHeads, Self::SocialCareCostOfDisease);
    /// Social-care cost of the years added to lives.
    SocialCareCostOfAddedYears = "social_care_cost_of_added_years", "GBP", Flow, Beyond(Self::SocialCareCostOfHeads);
    /// What it costs all payers to deliver levers, as far as they have a cost.
    DeliveryCost = "delivery_cost", "GBP", Flow,
        Together([Self::DeliveryCostNhs, Self::DeliveryCostLocalAuthority, Self::DeliveryCostEmployer]);
    /// Life years discounted at 1.5% a year to the start.
    LifeYearsDiscounted1_5 = "life_years_discounted_1.5", "years", Flow, Discounted(Self::LifeYears, 0.015);
    /// Life years discounted at 3.5% a year to the start.
    LifeYearsDiscounted3_5 = "life_years_discounted_3.5", "years", Flow, Discounted(Self::LifeYears, 0.035);
    /// QALYs discounted at 1.5% a year to the start.
    QalysDiscounted1_5 = "qalys_discounted_1.5", "QALYs", Flow, Discounted(Self::Qalys, 0.015);
    /// QALYs discounted at 3.5% a year to the start.
    QalysDiscounted3_5 = "qalys_discounted_3.5", "QALYs", Flow, Discounted(Self::Qalys, 0.035);
    /// NHS cost discounted at 1.5% a year to the start.
    NhsCostDiscounted1_5 = "nhs_cost_discounted_1.5", "GBP", Flow, Discounted(Self::NhsCost, 0.015);
    /// NHS cost discounted at 3.5% a year to the start.
    NhsCostDiscounted3_5 = "nhs_cost_discounted_3.5", "GBP", Flow, Discounted(Self::NhsCost, 0.035);
    /// Social-care cost discounted at 1.5% a year to the start.
    SocialCareCostDiscounted1_5 = "social_care_cost_discounted_1.5", "GBP", Flow, Discounted(Self::SocialCareCost, 0.015);
    /// Social-care cost discounted at 3.5% a year to the start.
    SocialCareCostDiscounted3_5 = "social_care_cost_discounted_3.5", "GBP", Flow, Discounted(Self::SocialCareCost, 0.035);
    /// What it costs to deliver levers discounted at 1.5% a year to the start.
    DeliveryCostDiscounted1_5 = "delivery_cost_discounted_1.5", "GBP", Flow, Discounted(Self::DeliveryCost, 0.015);
    /// What it costs to deliver levers discounted at 3.5% a year to the start.
    DeliveryCostDiscounted3_5 = "delivery_cost_discounted_3.5", "GBP", Flow, Discounted(Self::DeliveryCost, 0.035);
}

impl Measure {
    /// Id.
    pub const POPULATION: Self = Self::Population;
    /// Id.
    pub const ADULTS: Self = Self::Adults;
    /// Id.
    pub const SMOKERS: Self = Self::Smokers;
    /// Id.
    pub const CHILDREN_RECEPTION: Self = Self::ChildrenReception;
    /// Id.
    pub const OBESE_RECEPTION: Self = Self::ObeseReception;
    /// Id.
    pub const SCHOOL_READY_CHILDREN: Self = Self::SchoolReadyChildren;
    /// Id.
    pub const CHILDREN_YEAR6: Self = Self::ChildrenYear6;
    /// Id.
    pub const OBESE_YEAR6: Self = Self::ObeseYear6;
    /// Id.
    pub const EXCESS_WEIGHT_YEAR6: Self = Self::ExcessWeightYear6;
    /// Id.
    pub const OBESE_ADULTS: Self = Self::ObeseAdults;
    /// Id.
    pub const EXCESS_WEIGHT_ADULTS: Self = Self::ExcessWeightAdults;
    /// Id.
    pub const ADULTS_19: Self = Self::Adults19;
    /// Id.
    pub const ACTIVE_ADULTS: Self = Self::ActiveAdults;
    /// Id.
    pub const INACTIVE_ADULTS: Self = Self::InactiveAdults;
    /// Id.
    pub const DRINKERS_OVER_14_UNITS: Self = Self::DrinkersOver14Units;
    /// Id.
    pub const PREVALENT_HEART_ATTACK: Self = Self::PrevalentHeartAttack;
    /// Id.
    pub const PREVALENT_STROKE: Self = Self::PrevalentStroke;
    /// Id.
    pub const PREVALENT_LUNG_CANCER: Self = Self::PrevalentLungCancer;
    /// Id.
    pub const PREVALENT_COPD: Self = Self::PrevalentCopd;
    /// Id.
    pub const PREVALENT_DIABETES: Self = Self::PrevalentDiabetes;
    /// Id.
    pub const BIRTHS: Self = Self::Births;
    /// Id.
    pub const DEATHS: Self = Self::Deaths;
    /// Id.
    pub const DEATHS_CANCER: Self = Self::DeathsCancer;
    /// Id.
    pub const DEATHS_CARDIOVASCULAR: Self = Self::DeathsCardiovascular;
    /// Id.
    pub const DEATHS_RESPIRATORY: Self = Self::DeathsRespiratory;
    /// Id.
    pub const DEATHS_LUNG_CANCER: Self = Self::DeathsLungCancer;
    /// Id.
    pub const DEATHS_ISCHAEMIC_HEART_DISEASE: Self = Self::DeathsIschaemicHeartDisease;
    /// Id.
    pub const DEATHS_STROKE: Self = Self::DeathsStroke;
    /// Id.
    pub const DEATHS_COPD: Self = Self::DeathsCopd;
    /// Id.
    pub const DEATHS_SMOKING_ATTRIBUTABLE: Self = Self::DeathsSmokingAttributable;
    /// Id.
    pub const LIFE_YEARS: Self = Self::LifeYears;
    /// Id.
    pub const QALYS: Self = Self::Qalys;
    /// Id.
    pub const QUITS: Self = Self::Quits;
    /// Id.
    pub const CASES_HEART_ATTACK: Self = Self::CasesHeartAttack;
    /// Id.
    pub const CASES_STROKE: Self = Self::CasesStroke;
    /// Id.
    pub const CASES_LUNG_CANCER: Self = Self::CasesLungCancer;
    /// Id.
    pub const CASES_COPD: Self = Self::CasesCopd;
    /// Id.
    pub const CASES_DIABETES: Self = Self::CasesDiabetes;
    /// Id.
    pub const WORKER_YEARS: Self = Self::WorkerYears;
    /// Id.
    pub const ABSENCE_DAYS: Self = Self::AbsenceDays;
    /// Id.
    pub const PRODUCTIVITY_VALUE: Self = Self::ProductivityValue;
    /// Id.
    pub const NHS_COST_OF_HEADS: Self = Self::NhsCostOfHeads;
    /// Id.
    pub const NHS_COST_OF_DISEASE: Self = Self::NhsCostOfDisease;
    /// Id.
    pub const SOCIAL_CARE_COST_OF_HEADS: Self = Self::SocialCareCostOfHeads;
    /// Id.
    pub const SOCIAL_CARE_COST_OF_DISEASE: Self = Self::SocialCareCostOfDisease;
    /// Id.
    pub const DELIVERY_COST_NHS: Self = Self::DeliveryCostNhs;
    /// Id.
    pub const DELIVERY_COST_LOCAL_AUTHORITY: Self = Self::DeliveryCostLocalAuthority;
    /// Id.
    pub const DELIVERY_COST_EMPLOYER: Self = Self::DeliveryCostEmployer;
    /// Id.
    pub const SMOKING_PREVALENCE: Self = Self::SmokingPrevalence;
    /// Id.
    pub const SMOKING_PREVALENCE_ROUTINE_MANUAL: Self = Self::SmokingRoutineManual;
    /// Id.
    pub const SMOKING_GAP_ROUTINE_MANUAL: Self = Self::SmokingGapRoutineManual;
    /// Id.
    pub const CHILD_OBESITY_RECEPTION: Self = Self::ChildObesityReception;
    /// Id.
    pub const CHILD_OBESITY_YEAR6: Self = Self::ChildObesityYear6;
    /// Id.
    pub const CHILD_EXCESS_WEIGHT_YEAR6: Self = Self::ChildExcessWeightYear6;
    /// Id.
    pub const SCHOOL_READY: Self = Self::SchoolReady;
    /// Id.
    pub const ADULT_OBESITY: Self = Self::AdultObesity;
    /// Id.
    pub const ADULT_EXCESS_WEIGHT: Self = Self::AdultExcessWeight;
    /// Id.
    pub const PHYSICALLY_ACTIVE: Self = Self::PhysicallyActive;
    /// Id.
    pub const PHYSICALLY_INACTIVE: Self = Self::PhysicallyInactive;
    /// Id.
    pub const ALCOHOL_OVER_14_UNITS: Self = Self::AlcoholOver14Units;
    /// Id.
    pub const ABSENCE_DAYS_PER_WORKER: Self = Self::AbsencePerWorker;
    /// Id.
    pub const LIFE_EXPECTANCY: Self = Self::LifeExpectancy;
    /// Id.
    pub const HEALTHY_LIFE_EXPECTANCY: Self = Self::HealthyLifeExpectancy;
    /// Id.
    pub const MORTALITY_CANCER_UNDER_75: Self = Self::MortalityCancerUnder75;
    /// Id.
    pub const MORTALITY_CARDIOVASCULAR_UNDER_75: Self = Self::MortalityCardiovascularUnder75;
    /// Id.
    pub const MORTALITY_RESPIRATORY_UNDER_75: Self = Self::MortalityRespiratoryUnder75;
    /// Id.
    pub const ALCOHOL_ADMISSIONS: Self = Self::AlcoholAdmissions;
    /// Id.
    pub const SMI_LIFE_EXPECTANCY_GAP: Self = Self::SmiLifeExpectancyGap;
    /// Id.
    pub const SMI_LIFE_EXPECTANCY_GAP_GP_REGISTERS: Self = Self::SmiLifeExpectancyGapGpRegisters;
    /// Id.
    pub const MORTALITY_CANCER_CITY_STANDARD: Self = Self::MortalityCancerCityStandard;
    /// Id.
    pub const MORTALITY_CARDIOVASCULAR_CITY_STANDARD: Self = Self::MortalityCardiovascularCityStandard;
    /// Id.
    pub const MORTALITY_RESPIRATORY_CITY_STANDARD: Self = Self::MortalityRespiratoryCityStandard;
    /// Id.
    pub const EXTRA_QUITS_NEEDED: Self = Self::ExtraQuitsNeeded;
    /// Id.
    pub const NHS_COST: Self = Self::NhsCost;
    /// Id.
    pub const NHS_COST_OF_ADDED_YEARS: Self = Self::NhsCostOfAddedYears;
    /// Id.
    pub const SOCIAL_CARE_COST: Self = Self::SocialCareCost;
    /// Id.
    pub const SOCIAL_CARE_COST_OF_ADDED_YEARS: Self = Self::SocialCareCostOfAddedYears;
    /// Id.
    pub const DELIVERY_COST: Self = Self::DeliveryCost;
    /// Id.
    pub const LIFE_YEARS_DISCOUNTED_1_5: Self = Self::LifeYearsDiscounted1_5;
    /// Id.
    pub const LIFE_YEARS_DISCOUNTED_3_5: Self = Self::LifeYearsDiscounted3_5;
    /// Id.
    pub const QALYS_DISCOUNTED_1_5: Self = Self::QalysDiscounted1_5;
    /// Id.
    pub const QALYS_DISCOUNTED_3_5: Self = Self::QalysDiscounted3_5;
    /// Id.
    pub const NHS_COST_DISCOUNTED_1_5: Self = Self::NhsCostDiscounted1_5;
    /// Id.
    pub const NHS_COST_DISCOUNTED_3_5: Self = Self::NhsCostDiscounted3_5;
    /// Id.
    pub const SOCIAL_CARE_COST_DISCOUNTED_1_5: Self = Self::SocialCareCostDiscounted1_5;
    /// Id.
    pub const SOCIAL_CARE_COST_DISCOUNTED_3_5: Self = Self::SocialCareCostDiscounted3_5;
    /// Id.
    pub const DELIVERY_COST_DISCOUNTED_1_5: Self = Self::DeliveryCostDiscounted1_5;
    /// Id.
    pub const DELIVERY_COST_DISCOUNTED_3_5: Self = Self::DeliveryCostDiscounted3_5;
}

/// Number of measures that are added up and kept in every draw.
pub(crate) const KEPT: usize = {
    let mut count = 0;
    while count < Measure::ALL.len() && matches!(Measure::ALL[count].form(), Form::Kept) {
        count += 1;
    }
    count
};

/// How many of them are stocks; they stand first.
pub(crate) const KEPT_STOCKS: usize = {
    let mut count = 0;
    while count < KEPT && matches!(Measure::ALL[count].timing(), Timing::Stock) {
        count += 1;
    }
    count
};

impl Measure {
    /// Place among the kept measures; `None` for one formed from them.
    pub(crate) const fn kept(self) -> Option<usize> {
        if (self as usize) < KEPT { Some(self as usize) } else { None }
    }

    /// Whether its values of several years add up to something: those of a flow that is no share and no rate do.
    pub(crate) const fn adds_up(self) -> bool {
        matches!(self.timing(), Timing::Flow)
            && !matches!(self.form(), Form::ShareOf(..) | Form::Value(_) | Form::RoutineManual { .. })
    }

    /// People with a disease.
    #[must_use]
    pub const fn prevalent(disease: Disease) -> Self {
        Self::ALL[Self::PrevalentHeartAttack as usize + disease.index()]
    }

    /// New cases of a disease.
    #[must_use]
    pub const fn cases(disease: Disease) -> Self {
        Self::ALL[Self::CasesHeartAttack as usize + disease.index()]
    }

    /// The measure with this name.
    ///
    /// # Errors
    /// If there is none; the nearest is offered.
    pub fn from_name(name: &str) -> Result<Self, Error> {
        Self::ALL
            .iter()
            .copied()
            .find(|measure| measure.name() == name)
            .ok_or_else(|| Error::unknown("measure", name, Self::ALL.iter().map(|measure| measure.name())))
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disease::DISEASES;

    #[test]
    fn kept_measures_stand_first_and_stocks_before_flows() {
        for (place, measure) in Measure::ALL.iter().enumerate() {
            assert_eq!(*measure as usize, place);
            assert_eq!(measure.form() == Form::Kept, place < KEPT, "{measure}");
            if place < KEPT {
                assert_eq!(measure.timing() == Timing::Stock, place < KEPT_STOCKS, "{measure}");
            }
            assert_eq!(Measure::from_name(measure.name()).unwrap(), *measure);
        }
        assert_eq!((KEPT, KEPT_STOCKS, DISEASES), (48, 20, 5));
    }

    #[test]
    fn diseases_have_their_measures() {
        for disease in Disease::ALL {
            assert_eq!(Measure::prevalent(disease).name(), format!("prevalent_{}", disease.name()));
            assert_eq!(Measure::cases(disease).name(), format!("cases_{}", disease.name()));
        }
    }
}
