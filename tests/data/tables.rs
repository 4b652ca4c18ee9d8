//! The embedded tables load, are sourced and return published totals; a table that breaks a rule is refused with a
//! message that says where, what and why.

#![allow(clippy::unwrap_used, reason = "a helper of a test may stop it")]

use health_impact::data::{ReferenceData, SourceStatus, Table, TableName};
use proptest::prelude::*;
use support::top;

fn embedded(name: TableName) -> String {
    std::fs::read_to_string(top().join("data").join(name.file())).unwrap()
}

/// The message for an embedded table in which the first `from` was replaced by `to`.
fn message(name: TableName, from: &str, to: &str) -> String {
    let text = embedded(name);
    assert!(text.contains(from), "{name} has no {from:?}");
    Table::from_csv_str(name, &text.replacen(from, to, 1)).unwrap_err().to_string()
}

fn sum(table: &Table, column: &str) -> f64 {
    table.number(column).unwrap().iter().sum()
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9 * b.abs().max(1.0)
}

#[test]
fn embedded_tables_load_with_rows_and_columns() {
    let data = ReferenceData::embedded();
    for name in TableName::ALL.iter().copied() {
        let table = data.table(name);
        assert_eq!(table.name(), name);
        // One table waits for an analyst's own figures.
        assert_eq!(table.rows() == 0, name == TableName::ALCOHOL_RELATIVE_RISK, "{name}");
        assert!(table.columns().count() >= 2, "{name}");
        assert_eq!(name.to_string().parse::<TableName>().unwrap(), name);
        assert_eq!(name.file().parse::<TableName>().unwrap(), name);
        // Every column is either numbers or text, and as long as the table.
        for column in table.columns() {
            let length = table.number(column).map_or_else(|_| table.text(column).unwrap().len(), <[f64]>::len);
            assert_eq!(length, table.rows(), "{name} {column}");
        }
    }
}

#[test]
fn every_file_of_the_folder_is_a_table_and_described() {
    let folder = top().join("data");
    let readme = std::fs::read_to_string(folder.join("README.md")).unwrap();
    let mut files = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        if file.ends_with(".csv") {
            file.parse::<TableName>().unwrap();
            assert!(readme.contains(&format!("### {file}")), "{file} is not in data/README.md");
            files += 1;
        }
    }
    assert_eq!(files, TableName::ALL.len());
    // Small enough to be embedded, and to be read at the start of a program.
    let bytes: usize = TableName::ALL.iter().map(|name| embedded(*name).len()).sum();
    assert!(bytes < 3_000_000, "{bytes}");
}

#[test]
fn every_table_has_a_source_and_a_licence() {
    let data = ReferenceData::embedded();
    for name in TableName::ALL.iter().copied().filter(|name| *name != TableName::SOURCES) {
        assert!(data.sources_of(name).count() > 0, "{name}");
    }
    assert!(data.sources().iter().all(|source| !source.licence.is_empty()));
    let unverified: Vec<TableName> =
        data.sources().iter().filter(|s| s.status == SourceStatus::Unverified).map(|s| s.table).collect();
    assert!(unverified.contains(&TableName::DEPRIVATION_BOROUGH));
    assert!(unverified.contains(&TableName::SMOKING_RELATIVE_RISK));
}

#[test]
fn totals_are_the_published_ones() {
    let data = ReferenceData::embedded();
    // ONS mid-2015 estimates as first published: London 8,673,713.
    assert!(close(sum(data.table(TableName::POPULATION), "persons"), 8_673_713.0));
    // Deaths registered in England in 2015, ONS: 495,309; mid-2015 population of that series: 54,786,327.
    assert!(close(sum(data.table(TableName::DEATHS_BY_CAUSE), "y2015"), 495_309.0));
    assert!(close(sum(data.table(TableName::POPULATION_ENGLAND), "y2015"), 54_786_327.0));
    // Live births mid-2014 to mid-2015 by age of mother, ONS: 128,602.
    assert!(close(sum(data.table(TableName::BIRTHS), "births"), 128_602.0));
    // Deaths by cause over three years are the same whether by quintile or not, and so are the people.
    let three_years = |name| -> f64 { ["y2013", "y2014", "y2015"].iter().map(|y| sum(data.table(name), y)).sum() };
    let quintiles = sum(data.table(TableName::DEATHS_BY_CAUSE_QUINTILE), "deaths");
    assert!(close(quintiles, three_years(TableName::DEATHS_BY_CAUSE)));
    let quintiles = sum(data.table(TableName::POPULATION_ENGLAND_QUINTILE), "persons");
    assert!(close(quintiles, three_years(TableName::POPULATION_ENGLAND)), "{quintiles}");
}

