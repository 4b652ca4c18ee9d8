//! How many draws does each sampling need?
//!
//! Runs London with 13% adult smoking by 2020 under plain, Latin hypercube and Sobol draws and compares their Monte Carlo
//! errors. A sampling takes `--draws N` draws, rounded up to what fits it, and is left out where N is too few for it.
//! `--out DIR` writes `DIR/sampling.csv` and the page `DIR/SAMPLING.md`.

use clap::Parser;
use health_impact::Error;
use health_impact::data::ReferenceData;
use health_impact::outcomes::{Measure, ProbabilityEstimate, Quantity, Summary};
use health_impact::projection::Projection;
use health_impact::report::PrintedTable;
use health_impact::sampling::Sampling;
use health_impact::scenario::{Ambition, BASELINE, FROZEN, Scenario};
use health_impact::units::Year;
use shared::{Options, Spread, say};
use std::fmt::Write;
use std::process::ExitCode;

const MET: &str = "smoking to 13%";
const TARGET: f64 = 0.13;
const SAMPLINGS: [Sampling; 3] = [Sampling::Random, Sampling::LatinHypercube, Sampling::Sobol];
/// Error asked for of a number, as a share of its mean.
const RELATIVE: f64 = 0.01;
/// Error asked for of a chance.
const POINT: f64 = 0.01;

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    Averted(&'static str),
    MetByTrend,
}

const ASKED: [Asked; 3] = [Asked::Averted(BASELINE), Asked::Averted(FROZEN), Asked::MetByTrend];

/// The draws of everything asked for under one sampling.
struct Run {
    sampling: Sampling,
    draws: [Vec<f64>; ASKED.len()],
}

/// What the first so many draws of a run say.
struct Found {
    sampling: Sampling,
    draws: usize,
    mean: f64,
    mc_error: f64,
}

fn main() -> ExitCode {
    shared::end(run())
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let mut options = Options::parse();
    options.use_threads()?;
    options.without_area();
    if options.sampling != Spread::Random {
        return Err("this example runs every sampling: leave --sampling out".into());
    }
    // Only the page goes to the folder: the draws are for it alone.
    let page_folder = options.out.take();
    let (mut runs, mut left_out) = (Vec::new(), Vec::new());
    for sampling in SAMPLINGS {
        if options.draws >= least(sampling) {
            runs.push(run_sampled(&options, sampling, options.draws.next_multiple_of(unit(sampling)))?);
        } else {
            left_out.push(sampling);
        }
    }
    check(&runs)?;

    let mut page = page(&options, &runs)?;
    for sampling in left_out {
        writeln!(
            page,
            "\nNot shown: {} draws, which need {} or more; {} were asked for.",
            words(sampling),
            least(sampling),
            options.draws
        )?;
    }
    if let Some(folder) = page_folder {
        shared::whole::write(&folder.join("SAMPLING.md"), page.as_bytes())?;
        shared::whole::write(&folder.join("sampling.csv"), &csv(&runs)?)?;
    }
    say!("{page}");
    Ok(())
}

/// Numbers of draws are rounded up to a multiple of this: whole blocks; whole eights of the sixteen scramblings.
fn unit(sampling: Sampling) -> usize {
    match sampling {
        Sampling::LatinHypercube => 100,
        Sampling::Sobol => 128,
        _ => 1,
    }
}

fn least(sampling: Sampling) -> usize {
    match sampling {
        Sampling::LatinHypercube => 1_000,
        Sampling::Sobol => 128,
        _ => 1,
    }
}

fn words(sampling: Sampling) -> &'static str {
    match sampling {
        Sampling::LatinHypercube => "Latin hypercube",
        Sampling::Sobol => "Sobol",
        _ => "plain",
    }
}

