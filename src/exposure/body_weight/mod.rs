//! Body weight: children measured at school, adults by the class of their body mass.
//!
//! Levels: healthy weight or underweight, overweight, obese. Followed from age 4. London's odds over age and year are made of
//! three parts: Reception's share at 4 and 5 and Year 6's at 10 and 11, each with its own trend; adults from 18 on by the shape over
//! ages of England's survey, brought to London's level, with England's trend; straight lines in the logit between them.

pub(crate) mod adults;
pub(crate) mod agreement;
pub(crate) mod children;
pub(crate) mod children_agreement;
pub(crate) mod component;
pub(crate) mod risk;
mod rolling_origin;
mod tables;
pub(crate) mod tracking;

pub(crate) use tables::TABLES;

use crate::component::Delay;
use crate::data::{REGION, ReferenceData, TableName};
use crate::draws::Draws;
use crate::error::Error;
use crate::exposure::area_effect::{AreaEffects, National, mean_quintiles};
use crate::exposure::levels::cell_odds::{CellOdds, cells_of, shift};
use crate::exposure::levels::delay::Delays;
use crate::exposure::levels::path::PathScores;
use crate::exposure::levels::raking::{ADULT, Raking};
use crate::exposure::levels::region::{self, HISTORY};
use crate::exposure::levels::risk::added;
use crate::exposure::levels::survey_estimates::{Key, SurveyEstimates};
use crate::exposure::levels::{Exceedance, Exposure, ExposureDraws};

use crate::multistate::lanes::Lanes;
use crate::numerics::logit::{logistic, logit};
use crate::numerics::special::Z_95;
use crate::population::demography::Demography;
use crate::population::stratum::Sex;
use crate::units::AGES;
use adults::{AdultTrend, BodyMass};
use children::{BoroughChildren, RegionChildren, SchoolGroup, WeightClass, england};
use risk::WeightRisks;
use tracking::Tracking;

/// First age at which weight is followed.
pub(crate) const FIRST_AGE: usize = 4;
/// Ages at which the shares of Reception end, those of Year 6 begin and those of Year 6 end.
const RECEPTION_TO: usize = 5;
const YEAR_6_FROM: usize = 10;
const YEAR_6_TO: usize = 11;

/// Weight as fitted.
#[derive(Debug, Clone)]
pub(crate) struct BodyWeight {
    start: i32,
    years: usize,
    raking: Raking,
    locations: Vec<(usize, f64)>,
    children: RegionChildren,
    /// Logit of a sex against both together; by group, threshold, sex.
    sex_offsets: [[[f64; 2]; 2]; 2],
    /// Logit of London's adults at the start; by threshold, sex, age.
    adults: [[Vec<f64>; 2]; 2],
    /// Standard error of London's level.
    level_sd: f64,
    trend: AdultTrend,
    child_cells: CellOdds,
    adult_cells: CellOdds,
    risks: WeightRisks,
    tracking: Tracking,
    delays: Delays,
    notes: Vec<String>,
}

/// People of an area whose answers its obesity has the error of, where no interval is published: the median of London's areas in
/// the survey of 2015/16 is 422, from the intervals of `adult_weight_area.csv`. The region has as many of each area.
const SAMPLE: f64 = 400.0;

/// Adults of an area in the survey of the start: shares above both thresholds, and the variance of the logit of obesity.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AreaAdults {
    pub(crate) excess: f64,
    pub(crate) obese: f64,
    pub(crate) logit_variance: f64,
    /// Whether an interval is published.
    has_interval: bool,
}

/// The adults of the survey of 2015/16 by area, excess not a number where none was published.
///
/// # Formula
/// ```text
/// variance(logit p) = (half width of the interval / 1.96 / (p (1 - p)))^2,   without an interval   1 / (sample p (1 - p))
/// ```
/// # Errors
/// If an area is missing, or its obesity is no share that has a logit.
pub(crate) fn area_adults(data: &ReferenceData, code: &str) -> Result<AreaAdults, Error> {
    let table = data.table(TableName::ADULT_WEIGHT_AREA);
    let (codes, excess, obese) = (table.text("area_code")?, table.number("excess")?, table.number("obese")?);
    let (lower, upper) = (table.number("lower")?, table.number("upper")?);
    let row = (0..table.rows()).find(|&row| codes[row] == code && obese[row] > 0.0 && obese[row] < 1.0);
    let row = row.ok_or_else(|| Error::Table {
        table: TableName::ADULT_WEIGHT_AREA.to_string(),
        line: None,
        rule: format!("needs obesity of {code} above 0 and below 1"),
    })?;
    let spread = obese[row] * (1.0 - obese[row]);
    let has_interval = lower[row].is_finite() && upper[row].is_finite();
    let logit_variance = if has_interval {
        let sd = (upper[row] - lower[row]) / (2.0 * Z_95) / spread;
        sd * sd
    } else {
        let areas = if code == REGION { data.areas().len() } else { 1 };
        1.0 / (SAMPLE * areas as f64 * spread)
    };
    Ok(AreaAdults { excess: excess[row], obese: obese[row], logit_variance, has_interval })
}

