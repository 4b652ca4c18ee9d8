//! A region of one's own: a city of two areas with codes of its own runs, and what is missing is named.

#![allow(clippy::unwrap_used)]

#[path = "../../examples/shared/city.rs"]
mod city;

use city::OwnArea;
use health_impact::data::{ReferenceData, Table, TableName};
use health_impact::outcomes::{Measure, Outcomes};
use health_impact::prelude::*;
use health_impact::scenario::Group;
use std::path::Path;

const CITY: [OwnArea; 2] = [
    OwnArea { borough: "E09000007", code: "west", name: "West" },
    OwnArea { borough: "E09000019", code: "east", name: "East" },
];

/// A folder that goes when this is dropped.
struct Folder(tempfile::TempDir);

impl Folder {
    fn of_the_city() -> Self {
        Self::of(&CITY)
    }

    fn of(areas: &[OwnArea]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        city::write(&ReferenceData::embedded(), areas, folder.path()).unwrap();
        Self(folder)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn text(&self, name: TableName) -> String {
        std::fs::read_to_string(self.path().join(name.file())).unwrap()
    }
}

fn year(year: i32) -> Year {
    Year::new(year).unwrap()
}

fn level(run: &Outcomes, scenario: &str, measure: Measure, group: &Group, at: i32) -> f64 {
    run.level(scenario, measure, group, year(at)).unwrap().mean
}

#[test]
fn a_city_of_two_areas_runs() {
    let folder = Folder::of_the_city();
    let data = ReferenceData::embedded().with_folder(folder.path()).unwrap();
    let smoking = Ambition::reach(Indicator::ADULT_SMOKING, Proportion::percent(13.0).unwrap()).by(year(2018));
    let settings = |data: &ReferenceData| {
        Projection::builder(data).years(year(2015)..=year(2019)).draws(8).seed(1).region("Twin City")
    };
    let projection = settings(&data).scenario(Scenario::new("13%").with(smoking)).build().unwrap();
    let run = projection.run().unwrap();
    assert_eq!(run.region(), "Twin City");
    assert_eq!(run.areas(), ["West", "East"]);

    // The people are those of the boroughs.
    let persons: f64 = {
        let table = data.table(TableName::POPULATION);
        assert_eq!(table.rows(), 2 * 2 * 91);
        table.number("persons").unwrap().iter().sum()
    };
    let everybody = Group::everybody();
    assert!((level(&run, "baseline", Measure::POPULATION, &everybody, 2015) / persons - 1.0).abs() < 1e-9);
    // Areas add up to the city, of stocks and of flows.
    for measure in [Measure::POPULATION, Measure::SMOKERS, Measure::DEATHS, Measure::OBESE_YEAR6, Measure::ABSENCE_DAYS]
    {
        let parts: f64 =
            ["West", "East"].map(|area| level(&run, "13%", measure, &Group::area(area), 2018)).iter().sum();
        let total = level(&run, "13%", measure, &everybody, 2018);
        assert!((total / parts - 1.0).abs() < 1e-9, "{measure}: {total} and {parts}");
    }
    // The target is the city's, and met in every draw; where the trend meets it, nothing is done.
    let smoking = |scenario| run.draws_of(&Quantity::level(scenario, Measure::SMOKING_PREVALENCE, year(2018))).unwrap();
    for (trend, met) in smoking("baseline").into_iter().zip(smoking("13%")) {
        assert!((met - trend.min(0.13)).abs() < 1e-9, "{met}, trend {trend}");
    }

    // The boroughs as parts of London: the same figures of their own, shrunk to London instead of being the region. Smoking
    // stays within the survey's error of a borough (Camden 2015: standard error 2.0 points), life expectancy as published.
    let london = settings(&ReferenceData::embedded()).build().unwrap().run().unwrap();
    for (own, borough) in [("West", "Camden"), ("East", "Islington")] {
        let both = |measure| {
            let ours = level(&run, "baseline", measure, &Group::area(own), 2015);
            (ours, level(&london, "baseline", measure, &Group::area(borough), 2015))
        };
        let (ours, theirs) = both(Measure::SMOKING_PREVALENCE);
        assert!((ours - theirs).abs() < 0.02, "smoking of {borough}: {ours} and {theirs}");
        let (ours, theirs) = both(Measure::LIFE_EXPECTANCY);
        assert!((ours - theirs).abs() < 0.2, "life expectancy of {borough}: {ours} and {theirs}");
        let (ours, theirs) = both(Measure::PHYSICALLY_ACTIVE);
        assert!((ours - theirs).abs() < 0.03, "activity of {borough}: {ours} and {theirs}");
    }
}

#[test]
fn a_region_of_one_area_runs() {
    let folder = Folder::of(&CITY[..1]);
    let data = ReferenceData::embedded().with_folder(folder.path()).unwrap();
    let projection = Projection::builder(&data).years(year(2015)..=year(2016)).region("Town").build().unwrap();
    let run = projection.run_central().unwrap();
    for measure in [Measure::SMOKERS, Measure::DEATHS, Measure::ACTIVE_ADULTS, Measure::OBESE_ADULTS] {
        let total = level(&run, "baseline", measure, &Group::everybody(), 2016);
        assert!((total / level(&run, "baseline", measure, &Group::area("West"), 2016) - 1.0).abs() < 1e-9, "{measure}");
    }
}

/// Each target is within reach of its own driver, and no driver takes from the other's target.
#[test]
fn two_targets_at_once_are_met_like_each_alone() {
    let folder = Folder::of_the_city();
    let data = ReferenceData::embedded().with_folder(folder.path()).unwrap();
    let reach = |indicator, level| Ambition::reach(indicator, Proportion::percent(level).unwrap()).by(year(2025));
    let smoking = reach(Indicator::ADULT_SMOKING, 10.0);
    let run = Projection::builder(&data)
        .years(year(2015)..=year(2025))
        .draws(16)
        .scenario(Scenario::new("alone").with(smoking.clone()))
        .scenario(Scenario::new("both").with(smoking).with(reach(Indicator::PHYSICALLY_ACTIVE, 75.0)))
        .build()
        .unwrap()
        .run()
        .unwrap();
    for effort in run.required_effort().unwrap() {
        assert!(effort.out_of_reach.probability == 0.0, "{} of {}", effort.ambition, effort.scenario);
    }
    let at = |scenario| run.draws_of(&Quantity::level(scenario, Measure::SMOKING_PREVALENCE, year(2025))).unwrap();
    for (draw, (alone, both)) in at("alone").into_iter().zip(at("both")).enumerate() {
        assert!((alone - both).abs() < 1e-9, "draw {draw}: {alone} alone, {both} together");
    }
}

#[test]
fn tables_left_of_london_are_named() {
    let folder = Folder::of_the_city();
    for name in [TableName::BIRTHS, TableName::SMOKING_AREA] {
        std::fs::remove_file(folder.path().join(name.file())).unwrap();
    }
    let data = ReferenceData::embedded().with_folder(folder.path()).unwrap();
    let error = Projection::builder(&data).build().unwrap_err().to_string();
    assert_eq!(
        error,
        format!(
            "{}: has other areas than these tables, which have to be replaced too: births.csv, smoking_area.csv; read \
             yours with ReferenceData::read_csv_path",
            folder.path().join("areas.csv").display()
        )
    );
    // Only the areas replaced: everything by area is named.
    let areas = Table::from_csv_str(TableName::AREAS, &folder.text(TableName::AREAS)).unwrap();
    let data = ReferenceData::embedded().with_table(areas).unwrap();
    let error = Projection::builder(&data).build().unwrap_err().to_string();
    for name in ReferenceData::tables_by_area() {
        let read = ![TableName::DEPRIVATION_BOROUGH, TableName::DEVOLUTION_PILOTS].contains(&name);
        assert_eq!(error.contains(name.file()), read, "{name}: {error}");
    }
}

#[test]
fn what_a_table_of_ones_own_lacks_is_named() {
    let folder = Folder::of_the_city();
    let data = ReferenceData::embedded().with_folder(folder.path()).unwrap();
    let read =
        |name: TableName, text: &str| data.read_csv_str(name, text).map(|_| ()).map_err(|error| error.to_string());
    let births = folder.text(TableName::BIRTHS);
    let row = births.lines().find(|line| line.starts_with("east,30,")).unwrap();
    let said = read(TableName::BIRTHS, &births.replace(&format!("{row}\n"), "")).unwrap_err();
    assert_eq!(said, "births.csv: has no row for area_code east, mother_age 30");
    let said = read(TableName::BIRTHS, &births.replace("east,30,", "eats,30,")).unwrap_err();
    assert!(said.ends_with("area_code \"eats\" is not a known area code: did you mean \"east\"?"), "{said}");
    let said = read(TableName::BIRTHS, &births.replace("east,30,", "E09000002,30,")).unwrap_err();
    assert!(said.ends_with("area_code \"E09000002\" is not a known area code"), "{said}");
    // The region is a row of its own where one was surveyed.
    let smoking = folder.text(TableName::SMOKING_AREA);
    let without: String =
        smoking.lines().filter(|line| !line.starts_with("E12000007,2015")).map(|line| format!("{line}\n")).collect();
    let said = read(TableName::SMOKING_AREA, &without).unwrap_err();
    assert_eq!(said, "smoking_area.csv: has no row for year 2015, area_code E12000007");
    // A table read for London's areas is not the city's.
    let london = Table::from_csv_str(TableName::BIRTHS, &births).unwrap_err().to_string();
    assert_eq!(london, "births.csv line 2: area_code \"west\" is not a known area code");
}

#[test]
fn areas_are_told_apart() {
    let read = |rows: &str| Table::from_csv_str(TableName::AREAS, &format!("area_code,area_name,inner_outer\n{rows}"));
    let said = |rows: &str| read(rows).unwrap_err().to_string();
    assert_eq!(
        said("a,Ayton,inner\nb,Ayton,outer\n"),
        "areas.csv line 3: repeats the name of line 2: \"Ayton\" may be one area's"
    );
    assert_eq!(
        said("a,Ayton,inner\nE12000007,Beeton,outer\n"),
        "areas.csv line 3: area_code \"E12000007\" stands for the region or its country and may not be an area's"
    );
    assert_eq!(
        said("a,Ayton,inner\na,Beeton,outer\n"),
        "areas.csv line 3: repeats line 2: area_code a may have one row"
    );
    assert_eq!(said(""), "areas.csv: has no rows");
    assert!(read("a,Ayton,inner\n").is_ok());
}

#[test]
fn a_folder_holds_tables_only() {
    let folder = Folder::of_the_city();
    std::fs::write(folder.path().join("notes.txt"), "how I made them").unwrap();
    assert!(ReferenceData::embedded().with_folder(folder.path()).is_ok());
    std::fs::write(folder.path().join("brths.csv"), "area_code\n").unwrap();
    let said = ReferenceData::embedded().with_folder(folder.path()).unwrap_err().to_string();
    assert_eq!(said, "unknown table \"brths\": did you mean \"births\"?");
}

/// The city keeps London's rows of smoking by age and of pay: what they are of is told before a run.
#[test]
fn rows_of_london_left_in_are_told() {
    let folder = Folder::of_the_city();
    let data = ReferenceData::embedded().with_folder(folder.path()).unwrap();
    let notes = Projection::builder(&data).region("City").build().unwrap().notes();
    for name in [TableName::SMOKING_AGE_SEX, TableName::WORK_AREA] {
        let told = |note: &&String| note.contains(name.file()) && note.contains("is as in the table of London");
        assert_eq!(notes.iter().filter(told).count(), 1, "{name}: {notes:?}");
    }
    assert!(
        !notes.iter().any(|note| note.contains(TableName::SMOKING_AREA.file()) && note.contains("table of London"))
    );
}
