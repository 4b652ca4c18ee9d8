//! England's rates of one disease at the start: what is data is smoothed over age, what is missing is solved.

use super::age_curve::AgeCurve;
use super::balance::{ConsistentRates, KnownRates, check_consistent, solve_third};
use super::past::{Past, YearRates};
use super::rate_table::{Bands, Basis, DiseaseEstimate, need_point, point};
use super::{DISEASES, Disease};
use crate::data::integer;
use crate::data::{ReferenceData, Table, TableName};
use crate::error::Error;
use crate::estimate::Estimate;
use crate::mortality::england_rates_of_all_quintiles;
use crate::numerics::root::false_position;
use crate::numerics::special::Z_95;
use crate::population::demography::{Demography, england_life_table};
use crate::population::stratum::{FIVE_YEAR_STARTS, Sex, five_year_group};
use crate::units::AGES;

/// How far prevalence may be from what incidence and fatality imply where a table gives all three.
pub const CONSISTENCY_TOLERANCE: f64 = 0.05;

/// Rounds of a solution by turns.
const MOST_ROUNDS: usize = 500;

/// England's people and deaths that the solutions need.
#[derive(Debug)]
pub(super) struct England {
    /// People at mid-2015, by sex and age.
    pub(super) people: [Vec<f64>; 2],
    /// Death rates of all causes 2013-15, by sex and age.
    pub(super) mortality: [Vec<f64>; 2],
    /// Deaths a year of the matching cause at the rates of 2013-15, by sex and disease.
    pub(super) deaths: [[f64; DISEASES]; 2],
}

impl England {
    /// # Errors
    /// If a table lacks what is needed.
    pub(super) fn read(data: &ReferenceData, demography: &Demography) -> Result<Self, Error> {
        let table = data.table(TableName::POPULATION_ENGLAND);
        let (sexes, from, count) = (table.text("sex")?, table.number("age_from")?, table.number("y2015")?);
        let mut people = [vec![0.0; AGES], vec![0.0; AGES]];
        for row in 0..table.rows() {
            let sex = Sex::from_name(&sexes[row])?.index();
            let first = integer(from[row]);
            let end = FIVE_YEAR_STARTS.get(five_year_group(first) + 1).map_or(AGES, |&next| next as usize);
            for age in first..end {
                // Evenly within a group, and past 90 as the survivors of the life table.
                let even = 1.0 / (end - first) as f64;
                let share = if first < 90 { even } else { demography.old_age_weights()[[sex, age - 90]] };
                people[sex][age] = count[row] * share;
            }
        }
        let table = england_life_table(data)?;
        let mortality = [0, 1].map(|sex| table.row(sex).to_vec());
        let rates = england_rates_of_all_quintiles(data)?;
        let deaths = [0, 1].map(|sex| {
            Disease::AXIS.map(|disease| {
                let rate = |age: usize| rates[[disease.cause().index(), sex, five_year_group(age)]];
                people[sex].iter().enumerate().map(|(age, n)| n * rate(age)).sum()
            })
        });
        Ok(Self { people, mortality, deaths })
    }

    /// Mean of `of` over the people of both sexes from an age on.
    pub(super) fn mean(&self, from: usize, of: impl Fn(usize, usize) -> f64) -> f64 {
        let (mut sum, mut all) = (0.0, 0.0);
        for sex in 0..2 {
            for age in from..AGES {
                sum += self.people[sex][age] * of(sex, age);
                all += self.people[sex][age];
            }
        }
        sum / all
    }
}

/// England's rates of a disease and sex at the start.
#[derive(Debug, Clone)]
pub(super) struct Fitted {
    /// Over the year that follows each age.
    pub(super) rates: YearRates,
    pub(super) past: Past,
    /// By age last birthday at the start.
    pub(super) prevalence: Vec<f64>,
    /// New cases a year per person, ill or not, by age last birthday.
    pub(super) cases: Vec<f64>,
    /// Standard deviations of the logarithms, by age.
    pub(super) incidence_sd: Vec<f64>,
    pub(super) fatality_sd: Vec<f64>,
    /// Yearly change of incidence on the log scale, and the years from the data to the start.
    pub(super) change: Option<(Estimate, f64)>,
    /// Hazard of death of those with the disease over that of others, where one was solved or given.
    pub(super) hazard_ratio: Option<f64>,
    /// The given ratio less 1, as it is drawn.
    pub(super) excess: Option<Estimate>,
    pub(super) basis: Basis,
}

