//! School readiness: children without a good level of development at the end of Reception.

use super::pooled::Pooled;
use crate::data::{COUNTRY, ReferenceData, TableName, WHOLE};
use crate::draws::Draws;
use crate::error::Error;
use crate::forecast::{Forecast, Subject};
use crate::multistate::lanes::Lanes;
use crate::numerics::logit::{logistic, logit};
use crate::population::demography::{Demography, whole};
use crate::population::stratum::Sex;
use crate::trend::Reading;

/// Too few children (16 to 28 of a sex and year) for a share of its own.
const TOO_SMALL: &str = "E09000001";
const HORIZON: f64 = 3.0;
/// Steps of Newton's rule by which the boroughs are brought to London; the third is exact to rounding.
const STEPS: usize = 5;

/// Children of a place, sex and school year: how many, and how many are not ready.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Count {
    year: i32,
    not_ready: f64,
    children: f64,
}

impl Count {
    fn share(self) -> f64 {
        self.not_ready / self.children
    }

    /// On the logit scale, with the variance of a binomial count.
    fn reading(self) -> Reading {
        let p = self.share();
        Reading { time: f64::from(self.year), value: logit(p), variance: 1.0 / (self.children * p * (1.0 - p)) }
    }
}

/// By how much children with free school meals are behind, in a borough or England.
#[derive(Debug, Clone, PartialEq)]
pub struct FreeMealsGap {
    /// Code of the area.
    pub area_code: String,
    /// The year in which the school year ends.
    pub year: i32,
    /// Share ready among all children less the share among those with free school meals (who are among all).
    pub gap: f64,
}

/// The share of children who are not ready, by borough and sex: the trend of London and each borough's own level.
///
/// A school year carries the year in which it ends. In a year that is published the share is what was counted: a census has no
/// sampling error. Later years follow the trend, and boroughs are brought to London's share, weighted by the children last
/// counted.
#[derive(Debug, Clone)]
pub struct SchoolReadiness {
    start: i32,
    years: usize,
    names: Vec<String>,
    /// By sex.
    trends: [Pooled; 2],
    /// By sex, area: published counts; London's share for the City.
    counts: [Vec<Vec<Count>>; 2],
    london: [Vec<Count>; 2],
    gaps: Vec<FreeMealsGap>,
}

/// The shares in a batch of draws.
#[derive(Debug, Clone)]
pub struct SchoolReadinessDraws {
    /// Share of children not ready at the end of Reception, index `(year * 2 + sex) * areas + area`, from the start year to
    /// the last mid-year (`years + 1` of them).
    pub(crate) not_ready: Vec<Lanes>,
}

impl SchoolReadiness {
    /// Fits all published years.
    ///
    /// # Errors
    /// If London, England or an area lacks the counts of a sex, a count is 0 or everybody, or `start` lies before the first
    /// year published.
    pub fn fit(data: &ReferenceData, demography: &Demography, start: i32, years: usize) -> Result<Self, Error> {
        Self::fit_until(data, demography, start, years, i32::MAX)
    }

    /// Fits the published years up to and including `until`.
    ///
    /// # Errors
    /// As [`SchoolReadiness::fit`].
    pub fn fit_until(
        data: &ReferenceData,
        demography: &Demography,
        start: i32,
        years: usize,
        until: i32,
    ) -> Result<Self, Error> {
        let read = |code: &str, sex: Sex| -> Result<Vec<Count>, Error> {
            Ok(counts(data, code, sex)?.into_iter().filter(|count| count.year <= until).collect())
        };
        let mut london = [Vec::new(), Vec::new()];
        let mut by_area = [Vec::new(), Vec::new()];
        let mut wholes = Vec::new();
        for sex in Sex::ALL {
            london[sex.index()] = read(WHOLE, sex)?;
            for area in demography.areas() {
                let own = if area.code == TOO_SMALL { Vec::new() } else { read(&area.code, sex)? };
                by_area[sex.index()].push(own);
            }
            for code in [WHOLE, COUNTRY] {
                wholes.push(readings(&read(code, sex)?));
            }
        }
        if let Some(first) = london[0].first().filter(|first| start < first.year) {
            let rule = format!("must not lie before the first year of school readiness, {}", first.year);
            return Err(Error::out_of_range("start of school readiness", start, rule));
        }
        let fit = |sex: usize| {
            let areas: Vec<Vec<Reading>> = by_area[sex].iter().map(|counts| readings(counts)).collect();
            Pooled::fit(&readings(&london[sex]), &wholes, &areas, HORIZON)
        };
        let trends = [fit(0)?, fit(1)?];
        let names = demography.areas().iter().map(|area| area.name.clone()).collect();
        Ok(Self { start, years, names, trends, counts: by_area, london, gaps: gaps(data)? })
    }

