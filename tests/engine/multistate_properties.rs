//! What holds for any model, tried on random ones.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::float_cmp,
    reason = "a test may fail, and may ask for the same bits"
)]

use health_impact::multistate::kernel::{Batch, InstructionSet, dispatch, dispatch_on, step};
use health_impact::multistate::lanes::{LANES, Lanes};
use health_impact::multistate::survival::mean_survival;
use health_impact::multistate::{Cohort, Context, Model, ModelBuilder, Reward, Structure, Value, WithinCycle};
use proptest::prelude::*;
use std::sync::Arc;

/// A random dense model: by draw, from and to; rows sum to 1, some entries 0.
#[derive(Debug, Clone)]
struct Dense {
    states: usize,
    cycles: usize,
    start: Vec<f64>,
    matrices: Vec<Vec<Vec<f64>>>,
}

fn dense(draws: usize) -> impl Strategy<Value = Dense> {
    (1..6_usize, 1..12_usize).prop_flat_map(move |(states, cycles)| {
        let start = prop::collection::vec(0.0..1_000.0, states);
        let cell = prop_oneof![1 => Just(0.0), 3 => 0.01..1.0];
        let matrices = prop::collection::vec(prop::collection::vec(prop::collection::vec(cell, states), states), draws);
        (start, matrices).prop_map(move |(start, mut matrices)| {
            for row in matrices.iter_mut().flatten() {
                row[0] += 0.01;
                let sum: f64 = row.iter().sum();
                row.iter_mut().for_each(|p| *p /= sum);
            }
            Dense { states, cycles, start, matrices }
        })
    })
}

fn model(dense: &Dense, draws: usize) -> Model {
    let name = |state: usize| format!("state {state}");
    let matrices = Arc::new(dense.matrices.clone());
    let mut builder = Model::builder().cycles(dense.cycles).draws(draws);
    let mut cohort = Cohort::new("all");
    let mut reward = Reward::new("reward").discounted(0.03).within_cycle(WithinCycle::Simpson);
    for from in 0..dense.states {
        builder = builder.state(name(from)).complement(name(from), name(0));
        cohort = cohort.starting(name(from), dense.start[from]);
        reward = reward.state(name(from), from as f64 + 0.5);
        for to in 1..dense.states {
            let matrices = Arc::clone(&matrices);
            builder = builder.transition(name(from), name(to), move |c: &Context| matrices[c.draw][from][to]);
        }
    }
    builder.cohort(cohort).reward(reward).build().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn equals_a_dense_matrix_and_conserves_people(dense in dense(9)) {
        let model = model(&dense, 9);
        let run = model.run();
        let all: f64 = dense.start.iter().sum();
        for (draw, matrix) in dense.matrices.iter().enumerate() {
            let mut people = dense.start.clone();
            for cycle in 0..=dense.cycles {
                let mut sum = 0.0;
                for (state, expected) in people.iter().enumerate() {
                    let value = run.people("all", &format!("state {state}"), cycle).unwrap()[draw];
                    prop_assert!((value - expected).abs() <= 1e-11 * all.max(1.0));
                    sum += value;
                }
                prop_assert!((sum - all).abs() <= 1e-9 * all.max(1.0));
                people = (0..dense.states)
                    .map(|to| (0..dense.states).map(|from| people[from] * matrix[from][to]).sum())
                    .collect();
            }
        }
    }

    #[test]
    fn padding_changes_nothing(dense in dense(24)) {
        let total = model(&dense, 24);
        let total = total.run();
        for draws in 1..=20 {
            let part = model(&dense, draws);
            let part = part.run();
            prop_assert_eq!(&part.total("reward").unwrap(), &total.total("reward").unwrap()[..draws]);
            let people = |run: &health_impact::multistate::Run<'_>| run.people("all", "state 0", dense.cycles).unwrap();
            prop_assert_eq!(&people(&part), &people(&total)[..draws]);
        }
    }

    #[test]
    fn every_instruction_set_gives_the_same_bits(
        values in prop::collection::vec(0.0..1.0_f64, 9 * LANES),
        people in prop::collection::vec(0.0..1e6_f64, 6 * LANES),
    ) {
        let lanes = |values: &[f64]| values.chunks_exact(LANES).map(|c| Lanes::gather(c, 0)).collect::<Vec<_>>();
        let probability = lanes(&values);
        let people: Vec<[Lanes; 2]> = lanes(&people).chunks_exact(2).map(|c| [c[0], c[1]]).collect();
        let structure = full(3);
        let work = Work { structure: &structure, probability: &probability, people: &people };
        let bits = |out: Vec<[Lanes; 2]>| out.concat().iter().flat_map(|l| l.0.map(f64::to_bits)).collect::<Vec<_>>();
        let baseline = bits(dispatch_on(InstructionSet::Baseline, work).unwrap());
        prop_assert_eq!(&bits(dispatch(work)), &baseline);
        for set in [InstructionSet::Avx2, InstructionSet::Avx512] {
            if let Some(out) = dispatch_on(set, work) {
                prop_assert_eq!(&bits(out), &baseline);
            }
        }
    }
}