fn run_sampled(options: &Options, sampling: Sampling, draws: usize) -> Result<Run, Box<dyn std::error::Error>> {
    let london = ReferenceData::embedded();
    let ambition = Ambition::built_in(&london, "4a")?.remove(0);
    let (deadline, last) = (ambition.deadline, options.last_year()?);
    let projection = Projection::builder(&london)
        .years(Year::START..=last)
        .scenario(Scenario::new(MET).with(ambition))
        .draws(draws)
        .seed(options.seed)
        .sampling(sampling)
        .build()?;
    let (outcomes, _folder) = options.run(&projection)?;
    let draws_of = |asked: &Asked| match asked {
        Asked::Averted(comparator) => {
            outcomes.draws_of(&Quantity::averted(MET, Measure::DEATHS, last).against(*comparator))
        }
        Asked::MetByTrend => outcomes.draws_of(&Quantity::level(BASELINE, Measure::SMOKING_PREVALENCE, deadline)),
    };
    Ok(Run { sampling, draws: [draws_of(&ASKED[0])?, draws_of(&ASKED[1])?, draws_of(&ASKED[2])?] })
}

impl Asked {
    fn words(self, last: i32) -> String {
        match self {
            Self::Averted(comparator) => format!("deaths averted to {last} against {comparator}"),
            Self::MetByTrend => "chance that the trend meets 13%".into(),
        }
    }

    /// The error asked for, from the mean of plain draws.
    fn precision(self, mean: f64) -> f64 {
        match self {
            Self::Averted(_) => RELATIVE * mean.abs(),
            Self::MetByTrend => POINT,
        }
    }
}

impl Run {
    /// What the first `draws` draws of a run say: they are the draws of a run of so many.
    fn found(&self, which: usize, draws: usize) -> Result<Found, Error> {
        let (values, sampling) = (&self.draws[which][..draws], self.sampling);
        let (mean, mc_error) = match ASKED[which] {
            Asked::Averted(_) => {
                let summary = Summary::of(values, sampling)?;
                (summary.mean, summary.mc_error)
            }
            Asked::MetByTrend => {
                let met: Vec<bool> = values.iter().map(|share| *share <= TARGET + 1e-9).collect();
                let chance = ProbabilityEstimate::of(&met, sampling)?;
                (chance.probability, chance.mc_error)
            }
        };
        Ok(Found { sampling, draws, mean, mc_error })
    }

    fn all(&self, which: usize) -> Result<Found, Error> {
        self.found(which, self.draws[which].len())
    }

    /// 128, 256, ... where the sampling allows it, and all draws.
    fn numbers(&self) -> Vec<usize> {
        let all = self.draws[0].len();
        let mut numbers: Vec<usize> = (7..usize::BITS - 1)
            .map(|power| 1 << power)
            .take_while(|draws| *draws < all)
            .filter(|draws| self.sampling.check(*draws).is_ok())
            .collect();
        numbers.push(all);
        numbers
    }
}

/// The samplings are of one model: their means agree within their errors.
fn check(runs: &[Run]) -> Result<(), Error> {
    for which in 0..ASKED.len() {
        let plain = runs[0].all(which)?;
        for run in &runs[1..] {
            let other = run.all(which)?;
            let limit = 4.0 * (plain.mc_error + other.mc_error);
            assert!((plain.mean - other.mean).abs() <= limit, "{} {} {limit}", plain.mean, other.mean);
        }
    }
    Ok(())
}

/// Plain draws with the error of these: (sd / error)^2, sd being that of all plain draws.
fn worth(plain: &Found, found: &Found) -> f64 {
    let ratio = plain.mc_error / found.mc_error;
    plain.draws as f64 * ratio * ratio
}

