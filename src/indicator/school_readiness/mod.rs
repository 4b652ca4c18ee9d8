//! School readiness: children without a good level of development at the end of Reception.

pub(crate) mod agreement;
mod tables;

pub(crate) use tables::TABLES;

use crate::catalogue::driver::{ActsOn, DriverRow};
use crate::catalogue::indicator::{FirstGuess, IndicatorRow, MORE_OF_A_SHARE, Pathway};
use crate::catalogue::measure::{Ages, Counted};
use crate::catalogue::rows::CatalogueRows;
use crate::catalogue::{Driver, Indicator, Measure, MeasureRow};
use crate::component::{Component, FitContext, OriginContext};
use crate::data::integer;
use crate::data::{Area, COUNTRY, REGION, ReferenceData, TableName};
use crate::draws::Draws;
use crate::error::Error;
use crate::forecast::{Forecast, Subject};
use crate::indicator::area_series::{
    AreaSeries, AreaSeriesDraws, Figure, Figures, Published, SeriesScale, rolling_origins,
};
use crate::population::demography::Demography;
use crate::population::stratum::Sex;
use crate::units::Year;
use serde::Serialize;

impl Driver {
    /// Share of children not ready for school. No path to health.
    pub const NOT_READY_FOR_SCHOOL: Self = Self::fixed("not_ready_for_school");
}

impl Indicator {
    /// Share of children with a good level of development at the end of Reception.
    pub const SCHOOL_READY: Self = Self::fixed("school_ready");
}

impl Measure {
    /// Children finishing Reception with a good level of development.
    pub const SCHOOL_READY_CHILDREN: Self = Self::fixed("school_ready_children");
    /// Share of children with a good level of development at the end of Reception.
    pub const SCHOOL_READY: Self = Self::fixed("school_ready");
}

impl Subject {
    /// Share of London's children of a sex who are not ready for school.
    pub const SCHOOL_READINESS_LONDON: Self = Self::share("not ready for school, London");
    /// The same of a borough.
    pub const SCHOOL_READINESS_BOROUGH: Self = Self::share("not ready for school, boroughs");
}

/// The City of London: too few children (16 to 28 of a sex and year) for a share of its own. In a region of one's own the code is
/// an area like any other.
const TOO_SMALL: &str = "E09000001";
/// The only origin with three years before it and one after.
const ORIGIN: i32 = 2015;

/// By how much children with free school meals are behind, in a borough or England.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct FreeMealsGap {
    /// Code of the area.
    pub area_code: String,
    /// The year in which the school year ends.
    pub year: Year,
    /// Share ready among all children less the share among those with free school meals (who are among all).
    pub gap: f64,
}

/// The share of children who are not ready, by borough and sex: the trend of London and each borough's own level.
///
/// A school year carries the year in which it ends. In a year that is published the share is what was counted: a census has no
/// sampling error. Later years follow the trend, and boroughs are brought to London's share, weighted by the children last
/// counted.
#[derive(Debug, Clone)]
pub(crate) struct SchoolReadiness {
    series: AreaSeries,
}

impl Component for SchoolReadiness {
    const ADDS: CatalogueRows = CatalogueRows {
        drivers: &[
            DriverRow::factor(Driver::NOT_READY_FOR_SCHOOL, "the readiness for school", ActsOn::Itself).up_to(1.0)
        ],
        indicators: &[IndicatorRow {
            more_is_better: true,
            first_guess: FirstGuess::ShareLeft,
            targets: MORE_OF_A_SHARE,
            ambition: "1a",
            pathway: Pathway::None,
            ..IndicatorRow::share(
                Indicator::SCHOOL_READY,
                "children ready for school",
                Measure::SCHOOL_READY,
                Driver::NOT_READY_FOR_SCHOOL,
                TableName::SCHOOL_READINESS,
            )
        }],
        measures: &[
            MeasureRow::stock(Measure::SCHOOL_READY_CHILDREN, Counted::OutsideShare(0), Ages::SchoolYear(4)).by_cell(),
            MeasureRow::share(Measure::SCHOOL_READY, Measure::SCHOOL_READY_CHILDREN, Measure::CHILDREN_RECEPTION),
        ],
    };
    type Sample = AreaSeriesDraws;

    fn fit(of: &FitContext<'_>) -> Result<Self, Error> {
        let series = AreaSeries::fit(published(of.data, of.demography)?, of.demography, of.start, of.years)?;
        Ok(Self { series })
    }

