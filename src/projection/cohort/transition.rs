//! A year on: who dies, falls ill, misses work, moves and is born.

use super::cell::{CellRun, reciprocal};
use super::passing::{Moving, TransitionPass, YearRates};
use super::scratch::{Dying, Passage, Scratch};
use crate::catalogue::driver::Reaches;
use crate::exposure::smoking::dynamics::chain::{TransitionRates, advance, fill_quit, fill_start};
use crate::exposure::smoking::dynamics::hazard::Exposed;
use crate::exposure::smoking::states::{CURRENT, FORMER, NEVER, STATES};
use crate::mortality::broad_age::broad_band;
use crate::multistate::kernel::Batch;
use crate::multistate::lanes::{LANES, Lanes, one_by_one};
use crate::outcomes::layout::Certain;
use crate::projection::deaths::{DeathRates, Rates};
use crate::projection::plan::delivery::Reachable;
use crate::projection::plan::effects::{ABSENCE, MENTAL_ABSENCE, QUITTING, REACH, STARTING};
use crate::projection::plan::scenario::COMPARATORS;
use crate::projection::position::{Position, index};
use crate::projection::tally::{Flow, Tally};
use crate::units::AGES;
use crate::work::workers::{AGES_BEFORE_WORK, WORKING_AGES};

/// Everybody of one sex and age moves on by a year and a year of age.
struct Transition<'a, 'b, T> {
    cell: &'a CellRun<'b>,
    scratch: &'a mut Scratch,
    tally: &'a mut T,
    at: Position,
}

impl<T: Tally> Batch for Transition<'_, '_, T> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        self.cell.transition_of_age(self.scratch, self.tally, self.at);
    }
}

