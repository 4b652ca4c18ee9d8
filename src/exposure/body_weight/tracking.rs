//! How much of a difference in weight stays with a cohort as it ages.
//!
//! # Derivation
//! Let a share `1 - k` of a cohort be drawn anew each year from the shares of its age, and a share `k` keep its class but for
//! the change of the shares themselves. If the share of the obese rises from `P` to `P'`, nobody who kept the class leaves
//! it and a part `(P' - P) / (1 - P)` of the others enters, so with `K` the product of the years' `k`
//!
//! ```text
//! P(obese later | obese now) - P(obese later | not obese now) = K (1 - P') / (1 - P)
//! P(obese later | obese now) = P' + K (1 - P')          hence          K = (p - P') / (1 - P')
//! ```
//! with `p` the published share of the obese who are obese later. A difference of a cohort from its baseline after some
//! years is `K` times that of before, times the same factor.
//!
//! # References
//! [Simmonds 2016] doi:10.1111/obr.12334; [Mead 2016] J Public Health 38:459-66.

use crate::data::{ReferenceData, TableName};
use crate::draws::Draws;
use crate::error::Error;
use crate::estimate::Estimate;
use crate::multistate::lanes::Lanes;
use crate::units::AGES;

/// Ages between which children were followed from Reception to Year 6.
const RECEPTION: usize = 5;
const YEAR_6: usize = 11;
/// Middle ages of the review's stages: childhood (7 to 11), adolescence (12 to 18), adults from 20, and from 30.
const CHILD: usize = 9;
const ADOLESCENT: usize = 15;
const ADULT: usize = 25;
const OVER_30: usize = 35;

/// Tracking of obesity as published, and the persistence it implies.
#[derive(Debug, Clone)]
pub(crate) struct Tracking {
    /// P(obese in Year 6 | obese at Reception), binomial.
    to_year_6: Estimate,
    /// Share of England's children of the same years who are obese in Year 6.
    year_6: f64,
    /// P(obese adolescent | obese child), P(obese adult | obese adolescent), the same over 30.
    published: [f64; 3],
    /// Share of the obese in youth and as adults in the cohorts of the review (derived).
    marginals: [f64; 2],
}

impl Tracking {
    /// Reads the published shares.
    ///
    /// The review's cohorts are neither London's nor of today, so `P'` is theirs: from its own statements that 70% of obese
    /// adults were not obese in youth and that the obese in youth have about five times the risk,
    /// ```text
    /// P(youth) / (1 - P(youth)) = (1 - 0.7) / 0.7 / 5        P(adult) = P(youth) p / (1 - 0.7)
    /// ```
    /// with `p = P(obese adult | obese child)` of the chain itself, solved together.
    ///
    /// # Errors
    /// If a figure is missing, or the figures do not fit together.
    pub(crate) fn from_data(data: &ReferenceData) -> Result<Self, Error> {
        let table = data.table(TableName::BODY_WEIGHT_TRACKING);
        let (names, values, people) = (table.text("parameter")?, table.number("value")?, table.number("people")?);
        let row = |name: &str| {
            names.iter().position(|own| own == name).ok_or_else(|| Error::Table {
                table: TableName::BODY_WEIGHT_TRACKING.to_string(),
                line: None,
                rule: format!("needs {name}"),
            })
        };
        let value = |name: &str| row(name).map(|row| values[row]);
        let linked = row("obese_in_year6_given_obese_in_reception")?;
        let stays = values[linked];
        // The share is of those obese at Reception: the linked children times England's share of the same cohort.
        let obese = people[linked] * value("obese_in_reception_england_2007_to_2013")?;
        if !(obese > 0.0) {
            let rule = "needs the number of linked children of Reception and Year 6".into();
            return Err(Error::Table { table: TableName::BODY_WEIGHT_TRACKING.to_string(), line: None, rule });
        }
        let published = [
            value("obese_in_adolescence_given_obese_in_childhood")?,
            value("obese_in_adulthood_given_obese_in_adolescence")?,
            value("obese_over_30_given_obese_in_adolescence")?,
        ];
        let not_before = value("not_obese_in_childhood_given_obese_as_adult")?;
        let odds = (1.0 - not_before) / not_before / value("relative_risk_of_adult_obesity_if_obese_in_youth")?;
        let youth = odds / (1.0 + odds);
        let mut adults = youth;
        // A contraction: the adults' share moves the chain's own tracking little.
        for _ in 0..200 {
            let kept = kept(published[0], youth) * kept(published[1], adults);
            adults = youth * (adults + kept * (1.0 - adults)) / (1.0 - not_before);
        }
        let tracking = Self {
            to_year_6: Estimate::beta_moments(stays, libm::sqrt(stays * (1.0 - stays) / obese))?,
            year_6: value("obese_in_year6_england_2007_to_2013")?,
            published,
            marginals: [youth, adults],
        };
        let central = tracking.spans(stays);
        if central.iter().all(|kept| *kept > 0.0 && *kept <= 1.0) {
            Ok(tracking)
        } else {
            let rule = "has tracking of obesity that no yearly persistence between 0 and 1 returns".into();
            Err(Error::Table { table: TableName::BODY_WEIGHT_TRACKING.to_string(), line: None, rule })
        }
    }