    fn sample(&self, draws: &mut Draws<'_>) -> Result<AreaSeriesDraws, Error> {
        self.series.sample(draws)
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = vec![
            "school readiness: no health pathway modelled; a school year carries the year in which it ends".to_owned(),
            "school readiness: four years of history (the framework began in 2012/13), so the prior of the drift is as wide as the yearly changes of the boroughs".into(),
            "school readiness: the gap of children with free school meals is against all children, who include them; London's is not published".into(),
        ];
        notes.extend(self.series.notes("has too few children for a share of its own who are ready for school"));
        notes
    }

    fn rolling_origins(of: &OriginContext<'_>) -> Result<Vec<Forecast>, Error> {
        let subjects = [Subject::SCHOOL_READINESS_LONDON, Subject::SCHOOL_READINESS_BOROUGH];
        rolling_origins(&published(of.data, of.demography)?, of.demography, &[ORIGIN], subjects)
    }
}

/// The shares not ready, on the logit scale with the variance of a binomial count.
fn published(data: &ReferenceData, demography: &Demography) -> Result<Published, Error> {
    let (region, country) = (of_both(data, REGION)?, of_both(data, COUNTRY)?);
    let areas = areas_of(data, demography.areas())?;
    Ok(Published { what: "school readiness".into(), scale: SeriesScale::Logit, region, country, areas })
}

/// Shares of areas by sex, then area; none of one that is too small.
fn areas_of(data: &ReferenceData, areas: &[Area]) -> Result<Vec<Vec<Figures>>, Error> {
    let mut by_sex = vec![Vec::new(), Vec::new()];
    for area in areas {
        let is_too_small = area.code == TOO_SMALL && data.is_of_london();
        let own = if is_too_small { vec![Vec::new(); 2] } else { of_both(data, &area.code)? };
        for (all, own) in by_sex.iter_mut().zip(own) {
            all.push(own);
        }
    }
    Ok(by_sex)
}

fn of_both(data: &ReferenceData, code: &str) -> Result<Vec<Figures>, Error> {
    Sex::ALL.into_iter().map(|sex| counts(data, code, sex)).collect()
}

/// Shares not ready of an area and sex in order of year, weighted by children.
fn counts(data: &ReferenceData, code: &str, sex: Sex) -> Result<Figures, Error> {
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
        let share = (children[row] - ready[row]) / children[row];
        let variance = 1.0 / (children[row] * share * (1.0 - share));
        counts.push(Figure { year: integer(year[row]) as i32, value: share, variance, weight: children[row] });
    }
    if counts.is_empty() {
        return Err(refused(None, format!("needs counts of {code}, {sex}")));
    }
    counts.sort_by_key(|count| count.year);
    Ok(counts)
}

