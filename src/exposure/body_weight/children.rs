//! Weight of children measured at Reception and in Year 6: London's trend and the boroughs.

use crate::data::{COUNTRY, REGION, ReferenceData, TableName};
use crate::error::Error;
use crate::exposure::area_effect::{AreaEffects, National, mean_quintiles};
use crate::exposure::levels::path::Path;

use crate::data::integer;
use crate::named::named_enum;
use crate::numerics::logit::logit;
use crate::population::demography::Demography;
use crate::population::stratum::Sex;
use crate::trend::{DriftPrior, Observation, Trend, damping_by_rolling_origin, mean_innovation_sd};

const INNOVATION_GRID: [f64; 9] = [0.0, 0.005, 0.01, 0.015, 0.02, 0.03, 0.04, 0.05, 0.07];
const WALK_GRID: [f64; 9] = [0.0, 0.01, 0.02, 0.03, 0.04, 0.05, 0.07, 0.1, 0.15];
const DAMPING_GRID: [f64; 7] = [0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0];
/// Rolling origins of the choice of damping, in years before the last observation, and its horizon.
const CHOICE_ORIGINS: [f64; 4] = [4.0, 3.0, 2.0, 1.0];
const CHOICE_HORIZON: f64 = 4.0;
/// First and last year of the survey of children aged 2 to 10, whose slopes make the prior of the drift.
const PRIOR_YEARS: [i32; 2] = [1997, 2004];

named_enum! {
    /// The two years of school in which children are measured.
    pub(crate) enum SchoolGroup {
        /// Aged 4 to 5.
        Reception = "Reception",
        /// Aged 10 to 11.
        Year6 = "Year 6",
    }
}

impl SchoolGroup {
    pub(crate) const fn table_name(self) -> &'static str {
        match self {
            Self::Reception => "reception",
            Self::Year6 => "year6",
        }
    }

    /// Ages at mid-year: the school year begins in September, so a sixth of them is still of the first age.
    pub(crate) const fn ages(self) -> std::ops::RangeInclusive<usize> {
        match self {
            Self::Reception => 4..=5,
            Self::Year6 => 10..=11,
        }
    }
}

named_enum! {
    /// The two thresholds of the measured children, in the order of every array with an axis of them.
    pub(crate) enum WeightClass {
        /// Overweight or obese: at or above the 85th centile of UK90.
        Excess = "excess",
        /// Obese: at or above the 95th.
        Obese = "obese",
    }
}

/// The observations of an area up to `until`, on the logit scale with their sampling variance, in order of year.
pub(crate) fn observations(
    data: &ReferenceData,
    code: &str,
    group: SchoolGroup,
    class: WeightClass,
    until: i32,
) -> Result<Vec<Observation>, Error> {
    let table = data.table(TableName::CHILD_WEIGHT_AREA);
    let (codes, groups) = (table.text("area_code")?, table.text("school_group")?);
    let (years, measured) = (table.number("year")?, table.number("measured")?);
    let (overweight, obese) = (table.number("overweight")?, table.number("obese")?);
    let mut observations = Vec::new();
    for row in 0..table.rows() {
        if codes[row] != code || groups[row] != group.table_name() || years[row] > f64::from(until) {
            continue;
        }
        let share = match class {
            WeightClass::Obese => obese[row],
            WeightClass::Excess => obese[row] + overweight[row],
        };
        if !(share > 0.0 && share < 1.0) {
            return Err(Error::Table {
                table: TableName::CHILD_WEIGHT_AREA.to_string(),
                line: Some(table.line(row)),
                rule: format!("a share of {share} of the children has no log odds"),
            });
        }
        // The published intervals are those of a binomial share of the children measured.
        let variance = 1.0 / (measured[row] * share * (1.0 - share));
        observations.push(Observation { time: years[row], value: logit(share), variance });
    }
    observations.sort_by(|a, b| a.time.total_cmp(&b.time));
    Ok(observations)
}

/// London's children: the trends of both groups and thresholds.
#[derive(Debug, Clone)]
pub(crate) struct RegionChildren {
    /// By group, then threshold.
    paths: [[Path; 2]; 2],
    #[cfg(test)]
    innovation_sd: f64,
    damping: f64,
}

