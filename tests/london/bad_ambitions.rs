//! Ambitions, interventions and tables of body weight, activity, alcohol, disease, work and mental illness that cannot be: each is an error
//! with the whole story.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use health_impact::data::{ReferenceData, Table, TableName};
use health_impact::estimate::Estimate;
use health_impact::population::Quintile;
use health_impact::projection::Settings;
use health_impact::scenario::{
    Ambition, DeliveryCost, Driver, Effect, Group, Indicator, Intervention, Payer, Scenario,
};
use support::london::{london, percent, year};
use support::top;

/// The message of a scenario that cannot be run.
fn refused(scenario: Scenario) -> String {
    match london(2021).draws(8).scenario(scenario).build() {
        Ok(_) => panic!("it was built"),
        Err(error) => error.to_string(),
    }
}

fn aiming(ambition: Ambition) -> Scenario {
    Scenario::new("mine").with(ambition)
}

fn doing(what: (Driver, Effect)) -> Scenario {
    Scenario::new("mine").doing(Intervention::new(what.0, what.1).from(year(2016)))
}

#[test]
fn targets_an_indicator_cannot_have() {
    let level = |indicator| Ambition::reach(indicator, percent(50.0));
    let part = |indicator| Ambition::relative_reduction(indicator, percent(50.0));
    let points = |indicator| Ambition::percentage_point_reduction(indicator, percent(50.0));
    let gain = |indicator| Ambition::cumulative_gain(indicator, 5.0);
    for (ambition, target) in [
        (level(Indicator::SMI_GAP_SECONDARY_SERVICES), "a level of 50.0%"),
        (level(Indicator::ALCOHOL_ADMISSIONS), "a level of 50.0%"),
        (level(Indicator::ABSENCE_DAYS), "a level of 50.0%"),
        (level(Indicator::CANCER_MORTALITY), "a level of 50.0%"),
        (part(Indicator::PHYSICALLY_ACTIVE), "a relative reduction by 50.0%"),
        (part(Indicator::RESPIRATORY_MORTALITY), "a relative reduction by 50.0%"),
        (points(Indicator::SCHOOL_READY), "a reduction by 50 percentage points"),
        (points(Indicator::ALCOHOL_ADMISSIONS), "a reduction by 50 percentage points"),
        (Ambition::reduction(Indicator::PHYSICALLY_ACTIVE), "a reduction"),
        (Ambition::reduction(Indicator::ABSENCE_DAYS), "a reduction"),
        (Ambition::trend_reversed(Indicator::SCHOOL_READY), "a reversed trend"),
        (Ambition::trend_reversed(Indicator::ADULT_SMOKING), "a reversed trend"),
        (gain(Indicator::ADULT_SMOKING), "a cumulative gain of 5"),
        (gain(Indicator::SMI_GAP_GP_REGISTERS), "a cumulative gain of 5"),
        (Ambition::lowest_of_cities(Indicator::CHILD_OBESITY_YEAR6), "the lowest of the cities"),
        (Ambition::lowest_of_cities(Indicator::ABSENCE_DAYS), "the lowest of the cities"),
    ] {
        let name = ambition.indicator.words().unwrap();
        assert_eq!(refused(aiming(ambition)), format!("scenario \"mine\": {name} cannot have {target} as its target"));
    }
}

#[test]
fn a_gain_of_nothing_is_none() {
    for (value, said) in [(0.0, "0"), (-1.0, "-1"), (f64::NAN, "NaN"), (f64::INFINITY, "inf")] {
        let ambition = Ambition::cumulative_gain(Indicator::ABSENCE_DAYS, value);
        let expected = format!("scenario \"mine\": cumulative gain {said} must be above 0 and finite");
        assert_eq!(refused(aiming(ambition)), expected);
    }
}

