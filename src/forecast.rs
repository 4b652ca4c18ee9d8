//! Forecasts of a series from origins inside its history, against what was read.

use crate::trend::Reading;
use std::fmt;

/// Width of an 80% interval on either side, in standard deviations.
const Z_80: f64 = 1.281_551_565_544_600_4;

/// What a forecast is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Subject {
    /// Share of London's adults who smoke.
    SmokingLondon,
    /// The same of a borough.
    SmokingBorough,
    /// Share of people in routine and manual occupations who smoke, London, the mean of its boroughs.
    RoutineManualLondon,
    /// Share of England's men who are obese.
    MenObesityEngland,
    /// Share of London's children measured at Reception or in Year 6 who are obese, or overweight or obese.
    ChildWeightLondon,
    /// The same of a borough.
    ChildWeightBorough,
    /// Admissions related to alcohol per 100,000 of London, the mean of its boroughs.
    AlcoholAdmissionsLondon,
    /// The same of a borough.
    AlcoholAdmissionsBorough,
    /// Share of London's children of a sex who are not ready for school.
    SchoolReadinessLondon,
    /// The same of a borough.
    SchoolReadinessBorough,
    /// Working days lost to sickness by a worker of the United Kingdom in a year.
    AbsenceKingdom,
    /// England's mortality ratio of users of secondary mental-health services at 18 to 74, of a sex.
    MentalIllnessEngland,
    /// England's death rate of a sex and broad age, all causes.
    MortalityEngland,
    /// England's death rate of a cause, sex and broad age.
    CauseEngland,
    /// England's life expectancy at birth of a sex.
    LifeExpectancyEngland,
}

impl Subject {
    /// All subjects.
    pub const ALL: [Self; 15] = [
        Self::SmokingLondon,
        Self::SmokingBorough,
        Self::RoutineManualLondon,
        Self::MenObesityEngland,
        Self::ChildWeightLondon,
        Self::ChildWeightBorough,
        Self::AlcoholAdmissionsLondon,
        Self::AlcoholAdmissionsBorough,
        Self::SchoolReadinessLondon,
        Self::SchoolReadinessBorough,
        Self::AbsenceKingdom,
        Self::MentalIllnessEngland,
        Self::MortalityEngland,
        Self::CauseEngland,
        Self::LifeExpectancyEngland,
    ];

    /// Whether it is a share of people.
    #[must_use]
    pub const fn is_share(self) -> bool {
        matches!(
            self,
            Self::SmokingLondon
                | Self::SmokingBorough
                | Self::RoutineManualLondon
                | Self::MenObesityEngland
                | Self::ChildWeightLondon
                | Self::ChildWeightBorough
                | Self::SchoolReadinessLondon
                | Self::SchoolReadinessBorough
        )
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SmokingLondon => "smoking, London",
            Self::SmokingBorough => "smoking, boroughs",
            Self::RoutineManualLondon => "smoking in routine and manual occupations, London",
            Self::MenObesityEngland => "obesity of men, England",
            Self::ChildWeightLondon => "weight of children, London",
            Self::ChildWeightBorough => "weight of children, boroughs",
            Self::AlcoholAdmissionsLondon => "alcohol-related admissions, London",
            Self::AlcoholAdmissionsBorough => "alcohol-related admissions, boroughs",
            Self::SchoolReadinessLondon => "not ready for school, London",
            Self::SchoolReadinessBorough => "not ready for school, boroughs",
            Self::AbsenceKingdom => "days off sick of a worker, United Kingdom",
            Self::MentalIllnessEngland => "mortality ratio of severe mental illness, England",
            Self::MortalityEngland => "death rates, England, all causes by sex and broad age",
            Self::CauseEngland => "death rates, England, by cause, sex and broad age",
            Self::LifeExpectancyEngland => "life expectancy at birth, England",
        })
    }
}

/// One forecast and what came.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// What it is of.
    pub subject: Subject,
    /// Which series, for example a borough.
    pub series: String,
    /// Last year of the history it was made from.
    pub origin: i32,
    /// The year forecast.
    pub year: i32,
    /// Central forecast in the unit of the subject.
    pub central: f64,
    /// Lower end of the 80% interval for the reading, its own error added.
    pub lower_80: f64,
    /// Upper end.
    pub upper_80: f64,
    /// What was read.
    pub observed: f64,
}

impl Forecast {
    /// The forecast of a reading: a middle and a variance on the scale of a trend, which `unit` (rising) carries to the unit of
    /// the subject. The variance of the reading itself is added.
    pub(crate) fn of(
        (subject, series, origin): (Subject, &str, i32),
        reading: &Reading,
        (middle, variance): (f64, f64),
        unit: impl Fn(f64) -> f64,
    ) -> Self {
        let width = Z_80 * libm::sqrt(variance + reading.variance);
        // Years of readings are whole.
        #[allow(clippy::cast_possible_truncation)]
        let year = reading.time as i32;
        Self {
            subject,
            series: series.to_owned(),
            origin,
            year,
            central: unit(middle),
            lower_80: unit(middle - width),
            upper_80: unit(middle + width),
            observed: unit(reading.value),
        }
    }

    /// Whether the interval holds what was read.
    #[must_use]
    pub fn covers(&self) -> bool {
        (self.lower_80..=self.upper_80).contains(&self.observed)
    }
}

/// Share of forecasts of a subject whose 80% interval holds what was read, and how many there are.
#[must_use]
pub fn coverage(forecasts: &[Forecast], subject: Subject) -> (f64, usize) {
    let of: Vec<&Forecast> = forecasts.iter().filter(|forecast| forecast.subject == subject).collect();
    let hits = of.iter().filter(|forecast| forecast.covers()).count();
    (hits as f64 / of.len() as f64, of.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_holds_the_error_of_the_reading_too() {
        let reading = Reading { time: 2014.0, value: 1.0, variance: 0.16 };
        let forecast = Forecast::of((Subject::AbsenceKingdom, "a", 2012), &reading, (0.0, 0.09), libm::exp);
        assert!((forecast.upper_80 - libm::exp(Z_80 * 0.5)).abs() < 1e-12);
        assert!((forecast.lower_80 * forecast.upper_80 - 1.0).abs() < 1e-12);
        assert_eq!((forecast.origin, forecast.year), (2012, 2014));
        assert!(!forecast.covers());
        let nearer = Forecast { observed: 1.5, ..forecast.clone() };
        let all = [forecast, nearer];
        assert_eq!(coverage(&all, Subject::AbsenceKingdom), (0.5, 2));
        assert!(coverage(&all, Subject::SmokingLondon).0.is_nan());
    }

    #[test]
    fn subjects_have_names_of_their_own() {
        let names: std::collections::BTreeSet<String> = Subject::ALL.iter().map(ToString::to_string).collect();
        assert_eq!(names.len(), Subject::ALL.len());
    }
}