/// Yearly change of incidence on the log scale.
fn log_change(point: DiseaseEstimate) -> Result<Estimate, Error> {
    let log = |change: f64| {
        if change > -1.0 {
            Ok(libm::log1p(change))
        } else {
            Err(Error::out_of_range("yearly change of incidence", change, "must be above -1"))
        }
    };
    match point.limits {
        Some((lower, upper)) if lower < upper => {
            Estimate::normal(log(point.value)?, (log(upper)? - log(lower)?) / (2.0 * Z_95))
        }
        _ => Estimate::fixed(log(point.value)?),
    }
}

/// Mean of what holds at an age last birthday and at the next: what holds over the year between.
fn over_year(at: impl Fn(usize) -> f64) -> Vec<f64> {
    (0..AGES).map(|age| 0.5 * (at(age) + at((age + 1).min(AGES - 1)))).collect()
}

/// Incidence per person without the disease, of one per person.
fn among_the_well(per_person: &[f64], prevalence: &[f64]) -> Vec<f64> {
    let well = over_year(|age| 1.0 - prevalence[age]);
    per_person.iter().zip(well).map(|(rate, well)| rate / well).collect()
}

/// A disease's rates for both sexes.
///
/// # Errors
/// If its rows are not sound, an estimate that the basis needs is missing, or no solution is found.
pub(super) fn fit(data: &ReferenceData, england: &England, disease: Disease, start: i32) -> Result<[Fitted; 2], Error> {
    let table = data.table(TableName::DISEASE_RATES);
    let estimates = data.table(TableName::DISEASE_ESTIMATES);
    let [male, female] = Sex::ALL.map(|sex| one_sex(table, estimates, england, disease, sex, start));
    let mut both = [male?, female?];
    if both.iter().any(|fitted| fitted.basis == Basis::IncidenceHazardRatio) {
        if both[0].basis != both[1].basis {
            let rule =
                format!("incidence_hazard_ratio of {} must be the basis of both sexes or of none", disease.name());
            return Err(Error::Conflict { rule });
        }
        grown(&mut both, estimates, england, disease)?;
    }
    Ok(both)
}