#[test]
fn people_an_indicator_cannot_be_for() {
    let poorest = || Group::quintiles([Quintile::new(1).unwrap()]);
    let hackney = || Group::areas(["Hackney"]);
    let gap = Ambition::relative_reduction(Indicator::SMI_GAP_SECONDARY_SERVICES, percent(5.0));
    let everybody = "for everybody, not for some areas or quintiles";
    let name = "life expectancy gap of severe mental illness, secondary services";
    for among in [hackney(), poorest()] {
        assert_eq!(refused(aiming(gap.clone().group(among))), format!("scenario \"mine\": {name}: {everybody}"));
    }
    let cities = Ambition::lowest_of_cities(Indicator::CARDIOVASCULAR_MORTALITY).group(hackney());
    assert_eq!(refused(aiming(cities)), format!("scenario \"mine\": cardiovascular mortality: {everybody}"));
    let admissions = Ambition::reduction(Indicator::ALCOHOL_ADMISSIONS).group(poorest());
    assert_eq!(
        refused(aiming(admissions)),
        "scenario \"mine\": alcohol-related admissions: known by area, not by quintile"
    );
    let intervention =
        Intervention::new(Driver::ALCOHOL_ADMISSIONS, Effect::factor(0.5)).from(year(2016)).group(poorest());
    assert_eq!(
        refused(Scenario::new("mine").doing(intervention)),
        "scenario \"mine\": an intervention on alcohol_admissions: known by area, not by quintile"
    );
    for (driver, effect) in [
        (Driver::SMOKING_WITH_MENTAL_ILLNESS, Effect::factor(0.5)),
        (Driver::CHECKS_WITH_MENTAL_ILLNESS, Effect::share(0.5)),
    ] {
        let intervention = Intervention::new(driver, effect).from(year(2016)).group(hackney());
        assert_eq!(
            refused(Scenario::new("mine").doing(intervention)),
            format!("scenario \"mine\": an intervention on {driver}: {everybody}")
        );
    }
}

#[test]
fn interventions_that_reach_more_people_than_there_are() {
    let intervention = |what: (Driver, Effect)| Intervention::new(what.0, what.1).from(year(2017));
    let reach = |factor| intervention((Driver::STOP_SMOKING_REACH, Effect::factor(factor)));
    let users = "largest share of smokers of a sex and age who use stop-smoking services";
    let message = refused(Scenario::new("mine").doing(reach(60.0)));
    assert!(message.starts_with(&format!("scenario \"mine\": {users} in 2017 ")), "{message}");
    assert!(message.ends_with("must lie in 0 to 1: the effects of its interventions add up"), "{message}");
    // Two that would take away all the reach there is, twice.
    let message = refused(Scenario::new("mine").doing(reach(0.0)).doing(reach(0.5)));
    assert!(message.contains(users), "{message}");
    let help = |share| intervention((Driver::CHECKS_WITH_MENTAL_ILLNESS, Effect::share(share)));
    assert_eq!(
        refused(Scenario::new("mine").doing(help(0.7)).doing(help(0.5))),
        "scenario \"mine\": share of people with severe mental illness who get help in 2017 1.2 must lie in 0 to 1: the effects of its interventions add up"
    );
    // One after the other they reach nobody twice.
    let sound = Scenario::new("mine")
        .doing(help(0.7).until(year(2017)))
        .doing(Intervention::new(Driver::CHECKS_WITH_MENTAL_ILLNESS, Effect::share(0.5)).from(year(2018)));
    assert!(london(2021).draws(8).scenario(sound).build().is_ok());
}

#[test]
fn two_ambitions_on_one_driver_and_people() {
    let conflict = |one: Ambition, other: Ambition| refused(aiming(one).with(other));
    let said = |moved: &str| {
        format!("scenario \"mine\": two ambitions move {moved} of the same people; give each its own scenario")
    };
    let level = |indicator, value| Ambition::reach(indicator, percent(value));
    let part = |indicator| Ambition::relative_reduction(indicator, percent(5.0));
    let (obese, heavy) = (Indicator::CHILD_OBESITY_YEAR6, Indicator::CHILD_EXCESS_WEIGHT_YEAR6);
    assert_eq!(conflict(part(obese), part(heavy)), said("the weight"));
    let active = |value| level(Indicator::PHYSICALLY_ACTIVE, value);
    assert_eq!(conflict(active(70.0), active(75.0)), said("the activity"));
    let (services, practices) = (Indicator::SMI_GAP_SECONDARY_SERVICES, Indicator::SMI_GAP_GP_REGISTERS);
    assert_eq!(conflict(part(services), part(practices)), said("the severe mental illness"));
    let cancer = Ambition::lowest_of_cities(Indicator::CANCER_MORTALITY);
    assert_eq!(conflict(cancer.clone(), cancer.clone()), said("the deaths"));
    let days = |value| Ambition::cumulative_gain(Indicator::ABSENCE_DAYS, value);
    assert_eq!(conflict(days(1.0), days(2.0)), said("the days off sick"));
    // Children and adults have drivers of their own, and so have two causes of death.
    let heart = Ambition::lowest_of_cities(Indicator::CARDIOVASCULAR_MORTALITY);
    let sound = aiming(part(obese)).with(part(Indicator::ADULT_OBESITY)).with(cancer).with(heart);
    assert!(london(2021).draws(8).scenario(sound).build().is_ok());
}