impl BodyWeight {
    /// Fits weight for a projection of `years` years from `start`.
    ///
    /// The school year that runs at the start is known at it: observations up to `start + 1` are used.
    ///
    /// # Errors
    /// If a table lacks what is needed; the table is named.
    pub(crate) fn fit(
        data: &ReferenceData,
        demography: &Demography,
        start: i32,
        years: usize,
        delay: Delay,
    ) -> Result<Self, Error> {
        let estimates = SurveyEstimates::read(data, TableName::ADULT_WEIGHT_ESTIMATES)?;
        let children = RegionChildren::fit(data, start + 1)?;
        let people = demography.persons_by_age();
        let sex_offsets = sex_offsets(data, &children, &people, f64::from(start))?;
        let [men, women] = Sex::ALL;
        let body_mass = [BodyMass::fit(data, &estimates, men)?, BodyMass::fit(data, &estimates, women)?];
        let areas = areas_of_adults(data, demography)?;
        let region = area_adults(data, REGION)?;
        let adults = region_adults(&body_mass, &people, &published_level(demography, &areas));
        let trend = AdultTrend::fit(&estimates, start)?;

        let boroughs = BoroughChildren::fit(data, demography, SchoolGroup::Year6, WeightClass::Obese, start + 1)?;
        let year_6 = children.path(SchoolGroup::Year6, WeightClass::Obese).central(f64::from(start));
        let ages = YEAR_6_FROM..YEAR_6_TO + 1;
        let child_cells = CellOdds::fit(demography, boroughs.levels, "obesity of children", ages, |sex, _| {
            year_6 + sex_offsets[SchoolGroup::Year6 as usize][WeightClass::Obese as usize][sex]
        })?;
        let levels = adult_levels(demography, &estimates, &areas)?;
        let adult_cells = CellOdds::fit(demography, levels, "obesity of adults", ADULT..AGES, |sex, age| {
            adults[WeightClass::Obese as usize][sex][age]
        })?;
        let risks = WeightRisks::from_data(data, &body_mass)?;
        let mut fitted = Self {
            start,
            years,
            raking: Raking::new(demography),
            locations: cells_of(demography),
            children,
            sex_offsets,
            adults,
            level_sd: libm::sqrt(region.logit_variance),
            trend,
            child_cells,
            adult_cells,
            risks,
            tracking: Tracking::from_data(data)?,
            delays: Delays::new(Exposure::BodyWeight, delay)?,
            notes: Vec::new(),
        };
        fitted.notes = fitted.written_notes();
        let names = demography.areas().iter().map(|area| area.name.as_str()).chain(["the region"]);
        let without: Vec<&str> = names
            .zip(areas.iter().chain([&region]))
            .filter(|(_, adults)| !adults.has_interval)
            .map(|(name, _)| name)
            .collect();
        if !without.is_empty() {
            fitted.notes.push(format!(
                "adults' obesity has no interval in {}: the error of a sample of {SAMPLE} people of an area stands in, about that of London's areas in 2015/16",
                without.join(", ")
            ));
        }
        Ok(fitted)
    }

