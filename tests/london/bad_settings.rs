//! Every mistake is an error with the whole story: what, where, the value and the rule. None is a panic.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use health_impact::Error;
use health_impact::data::{ReferenceData, Table, TableName};
use health_impact::outcomes::{Measure, Outcomes, Quantity, Selection};
use health_impact::population::{AgeBand, Quintile, Sex};
use health_impact::projection::{Projection, ProjectionBuilder, Settings};
use health_impact::sampling::Sampling;
use health_impact::scenario::Group;
use health_impact::scenario::{Ambition, Driver, Effect, Indicator, Intervention, Scenario};
use health_impact::units::{Age, Proportion, Year};
use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::sync::OnceLock;
use support::london::{london, percent, smoking_at, year};
use support::top;

fn build_error(builder: ProjectionBuilder) -> String {
    match builder.build() {
        Ok(_) => panic!("it was built"),
        Err(error) => error.to_string(),
    }
}

/// The message of a scenario that cannot be run.
fn refused(scenario: Scenario) -> String {
    build_error(london(2021).draws(8).scenario(scenario))
}

fn doing(intervention: Intervention) -> Scenario {
    Scenario::new("mine").doing(intervention)
}

fn aiming(ambition: Ambition) -> Scenario {
    Scenario::new("mine").with(ambition)
}

fn quitting(factor: f64) -> Intervention {
    Intervention::new(Driver::QUITTING, Effect::factor(factor)).from(year(2016))
}

fn run() -> &'static Outcomes {
    static RUN: OnceLock<Outcomes> = OnceLock::new();
    RUN.get_or_init(|| london(2017).draws(2).build().unwrap().run().unwrap())
}

#[test]
fn quantities() {
    assert_eq!(Proportion::new(1.13).unwrap_err().to_string(), "proportion 1.13 must lie in 0 to 1");
    assert_eq!(Proportion::new(f64::NAN).unwrap_err().to_string(), "proportion NaN must lie in 0 to 1");
    assert_eq!(Proportion::percent(130.0).unwrap_err().to_string(), "percentage 130 must lie in 0 to 100");
    assert_eq!(Year::new(19).unwrap_err().to_string(), "year 19 must lie in 1800 to 2300");
    assert_eq!(Age::new(101).unwrap_err().to_string(), "age 101 must lie in 0 to 100, where 100 means 100 and over");
    assert_eq!(
        Quintile::new(0).unwrap_err().to_string(),
        "deprivation quintile 0 must lie in 1 (most deprived) to 5 (least deprived)"
    );
    assert_eq!(AgeBand::new(25, Some(18)).unwrap_err().to_string(), "age band 25 to 18 must end above its first age");
}

#[test]
fn settings() {
    assert_eq!(build_error(london(2021).draws(0)), "number of draws 0 must lie in 1 to 10000000");
    assert_eq!(build_error(london(2021).draws(10_000_001)), "number of draws 10000001 must lie in 1 to 10000000");
    assert_eq!(build_error(london(2014)), "last year 2014 must lie in 2016 to 2130");
    assert_eq!(build_error(london(2015)), "last year 2015 must lie in 2016 to 2130");
    assert_eq!(build_error(london(2131)), "last year 2131 must lie in 2016 to 2130");
    assert_eq!(
        build_error(london(2021).years(year(2016)..=year(2021))),
        "start year 2016 must be 2015, the year of the tables"
    );
    assert_eq!(build_error(london(2021).region(" ")), "name of all areas together \"\" must not be empty");
}

#[test]
fn draws_of_a_sampling() {
    let refused = |sampling, draws| build_error(london(2021).sampling(sampling).draws(draws));
    let hypercube = "must be a multiple of 100, 1000 or more, with latin_hypercube sampling";
    for draws in [16, 900, 1_050] {
        assert_eq!(refused(Sampling::LatinHypercube, draws), format!("number of draws {draws} {hypercube}"));
    }
    let sobol = "must be a multiple of 16, 128 or more, with sobol sampling";
    for draws in [16, 112, 1_000] {
        assert_eq!(refused(Sampling::Sobol, draws), format!("number of draws {draws} {sobol}"));
    }
    assert!(london(2016).sampling(Sampling::LatinHypercube).draws(1_000).build().is_ok());
    assert!(london(2016).sampling(Sampling::Sobol).draws(144).build().is_ok());
}

