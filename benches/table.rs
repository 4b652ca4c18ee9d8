//! One table of all results, read from the files the other benches left; `.ci/benches` runs them all and then this.
//!
//! Which benches there are, what each asks and what it counts stands in the table of `benches/README.md`. `--print` prints
//! the page, `--write` also writes it to `docs/BENCHES.md`.

#![allow(clippy::expect_used, reason = "a bench may fail")]
#![allow(clippy::print_stdout, reason = "a bench prints its results")]

#[path = "shared/results.rs"]
mod results;
#[path = "shared/toolchain.rs"]
mod toolchain;

use health_impact::multistate::kernel::InstructionSet;
use health_impact::report::PrintedTable;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::error::Error;
use std::fs::read_to_string;
use std::path::Path;

// Benches run in their own folder.
const PAGE: &str = "../docs/BENCHES.md";
const QUESTIONS: &str = "README.md";
const INSTRUCTIONS: &str = "instructions.csv";

/// A bench and what is said of it in the README.
#[derive(Debug, PartialEq)]
struct Asked {
    id: String,
    question: String,
    /// What its throughput counts; blank if nothing.
    counted: String,
}

/// The benches of the README's table: rows that begin with a name in backticks and have four columns.
fn asked(readme: &str) -> Vec<Asked> {
    let mut found = Vec::new();
    for line in readme.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        if let [ids, question, counted, _] = cells[..] {
            for id in ids.split('`').skip(1).step_by(2) {
                found.push(Asked { id: id.into(), question: question.into(), counted: counted.into() });
            }
        }
    }
    found
}

/// What criterion writes, as far as it is read here.
#[derive(Debug, Deserialize)]
struct Estimates {
    median: Estimate,
}

#[derive(Debug, Deserialize)]
struct Estimate {
    point_estimate: f64,
}

#[derive(Debug, Deserialize)]
struct Benchmark {
    full_id: String,
    throughput: Option<Throughput>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Throughput {
    elements: f64,
}

/// Median seconds of a run, and what it counts.
#[derive(Debug, Clone, Copy)]
struct Found {
    seconds: f64,
    elements: Option<f64>,
}

impl Found {
    fn rate(self) -> Option<f64> {
        self.elements.map(|elements| elements / self.seconds)
    }
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<T, Box<dyn Error>> {
    let text = read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?)
}

/// The newest results below criterion's folder by the names of the benches.
fn collect(folder: &Path, found: &mut BTreeMap<String, Found>) -> Result<(), Box<dyn Error>> {
    for entry in std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))? {
        let path = entry?.path();
        let newest = path.join("new");
        if newest.join("benchmark.json").is_file() {
            let benchmark: Benchmark = read(&newest.join("benchmark.json"))?;
            let estimates: Estimates = read(&newest.join("estimates.json"))?;
            let elements = benchmark.throughput.map(|throughput| throughput.elements);
            let seconds = 1e-9 * estimates.median.point_estimate;
            found.insert(benchmark.full_id, Found { seconds, elements });
        } else if path.is_dir() {
            collect(&path, found)?;
        }
    }
    Ok(())
}

/// Three digits and a unit.
fn time(seconds: f64) -> String {
    let (value, unit) = match seconds {
        s if s >= 1.0 => (s, "s"),
        s if s >= 1e-3 => (1e3 * s, "ms"),
        s => (1e6 * s, "µs"),
    };
    let digits = if value >= 100.0 { 0 } else { usize::from(value < 10.0) + 1 };
    format!("{value:.digits$} {unit}")
}

/// Every bench of the README with its result.
fn all(asked: &[Asked], found: &BTreeMap<String, Found>) -> Result<PrintedTable, Box<dyn Error>> {
    let mut table = PrintedTable::new(["bench", "question"], ["median time", "a second"]);
    for one in asked {
        let result = found.get(&one.id).ok_or_else(|| format!("{} was not run: .ci/benches runs all", one.id))?;
        let rate = result.rate().map(|value| format!("{value:.2e} {}", one.counted)).unwrap_or_default();
        table.push([format!("`{}`", one.id), one.question.clone(), time(result.seconds), rate]);
    }
    Ok(table)
}

/// How many times as many cells a second the kernel moves as what it is set against.
fn ratios(found: &BTreeMap<String, Found>) -> Result<PrintedTable, Box<dyn Error>> {
    let against = ["plain", "plain-prepared", "ceiling"];
    let columns = against.map(|other| format!("kernel / {other}"));
    let mut table = PrintedTable::new(["states".to_owned()], columns);
    for states in [12, 3] {
        let rate = |bench: &str| {
            let id = format!("w2/{bench}/{states}");
            found.get(&id).and_then(|found| found.rate()).ok_or_else(|| format!("{id} was not run"))
        };
        let mut row = vec![states.to_string()];
        for other in against {
            row.push(format!("{:.2}", rate("kernel")? / rate(other)?));
        }
        table.push(row);
    }
    Ok(table)
}

