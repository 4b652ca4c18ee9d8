//! Weight of adults: classes by age from a log-normal body mass, England's trend, London's level.

use crate::data::integer;
use crate::data::{ReferenceData, TableName};
use crate::error::Error;
use crate::exposure::levels::survey_estimates::{Key, SurveyEstimates};
use crate::forecast::{Forecast, Origin, Subject};
use crate::numerics::interpolation::{Outside, straight};
use crate::numerics::logit::{logistic, logit};
use crate::numerics::root::bisect;
use crate::numerics::special::normal_cdf;
use crate::population::stratum::Sex;
use crate::trend::{DriftPrior, Observation, Trend, damping_by_rolling_origin, mean_innovation_sd};

/// First and last ages of the survey's bands; the last is open.
pub(crate) const BANDS: [(usize, Option<usize>); 7] =
    [(16, Some(24)), (25, Some(34)), (35, Some(44)), (45, Some(54)), (55, Some(64)), (65, Some(74)), (75, None)];

/// Body mass index from which people are overweight and obese, kg/m2.
pub(crate) const CUTS: [f64; 2] = [25.0, 30.0];

/// Years of the mean body mass index by age, and the middle year of the class shares it is brought to.
const AGE_SHAPE_YEARS: [i32; 2] = [1993, 1994];
const CLASS_YEAR: i32 = 2014;
const INNOVATION_GRID: [f64; 9] = [0.0, 0.005, 0.01, 0.015, 0.02, 0.03, 0.04, 0.05, 0.07];
const DAMPING_GRID: [f64; 7] = [0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0];
/// Years of the survey's obesity by sex (means of three years at the middle one); 2008 is of men only.
const OBESITY_YEARS: [i32; 5] = [1993, 1998, 2008, 2011, 2014];
/// Those between which slopes make the prior of the drift, and the origins and horizon of the choice of damping.
const PRIOR_YEARS: [i32; 4] = [1993, 1998, 2011, 2014];
const CHOICE_ORIGINS: [f64; 3] = [1998.0, 2008.0, 2011.0];
const CHOICE_HORIZON: f64 = 13.0;

fn key<'a>(year: i32, sex: Sex, ages: (usize, Option<usize>), measure: &'a str) -> Key<'a> {
    Key { area: "England", year, sex: Some(sex), ages, group: "all", measure }
}

const ADULTS: (usize, Option<usize>) = (16, None);

/// Body mass of England's adults of one sex: in each band log-normal above an origin, with one spread of the logarithm.
///
/// # Formula
/// ```text
/// mean(band) = mean(band, 1993-94) + shift
/// P(BMI > c | band) = Phi((ln(mean - origin) - sigma^2 / 2 - ln(c - origin)) / sigma)
/// ```
/// `shift`, `sigma` and `origin` are solved such that all bands together have the published shares of 2013-15 above 25 and above
/// 30 and the published mean of 2014. The origin gives the skewness: with 0 women's mean would be half a unit too low, for too
/// few of them are very obese. Derived: no survey of our time is open by age and class.
#[derive(Debug, Clone)]
pub(crate) struct BodyMass {
    means: [f64; BANDS.len()],
    weights: [f64; BANDS.len()],
    sigma: f64,
    origin: f64,
}