fn page(options: &Options, runs: &[Run]) -> Result<String, Box<dyn std::error::Error>> {
    let mut page = String::from("# How many draws does each sampling need?\n\n");
    writeln!(
        page,
        "Made by `cargo run --release --example sampling -- --draws {} --seed {} --until {}`; do not edit by hand.\n",
        options.draws, options.seed, options.until
    )?;
    page.push_str(
        "London with 13% adult smoking by 2020, baseline and frozen. The error of a plain mean is sd / sqrt(n); that of the \
         others comes from the spread of independent groups, blocks of 100 draws or sixteen scramblings, and is itself \
         known to about 1 / sqrt(2 (groups - 1)): 24% with ten groups, 18% with sixteen. The last column says how many \
         plain draws have the same error; it is known half as well.\n\n",
    );
    let mut table = PrintedTable::new(
        ["result", "sampling"],
        ["draws", "groups", "mean", "Monte Carlo error", "worth plain draws"],
    );
    for (which, asked) in ASKED.iter().enumerate() {
        let plain = runs[0].all(which)?;
        for run in runs {
            for draws in run.numbers() {
                let found = run.found(which, draws)?;
                table.push([
                    asked.words(options.until),
                    words(run.sampling).to_owned(),
                    draws.to_string(),
                    run.sampling.groups(draws).to_string(),
                    shown(found.mean, found.mc_error),
                    shown(found.mc_error, found.mc_error),
                    format!("{:.0}", worth(&plain, &found)),
                ]);
            }
        }
    }
    page.push_str(&table.to_markdown());
    page.push_str(
        "\n## Draws needed\n\nFor an error of 1% of the mean of plain draws, or of one percentage point of a chance. Plain: (sd / error)^2. \
         Latin hypercube: blocks are independent, so 100 (sd of block means / error)^2, and at least 1,000. Sobol: the error \
         falls faster than 1 / sqrt(n) where one input acts at a time, so nothing is extrapolated: the least number measured \
         above whose error is small enough.\n\n",
    );
    let mut table = PrintedTable::new(["result"], ["error asked for", "plain", "Latin hypercube", "Sobol"]);
    for (which, asked) in ASKED.iter().enumerate() {
        let precision = asked.precision(runs[0].all(which)?.mean);
        let needed = |sampling: Sampling| match runs.iter().find(|run| run.sampling == sampling) {
            Some(run) => needed(run, which, precision),
            None => Ok("not shown".to_owned()),
        };
        let cells = SAMPLINGS.into_iter().map(needed).collect::<Result<Vec<String>, Error>>()?;
        table.push([asked.words(options.until), shown(precision, precision)].into_iter().chain(cells));
    }
    page.push_str(&table.to_markdown());
    Ok(page)
}

/// The number of draws with which the error is this small, in words.
fn needed(run: &Run, which: usize, precision: f64) -> Result<String, Error> {
    let all = run.all(which)?;
    if run.sampling != Sampling::Sobol {
        let ratio = all.mc_error / precision;
        let draws = (all.draws as f64 * ratio * ratio).ceil();
        if !draws.is_finite() {
            return Ok("not known".into());
        }
        return Ok(((draws as usize).next_multiple_of(unit(run.sampling)).max(least(run.sampling))).to_string());
    }
    for draws in run.numbers() {
        if run.found(which, draws)?.mc_error <= precision {
            return Ok(draws.to_string());
        }
    }
    Ok(format!("more than {}", all.draws))
}

/// With as many digits as leave the error two figures.
fn shown(value: f64, error: f64) -> String {
    let mut digits = 0;
    let mut scaled = error;
    while scaled > 0.0 && scaled < 9.95 && digits < 6 {
        scaled *= 10.0;
        digits += 1;
    }
    format!("{value:.digits$}")
}

fn csv(runs: &[Run]) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let header = ["result", "comparator", "sampling", "draws", "groups", "mean", "mc_error", "worth_plain_draws"];
    writer.write_record(header)?;
    for (which, asked) in ASKED.iter().enumerate() {
        let plain = runs[0].all(which)?;
        let (number, comparator) = match asked {
            Asked::Averted(comparator) => ("deaths averted", *comparator),
            Asked::MetByTrend => ("chance met by the trend", ""),
        };
        for run in runs {
            for draws in run.numbers() {
                let found = run.found(which, draws)?;
                let groups = run.sampling.groups(draws);
                let numbers = [draws as f64, groups as f64, found.mean, found.mc_error, worth(&plain, &found)];
                let words = [number, comparator, found.sampling.name()].map(str::to_owned);
                writer.write_record(words.into_iter().chain(numbers.map(|number| number.to_string())))?;
            }
        }
    }
    Ok(writer.into_inner()?)
}