    /// By how much children with free school meals are behind: figures for the page, without a path to health.
    #[must_use]
    pub fn free_meals_gaps(&self) -> &[FreeMealsGap] {
        &self.gaps
    }

    /// What is assumed, in words.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let mut notes = vec![
            "school readiness: no health pathway modelled; a school year carries the year in which it ends".to_owned(),
            "school readiness: four years of history (the framework began in 2012/13), so the prior of the drift is as wide as the yearly changes of the boroughs".into(),
            "school readiness: the gap of children with free school meals is against all children, who include them; London's is not published".into(),
        ];
        for (area, name) in self.names.iter().enumerate() {
            if !self.trends[0].has_own(area) {
                notes.push(format!(
                    "{name} has too few children for a share of its own who are ready for school: it takes London's"
                ));
            }
        }
        notes
    }

    /// The shares in a batch of draws.
    ///
    /// # Errors
    /// If a parameter cannot be drawn.
    pub(crate) fn draw(&self, draws: &mut Draws<'_>) -> Result<SchoolReadinessDraws, Error> {
        // Girls and boys share the scores: they are in the same schools, and the drift of one was that of the other.
        let names = || self.names.iter().map(String::as_str);
        let drawn = self.trends[0].draw(draws, "school readiness", names())?;
        let mut not_ready = Vec::with_capacity((self.years + 1) * 2 * self.names.len());
        for year in 0..=self.years {
            let year = self.start + year as i32;
            for sex in 0..2 {
                if let Some(published) = self.published(sex, year) {
                    not_ready.extend(published.into_iter().map(Lanes::splat));
                    continue;
                }
                let london = self.trends[sex].whole_at(&drawn, year);
                let areas: Vec<Lanes> = (0..self.names.len())
                    .map(|area| london + self.trends[sex].difference_at(&drawn, area, year))
                    .collect();
                not_ready.extend(self.brought_to_london(sex, london, &areas));
            }
        }
        Ok(SchoolReadinessDraws { not_ready })
    }

    /// The published shares of a year by area.
    fn published(&self, sex: usize, year: i32) -> Option<Vec<f64>> {
        let of = |counts: &[Count]| counts.iter().find(|count| count.year == year).map(|count| count.share());
        let london = of(&self.london[sex])?;
        self.counts[sex].iter().map(|counts| if counts.is_empty() { Some(london) } else { of(counts) }).collect()
    }

    /// Children last counted, by area; none in an area that takes London's share, which then moves no mean.
    fn children(&self, sex: usize) -> Vec<f64> {
        self.counts[sex].iter().map(|counts| counts.last().map_or(0.0, |count| count.children)).collect()
    }

    /// Shares of the areas, moved together on the logit scale until their mean is London's.
    fn brought_to_london(&self, sex: usize, london: Lanes, logits: &[Lanes]) -> Vec<Lanes> {
        let children = self.children(sex);
        let all: f64 = children.iter().sum();
        let target = Lanes(london.0.map(logistic)) * all;
        let mut shift = Lanes::ZERO;
        for _ in 0..STEPS {
            let (mut sum, mut slope) = (Lanes::ZERO, Lanes::ZERO);
            for (logit, &weight) in logits.iter().zip(&children) {
                let share = Lanes((*logit + shift).0.map(logistic));
                sum += share * weight;
                slope += share * (Lanes::ONE - share) * weight;
            }
            shift += (target - sum) / slope;
        }
        logits
            .iter()
            .enumerate()
            .map(|(area, logit)| {
                let own = if self.trends[sex].has_own(area) { *logit + shift } else { london };
                Lanes(own.0.map(logistic))
            })
            .collect()
    }
}

