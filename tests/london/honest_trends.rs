//! How the trends would have done from origins inside the history: the 80% intervals, the observation's own error added, cover
//! between 65 and 95% of what was read.

#![allow(clippy::unwrap_used, clippy::float_cmp)]

use health_impact::data::ReferenceData;
use health_impact::hindcast::{Forecast, Subject, coverage, forecasts, subjects};

fn share(forecasts: &[Forecast], subject: Subject, least: usize) -> f64 {
    let (share, count) = coverage(forecasts, subject);
    assert!(count >= least, "{subject}: only {count} forecasts");
    share
}

#[test]
fn intervals_cover_what_they_claim() {
    let all = forecasts(&ReferenceData::embedded()).unwrap();
    for (subject, least) in [
        (Subject::SMOKING_BOROUGH, 190),
        (Subject::CHILD_WEIGHT_BOROUGH, 1_000),
        (Subject::ALCOHOL_ADMISSIONS_BOROUGH, 190),
        (Subject::MENTAL_ILLNESS_ENGLAND, 20),
        (Subject::MORTALITY_ENGLAND, 60),
        (Subject::CAUSE_ENGLAND, 800),
        (Subject::LIFE_EXPECTANCY_ENGLAND, 12),
    ] {
        let covered = share(&all, subject, least);
        assert!((0.65..=0.95).contains(&covered), "{subject}: {covered}");
    }
    // London alone has six forecasts that share their observations: five or six of them are what 80% allows. With the
    // boroughs the share is a figure.
    let london = share(&all, Subject::SMOKING_LONDON, 6);
    assert!(london >= 5.0 / 6.0 - 1e-12, "London: {london}");
    // London's children: two years of school, two thresholds, nine forecasts each, which share their observations.
    let covered = share(&all, Subject::CHILD_WEIGHT_LONDON, 36);
    assert!((0.65..=1.0).contains(&covered), "London's children: {covered}");
    // Six forecasts each that share their observations.
    for subject in [Subject::ALCOHOL_ADMISSIONS_LONDON, Subject::ABSENCE_KINGDOM] {
        let covered = share(&all, subject, 6);
        assert!((4.0 / 6.0 - 1e-12..=1.0).contains(&covered), "{subject}: {covered}");
    }
    // Three years before the only origin make wide intervals: they may hold all, not much less than 80%.
    let covered = share(&all, Subject::SCHOOL_READINESS_BOROUGH, 64);
    assert!((0.65..=1.0).contains(&covered), "school readiness: {covered}");
    assert_eq!(share(&all, Subject::SCHOOL_READINESS_LONDON, 2), 1.0);
    // Every subject is forecast.
    assert_eq!(subjects(&all).len(), 15);
    let smoking: Vec<Forecast> = all
        .iter()
        .filter(|one| matches!(one.subject, Subject::SMOKING_LONDON | Subject::SMOKING_BOROUGH))
        .cloned()
        .collect();
    let covered = smoking.iter().filter(|one| one.covers()).count() as f64 / smoking.len() as f64;
    assert!((0.65..=0.95).contains(&covered), "smoking: {covered}");
}

#[test]
fn a_forecast_sees_nothing_after_its_origin() {
    // The central forecast from 2012 does not move when every later observation of London is changed.
    use health_impact::data::{Table, TableName};
    let text = include_str!("../../data/smoking_area.csv");
    let changed: String = text
        .lines()
        .map(|line| {
            let mut cells: Vec<&str> = line.split(',').collect();
            if cells[0] == "E12000007" && matches!(cells[1], "2013" | "2014" | "2015") {
                cells[2] = "0.3";
                cells[3] = "0.29";
                cells[4] = "0.31";
            }
            cells.join(",") + "\n"
        })
        .collect();
    assert_ne!(text, changed);
    let data = ReferenceData::embedded();
    let other = data.clone().with_table(Table::from_csv_str(TableName::SMOKING_AREA, &changed).unwrap()).unwrap();
    let central = |data: &ReferenceData| -> Vec<u64> {
        forecasts(data)
            .unwrap()
            .into_iter()
            .filter(|one| one.subject == Subject::SMOKING_LONDON && one.origin.get() == 2012)
            .map(|one| one.central.to_bits())
            .collect()
    };
    assert_eq!(central(&data), central(&other));
}
