//! What all examples share: their flags, a progress bar, and the files they write.

#![allow(dead_code)] // not every example uses everything
#![allow(clippy::disallowed_types)] // the clock times a run for its reader and reaches no number

use clap::Parser;
use health_impact::Error;
use health_impact::data::ReferenceData;
use health_impact::outcomes::{Outcomes, Selection};
use health_impact::projection::{Progress, Projection};
use health_impact::report::{Manifest, write_folder};
use health_impact::sampling::Sampling;
use health_impact::units::Year;
use std::path::PathBuf;
use std::time::Instant;

/// Flags of every example that projects London.
#[derive(Debug, Parser)]
pub(crate) struct Options {
    /// Number of draws.
    #[arg(long, default_value_t = 1_000)]
    pub(crate) draws: usize,
    /// Seed of the draws.
    #[arg(long, default_value_t = 2015)]
    pub(crate) seed: u64,
    /// How the draws are spread: latin-hypercube needs a multiple of 100 draws from 1,000 on, sobol one of 16 from 128 on.
    #[arg(long, value_enum, default_value_t = Spread::Random)]
    pub(crate) sampling: Spread,
    /// Threads; all cores if not given.
    #[arg(long)]
    pub(crate) threads: Option<usize>,
    /// Last year.
    #[arg(long, default_value_t = 2040)]
    pub(crate) until: i32,
    /// Print the page of one area.
    #[arg(long)]
    pub(crate) area: Option<String>,
    /// Folder to write the tables to.
    #[arg(long)]
    pub(crate) out: Option<PathBuf>,
    /// How many rows results.csv holds.
    #[arg(long, value_enum, default_value_t = Rows::Standard)]
    pub(crate) detail: Rows,
}

/// Flags of an example whose model has no calendar and no areas.
#[derive(Debug, Parser)]
pub(crate) struct ModelOptions {
    /// Number of draws.
    #[arg(long, default_value_t = 1_000)]
    pub(crate) draws: usize,
    /// Seed of the draws.
    #[arg(long, default_value_t = 2015)]
    pub(crate) seed: u64,
    /// Threads; all cores if not given.
    #[arg(long)]
    threads: Option<usize>,
    /// Folder to write the tables to.
    #[arg(long)]
    pub(crate) out: Option<PathBuf>,
    /// Taken for the sake of scripts that give it to every example: this model has no calendar.
    #[arg(long)]
    until: Option<i32>,
    /// Taken for the sake of scripts that give it to every example: this model has no areas.
    #[arg(long)]
    area: Option<String>,
}

impl ModelOptions {
    /// Reads the flags, sets the number of threads and says which flags mean nothing here.
    pub(crate) fn read() -> Result<Self, Box<dyn std::error::Error>> {
        let options = Self::parse();
        use_threads(options.threads)?;
        if options.until.is_some() {
            println!("this model has no calendar: --until changes nothing");
        }
        if options.area.is_some() {
            println!("this model has no areas: --area changes nothing");
        }
        Ok(options)
    }
}

fn use_threads(threads: Option<usize>) -> Result<(), Box<dyn std::error::Error>> {
    if let Some(threads) = threads {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build_global()?;
    }
    Ok(())
}

/// How the draws are spread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Spread {
    /// Independent draws.
    Random,
    /// One draw in each of 100 strata, block by block.
    LatinHypercube,
    /// Sixteen scramblings of a Sobol sequence.
    Sobol,
}

/// How many rows results.csv holds.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(crate) enum Rows {
    /// At most about 500,000.
    Standard,
    /// All.
    Full,
}

impl Options {
    /// The last year, checked.
    pub(crate) fn last_year(&self) -> Result<Year, Error> {
        Year::new(self.until)
    }

    /// The sampling asked for.
    pub(crate) fn sampling(&self) -> Sampling {
        match self.sampling {
            Spread::Random => Sampling::Random,
            Spread::LatinHypercube => Sampling::LatinHypercube,
            Spread::Sobol => Sampling::Sobol,
        }
    }

    /// Sets the number of threads of this program.
    pub(crate) fn use_threads(&self) -> Result<(), Box<dyn std::error::Error>> {
        use_threads(self.threads)
    }

    /// Runs a projection with a progress bar on a terminal and prints how fast it went. The draws are kept in the
    /// output folder, or else in a temporary one that is given back to be removed.
    pub(crate) fn run(&self, projection: &Projection) -> Result<(Outcomes, Draws), Error> {
        let draws = Draws::new(self.out.as_ref());
        let number = projection.settings().draws;
        let bar = indicatif::ProgressBar::new(number as u64);
        let tell = |done: usize, _: usize| bar.set_position(done as u64);
        let begin = Instant::now();
        let outcomes = projection.run_watched(Some(&draws.folder), &Progress::tell(&tell))?;
        bar.finish_and_clear();
        let seconds = begin.elapsed().as_secs_f64();
        let cells = projection.cells_of_a_draw() as f64 * number as f64;
        let threads = rayon::current_num_threads();
        eprintln!(
            "{number} draws in {seconds:.1} s: {:.0} million cells a second on each of {threads} threads, {:.2} GB of draws",
            cells / seconds / threads as f64 / 1e6,
            projection.size_of_draws() as f64 / 1e9
        );
        Ok((outcomes, draws))
    }

    /// Writes the tables if a folder was given.
    pub(crate) fn write(
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
            let mut manifest = Manifest::new(outcomes, projection.settings(), self.seed, data)?;
            for check in checks {
                manifest = manifest.passed(*check);
            }
            write_folder(outcomes, &selection, manifest, folder)?;
            println!("\nwritten to {}", folder.display());
        }
        Ok(())
    }
}

/// The folder of a run's draws; a temporary one goes when this is dropped.
#[derive(Debug)]
pub(crate) struct Draws {
    folder: PathBuf,
    temporary: bool,
}

impl Draws {
    fn new(out: Option<&PathBuf>) -> Self {
        match out {
            Some(out) => Self { folder: out.join("draws"), temporary: false },
            None => Self {
                folder: std::env::temp_dir().join(format!("health-impact-{}", std::process::id())),
                temporary: true,
            },
        }
    }
}

impl Drop for Draws {
    fn drop(&mut self) {
        if self.temporary {
            // Nothing is lost if a temporary folder stays behind.
            let _ = std::fs::remove_dir_all(&self.folder);
        }
    }
}
