//! A few numbers as they came out when they were pinned: seed 2015, eight draws, to 2018.
//!
//! They are no truth; they say when a change moves results. To move them on purpose, print the new table and put it in
//! the place of `PINNED`, raise `REVISION` in `src/revision.rs` by one and give it its line in `REVISIONS`:
//!
//! ```text
//! HEALTH_IMPACT_REPIN=1 cargo test --test london value_stability -- --nocapture
//! ```
//!
//! Pinned on x86-64 Linux; other processors may move the last bits of parameter draws, which the tolerance covers.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use health_impact::outcomes::Measure;
use health_impact::population::{Quintile, Sex};
use health_impact::scenario::Group;
use health_impact::scenario::{Driver, Effect, Intervention, Scenario};
use support::london::{level, london, smoking_at, year};

const TOLERANCE: f64 = 1e-12;
const AIM: &str = "to 15%";
const REACH: &str = "reach doubled";

/// Name, first draw, last draw.
const PINNED: [(&str, f64, f64); 28] = [
    ("people", 8927486.471768072, 8932726.029739115),
    ("births", 130638.77145947563, 130643.00955837096),
    ("deaths", 50927.309640139894, 48175.42029316781),
    ("deaths of smoking", 7332.294860029504, 6561.01550636788),
    ("QALYs", 7922113.454912514, 7925255.721447614),
    ("quits", 65542.65331211936, 95307.97344026761),
    ("smoking", 0.15992671859404106, 0.13779020338804387),
    ("smoking, frozen", 0.16681541188733906, 0.16239452746343003),
    ("smoking of women, quintile 1", 0.16005186537622093, 0.14543581780441228),
    ("smoking of Hackney", 0.19019853612063958, 0.16343426907707737),
    ("deaths of Hackney", 1176.8877431693406, 1102.686794758259),
    ("life expectancy", 82.35716594959737, 83.1547513635988),
    ("life expectancy of Hackney", 80.95633690611764, 81.84452843975127),
    ("obese at Year 6", 0.22651698443198193, 0.2157701209913234),
    ("active", 0.6585236469003446, 0.6184795600607916),
    ("new cases of diabetes", 34294.870308988895, 34574.372221566955),
    ("days off sick", 14999880.118450478, 14515022.888565684),
    ("alcohol-related admissions", 574.721004223933, 530.5982908601554),
    ("ready for school", 0.7782113754938651, 0.8027635672933812),
    ("gap of severe mental illness", 12.814778073482078, 11.947880980929552),
    ("healthy life expectancy", 64.14354445694569, 65.04254453032414),
    ("active, frozen", 0.6568998826059824, 0.6586551189101536),
    ("cost of disease to the NHS", 1030056380.8286436, 1028830503.0525876),
    ("QALYs, to 15%", 7922129.865080328, 7925255.721447614),
    ("smokers, to 15%", 1036239.4992544659, 952599.2680849954),
    ("deaths, to 15%", 50903.954668667066, 48175.42029316781),
    ("quits, reach doubled", 1641.884697174988, 1312.287782788364),
    ("factor of the ambition: least, most", 1.0, 1.5043420899463102),
];

/// What was pinned at each revision of the numbers, from the first on, as a hash (FNV-1a, 64 bits) of the bits of the table.
/// Lines are added and never changed.
const REVISIONS: [u64; 1] = [0x4930_f81e_e2b7_a723];

/// Draws on disk are known by the revision of their numbers: it moves with the numbers.
#[test]
fn the_revision_is_raised_when_numbers_move() {
    let bytes = PINNED.iter().flat_map(|(name, first, last)| {
        [name.as_bytes().to_vec(), first.to_le_bytes().to_vec(), last.to_le_bytes().to_vec()].concat()
    });
    let hash =
        bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    assert_eq!(health_impact::REVISION as usize, REVISIONS.len(), "a line of REVISIONS for each revision");
    assert!(REVISIONS[..REVISIONS.len() - 1].iter().all(|before| *before != hash), "an earlier table of numbers");
    assert_eq!(REVISIONS[REVISIONS.len() - 1], hash, "the pinned numbers moved: raise REVISION and add a line");
}