    /// Yearly persistence from Reception, from Year 6, from adolescence and from adult age on, given the share of obese
    /// children of Reception who are obese in Year 6.
    fn spans(&self, stays: f64) -> [f64; 4] {
        let [youth, adults] = self.marginals;
        let [adolescent, adult, over_30] = self.published;
        let early = yearly(kept(stays, self.year_6), YEAR_6 - RECEPTION);
        // The years from the review's childhood to Year 6 are those of the measured children.
        let shared = libm::pow(early, (YEAR_6 - CHILD) as f64);
        let school = yearly(kept(adolescent, youth) / shared, ADOLESCENT - YEAR_6);
        let grown = yearly(kept(adult, adults), ADULT - ADOLESCENT);
        let late = yearly(kept(over_30, adults) / kept(adult, adults), OVER_30 - ADULT);
        [early, school, grown, late]
    }

    /// Share of a cohort's difference that is still there a year later, by age at the beginning of the year. Below
    /// Reception as from Reception on, above 35 as from 25 to 35: nothing else is published.
    pub(crate) fn draw(&self, draws: &mut Draws<'_>) -> Result<Vec<Lanes>, Error> {
        let stays = draws.value(|| "tracking of body weight, Reception to Year 6".into(), &self.to_year_6)?;
        let spans = stays.0.map(|stays| self.spans(stays));
        Ok((0..AGES).map(|age| Lanes(spans.map(|spans| spans[span(age)]))).collect())
    }

    /// Share of the obese in youth and among adults in the review's cohorts (derived).
    #[cfg(test)]
    #[must_use]
    pub(crate) fn marginals(&self) -> [f64; 2] {
        self.marginals
    }
}

fn span(age: usize) -> usize {
    match age {
        0..YEAR_6 => 0,
        YEAR_6..ADOLESCENT => 1,
        ADOLESCENT..ADULT => 2,
        _ => 3,
    }
}

/// `K` of a span from the published share and the share of all at its end.
fn kept(published: f64, later: f64) -> f64 {
    (published - later) / (1.0 - later)
}

fn yearly(kept: f64, years: usize) -> f64 {
    libm::pow(kept, 1.0 / years as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn central() -> (Tracking, Vec<f64>) {
        let tracking = Tracking::from_data(&ReferenceData::embedded()).unwrap();
        let mut draws = Draws::register();
        tracking.draw(&mut draws).unwrap();
        let plan = draws.into_plan().unwrap();
        let kept = tracking.draw(&mut Draws::central(&plan)).unwrap();
        (tracking, kept.into_iter().map(|kept| kept.0[0]).collect())
    }

    /// P(obese at `to` | obese at `from`) of the chain, with these shares of all: year by year as the chain is told.
    fn chain(kept: &[f64], from: usize, to: usize, shares: [f64; 2]) -> f64 {
        let steps = (to - from) as f64;
        let mut obese = 1.0;
        let mut share = shares[0];
        for age in from..to {
            let next = shares[0] + (shares[1] - shares[0]) * ((age + 1 - from) as f64 / steps);
            // Those who keep their class, with entries from the others; those drawn anew have the share of the age.
            let stays = obese + (1.0 - obese) * (next - share) / (1.0 - share);
            obese = kept[age] * stays + (1.0 - kept[age]) * next;
            share = next;
        }
        obese
    }

    #[test]
    fn published_tracking_is_returned() {
        let (tracking, kept) = central();
        let [youth, adults] = tracking.marginals();
        // Mead 2016: 68% of children obese at Reception are in Year 6; England's shares of those years, 9.87% and 18.92%.
        // The central draw of a beta is its median, a little off its mean.
        assert!((chain(&kept, 5, 11, [0.0987, 0.18918]) - 0.68).abs() < 0.002);
        // Simmonds 2016: 55% from childhood to adolescence, 80% on to adult age, 70% over 30.
        assert!((chain(&kept, 9, 15, [youth, youth]) - 0.55).abs() < 1e-9);
        assert!((chain(&kept, 15, 25, [youth, adults]) - 0.80).abs() < 1e-9);
        assert!((chain(&kept, 15, 35, [youth, adults]) - 0.70).abs() < 1e-9);
    }

    #[test]
    fn the_other_statements_of_the_review_hold() {
        let (tracking, kept) = central();
        let [youth, adults] = tracking.marginals();
        let stays = chain(&kept, 9, 25, [youth, adults]);
        let enters = (adults - youth * stays) / (1.0 - youth);
        // "Around five times", and 70% of obese adults were not obese in youth.
        assert!((stays / enters - 5.0).abs() < 0.02, "{}", stays / enters);
        assert!(((1.0 - youth) * enters / adults - 0.7).abs() < 1e-3);
    }

    #[test]
    fn persistence_is_between_0_and_1_at_every_age() {
        let (_, kept) = central();
        assert_eq!(kept.len(), AGES);
        assert!(kept.iter().all(|kept| *kept > 0.8 && *kept < 1.0), "{kept:?}");
    }
}
