//! A run may be stopped at any moment, resumed, extended, shared out and merged: the bytes are those of one run.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::disallowed_types)] // the clock tells when to stop a process and reaches no number

mod one_run;
mod tables;

use health_impact::data::{ReferenceData, Table, TableName};
use health_impact::outcomes::{Outcomes, Selection};
use health_impact::projection::{Progress, Projection};
use health_impact::report::write_results;
use health_impact::run_folder::{ProblemKind, RunFolder, Shard};
use health_impact::scenario::Scenario;
use health_impact::units::Year;
use health_impact::{Error, random};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use support::london::{london, smoking_at, year};

const UNTIL: i32 = 2016;
/// Three chunks of eight, the last of them of four draws.
const DRAWS: usize = 20;
/// Twelve chunks.
const MANY: usize = 96;

fn build(draws: usize, seed: u64, target: f64) -> Projection {
    let scenario = Scenario::new("an aim").with(smoking_at(target).by(year(UNTIL)));
    london(UNTIL).draws(draws).seed(seed).scenario(scenario).build().unwrap()
}

fn projection() -> &'static Projection {
    static PROJECTION: OnceLock<Projection> = OnceLock::new();
    PROJECTION.get_or_init(|| build(DRAWS, 2015, 15.0))
}

/// A folder for a test, removed when dropped.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        // What is kept for all tests is never dropped: under a fixed name in the target folder it does not pile up.
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("run-folder-{name}"));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Every file of a folder with its bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries.map(|entry| (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap())).collect()
}

fn names(folder: &Path) -> Vec<String> {
    files(folder).into_keys().collect()
}

fn assert_same(folder: &Path, other: &Path) {
    let (one, other) = (files(folder), files(other));
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (name, bytes) in &one {
        assert!(bytes == &other[name], "{name} differs");
    }
}

fn results(outcomes: &Outcomes) -> Vec<u8> {
    static NUMBER: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("run-folder-results-{number}.csv"));
    write_results(outcomes, &Selection::standard(), &path).unwrap();
    let bytes = std::fs::read(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert!(bytes.len() > 100_000);
    bytes
}

fn pool(threads: usize) -> rayon::ThreadPool {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap()
}

/// Folder and table of the run that was never stopped.
fn complete() -> &'static (Scratch, Vec<u8>) {
    static REGION: OnceLock<(Scratch, Vec<u8>)> = OnceLock::new();
    REGION.get_or_init(|| {
        let scratch = Scratch::new("whole");
        let table = results(&projection().run_in(scratch.at("run")).unwrap());
        (scratch, table)
    })
}

#[test]
fn the_bytes_of_a_folder_do_not_depend_on_threads() {
    let (complete, table) = complete();
    assert!(results(&projection().run().unwrap()) == *table, "in memory");
    let scratch = Scratch::new("threads");
    for threads in [1, 2, 8] {
        let folder = scratch.at(&format!("{threads}"));
        let run = pool(threads).install(|| projection().run_in(&folder).unwrap());
        assert_same(&folder, &complete.at("run"));
        assert!(results(&run) == *table, "{threads} threads");
    }
    let expected = ["draws-00000000.f64", "draws-00000008.f64", "draws-00000016.f64", "run-folder.json"];
    assert_eq!(names(&complete.at("run")), expected);
}

#[test]
fn a_run_can_be_extended_and_read_in_part() {
    let (complete, table) = complete();
    let scratch = Scratch::new("extended");
    let folder = scratch.at("run");
    let few = build(12, 2015, 15.0);
    let first = results(&few.run_in(&folder).unwrap());
    assert_eq!(RunFolder::open(&folder).unwrap().chunks().unwrap(), [0..8, 8..16]);
    let told = std::sync::Mutex::new(Vec::new());
    let tell = |done, all| told.lock().unwrap().push((done, all));
    let more = projection().run_watched(Some(&folder), &Progress::tell(&tell)).unwrap();
    // The sixteen that are there count from the beginning.
    assert_eq!(told.into_inner().unwrap(), [(16, DRAWS), (DRAWS, DRAWS)]);
    assert!(results(&more) == *table);
    assert_same(&folder, &complete.at("run"));
    // Of the longer run the first twelve draws are the shorter one; reading it changes nothing.
    assert!(results(&few.run_in(&folder).unwrap()) == first);
    assert!(results(&few.outcomes_in(&folder).unwrap()) == first);
    assert_same(&folder, &complete.at("run"));
    assert!(first != *table);
}