#[test]
fn strengths_of_interventions() {
    // The largest factor or share of each.
    let most = |driver| match driver {
        Driver::INACTIVITY
        | Driver::DRINKING_OVER_14_UNITS
        | Driver::NOT_READY_FOR_SCHOOL
        | Driver::SMOKING_WITH_MENTAL_ILLNESS
        | Driver::CHECKS_WITH_MENTAL_ILLNESS => 1.0,
        Driver::CANCER_DEATHS | Driver::CARDIOVASCULAR_DEATHS | Driver::RESPIRATORY_DEATHS => 2.0,
        _ => 100.0,
    };
    assert_eq!(Driver::ALL.len(), 16);
    for &driver in Driver::ALL {
        let is_share = driver == Driver::CHECKS_WITH_MENTAL_ILLNESS;
        let (word, most) = (if is_share { "share" } else { "factor" }, most(driver));
        for (size, said) in
            [(f64::NAN, "NaN".to_owned()), (-0.5, "-0.5".to_owned()), (most + 0.5, format!("{}", most + 0.5))]
        {
            let effect = if is_share { Effect::share(size) } else { Effect::factor(size) };
            let expected = format!("scenario \"mine\": {word} of {driver} {said} must lie in 0 to {most}");
            assert_eq!(refused(doing((driver, effect))), expected);
        }
        let other = if is_share { Effect::factor(0.5) } else { Effect::share(0.5) };
        let message = refused(doing((driver, other)));
        assert!(message.starts_with(&format!("scenario \"mine\": {driver} takes a {word}, not ")), "{message}");
    }
}

#[test]
fn ambitions_of_the_agreement() {
    let data = ReferenceData::embedded();
    let built_in = |id: &str| Ambition::built_in(&data, id).unwrap_err().to_string();
    assert_eq!(built_in("11"), "unknown ambition \"11\": did you mean \"1a\"?");
    assert_eq!(built_in("obesity"), "unknown ambition \"obesity\"");
    for id in ["6", "7", "8b", "9", "10"] {
        assert_eq!(
            built_in(id),
            format!("ambition {id} has no model in this version; those with one are 1a, 1b, 1c, 2, 3, 4a, 4b, 5, 8a")
        );
    }
    let path = top().join("data/ambitions.csv");
    let text = std::fs::read_to_string(path).unwrap();
    let with = |from: &str, to: &str, id: &str| {
        let table = Table::from_csv_str(TableName::AMBITIONS, &text.replacen(from, to, 1)).unwrap();
        Ambition::built_in(&data.clone().with_table(table).unwrap(), id)
    };
    assert_eq!(
        with("level,100,percent", "level,110,percent", "1a").unwrap_err().to_string(),
        "ambitions.csv line 2: ambition 1a needs a share: percentage 110 must lie in 0 to 100"
    );
    assert_eq!(
        with("level,100,percent", "level,100,points", "1a").unwrap_err().to_string(),
        "ambitions.csv line 2: ambition 1a has a kind of target, \"level\" in \"points\", that no indicator can have"
    );
    // A kind that the table can hold and the indicator cannot have.
    let other = with("level,70,percent", "reduction,,", "2").unwrap().remove(0);
    assert_eq!(
        refused(aiming(other)),
        "scenario \"mine\": adults physically active cannot have a reduction as its target"
    );
}

