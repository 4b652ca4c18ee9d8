//! What is known of each measure, written out: when it is read, how it adds up, and for whom it is kept. The laws of London are tried on
//! what stands here, and `tests/london/measures.rs` holds the library to it, so that a measure without a row fails.

use health_impact::outcomes::{Measure, Timing};
use health_impact::population::{AgeBand, RESULT_BANDS};
use health_impact::scenario::Group;
use health_impact::units::Year;

use Ages::{Adults, Children, EveryAge, NoAge, Workers};
use HowItAddsUp::{Beyond, Share, Sum, Value};
use Timing::{Flow, Stock};

/// How a measure of all comes of that of the parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HowItAddsUp {
    /// The parts add up to it.
    Sum,
    /// They do, but it is told of a scenario beyond the baseline alone.
    Beyond,
    /// A share of people, or the gap between two: no sum, in 0 to 1.
    Share,
    /// A rate, an expectancy or a mean of a region or area: no sum.
    Value,
}

/// For which age bands of the results a measure is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ages {
    /// For none.
    NoAge,
    /// For all.
    EveryAge,
    /// For the first, which ends where adults begin.
    Children,
    /// For all but the first.
    Adults,
    /// For those in which people work, which end at 65.
    Workers,
}

impl Ages {
    fn has(self, band: AgeBand) -> bool {
        match self {
            NoAge => false,
            EveryAge => true,
            Children => band == RESULT_BANDS[0],
            Adults => band != RESULT_BANDS[0],
            Workers => band.from < 65,
        }
    }
}

/// What is known of a measure.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Its name in tables.
    pub name: &'static str,
    /// Whether it is read at mid-year or over the year.
    pub timing: Timing,
    /// How it adds up.
    pub adds_up: HowItAddsUp,
    /// The age bands it is kept for, of both sexes and, where it is kept by sex, of each.
    pub ages: Ages,
    /// What else it is kept by, beside all areas together: of [`PARTS`], with commas between. By sex and by quintile is by both
    /// together too; by area and quintile is in years of deadlines and the last only.
    pub by: &'static str,
}

/// The words of [`Row::by`].
pub const PARTS: [&str; 5] = ["sex", "quintile", "area", "area and quintile", "area and sex"];

const fn row(name: &'static str, timing: Timing, adds_up: HowItAddsUp, ages: Ages, by: &'static str) -> Row {
    Row { name, timing, adds_up, ages, by }
}

