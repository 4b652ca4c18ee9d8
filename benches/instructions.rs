//! How many instructions does a cell take? The count does not depend on how busy or how warm the machine is.
//!
//! `.ci/instructions` runs this. `--count` runs each workload once under callgrind and compares its instructions per cell
//! with `benches/instructions.csv`: more than 3% above is a failure. `--bless` writes that file, `--twice` counts everything
//! a second time and fails if a count differs. `--run NAME` is what callgrind runs; `--test` runs each workload once
//! without it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a bench may fail")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a bench tells what it counts")]

#[path = "w2/ceiling.rs"]
mod ceiling;
#[path = "w2/kernel.rs"]
mod kernel;
#[path = "shared/london.rs"]
mod london;
#[path = "../examples/shared/sick_sicker.rs"]
mod sick_sicker;
#[path = "shared/textbook.rs"]
mod textbook;
#[path = "shared/toolchain.rs"]
mod toolchain;
#[path = "w2/work.rs"]
#[allow(dead_code, reason = "the results are compared by the bench w2, not here")]
mod work;

use health_impact::data::ReferenceData;
use health_impact::multistate::kernel::InstructionSet;
use health_impact::report::PrintedTable;
use serde::{Deserialize, Serialize};
use std::hint::black_box;
use std::process::{Command, ExitCode};
use work::{AGES, BIRTHS, Draw, Kept, SCENARIOS, YEARS, cells, draws, hazard, position, risk, start};

const WORKLOADS: [&str; 6] = ["w2-12", "w2-3", "ceiling-12", "ceiling-3", "textbook", "london"];
/// Draws of all but London: enough that what is done once, whatever the draws, is hardly seen.
const DRAWS: usize = 64;
/// In the folder of the benches, where they run.
const BASELINE: &str = "instructions.csv";
/// The most by which instructions per cell may grow.
const GATE: f64 = 0.03;

/// Cells of a workload and its work. What is done here, before the work, is not counted.
fn workload(name: &str) -> (u64, Box<dyn FnMut()>) {
    match name {
        "w2-12" => w2(12),
        "w2-3" => w2(3),
        "ceiling-12" => (cells(DRAWS, 12), Box::new(|| _ = black_box(ceiling::run::<12>(DRAWS)))),
        "ceiling-3" => (cells(DRAWS, 3), Box::new(|| _ = black_box(ceiling::run::<3>(DRAWS)))),
        "textbook" => {
            let inputs = textbook::inputs(DRAWS);
            let compare = move || _ = black_box(sick_sicker::compare(&inputs).expect("the example's model"));
            (textbook::cells(DRAWS), Box::new(compare))
        }
        "london" => {
            let eight = london::projection(&ReferenceData::embedded(), 2018, 8);
            let cells = 8 * eight.cells_of_a_draw() as u64;
            (cells, Box::new(move || _ = black_box(eight.run().expect("a built projection runs"))))
        }
        _ => panic!("no workload is called {name:?}; there are {}", WORKLOADS.join(", ")),
    }
}

fn w2(states: usize) -> (u64, Box<dyn FnMut()>) {
    let draws = draws(DRAWS);
    (cells(DRAWS, states), Box::new(move || _ = black_box(kernel::run(&draws, states))))
}

/// What callgrind counts, by this name: all that happens from here until it returns.
#[inline(never)]
fn counted_work(work: &mut dyn FnMut()) {
    work();
    // Without this the compiler may jump into the work, and this function would be over before it.
    black_box(());
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    // All in the thread that is counted.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global();
    pool.expect("no other pool was made");
    if let Some(name) = arguments.iter().skip_while(|argument| *argument != "--run").nth(1) {
        run(name)
    } else if has("--count") {
        count(has("--bless"), has("--twice"))
    } else if has("--test") {
        for name in WORKLOADS {
            workload(name).1();
            println!("{name}: ran");
        }
        ExitCode::SUCCESS
    } else {
        println!("instructions are counted by .ci/instructions");
        ExitCode::SUCCESS
    }
}

/// Runs a workload and says how many cells it has.
fn run(name: &str) -> ExitCode {
    let has = InstructionSet::is_available;
    if !has(InstructionSet::Avx2) || has(InstructionSet::Avx512) {
        eprintln!("what is counted is the code for AVX2, and this processor would not run it");
        return ExitCode::FAILURE;
    }
    let (cells, mut work) = workload(name);
    counted_work(&mut *work);
    println!("{cells}");
    ExitCode::SUCCESS
}

