//! The multistate life table of tobacco eradication in New Zealand, on the general engine: a smoking model drives lung
//! cancer, and lung cancer a life table. The source is in `tests/fixtures/README.md`.
//!
//! Year 2011 + c is point c of the smoking and disease models and cycle c of the life table. Their first move is into 2012,
//! at the rates of the year and age that people reach.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use health_impact::multistate::{Cohort, Context, Model, ModelBuilder, Reward, Trace, WithinCycle};
use std::collections::BTreeMap;
use std::sync::Arc;
use support::published::{Checks, alive_or_dead, json, table};

/// One row of the input tables: a sex and an age.
#[derive(Debug, Clone, Default)]
struct Row {
    mortality: f64,
    mortality_change: f64,
    disability: f64,
    people: Option<f64>,
    incidence: f64,
    prevalence: f64,
    fatality: f64,
    remission: f64,
    disability_of_cases: f64,
    quitting: f64,
    /// By bin: never, current, 0 to 21 years since quitting.
    shares: Vec<f64>,
    death_risks: Vec<f64>,
    cancer_risks: Vec<f64>,
}

/// One sex: its rows by age, its changes of disease rates a year and the starting of smoking at 20 by year.
#[derive(Debug, Clone, Default)]
struct Sex {
    rows: Vec<Row>,
    incidence_change: f64,
    fatality_change: f64,
    remission_change: f64,
    starting: Vec<f64>,
}

struct Who {
    name: String,
    sex: Arc<Sex>,
    age: usize,
    people: f64,
}

const BINS: usize = 24;

fn read() -> (BTreeMap<String, Arc<Sex>>, Vec<Who>) {
    let number = |row: &BTreeMap<String, String>, column: &str| row[column].parse::<f64>().unwrap();
    let bins = |row: &BTreeMap<String, String>, prefix: &str| -> Vec<f64> {
        let names = ["no", "yes"].into_iter().map(String::from).chain((0..22).map(|years| years.to_string()));
        names.map(|bin| number(row, &format!("{prefix}{bin}"))).collect()
    };
    let mut sexes: BTreeMap<String, Sex> = BTreeMap::new();
    let mut fill = |name: &str, set: &dyn Fn(&BTreeMap<String, String>, &mut Row)| {
        for row in table(name) {
            let rows = &mut sexes.entry(row["sex"].clone()).or_default().rows;
            rows.resize(111, Row::default());
            set(&row, &mut rows[row["age"].parse::<usize>().unwrap()]);
        }
    };
    fill("nz-life-table/population.csv", &|row, to| {
        (to.mortality, to.mortality_change) = (number(row, "mortality_rate"), number(row, "mortality_apc"));
        (to.disability, to.people) = (number(row, "pyld_rate"), row["population_2011"].parse().ok());
    });
    fill("nz-tobacco/disease_LungCancer.csv", &|row, to| {
        (to.incidence, to.prevalence) = (number(row, "incidence"), number(row, "prevalence"));
        (to.fatality, to.remission) = (number(row, "case_fatality"), number(row, "remission"));
        to.disability_of_cases = number(row, "disability_rate");
    });
    fill("nz-tobacco/tobacco_prevalence.csv", &|row, to| to.shares = bins(row, ""));
    fill("nz-tobacco/tobacco_remission.csv", &|row, to| to.quitting = number(row, "remission"));
    fill("nz-tobacco/mortality_rr.csv", &|row, to| to.death_risks = bins(row, ""));
    fill("nz-tobacco/disease_rr.csv", &|row, to| to.cancer_risks = bins(row, "LungCancer_"));
    for change in json("nz-tobacco/inputs.json")["disease_apc"]["LungCancer"].as_array().unwrap() {
        let rate = |of: &str| change[of].as_str().unwrap().parse::<f64>().unwrap();
        let sex = sexes.get_mut(change["sex"].as_str().unwrap()).unwrap();
        (sex.incidence_change, sex.fatality_change, sex.remission_change) = (rate("i"), rate("f"), rate("r"));
    }
    for row in table("nz-tobacco/tobacco_incidence.csv") {
        assert_eq!(row["age"], "20", "the only age at which people start");
        sexes.get_mut(&row["sex"]).unwrap().starting.push(number(&row, "incidence"));
    }
    let sexes: BTreeMap<String, Arc<Sex>> = sexes.into_iter().map(|(name, sex)| (name, Arc::new(sex))).collect();
    let mut cohorts = Vec::new();
    for (name, sex) in &sexes {
        for (age, row) in sex.rows.iter().enumerate() {
            if let Some(people) = row.people {
                let (name, sex) = (format!("{name} {}", 2011 - age), Arc::clone(sex));
                cohorts.push(Who { name, sex, age, people });
            }
        }
    }
    (sexes, cohorts)
}

