//! The hot loop: the people of one area and quintile through the years, in every scenario at once, eight draws side
//! by side.
//!
//! What scenarios share (hazards, survival) is worked out once from the baseline's own people; each scenario then
//! runs the same code with its own factors, so that a scenario that changes nothing gives the baseline's bits. Only where a
//! scenario's risks differ from the baseline's does it get hazards of its own.

use super::run::ScenarioRun;
use super::scratch::{Scratch, Sharing};
use crate::exposure::smoking::dynamics::chain::States;
use crate::exposure::smoking::dynamics::hazard::{Exposed, per_mean_risk};
use crate::exposure::smoking::fit::risk::{RISKS, risk_band};
use crate::exposure::smoking::states::CURRENT;
use crate::mortality::CAUSES;
use crate::multistate::kernel::{Batch, Processor};
use crate::multistate::lanes::{LANES, Lanes, one_by_one};
use crate::population::stratum::QUINTILES;
use crate::projection::fitted_model::FittedModel;
use crate::projection::parameter_set::ParameterSet;
use crate::projection::plan::effects::Effects;
use crate::projection::position::{Position, index};
use crate::projection::tally::{Tally, Wants};
use crate::units::AGES;

/// One cell in every scenario; scenario 0 is the baseline.
#[derive(Clone, Copy)]
pub(crate) struct CellRun<'a> {
    /// With which instruction set its parts run, each compiled by itself.
    pub(crate) on: Processor,
    pub(crate) model: &'a FittedModel,
    pub(crate) set: &'a ParameterSet,
    pub(crate) scenarios: &'a [ScenarioRun<'a>],
    pub(crate) cell: usize,
    /// Mid-years to go beyond the start.
    pub(crate) years: usize,
    /// First age that is left as it is: [`AGES`] if everybody is followed.
    pub(crate) ages: usize,
    /// What the tally wants to be told of.
    pub(crate) wants: Wants,
}

