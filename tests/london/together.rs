//! What several interventions do together has limits, and what is asked for beyond certainty is told.

use health_impact::outcomes::{Measure, Outcomes};
use health_impact::projection::ProjectionBuilder;
use health_impact::scenario::{Ambition, Driver, Effect, Group, Intervention, Scenario};
use support::london::{level, london, year};

fn times(driver: Driver, factor: f64) -> Intervention {
    Intervention::new(driver, Effect::factor(factor)).from(year(2016))
}

fn with(interventions: Vec<Intervention>) -> ProjectionBuilder {
    london(2017).draws(8).scenario(interventions.into_iter().fold(Scenario::new("mine"), Scenario::doing))
}

fn error(interventions: Vec<Intervention>) -> String {
    let ran = with(interventions).build().and_then(|projection| projection.run());
    ran.map_or_else(|error| error.to_string(), |_| "it ran".to_owned())
}

#[test]
fn effects_on_one_driver_are_limited_together_as_each_is() {
    let hundred = || times(Driver::ABSENCE, 100.0);
    assert_eq!(
        error(vec![hundred(), hundred()]),
        "scenario \"mine\": factor of absence by all its interventions in 2016 10000 must lie in 0 to 100: the effects of its \
         interventions multiply"
    );
    // One of them in one year and the other in the next meet nowhere.
    let apart = vec![times(Driver::ABSENCE, 9.0).until(year(2016)), times(Driver::ABSENCE, 9.0).from(year(2017))];
    assert_eq!(error(apart), "it ran");
    assert_eq!(error(vec![times(Driver::QUITTING, 10.0), times(Driver::QUITTING, 10.0)]), "it ran");
}

#[test]
fn a_year_has_no_more_days_to_be_off_sick() {
    let message = error(vec![times(Driver::ABSENCE, 90.0)]);
    assert!(message.starts_with("draw 0: absence_days of ") && message.contains("a year has 365 days"), "{message}");
}

fn notes(run: &Outcomes) -> Vec<&String> {
    run.notes().iter().filter(|note| note.contains("asks for more than certainty")).collect()
}

#[test]
fn what_is_cut_at_certainty_is_told() {
    let run = with(vec![times(Driver::QUITTING, 100.0)]).build().unwrap().run().unwrap();
    let told = notes(&run);
    assert!(told.len() == 1 && told[0].contains("quitting is certain for"), "{told:?}");
    // Everybody who smokes at the start quits: the people told of are those who smoke, in both years.
    let smokers = level(&run, "mine", Measure::SMOKERS, &Group::everybody(), year(2015));
    let smokers_then = level(&run, "mine", Measure::SMOKERS, &Group::everybody(), year(2016));
    let mean = smokers.iter().chain(&smokers_then).sum::<f64>() / 16.0;
    let people: f64 = told[0].split("certain for ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
    assert!(people > 0.8 * mean && people < 1.2 * mean, "{people} of {mean}");
    assert!(told[0].contains("in 2 of the years 2016 to 2017"), "{}", told[0]);

    let run = with(vec![times(Driver::CHILD_WEIGHT_GAIN, 50.0), times(Driver::STARTING, 100.0)]).build().unwrap();
    let run = run.run().unwrap();
    let told = notes(&run);
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].contains("starting to smoke is certain") && told[1].contains("gaining weight is certain"));

    let run = with(vec![times(Driver::QUITTING, 2.0), times(Driver::STARTING, 1.5)]).build().unwrap().run().unwrap();
    assert!(notes(&run).is_empty(), "{:?}", notes(&run));
}

/// Each built-in ambition, asked for where its driver was taken away before: nothing is left to multiply.
#[test]
fn no_driver_without_grip_gives_a_number() {
    let data = health_impact::data::ReferenceData::embedded();
    let ids = ["1b", "1c", "2", "3", "4a", "4b", "5", "8a"];
    let mut asked: Vec<Ambition> = Vec::new();
    for id in ids {
        asked.extend(Ambition::built_in(&data, id).unwrap().into_iter().take(1));
    }
    let named = |at: usize| format!("ambition {at}");
    let with_all = |scenario: &dyn Fn(usize) -> Scenario| {
        (0..asked.len()).fold(london(2020).draws(8), |builder, at| builder.scenario(scenario(at)))
    };
    let plain = with_all(&|at| Scenario::new(named(at)).with(asked[at].clone())).build().unwrap().run().unwrap();
    let drivers: Vec<Driver> = plain.required_effort().unwrap().iter().map(|effort| effort.driver).collect();
    assert_eq!(drivers.len(), asked.len());
    let taken = |at: usize| Scenario::new(named(at)).doing(times(drivers[at], 0.0)).with(asked[at].clone());
    let run = with_all(&taken).build().unwrap().run().unwrap();
    for (at, effort) in run.required_effort().unwrap().iter().enumerate() {
        // Met without it or out of reach; and never by multiplying nothing.
        let decided = effort.by_trend.probability + effort.out_of_reach.probability;
        assert!((decided - 1.0).abs() < 1e-12, "{}: {effort:?}", ids[at]);
        let multiplied = effort.factor.filter(|factor| (factor.lower_95, factor.upper_95) != (1.0, 1.0));
        assert!(multiplied.is_none(), "{}: {effort:?}", ids[at]);
    }
    for row in run.ambitions().unwrap() {
        assert!(row.met.is_none_or(|chance| (0.0..=1.0).contains(&chance.probability)));
    }
}