#[test]
fn londoners_by_national_quintile() {
    // Shares of Londoners of 2015 in the national quintiles of deprivation, as stated with the source: 23.0, 31.3,
    // 20.9, 15.3 and 9.6 per cent.
    let data = ReferenceData::embedded();
    let (shares, people) = (data.table(TableName::DEPRIVATION_SHARES), data.table(TableName::POPULATION));
    let mut total = [0.0; 5];
    for row in 0..shares.rows() {
        let area = &shares.text("area_code").unwrap()[row];
        let from = shares.number("age_from").unwrap()[row];
        let to = if from >= 90.0 { f64::INFINITY } else { from + 5.0 };
        let in_group: f64 = (0..people.rows())
            .filter(|r| people.text("area_code").unwrap()[*r] == *area)
            .filter(|r| (from..to).contains(&people.number("age").unwrap()[*r]))
            .map(|r| people.number("persons").unwrap()[r])
            .sum();
        let quintile = shares.number("quintile").unwrap()[row] as usize;
        total[quintile - 1] += in_group * shares.number("share").unwrap()[row];
    }
    for (share, expected) in total.iter().zip([23.0, 31.3, 20.9, 15.3, 9.6]) {
        assert!((100.0 * share / 8_673_713.0 - expected).abs() < 0.051, "{share} {expected}");
    }
}

#[test]
fn messages_for_cells() {
    let first = "E09000001,female,0,33\n";
    let count = "must be a finite number of 0 or more";
    // The first row of the population with another text, and what follows "population.csv line 2: ".
    let cases = [
        ("E09000001,female,0,-33\n", format!("persons \"-33\" {count}")),
        ("E09000001,female,0,NaN\n", format!("persons \"NaN\" {count}")),
        ("E09000001,female,0,inf\n", format!("persons \"inf\" {count}")),
        ("E09000001,female,0,many\n", format!("persons \"many\" {count}")),
        ("E09000001,female,0,\n", "persons \"\" must not be blank".into()),
        ("E09000001,Female,0,33\n", "sex \"Female\" must be one of female, male".into()),
        ("E09000001,female,101,33\n", "age \"101\" must be a whole number from 0 to 90".into()),
        ("E09000001,female,0.5,33\n", "age \"0.5\" must be a whole number from 0 to 90".into()),
        (
            "E0900001,female,0,33\n",
            "area_code \"E0900001\" is not a known area code: did you mean \"E09000001\"?".into(),
        ),
        (
            "lewisham,female,0,33\n",
            "area_code \"lewisham\" is not a known area code: did you mean \"E09000023\"?".into(),
        ),
        ("Q,female,0,33\n", "area_code \"Q\" is not a known area code".into()),
    ];
    for (row, expected) in cases {
        assert_eq!(message(TableName::POPULATION, first, row), format!("population.csv line 2: {expected}"));
    }
    // Other tables: the text replaced, its replacement, the message.
    let cases = [
        (
            TableName::SMOKING_AREA,
            "E09000002,2012,",
            "E09000002,19,",
            "smoking_area.csv line 3: year \"19\" must be a whole year from 1800 to 2300",
        ),
        (
            TableName::SMOKING_AREA,
            "2012,0.228,",
            "2012,1.13,",
            "smoking_area.csv line 3: prevalence \"1.13\" must lie in 0 to 1",
        ),
        (
            TableName::SMOKING_AREA,
            "2012,0.228,0.191,",
            "2012,0.228,0.3,",
            "smoking_area.csv line 3: lower \"0.3\" must not be above prevalence 0.228",
        ),
        (
            TableName::SMOKING_AREA,
            "0.191,0.264",
            "0.191,0.2",
            "smoking_area.csv line 3: upper \"0.2\" must not be below prevalence 0.228",
        ),
        (
            TableName::SMOKING_RELATIVE_RISK,
            "current,2.41,",
            "current,0,",
            "smoking_relative_risk.csv line 2: relative_risk \"0\" must be a finite number above 0",
        ),
        (
            TableName::SMOKING_RELATIVE_RISK,
            "incidence,all,35,,",
            "incidence,all,35,30,",
            "smoking_relative_risk.csv line 2: age_to \"30\" must not be below age_from 35",
        ),
        (
            TableName::UTILITY_NORMS,
            "female,11,",
            "female,10,",
            "utility_norms.csv line 2: age \"10\" must be a whole number from 11 to 89",
        ),
    ];
    for (name, from, to, expected) in cases {
        assert_eq!(message(name, from, to), expected);
    }
}