#[test]
fn shards_run_anywhere_make_the_complete_run() {
    let (complete, table) = complete();
    let scratch = Scratch::new("shards");
    let shards: Vec<PathBuf> = (1..=3).map(|shard| scratch.at(&format!("shard {shard}"))).collect();
    for (folder, draws) in shards.iter().zip([8, 8, 4]) {
        let which = shards.iter().position(|other| other == folder).unwrap() + 1;
        let shard = Shard::new(which, 3).unwrap();
        let done = projection().run_shard(folder, shard, &Progress::none()).unwrap();
        assert_eq!((done.draws, done.run), (draws, draws));
        let again = projection().run_shard(folder, shard, &Progress::none()).unwrap();
        assert_eq!((again.draws, again.run), (draws, 0));
    }
    let error = projection().outcomes_in(&shards[1]).unwrap_err().to_string();
    let missing = "draws 0 to 7 are missing; draws 16 to 19 are missing";
    assert_eq!(error, format!("{}: {missing}", shards[1].display()));
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
        let into = scratch.at(&format!("{order:?}"));
        let merged = RunFolder::merge(&order.map(|shard| &shards[shard]), &into).unwrap();
        assert_eq!((merged.chunks, merged.already_there), (3, 0));
        assert_same(&into, &complete.at("run"));
    }
    assert!(results(&projection().outcomes_in(scratch.at("[2, 1, 0]")).unwrap()) == *table);
    // Two shards in one folder; a run fills in what no shard has done.
    let shared = scratch.at("shared");
    for shard in ["3/3", "1/3"] {
        projection().run_shard(&shared, shard.parse().unwrap(), &Progress::none()).unwrap();
    }
    assert!(results(&projection().run_in(&shared).unwrap()) == *table);
    assert_same(&shared, &complete.at("run"));
}

#[test]
fn a_cancelled_run_keeps_what_it_has() {
    let (complete, _) = complete();
    let scratch = Scratch::new("cancelled");
    let folder = scratch.at("run");
    let cancel = AtomicBool::new(false);
    let tell = |_: usize, _: usize| cancel.store(true, Ordering::Relaxed);
    let progress = Progress::tell(&tell).until_cancelled(&cancel);
    let error = pool(1).install(|| projection().run_watched(Some(&folder), &progress)).unwrap_err();
    assert_eq!(error, Error::Cancelled);
    assert_eq!(names(&folder), ["draws-00000000.f64", "run-folder.json"]);
    let kept = std::fs::metadata(folder.join("draws-00000000.f64")).unwrap().modified().unwrap();
    projection().run_in(&folder).unwrap();
    assert_eq!(std::fs::metadata(folder.join("draws-00000000.f64")).unwrap().modified().unwrap(), kept);
    assert_same(&folder, &complete.at("run"));
}

/// A copy of the region run.
fn copy(into: &Path) {
    RunFolder::merge(&[complete().0.at("run")], into).unwrap();
}