    /// Draws a batch.
    ///
    /// # Errors
    /// If a parameter cannot be drawn.
    pub(crate) fn draw(&self, draws: &mut Draws<'_>) -> Result<ExposureDraws, Error> {
        let mut scores = Vec::with_capacity(2);
        for group in SchoolGroup::AXIS {
            let name = group.name();
            scores.push(PathScores {
                drift: draws.score(|| format!("body weight in {name}, drift"))?,
                level: draws.score(|| format!("body weight in {name}, level"))?,
                path: draws.score(|| format!("body weight in {name}, path"))?,
            });
        }
        let level = draws.score(|| "body weight of adults, level".into())? * self.level_sd;
        let drift = draws.score(|| "body weight of adults, drift".into())?;
        let path = draws.score(|| "body weight of adults, path".into())?;
        let children = self.child_cells.draw(&self.locations, draws)?;
        let adults = self.adult_cells.draw(&self.locations, draws)?;
        let cells: Vec<[Lanes; 2]> = children.into_iter().zip(adults).map(|(child, adult)| [child, adult]).collect();
        let carried = self.delays.draw(draws)?;

        // Logits of Reception and Year 6 and the adults' move from the start, by year of history and projection.
        let years = -HISTORY..=self.years as i32;
        let of_year = |year: i32| {
            let time = f64::from(self.start + year);
            let school = SchoolGroup::AXIS.map(|group| {
                WeightClass::AXIS.map(|class| self.children.path(group, class).at(time, &scores[group as usize]))
            });
            let moved = [0, 1].map(|sex: usize| {
                [0, 1].map(|threshold: usize| {
                    let change = |lane: usize| self.trend.change(sex, threshold, time, drift.0[lane], path.0[lane]);
                    level + Lanes(std::array::from_fn(change))
                })
            });
            (school, moved, moved.map(|sex| sex.map(|x| Lanes(x.0.map(libm::exp)))))
        };
        let by_year: Vec<_> = years.map(of_year).collect();
        let base: [[Vec<f64>; 2]; 2] =
            [0, 1].map(|k: usize| [0, 1].map(|sex: usize| self.adults[k][sex].iter().map(|x| libm::exp(*x)).collect()));
        let target = |year: i32, sex: usize, age: usize| -> Exceedance {
            let (school, moved, factor) = &by_year[(year + HISTORY) as usize];
            [0, 1].map(|threshold: usize| {
                if age >= ADULT {
                    return factor[sex][threshold] * base[threshold][sex][age];
                }
                let group = |group: SchoolGroup| {
                    school[group as usize][threshold] + self.sex_offsets[group as usize][threshold][sex]
                };
                let between = |from: Lanes, to: Lanes, share: f64| from * (1.0 - share) + to * share;
                let logit = if age <= RECEPTION_TO {
                    group(SchoolGroup::Reception)
                } else if age < YEAR_6_FROM {
                    let share = (age - RECEPTION_TO) as f64 / (YEAR_6_FROM - RECEPTION_TO) as f64;
                    between(group(SchoolGroup::Reception), group(SchoolGroup::Year6), share)
                } else if age <= YEAR_6_TO {
                    group(SchoolGroup::Year6)
                } else {
                    let share = (age - YEAR_6_TO) as f64 / (ADULT - YEAR_6_TO) as f64;
                    let grown = moved[sex][threshold] + self.adults[threshold][sex][ADULT];
                    between(group(SchoolGroup::Year6), grown, share)
                };
                Lanes(logit.0.map(libm::exp))
            })
        };
        let region = region::rake(&self.raking, FIRST_AGE, self.years, &cells, &carried, target);
        let mut deaths = Vec::with_capacity(self.risks.deaths.len());
        for risk in &self.risks.deaths {
            deaths.push(risk.draw(draws)?);
        }
        let mut cases = Vec::with_capacity(self.risks.cases.len());
        for risk in &self.risks.cases {
            cases.push(risk.draw(draws)?);
        }
        Ok(ExposureDraws {
            odds: region.odds,
            lagged_at_start: region.lagged_at_start,
            cells,
            carried,
            kept: self.tracking.draw(draws)?,
            deaths,
            cases,
            absence: added(&self.risks.absence, draws)?,
        })
    }

    /// What an analyst should know of the fit, in words.
    #[must_use]
    pub(crate) fn notes(&self) -> &[String] {
        &self.notes
    }

    fn written_notes(&self) -> Vec<String> {
        let mut notes = vec![
            "body weight is followed from age 4; ages 4 and 5 have the share of Reception, 10 and 11 that of Year 6 (school year labelled by its end, at mid-year), with straight lines in the log odds between and from 11 to 18 (derived; children by UK90 centiles, adults by 25 and 30 kg/m2)".to_owned(),
            "the ratio of boys to girls is England's of 2015/16, without an interval: it is fixed".into(),
            "weight of adults by age is derived: England's mean body mass by age of 1993-94, moved and spread so that the shares of 2013-15 come back; London's level is that of its boroughs in 2015/16 (self-report, adjusted), taken for the start, and its trend is England's".into(),
            "excess weight of adults before 2011 is held: no earlier figure by sex was found".into(),
            format!("drift of children's weight is damped by {} a year, that of adults by {}", self.children.damping(), self.trend.damping),
            "the gradient of obesity over deprivation quintiles is derived from boroughs and England's figures by deprivation (adults: women 2014), with a wide spread; one odds ratio of a cell holds at both thresholds, of children that of obesity in Year 6".into(),
            "boroughs keep their difference from London: its future changes are not in the intervals".into(),
            "tracking of obesity: 68% from Reception to Year 6 (Mead 2016, binomial); 55%, 80% and 70% (Simmonds 2016, approximate figures without interval: fixed); above 35 as from 25 to 35".into(),
            "delays of body weight are those of published English models, 4 to 5 years and for cancers 9, the latter with the same relative spread (derived)".into(),
        ];
        let kept = self.adult_cells.levels().effects().iter().map(|effect| effect.weight);
        let (least, most) = kept.fold((1.0_f64, 0.0_f64), |(least, most), kept| (least.min(kept), most.max(kept)));
        notes.push(format!(
            "areas are shrunk to London: they keep {:.0}% to {:.0}% of their own difference in adults' obesity",
            100.0 * least,
            100.0 * most
        ));
        notes.extend(self.risks.notes());
        notes
    }
}

