//! How the trends would have done from origins inside the history, against what was read and against forecasts that need no model.
//!
//! The limits follow from what forecasts can tell: families of ten series and three origins are judged by their coverage, of 80%
//! intervals 65 to 92% and a resampled interval that holds 80%; the rest is shown on the page of validation and not judged.

#![allow(clippy::unwrap_used, clippy::float_cmp)]

use health_impact::data::ReferenceData;
use health_impact::hindcast::{
    Forecast, LEAST_ORIGINS, Resampled, Score, Subject, error_ratios, forecasts, mortality, scores, subjects,
};
use health_impact::units::Year;
use std::sync::OnceLock;

fn all() -> &'static (Vec<Forecast>, Vec<Score>) {
    static ALL: OnceLock<(Vec<Forecast>, Vec<Score>)> = OnceLock::new();
    ALL.get_or_init(|| {
        let all = forecasts(&ReferenceData::embedded()).unwrap();
        let scores = scores(&all).unwrap();
        (all, scores)
    })
}

#[test]
fn intervals_cover_what_they_claim_where_that_can_be_judged() {
    let (all, scores) = all();
    assert_eq!(subjects(all).len(), 15, "every subject is forecast");
    let judged: Vec<&Score> = scores.iter().filter(|one| one.is_judged).collect();
    for score in &judged {
        let Resampled { value, lower, upper, .. } = score.coverage_80;
        assert!((0.65..=0.92).contains(&value), "{}: {value}", score.subject);
        assert!((lower..=upper).contains(&0.8), "{}: {lower} to {upper}", score.subject);
        assert!((0.88..=1.0).contains(&score.coverage_95), "{}: {}", score.subject, score.coverage_95);
    }
    let names: Vec<Subject> = judged.iter().map(|one| one.subject).collect();
    for subject in [
        Subject::SMOKING_BOROUGH,
        Subject::CHILD_WEIGHT_BOROUGH,
        Subject::ALCOHOL_ADMISSIONS_BOROUGH,
        Subject::MORTALITY_ENGLAND,
        Subject::CAUSE_ENGLAND,
    ] {
        assert!(names.contains(&subject), "{subject}");
    }
    // Two series that share their deaths, so shown and not judged: no false certainty of all causes together.
    let life = scores.iter().find(|one| one.subject == Subject::LIFE_EXPECTANCY_ENGLAND).unwrap();
    assert!(life.coverage_80.lower < 0.8 && life.coverage_80.upper > 0.8, "{:?}", life.coverage_80);
    assert!(life.bias.abs() < 0.1, "{}", life.bias);
}

#[test]
fn forecasts_beat_those_that_need_no_model() {
    let (_, scores) = all();
    let mean = |of: fn(&Score) -> Option<Resampled>| {
        let logs: Vec<f64> = scores.iter().filter_map(of).map(|ratio| libm::log(ratio.value)).collect();
        libm::exp(logs.iter().sum::<f64>() / logs.len() as f64)
    };
    let (last, best) = (mean(|one| one.against_last_value), mean(|one| one.against_best_naive));
    assert!(last <= 0.85, "against the last value: {last}");
    assert!(best <= 0.97, "against the best: {best}");
    for score in scores.iter().filter(|one| one.series >= 5 && one.origins >= LEAST_ORIGINS) {
        for ratio in [score.against_last_value, score.against_best_naive].into_iter().flatten() {
            assert!(ratio.value <= 1.05 || (ratio.lower..=ratio.upper).contains(&1.0), "{}: {ratio:?}", score.subject);
        }
    }
}

/// England 2006 to 2014, one to four years ahead.
#[test]
fn errors_of_causes_are_below_those_of_no_change_and_of_a_line() {
    let (all, scores) = all();
    for subject in [Subject::CAUSE_ENGLAND, Subject::MORTALITY_ENGLAND] {
        let ratios = error_ratios(all, subject).unwrap();
        assert!(ratios.last_value < 1.0 && ratios.line < 1.0, "{subject}: {ratios:?}");
    }
    let together = scores.iter().find(|one| one.subject == Subject::MORTALITY_ENGLAND).unwrap();
    assert_eq!((together.series, together.origins), (10, 9));
    // A straight line of fifteen years is 1% too low, no change 5% too high.
    assert!(together.bias.abs() < 0.01, "{}", together.bias);
}

#[test]
fn forecasts_of_deaths_see_nothing_after_their_origin() {
    use health_impact::data::{Table, TableName};
    let text = std::fs::read_to_string("../data/deaths_by_cause.csv").unwrap();
    let mut lines = text.lines();
    let header = lines.next().unwrap();
    let after: Vec<usize> = header
        .split(',')
        .enumerate()
        .filter(|(_, name)| ["y2012", "y2013", "y2014", "y2015"].contains(name))
        .map(|(at, _)| at)
        .collect();
    let mut changed = format!("{header}\n");
    for line in lines {
        let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
        for &at in &after {
            cells[at] = format!("{}", (cells[at].parse::<f64>().unwrap() * 1.02).round());
        }
        changed += &(cells.join(",") + "\n");
    }
    let data = ReferenceData::embedded();
    let other = data.clone().with_table(Table::from_csv_str(TableName::DEATHS_BY_CAUSE, &changed).unwrap()).unwrap();
    let origin = [Year::new(2011).unwrap()];
    let bits = |data: &ReferenceData| -> Vec<[u64; 3]> {
        let all = mortality(data, &origin).unwrap();
        all.iter().map(|one| [one.central, one.lower_95, one.observed].map(f64::to_bits)).collect()
    };
    let (one, two) = (bits(&data), bits(&other));
    // What was read is another; what was forecast is not. The interval holds the error of what was read, which is another too.
    assert!(one.iter().zip(&two).all(|(one, two)| one[0] == two[0]));
    assert!(one.iter().zip(&two).any(|(one, two)| one[2] != two[2]));
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
