//! An indicator of an analyst's own, from a table, without a line of the crate changed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use health_impact::prelude::*;
use health_impact::scenario::BASELINE;
use support::london::{level, london, year};

const YEARS: [i32; 5] = [2011, 2012, 2013, 2014, 2015];

/// A table of all boroughs but the City, from a value by borough and year.
fn table(data: &ReferenceData, of: impl Fn(usize, usize) -> f64) -> String {
    let mut text = String::from("area_code,year,value,lower,upper\n");
    for (area, code) in data.table(TableName::AREAS).text("area_code").unwrap().iter().enumerate().skip(1) {
        for (at, year) in YEARS.into_iter().enumerate() {
            text.push_str(&format!("{code},{year},{},,\n", of(area, at)));
        }
    }
    text
}

/// Scatter of a borough and year, in -1 to 1.
fn scatter(area: usize, at: usize) -> f64 {
    ((area * 37 + at * 101) % 64) as f64 / 32.0 - 1.0
}

/// Members of a library: a share that should rise.
fn members(data: &ReferenceData) -> PublishedSeries {
    let share = |area: usize, at: usize| 0.25 + 0.002 * area as f64 + 0.004 * at as f64 + 0.005 * scatter(area, at);
    PublishedSeries::from_csv_str(data, "library_members", &table(data, share))
        .unwrap()
        .words("adults who are members of a library")
        .unwrap()
        .more_is_better()
}

/// Falls per 1,000 people: a rate that should fall.
fn falls(data: &ReferenceData) -> PublishedSeries {
    let rate = |area: usize, at: usize| 18.0 + 0.1 * area as f64 + 0.2 * at as f64 + 0.3 * scatter(area, at);
    PublishedSeries::from_csv_str(data, "falls", &table(data, rate)).unwrap().unit("per 1,000").unwrap()
}

#[test]
fn targets_of_ones_own_indicators_are_met() {
    let data = ReferenceData::embedded();
    let (members, falls) = (members(&data), falls(&data));
    let third = Ambition::reach(members.indicator(), Proportion::percent(45.0).unwrap()).by(year(2018));
    let fewer = Ambition::relative_reduction(falls.indicator(), Proportion::percent(20.0).unwrap()).by(year(2018));
    let half = Intervention::new(falls.driver(), Effect::factor(0.5)).group(Group::area("Hackney"));
    let run = london(2018)
        .series(members.clone())
        .series(falls.clone())
        .scenario(Scenario::new("members").with(third))
        .scenario(Scenario::new("falls").with(fewer))
        .scenario(Scenario::new("Hackney").doing(half))
        .draws(16)
        .build()
        .unwrap()
        .run()
        .unwrap();
    let everybody = Group::everybody();
    for share in level(&run, "members", members.measure(), &everybody, year(2018)) {
        assert!((share - 0.45).abs() < 1e-9, "{share}");
    }
    let start = level(&run, BASELINE, falls.measure(), &everybody, Year::START);
    for (rate, start) in level(&run, "falls", falls.measure(), &everybody, year(2018)).iter().zip(&start) {
        assert!((rate / start - 0.8).abs() < 1e-9, "{rate} {start}");
    }
    // The figures of the last year are those of the table, and the City takes the region's.
    let of = |area: &str, year| level(&run, BASELINE, falls.measure(), &Group::area(area), year)[0];
    assert!((of("Barking and Dagenham", Year::START) - (18.0 + 0.1 + 0.8 + 0.3 * scatter(1, 4))).abs() < 1e-12);
    assert!((of("City of London", Year::START) - start[0]).abs() < 1e-12);
    // An intervention in one borough moves that borough's and the mean, and nothing else.
    let hackney = |scenario: &str| level(&run, scenario, falls.measure(), &Group::area("Hackney"), year(2017));
    for (half, trend) in hackney("Hackney").iter().zip(hackney(BASELINE)) {
        assert!((half / trend - 0.5).abs() < 1e-12);
    }
    for measure in [Measure::DEATHS, Measure::QALYS, Measure::SMOKERS] {
        for scenario in ["members", "falls", "Hackney"] {
            let [own, trend] = [scenario, BASELINE].map(|one| level(&run, one, measure, &everybody, year(2018)));
            assert_eq!(own, trend, "{measure} of {scenario}");
        }
    }
    let rows = run.ambitions().unwrap();
    let row = rows.iter().find(|row| row.scenario == "members" && row.area == "London").unwrap();
    assert_eq!((row.words.as_str(), row.met.unwrap().probability), ("adults who are members of a library", 1.0));
    assert!(run.notes().iter().any(|note| note.starts_with("falls: no health pathway modelled")));
}