impl BodyMass {
    /// Of England's people and surveys.
    ///
    /// # Errors
    /// If an estimate is missing, or no log-normal has the shares.
    pub(crate) fn fit(data: &ReferenceData, estimates: &SurveyEstimates<'_>, sex: Sex) -> Result<Self, Error> {
        let weights = weights(data, sex)?;
        let mut shape = [0.0; BANDS.len()];
        for (mean, ages) in shape.iter_mut().zip(BANDS) {
            for year in AGE_SHAPE_YEARS {
                *mean += estimates.need(&key(year, sex, ages, "mean_bmi"))? / AGE_SHAPE_YEARS.len() as f64;
            }
        }
        let target = [
            estimates.need(&key(CLASS_YEAR, sex, ADULTS, "excess"))?,
            estimates.need(&key(CLASS_YEAR, sex, ADULTS, "obese"))?,
        ];
        let mean = estimates.need(&key(CLASS_YEAR, sex, ADULTS, "mean_bmi"))?;
        let at = |shift: f64, sigma: f64, origin: f64| Self {
            means: shape.map(|mean| mean + shift),
            weights,
            sigma,
            origin,
        };
        // For each spread the shift that meets obesity; a wider spread then leaves fewer above 25; a higher origin, which is a
        // longer tail, then has the higher mean.
        let shifted = |sigma: f64, origin: f64| {
            at(bisect([-5.0, 10.0], |shift| at(shift, sigma, origin).above(CUTS[1]) < target[1]), sigma, origin)
        };
        let spread = |origin: f64| {
            // The spread is relative to the distance from the origin.
            let range = [1.0, 12.0].map(|units| units / (CUTS[0] - origin));
            shifted(bisect(range, |sigma| shifted(sigma, origin).above(CUTS[0]) > target[0]), origin)
        };
        let fitted = spread(bisect([-100.0, 17.0], |origin| spread(origin).mean() < mean));
        let missed = CUTS.into_iter().zip(target).any(|(cut, share)| !((fitted.above(cut) - share).abs() < 1e-9));
        if missed || !((fitted.mean() - mean).abs() < 1e-6) {
            return Err(Error::Table {
                table: TableName::ADULT_WEIGHT_ESTIMATES.to_string(),
                line: None,
                rule: format!(
                    "has a mean body mass and shares above 25 and 30 kg/m2 of {sex} adults that no log-normal can have"
                ),
            });
        }
        Ok(fitted)
    }

    fn score(&self, band: usize, cut: f64) -> f64 {
        let distance = (self.means[band] - self.origin) / (cut - self.origin);
        (libm::log(distance) - 0.5 * self.sigma * self.sigma) / self.sigma
    }

    /// Share above a body mass index.
    pub(crate) fn above(&self, cut: f64) -> f64 {
        (0..BANDS.len()).map(|band| self.weights[band] * normal_cdf(self.score(band, cut))).sum()
    }

    /// Share above a body mass index at a single age: straight lines in the logit between the middles of the bands.
    pub(crate) fn logit_at(&self, age: f64, cut: f64) -> f64 {
        let middle = |band: usize| {
            let (from, to) = BANDS[band];
            // The open band from 75 lies about 82, the mean age of its people.
            to.map_or(82.0, |to| 0.5 * (from + to) as f64)
        };
        straight(
            (0..BANDS.len()).map(|band| (middle(band), logit(normal_cdf(self.score(band, cut))))),
            age,
            Outside::Held,
        )
    }

    /// Mean body mass index of all, kg/m2.
    pub(crate) fn mean(&self) -> f64 {
        (0..BANDS.len()).map(|band| self.weights[band] * self.means[band]).sum()
    }

    /// Mean body mass index of the overweight and of the obese, kg/m2.
    pub(crate) fn class_means(&self) -> [f64; 2] {
        // Of a log-normal the part of the mean that lies above a cut is Phi(score + sigma).
        let part = |cut: f64| -> f64 {
            let of = |band: usize| self.weights[band] * (self.means[band] - self.origin);
            let above: f64 =
                (0..BANDS.len()).map(|band| of(band) * normal_cdf(self.score(band, cut) + self.sigma)).sum();
            above + self.origin * self.above(cut)
        };
        let [excess, obese] = CUTS;
        [(part(excess) - part(obese)) / (self.above(excess) - self.above(obese)), part(obese) / self.above(obese)]
    }
}

