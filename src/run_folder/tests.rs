//! Folders of made-up numbers: what is found, named, discarded and merged.

use super::*;
use serde_json::json;

const NUMBERS: usize = 5;

/// A folder for a test, removed when dropped.
struct Scratch(tempfile::TempDir);

impl Scratch {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// A run folder with these chunks.
    fn run(&self, name: &str, seed: u64, chunks: &[usize]) -> RunFolder {
        let folder = RunFolder::for_run(&self.at(name), identity(seed)).unwrap();
        for chunk in chunks {
            folder.keep(*chunk, &numbers(seed, *chunk)).unwrap();
        }
        folder
    }
}

fn identity(seed: u64) -> Identity {
    let tables = BTreeMap::from([("births.csv".to_owned(), "0f".to_owned())]);
    Identity::new(&json!({ "seed": seed, "draws": 24 }), &tables, NUMBERS).unwrap()
}

fn numbers(seed: u64, chunk: usize) -> Vec<Lanes> {
    (0..NUMBERS).map(|number| Lanes([(100 * chunk + number) as f64 + seed as f64 / 7.0; CHUNK])).collect()
}

/// Every file of a folder with its bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries.map(|entry| (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap())).collect()
}

fn change(path: &Path, change: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = std::fs::read(path).unwrap();
    change(&mut bytes);
    std::fs::write(path, bytes).unwrap();
}

fn kinds(folder: &RunFolder) -> Vec<(String, ProblemKind)> {
    folder.verify().unwrap().into_iter().map(|problem| (problem.file, problem.kind)).collect()
}

#[test]
fn a_folder_tells_what_it_holds() {
    let scratch = Scratch::new();
    let begun = scratch.run("run", 7, &[0, 1, 3]);
    let folder = RunFolder::open(scratch.at("run")).unwrap();
    assert_eq!(folder.chunks().unwrap(), [0..8, 8..16, 24..32]);
    assert_eq!(folder.draws().unwrap(), 16);
    assert_eq!(folder.settings(), &json!({ "seed": 7 }));
    assert_eq!(folder.fingerprint(), begun.fingerprint());
    assert_eq!(folder.fingerprint().len(), 32);
    assert_eq!(folder.machines().collect::<Vec<_>>(), [machine()]);
    assert_eq!(folder.verify().unwrap(), []);
    assert!(folder.holds(1).unwrap() && !folder.holds(2).unwrap());
    folder.complete(16).unwrap();
    let error = folder.complete(37).unwrap_err().to_string();
    let path = scratch.at("run");
    assert_eq!(error, format!("{}: draws 16 to 23 are missing; draws 32 to 36 are missing", path.display()));
    let piece = folder.read(3, &(1..3)).unwrap();
    assert_eq!(RunFolder::rows(&piece).map(Lanes).collect::<Vec<_>>(), numbers(7, 3)[1..3]);
}

#[test]
fn a_folder_of_another_run_is_refused_and_left_as_it_is() {
    let scratch = Scratch::new();
    scratch.run("run", 7, &[0]);
    let before = files(&scratch.at("run"));
    let path = scratch.at("run");
    let error = RunFolder::for_run(&path, identity(8)).unwrap_err().to_string();
    assert_eq!(error, format!("{}: holds another run; settings.seed is 7 there and 8 here", path.display()));
    assert_eq!(RunFolder::of_run(&path, &identity(8)).unwrap_err().to_string(), error);
    assert_eq!(files(&path), before);
    let nowhere = scratch.at("nowhere");
    let error = RunFolder::open(&nowhere).unwrap_err().to_string();
    assert_eq!(error, format!("{}: holds no run: there is no run-folder.json", nowhere.display()));
}

#[test]
fn a_changed_summary_is_found_and_a_missing_one_written_anew() {
    let scratch = Scratch::new();
    scratch.run("run", 7, &[0]);
    let path = scratch.at("run").join("run-folder.json");
    let intact = std::fs::read_to_string(&path).unwrap();
    let say = |text: &str| {
        std::fs::write(&path, text).unwrap();
        let error = RunFolder::for_run(&scratch.at("run"), identity(7)).unwrap_err().to_string();
        assert!(error.starts_with(&path.display().to_string()), "{error}");
        error
    };
    let machine = machine();
    for (from, to) in
        [("\"seed\": 7", "\"seed\": 8"), (machine.as_str(), "another"), ("\"revision\": ", "\"revision\": 9")]
    {
        assert!(intact.contains(from));
        assert!(say(&intact.replacen(from, to, 1)).contains("is damaged: it has the checksum"));
    }
    assert!(say(&intact[..intact.len() / 2]).contains("is damaged: EOF while parsing"));
    assert!(say(&intact.replace("\"format\": 2", "\"format\": 3")).contains("has version 3 of the format"));
    std::fs::remove_file(&path).unwrap();
    RunFolder::for_run(&scratch.at("run"), identity(7)).unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), intact);
}

