//! What all examples share: their flags, a progress bar, and the files they write.

#![allow(clippy::print_stdout, clippy::print_stderr)] // an example talks to its reader
#![allow(clippy::disallowed_types)] // the clock times a run for its reader and reaches no number

pub mod tables;

use clap::Parser;
use health_impact::Error;
use health_impact::data::ReferenceData;
use health_impact::outcomes::{Outcomes, Selection};
use health_impact::projection::{Progress, Projection, ProjectionBuilder};
use health_impact::report::{Manifest, write_folder};
use health_impact::run_folder::{RunFolder, Shard};
use health_impact::sampling::Sampling;
use health_impact::scenario::Group;
use health_impact::units::Year;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

/// Projects London and prints what comes out.
#[derive(Debug, Parser)]
pub struct Options {
    /// Number of draws.
    #[arg(long, default_value_t = 1_000)]
    pub draws: usize,
    /// Seed of the draws.
    #[arg(long, default_value_t = 2015)]
    pub seed: u64,
    /// How the draws are spread: latin-hypercube needs a multiple of 100 draws from 1,000 on, sobol one of 16 from 128 on.
    #[arg(long, value_enum, default_value_t = Spread::Random)]
    pub sampling: Spread,
    /// Threads; all cores if not given.
    #[arg(long)]
    pub threads: Option<usize>,
    /// Last year.
    #[arg(long, default_value_t = 2040)]
    pub until: i32,
    /// Print the page of one area.
    #[arg(long)]
    pub area: Option<String>,
    /// Folder to write the tables to. Draws are kept in it: the same command goes on where it was stopped.
    #[arg(long)]
    pub out: Option<PathBuf>,
    /// How many rows results.csv holds.
    #[arg(long, value_enum, default_value_t = Rows::Standard)]
    pub detail: Rows,
}

/// Projects London, prints what comes out and, with --out, writes it to files.
#[derive(Debug, Parser)]
pub struct Flags {
    /// What all examples have.
    #[command(flatten)]
    pub options: Options,
    /// How the draws are shared out.
    #[command(flatten)]
    pub shares: Shares,
}

/// Runs a model that has no calendar and no areas.
#[derive(Debug, Parser)]
pub struct ModelOptions {
    /// Number of draws.
    #[arg(long, default_value_t = 1_000)]
    pub draws: usize,
    /// Seed of the draws.
    #[arg(long, default_value_t = 2015)]
    pub seed: u64,
    /// Threads; all cores if not given.
    #[arg(long)]
    threads: Option<usize>,
    /// How the draws are spread.
    #[arg(long, value_enum, default_value_t = Spread::Random)]
    pub sampling: Spread,
    /// Folder to write the tables to.
    #[arg(long)]
    pub out: Option<PathBuf>,
    /// Taken for the sake of scripts that give it to every example: this model has no calendar.
    #[arg(long)]
    until: Option<i32>,
    /// Taken for the sake of scripts that give it to every example: this model has no areas.
    #[arg(long)]
    area: Option<String>,
}

