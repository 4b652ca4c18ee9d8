//! Files and printed tables of a made-up run.

use super::*;
use crate::component::Group;
use crate::data::ReferenceData;
use crate::error::Error;
use crate::outcomes::fixture::{DRAWS, outcomes, with_draws};
use crate::outcomes::{Kind, Measure, Quantity, Selection, Stratifier};
use crate::projection::Settings;
use crate::units::Year;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A folder of its own for a test, taken away at the end.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
}

fn year(value: i32) -> Year {
    Year::new(value).unwrap()
}

fn read(path: &PathBuf) -> (String, Vec<csv::StringRecord>) {
    let text = std::fs::read_to_string(path).unwrap();
    let records = csv::Reader::from_reader(text.as_bytes()).records().map(Result::unwrap).collect();
    (text.lines().next().unwrap().to_owned(), records)
}

#[test]
fn inequality_has_a_row_for_each_index() {
    let folder = Folder::new();
    let path = folder.file("inequality.csv");
    let areas = Stratifier::Areas(["Lewisham", "Hackney", "Camden"].map(str::to_owned).to_vec());
    write_inequality(outcomes(), &[Stratifier::Quintiles, areas.clone()], &path).unwrap();
    let (header, records) = read(&path);
    assert_eq!(
        header,
        "scenario,comparator,measure,unit,index,stratifier,area,year,kind,mean,median,lower_95,upper_95,lower_80,upper_80,\
         mc_error,draws"
    );
    let mut rows = outcomes().inequalities(&Stratifier::Quintiles).unwrap();
    rows.extend(outcomes().inequalities(&areas).unwrap());
    assert_eq!(records.len(), rows.len());
    for (record, row) in records.iter().zip(&rows) {
        assert_eq!((&record[0], &record[5], &record[6]), (row.scenario, row.stratifier, "London"));
        assert_eq!((&record[3], &record[4]), (row.unit.as_str(), row.index.to_string().as_str()));
        assert_eq!(record[9].parse().ok(), row.summary.map(|summary| summary.mean));
        assert_eq!(&record[16], DRAWS.to_string());
    }
    assert!(records.iter().all(|record| !record[9].is_empty()));
}

#[test]
fn results_have_the_columns_of_the_design_and_every_digit() {
    let folder = Folder::new();
    let path = folder.file("results.csv");
    let selection = Selection::full().area("Hackney");
    write_results(outcomes(), &selection, &path).unwrap();
    let (header, records) = read(&path);
    assert_eq!(
        header,
        "scenario,comparator,measure,unit,area,sex,age_group,deprivation_quintile,year,kind,mean,median,lower_95,\
         upper_95,lower_80,upper_80,mc_error,draws"
    );
    let rows = outcomes().table(&selection).unwrap();
    assert_eq!(records.len(), rows.len());
    for (record, row) in records.iter().zip(&rows) {
        assert_eq!(&record[0], row.scenario); // one has a comma
        assert_eq!(&record[1], row.comparator.unwrap_or(""));
        let numbers: Vec<f64> = (10..17).map(|column| record[column].parse().unwrap()).collect();
        let summary = &row.summary;
        assert_eq!((numbers[0], numbers[1], numbers[6]), (summary.mean, summary.median, summary.mc_error));
        assert_eq!((numbers[2], numbers[3]), (summary.lower_95, summary.upper_95));
        assert_eq!((numbers[4], numbers[5]), (summary.lower_80, summary.upper_80));
        assert!(!record.iter().any(|cell| cell == "-0"));
    }
    // A single draw has no Monte Carlo error, and says so by a blank.
    write_results(&with_draws(1), &selection, &path).unwrap();
    assert!(read(&path).1.iter().all(|record| record[16].is_empty() && &record[17] == "1"));
}

#[test]
fn ambitions_have_the_columns_of_the_design() {
    let folder = Folder::new();
    let path = folder.file("ambitions.csv");
    write_ambitions(outcomes(), &path).unwrap();
    let (header, records) = read(&path);
    assert_eq!(
        header,
        "ambition,scenario,indicator,area,deprivation_quintile,target,deadline,baseline_year,baseline_value,\
         projected_mean,projected_lower_95,projected_upper_95,probability_met,probability_mc_error,\
         probability_lowest,probability_highest,median_year_met,draws"
    );
    assert_eq!(records.len(), outcomes().ambitions().unwrap().len());
    let frozen = &records[1];
    assert_eq!((&frozen[0], &frozen[1], &frozen[5], &frozen[12], &frozen[16]), ("4a", "frozen", "0.13", "0", ""));
}

