//! Everybody at mid-year.

use super::cell::CellRun;
use super::scratch::{Scratch, Sharing};
use crate::exposure::smoking::dynamics::chain::States;
use crate::exposure::smoking::dynamics::hazard::Hazards;
use crate::exposure::smoking::states::CURRENT;
use crate::mortality::broad_age::broad_band;
use crate::multistate::lanes::{Lanes, one_by_one};
use crate::population::demography::MOTHERS;
use crate::projection::deaths::Rates;
use crate::projection::position::{Position, index};
use crate::projection::tally::{Stock, Tally};
use crate::subjects::{COUNTED_SHARES, driver_at};
use crate::units::AGES;

/// The drivers of the shares that are counted.
const SHARE_DRIVERS: [usize; COUNTED_SHARES.len()] = {
    let mut drivers = [0; COUNTED_SHARES.len()];
    let mut share = 0;
    while share < drivers.len() {
        drivers[share] = driver_at(COUNTED_SHARES[share].1);
        share += 1;
    }
    drivers
};

impl CellRun<'_> {
    /// Everybody at mid-year, and the births they will have. A tally of flows wants every mid-year, so that the year after it
    /// knows how many there are.
    #[inline(always)]
    pub(super) fn stocks<T: Tally>(&self, scratch: &mut Scratch, tally: &mut T, here: &Position) {
        let (model, set) = (self.model, self.set);
        let sharing = scratch.sharing.as_ref();
        let &Position { sex, age, year, .. } = here;
        let mother = sex == 1 && year < self.years && MOTHERS.contains(&age);
        if !(tally.wants_mid_year(year) || mother) {
            return;
        }
        let at = index(sex, age);
        let factors = set.mid_factors[year].of(sex, broad_band(age));
        let table = &scratch.rates[sex * AGES + age];
        let hazards = self.wants.hazards;
        let alike =
            if hazards { self.by_state(&Rates::of(table, factors), sharing, &mut scratch.shared.hazard) } else { None };
        let fertility = mother.then(|| model.flows.fertility()[[year, here.area, age - MOTHERS.start]]);
        let shares = set.shares(year, sex, here.area);
        let runs = self.scenarios.len();
        for (scenario, run) in self.scenarios.iter().enumerate() {
            let people = &scratch.people[at * runs + scenario];
            let (mut all, mut expected) = (Lanes::ZERO, Lanes::ZERO);
            let ratios = &scratch.ratios[scenario];
            let own = hazards && ratios.dying_differs;
            let alike = if own {
                let dying = &scratch.effects_before[scenario].dying();
                self.by_state(&Rates::of_run(table, factors, ratios.deaths(), dying), sharing, &mut scratch.own.hazard)
            } else {
                alike
            };
            let hazard = if own { &scratch.own.hazard } else { &scratch.shared.hazard };
            if hazards && alike.is_none() {
                for (people, hazard) in one_by_one(people.iter().zip(hazard.iter())) {
                    all += *people;
                    expected += *people * *hazard;
                }
            } else {
                for people in one_by_one(people) {
                    all += *people;
                }
                if let Some(hazard) = alike {
                    expected = all * hazard;
                }
            }
            scratch.everybody[scenario] = all;
            let mut own_shares = shares;
            if run.plan.frozen {
                own_shares = set.shares(0, sex, here.area);
            } else {
                for (share, driver) in own_shares.iter_mut().zip(SHARE_DRIVERS) {
                    *share *= scratch.effects_before[scenario].on[driver];
                }
            }
            let stock = Stock {
                people: all,
                smokers: people[CURRENT],
                expected_deaths: expected,
                exceedance: scratch.exposures.shares(scenario, at),
                shares: own_shares,
                prevalence: if self.wants.illness { Some(scratch.illness.prevalence(scenario, at)) } else { None },
            };
            tally.stock(*here, scenario, &stock);
            if let Some(fertility) = fertility {
                scratch.births[scenario] += all * fertility;
            }
        }
    }

    /// Hazards by state; or, where nothing depends on smoking, the one of all states.
    #[inline(always)]
    fn by_state(&self, rates: &Rates, sharing: Option<&Sharing>, hazard: &mut States) -> Option<Lanes> {
        match sharing {
            Some(Sharing { excess, per_mean }) => {
                let risks = &self.set.risks;
                Hazards::share_out(&rates.risks, rates.other_causes, per_mean, excess, risks).by_state(risks, hazard);
                None
            }
            None => Some(rates.all()),
        }
    }
}
