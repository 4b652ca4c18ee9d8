//! Body weight as a subject of the model: its words, how it is fitted and drawn, and how it moves along a cohort.

use super::rolling_origin::child_weight;
use super::{BodyWeight, adults};
use crate::catalogue::driver::{ActsOn, DriverRow};
use crate::catalogue::indicator::IndicatorRow;
use crate::catalogue::measure::{Ages, Counted};
use crate::catalogue::rows::CatalogueRows;
use crate::catalogue::{Driver, Indicator, Measure, MeasureRow};
use crate::component::{Component, FitContext, OriginContext};
use crate::data::TableName;
use crate::draws::Draws;
use crate::error::Error;
use crate::exposure::levels::raking::ADULT;
use crate::exposure::levels::{Exceedance, Exposure, ExposureDraws, Shares, Step};
use crate::forecast::{Forecast, Subject};
use crate::multistate::lanes::Lanes;

impl Driver {
    /// Children's probability of becoming overweight, and of becoming obese, in a year of age.
    pub const CHILD_WEIGHT_GAIN: Self = Self::fixed("child_weight_gain");
    /// Adults' (18 and over) probability of becoming overweight, and of becoming obese.
    pub const ADULT_WEIGHT_GAIN: Self = Self::fixed("adult_weight_gain");
}

impl Indicator {
    /// Share of children obese at the end of primary school, Year 6.
    pub const CHILD_OBESITY_YEAR6: Self = Self::fixed("child_obesity_year6");
    /// Share of children overweight or obese at the end of primary school, Year 6.
    pub const CHILD_EXCESS_WEIGHT_YEAR6: Self = Self::fixed("child_excess_weight_year6");
    /// Share of adults (18 and over) who are obese.
    pub const ADULT_OBESITY: Self = Self::fixed("adult_obesity");
}

impl Measure {
    /// Children finishing Reception who are obese.
    pub const OBESE_RECEPTION: Self = Self::fixed("obese_reception");
    /// Children finishing Year 6 who are obese.
    pub const OBESE_YEAR6: Self = Self::fixed("obese_year6");
    /// Children finishing Year 6 who are overweight or obese.
    pub const EXCESS_WEIGHT_YEAR6: Self = Self::fixed("excess_weight_year6");
    /// Adults (18 and over) who are obese.
    pub const OBESE_ADULTS: Self = Self::fixed("obese_adults");
    /// Adults who are overweight or obese.
    pub const EXCESS_WEIGHT_ADULTS: Self = Self::fixed("excess_weight_adults");
    /// Share of children obese at the end of Reception.
    pub const CHILD_OBESITY_RECEPTION: Self = Self::fixed("child_obesity_reception");
    /// Share of children obese at the end of Year 6.
    pub const CHILD_OBESITY_YEAR6: Self = Self::fixed("child_obesity_year6");
    /// Share of children overweight or obese at the end of Year 6.
    pub const CHILD_EXCESS_WEIGHT_YEAR6: Self = Self::fixed("child_excess_weight_year6");
    /// Share of adults who are obese.
    pub const ADULT_OBESITY: Self = Self::fixed("adult_obesity");
    /// Share of adults who are overweight or obese.
    pub const ADULT_EXCESS_WEIGHT: Self = Self::fixed("adult_excess_weight");
}

impl Subject {
    /// Share of England's men who are obese.
    pub const MEN_OBESITY_ENGLAND: Self = Self::share("obesity of men, England");
    /// Share of London's children measured at Reception or in Year 6 who are obese, or overweight or obese.
    pub const CHILD_WEIGHT_LONDON: Self = Self::share("weight of children, London");
    /// The same of a borough.
    pub const CHILD_WEIGHT_BOROUGH: Self = Self::share("weight of children, boroughs");
}

/// Origins of the obesity of England's men, read in 1993, 1998, 2008, 2011 and 2014.
const MEN_ORIGINS: [i32; 2] = [2008, 2011];