#[test]
fn tornado_and_draws() {
    let folder = Folder::new();
    let path = folder.file("tornado.csv");
    let result = Quantity::averted("smoking to 13%", Measure::DEATHS, year(2021));
    write_tornado(outcomes(), &[result], &path).unwrap();
    let (header, records) = read(&path);
    assert_eq!(header, "result,input,rank_correlation,mean_at_lowest_fifth,mean_at_highest_fifth,change,draws");
    assert_eq!(&records[0][0], "deaths averted by smoking to 13% against baseline, to 2021");
    assert_eq!(records.len(), 10);

    let path = folder.file("draws.csv");
    write_draws(outcomes(), &path).unwrap();
    let (header, records) = read(&path);
    assert_eq!(header, "scenario,measure,year,draw,value");
    // Three stocks in seven years, nine flows in six, quits in six but for frozen.
    assert_eq!(records.len(), (4 * 3 * 7 + 4 * 9 * 6 + 3 * 6) * DRAWS);
    let deaths = outcomes().draws_of(&Quantity::level("frozen", Measure::DEATHS, year(2018))).unwrap();
    let wanted = |record: &&csv::StringRecord| {
        (&record[0], &record[1], &record[2], &record[3]) == ("frozen", "deaths", "2018", "17")
    };
    let read: f64 = records.iter().find(wanted).unwrap()[4].parse().unwrap();
    assert_eq!(read.to_bits(), deaths[17].to_bits());
}

#[test]
fn a_manifest_names_version_seed_target_and_tables() {
    let folder = Folder::new();
    let path = folder.file("run.json");
    let settings = Settings { until: year(2021), seed: 2015, ..Settings::default() };
    let manifest = Manifest::new(outcomes(), &settings, &ReferenceData::embedded()).unwrap();
    manifest.passed("areas add up").note("a note").write(&path).unwrap();
    let json: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    assert_eq!(json["seed"], 2015);
    assert_eq!(json["sampling"], "random");
    assert_eq!(json["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(json["settings"]["until"], 2021);
    assert_eq!(json["checks_passed"][0], "areas add up");
    assert_eq!(json["notes"], serde_json::json!(["made up for tests", "a note"]));
    assert_eq!(json["tables"]["ambitions.csv"].as_str().unwrap().len(), 32);
    assert!(json["machine"]["target"].as_str().unwrap().starts_with(std::env::consts::ARCH));
}

fn write_draws_of(draws: usize, folder: &Path) -> Result<(), Error> {
    let run = with_draws(draws);
    let manifest = Manifest::new(&run, &Settings::default(), &ReferenceData::embedded()).unwrap();
    write_folder(&run, &Selection::standard().area("Camden"), manifest, folder)
}

/// A table that a later run cannot make goes: it would be another run's.
#[test]
fn a_folder_holds_the_files_of_one_run_and_says_what_it_lacks() {
    let folder = Folder::new();
    let into = folder.file("run");
    for (draws, tornado) in [(20, true), (19, false), (21, true)] {
        write_draws_of(draws, &into).unwrap();
        let mut files = vec!["ambitions.csv", "draws.csv", "inequality.csv", "results.csv", "run.json"];
        files.extend(tornado.then_some("tornado.csv"));
        let mut found: Vec<String> =
            std::fs::read_dir(&into).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        found.sort();
        assert_eq!(found, files);
        for file in files.iter().filter(|file| file.ends_with(".csv")) {
            let (header, records) = read(&into.join(file));
            let column = header.split(',').position(|column| column == "draws");
            assert!(column.is_none_or(|column| records.iter().all(|row| row[column] == *draws.to_string())), "{file}");
        }
        let manifest = std::fs::read_to_string(into.join("run.json")).unwrap();
        assert_eq!(manifest.contains("no tornado.csv"), !tornado);
        assert_eq!(verify_folder(&into).unwrap(), Vec::<String>::new());
    }
}

/// What this crate did not write, or what was changed since, is not written over; before a run as after it.
#[test]
fn what_is_the_users_own_is_left_alone() {
    let folder = Folder::new();
    for (file, text) in [("results.csv", "mine"), ("tornado.csv", "mine"), ("run.json", "{\"program\":\"another\"}")] {
        let into = folder.file(&format!("with {file}"));
        std::fs::create_dir_all(&into).unwrap();
        std::fs::write(into.join(file), text).unwrap();
        for refused in [prepare_folder(&into), write_draws_of(20, &into)] {
            let error = refused.unwrap_err().to_string();
            assert!(error.contains(file) && error.contains("not written over"), "{error}");
        }
        assert_eq!(std::fs::read_to_string(into.join(file)).unwrap(), text);
        assert_eq!(std::fs::read_dir(&into).unwrap().count(), 1);
    }
    let into = folder.file("changed");
    write_draws_of(20, &into).unwrap();
    let path = into.join("ambitions.csv");
    let edited = std::fs::read_to_string(&path).unwrap().replace("0.13", "0.12");
    std::fs::write(&path, &edited).unwrap();
    let problems = verify_folder(&into).unwrap();
    assert!(problems.len() == 1 && problems[0].starts_with("ambitions.csv has"), "{problems:?}");
    assert!(write_draws_of(20, &into).unwrap_err().to_string().contains("was changed since"));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), edited);
    // Taken away, it is written again.
    std::fs::remove_file(&path).unwrap();
    assert_eq!(verify_folder(&into).unwrap(), ["ambitions.csv is missing"]);
    write_draws_of(20, &into).unwrap();
    assert!(verify_folder(&into).unwrap().is_empty());
}