fn full(states: usize) -> Structure {
    let names = (0..states).map(|state| format!("state {state}")).collect();
    let arcs: Vec<_> = (0..states).flat_map(|from| (0..states).map(move |to| (from, to))).collect();
    Structure::from_indices(names, &arcs).unwrap()
}

#[derive(Clone, Copy)]
struct Work<'a> {
    structure: &'a Structure,
    probability: &'a [Lanes],
    people: &'a [[Lanes; 2]],
}

impl Batch for Work<'_> {
    type Output = Vec<[Lanes; 2]>;
    #[inline(always)]
    fn run(self) -> Self::Output {
        let mut out = vec![[Lanes::ZERO; 2]; 4];
        out[3] = step(self.structure, self.probability, self.people, &mut out[..3]);
        out.push([mean_survival(self.probability[0]), mean_survival(self.probability[1] * 8.0)]);
        out
    }
}

#[test]
fn a_block_equals_its_cohorts_alone() {
    let structure = full(3);
    let number = |i: usize| Lanes(std::array::from_fn(|lane| ((i * 37 + lane * 11) % 101) as f64 / 101.0));
    let people: Vec<[Lanes; 4]> = (0..3).map(|s| std::array::from_fn(|b| number(s * 4 + b + 50))).collect();
    let own: Vec<[Lanes; 4]> = (0..9).map(|arc| std::array::from_fn(|b| number(arc * 4 + b))).collect();
    let mut block = [[Lanes::ZERO; 4]; 3];
    let all = step(&structure, &own, &people, &mut block);
    for cohort in 0..4 {
        let (p, from): (Vec<_>, Vec<_>) =
            (own.iter().map(|p| p[cohort]).collect(), people.iter().map(|x| [x[cohort]]).collect());
        let mut to = [[Lanes::ZERO]; 3];
        let [sum] = step(&structure, &p, &from, &mut to);
        assert_eq!(sum, all[cohort]);
        for state in 0..3 {
            assert_eq!(to[state][0], block[state][cohort]);
        }
    }
}

/// Probabilities by cycle: the first entry is the first cycle's, and a row too many, as for a time 0 put in front, is refused as one too
/// few is. 1,000 people who lose a tenth, a fifth, ... of what is left.
#[test]
fn a_list_by_cycle_is_as_long_as_the_cycles() {
    let p = [0.1, 0.2, 0.3, 0.4, 0.5];
    let model = |list: &[f64]| {
        Model::builder()
            .state("alive")
            .state("dead")
            .transition("alive", "dead", Value::Cycles(list.to_vec()))
            .complement("alive", "alive")
            .absorbing("dead")
            .cohort(Cohort::new("c").starting("alive", 1000.0))
            .cycles(5)
    };
    let built = model(&p).build().unwrap();
    let run = built.run();
    for (cycle, expected) in [1000.0, 900.0, 720.0, 504.0, 302.4, 151.2].into_iter().enumerate() {
        assert!((run.people("c", "alive", cycle).unwrap()[0] - expected).abs() < 1e-9, "{cycle}");
    }
    let message = |list: &[f64]| model(list).build().unwrap_err().to_string();
    assert_eq!(
        message(&[0.0, 0.1, 0.2, 0.3, 0.4, 0.5]),
        "number of cycles of probability \"alive\" -> \"dead\" 6 must be 5"
    );
    assert!(message(&p[..4]).contains("cycle 4"), "{}", message(&p[..4]));
    // A state's reward has one for the end of the last cycle too.
    let with = |values: usize| {
        let reward = Reward::new("cost").state("alive", Value::Cycles(vec![1.0; values]));
        model(&p).reward(reward).build()
    };
    assert!(with(6).is_ok());
    assert_eq!(with(7).unwrap_err().to_string(), "number of cycles of reward \"cost\" 7 must be 6");
}