#[test]
fn another_run_is_refused_with_the_reason() {
    let (complete, _) = complete();
    let folder = complete.at("run");
    let name = TableName::SMOKING_INCOME_FIFTH;
    let fifths = "year,sex,fifth,prevalence\n2015,all,lowest,0.30\n2015,all,highest,0.09\n";
    let data = ReferenceData::embedded().with_table(Table::from_csv_str(name, fifths).unwrap()).unwrap();
    let scenario = Scenario::new("an aim").with(smoking_at(15.0).by(year(UNTIL)));
    let other_table =
        Projection::builder(&data).years(Year::START..=year(UNTIL)).draws(DRAWS).scenario(scenario).build().unwrap();
    let value = "settings.scenarios[0].ambitions[0].target.value";
    let cases = [
        (build(DRAWS, 99, 15.0), "settings.seed is 2015 there and 99 here".to_owned()),
        (build(DRAWS, 2015, 14.0), format!("{value} is 0.15 there and 0.14 here")),
        (other_table, "tables.smoking_income_fifth.csv is ".to_owned()),
    ];
    let scratch = Scratch::new("another");
    for (index, (other, reason)) in cases.into_iter().enumerate() {
        let before = files(&folder);
        for error in [other.run_in(&folder).unwrap_err(), other.outcomes_in(&folder).unwrap_err()] {
            let start = format!("{}: holds another run; {reason}", folder.display());
            assert!(error.to_string().starts_with(&start), "{error}");
        }
        assert!(files(&folder) == before);
        // Its chunks, smuggled in, are found.
        let (theirs, mixed) = (scratch.at(&format!("theirs {index}")), scratch.at(&format!("mixed {index}")));
        other.run_shard(&theirs, Shard::new(1, 3).unwrap(), &Progress::none()).unwrap();
        let error = RunFolder::merge(&[&theirs, &folder], &mixed).unwrap_err().to_string();
        assert!(error.starts_with(&format!("{}: holds another run; {reason}", folder.display())), "{error}");
        copy(&mixed);
        std::fs::copy(theirs.join("draws-00000000.f64"), mixed.join("draws-00000000.f64")).unwrap();
        assert_found(&mixed, "draws-00000000.f64", ProblemKind::Foreign, "it is of a run with the fingerprint");
    }
}

/// Verifying, resuming, reading and merging a folder all name one file and what is wrong with it.
fn assert_found(folder: &Path, file: &str, kind: ProblemKind, detail: &str) {
    let found = RunFolder::open(folder).unwrap().verify().unwrap();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].file.as_str(), found[0].kind), (file, kind));
    assert!(found[0].detail.contains(detail), "{}", found[0]);
    let said = format!("{}: {}", folder.display(), found[0]);
    let before = files(folder);
    let into = folder.with_extension("merged");
    assert_eq!(projection().run_in(folder).unwrap_err().to_string(), said);
    assert_eq!(projection().outcomes_in(folder).unwrap_err().to_string(), said);
    assert_eq!(RunFolder::merge(&[folder], &into).unwrap_err().to_string(), said);
    assert!(!into.exists());
    assert!(files(folder) == before);
}

#[test]
fn damage_is_named_and_mended_when_asked() {
    let scratch = Scratch::new("damage");
    type Damage = fn(&mut Vec<u8>);
    let damage: [(&str, Damage, &str); 3] = [
        ("flipped", |bytes| bytes[5_000] ^= 1, "its bytes do not have the checksum of its header"),
        ("cut", |bytes| bytes.truncate(bytes.len() / 2), "by its header must have"),
        ("empty", Vec::clear, "it has 0 bytes"),
    ];
    for (name, damage, detail) in damage {
        let folder = scratch.at(name);
        copy(&folder);
        let path = folder.join("draws-00000008.f64");
        let mut bytes = std::fs::read(&path).unwrap();
        damage(&mut bytes);
        std::fs::write(&path, bytes).unwrap();
        assert_found(&folder, "draws-00000008.f64", ProblemKind::Damaged, detail);
        RunFolder::open(&folder).unwrap().discard_damaged().unwrap();
        assert_eq!(names(&folder).len(), 3);
        if name == "flipped" {
            projection().run_in(&folder).unwrap();
            assert_same(&folder, &complete().0.at("run"));
        }
    }
    for (name, put, detail) in [
        ("renamed", "draws-00000016.f64", "it holds the draws 8 to 15"),
        ("duplicate", "draws-00000008 copy.f64", "no chunk of draws has such a name"),
    ] {
        let folder = scratch.at(name);
        copy(&folder);
        std::fs::copy(folder.join("draws-00000008.f64"), folder.join(put)).unwrap();
        assert_found(&folder, put, ProblemKind::Misnamed, detail);
    }
}

const TASK: &str = "HEALTH_IMPACT_CHILD_TASK";
const PATHS: &str = "HEALTH_IMPACT_CHILD_PATHS";