impl Sex {
    /// All-cause mortality `years` after 2011 at `age`: its trend stops in 2026, when a cohort keeps its multiplier.
    fn mortality(&self, age: usize, years: usize) -> f64 {
        let age = age.min(109);
        let age_in_2026 = age.saturating_sub(years.saturating_sub(15));
        self.rows[age].mortality * libm::exp(self.rows[age_in_2026].mortality_change * years.min(15) as f64)
    }
}

/// Adds the cohorts, aged as in 2011 and followed through age 110.
fn with_cohorts(
    mut builder: ModelBuilder,
    who: &[Who],
    last: usize,
    start: impl Fn(&Who, Cohort) -> Cohort,
) -> ModelBuilder {
    for one in who {
        let cohort = Cohort::new(&one.name).aged(one.age as f64).cycles(last - one.age);
        builder = builder.cohort(start(one, cohort));
    }
    builder
}

/// A value that depends on the sex, on the age reached and on the years since 2011 at the end of the cycle.
fn reached<F>(who: &[Who], value: F) -> impl Fn(&Context) -> f64 + Send + Sync + use<F>
where
    F: Fn(&Sex, usize, usize) -> f64 + Send + Sync + 'static,
{
    let sexes: Vec<Arc<Sex>> = who.iter().map(|one| Arc::clone(&one.sex)).collect();
    move |c: &Context| value(&sexes[c.cohort], c.age as usize + 1, c.cycle + 1)
}

/// People by smoking: never, current, and a tunnel of the years since quitting.
fn smoking(who: &[Who], eradicated: bool) -> Model {
    /// Survival of a bin, whose risks are shared out so that the cohort of 2011 has the mortality of all.
    fn survival(sex: &Sex, age: usize, years: usize, bin: usize) -> f64 {
        let row = &sex.rows[age];
        let mean: f64 = row.shares.iter().zip(&row.death_risks).map(|(share, risk)| share * risk).sum();
        // The original takes the risk of those 20 years on as 1, but not in the mean.
        let risk = if bin == 22 { 1.0 } else { row.death_risks[bin] };
        libm::exp(-sex.mortality(age, years) * risk / mean)
    }
    let start = move |sex: &Sex, age: usize, years: usize| match age {
        20 if !eradicated => sex.starting[years],
        _ => 0.0,
    };
    let quit = move |sex: &Sex, age: usize| if eradicated { 1.0 } else { sex.rows[age].quitting };
    let sexes: Vec<Arc<Sex>> = who.iter().map(|one| Arc::clone(&one.sex)).collect();
    let (by_cohort, former) = (sexes.clone(), sexes);
    let survive_quit = move |c: &Context| survival(&former[c.cohort], c.age as usize + 1, c.cycle + 1, 2 + c.tunnel);
    let risk = |bin: usize| {
        let sexes = by_cohort.clone();
        move |c: &Context| sexes[c.cohort].rows[c.age as usize].cancer_risks[bin + c.tunnel]
    };
    let builder = Model::builder()
        .state("never")
        .state("current")
        .tunnel("quit", 22)
        .state("dead")
        .transition("never", "never", reached(who, move |s, a, y| survival(s, a, y, 0) * (1.0 - start(s, a, y))))
        .transition("never", "current", reached(who, move |s, a, y| survival(s, a, y, 0) * start(s, a, y)))
        .complement("never", "dead")
        .transition("current", "current", reached(who, move |s, a, y| survival(s, a, y, 1) * (1.0 - quit(s, a))))
        .transition("current", "quit", reached(who, move |s, a, y| survival(s, a, y, 1) * quit(s, a)))
        .complement("current", "dead")
        .transition("quit", "quit", survive_quit)
        .complement("quit", "dead")
        .absorbing("dead")
        .reward(
            Reward::new("cancer risk")
                .within_cycle(WithinCycle::EveryPoint)
                .state("never", risk(0))
                .state("current", risk(1))
                .state("quit", risk(2)),
        )
        .reward(
            Reward::new("alive")
                .within_cycle(WithinCycle::EveryPoint)
                .state("never", 1.0)
                .state("current", 1.0)
                .state("quit", 1.0),
        );
    let start = |one: &Who, mut cohort: Cohort| {
        let half = 1.0 - 0.5 * -libm::expm1(-one.sex.mortality(one.age, 0));
        for bin in 0..BINS {
            let state = match bin {
                0 => "never".to_owned(),
                1 => "current".to_owned(),
                years => format!("quit [{}]", years - 1),
            };
            cohort = cohort.starting(state, one.sex.rows[one.age].shares[bin] * one.people * half);
        }
        cohort
    };
    with_cohorts(builder, who, 110, start).build().unwrap()
}

