//! The Sick-Sicker model of the example of that name, which the benches run too.

use health_impact::Error;
use health_impact::decision::CostsAndEffects;
use health_impact::estimate::Distribution;
use health_impact::estimate::Estimate;
use health_impact::multistate::{Cohort, Model, Reward, Value, WithinCycle};
use std::collections::BTreeMap;

/// The strategies: no treatment, treatment A, treatment B, both.
pub(crate) const STRATEGIES: [(&str, bool, bool); 4] =
    [("standard of care", false, false), ("A", true, false), ("B", false, true), ("AB", true, true)];
pub(crate) const STATES: [&str; 4] = ["H", "S1", "S2", "D"];

/// Values of each parameter, one a draw, under the tutorial's names.
pub(crate) type Inputs = BTreeMap<&'static str, Vec<f64>>;

/// The parameters of one draw by name.
type Draw<'a> = dyn Fn(&str) -> f64 + 'a;

/// Name, value of the base case and distribution: r rates a year, hr hazard ratios, c costs and u utilities of a year.
pub(crate) fn parameters() -> Result<Vec<(&'static str, f64, Estimate)>, Error> {
    let gamma = |shape, scale| Estimate::new(Distribution::Gamma { shape, scale });
    let beta = |alpha, beta| Estimate::new(Distribution::Beta { alpha, beta });
    let log_normal = |median, sigma| Estimate::new(Distribution::LogNormal { mu: libm::log(median), sigma });
    Ok(vec![
        ("r_HD", 0.002, gamma(20.0, 1.0 / 10_000.0)?),
        ("r_HS1", 0.15, gamma(30.0, 1.0 / 200.0)?),
        ("r_S1H", 0.5, gamma(60.0, 1.0 / 120.0)?),
        ("r_S1S2", 0.105, gamma(84.0, 1.0 / 800.0)?),
        ("hr_S1", 3.0, log_normal(3.0, 0.01)?),
        ("hr_S2", 10.0, log_normal(10.0, 0.02)?),
        ("hr_S1S2_trtB", 0.6, log_normal(0.6, 0.02)?),
        ("c_H", 2_000.0, gamma(100.0, 20.0)?),
        ("c_S1", 4_000.0, gamma(177.8, 22.5)?),
        ("c_S2", 15_000.0, gamma(225.0, 66.7)?),
        ("c_trtA", 12_000.0, gamma(73.5, 163.3)?),
        ("c_trtB", 13_000.0, gamma(86.2, 150.8)?),
        ("u_H", 1.0, beta(200.0, 3.0)?),
        ("u_S1", 0.75, beta(130.0, 45.0)?),
        ("u_S2", 0.5, beta(230.0, 230.0)?),
        ("u_trtA", 0.95, beta(300.0, 15.0)?),
    ])
}

/// The model of one strategy in all draws of the inputs.
pub(crate) fn model(inputs: &Inputs, a: bool, b: bool) -> Result<Model, Error> {
    let draws = inputs["r_HD"].len();
    // A value worked out in each draw d from the parameters p of that draw.
    let each =
        |value: &dyn Fn(&Draw<'_>) -> f64| Value::Draws((0..draws).map(|d| value(&|name| inputs[name][d])).collect());
    let risk = |rate: f64| -libm::expm1(-rate);
    let slowed = |p: &Draw<'_>| if b { p("hr_S1S2_trtB") } else { 1.0 };
    let treated = |p: &Draw<'_>| if a { p("c_trtA") } else { 0.0 } + if b { p("c_trtB") } else { 0.0 };
    let cost = Reward::new("cost")
        .state("H", each(&|p| p("c_H")))
        .state("S1", each(&|p| p("c_S1") + treated(p)))
        .state("S2", each(&|p| p("c_S2") + treated(p)));
    let qaly = Reward::new("QALY")
        .state("H", each(&|p| p("u_H")))
        .state("S1", each(&|p| p(if a { "u_trtA" } else { "u_S1" })))
        .state("S2", each(&|p| p("u_S2")));
    Model::builder()
        .state("H")
        .state("S1")
        .state("S2")
        .state("D")
        .transition("H", "D", each(&|p| risk(p("r_HD"))))
        .transition("H", "S1", each(&|p| (1.0 - risk(p("r_HD"))) * risk(p("r_HS1"))))
        .complement("H", "H")
        .transition("S1", "D", each(&|p| risk(p("r_HD") * p("hr_S1"))))
        .transition("S1", "H", each(&|p| (1.0 - risk(p("r_HD") * p("hr_S1"))) * risk(p("r_S1H"))))
        .transition("S1", "S2", each(&|p| (1.0 - risk(p("r_HD") * p("hr_S1"))) * risk(p("r_S1S2") * slowed(p))))
        .complement("S1", "S1")
        .transition("S2", "D", each(&|p| risk(p("r_HD") * p("hr_S2"))))
        .complement("S2", "S2")
        .absorbing("D")
        .cohort(Cohort::new("cohort").aged(25.0).starting("H", 1.0))
        .reward(cost.discounted(0.03).within_cycle(WithinCycle::Simpson))
        .reward(qaly.discounted(0.03).within_cycle(WithinCycle::Simpson))
        .cycles(75)
        .draws(draws)
        .build()
}

/// Costs and QALYs of all strategies in the same draws.
pub(crate) fn compare(inputs: &Inputs) -> Result<CostsAndEffects, Error> {
    let mut compared = CostsAndEffects::new();
    for (name, a, b) in STRATEGIES {
        let model = model(inputs, a, b)?;
        let run = model.run();
        compared = compared.with(name, run.total("cost")?, run.total("QALY")?)?;
    }
    Ok(compared)
}