impl RegionChildren {
    /// Fits London's observations up to and including `until`.
    ///
    /// The prior of the drift is that of England's children aged 2 to 10, 1997 to 2004, over sexes and classes. The spread of
    /// the innovation and the damping are those of London and England, both groups and thresholds together.
    ///
    /// # Errors
    /// If London has fewer than three observations of a group up to `until`, or the earlier survey lacks one of its ends.
    pub(crate) fn fit(data: &ReferenceData, until: i32) -> Result<Self, Error> {
        let mut series = Vec::new();
        for code in [REGION, COUNTRY] {
            for group in SchoolGroup::AXIS {
                for class in WeightClass::AXIS {
                    series.push(observations(data, code, group, class, until)?);
                }
            }
        }
        if series[..4].iter().any(|observations| observations.len() < 3) {
            return Err(Error::Table {
                table: TableName::CHILD_WEIGHT_AREA.to_string(),
                line: None,
                rule: format!("needs London ({REGION}) in at least three years up to {until}"),
            });
        }
        let series: Vec<Vec<Observation>> = series.into_iter().filter(|observations| observations.len() > 1).collect();
        let prior = drift_prior(data)?;
        let innovation_sd = mean_innovation_sd(&series, prior, &INNOVATION_GRID)?;
        let last = series[0][series[0].len() - 1].time;
        let origins = CHOICE_ORIGINS.map(|years| last - years);
        let (damping, _) =
            damping_by_rolling_origin(&series, &origins, CHOICE_HORIZON, prior, innovation_sd, &DAMPING_GRID)?;
        let path = |index: usize| -> Result<Path, Error> {
            let trend = Trend::fit(&series[index], prior, innovation_sd, damping)?;
            Ok(Path::new(series[index].clone(), trend))
        };
        Ok(Self {
            paths: [[path(0)?, path(1)?], [path(2)?, path(3)?]],
            #[cfg(test)]
            innovation_sd,
            damping,
        })
    }

    /// The trend of the logit of a group and threshold.
    #[must_use]
    pub(crate) fn trend(&self, group: SchoolGroup, class: WeightClass) -> &Trend {
        self.path(group, class).trend()
    }

    /// The observations and the trend.
    pub(crate) fn path(&self, group: SchoolGroup, class: WeightClass) -> &Path {
        &self.paths[group as usize][class as usize]
    }

    /// Yearly innovation of the logit, as a standard deviation.
    #[cfg(test)]
    #[must_use]
    pub(crate) fn innovation_sd(&self) -> f64 {
        self.innovation_sd
    }

    /// Damping of the drift.
    #[must_use]
    pub(crate) fn damping(&self) -> f64 {
        self.damping
    }
}

/// Yearly change of the logit among children aged 2 to 10, with its spread over sexes and classes.
fn drift_prior(data: &ReferenceData) -> Result<DriftPrior, Error> {
    let mut slopes = Vec::new();
    for sex in Sex::ALL {
        let at = |year: i32| -> Result<[f64; 2], Error> {
            let obese = england(data, year, "ages_2_10", sex.name(), "all", "obese")?;
            let overweight = england(data, year, "ages_2_10", sex.name(), "all", "overweight")?;
            Ok([logit(obese + overweight), logit(obese)])
        };
        let (first, last) = (at(PRIOR_YEARS[0])?, at(PRIOR_YEARS[1])?);
        let years = f64::from(PRIOR_YEARS[1] - PRIOR_YEARS[0]);
        slopes.extend(first.iter().zip(last).map(|(first, last)| (last - first) / years));
    }
    DriftPrior::of_slopes(&slopes)
}

/// One share of England's children.
pub(crate) fn england(
    data: &ReferenceData,
    year: i32,
    group: &str,
    sex: &str,
    decile: &str,
    class: &str,
) -> Result<f64, Error> {
    let table = data.table(TableName::CHILD_WEIGHT_ENGLAND);
    let (groups, sexes, deciles) = (table.text("school_group")?, table.text("sex")?, table.text("decile")?);
    let (classes, years, share) = (table.text("weight_class")?, table.number("year")?, table.number("share")?);
    (0..table.rows())
        .find(|&row| {
            groups[row] == group
                && sexes[row] == sex
                && deciles[row] == decile
                && classes[row] == class
                && integer(years[row]) as i32 == year
        })
        .map(|row| share[row])
        .ok_or_else(|| Error::Table {
            table: TableName::CHILD_WEIGHT_ENGLAND.to_string(),
            line: None,
            rule: format!("needs {class} children of {group}, sex {sex}, decile {decile}, in {year}"),
        })
}

/// Boroughs' differences from London, before and after shrinking.
#[derive(Debug, Clone)]
pub(crate) struct BoroughChildren {
    pub(crate) levels: AreaEffects,
    /// Yearly spread of a borough's own difference.
    pub(crate) walk_sd: f64,
}