#[test]
fn a_folder_that_cannot_be_written_is_told_before_a_run() {
    let folder = Folder::new();
    let file = folder.file("a file");
    std::fs::write(&file, "in the way").unwrap();
    assert!(prepare_folder(&file).unwrap_err().to_string().starts_with(&file.display().to_string()));
    assert!(verify_folder(folder.file("nowhere")).unwrap_err().to_string().contains("tables count only with it"));
}

/// A request that cannot be met leaves what was there as it was, and nothing half-written.
#[test]
fn a_good_file_survives_a_bad_request() {
    let folder = Folder::new();
    let path = folder.file("results.csv");
    write_results(outcomes(), &Selection::standard().area("Camden"), &path).unwrap();
    let good = std::fs::read(&path).unwrap();
    assert!(write_results(outcomes(), &Selection::standard().area("Camdem"), &path).is_err());
    assert!(write_inequality(outcomes(), &[Stratifier::Areas(vec!["Camdem".into()])], &path).is_err());
    assert_eq!(std::fs::read(&path).unwrap(), good);
    let files: Vec<_> = std::fs::read_dir(path.parent().unwrap()).unwrap().collect();
    assert_eq!(files.len(), 1);
}

#[test]
fn a_file_that_cannot_be_written_is_named() {
    let folder = Folder::new();
    let path = folder.file("no such folder").join("results.csv");
    let error = write_results(outcomes(), &Selection::standard(), &path).unwrap_err().to_string();
    assert!(error.starts_with(&path.display().to_string()), "{error}");
}

#[test]
fn printed_tables_are_rounded_and_aligned() {
    let run = outcomes();
    let selection = Selection::standard()
        .scenario("smoking to 13%")
        .measure(Measure::SMOKING_PREVALENCE)
        .group(Group::everybody())
        .kind(Kind::Level)
        .year(year(2015))
        .year(year(2020));
    let text = PrintedTable::of_results(&run.table(&selection).unwrap()).to_string();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 4);
    assert!(lines[2].ends_with("20.0%"), "{text}");
    assert!(lines.iter().all(|line| line.chars().count() == lines[0].chars().count()), "{text}");
    let ambitions = run.ambitions().unwrap();
    let markdown = PrintedTable::of_ambitions(&ambitions[..2]).to_markdown();
    assert!(
        markdown.contains("| 4a | frozen | adult smoking prevalence | London | all | 20.0% | 2015 | 13.0% | 2020 |"),
        "{markdown}"
    );
    assert!(markdown.lines().nth(1).unwrap().ends_with("---: |"));
    let effort = PrintedTable::of_required_effort(&run.required_effort().unwrap()).to_string();
    assert!(effort.lines().nth(2).unwrap().contains("0.00% ± 0.37"), "{effort}");
    let result = Quantity::averted("smoking to 13%", Measure::DEATHS, year(2021));
    let table = PrintedTable::of_sensitivity(&run.tornado(&result).unwrap()).to_string();
    assert_eq!(table.lines().count(), 12);
}