impl CellRun<'_> {
    /// Moves everybody of one sex and age on by a year and a year of age.
    pub(super) fn transition<T: Tally>(&self, scratch: &mut Scratch, tally: &mut T, at: Position) {
        self.on.run(Transition { cell: self, scratch, tally, at });
    }

    #[inline(always)]
    fn transition_of_age<T: Tally>(&self, scratch: &mut Scratch, tally: &mut T, at: Position) {
        let (model, set) = (self.model, self.set);
        let Position { sex, age, year, area, .. } = at;
        let oldest = age == AGES - 1;
        // The oldest wait for those a year younger; all of them migrate together.
        let net = if oldest { 0.0 } else { model.flows.net()[[year, self.cell, sex, age + 1]] };
        let (come, keep) = if net < 0.0 { (0.0, 1.0 + net) } else { (net, 1.0) };
        let start = set.region.start[sex][age] * set.region.start_factor[year] * set.cells.start[self.cell * 2 + sex];
        let quit = set.region.quit[sex][age] * set.region.quit_factor[year];
        let added = model.subjects.smoking.service.added(sex, age);
        let moving = Moving { keep, rates: TransitionRates { start, quit, relapse: set.region.relapse } };
        // Those who are the oldest stay at their rates.
        let ages = [age, if oldest { age } else { age + 1 }];
        let apart = tally.tells_apart(age);
        let factors = set.year_factors[year].of(sex, broad_band(age));
        let older_factors = set.year_factors[year].of(sex, broad_band(ages[1]));
        let (table, older) = (scratch.rates[sex * AGES + ages[0]], &scratch.rates[sex * AGES + ages[1]]);
        let (mut mean, mut older_table) = (table, table);
        for ((mean, kept), older) in mean.iter_mut().zip(&mut older_table).zip(older) {
            *kept = *older;
            *mean = 0.5 * (*mean + older);
        }
        // The ages of one broad band are told as one but for its last.
        let rates = if apart {
            YearRates::Apart([Rates::of(&table, factors), Rates::of(&older_table, older_factors)])
        } else {
            YearRates::Together(Rates::of(&mean, factors))
        };
        let sharing = scratch.sharing.as_ref();
        let pass = TransitionPass { cell: self, passage: &mut scratch.shared, at, sharing, rates, moving: &moving };
        self.on.run(pass);
        if !oldest {
            scratch.exposures.look_ahead(&set.exposures, at);
        }
        let Scratch {
            people,
            everybody,
            frozen,
            exposures,
            illness,
            ratios,
            effects,
            sharing,
            shared,
            own,
            arrivals,
            ..
        } = scratch;
        let sharing = sharing.as_ref();
        let runs = self.scenarios.len();
        let (older, now) = people.split_at_mut(index(sex, age) * runs);
        // Those a year older; the oldest have nobody above them and do not ask.
        let exceedance = older.len().saturating_sub(runs);
        let older = &mut older[exceedance..];
        let held = &frozen[sex * AGES + (age + 1).min(AGES - 1)];
        // Smokers of the run before, which holds the coefficients of one power less.
        let mut of_lower_power = Lanes::ZERO;
        // What days off sick depend on in the baseline, per worker.
        let mut base_absence = (Lanes::ONE, Lanes::ONE);
        let mut is_own = false;
        for (scenario, (run, effects)) in self.scenarios.iter().zip(effects.iter()).enumerate() {
            // The power k begins in the k-th year of the intervention; before, all of its coefficients are 0.
            if run.power > effects.powers {
                continue;
            }
            if run.power == 0 {
                is_own = ratios[scenario].dying_differs;
                if is_own {
                    let (deaths, effects) = (ratios[scenario].deaths(), effects.dying());
                    let rates = if apart {
                        let now = Rates::of_run(&table, factors, deaths, &effects);
                        YearRates::Apart([now, Rates::of_run(&older_table, older_factors, deaths, &effects)])
                    } else {
                        YearRates::Together(Rates::of_run(&mean, factors, deaths, &effects))
                    };
                    let passage = &mut *own;
                    self.on.run(TransitionPass { cell: self, passage, at, sharing, rates, moving: &moving });
                }
            }
            let Passage { lived, survival, kept, moves, dying, .. } = if is_own { &mut *own } else { &mut *shared };
            let now = &mut now[scenario];
            let wanted = quit * effects.on[QUITTING] + effects.on[REACH] * added;
            let quit_here = at_most_one(wanted);
            // Nothing pushes the comparators.
            if self.wants.flows && scenario >= COMPARATORS && run.power == 0 {
                let starting = start * effects.on[STARTING];
                for (what, probability, from) in
                    [(Certain::Quitting, wanted, CURRENT), (Certain::Starting, starting, NEVER)]
                {
                    if any_above_one(probability) {
                        tally.certain(what, scenario, year, above_one(probability, now[from]));
                    }
                }
            }
            if self.wants.flows {
                let (years, smokers) = match &dying[0] {
                    Dying::Smoking(_) => {
                        let years = Exposed::of_years(now, lived, &set.risks);
                        (years.all, Some((years, reciprocal(years.all))))
                    }
                    Dying::Alike(_, share) => (everybody[scenario] * *share, None),
                };
                let ill = if self.wants.illness {
                    let smokers = smokers.as_ref().map(|(smokers, per_person)| (smokers, *per_person));
                    Some(illness.year(&set.illnesses, at, scenario, smokers, ratios[scenario].cases()))
                } else {
                    None
                };
                let work = if AGES_BEFORE_WORK.contains(&age) {
                    let per_person = reciprocal(everybody[scenario]);
                    let risk = set.work.smoking_risk(now[CURRENT] * per_person, now[NEVER] * per_person);
                    if scenario == 0 {
                        base_absence = (risk, Lanes::ONE / risk);
                    }
                    let workers = years * set.work.employed[area];
                    let at_start = set.days_off_sick[self.cell * 2 + sex];
                    let days = if run.plan.frozen {
                        at_start
                    } else {
                        let ratio = Lanes::ONE + (risk - base_absence.0) * base_absence.1;
                        at_start
                            * set.work.trend[year]
                            * ratio
                            * ratios[scenario].absence
                            * effects.on[ABSENCE]
                            * set.work.with_mental(effects.on[MENTAL_ABSENCE])
                    };
                    Some([workers, workers * days])
                } else {
                    None
                };
                let quits = (!run.plan.frozen).then(|| now[CURRENT] * survival[CURRENT] * quit_here);
                let delivery = run.has_costs.then(|| {
                    let people = Reachable {
                        at_start: model.demography.persons()[[self.cell, sex, age]],
                        of: |reaches: Reaches| match reaches {
                            Reaches::ServiceUsers => now[CURRENT] * model.subjects.smoking.service.reach(sex, age),
                            Reaches::Exceeding(exposure, threshold) => {
                                everybody[scenario] * exposures.baseline(exposure, index(sex, age))[threshold]
                            }
                            Reaches::WithMentalIllness => everybody[scenario] * set.mental_illness.share(age),
                            // Refused when the scenario is resolved.
                            Reaches::Unknown => Lanes::ZERO,
                        },
                    };
                    run.plan.delivery(&set.prices, self.cell, year, &people)
                });
                let smokers = smokers.as_ref().map(|(smokers, _)| smokers);
                let at = Position { year: year + 1, ..at };
                if apart {
                    // Half of the year is lived at each age, the older first; the rates of death are those of the age.
                    for half in one_by_one([1, 0]) {
                        let deaths = dying[half].deaths(0.5, years, smokers, &set.risks);
                        let work = match work {
                            Some([workers, days]) if WORKING_AGES.contains(&ages[half]) => {
                                Some([workers * 0.5, days * 0.5])
                            }
                            _ => None,
                        };
                        let mut delivery = delivery;
                        for cost in one_by_one(delivery.iter_mut().flatten()) {
                            *cost = *cost * 0.5;
                        }
                        let (quits, person_years) = (quits.map(|all| all * 0.5), years * 0.5);
                        let illness = ill.as_ref();
                        let flow = Flow { spans: false, person_years, deaths: &deaths, quits, illness, work, delivery };
                        tally.flow(Position { age: ages[half], ..at }, scenario, &flow);
                    }
                } else {
                    let deaths = dying[0].deaths(1.0, years, smokers, &set.risks);
                    let illness = ill.as_ref();
                    let flow =
                        Flow { spans: true, person_years: years, deaths: &deaths, quits, illness, work, delivery };
                    tally.flow(at, scenario, &flow);
                }
            }
            let mut next = [Lanes::ZERO; STATES];
            let mut survivors = Lanes::ZERO;
            if run.plan.frozen {
                for (now, kept) in one_by_one(now.iter().zip(kept.iter())) {
                    survivors += *now * *kept;
                }
                for (next, share) in one_by_one(next.iter_mut().zip(held)) {
                    *next = *share * survivors;
                }
            } else {
                fill_quit(moves, &model.subjects.smoking.moves, kept, quit_here);
                fill_start(moves, &model.subjects.smoking.moves, kept, at_most_one(start * effects.on[STARTING]));
                survivors = advance(&model.subjects.smoking.moves, moves, now, &mut next);
                if run.power > 0 {
                    let more = of_lower_power * kept[CURRENT] * below_one(wanted, quit * effects.per_factor);
                    next[CURRENT] = next[CURRENT] - more;
                    next[FORMER] += more;
                }
            }
            of_lower_power = now[CURRENT];
            if oldest {
                *now = next;
                continue;
            }
            let older = &mut older[scenario];
            if age == AGES - 2 {
                for (next, stayed) in one_by_one(next.iter_mut().zip(older.iter())) {
                    let stayed = *stayed * keep;
                    *next += stayed;
                    survivors += stayed;
                }
            }
            if scenario == 0 {
                // Those who come have the shares of the baseline's people of their new age.
                let scale = reciprocal(survivors) * come;
                for (arriving, next) in one_by_one(arrivals.iter_mut().zip(&next)) {
                    *arriving = *next * scale;
                }
            }
            if run.power == 0 {
                // The share of those a year older who lived here before.
                let stay = if come > 0.0 { survivors / (survivors + Lanes::splat(come)) } else { Lanes::ONE };
                let certain = exposures.transition(&set.exposures, at, scenario, run.plan.frozen, effects, stay);
                if any_above_0(certain) {
                    tally.certain(Certain::WeightGain, scenario, year, certain * everybody[scenario]);
                }
                if self.wants.illness {
                    illness.transition(at, scenario, stay);
                }
            }
            if run.plan.frozen {
                // Those who come to the frozen comparator take its shares, or its smoking would drift with them.
                for ((older, next), share) in one_by_one(older.iter_mut().zip(&next).zip(held)) {
                    *older = *next + *share * come;
                }
            } else if run.power > 0 {
                *older = next;
            } else {
                for ((older, next), arriving) in one_by_one(older.iter_mut().zip(&next).zip(arrivals.iter())) {
                    *older = *next + *arriving;
                }
            }
        }
        if !oldest {
            exposures.baseline_on(&set.exposures, at);
        }
    }

    /// Those born within the year and alive at its end.
    #[inline(always)]
    pub(super) fn newborn<T: Tally>(&self, scratch: &mut Scratch, tally: &mut T, here: &Position) {
        let (model, set) = (self.model, self.set);
        let &Position { sex, year, .. } = here;
        let boys = model.demography.male_share_at_birth();
        let share = if sex == 0 { boys } else { 1.0 - boys };
        let rates = Rates::of(&scratch.rates[sex * AGES], set.year_factors[year].of(sex, 0)).over_half_a_year();
        let hazard = rates.all();
        let lived = model.survival[sex][0].mean(hazard);
        let alive = Lanes::ONE - hazard * lived;
        let dying = DeathRates::without_smoking(&rates, &rates.risks);
        let runs = self.scenarios.len();
        let newborn = &mut scratch.people[index(sex, 0) * runs..][..runs];
        for ((scenario, people), births) in newborn.iter_mut().enumerate().zip(&scratch.births) {
            let births = *births * share;
            *people = [Lanes::ZERO; STATES];
            people[NEVER] = births * alive;
            if self.wants.flows {
                let at = Position { age: 0, year: year + 1, ..*here };
                tally.births(scenario, births);
                // The hazard is that of the region time since birth, half a year on average.
                let years = births * lived;
                let deaths = dying.times(years);
                let flow = Flow {
                    spans: false,
                    person_years: years * 0.5,
                    deaths: &deaths,
                    quits: Some(Lanes::ZERO),
                    illness: None,
                    work: None,
                    delivery: None,
                };
                tally.flow(at, scenario, &flow);
            }
        }
        scratch.exposures.newborn(&set.exposures, self.cell, sex, year);
        if self.wants.illness {
            scratch.illness.newborn(&set.illnesses, sex);
        }
    }
}