#[test]
fn messages_for_rows_and_columns() {
    let first = "E09000001,female,0,33\n";
    let cases = [
        (TableName::POPULATION, "persons", "person", " line 1: unknown column \"person\": did you mean \"persons\"?"),
        (
            TableName::POPULATION,
            "age,persons",
            "age,age",
            " line 1: column \"age\" is given twice and may be given once",
        ),
        (TableName::POPULATION, first, "", ": has no row for area_code E09000001, sex female, age 0"),
        (
            TableName::POPULATION,
            first,
            "E09000001,female,0,33\nE09000001,female,0,34\n",
            " line 3: repeats line 2: area_code E09000001, sex female, age 0 may have one row",
        ),
        (
            TableName::POPULATION,
            first,
            "E09000001,female,0\n",
            " line 2: has 3 cells and must have 4, as the header has",
        ),
        (
            TableName::POPULATION,
            first,
            "E09000001,female,0,33,1\n",
            " line 2: has 5 cells and must have 4, as the header has",
        ),
        (
            TableName::DEPRIVATION_SHARES,
            "0.24147",
            "0.34147",
            " line 2: the shares of area_code E09000001, age_from 0 sum to 1.10000 and must sum to 1",
        ),
        (
            TableName::DEATHS_BY_CAUSE,
            "cervical_cancer,female,0,",
            "cervical_cancer,male,0,",
            ": has no row for cause cervical_cancer, sex female, age_from 0",
        ),
        (TableName::SMOKING_AREA, "E09000002,2011,0.237,,\n", "", ": has no row for year 2011, area_code E09000002"),
        (TableName::SMOKING_STARTING, "female,1,11,0.05684\n", "", ": has no row for sex female, quintile 1, age 11"),
        // Blank lines are skipped, and counted.
        (
            TableName::POPULATION,
            first,
            "\n\nE09000001,female,0,x\n",
            " line 4: persons \"x\" must be a finite number of 0 or more",
        ),
        (
            TableName::POPULATION,
            first,
            "\n\nE09000001,female\n",
            " line 4: has 2 cells and must have 4, as the header has",
        ),
        (TableName::SOURCES, "\nareas,", "\nboroughs_etc,", " line 20: table \"boroughs_etc\" is not a known table"),
    ];
    for (name, from, to, expected) in cases {
        assert_eq!(message(name, from, to), format!("{}{expected}", name.file()));
    }
    let read = |text: &str| Table::from_csv_str(TableName::POPULATION, text).unwrap_err().to_string();
    assert_eq!(read(""), "population.csv: is empty and must have a header and rows");
    assert_eq!(read("area_code,sex,age,persons\n"), "population.csv: has no rows");
    assert_eq!(read("area_code,sex,age\nE09000001,male,0\n"), "population.csv line 1: column \"persons\" is missing");
}

#[test]
fn messages_for_files() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.csv");
    let shown = path.display().to_string();
    let read = || Table::from_csv_path(TableName::SMOKING_INCOME_FIFTH, &path);

    let missing = read().unwrap_err().to_string();
    let said = std::fs::read(&path).unwrap_err();
    assert_eq!(missing, format!("{shown}: {said}"));

    std::fs::write(&path, b"year,sex,fifth,prevalence\n2015,all,\xff,0.3\n").unwrap();
    assert_eq!(read().unwrap_err().to_string(), format!("{shown} line 2: is not UTF-8 text"));

    std::fs::write(&path, "year,sex,fifth,prevalence\n2015,all,lowest,30\n").unwrap();
    assert_eq!(read().unwrap_err().to_string(), format!("{shown} line 2: prevalence \"30\" must lie in 0 to 1"));

    // A spreadsheet's file: byte-order mark, line ends of two characters, columns in another order.
    let text = "\u{feff}fifth,year,sex,prevalence\r\nlowest,2015,all,0.3\r\nhighest,2015,all,0.1\r\n";
    std::fs::write(&path, text).unwrap();
    let table = read().unwrap();
    assert_eq!(table.number("prevalence").unwrap(), [0.3, 0.1]);
    assert_eq!(table.text("fifth").unwrap(), ["lowest", "highest"]);
    assert_eq!((table.line(0), table.line(1), table.line(2)), (2, 3, 0));
}

