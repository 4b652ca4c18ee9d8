//! Multistate models against a loop that does what it says, and models of anything.

use super::{any_number, finite, fuzz, within};
use health_impact::multistate::{Cohort, Model, Reward, Value, WithinCycle, transition_probabilities};
use health_impact::ndarray::Array2;
use proptest::collection::vec;
use proptest::prelude::*;

/// A model as plain data: probabilities by state, state, cycle and draw, of which the last state takes the rest.
#[derive(Debug, Clone)]
struct Plain {
    states: usize,
    cycles: usize,
    draws: usize,
    /// Before they are scaled so that rows sum to 1 or less.
    weights: Vec<f64>,
    people: Vec<f64>,
    worth: Vec<f64>,
    by_cycle: bool,
    discount: f64,
}

impl Plain {
    fn probability(&self, from: usize, to: usize, cycle: usize, draw: usize) -> f64 {
        let at = |to: usize| {
            let index =
                ((from * self.states + to) * 7 + if self.by_cycle { cycle } else { draw * 3 }) % self.weights.len();
            self.weights[index]
        };
        let sum: f64 = (0..self.states).map(at).sum();
        at(to) / sum
    }

    fn model(&self) -> Result<Model, health_impact::Error> {
        let name = |state: usize| format!("state {state}");
        let mut builder = Model::builder().cycles(self.cycles).draws(self.draws);
        for state in 0..self.states {
            builder = builder.state(name(state));
        }
        let mut cohort = Cohort::new("all");
        let mut reward = Reward::new("worth").discounted(self.discount).within_cycle(WithinCycle::Start);
        for from in 0..self.states {
            cohort = cohort.starting(name(from), self.people[from]);
            reward = reward.state(name(from), self.worth[from]);
            for to in 0..self.states - 1 {
                let value = if self.by_cycle {
                    Value::Cycles((0..self.cycles).map(|cycle| self.probability(from, to, cycle, 0)).collect())
                } else {
                    Value::Draws((0..self.draws).map(|draw| self.probability(from, to, 0, draw)).collect())
                };
                builder = builder.transition(name(from), name(to), value);
            }
            builder = builder.complement(name(from), name(self.states - 1));
        }
        builder.cohort(cohort).reward(reward).build()
    }

    /// People of each state at the end, and the reward, of one draw.
    fn naive(&self, draw: usize) -> (Vec<f64>, f64) {
        let mut now = self.people.clone();
        let mut total = 0.0;
        for cycle in 0..self.cycles {
            let value: f64 = now.iter().zip(&self.worth).map(|(people, worth)| people * worth).sum();
            total += value / libm::pow(1.0 + self.discount, cycle as f64);
            let mut next = vec![0.0; self.states];
            for from in 0..self.states {
                for (to, next) in next.iter_mut().enumerate() {
                    *next += now[from] * self.probability(from, to, cycle, draw);
                }
            }
            now = next;
        }
        (now, total)
    }
}

#[test]
fn models_against_a_plain_loop() {
    let plain =
        (1..6_usize, 0..13_usize, 1..20_usize, vec(0.001..1.0_f64, 40), vec(0.0..1e4_f64, 6), vec(-10.0..10.0_f64, 6))
            .prop_flat_map(|(states, cycles, draws, weights, people, worth)| {
                (Just((states, cycles, draws, weights, people, worth)), any::<bool>(), 0.0..0.1_f64)
            })
            .prop_map(|((states, cycles, draws, weights, people, worth), by_cycle, discount)| Plain {
                states: states + 1,
                cycles,
                draws,
                weights,
                people: people.into_iter().chain([1.0]).take(states + 1).collect(),
                worth: worth.into_iter().chain([1.0]).take(states + 1).collect(),
                by_cycle,
                discount,
            });
    fuzz("models against a plain loop", 1_500, plain, |plain| {
        let Ok(model) = plain.model() else { return Ok(false) };
        let run = model.run();
        let totals = run.total("worth").unwrap();
        for draw in 0..plain.draws {
            let (people, total) = plain.naive(draw);
            let scale: f64 = plain.people.iter().sum::<f64>() + 1.0;
            for (state, people) in people.iter().enumerate() {
                let found = run.people("all", &format!("state {state}"), plain.cycles).unwrap()[draw];
                prop_assert!((found - people).abs() <= 1e-9 * scale, "{found} is not {people}");
            }
            prop_assert!((totals[draw] - total).abs() <= 1e-9 * scale * 10.0 * (plain.cycles + 1) as f64);
        }
        Ok(true)
    });
}

#[test]
fn models_of_anything() {
    let given = (vec(any_number(), 12), 0..9_usize, 0..5_usize, any_number(), any_number(), any::<bool>());
    fuzz("models of anything", 10_000, given, |(numbers, cycles, draws, length, discount, rates)| {
        let mut builder = Model::builder().state("well").state("ill").state("dead").cycles(cycles).draws(draws);
        if discount > 0.5 {
            builder = builder.cycle_length(length);
        }
        for (at, (from, to)) in [("well", "ill"), ("well", "dead"), ("ill", "dead")].into_iter().enumerate() {
            builder =
                if rates { builder.rate(from, to, numbers[at]) } else { builder.transition(from, to, numbers[at]) };
        }
        if !rates {
            builder = builder.complement("well", "well").complement("ill", "ill");
        }
        let cohort = Cohort::new("all").starting("well", numbers[3]).starting("ill", numbers[4]);
        let reward =
            Reward::new("worth").discounted(discount).state("well", numbers[5]).transition("well", "ill", numbers[6]);
        let Ok(model) = builder.absorbing("dead").cohort(cohort).reward(reward).build() else { return Ok(false) };
        let run = model.run();
        for cycle in 0..=cycles {
            for state in ["well", "ill", "dead"] {
                within("people", &run.people("all", state, cycle).unwrap(), 0.0, f64::MAX)?;
            }
        }
        finite("a reward", &run.total("worth").unwrap())?;
        Ok(true)
    });
}

#[test]
fn probabilities_from_rates() {
    let given = (
        1..5_usize,
        vec(prop_oneof![(0.0..3.0_f64).boxed(), any_number().boxed()], 16),
        prop_oneof![(0.01..5.0_f64).boxed(), any_number().boxed()],
        any::<bool>(),
    );
    fuzz("probabilities from rates", 10_000, given, |(states, rates, years, balanced)| {
        let mut matrix = Array2::from_shape_fn((states, states), |(from, to)| rates[(from * 4 + to) % 16]);
        if balanced {
            for from in 0..states {
                matrix[[from, from]] = 0.0;
                let out: f64 = matrix.row(from).sum();
                matrix[[from, from]] = -out;
            }
        }
        let Ok(probabilities) = transition_probabilities(&matrix, years) else { return Ok(false) };
        for row in probabilities.rows() {
            within("a probability", &row.to_vec(), 0.0, 1.0)?;
            prop_assert!((row.sum() - 1.0).abs() < 1e-9, "{row}");
        }
        Ok(true)
    });
}
