//! An indicator that is a short published series by area: fitted, carried on, drawn, and scored from origins inside its history.
//! A subject gives its figures and says on which scale they move; everything else is here.

use super::pooled::Pooled;
use crate::draws::Draws;
use crate::error::Error;
use crate::forecast::{Forecast, Origin, Subject};
use crate::multistate::lanes::Lanes;
use crate::numerics::logit::{logistic, logit};
use crate::population::demography::Demography;
use crate::population::stratum::Sex;
use crate::trend::Observation;
use serde::{Deserialize, Serialize};

/// Years ahead in which forecasts from inside the history are weighed.
const HORIZON: f64 = 3.0;
/// Steps of Newton's rule by which shares of areas are brought to the region's; the third is exact to rounding.
const STEPS: usize = 5;

/// The scale on which a series moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SeriesScale {
    /// Log odds, for shares.
    #[default]
    Logit,
    /// Logarithm, for rates and counts.
    Log,
}

impl SeriesScale {
    fn of(self, value: f64) -> f64 {
        match self {
            Self::Logit => logit(value),
            Self::Log => libm::log(value),
        }
    }

    fn back(self) -> fn(f64) -> f64 {
        match self {
            Self::Logit => logistic,
            Self::Log => libm::exp,
        }
    }

    /// Values of the areas whose mean by weight is the region's: shares are moved together on the logit scale, rates multiplied. An
    /// area without figures of its own takes the region's.
    fn bring(self, region: Lanes, against: &[Lanes], weights: &[f64], has_own: impl Fn(usize) -> bool) -> Vec<Lanes> {
        let all: f64 = weights.iter().sum();
        let level = Lanes(region.0.map(self.back()));
        match self {
            Self::Logit => {
                let logits: Vec<Lanes> = against.iter().map(|difference| region + *difference).collect();
                let target = level * all;
                let mut shift = Lanes::ZERO;
                for _ in 0..STEPS {
                    let (mut sum, mut slope) = (Lanes::ZERO, Lanes::ZERO);
                    for (logit, &weight) in logits.iter().zip(weights) {
                        let share = Lanes((*logit + shift).0.map(logistic));
                        sum += share * weight;
                        slope += share * (Lanes::ONE - share) * weight;
                    }
                    shift += (target - sum) / slope;
                }
                let value = |(area, logit): (usize, &Lanes)| {
                    Lanes((if has_own(area) { *logit + shift } else { region }).0.map(logistic))
                };
                logits.iter().enumerate().map(value).collect()
            }
            Self::Log => {
                let ratios: Vec<Lanes> = against.iter().map(|difference| Lanes(difference.0.map(libm::exp))).collect();
                let mut mean = Lanes::ZERO;
                for (ratio, &weight) in ratios.iter().zip(weights) {
                    mean += *ratio * (weight / all);
                }
                let value = |(area, ratio): (usize, Lanes)| if has_own(area) { level * ratio / mean } else { level };
                ratios.into_iter().enumerate().map(value).collect()
            }
        }
    }
}

/// A published figure.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Figure {
    pub(crate) year: i32,
    pub(crate) value: f64,
    /// Of its error, on the scale of the series.
    pub(crate) variance: f64,
    /// What it counts in a mean over areas.
    pub(crate) weight: f64,
}

impl Figure {
    fn observation(self, scale: SeriesScale) -> Observation {
        Observation { time: f64::from(self.year), value: scale.of(self.value), variance: self.variance }
    }
}

/// Figures in order of year.
pub(crate) type Figures = Vec<Figure>;

/// What is published of an indicator, by sex or of both together (one series).
#[derive(Debug, Clone)]
pub(crate) struct Published {
    /// What it is in names of parameters and in sentences.
    pub(crate) what: String,
    pub(crate) scale: SeriesScale,
    /// Of all areas together, by sex; empty where it is the mean of the areas by weight.
    pub(crate) region: Vec<Figures>,
    /// Of the country, from which the region's spread is learnt too, by sex; empty where none is published.
    pub(crate) country: Vec<Figures>,
    /// By sex, then area; one without figures takes the region's.
    pub(crate) areas: Vec<Vec<Figures>>,
}

impl Published {
    /// What was published up to a year.
    fn until(&self, year: i32) -> Self {
        let of = |figures: &Figures| figures.iter().copied().filter(|figure| figure.year <= year).collect();
        Self {
            region: self.region.iter().map(of).collect(),
            country: self.country.iter().map(of).collect(),
            areas: self.areas.iter().map(|areas| areas.iter().map(of).collect()).collect(),
            ..self.clone()
        }
    }

