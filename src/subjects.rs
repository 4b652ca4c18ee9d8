//! The subjects of the model: the one list of them. Everything that goes through all subjects is made from it here, with static
//! calls only: their words, how they are fitted, drawn, told of and scored.

use crate::catalogue::driver::{DriverRow, Together};
use crate::catalogue::indicator::IndicatorRow;
use crate::catalogue::measure::{Counted, MeasureRow, Sum};
use crate::catalogue::rows::{self, Catalogue, CatalogueRows};
use crate::catalogue::{Driver, Indicator, Measure};
use crate::component::{Component, FitContext, OriginContext};
use crate::delivery;
use crate::disease::rates::Diseases;
use crate::draws::Draws;
use crate::error::Error;
use crate::exposure::activity::Activity;
use crate::exposure::alcohol::Alcohol;
use crate::exposure::body_weight::BodyWeight;
use crate::exposure::levels::{EXPOSURES, Exceedance, ExposureDraws, Shares, Step};
use crate::exposure::smoking::component::Smoking;
use crate::forecast::Forecast;
use crate::indicator::alcohol_admissions::AlcoholAdmissions;
use crate::indicator::area_series::AreaSeriesDraws;
use crate::indicator::school_readiness::SchoolReadiness;
use crate::indicator::world_cities;
use crate::mental_illness::mortality::SevereMentalIllness;
use crate::mortality;
use crate::multistate::lanes::Lanes;
use crate::population;
use crate::work::Work;

macro_rules! subjects {
    (
        rows { $($rows:path),+ $(,)? }
        one { $($one:ident: $One:ty),+ $(,)? }
        shares { $($shares:ident: $Shares:ty),+ $(,)? }
        series { $($series:ident: $Series:ty => $measure:expr),+ $(,)? }
    ) => {
        /// All subjects as fitted.
        #[derive(Debug)]
        pub(crate) struct Subjects {
            $(pub(crate) $one: $One,)+
            $($shares: $Shares,)+
            $($series: $Series,)+
        }

        /// All subjects in eight draws.
        #[derive(Debug)]
        pub(crate) struct Samples {
            $(pub(crate) $one: <$One as Component>::Sample,)+
            /// Exposures followed by shares, by their indices.
            pub(crate) shares: [ExposureDraws; EXPOSURES],
            /// Published series, in the order of [`SERIES`].
            pub(crate) series: Vec<AreaSeriesDraws>,
        }

        /// What each subject adds.
        const ADDS: &[CatalogueRows] = &[
            $($rows,)+
            $(<$One as Component>::ADDS,)+
            $(<$Shares as Component>::ADDS,)+
            $(<$Series as Component>::ADDS,)+
        ];

        /// The measures of the published series.
        pub(crate) const SERIES: &[Measure] = &[$($measure,)+];

        impl Subjects {
            /// Fits all subjects.
            ///
            /// # Errors
            /// If a table lacks what one of them needs.
            pub(crate) fn fit(of: &FitContext<'_>) -> Result<Self, Error> {
                Ok(Self {
                    $($one: <$One as Component>::fit(of)?,)+
                    $($shares: <$Shares as Component>::fit(of)?,)+
                    $($series: <$Series as Component>::fit(of)?,)+
                })
            }

            /// All subjects in eight draws.
            ///
            /// # Errors
            /// If a parameter cannot be drawn.
            pub(crate) fn sample(&self, draws: &mut Draws<'_>) -> Result<Samples, Error> {
                Ok(Samples {
                    $($one: Component::sample(&self.$one, draws)?,)+
                    shares: [$(Component::sample(&self.$shares, draws)?,)+],
                    series: vec![$(Component::sample(&self.$series, draws)?,)+],
                })
            }

            /// What an analyst should know of them, in words.
            pub(crate) fn notes(&self) -> Vec<String> {
                let mut notes = Vec::new();
                $(notes.extend(Component::notes(&self.$one));)+
                $(notes.extend(Component::notes(&self.$shares));)+
                $(notes.extend(Component::notes(&self.$series));)+
                notes
            }

            /// Their forecasts from inside the history, against what came.
            ///
            /// # Errors
            /// If a table lacks the history that is needed.
            pub(crate) fn rolling_origins(of: &OriginContext<'_>) -> Result<Vec<Forecast>, Error> {
                let mut all = Vec::new();
                $(all.extend(<$One as Component>::rolling_origins(of)?);)+
                $(all.extend(<$Shares as Component>::rolling_origins(of)?);)+
                $(all.extend(<$Series as Component>::rolling_origins(of)?);)+
                Ok(all)
            }
        }

        /// How far the shares of a run that moves an exposure are from the baseline's a year later; `drivers` are the factors on all
        /// drivers.
        #[inline(always)]
        pub(crate) fn step(exposure: usize, step: &Step<'_>, drivers: &[Lanes; DRIVERS]) -> Exceedance {
            $(
                if exposure == <$Shares as Shares>::EXPOSURE.index() {
                    const ROWS: &[DriverRow] = <$Shares as Component>::ADDS.drivers;
                    const FIRST: usize = driver_at(ROWS[0].id);
                    return <$Shares as Shares>::step(step, &drivers[FIRST..FIRST + ROWS.len()]);
                }
            )+
            [Lanes::ZERO; 2]
        }

        /// Share of people whose move up is certain in a run that moves an exposure.
        #[inline(always)]
        pub(crate) fn certain(exposure: usize, step: &Step<'_>, drivers: &[Lanes; DRIVERS]) -> Lanes {
            $(
                if exposure == <$Shares as Shares>::EXPOSURE.index() {
                    const ROWS: &[DriverRow] = <$Shares as Component>::ADDS.drivers;
                    const FIRST: usize = driver_at(ROWS[0].id);
                    return <$Shares as Shares>::certain(step, &drivers[FIRST..FIRST + ROWS.len()]);
                }
            )+
            Lanes::ZERO
        }

        const _: () = {
            // Arrays over exposures are in the order of their indices.
            let mut index = 0;
            $(
                assert!(<$Shares as Shares>::EXPOSURE.index() == index);
                index += 1;
            )+
            assert!(index == EXPOSURES);
        };
    };
}