///
/// # Errors
/// If a table cannot be read.
pub fn free_meals_gaps(data: &ReferenceData) -> Result<Vec<FreeMealsGap>, Error> {
    let table = data.table(TableName::SCHOOL_READINESS_FREE_MEALS);
    let (codes, years, ready) = (table.text("area_code")?, table.number("year")?, table.number("ready")?);
    let mut gaps = Vec::with_capacity(table.rows());
    for row in 0..table.rows() {
        let year = integer(years[row]) as i32;
        let (mut not_ready, mut children) = (0.0, 0.0);
        for sex in Sex::ALL {
            for count in counts(data, &codes[row], sex)?.into_iter().filter(|count| count.year == year) {
                not_ready += count.value * count.weight;
                children += count.weight;
            }
        }
        if children > 0.0 {
            let gap = 1.0 - not_ready / children - ready[row];
            gaps.push(FreeMealsGap { area_code: codes[row].clone(), year: Year::checked(year), gap });
        }
    }
    Ok(gaps)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::component::testing::{Fitted, drawn};
    use crate::data::Table;
    use crate::forecast::coverage;
    use crate::multistate::lanes::Lanes;
    use crate::numerics::logit::logistic;

    fn mean(fitted: &SchoolReadiness, drawn: &AreaSeriesDraws, year: usize, lane: usize) -> f64 {
        let (mut sum, mut all) = (0.0, 0.0);
        for sex in 0..2 {
            for (area, children) in fitted.series.weights(sex).into_iter().enumerate() {
                sum += children * drawn.at(year, sex, area).0[lane];
                all += children;
            }
        }
        sum / all
    }

    #[test]
    fn published_years_are_what_was_counted() {
        let Fitted { demography, fitted, .. } = Fitted::<SchoolReadiness>::london(10);
        let drawn = fitted.sample(&mut Draws::register()).unwrap();
        // Department for Education 2016: 71.2% of London's children had a good level of development in 2015/16.
        assert!((mean(&fitted, &drawn, 1, 0) - (1.0 - 0.7118)).abs() < 5e-4);
        let city = demography.areas().iter().position(|area| area.code == TOO_SMALL).unwrap();
        assert!((drawn.at(0, 0, city).0[0] - (1.0 - 0.6107)).abs() < 5e-5);
    }

    #[test]
    fn boroughs_add_up_to_london_and_shares_stay_within_0_and_1() {
        let Fitted { fitted, .. } = Fitted::<SchoolReadiness>::london(10);
        let drawn = drawn(&fitted, 7);
        for year in 2..=10 {
            for sex in 0..2 {
                let children = fitted.series.weights(sex);
                let all: f64 = children.iter().sum();
                let mut sum = Lanes::ZERO;
                for (area, weight) in children.into_iter().enumerate() {
                    assert!(drawn.at(year, sex, area).within(1e-6, 1.0 - 1e-6));
                    sum += drawn.at(year, sex, area) * (weight / all);
                }
                for lane in 0..8 {
                    assert!((sum.0[lane] - drawn.at(year, sex, 33).0[lane]).abs() < 1e-12);
                }
            }
        }
    }

    #[test]
    fn the_rise_slows_and_its_future_is_uncertain() {
        let Fitted { fitted, .. } = Fitted::<SchoolReadiness>::london(10);
        let drawn = fitted.sample(&mut Draws::register()).unwrap();
        // Yearly gains of London were 9.4, 5.9 and 3.1 points, 6.1 in the mean; what comes is below it and falls.
        let gain = |year: usize| mean(&fitted, &drawn, year, 0) - mean(&fitted, &drawn, year + 1, 0);
        assert!(gain(1) > 0.0 && gain(1) < 0.061, "{}", gain(1));
        assert!(gain(2) < gain(1) && gain(9) < 0.5 * gain(1));
        assert!(libm::sqrt(fitted.series.trend(0).variance(4.0)) > 0.1);
        let end = logistic(fitted.series.trend(0).mean(10.0));
        assert!(end > 0.0 && end < 1.0);
    }

    #[test]
    fn forecasts_from_2015_are_near_what_came() {
        let of = Fitted::<SchoolReadiness>::london(0);
        let all = SchoolReadiness::rolling_origins(&of.history()).unwrap();
        assert_eq!(coverage(&all, Subject::SCHOOL_READINESS_LONDON).1, 2);
        let (share, count) = coverage(&all, Subject::SCHOOL_READINESS_BOROUGH);
        assert_eq!(count, 2 * 32);
        // Four years of history make wide intervals: they may hold more than 80%, not much less.
        assert!(share >= 0.7, "{share}");
    }

    #[test]
    fn free_meals_gap_of_england_is_the_published_one() {
        // Department for Education: 69.3% of all and 54.4% of children with free school meals in 2015/16.
        let gaps = free_meals_gaps(&ReferenceData::embedded()).unwrap();
        let gap = gaps.iter().find(|gap| gap.area_code == COUNTRY && gap.year.get() == 2016).unwrap();
        assert!((gap.gap - 0.149).abs() < 2e-3, "{}", gap.gap);
    }

    #[test]
    fn the_code_of_the_city_is_an_area_like_any_other_elsewhere() {
        let areas = "area_code,area_name,inner_outer\nE09000001,Own,inner\n";
        let data = ReferenceData::embedded();
        let data = data.with_table(Table::from_csv_str(TableName::AREAS, areas).unwrap()).unwrap();
        let mut text = "area_code,year,sex,ready,children\n".to_owned();
        for code in ["E09000001", REGION, COUNTRY] {
            text += &format!("{code},2016,female,700,1000\n{code},2016,male,600,1000\n");
        }
        let data = data.clone().with_table(data.read_csv_str(TableName::SCHOOL_READINESS, &text).unwrap()).unwrap();
        assert!((areas_of(&data, data.areas()).unwrap()[0][0][0].value - 0.4).abs() < 1e-12);
        let london = ReferenceData::embedded();
        assert!(areas_of(&london, london.areas()).unwrap()[0][0].is_empty());
    }

    #[test]
    fn bad_counts_are_refused() {
        let of = Fitted::<SchoolReadiness>::london(0);
        let text = std::fs::read_to_string("data/school_readiness.csv").unwrap();
        let line = text.lines().find(|line| line.starts_with("E09000002,2016,male")).unwrap();
        for (bad, said) in [("E09000002,2016,male,0,900", "above 0"), ("E09000002,2016,male,900,900", "below the 900")]
        {
            let table = Table::from_csv_str(TableName::SCHOOL_READINESS, &text.replace(line, bad)).unwrap();
            let message = of.again_with(table, 2015).unwrap_err().to_string();
            assert!(message.contains(said) && message.contains("line"), "{message}");
        }
        assert!(of.again(2012).unwrap_err().to_string().contains("2013"));
    }
}