impl CellRun<'_> {
    /// Runs the cell from the start to the last year.
    pub(crate) fn run<T: Tally>(&self, scratch: &mut Scratch, tally: &mut T) {
        self.on.run(Begin { cell: self, scratch: &mut *scratch });
        scratch.effects.clear();
        scratch.effects.resize(self.scenarios.len(), Effects::NONE);
        for year in 0..=self.years {
            scratch.effects_before.clone_from(&scratch.effects);
            scratch.effects.clear();
            for scenario in self.scenarios {
                let effects = if year < self.years {
                    scenario.plan.effects(scenario.factors, self.cell, year)
                } else {
                    Effects::NONE
                };
                scratch.effects.push(effects);
            }
            for births in &mut scratch.births {
                *births = Lanes::ZERO;
            }
            // Women first: their births are needed for the newborn of both sexes.
            for sex in [1, 0] {
                self.year(scratch, tally, sex, year);
            }
        }
    }

    /// The rates of the cell, and the people of the start, the same in every scenario.
    #[inline(always)]
    fn begin(&self, scratch: &mut Scratch) {
        let cell = self.model.demography.cells()[self.cell];
        scratch.rates.clear();
        for sex in 0..2 {
            let factor = self.model.mortality.area_factors()[[cell.area, sex]];
            let scaled = |rates: &[f64; CAUSES]| rates.map(|rate| rate * factor);
            let first = sex * QUINTILES + cell.quintile.index();
            scratch.rates.extend(self.model.rates[first * AGES..][..AGES].iter().map(scaled));
        }
        let persons = self.model.demography.persons();
        let runs = self.scenarios.len();
        for sex in 0..2 {
            for age in 0..AGES {
                let current = self.set.cells.current[(self.cell * 2 + sex) * AGES + age];
                let region = &self.set.region.stock[sex][age];
                // Never and former smokers share what is left as in London.
                let scale = (Lanes::ONE - current) / (Lanes::ONE - region[CURRENT]);
                let shares = &mut scratch.frozen[sex * AGES + age];
                for (share, region) in one_by_one(shares.iter_mut().zip(region)) {
                    *share = *region * scale;
                }
                shares[CURRENT] = current;
                let count = persons[[self.cell, sex, age]];
                let here = &mut scratch.people[index(sex, age) * runs..][..runs];
                for (people, run) in here.iter_mut().zip(self.scenarios) {
                    let count = if run.power == 0 { count } else { 0.0 };
                    for (people, share) in one_by_one(people.iter_mut().zip(shares.iter())) {
                        *people = *share * count;
                    }
                }
            }
        }
        scratch.exposures.begin(&self.set.exposures, self.cell);
        if self.wants.illness {
            scratch.illness.begin(&self.set.illnesses, self.cell);
        }
    }

    /// Mid-year, and unless it is the last one the year after it, of one sex.
    fn year<T: Tally>(&self, scratch: &mut Scratch, tally: &mut T, sex: usize, year: usize) {
        let area = self.model.demography.cells()[self.cell].area;
        let last = year == self.years;
        // From the oldest down, so that each age can move up into the one just emptied.
        for age in (0..self.ages).rev() {
            let at = Position { cell: self.cell, area, sex, age, year };
            self.on.run(MidYear { cell: self, scratch: &mut *scratch, tally: &mut *tally, at });
            if !last {
                self.transition(scratch, tally, at);
            }
            // The newborn still to come belong to age 0.
            if age > 0 {
                self.on.run(EndOfAge { tally: &mut *tally, at, last });
            }
        }
        let at = Position { cell: self.cell, area, sex, age: 0, year };
        if !last {
            self.on.run(Newborn { cell: self, scratch, tally: &mut *tally, at });
        }
        self.on.run(EndOfAge { tally, at, last });
    }

    /// Everybody at mid-year, after what their exposures do to their risks.
    #[inline(always)]
    fn mid_year<T: Tally>(&self, scratch: &mut Scratch, tally: &mut T, at: Position) {
        let first = index(at.sex, at.age) * self.scenarios.len();
        scratch.sharing = self.sharing(&scratch.people[first], at.sex, at.age);
        self.ratios(scratch, &at);
        self.stocks(scratch, tally, &at);
    }

    /// How hazards are shared out at an age; `None` where nothing depends on smoking.
    #[inline(always)]
    fn sharing(&self, baseline: &States, sex: usize, age: usize) -> Option<Sharing> {
        let risks = &self.set.risks;
        let band = risk_band(age)?;
        let mut excess = [Lanes::ZERO; RISKS];
        for (excess, risk) in one_by_one(excess.iter_mut().zip(&risks.excess)) {
            *excess = risk[sex][band];
        }
        let exposed = Exposed::of(baseline, risks);
        let per_mean = per_mean_risk(&exposed, reciprocal(exposed.all), &excess, risks);
        Some(Sharing { excess, per_mean })
    }

    /// What other exposures than smoking, and help for people with severe mental illness, do to the risks of each run.
    #[inline(always)]
    fn ratios(&self, scratch: &mut Scratch, here: &Position) {
        for ratios in &mut scratch.ratios {
            ratios.clear();
        }
        scratch.exposures.ratios(&self.set.exposures, here.sex, here.age, &mut scratch.ratios);
        for (ratios, run) in scratch.ratios.iter_mut().zip(self.scenarios) {
            if let Some(mental) = run.mental_illness {
                let factor = mental.factor[(here.year * 2 + here.sex) * AGES + here.age];
                for ratio in one_by_one(ratios.deaths_mut()) {
                    *ratio *= factor;
                }
            }
            if run.moves_deaths {
                ratios.deaths_mut();
            }
        }
    }
}

/// One over a number of people, 0 where there is nobody.
#[inline(always)]
pub(super) fn reciprocal(people: Lanes) -> Lanes {
    let mut per_person = [0.0; LANES];
    for (one, all) in per_person.iter_mut().zip(people.0) {
        *one = if all > 0.0 { 1.0 / all } else { 0.0 };
    }
    Lanes(per_person)
}

/// The people of the start.
struct Begin<'a, 'b> {
    cell: &'a CellRun<'b>,
    scratch: &'a mut Scratch,
}

impl Batch for Begin<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        self.cell.begin(self.scratch);
    }
}

/// One sex and age at mid-year.
struct MidYear<'a, 'b, T> {
    cell: &'a CellRun<'b>,
    scratch: &'a mut Scratch,
    tally: &'a mut T,
    at: Position,
}

impl<T: Tally> Batch for MidYear<'_, '_, T> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        self.cell.mid_year(self.scratch, self.tally, self.at);
    }
}

/// Those born within the year.
struct Newborn<'a, 'b, T> {
    cell: &'a CellRun<'b>,
    scratch: &'a mut Scratch,
    tally: &'a mut T,
    at: Position,
}

impl<T: Tally> Batch for Newborn<'_, '_, T> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        self.cell.newborn(self.scratch, self.tally, &self.at);
    }
}

/// An age is done.
struct EndOfAge<'a, T> {
    tally: &'a mut T,
    at: Position,
    last: bool,
}

impl<T: Tally> Batch for EndOfAge<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Position { cell, sex, age, year, .. } = self.at;
        self.tally.end_of_age(cell, sex, age, year, self.last);
    }
}
