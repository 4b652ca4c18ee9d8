//! Five diseases through 25 years: the hot loop's step against a plain scalar program and against its arithmetic alone, one thread.
//!
//! The definition of the work is in `benches/README.md`.

#![allow(missing_docs, reason = "criterion's macros make undocumented items")]
#![allow(clippy::expect_used, reason = "a bench may fail")]

use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use health_impact::disease::DISEASES;
use health_impact::disease::{Course, Fatality};
use health_impact::multistate::kernel::{Batch, dispatch};
use health_impact::multistate::lanes::{LANES, Lanes, one_by_one};
use health_impact::random::stream;
use rand_distr::{Distribution, LogNormal};
use std::hint::black_box;
use std::time::Duration;

const DRAWS: usize = 200;
const YEARS: usize = 25;
const AGES: usize = 101;
const FATALITY: [f64; DISEASES] = [0.08, 0.1, 0.9, 0.06, 0.02];
const AT_ONSET: [f64; DISEASES] = [0.2, 0.15, 0.3, 0.0, 0.0];
/// Multiplications and additions for one disease at rates of this size: 22 outside of the series of `Course::a_year`, 12 of survival, 9
/// and 6 of the two quotients (means over the diseases), 2 of the bench.
const OPERATIONS: usize = 51;
const CELLS: usize = DRAWS * YEARS * 2 * AGES * DISEASES;

/// One draw: factors on incidence and on fatality.
type Draw = [f64; 2];
/// Prevalence at the end and new cases a year and person of a year of age, by disease: means over ages of women, resp. over all.
type Kept = [[f64; DISEASES]; 2];
/// What a sum over all years and ages is divided by.
const ALL: f64 = (YEARS * 2 * AGES) as f64;

fn draws() -> Vec<Draw> {
    let factor = LogNormal::new(0.0, 0.1).expect("a distribution");
    let one = |draw| {
        let mut random = stream(2015, "disease", draw);
        [factor.sample(&mut random), factor.sample(&mut random)]
    };
    (0..DRAWS as u64).map(one).collect()
}

fn incidence(sex: usize, age: usize, disease: usize) -> f64 {
    (1.0 + disease as f64) * 1e-5 * libm::exp(0.055 * age as f64) * if sex == 1 { 0.8 } else { 1.0 }
}

fn trend(year: usize) -> f64 {
    libm::pow(0.98, year as f64)
}

/// The crate's step, eight draws at once.
fn course(draws: &[Draw]) -> Vec<Kept> {
    let most = |of: usize| draws.iter().map(|draw| draw[of]).fold(0.0, f64::max);
    let course = Course::up_to(
        std::array::from_fn(|disease| incidence(0, AGES - 1, disease) * most(0)),
        FATALITY.map(|fatality| fatality * most(1)),
    );
    let rates: Vec<[f64; DISEASES]> =
        (0..2 * AGES).map(|at| std::array::from_fn(|disease| incidence(at / AGES, at % AGES, disease))).collect();
    let mut kept = Vec::with_capacity(draws.len());
    for eight in draws.chunks(LANES) {
        let of = |what: usize| Lanes(std::array::from_fn(|lane| eight[lane][what]));
        let fatality = std::array::from_fn(|disease| Fatality::new(of(1) * FATALITY[disease], AT_ONSET[disease]));
        let sums = dispatch(Eight { course: &course, rates: &rates, factor: of(0), fatality });
        kept.extend((0..LANES).map(|lane| sums.map(|sums| sums.map(|sum| sum.0[lane]))));
    }
    kept
}

struct Eight<'a> {
    course: &'a Course,
    rates: &'a [[f64; DISEASES]],
    factor: Lanes,
    fatality: [Fatality; DISEASES],
}