#[test]
fn a_null_target_changes_nothing() {
    let data = ReferenceData::embedded();
    let members = members(&data);
    let low = Ambition::reach(members.indicator(), Proportion::percent(1.0).unwrap()).by(year(2017));
    let builder = london(2017).series(members.clone()).scenario(Scenario::new("met").with(low)).draws(8);
    let run = builder.build().unwrap().run().unwrap();
    for area in ["Hackney", "London"] {
        let [own, trend] =
            ["met", BASELINE].map(|one| level(&run, one, members.measure(), &Group::area(area), year(2017)));
        assert_eq!(own, trend);
    }
}

#[test]
fn a_series_added_moves_no_other_number() {
    let data = ReferenceData::embedded();
    let run = |with: bool| {
        let builder = london(2016).draws(8);
        let builder = if with { builder.series(members(&data)) } else { builder };
        builder.build().unwrap().run().unwrap()
    };
    let (with, without) = (run(true), run(false));
    for &measure in Measure::ALL {
        let of = |run: &Outcomes| run.draws_of(&Quantity::level(BASELINE, measure, year(2016)));
        assert_eq!(of(&with).ok(), of(&without).ok(), "{measure}");
    }
}

#[test]
fn an_interval_makes_the_trend_wider() {
    let data = ReferenceData::embedded();
    let share = |area: usize, at: usize| 0.25 + 0.002 * area as f64 + 0.004 * at as f64 + 0.005 * scatter(area, at);
    let plain = table(&data, share);
    let wide: String = plain
        .lines()
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            match cells[2].parse::<f64>() {
                Ok(value) => format!("{},{},{value},{},{}\n", cells[0], cells[1], value - 0.08, value + 0.08),
                Err(_) => format!("{line}\n"),
            }
        })
        .collect();
    let width = |text: &str| {
        let series = PublishedSeries::from_csv_str(&data, "members", text).unwrap();
        let run = london(2018).series(series.clone()).draws(64).build().unwrap().run().unwrap();
        let summary = run.level(BASELINE, series.measure(), &Group::area("Hackney"), year(2018)).unwrap();
        summary.upper_95 - summary.lower_95
    };
    assert!(width(&wide) > width(&plain));
}

#[test]
fn what_is_wrong_with_it_is_told() {
    let data = ReferenceData::embedded();
    let text = table(&data, |_, at| 0.3 + 0.01 * at as f64);
    let read = |name: &str, text: &str| PublishedSeries::from_csv_str(&data, name, text);
    let refused = |name: &str, text: &str| read(name, text).unwrap_err().to_string();
    assert!(refused("Library", &text).starts_with("name of indicator \"Library\" must begin with a lower-case letter"));
    let line = text.lines().nth(1).unwrap();
    assert_eq!(
        refused("members", &text.replace(line, "Hackney,2011,0.3,,")),
        "published_series.csv line 2: area_code \"Hackney\" is not a known area code: did you mean \"E09000012\"?"
    );
    assert_eq!(
        refused("members", &text.replace(line, "E09000002,2011,0.3,0.2,")),
        "published_series.csv line 2: upper \"\" must not be blank beside lower 0.2: give both or neither"
    );
    let build = |series: PublishedSeries| london(2016).series(series).build().unwrap_err().to_string();
    assert_eq!(
        build(read("members", &text.replace(line, "E09000002,2011,1.3,,")).unwrap()),
        "members of E09000002 in 2011 1.3 must lie between 0 and 1, as a share does"
    );
    assert_eq!(
        build(read("adult_smoking", &text).unwrap()),
        "indicator \"adult_smoking\" is given twice and may be given once"
    );
    let two: String = text
        .lines()
        .filter(|line| !["2011", "2012", "2013"].iter().any(|y| line.contains(y)))
        .collect::<Vec<_>>()
        .join("\n");
    assert!(build(read("members", &two).unwrap()).contains("three observations"));
    let unknown = Ambition::reach(Indicator::named("library_member").unwrap(), Proportion::percent(33.0).unwrap());
    let message = london(2020).series(members(&data)).scenario(Scenario::new("x").with(unknown)).build().unwrap_err();
    assert_eq!(message.to_string(), "unknown indicator \"library_member\": did you mean \"library_members\"?");
}
