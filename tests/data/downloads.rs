//! Files as publishers make them: each is read right, or refused where it is wrong.

use health_impact::data::{Table, TableName};

const TEXT: &str = "year,sex,fifth,prevalence\n2015,all,lowest,0.3\n2015,all,highest,0.1\n";

fn read(text: &str) -> Result<Table, String> {
    Table::from_csv_str(TableName::SMOKING_INCOME_FIFTH, text).map_err(|error| error.to_string())
}

#[test]
fn what_spreadsheets_do_to_a_file_is_read() {
    let quoted = TEXT.replace("lowest", "\"lowest\"").replace("0.3", "\"0.3\"");
    let variants = [
        TEXT.to_owned(),
        TEXT.replace('\n', "\r\n"),
        format!("\u{feff}{TEXT}"),
        TEXT.replace(',', " , "),
        quoted,
        TEXT.trim_end().to_owned(),
        TEXT.replace("0.3", "3e-1"),
        TEXT.replace("\n2015", "\n\n2015"),
    ];
    for text in variants {
        let table = read(&text).unwrap_or_else(|error| panic!("{text:?}: {error}"));
        assert_eq!(table.number("prevalence").unwrap(), [0.3, 0.1], "{text:?}");
    }
}

#[test]
fn what_is_not_a_number_or_not_where_it_should_be_is_refused() {
    let cells = [
        "..",
        "*",
        "-",
        ":",
        "c",
        "[x]",
        "n/a",
        "30%",
        "0,3",
        "30",
        "#REF!",
        "1.234,5",
        "0.3 (0.2-0.4)",
        "£0.3",
        "",
        "nan",
    ];
    for cell in cells {
        let error = read(&TEXT.replace("0.3", &format!("\"{cell}\""))).unwrap_err();
        let begin = format!("smoking_income_fifth.csv line 2: prevalence {cell:?} must");
        assert!(error.starts_with(&begin), "{error}");
    }
    let variants = [
        ("semicolons", TEXT.replace(',', ";"), "line 1: unknown column"),
        ("tabs", TEXT.replace(',', "\t"), "line 1: unknown column"),
        ("a title above", format!("Smoking by income\n\n{TEXT}"), "line 1: unknown column"),
        ("a note below", format!("{TEXT}Source: a survey\n"), "line 4: has 1 cells and must have 4"),
        ("a note below in its columns", format!("{TEXT}Source: a survey,,,\n"), "line 4: year"),
        ("another head", TEXT.replace("prevalence", "Value"), "line 1: unknown column \"Value\""),
        ("a total", format!("{TEXT}2015,all,total,0.2\n"), "line 4: fifth \"total\" must be one of"),
        ("a column more", TEXT.replace('\n', ",\n"), "line 1: unknown column"),
        ("a thousand", TEXT.replace("2015,all,lowest", "2,015,all,lowest"), "line 2: has 5 cells and must have 4"),
        ("a word for a sex", TEXT.replace("all,lowest", "Persons,lowest"), "line 2: sex \"Persons\" must be one of"),
        ("nothing", String::new(), "is empty and must have a header and rows"),
    ];
    for (what, text, expected) in variants {
        let error = read(&text).unwrap_err();
        assert!(error.starts_with("smoking_income_fifth.csv") && error.contains(expected), "{what}: {error}");
    }
}