/// All measures.
pub const MEASURES: &[Row] = &[
    row("population", Stock, Sum, EveryAge, "sex, quintile, area"),
    row("adults", Stock, Sum, Adults, "sex, quintile, area, area and quintile"),
    row("smokers", Stock, Sum, Adults, "sex, quintile, area, area and quintile"),
    row("children_reception", Stock, Sum, Children, "sex, quintile, area, area and quintile"),
    row("obese_reception", Stock, Sum, Children, "sex, quintile, area"),
    row("school_ready_children", Stock, Sum, Children, "sex, quintile, area, area and quintile"),
    row("children_year6", Stock, Sum, Children, "sex, quintile, area, area and quintile"),
    row("obese_year6", Stock, Sum, Children, "sex, quintile, area, area and quintile"),
    row("excess_weight_year6", Stock, Sum, Children, "sex, quintile, area, area and quintile"),
    row("obese_adults", Stock, Sum, Adults, "sex, quintile, area, area and quintile"),
    row("excess_weight_adults", Stock, Sum, Adults, "sex, quintile, area"),
    row("adults_19", Stock, Sum, Adults, "sex, quintile, area, area and quintile"),
    row("active_adults", Stock, Sum, Adults, "sex, quintile, area, area and quintile"),
    row("inactive_adults", Stock, Sum, Adults, "sex, quintile, area"),
    row("drinkers_over_14_units", Stock, Sum, Adults, "sex, quintile, area, area and quintile"),
    row("prevalent_heart_attack", Stock, Sum, EveryAge, "sex, quintile, area"),
    row("prevalent_stroke", Stock, Sum, EveryAge, "sex, quintile, area"),
    row("prevalent_lung_cancer", Stock, Sum, EveryAge, "sex, quintile, area"),
    row("prevalent_copd", Stock, Sum, EveryAge, "sex, quintile, area"),
    row("prevalent_diabetes", Stock, Sum, EveryAge, "sex, quintile, area"),
    row("births", Flow, Sum, NoAge, "sex, quintile, area"),
    row("deaths", Flow, Sum, EveryAge, "sex, quintile, area, area and quintile"),
    row("deaths_cancer", Flow, Sum, EveryAge, "sex, quintile, area"),
    row("deaths_cardiovascular", Flow, Sum, EveryAge, "sex, quintile, area"),
    row("deaths_respiratory", Flow, Sum, EveryAge, "sex, quintile, area"),
    row("deaths_lung_cancer", Flow, Sum, EveryAge, "sex, quintile, area"),
    row("deaths_ischaemic_heart_disease", Flow, Sum, EveryAge, "sex, quintile, area"),
    row("deaths_stroke", Flow, Sum, EveryAge, "sex, quintile, area"),
    row("deaths_copd", Flow, Sum, EveryAge, "sex, quintile, area"),
    row("deaths_smoking_attributable", Flow, Sum, EveryAge, "sex, quintile, area"),
    row("life_years", Flow, Sum, EveryAge, "sex, quintile, area"),
    row("qalys", Flow, Sum, EveryAge, "sex, quintile, area"),
    row("quits", Flow, Sum, EveryAge, "sex, quintile, area"),
    row("cases_heart_attack", Flow, Sum, EveryAge, "sex, quintile, area"),
    row("cases_stroke", Flow, Sum, EveryAge, "sex, quintile, area"),
    row("cases_lung_cancer", Flow, Sum, EveryAge, "sex, quintile, area"),
    row("cases_copd", Flow, Sum, EveryAge, "sex, quintile, area"),
    row("cases_diabetes", Flow, Sum, EveryAge, "sex, quintile, area"),
    row("worker_years", Flow, Sum, Workers, "sex, quintile, area"),
    row("absence_days", Flow, Sum, Workers, "sex, quintile, area"),
    row("productivity_value", Flow, Sum, Workers, "sex, quintile, area"),
    row("nhs_cost_of_heads", Flow, Sum, EveryAge, "sex, quintile, area"),
    row("nhs_cost_of_disease", Flow, Sum, EveryAge, "sex, quintile, area"),
    row("social_care_cost_of_heads", Flow, Sum, EveryAge, "sex, quintile, area"),
    row("social_care_cost_of_disease", Flow, Sum, EveryAge, "sex, quintile, area"),
    row("delivery_cost_nhs", Flow, Sum, EveryAge, "sex, quintile, area"),
    row("delivery_cost_local_authority", Flow, Sum, EveryAge, "sex, quintile, area"),
    row("delivery_cost_employer", Flow, Sum, EveryAge, "sex, quintile, area"),
    row("smoking_prevalence", Stock, Share, Adults, "sex, quintile, area, area and quintile"),
    row("smoking_prevalence_routine_manual", Stock, Share, NoAge, ""),
    row("smoking_gap_routine_manual", Stock, Share, NoAge, ""),
    row("child_obesity_reception", Stock, Share, Children, "sex, quintile, area"),
    row("child_obesity_year6", Stock, Share, Children, "sex, quintile, area, area and quintile"),
    row("child_excess_weight_year6", Stock, Share, Children, "sex, quintile, area, area and quintile"),
    row("school_ready", Stock, Share, Children, "sex, quintile, area, area and quintile"),
    row("adult_obesity", Stock, Share, Adults, "sex, quintile, area, area and quintile"),
    row("adult_excess_weight", Stock, Share, Adults, "sex, quintile, area"),
    row("physically_active", Stock, Share, Adults, "sex, quintile, area, area and quintile"),
    row("physically_inactive", Stock, Share, Adults, "sex, quintile, area"),
    row("alcohol_over_14_units", Stock, Share, Adults, "sex, quintile, area, area and quintile"),
    row("absence_days_per_worker", Flow, Value, Workers, "sex, quintile, area"),
    row("life_expectancy", Stock, Value, NoAge, "sex, quintile, area, area and sex"),
    row("healthy_life_expectancy", Stock, Value, NoAge, "sex, quintile, area, area and sex"),
    row("mortality_cancer_under_75", Flow, Value, NoAge, "quintile, area"),
    row("mortality_cardiovascular_under_75", Flow, Value, NoAge, "quintile, area"),
    row("mortality_respiratory_under_75", Flow, Value, NoAge, "quintile, area"),
    row("alcohol_admissions", Stock, Value, NoAge, "area"),
    row("smi_life_expectancy_gap", Stock, Value, NoAge, "sex"),
    row("smi_life_expectancy_gap_gp_registers", Stock, Value, NoAge, "sex"),
    row("mortality_cancer_city_standard", Flow, Value, NoAge, ""),
    row("mortality_cardiovascular_city_standard", Flow, Value, NoAge, ""),
    row("mortality_respiratory_city_standard", Flow, Value, NoAge, ""),
    row("extra_quits_needed", Flow, Beyond, EveryAge, "sex, quintile, area"),
    row("nhs_cost", Flow, Sum, EveryAge, "sex, quintile, area"),
    row("nhs_cost_of_added_years", Flow, Beyond, EveryAge, "sex, quintile, area"),
    row("social_care_cost", Flow, Sum, EveryAge, "sex, quintile, area"),
    row("social_care_cost_of_added_years", Flow, Beyond, EveryAge, "sex, quintile, area"),
    row("delivery_cost", Flow, Sum, EveryAge, "sex, quintile, area"),
    row("life_years_discounted_1.5", Flow, Sum, EveryAge, "sex, quintile, area"),
    row("life_years_discounted_3.5", Flow, Sum, EveryAge, "sex, quintile, area"),
    row("qalys_discounted_1.5", Flow, Sum, EveryAge, "sex, quintile, area"),
    row("qalys_discounted_3.5", Flow, Sum, EveryAge, "sex, quintile, area"),
    row("nhs_cost_discounted_1.5", Flow, Sum, EveryAge, "sex, quintile, area"),
    row("nhs_cost_discounted_3.5", Flow, Sum, EveryAge, "sex, quintile, area"),
    row("social_care_cost_discounted_1.5", Flow, Sum, EveryAge, "sex, quintile, area"),
    row("social_care_cost_discounted_3.5", Flow, Sum, EveryAge, "sex, quintile, area"),
    row("delivery_cost_discounted_1.5", Flow, Sum, EveryAge, "sex, quintile, area"),
    row("delivery_cost_discounted_3.5", Flow, Sum, EveryAge, "sex, quintile, area"),
];