/// Shares of England's adults of a sex by band, 2014.
fn weights(data: &ReferenceData, sex: Sex) -> Result<[f64; BANDS.len()], Error> {
    let table = data.table(TableName::POPULATION_ENGLAND);
    let (sexes, from, people) = (table.text("sex")?, table.number("age_from")?, table.number("y2014")?);
    let mut weights = [0.0; BANDS.len()];
    for row in 0..table.rows() {
        let age = integer(from[row]);
        if sexes[row] != sex.name() || age < 15 {
            continue;
        }
        // Of the group 15-19 four ages of five are adults of the survey.
        let share = if age == 15 { 0.8 } else { 1.0 };
        let band = BANDS.iter().rposition(|(start, _)| age.max(16) >= *start).unwrap_or(0);
        weights[band] += share * people[row];
    }
    let total: f64 = weights.iter().sum();
    Ok(weights.map(|weight| weight / total))
}

/// How the logits of England's adults changed and go on, by sex and threshold (25, then 30).
#[derive(Debug, Clone)]
pub(crate) struct AdultTrend {
    known: [[Vec<Observation>; 2]; 2],
    trends: [[Trend; 2]; 2],
    innovation_sd: f64,
    pub(crate) damping: f64,
    start: f64,
}

impl AdultTrend {
    /// Fits the surveys up to `start`.
    ///
    /// The surveys have no intervals, so the spread of the innovation holds survey error too. Excess weight has two
    /// points by sex: they tell a drift, and innovation and damping are those of obesity.
    ///
    /// # Errors
    /// If an estimate that is needed is missing.
    pub(crate) fn fit(estimates: &SurveyEstimates<'_>, start: i32) -> Result<Self, Error> {
        let known = surveys(estimates, start)?;
        let obese = known.each_ref().map(|by_sex| by_sex[1].clone());
        let excess = known.each_ref().map(|by_sex| by_sex[0].clone());
        let priors = [prior(&excess, &PRIOR_YEARS[2..], start)?, prior(&obese, &PRIOR_YEARS, start)?];
        let (innovation_sd, damping) = innovation_and_damping(&obese, priors[1])?;
        let fit = |sex: usize, threshold: usize| {
            Trend::fit(&known[sex][threshold], priors[threshold], innovation_sd, damping)
        };
        let trends = [[fit(0, 0)?, fit(0, 1)?], [fit(1, 0)?, fit(1, 1)?]];
        Ok(Self { known, trends, innovation_sd, damping, start: f64::from(start) })
    }

    /// Change of the logit from the start to `time`, with scores for the drift and the path.
    ///
    /// After the start the damped drift and a path whose spread is that of a random walk from the start on; before it
    /// straight lines between the surveys, the first held before it. The past has no scores: it is the surveys'.
    pub(crate) fn change(&self, sex: usize, threshold: usize, time: f64, drift: f64, path: f64) -> f64 {
        let trend = &self.trends[sex][threshold];
        let ahead = self.start - trend.origin();
        if time < self.start {
            let observations =
                self.known[sex][threshold].iter().map(|observation| (observation.time, observation.value));
            let begun = trend.central(ahead);
            let past = if time >= trend.origin() {
                trend.central(time - trend.origin())
            } else {
                straight(observations, time, Outside::Held)
            };
            return past - begun;
        }
        let years = trend.damped_years(time - trend.origin()) - trend.damped_years(ahead);
        (trend.drift() + trend.drift_sd() * drift) * years + self.innovation_sd * libm::sqrt(time - self.start) * path
    }
}

/// Logits of the surveys up to a year, by sex and threshold.
fn surveys(estimates: &SurveyEstimates<'_>, until: i32) -> Result<[[Vec<Observation>; 2]; 2], Error> {
    let mut known: [[Vec<Observation>; 2]; 2] = Default::default();
    for sex in Sex::ALL {
        for year in OBESITY_YEARS.into_iter().filter(|&year| year <= until) {
            let obese = key(year, sex, ADULTS, "obese");
            if estimates.find(&obese).is_none() {
                continue;
            }
            let observation = |value| Observation { time: f64::from(year), value, variance: 0.0 };
            known[sex.index()][1].push(observation(estimates.logit(&obese)?));
            let excess = estimates.find(&key(year, sex, ADULTS, "excess")).or_else(|| {
                let overweight = estimates.find(&key(year, sex, ADULTS, "overweight"))?;
                Some(overweight + estimates.find(&obese)?)
            });
            if let Some(share) = excess {
                known[sex.index()][0].push(observation(logit(share)));
            }
        }
    }
    Ok(known)
}

