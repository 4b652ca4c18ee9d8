//! Runs a projection as the flags ask, and writes its tables.

use crate::options::{Options, Rows, Shares};
use crate::temporary::Temporary;
use crate::{Done, tell};
use health_impact::Error;
use health_impact::data::ReferenceData;
use health_impact::outcomes::{Outcomes, Selection};
use health_impact::projection::{Progress, Projection, ProjectionBuilder};
use health_impact::report::{Manifest, prepare_folder, write_folder};
use health_impact::run_folder::{RunFolder, Shard};
use health_impact::scenario::Group;
use health_impact::units::Year;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// Draws that are run together.
const BATCH: usize = 8;
/// Seconds in which the first batch is so soon over that nobody need be told how long all take.
const QUICK: f64 = 0.05;

impl Options {
    /// Brings the draws of the output folder into the state the flags ask for.
    pub fn prepare(&self, shares: &Shares) -> Result<(), Error> {
        // The flags ask for an output folder; without any there is nothing to do.
        let Some(folder) = self.out.as_deref().map(draws_of) else { return Ok(()) };
        if shares.discard_damaged {
            for problem in RunFolder::open(&folder)?.discard_damaged()? {
                tell!("deleted: {problem}");
            }
        }
        if !shares.merge.is_empty() {
            let from: Vec<PathBuf> = shares.merge.iter().map(|out| draws_of(out)).collect();
            let merged = RunFolder::merge(&from, &folder)?;
            tell!("{} chunks of draws taken over, {} were there", merged.chunks, merged.already_there);
        }
        Ok(())
    }

    /// Builds and runs a projection as the flags ask; none if only a shard of the draws was to be run.
    pub fn project(&self, shares: &Shares, builder: ProjectionBuilder) -> Done<Option<(Projection, Outcomes, Draws)>> {
        let built = builder
            .years(Year::START..=self.last_year()?)
            .draws(self.draws)
            .seed(self.seed)
            .sampling(self.sampling.into())
            .build();
        let projection = built.map_err(|error| match &error {
            Error::OutOfRange { what, value, .. } if what.contains("deadline") => {
                format!("{error}: give --until {value} or later")
            }
            _ => error.to_string(),
        })?;
        // Slips are told before the first draw.
        if let Some(out) = &self.out {
            prepare_folder(out)?;
        }
        self.area(&projection)?;
        self.prepare(shares)?;
        if let Some(shard) = shares.shard {
            self.run_shard(&projection, &Draws::new(self.out.as_ref())?, shard)?;
            return Ok(None);
        }
        let (outcomes, draws) = self.run(&projection)?;
        Ok(Some((projection, outcomes, draws)))
    }

    /// The area whose page is printed, by the name that results have; none for that of the region.
    pub fn area<'a>(&self, projection: &'a Projection) -> Result<Option<&'a str>, Error> {
        let area = self.area.as_deref().map(|name| projection.area(name)).transpose()?;
        Ok(area.filter(|name| *name != projection.settings().region))
    }

    /// The group whose page is printed, and its name.
    pub fn group<'a>(&self, projection: &'a Projection) -> Result<(&'a str, Group), Error> {
        Ok(match self.area(projection)? {
            Some(area) => (area, Group::area(area)),
            None => (projection.settings().region.as_str(), Group::everybody()),
        })
    }

    /// Runs a projection with a progress bar on a terminal and tells how fast it went. The draws are kept in the
    /// output folder, or else in a temporary one that is given back to be removed.
    pub fn run(&self, projection: &Projection) -> Done<(Outcomes, Draws)> {
        let draws = Draws::new(self.out.as_ref())?;
        self.run_shard(projection, &draws, Shard::new(1, 1)?)?;
        Ok((projection.outcomes_in(draws.folder())?, draws))
    }

    /// Runs a shard of a projection in the same way.
    pub fn run_shard(&self, projection: &Projection, draws: &Draws, shard: Shard) -> Done {
        let folder = draws.folder();
        std::fs::create_dir_all(folder)?;
        let threads = rayon::current_num_threads();
        let room = projection.room(shard, threads);
        tell!("{room}");
        room.check_disk(fs4::available_space(folder)?.saturating_add(kept(folder)))?;
        let all = shard.draws_of(self.draws);
        let bar = indicatif::ProgressBar::new(all as u64);
        let (begin, told) = (Instant::now(), AtomicBool::new(false));
        let follow = |done: usize, _: usize| {
            bar.set_position(done as u64);
            let seconds = begin.elapsed().as_secs_f64();
            // Nothing has been run yet when what was there is told of.
            let first = seconds > QUICK && done < all && !told.swap(true, Ordering::Relaxed);
            if first {
                // The other threads are as far.
                let left = seconds * (all - done) as f64 / all.min(threads * BATCH) as f64;
                bar.suspend(|| tell!("about {} for the {} draws left", duration(left), all - done));
            }
        };
        let done = projection.run_shard(folder, shard, &Progress::tell(&follow))?;
        bar.finish_and_clear();
        if done.run < done.draws {
            tell!("{} of {} draws were there", done.draws - done.run, done.draws);
        }
        if done.run == 0 {
            return Ok(());
        }
        let seconds = begin.elapsed().as_secs_f64();
        let cells = projection.cells_of_a_draw() as f64 * done.run as f64;
        tell!(
            "{} draws in {seconds:.1} s: {:.0} million cells a second on each of {threads} threads",
            done.run,
            cells / seconds / threads as f64 / 1e6
        );
        Ok(())
    }

    /// Writes the tables if a folder was given.
    pub fn write(
        &self,
        outcomes: &Outcomes,
        projection: &Projection,
        data: &ReferenceData,
        checks: &[&str],
    ) -> Result<(), Error> {
        if let Some(folder) = &self.out {
            let selection = match self.detail {
                Rows::Standard => Selection::standard(),
                Rows::Full => Selection::full(),
            };
            let mut manifest = Manifest::new(outcomes, projection.settings(), data)?;
            for check in checks {
                manifest = manifest.passed(*check);
            }
            write_folder(outcomes, &selection, manifest, folder)?;
            tell!("written to {}", folder.display());
        }
        Ok(())
    }
}

/// The folder of a run's draws; a temporary one goes when this is dropped.
#[derive(Debug)]
pub enum Draws {
    /// Kept in the output folder.
    Kept(PathBuf),
    /// For this run alone.
    Temporary(Temporary),
}

impl Draws {
    /// Those in the output folder, or in a temporary one.
    pub fn new(out: Option<&PathBuf>) -> std::io::Result<Self> {
        Ok(match out {
            Some(out) => Self::Kept(draws_of(out)),
            None => Self::Temporary(Temporary::new()?),
        })
    }

    /// Where they are.
    pub fn folder(&self) -> &Path {
        match self {
            Self::Kept(folder) => folder,
            Self::Temporary(folder) => folder.path(),
        }
    }
}

/// Bytes of the files that a folder holds already.
fn kept(folder: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    entries.flatten().filter_map(|entry| entry.metadata().ok()).map(|file| file.len()).sum()
}

/// A time in words.
fn duration(seconds: f64) -> String {
    match seconds {
        minute if minute < 90.0 => format!("{minute:.0} s"),
        hour if hour < 5_400.0 => format!("{:.0} min", hour / 60.0),
        more => format!("{:.1} h", more / 3_600.0),
    }
}

/// Where an output folder keeps its draws.
fn draws_of(out: &Path) -> PathBuf {
    out.join("draws")
}
