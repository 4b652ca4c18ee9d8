//! How does the cost of a London run grow with its draws, years and strata, and how much quicker are two threads?
//!
//! Prints an exponent for each: the slope of the logarithm of processor time on that of size, by least squares, 1 where
//! twice the size takes twice the time. Only runs are timed, not the fit of the model before them. `--test` runs a tiny form.

#![allow(clippy::expect_used, clippy::panic, reason = "a bench may fail")]
#![allow(clippy::print_stdout, reason = "a bench tells what it measures")]
#![allow(clippy::disallowed_types, reason = "a bench needs a clock")]

#[path = "shared/london.rs"]
mod london;
#[path = "shared/results.rs"]
#[allow(dead_code, reason = "the table reads what is written here")]
mod results;

use health_impact::data::{ReferenceData, Table, TableName};
use health_impact::multistate::lanes::LANES;
use health_impact::projection::Projection;
use health_impact::report::PrintedTable;
use london::{builder, projection};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::hint::black_box;
use std::time::Instant;

/// Runs that differ in one size only.
struct Axis {
    name: &'static str,
    /// Size, and the projection that has it.
    runs: Vec<(usize, Projection)>,
}

/// Least seconds of each run of an axis.
fn least_seconds(axis: &Axis, repeats: usize) -> Vec<f64> {
    let mut least = vec![f64::INFINITY; axis.runs.len()];
    // Sizes in turn, so that a busy spell does not fall on all repeats of one.
    for _ in 0..repeats {
        for (least, (_, run)) in least.iter_mut().zip(&axis.runs) {
            let begun = processor_seconds();
            black_box(run.run().expect("a built projection runs"));
            *least = least.min(processor_seconds() - begun);
        }
    }
    least
}

/// Processor time of this thread where Linux tells it, else the time of the clock.
fn processor_seconds() -> f64 {
    thread_local!(static BEGUN: Instant = Instant::now());
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|told| told.split_whitespace().next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| BEGUN.with(Instant::elapsed).as_secs_f64(), |nanoseconds| nanoseconds * 1e-9)
}

/// Slope and intercept of the straight line through points, by least squares.
fn straight_line(points: &[(f64, f64)]) -> (f64, f64) {
    let n = points.len() as f64;
    let (x, y) = points.iter().fold((0.0, 0.0), |(x, y), point| (x + point.0 / n, y + point.1 / n));
    let covariance: f64 = points.iter().map(|point| (point.0 - x) * (point.1 - y)).sum();
    let slope = covariance / points.iter().map(|point| (point.0 - x) * (point.0 - x)).sum::<f64>();
    (slope, y - slope * x)
}

/// London with its people in so many strata, an area and a quintile each: the boroughs have equally many quintiles, or one
/// more. Shares differ between boroughs, because the gradient of smoking over deprivation is found from them.
fn with_strata(london: &ReferenceData, strata: usize) -> ReferenceData {
    let shares = london.table(TableName::DEPRIVATION_SHARES);
    let areas = shares.text("area_code").expect("a column");
    let ages = shares.number("age_from").expect("a column");
    let ages: BTreeSet<u32> = ages.iter().map(|age| *age as u32).collect();
    let areas: BTreeSet<&str> = areas.iter().map(String::as_str).collect();
    let mut text = "area_code,age_from,quintile,share\n".to_owned();
    for (number, area) in areas.iter().enumerate() {
        let quintiles = strata / areas.len() + usize::from(number < strata % areas.len());
        let weights: Vec<usize> = (0..quintiles).map(|quintile| 1 + quintile * (number % 3)).collect();
        for age in &ages {
            for (quintile, weight) in weights.iter().enumerate() {
                let share = *weight as f64 / weights.iter().sum::<usize>() as f64;
                writeln!(text, "{area},{age},{},{share}", quintile + 1).expect("text");
            }
        }
    }
    let table = Table::from_csv_str(TableName::DEPRIVATION_SHARES, &text).expect("shares that sum to 1");
    london.clone().with_table(table).expect("any table but that of sources")
}