#[test]
fn names_of_scenarios() {
    assert_eq!(refused(Scenario::new(" ")), "scenario name \" \" must not be empty");
    assert_eq!(
        refused(Scenario::new("baseline")),
        "name of a scenario \"baseline\" must be another: baseline and frozen are always run"
    );
    assert_eq!(
        refused(Scenario::new("frozen")),
        "name of a scenario \"frozen\" must be another: baseline and frozen are always run"
    );
    assert_eq!(
        build_error(london(2021).scenario(Scenario::new("mine")).scenario(Scenario::new("mine"))),
        "scenario \"mine\" is given twice and may be given once"
    );
}

#[test]
fn interventions() {
    for (factor, said) in [(f64::NAN, "NaN"), (-0.5, "-0.5"), (f64::INFINITY, "inf"), (1000.0, "1000")] {
        for driver in [Driver::QUITTING, Driver::STOP_SMOKING_REACH, Driver::STARTING] {
            let one = Intervention::new(driver, Effect::factor(factor)).from(year(2016));
            let expected = format!("scenario \"mine\": factor of {driver} {said} must lie in 0 to 100");
            assert_eq!(refused(doing(one)), expected);
        }
    }
    let of = |from, until| {
        let intervention = Intervention::new(Driver::QUITTING, Effect::factor(2.0)).from(year(from));
        refused(doing(intervention.until(year(until))))
    };
    assert_eq!(of(2018, 2017), "scenario \"mine\": an intervention ends in 2017 before it begins in 2018");
    assert_eq!(of(2015, 2017), "scenario \"mine\": first year of an intervention 2015 must lie in 2016 to 2021");
    assert_eq!(of(2022, 2022), "scenario \"mine\": first year of an intervention 2022 must lie in 2016 to 2021");
    assert_eq!(of(2016, 2022), "scenario \"mine\": last year of an intervention 2022 must lie in 2016 to 2021");
    assert_eq!(
        refused(doing(quitting(2.0).group(Group::areas(["Hackny"])))),
        "unknown area \"Hackny\": did you mean \"Hackney\"?"
    );
    assert_eq!(refused(doing(quitting(2.0).group(Group::areas(["Q"])))), "unknown area \"Q\"");
    let nobody = Group::area("City of London").in_quintile(Quintile::new(1).unwrap());
    assert_eq!(refused(doing(quitting(2.0).group(nobody))), "nobody lives in City of London, quintile 1");
}

#[test]
fn ambitions() {
    let by = |deadline| refused(aiming(smoking_at(13.0).by(year(deadline))));
    assert_eq!(by(2014), "scenario \"mine\": deadline 2014 must lie in 2016 to 2021");
    assert_eq!(by(2015), "scenario \"mine\": deadline 2015 must lie in 2016 to 2021");
    assert_eq!(by(2022), "scenario \"mine\": deadline 2022 must lie in 2016 to 2021");
    let starting = |first| refused(aiming(smoking_at(13.0).starting(year(first))));
    assert_eq!(starting(2021), "scenario \"mine\": the deadline 2020 lies before the first year 2021");
    assert_eq!(starting(2015), "scenario \"mine\": first year of an ambition 2015 must lie in 2016 to 2021");
    let relative_to = |base| {
        let ambition = Ambition::relative_reduction(Indicator::ADULT_SMOKING, percent(10.0));
        refused(aiming(ambition.relative_to(year(base))))
    };
    assert_eq!(relative_to(2020), "scenario \"mine\": the baseline year 2020 must lie before the deadline 2020");
    assert_eq!(relative_to(2014), "scenario \"mine\": baseline year 2014 must lie in 2015 to 2021");
    assert_eq!(
        refused(aiming(smoking_at(13.0).group(Group::areas(["hackney wick"])))),
        "unknown area \"hackney wick\": did you mean \"Hackney\"?"
    );
    let in_hackney = smoking_at(15.0).group(Group::areas(["Hackney", "Camden"]));
    let poorest = smoking_at(16.0).group(Group::quintiles([Quintile::new(1).unwrap()]));
    assert_eq!(
        refused(aiming(in_hackney).with(poorest)),
        "scenario \"mine\": two ambitions move the quitting of the same people; give each its own scenario"
    );
}

