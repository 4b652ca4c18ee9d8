//! The hot loop: the people of one area and quintile through the years, in every scenario at once, eight draws side
//! by side.
//!
//! What scenarios share (hazards, survival) is worked out once from the baseline's own people; each scenario then
//! runs the same code with its own factors, so that a scenario that changes nothing gives the baseline's bits. Only where a
//! scenario's risks differ from the baseline's does it get hazards of its own.

use super::deaths::{DeathRates, Rates};
use super::exposures::{Ratios, Standing};
use super::levers::Change;
use super::model::{Model, ROWS};
use super::runs::{At, Dying, Flow, Passage, Recorder, ScenarioRun, Scratch, Stock, place};
use super::world::World;
use crate::exposure::smoking::chain::{MoveRates, States, advance, fill, fill_quit, fill_start};
use crate::exposure::smoking::hazard::{Exposed, Hazards, per_mean_risk};
use crate::exposure::smoking::risk::{RISKS, risk_band};
use crate::exposure::smoking::states::{CURRENT, FORMER, NEVER, STATES};
use crate::mortality::CAUSES;
use crate::mortality::trend::broad_band;
use crate::multistate::lanes::{LANES, Lanes, one_by_one};
use crate::population::demography::MOTHERS;
use crate::population::stratum::QUINTILES;
use crate::units::AGES;
use crate::work::workers::WORKING_AGES;

/// One cell in every scenario; scenario 0 is the baseline.
pub(crate) struct CellRun<'a> {
    pub(crate) model: &'a Model,
    pub(crate) world: &'a World,
    pub(crate) scenarios: &'a [ScenarioRun<'a>],
    pub(crate) cell: usize,
    /// Mid-years to go beyond the start.
    pub(crate) years: usize,
}

/// One sex, age and year of a cell.
struct Here {
    sex: usize,
    age: usize,
    year: usize,
    area: usize,
}

/// How the baseline's people of one sex and age share out the hazards of a cell.
struct Sharing {
    excess: [Lanes; RISKS],
    /// One over their mean relative risk, by risk cause.
    per_mean: [Lanes; RISKS],
}