    /// All areas together: as published, or the mean of the areas in the years that all of them have.
    ///
    /// # Errors
    /// If no area has figures, or one that has lacks a year that another has.
    fn aggregates(&self, demography: &Demography) -> Result<Vec<Figures>, Error> {
        let missing = |rule: String| Error::Conflict { rule: format!("{} {rule}", self.what) };
        let mut aggregates = Vec::with_capacity(self.areas.len());
        for (sex, areas) in self.areas.iter().enumerate() {
            if let Some(region) = self.region.get(sex).filter(|region| !region.is_empty()) {
                aggregates.push(region.clone());
                continue;
            }
            let Some(first) = areas.iter().find(|figures| !figures.is_empty()) else {
                return Err(missing("needs figures of some area".into()));
            };
            for (area, own) in demography.areas().iter().zip(areas).filter(|(_, own)| !own.is_empty()) {
                if !own.iter().map(|figure| figure.year).eq(first.iter().map(|figure| figure.year)) {
                    return Err(missing(format!("needs figures of {} in the years of the other areas", area.name)));
                }
            }
            let mean = |at: usize| {
                let of_year = || areas.iter().filter_map(|own| own.get(at));
                let all: f64 = of_year().map(|figure| figure.weight).sum();
                let value = of_year().map(|figure| figure.weight / all * figure.value).sum();
                Figure { year: first[at].year, value, variance: first[at].variance, weight: all }
            };
            aggregates.push((0..first.len()).map(mean).collect());
        }
        Ok(aggregates)
    }
}

/// A published series by area as fitted: the trend of all areas together and each area's own level.
///
/// A year that is published has its figure in every draw. Later years follow the trend, and areas are brought to the region's,
/// weighted as last published.
#[derive(Debug, Clone)]
pub(crate) struct AreaSeries {
    published: Published,
    start: i32,
    years: usize,
    names: Vec<String>,
    region: Vec<Figures>,
    /// By sex.
    trends: Vec<Pooled>,
}

/// A series in a batch of draws.
#[derive(Debug, Clone)]
pub(crate) struct AreaSeriesDraws {
    sexes: usize,
    areas: usize,
    /// Index `(year * sexes + sex) * (areas + 1) + area`, from the start to the last mid-year; all areas together last.
    values: Vec<Lanes>,
}

impl AreaSeriesDraws {
    /// The value of an area of a sex (0 where the sexes are not told apart); of all areas together for the number of areas.
    #[inline(always)]
    pub(crate) fn at(&self, year: usize, sex: usize, area: usize) -> Lanes {
        self.values[(year * self.sexes + sex) * (self.areas + 1) + area]
    }
}

impl AreaSeries {
    /// Fits what is published.
    ///
    /// # Errors
    /// If there are too few years, areas have different ones where the region is their mean, or `start` lies before the first.
    pub(crate) fn fit(published: Published, demography: &Demography, start: i32, years: usize) -> Result<Self, Error> {
        let region = published.aggregates(demography)?;
        if let Some(first) = region[0].first().filter(|first| start < first.year) {
            let what = format!("start of {}", published.what);
            return Err(Error::out_of_range(
                what,
                start,
                format!("must not lie before its first year, {}", first.year),
            ));
        }
        let scale = published.scale;
        let observations = |figures: &Figures| -> Vec<Observation> {
            figures.iter().map(|figure| figure.observation(scale)).collect()
        };
        let mut aggregates = Vec::with_capacity(2 * region.len());
        for (sex, figures) in region.iter().enumerate() {
            aggregates.push(observations(figures));
            aggregates.extend(published.country.get(sex).filter(|country| !country.is_empty()).map(observations));
        }
        let mut trends = Vec::with_capacity(region.len());
        for (figures, areas) in region.iter().zip(&published.areas) {
            let areas: Vec<Vec<Observation>> = areas.iter().map(observations).collect();
            trends.push(Pooled::fit(&observations(figures), &aggregates, &areas, HORIZON)?);
        }
        let names = demography.areas().iter().map(|area| area.name.clone()).collect();
        Ok(Self { published, start, years, names, region, trends })
    }