/// Forecasts of the share not ready in London by sex and in each borough, from the school years that end in the origins.
///
/// # Errors
/// As [`SchoolReadiness::fit`]; an origin needs three years of history.
pub fn rolling_origin(data: &ReferenceData, demography: &Demography, origins: &[i32]) -> Result<Vec<Forecast>, Error> {
    let mut all = Vec::new();
    for &origin in origins {
        let fitted = SchoolReadiness::fit_until(data, demography, origin, 0, origin)?;
        for sex in Sex::ALL {
            let trend = &fitted.trends[sex.index()];
            let london = readings(&counts(data, WHOLE, sex)?);
            let of = (Subject::SchoolReadinessLondon, sex.name(), origin);
            all.extend(trend.whole().forecasts(of, &london, logistic));
            for (index, area) in demography.areas().iter().enumerate().filter(|(_, area)| area.code != TOO_SMALL) {
                let later = counts(data, &area.code, sex)?;
                let later = later.iter().filter(|count| count.year > origin).map(|count| count.reading());
                let name = format!("{}, {sex}", area.name);
                let of = (Subject::SchoolReadinessBorough, name.as_str(), origin);
                all.extend(later.filter_map(|reading| trend.forecast(of, index, &reading, logistic)));
            }
        }
    }
    Ok(all)
}

fn readings(counts: &[Count]) -> Vec<Reading> {
    counts.iter().map(|count| count.reading()).collect()
}

/// Counts of an area and sex in order of year.
fn counts(data: &ReferenceData, code: &str, sex: Sex) -> Result<Vec<Count>, Error> {
    let table = data.table(TableName::SCHOOL_READINESS);
    let (codes, sexes, year) = (table.text("area_code")?, table.text("sex")?, table.number("year")?);
    let (ready, children) = (table.number("ready")?, table.number("children")?);
    let refused = |line: Option<u64>, rule: String| Error::Table { table: table.label().to_owned(), line, rule };
    let mut counts = Vec::new();
    for row in (0..table.rows()).filter(|&row| codes[row] == code && sexes[row] == sex.name()) {
        if !(ready[row] > 0.0 && ready[row] < children[row]) {
            let rule = format!("ready {} must be above 0 and below the {} children", ready[row], children[row]);
            return Err(refused(Some(table.line(row)), rule));
        }
        counts.push(Count {
            year: whole(year[row]) as i32,
            not_ready: children[row] - ready[row],
            children: children[row],
        });
    }
    if counts.is_empty() {
        return Err(refused(None, format!("needs counts of {code}, {sex}")));
    }
    counts.sort_by_key(|count| count.year);
    Ok(counts)
}