fn axes(tiny: bool) -> [Axis; 4] {
    let london = ReferenceData::embedded();
    let draws: &[usize] = if tiny { &[8, 16] } else { &[16, 32, 64] };
    let years: &[usize] = if tiny { &[1, 2] } else { &[5, 15, 25, 50] };
    let strata: &[usize] = if tiny { &[66, 99] } else { &[40, 66, 99, 165] };
    let (near, far) = if tiny { (2016, 2016) } else { (2020, 2040) };
    let last = |years: usize| 2015 + years as i32;
    let axis = |name, sizes: &[usize], run: &dyn Fn(usize) -> Projection| Axis {
        name,
        runs: sizes.iter().map(|&size| (size, run(size))).collect(),
    };
    [
        axis("draws", draws, &|draws| projection(&london, near, draws)),
        axis("years", years, &|years| projection(&london, last(years), LANES)),
        axis("years, no ambition", years, &|years| {
            builder(&london, last(years), LANES).build().expect("the built-in case")
        }),
        axis("strata", strata, &|strata| projection(&with_strata(&london, strata), far, LANES)),
    ]
}

fn main() {
    let tiny = std::env::args().any(|argument| argument == "--test");
    // One thread, this one, so that its processor time is all there is.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global();
    pool.expect("no other pool was made");

    let columns = ["exponent", "constant part of the smallest", "largest miss of a straight line"];
    let mut exponents = PrintedTable::new(["cost in"], columns);
    let mut points = PrintedTable::new(["cost in"], ["size", "seconds", "milliseconds per unit"]);
    for axis in axes(tiny) {
        let seconds = least_seconds(&axis, if tiny { 1 } else { 2 });
        let measured: Vec<(f64, f64)> = axis.runs.iter().zip(&seconds).map(|(run, s)| (run.0 as f64, *s)).collect();
        let logarithms: Vec<(f64, f64)> = measured.iter().map(|(x, y)| (libm::log(*x), libm::log(*y))).collect();
        let (exponent, _) = straight_line(&logarithms);
        let (slope, constant) = straight_line(&measured);
        let miss = measured.iter().map(|(x, y)| ((slope * x + constant) / y - 1.0).abs()).fold(0.0, f64::max);
        let share = format!("{:.0}%", 100.0 * constant / seconds[0]);
        exponents.push([axis.name.to_owned(), format!("{exponent:.3}"), share, format!("{:.1}%", 100.0 * miss)]);
        for (size, seconds) in measured {
            let each = 1e3 * seconds / size;
            points.push([axis.name.to_owned(), size.to_string(), format!("{seconds:.3}"), format!("{each:.2}")]);
        }
    }
    let mut text = format!("{}\n{}\n", exponents.to_markdown(), points.to_markdown());
    text += &threads(tiny);
    if tiny {
        println!("all sizes ran");
    } else {
        println!("{text}");
        std::fs::create_dir_all(results::folder()).expect("a folder");
        std::fs::write(results::scaling(), text).expect("a file");
    }
}

/// The time of the clock on one thread over that on two.
fn threads(tiny: bool) -> String {
    if std::thread::available_parallelism().map_or(1, usize::from) < 2 {
        return "Threads: this machine has one core, so two threads were not tried.\n".to_owned();
    }
    let (last, draws, repeats) = if tiny { (2016, 16, 1) } else { (2020, 32, 3) };
    let run = projection(&ReferenceData::embedded(), last, draws);
    let mut least = [f64::INFINITY; 2];
    for _ in 0..repeats {
        for (least, threads) in least.iter_mut().zip(1..) {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
            // A thread of its own waits for the pool: this one would look for work meanwhile.
            let begun = Instant::now();
            let ran = std::thread::scope(|scope| scope.spawn(|| pool.install(|| run.run())).join());
            *least = least.min(begun.elapsed().as_secs_f64());
            black_box(ran.expect("no panic").expect("a built projection runs"));
        }
    }
    let [one, two] = least;
    format!("Two threads are {:.2} times as fast as one ({draws} draws: {one:.2} s and {two:.2} s).\n", one / two)
}