    /// The trend of all areas together, of a sex (0 where the sexes are not told apart), on its scale.
    #[cfg(test)]
    pub(crate) fn trend(&self, sex: usize) -> &super::short_series::ShortTrend {
        self.trends[sex].region()
    }

    /// The figures of all areas together, of a sex.
    #[cfg(test)]
    pub(crate) fn region(&self, sex: usize) -> &Figures {
        &self.region[sex]
    }

    /// What areas without figures of their own take, in words.
    pub(crate) fn notes(&self, why: &str) -> Vec<String> {
        let without = (0..self.names.len()).filter(|area| !self.trends[0].has_own(*area));
        without.map(|area| format!("{} {why}: it takes London's", self.names[area])).collect()
    }

    /// The series in a batch of draws. The sexes share the scores: they live in the same areas, and the drift of one was that of
    /// the other.
    ///
    /// # Errors
    /// If a parameter cannot be drawn.
    pub(crate) fn sample(&self, draws: &mut Draws<'_>) -> Result<AreaSeriesDraws, Error> {
        let drawn = self.trends[0].draw(draws, &self.published.what, self.names.iter().map(String::as_str))?;
        let (sexes, areas) = (self.trends.len(), self.names.len());
        let mut values = Vec::with_capacity((self.years + 1) * sexes * (areas + 1));
        for year in 0..=self.years {
            let year = self.start + year as i32;
            for sex in 0..sexes {
                if let Some(known) = self.known(sex, year) {
                    values.extend(known.into_iter().map(Lanes::splat));
                    continue;
                }
                let trend = &self.trends[sex];
                let region = trend.region_at(&drawn, year);
                let against: Vec<Lanes> = (0..areas).map(|area| trend.difference_at(&drawn, area, year)).collect();
                let scale = self.published.scale;
                values.extend(scale.bring(region, &against, &self.weights(sex), |area| trend.has_own(area)));
                values.push(Lanes(region.0.map(scale.back())));
            }
        }
        Ok(AreaSeriesDraws { sexes, areas, values })
    }

    /// What is published of a year, by area, and of all areas together last.
    fn known(&self, sex: usize, year: i32) -> Option<Vec<f64>> {
        let of = |figures: &Figures| figures.iter().find(|figure| figure.year == year).map(|figure| figure.value);
        let region = of(&self.region[sex])?;
        let areas = self.published.areas[sex].iter().map(|own| if own.is_empty() { Some(region) } else { of(own) });
        areas.chain([Some(region)]).collect()
    }

    /// Weights last published, by area; none of an area that takes the region's value, which then moves no mean.
    pub(crate) fn weights(&self, sex: usize) -> Vec<f64> {
        let last = |figures: &Figures| figures.last().map_or(0.0, |figure| figure.weight);
        self.published.areas[sex].iter().map(last).collect()
    }
}

/// Forecasts of all areas together and of each area from origins inside the history, against what came.
///
/// # Errors
/// As [`AreaSeries::fit`]; an origin needs three years of history.
pub(crate) fn rolling_origins(
    published: &Published,
    demography: &Demography,
    origins: &[i32],
    [of_region, of_areas]: [Subject; 2],
) -> Result<Vec<Forecast>, Error> {
    let (scale, region) = (published.scale, published.aggregates(demography)?);
    let mut all = Vec::new();
    for &origin in origins {
        let fitted = AreaSeries::fit(published.until(origin), demography, origin, 0)?;
        for (sex, trend) in fitted.trends.iter().enumerate() {
            let (region_name, of_sex) = match fitted.trends.len() {
                1 => ("London", String::new()),
                _ => (Sex::ALL[sex].name(), format!(", {}", Sex::ALL[sex])),
            };
            let observations: Vec<Observation> = region[sex].iter().map(|figure| figure.observation(scale)).collect();
            let of = Origin { subject: of_region, series: region_name, year: origin, read: &observations };
            all.extend(trend.region().forecasts(of, scale.back()));
            for (area, figures) in published.areas[sex].iter().enumerate() {
                let name = format!("{}{of_sex}", fitted.names[area]);
                let read: Vec<Observation> = figures.iter().map(|figure| figure.observation(scale)).collect();
                let later = read.iter().filter(|one| one.time > f64::from(origin));
                let of = Origin { subject: of_areas, series: &name, year: origin, read: &read };
                all.extend(later.filter_map(|observation| trend.forecast(of, area, observation, scale.back())));
            }
        }
    }
    Ok(all)
}