/// Lung cancer by rates; `ratio` multiplies its incidence.
fn lung_cancer(who: &[Who], ratio: impl Fn(&Context) -> f64 + Send + Sync + 'static) -> Model {
    let changed = |rate: f64, change: f64, years: usize| rate * libm::exp(change * years.min(15) as f64);
    let incidence = reached(who, move |s, a, y| changed(s.rows[a].incidence, s.incidence_change, y));
    let builder = Model::builder()
        .state("susceptible")
        .state("case")
        .state("dead")
        .rate("susceptible", "case", move |c: &Context| incidence(c) * ratio(c))
        .rate("case", "susceptible", reached(who, move |s, a, y| changed(s.rows[a].remission, s.remission_change, y)))
        .rate("case", "dead", reached(who, move |s, a, y| changed(s.rows[a].fatality, s.fatality_change, y)))
        .absorbing("dead")
        .reward(
            Reward::new("alive").within_cycle(WithinCycle::EveryPoint).state("susceptible", 1.0).state("case", 1.0),
        );
    let start = |one: &Who, cohort: Cohort| {
        let prevalence = one.sex.rows[one.age].prevalence;
        cohort.starting("susceptible", 1_000.0 * (1.0 - prevalence)).starting("case", 1_000.0 * prevalence)
    };
    with_cohorts(builder, who, 110, start).build().unwrap()
}

/// What lung cancer adds to a cohort: the share of the living who outlive the year into a point, and its prevalence in it.
#[derive(Clone)]
struct Cancer {
    alive: Trace,
    cases: Trace,
}

impl Cancer {
    fn of(model: &Model) -> Self {
        let run = model.run();
        Self { alive: run.reward_trace("alive").unwrap(), cases: run.trace("case").unwrap() }
    }

    fn outlive(&self, cohort: usize, year: usize) -> f64 {
        self.alive.at(cohort, year, 0) / self.alive.at(cohort, year - 1, 0)
    }

    fn prevalence(&self, cohort: usize, year: usize) -> f64 {
        let both = |trace: &Trace| trace.at(cohort, year - 1, 0) + trace.at(cohort, year, 0);
        both(&self.cases) / both(&self.alive)
    }
}

/// Extra mortality and disability of the intervention: none in 2011.
#[derive(Clone)]
struct Change {
    present: Cancer,
    changed: Cancer,
}

impl Change {
    fn mortality(&self, cohort: usize, year: usize) -> f64 {
        if year == 0 {
            return 0.0;
        }
        libm::log(self.present.outlive(cohort, year) / self.changed.outlive(cohort, year))
    }

    fn prevalence(&self, cohort: usize, year: usize) -> f64 {
        if year == 0 {
            return 0.0;
        }
        self.changed.prevalence(cohort, year) - self.present.prevalence(cohort, year)
    }
}

/// Rates of a year of the life table: all-cause mortality and disability.
fn rates(who: &Who, change: Option<&Change>, cohort: usize, year: usize) -> (f64, f64) {
    let age = who.age + year;
    let (mortality, disability) = (who.sex.mortality(age, year), who.sex.rows[age.min(109)].disability);
    match change {
        None => (mortality, disability),
        Some(change) => {
            let cases = who.sex.rows[age].disability_of_cases * change.prevalence(cohort, year);
            (mortality + change.mortality(cohort, year), disability + cases)
        }
    }
}

fn life_table(who: &Arc<Vec<Who>>, change: Option<Change>) -> Model {
    let (for_deaths, for_health, both) = (Arc::clone(who), Arc::clone(who), (change.clone(), change));
    let death = move |c: &Context| -libm::expm1(-rates(&for_deaths[c.cohort], both.0.as_ref(), c.cohort, c.cycle).0);
    let health = move |c: &Context| 1.0 - rates(&for_health[c.cohort], both.1.as_ref(), c.cohort, c.cycle).1;
    let builder = alive_or_dead(death, health);
    with_cohorts(builder, who, 111, |one, cohort| cohort.starting("alive", one.people)).build().unwrap()
}