subjects! {
    rows { population::measures::ADDS, mortality::measures::ADDS, world_cities::ADDS, delivery::ADDS }
    one { smoking: Smoking, diseases: Diseases, work: Work, mental_illness: SevereMentalIllness }
    shares { weight: BodyWeight, activity: Activity, alcohol: Alcohol }
    series {
        school: SchoolReadiness => Measure::SCHOOL_READY,
        admissions: AlcoholAdmissions => Measure::ALCOHOL_ADMISSIONS,
    }
}

const COUNTS: [usize; 3] = rows::count_measures(ADDS);
/// All measures of the crate: those that are added up first, stocks before flows.
pub(crate) const MEASURE_ROWS: &[MeasureRow; COUNTS[0]] = &rows::in_order(ADDS);
/// Number of measures that are added up and kept in every draw.
pub(crate) const KEPT: usize = COUNTS[1];
/// How many of them are stocks; they stand first.
pub(crate) const KEPT_STOCKS: usize = COUNTS[2];

const CELL_COUNT: usize = {
    let (mut count, mut at) = (0, 0);
    while at < KEPT {
        count += is_by_cell(at) as usize;
        at += 1;
    }
    count
};
/// Indices of the measures that are kept of each area and quintile too.
pub(crate) const CELL_KEPT: [usize; CELL_COUNT] = {
    let mut indices = [0; CELL_COUNT];
    let (mut count, mut at) = (0, 0);
    while at < KEPT {
        if is_by_cell(at) {
            indices[count] = at;
            count += 1;
        }
        at += 1;
    }
    indices
};

const fn is_by_cell(measure: usize) -> bool {
    match MEASURE_ROWS[measure].sum() {
        Some(sum) => sum.by_cell,
        None => false,
    }
}

/// Number of drivers of the crate.
pub(crate) const DRIVERS: usize = rows::count_drivers(ADDS);
/// All drivers of the crate.
pub(crate) const DRIVER_ROWS: &[DriverRow; DRIVERS] = &rows::all_drivers(ADDS);

/// The index of a driver of the crate.
pub(crate) const fn driver_at(driver: Driver) -> usize {
    rows::driver_at(DRIVER_ROWS, driver)
}

/// The index of a measure of the crate.
pub(crate) const fn measure_at(measure: Measure) -> usize {
    rows::measure_at(MEASURE_ROWS, measure)
}

/// The first index of measures of the crate that stand one after the other.
pub(crate) const fn measures_from(measures: &[Measure]) -> usize {
    rows::measures_from(MEASURE_ROWS, measures)
}

/// What no driver does: factors of 1, and nothing that is added.
pub(crate) const NO_DRIVER: [Lanes; DRIVERS] = {
    let mut none = [Lanes::ONE; DRIVERS];
    let mut at = 0;
    while at < DRIVERS {
        if !matches!(DRIVER_ROWS[at].together, Together::Product) {
            none[at] = Lanes::ZERO;
        }
        at += 1;
    }
    none
};

/// Published series whose shares are counted among people by the loop, by the index of the share: the index of the series, and its
/// driver.
pub(crate) const COUNTED_SHARES: [(usize, Driver); count_shares()] = {
    let mut found = [(usize::MAX, Driver::QUITTING); count_shares()];
    let mut at = 0;
    while at < KEPT_STOCKS {
        if let Some(sum) = MEASURE_ROWS[at].sum()
            && let Counted::OutsideShare(share) = sum.of
        {
            found[share] = series_counted_in(MEASURE_ROWS[at].id);
        }
        at += 1;
    }
    found
};