fn one_sex(
    table: &Table,
    estimates: &Table,
    england: &England,
    disease: Disease,
    sex: Sex,
    start: i32,
) -> Result<Fitted, Error> {
    let bands = Bands::read(table, disease, sex)?;
    let s = sex.index();
    let curve = |what: &str, values: &[f64]| {
        let name = format!("{what} of {}, {sex}", disease.name());
        AgeCurve::through(&name, &bands.starts, values, &england.people[s])
    };
    let change = match point(estimates, disease, "yearly_change_of_incidence", Some(sex))? {
        Some(point) => Some((log_change(point)?, f64::from(start) - bands.year)),
        None => None,
    };
    let to_start = change.as_ref().map_or(1.0, |(change, years)| libm::exp(change.central() * years));
    let past = match (&change, point(estimates, disease, "change_since", Some(sex))?) {
        (Some((change, _)), Some(since)) if f64::from(start) > since.value => {
            Past::Changed { change: change.central(), years: f64::from(start) - since.value }
        }
        _ => Past::Same,
    };
    let die_at_onset = over_year(|age| bands.die_at_onset[bands.of(age)]);
    let (mut at_age, mut per_year) = (vec![0.0; AGES], vec![0.0; AGES]);
    if !bands.incidence.values.is_empty() {
        let curve = curve("incidence", &bands.incidence.values)?;
        at_age = (0..AGES).map(|age| to_start * curve.at(age as f64 + 0.5)).collect();
        per_year = (0..AGES).map(|age| to_start * curve.at(age as f64 + 1.0)).collect();
    }
    let mut prevalence = vec![0.0; AGES];
    if !bands.prevalence.values.is_empty() {
        let curve = curve("prevalence", &bands.prevalence.values)?;
        prevalence = (0..AGES).map(|age| curve.at(age as f64 + 0.5)).collect();
        if let Some(age) = prevalence.iter().position(|share| !(*share < 1.0)) {
            let what = format!("prevalence of {}, {sex}, age {age}", disease.name());
            return Err(Error::out_of_range(what, prevalence[age], "must be below 1"));
        }
    }
    let fatality = match bands.fatality.values.as_slice() {
        [] => vec![0.0; AGES],
        values => over_year(|age| values[bands.of(age)]),
    };
    let mut fitted = Fitted {
        rates: YearRates { incidence: per_year.clone(), fatality, die_at_onset },
        past,
        prevalence,
        cases: at_age,
        incidence_sd: (0..AGES).map(|age| bands.incidence.log_sd_at(&bands.starts, age)).collect(),
        fatality_sd: (0..AGES).map(|age| bands.fatality.log_sd_at(&bands.starts, age)).collect(),
        change,
        hazard_ratio: None,
        excess: None,
        basis: bands.basis,
    };
    match bands.basis {
        Basis::IncidenceDeaths => {
            let deaths = match point(estimates, disease, "later_deaths", Some(sex))? {
                Some(point) => point.value * to_start,
                None => {
                    let die = |age: usize| bands.die_at_onset[bands.of(age)];
                    let people = england.people[s].iter().zip(&fitted.cases).enumerate();
                    england.deaths[s][disease.index()]
                        - people.map(|(age, (n, cases))| n * cases * die(age)).sum::<f64>()
                }
            };
            fitted.meet_deaths(england, &per_year, bands.per_everyone, deaths, disease, sex)?;
        }
        Basis::IncidenceFatality => fitted.settle(&per_year, bands.per_everyone),
        // The prevalence of the first round is nobody's; both sexes are solved together.
        Basis::IncidenceHazardRatio => {
            if bands.per_everyone {
                let rule =
                    format!("incidence of {}, {sex}, must be per person without_disease on this basis", disease.name());
                return Err(Error::Conflict { rule });
            }
        }
        Basis::IncidencePrevalence | Basis::PrevalenceFatality | Basis::AllThree => {
            if bands.per_everyone {
                fitted.rates.incidence = among_the_well(&per_year, &fitted.prevalence);
            }
            fitted.third(disease, sex)?;
        }
    }
    if fitted.cases.iter().all(|cases| *cases <= 0.0) || !bands.per_everyone {
        fitted.count_cases();
    }
    Ok(fitted)
}

impl Fitted {
    /// New cases per person of the rates, at each age last birthday.
    fn count_cases(&mut self) {
        let year = &self.rates.incidence;
        self.cases = (0..AGES)
            .map(|age| 0.5 * (year[age] + year[age.saturating_sub(1)]) * (1.0 - self.prevalence[age]))
            .collect();
    }

    /// Prevalence from birth, and incidence among those it leaves well, by turns until both stay.
    fn settle(&mut self, per_year: &[f64], per_everyone: bool) {
        for _ in 0..MOST_ROUNDS {
            let before = std::mem::take(&mut self.prevalence);
            self.prevalence = self.rates.prevalence(self.past);
            if per_everyone {
                self.rates.incidence = among_the_well(per_year, &self.prevalence);
            }
            let moved = before.iter().zip(&self.prevalence).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
            if moved < 1e-13 {
                break;
            }
        }
    }

    /// One hazard ratio on all-cause mortality with which those who outlive the onset die in the number published.
    fn meet_deaths(
        &mut self,
        england: &England,
        per_year: &[f64],
        per_everyone: bool,
        deaths: f64,
        disease: Disease,
        sex: Sex,
    ) -> Result<(), Error> {
        let fail =
            |detail: String| Error::Calibration { what: format!("fatality of {}, {sex}", disease.name()), detail };
        if !(deaths > 0.0) {
            return Err(fail(format!("{deaths} deaths a year after the onset; there must be some")));
        }
        let (people, mortality) = (&england.people[sex.index()], &england.mortality[sex.index()]);
        let mut added = 0.5;
        for _ in 0..MOST_ROUNDS {
            self.rates.fatality = over_year(|age| added * mortality[age]);
            self.prevalence = self.rates.prevalence(self.past);
            if per_everyone {
                self.rates.incidence = among_the_well(per_year, &self.prevalence);
            }
            let now: f64 = (0..AGES).map(|age| people[age] * self.prevalence[age] * added * mortality[age]).sum();
            let factor = deaths / now;
            added *= factor;
            if !(added < 10.0) {
                return Err(fail(format!(
                    "{deaths} deaths a year after the onset are more than a hazard ratio of 11 gives"
                )));
            }
            if (factor - 1.0).abs() < 1e-10 {
                self.hazard_ratio = Some(1.0 + added);
                return Ok(());
            }
        }
        Err(fail(format!("the hazard ratio still moves after {MOST_ROUNDS} rounds")))
    }

