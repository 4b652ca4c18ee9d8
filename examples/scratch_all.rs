use health_impact::outcomes::Group;
use health_impact::prelude::*;
use std::time::Instant;
fn main() -> Result<(), Error> {
    let data = ReferenceData::embedded();
    let t = Instant::now();
    let mut builder = Projection::builder(&data).years(Year::new(2015)?..=Year::new(2040)?).seed(2015);
    let draws: usize = std::env::args().nth(1).and_then(|x| x.parse().ok()).unwrap_or(0);
    if draws > 0 {
        builder = builder.draws(draws);
    }
    let ids: Vec<String> = std::env::args().skip(2).collect();
    let ids: Vec<&str> = if ids.is_empty() {
        vec!["1a", "1b", "1c", "2", "3", "4a", "4b", "5", "8a"]
    } else {
        ids.iter().map(String::as_str).collect()
    };
    for id in &ids {
        let mut scenario = Scenario::new(format!("met {id}"));
        for ambition in Ambition::built_in(&data, id)? {
            scenario = scenario.with(ambition);
        }
        builder = builder.scenario(scenario);
    }
    let projection = builder.build()?;
    println!(
        "build {:?} size/draw {:.2} MB",
        t.elapsed(),
        projection.size_of_draws() as f64 / 1e6 / draws.max(1) as f64
    );
    let t = Instant::now();
    let outcomes = if draws > 0 { projection.run()? } else { projection.run_central()? };
    println!("run {:?}", t.elapsed());
    for row in outcomes.ambitions()?.iter().filter(|r| r.area == "London" && r.quintile == "all") {
        let p = row.projected.as_ref();
        println!(
            "{:4} {:10} {:45} base {:?} target {:?} proj {:?} [{:?},{:?}] met {:?} med {:?}",
            row.ambition,
            row.scenario,
            row.indicator.name(),
            row.baseline_value,
            row.target,
            p.map(|s| s.mean),
            p.map(|s| s.lower_95),
            p.map(|s| s.upper_95),
            row.met.as_ref().map(|m| m.probability),
            row.median_year_met
        );
    }
    for took in outcomes.what_it_took()? {
        println!(
            "{:4} {:8} trend {:.2} out {:.2} factor {:?}",
            took.ambition,
            took.scenario,
            took.by_trend.probability,
            took.out_of_reach.probability,
            took.factor.map(|f| f.mean)
        );
    }
    let everybody = Group::everybody();
    for &measure in Measure::ALL {
        let mut line = format!("{:42}", measure.name());
        for year in [2015, 2016, 2020, 2030, 2040] {
            let v =
                outcomes.level("baseline", measure, &everybody, Year::new(year)?).map(|s| s.mean).unwrap_or(f64::NAN);
            line += &format!(" {v:14.4}");
        }
        for id in std::iter::once("frozen".to_owned()).chain(ids.iter().map(|id| format!("met {id}"))) {
            let q = Quantity::cumulative(&id, measure, Year::new(2040)?);
            let q = if measure.name().contains("prevalence") || outcomes.summary(&q).is_err() {
                Quantity::difference(&id, measure, Year::new(2040)?)
            } else {
                q
            };
            let v = outcomes.summary(&q).map(|s| s.mean).unwrap_or(f64::NAN);
            line += &format!(" {v:11.4}");
        }
        println!("{line}");
    }
    Ok(())
}