#[test]
fn every_problem_is_named_and_stops_a_run_and_a_merge() {
    let scratch = Scratch::new();
    type Harm<'a> = &'a dyn Fn(&Path);
    let foreign = scratch.run("foreign", 8, &[1]);
    let cases: [(Harm<'_>, &str, ProblemKind, &str); 8] = [
        (
            &|run| change(&run.join("draws-00000008.f64"), |b| b[200] ^= 4),
            "draws-00000008.f64",
            ProblemKind::Damaged,
            "checksum",
        ),
        (
            &|run| change(&run.join("draws-00000008.f64"), |b| b[50] ^= 1),
            "draws-00000008.f64",
            ProblemKind::Damaged,
            "by its header",
        ),
        (
            &|run| change(&run.join("draws-00000008.f64"), |b| b.truncate(300)),
            "draws-00000008.f64",
            ProblemKind::Damaged,
            "300 bytes",
        ),
        (
            &|run| change(&run.join("draws-00000008.f64"), Vec::clear),
            "draws-00000008.f64",
            ProblemKind::Damaged,
            "0 bytes",
        ),
        (
            &|run| assert!(std::fs::copy(foreign.chunk_path(1), run.join("draws-00000008.f64")).unwrap() > 0),
            "draws-00000008.f64",
            ProblemKind::Foreign,
            "fingerprint",
        ),
        (
            &|run| std::fs::rename(run.join("draws-00000008.f64"), run.join("draws-00000016.f64")).unwrap(),
            "draws-00000016.f64",
            ProblemKind::Misnamed,
            "it holds the draws 8 to 15",
        ),
        (
            &|run| assert!(std::fs::copy(run.join("draws-00000000.f64"), run.join("draws-00000004.f64")).unwrap() > 0),
            "draws-00000004.f64",
            ProblemKind::Misnamed,
            "no chunk of draws has such a name",
        ),
        (
            &|run| {
                assert!(std::fs::copy(run.join("draws-00000000.f64"), run.join("draws-00000000 (1).f64")).unwrap() > 0)
            },
            "draws-00000000 (1).f64",
            ProblemKind::Misnamed,
            "no chunk of draws has such a name",
        ),
    ];
    for (index, (harm, file, kind, detail)) in cases.into_iter().enumerate() {
        let name = format!("run {index}");
        let folder = scratch.run(&name, 7, &[0, 1]);
        harm(&scratch.at(&name));
        let found = folder.verify().unwrap();
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].file.as_str(), found[0].kind), (file, kind));
        assert!(found[0].detail.contains(detail), "{}", found[0]);
        let said = format!("{}: {}", scratch.at(&name).display(), found[0]);
        assert_eq!(folder.tidy(|_| true).unwrap_err().to_string(), said);
        assert_eq!(folder.complete(16).unwrap_err().to_string(), said);
        let sound = scratch.run("sound", 7, &[0, 1]);
        let before = files(sound.path());
        // As a source, in either order, and as the target.
        for from in [[folder.path(), sound.path()], [sound.path(), folder.path()]] {
            assert_eq!(RunFolder::merge(&from, scratch.at("merged")).unwrap_err().to_string(), said);
        }
        assert!(!scratch.at("merged").exists());
        let harmed = files(folder.path());
        assert_eq!(RunFolder::merge(&[sound.path()], folder.path()).unwrap_err().to_string(), said);
        assert_eq!((files(sound.path()), files(folder.path())), (before, harmed.clone()));
        // Only what is damaged is thrown away.
        let thrown = folder.discard_damaged().unwrap();
        if kind == ProblemKind::Damaged {
            assert_eq!(thrown, found);
            assert_eq!(folder.tidy(|_| true).unwrap(), BTreeSet::from([0]));
        } else {
            assert_eq!(thrown, []);
            assert_eq!(files(folder.path()), harmed);
        }
    }
}

#[test]
fn only_the_numbers_of_wanted_chunks_are_read_before_a_run() {
    let scratch = Scratch::new();
    let folder = scratch.run("run", 7, &[0, 1, 2]);
    change(&folder.chunk_path(2), |bytes| bytes[100] ^= 1);
    assert_eq!(folder.tidy(|chunk| chunk < 2).unwrap(), BTreeSet::from([0, 1]));
    assert!(folder.tidy(|chunk| chunk < 3).is_err());
    // Headers and lengths are looked at all the same.
    change(&folder.chunk_path(2), |bytes| bytes.truncate(100));
    assert!(folder.tidy(|chunk| chunk < 2).is_err());
    assert!(folder.holds(2).unwrap_err().to_string().contains("draws-00000016.f64 is damaged"));
}