/// Sizes are told before anything of them is made.
#[test]
fn a_model_too_large_is_refused_at_once() {
    let two = || {
        Model::builder()
            .state("alive")
            .state("dead")
            .transition("alive", "dead", 0.1)
            .complement("alive", "alive")
            .absorbing("dead")
            .cohort(Cohort::new("c").starting("alive", 1.0))
    };
    let message = |builder: ModelBuilder| builder.build().unwrap_err().to_string();
    assert_eq!(
        message(two().cycles(1_000_000).draws(10_000)),
        "size of a model of 2 states, 1000001 points in time and 10000 draws of 149 GB must not exceed 16 GB: fewer cycles, cohorts or draws at a time"
    );
    assert!(message(two().cycles(usize::MAX).draws(usize::MAX)).contains("must not exceed 16 GB"));
    assert_eq!(
        message(two().tunnel("long", usize::MAX)),
        format!("number of states {} must not exceed 10000, tunnels counted by their length", usize::MAX)
    );
    assert!(WithinCycle::HalfCycle.weights(usize::MAX).is_err());
}

#[test]
fn a_tunnel_counts_the_time_since_entry() {
    let model = Model::builder()
        .state("well")
        .tunnel("ill", 3)
        .state("dead")
        .transition("well", "ill", 0.5)
        .complement("well", "well")
        .transition("ill", "dead", |c: &Context| [0.4, 0.2, 0.1][c.tunnel])
        .complement("ill", "ill")
        .absorbing("dead")
        .cohort(Cohort::new("all").starting("well", 100.0))
        .reward(Reward::new("cost").within_cycle(WithinCycle::EveryPoint).state("ill", |c: &Context| c.tunnel as f64))
        .cycles(4)
        .build()
        .unwrap();
    let run = model.run();
    let people = |state: &str, cycle| run.people("all", state, cycle).unwrap()[0];
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} {b}");
    near(people("ill [1]", 1), 50.0);
    near(people("ill [2]", 2), 30.0);
    near(people("ill [3]", 3), 24.0);
    near(people("ill [3]", 4), 24.0 * 0.9 + 25.0 * 0.6 * 0.8);
    near(people("ill", 2), 55.0);
    near(run.at_cycle("cost", "all", 3).unwrap()[0], 15.0 + 2.0 * 24.0);
}

#[test]
fn slips_are_told_with_where_they_are() {
    let two = || Model::builder().state("well").state("dead").absorbing("dead").cycles(3).draws(2);
    let cohort = || Cohort::new("all").starting("well", 1.0);
    let message = |builder: health_impact::multistate::ModelBuilder| builder.build().unwrap_err().to_string();
    let bad = |c: &Context| if c.cycle == 2 && c.draw == 1 { 1.5 } else { 0.5 };
    assert_eq!(
        message(two().transition("well", "dead", bad).complement("well", "well").cohort(cohort())),
        "probability \"well\" -> \"dead\" in cohort \"all\", cycle 2, draw 1 1.5 must lie in 0 to 1"
    );
    assert_eq!(
        message(two().transition("well", "dead", 0.5).transition("well", "well", 0.25).cohort(cohort())),
        "sum of the probabilities out of \"well\" in cohort \"all\", cycle 0, draw 0 0.75 must be 1"
    );
    assert_eq!(
        message(two().transition("well", "ded", 0.5).complement("well", "well").cohort(cohort())),
        "unknown state \"ded\": did you mean \"dead\"?"
    );
    assert_eq!(
        message(two().transition("well", "dead", 0.5).cohort(Cohort::new("all").starting("wel", 1.0))),
        "unknown state \"wel\": did you mean \"well\"?"
    );
    assert!(message(two().cohort(cohort())).contains("no way out"));
    assert!(message(two().absorbing("well")).contains("at least one cohort"));
    let total = || two().absorbing("well").cohort(cohort());
    assert!(message(total().reward(Reward::new("x").transition("dead", "well", 1.0))).contains("no transition"));
    assert!(message(total().reward(Reward::new("x").state("well", f64::NAN))).contains("must be finite"));
    assert!(message(total().reward(Reward::new("x").discounted(-0.1))).contains("0 or more"));
    assert!(message(total().cycle_length(0.0)).contains("cycle length"));
    assert!(message(total().draws(0)).contains("1 or more"));
    assert!(message(total().tunnel("t", 0)).contains("length of tunnel"));
    assert!(message(total().cohort(cohort())).contains("given twice"));
    let model = total().build().unwrap();
    assert!(model.run().people("all", "well", 4).is_err());
    assert!(model.run().total("cost").is_err());
}