/// Prior of the drift: the slopes of both sexes between years that both have.
fn prior(known: &[Vec<Observation>; 2], years: &[i32], until: i32) -> Result<DriftPrior, Error> {
    let mut slopes = Vec::new();
    for observations in known {
        for pair in years.windows(2).filter(|pair| pair[1] <= until) {
            let at = |year: i32| {
                observations.iter().find(|r| (r.time - f64::from(year)).abs() < 0.5).ok_or_else(|| Error::Table {
                    table: TableName::ADULT_WEIGHT_ESTIMATES.to_string(),
                    line: None,
                    rule: format!("needs excess weight and obesity of adults of each sex in {year}"),
                })
            };
            slopes.push((at(pair[1])?.value - at(pair[0])?.value) / f64::from(pair[1] - pair[0]));
        }
    }
    DriftPrior::of_slopes(&slopes)
}

/// Spread of the innovation, and the damping that would have forecast best from origins that have observations before and after them.
fn innovation_and_damping(obese: &[Vec<Observation>; 2], prior: DriftPrior) -> Result<(f64, f64), Error> {
    let innovation_sd = mean_innovation_sd(obese, prior, &INNOVATION_GRID)?;
    let last = obese.iter().flatten().map(|observation| observation.time).fold(f64::NEG_INFINITY, f64::max);
    let origins: Vec<f64> = CHOICE_ORIGINS.into_iter().filter(|origin| *origin < last).collect();
    let (damping, _) = damping_by_rolling_origin(obese, &origins, CHOICE_HORIZON, prior, innovation_sd, &DAMPING_GRID)?;
    Ok((innovation_sd, damping))
}

/// Forecasts of men's obesity from the origins, against what came. Women have four observations, and excess weight two: too few to check.
///
/// # Errors
/// If an estimate that is needed is missing.
pub(crate) fn rolling_origin(data: &ReferenceData, origins: &[i32]) -> Result<Vec<Forecast>, Error> {
    let estimates = SurveyEstimates::read(data, TableName::ADULT_WEIGHT_ESTIMATES)?;
    let all = surveys(&estimates, i32::MAX)?;
    let men = Sex::Male.index();
    let mut found = Vec::new();
    for &origin in origins {
        let obese = surveys(&estimates, origin)?.map(|[_, obese]| obese);
        let prior = prior(&obese, &PRIOR_YEARS, origin)?;
        let (innovation_sd, damping) = innovation_and_damping(&obese, prior)?;
        let trend = Trend::fit(&obese[men], prior, innovation_sd, damping)?;
        for observation in all[men][1].iter().filter(|observation| observation.time > f64::from(origin)) {
            let ahead = observation.time - trend.origin();
            let subject = Subject::MEN_OBESITY_ENGLAND;
            let of = Origin { subject, series: "men", year: origin, read: &all[men][1] };
            found.push(Forecast::of(of, observation, (trend.central(ahead), trend.variance(ahead)), logistic));
        }
    }
    Ok(found)
}

#[cfg(test)]
#[allow(clippy::float_cmp)] // what is meant to be a number is that number
mod tests {
    use super::*;

    fn body_mass() -> [BodyMass; 2] {
        let data = ReferenceData::embedded();
        let estimates = SurveyEstimates::read(&data, TableName::ADULT_WEIGHT_ESTIMATES).unwrap();
        Sex::ALL.map(|sex| BodyMass::fit(&data, &estimates, sex).unwrap())
    }