impl CellRun<'_> {
    /// Runs the cell from the start to the last year.
    #[inline(always)]
    pub(crate) fn run<R: Recorder>(&self, scratch: &mut Scratch, recorder: &mut R) {
        self.begin::<R>(scratch);
        scratch.changes.clear();
        scratch.changes.resize(self.scenarios.len(), Change::NONE);
        for year in 0..=self.years {
            scratch.changes_before.clone_from(&scratch.changes);
            scratch.changes.clear();
            for scenario in self.scenarios {
                let change = if year < self.years {
                    scenario.plan.change(scenario.factors, self.cell, year)
                } else {
                    Change::NONE
                };
                scratch.changes.push(change);
            }
            for births in &mut scratch.births {
                *births = Lanes::ZERO;
            }
            // Women first: their births are needed for the newborn of both sexes.
            for sex in [1, 0] {
                self.year(scratch, recorder, sex, year);
            }
        }
    }

    /// The rates of the cell, and the people of the start, the same in every scenario.
    #[inline(always)]
    fn begin<R: Recorder>(&self, scratch: &mut Scratch) {
        let cell = self.model.demography.cells()[self.cell];
        scratch.year_rates.clear();
        scratch.mid_rates.clear();
        for sex in 0..2 {
            let factor = self.model.mortality.area_factors()[[cell.area, sex]];
            let scaled = |rates: &[f64; CAUSES]| rates.map(|rate| rate * factor);
            let first = sex * QUINTILES + cell.quintile.index();
            scratch.year_rates.extend(self.model.year_rates[first * ROWS..][..ROWS].iter().map(scaled));
            scratch.mid_rates.extend(self.model.mid_rates[first * AGES..][..AGES].iter().map(scaled));
        }
        let persons = self.model.demography.persons();
        let runs = self.scenarios.len();
        for sex in 0..2 {
            for age in 0..AGES {
                let current = self.world.cells.current[(self.cell * 2 + sex) * AGES + age];
                let london = &self.world.london.stock[sex][age];
                // Never and former smokers share what is left as in London.
                let rest = (Lanes::ONE - current) / (Lanes::ONE - london[CURRENT]);
                let shares = &mut scratch.frozen[sex * AGES + age];
                for (share, london) in one_by_one(shares.iter_mut().zip(london)) {
                    *share = *london * rest;
                }
                shares[CURRENT] = current;
                let count = persons[[self.cell, sex, age]];
                let here = &mut scratch.people[place(sex, age) * runs..][..runs];
                for (people, run) in here.iter_mut().zip(self.scenarios) {
                    let count = if run.power == 0 { count } else { 0.0 };
                    for (people, share) in one_by_one(people.iter_mut().zip(shares.iter())) {
                        *people = *share * count;
                    }
                }
            }
        }
        scratch.exposures.begin(&self.world.exposures, self.cell);
        if R::FLOWS {
            scratch.illness.begin(&self.world.illnesses, self.cell);
        }
    }

    /// Mid-year, and unless it is the last one the year after it, of one sex.
    #[inline(always)]
    fn year<R: Recorder>(&self, scratch: &mut Scratch, recorder: &mut R, sex: usize, year: usize) {
        let model = self.model;
        let area = model.demography.cells()[self.cell].area;
        let last = year == self.years;
        let runs = self.scenarios.len();
        // From the oldest down, so that each age can move up into the one just emptied.
        for age in (0..AGES).rev() {
            let here = Here { sex, age, year, area };
            let sharing = self.sharing(&scratch.people[place(sex, age) * runs], sex, age);
            self.ratios(scratch, &here);
            self.stocks(scratch, recorder, &here, sharing.as_ref());
            if !last {
                self.move_on(scratch, recorder, &here, sharing.as_ref());
            }
            // The newborn still to come belong to age 0.
            if age > 0 {
                recorder.end_of_age(self.cell, sex, age, year, last);
            }
        }
        if !last {
            let here = Here { sex, age: 0, year, area };
            self.newborn(scratch, recorder, &here);
        }
        recorder.end_of_age(self.cell, sex, 0, year, last);
    }

    #[inline(always)]
    fn standing(&self, here: &Here) -> Standing {
        Standing { cell: self.cell, sex: here.sex, age: here.age, year: here.year }
    }

    /// How hazards are shared out at an age; `None` where nothing depends on smoking.
    #[inline(always)]
    fn sharing(&self, baseline: &States, sex: usize, age: usize) -> Option<Sharing> {
        let risks = &self.world.risks;
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
    fn ratios(&self, scratch: &mut Scratch, here: &Here) {
        scratch.ratios.fill(Ratios::NONE);
        scratch.exposures.ratios(&self.world.exposures, here.sex, here.age, &mut scratch.ratios);
        for (ratios, run) in scratch.ratios.iter_mut().zip(self.scenarios) {
            if let Some(mental) = run.mental_illness {
                let factor = mental.factor[(here.year * 2 + here.sex) * AGES + here.age];
                for ratio in one_by_one(&mut ratios.deaths) {
                    *ratio *= factor;
                }
                ratios.dying_differs = true;
            }
            ratios.dying_differs |= run.plan.moves_deaths();
        }
    }

    /// Everybody at mid-year, and the births they will have. A recorder of flows wants every mid-year, so that the year after it
    /// knows how many there are.
    #[inline(always)]
    fn stocks<R: Recorder>(&self, scratch: &mut Scratch, recorder: &mut R, here: &Here, sharing: Option<&Sharing>) {
        let (model, world) = (self.model, self.world);
        let &Here { sex, age, year, .. } = here;
        let mother = sex == 1 && year < self.years && MOTHERS.contains(&age);
        if !(recorder.wants(year) || mother) {
            return;
        }
        let at = place(sex, age);
        let factors = world.mid_factors[year].of(sex, broad_band(age));
        let table = &scratch.mid_rates[sex * AGES + age];
        let by_state = |rates: &Rates, hazard: &mut States| match sharing {
            Some(Sharing { excess, per_mean }) => {
                Hazards::share_out(&rates.risks, rates.rest, per_mean, excess, &world.risks)
                    .by_state(&world.risks, hazard);
                None
            }
            None => Some(rates.all()),
        };
        let alike = if R::HAZARDS { by_state(&Rates::of(table, factors), &mut scratch.shared.hazard) } else { None };
        let fertility = mother.then(|| model.flows.fertility()[[year, here.area, age - MOTHERS.start]]);
        let not_ready = world.not_ready(year, sex, here.area);
        let runs = self.scenarios.len();
        for (scenario, run) in self.scenarios.iter().enumerate() {
            let people = &scratch.people[at * runs + scenario];
            let (mut all, mut expected) = (Lanes::ZERO, Lanes::ZERO);
            let ratios = &scratch.ratios[scenario];
            let own = R::HAZARDS && ratios.dying_differs;
            let alike = if own {
                let dying = &scratch.changes_before[scenario].dying;
                by_state(&Rates::of_run(table, factors, &ratios.deaths, dying), &mut scratch.own.hazard)
            } else {
                alike
            };
            let hazard = if own { &scratch.own.hazard } else { &scratch.shared.hazard };
            if R::HAZARDS && alike.is_none() {
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
            let not_ready = if run.plan.frozen {
                world.not_ready(0, sex, here.area)
            } else {
                not_ready * scratch.changes_before[scenario].not_ready
            };
            let stock = Stock {
                people: all,
                smokers: people[CURRENT],
                expected_deaths: expected,
                above: scratch.exposures.shares(scenario, at),
                not_ready,
                prevalence: R::FLOWS.then(|| scratch.illness.prevalence(scenario, at)),
            };
            recorder.stock(At { cell: self.cell, sex, age, year, scenario }, &stock);
            if let Some(fertility) = fertility {
                scratch.births[scenario] += all * fertility;
            }
        }
    }

    /// Years lived and survival by state over the year, deaths per year lived, and the probabilities of moves.
    #[inline(always)]
    fn pass(&self, passage: &mut Passage, here: &Here, sharing: Option<&Sharing>, rates: &Rates, moving: &Moving) {
        let (model, world) = (self.model, self.world);
        let form = &model.survival[here.sex][here.age];
        let Passage { hazard, lived, survival, kept, moves, dying } = passage;
        *dying = match sharing {
            Some(Sharing { excess, per_mean }) => {
                let hazards = Hazards::share_out(&rates.risks, rates.rest, per_mean, excess, &world.risks);
                hazards.by_state(&world.risks, hazard);
                for ((hazard, lived), survival) in
                    one_by_one(hazard.iter().zip(lived.iter_mut()).zip(survival.iter_mut()))
                {
                    *lived = form.mean(*hazard);
                    *survival = Lanes::ONE - *hazard * *lived;
                }
                Dying::Smoking(DeathRates::new(rates, &hazards.never, excess))
            }
            None => {
                let hazard = rates.all();
                let share = form.mean(hazard);
                survival.fill(Lanes::ONE - hazard * share);
                Dying::Alike(DeathRates::without_smoking(rates, &rates.risks), share)
            }
        };
        for (kept, survival) in one_by_one(kept.iter_mut().zip(survival.iter())) {
            *kept = *survival * moving.keep;
        }
        fill(moves, &model.moves, kept, &moving.rates);
    }

    /// Moves everybody of one sex and age on by a year and a year of age.
    #[inline(always)]
    fn move_on<R: Recorder>(&self, scratch: &mut Scratch, recorder: &mut R, here: &Here, sharing: Option<&Sharing>) {
        let (model, world) = (self.model, self.world);
        let &Here { sex, age, year, .. } = here;
        let oldest = age == AGES - 1;
        // The oldest wait for those a year younger; all of them migrate together.
        let net = if oldest { 0.0 } else { model.flows.net()[[year, self.cell, sex, age + 1]] };
        let (come, keep) = if net < 0.0 { (0.0, 1.0 + net) } else { (net, 1.0) };
        let start =
            world.london.start[sex][age] * world.london.start_factor[year] * world.cells.start[self.cell * 2 + sex];
        let quit = world.london.quit[sex][age] * world.london.quit_factor[year];
        let added = model.service.added(sex, age);
        let moving = Moving { keep, rates: MoveRates { start, quit, relapse: world.london.relapse } };
        let factors = world.year_factors[year].of(sex, broad_band(age));
        let table = scratch.year_rates[sex * ROWS + age + 1];
        self.pass(&mut scratch.shared, here, sharing, &Rates::of(&table, factors), &moving);
        let at = self.standing(here);
        if !oldest {
            scratch.exposures.look_ahead(&world.exposures, at);
        }
        let Scratch { people, everybody, frozen, exposures, illness, ratios, changes, shared, own, arrivals, .. } =
            scratch;
        let runs = self.scenarios.len();
        let (older, now) = people.split_at_mut(place(sex, age) * runs);
        // Those a year older; the oldest have nobody above them and do not ask.
        let above = older.len().saturating_sub(runs);
        let older = &mut older[above..];
        let held = &frozen[sex * AGES + (age + 1).min(AGES - 1)];
        // Smokers of the run before, which holds the coefficients of one power less.
        let mut of_lower_power = Lanes::ZERO;
        // What days off sick depend on in the baseline, per worker.
        let mut base_absence = (Lanes::ONE, Lanes::ONE);
        let mut is_own = false;
        for (scenario, (run, change)) in self.scenarios.iter().zip(changes.iter()).enumerate() {
            // The power k begins in the k-th year of the lever; before, all of its coefficients are 0.
            if run.power > change.powers {
                continue;
            }
            if run.power == 0 {
                is_own = ratios[scenario].dying_differs;
                if is_own {
                    let rates = Rates::of_run(&table, factors, &ratios[scenario].deaths, &change.dying);
                    self.pass(own, here, sharing, &rates, &moving);
                }
            }
            let Passage { lived, survival, kept, moves, dying, .. } = if is_own { &mut *own } else { &mut *shared };
            let now = &mut now[scenario];
            let wanted = quit * change.quit + change.reach * added;
            let quit_here = at_most_one(wanted);
            if R::FLOWS {
                let (years, smokers, deaths) = match dying {
                    Dying::Smoking(rates) => {
                        let years = Exposed::of_years(now, lived, &world.risks);
                        (years.all, Some((years, reciprocal(years.all))), rates.deaths(&years, &world.risks))
                    }
                    Dying::Alike(rates, share) => {
                        let years = everybody[scenario] * *share;
                        (years, None, rates.times(years))
                    }
                };
                let smokers = smokers.as_ref().map(|(smokers, per_person)| (smokers, *per_person));
                let ill = illness.year(&world.illnesses, at, scenario, smokers, &ratios[scenario].cases);
                let work = WORKING_AGES.contains(&age).then(|| {
                    let per_person = reciprocal(everybody[scenario]);
                    let risk = world.work.smoking_risk(now[CURRENT] * per_person, now[NEVER] * per_person);
                    if scenario == 0 {
                        base_absence = (risk, Lanes::ONE / risk);
                    }
                    let workers = years * world.work.employed[here.area];
                    let days = if run.plan.frozen {
                        world.work.days[sex]
                    } else {
                        let ratio = Lanes::ONE + (risk - base_absence.0) * base_absence.1;
                        world.work.days[sex]
                            * world.work.trend[year]
                            * ratio
                            * ratios[scenario].absence
                            * change.absence
                            * world.work.with_mental(change.mental_absence)
                    };
                    [workers, workers * days]
                });
                let quits = (!run.plan.frozen).then(|| now[CURRENT] * survival[CURRENT] * quit_here);
                let at = At { cell: self.cell, sex, age, year: year + 1, scenario };
                let flow = Flow { person_years: years, deaths: &deaths, quits, illness: Some(&ill), work };
                recorder.flow(at, &flow);
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
                fill_quit(moves, &model.moves, kept, quit_here);
                fill_start(moves, &model.moves, kept, at_most_one(start * change.start));
                survivors = advance(&model.moves, moves, now, &mut next);
                if run.power > 0 {
                    let more = of_lower_power * kept[CURRENT] * below_one(wanted, quit * change.per_factor);
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
                exposures.move_on(&world.exposures, at, scenario, run.plan.frozen, change, stay);
                if R::FLOWS {
                    illness.move_on(at, scenario, stay);
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
            exposures.baseline_on(&world.exposures, at);
        }
    }

    /// Those born within the year and alive at its end.
    #[inline(always)]
    fn newborn<R: Recorder>(&self, scratch: &mut Scratch, recorder: &mut R, here: &Here) {
        let (model, world) = (self.model, self.world);
        let &Here { sex, year, .. } = here;
        let boys = model.demography.male_share_at_birth();
        let share = if sex == 0 { boys } else { 1.0 - boys };
        let rates = Rates::of(&scratch.year_rates[sex * ROWS], world.year_factors[year].of(sex, 0));
        let hazard = rates.all();
        let lived = model.survival[sex][0].mean(hazard);
        let alive = Lanes::ONE - hazard * lived;
        let dying = DeathRates::without_smoking(&rates, &rates.risks);
        let runs = self.scenarios.len();
        let newborn = &mut scratch.people[place(sex, 0) * runs..][..runs];
        for ((scenario, people), births) in newborn.iter_mut().enumerate().zip(&scratch.births) {
            let births = *births * share;
            *people = [Lanes::ZERO; STATES];
            people[NEVER] = births * alive;
            if R::FLOWS {
                let at = At { cell: self.cell, sex, age: 0, year: year + 1, scenario };
                recorder.births(at, births);
                // The hazard is that of the whole time since birth, half a year on average.
                let years = births * lived;
                let deaths = dying.times(years);
                let flow = Flow {
                    person_years: years * 0.5,
                    deaths: &deaths,
                    quits: Some(Lanes::ZERO),
                    illness: None,
                    work: None,
                };
                recorder.flow(at, &flow);
            }
        }
        scratch.exposures.newborn(&world.exposures, self.cell, sex, year);
        if R::FLOWS {
            scratch.illness.newborn(&world.illnesses, sex);
        }
    }
}

/// What survivors do, in all runs but for the levers.
struct Moving {
    /// Share of survivors who stay in the cell.
    keep: f64,
    rates: MoveRates,
}

/// One over a number of people, 0 where there is nobody.
#[inline(always)]
fn reciprocal(people: Lanes) -> Lanes {
    let mut per_person = [0.0; LANES];
    for (one, all) in per_person.iter_mut().zip(people.0) {
        *one = if all > 0.0 { 1.0 / all } else { 0.0 };
    }
    Lanes(per_person)
}

/// A probability that a lever would push past certainty stays at 1.
#[inline(always)]
fn at_most_one(probability: Lanes) -> Lanes {
    let mut capped = probability;
    for lane in &mut capped.0 {
        *lane = if *lane > 1.0 { 1.0 } else { *lane };
    }
    capped
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