    /// The third of three where prevalence is data.
    fn third(&mut self, disease: Disease, sex: Sex) -> Result<(), Error> {
        let YearRates { incidence, fatality, die_at_onset } = &self.rates;
        if self.basis == Basis::AllThree {
            let all: Vec<ConsistentRates> = (0..AGES)
                .map(|age| ConsistentRates {
                    incidence: incidence[age],
                    prevalence: self.prevalence[age],
                    fatality: fatality[age],
                })
                .collect();
            return check_consistent(disease, sex, &all, die_at_onset, CONSISTENCY_TOLERANCE);
        }
        let incidence_known = self.basis == Basis::IncidencePrevalence;
        let known: Vec<KnownRates> = (0..AGES)
            .map(|age| KnownRates {
                incidence: incidence_known.then_some(incidence[age]),
                prevalence: Some(self.prevalence[age]),
                fatality: (!incidence_known).then_some(fatality[age]),
                die_at_onset: die_at_onset[age],
            })
            .collect();
        let solved = solve_third(disease, sex, &known)?;
        self.rates.incidence = solved.iter().map(|rates| rates.incidence).collect();
        self.rates.fatality = solved.iter().map(|rates| rates.fatality).collect();
        Ok(())
    }
}

/// The rise of incidence before the start with which a published share of people has the disease, one for both sexes; fatality from a published
/// hazard ratio, `f = (HR - 1) m / (1 + p (HR - 1))`, m being deaths of all causes of everyone.
fn grown(both: &mut [Fitted; 2], estimates: &Table, england: &England, disease: Disease) -> Result<(), Error> {
    let ratio = need_point(estimates, disease, "hazard_ratio", None)?;
    let share = need_point(estimates, disease, "prevalence", None)?;
    let fail = |detail: String| Error::Calibration { what: format!("past of {}", disease.name()), detail };
    if !(ratio.value > 1.0) {
        return Err(fail(format!("a hazard ratio of {}; it must be above 1", ratio.value)));
    }
    let estimate = match ratio.limits {
        Some((lower, upper)) if lower > 1.0 && lower < upper => {
            Estimate::log_normal_interval(ratio.value - 1.0, lower - 1.0, upper - 1.0)?
        }
        _ => Estimate::fixed(ratio.value - 1.0)?,
    };
    let mut change = 0.0;
    for _ in 0..8 {
        for (sex, fitted) in both.iter_mut().enumerate() {
            let (mortality, prevalence) = (&england.mortality[sex], &fitted.prevalence);
            let excess = ratio.value - 1.0;
            fitted.rates.fatality = over_year(|age| excess * mortality[age] / (1.0 + prevalence[age] * excess));
        }
        let miss = |change: f64| {
            for fitted in both.iter_mut() {
                fitted.prevalence = fitted.rates.prevalence(Past::Changed { change, years: AGES as f64 });
            }
            england.mean(share.age_from, |sex, age| both[sex].prevalence[age]) - share.value
        };
        let before = change;
        // Prevalence falls smoothly with the rise.
        change = false_position([-0.1, 0.4], 1e-13, miss).ok_or_else(|| {
            fail(format!("no change of incidence a year from -10% to 49% gives a prevalence of {}", share.value))
        })?;
        if (change - before).abs() < 1e-9 {
            break;
        }
    }
    for fitted in both.iter_mut() {
        fitted.past = Past::Changed { change, years: AGES as f64 };
        fitted.hazard_ratio = Some(ratio.value);
        fitted.excess = Some(estimate.clone());
        fitted.count_cases();
    }
    Ok(())
}