    #[test]
    fn the_shares_of_2013_to_2015_and_the_mean_come_back() {
        // Health Survey for England, three-year mean (PHE 2017): 66.8% and 57.8% above 25, 25.7% and 25.8% above 30.
        for (mass, (excess, obese)) in body_mass().iter().zip([(0.668, 0.257), (0.578, 0.258)]) {
            assert!((mass.above(25.0) - excess).abs() < 1e-9 && (mass.above(30.0) - obese).abs() < 1e-9);
            // Health Survey for England 2014: 27.2 kg/m2 for men and for women.
            assert!((mass.mean() - 27.2).abs() < 1e-6);
        }
    }

    #[test]
    fn the_very_obese_are_near_the_published_share() {
        // Health Survey for England 2014: 2% of men and 4% of women above 40; nothing was fitted to it. The figures are
        // rounded to whole points, and a year's survey of a sex has a standard error of about half a point.
        for (mass, published) in body_mass().iter().zip([2.0, 4.0]) {
            let computed = 100.0 * mass.above(40.0);
            assert!((computed - published).abs() < 1.5, "{computed}");
        }
    }

    #[test]
    fn obesity_by_age_is_near_the_published_points() {
        // Health Survey for England 2012 and 2014, means of both: nothing was fitted to them. One year's survey of a
        // band has a standard error of about 3 points.
        let [men, women] = body_mass();
        let at = |mass: &BodyMass, age: f64| 100.0 * crate::numerics::logit::logistic(mass.logit_at(age, 30.0));
        for (computed, published) in [
            (at(&men, 20.0), 10.5),
            (at(&men, 59.5), 35.0),
            (at(&men, 69.5), 33.0),
            (at(&women, 20.0), 13.5),
            (at(&women, 69.5), 34.0),
        ] {
            assert!((computed - published).abs() < 4.0, "{computed} {published}");
        }
    }

    #[test]
    fn class_means_lie_within_their_classes_and_return_the_mean() {
        for mass in body_mass() {
            let [overweight, obese] = mass.class_means();
            assert!(overweight > 26.5 && overweight < 28.0, "{overweight}");
            assert!(obese > 32.5 && obese < 36.0, "{obese}");
        }
    }

    #[test]
    fn forecasts_of_men_hold_what_came_once_the_rise_had_slowed() {
        let all = rolling_origin(&ReferenceData::embedded(), &[2008, 2011]).unwrap();
        let (early, late): (Vec<Forecast>, Vec<Forecast>) = all.into_iter().partition(|one| one.origin.get() == 2008);
        // The rise of fifteen years slowed after 2008, which three observations could not tell before.
        assert!(early.len() == 2 && early.iter().all(|one| one.observed < one.lower_80), "{early:?}");
        assert!(late.len() == 1 && late[0].covers(), "{late:?}");
    }

    #[test]
    fn the_trend_is_that_of_the_surveys() {
        let data = ReferenceData::embedded();
        let estimates = SurveyEstimates::read(&data, TableName::ADULT_WEIGHT_ESTIMATES).unwrap();
        let trend = AdultTrend::fit(&estimates, 2015).unwrap();
        // From 1993 to 2014 men's obesity rose from 13.6% to 25.7%.
        let rise = trend.change(0, 1, 2014.0, 0.0, 0.0) - trend.change(0, 1, 1993.0, 0.0, 0.0);
        assert!((rise - (logit(0.257) - logit(0.136))).abs() < 1e-12);
        assert_eq!(trend.change(0, 1, 2015.0, 0.7, -0.3), 0.0);
        assert!((trend.change(1, 1, 1970.0, 0.0, 0.0) - trend.change(1, 1, 1993.0, 0.0, 0.0)).abs() < 1e-12);
        // The path goes on smoothly where the surveys end.
        let steps: Vec<f64> = (2012..2018).map(|year| trend.change(0, 1, f64::from(year), 0.0, 0.0)).collect();
        assert!(steps.windows(2).all(|pair| (pair[1] - pair[0]).abs() < 0.05), "{steps:?}");
    }
}
