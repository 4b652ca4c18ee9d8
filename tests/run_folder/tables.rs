//! Tables of a run that is killed while it writes them: whole or not there, and never counted without their manifest.

use super::{Scratch, build, start};
use health_impact::data::ReferenceData;
use health_impact::outcomes::Selection;
use health_impact::random;
use health_impact::report::{Manifest, verify_folder, write_folder};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

const TABLES: [&str; 5] = ["results.csv", "ambitions.csv", "inequality.csv", "draws.csv", "tornado.csv"];

/// Enough for a tornado.
const DRAWS: usize = 24;

/// Writes the tables of draws, which are run if they are not there, telling when it begins.
pub(crate) fn write(draws: &Path, folder: &Path, begin: impl FnOnce()) {
    let projection = build(DRAWS, 2015, 15.0);
    let outcomes = projection.run_in(draws).unwrap();
    let manifest = Manifest::new(&outcomes, projection.settings(), &ReferenceData::embedded()).unwrap();
    begin();
    write_folder(&outcomes, &Selection::standard(), manifest, folder).unwrap();
}

fn tables(folder: &Path) -> BTreeMap<&'static str, Vec<u8>> {
    TABLES.into_iter().filter_map(|name| std::fs::read(folder.join(name)).ok().map(|bytes| (name, bytes))).collect()
}

#[test]
fn killed_twenty_times_no_table_stands_cut_short() {
    let scratch = Scratch::new("tables");
    let (draws, folder) = (scratch.at("draws"), scratch.at("out"));
    write(&draws, &scratch.at("whole"), || ());
    let whole = tables(&scratch.at("whole"));
    assert_eq!(whole.len(), TABLES.len());
    let mut child = start("tables", &[&scratch.at("timed"), &draws]);
    let begun = Instant::now();
    assert!(child.wait().unwrap().success());
    let time = begun.elapsed();
    let (mut stopped, mut counted) = (0, 0);
    for kill in 0..20 {
        let mut child = start("tables", &[&folder, &draws]);
        std::thread::sleep(time.mul_f64(0.9 * random::uniform(2015, "tables", kill)));
        child.kill().unwrap();
        stopped += usize::from(!child.wait().unwrap().success());
        for (name, bytes) in tables(&folder) {
            assert!(bytes == whole[name], "kill {kill}: {name} has {} of {} bytes", bytes.len(), whole[name].len());
        }
        // What the manifest calls complete is complete.
        counted += usize::from(verify_folder(&folder).is_ok_and(|problems| problems.is_empty()));
    }
    println!("stopped {stopped} times, complete after {counted}");
    assert!(stopped >= 10);
    assert!(start("tables", &[&folder, &draws]).wait().unwrap().success());
    assert_eq!(verify_folder(&folder).unwrap(), Vec::<String>::new());
    assert!(tables(&folder) == whole);
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), TABLES.len() + 1, "half-written files are taken away");
}
