//! One folder, one run: two that begin together, a file changed behind a reader's back, a pipe among the draws.

use super::{Scratch, build, projection};
use health_impact::outcomes::{Measure, Outcomes, Quantity};
use health_impact::projection::{Progress, Projection};
use health_impact::run_folder::{ProblemKind, RunFolder, Shard};
use health_impact::scenario::BASELINE;
use std::path::Path;
use std::sync::Barrier;
use support::london::year;

fn deaths(outcomes: &Outcomes) -> Result<Vec<u64>, String> {
    let deaths = outcomes.draws_of(&Quantity::level(BASELINE, Measure::DEATHS, year(super::UNTIL)));
    deaths.map(|draws| draws.iter().map(|value| value.to_bits()).collect()).map_err(|error| error.to_string())
}

/// Of two runs of different seeds that begin in one new folder at the same moment one works, and one is refused.
#[test]
fn of_two_that_begin_together_one_is_refused() {
    let scratch = Scratch::new("together");
    let runs = [1, 2].map(|seed| build(8, seed, 15.0));
    let own = [0, 1].map(|which| deaths(&runs[which].run().unwrap()).unwrap());
    let mut refused = [0, 0];
    for time in 0..100 {
        let folder = scratch.at(&format!("run {time}"));
        let gate = Barrier::new(2);
        let begin = |which: usize| {
            gate.wait();
            runs[which].run_in(&folder).map_err(|error| error.to_string()).and_then(|outcomes| deaths(&outcomes))
        };
        let found = std::thread::scope(|scope| {
            let other = scope.spawn(|| begin(1));
            [begin(0), other.join().unwrap()]
        });
        for which in [0, 1] {
            match &found[which] {
                Ok(numbers) => assert!(*numbers == own[which], "time {time}: the other run's numbers"),
                Err(error) => {
                    assert!(error.contains("holds another run"), "time {time}: {error}");
                    refused[which] += 1;
                }
            }
        }
        assert!(found.iter().filter(|one| one.is_ok()).count() == 1, "time {time}: {found:?}");
        assert!(RunFolder::open(&folder).unwrap().verify().unwrap().is_empty());
    }
    println!("refused: {refused:?}");
}

fn change(file: &Path, change: impl Fn(&mut Vec<u8>)) {
    let mut bytes = std::fs::read(file).unwrap();
    change(&mut bytes);
    std::fs::write(file, bytes).unwrap();
}

/// Draws that are changed after they were verified are found when they are read.
#[test]
fn a_change_behind_a_reader_is_found() {
    let scratch = Scratch::new("behind");
    let folder = scratch.at("run");
    let outcomes = projection().run_in(&folder).unwrap();
    let numbers = deaths(&outcomes).unwrap();
    let file = folder.join("draws-00000008.f64");
    let sound = std::fs::read(&file).unwrap();
    change(&file, |bytes| bytes[100] ^= 8);
    assert!(deaths(&outcomes).unwrap_err().contains("draws-00000008.f64 is damaged"), "{:?}", deaths(&outcomes));
    change(&file, |bytes| bytes.truncate(100));
    assert!(deaths(&outcomes).unwrap_err().contains("draws-00000008.f64 is damaged"));
    std::fs::remove_file(&file).unwrap();
    assert!(deaths(&outcomes).unwrap_err().contains("draws-00000008.f64"));
    std::fs::write(&file, sound).unwrap();
    assert_eq!(deaths(&outcomes).unwrap(), numbers);
}

/// A chunk of another run, put there while a run goes on, is not written over.
#[test]
fn a_chunk_of_another_run_is_never_written_over() {
    let scratch = Scratch::new("foreign chunk");
    let (ours, theirs) = (scratch.at("ours"), scratch.at("theirs"));
    let shard = |run: &Projection, folder: &Path, which: usize| {
        run.run_shard(folder, Shard::new(which, 3).unwrap(), &Progress::none())
    };
    shard(projection(), &ours, 1).unwrap();
    build(24, 2016, 15.0).run_in(&theirs).unwrap();
    let file = "draws-00000008.f64";
    std::fs::copy(theirs.join(file), ours.join(file)).unwrap();
    let error = shard(projection(), &ours, 2).unwrap_err().to_string();
    assert!(error.contains("draws-00000008.f64 is of another run"), "{error}");
    assert_eq!(std::fs::read(ours.join(file)).unwrap(), std::fs::read(theirs.join(file)).unwrap());
    let problems = RunFolder::open(&ours).unwrap().verify().unwrap();
    assert!(problems.iter().any(|problem| problem.kind == ProblemKind::Foreign), "{problems:?}");
}

/// Only regular files are opened: a pipe would be waited for without end.
#[cfg(unix)]
#[test]
fn a_pipe_among_the_draws_is_refused() {
    let scratch = Scratch::new("pipe");
    let folder = scratch.at("run");
    projection().run_shard(&folder, Shard::new(1, 3).unwrap(), &Progress::none()).unwrap();
    let pipe = folder.join("draws-00000008.f64");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success());
    assert!(made, "mkfifo is part of every Unix");
    let error = projection().run_in(&folder).unwrap_err().to_string();
    assert!(error.contains("draws-00000008.f64: is no regular file"), "{error}");
}