const INDEX: usize = Exposure::BodyWeight.index();
const OVERWEIGHT: Counted = Counted::Exceeding(INDEX, 0);
const OBESE: Counted = Counted::Exceeding(INDEX, 1);
const RECEPTION: Ages = Ages::SchoolYear(4);
const YEAR6: Ages = Ages::SchoolYear(10);
const ADULTS: Ages = Ages::From(ADULT);

/// An indicator of children; a school year carries the year in which it ends.
const fn children(ambition: &'static str, id: Indicator, words: &'static str, measure: Measure) -> IndicatorRow {
    IndicatorRow {
        ambition,
        baseline_after: 1,
        ..IndicatorRow::share(id, words, measure, Driver::CHILD_WEIGHT_GAIN, TableName::CHILD_WEIGHT_AREA)
    }
}

impl Component for BodyWeight {
    const ADDS: CatalogueRows = CatalogueRows {
        drivers: &[
            DriverRow::factor(Driver::CHILD_WEIGHT_GAIN, "the weight", ActsOn::Shares(INDEX)),
            DriverRow::factor(Driver::ADULT_WEIGHT_GAIN, "the weight", ActsOn::Shares(INDEX)),
        ],
        indicators: &[
            children("1b", Indicator::CHILD_OBESITY_YEAR6, "children obese at Year 6", Measure::CHILD_OBESITY_YEAR6),
            children(
                "1c",
                Indicator::CHILD_EXCESS_WEIGHT_YEAR6,
                "children overweight or obese at Year 6",
                Measure::CHILD_EXCESS_WEIGHT_YEAR6,
            ),
            IndicatorRow::share(
                Indicator::ADULT_OBESITY,
                "adults obese",
                Measure::ADULT_OBESITY,
                Driver::ADULT_WEIGHT_GAIN,
                TableName::ADULT_WEIGHT_AREA,
            ),
        ],
        measures: &[
            MeasureRow::stock(Measure::OBESE_RECEPTION, OBESE, RECEPTION),
            MeasureRow::stock(Measure::OBESE_YEAR6, OBESE, YEAR6).by_cell(),
            MeasureRow::stock(Measure::EXCESS_WEIGHT_YEAR6, OVERWEIGHT, YEAR6).by_cell(),
            MeasureRow::stock(Measure::OBESE_ADULTS, OBESE, ADULTS).by_cell(),
            MeasureRow::stock(Measure::EXCESS_WEIGHT_ADULTS, OVERWEIGHT, ADULTS),
            MeasureRow::share(Measure::CHILD_OBESITY_RECEPTION, Measure::OBESE_RECEPTION, Measure::CHILDREN_RECEPTION),
            MeasureRow::share(Measure::CHILD_OBESITY_YEAR6, Measure::OBESE_YEAR6, Measure::CHILDREN_YEAR6),
            MeasureRow::share(
                Measure::CHILD_EXCESS_WEIGHT_YEAR6,
                Measure::EXCESS_WEIGHT_YEAR6,
                Measure::CHILDREN_YEAR6,
            ),
            MeasureRow::share(Measure::ADULT_OBESITY, Measure::OBESE_ADULTS, Measure::ADULTS),
            MeasureRow::share(Measure::ADULT_EXCESS_WEIGHT, Measure::EXCESS_WEIGHT_ADULTS, Measure::ADULTS),
        ],
    };
    type Sample = ExposureDraws;

    fn fit(of: &FitContext<'_>) -> Result<Self, Error> {
        Self::fit(of.data, of.demography, of.start, of.years, of.delay)
    }

    fn sample(&self, draws: &mut Draws<'_>) -> Result<ExposureDraws, Error> {
        self.draw(draws)
    }

    fn notes(&self) -> Vec<String> {
        Self::notes(self).to_vec()
    }