fn gaps(data: &ReferenceData) -> Result<Vec<FreeMealsGap>, Error> {
    let table = data.table(TableName::SCHOOL_READINESS_FREE_MEALS);
    let (codes, years, ready) = (table.text("area_code")?, table.number("year")?, table.number("ready")?);
    let mut gaps = Vec::with_capacity(table.rows());
    for row in 0..table.rows() {
        let year = whole(years[row]) as i32;
        let (mut not_ready, mut children) = (0.0, 0.0);
        for sex in Sex::ALL {
            for count in counts(data, &codes[row], sex)?.into_iter().filter(|count| count.year == year) {
                not_ready += count.not_ready;
                children += count.children;
            }
        }
        if children > 0.0 {
            let gap = 1.0 - not_ready / children - ready[row];
            gaps.push(FreeMealsGap { area_code: codes[row].clone(), year, gap });
        }
    }
    Ok(gaps)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Table;
    use crate::draws::Draws;
    use crate::forecast::coverage;
    use crate::sampling::Sampling;

    fn fitted() -> (ReferenceData, Demography, SchoolReadiness) {
        let data = ReferenceData::embedded();
        let demography = Demography::from_data(&data).unwrap();
        let fitted = SchoolReadiness::fit(&data, &demography, 2015, 10).unwrap();
        (data, demography, fitted)
    }

    fn mean(fitted: &SchoolReadiness, drawn: &SchoolReadinessDraws, year: usize, lane: usize) -> f64 {
        let areas = fitted.names.len();
        let (mut sum, mut all) = (0.0, 0.0);
        for sex in 0..2 {
            for (area, children) in fitted.children(sex).into_iter().enumerate() {
                sum += children * drawn.not_ready[(year * 2 + sex) * areas + area].0[lane];
                all += children;
            }
        }
        sum / all
    }

    #[test]
    fn published_years_are_what_was_counted() {
        let (_, demography, fitted) = fitted();
        let drawn = fitted.draw(&mut Draws::register()).unwrap();
        assert_eq!(drawn.not_ready.len(), 11 * 2 * 33);
        // Department for Education 2016: 71.2% of London's children had a good level of development in 2015/16.
        assert!((mean(&fitted, &drawn, 1, 0) - (1.0 - 0.7118)).abs() < 5e-4);
        let city = demography.areas().iter().position(|area| area.code == TOO_SMALL).unwrap();
        assert!((drawn.not_ready[city].0[0] - (1.0 - 0.6107)).abs() < 5e-5);
    }

    #[test]
    fn boroughs_add_up_to_london_and_shares_stay_within_0_and_1() {
        let (_, _, fitted) = fitted();
        let mut register = Draws::register();
        fitted.draw(&mut register).unwrap();
        let plan = register.into_plan().unwrap();
        let values = plan.parameters().sample(7, Sampling::Random, 0..8);
        let drawn = fitted.draw(&mut Draws::drawn(&plan, &values, 0)).unwrap();
        assert!(drawn.not_ready.iter().all(|share| share.within(1e-6, 1.0 - 1e-6)));
        let scores = fitted.trends[0]
            .draw(&mut Draws::drawn(&plan, &values, 0), "school readiness", fitted.names.iter().map(String::as_str))
            .unwrap();
        for year in 2..=10 {
            for sex in 0..2 {
                let children = fitted.children(sex);
                let all: f64 = children.iter().sum();
                let mut sum = Lanes::ZERO;
                for (area, weight) in children.into_iter().enumerate() {
                    sum += drawn.not_ready[(year * 2 + sex) * 33 + area] * (weight / all);
                }
                let london = fitted.trends[sex].whole_at(&scores, 2015 + year as i32);
                for lane in 0..8 {
                    assert!((sum.0[lane] - logistic(london.0[lane])).abs() < 1e-12);
                }
            }
        }
    }

    #[test]
    fn the_rise_slows_and_its_future_is_uncertain() {
        let (_, _, fitted) = fitted();
        let drawn = fitted.draw(&mut Draws::register()).unwrap();
        // Yearly gains of London were 9.4, 5.9 and 3.1 points, 6.1 in the mean; what comes is below it and falls.
        let gain = |year: usize| mean(&fitted, &drawn, year, 0) - mean(&fitted, &drawn, year + 1, 0);
        assert!(gain(1) > 0.0 && gain(1) < 0.061, "{}", gain(1));
        assert!(gain(2) < gain(1) && gain(9) < 0.5 * gain(1));
        let trend = fitted.trends[0].whole();
        assert!(libm::sqrt(trend.variance(4.0)) > 0.1);
    }

    #[test]
    fn forecasts_from_2015_are_near_what_came() {
        let (data, demography, _) = fitted();
        let all = rolling_origin(&data, &demography, &[2015]).unwrap();
        assert_eq!(coverage(&all, Subject::SchoolReadinessLondon).1, 2);
        let (share, count) = coverage(&all, Subject::SchoolReadinessBorough);
        assert_eq!(count, 2 * 32);
        // Four years of history make wide intervals: they may hold more than 80%, not much less.
        assert!(share >= 0.7, "{share}");
    }

    #[test]
    fn free_meals_gap_of_england_is_the_published_one() {
        let (_, _, fitted) = fitted();
        // Department for Education: 69.3% of all and 54.4% of children with free school meals in 2015/16.
        let gap = fitted.free_meals_gaps().iter().find(|gap| gap.area_code == COUNTRY && gap.year == 2016).unwrap();
        assert!((gap.gap - 0.149).abs() < 2e-3, "{}", gap.gap);
    }

    #[test]
    fn bad_counts_are_refused() {
        let (data, demography, _) = fitted();
        let text = std::fs::read_to_string("data/school_readiness.csv").unwrap();
        let line = text.lines().find(|line| line.starts_with("E09000002,2016,male")).unwrap();
        for (bad, said) in [("E09000002,2016,male,0,900", "above 0"), ("E09000002,2016,male,900,900", "below the 900")]
        {
            let table = Table::from_csv_str(TableName::SCHOOL_READINESS, &text.replace(line, bad)).unwrap();
            let data = data.clone().with_table(table).unwrap();
            let message = SchoolReadiness::fit(&data, &demography, 2015, 1).unwrap_err().to_string();
            assert!(message.contains(said) && message.contains("line"), "{message}");
        }
        let message = SchoolReadiness::fit(&data, &demography, 2012, 1).unwrap_err().to_string();
        assert!(message.contains("2013"), "{message}");
    }
}