#[test]
fn messages_for_names() {
    let error = "smoking_areas".parse::<TableName>().unwrap_err();
    assert_eq!(error.to_string(), "unknown table \"smoking_areas\": did you mean \"smoking_area\"?");
    let data = ReferenceData::embedded();
    let table = data.table(TableName::POPULATION);
    let error = table.number("person").unwrap_err();
    assert_eq!(error.to_string(), "unknown column of population.csv \"person\": did you mean \"persons\"?");
    let error = table.number("sex").unwrap_err();
    assert_eq!(error.to_string(), "population.csv: column \"sex\" holds text, not numbers");
    let error = table.text("age").unwrap_err();
    assert_eq!(error.to_string(), "population.csv: column \"age\" holds numbers, not text");
}

#[test]
fn a_replaced_table_is_the_one_read_and_says_so() {
    let name = TableName::POPULATION;
    let before = ReferenceData::embedded();
    let text = embedded(name).replacen("female,0,33", "female,0,43", 1);
    let after = before.clone().with_table(Table::from_csv_str(name, &text).unwrap()).unwrap();
    assert!(close(sum(after.table(name), "persons"), 8_673_723.0));
    assert!(close(sum(before.table(name), "persons"), 8_673_713.0));
    assert_ne!(after.hash(name), before.hash(name));
    assert_eq!(after.hash(TableName::BIRTHS), before.hash(TableName::BIRTHS));
    let sources: Vec<_> = after.sources_of(name).collect();
    assert_eq!(sources.len(), 1);
    assert_eq!(sources[0].status, SourceStatus::Given);
    assert_eq!(sources[0].to_string(), "given by the caller, population.csv (given)");
    // The embedded text read again is the embedded table.
    let same = Table::from_csv_str(name, &embedded(name)).unwrap();
    assert_eq!(same.hash(), before.hash(name));
}

#[test]
fn replaced_sources_are_the_ones_listed() {
    let text = embedded(TableName::SOURCES).replacen("Office for National Statistics", "The Statistics Office", 1);
    let data = ReferenceData::embedded().with_table(Table::from_csv_str(TableName::SOURCES, &text).unwrap()).unwrap();
    assert!(data.sources().iter().any(|source| source.publisher == "The Statistics Office"));
}

#[test]
fn a_blank_that_is_allowed_is_not_a_number() {
    let data = ReferenceData::embedded();
    let table = data.table(TableName::SMOKING_AREA);
    let (years, lower) = (table.number("year").unwrap(), table.number("lower").unwrap());
    // In 2011 only London has a published interval; later every area but the City of London, which has no row.
    let blank = (0..table.rows()).filter(|row| lower[*row].is_nan()).count();
    assert_eq!(blank, 33);
    assert!((0..table.rows()).all(|row| !lower[row].is_nan() || years[row] < 2011.5));
}

proptest! {
    /// Whatever the text, reading it gives a table or an error that names the table.
    #[test]
    fn any_text_is_read_or_refused(which in 0..TableName::ALL.len(), text in "[a-z_0-9,.\"\n\r -]{0,80}") {
        let name = TableName::ALL[which];
        if let Err(error) = Table::from_csv_str(name, &text) {
            prop_assert!(error.to_string().starts_with(name.file()), "{error}");
        }
    }

    /// The same for a sound table in which one character was changed or lost.
    #[test]
    fn a_slip_of_the_pen_is_read_or_refused(which in 0..TableName::ALL.len(), at in 0.0..1.0, put in "[0-9a-z,.\n\"-]?") {
        let name = TableName::ALL[which];
        let text: Vec<char> = embedded(name).chars().take(3_000).collect();
        let index = (at * text.len() as f64) as usize;
        let text: String = text[..index].iter().copied().chain(put.chars()).chain(text[index + 1..].iter().copied()).collect();
        if let Err(error) = Table::from_csv_str(name, &text) {
            prop_assert!(error.to_string().starts_with(name.file()), "{error}");
        }
    }
}
