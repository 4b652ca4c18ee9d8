//! The tables, each tied to its file and its embedded text in one list.

use crate::error::Error;
use std::fmt;
use std::str::FromStr;

macro_rules! tables {
    ($($(#[$doc:meta])+ $variant:ident = $stem:literal;)+) => {
        /// One of the tables of the reference data. Each is a file of `data/`, described in `data/README.md`.
        ///
        /// [`Display`](fmt::Display) and [`FromStr`] use the file name without `.csv`, for example `smoking_area`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum TableName {
            $($(#[$doc])+ $variant,)+
        }

        impl TableName {
            /// Every table.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name of its file, for example `smoking_area.csv`.
            #[must_use]
            pub fn file(self) -> &'static str {
                match self {
                    $(Self::$variant => concat!($stem, ".csv"),)+
                }
            }

            /// Its name without `.csv`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $stem,)+
                }
            }

            /// The text of the table that comes with the crate.
            pub(super) fn embedded_text(self) -> &'static str {
                match self {
                    $(Self::$variant => include_str!(concat!("../../data/", $stem, ".csv")),)+
                }
            }
        }
    };
}

tables! {
    /// The 33 authorities of London: code, name, inner or outer.
    Areas = "areas";
    /// Persons at mid-2015 by borough, sex and single year of age.
    Population = "population";
    /// Share of people by deprivation quintile within borough and age group.
    DeprivationShares = "deprivation_shares";
    /// Average deprivation score of each borough.
    DeprivationBorough = "deprivation_borough";
    /// Live births by borough and age of mother.
    Births = "births";
    /// Projected persons by borough, age and year, 2015 to 2041.
    PopulationProjection = "population_projection";
    /// Deaths in England by cause, sex, age group and year, 2001 to 2015.
    DeathsByCause = "deaths_by_cause";
    /// Deaths in England 2013 to 2015 by cause, deprivation quintile, sex and age group.
    DeathsByCauseQuintile = "deaths_by_cause_quintile";
    /// Deaths from COPD in England 2013 to 2015 by deprivation quintile, sex and age group.
    DeathsCopdQuintile = "deaths_copd_quintile";
    /// Person-years in England 2013 to 2015 by deprivation quintile, sex and age group.
    PopulationEnglandQuintile = "population_england_quintile";
    /// Persons in England by sex, age group and year, 2001 to 2015.
    PopulationEngland = "population_england";
    /// Death rates of London and England by broad cause, sex and age group.
    MortalityLondonEngland = "mortality_london_england";
    /// Central death rates of England by sex and single year of age, three-year periods.
    LifeTableEngland = "life_table_england";
    /// Life expectancy at birth by borough and sex.
    LifeExpectancyBorough = "life_expectancy_borough";
    /// Healthy life expectancy at birth by area and sex.
    HealthyLifeExpectancy = "healthy_life_expectancy";
    /// New cancers in England by site, sex and age group.
    CancerRegistrationsSite = "cancer_registrations_site";
    /// Smoking prevalence of boroughs, London and England by year.
    SmokingArea = "smoking_area";
    /// Smoking prevalence of people in routine and manual occupations by area and year.
    SmokingRoutineManual = "smoking_routine_manual";
    /// Smoking prevalence of London and England by age band, sex and year.
    SmokingAgeSex = "smoking_age_sex";
    /// Smoking in Great Britain and England, survey points 1974 to 2015.
    SmokingLongSeries = "smoking_long_series";
    /// Smoking prevalence in the lowest and the highest fifth of income.
    SmokingIncomeFifth = "smoking_income_fifth";
    /// Yearly probability of starting to smoke by sex, deprivation quintile and age.
    SmokingStarting = "smoking_starting";
    /// Yearly probability of relapse by years since quitting.
    SmokingRelapse = "smoking_relapse";
    /// Relative risks of current and former smokers against never smokers.
    SmokingRelativeRisk = "smoking_relative_risk";
    /// Share of a smoker's excess risk that remains by years since quitting.
    SmokingExcessRiskRemaining = "smoking_excess_risk_remaining";
    /// Reach and success of help to stop smoking.
    SmokingInterventions = "smoking_interventions";
    /// Published deaths attributable to smoking, to compare with.
    SmokingAttributablePoints = "smoking_attributable_points";
    /// Children with a good level of development at the end of Reception by borough and sex.
    SchoolReadiness = "school_readiness";
    /// The same among children with free school meals, by borough.
    SchoolReadinessFreeMeals = "school_readiness_free_meals";
    /// Admissions and deaths related to alcohol by borough, age-standardised.
    AlcoholRelated = "alcohol_related";
    /// Days and hours of work lost to sickness, United Kingdom and London.
    SicknessAbsence = "sickness_absence";
    /// Relative risks of absence from work by smoking.
    AbsenceRelativeRisk = "absence_relative_risk";
    /// Employment rate and weekly pay by borough.
    WorkArea = "work_area";
    /// Mortality of people with severe mental illness against everybody's.
    MentalIllnessMortality = "mental_illness_mortality";
    /// Size of registers of severe mental illness, and smoking of those on them.
    MentalIllnessPoints = "mental_illness_points";
    /// Trials of help to stop smoking for people with severe mental illness.
    MentalIllnessTrials = "mental_illness_trials";
    /// Standard populations by age.
    StandardPopulation = "standard_population";
    /// Death rates of world cities by cause, with the standard they are on.
    CityDeathRates = "city_death_rates";
    /// Incidence, prevalence and fatality of diseases in England by sex and age, two of the three or fewer.
    DiseaseRates = "disease_rates";
    /// Published totals of diseases, to meet or to compare with.
    DiseasePoints = "disease_points";
    /// Utility lost by people with a disease.
    UtilityDecrements = "utility_decrements";
    /// Cost of care of a person with a disease.
    CareCosts = "care_costs";
    /// Cost of care of a person whatever ails them.
    CareCostPerHead = "care_cost_per_head";
    /// What help to live healthily costs.
    DeliveryCosts = "delivery_costs";
    /// Discount rates of costs and of health.
    DiscountRates = "discount_rates";
    /// Children measured at Reception and Year 6 by weight class, area and school year.
    ChildWeightArea = "child_weight_area";
    /// Weight of children in England by sex and deprivation decile.
    ChildWeightEngland = "child_weight_england";
    /// How weight in one part of life follows that in another.
    BodyWeightTracking = "body_weight_tracking";
    /// Adults with excess weight and obesity by area.
    AdultWeightArea = "adult_weight_area";
    /// Weight of adults in England, survey points 1993 to 2014.
    AdultWeightPoints = "adult_weight_points";
    /// Relative risks of body weight.
    BodyWeightRelativeRisk = "body_weight_relative_risk";
    /// Active and inactive adults by area.
    ActivityArea = "activity_area";
    /// Physical activity in England, survey points 1997 to 2012.
    ActivityPoints = "activity_points";
    /// Relative risks of physical activity.
    ActivityRelativeRisk = "activity_relative_risk";
    /// Drinking in England, Great Britain and London, survey points 2005 to 2015.
    AlcoholPoints = "alcohol_points";
    /// Relative risks of drinking: without rows, for an analyst's own.
    AlcoholRelativeRisk = "alcohol_relative_risk";
    /// Mean utility (EQ-5D) of the population by sex and age.
    UtilityNorms = "utility_norms";
    /// The ambitions: indicator, target, deadline.
    Ambitions = "ambitions";
    /// The devolution pilots and their boroughs.
    DevolutionPilots = "devolution_pilots";
    /// Where each table comes from.
    Sources = "sources";
}