    fn rolling_origins(of: &OriginContext<'_>) -> Result<Vec<Forecast>, Error> {
        let mut all = child_weight(of)?;
        all.extend(adults::rolling_origin(of.data, &MEN_ORIGINS)?);
        Ok(all)
    }
}

impl Shares for BodyWeight {
    const EXPOSURE: Exposure = Exposure::BodyWeight;

    #[inline(always)]
    fn step(at: &Step<'_>, drivers: &[Lanes]) -> Exceedance {
        let less = Lanes::ONE - drivers[usize::from(at.age >= ADULT)];
        let [above, highest] =
            [0, 1].map(|j| along_cohort(at.base[j], at.next[j], at.difference[j], at.kept[at.age], less) * at.stay);
        // Nobody is obese who is not overweight.
        [above, smaller(highest, at.next[0] + above - at.next[1])]
    }

    #[inline(always)]
    fn certain(at: &Step<'_>, drivers: &[Lanes]) -> Lanes {
        let factor = drivers[usize::from(at.age >= ADULT)];
        if factor.0.iter().all(|factor| *factor <= 1.0) {
            return Lanes::ZERO;
        }
        let mut certain = Lanes::ZERO;
        for j in 0..2 {
            let up = moves_up(at.base[j], at.next[j], at.kept[at.age]) * factor;
            let below = Lanes::ONE - at.base[j] - at.difference[j];
            for lane in 0..certain.0.len() {
                certain.0[lane] += if up.0[lane] > 1.0 { below.0[lane] } else { 0.0 };
            }
        }
        certain
    }
}

/// A difference from the baseline's share after a year of the chain: each year people move up as far as the baseline's share
/// rises (or down as far as it falls), and a part of them, `1 - kept`, are drawn anew from the shares of their new age; an intervention
/// takes the part `less` off all moves up. One that adds to them moves at most all who are below.
///
/// # Formula
/// ```text
/// P'_0 rises:  u = (P'_0 - P_0) / (1 - P_0),  d' = kept (1 - u) d + (1 - P_0 - d) (min((1 - less) up, 1) - up),  up = kept u + (1 - kept) P'_0
/// P'_0 falls:  u = 0,  d' = kept (P'_0 / P_0) d + (1 - P_0 - d) (min((1 - less) up, 1) - up),  up = (1 - kept) P'_0
/// ```
#[inline(always)]
fn along_cohort(base: Lanes, next: Lanes, difference: Lanes, kept: Lanes, less: Lanes) -> Lanes {
    let below = Lanes::ONE - base;
    let (mut of, mut left, mut rise) = (below, Lanes::ONE - next, next - base);
    for lane in 0..of.0.len() {
        let falls = next.0[lane] < base.0[lane];
        of.0[lane] = if falls { base.0[lane] } else { of.0[lane] };
        left.0[lane] = if falls { next.0[lane] } else { left.0[lane] };
        rise.0[lane] = if falls { 0.0 } else { rise.0[lane] };
    }
    let per = Lanes::ONE / of;
    let up = kept * rise * per + (Lanes::ONE - kept) * next;
    let moved = smaller(up * (Lanes::ONE - less), Lanes::ONE);
    kept * left * per * difference + (below - difference) * (moved - up)
}

/// The probability of moving up without an intervention, as [`along_cohort`] has it.
#[inline(always)]
fn moves_up(base: Lanes, next: Lanes, kept: Lanes) -> Lanes {
    let mut rise = (next - base) / (Lanes::ONE - base);
    for lane in &mut rise.0 {
        *lane = if *lane > 0.0 { *lane } else { 0.0 };
    }
    kept * rise + (Lanes::ONE - kept) * next
}

/// The smaller of two, lane by lane.
#[inline(always)]
fn smaller(one: Lanes, most: Lanes) -> Lanes {
    let mut smaller = one;
    for lane in 0..smaller.0.len() {
        smaller.0[lane] = if most.0[lane] < one.0[lane] { most.0[lane] } else { one.0[lane] };
    }
    smaller
}