const fn count_shares() -> usize {
    let (mut count, mut at) = (0, 0);
    while at < KEPT_STOCKS {
        count += matches!(MEASURE_ROWS[at].sum(), Some(Sum { of: Counted::OutsideShare(_), .. })) as usize;
        at += 1;
    }
    count
}

/// The index of the series whose share a kept measure is part of, and the driver of its indicator.
const fn series_counted_in(part: Measure) -> (usize, Driver) {
    let mut series = 0;
    while series < SERIES.len() {
        let row = &MEASURE_ROWS[measure_at(SERIES[series])];
        if let crate::catalogue::measure::Form::ShareOf(own, _) = &row.form
            && own.is(&part)
        {
            return (series, driver_of(SERIES[series]));
        }
        series += 1;
    }
    (usize::MAX, Driver::QUITTING)
}

/// The indices of the measure and the driver of a published series.
pub(crate) const fn series_rows(series: usize) -> (usize, usize) {
    (measure_at(SERIES[series]), driver_at(driver_of(SERIES[series])))
}

/// The driver of the indicator that is read from a measure.
const fn driver_of(measure: Measure) -> Driver {
    let mut subject = 0;
    while subject < ADDS.len() {
        let mut at = 0;
        while at < ADDS[subject].indicators.len() {
            if ADDS[subject].indicators[at].measure.is(&measure) {
                return ADDS[subject].indicators[at].driver;
            }
            at += 1;
        }
        subject += 1;
    }
    Driver::QUITTING
}

impl Catalogue {
    /// The drivers, indicators and measures of the crate.
    #[must_use]
    pub fn built_in() -> Self {
        let indicators: Vec<IndicatorRow> = ADDS.iter().flat_map(|adds| adds.indicators).copied().collect();
        Self::new(DRIVER_ROWS, indicators, MEASURE_ROWS)
    }
}

impl Measure {
    /// The measures of the crate, those that are added up over people first.
    pub const ALL: &'static [Self] = &{
        let mut all = [MEASURE_ROWS[0].id; MEASURE_ROWS.len()];
        let mut at = 0;
        while at < all.len() {
            all[at] = MEASURE_ROWS[at].id;
            at += 1;
        }
        all
    };

    /// All about it: its unit, and when it is read; none of a measure that is not the crate's own.
    #[must_use]
    pub fn row(self) -> Option<&'static MeasureRow> {
        MEASURE_ROWS.iter().find(|row| row.id == self)
    }

    /// The measure of the crate with this name.
    ///
    /// # Errors
    /// If there is none; the nearest is offered.
    pub fn from_name(name: &str) -> Result<Self, Error> {
        let known = Self::ALL.iter().find(|measure| measure.name() == name);
        known.copied().ok_or_else(|| Error::unknown("measure", name, Self::ALL.iter().map(Self::name)))
    }
}

impl Indicator {
    /// The indicators of the crate.
    pub const ALL: &'static [Self] = &rows::all_indicators::<{ rows::count_indicators(ADDS) }>(ADDS);
}

impl Driver {
    /// The drivers of the crate.
    pub const ALL: &'static [Self] = &{
        let mut all = [DRIVER_ROWS[0].id; DRIVERS];
        let mut at = 0;
        while at < DRIVERS {
            all[at] = DRIVER_ROWS[at].id;
            at += 1;
        }
        all
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Timing;
    use std::collections::BTreeSet;

    #[test]
    fn kept_measures_stand_first_and_stocks_before_flows() {
        for (index, row) in MEASURE_ROWS.iter().enumerate() {
            assert_eq!(row.sum().is_some(), index < KEPT, "{}", row.id);
            if index < KEPT {
                assert_eq!(row.timing == Timing::Stock, index < KEPT_STOCKS, "{}", row.id);
            }
            assert_eq!(Measure::from_name(row.name()).unwrap(), row.id);
        }
    }

    #[test]
    fn every_row_has_a_name_of_its_own_and_points_to_what_there_is() {
        let catalogue = Catalogue::built_in();
        let names: BTreeSet<&str> = Measure::ALL.iter().map(Measure::name).collect();
        assert_eq!(names.len(), MEASURE_ROWS.len());
        let drivers: BTreeSet<Driver> = Driver::ALL.iter().copied().collect();
        assert_eq!(drivers.len(), DRIVERS);
        let indicators: BTreeSet<Indicator> = Indicator::ALL.iter().copied().collect();
        assert_eq!(indicators.len(), Indicator::ALL.len());
        for row in catalogue.indicators() {
            catalogue.measure(row.measure).unwrap();
            catalogue.driver_index(row.driver).unwrap();
            assert!(!row.targets.is_empty(), "{}", row.id);
        }
    }

    #[test]
    fn the_series_that_is_counted_is_found() {
        assert_eq!(COUNTED_SHARES, [(0, Driver::NOT_READY_FOR_SCHOOL)]);
    }
}
