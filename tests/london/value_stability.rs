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
    ("people", 8926955.702265179, 8931581.289462639),
    ("births", 130476.96981357965, 130482.75314747656),
    ("deaths", 51301.68711326182, 49260.00868346615),
    ("deaths of smoking", 7534.014778567126, 6852.814154081208),
    ("QALYs", 7921481.883843609, 7924362.227567117),
    ("quits", 65513.919070720745, 95254.39481036243),
    ("smoking", 0.1599080131821446, 0.1377664184470213),
    ("smoking, frozen", 0.1668232934218354, 0.16240017787562078),
    ("smoking of women, quintile 1", 0.16002308834900741, 0.14541343405157156),
    ("smoking of Hackney", 0.1901810784567177, 0.16341099261607317),
    ("deaths of Hackney", 1185.9967197800056, 1129.3097633789391),
    ("life expectancy", 82.30330158953961, 82.84771159654963),
    ("life expectancy of Hackney", 80.87792002005752, 81.50581065651768),
    ("obese at Year 6", 0.22651695069434177, 0.21577003775495193),
    ("active", 0.6585667362742825, 0.6184981239087884),
    ("new cases of diabetes", 34414.946313087195, 34690.77125264096),
    ("days off sick", 15030195.020352712, 14543784.937273787),
    ("alcohol-related admissions", 574.721004223933, 530.5982908601554),
    ("ready for school", 0.7782113313007665, 0.8027636700465107),
    ("gap of severe mental illness", 12.739854380971888, 12.095380573523244),
    ("healthy life expectancy", 64.11664361902362, 64.84624434229549),
    ("active, frozen", 0.6569453836890102, 0.6586737917915567),
    ("cost of disease to the NHS", 1034006592.6659468, 1032837772.566602),
    ("QALYs, to 15%", 7921498.501341539, 7924362.227567117),
    ("smokers, to 15%", 1036164.0710255026, 952279.3402282613),
    ("deaths, to 15%", 51278.0199132728, 49260.00868346615),
    ("quits, reach doubled", 1641.335068312852, 1311.6636027058848),
    ("factor of the ambition: least, most", 1.0, 1.503506574345963),
];

/// What was pinned at each revision of the numbers, from the first on, as a hash (FNV-1a, 64 bits) of the bits of the table.
/// Lines are added and never changed.
const REVISIONS: [u64; 3] = [0x4930_f81e_e2b7_a723, 0x248f_261b_771d_9cd4, 0x9185_8034_b648_df9d];

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