/// A probability that an intervention would push past certainty stays at 1.
#[inline(always)]
fn at_most_one(probability: Lanes) -> Lanes {
    let mut capped = probability;
    for lane in &mut capped.0 {
        *lane = if *lane > 1.0 { 1.0 } else { *lane };
    }
    capped
}

#[inline(always)]
fn any_above_one(probability: Lanes) -> bool {
    probability.0.iter().any(|lane| *lane > 1.0)
}

#[inline(always)]
fn any_above_0(share: Lanes) -> bool {
    share.0.iter().any(|lane| *lane > 0.0)
}

/// People where a probability is above 1, else nobody.
#[inline(always)]
fn above_one(probability: Lanes, people: Lanes) -> Lanes {
    let mut above = people;
    for (above, probability) in above.0.iter_mut().zip(probability.0) {
        *above = if probability > 1.0 { *above } else { 0.0 };
    }
    above
}

/// `slope` where `probability` is below 1, else 0: a probability at its cap does not move.
#[inline(always)]
fn below_one(probability: Lanes, slope: Lanes) -> Lanes {
    let mut free = [0.0; LANES];
    for ((free, probability), slope) in free.iter_mut().zip(probability.0).zip(slope.0) {
        *free = if probability < 1.0 { slope } else { 0.0 };
    }
    Lanes(free)
}