impl ModelOptions {
    /// Reads the flags, sets the number of threads and says which flags mean nothing here.
    pub fn read() -> Result<Self, Box<dyn std::error::Error>> {
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
pub enum Spread {
    /// Independent draws.
    Random,
    /// One draw in each of 100 strata, block by block.
    LatinHypercube,
    /// Sixteen scramblings of a Sobol sequence.
    Sobol,
}

/// Ends an example: what went wrong in words on standard error, and a code that says whether it did.
pub fn end(result: Result<(), Box<dyn std::error::Error>>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Flags of an example whose draws may be run in shards.
#[derive(Debug, clap::Args)]
pub struct Shares {
    /// Run only shard K of N of the draws, keep them in the output folder and end.
    #[arg(long, value_name = "K/N", requires = "out")]
    pub shard: Option<Shard>,
    /// Take over the draws that other output folders hold.
    #[arg(long, value_name = "DIR", num_args = 1.., requires = "out")]
    pub merge: Vec<PathBuf>,
    /// Delete draws that are damaged, so that they are run anew.
    #[arg(long, requires = "out")]
    pub discard_damaged: bool,
}

impl From<Spread> for Sampling {
    fn from(spread: Spread) -> Self {
        match spread {
            Spread::Random => Self::Random,
            Spread::LatinHypercube => Self::LatinHypercube,
            Spread::Sobol => Self::Sobol,
        }
    }
}

/// How many rows results.csv holds.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub enum Rows {
    /// At most about 500,000.
    Standard,
    /// All.
    Full,
}

impl Options {
    /// The last year, checked.
    pub fn last_year(&self) -> Result<Year, Error> {
        Year::new(self.until)
    }

    /// Sets the number of threads of this program.
    pub fn use_threads(&self) -> Result<(), Box<dyn std::error::Error>> {
        use_threads(self.threads)
    }

    /// Brings the draws of the output folder into the state the flags ask for.
    pub fn prepare(&self, shares: &Shares) -> Result<(), Error> {
        // The flags ask for an output folder; without any there is nothing to do.
        let Some(folder) = self.out.as_deref().map(draws_of) else { return Ok(()) };
        if shares.discard_damaged {
            for problem in RunFolder::open(&folder)?.discard_damaged()? {
                eprintln!("deleted: {problem}");
            }
        }
        if !shares.merge.is_empty() {
            let from: Vec<PathBuf> = shares.merge.iter().map(|out| draws_of(out)).collect();
            let merged = RunFolder::merge(&from, &folder)?;
            eprintln!("{} chunks of draws taken over, {} were there", merged.chunks, merged.already_there);
        }
        Ok(())
    }

    /// Builds and runs a projection as the flags ask; none if only a shard of the draws was to be run.
    pub fn project(
        &self,
        shares: &Shares,
        builder: ProjectionBuilder,
    ) -> Result<Option<(Projection, Outcomes, Draws)>, Error> {
        let projection = builder
            .years(Year::START..=self.last_year()?)
            .draws(self.draws)
            .seed(self.seed)
            .sampling(self.sampling.into())
            .build()?;
        self.prepare(shares)?;
        if let Some(shard) = shares.shard {
            self.run_shard(&projection, &Draws::new(self.out.as_ref()), shard)?;
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

    /// Runs a projection with a progress bar on a terminal and prints how fast it went. The draws are kept in the
    /// output folder, or else in a temporary one that is given back to be removed.
    pub fn run(&self, projection: &Projection) -> Result<(Outcomes, Draws), Error> {
        let draws = Draws::new(self.out.as_ref());
        self.run_shard(projection, &draws, Shard::new(1, 1)?)?;
        Ok((projection.outcomes_in(&draws.folder)?, draws))
    }

    /// Runs a shard of a projection in the same way.
    pub fn run_shard(&self, projection: &Projection, draws: &Draws, shard: Shard) -> Result<(), Error> {
        // A slip is told before the first draw.
        self.area(projection)?;
        let bar = indicatif::ProgressBar::new(shard.draws_of(self.draws) as u64);
        let tell = |done: usize, _: usize| bar.set_position(done as u64);
        let begin = Instant::now();
        let done = projection.run_shard(&draws.folder, shard, &Progress::tell(&tell))?;
        bar.finish_and_clear();
        if done.run < done.draws {
            eprintln!("{} of {} draws were there", done.draws - done.run, done.draws);
        }
        if done.run == 0 {
            return Ok(());
        }
        let seconds = begin.elapsed().as_secs_f64();
        let cells = projection.cells_of_a_draw() as f64 * done.run as f64;
        let threads = rayon::current_num_threads();
        eprintln!(
            "{} draws in {seconds:.1} s: {:.0} million cells a second on each of {threads} threads, {:.2} GB of draws",
            done.run,
            cells / seconds / threads as f64 / 1e6,
            projection.size_of_draws() as f64 / 1e9 * done.draws as f64 / self.draws as f64
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
            println!("\nwritten to {}", folder.display());
        }
        Ok(())
    }
}

/// The folder of a run's draws; a temporary one goes when this is dropped.
#[derive(Debug)]
pub struct Draws {
    folder: PathBuf,
    temporary: bool,
}

impl Draws {
    /// Those in the output folder, or in a temporary one.
    pub fn new(out: Option<&PathBuf>) -> Self {
        match out {
            Some(out) => Self { folder: draws_of(out), temporary: false },
            None => {
                let folder = std::env::temp_dir().join(format!("health-impact-{}", std::process::id()));
                // Left by a process that was killed and had the same number.
                let _ = std::fs::remove_dir_all(&folder);
                Self { folder, temporary: true }
            }
        }
    }
}

/// Where an output folder keeps its draws.
fn draws_of(out: &Path) -> PathBuf {
    out.join("draws")
}

impl Drop for Draws {
    fn drop(&mut self) {
        if self.temporary {
            // Nothing is lost if a temporary folder stays behind.
            let _ = std::fs::remove_dir_all(&self.folder);
        }
    }
}
