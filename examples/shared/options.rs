//! The flags of the examples.

use crate::say;
use clap::Parser;
use health_impact::Error;
use health_impact::run_folder::Shard;
use health_impact::sampling::Sampling;
use health_impact::units::Year;
use std::path::PathBuf;

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
            say!("this model has no calendar: --until changes nothing");
        }
        if options.area.is_some() {
            say!("this model has no areas: --area changes nothing");
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

    /// Says that a chosen area is not looked at, for an example about all of them.
    pub fn without_area(&self) {
        if self.area.is_some() {
            say!("this example has no page of one area: --area changes nothing");
        }
    }
}