fn computed() -> Vec<(&'static str, f64, f64)> {
    let until = year(2018);
    let reach = Intervention::new(Driver::STOP_SMOKING_REACH, Effect::factor(2.0)).from(year(2016));
    let run = london(2018)
        .draws(8)
        .seed(2015)
        .scenario(Scenario::new(AIM).with(smoking_at(15.0).by(until)))
        .scenario(Scenario::new(REACH).doing(reach))
        .build()
        .unwrap()
        .run()
        .unwrap();
    let all = Group::everybody();
    let poorest_women = Group::everybody().of_sex(Sex::Female).in_quintile(Quintile::new(1).unwrap());
    let hackney = Group::area("Hackney");
    let of = |scenario: &str, measure, group: &Group| level(&run, scenario, measure, group, until);
    let effort = run.required_effort().unwrap().remove(0);
    let factor = effort.factor.unwrap();
    let mut rows = Vec::new();
    let mut pin = |name, draws: Vec<f64>| rows.push((name, draws[0], draws[7]));
    pin("people", of("baseline", Measure::POPULATION, &all));
    pin("births", of("baseline", Measure::BIRTHS, &all));
    pin("deaths", of("baseline", Measure::DEATHS, &all));
    pin("deaths of smoking", of("baseline", Measure::DEATHS_SMOKING_ATTRIBUTABLE, &all));
    pin("QALYs", of("baseline", Measure::QALYS, &all));
    pin("quits", of("baseline", Measure::QUITS, &all));
    pin("smoking", of("baseline", Measure::SMOKING_PREVALENCE, &all));
    pin("smoking, frozen", of("frozen", Measure::SMOKING_PREVALENCE, &all));
    pin("smoking of women, quintile 1", of("baseline", Measure::SMOKING_PREVALENCE, &poorest_women));
    pin("smoking of Hackney", of("baseline", Measure::SMOKING_PREVALENCE, &hackney));
    pin("deaths of Hackney", of("baseline", Measure::DEATHS, &hackney));
    pin("life expectancy", of("baseline", Measure::LIFE_EXPECTANCY, &all));
    pin("life expectancy of Hackney", of("baseline", Measure::LIFE_EXPECTANCY, &hackney));
    pin("obese at Year 6", of("baseline", Measure::CHILD_OBESITY_YEAR6, &all));
    pin("active", of("baseline", Measure::PHYSICALLY_ACTIVE, &all));
    pin("new cases of diabetes", of("baseline", Measure::CASES_DIABETES, &all));
    pin("days off sick", of("baseline", Measure::ABSENCE_DAYS, &all));
    pin("alcohol-related admissions", of("baseline", Measure::ALCOHOL_ADMISSIONS, &all));
    pin("ready for school", of("baseline", Measure::SCHOOL_READY, &all));
    pin("gap of severe mental illness", of("baseline", Measure::SMI_LIFE_EXPECTANCY_GAP, &all));
    pin("healthy life expectancy", of("baseline", Measure::HEALTHY_LIFE_EXPECTANCY, &all));
    pin("active, frozen", of("frozen", Measure::PHYSICALLY_ACTIVE, &all));
    pin("cost of disease to the NHS", of("baseline", Measure::NHS_COST_OF_DISEASE, &all));
    pin("QALYs, to 15%", of(AIM, Measure::QALYS, &all));
    pin("smokers, to 15%", of(AIM, Measure::SMOKERS, &all));
    pin("deaths, to 15%", of(AIM, Measure::DEATHS, &all));
    pin("quits, reach doubled", of(REACH, Measure::EXTRA_QUITS_NEEDED, &all));
    rows.push(("factor of the ambition: least, most", factor.lower_95, factor.upper_95));
    rows
}

#[test]
#[allow(clippy::print_stdout)]
fn numbers_stay_where_they_were_pinned() {
    let computed = computed();
    if std::env::var_os("HEALTH_IMPACT_REPIN").is_some() {
        println!("const PINNED: [(&str, f64, f64); {}] = [", computed.len());
        for (name, first, last) in &computed {
            println!("    ({name:?}, {first:?}, {last:?}),");
        }
        println!("];");
        return;
    }
    assert_eq!(computed.len(), PINNED.len());
    for ((name, first, last), (pinned, was_first, was_last)) in computed.into_iter().zip(PINNED) {
        assert_eq!(name, pinned);
        for (is, was) in [(first, was_first), (last, was_last)] {
            assert!((is / was - 1.0).abs() <= TOLERANCE, "{name}: {is:?}, pinned {was:?}");
        }
    }
}