/// The process that other tests start and stop.
#[test]
#[ignore = "a process of other tests, which does nothing by itself"]
fn child() {
    let (Ok(task), Some(paths)) = (std::env::var(TASK), std::env::var_os(PATHS)) else { return };
    let paths: Vec<PathBuf> = std::env::split_paths(&paths).collect();
    match task.as_str() {
        "run" => {
            let projection = build(MANY, 2015, 15.0);
            println!("\nbegun");
            projection.run_in(&paths[0]).unwrap();
        }
        "merge" => {
            println!("\nbegun");
            RunFolder::merge(&paths[1..], &paths[0]).unwrap();
        }
        "tables" => tables::write(&paths[1], &paths[0], || println!("\nbegun")),
        other => panic!("{other}"),
    }
}

/// Starts a process; returns once it is about to write into the first of `paths`.
fn start(task: &str, paths: &[&Path]) -> Child {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["child", "--exact", "--ignored", "--nocapture"])
        .env(TASK, task)
        .env(PATHS, std::env::join_paths(paths).unwrap())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.as_mut().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap() == "begun"));
    child
}

/// Ninety-six draws by a process that is left alone, and how long it took.
fn many() -> &'static (Scratch, Duration) {
    static MANY: OnceLock<(Scratch, Duration)> = OnceLock::new();
    MANY.get_or_init(|| {
        let scratch = Scratch::new("many");
        let mut child = start("run", &[&scratch.at("run")]);
        let begun = Instant::now();
        assert!(child.wait().unwrap().success());
        (scratch, begun.elapsed())
    })
}

fn chunks(folder: &Path) -> usize {
    RunFolder::open(folder).map_or(0, |folder| folder.chunks().unwrap().len())
}

/// Starts a task ten times and stops it at random: after one more chunk or none and up to `longest`. Returns how
/// many times it was stopped before its end.
fn interrupt(task: &str, paths: &[&Path], longest: Duration) -> usize {
    let mut stopped = 0;
    for time in 0..10 {
        let enough = chunks(paths[0]) + usize::from(random::uniform(2015, "chunks", time) > 0.5);
        let mut child = start(task, paths);
        while chunks(paths[0]) < enough && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(longest.mul_f64(random::uniform(2015, task, time)));
        child.kill().unwrap();
        stopped += usize::from(!child.wait().unwrap().success());
        // Whatever has the name of a chunk is one.
        if let Ok(folder) = RunFolder::open(paths[0]) {
            let problems = folder.verify().unwrap();
            assert!(problems.iter().all(|problem| problem.kind == ProblemKind::HalfWritten), "{problems:?}");
        }
    }
    stopped
}

#[test]
fn killed_at_ten_moments_and_resumed() {
    let (complete, time) = many();
    let scratch = Scratch::new("killed");
    let folder = scratch.at("run");
    let stopped = interrupt("run", &[&folder], *time / 24);
    println!("stopped {stopped} times, {} chunks kept", chunks(&folder));
    assert!(stopped >= 3 && chunks(&folder) >= 3);
    assert!(start("run", &[&folder]).wait().unwrap().success());
    assert_same(&folder, &complete.at("run"));
}

#[test]
fn a_merge_killed_at_ten_moments_and_done_again() {
    let (complete, _) = many();
    let scratch = Scratch::new("killed-merge");
    let folder = scratch.at("run");
    let stopped = interrupt("merge", &[&folder, &complete.at("run")], Duration::from_millis(10));
    println!("stopped {stopped} times, {} chunks kept", chunks(&folder));
    assert!(stopped >= 1);
    assert!(start("merge", &[&folder, &complete.at("run")]).wait().unwrap().success());
    // A merge leaves what was half-written; a run takes it away.
    for problem in RunFolder::open(&folder).unwrap().discard_damaged().unwrap() {
        assert_eq!(problem.kind, ProblemKind::HalfWritten);
    }
    assert_same(&folder, &complete.at("run"));
}

#[test]
fn two_processes_in_one_folder() {
    let (complete, _) = many();
    let scratch = Scratch::new("two");
    let folder = scratch.at("run");
    let both = [start("run", &[&folder]), start("run", &[&folder])];
    for mut child in both {
        assert!(child.wait().unwrap().success());
    }
    assert_same(&folder, &complete.at("run"));
}