#[test]
fn leftovers_go_unless_they_are_being_written() {
    let scratch = Scratch::new();
    let folder = scratch.run("run", 7, &[0]);
    let at = |name: &str| scratch.at("run").join(name);
    let (left, held) = ("draws-00000008.f64.17-0.unfinished", "draws-00000016.f64.17-1.unfinished");
    for name in [left, held, "notes.unfinished", "notes.txt"] {
        std::fs::write(at(name), "draws").unwrap();
    }
    let writer = File::open(at(held)).unwrap();
    writer.try_lock().unwrap();
    assert_eq!(kinds(&folder), [left, held].map(|name| (name.to_owned(), ProblemKind::HalfWritten)));
    let said: Vec<String> = folder.verify().unwrap().iter().map(ToString::to_string).collect();
    assert!(said[0].ends_with("is half-written: its writer was stopped"), "{}", said[0]);
    assert!(said[1].ends_with("is half-written: it is being written"), "{}", said[1]);
    let merged = RunFolder::merge(&[folder.path()], scratch.at("merged")).unwrap();
    assert_eq!((merged.chunks, merged.left_out.len()), (1, 2));
    assert_eq!(folder.tidy(|_| true).unwrap(), BTreeSet::from([0]));
    assert!(!at(left).exists() && at(held).exists() && at("notes.unfinished").exists() && at("notes.txt").exists());
    drop(writer);
    assert_eq!(folder.discard_damaged().unwrap().len(), 1);
    assert!(!at(held).exists());
}

#[test]
fn parts_merge_to_the_same_bytes_in_any_order() {
    let scratch = Scratch::new();
    let intact = files(scratch.run("whole", 7, &[0, 1, 2, 3, 4, 5]).path());
    let shards = [[0, 3], [1, 4], [2, 5]];
    let [a, b, c] = [0, 1, 2].map(|shard| scratch.run(&format!("shard {shard}"), 7, &shards[shard]));
    let orders = [[&a, &b, &c], [&c, &b, &a], [&b, &c, &a], [&c, &a, &b]];
    for (index, order) in orders.into_iter().enumerate() {
        let into = scratch.at(&format!("merged {index}"));
        let from = order.map(RunFolder::path);
        let merged = RunFolder::merge(&from, &into).unwrap();
        assert_eq!(merged, Merged { chunks: 6, already_there: 0, left_out: vec![] });
        assert_eq!(files(&into), intact);
        // Once more, and from itself.
        let again = RunFolder::merge(&[from[0], from[1], from[2], &into], &into).unwrap();
        assert_eq!(again, Merged { chunks: 0, already_there: 6, left_out: vec![] });
        assert_eq!(files(&into), intact);
    }
    // One at a time, the first of them twice.
    let into = scratch.at("one by one");
    for shard in [&b, &b, &a, &c] {
        RunFolder::merge(&[shard.path()], &into).unwrap();
    }
    assert_eq!(files(&into), intact);
}

#[test]
fn what_does_not_belong_together_is_not_merged() {
    let scratch = Scratch::new();
    let (one, other) = (scratch.run("one", 7, &[0]), scratch.run("other", 8, &[1]));
    let into = scratch.at("into");
    let error = RunFolder::merge(&[one.path(), other.path()], &into).unwrap_err().to_string();
    let path = other.path().display();
    assert_eq!(error, format!("{path}: holds another run; settings.seed is 8 there and 7 here"));
    assert!(!into.exists());
    let error = RunFolder::merge(&[one.path()], other.path()).unwrap_err().to_string();
    assert_eq!(error, format!("{path}: holds another run; settings.seed is 8 there and 7 here"));
    // Sound chunks of one run with different numbers cannot be told apart: neither is taken.
    let twin = scratch.run("twin", 7, &[]);
    twin.keep(0, &numbers(9, 0)).unwrap();
    let error = RunFolder::merge(&[one.path(), twin.path()], &into).unwrap_err().to_string();
    let (one, twin) = (one.path().display(), twin.path().display());
    assert!(error.ends_with(&format!("draws-00000000.f64 is not the same in {one} and in {twin}")), "{error}");
    assert!(!into.exists());
    let none: [&Path; 0] = [];
    assert_eq!(RunFolder::merge(&none, &into).unwrap_err().to_string(), "a merge needs a folder to merge from");
}

#[test]
fn machines_are_remembered() {
    let scratch = Scratch::new();
    let folder = scratch.run("run", 7, &[0]);
    let elsewhere = BTreeSet::from(["another-machine".to_owned()]);
    identity::write(folder.path(), &folder.identity, &elsewhere).unwrap();
    let both = ["another-machine".to_owned(), machine()];
    let folder = RunFolder::for_run(folder.path(), identity(7)).unwrap();
    assert_eq!(folder.machines().collect::<Vec<_>>(), both);
    let here = scratch.run("here", 7, &[1]);
    RunFolder::merge(&[here.path(), folder.path()], scratch.at("into")).unwrap();
    assert_eq!(RunFolder::open(scratch.at("into")).unwrap().machines().collect::<Vec<_>>(), both);
}