/// Instructions and cells of a workload.
fn callgrind(name: &str) -> Result<(u64, u64), String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    // What the environment holds must not move the stack.
    let output = Command::new("valgrind")
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null", "--toggle-collect=*counted_work*"])
        .arg(program)
        .args(["--run", name])
        .output()
        .map_err(|error| format!("valgrind does not run: {error}"))?;
    let (said, told) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let collected = told.lines().find_map(|line| line.split_once("Collected : ")).map(|(_, number)| number.trim());
    let instructions = collected.and_then(|number| number.parse().ok()).filter(|number| *number > 0);
    match (output.status.success(), instructions, said.trim().parse()) {
        (true, Some(instructions), Ok(cells)) => Ok((instructions, cells)),
        _ => Err(format!("{name} could not be counted:\n{told}")),
    }
}

/// A row of the file of counts.
#[derive(Debug, Serialize, Deserialize)]
struct Row {
    workload: String,
    instructions_per_cell: f64,
    toolchain: String,
}

fn baseline() -> Result<Vec<Row>, String> {
    let read = || csv::Reader::from_path(BASELINE)?.into_deserialize().collect::<Result<Vec<Row>, csv::Error>>();
    read().map_err(|error| format!("{BASELINE}: {error}"))
}

fn write(rows: &[Row]) -> Result<(), csv::Error> {
    let mut writer = csv::Writer::from_path(BASELINE)?;
    for row in rows {
        writer.serialize(row)?;
    }
    Ok(writer.flush()?)
}

/// Counts all workloads.
fn measure(twice: bool) -> Result<Vec<Row>, String> {
    let toolchain = toolchain::compiler();
    let mut rows = Vec::new();
    for name in WORKLOADS {
        let (instructions, cells) = callgrind(name)?;
        if twice {
            let (again, _) = callgrind(name)?;
            if again != instructions {
                return Err(format!("{name} took {instructions} instructions, then {again}"));
            }
        }
        // As many digits as anybody needs: the file should not change with every odd instruction.
        let per_cell = format!("{:.4}", instructions as f64 / cells as f64);
        rows.push(Row {
            workload: name.to_owned(),
            instructions_per_cell: per_cell.parse().expect("digits"),
            toolchain: toolchain.clone(),
        });
    }
    Ok(rows)
}

fn count(bless: bool, twice: bool) -> ExitCode {
    let counted = measure(twice).and_then(|rows| {
        if bless {
            write(&rows).map_err(|error| format!("{BASELINE}: {error}"))?;
        }
        compare(&rows, &baseline()?)
    });
    match counted {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("{reason}");
            ExitCode::FAILURE
        }
    }
}

/// Prints the counts beside the kept ones.
fn compare(rows: &[Row], kept: &[Row]) -> Result<(), String> {
    let mut table = PrintedTable::new(["workload"], ["instructions per cell", "kept", "change"]);
    let (mut above, mut below) = (Vec::new(), Vec::new());
    for row in rows {
        let kept = kept.iter().find(|kept| kept.workload == row.workload);
        let kept =
            kept.ok_or_else(|| format!("{BASELINE} has no {}: .ci/instructions --bless adds it", row.workload))?;
        let change = row.instructions_per_cell / kept.instructions_per_cell - 1.0;
        // Written so that a kept value that is not a number fails.
        if !(change <= GATE) {
            above.push(row.workload.as_str());
        } else if change < -GATE {
            below.push(row.workload.as_str());
        }
        let number = |value: f64| format!("{value:.4}");
        table.push([
            row.workload.clone(),
            number(row.instructions_per_cell),
            number(kept.instructions_per_cell),
            format!("{:+.2}%", 100.0 * change),
        ]);
    }
    println!("{table}");
    let gate = 100.0 * GATE;
    if !below.is_empty() {
        println!("more than {gate}% better: {}; keep it with .ci/instructions --bless", below.join(", "));
    }
    if above.is_empty() {
        return Ok(());
    }
    let mut reason = format!("more than {gate}% above {BASELINE}: {}", above.join(", "));
    let other = kept.iter().zip(rows).find(|(kept, row)| kept.toolchain != row.toolchain);
    if let Some((kept, row)) = other {
        reason += &format!(
            "\nthe counts kept are of {}, these of {}: if the same sources did better with the old compiler, the change is \
             the compiler's, and .ci/instructions --bless keeps it",
            kept.toolchain, row.toolchain
        );
    }
    Err(reason)
}