impl Row {
    /// The row of a measure.
    ///
    /// # Panics
    /// If it has none.
    pub fn of(measure: Measure) -> Self {
        let found = MEASURES.iter().find(|row| row.name == measure.name());
        *found.unwrap_or_else(|| panic!("{measure} has no row in tests/support/measures.rs"))
    }

    /// Whether it is kept by one of [`PARTS`].
    pub fn is_by(&self, part: &str) -> bool {
        self.by.split(", ").any(|known| known == part)
    }

    /// Whether it is kept for a group.
    pub fn is_kept_for(&self, group: &Group) -> bool {
        let (sex, quintile) = (!group.sexes.is_empty(), !group.quintiles.is_empty());
        match (!group.areas.is_empty(), group.ages.first()) {
            (false, None) => (!sex || self.is_by("sex")) && (!quintile || self.is_by("quintile")),
            (false, Some(band)) => !quintile && (!sex || self.is_by("sex")) && self.ages.has(*band),
            (true, None) => match (sex, quintile) {
                (false, false) => self.is_by("area"),
                (true, false) => self.is_by("area and sex"),
                (false, true) => self.is_by("area and quintile"),
                (true, true) => false,
            },
            (true, Some(_)) => false,
        }
    }
}

fn those(adds_up: HowItAddsUp) -> Vec<Measure> {
    Measure::ALL.iter().copied().filter(|measure| Row::of(*measure).adds_up == adds_up).collect()
}

/// The measures that add up over people and are told of every scenario.
pub fn additive() -> Vec<Measure> {
    those(Sum)
}

/// The measures that are shares of people.
pub fn shares() -> Vec<Measure> {
    those(Share)
}

/// Whether a measure has a value for a group in a year, in every scenario but frozen, in which nobody quits. Flows begin the year after
/// the start.
pub fn has(group: &Group, measure: Measure, year: Year) -> bool {
    let row = Row::of(measure);
    row.is_kept_for(group) && (row.timing == Stock || year > Year::START)
}