#[test]
fn files() {
    let read = |text: &str| serde_json::from_str::<Settings>(text).unwrap_err().to_string();
    assert_eq!(read(r#"{"seed": 1}"#), "missing field `draws` at line 1 column 11");
    assert_eq!(
        read(r#"{"draws": 8, "seed": 1, "sead": 2}"#),
        "unknown field `sead`, expected one of `start`, `until`, `draws`, `seed`, `sampling`, `migration`, `delay`, `failed_draws`, `region`, `series`, `scenarios` at line 1 column 30"
    );
    assert_eq!(read(r#"{"draws": 8, "seed": 1, "until": 19}"#), "year 19 must lie in 1800 to 2300 at line 1 column 36");
    assert_eq!(read(r#"{"draws": -8, "seed": 1}"#), "invalid value: integer `-8`, expected usize at line 1 column 12");
    assert_eq!(
        read(r#"{"draws": 8, "seed": 1, "sampling": "halton"}"#),
        "unknown variant `halton`, expected one of `random`, `latin_hypercube`, `sobol` at line 1 column 44"
    );
    assert_eq!(
        read(r#"{"draws": 8, "seed": 1, "migration": "ajar"}"#),
        "unknown variant `ajar`, expected `projected` or `closed` at line 1 column 43"
    );
    let scenario = |text: &str| serde_json::from_str::<Scenario>(text).unwrap_err().to_string();
    assert_eq!(scenario("{}"), "missing field `name` at line 1 column 2");
    assert_eq!(
        scenario(r#"{"name": "mine", "lever": []}"#),
        "unknown field `lever`, expected one of `name`, `ambitions`, `interventions` at line 1 column 24"
    );
    let ambition = |text: &str| serde_json::from_str::<Ambition>(text).unwrap_err().to_string();
    assert_eq!(
        ambition(r#"{"indicator": "adult_smoking", "target": {"kind": "level", "value": 13}, "deadline": 2020}"#),
        "proportion 13 must lie in 0 to 1 at line 1 column 71"
    );
    assert_eq!(
        ambition(r#"{"indicator": "adult_smoking", "target": {"kind": "level", "value": 0.13}}"#),
        "missing field `deadline` at line 1 column 74"
    );
    let intervention = |text: &str| serde_json::from_str::<Intervention>(text).unwrap_err().to_string();
    assert_eq!(
        intervention(r#"{"driver": "quitting", "effect": {"factor": 2, "share": 1}, "from": 2016}"#),
        "expected value at line 1 column 45"
    );
    assert_eq!(
        intervention(r#"{"driver": "quitting", "effect": {"factor": 2}, "from": 2016, "group": {"quintiles": [6]}}"#),
        "deprivation quintile 6 must lie in 1 (most deprived) to 5 (least deprived) at line 1 column 88"
    );
    assert_eq!(
        intervention(r#"{"driver": "Quitting!", "effect": {"factor": 2}}"#),
        "name of driver \"Quitting!\" must begin with a lower-case letter and hold only lower-case letters, digits, _ and ., at \
         most 47 of them at line 1 column 22"
    );
}

#[test]
fn questions_to_a_run() {
    let run = run();
    let ask = |quantity: Quantity| run.draws_of(&quantity).unwrap_err().to_string();
    let deaths = |when| Quantity::level("baseline", Measure::DEATHS, year(when));
    assert_eq!(
        ask(Quantity::level("basline", Measure::DEATHS, year(2016))),
        "unknown scenario \"basline\": did you mean \"baseline\"?"
    );
    assert_eq!(
        ask(Quantity::difference("baseline", Measure::DEATHS, year(2016)).against("frosen")),
        "unknown scenario \"frosen\": did you mean \"frozen\"?"
    );
    assert_eq!(ask(deaths(2018)), "year 2018 must lie in 2015 to 2017, the years run");
    assert_eq!(ask(deaths(2014)), "year 2014 must lie in 2015 to 2017, the years run");
    assert_eq!(ask(deaths(2016).group(Group::area("Lewisam"))), "unknown area \"Lewisam\": did you mean \"Lewisham\"?");
    assert_eq!(
        ask(deaths(2016).group(Group::everybody().aged(AgeBand::new(20, Some(30)).unwrap()))),
        "age band 20-29 must be one of 0-17, 18-24, 25-34, 35-44, 45-54, 55-64, 65-74, 75-84, 85+"
    );
    let women_of_hackney = Group::area("Hackney").of_sex(Sex::Female);
    assert_eq!(
        ask(deaths(2016).group(women_of_hackney.clone())),
        "deaths is not kept for this group of Hackney: counts are kept of all areas by sex and age band and by sex and quintile, of an area altogether and, in years of deadlines and the last, by quintile"
    );
    assert_eq!(
        ask(deaths(2016).group(women_of_hackney.in_quintile(Quintile::new(1).unwrap()))),
        "draws keep sex and age band, sex and quintile, area and quintile or area and sex together, no other combination"
    );
    assert_eq!(
        ask(deaths(2016).group(Group::area("City of London").in_quintile(Quintile::new(1).unwrap()))),
        "nobody lives in City of London, quintile 1"
    );
    let why = "flows begin the year after the start, only the years run are kept (of areas by quintile, deadlines \
               and the last), nobody quits in the frozen comparator, and a share of nobody is none";
    assert_eq!(ask(deaths(2015)), format!("deaths of baseline has no level value in 2015: {why}"));
    assert_eq!(
        ask(Quantity::level("frozen", Measure::QUITS, year(2016))),
        format!("quits of frozen has no level value in 2016: {why}")
    );
    assert_eq!(
        ask(Quantity::cumulative("frozen", Measure::POPULATION, year(2016))),
        "population of frozen against baseline has no cumulative value in 2016: a stock, a share or a rate has no running sum"
    );
    assert_eq!(
        Measure::from_name("death").unwrap_err().to_string(),
        "unknown measure \"death\": did you mean \"deaths\"?"
    );
    let unknown = run.table(&Selection::full().scenario("mine")).unwrap_err().to_string();
    assert_eq!(unknown, "unknown scenario \"mine\": known are baseline, frozen");
    assert_eq!(
        run.averted("basline", Measure::DEATHS).unwrap_err().to_string(),
        "unknown scenario \"basline\": did you mean \"baseline\"?"
    );
}

#[test]
fn runs_that_do_not_fit() {
    let projection: Projection = london(2040).draws(1_000_000).build().unwrap();
    let error = projection.run().unwrap_err();
    let size = projection.size_of_draws() as f64 / 1e12;
    assert_eq!(
        error.to_string(),
        format!(
            "number of draws 1000000 takes {size:.1} TB, and a run in memory may take 2.1 GB: give a run folder or fewer draws"
        )
    );
    // A folder below a file cannot be made.
    let file = top().join("Cargo.toml");
    let inside = file.join("run");
    match projection.run_in(&inside) {
        Err(error @ Error::File { .. }) => {
            assert!(error.to_string().starts_with(&format!("{}: ", inside.display())), "{error}");
            assert_eq!(error.io_kind(), Some(ErrorKind::NotADirectory));
            // What the operating system said is kept, and an error is a copy of itself.
            let cause = std::error::Error::source(&error).unwrap().downcast_ref::<std::io::Error>().unwrap();
            assert_eq!(cause.kind(), ErrorKind::NotADirectory);
            assert_eq!(error, error.clone());
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn areas_that_do_not_differ_in_deprivation_have_no_gradient() {
    let london = ReferenceData::embedded();
    let name = TableName::DEPRIVATION_SHARES;
    let table = london.table(name);
    let (areas, ages) = (table.text("area_code").unwrap(), table.number("age_from").unwrap());
    let groups: BTreeSet<String> = areas.iter().zip(ages).map(|(area, age)| format!("{area},{age}")).collect();
    let rows: String = groups.iter().map(|group| format!("{group},3,1\n")).collect();
    let alike = Table::from_csv_str(name, &format!("area_code,age_from,quintile,share\n{rows}")).unwrap();
    let error = Projection::builder(&london.with_table(alike).unwrap()).build().unwrap_err();
    assert_eq!(
        error.to_string(),
        "deprivation_shares: needs areas of smoking_area that differ in their mean deprivation quintile, for the gradient"
    );
}