#[test]
fn files() {
    let settings = |text: &str| serde_json::from_str::<Settings>(text).unwrap_err().to_string();
    assert_eq!(
        settings(r#"{"draws": 8, "seed": 1, "delay": "short"}"#),
        "unknown variant `short`, expected `published` or `none` at line 1 column 40"
    );
    let intervention = |text: &str| serde_json::from_str::<Intervention>(text);
    assert_eq!(
        intervention(r#"{"driver": "quitting", "effect": {"factors": 2}, "from": 2016}"#).unwrap_err().to_string(),
        "unknown variant `factors`, expected `factor` or `share` at line 1 column 43"
    );
    assert_eq!(
        intervention(r#"{"driver": "quitting", "effect": {"factor": 2}, "form": 2016}"#).unwrap_err().to_string(),
        "unknown field `form`, expected one of `driver`, `effect`, `from`, `until`, `group`, `costs` at line 1 column 54"
    );
    assert_eq!(
        intervention(r#"{"driver": "quitting", "from": 2016}"#).unwrap_err().to_string(),
        "missing field `effect` at line 1 column 36"
    );
    // Which names there are is known when the model is.
    let walking = intervention(r#"{"driver": "quiting", "effect": {"factor": 2}, "from": 2016}"#).unwrap();
    assert_eq!(refused(Scenario::new("mine").doing(walking)), "unknown driver \"quiting\": did you mean \"quitting\"?");
    let text = r#"{"indicator": "adult_smokin", "target": {"kind": "reduction"}, "deadline": 2020}"#;
    assert_eq!(
        refused(aiming(serde_json::from_str(text).unwrap())),
        "unknown indicator \"adult_smokin\": did you mean \"adult_smoking\"?"
    );
    let ambition = |target: &str| {
        let text = format!(r#"{{"indicator": "absence_days", "target": {target}, "deadline": 2020}}"#);
        serde_json::from_str::<Ambition>(&text).unwrap_err().to_string()
    };
    assert_eq!(
        ambition(r#"{"kind": "lowest"}"#),
        "unknown variant `lowest`, expected one of `level`, `number`, `relative_reduction`, `percentage_point_reduction`, \
         `reduction`, `trend_reversed`, `cumulative_gain`, `lowest_of_cities` at line 1 column 57"
    );
    assert_eq!(ambition(r#"{"kind": "cumulative_gain"}"#), "missing field `value` at line 1 column 67");
}

#[test]
fn costs_of_delivery() {
    let data = ReferenceData::embedded();
    let cost = |help: &str| DeliveryCost::built_in(&data, help).unwrap_err().to_string();
    assert_eq!(
        cost("stop_smoking_services"),
        "unknown cost of help \"stop_smoking_services\": did you mean \"stop_smoking_service\"?"
    );
    // Its cost is known, but not of a person the model knows to be reached.
    let known = "brief_advice_physical_activity, stop_smoking_service";
    assert_eq!(cost("gp_core_hours"), format!("unknown cost of help \"gp_core_hours\": known are {known}"));
    let priced = |what: (Driver, Effect), cost| {
        refused(Scenario::new("mine").doing(Intervention::new(what.0, what.1).from(year(2016)).costing(cost)))
    };
    let each = DeliveryCost::per_person_reached(Payer::Nhs, Estimate::fixed(10.0).unwrap());
    assert_eq!(
        priced((Driver::QUITTING, Effect::factor(1.1)), each.clone()),
        "scenario \"mine\": cost 1 of intervention 1: a cost of each person reached is for drivers of which it is known \
         whom they reach (stop_smoking_reach, checks_with_mental_illness, inactivity); give this one a cost of each year"
    );
    let owing = DeliveryCost::per_year(Payer::Nhs, Estimate::fixed(-10.0).unwrap());
    assert_eq!(
        priced((Driver::QUITTING, Effect::factor(1.1)), owing),
        "scenario \"mine\": cost 1 of intervention 1 -10 must be 0 or more in every draw"
    );
    let normal = DeliveryCost::per_year(Payer::Employer, Estimate::normal(100.0, 1.0).unwrap());
    assert_eq!(
        priced((Driver::INACTIVITY, Effect::factor(0.9)), normal),
        "scenario \"mine\": cost 1 of intervention 1 -inf must be 0 or more in every draw"
    );
    let unpaid = serde_json::from_str::<Intervention>(
        r#"{"driver": "quitting", "effect": {"factor": 2}, "costs": [{"payer": "mayor", "per": "year", "pounds": 1}]}"#,
    );
    assert_eq!(
        unpaid.unwrap_err().to_string(),
        "unknown variant `mayor`, expected one of `nhs`, `local_authority`, `employer` at line 1 column 75"
    );
}