#[test]
fn tobacco_eradication() {
    let (_, who) = read();
    let who = Arc::new(who);
    assert_eq!(who.len(), 44);
    let smoking = [smoking(&who, true), smoking(&who, false)];
    let smokers = smoking.each_ref().map(Model::run);
    let [risks, present_risks] = smokers.each_ref().map(|run| run.reward_trace("cancer risk").unwrap());
    let [alive, present_alive] = smokers.each_ref().map(|run| run.reward_trace("alive").unwrap());
    let ratio = move |c: &Context| {
        let mean = |risk: &Trace, alive: &Trace| risk.at(c.cohort, c.cycle + 1, 0) / alive.at(c.cohort, c.cycle + 1, 0);
        mean(&risks, &alive) / mean(&present_risks, &present_alive)
    };
    let present = Cancer::of(&lung_cancer(&who, |_| 1.0));
    let change = Change { present, changed: Cancer::of(&lung_cancer(&who, ratio)) };
    let tables = [life_table(&who, Some(change.clone())), life_table(&who, None)];
    let runs = tables.each_ref().map(Model::run);

    let position = |sex: &str, born: usize| who.iter().position(|one| one.name == format!("{sex} {born}")).unwrap();
    let cell = |column: &str, cohort: usize, year: usize| {
        let (present, column) = match column.strip_prefix("bau_") {
            Some(column) => (true, column),
            None => (false, column),
        };
        let (run, name) = (&runs[usize::from(present)], &who[cohort].name);
        let rates = || rates(&who[cohort], if present { None } else { Some(&change) }, cohort, year);
        let people = run.people(name, "alive", year).unwrap()[0];
        let onwards = |reward: &str| -> f64 {
            let years = (year..run.cycles(name).unwrap()).rev();
            years.map(|year| run.at_cycle(reward, name, year).unwrap()[0]).sum()
        };
        match column {
            "prev_population" => people,
            "acmr" => rates().0,
            "yld_rate" => rates().1,
            "LE" => onwards("person_years") / people,
            "HALE" => onwards("HALY") / people,
            reward => run.at_cycle(reward, name, year).unwrap()[0],
        }
    };
    // The share of a cohort in a state of smoking.
    let share = |present: bool, state: &str, cohort: usize, year: usize| {
        let (run, name) = (&smokers[usize::from(present)], &who[cohort].name);
        run.people(name, state, year).unwrap()[0] / run.at_cycle("alive", name, year).unwrap()[0]
    };

    let mut compared = 0;
    for name in ["nz-tobacco/expected.csv", "nz-tobacco/expected_tobacco.csv"] {
        for row in table(name) {
            let (cohort, year) = (position(&row["sex"], row["year_of_birth"].parse().unwrap()), &row["year"]);
            let year = year.parse::<usize>().unwrap() - 2011;
            for (column, expected) in
                row.iter().filter(|(c, _)| !["sex", "year_of_birth", "year", "age"].contains(&c.as_str()))
            {
                let (value, expected) = match column.rsplit_once('_') {
                    Some((scenario @ ("bau" | "int"), smoking @ ("no" | "yes" | "previously"))) => {
                        let state = match smoking {
                            "no" => "never",
                            "yes" => "current",
                            _ => "quit",
                        };
                        (share(scenario == "bau", state, cohort, year), expected.parse::<f64>().unwrap())
                    }
                    _ => (cell(column, cohort, year), expected.parse::<f64>().unwrap()),
                };
                let tolerance = (1e-8 * expected.abs()).max(1e-10);
                assert!((value - expected).abs() <= tolerance, "{column} {:?} {year}: {value} {expected}", row["sex"]);
                compared += 1;
            }
        }
    }
    assert_eq!(compared, 10_472);

    let checks = Checks::read("nz-tobacco/expected.json");
    let total = |column: &str| match column.strip_prefix("bau_") {
        Some(column) => runs[1].total(column).unwrap()[0],
        None => runs[0].total(column).unwrap()[0],
    };
    for id in checks.ids() {
        let plain = id.split(' ').next().unwrap();
        let value = match plain.split('.').collect::<Vec<_>>()[..] {
            ["total", "HALY_gain"] => total("HALY") - total("bau_HALY"),
            ["total", "LY_gain"] => total("person_years") - total("bau_person_years"),
            ["total", column] => total(column),
            ["smoking_prevalence_15plus", scenario, sex, year] => {
                let year = year.parse::<usize>().unwrap() - 2011;
                let run = &runs[usize::from(scenario == "bau")];
                let (mut smokers, mut all) = (0.0, 0.0);
                for (cohort, one) in who.iter().enumerate() {
                    let age = one.age + year;
                    if one.name.starts_with(sex) && (15..=110).contains(&age) {
                        // Weighted by those who outlive the year.
                        let people = run.people(&one.name, "alive", year + 1).unwrap()[0];
                        smokers += share(scenario == "bau", "current", cohort, year) * people;
                        all += people;
                    }
                }
                smokers / all
            }
            [sex, born, age, column] => {
                let (born, age): (usize, usize) = (born[4..].parse().unwrap(), age[3..].parse().unwrap());
                cell(column, position(sex, born), born + age - 2011)
            }
            _ => panic!("{id}"),
        };
        checks.number(&id, value);
    }
    checks.done();
}