/// Logit of each sex against both together, such that London's children have London's share.
fn sex_offsets(
    data: &ReferenceData,
    children: &RegionChildren,
    people: &[[f64; AGES]; 2],
    time: f64,
) -> Result<[[[f64; 2]; 2]; 2], Error> {
    let mut offsets = [[[0.0; 2]; 2]; 2];
    for group in SchoolGroup::AXIS {
        let count = |sex: usize| -> f64 { group.ages().map(|age| people[sex][age]).sum() };
        let boys = count(0) / (count(0) + count(1));
        for class in WeightClass::AXIS {
            let of = |sex: Sex| england(data, 2016, group.table_name(), sex.name(), "all", class.name()).map(logit);
            let difference = of(Sex::Male)? - of(Sex::Female)?;
            let region = children.path(group, class).central(time);
            let share = |shift: f64| {
                boys * logistic(region + shift + 0.5 * difference)
                    + (1.0 - boys) * logistic(region + shift - 0.5 * difference)
            };
            let shift = shift(|shift| share(shift) - logistic(region));
            offsets[group as usize][class as usize] = [shift + 0.5 * difference, shift - 0.5 * difference];
        }
    }
    Ok(offsets)
}

fn areas_of_adults(data: &ReferenceData, demography: &Demography) -> Result<Vec<AreaAdults>, Error> {
    let mut areas = Vec::with_capacity(demography.areas().len());
    for area in demography.areas() {
        let adults = area_adults(data, &area.code)?;
        if !(adults.excess > adults.obese && adults.excess < 1.0) {
            return Err(Error::Table {
                table: TableName::ADULT_WEIGHT_AREA.to_string(),
                line: None,
                rule: format!("needs excess weight of {} above its obesity and below 1", area.name),
            });
        }
        areas.push(adults);
    }
    Ok(areas)
}

/// London's shares above both thresholds: the boroughs', weighted by their adults.
fn published_level(demography: &Demography, areas: &[AreaAdults]) -> [f64; 2] {
    let people = demography.persons_of_areas(ADULT..AGES);
    let total: f64 = people.iter().sum();
    let mean = |of: fn(&AreaAdults) -> f64| people.iter().zip(areas).map(|(n, area)| n * of(area)).sum::<f64>() / total;
    [mean(|area| area.excess), mean(|area| area.obese)]
}

/// Logits of London's adults by threshold, sex and age: England's, all moved alike to London's level.
fn region_adults(body_mass: &[BodyMass; 2], people: &[[f64; AGES]; 2], level: &[f64; 2]) -> [[Vec<f64>; 2]; 2] {
    [0, 1].map(|threshold: usize| {
        let cut = adults::CUTS[threshold];
        let england = [0, 1]
            .map(|sex: usize| (0..AGES).map(|age| body_mass[sex].logit_at(age as f64, cut)).collect::<Vec<f64>>());
        let all: f64 = people.iter().flat_map(|ages| &ages[ADULT..]).sum();
        let share = |shift: f64| -> f64 {
            let of = |sex: usize| -> f64 {
                (ADULT..AGES).map(|age| people[sex][age] * logistic(england[sex][age] + shift)).sum()
            };
            (of(0) + of(1)) / all
        };
        let shift = shift(|shift| share(shift) - level[threshold]);
        england.map(|ages| ages.into_iter().map(|x| x + shift).collect())
    })
}

/// The boroughs' obesity against London's, shrunk.
fn adult_levels(
    demography: &Demography,
    estimates: &SurveyEstimates<'_>,
    areas: &[AreaAdults],
) -> Result<AreaEffects, Error> {
    let region = logit(published_level(demography, areas)[1]);
    let own: Vec<Option<(f64, f64)>> =
        areas.iter().map(|area| Some((logit(area.obese) - region, area.logit_variance))).collect();
    let at = |group: &'static str| {
        estimates.logit(&Key {
            area: "England",
            year: 2014,
            sex: Some(Sex::Female),
            ages: (16, None),
            group,
            measure: "obese",
        })
    };
    // Four steps lie between the first and the last fifth. One point without an interval: the difference of the boroughs'
    // slope from it is what is known of its error.
    let national = National { per_quintile: (at("quintile_1")? - at("quintile_5")?) / 4.0, sd: 0.0 };
    AreaEffects::shrink(&own, &mean_quintiles(demography, ADULT..AGES), national, TableName::ADULT_WEIGHT_AREA)
}

#[cfg(test)]
mod tests;