impl fmt::Display for TableName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for TableName {
    type Err = Error;

    /// The table of this name, with or without `.csv`.
    fn from_str(name: &str) -> Result<Self, Error> {
        let stem = name.strip_suffix(".csv").unwrap_or(name);
        Self::ALL
            .iter()
            .copied()
            .find(|table| table.as_str() == stem)
            .ok_or_else(|| Error::unknown("table", stem, Self::ALL.iter().map(|table| table.as_str())))
    }
}

#[allow(missing_docs)]
impl TableName {
    /// Id.
    pub const AREAS: Self = Self::Areas;
    /// Id.
    pub const POPULATION: Self = Self::Population;
    /// Id.
    pub const DEPRIVATION_SHARES: Self = Self::DeprivationShares;
    /// Id.
    pub const DEPRIVATION_BOROUGH: Self = Self::DeprivationBorough;
    /// Id.
    pub const BIRTHS: Self = Self::Births;
    /// Id.
    pub const POPULATION_PROJECTION: Self = Self::PopulationProjection;
    /// Id.
    pub const DEATHS_BY_CAUSE: Self = Self::DeathsByCause;
    /// Id.
    pub const DEATHS_BY_CAUSE_QUINTILE: Self = Self::DeathsByCauseQuintile;
    /// Id.
    pub const DEATHS_COPD_QUINTILE: Self = Self::DeathsCopdQuintile;
    /// Id.
    pub const POPULATION_ENGLAND_QUINTILE: Self = Self::PopulationEnglandQuintile;
    /// Id.
    pub const POPULATION_ENGLAND: Self = Self::PopulationEngland;
    /// Id.
    pub const MORTALITY_LONDON_ENGLAND: Self = Self::MortalityLondonEngland;
    /// Id.
    pub const LIFE_TABLE_ENGLAND: Self = Self::LifeTableEngland;
    /// Id.
    pub const LIFE_EXPECTANCY_BOROUGH: Self = Self::LifeExpectancyBorough;
    /// Id.
    pub const HEALTHY_LIFE_EXPECTANCY: Self = Self::HealthyLifeExpectancy;
    /// Id.
    pub const CANCER_REGISTRATIONS_SITE: Self = Self::CancerRegistrationsSite;
    /// Id.
    pub const SMOKING_AREA: Self = Self::SmokingArea;
    /// Id.
    pub const SMOKING_ROUTINE_MANUAL: Self = Self::SmokingRoutineManual;
    /// Id.
    pub const SMOKING_AGE_SEX: Self = Self::SmokingAgeSex;
    /// Id.
    pub const SMOKING_LONG_SERIES: Self = Self::SmokingLongSeries;
    /// Id.
    pub const SMOKING_INCOME_FIFTH: Self = Self::SmokingIncomeFifth;
    /// Id.
    pub const SMOKING_STARTING: Self = Self::SmokingStarting;
    /// Id.
    pub const SMOKING_RELAPSE: Self = Self::SmokingRelapse;
    /// Id.
    pub const SMOKING_RELATIVE_RISK: Self = Self::SmokingRelativeRisk;
    /// Id.
    pub const SMOKING_EXCESS_RISK_REMAINING: Self = Self::SmokingExcessRiskRemaining;
    /// Id.
    pub const SMOKING_INTERVENTIONS: Self = Self::SmokingInterventions;
    /// Id.
    pub const SMOKING_ATTRIBUTABLE_POINTS: Self = Self::SmokingAttributablePoints;
    /// Id.
    pub const SCHOOL_READINESS: Self = Self::SchoolReadiness;
    /// Id.
    pub const SCHOOL_READINESS_FREE_MEALS: Self = Self::SchoolReadinessFreeMeals;
    /// Id.
    pub const ALCOHOL_RELATED: Self = Self::AlcoholRelated;
    /// Id.
    pub const SICKNESS_ABSENCE: Self = Self::SicknessAbsence;
    /// Id.
    pub const ABSENCE_RELATIVE_RISK: Self = Self::AbsenceRelativeRisk;
    /// Id.
    pub const WORK_AREA: Self = Self::WorkArea;
    /// Id.
    pub const MENTAL_ILLNESS_MORTALITY: Self = Self::MentalIllnessMortality;
    /// Id.
    pub const MENTAL_ILLNESS_POINTS: Self = Self::MentalIllnessPoints;
    /// Id.
    pub const MENTAL_ILLNESS_TRIALS: Self = Self::MentalIllnessTrials;
    /// Id.
    pub const STANDARD_POPULATION: Self = Self::StandardPopulation;
    /// Id.
    pub const CITY_DEATH_RATES: Self = Self::CityDeathRates;
    /// Id.
    pub const DISEASE_RATES: Self = Self::DiseaseRates;
    /// Id.
    pub const DISEASE_POINTS: Self = Self::DiseasePoints;
    /// Id.
    pub const UTILITY_DECREMENTS: Self = Self::UtilityDecrements;
    /// Id.
    pub const CARE_COSTS: Self = Self::CareCosts;
    /// Id.
    pub const CARE_COST_PER_HEAD: Self = Self::CareCostPerHead;
    /// Id.
    pub const DELIVERY_COSTS: Self = Self::DeliveryCosts;
    /// Id.
    pub const DISCOUNT_RATES: Self = Self::DiscountRates;
    /// Id.
    pub const CHILD_WEIGHT_AREA: Self = Self::ChildWeightArea;
    /// Id.
    pub const CHILD_WEIGHT_ENGLAND: Self = Self::ChildWeightEngland;
    /// Id.
    pub const BODY_WEIGHT_TRACKING: Self = Self::BodyWeightTracking;
    /// Id.
    pub const ADULT_WEIGHT_AREA: Self = Self::AdultWeightArea;
    /// Id.
    pub const ADULT_WEIGHT_POINTS: Self = Self::AdultWeightPoints;
    /// Id.
    pub const BODY_WEIGHT_RELATIVE_RISK: Self = Self::BodyWeightRelativeRisk;
    /// Id.
    pub const ACTIVITY_AREA: Self = Self::ActivityArea;
    /// Id.
    pub const ACTIVITY_POINTS: Self = Self::ActivityPoints;
    /// Id.
    pub const ACTIVITY_RELATIVE_RISK: Self = Self::ActivityRelativeRisk;
    /// Id.
    pub const ALCOHOL_POINTS: Self = Self::AlcoholPoints;
    /// Id.
    pub const ALCOHOL_RELATIVE_RISK: Self = Self::AlcoholRelativeRisk;
    /// Id.
    pub const UTILITY_NORMS: Self = Self::UtilityNorms;
    /// Id.
    pub const AMBITIONS: Self = Self::Ambitions;
    /// Id.
    pub const DEVOLUTION_PILOTS: Self = Self::DevolutionPilots;
    /// Id.
    pub const SOURCES: Self = Self::Sources;
}