/// The step of diseases against other programs, by cells a second.
fn disease(found: &BTreeMap<String, Found>) -> Result<PrintedTable, Box<dyn Error>> {
    let rate = |bench: &str| {
        let id = format!("disease/{bench}");
        found.get(&id).and_then(|found| found.rate()).ok_or_else(|| format!("{id} was not run"))
    };
    let mut table = PrintedTable::new(["against"], ["course / it"]);
    for other in ["plain", "ceiling"] {
        table.push([other.to_owned(), format!("{:.2}", rate("course")? / rate(other)?)]);
    }
    Ok(table)
}

/// How much longer a run takes for one more scenario.
fn ambitions(found: &BTreeMap<String, Found>) -> Result<PrintedTable, Box<dyn Error>> {
    let trend = found.get("ambitions/trend").ok_or("ambitions/trend was not run")?.seconds;
    let mut table = PrintedTable::new(["with"], ["time / time of the trend"]);
    for (id, one) in found.iter().filter(|(id, _)| id.starts_with("ambitions/") && !id.ends_with("/trend")) {
        table.push([id.replace("ambitions/", ""), format!("{:.2}", one.seconds / trend)]);
    }
    Ok(table)
}

fn instructions() -> Result<PrintedTable, Box<dyn Error>> {
    let mut table = PrintedTable::new(["workload", "compiler"], ["instructions per cell"]);
    let mut reader = csv::Reader::from_path(INSTRUCTIONS)?;
    for row in reader.deserialize() {
        let (workload, per_cell, compiler): (String, f64, String) = row?;
        table.push([workload, compiler, format!("{per_cell:.2}")]);
    }
    Ok(table)
}

/// The machine by what it can do.
fn machine() -> String {
    let has = InstructionSet::is_available;
    let vectors = match () {
        () if has(InstructionSet::Avx512) => "AVX-512",
        () if has(InstructionSet::Avx2) => "AVX2",
        () => "no vectors wider than the target's",
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let (target, system) = (std::env::consts::ARCH, std::env::consts::OS);
    format!("{target} with {vectors}, {cores} cores, {system}, {}", toolchain::compiler())
}

fn page() -> Result<String, Box<dyn Error>> {
    let mut found = BTreeMap::new();
    collect(&results::folder(), &mut found)?;
    let asked = asked(&read_to_string(QUESTIONS)?);
    if asked.is_empty() {
        return Err("benches/README.md has no table of benches".into());
    }
    let scaling =
        read_to_string(results::scaling()).map_err(|error| format!("no result of the bench scaling: {error}"))?;
    Ok(format!(
        "# Results of the benches

Written by `.ci/benches --write`; `benches/README.md` tells what is run and how to read it. Machine: {}.

## Times

{}
## The kernel against other programs

Cells a second over cells a second, of the same run.

{}
## The step of diseases against other programs

{}
## One more scenario

The time of London with baseline, frozen and one more scenario, over that with baseline and frozen alone, of the same run.

{}
## Instructions

Counted by `.ci/instructions`, for AVX2.

{}
## Scaling

{scaling}",
        machine(),
        all(&asked, &found)?.to_markdown(),
        ratios(&found)?.to_markdown(),
        disease(&found)?.to_markdown(),
        ambitions(&found)?.to_markdown(),
        instructions()?.to_markdown(),
    ))
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    if has("--print") || has("--write") {
        let page = page()?;
        print!("{page}");
        if has("--write") {
            std::fs::write(PAGE, page)?;
        }
    } else if has("--test") {
        test()?;
    } else {
        println!("the table of all results is made by .ci/benches");
    }
    Ok(())
}

/// That names and times are read and shown as they should be.
fn test() -> Result<(), Box<dyn Error>> {
    let row = "| `a/1`, `a/2` | How? | cells | the cache |\n| `b` | not a bench |\n";
    let names: Vec<String> = asked(row).into_iter().map(|one| one.id).collect();
    assert_eq!(names, ["a/1", "a/2"]);
    assert_eq!([time(1.5), time(0.012_345), time(2e-6)], ["1.50 s", "12.3 ms", "2.00 µs"]);
    assert!(!asked(&read_to_string(QUESTIONS)?).is_empty());
    Ok(())
}