impl Batch for Eight<'_> {
    type Output = [[Lanes; DISEASES]; 2];

    #[inline(always)]
    fn run(self) -> Self::Output {
        let mut prevalence = vec![[Lanes::ZERO; DISEASES]; 2 * (AGES + 1)];
        let mut new_cases = [Lanes::ZERO; DISEASES];
        for year in 0..YEARS {
            let trend = trend(year);
            for sex in 0..2 {
                for age in (0..AGES).rev() {
                    let at = sex * (AGES + 1) + age;
                    let rates = self.rates[sex * AGES + age].map(|rate| self.factor * (rate * trend));
                    let year = self.course.a_year(&prevalence[at], &rates, &self.fatality);
                    prevalence[at + 1] = year.prevalence;
                    for (sum, new) in one_by_one(new_cases.iter_mut().zip(&year.new_cases)) {
                        *sum += *new;
                    }
                }
            }
        }
        let mut sums = [Lanes::ZERO; DISEASES];
        for of_age in &prevalence[AGES + 2..] {
            for (sum, of) in sums.iter_mut().zip(of_age) {
                *sum += *of * (1.0 / AGES as f64);
            }
        }
        [sums, new_cases.map(|sum| sum * (1.0 / ALL))]
    }
}

/// The equations as they are written, number by number.
fn plain(draws: &[Draw]) -> Vec<Kept> {
    let mut kept = Vec::with_capacity(draws.len());
    for [factor, on_fatality] in draws {
        let mut prevalence = vec![[0.0; DISEASES]; 2 * (AGES + 1)];
        let mut new_cases = [0.0; DISEASES];
        for year in 0..YEARS {
            let trend = trend(year);
            for sex in 0..2 {
                for age in (0..AGES).rev() {
                    let at = sex * (AGES + 1) + age;
                    for disease in 0..DISEASES {
                        let (i, f) = (incidence(sex, age, disease) * trend * factor, FATALITY[disease] * on_fatality);
                        let ill: f64 = prevalence[at][disease];
                        let well = 1.0 - ill;
                        let (stay_well, survive) = (libm::exp(-i), libm::exp(-f));
                        let living =
                            ill * survive + well * (1.0 - AT_ONSET[disease]) * i * (survive - stay_well) / (i - f);
                        prevalence[at + 1][disease] = living / (well * stay_well + living);
                        new_cases[disease] -= well * libm::expm1(-i) / ALL;
                    }
                }
            }
        }
        let mean = |disease: usize| prevalence[AGES + 2..].iter().map(|of| of[disease]).sum::<f64>() / AGES as f64;
        kept.push([std::array::from_fn(mean), new_cases]);
    }
    kept
}

/// As many multiplications and additions as the step takes, on numbers in registers.
struct Arithmetic {
    rounds: usize,
    factor: Lanes,
}

impl Batch for Arithmetic {
    type Output = Lanes;

    #[inline(always)]
    fn run(self) -> Lanes {
        // Enough chains that none waits for itself, few enough for the registers.
        let mut chains = [Lanes::ZERO; CHAINS];
        for _ in 0..self.rounds {
            for chain in &mut chains {
                *chain = *chain * self.factor + self.factor;
            }
        }
        chains.into_iter().fold(Lanes::ZERO, |sum, chain| sum + chain)
    }
}

const CHAINS: usize = 8;

fn ceiling(draws: usize) -> Lanes {
    let operations = OPERATIONS * YEARS * 2 * AGES * DISEASES;
    let mut sum = Lanes::ZERO;
    for _ in 0..draws / LANES {
        sum += dispatch(Arithmetic { rounds: operations / (2 * CHAINS), factor: black_box(Lanes::splat(0.5)) });
    }
    sum
}

fn agree(one: &[Kept], other: &[Kept]) {
    assert_eq!((one.len(), other.len()), (DRAWS, DRAWS));
    for (x, y) in one.iter().flatten().flatten().zip(other.iter().flatten().flatten()) {
        assert!((x - y).abs() <= 1e-10 * y && *y > 1e-5, "{x} {y}");
    }
}

fn disease(criterion: &mut Criterion) {
    let draws = draws();
    agree(&course(&draws), &plain(&draws));
    let mut group = criterion.benchmark_group("disease");
    group.sample_size(10).sampling_mode(SamplingMode::Flat).throughput(Throughput::Elements(CELLS as u64));
    group.warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(1));
    group.bench_function("course", |bencher| bencher.iter(|| course(black_box(&draws))));
    group.bench_function("ceiling", |bencher| bencher.iter(|| ceiling(black_box(DRAWS))));
    group.bench_function("plain", |bencher| bencher.iter(|| plain(black_box(&draws))));
    group.finish();
}

criterion_group!(benches, disease);
criterion_main!(benches);