impl BoroughChildren {
    /// Fits the boroughs' observations up to `until`.
    ///
    /// A borough's difference from London's observation of the same year is a level that moves by a random walk, whose
    /// spread is common to the boroughs: figures of years ago count less.
    ///
    /// # Errors
    /// If fewer than three boroughs have observations, or England's figures by decile are missing.
    pub(crate) fn fit(
        data: &ReferenceData,
        demography: &Demography,
        group: SchoolGroup,
        class: WeightClass,
        until: i32,
    ) -> Result<Self, Error> {
        let region = observations(data, REGION, group, class, until)?;
        let mut series = Vec::with_capacity(demography.areas().len());
        for area in demography.areas() {
            let own = observations(data, &area.code, group, class, until)?;
            let of = |time: f64| region.iter().find(|observation| (observation.time - time).abs() < 0.5);
            let differences = own.iter().filter_map(|observation| {
                of(observation.time)
                    .map(|region| Observation { value: observation.value - region.value, ..*observation })
            });
            series.push(differences.collect::<Vec<Observation>>());
        }
        let no_drift = DriftPrior { mean: 0.0, sd: 0.0 };
        let known: Vec<Vec<Observation>> =
            series.iter().filter(|observations| observations.len() > 1).cloned().collect();
        let walk_sd = mean_innovation_sd(&known, no_drift, &WALK_GRID)?;
        let mut own = Vec::with_capacity(series.len());
        for observations in &series {
            own.push(if observations.is_empty() {
                None
            } else {
                let trend = Trend::fit(observations, no_drift, walk_sd, 0.0)?;
                Some((trend.level(), trend.level_sd() * trend.level_sd()))
            });
        }
        let ages = group.ages();
        let quintiles = mean_quintiles(demography, *ages.start()..*ages.end() + 1);
        let levels = AreaEffects::shrink(&own, &quintiles, national_gradient(data)?, TableName::CHILD_WEIGHT_AREA)?;
        Ok(Self { levels, walk_sd })
    }
}

/// Change of the log odds of obesity per quintile in England: the mean of Reception's slope over ten deciles in two years
/// and of Year 6's between the two ends, with half their difference as standard deviation.
fn national_gradient(data: &ReferenceData) -> Result<National, Error> {
    let (mut reception, mut year6) = (0.0, 0.0);
    for year in [2015, 2016] {
        let at = |group: &str, decile: usize| -> Result<f64, Error> {
            Ok(logit(england(data, year, group, "all", &decile.to_string(), "obese")?))
        };
        // Least squares over the deciles; a quintile is two of them.
        let (mut xy, mut xx) = (0.0, 0.0);
        for decile in 1..=10 {
            let x = decile as f64 - 5.5;
            xy += x * at("reception", decile)?;
            xx += x * x;
        }
        reception -= 0.5 * 2.0 * xy / xx;
        year6 += 0.5 * 2.0 * (at("year6", 1)? - at("year6", 10)?) / 9.0;
    }
    Ok(National { per_quintile: 0.5 * (reception + year6), sd: 0.5 * (reception - year6).abs() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numerics::logit::logistic;

    #[test]
    fn london_reads_as_published() {
        // NCMP 2014/15, London: 22.6% obese and 37.2% above in Year 6, 10.1% and 22.2% at Reception.
        let region = RegionChildren::fit(&ReferenceData::embedded(), 2016).unwrap();
        for (group, published) in [(SchoolGroup::Reception, [0.222, 0.101]), (SchoolGroup::Year6, [0.372, 0.226])] {
            for class in WeightClass::AXIS {
                let share = logistic(region.path(group, class).central(2015.0));
                // Rounding of the figure, and the trend's level in 2016 against its observation.
                assert!((share - published[class as usize]).abs() < 0.003, "{group:?} {class:?} {share}");
            }
        }
        assert!(region.innovation_sd() > 0.0 && region.innovation_sd() < 0.05, "{}", region.innovation_sd());
    }

    #[test]
    fn the_gradient_is_steeper_in_year_6_and_falls_with_deprivation() {
        let national = national_gradient(&ReferenceData::embedded()).unwrap();
        // England 2014/15: 12.0% and 5.7% obese in the first and last decile at Reception, 25.0% and 11.5% in Year 6.
        assert!(national.per_quintile > 0.15 && national.per_quintile < 0.25, "{national:?}");
    }

    #[test]
    fn boroughs_keep_most_of_their_own() {
        let data = ReferenceData::embedded();
        let demography = Demography::from_data(&data).unwrap();
        let fitted = BoroughChildren::fit(&data, &demography, SchoolGroup::Year6, WeightClass::Obese, 2016).unwrap();
        for (area, effect) in demography.areas().iter().zip(fitted.levels.effects()) {
            assert_eq!(effect.surveyed, area.name != "City of London");
            assert!(!effect.surveyed || effect.weight > 0.8, "{} {}", area.name, effect.weight);
        }
    }
}
