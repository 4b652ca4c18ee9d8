//! Why a number of events changed: more people, older people, or other rates.

use crate::error::{Error, finite};
use serde::Serialize;

/// People (or person-years) of a group and what happened to them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GroupEvents {
    /// People or person-years.
    pub people: f64,
    /// Events, cases or any sum over them.
    pub events: f64,
}

/// A change in the number of events, split into what makes it; the three add up to the change.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ChangeOfEvents<T = f64> {
    /// The change.
    pub change: T,
    /// Because there are more people.
    pub people: T,
    /// Because they belong to other groups, such as older ones.
    pub ageing: T,
    /// Because the rates of the groups are others.
    pub rates: T,
}

impl ChangeOfEvents {
    /// Splits a change between two times over the same groups.
    ///
    /// # Formula
    /// ```text
    /// events = N sum over g of c_g r_g        N people, c_g share of a group, r_g its rate, R = events / N
    /// people = (N2 - N1) (R1 + R2) / 2        ageing = N sum of (c2 - c1) (r1 + r2) / 2        rates = N sum of (r2 - r1) (c1 + c2) / 2
    /// ```
    /// with `N = (N1 + N2) / 2`. A group without people at one time has the rate of the other.
    ///
    /// # Errors
    /// If the groups are not as many before as after, a number of people is negative or events not finite, or nobody is there at
    /// one of the times.
    ///
    /// # References
    /// [Kitagawa 1955] Components of a difference between two rates. doi:10.1080/01621459.1955.10501299
    pub fn between(before: &[GroupEvents], after: &[GroupEvents]) -> Result<Self, Error> {
        if before.len() != after.len() {
            let rule = format!("must be {}, as many as before", before.len());
            return Err(Error::out_of_range("number of groups after a change", after.len(), rule));
        }
        for (index, group) in before.iter().chain(after).enumerate() {
            let name = |what: &str| format!("{what} of group {}", index % before.len() + 1);
            if !(group.people >= 0.0 && group.people.is_finite()) {
                return Err(Error::out_of_range(name("people"), group.people, "must be 0 or more and finite"));
            }
            if !group.events.is_finite() {
                return Err(Error::out_of_range(name("events"), group.events, "must be finite"));
            }
        }
        let [n1, n2] = [before, after].map(|groups| groups.iter().map(|group| group.people).sum::<f64>());
        let [e1, e2] = [before, after].map(|groups| groups.iter().map(|group| group.events).sum::<f64>());
        for people in [n1, n2] {
            if !(people > 0.0 && people.is_finite()) {
                return Err(Error::out_of_range("people of all groups", people, "must be above 0 and finite"));
            }
        }
        let n = 0.5 * (n1 + n2);
        let (mut ageing, mut rates) = (0.0, 0.0);
        for (one, two) in before.iter().zip(after) {
            let rate = |group: &GroupEvents| (group.people > 0.0).then(|| group.events / group.people);
            let (Some(r1), Some(r2)) = (rate(one).or(rate(two)), rate(two).or(rate(one))) else { continue };
            let (c1, c2) = (one.people / n1, two.people / n2);
            ageing += n * (c2 - c1) * 0.5 * (r1 + r2);
            rates += n * (r2 - r1) * 0.5 * (c1 + c2);
        }
        let people = (n2 - n1) * 0.5 * (e1 / n1 + e2 / n2);
        Ok(Self {
            change: finite("change of events", e2 - e1)?,
            people: finite("change of events by people", people)?,
            ageing: finite("change of events by ageing", ageing)?,
            rates: finite("change of events by rates", rates)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(of: [(f64, f64); 3]) -> Vec<GroupEvents> {
        of.map(|(people, events)| GroupEvents { people, events }).to_vec()
    }

    #[test]
    fn parts_add_up_and_stand_alone() {
        let before = groups([(1000.0, 1.0), (500.0, 5.0), (100.0, 20.0)]);
        let after = groups([(1100.0, 1.2), (450.0, 4.0), (180.0, 30.0)]);
        let split = ChangeOfEvents::between(&before, &after).unwrap();
        assert!((split.people + split.ageing + split.rates - split.change).abs() < 1e-12, "{split:?}");
        assert!(split.people > 0.0 && split.ageing > 0.0 && split.rates < 0.0, "{split:?}");
        // Twice as many of everybody: people alone.
        let twice = groups([(2000.0, 2.0), (1000.0, 10.0), (200.0, 40.0)]);
        let split = ChangeOfEvents::between(&before, &twice).unwrap();
        assert!((split.people - 26.0).abs() < 1e-12 && split.ageing.abs() < 1e-12 && split.rates.abs() < 1e-12);
        // Rates a tenth lower: rates alone.
        let better = groups([(1000.0, 0.9), (500.0, 4.5), (100.0, 18.0)]);
        let split = ChangeOfEvents::between(&before, &better).unwrap();
        assert!((split.rates + 2.6).abs() < 1e-12 && split.ageing.abs() < 1e-12 && split.people.abs() < 1e-12);
    }

    #[test]
    fn a_group_that_comes_or_goes_is_ageing() {
        let before = groups([(100.0, 1.0), (0.0, 0.0), (0.0, 0.0)]);
        let after = groups([(50.0, 0.5), (50.0, 5.0), (0.0, 0.0)]);
        let split = ChangeOfEvents::between(&before, &after).unwrap();
        assert!((split.ageing - 4.5).abs() < 1e-12 && split.rates.abs() < 1e-12, "{split:?}");
        assert!(ChangeOfEvents::between(&before, &after[..2]).is_err());
        assert!(ChangeOfEvents::between(&before, &groups([(-1.0, 0.0), (1.0, 0.0), (1.0, 0.0)])).is_err());
        let nobody = ChangeOfEvents::between(&groups([(0.0, 0.0); 3]), &after).unwrap_err().to_string();
        assert_eq!(nobody, "people of all groups 0 must be above 0 and finite");
        let far = groups([(1.0, f64::MAX), (1.0, f64::MAX), (1.0, 0.0)]);
        assert!(ChangeOfEvents::between(&before, &far).is_err());
    }
}
